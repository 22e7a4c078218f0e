#!/usr/bin/python3
"""Slow, broken and rude clients before nginx: each gets our page or nothing, nobody else waits for
them, and no worker dies of it."""
import os
import re
import socket
import time

import portal
from portal import URL, Person, at_once, check, number, verdict, workers

LIMIT = 256 * 1024


class Line:
    """A bare connection; `source` keeps its limits its own."""

    def __init__(self, source):
        self.socket = socket.create_connection(("127.0.0.1", URL.port), 15, source_address=(source, 0))

    def say(self, text):
        self.socket.sendall(text.encode() if isinstance(text, str) else text)
        return self

    def hear(self, seconds=15):
        """All that is said until the other side is silent or gone."""
        heard, end = b"", time.monotonic() + seconds
        while time.monotonic() < end:
            self.socket.settimeout(max(0.05, end - time.monotonic()))
            try:
                part = self.socket.recv(65536)
            except (TimeoutError, ConnectionResetError):
                break
            if not part:
                break
            heard += part
        return heard.decode(errors="replace")

    def drop(self):
        """As a phone that leaves: nothing more, and a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.socket.close()


def head(person, path="/devis", length=None, method="POST", more=""):
    return (f"{method} {path} HTTP/1.1\r\nHost: {URL.netloc}\r\nConnection: close\r\n"
            f"Cookie: {person.cookie}\r\nOrigin: {URL.scheme}://{URL.netloc}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            + (f"Content-Length: {length}\r\n" if length is not None else "") + more + "\r\n")


def status(heard):
    first = re.match(r"HTTP/1.1 (\d+)", heard)
    return int(first.group(1)) if first else None


def says(heard, *words):
    flat = re.sub(r"\s+", " ", heard)
    return all(w in flat for w in words) and "content-security-policy" in flat.lower()


def interrupted(person):
    """A body that stops half-way never reaches a worker, and nothing of it is stored."""
    path = person.at("projet")
    body = person.body(path, {"project": "à moitié", "objects.diagnosis": "1"}, person.get(path).text)
    for part in (0, 10, len(body) // 2, len(body) - 1):
        Line(person.source).say(head(person, path, len(body)) + body[:part]).drop()
    line = Line(person.source).say(head(person, path, len(body)) + body[:-1])
    line.socket.shutdown(socket.SHUT_WR)
    heard = line.hear(5)
    check("a body cut short is answered by no page of success", status(heard) in (None, 400), heard)
    Line(person.source).say(head(person, path, len(body))[:200]).drop()
    check("nothing of it is stored", "à moitié" not in person.get(path).text and number(
        "SELECT COUNT(*) FROM candidacy_project p JOIN candidacy c ON c.id = p.candidacy_id"
        f" WHERE c.public_id = '{person.id}' AND p.project LIKE '%moitié%'") == 0)


def in_drops(person):
    """One byte at a time; meanwhile others are served at once."""
    path = person.at("projet")
    text = "Un projet envoyé lettre à lettre."
    body = person.body(path, {"project": text, "objects.similar": "1", "expectations": "Du temps."},
                       person.get(path).text)
    slow = [Line(person.source).say(head(person, path, len(body))) for _ in range(len(workers()) * 3)]
    began, slowest = time.monotonic(), 0
    for i in range(len(body) - 1):
        for line in slow:
            line.say(body[i])
        if i % 40 == 0:
            asked = time.monotonic()
            assert Person().ask("GET", "/").status == 200
            slowest = max(slowest, time.monotonic() - asked)
    check(f"{len(slow)} bodies that come drop by drop keep nobody waiting", slowest < 2, slowest)
    for line in slow[1:]:
        line.drop()
    heard = slow[0].say(body[-1]).hear()
    check("… and the one that ends is stored", status(heard) == 303 and text in person.get(path).text,
          heard[:500])
    check("… once it is whole", time.monotonic() - began < 60)


def too_large(person):
    """Ten megabytes are not taken; at the door's limit our own page or the page's own words."""
    person.get("/connexion")
    for size in (LIMIT + 1, 10 << 20):
        heard = Line(person.source).say(head(person, length=size) + "a" * 1000).hear(10)
        check(f"a body of {size} bytes: our page, before it is sent", status(heard) == 413 and says(
            heard, "Votre envoi est trop volumineux", "Cet envoi n’a pas été enregistré"), heard[:300])
    answer = person.ask("POST", "/connexion?suite=/candidature", "a=" + "b" * (LIMIT - 2))
    check("one that just fits is a matter for the page", answer.status in (403, 413, 422), answer)
    chunks = "".join("10000\r\n" + "c" * 0x10000 + "\r\n" for _ in range(6))
    heard = Line(person.source).say(
        head(person, more="Transfer-Encoding: chunked\r\n") + chunks + "0\r\n\r\n").hear(10)
    check("nor in pieces whose total is not told", status(heard) == 413, heard[:300])


def rude(person):
    for method in ("DELETE", "PUT", "TRACE", "CONNECT", "BREW", "get", "P" * 5000):
        heard = Line(person.source).say(head(person, "/", method=method)).hear(5)
        check(f"method {method[:10]}: refused", status(heard) in (400, 405, 414), heard[:200])
    giants = {"a giant header": f"X-Long: {'x' * 60000}\r\n",
              "a giant cookie": f"Cookie: __Host-sid={'s' * 60000}\r\n",
              "five hundred headers": "".join(f"X-{i}: {'y' * 100}\r\n" for i in range(500))}
    for what, more in giants.items():
        line = Line(person.source)
        try:
            heard = line.say(head(person, "/", method="GET", more=more)).hear(5)
        except (ConnectionResetError, BrokenPipeError):
            heard = line.hear(2)
        check(f"{what}: our page", status(heard) == 400 and says(
            heard, "Nous n’avons pas compris cette demande", "Rien n’a été enregistré ni effacé"),
            heard[:300])
    heard = Line(person.source).say(f"GET /{'a' * 60000} HTTP/1.1\r\nHost: x\r\n\r\n").hear(5)
    check("a giant address: our page", status(heard) in (400, 414) and says(
        heard, "Nous n’avons pas compris cette demande"), heard[:300])
    wrong = {"no number": "abc", "a negative one": "-1", "one of 30 digits": "9" * 30}
    for what, length in wrong.items():
        heard = Line(person.source).say(head(person, length=length) + "a=b").hear(5)
        check(f"a length that is {what}: refused", status(heard) in (400, 413), heard[:200])
    for what, raw in (("noise", os.urandom(4000) + b"\r\n\r\n"), ("TLS", b"\x16\x03\x01\x02\x00" * 40),
                      ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), ("nothing", b"\r\n\r\n\r\n")):
        line = Line(person.source).say(raw)
        line.socket.shutdown(socket.SHUT_WR)
        heard = line.hear(5)
        check(f"{what} instead of a request: never a page of the portal",
              status(heard) not in (200, 303, 500, 502), heard[:200])
    odd = ["/%", "/%00", "/..%2f..%2fetc/passwd", "/candidature/%ff%fe", "//", "/candidature//",
           "/?" + "&".join(f"suite={i}" for i in range(900)), "/connexion?suite=%zz"]
    answers = [person.ask("GET", path).status for path in odd]
    check("odd addresses: refused, not failed", all(s < 500 for s in answers), (odd, answers))


def leaves(person):
    """Asks and goes away before the answer, many times."""
    def go(_):
        Line(person.source).say(head(person, "/", method="GET")).drop()
    at_once(range(100), go, 20)
    check("a hundred who left before the answer: the next one is served",
          person.ask("GET", "/").status == 200)


def main():
    began = (portal.LOG / "portal-web.log").stat().st_size
    before = set(workers())
    person = Person().sign_in().start()
    interrupted(person)
    in_drops(person)
    too_large(person)
    rude(person)
    leaves(person)
    told = (portal.LOG / "portal-web.log").read_bytes()[began:].decode(errors="replace")
    check("no worker died", '"worker.death"' not in told and '"worker.stuck"' not in told,
          [line for line in told.splitlines() if "worker." in line][:3])
    check("none was replaced but by age", len(before) == len(workers()))
    check("nothing failed on our side", '"status":500' not in told,
          [line for line in told.splitlines() if '"status":500' in line][:3])
    verdict()


main()
