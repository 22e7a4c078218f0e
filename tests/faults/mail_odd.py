#!/usr/bin/python3
"""Mail that nobody wrote: reports, complaints and answers, spoilt by a seeded die, in the Maildir of
portal-jobs. Each is done with, once; none says anything about what its address does not name.

usage: mail_odd.py BUILD_DIR [MAILS [SEED]]     (loopback only; all it starts or writes is gone at the end)
"""
import email.message
import email.policy
import random
import re
import sys

from mail_house import ROOT, check, run
from mail_maildir import COMPLAINT, REPORT, Back, log_is_clean

MAILS = int(sys.argv[2]) if len(sys.argv) > 2 else 400
SEED = sys.argv[3] if len(sys.argv) > 3 else "2026"
ABOUT, BATCH = 8, 100  # mails and requests of ours; messages before portal-jobs looks
OURS = re.compile(rb"(?:bounce|demande)\+[^@\s<>]*@[\w.]+")
NASTY = [b"\0", b"\xff\xfe", b"\xc3", b"\r", b"\r\n\r\n", b"\r\n--R\r\n", b"=?utf-8?b?w6k=?=", b"=?x?q?=FF?=", b"\x1b[31m", b"<b>", b"&#0;",
         b"\xe2\x80\xae", b"5.1.1", b"Content-Type: multipart/mixed; boundary=R\r\n", b"Content-Transfer-Encoding: base64\r\n",
         b"Content-Type: text/html; charset=utf-7\r\n", b"A" * 3000, b"Return-Path: <>\r\n", b"%s%n", b"' OR 1=1 --", b"\xf0\x9f\x98\x80" * 50]


def written(house):
    """Mails of ours that are out there: their envelopes, and where they ask to be answered."""
    house.relay.start()
    for n in range(ABOUT):
        request = house.request(f"D-ODD{n}-0001", state="sent", noticed_at="2026-11-20")
        house.db.sql(
            "INSERT INTO outbox (dedupe_key, kind, recipient, params, next_try_at, message_id, created_at, expires_at, object_kind,"
            f" object_id) VALUES ('odd{n}', 'address_changed', 'odd{n}@example.org', JSON_OBJECT('at', 1795466888), UTC_TIMESTAMP(),"
            f" 'odd{n}', UTC_TIMESTAMP(), UTC_TIMESTAMP() + INTERVAL 1 DAY, 'quote_request', {request})")
    house.once()
    return [(house.relay.sender[f"odd{n}@example.org"], str(house.relay.last[f"odd{n}@example.org"]["Reply-To"])) for n in range(ABOUT)]


def sound():
    """Whole messages: how a report, a complaint and an answer are written, and the samples of the unit tests."""
    answer = email.message.EmailMessage(policy=email.policy.default)
    answer["From"], answer["To"], answer["Subject"] = "Camille <camille@example.org>", "demande+1-0@x", "Re: devis"
    answer["Message-ID"] = "<m1@example.org>"
    answer.set_content("Bonjour,\n\nC’est d’accord.\n\n> votre devis\n")
    answer.add_alternative("<p>Bonjour,<blockquote>votre devis</blockquote>", subtype="html")
    answer.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="bon signé.pdf")
    report = REPORT.format(to="bounce+1-0@x", action="failed", status="5.1.1")
    complaint = COMPLAINT.format(type="abuse", sender="bounce+1-0@x")
    files = sorted((ROOT / "tests/unit/bounces").glob("*.eml")) + sorted((ROOT / "tests/fuzz/corpus/incoming").iterdir())
    return [t.replace("\n", "\r\n").encode() for t in (answer.as_string(), report, complaint)] + [f.read_bytes() for f in files]


def addressed(dice, message, ours):
    """To one of ours, by name or by the address that the sample had; `ours` may be nobody's."""
    to = dice.choice(dice.choice(ours)).encode()
    message = OURS.sub(lambda _: to, message)
    return message if to in message else b"Delivered-To: " + to + b"\r\n" + message


def spoilt(dice, message):
    for _ in range(dice.choice([0, 1, 1, 2, 4, 8])):
        at, end = sorted((dice.randrange(len(message) + 1), dice.randrange(len(message) + 1)))
        lines = message.split(b"\r\n")
        message = dice.choice([
            lambda: message[:at] + dice.choice(NASTY) + message[at:],
            lambda: message[:at] + bytes([dice.randrange(256)]) + message[at + 1:],
            lambda: message[:end],
            lambda: message[:at] + message[min(end, at + 60):],
            lambda: b"\r\n".join(dice.sample(lines, len(lines))) if len(lines) < 8 else b"\r\n".join(lines + lines[-3:]),
            lambda: b"Content-Type: message/rfc822\r\n\r\n" + message,
            lambda: message.replace(b"\r\n", b"\n"),
        ])()
    return message


def odd_ones(house, dice, ours, forged):
    samples, left = sound(), 0
    while left < MAILS:
        for _ in range(BATCH):
            message = spoilt(dice, addressed(dice, dice.choice(samples), forged if dice.random() < 0.2 else ours))
            at = house.maildir / "tmp" / str(left)
            at.write_bytes(message)
            at.rename(house.maildir / "new" / str(left))
            left += 1
        for _ in range(20):
            status = house.once()
            if status or not house.lies("new"):
                break
        if not check_batch(house, left, status):
            return left
    return left


def check_batch(house, left, status):
    done, apart = house.lies("cur"), house.lies(".Failed/new")
    kept = int(house.one("SELECT COUNT(*) FROM mail_raw")[0])  # whole, in the database: their files are gone
    fine = status == 0 and not house.lies("new") and len(done) + len(apart) + kept == left
    if not fine:
        check(f"{left} mails are done with, each once", False, (status, house.lies("new"), len(done), len(apart), kept))
    return fine


def what_is_kept(house):
    rows = house.db.sql("SELECT COUNT(*) FROM mail_aside WHERE file_name <> ''")
    check("each that lies apart is a row that people are shown, or came twice", 0 < int(rows[0][0]) <= len(house.lies(".Failed/new")), rows)
    control = r"[\\x{00}-\\x{08}\\x{0b}\\x{0c}\\x{0e}-\\x{1f}\\x{7f}]"
    for table, column in (("quote_message", "body"), ("address_state", "why"), ("address_state", "complaint"), ("mail_aside", "file_name"),
                          ("outbox", "bounce_why"), ("outbox", "params")):
        odd = house.db.sql(f"SELECT HEX({column}) FROM {table} WHERE {column} REGEXP '{control}'")
        check(f"{table}.{column}: nothing but text", not odd, odd[:3])
    strangers = house.db.sql("SELECT email FROM address_state WHERE email NOT IN (SELECT recipient FROM outbox)")
    check("nothing is known of an address that we never wrote to", not strangers, strangers)
    seen = {name: house.db.sql(text)[0][0] != "0" for name, text in {
        "reports": "SELECT COUNT(*) FROM outbox WHERE bounced_at IS NOT NULL", "answers": "SELECT COUNT(*) FROM quote_message",
        "complaints": "SELECT COUNT(*) FROM address_state WHERE complained_at IS NOT NULL"}.items()}
    check("some were understood all the same", all(seen.values()), seen)
    other = ABOUT  # its last one: only forged addresses name it
    check("what is not signed has no effect", house.db.sql(
        f"SELECT (SELECT COUNT(*) FROM quote_message m JOIN quote_request r ON r.id = m.request_id WHERE r.reference = 'D-ODD{other - 1}-0001')"
        f" + (SELECT COUNT(*) FROM outbox WHERE dedupe_key = 'odd{other - 1}' AND bounced_at IS NOT NULL)"
        f" + (SELECT COUNT(*) FROM address_state WHERE email = 'odd{other - 1}@example.org')") == [["0"]])


def odd(house):
    house.person("anna", "at_once")
    *ours, spared = written(house)
    forged = [tuple(re.sub(r"-\w{16}@", f"-{'0' * 16}@", address) for address in spared)]
    left = odd_ones(house, random.Random(SEED), ours, forged)
    check(f"seed {SEED}: {MAILS} mails were read, each once", left >= MAILS, left)
    house.once()
    what_is_kept(house)


if __name__ == "__main__":
    run(Back, odd, log_is_clean)
