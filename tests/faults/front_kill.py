#!/usr/bin/python3
"""kill -9 of a worker, of portal-jobs, of the mail catcher and of MariaDB while people submit.

What was acknowledged (a 303, then a page with its reference) is in the database exactly once, with
the fingerprint of what is kept, and its receipt arrives. What was not acknowledged is sent again,
as the pages say it can be, and then is there once. A worker is also killed at the worst moments,
held there by a lock: before COMMIT, and with the answer lost after it."""
import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

import portal
from portal import Person, at_once, check, number, pid_of, revive, sql, wait_until, workers

BATCH = 8  # who press the button together when the blow falls
DEATHS = []  # pids of workers that we killed
OUTAGES = {502: "un même envoi fait deux fois ne compte qu’une fois",
           503: "vous pourrez les valider à nouveau sans risque de doublon"}


def kill(pid):
    os.kill(pid, signal.SIGKILL)


def die(name):
    """kill -9, and gone for good."""
    pid = pid_of(name)
    kill(pid)
    if not wait_until(lambda: pid_of(name) is None, 10):
        raise RuntimeError(f"{name} survives a kill -9")


def kill_workers(many):
    for pid in workers()[:many]:
        DEATHS.append(pid)
        kill(pid)


def away(name, seconds):
    die(name)
    time.sleep(seconds)
    revive(name)


def catcher_away():
    """The mail catcher says 250 before its file is on the disk: what it had taken and not written would
    be lost by it, and not by us. It is stopped first, and dies once it has nothing in hand."""
    pid = pid_of("maildev")
    for _ in range(100):
        os.kill(pid, signal.SIGSTOP)
        files = [file.stat() for file in portal.MAIL.glob("*.eml")]
        if all(file.st_size and time.time() - file.st_mtime > 0.3 for file in files):
            break
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.05)
    away("maildev", 2)


# What happens while a batch is on its way, and how long after it began, in seconds.
BLOWS = [
    ("a worker", 0.02, lambda: kill_workers(1)),
    ("two workers", 0.05, lambda: kill_workers(2)),
    ("portal-jobs", 0.4, lambda: away("portal-jobs", 0.5)),
    ("the mail catcher", 0.1, catcher_away),
    ("MariaDB", 0.03, lambda: away("mariadb", 2)),
    ("MariaDB again, and a worker", 0.08, lambda: (kill_workers(1), away("mariadb", 0.5))),
]


class Stream:
    """Each person presses the button, and goes on until an acknowledgement is shown."""

    def __init__(self):
        self.refused, self.lost, self.sent, self.again = [], 0, 0, 0
        self.reference, self.lock = {}, threading.Lock()

    def note(self, answer):
        with self.lock:
            self.refused.append(answer)

    def send(self, person, body, turn):
        with self.lock:
            self.sent += 1
            self.again += turn > 0
        return person.submit(body)

    def once(self, person, body, turn):
        """True when submitted, said here or found out: a check page that leads on."""
        answer = (self.send(person, body, turn) if body
                  else person.ask("GET", person.at("verification")))
        if answer.status == 303:
            return True
        if answer.status != 200:
            self.note(answer)
            return False
        return self.once(person, person.declared(answer.text), turn)

    def one(self, person_and_body):
        person, body = person_and_body
        done = False
        for turn in range(40):
            try:
                # half of them press the same button again, half begin at the check page
                done = done or self.once(person, None if turn % 2 else body, turn)
                found = done and person.reference()
                if found:
                    with self.lock:
                        self.reference[person] = found
                    return
            except (OSError, http.client.HTTPException):
                with self.lock:
                    self.lost += 1
            time.sleep(0.4)

    def batch(self, people, what, after, blow):
        """The check pages are there; all press the button, and the blow falls."""
        ready = [(person, person.declared()) for person in people]
        thread = threading.Thread(target=at_once, args=(ready, self.one))
        thread.start()
        time.sleep(after)
        blow()
        thread.join(120)
        missing = [p.email for p in people if p not in self.reference]
        check(f"kill -9 of {what}: everybody ends with an acknowledgement",
              not thread.is_alive() and not missing, missing)


def outage_pages(refused, what, sure=True):
    """Whatever was not accepted was said on a plain page of ours. Not `sure`: on a quick machine
    nothing may have been refused at all."""
    odd = [a for a in refused if a.status not in OUTAGES]
    check(f"{what}: nobody saw anything but our pages for an outage",
          (refused or not sure) and not odd, odd[:3])
    silent = [a for a in refused if a.status in OUTAGES and not (
        OUTAGES[a.status] in re.sub(r"\s+", " ", a.text) and re.search(r"\b[0-9a-f]{32}\b", a.text) and
        a.headers.get("content-security-policy"))]
    check(f"{what}: each of the {len(refused)} says what became of what was typed", not silent,
          [(a.status, a.text[:3000]) for a in silent[:1]])


def everything_is_there(stream, people):
    for person in people:
        rows = portal.submissions(person)
        good = (len(rows) == 1 and rows[0][0] == stream.reference.get(person) and
                rows[0][1] == rows[0][2] and portal.candidacy(person)[1] == "submitted")
        if not good:
            return check("each acknowledged submission is there once, with its fingerprint", False,
                         (person.email, rows, stream.reference.get(person)))
    return check(f"each of {len(people)} submissions is there once, with its fingerprint", True)


def receipts_arrive(people, references, before):
    """`before`: the last mail that was queued before all this; those are other tests' affair. What a
    killed portal-jobs held comes when its lease ends, and so does a row that the living one knows nothing
    of: MariaDB died between writing its claim and saying so."""
    wait_until(lambda: all(portal.receipts(p) for p in people), 60)
    missing = [p.email for p in people if not portal.receipts(p)]
    check("each receipt arrives", not missing, (missing, sql(
        "SELECT kind, state, attempts, last_error FROM outbox WHERE state <> 'sent' LIMIT 5")))
    twice, wrong = 0, []
    for person in people:
        got = portal.receipts(person)
        twice += len(got) > 1
        fingerprint = portal.submissions(person)[0][1]
        for mail in got:
            text = mail.get_body(("plain",)).get_content()
            if references[person] not in text or fingerprint not in text:
                wrong.append(person.email)
        if len({m["message-id"] for m in got}) > 1:
            wrong.append((person.email, [m["message-id"] for m in got]))
    check("… with the reference and the fingerprint that are kept; one that came twice has one "
          f"Message-ID ({twice} did)", not wrong, wrong)
    def all_sent():
        return number("SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending', 'failed')"
                      f" AND id > {before}") == 0
    check("nothing is left in the outbox that was not sent", wait_until(all_sent, 60),
          sql("SELECT kind, state, attempts, last_error FROM outbox WHERE state <> 'sent'"
              f" AND id > {before}"))


# ---- the worst moments

class Held:
    """A session of the administrator that holds a row, so that a worker waits in the middle."""

    def __init__(self, statement):
        self.process = subprocess.Popen(
            ["mariadb", "--no-defaults", f"--socket={portal.DB_SOCKET}",
             f"--user={subprocess.run(['id', '-un'], capture_output=True, text=True).stdout.strip()}",
             "--batch", "--unbuffered", "--skip-column-names", "movsc"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(f"START TRANSACTION; {statement}; SELECT 'held';\n")
        self.process.stdin.flush()
        while "held" not in self.process.stdout.readline():
            pass

    def release(self):
        self.process.stdin.close()
        self.process.wait(10)


def waiting():
    return number("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'movsc_web'"
                  " AND info IS NOT NULL AND command IN ('Execute', 'Query')")


def in_background(act):
    box = []
    thread = threading.Thread(target=lambda: box.append(act()))
    thread.start()
    return thread, box


def killed_before_commit(person, statement, where):
    """All workers die while the transaction is open: nothing of it stays, and it can be done again."""
    body = person.declared()
    held = Held(statement)
    thread, box = in_background(lambda: person.submit(body))
    check(f"a submission waits {where}", wait_until(lambda: waiting() > 0, 10))
    for pid in workers():
        DEATHS.append(pid)
        kill(pid)
    thread.join(40)
    held.release()
    check(f"killed {where}: the person sees the page for that", box[0].status == 502, box)
    outage_pages(box, f"killed {where}")
    wait_until(lambda: len(workers()) >= 2, 15)
    rows, (row, state, _) = portal.submissions(person), portal.candidacy(person)
    check(f"killed {where}: nothing is half there", not rows and state == "draft" and number(
        f"SELECT (SELECT COUNT(*) FROM identity_slot WHERE candidacy_id = {row}) +"
        f" (SELECT COUNT(*) FROM outbox WHERE kind = 'receipt' AND recipient = '{person.email}')"
        ) == 0, (rows, state))
    check(f"killed {where}: sent again, it is submitted", wait_until(
        lambda: person.submit(body).status == 303, 15) and len(portal.submissions(person)) == 1)


def database_killed_in_the_middle(person, statement):
    body = person.declared()
    held = Held(statement)
    thread, box = in_background(lambda: person.submit(body))
    check("a submission waits when MariaDB is killed", wait_until(lambda: waiting() > 0, 10))
    die("mariadb")
    thread.join(40)
    held.release()
    check("MariaDB killed under it: 503, on the page for that",
          box[0].status == 503, box)
    outage_pages(box, "MariaDB killed under it")
    away = person.ask("GET", "/")
    check("while it is away a page says so", away.status == 503, away)
    alive = person.ask("GET", "/sante")
    check("and the workers are alive", alive.status == 200, alive)
    revive("mariadb")
    check("back: nothing of it stayed", portal.submissions(person) == [])
    check("back: sent again, it is submitted", wait_until(
        lambda: person.submit(body).status == 303, 15) and len(portal.submissions(person)) == 1)


def answer_lost(person):
    """The person's own line drops once the request is in: the acknowledgement is found again."""
    body = person.declared()
    raw = (f"POST {person.at('verification')} HTTP/1.1\r\nHost: {portal.URL.netloc}\r\n"
           f"Cookie: {person.cookie}\r\nOrigin: {portal.URL.scheme}://{portal.URL.netloc}\r\n"
           "Content-Type: application/x-www-form-urlencoded\r\n"
           f"Content-Length: {len(body)}\r\n\r\n{body}").encode()
    line = socket.create_connection(("127.0.0.1", portal.URL.port),
                                    source_address=(person.source, 0))
    line.sendall(raw)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    line.close()
    check("a request whose answer never arrives is done all the same",
          wait_until(lambda: portal.submissions(person), 10))
    check("an answer that never arrived: sent again, the same acknowledgement",
          person.submit(body).location == person.at("confirmation") and
          [r[0] for r in portal.submissions(person)] == [person.reference()])


def main():
    before = number("SELECT COALESCE(MAX(id), 0) FROM outbox")
    master, began = pid_of("portal-web"), (portal.LOG / "portal-web.log").stat().st_size
    people = portal.ready([Person() for _ in range(BATCH * len(BLOWS) + 4)], 10, of=lambda p: {
        "name": (p.email[:13].translate(str.maketrans("0123456789", "qrstuvwxyz")), "Camille")})
    stream = Stream()
    for i, (what, after, blow) in enumerate(BLOWS):
        stream.batch(people[i * BATCH:(i + 1) * BATCH], what, after, blow)
    print(f"     {stream.sent} sent, {stream.again} of them again, {len(stream.refused)} refused,"
          f" {stream.lost} cut off")
    outage_pages(stream.refused, "in the stream", sure=False)
    everything_is_there(stream, people[:-4])
    one, two, three, four = people[-4:]
    lock = "SELECT 1 FROM candidacy WHERE public_id = '{}' FOR UPDATE"
    killed_before_commit(one, lock.format(one.id), "before it wrote anything")
    killed_before_commit(two, "INSERT INTO outbox (dedupe_key, kind, recipient, params, next_try_at,"
                         " message_id, created_at, expires_at) SELECT CONCAT('receipt:', id, ':1'),"
                         f" 'receipt', '{two.email}', '{{}}', UTC_TIMESTAMP(), '<held@faults>',"
                         " UTC_TIMESTAMP(), UTC_TIMESTAMP() FROM candidacy"
                         f" WHERE public_id = '{two.id}'", "with its receipt half queued")
    database_killed_in_the_middle(three, lock.format(three.id))
    answer_lost(four)
    references = {**stream.reference, **{p: p.reference() for p in (one, two, three, four)}}
    receipts_arrive(people, references, before)
    check("the master is the one it was", pid_of("portal-web") == master)
    told = (portal.LOG / "portal-web.log").read_bytes()[began:].decode(errors="replace")
    deaths = {int(n) for n in re.findall(r'"event":"worker.death".*?"worker":(\d+)', told)}
    check(f"no worker died but the {len(DEATHS)} that were killed", deaths == set(DEATHS),
          (deaths, DEATHS))
    portal.verdict()


main()
