#!/usr/bin/python3
"""portal-jobs against a private MariaDB and a scripted SMTP server: what is queued goes out.

usage: mail_jobs.py BUILD_DIR     (needs BUILD_DIR/portal-jobs and MariaDB's programs; loopback
only; everything it starts or writes is gone at the end)
"""
import hashlib
import hmac
import json
import os
import signal
import subprocess
import time

from mail_house import BUILD, DRAFT, House, check, run, wait_until


def usual(house):
    house.relay.start()
    for i in range(25):
        house.queue(f"two{i}@example.org")
    a, b = house.start(), house.start()
    check("two portal-jobs send everything", house.all_sent("two", 25), house.states("two"))
    check("each mail once", all(house.relay.mails[f"two{i}@example.org"] == 1 for i in range(25)),
          house.relay.mails)
    check("SIGTERM ends it cleanly", house.stop(b) == 0)
    house.queue("grey@example.org")
    house.queue("unknown@example.org")
    house.queue("drop@example.org")
    house.queue("hole@example.org", params={"at": "soon"})
    house.queue("kind@example.org", kind="nothing")
    late = {"challenge": "abc", "expires": int(time.time()) - 5}
    house.queue("late@example.org", kind="code", params=late, ends=-5)
    check("451, 451, then 250: sent at the third try",
          house.all_sent("grey", 1) and house.relay.tries["grey@example.org"] == 3)
    check("550: kept for staff", wait_until(
        lambda: house.states("unknown") == {"unknown@example.org": "failed"}),
        house.states("unknown"))
    check("and counted against the address, as a bounce would be", house.db.sql(
        "SELECT hard_bounces FROM address_state WHERE email LIKE 'unknown%'") == [["1"]])
    check("a connection lost after the data: tried again", house.all_sent("drop", 1))
    check("then twice, with the same Message-ID",
          house.relay.mails["drop@example.org"] == 2 and 2 in house.relay.ids.values())
    check("a mail with a hole is never sent", wait_until(
        lambda: house.states("hole") == {"hole@example.org": "failed"}), house.states(""))
    kind = "SELECT state, attempts, trouble FROM outbox WHERE recipient = 'kind@example.org'"
    check("a kind that this portal-jobs does not know waits, as if it had not been tried", wait_until(
        lambda: house.db.sql(kind) == [["queued", "0", "kind"]]), house.db.sql(kind))
    check("a code that came too late expires", wait_until(
        lambda: house.states("late") == {"late@example.org": "expired"}), house.states("late"))
    errors = house.db.sql("SELECT last_error FROM outbox WHERE state <> 'sent'")
    check("what is kept holds no address", errors and not any("@" in e[0] for e in errors), errors)
    check("and says why", any("parameter at must be" in e[0] for e in errors), errors)
    house.queue("wake@example.org")
    a.send_signal(signal.SIGUSR1)
    check("SIGUSR1 wakes it, and does not end it", house.all_sent("wake", 1, 10))
    house.stop(a)


def server_away(house):
    house.relay.stop()
    jobs = house.start()
    for i in range(12):
        house.queue(f"away{i}@example.org")
    tried = "SELECT stage, tries > 2 FROM mail_way WHERE closed_at IS NOT NULL"
    check("no server: all are held, and one tries the way again and again",
          wait_until(lambda: house.db.sql(tried) == [["connect", "1"]]), house.db.sql(tried))
    states = house.states("away")
    check("no server: everything waits", set(states.values()) <= {"queued", "sending"}, states)
    counted = "SELECT SUM(attempts - (state = 'sending')) FROM outbox WHERE recipient LIKE 'away%'"
    check("none of them is the worse for it", house.db.sql(counted) == [["0"]], house.db.sql(counted))
    house.relay.start()
    check("server back: everything goes", house.all_sent("away", 12, 60), house.states("away"))
    check("once each", all(house.relay.mails[f"away{i}@example.org"] == 1 for i in range(12)))
    house.stop(jobs)


def killed(house):
    house.relay.hold = 8.0  # the kill comes while the server has the mail and has not answered
    house.queue("killed@example.org")
    jobs = house.start()
    check("a mail is under way", wait_until(lambda: "killed@example.org" in house.relay.held) and
          house.states("killed") == {"killed@example.org": "sending"})
    house.stop(jobs, signal.SIGKILL)
    house.relay.hold = 0.0
    check("kill -9 while sending: the row is still leased",
          house.states("killed") == {"killed@example.org": "sending"}, house.states("killed"))
    house.queue("behind@example.org")
    jobs = house.start()
    check("whoever comes takes what follows it", house.all_sent("behind", 1))
    check("nobody takes it before the lease ends",
          house.states("killed") == {"killed@example.org": "sending"}, house.states("killed"))
    house.db.sql("UPDATE outbox SET lease_until = UTC_TIMESTAMP() - INTERVAL 1 SECOND"
                 " WHERE state = 'sending'")
    check("after it, the mail goes", house.all_sent("killed", 1), house.states("killed"))
    house.relay.hold = 4.0
    house.queue("drain@example.org")
    wait_until(lambda: "drain@example.org" in house.relay.held)
    status = house.stop(jobs)
    house.relay.hold = 0.0
    check("SIGTERM while sending: that mail is finished first",
          status == 0 and house.states("drain") == {"drain@example.org": "sent"},
          (status, house.states("drain")))


def database_away(house):
    house.relay.hold = 4.0  # MariaDB dies between the claim and what came of it
    house.queue("base0@example.org")
    jobs = house.start()
    check("another is under way", wait_until(lambda: "base0@example.org" in house.relay.held))
    house.db.kill()
    wait_until(lambda: house.relay.mails["base0@example.org"])
    house.relay.hold = 0.0
    house.db.start()
    check("kill -9 of MariaDB while sending: what went out is written down after",
          house.all_sent("base0", 1), house.states("base0"))
    check("and it went out once", house.relay.mails["base0@example.org"] == 1)
    for i in range(1, 6):
        house.queue(f"base{i}@example.org")
    check("the same process goes on", house.all_sent("base", 6), house.states("base"))
    house.stop(jobs)
    house.queue("once@example.org")
    check("--once does what is due and ends",
          house.start("--once").wait(timeout=30) == 0 and house.all_sent("once", 1, 1))


def nothing_is_sent_unasked(house):
    """Whether an address is stopped cannot be asked: that is no leave to send."""
    house.db.sql("INSERT INTO address_state (email, hard_bounces, last_at, rules) VALUES"
                 " ('stopped@example.org', 2, UTC_TIMESTAMP(), 1)")
    house.db.sql("REVOKE SELECT ON movsc.address_state FROM movsc_jobs@localhost")
    house.queue("stopped@example.org", kind="draft_waiting", params=DRAFT)
    check("--once says that a job failed", house.start("--once").wait(timeout=30) != 0)
    check("nothing was sent, and the mail is still to be dealt with",
          house.relay.mails["stopped@example.org"] == 0 and
          house.states("stopped")["stopped@example.org"] in ("queued", "sending"), house.states("stopped"))
    house.db.sql("GRANT SELECT ON movsc.address_state TO movsc_jobs@localhost")
    house.db.sql("UPDATE outbox SET lease_until = UTC_TIMESTAMP() - INTERVAL 1 SECOND"
                 " WHERE recipient = 'stopped@example.org' AND state = 'sending'")
    house.start("--once").wait(timeout=30)
    check("once it can be asked, it is stopped", house.relay.mails["stopped@example.org"] == 0 and
          house.states("stopped") == {"stopped@example.org": "failed"}, house.states("stopped"))


def field(value):
    data = value if isinstance(value, bytes) else str(value).encode()
    return str(len(data)).encode() + b":" + data + b","


def walked(house):
    """Each seal with its rows, made again by somebody else from what store/seal.h says and the keys that
    portal-jobs holds. The last value and number of rows of each, by its number."""
    held = dict(line.split() for line in (house.folder / "keys/jobs").read_text().splitlines()
                if line and not line.startswith("#"))
    previous, chain = bytes(32), []
    columns = "id, at, actor_kind, actor_id, action, object_kind, object_id, detail, request_id"
    seals = house.db.sql("SELECT id, first_id, last_id, row_count, key_version, HEX(previous), HEX(digest),"
                         " HEX(seal), sealed_at FROM audit_seal ORDER BY id")
    for number, first, last, count, version, before, digest, seal, when in seals:
        key = bytes.fromhex(held["audit" if version == "1" else f"audit.{version}"])

        def mac(*parts, key=key):
            return hmac.digest(key, b"".join(map(field, parts)), "sha256")

        rows = house.db.sql(f"SELECT {columns} FROM audit JOIN audit_sealed ON audit_id = id"
                            f" WHERE seal_id = {number} ORDER BY id")
        rows = [(row + [""] * 9)[:9] for row in rows]
        macs = [mac("row", *row) for row in rows]
        kept = house.db.sql(f"SELECT HEX(mac) FROM audit_sealed WHERE seal_id = {number} ORDER BY audit_id")
        ours = hashlib.sha256(b"".join(macs)).digest()
        value = mac("seal", version, previous, first, last, count, ours, when)
        if (before, digest, seal) != tuple(x.hex().upper() for x in (previous, ours, value)) or \
                [x.hex().upper() for x in macs] != [row[0] for row in kept]:
            check(f"seal {number} is right", False, (rows, digest, ours.hex()))
        previous = value
        chain.append((f"{number}:{value.hex()}", int(count)))
    return chain


def verify(house, *more):
    """portal-admin audit verify: what it says, with plain spaces, and its exit code."""
    done = subprocess.run([str(BUILD / "portal-admin"), "--config", str(house.config), "audit", "verify", *more],
                          capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).replace("\u00a0", " ")


def audited(house, chain):
    """The operator's own eye on the same trail; the key is changed for a newer one on the way."""
    head = chain[-1][0]
    code, said = verify(house)
    check("audit verify finds it in order", code == 0 and "✓ le journal d’audit est en ordre" in said, said)
    check("and says its head", f"dernier sceau en ordre : {head}" in said, said)
    check("which is the one that was given", verify(house, "--head", head)[0] == 0)
    other = head[:-1] + ("0" if head[-1] != "0" else "1")
    code, said = verify(house, "--head", other)
    check("another value under its number", code == 1 and "n’est plus le même" in said, said)
    number, value = head.split(":")
    code, said = verify(house, "--head", f"{int(number) + 1000}:{value}")
    check("a later one is gone", code == 1 and "la fin du journal manque" in said, said)
    check("what is no head", verify(house, "--head", "12")[0] == 64)
    check("nor a command", subprocess.run([str(BUILD / "portal-admin"), "--config", str(house.config), "audit"],
                                          capture_output=True, check=False).returncode == 64)
    house.config.write_text(house.config.read_text() + "[secrets]\naudit_key = 2\n")
    code, said = verify(house)
    check("a new version wants keys split first", code == 78 and "audit.2" in said, said)
    subprocess.run([str(BUILD / "portal-admin"), "--config", str(house.config), "keys", "split"], check=True)
    house.db.sql("INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail)"
                 " VALUES (UTC_TIMESTAMP(6), 'admin', 7, 'test.act', 'thing', 1, '')")
    house.once()
    last = house.db.sql("SELECT key_version FROM audit_seal ORDER BY id DESC LIMIT 1")
    check("new seals have the new key", last == [["2"]], last)
    check("old ones still hold", verify(house, "--head", head)[0] == 0 and len(walked(house)) > len(chain))
    row = house.db.sql("SELECT MIN(id) FROM audit")[0][0]
    house.db.sql(f"DROP TRIGGER audit_frozen_update; UPDATE audit SET actor_id = actor_id + 1 WHERE id = {row}")
    code, said = verify(house)
    check("a row that was touched is named", code == 1 and "✗ une ligne a été modifiée" in said
          and f"la première qui ne va pas : ligne {row}\n" in said, said)
    check("and remembered", house.db.sql("SELECT fault, failed_row FROM audit_check") == [["row_changed", row]])
    settle = [str(BUILD / "portal-admin"), "--config", str(house.config), "audit", "settle"]
    check("not up to a seal that is not there", subprocess.run([*settle, "999999"], capture_output=True,
                                                               check=False).returncode == 65)
    operator = {**os.environ, "SUDO_UID": "1234"}
    check("what cannot be mended is settled",
          subprocess.run(settle, capture_output=True, check=False, env=operator).returncode == 0)
    code, said = verify(house)
    check("and what was before is not hidden", code == 0 and "! à partir du sceau" in said, said)
    check("the trail itself says so", house.db.sql("SELECT COUNT(*) FROM audit WHERE action = 'audit.settle' AND"
          f" actor_kind = 'admin' AND actor_id = {os.getuid() or 1234}"
          f" AND detail LIKE 'row_changed, row {row}, from %'") == [["1"]])
    check("there is nothing more to settle", subprocess.run(settle, capture_output=True, check=False).returncode == 65)
    house.db.sql("UPDATE audit_check SET from_id = 0, seal_id = 0")
    check("unsettled, it is found again", verify(house)[0] == 1)
    house.db.sql(f"UPDATE audit SET actor_id = actor_id - 1 WHERE id = {row}")
    check("until all of it holds again", verify(house)[0] == 0 and
          house.db.sql("SELECT COUNT(*) FROM audit_check WHERE failed_at IS NULL") == [["1"]])


def sealed(house):
    """The chain, walked by somebody else, from what store/seal.h says."""
    add = ("INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail)"
           " VALUES (UTC_TIMESTAMP(6), 'admin', 7, 'test.act', 'thing', {}, 'détail « {} »');")
    jobs = [house.start(), house.start()]
    for i in range(60):
        house.db.sql(add.format(i, i))
        if i % 20 == 19:  # in several seals
            before = house.db.sql("SELECT COUNT(*) FROM audit_seal")
            wait_until(lambda: house.db.sql("SELECT COUNT(*) FROM audit_seal") > before, 3)
    left = "SELECT COUNT(*) FROM audit a LEFT JOIN audit_sealed s ON s.audit_id = a.id" \
           " WHERE s.audit_id IS NULL"
    check("two sealers cover every row", wait_until(lambda: house.db.sql(left) == [["0"]]),
          house.db.sql(left))
    for process in jobs:
        house.stop(process)
    house.db.sql("INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail)"
                 " SELECT UTC_TIMESTAMP(6), 'admin', 7, 'test.act', 'thing', seq, '' FROM seq_1_to_1300")
    house.start("--once").wait(timeout=30)
    check("--once seals more rows than one seal takes", house.db.sql(left) == [["0"]], house.db.sql(left))
    chain = walked(house)
    check("several seals, one chain, all rows", len(chain) > 1 and sum(n for _, n in chain) >= 60, chain)
    audited(house, chain)
    denied = subprocess.run(
        ["mariadb", "--no-defaults", f"--socket={house.db.socket}", "-umovsc_jobs", "-px", "movsc",
         "-e", "UPDATE audit_seal SET row_count = 0"], capture_output=True, text=True, check=False)
    check("the jobs' own user cannot change a seal", "denied" in denied.stderr, denied.stderr)


def reminded(house):
    sql = house.db.sql
    sql("INSERT INTO account (public_id, email, created_at, last_seen_at) VALUES"
        " ('acc1', 'brouillon@example.org', UTC_TIMESTAMP(), UTC_TIMESTAMP()),"
        " ('acc2', 'frais@example.org', UTC_TIMESTAMP(), UTC_TIMESTAMP()),"
        " ('acc3', 'repris@example.org', UTC_TIMESTAMP(), UTC_TIMESTAMP());"
        "INSERT INTO intake (programme_id, year, number, opens_at, closes_at, starts_on, is_public)"
        " SELECT id, 2090, 97, UTC_TIMESTAMP() - INTERVAL 30 DAY,"
        " UTC_TIMESTAMP() + INTERVAL 3 DAY, '2090-11-08', 1 FROM programme;")
    for account, idle in ((1, 2), (2, 0), (3, 2)):
        sql("INSERT INTO candidacy (public_id, account_id, programme_id, year, intake_id,"
            f" created_at, updated_at) SELECT 'cand{account}', (SELECT id FROM account WHERE"
            f" public_id = 'acc{account}'), programme_id, year, id, UTC_TIMESTAMP(),"
            f" UTC_TIMESTAMP() - INTERVAL {idle} DAY FROM intake ORDER BY year DESC LIMIT 1;")
    sql("UPDATE candidacy SET state = 'taken_back' WHERE public_id = 'cand3'")
    sql("INSERT INTO throttle (bucket, window_start, acts, expires_at) VALUES (REPEAT('x', 16), '2020-01-01', 3, '2020-01-02');")
    house.together()
    house.once()
    check("the draft that waits is told", house.all_sent("brouillon", 1), house.states(""))
    check("so is the candidacy that was taken back", house.all_sent("repris", 1), house.states(""))
    texts = {name: house.relay.last[f"{name}@example.org"].get_body(("plain",)).get_content()
             for name in ("brouillon", "repris")}
    check("each in its own words", "Vous avez commencé" in texts["brouillon"] and
          "Vous avez repris" in texts["repris"] and "Vous avez commencé" not in texts["repris"], texts)
    check("once", house.relay.mails["brouillon@example.org"] == 1)
    check("and not one that is being written", not house.states("frais"))
    check("what is over is purged", sql("SELECT COUNT(*) FROM throttle") == [["0"]])


def drafts_gone(house):
    """portal-jobs removes old drafts with a user of its own, at its start and then once a day."""
    sql = house.db.sql
    sql("INSERT INTO intake (programme_id, year, number, opens_at, closes_at) SELECT id, 2019, 28,"
        " '2018-10-01', '2019-06-30 21:59:59' FROM programme;"
        "INSERT INTO account (public_id, email, created_at, last_seen_at) SELECT CONCAT('old', seq),"
        " CONCAT('old', seq, '@example.org'), '2019-01-01', '2019-01-01' FROM seq_1_to_120;"
        "INSERT INTO candidacy (public_id, account_id, programme_id, year, intake_id, state,"
        " created_at, updated_at) SELECT a.public_id, a.id, i.programme_id, i.year, i.id,"
        " IF(a.public_id = 'old7', 'submitted', 'draft'), '2019-02-01', '2019-02-01'"
        " FROM account a JOIN intake i ON i.year = 2019 WHERE a.email LIKE 'old_%';"
        "INSERT INTO candidacy_project (candidacy_id, project, updated_at) SELECT id, 'x',"
        " '2019-02-01' FROM candidacy WHERE year = 2019")
    before = sql("SELECT COUNT(*) FROM candidacy WHERE year > 2019")
    house.start("--once").wait(timeout=30)
    check("so many at once wait for a person", sql("SELECT COUNT(*) FROM candidacy WHERE year = 2019") == [["120"]] and
          sql("SELECT held_due FROM purge_state WHERE kind = 'draft' AND released_at IS NULL") == [["119"]])
    house.admin("purge", "--release", "draft", "--reason", "la promotion de 2019 est close")
    house.start("--once").wait(timeout=30)
    check("119 old drafts are gone, several bites in a row; what was submitted stays",
          sql("SELECT public_id FROM candidacy WHERE year = 2019") == [["old7"]] and
          sql("SELECT COUNT(*) FROM candidacy WHERE year > 2019") == before)
    check("each is in the audit trail by its number alone", sql(
        "SELECT COUNT(*), MAX(detail) FROM audit WHERE action = 'candidacy.purge'") == [["119", ""]])
    check("how many is in the log", sum(
        line["gone"] for line in map(json.loads, house.log.read_text("utf-8").splitlines())
        if line["event"] == "purge" and line["what"] == "draft") == 119)


def four_days(house):
    house.relay.refuse = True
    house.queue("old@example.org")
    house.db.sql("UPDATE outbox SET created_at = UTC_TIMESTAMP() - INTERVAL 5 DAY"
                 " WHERE recipient = 'old@example.org'") # held all that time, and never tried
    jobs = house.start()
    tries = "SELECT attempts > 1, state IN ('queued', 'sending') FROM outbox WHERE recipient = 'old@example.org'"
    check("four days count from the first refusal",
          wait_until(lambda: house.db.sql(tries) == [["1", "1"]]), house.db.sql(tries))
    house.db.sql("UPDATE outbox SET refused_at = UTC_TIMESTAMP() - INTERVAL 4 DAY, next_try_at = UTC_TIMESTAMP()"
                 " WHERE recipient = 'old@example.org'")
    check("after four days it is given up, and kept for staff", wait_until(
        lambda: house.states("old") == {"old@example.org": "failed"}), house.states("old"))
    check("as one that the server would not take", house.db.sql(
        "SELECT trouble FROM outbox WHERE recipient = 'old@example.org'") == [["refused"]])
    house.relay.refuse = False
    house.stop(jobs)


def log_is_clean(house):
    lines = [json.loads(line) for line in house.log.read_text("utf-8").splitlines() if line]
    check("the log is one JSON object a line",
          {"mail.sent", "mail.delayed", "mail.failed", "mail.held", "mail.still_held", "mail.released",
           "reminder.queued", "purge"} <= {line["event"] for line in lines})
    check("a kind that is not known is said once", sum(
        line["event"] == "mail.waits" and line["level"] == "warn" for line in lines) == 1)
    check("that all are held is an alarm", all(
        line["level"] == "error" for line in lines if line["event"] == "mail.held"))
    check("no address in the log", "@" not in house.log.read_text("utf-8"))
    check("no job failed but while MariaDB was away or forbade it",
          sum(line["event"] == "job.failed" for line in lines) <= 5,
          [line for line in lines if line["event"] == "job.failed"])


if __name__ == "__main__":
    run(House, usual, server_away, four_days, killed, database_away, nothing_is_sent_unasked, sealed,
        reminded, drafts_gone, log_is_clean)
