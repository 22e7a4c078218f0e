"""world.py - a few people on the same files, one request after the other, as a seeded die says.

A world has two applicants, somebody who asks for quotes, the owner of a mailbox that others type, and
two of the staff. What each does next is a row of MOVES; everything that is drawn comes from one
generator, so that a world is walked again by its seed and number."""
import base64
import hashlib
import hmac
import html
import json
import os
import pathlib
import random
import re
import secrets
import struct
import subprocess
import threading
import time
import urllib.parse

import portal
import values
from browser import Answer, Browser
from judge import judge
from letters import Letters
from pages import MARKER, Page

letters = Letters()
SHOWN = 30  # pages that an actor can go back to
OWN_ONLY = ("key", "base", "version", "base_version", "csrf", "about", "keep", "act")


def marker():
    """Not drawn from the world's generator: two walks of one seed are two groups of people."""
    return "zz" + "".join("abcdefghijklmnop"[b & 15] for b in secrets.token_bytes(8))


def totp(key, later=0):
    step = int(time.time() // 30) + later
    mac = hmac.new(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06d}"


class Actor:
    """Somebody: their words carry `words`, their address `mark`; `may`: whose words they may read."""

    def __init__(self, kind, lane):
        self.kind, self.staff, self.lane = kind, kind.startswith("staff"), lane
        self.words, self.mark = marker(), marker()
        self.email = f"{self.mark}@exemple.fr"
        self.may = {self.words, self.mark}
        self.browser = Browser(lane)
        self.page, self.path, self.shown, self.id, self.step = None, "/", [], "", 0
        self.cut, self.key, self.recovery, self.heard = False, "", [], 0
        today = time.gmtime()
        self.more = {"email": self.email.encode(), "signed_on.d": b"%d" % today.tm_mday,
                     "signed_on.m": b"%d" % today.tm_mon, "signed_on.y": b"%d" % today.tm_year}

    def see(self, path, page):
        self.page, self.path = page, path
        self.shown = (self.shown + [(path, page)])[-SHOWN:]


class World:
    def __init__(self, seed, number, lane, staff, plant=None):
        self.rng = random.Random(f"{seed}/{number}")
        self.name, self.plant = f"--seed {seed} --world {number}", plant
        self.people = [Actor(kind, lane) for kind in ("applicant", "applicant", "asker", "owner")]
        self.staff = staff
        self.everybody = self.people + staff
        self.asked, self.faults, self.paper = 0, [], ""
        for one in staff:  # what they write is for everybody; what they note, for nobody
            for person in self.people:
                person.may |= {one.words, one.mark}
        self.secret = marker()
        if self.rng.random() < 0.3:  # two files of one person
            twin = {"birth_name": b"Le Gall", "given_names": b"Jeanne"}
            for person in self.people[:2]:
                person.more |= twin

    # -- one request, and what follows

    def ask(self, actor, method, path, body=None, kind=values.FORM, cut=0, follow=True):
        answer = self.send(actor, method, path, body, kind, cut)
        self.take(actor, method, path, answer, cut)
        if follow and answer.status == 303 and self.rng.random() < 0.95:
            return self.ask(actor, "GET", self.local(answer.location), follow=self.rng.random() < 0.9)
        return answer

    def send(self, actor, method, path, body=None, kind=values.FORM, cut=0):
        self.asked += 1
        self.concerns(actor, path, path.encode() + b" " + (body or b""))
        answer = actor.browser.ask(method, path, body, kind if body is not None else None, cut)
        return self.plant(self, actor, answer) if self.plant else answer

    def concerns(self, actor, path, body):
        """Who types somebody's address shows them what they say, and sees what they typed; who asks for a
        quote for them shares its link with them."""
        named = set(MARKER.findall(urllib.parse.unquote(body.decode("latin1"))))
        actor.may |= named - {self.secret}
        for other in self.people:
            if other.mark in named and other is not actor:
                other.may |= {actor.words, actor.mark} | (named - {self.secret})
                actor.may |= {other.words} if path.startswith("/devis") else set()

    def take(self, actor, method, path, answer, cut=0):
        page = None
        if answer.body and answer.header("content-type").startswith("text/html"):
            page = Page(answer.text)
        actor.cut = bool(cut)
        for what, seen in judge(answer, page, actor):
            self.fault(actor, what, f"{method} {path}: {seen}")
        if page and answer.status in (200, 422):
            actor.see(path, page)
        return page

    def fault(self, actor, what, seen):
        self.faults.append((what, f"{self.name}, {actor.kind}, request {self.asked}: {seen[:900]}\n"
                            f"       the last that were asked there:\n{actor.browser.told()}"))

    @staticmethod
    def local(link):
        path = html.unescape(link).split("#")[0]
        base = os.environ["PORTAIL_URL"]
        path = path[len(base):] if path.startswith(base) else path
        return urllib.parse.quote(path or "/", safe="/?&=%+:,;@!$'()*~-._")

    # -- forms

    def fill(self, actor, form, wild, override=None):
        """As a person does, each field wild with that probability."""
        pairs, more = [], {**actor.more, **(override or {})}
        words = self.secret if form.action.split("?")[0].endswith("/note") else actor.words
        for c in form.controls:
            value = self.value(c, wild, words, more)
            if value is not None:
                pairs.append((c.name, value))
        if form.buttons:
            name, value = form.buttons[0] if self.rng.random() < 0.7 else self.rng.choice(form.buttons)
            pairs.append((name, value.encode()))
        return pairs

    def value(self, c, wild, words, more):
        draw = self.rng.random()
        if c.kind == "hidden":
            return c.value.encode()
        if c.name in more and draw >= wild:
            return more[c.name] or (None if c.kind == "checkbox" else b"")
        if c.kind == "checkbox":
            ticked = self.rng.random() < (0.1 if c.name in values.SELDOM else 0.85)
            return c.options[0].encode() if ticked else None
        if draw < wild:
            return values.tempting(self.rng, words)
        if c.kind in ("radio", "select"):
            options = [o for o in c.options if o] or c.options or [""]
            if c.value and self.rng.random() < 0.6:
                return c.value.encode()
            return self.rng.choice(options).encode()
        if c.value and self.rng.random() < 0.4:
            return c.value.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
        return values.right(c.name, self.rng, words, more)

    def form(self, actor, action):
        """The form of the page shown whose address begins so, or None."""
        for form in actor.page.forms if actor.page else []:
            if form.method == "post" and (form.action or actor.path).startswith(action):
                return form
        return None

    def submit(self, actor, form, wild=0.0, override=None, path=None, follow=True):
        action = self.local(form.action or path or actor.path)
        pairs = self.fill(actor, form, wild, override)
        if form.method == "get":
            return self.ask(actor, "GET", action.split("?")[0] + "?" + values.encode(pairs).decode())
        if self.spared(actor, action):
            return Answer()
        return self.ask(actor, "POST", action, values.encode(pairs), follow=follow)

    def post(self, actor, path, action=None, wild=0.0, override=None):
        """To a page, and its form sent; what came, or None when there is no such form."""
        self.ask(actor, "GET", path)
        form = self.form(actor, action or path)
        return self.submit(actor, form, wild, override) if form else None

    def spared(self, actor, action):
        """What would end the walk of others: the team's own accounts, and most ways out."""
        if re.match(r"/gestion/equipe/[^/]{16,}", action):
            return True
        return action in ("/gestion/deconnexion", "/gestion/compte/codes") or (
            action == "/deconnexion" and self.rng.random() < 0.8)

    def hidden_of_others(self, actor):
        found = {}
        for other in self.everybody:
            for _, page in other.shown[-6:] if other is not actor else []:
                for form in page.forms:
                    for c in form.controls:
                        if c.kind == "hidden" and c.name in OWN_ONLY:
                            found.setdefault(c.name, []).append(c.value.encode())
        return found

    # -- what anybody does

    def follow(self, actor):
        links = [l for l in (actor.page.links if actor.page else [])
                 if l.startswith("/") and not l.startswith(("//", "/static"))]
        self.ask(actor, "GET", self.local(self.rng.choice(links)) if links else self.home(actor))

    def home(self, actor):
        return {"asker": "/devis", "owner": "/devis/retrouver"}.get(actor.kind, "/gestion" if actor.staff else "/candidature")

    def a_form(self, actor):
        forms = [f for f in actor.page.forms if f.controls] if actor.page else []
        return self.rng.choice(forms) if forms else None

    def fill_in(self, actor):
        form = self.a_form(actor)
        if not form:
            return self.follow(actor)
        return self.submit(actor, form, self.rng.choice([0, 0.1, 0.3, 0.9]))

    def spoil(self, actor):
        form = self.a_form(actor)
        if not form or form.method != "post":
            return self.odd(actor)
        action = self.local(form.action or actor.path)
        pairs = self.fill(actor, form, 0.1)
        if self.spared(actor, action) or not pairs:
            return None
        body, kind, cut = self.rng.choice(values.SPOILT)(pairs, self.hidden_of_others(actor), self.rng)
        return self.ask(actor, "POST", action, body, kind, cut)

    def odd(self, actor):
        path = self.rng.choice(values.ODD).replace("{p}", self.local(actor.path).split("?")[0])
        method = self.rng.choice(["GET", "GET", "GET", "HEAD", "POST"])
        return self.ask(actor, method, path, b"" if method == "POST" else None)

    def back(self, actor):
        """An older page of this browser, sent again: its token, its version, its key."""
        if not actor.shown:
            return None
        path, page = self.rng.choice(actor.shown)
        actor.page, actor.path = page, path
        return self.fill_in(actor)

    def twice(self, actor):
        """One form, sent twice at the same moment."""
        form = self.a_form(actor)
        if not form or form.method != "post" or self.spared(actor, self.local(form.action or actor.path)):
            return None
        body = values.encode(self.fill(actor, form, 0.05))
        action = self.local(form.action or actor.path)
        return self.together([(actor, action, body), (actor, action, body)])

    def together(self, posts):
        answers = [None] * len(posts)

        def one(i, actor, action, body):
            answers[i] = self.send(actor, "POST", action, body)
        threads = [threading.Thread(target=one, args=(i, *post)) for i, post in enumerate(posts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for (actor, action, _), answer in zip(posts, answers):
            self.take(actor, "POST", action, answer)

    def across(self, actor):
        """An applicant and somebody of the staff act on what each has before them, at once."""
        other = self.rng.choice(self.staff if not actor.staff else self.people)
        posts = []
        for one in (actor, other):
            form = self.a_form(one)
            action = self.local((form.action or one.path) if form else "/")
            if form and form.method == "post" and not self.spared(one, action):
                posts.append((one, action, values.encode(self.fill(one, form, 0.05))))
        self.together(posts)

    def intrude(self, actor):
        """Where somebody else is: their page, or their form with one's own cookie."""
        other = self.rng.choice([o for o in self.everybody if o is not actor and o.shown] or [None])
        if not other:
            return None
        path, page = self.rng.choice(other.shown)
        if self.secret_link(path):
            return None  # whoever holds such a link may read what it opens
        forms = [f for f in page.forms if f.method == "post" and f.controls]
        if forms and self.rng.random() < 0.5:
            form = self.rng.choice(forms)
            action = self.local(form.action or path)
            if not self.spared(actor, action) and not self.secret_link(action):
                pairs = [(n, v) for n, v in self.fill(actor, form, 0) if not MARKER.search(v.decode("latin1"))
                         or actor.words.encode() in v]
                return self.ask(actor, "POST", action, values.encode(pairs))
        return self.ask(actor, "GET", self.local(path))

    @staticmethod
    def secret_link(path):
        return re.match(r"/(devis|lien|gestion/invitation)/[^/]+/?", path) and not path.startswith("/devis/retrouver")

    # -- signed in, signed out

    def sign_in(self, actor):
        self.ask(actor, "GET", "/connexion", follow=False)
        form = self.form(actor, "/connexion")
        known = len(letters.to(actor.mark))
        if not form or self.submit(actor, form, 0, follow=True).status != 200:
            return None
        code = self.form(actor, "/connexion/code")
        letter = letters.next(actor.mark, known) if code else None
        if not letter or not letter.code:
            return None
        return self.submit(actor, code, 0, {"code": letter.code.encode()})

    def leave(self, actor):
        """Signs out, and somebody else sits down at the same browser."""
        other = self.rng.choice([p for p in self.people if p is not actor])
        self.ask(actor, "GET", "/compte", follow=False)
        form = self.form(actor, "/deconnexion")
        if not form:
            return None
        if self.rng.random() < 0.5:
            self.age(actor)  # what they send now is kept for them, and for nobody else
            self.back(actor)
        else:
            self.ask(actor, "POST", "/deconnexion", values.encode(self.fill(actor, form, 0)), follow=False)
        other.browser.jar, actor.browser.jar = actor.browser.jar, {}
        other.page = None
        return self.sign_in(other)

    def age(self, actor):
        """Their session ends of age, or the code that they wait for does."""
        portal.sql("UPDATE session s JOIN account a ON a.id = s.account_id SET s.idle_ends_at ="
                   f" UTC_TIMESTAMP() - INTERVAL 1 MINUTE WHERE a.email = '{actor.email}' AND s.ended_at IS NULL")
        if self.rng.random() < 0.3:
            portal.sql("UPDATE challenge SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND"
                       f" WHERE email = '{actor.email}' AND used_at IS NULL")

    def come_back(self, actor):
        self.age(actor)
        self.back(actor)
        return self.sign_in(actor) if self.rng.random() < 0.5 else None

    def read_mail(self, actor):
        """A link of one of their mails, in their browser or in a bare one."""
        mine = letters.to(actor.mark)
        for letter in mine[actor.heard:]:
            for kind, text in letter.parts.items():
                self.read_part(actor, letter, kind, text)
        actor.heard = len(mine)
        links = [l for letter in mine for l in letter.links]
        if not links:
            return self.follow(actor)
        jar = actor.browser.jar
        if self.rng.random() < 0.3:
            actor.browser.jar = {}
        self.ask(actor, "GET", self.local(self.rng.choice(links[-6:])))
        if self.rng.random() < 0.7:
            self.fill_in(actor)
        if self.rng.random() < 0.8:
            actor.browser.jar = jar
        return None

    def read_part(self, actor, letter, kind, text):
        for seen in set(MARKER.findall(text)) - actor.may:
            self.fault(actor, "nobody reads what another person typed", f"{seen} in «{letter.subject}»")
        if kind == "text/html" and re.search(r"<!?-*/?zz[a-p]{8}", text):
            self.fault(actor, "what was typed is shown as text, escaped once", f"in «{letter.subject}»: {text[:600]}")

    # -- an applicant's way: each step as it should be, or nearly

    def begin(self, actor):
        self.ask(actor, "GET", "/candidature")
        form = self.form(actor, "/candidature")
        if form:
            self.submit(actor, form)
        found = re.match(r"/candidature/([\w-]{16,})", actor.path)
        actor.id = found.group(1) if found else actor.id

    def step_of(tail, **override):  # pylint: disable=no-self-argument
        def step(self, actor):
            if not actor.id:
                return self.begin(actor)
            said = {n.replace("__", "."): v.encode() for n, v in override.items()}
            return self.post(actor, f"/candidature/{actor.id}/{tail}", wild=self.rng.choice([0, 0, 0, 0.1]), override=said)
        return step

    def confirm(self, actor):
        """The address of a draft, by the code that was sent when it was typed."""
        known = letters.to(actor.mark)
        code = next((l.code for l in reversed(known) if l.code), "")
        if not actor.id or not code:
            return self.sign_in(actor)
        return self.post(actor, f"/candidature/{actor.id}/adresse", override={"code": code.encode()})

    DIPLOMA = {"kind": b"licence", "state": b"obtained"}
    EXPERIENCE = {"nature": b"employee", "organisation_kind": b"association", "field": b"social", "ongoing": b"1",
                  "ended.m": b"", "ended.y": b""}

    def finish(self, actor):
        """Every step as it is asked, whatever stood there, and the deposit."""
        if not actor.id:
            return self.begin(actor)
        here = f"/candidature/{actor.id}"
        if not self.post(actor, f"{here}/identite", override={"birth_date.d": b"13"}):
            return None  # deposited: nothing of it is typed any more
        for tail, said in (("diplomes", self.DIPLOMA), ("experiences", self.EXPERIENCE)):
            self.ask(actor, "GET", f"{here}/{tail}")
            items = {l for l in (actor.page.links if actor.page else []) if re.match(rf"{here}/{tail}/[\w-]{{16,}}$", l)}
            for path in sorted(items) or [f"{here}/{tail}/ajouter"]:
                self.post(actor, path, override=said)
        for tail, said in (("projet", {}), ("financement", {"payer": b"individual", "payer_siret": b""}), ("module", {"wanted": b"no"})):
            self.post(actor, f"{here}/{tail}", override=said)
        return self.post(actor, f"{here}/verification", override={"declaration": b"1"})

    APPLICANT = [
        begin, step_of("identite"), step_of("diplomes/ajouter", kind="licence", state="obtained"), sign_in, begin,
        step_of("experiences/ajouter"), finish, step_of("financement"), step_of("reprise"), step_of("projet"),
        finish, step_of("devis"), step_of("retrait"), step_of("recommencer"), step_of("module"), finish, confirm,
        step_of("identite"), step_of("choix"), step_of("verification"), step_of("reprise"), finish,
        step_of("retrait"), step_of("recommencer"),
    ]

    # -- whoever asks for a quote; the owner of a mailbox

    def ask_quote(self, actor):
        to = self.rng.choice([actor, actor, self.people[3]])
        said = {"kind": b"quote", "email": to.email.encode(), "payer": self.rng.choice(
            [b"employer", b"individual", b"several", b"opco", b"cpf", b"unknown"]), "whom": b"one", "module_payer": b""}
        if not self.post(actor, "/devis", wild=self.rng.choice([0, 0, 0.1]), override=said):
            return None
        form = self.form(actor, "/devis")
        if not form:
            return None
        if ("then", "send") in form.buttons:
            form.buttons = [("then", "send")] * 3 + form.buttons
        return self.submit(actor, form) if self.rng.random() < 0.7 else self.twice(actor)

    def on_link(self, actor):
        """Their newest request: what its page leads to."""
        links = [l for letter in letters.to(actor.mark) for l in letter.links if re.fullmatch(r"/devis/[\w-]{16,}/[\w-]{16,}", l)]
        if not links:
            return self.ask_quote(actor)
        self.ask(actor, "GET", self.local(links[-1] if self.rng.random() < 0.7 else self.rng.choice(links)))
        papers = self.leads(actor, r"/devis/[\w-]{16,}/[\w-]{16,}/[\w-]{16,}$")
        if papers and self.rng.random() < 0.7:
            self.ask(actor, "GET", papers[-1])
        acts = self.leads(actor, r"/(message|accord|accord|sans-suite)$") * 3 + self.leads(actor, r"/(refus|renouveler)$|\.pdf$")
        if acts:
            self.ask(actor, "GET", self.rng.choice(acts))
        if self.rng.random() < 0.4:
            return self.fill_in(actor)
        form = self.form(actor, actor.path.split("?")[0])
        return self.submit(actor, form, self.rng.choice([0, 0, 0.1])) if form else None

    def leads(self, actor, pattern):
        return [self.local(l) for l in (actor.page.links if actor.page else []) if re.search(pattern, l.split("?")[0])]

    def find_quotes(self, actor):
        known = len(letters.to(actor.mark))
        if not self.post(actor, "/devis/retrouver"):
            return None
        form = self.form(actor, "/devis/retrouver/code")
        letter = letters.next(actor.mark, known) if form else None
        if not letter or not letter.code:
            return None
        self.submit(actor, form, 0, {"code": letter.code.encode()})
        return self.fill_in(actor)

    def eligibility(self, actor):
        self.ask(actor, "GET", self.rng.choice(["/eligibilite", "/eligibilite/envoi", "/eligibilite/employeur", "/verifier"]))
        for _ in range(self.rng.randrange(1, 9)):
            form = next((f for f in (actor.page.forms if actor.page else []) if f.controls), None)
            if not form:
                break
            self.submit(actor, form, self.rng.choice([0, 0, 0.2]))

    ASKER = [ask_quote, on_link, eligibility, on_link, ask_quote, on_link, find_quotes, on_link]
    OWNER = [on_link, find_quotes, on_link, ask_quote, begin, step_of("identite"), sign_in, begin, on_link]

    # -- the staff

    def files(self, what):
        mails = ", ".join(f"'{p.email}'" for p in self.people)
        if what == "devis":
            rows = portal.sql(f"SELECT public_id FROM quote_request WHERE email IN ({mails}) ORDER BY id")
        else:
            rows = portal.sql("SELECT c.public_id FROM candidacy c JOIN account a ON a.id = c.account_id"
                              f" WHERE a.email IN ({mails}) AND c.submissions > 0 ORDER BY c.id")
        return [r[0] for r in rows]

    def a_file(self, actor):
        what = self.rng.choice(["devis", "devis", "candidatures"])
        found = self.files(what)
        if not found:
            return self.ask(actor, "GET", f"/gestion/{what}")
        path = f"/gestion/{what}/{self.rng.choice(found)}"
        acts = ["message", "emettre", "parts", "version", "accepter", "relancer", "lien", "annuler"]
        if what == "devis" and self.rng.random() < 0.6:
            path += "/" + self.rng.choice(acts[:-1] if self.rng.random() < 0.8 else acts)
        self.ask(actor, "GET", path)
        forms = [f for f in actor.page.forms if f.method == "post" and self.local(f.action or actor.path).startswith(path)]
        if not forms:
            return self.fill_in(actor)
        answer = self.submit(actor, self.rng.choice(forms), self.rng.choice([0, 0, 0.1]))
        again = self.form(actor, path) if answer.status == 200 else None
        return self.submit(actor, again) if again else answer

    def a_list(self, actor):
        what = self.rng.choice(["devis", "candidatures", "candidatures/saisies", "textes", "compte", "courriels",
                                "courriels-recus", "chiffres", "equipe", "equipe/inviter", "devis/saisir",
                                "devis/export.csv", "devis/export.xlsx", "candidatures/export.csv", "candidatures/export.xlsx"])
        self.ask(actor, "GET", f"/gestion/{what}")
        return self.fill_in(actor) if self.rng.random() < 0.6 else self.follow(actor)

    def on_paper(self, actor):
        """A candidacy that came by post, typed in for one of the people, who is told then."""
        if not self.paper:
            said = {"email": self.rng.choice(self.people).email.encode(), "origin": b"paper"}
            self.post(actor, "/gestion/candidatures/saisir", wild=self.rng.choice([0, 0.1]), override=said)
            found = self.leads(actor, r"^/gestion/candidatures/saisies/[\w-]{16,}")
            self.paper = found[0].split("/")[4].split("?")[0] if found else ""
            return None
        tail = self.rng.choice(["/identite", "/diplomes/ajouter", "/experiences/ajouter", "/projet", "/financement", "/module",
                                "/courriel", "", ""])
        came = self.post(actor, f"/gestion/candidatures/saisies/{self.paper}{tail}", wild=self.rng.choice([0, 0.1]))
        if came is None and self.rng.random() < 0.3:
            self.paper = ""  # its owner goes on with it; another letter has come
        return came

    def prove(self, actor):
        """Both factors are asked again, before what is privileged; codes of the sheet serve once."""
        portal.sql("UPDATE staff_session s JOIN staff t ON t.id = s.staff_id SET s.proved_at = UTC_TIMESTAMP() - INTERVAL 1 HOUR"
                   f" WHERE t.email = '{actor.email}'")
        self.a_list(actor)
        form = self.form(actor, "/gestion/identite")
        if form and len(actor.recovery) > 3:
            self.submit(actor, form, 0, {"code": actor.recovery.pop().encode()})

    STAFF = [a_file, a_list, a_file, on_paper, a_file]

    # -- who does what next

    def go_on(self, actor):
        way = {"applicant": self.APPLICANT, "asker": self.ASKER, "owner": self.OWNER}.get(actor.kind, self.STAFF)
        way[actor.step % len(way)](self, actor)
        actor.step += 1

    MOVES = [(55, "any", go_on), (12, "any", follow), (12, "any", fill_in), (6, "any", spoil), (3, "any", odd),
             (7, "any", back), (4, "any", twice), (4, "any", across), (3, "any", intrude), (5, "people", read_mail),
             (2, "people", leave), (2, "people", come_back), (1, "staff", prove)]

    def run(self, budget, go_on=lambda asked: True):
        """Until it has asked so much, found a fault, or is told to stop."""
        more = True
        while more and self.asked < budget and not self.faults:
            before = self.asked
            actor = self.rng.choice(self.people * 2 + self.staff)
            who = "staff" if actor.staff else "people"
            moves = [m for m in self.MOVES if m[1] in ("any", who)]
            move = self.rng.choices(moves, [m[0] for m in moves])[0][2]
            move(self, actor)
            more = go_on(self.asked - before)
        return self


# ---- the staff of a lane: invited by portal-admin, enrolled, signed in

def enrol(lane, roles):
    actor = Actor(f"staff ({roles})", lane)
    app = pathlib.Path(os.environ["PORTAIL_APP"])
    program = next(p for p in (app / "sbin/portal-admin", app / "bin/portal-admin") if p.exists())
    said = subprocess.run([program, "--config", os.environ["PORTAIL_CONF"], "staff", "add", actor.email, "Zoé L’Hermite", roles],
                          capture_output=True, text=True, check=True, timeout=120).stdout
    link = "/gestion/" + said.strip().splitlines()[-1].split("/gestion/")[1]
    world = World("enrol", 0, lane, [actor])
    world.post(actor, link)
    key = re.search(r"<dt>Clé</dt><dd><code>([^<]*)", world.ask(actor, "GET", "/gestion/inscription").text)
    actor.key = html.unescape(key.group(1)).replace(" ", "")
    form = world.form(actor, "/gestion/inscription")
    done = world.ask(actor, "POST", "/gestion/inscription", values.encode(world.fill(actor, form, 0, {"code": totp(actor.key).encode()})))
    actor.recovery = re.findall(r"<li><code>([^<]+)", done.text)
    assert len(actor.recovery) == 10 and not world.faults, (done.status, world.faults)
    # Each is told of each request otherwise, and they are many.
    world.post(actor, "/gestion/compte", override={"notice": b"at_once" if lane == 0 else b"none"})
    actor.more["password"] = actor.more["again"] = values.RIGHT["password"].encode()
    return actor
