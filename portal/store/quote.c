/* Statements: quotes.* below. ("quote." begins the settings' names.) */
#include "store/quote.h"

#include "store/ident.h"
#include "store/statements.h"
#include "sys/crypto.h"

enum { LOCK, SUBJECT, VERSIONS, COUNT, INSERT, REPLACE, SENT, WAIT, FIND, PDF_GET, PDF_PUT, RENEW };

enum { DOCUMENT_BYTES_MAX = 512 * 1024 };

#define SUBJECT_COLUMNS                                                                            \
    "SELECT id, intake_id, candidacy_id, public_id, kind, state, version, created_at, phone,"      \
    " note, message, mix, reference, payer, module, module_payer, cpf_amount, whom, trainees,"     \
    " headcount, addressee_name, addressee_siret, addressee_address, addressee_contact,"           \
    " purchase_reference, opco_name, opco_reference, chorus_service, chorus_engagement, name,"     \
    " email, waiting_since, to_staff_reason, link_generation FROM quote_request"
#define SUBJECT_GIVES "uuusssutssss" "ssssussu" "ssssssssssstsu"
#define COLUMNS                                                                                    \
    "SELECT id, request_id, public_id, number_text, part, version, number, series, year, payer,"   \
    " tariff_kind, total_cents, sha256, issued_at, issued_by, valid_until, idempotency_key,"       \
    " state, state_at, diplomas, modules, dates, note, pdf IS NOT NULL"
#define GIVES "uussuuus" "ussibtud" "sstuussu"

const struct stmt quote_statements[] = {
    [LOCK] = {"quotes.lock", SUBJECT_COLUMNS " WHERE id = ? FOR UPDATE", "u",
        SUBJECT_GIVES, 0},
    [SUBJECT] = {"quotes.subject", SUBJECT_COLUMNS " WHERE public_id = ?", "a",
        SUBJECT_GIVES, 0},
    [VERSIONS] = {"quotes.versions",
        COLUMNS " FROM quote WHERE request_id = ? ORDER BY part, id DESC", "u", GIVES, 0},
    [COUNT] = {"quotes.count",
        "INSERT INTO quote_counter (series, year, next_number) VALUES (?, ?, 2)"
        " ON DUPLICATE KEY UPDATE next_number = LAST_INSERT_ID(next_number + 1)",
        "au", "", 0},
    [INSERT] = {"quotes.insert",
        "INSERT INTO quote (public_id, request_id, part, series, year, number, version,"
        " number_text, payer, tariff_kind, diploma_tariff_id, module_tariff_id, diplomas, modules,"
        " dates, note, total_cents, document, sha256, issued_at, issued_by, valid_until,"
        " idempotency_key, state_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "auuauuua" "aaUUuuss" "isbtUdat", "", 0},
    [REPLACE] = {"quotes.replace",
        "UPDATE quote SET state = 'replaced', state_at = ?"
        " WHERE request_id = ? AND state IN ('issued', 'accepted', 'declined')",
        "tu", "", 0},
    [SENT] = {"quotes.sent",
        "UPDATE quote_request r SET state = IF(? = 0 AND waiting_since IS NOT NULL"
        " AND " QUOTE_UNANSWERED ", 'waiting', 'sent'),"
        " version = version + 1, updated_at = ?,"
        " waiting_since = IF(state = 'waiting', waiting_since, NULL),"
        " raised_at = IF(state = 'waiting', raised_at, NULL), reminded_at = NULL,"
        " to_staff_reason = IF(state = 'waiting', to_staff_reason, ''),"
        " answered_at = COALESCE(answered_at, ?), valid_until = ?, last_number = ?,"
        " total_cents = IF(? = 1, 0, COALESCE(total_cents, 0)) + ? WHERE id = ?",
        "uttdauuu", "", 0}, /* each column is set after those before it; parts add up from the first */
    [WAIT] = {"quotes.wait",
        "UPDATE quote_request SET state = IF(state IN ('sent', 'answered', 'declined', 'closed'),"
        " 'waiting', state),"
        " version = version + 1, updated_at = ?, waiting_since = COALESCE(waiting_since, ?),"
        " to_staff_reason = IF(? = '', to_staff_reason, ?) WHERE id = ?",
        "ttssu", "", 0},
    [FIND] = {"quotes.find",
        COLUMNS ", document FROM quote WHERE public_id = ? AND (? = 0 OR request_id = ?)", "auu",
        GIVES "s", 0},
    [PDF_GET] = {"quotes.pdf", "SELECT pdf FROM quote WHERE public_id = ? AND pdf IS NOT NULL",
        "a", "b", 0},
    [PDF_PUT] = {"quotes.pdf_put", "UPDATE quote SET pdf = ? WHERE public_id = ? AND pdf IS NULL",
        "ba", "", 0},
    [RENEW] = {"quotes.renew_link",
        "UPDATE quote_request SET link_generation = link_generation + 1, updated_at = ?"
        " WHERE id = ? AND link_generation = ? AND link_generation < ?",
        "tuuu", "", 0},
    {0},
};

/* ---- the request */

static struct quote_ask ask_of(struct arena *a, const struct rows *r)
{
    uint64_t cents = row_u64(r, 0, 16);
    return (struct quote_ask){
        .reference = row_str(r, 0, 12),
        .payer = row_str(r, 0, 13),
        .module = str_eq_c(row_str(r, 0, 14), "yes"),
        .module_payer = row_str(r, 0, 15),
        .cpf_amount = row_null(r, 0, 16)
            ? (struct str){0}
            : arena_printf(a, "%llu", (unsigned long long)cents),
        .whom = row_str(r, 0, 17),
        .trainees = row_str(r, 0, 18),
        .headcount = (unsigned)row_u64(r, 0, 19),
        .addressee_name = row_str(r, 0, 20),
        .addressee_siret = row_str(r, 0, 21),
        .addressee_address = row_str(r, 0, 22),
        .addressee_contact = row_str(r, 0, 23),
        .purchase_reference = row_str(r, 0, 24),
        .opco_name = row_str(r, 0, 25),
        .opco_reference = row_str(r, 0, 26),
        .chorus_service = row_str(r, 0, 27),
        .chorus_engagement = row_str(r, 0, 28),
        .name = row_str(r, 0, 29),
        .email = row_str(r, 0, 30),
    };
}

static enum rc subject(
    struct db *db, struct arena *a, int which, struct arg key, struct quote_subject *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &quote_statements[which], &key, 1, &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct quote_subject){
        .id = row_u64(&r, 0, 0),
        .intake = row_u64(&r, 0, 1),
        .candidacy = row_u64(&r, 0, 2),
        .public_id = row_str(&r, 0, 3),
        .kind = row_str(&r, 0, 4),
        .state = row_str(&r, 0, 5),
        .version = (unsigned)row_u64(&r, 0, 6),
        .created = row_instant(&r, 0, 7),
        .phone = row_str(&r, 0, 8),
        .note = row_str(&r, 0, 9),
        .message = row_str(&r, 0, 10),
        .mix = row_str(&r, 0, 11),
        .ask = ask_of(a, &r),
        .waiting = row_instant(&r, 0, 31),
        .reason = row_str(&r, 0, 32),
        .generation = (unsigned)row_u64(&r, 0, 33),
    };
    return RC_OK;
}

enum rc quote_subject_lock(
    struct db *db, struct arena *a, uint64_t request, struct quote_subject *out)
{
    return subject(db, a, LOCK, ARG(request), out);
}

enum rc quote_subject_find(
    struct db *db, struct arena *a, struct str public_id, struct quote_subject *out)
{
    return subject(db, a, SUBJECT, ARG(public_id), out);
}

enum rc quote_wait(struct db *db, uint64_t request, struct str reason, struct instant now)
{
    return db_exec(db, &quote_statements[WAIT],
        ARGS(ARG(now), ARG(now), ARG(reason), ARG(reason), ARG(request)), NULL);
}

enum rc quote_link_renew(
    struct db *db, uint64_t request, unsigned generation, struct instant now)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &quote_statements[RENEW],
        ARGS(ARG(now), ARG(request), ARG((uint64_t)generation), ARG((uint64_t)QUOTE_LINKS_MAX)),
        &done);
    return rc == RC_OK && done.affected != 1 ? RC_CONFLICT : rc;
}

/* ---- reading what was issued */

static struct quote row_quote(const struct rows *r, size_t i)
{
    struct quote q = {
        .id = row_u64(r, i, 0),
        .request = row_u64(r, i, 1),
        .public_id = row_str(r, i, 2),
        .number_text = row_str(r, i, 3),
        .part = (unsigned)row_u64(r, i, 4),
        .version = (unsigned)row_u64(r, i, 5),
        .number = (unsigned)row_u64(r, i, 6),
        .series = row_str(r, i, 7).p[0],
        .year = (int)row_u64(r, i, 8),
        .payer = row_str(r, i, 9),
        .tariff_kind = row_str(r, i, 10),
        .total = {row_i64(r, i, 11)},
        .issued = row_instant(r, i, 13),
        .issued_by = row_u64(r, i, 14),
        .valid_until = row_day(r, i, 15),
        .idempotency_key = row_str(r, i, 16),
        .state = row_str(r, i, 17),
        .state_at = row_instant(r, i, 18),
        .diplomas = (unsigned)row_u64(r, i, 19),
        .modules = (unsigned)row_u64(r, i, 20),
        .dates = row_str(r, i, 21),
        .note = row_str(r, i, 22),
        .has_pdf = row_u64(r, i, 23) != 0,
    };
    row_bytes(r, i, 12, q.sha256, sizeof q.sha256);
    return q;
}

bool quote_expired(const struct quote *q, struct day today)
{
    return str_eq_c(q->state, "issued") && day_cmp(q->valid_until, today) < 0;
}

enum rc quote_find(struct db *db, struct arena *a, struct str public_id, uint64_t request,
    struct quote *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &quote_statements[FIND],
        ARGS(ARG(public_id), ARG(request), ARG(request)), &r);
    if (rc != RC_OK)
        return rc;
    *out = row_quote(&r, 0);
    out->document = row_str(&r, 0, 24);
    return RC_OK;
}

enum rc quote_versions(
    struct db *db, struct arena *a, uint64_t request, struct quote **out, size_t *n)
{
    struct rows r;
    enum rc rc = db_query(db, a, &quote_statements[VERSIONS], ARGS(ARG(request)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n, struct quote);
    for (*n = 0; *n < r.n; (*n)++)
        (*out)[*n] = row_quote(&r, *n);
    return RC_OK;
}

enum rc quote_pdf_get(struct db *db, struct arena *a, struct str public_id, struct str *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &quote_statements[PDF_GET], ARGS(ARG(public_id)), &r);
    if (rc == RC_OK)
        *out = row_str(&r, 0, 0);
    return rc;
}

enum rc quote_pdf_put(struct db *db, struct str public_id, struct str pdf)
{
    struct done done;
    enum rc rc = db_exec(db, &quote_statements[PDF_PUT], ARGS(ARG(pdf), ARG(public_id)), &done);
    return rc == RC_OK && done.affected == 0 ? RC_CONFLICT : rc;
}

/* ---- issuing */

/* Its number, and which version of it this is. */
static enum rc number_of(struct db *db, const struct quote_new *q, struct quote *out)
{
    for (size_t i = 0; i < q->before_n; i++) {
        const struct quote *b = &q->before[i];
        if (b->part != q->part || b->series != out->series || b->version < out->version)
            continue;
        out->year = b->year;
        out->number = b->number;
        out->version = b->version + 1;
    }
    if (out->version > 1)
        return RC_OK;
    const struct str series = {&out->series, 1};
    struct done done;
    enum rc rc =
        db_exec(db, &quote_statements[COUNT], ARGS(ARG(series), ARG((uint64_t)q->year)), &done);
    if (rc == RC_OK) /* one row changed: the year's first; two: updated, and the id is the next */
        out->number = done.affected == 1 ? 1 : (unsigned)done.id - 1;
    return rc;
}

static enum rc insert(struct db *db, const struct quote_new *q, struct quote *out)
{
    const struct quote_plan *p = q->plan;
    const struct str series = {&out->series, 1};
    struct done done;
    enum rc rc = db_exec(db, &quote_statements[INSERT],
        ARGS(ARG(out->public_id), ARG(out->request), ARG(out->part), ARG(series),
            ARG((uint64_t)out->year), ARG(out->number), ARG(out->version), ARG(out->number_text),
            ARG(out->payer), ARG(out->tariff_kind), ARG(p->tariff_id[TARIFF_DIPLOMA]),
            ARG(p->tariff_id[TARIFF_MODULE]), ARG(out->diplomas), ARG(out->modules),
            ARG(out->dates), ARG(out->note), ARG(out->total.cents), ARG(out->document),
            ARG_BYTES(out->sha256, 32), ARG(out->issued), ARG(out->issued_by),
            ARG(out->valid_until), ARG(out->idempotency_key), ARG(out->state_at)),
        &done);
    if (rc == RC_OK)
        out->id = done.id;
    return rc;
}

static struct str written(struct arena *a, const struct quote_new *q, const struct quote *out)
{
    struct buf json;
    buf_init(&json, DOCUMENT_BYTES_MAX);
    q->write(q->ctx, out->number_text, out->version, &json);
    struct str text = json.overflow ? (struct str){0} : arena_dup(a, buf_str(&json));
    buf_free(&json);
    return text;
}

static struct quote fresh(struct arena *a, const struct quote_new *q, struct instant now)
{
    return (struct quote){
        .request = q->subject->id,
        .public_id = public_id_new(a),
        .part = q->part,
        .version = 1,
        .series = q->plan->series,
        .year = q->year,
        .payer = q->payer,
        .tariff_kind = q->plan->tariff == PAYER_INDIVIDUAL ? STR("individual") : STR("third"),
        .total = q->plan->total,
        .issued = now,
        .issued_by = q->issued_by,
        .valid_until = q->plan->valid_until,
        .idempotency_key = q->idempotency_key,
        .state = STR("issued"),
        .state_at = now,
        .diplomas = q->terms->diplomas,
        .modules = q->terms->modules,
        .dates = q->terms->dates,
        .note = q->terms->note,
    };
}

enum rc quote_issue_row(struct db *db, struct arena *a, const struct quote_new *q,
    struct instant now, struct quote *out)
{
    *out = fresh(a, q, now);
    enum rc rc = RC_OK;
    if (q->part == 1 && q->before_n)
        rc = db_exec(db, &quote_statements[REPLACE], ARGS(ARG(now), ARG(out->request)), NULL);
    if (rc == RC_OK)
        rc = number_of(db, q, out);
    if (rc != RC_OK)
        return rc;
    out->number_text =
        quote_number_text(a, out->series, out->year, out->number, out->version);
    out->document = written(a, q, out);
    if (out->document.n == 0)
        return RC_FAULT;
    crypto_sha256(out->document, out->sha256);
    rc = insert(db, q, out);
    if (rc == RC_OK)
        rc = db_exec(db, &quote_statements[SENT],
            ARGS(ARG(out->issued_by), ARG(now), ARG(now), ARG(out->valid_until),
                ARG(out->number_text), ARG((uint64_t)out->part), ARG((uint64_t)out->total.cents),
                ARG(out->request)),
            NULL);
    return rc;
}
