#!/usr/bin/python3
"""What comes back, and what must not wait: portal-jobs against a private MariaDB, a scripted server
and a real one (Exim, server_exim.py), whose reports are read from a Maildir.

usage: mail_back.py BUILD_DIR     (loopback only; everything it starts or writes is gone at the end)
"""
import contextlib
import datetime
import email
import email.policy
import hashlib
import hmac
import json
import os
import shutil
import smtplib
import subprocess
import time
import zoneinfo

from mail_house import BUILD, DRAFT, check, free_port, run, wait_until
from mail_maildir import COMPLAINT, REPORT, Back, log_is_clean
from server_exim import MailServer

PARIS = zoneinfo.ZoneInfo("Europe/Paris")


def reports(house):
    """What a server wrote, left in the Maildir."""
    house.relay.start()
    house.db.sql("INSERT INTO account (public_id, email, created_at, last_seen_at) VALUES ('acc',"
                 " 'gone@example.org', '2026-01-01', UTC_TIMESTAMP())")
    house.queue("gone@example.org")
    house.once()
    sender = house.relay.sender["gone@example.org"]
    check("the envelope is signed", sender.startswith("bounce+") and
          len(sender.split("@")[0].split("-")[1]) == 16, sender)
    house.leave("1", REPORT.format(to=sender, action="delayed", status="4.4.1"))
    house.once()
    check("a delay is noted, and condemns nobody", house.one(
        "SELECT bounced_at, bounce_why FROM outbox WHERE recipient = 'gone@example.org'")
        == ["NULL", "550 4.4.1 no"] and house.address("gone@example.org") is None)
    house.leave("2", REPORT.format(to=sender, action="failed", status="5.1.1"))
    house.leave("3", REPORT.format(to=sender, action="failed", status="5.1.1"))
    house.once()
    check("it came back: the mail says so, the address counts one", house.one(
        "SELECT bounced_at IS NOT NULL, bounce_why FROM outbox WHERE recipient = 'gone@example.org'")
        == ["1", "550 5.1.1 no"] and house.address("gone@example.org") == ["1", "550 5.1.1 no"],
        house.address("gone@example.org"))
    check("the account is to be checked", house.one(
        "SELECT address_state FROM account WHERE public_id = 'acc'") == ["to_check"])
    check("what was read is in cur, seen", house.lies("new") == [] and
          house.lies("cur") == ["1:2,S", "2:2,S", "3:2,S"], house.lies("cur"))
    house.queue("gone@example.org")
    house.once()
    house.leave("4", REPORT.format(to=house.relay.sender["gone@example.org"], action="failed",
                                   status="5.1.1"))
    house.once()
    check("twice", house.address("gone@example.org")[0] == "2" and house.one(
        "SELECT address_state FROM account WHERE public_id = 'acc'") == ["dead"])
    house.queue("gone@example.org", kind="draft_waiting", params=DRAFT)
    house.queue("gone@example.org")
    house.queue("gone@example.org", kind="code",
                params={"challenge": "abc", "expires": int(time.time()) + 600}, ends=600)
    before = house.relay.mails["gone@example.org"]
    house.once()
    check("no more mail goes there that may wait", house.one(
        "SELECT state, last_error FROM outbox WHERE kind = 'draft_waiting' ORDER BY id DESC LIMIT 1")
        == ["failed", "adresse à vérifier: deux messages en sont revenus"])
    check("but a code that the person asks for, and what they are owed",
          house.relay.mails["gone@example.org"] == before + 2)


def old_ones(house):
    """What was read and is kept nowhere else goes when its time is over, by the day of the file."""
    days = int(house.one("SELECT value FROM setting WHERE name = 'retention.aside'")[0])
    for name, age in (("1:2,S", days + 1), ("2:2,S", days - 1)):
        at = time.time() - age * 86400
        os.utime(house.maildir / "cur" / name, (at, at))
    (house.maildir / "cur" / "other").mkdir()
    apart = house.lies(".Failed/new")
    house.once()
    check("it goes, and nothing that is younger, apart or no file", "1:2,S" not in house.lies("cur") and
          {"2:2,S", "other"} <= set(house.lies("cur")) and house.lies(".Failed/new") == apart, house.lies("cur"))


def judged(house):
    """Reports whose words acquit the address, and one that came back under the rules of before."""
    for n, (status, words) in enumerate((("5.1.1", "552 5.2.2 Over quota"), ("5.0.0", "550 Denied by policy"),
                                         ("5.1.8", "553 5.1.8 sender domain does not exist"))):
        mail = f"good{n}@example.org"
        house.queue(mail)
        house.once()
        house.leave(f"g{n}", REPORT.format(to=house.relay.sender[mail], action="failed", status=status)
                    .replace(f"550 {status} no", words))
        house.once()
        check(f"{words}: the mail came back, the address is right", house.address(mail) is None and house.one(
            f"SELECT bounced_at IS NOT NULL FROM outbox WHERE recipient = '{mail}'") == ["1"],
            house.address(mail))
    house.queue("condemned@example.org")
    house.once()
    house.db.sql("UPDATE outbox SET bounced_at = sent_at, bounce_why = '5.0.0 550 Denied by policy' WHERE"
                 " recipient = 'condemned@example.org'; INSERT INTO audit (at, actor_kind, actor_id, action,"
                 " object_kind, object_id, detail) SELECT UTC_TIMESTAMP(), 'job', 0, 'mail.bounced', 'outbox',"
                 " id, 'hard' FROM outbox WHERE recipient = 'condemned@example.org'; INSERT INTO address_state"
                 " (email, hard_bounces, last_at, why) VALUES ('condemned@example.org', 2, UTC_TIMESTAMP(),"
                 " '5.0.0 550 Denied by policy'); INSERT INTO account (public_id, email, address_state,"
                 " created_at, last_seen_at) VALUES ('con', 'condemned@example.org', 'dead', '2026-01-01',"
                 " UTC_TIMESTAMP())")
    house.queue("condemned@example.org", kind="draft_waiting", params=DRAFT)
    house.once()
    check("an address that older rules condemned is put right before its next mail",
          house.address("condemned@example.org")[0] == "0" and house.relay.mails["condemned@example.org"] == 2
          and house.one("SELECT address_state FROM account WHERE public_id = 'con'") == ["proved"],
          house.address("condemned@example.org"))


def complaints(house):
    house.queue("tired@example.org")
    house.once()
    house.leave("c1", COMPLAINT.format(type="not-spam", sender=house.relay.sender["tired@example.org"]))
    house.leave("c2", COMPLAINT.format(type="abuse", sender=house.relay.sender["tired@example.org"]))
    house.leave("c3", COMPLAINT.format(type="abuse", sender="bounce+1-0000000000000000@cestes.example"))
    house.relay.last.clear()
    house.once()
    house.once()
    check("a complaint is kept with the address it came from", house.db.sql(
        "SELECT email, complaint, hard_bounces FROM address_state WHERE complained_at IS NOT NULL")
        == [["tired@example.org", "abuse", "0"]])
    told = house.relay.last.get("contact@cestes.example")
    check("the mailbox that answers for the mail is told, once", told is not None and
          str(told["Subject"]).startswith("Message signalé comme indésirable") and
          house.relay.mails["contact@cestes.example"] == 1, house.relay.mails)
    before = house.relay.mails["tired@example.org"]
    house.queue("tired@example.org", kind="draft_waiting", params=DRAFT)
    house.queue("tired@example.org")
    house.once()
    check("what may be refused goes there no more, what is owed does", house.db.sql(
        "SELECT kind, state, last_error LIKE 'adresse qui s’est plainte%' FROM outbox WHERE recipient ="
        " 'tired@example.org' ORDER BY id DESC LIMIT 2") == [["address_changed", "sent", "0"],
                                                            ["draft_waiting", "failed", "1"]]
        and house.relay.mails["tired@example.org"] == before + 1)
    house.relay.last.clear()


def not_reports(house):
    house.leave("5", "this is no mail at all")
    house.leave("6", REPORT.format(to="bounce+1-0000000000000000@cestes.example", action="failed",
                                   status="5.1.1"))
    sender = house.relay.sender["gone@example.org"]
    house.leave("7", f"To: {sender}\nAuto-Submitted: auto-replied\nSubject: Absence\n\nEn congé.\n")
    strange = f"Return-Path: <>\nTo: {sender}\nSubject: Notice 17\n\nA ticket was opened.\n"
    house.leave("8", strange)
    house.leave("9", "To: x\n" + "y" * (25 << 20))
    (house.maildir / "new" / "10").symlink_to("/etc/passwd")
    (house.maildir / "new" / "11").mkdir()
    before = house.one("SELECT SUM(hard_bounces) FROM address_state")
    house.once()
    check("nothing of that counts against anybody",
          house.one("SELECT SUM(hard_bounces) FROM address_state") == before)
    check("what nobody understands lies apart", house.lies("new") == [] and
          house.lies(".Failed/new") == ["10", "11", "5", "8", "9"], (house.lies("new"), house.lies(".Failed/new")))
    check("and each is a row that people are shown, with why and under which name", house.db.sql(
        "SELECT file_name, reason, shown IS NOT NULL FROM mail_aside ORDER BY file_name")
        == [["10", "no_file", "0"], ["11", "no_file", "0"], ["5", "not_mail", "1"], ["8", "report", "1"],
            ["9", "too_large", "1"]],
        house.db.sql("SELECT file_name, reason, shown IS NOT NULL FROM mail_aside"))
    doctor = subprocess.run([str(BUILD / "portal-admin"), "--config", str(house.config), "doctor"],
                            capture_output=True, check=False).stdout.decode()
    check("the doctor says how many", "5\u00a0courriels non compris" in doctor, doctor)
    house.leave("12", strange)
    house.once()
    check("delivered twice, it is kept once", house.one("SELECT COUNT(*) FROM mail_aside") == ["5"])
    house.db.sql("REVOKE INSERT ON movsc.audit FROM movsc_jobs@localhost")
    house.queue("kept@example.org")
    house.once()
    house.leave("13", REPORT.format(to=house.relay.sender["kept@example.org"], action="failed", status="5.1.1"))
    house.once()
    house.db.sql("GRANT INSERT ON movsc.audit TO movsc_jobs@localhost")
    check("what was understood and could not be kept is shown too, and nothing of it was", house.db.sql(
        "SELECT file_name FROM mail_aside WHERE reason = 'not_kept'") == [["13"]] and
          house.address("kept@example.org") is None and "13" in house.lies(".Failed/new"),
          house.db.sql("SELECT file_name, reason FROM mail_aside"))
    shutil.rmtree(house.maildir / ".Failed")


def by_pipe(house):
    def pipe(message):
        return subprocess.run([str(BUILD / "portal-admin"), "--config", str(house.config), "bounce"],
                              input=message.encode(), capture_output=True, check=False)
    house.queue("piped@example.org")
    house.once()
    sender = house.relay.sender["piped@example.org"]
    done = pipe(REPORT.format(to=sender, action="failed", status="5.1.1"))
    check("an alias may hand it over", done.returncode == 0 and "revenu" in done.stdout.decode() and
          house.address("piped@example.org")[0] == "1", done.stdout)
    check("what is not ours is no failure", pipe("To: a@b.fr\n\nx\n").returncode == 0)
    done = pipe("")
    check("what nobody understands is put aside, and done with", done.returncode == 0 and "mis de côté" in
          done.stdout.decode() and house.one("SELECT COUNT(*) FROM mail_aside WHERE reason = 'empty' AND"
                                            " file_name = ''") == ["1"], done.stdout)
    house.db.stop()
    check("without a database the server tries again later",
          pipe(REPORT.format(to=sender, action="failed", status="5.1.1")).returncode == 75)
    house.db.start()


def answers(house):
    house.person("anna", "at_once")
    house.person("bruno", "daily")
    house.person("carla", "none")
    request = house.request("D-AAAA-0001", state="sent", noticed_at="2026-11-20", last_number="D-2026-000001")
    house.db.sql("INSERT INTO outbox (dedupe_key, kind, recipient, params, next_try_at, message_id,"
                 " created_at, expires_at, object_kind, object_id) VALUES ('about', 'address_changed',"
                 " 'camille@example.org', JSON_OBJECT('at', 1795466888), UTC_TIMESTAMP(), 'about',"
                 f" UTC_TIMESTAMP(), UTC_TIMESTAMP() + INTERVAL 1 DAY, 'quote_request', {request})")
    house.once()
    reply_to = house.relay.last["camille@example.org"]["Reply-To"]
    check("a mail about a request is answered to the request",
          str(reply_to).startswith(f"demande+{request}-"), reply_to)
    message = email.message.EmailMessage(policy=email.policy.default)
    message["From"], message["To"] = "Camille <camille.bis@example.org>", str(reply_to)
    message["Message-ID"], message["Subject"] = "<m1@example.org>", "Re: devis"
    message.set_content("Bonjour,\n\nC’est d’accord.\n\n> votre devis\n")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf",
                           filename="bon signé.pdf")
    for name in ("20", "21"):  # delivered twice
        house.leave(name, message.as_string())
    house.once()
    house.once()  # the mails that follow from it
    rows = house.db.sql("SELECT kind, staff_id, HEX(body), HEX(remarks) FROM quote_message"
                        f" WHERE request_id = {request}")
    body = bytes.fromhex(rows[0][2]).decode() if rows else ""
    check("what the database keeps whole lies nowhere else; its second delivery lies with what was read",
          house.lies("new") == [] and [n for n in house.lies("cur") if n.startswith("2")] == ["21:2,S", "2:2,S"], house.lies("cur"))
    check("the answer joins the request, once", len(rows) == 1 and rows[0][:2] == ["person", "NULL"] and
          body.startswith("Bonjour,\n\nC’est d’accord.\n\n> votre devis"), rows)
    beside = bytes.fromhex(rows[0][3]).decode() if rows else ""
    check("files are named with their size, another sender is said, and the mail is kept",
          "bon signé.pdf (8\u00a0octets)" in beside and "camille.bis@example.org" in beside and
          "Le courriel entier est gardé" in beside and house.one(
              f"SELECT COUNT(*) FROM mail_raw WHERE request_id = {request}") == ["1"], beside)
    check("the request waits for us", house.one(
        f"SELECT state, waiting_since IS NOT NULL FROM quote_request WHERE id = {request}")
        == ["waiting", "1"])
    told = sorted(to for to in house.relay.last if to.endswith("@cestes.example"))
    check("the desk is told, and the shared mailbox; not who wants nothing",
          told == ["anna@cestes.example", "bruno@cestes.example", "devis@cestes.example"], told)
    check("with a link to the request", "/gestion/devis/D-AAAA-0001" in
          house.relay.last["anna@cestes.example"].get_body(("plain",)).get_content())
    no_room(house, request, reply_to)


def no_room(house, request, reply_to):
    """Another request's mails take all the room that there is."""
    other = house.request("D-AAAA-0002", state="sent", noticed_at="2026-11-20")
    house.db.sql("INSERT INTO mail_raw (public_id, request_id, bytes, received_at, ends_at) VALUES"
                 f" ('full', {other}, 2 << 30, UTC_TIMESTAMP(), UTC_TIMESTAMP() + INTERVAL 90 DAY)")
    house.leave("22", f"From: a@example.org\nTo: {reply_to}\nMessage-ID: <m2@example.org>\n"
                      "Auto-Submitted: auto-replied\nSubject: Absence\n\nJe suis absente.\n")
    house.once()
    check("its answer is there, its mail is not", house.one(
        f"SELECT COUNT(*) FROM quote_message WHERE request_id = {request}") == ["2"] and house.one(
            f"SELECT COUNT(*) FROM mail_raw WHERE request_id = {request}") == ["1"])
    events = [json.loads(line) for line in house.log.read_text("utf-8").splitlines() if line.startswith("{")]
    check("and the log warns", [e["level"] for e in events if e["event"] == "mail.not_whole"] == ["warn"],
          [e for e in events if e["event"].startswith("mail.")])


def subject(house, name):
    mail = house.relay.last.get(f"{name}@cestes.example")
    return str(mail["Subject"]) if mail else ""


def crowded(house):
    """A day with more requests than a mail may list: the digest leaves, and says that there are others."""
    house.db.sql("UPDATE quote_request SET noticed_at = created_at; UPDATE staff SET digest_on = NULL;"
                 " DELETE FROM outbox WHERE kind = 'desk_digest'")
    house.relay.last.clear()
    for n in range(60):
        house.request(f"D-CCCC-{n:04}", created_at=f"2026-11-24 07:{n // 2:02}:30", state="new",
                      noticed_at="2026-11-24 07:30:00")
    house.once()
    house.once()
    mail = house.relay.last.get("bruno@cestes.example")
    digest = mail.get_body(("plain",)).get_content() if mail else ""
    check("sixty requests: the oldest are listed, the others are said",
          digest.count("D-CCCC-") == 20 and "D-CCCC-0018" in digest and "et d’autres encore" in digest,
          digest or house.db.sql("SELECT kind, state, last_error FROM outbox WHERE kind = 'desk_digest'"))
    house.db.sql("DELETE FROM quote_request WHERE reference LIKE 'D-CCCC-%'")


def desk(house):
    """The clock is moved to a working morning: Tuesday 24 November 2026, 9 o'clock in Paris."""
    tuesday = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=PARIS)
    house.settle(shift=int(tuesday.timestamp() - time.time()))
    house.db.sql("DELETE FROM quote_message; DELETE FROM mail_raw_part; DELETE FROM mail_raw; DELETE FROM quote_request; UPDATE staff SET digest_on = NULL;"
                 " DELETE FROM outbox WHERE kind IN ('desk_new', 'desk_digest')")
    house.relay.last.clear()
    house.request("D-BBBB-0001", created_at="2026-11-24 07:30:00", waiting_since="2026-11-24 07:30:00",
                  state="new")
    house.together()  # two at once say a thing once
    house.together()
    sent = {"anna@cestes.example", "bruno@cestes.example"} <= set(house.relay.last)
    check("a new request: at once to one, in the morning's digest to another",
          sent and "D-BBBB-0001" in subject(house, "anna") and
          subject(house, "bruno").startswith("Les demandes du jour"),
          (subject(house, "anna"), subject(house, "bruno")))
    digest = house.relay.last["bruno@cestes.example"].get_body(("plain",)).get_content()
    check("the digest says what came and what waits",
          "D-BBBB-0001" in digest and "1\u00a0demande attend notre réponse" in digest, digest)
    check("and what nobody understood", "7\u00a0courriels reçus ne sont pas compris" in digest, digest)
    check("carla hears nothing, nobody hears twice", "carla@cestes.example" not in house.relay.last and
          house.db.sql("SELECT COUNT(*) FROM outbox WHERE kind IN ('desk_new', 'desk_digest')")
          == [["2"]])
    check("not raised the same day", house.db.sql(
        "SELECT COUNT(*) FROM outbox WHERE kind = 'desk_raised'") == [["0"]])
    crowded(house)
    # two working days later
    house.relay.last.clear()
    house.settle(shift=int(tuesday.timestamp() + 2 * 86400 + 60 - time.time()))
    house.db.sql("UPDATE quote_request SET assigned_to = (SELECT id FROM staff WHERE name = 'carla')")
    house.together()
    house.together()
    check("two working days later it is raised: to whom it is assigned, and to the shared mailbox",
          {"carla@cestes.example", "devis@cestes.example"} <= set(house.relay.last) and
          subject(house, "carla").startswith("Deux jours sans réponse") and
          "anna@cestes.example" not in house.relay.last, house.relay.last.keys())
    house.once()
    check("once", house.db.sql("SELECT COUNT(*) FROM outbox WHERE kind = 'desk_raised'") == [["2"]])


def hmac256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def refusal(house, mail):
    """What the portal keeps of an address that wants no more of these, made by somebody else."""
    master = bytes.fromhex((house.folder / "master").read_text().strip())
    key = hmac256(hmac256(b"portail-movsc/1", master), b"limit\x01")
    parts = (b"quotes.refusal", mail.encode())
    return hmac256(key, b"".join(len(p).to_bytes(8, "big") + p for p in parts)).hex()


def endings(house):
    today = datetime.date(2026, 11, 26)
    house.request("E-no", email="no@example.org", state="sent", noticed_at="2026-11-20",
                  valid_until=str(today + datetime.timedelta(days=3)), last_number="D-2026-000010")
    house.db.sql("INSERT INTO quote_refusal VALUES"
                 f" (UNHEX('{refusal(house, 'no@example.org')}'), UTC_TIMESTAMP())")
    house.request("E-tired", email="tired@example.org", state="sent", noticed_at="2026-11-20",
                  valid_until=str(today + datetime.timedelta(days=3)), last_number="D-2026-000011")
    days = {"ends": 7, "last": 0, "far": 8, "past": -1}
    for name, left in days.items():
        house.request(f"E-{name}", email=f"{name}@example.org", state="sent", noticed_at="2026-11-20",
                      valid_until=str(today + datetime.timedelta(days=left)),
                      last_number=f"D-2026-{name}")
    house.request("E-cpf", email="cpf@example.org", state="sent", noticed_at="2026-11-20", payer="cpf",
                  valid_until=str(today + datetime.timedelta(days=3)), last_number="I-2026-000001")
    house.request("E-yes", email="yes@example.org", state="accepted", noticed_at="2026-11-20",
                  valid_until=str(today + datetime.timedelta(days=3)), last_number="D-2026-000009")
    house.together()
    house.once()
    wanted = {"ends@example.org", "last@example.org", "cpf@example.org"}
    sent = wanted <= set(house.relay.last)
    got = {to for to, mail in house.relay.last.items() if "valable" in str(mail["Subject"])
           or "vaut" in str(mail["Subject"])}
    check("a week before its end, and only while nobody has answered", sent and got == wanted, got)
    check("once each", all(house.relay.mails[to] == 1 for to in wanted), house.relay.mails)
    text = house.relay.last["ends@example.org"].get_body(("plain",)).get_content()
    check("with its number, its last day, and the secret link",
          "D-2026-ends" in text and "3\u00a0décembre\u00a02026" in text and
          "/devis/E-ends/" in text, text)
    check("nor does who complained", house.one(
        "SELECT reminded_at IS NOT NULL FROM quote_request WHERE public_id = 'E-tired'") == ["1"] and
          house.one("SELECT COUNT(*) FROM outbox WHERE recipient = 'tired@example.org' AND kind ="
                    " 'quote_expiring'") == ["0"])
    check("who refused gets none, and is not asked about again", house.one(
        "SELECT reminded_at IS NOT NULL FROM quote_request WHERE public_id = 'E-no'") == ["1"] and
          "no@example.org" not in house.relay.last)
    check("price information is not called a quote",
          "Votre devis" not in str(house.relay.last["cpf@example.org"]["Subject"]))


def quote_of(house, number, request):
    document = json.dumps({
        "format": 1, "title": f"Devis n° {number}", "subtitle": "", "number": number, "mark": "",
        "issued": "2026-11-23", "issuer": {"label": "Cestes", "text": "Paris", "cents": 0},
        "addressee": {"label": "La Coopérative de l’Œuvre", "text": "", "cents": 0},
        "facts": [], "footer": "", "verify": "http://localhost:8080/verifier",
        "blocks": [{"kind": "text", "text": "Dix mille cinq euros", "rows": [], "sums": [],
                    "prices": []}]}, ensure_ascii=False).replace("'", "''")
    house.db.sql(
        f"INSERT INTO quote SET public_id = 'q{number}', request_id = {request}, series = 'D', year ="
        f" 2026, number = {int(number[-6:])}, version = 1, number_text = '{number}', payer = 'employer',"
        f" tariff_kind = 'third', total_cents = 1000500, document = '{document}', sha256 ="
        f" UNHEX(SHA2('{document}', 256)), issued_at = UTC_TIMESTAMP(), valid_until = '2027-02-23',"
        f" idempotency_key = '{number}', state_at = UTC_TIMESTAMP()")
    return f"q{number}"


def attached(house):
    """The quote goes with its mail: rendered from what was frozen, once, then kept."""
    house.settle()  # from here on the clock is everybody's again
    quote = quote_of(house, "D-2026-000777", house.request("Q-1", noticed_at="2026-11-20"))
    facts = {"quote": quote, "reference": "D-7K3M-9QX2", "payer": "L’employeur", "received": 1795466888,
             "prices": [{"label": "Diplôme", "cents": 1000500}], "total": 1000500,
             "number": "D-2026-000777", "link": "http://localhost:8080/devis/a/b",
             "refuse": "http://localhost:8080/devis/a/b/refus", "asked_by": "Camille",
             "valid": "2027-02-23", "next": ["Lire."]}
    for to in ("one@pdf.example", "two@pdf.example"):
        house.queue(to, kind="quote", params=facts)
    house.queue("none@pdf.example", kind="quote", params={**facts, "quote": "nosuch"})
    house.queue("no@example.org", kind="quote", params=facts)
    house.queue("no@example.org")
    house.once()
    files = {}
    for to in ("one@pdf.example", "two@pdf.example"):
        mail = house.relay.last.get(to)
        parts = list(mail.iter_attachments()) if mail else []
        check(f"{to}: one PDF with the quote's name", [(p.get_content_type(), p.get_filename())
              for p in parts] == [("application/pdf", "devis-D-2026-000777.pdf")], mail)
        files[to] = parts[0].get_content() if parts else b""
        check("its words are beside it, as text and as HTML", mail.get_body(("plain",)) is not None and
              mail.get_body(("html",)) is not None and "10 005,00" in
              mail.get_body(("plain",)).get_content().replace("\u202f", " ").replace("\u00a0", " "))
    one, two = files.values()
    kept = house.one(f"SELECT SHA2(pdf, 256) FROM quote WHERE public_id = '{quote}'")
    check("the same bytes each time, which are those kept with the quote",
          one == two and kept == [hashlib.sha256(one).hexdigest()])
    text = subprocess.run(["pdftotext", "-", "-"], input=one, capture_output=True, check=False)
    check("and it is the document", "La Coopérative de l’Œuvre" in text.stdout.decode() and
          "D-2026-000777" in text.stdout.decode(), text)
    check("a quote that is not there: nothing goes, and staff see it", house.one(
        "SELECT state, last_error FROM outbox WHERE recipient = 'none@pdf.example'")
        == ["failed", "no such quote"])
    check("who wants no mail about quotes any more gets no such mail, and still gets all others",
          house.db.sql("SELECT kind, state, last_error LIKE 'adresse refusée%' FROM outbox"
                       " WHERE recipient = 'no@example.org' ORDER BY kind")
          == [["address_changed", "sent", "0"], ["quote", "failed", "1"]] and
          house.relay.mails["no@example.org"] == 1)


def real_server(house):
    """Our mail goes to Exim; the next server refuses it; Exim's own report comes back."""
    port = free_port()
    server = MailServer(BUILD, house.folder, port, house.relay.port, house.maildir)
    server.start()
    try:
        def answers_there():
            with contextlib.suppress(OSError):
                smtplib.SMTP("127.0.0.1", port, timeout=2).quit()
                return True
            return False
        check("a real mail server runs", wait_until(answers_there), server.log())
        house.settle(port=port)
        jobs = house.start()
        for to in ("unknown@far.example", "full@far.example", "slow@late.example",
                   "fine@far.example"):
            house.queue(to)
        check("a server's report is read: the address is wrong", wait_until(
            lambda: (house.address("unknown@far.example") or [""])[0] == "1", 40), server.log())
        check("with what the other server said", "550 5.1.1" in
              (house.address("unknown@far.example") or ["", ""])[1], house.address("unknown@far.example"))
        check("a full mailbox comes back, and is not a wrong address", wait_until(lambda: house.one(
            "SELECT bounced_at IS NOT NULL FROM outbox WHERE recipient = 'full@far.example'")
            == ["1"]) and house.address("full@far.example") is None, server.log())
        check("the mail that arrived did not come back", house.relay.mails["fine@far.example"] == 1 and
              house.one("SELECT state, bounced_at FROM outbox WHERE recipient = 'fine@far.example'")
              == ["sent", "NULL"])
        check("one that still waits there is said to be late", wait_until(lambda: house.one(
            "SELECT state, bounced_at, bounce_why <> '' FROM outbox WHERE recipient ="
            " 'slow@late.example'") == ["sent", "NULL", "1"], 60), server.log())
        check("the Maildir is empty again", wait_until(lambda: house.lies("new") == []))
        house.stop(jobs)
    finally:
        server.stop()


if __name__ == "__main__":
    run(Back, reports, old_ones, judged, complaints, not_reports, by_pipe, answers, desk, endings,
        attached, real_server, log_is_clean)
