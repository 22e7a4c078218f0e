#!/usr/bin/python3
"""memory.py - what the portal's processes have in memory: their own secrets, and nobody else's.

Looks, in every page that a process of the running portal can have written to (scan.c), for the passwords
of the database's roles, for the subkeys, which it derives from the master by itself, and for the master:
as bytes and in hexadecimal, and for each half of them alone, since what was freed may be half written
over. A check's allocator keeps what is freed for a while: a copy that was not wiped is found here."""
import hashlib
import hmac
import http.client
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / "faults")]
# pylint: disable=wrong-import-position
from tally import check, verdict

URL = urllib.parse.urlsplit(os.environ["PORTAIL_URL"])
RUN = pathlib.Path(os.environ["PORTAIL_RUN"])
SECRETS = pathlib.Path(os.environ["PORTAIL_VAR"]) / "secrets"
CRYPTO = pathlib.Path(__file__).resolve().parents[2] / "portal/sys/crypto.c"
# program: process, roles of the database
PROGRAMS = {"applicants": ("portal-web", {"web"}), "documents": ("portal-web-documents", {"documents"}),
            "staff": ("portal-web-staff", {"staff"}), "signin": ("portal-web-signin", {"signin"}), "jobs": ("portal-jobs", {"jobs", "purge"}),
            "nginx": ("nginx", set())}
# whatever the tables say
NEVER = {"applicants": {"totp", "view", "bounce"}, "documents": {"totp", "view", "bounce", "stash", "challenge",
         "identity"}, "staff": {"bounce", "identity", "challenge", "totp"},
         "signin": {"bounce", "identity", "challenge", "view", "link"}, "jobs": {"totp", "cookie", "csrf", "stash"}}
WORKERS = 2  # of a pool; they are all born of the same master
SCAN = pathlib.Path(os.environ["PORTAIL_BUILD"]) / "scan_memory"


# ---- what is looked for

def hmac256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def subkeys():
    """{label: 32 bytes} by RFC 5869, from the labels as they stand in the source."""
    labels = re.findall(r'\[KEY_\w+\] = "(\w+)"', CRYPTO.read_text("utf-8"))
    master = bytes.fromhex((SECRETS / "master").read_text().strip())
    return {label: hmac256(hmac256(b"portail-movsc/1", master), label.encode() + b"\1") for label in labels}


def halves(bytes_):
    middle = len(bytes_) // 2
    return [bytes_[:middle], bytes_[middle:]]


def needles():
    """{name: [bytes]}: any of them, 16 bytes at least, is a trace of that secret."""
    found = {}
    for role in ("web", "documents", "staff", "signin", "jobs", "purge", "rights", "admin", "migrate"):
        found[f"password {role}"] = halves((SECRETS / f"db-{role}").read_bytes().strip())
    keys = subkeys()
    keys["(master)"] = bytes.fromhex((SECRETS / "master").read_text().strip())
    for label, key in keys.items():
        found[f"key {label}"] = halves(key)
        found[f"written key {label}"] = halves(key.hex().encode())
    return found


def own(program, roles):
    file = SECRETS / "keys" / program
    labels = re.findall(r"^(\w+) [0-9a-f]{64}$", file.read_text(), re.M) if file.exists() else []
    return {f"password {role}" for role in roles} | {f"key {label}" for label in labels}


# ---- memory

def found_in(pid, wanted):
    """Which of the secrets have a trace there, and how many bytes were read; None: it is gone."""
    lines = "".join(f"{name}\t{part.hex()}\n" for name, parts in wanted.items() for part in parts)
    done = subprocess.run([SCAN, str(pid)], input=lines, capture_output=True, text=True, timeout=300)
    if done.returncode == 2:
        return None
    assert done.returncode == 0, done.stderr
    *seen, size = done.stdout.splitlines()
    return set(seen), int(size)


def pids(process):
    """The master and some of those it has made."""
    pid = int((RUN / f"{process}.pid").read_text().split()[0])
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid] + [int(child) for child in children[:WORKERS]]


def exercise():
    """Each worker has answered: its connection is open, its keys have been used."""
    for path in ["/", "/connexion", "/gestion", "/gestion/connexion", "/devis/AAAAAAAAAAAAAAAAAAAAAA/x/D-2026-000001.pdf"] * 12:
        line = http.client.HTTPConnection(URL.hostname, URL.port, timeout=30)
        line.request("GET", path, headers={"Cookie": "__Host-sid=v.AAAA.AAAA; __Host-gestion=v.AAAA.AAAA"})
        status = line.getresponse().status
        assert status in (200, 303, 404), (path, status)
        line.close()


def look_at(program, pid, mine, wanted):
    found = found_in(pid, wanted)
    if not found:
        return False  # replaced meanwhile; so is what it held
    seen, size = found
    try:
        told = b"".join(pathlib.Path(f"/proc/{pid}/{name}").read_bytes() for name in ("environ", "cmdline"))
        opened = {os.readlink(fd) for fd in pathlib.Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink()}
    except (FileNotFoundError, ProcessLookupError):
        return False
    check(f"{program} {pid}: nothing of others in its {size >> 20} MB", not seen - mine, sorted(seen - mine))
    check(f"{program} {pid}: all of its own ({len(mine)})", mine <= seen, sorted(mine - seen))
    check(f"{program} {pid}: none in its command line or environment",
          not [name for name, parts in wanted.items() if any(part in told for part in parts)])
    check(f"{program} {pid}: no secret is still open", not [f for f in opened if f.startswith(str(SECRETS.resolve()))])
    return True


def main():
    wanted = needles()
    check("each program has keys of its own", all(len(own(p, r)) > len(r) for p, (_, r) in PROGRAMS.items() if r))
    for program, labels in NEVER.items():
        given = own(program, set())
        check(f"{program}: not given what is not for it", not given & {f"key {label}" for label in labels}, given)
    exercise()
    for program, (process, roles) in PROGRAMS.items():
        looked = [look_at(program, pid, own(program, roles), wanted) for pid in pids(process)]
        check(f"{program}: its processes were looked at", sum(looked) > (program != "jobs"), looked)
    verdict()


main()
