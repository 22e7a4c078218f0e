"""letters.py - the mails of the catcher that are to one of ours: each file is read once."""
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
        self.done, self.mine = set(), collections.defaultdict(list)

    def to(self, marker):
        """Those of the mailbox with that marker, oldest first."""
        for entry in os.scandir(portal.MAIL):
            if entry.name in self.done or not entry.name.endswith(".eml"):
                continue
            with open(entry.path, "rb") as file:
                data = file.read()
            found = TO.search(data[:8192])
            if not found and time.time() - entry.stat().st_mtime < 1:
                continue  # half written
            mail = email.message_from_bytes(data, policy=email.policy.default) if found else None
            if mail is not None and any(p.defects for p in mail.walk()) and time.time() - entry.stat().st_mtime < 1:
                continue
            self.done.add(entry.name)
            if mail is not None:
                self.mine[found.group(1).decode().lower()].append(Letter(mail))
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
