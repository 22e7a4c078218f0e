"""ground.py - who walks, and what one step is: a request, its answer judged, a form filled in.

Whatever is drawn comes from one generator, so that a world is walked again by its seed and number."""
import html
import os
import random
import re
import secrets
import threading
import time
import urllib.parse

import values
from browser import Answer, Browser
from judge import judge
from pages import MARKER, Page

SHOWN = 30  # pages that an actor can go back to
OWN_ONLY = ("key", "base", "version", "base_version", "csrf", "about", "keep", "act")


def marker():
    """Not drawn from the world's generator: two walks of one seed are two groups of people."""
    return "zz" + "".join("abcdefghijklmnop"[b & 15] for b in secrets.token_bytes(8))


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


class Ground:
    def __init__(self, seed, number, lane, staff, plant=None):
        self.rng = random.Random(f"{seed}/{number}")
        self.name, self.plant = f"PORTAIL_WALK='--seed {seed} --world {number}' ./dev check faults/walk", plant
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
        self.faults.append((what, f"{actor.kind}, request {self.asked}: {seen[:900]}\n       again: {self.name}\n"
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
            return values.tempting(c.name, self.rng, words)
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

    # -- two at once

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
