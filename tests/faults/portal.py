"""portal.py - people before the real portal, without a browser: nginx, workers, MariaDB, mails.

What it may know comes from ./dev (tests/check.sh exports PORTAIL_*). Each person has an address of
the loopback of their own, so that limits by address count each one apart, as in life; codes are
read in the mails that the catcher wrote.
"""
import email
import email.policy
import hashlib
import html.parser
import http.client
import os
import pathlib
import re
import secrets
import subprocess
import threading
import time
import urllib.parse

from tally import check, verdict

URL = urllib.parse.urlsplit(os.environ["PORTAIL_URL"])
MAIL = pathlib.Path(os.environ["PORTAIL_MAIL"])
RUN = pathlib.Path(os.environ["PORTAIL_RUN"])
LOG = pathlib.Path(os.environ["PORTAIL_LOG"])
VAR = pathlib.Path(os.environ["PORTAIL_VAR"])
DB_SOCKET = os.environ["PORTAIL_DB_SOCKET"]
HERE = pathlib.Path(__file__).resolve().parent
REFERENCE = re.compile(r"MOVSC-[0-9A-Z]{4}-[0-9A-Z]{4}")


def wait_until(condition, seconds=25):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


# ---- the database, as its administrator

def sql(text, user=None, password=None):
    """Rows of strings. With a role: what the server said when it refused is the exception's text."""
    env = {**os.environ, **({"MYSQL_PWD": password} if password else {})}
    user = user or subprocess.run(["id", "-un"], capture_output=True, text=True).stdout.strip()
    done = subprocess.run(
        ["mariadb", "--no-defaults", f"--socket={DB_SOCKET}", f"--user={user}", "--batch",
         "--skip-column-names", "--raw", "--default-character-set=utf8mb4", "movsc", "-e", text],
        capture_output=True, text=True, env=env, timeout=60)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return [line.split("\t") for line in done.stdout.splitlines()]


def number(text):
    return int(sql(text)[0][0])


def as_role(role, text):
    return sql(text, f"movsc_{role}", (VAR / "secrets" / f"db-{role}").read_text().strip())


# ---- mails

class Mailbox:
    """Reads each file once. One that is half written (a catcher that was killed) is no mail yet."""

    def __init__(self):
        self.sizes, self.mails, self.lock = {}, {}, threading.Lock()

    def read(self):
        with self.lock:
            for file in MAIL.glob("*.eml"):
                size = file.stat().st_size
                if self.sizes.get(file.name) == size:
                    continue
                self.sizes[file.name] = size
                mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                if mail["to"] and mail["subject"] and not any(p.defects for p in mail.walk()):
                    self.mails[file.name] = (mail["to"].lower(), str(mail["subject"]), mail)
            return list(self.mails.values())

    def to(self, address, subject=""):
        return [mail for to, about, mail in self.read() if address in to and subject in about]

    def code(self, address, after=0, seconds=40):
        """The code of the newest message but `after` of them."""
        if not wait_until(lambda: len(self.to(address, "votre code")) > after, seconds):
            raise RuntimeError(f"no code for {address}")
        ordered = sorted(self.to(address, "votre code"), key=lambda m: m["date"].datetime)
        return re.match(r"(\d{3})\D?(\d{3})", ordered[-1]["subject"]).group(1, 2)


mails = Mailbox()


# ---- people

class Forms(html.parser.HTMLParser):
    """What each form hides: {action: {name: value}}."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.at = {}, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.at = self.forms.setdefault(a.get("action", ""), {})
        if tag == "input" and a.get("type") == "hidden" and self.at is not None:
            self.at[a["name"]] = a.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.at = None


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.text = status, headers, body
        self.location = headers.get("location", "")

    def __repr__(self):
        title = re.search(r"<title>([^<]*)", self.text)
        return f"{self.status} {self.location} {title.group(1) if title else ''}"


_address = iter(range(2, 60000))


class Person:
    def __init__(self, address=None):
        n = next(_address)
        self.email = address or f"p{secrets.token_hex(6)}@exemple.fr"
        self.source = f"127.3.{n // 250}.{n % 250 + 1}"
        self.jar, self.page, self.id = {}, "", ""

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.jar.items())

    def ask(self, method, path, body=None, timeout=40):
        headers = {"Host": URL.netloc, "Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded",
                        "Origin": f"{URL.scheme}://{URL.netloc}"}
        link = http.client.HTTPConnection("127.0.0.1", URL.port, timeout,
                                          source_address=(self.source, 0))
        try:
            link.request(method, path, body, headers)
            response = link.getresponse()
            text = response.read().decode("utf-8")
        finally:
            link.close()
        for line in response.msg.get_all("set-cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.jar[name] = value
        return Answer(response.status, response.msg, text)

    def get(self, path):
        answer = self.ask("GET", path)
        if answer.location.startswith(path + "?cle="):  # the page is given a name
            answer = self.ask("GET", answer.location)
        self.page = answer.text
        return answer

    def body(self, path, fields, page=None):
        """As a browser: what the form of that action hides, then what is typed."""
        forms = Forms(page or self.page).forms
        named = [f for action, f in forms.items() if action.startswith(path + "?cle=")]
        hidden = forms.get(path, *named[:1])
        if hidden is None:  # a form elsewhere on the page still carries the token
            hidden = {"csrf": next(f["csrf"] for f in forms.values() if "csrf" in f)}
        return urllib.parse.urlencode({**hidden, **fields})

    def post(self, path, fields, page=None):
        return self.ask("POST", path, self.body(path, fields, page))

    # -- the way

    def sign_in(self):
        self.get("/connexion")
        before = len(mails.to(self.email, "votre code"))
        path = next(a for a in Forms(self.page).forms if a.startswith("/connexion"))
        sent = self.post(path, {"email": self.email})
        assert sent.status == 303, sent
        self.get(sent.location)
        code = "".join(mails.code(self.email, before))
        came = self.post(sent.location, {"code": code})
        assert came.status == 303, came
        return self

    def start(self):
        self.get("/candidature")
        began = self.post("/candidature", {})
        assert began.status == 303, began
        self.id = began.location.split("/")[2]
        return self

    def at(self, step=""):
        return f"/candidature/{self.id}" + (f"/{step}" if step else "")

    def save(self, step, fields):
        shown = self.get(self.at(step))
        assert shown.status == 200, shown
        saved = self.post(self.at(step), fields)
        assert saved.status == 303, (step, saved, re.findall(r"error-message[^<]*<[^<]*<[^<]*", saved.text))

    def complete(self, name=("Le Gall", "Anaïs Jeanne"), born=(13, 5, 1980)):
        self.save("identite", {
            "birth_name": name[0], "given_names": name[1], "birth_date.d": born[0],
            "birth_date.m": born[1], "birth_date.y": born[2], "email": self.email,
            "street": "1 rue des Lilas", "postal_code": "75010", "city": "Paris",
            "country": "France"})
        self.save("diplomes/ajouter", {
            "kind": "licence", "title": "Licence de géographie", "state": "obtained",
            "year": "2004", "school": "Université de démonstration", "country": "France"})
        self.save("experiences/ajouter", {
            "nature": "employee", "organisation": "Association « Été »",
            "organisation_kind": "association", "role": "Coordinatrice", "field": "social",
            "started.m": "9", "started.y": "2010", "ongoing": "1", "working_time": "100",
            "tasks": "Accueil, équipe, budget."})
        self.save("projet", {"objects.diagnosis": "1", "project": "Un café associatif à l’œuvre.",
                             "expectations": "Du recul."})
        self.save("financement", {"payer": "individual"})
        self.save("module", {"wanted": "no"})
        return self

    def declared(self, page=None):
        """The body that submits, from the check page (asked for when not given)."""
        if page is None:
            page = self.get(self.at("verification")).text
        return self.body(self.at("verification"), {"declaration": "1", "explanation": ""}, page)

    def submit(self, body=None):
        return self.ask("POST", self.at("verification"), body or self.declared())

    def reference(self):
        """What the acknowledgement says, or None."""
        answer = self.get(self.at("confirmation"))
        found = REFERENCE.search(answer.text) if answer.status == 200 else None
        return found.group(0) if found else None


def ready(people, width=8, **answers):
    """Everybody signed in, with a complete candidacy, nothing submitted."""
    name = answers.get("of") or (lambda _: {})
    done = at_once(people, lambda p: p.sign_in().start().complete(**name(p)), width)
    errors = [d for d in done if isinstance(d, Exception)]
    if errors:
        raise errors[0]
    return people


def at_once(items, act, width=None):
    """act(item) for each, `width` at a time (all by default), begun together; its results."""
    items = list(items)
    results, queue, lock = [None] * len(items), list(enumerate(items)), threading.Lock()
    gate = threading.Barrier(min(width or len(items), len(items)))

    def work():
        gate.wait()
        while True:
            with lock:
                if not queue:
                    return
                i, item = queue.pop(0)
            try:
                results[i] = act(item)
            except Exception as error:
                results[i] = error

    threads = [threading.Thread(target=work) for _ in range(gate.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# ---- what is stored

def candidacy(person):
    """(row id, state, contested) of that person's candidacy."""
    row = sql(f"SELECT id, state, contested FROM candidacy WHERE public_id = '{person.id}'")[0]
    return int(row[0]), row[1], row[2] == "1"


def submissions(person):
    """[(reference, snapshot's own SHA-256, the stored one)], in hexadecimal."""
    rows = sql("SELECT s.reference, HEX(s.snapshot), LOWER(HEX(s.sha256)) FROM submission s"
               f" JOIN candidacy c ON c.id = s.candidacy_id WHERE c.public_id = '{person.id}'"
               " ORDER BY s.sequence")
    return [(r, hashlib.sha256(bytes.fromhex(text)).hexdigest(), stored) for r, text, stored in rows]


def receipts(person):
    return mails.to(person.email, "Votre candidature est déposée")


# ---- processes: those of this portal alone

def pid_of(name):
    """The process that ./dev noted, if it is still the same one."""
    try:
        pid, started = (RUN / f"{name}.pid").read_text().split()
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except (OSError, ValueError):
        return None
    fields = stat.rpartition(")")[2].split()
    return int(pid) if fields[0] != "Z" and fields[19] == started else None


def workers():
    master = pid_of("portal-web")
    return [int(pid) for pid in
            pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def revive(name):
    """Starts again what was killed, as ./dev starts it."""
    done = subprocess.run([str(HERE / "revive"), name], capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stdout} {done.stderr}")
