#!/usr/bin/python3
"""Fifty at once through the front door: one candidacy, one submission, one receipt; two accounts of
one person: two dated submissions, one of them contested, and only one that can be decided."""
import collections

import portal
from portal import Person, at_once, candidacy, check, number, receipts, sql, submissions, verdict

FIFTY = 50


def plain(answers):
    """What fifty people may be told: nothing failed, nobody was throttled."""
    return collections.Counter(
        a.status if isinstance(a, portal.Answer) else repr(a) for a in answers)


def starts():
    one = Person().sign_in()
    pages = at_once(range(FIFTY), lambda _: one.ask("GET", "/candidature"))
    answers = at_once(pages, lambda page: one.ask("POST", "/candidature", one.body(
        "/candidature", {}, page.text)))
    ids = {a.location.split("/")[2] for a in answers if isinstance(a, portal.Answer) and a.location}
    check("50 starts by one account are all led on", plain(answers) == {303: FIFTY}, plain(answers))
    rows = sql("SELECT c.public_id FROM candidacy c JOIN account a ON a.id = c.account_id"
               f" WHERE a.email = '{one.email}'")
    check("… to one candidacy, the only one", [[i] for i in ids] == rows, (ids, rows))
    one.id = ids.pop()
    return one


def one_submission(person, bodies, what):
    answers = at_once(bodies, person.submit)
    to = {a.location for a in answers if isinstance(a, portal.Answer)}
    check(f"{what}: each of the 50 is told where its acknowledgement is",
          plain(answers) == {303: FIFTY} and to == {person.at("confirmation")}, (plain(answers), to))
    rows = submissions(person)
    check(f"{what}: one submission", len(rows) == 1, rows)
    check(f"{what}: its fingerprint is that of what is kept",
          all(made == kept for _, made, kept in rows), rows)
    check(f"{what}: the acknowledgement names it", [person.reference()] == [r[0] for r in rows])
    row, state, contested = candidacy(person)
    check(f"{what}: submitted, not contested", (state, contested) == ("submitted", False), state)
    check(f"{what}: one line in the audit trail", number(
        "SELECT COUNT(*) FROM audit WHERE action = 'candidacy.submit' AND object_kind = 'candidacy'"
        f" AND object_id = {row}") == 1)
    check(f"{what}: one mail queued to the person, one to staff", number(
        "SELECT COUNT(*) FROM outbox WHERE kind IN ('receipt', 'new_candidacy')"
        f" AND dedupe_key LIKE '%:{row}:1'") == 2,
        sql(f"SELECT kind, dedupe_key FROM outbox WHERE recipient = '{person.email}'"))


def one_receipt(person, what):
    came = portal.wait_until(lambda: receipts(person) and number(
        "SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending') AND recipient ="
        f" '{person.email}'") == 0, 40)
    check(f"{what}: one receipt", came and len(receipts(person)) == 1,
          [m["subject"] for m in receipts(person)])


def fifty_submissions(first):
    second = Person()
    first.complete(("Rivière", "Zoé Marthe"), (2, 2, 1979))
    second.sign_in().start().complete(("Rivière", "Léa"), (2, 2, 1978))
    same = first.declared()
    one_submission(first, [same] * FIFTY, "one form sent 50 times")
    # Fifty tabs, each with its own key, half of them asked for before, each on its own connection.
    tabs = at_once(range(FIFTY), lambda _: second.ask("GET", second.at("verification")).text, 10)
    bodies = [second.declared(page) for page in tabs]
    check("50 tabs hold 50 keys", len({b.split("key=")[1].split("&")[0] for b in bodies}) == FIFTY)
    one_submission(second, bodies, "50 tabs of one candidacy")
    # What is sent again much later, from a page that was left open, changes nothing either.
    check("a tab left open leads to the same acknowledgement",
          second.submit(bodies[7]).location == second.at("confirmation"))
    for person, what in ((first, "one form sent 50 times"), (second, "50 tabs of one candidacy")):
        one_receipt(person, what)


def decide(slot, row):
    try:
        portal.as_role("staff", "INSERT INTO decision (candidacy_id, slot_id, decided_at)"
                       f" VALUES ({row}, {slot}, UTC_TIMESTAMP(6))")
        return "decided"
    except RuntimeError as error:
        return str(error)


def one_person_twice():
    here, there = Person(), Person()
    here.sign_in().start().complete(("Lefèvre-Müller", "Éloïse Anne"), (29, 2, 1984))
    there.sign_in().start().complete(("LEFEVRE MULLER", "eloise"), (29, 2, 1984))
    sent = at_once([here, there], lambda p: p.submit())
    check("two accounts of one person: both submissions are taken", plain(sent) == {303: 2}, sent)
    kept = {p: submissions(p) for p in (here, there)}
    check("… both are there, and dated", all(len(rows) == 1 for rows in kept.values()) and number(
        "SELECT COUNT(*) FROM submission s JOIN candidacy c ON c.id = s.candidacy_id WHERE"
        f" c.public_id IN ('{here.id}', '{there.id}') AND s.submitted_at IS NOT NULL") == 2, kept)
    rows = {p: candidacy(p) for p in (here, there)}
    contested = [p for p in rows if rows[p][2]]
    check("… exactly one is contested", len(contested) == 1, rows)
    later = contested[0]
    holder = here if later is there else there
    slots = sql("SELECT id, candidacy_id FROM identity_slot WHERE candidacy_id IN"
                f" ({rows[here][0]}, {rows[there][0]})")
    check("… and the other holds the one place",
          [int(s[1]) for s in slots] == [rows[holder][0]], slots)
    check("the contested one is told so, neutrally",
          "Une autre candidature semble avoir été déposée" in later.get(later.at()).text)
    check("the holder is told nothing of it",
          "Une autre candidature semble" not in holder.get(holder.at()).text)
    slot = slots[0][0]
    refused = decide(slot, rows[later][0])
    check("the contested one cannot be decided: no such holder of the place",
          "1452" in refused and "decision_of_holder" in refused, refused)
    check("the holder can", decide(slot, rows[holder][0]) == "decided")
    check("once", "1062" in decide(slot, rows[holder][0]))
    refused = decide(slot, rows[later][0])
    check("nor can the other afterwards", "1062" in refused or "1452" in refused, refused)
    try:
        portal.as_role("staff", f"UPDATE identity_slot SET candidacy_id = {rows[later][0]}"
                       f" WHERE id = {slot}")
        moved = "moved"
    except RuntimeError as error:
        moved = str(error)
    check("and the place does not move once its holder is decided", "1451" in moved, moved)


def main():
    one = starts()
    fifty_submissions(one)
    one_person_twice()
    verdict()


main()
