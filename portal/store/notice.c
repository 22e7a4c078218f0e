/* Statements: notice.* below. */
#include "store/notice.h"

#include "store/statements.h"

enum { PEOPLE, DIGEST, NEW_DUE, NEW_TAKE, RAISE_DUE, RAISE_TAKE, ENDING_DUE, ENDING_TAKE, SINCE,
    FIND, COUNT };

#define COLUMNS                                                                                    \
    "SELECT id, public_id, reference, kind, payer, email, last_number, created_at, waiting_since," \
    " valid_until, assigned_to, origin, entered_by, received_on, link_generation FROM quote_request"
#define GIVES "usss" "sss" "ttdu" "sudu"

const struct stmt notice_statements[] = {
    [PEOPLE] = {"notice.people",
        "SELECT s.id, s.email, s.notice, s.digest_on FROM staff s WHERE s.state = 'active'"
        " AND EXISTS (SELECT 1 FROM staff_role r WHERE r.staff_id = s.id"
        " AND r.role IN ('quotes', 'admin')) ORDER BY s.id LIMIT ?",
        "u", "ussd", STMT_SCAN},
    [DIGEST] = {"notice.digest_take",
        "UPDATE staff SET digest_on = ? WHERE id = ? AND state = 'active' AND notice = 'daily'"
        " AND (digest_on IS NULL OR digest_on < ?)",
        "dud", "", 0},
    [NEW_DUE] = {"notice.new_due", COLUMNS " WHERE noticed_at IS NULL ORDER BY id LIMIT ?", "u",
        GIVES, 0},
    [NEW_TAKE] = {"notice.new_take",
        "UPDATE quote_request SET noticed_at = ? WHERE id = ? AND noticed_at IS NULL", "tu", "", 0},
    [RAISE_DUE] = {"notice.raise_due",
        COLUMNS " WHERE waiting_since <= ? AND (raised_at IS NULL OR raised_at < waiting_since)"
        " ORDER BY waiting_since LIMIT ?",
        "tu", GIVES, 0},
    [RAISE_TAKE] = {"notice.raise_take",
        "UPDATE quote_request SET raised_at = ? WHERE id = ? AND (raised_at IS NULL OR"
        " raised_at < waiting_since) AND waiting_since IS NOT NULL",
        "tu", "", 0},
    [ENDING_DUE] = {"notice.ending_due",
        COLUMNS " WHERE state = 'sent' AND valid_until BETWEEN ? AND ? AND reminded_at IS NULL"
        " ORDER BY valid_until, id LIMIT ?",
        "ddu", GIVES, 0},
    [ENDING_TAKE] = {"notice.ending_take",
        "UPDATE quote_request SET reminded_at = ? WHERE id = ? AND reminded_at IS NULL"
        " AND state = 'sent' AND valid_until = ?",
        "tud", "", 0},
    [SINCE] = {"notice.since", COLUMNS " WHERE created_at >= ? ORDER BY created_at, id LIMIT ?",
        "tu", GIVES, 0},
    [FIND] = {"notice.find", COLUMNS " WHERE id = ?", "u", GIVES, 0},
    [COUNT] = {"notice.count",
        "SELECT (SELECT COUNT(*) FROM quote_request WHERE state = 'new'),"
        " (SELECT COUNT(*) FROM quote_request WHERE waiting_since IS NOT NULL),"
        " (SELECT COUNT(*) FROM quote_request WHERE state = 'sent' AND valid_until BETWEEN ? AND ?),"
        " (SELECT COUNT(*) FROM quote_request WHERE state = 'sent' AND valid_until < ?)",
        "ddd", "uuuu", 0},
    {0},
};

enum rc notice_people(struct db *db, struct arena *a, struct notice_person **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc =
        db_query(db, a, &notice_statements[PEOPLE], ARGS(ARG((uint64_t)NOTICE_PEOPLE_MAX)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct notice_person);
    for (size_t i = 0; i < r.n; i++)
        (*out)[(*n)++] = (struct notice_person){
            row_u64(&r, i, 0), row_str(&r, i, 1), row_str(&r, i, 2), row_day(&r, i, 3)};
    return RC_OK;
}

/* What was to be done once, and has just been: by us, or by another. */
static enum rc take(struct db *db, int which, const struct arg *args, size_t n)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &notice_statements[which], args, n, &done);
    return rc == RC_OK && done.affected != 1 ? RC_CONFLICT : rc;
}

enum rc notice_digest_take(struct db *db, uint64_t person, struct day today)
{
    return take(db, DIGEST, ARGS(ARG(today), ARG(person), ARG(today)));
}

static enum rc list(struct db *db, struct arena *a, int which, const struct arg *args,
    size_t args_n, struct notice_request **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &notice_statements[which], args, args_n, &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct notice_request);
    for (size_t i = 0; i < r.n; i++)
        (*out)[(*n)++] = (struct notice_request){
            .id = row_u64(&r, i, 0),
            .public_id = row_str(&r, i, 1),
            .reference = row_str(&r, i, 2),
            .kind = row_str(&r, i, 3),
            .payer = row_str(&r, i, 4),
            .email = row_str(&r, i, 5),
            .number = row_str(&r, i, 6),
            .created = row_instant(&r, i, 7),
            .waiting = row_instant(&r, i, 8),
            .valid_until = row_day(&r, i, 9),
            .assigned = row_u64(&r, i, 10),
            .origin = row_str(&r, i, 11),
            .entered_by = row_u64(&r, i, 12),
            .received = row_day(&r, i, 13),
            .generation = (unsigned)row_u64(&r, i, 14),
        };
    return RC_OK;
}

#define MOST ARG((uint64_t)NOTICE_ROWS_MAX)

enum rc notice_new_due(struct db *db, struct arena *a, struct notice_request **out, size_t *n)
{
    return list(db, a, NEW_DUE, ARGS(MOST), out, n);
}

enum rc notice_new_take(struct db *db, uint64_t request, struct instant now)
{
    return take(db, NEW_TAKE, ARGS(ARG(now), ARG(request)));
}

enum rc notice_raise_due(struct db *db, struct arena *a, struct instant since,
    struct notice_request **out, size_t *n)
{
    return list(db, a, RAISE_DUE, ARGS(ARG(since), MOST), out, n);
}

enum rc notice_raise_take(struct db *db, uint64_t request, struct instant now)
{
    return take(db, RAISE_TAKE, ARGS(ARG(now), ARG(request)));
}

enum rc notice_ending_due(struct db *db, struct arena *a, struct day today, struct day last,
    struct notice_request **out, size_t *n)
{
    return list(db, a, ENDING_DUE, ARGS(ARG(today), ARG(last), MOST), out, n);
}

enum rc notice_ending_take(struct db *db, const struct notice_request *request, struct instant now)
{
    return take(db, ENDING_TAKE,
        ARGS(ARG(now), ARG(request->id), ARG(request->valid_until)));
}

enum rc notice_since(struct db *db, struct arena *a, struct instant since,
    struct notice_request **out, size_t *n)
{
    return list(db, a, SINCE, ARGS(ARG(since), MOST), out, n);
}

enum rc notice_request_find(
    struct db *db, struct arena *a, uint64_t request, struct notice_request *out)
{
    struct notice_request *v;
    size_t n;
    enum rc rc = list(db, a, FIND, ARGS(ARG(request)), &v, &n);
    if (rc == RC_OK && n == 1)
        *out = v[0];
    return rc == RC_OK && n != 1 ? RC_NOT_FOUND : rc;
}

enum rc notice_count(struct db *db, struct arena *a, struct day today, struct notice_counts *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &notice_statements[COUNT],
        ARGS(ARG(today), ARG(day_add(today, 7)), ARG(today)), &r);
    if (rc == RC_OK)
        *out = (struct notice_counts){
            row_u64(&r, 0, 0), row_u64(&r, 0, 1), row_u64(&r, 0, 2), row_u64(&r, 0, 3)};
    return rc;
}
