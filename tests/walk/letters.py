"""letters.py - the mails of the catcher: those that come from now on, parsed when their reader asks."""
import collections
import email
import email.policy
import os
import re
import signal
import time

import portal

TO = re.compile(rb"^to:\s*.*?(zz[a-p]{8})[^\r\n]*@", re.I | re.M)
CODE = re.compile(r"(\d{3})\D?(\d{3}),")
HALF_WRITTEN = 1  # second, while which a file may still grow


class Letter:
    def __init__(self, mail):
        self.subject = str(mail["subject"])
        self.at = mail["date"].datetime
        self.parts = {p.get_content_type(): p.get_content() for p in mail.walk()
                      if p.get_content_type() in ("text/plain", "text/html")}
        self.links = re.findall(rf"{re.escape(os.environ['PORTAIL_URL'])}(/[^\s<>]+)", self.parts.get("text/plain", ""))
        code = CODE.match(self.subject)
        self.code = "".join(code.groups()) if code else ""


class Letters:
    def __init__(self):
        self.seen = set(os.listdir(portal.MAIL))
        self.files, self.mine = collections.defaultdict(list), collections.defaultdict(list)

    def look(self):
        """To whom each new file is."""
        for entry in os.scandir(portal.MAIL):
            if entry.name in self.seen or not entry.name.endswith(".eml"):
                continue
            with open(entry.path, "rb") as file:
                found = TO.search(file.read(8192))
            if found:
                self.files[found.group(1).decode().lower()].append(entry.path)
            if found or time.time() - entry.stat().st_mtime > HALF_WRITTEN:
                self.seen.add(entry.name)

    def to(self, marker):
        """Those of the mailbox with that marker, oldest first."""
        self.look()
        waiting, self.files[marker] = self.files[marker], []
        for path in waiting:
            with open(path, "rb") as file:
                mail = email.message_from_bytes(file.read(), policy=email.policy.default)
            young = time.time() - os.stat(path).st_mtime < HALF_WRITTEN
            if young and any(p.defects for p in mail.walk()):
                self.files[marker].append(path)
            else:
                self.mine[marker].append(Letter(mail))
        return sorted(self.mine[marker], key=lambda letter: letter.at)

    def next(self, marker, known, seconds=8):
        """The newest, once there are more than `known`; None when none comes."""
        end = time.monotonic() + seconds
        jobs = portal.pid_of("portal-jobs")
        if jobs:
            os.kill(jobs, signal.SIGUSR1)
        while len(self.to(marker)) <= known:
            if time.monotonic() > end:
                return None
            time.sleep(0.1)
        return self.to(marker)[-1]
