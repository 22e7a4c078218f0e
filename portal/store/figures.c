/* Statements: figures.* below. */
#include "store/figures.h"

#include "store/statements.h"

enum { ARRIVED, DELAYS, ISSUED, PAYERS, AWAY };

/* May this member of the staff work at the quote desk? The last argument of each. */
#define MAY                                                                                        \
    " AND EXISTS (SELECT 1 FROM staff me JOIN staff_role mine ON mine.staff_id = me.id"            \
    " WHERE me.id = ? AND me.state = 'active' AND mine.role IN ('quotes', 'admin'))"

/* Three counts a day: until 22 h UTC, from 22 h, from 23 h (domain/figures.h says why). */
#define LATE(column)                                                                               \
    "TIMESTAMP(DATE(" column ")) + INTERVAL GREATEST(HOUR(" column "), 21) HOUR"

const struct stmt figures_statements[] = {
    [ARRIVED] = {"figures.arrived",
        "SELECT " LATE("created_at") " AS at, COUNT(*), SUM(kind = 'quote'),"
        " SUM(answered_at IS NULL AND state IN ('new', 'waiting'))"
        " FROM quote_request WHERE created_at >= ? AND created_at < ?" MAY
        " GROUP BY at ORDER BY at",
        "ttu", "tuuu", 0},
    /* The machine answered when it issued the first document by itself. What was entered by hand
     * waits since nine on the day it came (ten in summer: an hour is nothing to such a delay). */
    [DELAYS] = {"figures.delays",
        "SELECT ranked.staff, ranked.n, MAX(IF(ranked.place = CEIL(ranked.n * 0.5), ranked.s, NULL)),"
        " MAX(IF(ranked.place = CEIL(ranked.n * 0.9), ranked.s, NULL)) FROM (SELECT one.staff, one.s,"
        " ROW_NUMBER() OVER (PARTITION BY one.staff ORDER BY one.s) AS place,"
        " COUNT(*) OVER (PARTITION BY one.staff) AS n FROM (SELECT NOT EXISTS (SELECT 1 FROM quote q"
        " WHERE q.request_id = r.id AND q.version = 1 AND q.issued_by IS NULL) AS staff,"
        " GREATEST(TIMESTAMPDIFF(SECOND, LEAST(r.created_at, COALESCE("
        "TIMESTAMP(r.received_on, '08:00:00'), r.created_at)), r.answered_at), 0) AS s"
        " FROM quote_request r WHERE r.created_at >= ? AND r.created_at < ?"
        " AND r.answered_at IS NOT NULL" MAY ") one) ranked GROUP BY ranked.staff, ranked.n",
        "ttu", "uuii", 0},
    [ISSUED] = {"figures.issued",
        "SELECT " LATE("issued_at") " AS at, COUNT(*) FROM quote WHERE issued_at >= ?"
        " AND issued_at < ? AND version = 1" MAY " GROUP BY at ORDER BY at",
        "ttu", "tu", 0},
    [PAYERS] = {"figures.payers",
        "SELECT payer, series = 'I', COUNT(*), SUM(state = 'accepted'), SUM(state = 'declined'),"
        " SUM(state = 'cancelled'), SUM(state = 'replaced'),"
        " SUM(IF(state = 'issued', total_cents, 0)), SUM(IF(state = 'accepted', total_cents, 0))"
        " FROM quote WHERE issued_at >= ? AND issued_at < ?" MAY " GROUP BY payer, series"
        " ORDER BY series, payer",
        "ttu", "suuuuuuii", 0},
    [AWAY] = {"figures.away",
        "SELECT COUNT(*) FROM archive_file WHERE kind = 'request' AND created_at >= ?"
        " AND created_at < ?" MAY, "ttu", "u", 0},
    {0},
};

struct loading {
    struct db *db;
    struct arena *a;
    struct instant from, to;
    uint64_t staff;
    struct figures *out;
};

static enum rc query(struct loading *l, int which, struct rows *r)
{
    return db_query(
        l->db, l->a, &figures_statements[which], ARGS(ARG(l->from), ARG(l->to), ARG(l->staff)),
        r);
}

static enum rc arrived(struct loading *l)
{
    struct rows r;
    enum rc rc = query(l, ARRIVED, &r);
    for (size_t i = 0; rc == RC_OK && i < r.n; i++) {
        struct week *w = weeks_at(&l->out->weeks, row_instant(&r, i, 0));
        l->out->unanswered += row_u64(&r, i, 3);
        if (!w)
            continue;
        w->requests += (unsigned)row_u64(&r, i, 1);
        w->quotes_asked += (unsigned)row_u64(&r, i, 2);
    }
    return rc;
}

static enum rc delays(struct loading *l)
{
    struct rows r;
    enum rc rc = query(l, DELAYS, &r);
    for (size_t i = 0; rc == RC_OK && i < r.n; i++)
        l->out->delay[row_u64(&r, i, 0) ? ANSWERED_STAFF : ANSWERED_MACHINE] =
            (struct delay){row_u64(&r, i, 1), row_i64(&r, i, 2), row_i64(&r, i, 3)};
    return rc;
}

static enum rc issued(struct loading *l)
{
    struct rows r;
    enum rc rc = query(l, ISSUED, &r);
    for (size_t i = 0; rc == RC_OK && i < r.n; i++) {
        struct week *w = weeks_at(&l->out->weeks, row_instant(&r, i, 0));
        if (w)
            w->issued += (unsigned)row_u64(&r, i, 1);
    }
    return rc;
}

static enum rc by_payer(struct loading *l)
{
    struct rows r;
    enum rc rc = query(l, PAYERS, &r);
    if (rc != RC_OK)
        return rc;
    l->out->payers = ARENA_ARRAY(l->a, r.n ? r.n : 1, struct payer_figure);
    l->out->payers_n = r.n;
    for (size_t i = 0; i < r.n; i++)
        l->out->payers[i] = (struct payer_figure){
            .payer = row_str(&r, i, 0),
            .information = row_u64(&r, i, 1),
            .issued = row_u64(&r, i, 2),
            .accepted = row_u64(&r, i, 3),
            .declined = row_u64(&r, i, 4),
            .cancelled = row_u64(&r, i, 5),
            .replaced = row_u64(&r, i, 6),
            .open = {row_i64(&r, i, 7)},
            .agreed = {row_i64(&r, i, 8)},
        };
    return RC_OK;
}

static enum rc away(struct loading *l)
{
    struct rows r;
    enum rc rc = query(l, AWAY, &r);
    if (rc == RC_OK)
        l->out->away = row_u64(&r, 0, 0);
    return rc;
}

enum rc figures_load(struct db *db, struct arena *a, uint64_t staff, const struct period *p,
    struct figures *out)
{
    struct loading l = {db, a, period_begin(p), period_end(p), staff, out};
    *out = (struct figures){0};
    weeks_lay(p, &out->weeks);
    enum rc rc = arrived(&l);
    if (rc == RC_OK)
        rc = delays(&l);
    if (rc == RC_OK)
        rc = issued(&l);
    if (rc == RC_OK)
        rc = by_payer(&l);
    return rc == RC_OK ? away(&l) : rc;
}
