#!/usr/bin/python3
"""Where the staff sign in there is a queue, and it is short. When every worker there is busy (stopped here, so
that it is a state and not a race) a few wait, whoever comes after is answered 503 at once, with words, and the
desk and the public pages go on. Then passwords are really tried, many at a time, while the desk is used."""
import os
import pathlib
import select
import signal
import socket
import threading
import urllib.parse

from portal import URL, Person, at_once, check, number, pid_of, verdict
from staff import CODE, DOOR, PASSWORD, enrol, give

MORE = 8     # beyond those that wait
CROWD = 40   # passwords tried, all of them at once
WORDS = "La connexion attend son tour"
WORKERS, WAITING = 2, 2  # nginx/stack.sh; web/router.c: for each worker, and one


def hold():
    """Every worker where one signs in, and their master first, who would replace one that has just ended."""
    master = pid_of("portal-web-signin")
    os.kill(master, signal.SIGSTOP)
    workers = [int(pid) for pid in pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()]
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    return [*workers, master]


def attempts():
    return number("SELECT COALESCE(SUM(acts), 0) FROM throttle WHERE window_start > '2001-01-01'")


class Try:
    """A password, given and not waited for."""

    def __init__(self, person):
        body = person.body(DOOR, {"email": person.email, "password": "ce n’est pas le bon"}).encode()
        self.link = socket.create_connection(("127.0.0.1", URL.port), 30, (person.source, 0))
        self.link.sendall(
            f"POST {DOOR} HTTP/1.0\r\nHost: {URL.netloc}\r\nCookie: {person.cookie}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Origin: {URL.scheme}://{URL.netloc}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def answer(self):
        """(status, all of it)"""
        text = b""
        while piece := self.link.recv(65536):
            text += piece
        self.link.close()
        return int(text.split()[1]), text.decode("utf-8")


owner = Person()
key = enrol(owner)
wait = WAITING * WORKERS + 1
people = [Person() for _ in range(wait + MORE)]
for person in people:
    person.get(DOOR)
before = attempts()
held = hold()
try:
    tries = [Try(person) for person in people]
    # State, not time: they are answered before anybody is let go on.
    refused = []
    while len(refused) < MORE:
        ready, _, _ = select.select([t.link for t in tries if t not in refused], [], [], 60)
        if not ready:
            break
        refused += [t for t in tries if t.link in ready]
    answers = [t.answer() for t in refused]
    check(f"{wait} wait, and the {MORE} others are answered while every worker is busy", len(refused) == MORE, len(refused))
    check("503", {status for status, _ in answers} == {503}, [status for status, _ in answers])
    check("in words", all(WORDS in text and "n’est pas compté comme un essai" in text.replace("\u00a0", " ") for _, text in answers),
          answers[:1])
    check("and when to come back", all("Retry-After: 10" in text for _, text in answers), answers[:1])
    check("nothing was counted", attempts() == before)
    page = Person().get(DOOR)
    check("so is the page that asks for the password", page.status == 503 and WORDS in page.text, page)
    for path in ("/gestion/devis", "/gestion/textes", "/gestion/compte"):
        shown = owner.get(path)
        check(f"the desk goes on meanwhile: {path}", shown.status == 200, shown)
    owner.get("/gestion/textes/ajouter")
    saved = owner.post("/gestion/textes/ajouter", {"title": "Pendant ce temps", "about": "any", "body": "On travaille."})
    check("and is written to", saved.status == 303, saved)
    public = Person().get("/connexion")
    check("the applicants sign in elsewhere", public.status == 200, public)
finally:
    for pid in held:
        os.kill(pid, signal.SIGCONT)
late = [t.answer()[0] for t in tries if t not in refused]
check("those that waited have their answer", late == [422] * wait, late)
came = give(Person(), owner.email, PASSWORD)
check("and people sign in again", came.status == 303 and urllib.parse.urlsplit(came.location).path == CODE, came)

# ---- hashing in earnest
crowd = [Person() for _ in range(CROWD)]
told, stop = [], threading.Event()


def work():
    while not stop.wait(0.05):  # as fast as nginx lets one address ask, or it would answer 429
        told.append(owner.get("/gestion/devis").status)


def once(person):
    person.get(DOOR)
    if 'name="csrf"' not in person.page:
        return 503
    return person.post(DOOR, {"email": person.email, "password": "ce n’est pas le bon"}).status


desk = threading.Thread(target=work)
desk.start()
statuses = at_once(crowd, once)
stop.set()
desk.join()
check("each password is judged, or told to come back", set(statuses) <= {422, 503} and 422 in statuses, statuses)
check("the desk answered all the while", set(told) == {200}, (len(told), sorted(set(told))))
came = give(Person(), owner.email, PASSWORD)
check("afterwards one signs in", came.status == 303, came)
verdict()
