"""staff.py - somebody of the staff before the real portal: invited by portal-admin, enrolled through the site."""
import html
import os
import pathlib
import re
import subprocess
import time

APP = pathlib.Path(os.environ["PORTAIL_APP"])
CONF = os.environ["PORTAIL_CONF"]
PASSWORD = "quatre mots sans rapport"
DOOR, CODE = "/gestion/connexion", "/gestion/connexion/code"


def invite(email):
    program = next(p for p in (APP / "sbin/portal-admin", APP / "bin/portal-admin") if p.exists())
    said = subprocess.run([program, "--config", CONF, "staff", "add", email, "Zoé L’Hermite", "quotes"],
                          capture_output=True, text=True, check=True, timeout=60).stdout
    return "/gestion/" + said.strip().splitlines()[-1].split("/gestion/")[1]


def code(key, later=0):
    """oathtool's of now; or of the half minute to come, which is taken as well (sys/totp.h)."""
    at = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(time.time() + later))
    return subprocess.run(["oathtool", "--totp", "-b", "--now", at, "-"], input=key, capture_output=True,
                          text=True, check=True).stdout.strip()


def enrol(person):
    """Signed in afterwards; the key of the second factor."""
    link = invite(person.email)
    person.get(link)
    assert person.post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    page = person.get("/gestion/inscription").text
    key = html.unescape(re.search(r"<dt>Clé</dt><dd><code>([^<]*)", page).group(1)).replace(" ", "")
    assert 'class="codes"' in person.post("/gestion/inscription", {"code": code(key)}).text
    return key


def give(person, email, password):
    """Their answer to it. Where too many sign in at once (503), tried again, as the page says."""
    for _ in range(200):
        person.jar.clear()
        answer = person.get(DOOR)
        if answer.status == 200:
            answer = person.post(f"{DOOR}?suite=/gestion", {"email": email, "password": password})
        if answer.status != 503:
            break
        time.sleep(0.2)
    return answer
