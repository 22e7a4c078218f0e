"""The house that the mail programs play in: a private MariaDB, a scripted SMTP server, portal-jobs between
them; and how a part of it is checked, counted and run."""
import asyncio
import atexit
import collections
import contextlib
import email
import email.policy
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from aiosmtpd.controller import Controller

import tally
from tally import check, verdict

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Database:
    """A MariaDB of our own, socket only."""

    def __init__(self, folder):
        self.folder = folder
        self.socket = folder / "db.sock"
        self.user = [] if os.geteuid() else ["--user=root"]
        # Its temporary tables are its own: a server that starts beside it clears /tmp of what looks like its.
        subprocess.run(
            ["mariadb-install-db", "--no-defaults", f"--datadir={folder / 'db'}",
             "--auth-root-authentication-method=normal", "--skip-test-db", *self.user],
            check=True, capture_output=True, env={**os.environ, "TMPDIR": str(folder)})
        self.start()
        self.sql("CREATE DATABASE movsc CHARACTER SET utf8mb4", schema="")
        for user in ("jobs", "web", "documents", "admin", "staff", "signin", "purge", "rights", "migrate"):
            self.sql(f"CREATE USER movsc_{user}@localhost IDENTIFIED BY 'x'", schema="")
        self.sql("GRANT ALL ON movsc.* TO movsc_migrate@localhost", schema="")

    def start(self):
        mariadbd = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
        self.process = subprocess.Popen(
            [mariadbd, "--no-defaults", f"--datadir={self.folder / 'db'}",
             f"--socket={self.socket}", "--skip-networking", f"--pid-file={self.folder / 'pid'}",
             f"--tmpdir={self.folder}",
             "--innodb-buffer-pool-size=32M", *self.user],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        atexit.register(self.process.kill)
        if not wait_until(lambda: self.sql("SELECT 1", schema="", may_fail=True) == [["1"]]):
            raise RuntimeError("MariaDB does not start")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def client(self, schema, text, may_fail=False):
        done = subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.socket}", "-uroot", "-N", "-B",
             "--default-character-set=utf8mb4", *([schema] if schema else [])],
            input=text, capture_output=True, text=True, check=False)
        if done.returncode and not may_fail:
            raise RuntimeError(done.stderr)
        return done.stdout

    def sql(self, text, schema="movsc", may_fail=False):
        out = self.client(schema, "SET time_zone = '+00:00';\n" + text, may_fail)
        return [line.split("\t") for line in out.splitlines()]


class Relay:
    """What the institution's SMTP server does, by the recipient's first letters."""

    def __init__(self, port):
        self.port, self.tries = port, collections.Counter()
        self.mails, self.ids, self.hold = collections.Counter(), collections.Counter(), 0.0
        self.refuse, self.last, self.held = False, {}, set()
        self.controller = None

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tries[address] += 1
        if self.refuse:
            return "450 4.2.0 not now"
        if address.startswith("grey") and self.tries[address] < 3:
            return "451 4.7.1 come back later"
        if address.startswith("unknown"):
            return f"550 5.1.1 <{address}> unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if self.hold:
            self.held.add(to)
            await asyncio.sleep(self.hold)
        self.mails[to] += 1
        self.last[to] = email.message_from_bytes(envelope.original_content,
                                                 policy=email.policy.default)
        self.ids[re.search(rb"(?im)^Message-Id: (.*?)\r$", envelope.original_content)[1]] += 1
        if to.startswith("drop") and self.tries[to] < 2:
            server.transport.abort()  # it has the mail, and never says so
        return "250 OK"


# What may wait: a reminder, which no address that is stopped gets.
DRAFT = {"intake": "34e promotion", "link": "http://localhost:8080/", "closes": 1795996740}


class House:
    def __init__(self, folder):
        self.folder, self.db = folder, Database(folder)
        self.relay, self.running = Relay(free_port()), []
        self.config = folder / "portal.conf"
        self.log = folder / "jobs.log"
        for name, text in {"master": secrets.token_hex(32), "password": "x"}.items():
            (folder / name).write_text(text + "\n")
            (folder / name).chmod(0o600)
        accounts = "".join(f"{role}_user = movsc_{role}\n{role}_password_file = {folder}/password\n"
                           for role in ("web", "jobs", "admin", "migrate", "purge", "rights"))
        self.config.write_text(
            "[site]\nbase_url = http://localhost:8080\ndemo = true\n"
            "[pool applicants]\nsocket = /tmp/unused.sock\n"
            f"[database]\nsocket = {self.db.socket}\nname = movsc\n{accounts}"
            f"[smtp]\nhost = 127.0.0.1\nport = {self.relay.port}\ntls = none\n"
            "from = candidature@cestes.example\nfrom_name = Cestes\n"
            "envelope_domain = cestes.example\n"
            f"[secrets]\nmaster_key_file = {folder}/master\nkeys_folder = {folder}/keys\n"
            "[test]\nmail_fast = 1\n")
        subprocess.run([str(BUILD / "portal-admin"), "--config", str(self.config), "keys", "split"],
                       check=True)
        subprocess.run([str(BUILD / "portal-admin"), "--config", str(self.config),
                        "--sql", str(ROOT / "sql"), "migrate"], check=True)
        self.db.client("movsc", (ROOT / "sql/grants.sql").read_text("utf-8"))

    def admin(self, *args):
        subprocess.run([str(BUILD / "portal-admin"), "--config", str(self.config), *args], check=True)

    def start(self, *args):
        process = subprocess.Popen(
            [str(BUILD / "portal-jobs"), "--config", str(self.config), *args],
            stderr=open(self.log, "ab"),
            # a sanitizer speaks of what is wrong, not of what it was told to leave (doc/fonts.c)
            env={**os.environ, "LSAN_OPTIONS": "print_suppressions=0", "G_DEBUG": "fatal-criticals"})
        self.running.append(process)
        return process

    def stop(self, process, how=signal.SIGTERM, seconds=15):
        process.send_signal(how)
        status = process.wait(timeout=seconds)
        self.running.remove(process)
        return status

    def once(self):
        return self.start("--once").wait(timeout=60)

    def together(self):
        """Two side by side do all that is due; then one alone, to whom nothing of it may be left."""
        for process in [self.start("--once"), self.start("--once")]:
            process.wait(timeout=60)
        self.once()

    def close(self):
        for process in list(self.running):
            process.kill()
            process.wait()
        self.relay.stop()
        self.db.stop()

    queued = 0

    def queue(self, to, kind="address_changed", params=None, ends=345600):
        House.queued += 1
        n = House.queued
        body = json.dumps(params or {"at": int(time.time())})
        self.db.sql(
            "INSERT INTO outbox (dedupe_key, kind, recipient, params, next_try_at, message_id,"
            f" created_at, expires_at) VALUES ('t{n}', '{kind}', '{to}', '{body}', UTC_TIMESTAMP(),"
            f" 't{n}', UTC_TIMESTAMP(),"
            f" UTC_TIMESTAMP() + INTERVAL {ends} SECOND);")

    def states(self, like):
        return {row[0]: row[1] for row in self.db.sql(
            f"SELECT recipient, state FROM outbox WHERE recipient LIKE '{like}%'")}

    def all_sent(self, like, n, seconds=30):
        return wait_until(lambda: list(self.states(like).values()) == ["sent"] * n, seconds)


def run(make, *parts):
    """Plays each part over make(folder), a House, and leaves nothing behind; ends the program."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started ends too
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jobs"))
    try:
        house = make(folder)
        with contextlib.closing(house):
            for part in parts:
                part(house)
            if tally.failed:
                print(house.log.read_text("utf-8")[-3000:])
    finally:
        shutil.rmtree(folder)
    verdict()
