"""invariants.py - what is always true of what is stored: one row each, (what, SQL that gives no row, a
statement that breaks it).

The third is never committed: prove() runs it, asks the second, and rolls back, so that no row of the
table can pass by saying nothing. Each SELECT is one statement: it sees what was committed at one moment,
while the portal works."""
import pathlib
import re
import subprocess

import portal

ROOT = pathlib.Path(__file__).resolve().parents[2]


def _most(header, name):
    """A number of the portal's own."""
    return int(re.search(rf"\b{name} = (\d+)", (ROOT / "portal" / header).read_text()).group(1))


ITEMS, VIEWS = _most("domain/eligibility.h", "ITEMS_MAX"), _most("store/desk_list.h", "DESK_VIEWS_MAX")
TRIES, KEPT = _most("store/challenge.h", "CHALLENGE_ATTEMPTS"), _most("store/stash.h", "STASH_PER_DEVICE")
MAILS = ", ".join(f"'{kind}'" for kind in
                  re.findall(r'^    \{"(\w+)", "', (ROOT / "portal/domain/mails.c").read_text(), re.M))

# portal/domain/state.c: from which act which may follow; '' is a draft that was just begun.
_MOVES = {
    "": ("candidacy.submit", "candidacy.withdraw"),
    "candidacy.submit": ("candidacy.take_back", "candidacy.withdraw"),
    "candidacy.take_back": ("candidacy.submit", "candidacy.withdraw"),
    "candidacy.withdraw": ("candidacy.start_again",),
    "candidacy.start_again": ("candidacy.submit", "candidacy.withdraw"),
}
MOVES = ", ".join(f"('{a}', '{b}')" for a, all_b in _MOVES.items() for b in all_b)
ACTS = ", ".join(f"'{act}'" for act in _MOVES if act)
LED = ("CASE a.action WHEN 'candidacy.submit' THEN 'submitted' WHEN 'candidacy.take_back' THEN 'taken_back'"
       " WHEN 'candidacy.withdraw' THEN 'withdrawn' ELSE 'draft' END")
IN_LINE = "c.state IN ('submitted', 'taken_back', 'review', 'decided')"

ANY_CANDIDACY = "(SELECT MAX(candidacy_id) FROM submission)"
ANY_QUOTE = "(SELECT MAX(id) FROM quote)"
A_QUOTE = ("INSERT INTO quote (public_id, request_id, part, series, year, number, version, number_text, payer, tariff_kind,"
           " total_cents, document, sha256, issued_at, valid_until, idempotency_key, state, state_at) SELECT 'zz', request_id, {part},"
           " series, year, {number}, {version}, 'zz', payer, tariff_kind, {total}, document, {sha}, issued_at, valid_until, 'zz',"
           " {state}, state_at FROM quote WHERE id = " + ANY_QUOTE)


def _a_quote(**other):
    row = {"part": "part", "number": "number", "version": "version + 100", "total": "total_cents", "sha": "sha256", "state": "'replaced'"}
    return A_QUOTE.format(**{**row, **other})


INVARIANTS = [
    # -- candidacies
    ("each deposit has its snapshot, numbered from 1 without a hole",
     "SELECT c.id FROM candidacy c LEFT JOIN submission s ON s.candidacy_id = c.id GROUP BY c.id, c.submissions"
     " HAVING COUNT(s.id) <> c.submissions OR COALESCE(MAX(s.sequence), 0) <> c.submissions",
     f"UPDATE candidacy SET submissions = submissions + 1 WHERE id = {ANY_CANDIDACY}"),
    ("a snapshot's fingerprint is that of its text",
     "SELECT id FROM submission WHERE UNHEX(SHA2(snapshot, 256)) <> sha256",
     "INSERT INTO submission (candidacy_id, sequence, reference, snapshot, sha256, submitted_at, rule_version, verdict,"
     " idempotency_key) SELECT candidacy_id, 999, 'zz', '{}', sha256, submitted_at, '', '', 'zz' FROM submission LIMIT 1"),
    ("each deposit has one receipt, and one word to the staff",
     "SELECT s.id FROM submission s LEFT JOIN outbox o ON o.object_kind = 'candidacy' AND o.object_id = s.candidacy_id"
     " AND o.kind IN ('receipt', 'new_candidacy') AND o.dedupe_key LIKE CONCAT('%', s.candidacy_id, ':', s.sequence)"
     " GROUP BY s.id HAVING SUM(o.kind = 'receipt') <> 1 OR SUM(o.kind = 'new_candidacy') <> 1 OR COUNT(o.id) = 0",
     "UPDATE outbox SET dedupe_key = CONCAT('zz', id) WHERE kind = 'receipt' ORDER BY id DESC LIMIT 1"),
    ("each deposit is one line of the audit trail, with its reference",
     "SELECT s.id FROM submission s LEFT JOIN audit a ON a.action = 'candidacy.submit' AND a.object_kind = 'candidacy'"
     " AND a.object_id = s.candidacy_id AND a.detail = s.reference GROUP BY s.id HAVING COUNT(a.id) <> 1",
     "INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail) SELECT NOW(), 'job', 0,"
     " 'candidacy.submit', 'candidacy', candidacy_id, reference FROM submission LIMIT 1"),
    ("states follow each other along the table",
     f"SELECT id FROM (SELECT id, action, COALESCE(LAG(action) OVER (PARTITION BY object_id ORDER BY id), '') AS was"
     f" FROM audit WHERE object_kind = 'candidacy' AND action IN ({ACTS})) a WHERE (was, action) NOT IN ({MOVES})",
     "INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id) SELECT NOW(), 'job', 0, 'candidacy.submit',"
     f" 'candidacy', {ANY_CANDIDACY} FROM seq_1_to_2"),
    ("a candidacy is in the state that its last act led to",
     f"SELECT c.id FROM candidacy c LEFT JOIN audit a ON a.id = (SELECT MAX(b.id) FROM audit b WHERE b.object_kind = 'candidacy'"
     f" AND b.object_id = c.id AND b.action IN ({ACTS})) WHERE c.state NOT IN ('review', 'decided') AND c.state <> {LED}",
     f"UPDATE candidacy SET state = IF(state = 'draft', 'submitted', 'draft') WHERE id = {ANY_CANDIDACY}"),
    ("what the desk lists of a candidacy is what was last deposited",
     "SELECT c.id FROM candidacy c JOIN submission s ON s.candidacy_id = c.id AND s.sequence = c.submissions"
     " WHERE c.last_reference <> s.reference OR c.last_verdict <> s.verdict OR c.submit_key IS NULL"
     " OR c.last_birth_name <> COALESCE(JSON_VALUE(s.snapshot, '$.answers.identite.birth_name'), '')",
     f"UPDATE candidacy SET last_reference = 'zz' WHERE id = {ANY_CANDIDACY}"),
    ("of one identity and year one candidacy holds the place, and the others in line are contested",
     f"SELECT c.id FROM candidacy c LEFT JOIN identity_slot i ON i.candidacy_id = c.id AND i.identity_key = c.identity_key"
     f" WHERE {IN_LINE} AND (i.id IS NULL) <> c.contested",
     "UPDATE candidacy SET contested = 1 - contested WHERE state = 'submitted' ORDER BY id DESC LIMIT 1"),
    ("a place is its holder's alone",
     "SELECT i.id FROM identity_slot i JOIN candidacy c ON c.id = i.candidacy_id WHERE i.programme_id <> c.programme_id"
     " OR i.year <> c.year OR i.identity_key <> c.identity_key",
     "UPDATE identity_slot SET year = year - 20 LIMIT 1"),
    ("nobody holds two places of a year",
     "SELECT candidacy_id FROM identity_slot GROUP BY candidacy_id HAVING COUNT(*) > 1",
     "INSERT INTO identity_slot (programme_id, year, identity_key, key_version, candidacy_id, taken_at) SELECT programme_id,"
     " year + 20, identity_key, 1, candidacy_id, NOW() FROM identity_slot LIMIT 1"),
    ("no list of a candidacy is longer than it may be",
     f"SELECT candidacy_id FROM diploma GROUP BY candidacy_id HAVING COUNT(*) > {ITEMS} UNION ALL"
     f" SELECT candidacy_id FROM experience GROUP BY candidacy_id HAVING COUNT(*) > {ITEMS}",
     "INSERT INTO diploma (public_id, candidacy_id, position, updated_at) SELECT CONCAT('zz', seq), (SELECT MAX(id) FROM candidacy),"
     f" seq, NOW() FROM seq_1_to_{ITEMS + 1}"),
    ("whoever has no diploma, or no experience, has none",
     "SELECT candidacy_id FROM diploma GROUP BY candidacy_id HAVING SUM(kind = 'none') > 0 AND COUNT(*) > 1 UNION ALL"
     " SELECT candidacy_id FROM experience GROUP BY candidacy_id HAVING SUM(nature = 'none') > 0 AND COUNT(*) > 1",
     "INSERT INTO diploma (public_id, candidacy_id, position, kind, updated_at) SELECT CONCAT('zz', seq),"
     " (SELECT MAX(id) FROM candidacy), seq, 'none', NOW() FROM seq_1_to_2"),
    ("each item of a list stands at a place of its own",
     "SELECT candidacy_id FROM diploma GROUP BY candidacy_id, position HAVING COUNT(*) > 1 UNION ALL"
     " SELECT candidacy_id FROM experience GROUP BY candidacy_id, position HAVING COUNT(*) > 1",
     "INSERT INTO experience (public_id, candidacy_id, position, updated_at) SELECT CONCAT('zz', seq),"
     " (SELECT MAX(id) FROM candidacy), 900, NOW() FROM seq_1_to_2"),
    ("whoever is told of a draft that staff typed is told by a mail",
     "SELECT e.candidacy_id FROM candidacy_entry e WHERE e.invited_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox o WHERE"
     " o.kind = 'candidacy_invite' AND o.object_kind = 'candidacy' AND o.object_id = e.candidacy_id)",
     "INSERT INTO candidacy_entry (candidacy_id, origin, received_on, entered_by, entered_at, invited_at) VALUES (999999999, 'paper',"
     " NOW(), 1, NOW(), NOW())"),
    # -- quotes
    ("a document's fingerprint is that of its text",
     "SELECT id FROM quote WHERE UNHEX(SHA2(document, 256)) <> sha256", _a_quote(sha="REPEAT('z', 32)")),
    ("a quote's total is the sum of its lines, to the cent",
     "SELECT q.id FROM quote q, JSON_TABLE(q.document, '$.blocks[*].prices[*]' COLUMNS (cents BIGINT PATH '$.cents',"
     " unit BIGINT PATH '$.unit', quantity INT PATH '$.quantity', apart VARCHAR(5) PATH '$.apart')) p"
     " GROUP BY q.id, q.total_cents HAVING SUM(IF(p.apart IS NULL, p.cents, 0)) <> q.total_cents OR SUM(p.cents <> p.unit * p.quantity)",
     _a_quote(total="total_cents + 1")),
    ("numbers follow each other: every one from 1 on was issued once",
     "SELECT q.series FROM quote q JOIN quote_counter c ON c.series = q.series AND c.year = q.year WHERE q.version = 1"
     " GROUP BY q.series, q.year HAVING COUNT(*) <> MAX(c.next_number) - 1 OR MAX(q.number) <> COUNT(*)"
     " OR COUNT(DISTINCT q.number) <> COUNT(*)",
     "UPDATE quote_counter SET next_number = next_number + 1"),
    ("a version follows the one before, which it replaced",
     "SELECT q.id FROM quote q LEFT JOIN quote b ON b.series = q.series AND b.year = q.year AND b.number = q.number"
     " AND b.version = q.version - 1 WHERE q.version > 1 AND (b.id IS NULL OR b.state <> 'replaced' OR b.request_id <> q.request_id)",
     _a_quote()),
    ("of each part of a request one document holds at most",
     "SELECT request_id FROM quote WHERE state IN ('issued', 'accepted', 'declined') GROUP BY request_id, part HAVING COUNT(*) > 1",
     "INSERT INTO quote (public_id, request_id, part, series, year, number, version, number_text, payer, tariff_kind, total_cents,"
     " document, sha256, issued_at, valid_until, idempotency_key, state, state_at) SELECT CONCAT('zz', seq), request_id, 99, series,"
     " year, number, version + 100 + seq, CONCAT('zz', seq), payer, tariff_kind, total_cents, document, sha256, issued_at,"
     f" valid_until, CONCAT('zz', seq), 'issued', state_at FROM quote JOIN seq_1_to_2 WHERE id = {ANY_QUOTE}"),
    ("an answer stands where its document says so, and nowhere else",
     "SELECT q.id FROM quote q LEFT JOIN quote_answer w ON w.quote_id = q.id WHERE (q.state IN ('accepted', 'declined')"
     " AND COALESCE(w.kind, '') <> q.state) OR (q.state = 'issued' AND w.quote_id IS NOT NULL)",
     "INSERT INTO quote_answer (quote_id, kind, fingerprint, answered_at) SELECT id, 'accepted', REPEAT('z', 32), NOW()"
     " FROM quote WHERE state = 'issued' LIMIT 1"),
    ("only an organisation's quote is accepted",
     "SELECT id FROM quote WHERE state = 'accepted' AND (series <> 'D' OR tariff_kind <> 'third')",
     "INSERT INTO quote (public_id, request_id, part, series, year, number, version, number_text, payer, tariff_kind, total_cents,"
     " document, sha256, issued_at, valid_until, idempotency_key, state, state_at) SELECT 'zz', request_id, 99, series, year, number,"
     " version + 100, 'zz', payer, 'individual', total_cents, document, sha256, issued_at, valid_until, 'zz', 'accepted', state_at"
     f" FROM quote WHERE id = {ANY_QUOTE}"),
    ("a request that is accepted has its accord, a cancelled one nothing that holds",
     "SELECT r.id FROM quote_request r LEFT JOIN quote q ON q.request_id = r.id WHERE r.reference NOT LIKE 'D-DEMO-%' GROUP BY r.id"
     " HAVING (MAX(r.state) = 'accepted' AND COALESCE(SUM(q.state = 'accepted'), 0) = 0)"
     " OR (MAX(r.state) = 'cancelled' AND SUM(q.state IN ('issued', 'accepted', 'declined')) > 0)",
     "UPDATE quote_request SET state = 'accepted' WHERE id = (SELECT MAX(id) FROM quote_request)"
     " AND NOT EXISTS (SELECT 1 FROM quote WHERE state = 'accepted' AND request_id = quote_request.id)"),
    ("a request that was sent has a document that is valid until then",
     "SELECT r.id FROM quote_request r WHERE r.state = 'sent' AND (r.valid_until IS NULL OR NOT EXISTS (SELECT 1 FROM quote q"
     " WHERE q.request_id = r.id AND q.state = 'issued'))",
     "UPDATE quote_request SET state = 'sent', valid_until = NULL ORDER BY id DESC LIMIT 1"),
    ("what waits for us says since when, and nothing that is closed waits",
     "SELECT id FROM quote_request WHERE (state IN ('new', 'waiting') AND waiting_since IS NULL)"
     " OR (state IN ('closed', 'sent', 'answered') AND waiting_since IS NOT NULL)",
     "UPDATE quote_request SET state = 'closed', waiting_since = NOW() ORDER BY id DESC LIMIT 1"),
    ("each document that was issued has its mail, or whoever asked wants none",
     "SELECT q.id FROM quote q WHERE q.issued_by IS NULL AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.object_kind = 'quote_request'"
     " AND o.object_id = q.request_id AND o.kind LIKE 'quote%')",
     "UPDATE outbox SET object_id = 0 WHERE object_id = (SELECT MAX(request_id) FROM quote WHERE issued_by IS NULL)"),
    # -- mails
    ("every mail is of a kind that is known, and could be made",
     f"SELECT id FROM outbox WHERE kind NOT IN ({MAILS}) OR trouble IN ('kind', 'fault')",
     "UPDATE outbox SET trouble = 'fault' LIMIT 1"),
    ("every mail about a file is about one that is there",
     "SELECT o.id FROM outbox o LEFT JOIN quote_request r ON o.object_kind = 'quote_request' AND r.id = o.object_id LEFT JOIN"
     " candidacy c ON o.object_kind = 'candidacy' AND c.id = o.object_id WHERE o.object_kind <> '' AND r.id IS NULL AND c.id IS NULL",
     "UPDATE outbox SET object_id = 999999999 WHERE object_kind <> '' LIMIT 1"),
    ("a mail that has left says when, and keeps no secret",
     "SELECT id FROM outbox WHERE (state = 'sent') <> (sent_at IS NOT NULL) OR (state NOT IN ('queued', 'sending') AND sealed IS NOT NULL)",
     "UPDATE outbox SET sent_at = NULL WHERE state = 'sent' LIMIT 1"),
    # -- people
    ("every address is written in one way",
     "SELECT email FROM account WHERE email <> LOWER(email) OR email REGEXP '[[:cntrl:][:space:]<>,;]' UNION ALL"
     " SELECT email FROM quote_request WHERE email REGEXP '[[:cntrl:][:space:]<>,;]'",
     "UPDATE quote_request SET email = 'a b@exemple.fr' LIMIT 1"),
    ("a candidacy under an account is not under a session, and each session's draft is one",
     "SELECT id FROM candidacy WHERE (account_id IS NULL) = (session_id IS NULL)",
     "UPDATE candidacy SET session_id = 4000000000 WHERE account_id IS NOT NULL LIMIT 1"),
    ("somebody can administer the team",
     "SELECT 1 FROM (SELECT COUNT(*) AS n FROM staff s JOIN staff_role r ON r.staff_id = s.id WHERE s.state = 'active' AND r.role ="
     " 'admin') x WHERE n = 0 AND EXISTS (SELECT 1 FROM staff WHERE state = 'disabled')",
     "UPDATE staff SET state = 'disabled'"),
    ("nobody of the staff is in without both factors",
     "SELECT s.id FROM staff_session s JOIN staff t ON t.id = s.staff_id WHERE s.ended_at IS NULL AND ((s.stage = 'full' AND"
     " s.proved_at IS NULL) OR (s.stage = 'full' AND t.state <> 'active'))",
     "UPDATE staff_session SET proved_at = NULL, ended_at = NULL, stage = 'full' LIMIT 1"),
    ("nobody keeps more views of a list than they may",
     f"SELECT staff_id FROM desk_view WHERE name <> '' GROUP BY staff_id, list HAVING COUNT(*) > {VIEWS}",
     "INSERT INTO desk_view (public_id, staff_id, list, name, query, created_at) SELECT CONCAT('zz', seq), (SELECT MAX(id) FROM staff),"
     f" 'quotes', CONCAT('zz', seq), '', NOW() FROM seq_1_to_{VIEWS + 1}"),
    ("a code is tried so many times and no more",
     f"SELECT id FROM challenge WHERE attempts > {TRIES}", f"UPDATE challenge SET attempts = {TRIES + 1} LIMIT 1"),
    ("a browser keeps so many answers for later, so many to be read again, and no more",
     f"SELECT HEX(device) FROM stash GROUP BY device, path LIKE '%=%' HAVING COUNT(*) > {KEPT}",
     "INSERT INTO stash (device, path, sealed, created_at, expires_at) SELECT REPEAT('z', 32), seq, '', NOW(), NOW()"
     f" FROM seq_1_to_{KEPT + 1}"),
    ("a limit counts nothing below nothing, and ends",
     "SELECT HEX(bucket) FROM throttle WHERE acts > 100000 OR expires_at < window_start",
     "UPDATE throttle SET acts = 4294967295 LIMIT 1"),
    # -- the trail
    ("seals are one chain from the first on",
     "SELECT s.id FROM audit_seal s LEFT JOIN audit_seal b ON b.id = (SELECT MAX(x.id) FROM audit_seal x WHERE x.id < s.id)"
     " WHERE s.previous <> COALESCE(b.seal, REPEAT(CHAR(0), 32))",
     "INSERT INTO audit_seal (first_id, last_id, row_count, previous, digest, seal, sealed_at, key_version) VALUES (1, 1, 1,"
     " REPEAT('z', 32), REPEAT('z', 32), REPEAT('z', 32), NOW(), 255)"),
    ("a seal covers as many lines as it says, all between its first and its last",
     "SELECT s.id FROM audit_seal s LEFT JOIN audit_sealed l ON l.seal_id = s.id GROUP BY s.id, s.row_count, s.first_id, s.last_id"
     " HAVING COUNT(l.audit_id) <> s.row_count OR MIN(l.audit_id) <> s.first_id OR MAX(l.audit_id) <> s.last_id",
     "UPDATE audit_seal SET row_count = row_count + 1 LIMIT 1"),
    ("each line of the trail is sealed within a minute",
     "SELECT a.id FROM audit a LEFT JOIN audit_sealed l ON l.audit_id = a.id WHERE l.audit_id IS NULL AND a.at < UTC_TIMESTAMP() -"
     " INTERVAL 1 MINUTE",
     "INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id) VALUES ('2020-01-01', 'job', 0, 'zz', '', 0)"),
    ("the trail holds no name and no address",
     "SELECT id FROM audit WHERE detail REGEXP '@|zz[a-p]{8}'",
     "INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id, detail) VALUES (NOW(), 'job', 0, 'zz', '', 0,"
     " 'a@b.fr')"),
]


def _texts():
    """No text holds a control. (That each is UTF-8, the server sees to: these columns take nothing else.)"""
    odd = r"[\\x{00}-\\x{08}\\x{0b}\\x{0c}\\x{0e}-\\x{1f}\\x{7f}\\x{80}-\\x{9f}]"
    columns = portal.sql(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema,"
        " table_name) WHERE c.table_schema = 'movsc' AND c.character_set_name LIKE 'utf8%' AND t.table_type = 'BASE TABLE'"
        " AND c.data_type IN ('varchar', 'text', 'mediumtext', 'longtext') ORDER BY 1, 2")
    each = [f"SELECT '{t}.{c}' FROM {t} WHERE {c} REGEXP '{odd}'" for t, c in columns]
    return ("no text holds a control", " UNION ALL ".join(each),
            r"UPDATE quote_request SET name = CONCAT('a', CHAR(27 USING utf8mb4)) LIMIT 1")


def table():
    return INVARIANTS + [_texts()]


def _run(script):
    done = subprocess.run(
        ["mariadb", "--no-defaults", f"--socket={portal.DB_SOCKET}", "--force", "--batch", "--skip-column-names", "--raw",
         "--default-character-set=utf8mb4", "movsc"], input=script, capture_output=True, text=True, errors="backslashreplace", timeout=300)
    found, at = {}, None
    for line in done.stdout.splitlines():
        if line.startswith("== "):
            at = line[3:]
            found[at] = []
        elif at:
            found[at].append(line)
    return found, done.stderr.strip()


def broken(before=None):
    """{what: rows} of those that do not hold now; `before`: what that said of an earlier moment, and is not
    said again (another test has put it there)."""
    rows = table()
    found, said = _run("".join(f"SELECT '== {n}'; {sql};\n" for n, (_, sql, _) in enumerate(rows)))
    known = before or {}
    wrong = {what: set(found.get(str(n), ["not asked"])) - known.get(what, set()) for n, (what, _, _) in enumerate(rows)}
    if said:
        wrong["every invariant can be asked"] = {said}
    return {what: seen for what, seen in wrong.items() if seen}


def silent():
    """Those that hold even where they are broken, with why: none, or they prove nothing."""
    script = "SET foreign_key_checks = 0, check_constraint_checks = 0, unique_checks = 0, sql_mode = '';\n"
    for n, (_, sql, harm) in enumerate(table()):
        script += f"START TRANSACTION; {harm};\nSELECT '== {n}'; {sql} LIMIT 1;\nROLLBACK;\n"
    found, said = _run(script)
    return [(row[0], said) for n, row in enumerate(table()) if not found.get(str(n))]
