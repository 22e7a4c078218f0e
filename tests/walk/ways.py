"""ways.py - what each came for, step by step as it should be or nearly: a deposit, quotes, the desk's work.

Random pages alone would never get so far; the steps of several people are mixed by world.py."""
import re

import portal
from ground import Ground
from letters import Letters

letters = Letters()


class Ways(Ground):
    # -- signed in

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
