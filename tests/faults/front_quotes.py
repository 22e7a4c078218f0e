#!/usr/bin/python3
"""Two hundred quotes asked at once through the front door, then more while workers are killed: each
person has one quote, and the numbers of the year follow each other without a gap or a double."""
import http.client
import os
import signal
import threading
import time

import portal
from portal import Person, at_once, check, number, sql, verdict, workers

MANY, UNDER_FIRE, BLOWS = 200, 60, 5
ASKED = {"kind": "quote", "payer": "employer", "module": "yes", "whom": "one",
         "addressee_name": "Association « Été »", "addressee_address": "1 rue des Lilas\n75010 Paris",
         "name": "Ada Ferrand"}


def prepared(person):
    """The body that sends, from the check page with its key."""
    person.get("/devis")
    fields = {**ASKED, "email": person.email}
    page = person.post("/devis", {**fields, "then": "next"})
    assert page.status == 200, page
    return person.body("/devis", {"then": "send"}, page.text)


def send(pair):
    person, body = pair
    return person.ask("POST", "/devis", body)


def people(n):
    """[(person, what they send)], everybody at the check page."""
    all_of_them = [Person() for _ in range(n)]
    bodies = at_once(all_of_them, prepared, 8)
    wrong = [b for b in bodies if isinstance(b, Exception)]
    if wrong:
        raise wrong[0]
    return list(zip(all_of_them, bodies))


def issued_to(pairs):
    """[(email, number)] of what these people got."""
    emails = ", ".join(f"'{person.email}'" for person, _ in pairs)
    return [(email, int(n)) for email, n in sql(
        "SELECT r.email, q.number FROM quote q JOIN quote_request r ON r.id = q.request_id"
        f" WHERE r.email IN ({emails})")]


def no_gap(what):
    rows = sql("SELECT q.series, q.year, COUNT(*), COUNT(DISTINCT q.number), MAX(q.number),"
               " MAX(c.next_number) FROM quote q JOIN quote_counter c ON c.series = q.series AND"
               " c.year = q.year WHERE q.version = 1 GROUP BY q.series, q.year")
    whole = all(int(n) == int(d) == int(most) == int(following) - 1
                for _, _, n, d, most, following in rows)
    check(f"{what}: every number from 1 on is there once", rows and whole, rows)


def together():
    pairs = people(MANY)
    answers = at_once(pairs, send)
    status = [getattr(a, "status", repr(a)) for a in answers]
    check("200 at once: each is led to a quote", status == [303] * MANY,
          {s: status.count(s) for s in set(status)})
    mine = issued_to(pairs)
    numbers = sorted(n for _, n in mine)
    check("… one for each person", len({email for email, _ in mine}) == len(mine) == MANY, len(mine))
    check("… 200 distinct numbers that follow each other",
          numbers == list(range(numbers[0], numbers[0] + MANY)) if numbers else False, numbers)
    no_gap("200 at once")
    return pairs


def the_same_again(pairs):
    answers = at_once([pairs[0]] * 4, send)  # an address may ask five times an hour
    to = {getattr(a, "location", repr(a)) for a in answers}
    check("one form sent 4 times more leads to the same quote", len(to) == 1, to)
    check("… which stays the only one", len(issued_to(pairs[:1])) == 1)


def until_acknowledged(pair, refused):
    for _ in range(40):
        try:
            answer = send(pair)
            if answer.status == 303:
                return answer
            refused.append(answer.status)
        except (OSError, http.client.HTTPException):
            refused.append("lost")
        time.sleep(0.3)
    return None


def under_fire():
    pairs, refused, done = people(UNDER_FIRE), [], []
    thread = threading.Thread(target=lambda: done.extend(
        at_once(pairs, lambda pair: until_acknowledged(pair, refused))))
    thread.start()
    killed = 0
    for _ in range(BLOWS):
        time.sleep(0.15)
        for pid in workers()[:2]:
            os.kill(pid, signal.SIGKILL)
            killed += 1
    thread.join(120)
    check(f"{killed} workers killed: everybody ends with a quote",
          not thread.is_alive() and len(done) == UNDER_FIRE and all(done), (done, refused))
    mine = issued_to(pairs)
    check("… one for each", len({email for email, _ in mine}) == len(mine) == UNDER_FIRE, len(mine))
    check("… nobody saw anything but an outage said plainly", set(refused) <= {502, 503, "lost"},
          set(refused))
    no_gap("under fire")
    check("… and each has its mail", number(
        "SELECT COUNT(DISTINCT o.dedupe_key) FROM outbox o JOIN quote_request r ON"
        " o.object_kind = 'quote_request' AND o.object_id = r.id WHERE o.recipient = r.email AND"
        " r.email IN (" + ", ".join(f"'{p.email}'" for p, _ in pairs) + ")") == UNDER_FIRE)


def main():
    the_same_again(together())
    under_fire()
    verdict()


main()
