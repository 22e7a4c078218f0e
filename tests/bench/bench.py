#!/usr/bin/python3
"""./dev bench - the portal against a bare libfcgi program, in turns, and what else has a goal.

usage: bench.py [PAIRS]      (PORTAIL_* from tests/bench/bench.sh)

Both sides are asked straight at their FastCGI socket by the same load (tests/bench/load.c): four
clients, each with a draft of its own. Rounds alternate, so that what the machine does meanwhile
touches both. A ratio is portal / bare in requests a second, of neighbouring rounds."""
import datetime
import gzip
import hashlib
import http.client
import json
import os
import pathlib
import re
import secrets
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
import portal  # noqa: E402

BUILD = pathlib.Path(os.environ["PORTAIL_BUILD"])
WORKERS = os.environ["PORTAIL_WORKERS"]
CLIENTS, SECONDS = 4, 2
PAIRS = int(sys.argv[1]) if len(sys.argv) > 1 else 9
APPLICANTS = portal.RUN / "web" / "applicants" / "sock"
BARE = portal.RUN / "bare.sock"
TEXT = "Créer un lieu d’accueil et de culture, avec les habitants du quartier. " * 14


def load(socket, method, clients, seconds=SECONDS):
    lines = "".join("\t".join(c) + "\n" for c in clients)
    done = subprocess.run([str(BUILD / "bench_load"), str(socket), method, str(seconds)],
                          input=lines, capture_output=True, text=True, check=True)
    rate, size, wrong = done.stdout.split()
    if int(wrong):
        raise RuntimeError(f"{method} {socket}: {wrong} wrong answers")
    return float(rate), int(size)


def drafts():
    """Each client's page and body, on the portal and on the bare program."""
    people = portal.ready([portal.Person() for _ in range(CLIENTS)], CLIENTS)
    ours, theirs = [], []
    for person in people:
        path = person.at("projet")
        page = person.get(path).text
        hidden = portal.Forms(page).forms[path]
        bodies = [urllib.parse.urlencode({
            "csrf": hidden["csrf"], "objects.diagnosis": "1", "then": "next", "project": TEXT + end,
            "expectations": "Du recul."}) for end in ("Un.", "Deux.")]
        ours.append((path, person.cookie, *bodies))
        row = portal.candidacy(person)[0]
        session = portal.number("SELECT MAX(id) FROM session WHERE account_id = (SELECT account_id"
                                f" FROM candidacy WHERE id = {row})")
        theirs.append((f"/{session}/{row}", person.cookie, *bodies))
    return ours, theirs


class Bare:
    def __init__(self, show, save):
        self.process = subprocess.Popen(
            [str(BUILD / "bench_bare"), str(BARE), portal.DB_SOCKET, "movsc_web",
             str(portal.VAR / "secrets" / "db-web"), WORKERS, str(show), str(save)])
        portal.wait_until(BARE.exists, 5)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        BARE.unlink(missing_ok=True)


def pairs(what, method, ours, theirs, goal):
    rates, ratios = {APPLICANTS: [], BARE: []}, []
    for i in range(PAIRS):
        order = [(APPLICANTS, ours), (BARE, theirs)]
        for socket, clients in order if i % 2 else reversed(order):
            rates[socket].append(load(socket, method, clients)[0])
        ratios.append(rates[APPLICANTS][-1] / rates[BARE][-1])
    median = statistics.median(ratios)
    print(f"  {what:<28} {median:5.2f} × (de {min(ratios):.2f} à {max(ratios):.2f},"
          f" {PAIRS} paires ; but ≥ {goal:.2f})   {statistics.median(rates[APPLICANTS]):6.0f}/s"
          f" contre {statistics.median(rates[BARE]):6.0f}/s", flush=True)


def quotes():
    """Rendered on one core, in turns with bare pages of the same library."""
    rates, bare, ratios = [], [], []
    for _ in range(PAIRS):
        done = subprocess.run([str(BUILD / "bench_pdf"), "1"], capture_output=True, text=True,
                              check=True).stdout.split()
        rates.append(float(done[0]))
        bare.append(float(done[1]))
        ratios.append(rates[-1] / bare[-1])
    print(f"  devis en PDF                 {statistics.median(rates):5.1f}/s sur un cœur, deux pages, polices"
          f" comprises ; {statistics.median(ratios):.3f} × deux pages nues de cairo"
          f" ({statistics.median(bare):.0f}/s) ; {int(done[2]) / 1024:.1f} Mo privés,"
          f" {int(done[3])} ko de plus après 200 devis", flush=True)


BACKLOG = 500


def mail_times(n, backlog):
    """Seconds from a POST that asks for a code to the mail server's 250, as portal-jobs logs it."""
    log, times = portal.LOG / "portal-jobs.log", []
    for _ in range(n):
        person = portal.Person()
        person.get("/connexion")
        path = next(a for a in portal.Forms(person.page).forms if a.startswith("/connexion"))
        if backlog:
            portal.sql("INSERT INTO outbox (dedupe_key, kind, recipient, params, next_try_at, message_id,"
                       " created_at, expires_at) SELECT UUID(), 'address_changed', CONCAT('b', seq,"
                       " '@exemple.fr'), JSON_OBJECT('at', 1795466888), UTC_TIMESTAMP(), UUID(),"
                       " UTC_TIMESTAMP(), UTC_TIMESTAMP() + INTERVAL 1 DAY"
                       f" FROM seq_1_to_{backlog}")
        began, size = time.time(), log.stat().st_size
        sent = person.post(path, {"email": person.email})
        assert sent.status == 303, sent
        row = portal.number(f"SELECT id FROM outbox WHERE recipient = '{person.email}'")

        def answered():
            with log.open("rb") as f:
                f.seek(size)
                whole = f.read().rpartition(b"\n")[0].decode()  # a line may be half written
                return [line for line in map(json.loads, whole.splitlines())
                        if line["event"] == "mail.sent" and line["outbox"] == row]
        if not portal.wait_until(answered, 120):
            raise RuntimeError("the code was not sent")
        at = datetime.datetime.fromisoformat(answered()[0]["time"].replace("Z", "+00:00"))
        times.append(at.timestamp() - began)
        portal.wait_until(lambda: portal.number(
            "SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending')") == 0, 120)
    return statistics.median(times), max(times)


def mails():
    idle, worst = mail_times(9, 0)
    busy, worst_busy = mail_times(3, BACKLOG)
    print(f"  du POST au 250 du courriel   {idle:5.2f} s, file vide (au plus {worst:.2f}) ; {busy:.2f} s"
          f" derrière {BACKLOG} messages (au plus {worst_busy:.2f}) ; {busy / idle:.1f} ×", flush=True)


def memory():
    """Private memory of each worker, idle; each has served far more than a thousand requests."""
    time.sleep(2)
    sizes = []
    for pid in portal.workers():
        text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        sizes.append(sum(int(kb) for kb in re.findall(r"^Private_\w+:\s+(\d+) kB", text, re.M)) / 1024)
    served = len(re.findall('"event":"request"', (portal.LOG / "portal-web.log").read_text()))
    print(f"  mémoire privée d’un worker   {max(sizes):5.1f} Mo au plus ({len(sizes)} workers, {served}"
          " requêtes servies ; but ≤ 8,0)", flush=True)


def first_visit():
    """What a browser fetches for « / », as nginx compresses it."""
    def fetch(path):
        link = http.client.HTTPConnection("127.0.0.1", portal.URL.port, 10)
        link.request("GET", path, headers={"Host": portal.URL.netloc, "Accept-Encoding": "gzip"})
        answer = link.getresponse()
        body = answer.read()
        return body, answer.getheader("content-encoding") == "gzip"
    body, packed = fetch("/")
    html = (gzip.decompress(body) if packed else body).decode()
    linked = re.findall(r'<(?:link|script|img)[^>]*?(?:href|src)="(/static/[^"]+)"', html)
    sizes = {"/": len(body), **{path: len(fetch(path)[0]) for path in dict.fromkeys(linked)}}
    detail = ", ".join(f"{path.rpartition('.')[2] if path != '/' else 'html'} {size / 1000:.1f}"
                       for path, size in sizes.items())
    print(f"  première visite              {sum(sizes.values()) / 1000:5.1f} ko ({detail} ; but ≤ 45,0)",
          flush=True)


INBOX = """INSERT INTO quote_request (public_id, reference, kind, payer, module, state, origin,
    programme_id, name, addressee_name, addressee_siret, email, idempotency_key, total_cents,
    waiting_since, noticed_at, raised_at, reminded_at, valid_until, created_at)
  SELECT CONCAT('z', seq), CONCAT('Z-', seq), ELT(1 + (seq % 10 = 0), 'quote', 'question'),
    ELT(1 + seq % 4, 'employer', 'opco', 'cpf', 'individual'), ELT(1 + seq % 2, 'yes', 'no'),
    IF(seq % 500 = 0, 'waiting', ELT(1 + seq % 4, 'sent', 'accepted', 'closed', 'declined')),
    ELT(1 + (seq % 50 = 0), 'portal', 'paper'), (SELECT MIN(id) FROM programme),
    CONCAT('Prénom Nom', seq DIV 20), CONCAT('Association ', seq DIV 7), LPAD(seq, 14, '5'),
    CONCAT('z', seq, '@exemple.fr'), CONCAT('z', seq), 1000500,
    IF(seq % 500 = 0, UTC_TIMESTAMP() - INTERVAL seq MINUTE, NULL), UTC_TIMESTAMP(), UTC_TIMESTAMP(),
    UTC_TIMESTAMP(), IF(seq % 4 = 0, CURRENT_DATE + INTERVAL seq % 400 DAY, NULL),
    UTC_TIMESTAMP() - INTERVAL seq MINUTE FROM seq_{}_to_{}"""


def desk_cookie():
    """Somebody of the quote desk, signed in."""
    cookie = "s." + secrets.token_hex(16)
    token = hashlib.sha256(cookie.encode()).hexdigest()
    portal.sql("INSERT INTO staff (public_id, email, name, state, password, password_at, totp_at,"
               " created_at) VALUES ('bench', 'bench@exemple.fr', 'Mesure', 'active', 'x',"
               " UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP())")
    portal.sql("INSERT INTO staff_role SELECT id, 'quotes', UTC_TIMESTAMP() FROM staff"
               " WHERE public_id = 'bench'")
    portal.sql("INSERT INTO staff_session (public_id, token_hash, staff_id, stage, proved_at,"
               f" created_at, last_seen_at, idle_ends_at, absolute_ends_at) SELECT 'bench', UNHEX('{token}'),"
               " id, 'full', UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP() +"
               " INTERVAL 8 HOUR, UTC_TIMESTAMP() + INTERVAL 8 HOUR FROM staff WHERE public_id = 'bench'")
    return cookie


def inbox():
    """The desk's first page among few requests and among many, for one reader: the tenth percentile,
    since whatever else the machine does only adds."""
    cookie = desk_cookie()

    def first_page():
        link = http.client.HTTPConnection("127.0.0.1", portal.URL.port, 20)
        times = []
        for _ in range(120):
            begun = time.perf_counter()
            link.request("GET", "/gestion/devis", headers={
                "Host": portal.URL.netloc, "Cookie": f"__Host-gestion={cookie}"})
            answer = link.getresponse()
            body = answer.read()
            times.append(time.perf_counter() - begun)
            if answer.status != 200 or b"<table" not in body:
                raise RuntimeError(f"/gestion/devis: {answer.status}")
        return sorted(times[20:])[(len(times) - 20) // 10] * 1000

    portal.sql(INBOX.format(1, 1000) + "; ANALYZE TABLE quote_request")
    few = first_page()
    for start in range(1001, 100000, 11000):
        portal.sql(INBOX.format(start, min(start + 10999, 100000)))
    portal.sql("ANALYZE TABLE quote_request")
    many = first_page()
    print(f"  boîte du bureau, 100 000     {many / few:5.2f} × la même à 1 000 demandes"
          f" ({many:.1f} ms contre {few:.1f} ; but ≤ 1,30)", flush=True)


def main():
    first_visit()
    inbox()
    ours, theirs = drafts()
    show, save = load(APPLICANTS, "get", ours, 1)[1], load(APPLICANTS, "post", ours, 1)[1]
    print(f"  une étape : {show} octets ; {CLIENTS} clients, {WORKERS} workers, tours de {SECONDS} s",
          flush=True)
    bare = Bare(show, save)
    try:
        load(BARE, "get", theirs, 1)
        load(BARE, "post", theirs, 1)
        pairs("montrer une étape", "get", ours, theirs, 0.60)
        pairs("enregistrer une étape", "post", ours, theirs, 0.60)
    finally:
        bare.stop()
    memory()
    quotes()
    mails()


main()
