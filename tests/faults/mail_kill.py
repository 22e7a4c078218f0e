#!/usr/bin/python3
"""kill -9 of portal-jobs at each step of the dialogue, and a portal-jobs that sleeps while another takes
its mail: late by 30 seconds at most, nothing lost, nothing doubled.

usage: mail_kill.py BUILD_DIR     (loopback only; everything it starts or writes is gone at the end)
"""
import asyncio
import contextlib
import os
import signal
import socket
import time
from functools import partial

from mail_house import House, Relay, check, run, wait_until

LEASE = 30
# The lease is looked at once a second, by a clock of whole seconds, on a machine that others use too.
SLACK = 6


class Gate(Relay):
    """Holds the first client that comes to a step, until it is let go or hangs up."""

    def __init__(self, port):
        super().__init__(port)
        self.step, self.reached, self.when = "", False, {}

    def hold_at(self, step):
        self.step, self.reached = step, False

    def let_go(self):
        self.step = ""

    async def at(self, step):
        if self.step == step and not self.reached:
            self.reached = True
            while self.step == step:
                await asyncio.sleep(0.05)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        await self.at("hello")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        await self.at("mail")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        await self.at("rcpt")
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        await self.at("data")
        answer = await super().handle_DATA(server, session, envelope)
        self.when.setdefault(envelope.rcpt_tos[0], time.monotonic())
        return answer


class Kill(House):
    def __init__(self, folder):
        super().__init__(folder)
        self.relay = Gate(self.relay.port)
        self.relay.start()

    def lease(self, like):
        rows = self.db.sql("SELECT UNIX_TIMESTAMP(lease_until), state FROM outbox"
                           f" WHERE recipient LIKE '{like}%'")
        return (int(rows[0][0]), rows[0][1]) if rows and rows[0][0] != "NULL" else (0, "")


def dies_at(house, step):
    house.relay.hold_at(step)
    house.queue(f"{step}@kill.example")
    jobs = house.start()
    check(f"{step}: a mail has come as far", wait_until(lambda: house.relay.reached) and
          house.states(step) == {f"{step}@kill.example": "sending"}, house.states(step))
    house.stop(jobs, signal.SIGKILL)
    house.relay.let_go()
    return time.monotonic()


def dies_unanswered(house):
    """Whoever listens there says nothing at all."""
    house.relay.stop()
    with socket.create_server(("127.0.0.1", house.relay.port)) as mute:
        house.queue("connect@kill.example")
        jobs = house.start()
        mute.settimeout(20)
        with mute.accept()[0]:
            check("connect: a mail has come as far",
                  house.states("connect") == {"connect@kill.example": "sending"}, house.states("connect"))
            house.stop(jobs, signal.SIGKILL)
    house.relay.start()
    return time.monotonic()


def killed_everywhere(house):
    """All of them at once, since each waits for its own lease. Meanwhile one that lives has a slow server,
    and keeps its mail for longer than a lease."""
    killed = {"connect": dies_unanswered(house)}
    for step in ("hello", "mail", "rcpt", "data"):
        killed[step] = dies_at(house, step)
    house.relay.hold_at("data")
    house.queue("slow@kill.example")
    slow = house.start()
    check("one that lives has a mail under way", wait_until(lambda: house.relay.reached))
    first, _ = house.lease("slow")
    jobs = house.start()
    sent = wait_until(lambda: set(killed) <= {to.split("@")[0] for to in house.relay.when}, LEASE + 20)
    late = {step: round(house.relay.when[f"{step}@kill.example"] - at, 1)
            for step, at in killed.items() if f"{step}@kill.example" in house.relay.when}
    print("     late after the kill, in seconds:", late)
    check("killed at any step, a mail is late by a lease at most",
          sent and all(s <= LEASE + SLACK for s in late.values()), late)
    check("and comes once", all(house.relay.mails[f"{step}@kill.example"] == 1 for step in killed),
          house.relay.mails)
    check("the row says so", wait_until(lambda: all(
        house.states(step) == {f"{step}@kill.example": "sent"} for step in killed)), house.states(""))
    check("none of them was refused anything", house.db.sql(
        "SELECT COUNT(*) FROM outbox WHERE refused_at IS NOT NULL") == [["0"]])
    check("a lease is renewed while the server is slow", wait_until(
        lambda: house.lease("slow")[0] > first + 10, 20), (first, house.lease("slow")))
    wait_until(lambda: time.time() > first + 2, LEASE + 5)
    check("past its first lease it is still that one's", house.lease("slow")[1] == "sending" and
          house.relay.mails["slow@kill.example"] == 0, house.lease("slow"))
    house.relay.let_go()
    check("and is sent", house.all_sent("slow", 1), house.states("slow"))
    house.stop(slow)
    house.stop(jobs)
    check("once", house.relay.mails["slow@kill.example"] == 1, house.relay.mails)


def sleeps_at(house, step):
    """Stopped longer than its lease: another sends the mail. Awake again, it looks before the data, and
    lets go."""
    to = f"asleep-{step}@kill.example"
    house.relay.hold_at(step)
    house.queue(to)
    sleeper = house.start()
    check(f"{step}: a mail is under way", wait_until(lambda: house.relay.reached))
    os.kill(sleeper.pid, signal.SIGSTOP)
    house.db.sql("UPDATE outbox SET lease_until = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE state = 'sending'")
    other = house.start()
    check(f"{step}: another sends it", house.all_sent("asleep-" + step, 1))
    house.relay.let_go()
    os.kill(sleeper.pid, signal.SIGCONT)
    mine = f'"event":"mail.taken","pid":{sleeper.pid},'
    check(f"{step}: whoever slept finds that it is another's",
          wait_until(lambda: mine in house.log.read_text("utf-8")))
    house.stop(other)
    house.queue(f"next-{step}@kill.example")
    check(f"{step}: and goes on", house.all_sent("next-" + step, 1))
    house.stop(sleeper)
    check(f"{step}: the mail came once", house.relay.mails[to] == 1, house.relay.mails)


def systemd_hears(house):
    """As it would hear portal-jobs: ready, alive at every turn, about to end; and nothing of one that hangs."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(house.folder / "notify"))
        manager.settimeout(0.5)

        def hears(what, seconds):
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                with contextlib.suppress(TimeoutError):
                    if manager.recv(100) == what:
                        return True
            return False

        os.environ["NOTIFY_SOCKET"] = str(house.folder / "notify")
        jobs = house.start()
        del os.environ["NOTIFY_SOCKET"]
        check("systemd hears that it is ready", hears(b"READY=1", 20))
        check("and alive", hears(b"WATCHDOG=1", 20) and hears(b"WATCHDOG=1", 20))
        house.relay.hold_at("rcpt")
        house.queue("watched@kill.example")
        check("a mail is under way", wait_until(lambda: house.relay.reached))
        hears(b"", 1)  # what it said before
        check("while it waits for a server, it does not say that it gets on", not hears(b"WATCHDOG=1", 4))
        house.relay.let_go()
        check("then it does", hears(b"WATCHDOG=1", 20) and house.all_sent("watched", 1))
        house.stop(jobs)
        check("and that it ends", hears(b"STOPPING=1", 5))


def base_away(house):
    """MariaDB starts again in the midst of a mail: before the data it is not sent unasked, after them it
    is written down."""
    for step in ("rcpt", "data"):
        house.relay.hold_at(step)
        house.queue(f"base-{step}@kill.example")
        jobs = house.start()
        check(f"MariaDB dies at {step}: a mail is under way", wait_until(lambda: house.relay.reached))
        house.db.kill()
        house.relay.let_go()
        time.sleep(1)
        check("none is sent that cannot be asked for" if step == "rcpt" else "what was given is kept",
              house.relay.mails[f"base-{step}@kill.example"] == (step == "data"), house.relay.mails)
        house.db.start()
        check("back, it is sent", house.all_sent(f"base-{step}", 1, LEASE + 20), house.states("base"))
        check("once", house.relay.mails[f"base-{step}@kill.example"] == 1, house.relay.mails)
        house.stop(jobs)


def log_is_clean(house):
    text = house.log.read_text("utf-8")
    strange = [line for line in text.splitlines() if line and not line.startswith("{")]
    check("the log is JSON, with no word of a sanitizer", not strange, "\n".join(strange[:40]))
    check("no address in the log", "@" not in text)


if __name__ == "__main__":
    run(Kill, killed_everywhere, partial(sleeps_at, step="mail"), partial(sleeps_at, step="rcpt"),
        systemd_hears, base_away, log_is_clean)
