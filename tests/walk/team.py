"""team.py - somebody of the staff: invited by portal-admin, enrolled with both factors, signed in."""
import base64
import hashlib
import hmac
import html
import os
import pathlib
import re
import struct
import subprocess
import time

import values
from ground import Actor
from world import World


def totp(key, later=0):
    step = int(time.time() // 30) + later
    mac = hmac.new(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06d}"

def enrol(lane, roles):
    actor = Actor(f"staff ({roles})", lane)
    app = pathlib.Path(os.environ["PORTAIL_APP"])
    program = next(p for p in (app / "sbin/portal-admin", app / "bin/portal-admin") if p.exists())
    said = subprocess.run([program, "--config", os.environ["PORTAIL_CONF"], "staff", "add", actor.email, "Zoé L’Hermite", roles],
                          capture_output=True, text=True, check=True, timeout=120).stdout
    link = "/gestion/" + said.strip().splitlines()[-1].split("/gestion/")[1]
    world = World("enrol", 0, lane, [actor])
    world.post(actor, link)
    key = re.search(r"<dt>Clé</dt><dd><code>([^<]*)", world.ask(actor, "GET", "/gestion/inscription").text)
    actor.key = html.unescape(key.group(1)).replace(" ", "")
    form = world.form(actor, "/gestion/inscription")
    done = world.ask(actor, "POST", "/gestion/inscription", values.encode(world.fill(actor, form, 0, {"code": totp(actor.key).encode()})))
    actor.recovery = re.findall(r"<li><code>([^<]+)", done.text)
    assert len(actor.recovery) == 10 and not world.faults, (done.status, world.faults)
    # Each is told of each request otherwise, and they are many.
    world.post(actor, "/gestion/compte", override={"notice": b"at_once" if lane == 0 else b"none"})
    actor.more["password"] = actor.more["again"] = values.RIGHT["password"].encode()
    return actor
