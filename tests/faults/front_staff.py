#!/usr/bin/python3
"""A stranger's program at the staff's door, through nginx: guessing is slowed down, finds nothing
out, and keeps the owner of the account out of nothing."""
import os
import re
import subprocess
import time

from portal import Person, at_once, check, number, verdict
from staff import CODE, DOOR, PASSWORD, code, enrol, give

TRIES = 120  # by the stranger, eight at a time
PAIR = 10    # web/limit.c, staff.pair: for one account from one network


def attempt(source, email):
    """A browser of its own each time, from the one network."""
    def act(i):
        person = Person()
        person.source = source
        return give(person, email, f"essai numéro {i} de tous")
    return act


owner = Person()
key = enrol(owner)
# Attempts are counted by quarters of an hour (store/throttle.c): these are all of one.
left = 900 - number("SELECT UNIX_TIMESTAMP()") % 900
if left < 60:
    time.sleep(left + 1)
stranger = Person()
began = number("SELECT COUNT(*) FROM staff_session")
answers = at_once(range(TRIES), attempt(stranger.source, owner.email), 8)
broken = [a for a in answers if isinstance(a, Exception)]
statuses = [a.status for a in answers if not isinstance(a, Exception)]
check("every attempt is answered", not broken, broken[:3])
check("none of them passes", 303 not in statuses, statuses)
check(f"at most {PAIR} are even tried", statuses.count(422) <= PAIR, statuses.count(422))
check("the others are refused for their number", statuses.count(422) + statuses.count(429) == TRIES,
      sorted(set(statuses)))
check("nothing was opened", number("SELECT COUNT(*) FROM staff_session") == began)
right = give(stranger, owner.email, PASSWORD)
check("the right password does not pass from there any more", right.status == 429, right)

# What the client says of its own address is not listened to.
liar = Person()
liar.source = stranger.source
liar.get(DOOR)
body = liar.body(f"{DOOR}?suite=/gestion", {"email": owner.email, "password": PASSWORD})
told = subprocess.run(
    ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--noproxy", "*", "--interface",
     liar.source, "-H", f"Cookie: {liar.cookie}", "-H", "X-Forwarded-For: 198.51.100.5", "-H",
     "X-Real-IP: 198.51.100.5", "-H", f"Origin: {os.environ['PORTAIL_URL']}", "--data", "@-",
     f"{os.environ['PORTAIL_URL'].replace('localhost', '127.0.0.1')}{DOOR}"],
    input=body, capture_output=True, text=True, timeout=60).stdout
check("an address made up by the client changes nothing", told == "429", told)

# From many networks at once, a few tries each.
crowd = [Person() for _ in range(12)]
answers = at_once(crowd, lambda p: [give(p, owner.email, f"essai {i} d’ailleurs").status
                                    for i in range(3)], 4)
check("nor does any of many networks", all(s in (422, 429) for a in answers for s in a), answers)

# Meanwhile the owner, at home.
home = Person()
came = give(home, owner.email, PASSWORD)
check("the owner gives their password elsewhere", came.status == 303 and came.location.startswith(CODE),
      came)
home.get(came.location)
came = home.post(came.location, {"code": code(key, 30)})
check("and their code, and is in", came.status == 303 and came.location == "/gestion", came)

# Whoever is not there is answered as whoever is.
known, unknown = Person(), Person()
seen = [give(known, owner.email, "ce n’est pas le bon"), give(unknown, unknown.email, "ce n’est pas le bon")]
texts = [re.sub(r'value="[^"]*"|<code>[^<]*</code>', "", a.text) for a in seen]
check("a page for nobody is the page for somebody",
      seen[0].status == seen[1].status == 422 and texts[0] == texts[1], seen)
verdict()
