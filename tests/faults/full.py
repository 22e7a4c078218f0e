"""full.py - run by tests/faults/full, on a portal whose whole var/ is one small file system: it is filled to the
last byte while people write. What is refused says so, is shown again, counts against nobody and is nowhere half
there; what is accepted is there; and when there is room again the very button of that page saves it.

MariaDB 10.11 refuses a row for which its table would have to grow ("table is full"), and, for a text so long that
it stands in pages of its own, tries for some seconds, then ends itself ("Out of disk space in rollback"): that is
seen here too, and started again as systemd does."""
import html
import http.client
import shutil

import portal
from portal import Person, VAR, check, number, pid_of, ready, revive, sql, verdict, wait_until

MOST = 600  # new codes asked for until the first is refused: some hundred, as pages have room left
FULL = "Il n’y a plus de place pour enregistrer"
LONG = ("Café " + "🌱" * 15) * 149  # 2 980 letters, as the field takes, and 9 834 bytes: no page of a table holds them
FILLERS = [VAR / "filler-large", VAR / "filler-small"]


def fill():
    """Until the last block is taken."""
    for file, piece in zip(FILLERS, (1 << 20, 4096)):
        with open(file, "ab", buffering=0) as out:
            try:
                while True:
                    out.write(bytes(piece))
            except OSError:
                pass


def make_room():
    for file in FILLERS:
        file.unlink()


def attempts():
    return number("SELECT COALESCE(SUM(acts), 0) FROM throttle WHERE window_start > '2001-01-01'")


def said(answer):
    return html.unescape(answer.text).replace("\u00a0", " ")


def ask_code(person):
    person.get("/connexion")
    return person.post("/connexion", {"email": person.email})


def health():
    link = http.client.HTTPConnection("127.0.0.1", portal.URL.port, 30)
    link.request("GET", "/sante/complet")
    answer = link.getresponse()
    return answer.status, answer.read().decode()


# ---- everybody is there, and nothing is wrong yet
writer, applicant = Person(), Person()
ready([writer, applicant], 2)
applicant.save("projet", {"objects.diagnosis": "1", "project": LONG, "expectations": "Du recul."})
declared = applicant.declared()
check("there is room at first", "disque" not in health()[1], health())
large = writer.ask("POST", "/connexion", "email=x&rien=" + "y" * 200_000)
check("a large form needs no room of nginx's", large.status in (303, 403, 422), large)

# ---- refused to portal-jobs: told as well, for whoever asks after the health
sql("CREATE TRIGGER full_seal BEFORE INSERT ON audit_seal FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET"
    " MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'")
sql("INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id)"
    " VALUES (UTC_TIMESTAMP(6), 'job', 0, 'test.full', 'test', 0)")
check("portal-jobs says that it met a full disk", wait_until(lambda: "est plein" in health()[1]), health())
sql("DROP TRIGGER full_seal")
check("and goes on once there is room", wait_until(lambda: not number(
    "SELECT COUNT(*) FROM audit a LEFT JOIN audit_sealed s ON s.audit_id = a.id WHERE s.audit_id IS NULL")))
sql("UPDATE revision SET full_at = NULL WHERE id = 1")

# ---- full: small rows
fill()
check("not a byte is left", shutil.disk_usage(VAR).free == 0, shutil.disk_usage(VAR))
refused = None
taken = 0
for _ in range(MOST):
    person = Person()
    before, mails = attempts(), number("SELECT COUNT(*) FROM outbox")
    answer = ask_code(person)
    if answer.status != 303:
        refused = person, answer
        break
    taken += 1
person, answer = refused or (None, None)
print(f"     {taken} were still taken", flush=True)
check("a code that cannot be kept is refused with 503", refused and answer.status == 503, answer)
check("and the page says why", FULL in said(answer) and "votre envoi n’a pas été enregistré" in said(answer), answer)
check("what was typed is there", person.email in said(answer) and "Envoyer à nouveau" in said(answer))
check("when to come back", answer.headers.get("Retry-After") == "120", answer.headers)
check("it counts against nobody", attempts() == before, (before, attempts()))
check("no mail of it is kept", number("SELECT COUNT(*) FROM outbox") == mails)
check("nor a code", number(f"SELECT COUNT(*) FROM challenge WHERE email = '{person.email}'") == 0)
person.page = answer.text
status, why = health()
check("/sante/complet says it", status == 503 and "le disque de la base est plein" in why.replace("\u00a0", " "), why)
check("/sante goes on", Person().get("/sante").status == 200)
check("pages are read", Person().get("/").status == 200 and writer.get(writer.at()).status == 200)
check("MariaDB still serves", pid_of("mariadb") is not None)

# ---- full: a long text
shown = writer.get(writer.at("projet"))
kept = writer.post(writer.at("projet"), {"objects.diagnosis": "1", "project": LONG, "expectations": "Du recul."})
check("a long text is refused with 503", kept.status == 503, kept)
check("and is shown again, whole", html.escape(LONG.strip(), False)[:200] in kept.text.replace("&#39;", "'") and
      LONG.strip() in said(kept), kept)
check("with the button that sends it", "Envoyer à nouveau" in said(kept))
writer.page = kept.text
deposit = applicant.submit(declared)
check("a deposit is refused with 503, or made", deposit.status in (303, 503), deposit)
ended = wait_until(lambda: pid_of("mariadb") is None, 10)
print(f"     MariaDB {'ended itself' if ended else 'goes on'}", flush=True)

# ---- room again
make_room()
if ended:
    revive("mariadb")
check("the database answers again", wait_until(lambda: Person().get("/connexion").status == 200))
made = portal.candidacy(applicant)[1], len(portal.submissions(applicant))
# A server that ended as it committed may have kept it; whoever was told so has it.
check("the deposit is kept whole, or not at all", made == ("submitted", 1) or
      (made == ("draft", 0) and deposit.status == 503), (deposit, made))
stands = sql(f"SELECT p.project FROM candidacy_project p JOIN candidacy c ON c.id = p.candidacy_id"
             f" WHERE c.public_id = '{writer.id}'")[0][0]
check("nothing of the text was half written", stands == "Un café associatif à l’œuvre.", stands[:100])
again = writer.post(writer.at("projet"), {})
check("the same button saves the text", again.status == 303, again)
check("all of it", LONG.strip() in said(writer.get(writer.at("projet"))))
again = person.post("/connexion", {})
check("the same button asks for the code", again.status == 303, again)
check("one, and it comes", number(f"SELECT COUNT(*) FROM challenge WHERE email = '{person.email}'") == 1 and
      portal.mails.code(person.email))
if made[0] == "draft":
    deposit = applicant.submit()
check("the deposit is made", len(portal.submissions(applicant)) == 1, deposit)
check("and its receipt says which", applicant.reference())
verdict()
