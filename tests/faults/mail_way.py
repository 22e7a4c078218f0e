#!/usr/bin/python3
"""A refusal that is about us is not about them: portal-jobs before a server that turns it away at each
step of the dialogue, then takes everything again. Nothing may be failed by that, lost or doubled; all are
held only when all are concerned; and what did fail is sent again by the operator.

usage: mail_way.py BUILD_DIR     (loopback only; everything it starts or writes is gone at the end)
"""
import collections
import json
import re
import subprocess
import time
from functools import partial

from mail_house import BUILD, ROOT, House, Relay, check, run, wait_until

POLICY = "550 5.7.26 unauthenticated mail from cestes.example"


class Gate(Relay):
    """Says no at one step, to all or to some addresses."""

    def __init__(self, port):
        super().__init__(port)
        self.no = {}  # step: answer
        self.only = re.compile("")  # of the recipients, at RCPT and after
        self.asked = []  # outbox row, in the order of MAIL
        self.rcpt = collections.Counter()

    def open(self):
        self.no, self.only = {}, re.compile("")

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [self.no["hello"]] if "hello" in self.no else responses

    async def handle_HELO(self, server, session, envelope, hostname):
        session.host_name = hostname
        return self.no.get("hello", "250 relay.example")

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.asked.append(int(re.match(r"bounce\+(\d+)-", address)[1]))
        no = self.no.get("mail")
        if isinstance(no, dict):  # by what it is told, as one that reads more than it should
            no = no.get(self.asked[-1])
        if no:
            return no
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.rcpt[address] += 1
        if "rcpt" in self.no and self.only.search(address):
            return self.no["rcpt"]
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        if "data" in self.no and self.only.search(envelope.rcpt_tos[0]):
            return self.no["data"]
        return await super().handle_DATA(server, session, envelope)


class Way(House):
    def __init__(self, folder):
        super().__init__(folder)
        self.relay = Gate(self.relay.port)
        self.relay.start()

    def way(self):
        rows = self.db.sql("SELECT stage, why FROM mail_way WHERE closed_at IS NOT NULL")
        return rows[0] if rows else None

    def row(self, to, columns):
        rows = self.db.sql(f"SELECT {columns} FROM outbox WHERE recipient = '{to}'")
        return rows[0] if rows else None

    def admin(self, *args):
        done = subprocess.run([str(BUILD / "portal-admin"), "--config", str(self.config), "--sql",
                               str(ROOT / "sql"), *args], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    def events(self, name):
        lines = [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line]
        return [line for line in lines if line["event"] == name]

    def forget(self):
        self.db.sql("DELETE FROM outbox; DELETE FROM mail_way; DELETE FROM address_state")
        self.relay.open()
        self.relay.asked.clear()
        self.relay.mails.clear()
        self.relay.rcpt.clear()


def all_are_held(house, step, answer, stage):
    """Every mail would fare the same: none fails, one at a time tries, all go once it is over."""
    name = f"{step}: {answer[:12]}"
    house.forget()
    house.relay.no = {step: answer}
    people = [f"{step}{i}@d{i}.example" for i in range(6)]
    for to in people:
        house.queue(to)
    jobs = house.start()
    check(f"{name}: all are held", wait_until(lambda: (house.way() or [""])[0] == stage), house.way())
    house.queue(f"{step}-code@x.example", kind="code",
                params={"challenge": "abc", "expires": int(time.time()) + 600}, ends=600)
    tries = len(house.relay.asked)
    wait_until(lambda: int(house.db.sql("SELECT tries FROM mail_way")[0][0]) > 3, 10)
    states = house.states(step)
    check(f"{name}: nothing has failed", set(states.values()) <= {"queued", "sending"}, states)
    check(f"{name}: an alarm says so", house.events("mail.held")[-1]["stage"] == stage and
          house.events("mail.held")[-1]["level"] == "error", house.events("mail.held"))
    if step == "mail":
        code = int(house.row(f"{step}-code@x.example", "id")[0])
        check(f"{name}: the code is the first to try again", house.relay.asked[tries] == code or
              house.relay.asked[tries + 1] == code, (tries, house.relay.asked, code))
        check(f"{name}: and it takes no other's turn", len(set(house.relay.asked)) > 2, house.relay.asked)
    doctor = house.admin("doctor")[1]
    check(f"{name}: the doctor says so", "✗ courriels\u00a0: aucun ne part" in doctor, doctor)
    house.relay.open()
    check(f"{name}: over, everything goes", house.all_sent(step, 7), house.states(step))
    check(f"{name}: once each", all(house.relay.mails[to] == 1 for to in people), house.relay.mails)
    check(f"{name}: the way is open", house.way() is None and house.events("mail.released"))
    check(f"{name}: the doctor is content", "✓ courriels" in house.admin("doctor")[1])
    house.stop(jobs)


def three_alike(house):
    house.forget()
    house.relay.no = {"rcpt": POLICY}
    people = [f"alike{i}@d{i}.example" for i in range(8)]
    for to in people:
        house.queue(to)
    house.once()
    check("three domains refused alike: all are held, after three", (house.way() or [""])[0] == "alike" and
          sum(house.relay.rcpt.values()) == 3, (house.way(), house.relay.rcpt))
    check("no other was tried", house.db.sql(
        "SELECT COUNT(*) FROM outbox WHERE attempts = 0 AND state = 'queued'") == [["5"]])
    house.relay.open()
    jobs = house.start()
    check("taken again, everything goes", house.all_sent("alike", 8), house.states("alike"))
    check("once each", all(house.relay.mails[to] == 1 for to in people), house.relay.mails)
    house.stop(jobs)


def one_domain_is_not_all(house):
    house.forget()
    house.relay.no, house.relay.only = {"rcpt": POLICY}, re.compile("@bad[.]")
    for i in range(5):
        house.queue(f"same{i}@bad.example")
    for i in range(5):
        house.queue(f"fine{i}@d{i}.example")
    jobs = house.start()
    check("one domain refuses us: the others go", house.all_sent("fine", 5), house.states(""))
    check("and nothing is held but its mails", house.way() is None and
          set(house.states("same").values()) <= {"queued", "sending"}, (house.way(), house.states("same")))
    delays = "SELECT MIN(attempts) > 1, MIN(trouble), MAX(next_try_at) > UTC_TIMESTAMP() FROM outbox" \
             " WHERE recipient LIKE 'same%' AND state = 'queued'"
    check("each by itself, and later each time",
          wait_until(lambda: house.db.sql(delays) == [["1", "refused", "1"]]), house.db.sql(delays))
    house.stop(jobs)


def one_mail_is_not_all(house):
    """A server that chokes on one mail at MAIL: it may close the way once, and not again."""
    house.forget()
    house.queue("poison@x.example")
    poison = int(house.row("poison@x.example", "id")[0])
    house.relay.no = {"mail": {poison: "553 5.7.1 this one I do not like"}}
    held = len(house.events("mail.held"))
    for i in range(10):
        house.queue(f"others{i}@d{i}.example")
    jobs = house.start()
    check("a mail that MAIL refuses does not stop the others", house.all_sent("others", 10), house.states(""))
    check("it is tried again, by itself", wait_until(
        lambda: house.relay.asked.count(poison) > 2), house.relay.asked)
    check("the way was closed by it once at most", len(house.events("mail.held")) - held == 1 and
          house.way() is None, house.events("mail.held")[held:])
    house.relay.open()
    check("and it goes when it is taken", house.all_sent("poison", 1), house.states("poison"))
    house.stop(jobs)


def held_by_itself(house):
    """Refused after the data, or for a full mailbox: tried again, and never failed by that."""
    for step, answer in (("data", "554 5.7.1 looks like spam"), ("rcpt", "552 5.2.2 mailbox full"),
                         ("rcpt", "550 5.4.1 recipient address rejected")):
        house.forget()
        house.relay.no, house.relay.only = {step: answer}, re.compile("^odd@")
        house.queue("odd@x.example")
        house.queue("even@x.example")
        jobs = house.start()
        check(f"{answer}: that mail waits", wait_until(lambda: house.row(
            "odd@x.example", "state, trouble, attempts > 1") == ["queued", "refused", "1"]),
            house.row("odd@x.example", "state, trouble, attempts"))
        check(f"{answer}: its address is not to blame, and the others go",
              house.db.sql("SELECT COUNT(*) FROM address_state") == [["0"]] and house.all_sent("even", 1))
        house.relay.open()
        check(f"{answer}: then it goes", house.all_sent("odd", 1), house.states("odd"))
        house.stop(jobs)


def newer(house):
    """The web was upgraded first."""
    house.forget()
    house.queue("newer@x.example", kind="of_tomorrow")
    house.queue("known@x.example")
    jobs = house.start()
    check("what is known goes", house.all_sent("known", 1))
    check("what is not waits", wait_until(
        lambda: house.row("newer@x.example", "state, trouble, attempts") == ["queued", "kind", "0"]))
    check("the operator is told", "1" in house.admin("mail")[1] and
          "! courriels\u00a0: 1 attendent" in house.admin("doctor")[1], house.admin("mail"))
    house.db.sql("UPDATE outbox SET kind = 'address_changed' WHERE kind = 'of_tomorrow'") # as if known now
    check("a portal-jobs that knows it sends it", house.all_sent("newer", 1), house.states("newer"))
    house.stop(jobs)


def again(house):
    house.forget()
    for to in ("unknown1@x.example", "unknown2@x.example"):
        house.queue(to)
    house.queue("unknown3@x.example", kind="code",
                params={"challenge": "abc", "expires": int(time.time()) + 600}, ends=600)
    house.once()
    check("no such recipient: failed", list(house.states("unknown").values()) == ["failed"] * 3)
    ids = {to: house.row(to, "id")[0] for to in house.states("unknown")}
    code, said = house.admin("mail")
    check("the operator sees which, and no address", code == 0 and "@" not in said and
          f"! {ids['unknown1@x.example']}," in said and f"· {ids['unknown3@x.example']}," in said and
          "en échec\u00a0: 3, dont 2" in said, said)
    check("one that may go again does", house.admin("mail", "again", ids["unknown1@x.example"])[0] == 0 and
          house.row("unknown1@x.example", "state, attempts, last_error, bounced_at IS NULL")
          == ["queued", "0", "", "1"], house.row("unknown1@x.example", "state, attempts, last_error"))
    check("asked twice, nothing is done", house.admin("mail", "again", ids["unknown1@x.example"])[0] == 65)
    check("a code does not", house.admin("mail", "again", ids["unknown3@x.example"])[0] == 65)
    check("what is wrong is said", house.admin("mail", "again", "x")[0] == 64 and
          house.admin("mail", "away", "all")[0] == 64 and house.admin("mail", "again")[0] == 64)
    code, said = house.admin("mail", "again", "all")
    check("all that may", code == 0 and said.endswith("\u00a0: 1\n"), said)
    house.relay.handle_RCPT = lambda server, session, envelope, address, options: Relay.handle_RCPT(
        house.relay, server, session, envelope, address.replace("unknown", "known"), options)
    house.once()
    check("and they arrive, once", house.relay.mails["known1@x.example"] == 1 and
          house.relay.mails["known2@x.example"] == 1, house.relay.mails)
    del house.relay.handle_RCPT
    check("what cannot is settled otherwise", house.admin("mail", "settle", "all")[0] == 0 and
          "✓ en échec\u00a0: 0" in house.admin("mail")[1])
    check("each is in the audit trail", house.db.sql(
        "SELECT action, actor_kind, object_id > 0, detail FROM audit WHERE action LIKE 'mail.%' AND"
        " actor_kind = 'admin' ORDER BY id") == [["mail.again", "admin", "1", "address_changed"],
        ["mail.again_all", "admin", "0", "1"], ["mail.settle_all", "admin", "0", "1"]])


def two_hold_together(house):
    """Two portal-jobs: the way is one, and so is the turn."""
    house.forget()
    house.relay.no = {"mail": "553 5.7.1 not your address"}
    for i in range(10):
        house.queue(f"pair{i}@d{i}.example")
    a, b = house.start(), house.start()
    wait_until(lambda: house.way() is not None)
    begun, asked = time.monotonic(), len(house.relay.asked)
    wait_until(lambda: int(house.db.sql("SELECT tries FROM mail_way")[0][0]) > 6, 12)
    spent, tries = time.monotonic() - begun, len(house.relay.asked) - asked
    check("two that are held try no oftener than one", tries <= spent + 2, (tries, spent))
    house.relay.open()
    check("and both go on", house.all_sent("pair", 10) and
          all(house.relay.mails[f"pair{i}@d{i}.example"] == 1 for i in range(10)), house.states("pair"))
    house.stop(a)
    house.stop(b)


def log_is_clean(house):
    text = house.log.read_text("utf-8")
    strange = [line for line in text.splitlines() if line and not line.startswith("{")]
    check("the log is JSON, with no word of a sanitizer", not strange, "\n".join(strange[:40]))
    check("no address in the log", "@" not in text)
    check("no job failed", not house.events("job.failed"), house.events("job.failed"))


if __name__ == "__main__":
    run(Way, partial(all_are_held, step="hello", answer="554 5.7.1 go away", stage="hello"),
        partial(all_are_held, step="mail", answer="553 5.7.1 not your address", stage="sender"),
        partial(all_are_held, step="mail", answer="451 4.3.0 not now", stage="sender"),
        three_alike, one_domain_is_not_all, one_mail_is_not_all, held_by_itself, newer, again,
        two_hold_together, log_is_clean)
