#include "page/desk_export.h"

#include "base/csv.h"
#include "doc/sheet.h"
#include "store/audit.h"

enum { CHUNK = 500, PIECE = 64 * 1024, FILTER_MAX = 400 };

/* Outlives the page: it runs while the answer is sent. All of it is in the request's arena. */
struct running {
    const struct desk_export *export;
    enum desk_export_as as;
    struct db *db;
    const struct facts *facts;
    struct desk_query query;
    struct desk_ask ask;
    const struct str *only;
    size_t only_n;
    struct str filter;     /* for the audit trail */
    struct arena *chunk;   /* of the rows at hand */
    struct desk_mark mark; /* of the last row written */
    uint64_t rows;
    bool begun;
    struct sheet *sheet;
    bool made;             /* the sheet: what is left is to send it */
    uint64_t sent;
};

static void free_chunk(void *arena)
{
    arena_free(arena);
}

static enum rc note(struct running *r, const char *action, struct str detail)
{
    return audit_add(r->db, &(struct audit){"staff", r->ask.me, action, "list", 0, detail});
}

/* ---- rows ---- */

static enum rc write_row(struct running *r, const struct rows *rows, size_t i, struct buf *out)
{
    const void *row = r->export->row(r->chunk, r->facts, rows, i);
    r->rows++;
    if (r->as == EXPORT_CSV)
        csv_row(out, r->chunk, r->export->table, row);
    else if (!sheet_row(r->sheet, r->chunk, row))
        return RC_FAULT;
    return RC_OK;
}

/* What was ticked is taken wherever it stands by now. */
static enum rc fetch(struct running *r, struct rows *rows, bool *last)
{
    if (r->only_n) {
        *last = true;
        return desk_rows_picked(
            r->db, r->chunk, r->export->source, r->ask.me, r->only, r->only_n, rows);
    }
    enum rc rc =
        desk_rows_after(r->db, r->chunk, r->export->source, &r->ask, r->mark, CHUNK, rows);
    *last = rc != RC_OK || rows->n < CHUNK;
    if (rc == RC_OK && rows->n)
        r->mark = (struct desk_mark){
            row_instant(rows, rows->n - 1, 1), row_u64(rows, rows->n - 1, 0)};
    return rc;
}

static enum rc finish(struct running *r)
{
    enum rc rc = note(r, "list.exported",
        arena_printf(r->chunk, "%s %.*s rows=%llu", r->as == EXPORT_CSV ? "csv" : "xlsx",
            STR_ARG(r->filter), (unsigned long long)r->rows));
    if (rc == RC_OK && r->sheet)
        rc = sheet_close(r->sheet);
    return rc;
}

static enum rc send_sheet(struct running *r, struct buf *out, bool *end)
{
    char *room = buf_room(out, PIECE);
    long got = room ? sheet_read(r->sheet, r->sent, room, PIECE) : -1;
    if (got < 0)
        return RC_FAULT;
    out->n += (size_t)got;
    r->sent += (uint64_t)got;
    *end = got == 0;
    return RC_OK;
}

static enum rc next(void *ctx, struct buf *out, bool *end)
{
    struct running *r = ctx;
    struct rows rows;
    bool last = false;
    if (r->made)
        return send_sheet(r, out, end);
    arena_reset(r->chunk);
    enum rc rc = fetch(r, &rows, &last);
    if (!r->begun && r->as == EXPORT_CSV)
        csv_head(out, r->chunk, r->export->table);
    r->begun = true;
    for (size_t i = 0; rc == RC_OK && i < rows.n; i++)
        rc = write_row(r, &rows, i, out);
    if (rc == RC_OK && last)
        rc = finish(r);
    r->made = last && r->sheet;
    *end = last && !r->sheet;
    return rc;
}

/* ---- what is asked ---- */

static struct str words_of(struct page *p, const struct desk_query *q, size_t ticked)
{
    struct desk_query base = desk_query_new(q->list);
    struct buf b;
    buf_init(&b, FILTER_MAX);
    desk_query_write(q, &base, &b);
    struct str pairs = b.overflow ? STR("…") : arena_take(p->a, &b);
    buf_free(&b);
    return arena_printf(p->a, "%s?%.*s%s", q->list->name, STR_ARG(pairs), ticked ? " (choix)" : "");
}

static void put_headers(struct page *p, const struct desk_export *e, enum desk_export_as as)
{
    struct day d = p->today;
    p->res->type = as == EXPORT_CSV
        ? "text/csv; charset=utf-8; header=present"
        : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response_header(p->res, "Content-Disposition",
        arena_printf(p->a, "attachment; filename=\"%s-%04d-%02d-%02d.%s\"", e->source->list->name,
            d.y, d.m, d.d, as == EXPORT_CSV ? "csv" : "xlsx"));
}

enum rc desk_export(struct page *p, const struct desk_export *e, const struct desk_query *query,
    enum desk_export_as as, const struct str *only, size_t only_n)
{
    struct running *r = ARENA_NEW(p->a, struct running);
    *r = (struct running){.export = e, .as = as, .db = p->db, .facts = p->facts, .query = *query,
        .only = only, .only_n = only_n, .chunk = arena_new()};
    arena_defer(p->a, free_chunk, r->chunk);
    r->ask = (struct desk_ask){&r->query, p->staff.id, p->today};
    r->query.way = DESK_FIRST; /* the whole list, whatever page it was asked from */
    r->filter = words_of(p, query, only_n);
    if (p->req->method != METHOD_HEAD) {
        if (as == EXPORT_XLSX && !(r->sheet = sheet_new(p->a, e->table)))
            return RC_FAULT;
        enum rc rc = note(r, "list.export",
            arena_printf(p->a, "%s %.*s", as == EXPORT_CSV ? "csv" : "xlsx", STR_ARG(r->filter)));
        if (rc != RC_OK)
            return rc;
    }
    put_headers(p, e, as);
    p->res->stream = next;
    p->res->stream_ctx = r;
    return RC_OK;
}
