/* Statements: desk_file.* below. */
#include "store/desk_file.h"

#include "domain/forms.h"
#include "store/statements.h"

enum { FIND, EVENTS, ASSIGN, UNASSIGN, CLOSE, REOPEN, READ, ID_OF, NOTE, GOOD, GOOD_ACCOUNT };

/* May this member of the staff work at the quote desk, now? */
#define ALLOWED(staff)                                                                             \
    "EXISTS (SELECT 1 FROM staff me JOIN staff_role mine ON mine.staff_id = me.id"                 \
    " WHERE me.id = " staff " AND me.state = 'active' AND mine.role IN ('quotes', 'admin'))"

/* What form_quote asks, in the order of the select. */
static const char *const asked[] = {"kind", "payer", "mix", "module", "module_payer", "cpf_amount",
    "whom", "headcount", "trainees", "addressee_name", "addressee_siret", "addressee_address",
    "addressee_contact", "opco_name", "opco_reference", "purchase_reference", "chorus_service",
    "chorus_engagement", "name", "email", "phone", "note", "message"};
enum { ASKED = sizeof asked / sizeof *asked };
#define ASKED_GIVES "sssss" "sssss" "sssss" "sssss" "sss"

/* Columns of many collations meet in a UNION: the first part names the one of all. */
#define WORDS(column) "CONVERT(" column " USING utf8mb4) COLLATE utf8mb4_bin"

const struct stmt desk_file_statements[] = {
    [FIND] = {"desk_file.find",
        "SELECT r.kind, r.payer, r.mix, r.module, r.module_payer, CAST(r.cpf_amount AS CHAR), r.whom,"
        " CAST(r.headcount AS CHAR), r.trainees, r.addressee_name, r.addressee_siret,"
        " r.addressee_address, r.addressee_contact, r.opco_name, r.opco_reference,"
        " r.purchase_reference, r.chorus_service, r.chorus_engagement, r.name, r.email, r.phone,"
        " r.note, r.message,"
        " r.id, r.intake_id, r.public_id, r.reference, r.kind, r.state, r.origin, r.to_staff_reason,"
        " r.payer, r.version, r.diploma_cents, r.module_cents, r.total_cents, r.last_number,"
        " r.created_at, r.updated_at, r.waiting_since, r.answered_at, r.raised_at, r.reminded_at,"
        " r.valid_until, s.public_id, s.name, e.name, IF(c.submit_key IS NULL, '', c.public_id), b.why,"
        " b.hard_bounces, b.complained_at, r.received_on, r.wait_key, r.end_key"
        " FROM quote_request r LEFT JOIN staff s ON s.id = r.assigned_to"
        " LEFT JOIN staff e ON e.id = r.entered_by LEFT JOIN candidacy c ON c.id = r.candidacy_id"
        " LEFT JOIN address_state b ON b.email = r.email"
        " WHERE r.public_id = ? AND " ALLOWED("?"),
        "au", ASKED_GIVES "uusssssss" "uuuus" "tttttt" "d" "sssss" "utd" "tt", 0},
    [EVENTS] = {"desk_file.events",
        "SELECT what, at, who, a, b, c, d, cents, until, turn FROM ("
        "(SELECT 'quote' COLLATE utf8mb4_bin AS what, q.issued_at AS at,"
        " COALESCE(s.name, '') COLLATE utf8mb4_bin AS who, " WORDS("q.number_text") " AS a, "
        WORDS("q.state") " AS b, " WORDS("q.public_id") " AS c, " WORDS("q.payer") " AS d,"
        " q.total_cents AS cents, q.valid_until AS until, q.id AS turn FROM quote q"
        " LEFT JOIN staff s ON s.id = q.issued_by WHERE q.request_id = ? ORDER BY q.id DESC LIMIT 200)"
        " UNION ALL "
        "(SELECT 'answer', w.answered_at, w.name, CONVERT(w.kind USING utf8mb4), w.role, w.reason,"
        " CONVERT(q.number_text USING utf8mb4), 0, NULL, q.id FROM quote q"
        " JOIN quote_answer w ON w.quote_id = q.id WHERE q.request_id = ? LIMIT 200)"
        " UNION ALL "
        "(SELECT 'message', m.at, COALESCE(s.name, ''), CONVERT(m.kind USING utf8mb4), m.body, m.remarks,"
        " CONVERT(IF(m.idempotency_key LIKE 'mail:%', IF(m.mark = '', 'mail', m.mark), '') USING utf8mb4),"
        " 0, NULL, m.id FROM quote_message m LEFT JOIN staff s ON s.id = m.staff_id"
        " WHERE m.request_id = ? ORDER BY m.id DESC LIMIT 200)"
        " UNION ALL "
        "(SELECT 'act', t.at, COALESCE(s.name, ''), CONVERT(t.action USING utf8mb4), t.detail,"
        " CONVERT(t.actor_kind USING utf8mb4), '', 0, NULL, t.id FROM audit t"
        " LEFT JOIN staff s ON s.id = t.actor_id AND t.actor_kind = 'staff'"
        " WHERE t.object_kind = 'quote_request' AND t.object_id = ? ORDER BY t.id DESC LIMIT 200)"
        " UNION ALL "
        "(SELECT 'act', t.at, COALESCE(s.name, ''), CONVERT(t.action USING utf8mb4),"
        " CONVERT(q.number_text USING utf8mb4), CONVERT(t.actor_kind USING utf8mb4), '', 0, NULL, t.id"
        " FROM quote q JOIN audit t ON t.object_kind = 'quote' AND t.object_id = q.id"
        " LEFT JOIN staff s ON s.id = t.actor_id AND t.actor_kind = 'staff'"
        " WHERE q.request_id = ? ORDER BY t.id DESC LIMIT 200)"
        " UNION ALL "
        "(SELECT 'person', NULL, s.name, '', '', CONVERT(s.public_id USING utf8mb4), '', 0, NULL, s.id"
        " FROM staff_role r JOIN staff s ON s.id = r.staff_id WHERE s.state = 'active'"
        " AND r.role IN ('quotes', 'admin') GROUP BY s.id)"
        ") x ORDER BY at, turn, who",
        "uuuuu", "stsssssudu", STMT_SCAN /* the staff: a small table */},
    [ASSIGN] = {"desk_file.assign",
        "UPDATE quote_request r JOIN staff s ON s.public_id = ? AND s.state = 'active'"
        " AND EXISTS (SELECT 1 FROM staff_role t WHERE t.staff_id = s.id"
        " AND t.role IN ('quotes', 'admin'))"
        " SET r.assigned_to = s.id, r.version = r.version + 1, r.updated_at = ?,"
        " r.state = IF(r.state = 'new', 'waiting', r.state)"
        " WHERE r.public_id = ? AND (? = 0 OR r.version = ?) AND " ALLOWED("?"),
        "atauuu", "", 0},
    [UNASSIGN] = {"desk_file.unassign",
        "UPDATE quote_request r SET r.assigned_to = NULL, r.version = r.version + 1,"
        " r.updated_at = ? WHERE r.public_id = ? AND (? = 0 OR r.version = ?) AND " ALLOWED("?"),
        "tauuu", "", 0},
    [CLOSE] = {"desk_file.close",
        "UPDATE quote_request r SET r.state = 'closed', r.waiting_since = NULL,"
        " r.version = r.version + 1, r.updated_at = ?"
        " WHERE r.public_id = ? AND (? = 0 OR r.version = ?) AND (r.state IN ('new', 'answered',"
        " 'declined') OR (r.state IN ('sent', 'waiting') AND (r.valid_until IS NULL OR"
        " r.valid_until < ? OR (r.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM quote q"
        " WHERE q.request_id = r.id AND q.state = 'issued'))))) AND " ALLOWED("?"),
        "tauudu", "", 0},
    [REOPEN] = {"desk_file.reopen",
        "UPDATE quote_request r SET r.state = 'waiting', r.waiting_since = ?,"
        " r.version = r.version + 1, r.updated_at = ?"
        " WHERE r.public_id = ? AND r.version = ? AND r.state = 'closed' AND " ALLOWED("?"),
        "ttauu", "", 0},
    [READ] = {"desk_file.read",
        "UPDATE quote_request r SET r.state = IF(r.state = 'waiting', 'sent', r.state),"
        " r.waiting_since = NULL, r.version = r.version + 1, r.updated_at = ?"
        " WHERE r.public_id = ? AND r.version = ? AND r.waiting_since IS NOT NULL"
        " AND (r.state IN ('accepted', 'cancelled') OR (r.state = 'waiting' AND EXISTS (SELECT 1"
        " FROM quote q WHERE q.request_id = r.id AND q.state = 'issued'))) AND " ALLOWED("?"),
        "tauu", "", 0},
    [ID_OF] = {"desk_file.id", "SELECT id FROM quote_request WHERE public_id = ?", "a", "u", 0},
    [NOTE] = {"desk_file.note",
        "INSERT INTO quote_message (request_id, kind, staff_id, body, idempotency_key, at)"
        " VALUES (?, 'note', ?, ?, ?, ?)",
        "uusat", "", 0},
    [GOOD] = {"desk_file.address_good",
        "UPDATE address_state b SET b.hard_bounces = 0, b.corrected_at = ? WHERE b.email ="
        " (SELECT r.email FROM quote_request r WHERE r.public_id = ?) AND b.hard_bounces > 0 AND "
        ALLOWED("?"),
        "tau", "", 0},
    [GOOD_ACCOUNT] = {"desk_file.account_good",
        "UPDATE account c SET c.address_state = 'proved' WHERE c.email ="
        " (SELECT r.email FROM quote_request r WHERE r.public_id = ?)"
        " AND c.address_state <> 'proved' AND " ALLOWED("?"),
        "au", "", 0},
    {0},
};

static void fill(struct arena *a, const struct rows *r, struct desk_file *f)
{
    size_t c = ASKED;
    f->asked = answers_new(a, &form_quote);
    for (size_t i = 0; i < ASKED; i++)
        for (size_t k = 0; k < form_quote.n; k++)
            if (strcmp(form_quote.fields[k].name, asked[i]) == 0)
                answers_set(a, &f->asked, k, row_str(r, 0, i));
    f->id = row_u64(r, 0, c++);
    f->intake = row_u64(r, 0, c++);
    struct str *const texts[] = {&f->public_id, &f->reference, &f->kind, &f->state, &f->origin,
        &f->reason, &f->payer};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = row_str(r, 0, c++);
    f->version = (unsigned)row_u64(r, 0, c++);
    struct money *const amounts[] = {&f->diploma, &f->module, &f->total};
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
        amounts[i]->cents = (int64_t)row_u64(r, 0, c++);
    f->last_number = row_str(r, 0, c++);
    struct instant *const times[] = {&f->created, &f->updated, &f->waiting, &f->answered, &f->raised,
        &f->reminded};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        *times[i] = row_instant(r, 0, c++);
    f->valid_until = row_day(r, 0, c++);
    struct str *const names[] = {
        &f->assigned_public, &f->assigned_name, &f->entered_name, &f->candidacy, &f->bounce_why};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        *names[i] = row_str(r, 0, c++);
    f->bounces = (unsigned)row_u64(r, 0, c++);
    f->complained = row_instant(r, 0, c++);
    f->received = row_day(r, 0, c++);
    f->marks[0] = (struct desk_mark){f->created, f->id};
    f->marks[1] = (struct desk_mark){row_instant(r, 0, c), f->id};
    f->marks[2] = (struct desk_mark){row_instant(r, 0, c + 1), f->id};
}

enum rc desk_file_find(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_file *out)
{
    struct rows r;
    enum rc rc = db_query_one(
        db, a, &desk_file_statements[FIND], ARGS(ARG(public_id), ARG(staff)), &r);
    if (rc == RC_OK) {
        *out = (struct desk_file){0};
        fill(a, &r, out);
    }
    return rc;
}

static enum desk_event_kind kind_of(struct str what)
{
    static const char *const words[] = {[EVENT_QUOTE] = "quote", [EVENT_ANSWER] = "answer",
        [EVENT_MESSAGE] = "message", [EVENT_ACT] = "act", [EVENT_PERSON] = "person"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_c(what, words[i]))
            return (enum desk_event_kind)i;
    abort(); /* words of the statement above */
}

enum rc desk_file_events(
    struct db *db, struct arena *a, uint64_t request, struct desk_event **out, size_t *n)
{
    struct rows r;
    enum rc rc = db_query(db, a, &desk_file_statements[EVENTS],
        ARGS(ARG(request), ARG(request), ARG(request), ARG(request), ARG(request)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct desk_event);
    *n = r.n;
    for (size_t i = 0; i < r.n; i++)
        (*out)[i] = (struct desk_event){
            .kind = kind_of(row_str(&r, i, 0)),
            .at = row_instant(&r, i, 1),
            .who = row_str(&r, i, 2),
            .a = row_str(&r, i, 3),
            .b = row_str(&r, i, 4),
            .c = row_str(&r, i, 5),
            .d = row_str(&r, i, 6),
            .total = {(int64_t)row_u64(&r, i, 7)},
            .until = row_day(&r, i, 8),
            .id = row_u64(&r, i, 9),
        };
    return RC_OK;
}

/* ---- staff's own columns */

/* Which row it was, after an update that did or did not find it in the right state. */
static enum rc told(struct db *db, struct arena *a, enum rc rc, const struct done *done,
    struct str public_id, uint64_t *id)
{
    struct rows r;
    if (rc == RC_OK)
        rc = db_query_one(db, a, &desk_file_statements[ID_OF], ARGS(ARG(public_id)), &r);
    if (rc != RC_OK)
        return rc;
    *id = row_u64(&r, 0, 0);
    return done->affected ? RC_OK : RC_CONFLICT;
}

enum rc desk_file_assign(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    unsigned version, struct str to, struct instant now, uint64_t *id)
{
    struct done done = {0};
    enum rc rc = str_eq_c(to, "personne")
        ? db_exec(db, &desk_file_statements[UNASSIGN],
              ARGS(ARG(now), ARG(public_id), ARG(version), ARG(version), ARG(staff)), &done)
        : db_exec(db, &desk_file_statements[ASSIGN],
              ARGS(ARG(to), ARG(now), ARG(public_id), ARG(version), ARG(version), ARG(staff)),
              &done);
    return told(db, a, rc, &done, public_id, id);
}

enum rc desk_file_close(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    unsigned version, struct instant now, struct day today, uint64_t *id)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &desk_file_statements[CLOSE],
        ARGS(ARG(now), ARG(public_id), ARG(version), ARG(version), ARG(today), ARG(staff)), &done);
    return told(db, a, rc, &done, public_id, id);
}

enum rc desk_file_reopen(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    unsigned version, struct instant now, uint64_t *id)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &desk_file_statements[REOPEN],
        ARGS(ARG(now), ARG(now), ARG(public_id), ARG(version), ARG(staff)), &done);
    return told(db, a, rc, &done, public_id, id);
}

enum rc desk_file_read(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    unsigned version, struct instant now, uint64_t *id)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &desk_file_statements[READ],
        ARGS(ARG(now), ARG(public_id), ARG(version), ARG(staff)), &done);
    return told(db, a, rc, &done, public_id, id);
}

enum rc desk_file_note(struct db *db, uint64_t request, uint64_t staff, struct str body,
    struct str key, struct instant now)
{
    return db_exec(db, &desk_file_statements[NOTE],
        ARGS(ARG(request), ARG(staff), ARG(body), ARG(key), ARG(now)), NULL);
}

enum rc desk_file_address_good(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct instant now, uint64_t *id)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &desk_file_statements[GOOD],
        ARGS(ARG(now), ARG(public_id), ARG(staff)), &done);
    if (rc == RC_OK && done.affected)
        rc = db_exec(
            db, &desk_file_statements[GOOD_ACCOUNT], ARGS(ARG(public_id), ARG(staff)), NULL);
    return told(db, a, rc, &done, public_id, id);
}
