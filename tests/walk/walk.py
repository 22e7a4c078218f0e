#!/usr/bin/python3
"""walk.py - random walks through the portal that runs, several people at once on the same files, with
what must always hold judged after each answer (judge.py) and in the database (invariants.py).

usage: walk.py [--requests N] [--seed S] [--lanes L] [--world W] [--length N] [--prove]

Lanes are processes; each walks worlds, one after the other (world.py), until all have asked N times.
`--world W` walks that one again, with the die it had, for as long as it was. `--prove` shows that it finds
what it looks for: answers are spoilt on their way, and rows, in a transaction that is rolled back."""
import argparse
import collections
import multiprocessing
import os
import queue
import re
import sys
import time
import traceback

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults")]
# pylint: disable=wrong-import-position
import invariants
import portal
from judge import RULES
from portal import check, verdict
from team import enrol
from world import World

EVERY = 20  # seconds between two looks at the database
SHOWN = 5   # faults that are told of each kind

# What a walk of so many requests has to have met, so that none passes by standing still.
MET = [
    (300, "accounts", "SELECT COUNT(*) FROM account"),
    (300, "quotes", "SELECT COUNT(*) FROM quote"),
    (300, "acts of the staff", "SELECT COUNT(*) FROM audit WHERE actor_kind = 'staff'"),
    (300, "mails", "SELECT COUNT(*) FROM outbox WHERE state = 'sent'"),
    (3000, "messages", "SELECT COUNT(*) FROM quote_message"),
    (3000, "deposits", "SELECT COUNT(*) FROM submission"),
    (8000, "answers to quotes", "SELECT COUNT(*) FROM quote_answer"),
]
ROUTES = (8000, 130)  # and of the rows of the tables of routes, so many;
LIMITS = 3000         # and one of those of web/limit.c at least


def met():
    return [portal.number(sql) for _, _, sql in MET]


# ---- lanes

def lane(number, lanes, args, left, told):
    try:
        staff = [enrol(number, "quotes,reviewer"), enrol(number, "admin")]
        world = args.world if args.world is not None else number

        def count(n):
            with left.get_lock():
                left.value -= n
                return left.value > 0
        while left.value > 0:
            walked = World(args.seed, world, number, staff).run(min(args.length, args.requests // lanes), count)
            told.put(("world", walked.asked, walked.faults))
            if args.world is not None:
                break
            world += lanes
    except Exception:  # whatever goes wrong in here is a fault of the walk, and said
        told.put(("world", 0, [("the walk goes to its end", traceback.format_exc())]))
    told.put(("end", 0, []))


def walk(args):
    """(how much was asked, {rule: what was seen})"""
    before = invariants.broken()
    lanes = 1 if args.world is not None else args.lanes
    left, told = multiprocessing.Value("l", args.requests), multiprocessing.Queue()
    running = [multiprocessing.Process(target=lane, args=(n, lanes, args, left, told), daemon=True) for n in range(lanes)]
    for one in running:
        one.start()
    asked, faults, ended, looked = 0, collections.defaultdict(list), 0, time.monotonic()
    while ended < lanes:
        try:
            kind, n, found = told.get(timeout=1)
            ended += kind == "end"
            asked += n
            for what, seen in found:
                faults[what].append(seen)
        except queue.Empty:
            if all(not one.is_alive() for one in running):
                break
        if time.monotonic() - looked > EVERY:
            look(faults, before)
            looked = time.monotonic()
            print(f"     … {args.requests - left.value} requests", flush=True)
    look(faults, before)
    return asked, faults


def look(faults, before):
    for what, rows in invariants.broken(before).items():
        faults[what].append(f"rows {sorted(rows)[:SHOWN]}")


def journals(since):
    """What the programs have written since the walk began."""
    said = ""
    for file in portal.LOG.glob("portal-*.log"):
        with open(file, errors="replace") as log:
            log.seek(since.get(file.name, 0))
            said += log.read()
    return said


# ---- it can fail

def spoil_with(change, after=40):
    """Answers as they would be if the portal had that fault, from the 40th on."""
    def plant(world, actor, answer):
        if world.asked > after and answer.header("content-type").startswith("text/html") and answer.status == 200:
            change(world, actor, answer)
        return answer
    return plant


def _unescape(_world, actor, answer):
    answer.body = answer.body.replace(b"&lt;zz", b"<zz").replace(b"</main>", f"<p>{actor.words}\"><{actor.words}></p></main>".encode())


def _owner(world, actor, answer):
    other = next(p for p in world.people if p is not actor)
    answer.body = answer.body.replace(b"</main>", f"<p>{other.words}</p></main>".encode())


def _header(_world, _actor, answer):
    answer.headers = [h for h in answer.headers if h[0].lower() != "content-security-policy"]


def _status(_world, _actor, answer):
    answer.status = 500


def _bytes(_world, _actor, answer):
    answer.body = answer.body.replace(b"</main>", b"\xc3</main>")


def _html(_world, _actor, answer):
    answer.body = answer.body.replace(b"</main>", b"<div></main>")


PLANTED = [("an escape that is left out", "what was typed is shown as text, escaped once", _unescape),
           ("an owner that is left out", "nobody reads what another person typed", _owner),
           ("a header that is left out", "every answer has its security headers, once, and is not kept", _header),
           ("a page that fails", "no request fails on our side", _status),
           ("a byte that is no UTF-8", "every answer is UTF-8, and what it says it is", _bytes),
           ("an element that is never closed", "every page is sound HTML", _html)]


def rows_to_break():
    """A deposit and a quote, whatever was walked."""
    person = portal.ready([portal.Person()])[0]
    assert person.submit().status == 303
    asked = {"kind": "quote", "payer": "employer", "module": "yes", "whom": "one", "addressee_name": "Association",
             "addressee_address": "75010 Paris", "name": "Ada Ferrand", "email": person.email}
    person.get("/devis")
    page = person.post("/devis", {**asked, "then": "next"}).text
    assert person.post("/devis", {"then": "send"}, page).status == 303


def prove(args):
    staff = [enrol(199, "quotes,reviewer"), enrol(199, "admin")]
    for what, rule, change in PLANTED:
        world = World(args.seed, 0, 199, staff, spoil_with(change)).run(400)
        check(f"{what} is found: {rule}", rule in [w for w, _ in world.faults], world.faults[:2])
    rows_to_break()
    silent = invariants.silent()
    for what, _, _ in invariants.table():
        check(f"a row that breaks it is found: {what}", what not in [w for w, _ in silent], silent[:1])


# ---- the program

def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=600)
    parser.add_argument("--seed", default="2026")
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--length", type=int, default=500)
    parser.add_argument("--world", type=int)
    parser.add_argument("--prove", action="store_true")
    return parser.parse_args()


def tell(rules, faults):
    known = [what for what, *_ in rules]
    for what in known + sorted(set(faults) - set(known)):
        check(what, not faults[what], "\n     ".join(faults[what][:SHOWN]))


def main():
    args = arguments()
    since = {file.name: file.stat().st_size for file in portal.LOG.glob("portal-*.log")}
    before, began = met(), time.monotonic()
    asked, faults = walk(args)
    took = time.monotonic() - began
    print(f"     seed {args.seed}: {asked} requests in {took:.0f} s, {asked / took:.0f} a second", flush=True)
    tell(RULES + invariants.table(), faults)
    said = journals(since)
    ill = re.compile(r'ERROR: \w+Sanitizer|runtime error:|"worker\.(?:death|stuck)"')
    reports = [line for line in said.splitlines() if ill.search(line)]
    check("no sanitizer has anything to say, no worker died", not reports, reports[:5])
    if args.world is None:
        check(f"{args.requests} requests", asked >= args.requests, asked)
        for (least, what, _), was, now in zip(MET, before, met()):
            check(f"{what}: {now - was}", now > was or asked < least, "none: the walk stands still")
        limits = set(re.findall(r'"event":"limit.reached".*?"limit":"([^"]+)"', said))
        check(f"limits that were reached: {', '.join(sorted(limits))}", limits or asked < LIMITS)
        routes = set(re.findall(r'"route":"([^"]+)"', said))
        check(f"rows of the tables of routes: {len(routes)}", len(routes) >= ROUTES[1] or asked < ROUTES[0], sorted(routes))
    if args.prove:
        prove(args)
    verdict()


main()
