"""A house to whom mails come back: a Maildir that portal-jobs reads, what lands in it (reports, complaints),
and what is said of the addresses, requests and people concerned."""
import datetime
import json

from mail_house import House, Relay, check

REPORT = """Return-Path: <>
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="R"

--R
Content-Type: text/plain

Your message could not be delivered.

--R
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; somebody@else.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no

--R--
"""

COMPLAINT = """From: fbl@provider.example
To: abuse@cestes.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="F"

--F
Content-Type: message/feedback-report

Feedback-Type: {type}
Version: 1
Original-Mail-From: <{sender}>

--F
Content-Type: text/rfc822-headers

Subject: x
--F--
"""


class Peer(Relay):
    """Where mails end up; remembers from whom they came."""

    def __init__(self, port):
        super().__init__(port)
        self.sender = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.sender[address] = envelope.mail_from
        if address.startswith("full"):
            return "552 5.2.2 Mailbox full"
        if address.endswith("@late.example"):
            return "451 4.7.1 come back later"
        return await super().handle_RCPT(server, session, envelope, address, options)


class Back(House):
    def __init__(self, folder):
        super().__init__(folder)
        self.relay = Peer(self.relay.port)
        self.maildir = folder / "back"
        for part in ("new", "cur", "tmp"):
            (self.maildir / part).mkdir(parents=True)
        self.base = self.config.read_text().replace(
            "[secrets]", f"bounce_maildir = {self.maildir}\nreply_domain = cestes.example\n[secrets]")
        self.settle()
        self.db.sql("INSERT INTO setting (name, value, label, kind) VALUES"
                    " ('contact.quotes', 'devis@cestes.example', 'x', 'email'),"
                    " ('contact.general', 'contact@cestes.example', 'x', 'email') ON DUPLICATE KEY UPDATE"
                    " value = VALUES(value); UPDATE revision SET number = number + 1")

    def settle(self, port=None, shift=0):
        text = self.base if port is None else self.base.replace(
            f"port = {self.relay.port}", f"port = {port}")
        self.config.write_text(text + f"clock_shift = {shift}\n")

    def leave(self, name, message):
        """As a mail server does: written in tmp, then moved."""
        at = self.maildir / "tmp" / name
        at.write_bytes(message.replace("\n", "\r\n").encode())
        at.rename(self.maildir / "new" / name)

    def lies(self, where):
        folder = self.maildir / where
        return sorted(p.name for p in folder.iterdir()) if folder.exists() else []

    def one(self, text):
        rows = self.db.sql(text)
        return rows[0] if rows else None

    def request(self, name, **columns):
        lately = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=3)
        given = {"public_id": name, "reference": name, "kind": "quote", "payer": "employer",
                 "email": "camille@example.org", "idempotency_key": name, "state": "waiting",
                 "created_at": f"{lately:%F %T}", **columns}
        sets = ", ".join(f"{k} = " + ("NULL" if v is None else f"'{v}'") for k, v in given.items())
        self.db.sql(f"INSERT INTO quote_request SET programme_id = 1, {sets}")
        return int(self.one(f"SELECT id FROM quote_request WHERE public_id = '{name}'")[0])

    def person(self, name, notice):
        self.db.sql(
            f"INSERT INTO staff SET public_id = '{name}', email = '{name}@cestes.example', name ="
            f" '{name}', state = 'active', password = 'x', totp_at = '2026-01-01', notice = '{notice}',"
            f" created_at = '2026-01-01'; INSERT INTO staff_role SELECT id, 'quotes', '2026-01-01' FROM"
            f" staff WHERE public_id = '{name}'")

    def address(self, mail):
        return self.one(f"SELECT hard_bounces, why FROM address_state WHERE email = '{mail}'")


def log_is_clean(house):
    text = house.log.read_text("utf-8")
    strange = [line for line in text.splitlines() if line and not line.startswith("{")]
    check("the log is JSON, with no word of a sanitizer", not strange, "\n".join(strange[:40]))
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    check("no address in the log", "@" not in text)
    check("no job failed", not any(line["event"] == "job.failed" for line in lines),
          [line for line in lines if line["event"] == "job.failed"])
