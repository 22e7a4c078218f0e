#!/usr/bin/python3
"""The SMTP client against a scripted server (python3-aiosmtpd) that misbehaves on order.

usage: mail_smtp.py BUILD_DIR     (needs BUILD_DIR/smtp_try and test_mail_kinds; leaves nothing behind)
The recipient's local part tells the server what to do with the mail. Loopback only.
"""
import email
import email.policy
import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tally import check, verdict

BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()


class Script:
    """What the server does, by recipient."""

    def __init__(self):
        self.mails, self.tries, self.peers, self.hung = [], 0, set(), threading.Event()
        self.no_sender, self.late = None, False

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.late:  # as a server says to whom it has waited for too long
            self.late = False
            server.loop.call_soon(server.transport.close)
            return "421 4.4.2 waited too long"
        if self.no_sender:
            return self.no_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("lines"):
            return ("550-5.1.1 <" + address + "> no such user\r\n550-5.1.1 nor ever was\r\n"
                    "550 5.1.1 said to the sender of cestes.example")
        if address.startswith("dmarc"):
            return "550 5.7.26 unauthenticated mail from cestes.example"
        if address.startswith("unknown"):
            return f"550 5.1.1 <{address}> no such user"
        if address.startswith("greylist") and self.tries == 0:
            self.tries += 1
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0].split("@")[0]
        if to == "drop":
            server.transport.abort()
        if to == "spam":
            return "554 5.7.1 refused after the data"
        if to == "full":
            return "452 4.2.2 mailbox full"
        self.peers.add(session.peer)
        self.mails.append(envelope)
        if to == "leave":  # says 250, then hangs up while the client keeps the connection
            server.loop.call_later(0.2, self.hang_up, server)
        return "250 2.0.0 kept\u00e9"

    def hang_up(self, server):
        server.transport.close()  # the loop's next turn closes it; the one after says so
        server.loop.call_soon(self.hung.set)

    async def handle_exception(self, error):
        return "451 4.3.0 " + type(error).__name__


class Server:
    def __init__(self, port, **options):
        self.script = Script()
        self.controller = Controller(
            self.script, hostname="127.0.0.1", port=port, server_kwargs=options)

    def __enter__(self):
        self.controller.start()
        return self.script

    def __exit__(self, *args):
        self.controller.stop()


class Client:
    def __init__(self, port, *args):
        self.p = subprocess.Popen(
            [str(BUILD / "smtp_try"), str(port), *args],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def send(self, to):
        self.p.stdin.write(to + "\n")
        self.p.stdin.flush()
        return self.p.stdout.readline().rstrip("\n").split(" ", 2)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.p.stdin.close()
        self.p.stdout.close()
        check("the client ends cleanly", self.p.wait(timeout=10) == 0)


def free_port():
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def certificate(folder, name):
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
         "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return str(cert), context


def plain():
    port = free_port()
    with Server(port) as server, Client(port, "none") as client:
        got = client.send("one@example.org")
        check("sent", got[:2] == ["sent", "250"], got)
        check("the server's line is cleaned", got[2] == "250 2.0.0 kept??", got)
        got = client.send("two@example.org")
        check("one kept connection serves the second mail", len(server.peers) == 1, server.peers)
        got = client.send("greylist@example.org")
        check("4xx to RCPT is about that mail", got[:2] == ["mail", "451"], got)
        got = client.send("greylist@example.org")
        check("and the next try goes through", got[0] == "sent", got)
        got = client.send("unknown@example.org")
        check("no such user, at RCPT: it has no recipient", got[:2] == ["recipient", "550"], got)
        check("no address in what is kept", "@" not in got[2] and "no such user" in got[2], got)
        got = client.send("lines@example.org")
        check("a refusal of several lines is read whole, and kept as one", got[:2] == ["mail", "550"] and
              got[2] == "550-5.1.1 * no such user nor ever was said to the sender of cestes.example", got)
        got = client.send("dmarc@example.org")
        check("550 5.7.26 at RCPT is about the mail, not its recipient", got[:2] == ["mail", "550"], got)
        server.no_sender = "553 5.7.1 not your address"
        got = client.send("one@example.org")
        check("553 at MAIL is about us", got[:2] == ["way", "553"], got)
        server.no_sender = "552 5.3.4 too large"
        got = client.send("one@example.org")
        check("but for a size", got[:2] == ["mail", "552"], got)
        server.no_sender = None
        got = client.send("letgo@example.org")
        check("let go of before the data", got[:2] == ["letgo", "0"], got)
        check("the server has nothing of it", all(m.rcpt_tos != ["letgo@example.org"] for m in server.mails))
        got = client.send("after@example.org")
        check("and the next one goes", got[0] == "sent", got)
        server.late = True
        got = client.send("again@example.org")
        check("a kept connection that the server has given up is replaced at once", got[0] == "sent", got)
        got = client.send("spam@example.org")
        check("5xx to the data is about that mail", got[:2] == ["mail", "554"], got)
        got = client.send("full@example.org")
        check("4xx to the data too", got[:2] == ["mail", "452"], got)
        got = client.send("drop@example.org")
        check("a connection lost after the data: nobody knows", got[:2] == ["mail", "0"], got)
        got = client.send("leave@example.org")
        check("and a new connection serves the next mail", got[0] == "sent", got)
        check("the server has hung up", server.hung.wait(10))
        got = client.send("three@example.org")
        check("a server that hung up in between is called again", got[0] == "sent", got)
        raw = server.mails[0].original_content
        msg = email.message_from_bytes(raw, policy=email.policy.default)
        check("lines that begin with a dot arrive whole",
              msg.get_body(("plain",)).get_content().replace("\r\n", "\n")
              == ".\n..deux\n. fin à 10\u202f005,00\u00a0€\n", raw)
        check("the subject arrives", msg["subject"] == "Élève, « l’œuvre »", msg["subject"])
        check("sender and recipient are the envelope's",
              (server.mails[0].mail_from, server.mails[0].rcpt_tos)
              == ("candidature@cestes.example", ["one@example.org"]))


def away():
    port = free_port()
    with Client(port, "none") as client:
        got = client.send("one@example.org")
        check("no server: it is about us", got[:2] == ["way", "0"], got)
        with Server(port) as server:
            got = client.send("one@example.org")
            check("server back: sent", got[0] == "sent" and len(server.mails) == 1, got)


def tls(folder):
    cert, context = certificate(folder, "localhost")
    other, _ = certificate(folder, "elsewhere.example")

    def login(server, session, envelope, mechanism, data):
        good = data.login == b"movsc" and data.password == b"secret"
        return AuthResult(success=good, handled=good)  # not handled: the server says 535 itself

    port = free_port()
    with Server(port) as server, Client(port, "required", cert) as client:
        got = client.send("one@example.org")
        check("STARTTLS required and not offered: nothing is sent, it is about us",
              got[0] == "way" and not server.mails, got)
    port = free_port()
    options = dict(tls_context=context, require_starttls=True, authenticator=login,
                   auth_required=True)
    with Server(port, **options) as server:
        with Client(port, "required", cert, "movsc", "secret") as client:
            got = client.send("one@example.org")
            check("STARTTLS and AUTH: sent", got[0] == "sent", got)
        with Client(port, "required", cert, "movsc", "wrong") as client:
            got = client.send("one@example.org")
            check("a wrong password is about us", got[:2] == ["way", "535"], got)
        with Client(port, "required", cert) as client:
            got = client.send("one@example.org")
            check("no login where one is wanted: about us", got[:2] == ["way", "530"], got)
        with Client(port, "required", other, "movsc", "secret") as client:
            got = client.send("one@example.org")
            check("an unknown certificate: nothing is sent, about us", got[:2] == ["way", "0"], got)
        check("only one mail came through", len(server.mails) == 1)


def previews(folder):
    """Every mail that the unit test writes, read by another parser."""
    # its own account of itself is nobody's here
    environment = {k: v for k, v in os.environ.items() if k != "CK_XML_LOG_FILE_NAME"}
    subprocess.run([str(BUILD / "test_mail_kinds")], cwd=folder, check=True, capture_output=True,
                   env=environment)
    files = sorted((folder / "mail-preview").glob("*.eml"))
    check("the unit tests left the mails", len(files) >= 16, files)
    for file in files:
        raw = file.read_bytes()
        msg = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [p.get_content_type() for p in msg.iter_parts()]
        text = msg.get_body(("plain",)).get_content()
        defects = list(msg.defects) + [d for p in msg.walk() for d in p.defects]
        defects += [d for h in msg.values() for d in getattr(h, "defects", ())]
        check(f"{file.stem}: two parts, no defect",
              parts == ["text/plain", "text/html"] and not defects, (parts, defects))
        check(f"{file.stem}: accents and lines",
              "Pourquoi ce message" in text and max(map(len, raw.split(b"\r\n"))) <= 78
              and text.replace("\r\n", "\n") == file.with_suffix(".txt").read_text("utf-8"))
    for name, amounts in (("quote", ("10\u202f005,00", "400,00", "10\u202f405,00")),
                          ("quote_held", ("10\u202f005,00", "400,00"))):
        mail = email.message_from_bytes((folder / f"mail-preview/{name}.eml").read_bytes(),
                                        policy=email.policy.default)
        for kind in ("plain", "html"):
            text = mail.get_body((kind,)).get_content()
            check(f"{name}: amounts in text/{kind}", all(f"{a}\u00a0€" in text for a in amounts), text)


def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        plain()
        away()
        tls(folder)
        previews(folder)
    finally:
        shutil.rmtree(folder)
    verdict()


if __name__ == "__main__":
    main()
