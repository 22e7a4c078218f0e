"""world.py - a few people on the same files, one request after the other, as a seeded die says.

A world has two applicants, somebody who asks for quotes, the owner of a mailbox that others type, and two of
the staff. What each does next is a row of MOVES."""
import re

import portal
import values
from pages import MARKER
from ways import Ways, letters


class World(Ways):
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
        theirs = [s for s in other.shown if other.id and other.id in s[0]]
        path, page = self.rng.choice(theirs if theirs and self.rng.random() < 0.6 else other.shown)
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

    # -- who leaves, and who comes back

    def leave(self, actor):
        """Signs out, and somebody else sits down at the same browser."""
        other = self.rng.choice([p for p in self.people if p is not actor])
        self.ask(actor, "GET", "/compte", follow=False)
        form = self.form(actor, "/deconnexion")
        if not form:
            return None
        if self.rng.random() < 0.5:
            self.age(actor)
            self.late(actor)
        else:
            self.ask(actor, "POST", "/deconnexion", values.encode(self.fill(actor, form, 0)), follow=False)
        other.browser.jar, actor.browser.jar = actor.browser.jar, {}
        other.page = None
        self.sign_in(other)
        return self.ask(other, "GET", "/connexion/reprise")

    def late(self, actor):
        """What they send when their session has ended is kept for them, and for nobody else."""
        steps = [s for s in actor.shown if actor.id and f"/candidature/{actor.id}/" in s[0] and any(f.method == "post" for f in s[1].forms)]
        if steps:
            path, page = self.rng.choice(steps)
            actor.page, actor.path = page, path
        form = self.form(actor, "/candidature/")
        return self.submit(actor, form, 0, follow=False) if form else self.back(actor)

    def age(self, actor):
        """Their session ends of age, or the code that they wait for does."""
        portal.sql("UPDATE session s JOIN account a ON a.id = s.account_id SET s.idle_ends_at ="
                   f" UTC_TIMESTAMP() - INTERVAL 1 MINUTE WHERE a.email = '{actor.email}' AND s.ended_at IS NULL")
        if self.rng.random() < 0.3:
            portal.sql("UPDATE challenge SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND"
                       f" WHERE email = '{actor.email}' AND used_at IS NULL")

    def come_back(self, actor):
        self.age(actor)
        self.late(actor)
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

    # -- who does what next

    def go_on(self, actor):
        way = {"applicant": self.APPLICANT, "asker": self.ASKER, "owner": self.OWNER}.get(actor.kind, self.STAFF)
        way[actor.step % len(way)](self, actor)
        actor.step += 1

    def season(self, _actor):
        """The intake closes while people are at it, and opens again; in one world at a time."""
        opened = portal.sql("SELECT id, closes_at FROM intake WHERE is_public = 1 AND opens_at < UTC_TIMESTAMP() - INTERVAL 1 DAY"
                            " AND closes_at > UTC_TIMESTAMP() + INTERVAL 1 DAY")
        if not opened:
            return
        (intake, end), *_ = opened
        change = "UPDATE intake SET closes_at = {} WHERE id = " + intake + "; UPDATE revision SET number = number + 1"
        portal.sql(change.format("UTC_TIMESTAMP() - INTERVAL 1 SECOND"))
        try:
            for _ in range(15):
                self.go_on(self.rng.choice(self.people + self.staff))
        finally:
            portal.sql(change.format(f"'{end}'"))

    MOVES = [(55, "any", go_on), (12, "any", follow), (12, "any", fill_in), (6, "any", spoil), (3, "any", odd),
             (7, "any", back), (4, "any", twice), (4, "any", across), (5, "any", intrude), (5, "people", read_mail),
             (2, "people", leave), (2, "people", come_back), (1, "staff", Ways.prove), (0.2, "any", season)]

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
