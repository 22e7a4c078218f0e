/* Statements: answers.* below: what was said of a quote, and what was written about it. */
#include "domain/canon.h"
#include "store/quote.h"
#include "store/statements.h"
#include "sys/crypto.h"

enum { TAKE, ADD, FOLLOW, FIND, VERIFY, CANCEL_REQUEST, CANCEL, MESSAGE_ADD, MESSAGE_LIST, MESSAGE_BY_KEY };

const struct stmt quote_answer_statements[] = {
    /* Only an organisation accepts on paper: an individual signs a contract. */
    [TAKE] = {"answers.take",
        "UPDATE quote SET state = ?, state_at = ? WHERE id = ? AND state = 'issued'"
        " AND valid_until >= ? AND (? = 0 OR (series = 'D' AND tariff_kind = 'third'))",
        "atudu", "", 0},
    [ADD] = {"answers.add",
        "INSERT INTO quote_answer (quote_id, kind, name, role, signed_on, reason, entered_by,"
        " fingerprint, answered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "uassDsUbt", "", 0},
    /* Only an organisation's quote is waited for, while it holds: a person's part of a mix is never
     * accepted here, and its "no" does not undo the organisation's "yes". */
    [FOLLOW] = {"answers.follow",
        "UPDATE quote_request r SET state = IF(EXISTS (SELECT 1 FROM quote q WHERE"
        " q.request_id = r.id AND q.state = 'accepted'), 'accepted', ?), version = version + 1,"
        " updated_at = ?, waiting_since = IF(" QUOTE_UNANSWERED ", waiting_since, NULL),"
        " valid_until = IF(state = 'declined', NULL, valid_until) WHERE id = ?"
        " AND NOT EXISTS (SELECT 1 FROM quote q WHERE q.request_id = r.id AND q.state = 'issued'"
        " AND q.series = 'D' AND q.tariff_kind = 'third' AND q.valid_until >= ?)",
        "atud", "", 0},
    [FIND] = {"answers.find",
        "SELECT kind, name, role, signed_on, reason, entered_by, fingerprint, answered_at"
        " FROM quote_answer WHERE quote_id = ?",
        "u", "sssdsubt", 0},
    [VERIFY] = {"answers.verify", "SELECT state, valid_until FROM quote WHERE number_text = ?"
        " AND sha256 = ?",
        "ab", "sd", 0},
    [CANCEL_REQUEST] = {"answers.cancel_request",
        "UPDATE quote_request SET state = 'cancelled', version = version + 1, updated_at = ?,"
        " waiting_since = NULL, valid_until = NULL"
        " WHERE id = ? AND version = ? AND state NOT IN ('cancelled', 'closed')",
        "tuu", "", 0},
    [CANCEL] = {"answers.cancel",
        "UPDATE quote SET state = 'cancelled', state_at = ?"
        " WHERE request_id = ? AND state IN ('issued', 'accepted', 'declined')",
        "tu", "", 0},
    [MESSAGE_ADD] = {"answers.message_add",
        "INSERT INTO quote_message (request_id, kind, staff_id, body, idempotency_key, at, mark, remarks)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        "uaUsatas", "", 0},
    [MESSAGE_LIST] = {"answers.messages",
        "SELECT kind, staff_id, body, at, idempotency_key LIKE 'mail:%', mark, remarks FROM quote_message"
        " WHERE request_id = ? AND (? = 1 OR kind <> 'note') ORDER BY at, id",
        "uu", "sustuss", 0},
    [MESSAGE_BY_KEY] = {"answers.message_by_key",
        "SELECT body FROM quote_message WHERE request_id = ? AND idempotency_key = ?", "ua", "s", 0},
    {0},
};

static struct str word_of(const struct quote_answer *answer)
{
    return answer->accepted ? STR("accepted") : STR("declined");
}

/* SHA-256 of the document's hash and of the answer's one spelling. */
static void sign(struct arena *a, const struct quote *q, struct quote_answer *answer)
{
    struct canon *o = canon_object(a);
    struct buf b;
    canon_set(a, o, "answer", canon_text(a, word_of(answer)));
    canon_set(a, o, "name", canon_text(a, answer->name));
    canon_set(a, o, "role", canon_text(a, answer->role));
    canon_set(a, o, "reason", canon_text(a, answer->reason));
    canon_set(a, o, "signed_on", canon_int(a, day_to_number(answer->signed_on)));
    buf_init(&b, 64 * 1024);
    buf_put(&b, (struct str){(const char *)q->sha256, sizeof q->sha256});
    canon_write(&b, o);
    crypto_sha256(buf_str(&b), answer->fingerprint);
    buf_free(&b);
}

enum rc quote_answer_add(struct db *db, struct arena *a, const struct quote *q,
    struct quote_answer *answer, struct instant now)
{
    /* On the link it is today that counts, whatever day was typed; staff may note later a paper
     * that was signed in time. */
    struct day counts = answer->entered_by ? answer->signed_on : day_paris(now);
    struct str word = word_of(answer);
    struct done done;
    answer->at = now;
    sign(a, q, answer);
    enum rc rc = db_exec(db, &quote_answer_statements[TAKE],
        ARGS(ARG(word), ARG(now), ARG(q->id), ARG(counts), ARG(answer->accepted)), &done);
    if (rc != RC_OK || done.affected == 0)
        return rc == RC_OK ? RC_CONFLICT : rc;
    rc = db_exec(db, &quote_answer_statements[ADD],
        ARGS(ARG(q->id), ARG(word), ARG(answer->name), ARG(answer->role), ARG(answer->signed_on),
            ARG(answer->reason), ARG(answer->entered_by), ARG_BYTES(answer->fingerprint, 32),
            ARG(now)),
        NULL);
    if (rc != RC_OK)
        return rc;
    return db_exec(db, &quote_answer_statements[FOLLOW],
        ARGS(ARG(word), ARG(now), ARG(q->request), ARG(day_paris(now))), NULL);
}

enum rc quote_answer_find(
    struct db *db, struct arena *a, uint64_t quote, struct quote_answer *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &quote_answer_statements[FIND], ARGS(ARG(quote)), &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct quote_answer){
        .accepted = str_eq_c(row_str(&r, 0, 0), "accepted"),
        .name = row_str(&r, 0, 1),
        .role = row_str(&r, 0, 2),
        .signed_on = row_day(&r, 0, 3),
        .reason = row_str(&r, 0, 4),
        .entered_by = row_u64(&r, 0, 5),
        .at = row_instant(&r, 0, 7),
    };
    row_bytes(&r, 0, 6, out->fingerprint, sizeof out->fingerprint);
    return RC_OK;
}

enum rc quote_verify(struct db *db, struct arena *a, struct str number_text,
    const unsigned char sha256[32], struct quote *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &quote_answer_statements[VERIFY],
        ARGS(ARG(number_text), ARG_BYTES(sha256, 32)), &r);
    if (rc == RC_OK)
        *out = (struct quote){.state = row_str(&r, 0, 0), .valid_until = row_day(&r, 0, 1)};
    return rc;
}

enum rc quote_cancel(struct db *db, uint64_t request, unsigned version, struct instant now)
{
    struct done done;
    enum rc rc = db_exec(db, &quote_answer_statements[CANCEL_REQUEST],
        ARGS(ARG(now), ARG(request), ARG(version)), &done);
    if (rc != RC_OK || done.affected == 0)
        return rc == RC_OK ? RC_CONFLICT : rc;
    return db_exec(
        db, &quote_answer_statements[CANCEL], ARGS(ARG(now), ARG(request)), NULL);
}

enum rc quote_message_add(struct db *db, uint64_t request, const struct quote_message *m,
    struct str idempotency_key)
{
    return db_exec(db, &quote_answer_statements[MESSAGE_ADD],
        ARGS(ARG(request), ARG(m->kind), ARG(m->staff), ARG(m->body), ARG(idempotency_key),
            ARG(m->at), ARG(m->mark), ARG(m->remarks)),
        NULL);
}

enum rc quote_message_by_key(struct db *db, struct arena *a, uint64_t request,
    struct str idempotency_key, struct str *body)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &quote_answer_statements[MESSAGE_BY_KEY],
        ARGS(ARG(request), ARG(idempotency_key)), &r);
    if (rc == RC_OK)
        *body = row_str(&r, 0, 0);
    return rc;
}

enum rc quote_message_list(struct db *db, struct arena *a, uint64_t request, bool notes,
    struct quote_message **out, size_t *n)
{
    struct rows r;
    enum rc rc = db_query(
        db, a, &quote_answer_statements[MESSAGE_LIST], ARGS(ARG(request), ARG(notes)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n, struct quote_message);
    for (*n = 0; *n < r.n; (*n)++)
        (*out)[*n] = (struct quote_message){.kind = row_str(&r, *n, 0),
            .staff = row_u64(&r, *n, 1),
            .body = row_str(&r, *n, 2),
            .at = row_instant(&r, *n, 3),
            .by_mail = row_u64(&r, *n, 4) != 0,
            .mark = row_str(&r, *n, 5),
            .remarks = row_str(&r, *n, 6)};
    return RC_OK;
}
