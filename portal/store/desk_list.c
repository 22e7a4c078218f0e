/* Statements: desk.* below, and those of each list (desk_quotes.c). */
#include "store/desk_list.h"

#include "store/statements.h"

enum { VIEW_FIND, VIEW_PUT, VIEW_FORGET, VIEW_PURGE, ASIDE };

const struct stmt desk_statements[] = {
    [VIEW_FIND] = {"desk.view",
        "SELECT public_id, name, query FROM desk_view"
        " WHERE public_id = ? AND staff_id = ? AND list = ?",
        "aua", "ssb", 0},
    [VIEW_PUT] = {"desk.view_put",
        "REPLACE INTO desk_view (public_id, staff_id, list, name, query, created_at)"
        " SELECT ?, ?, ?, ?, ?, ? FROM DUAL WHERE ? = 0 OR (SELECT COUNT(*) FROM desk_view v"
        " WHERE v.staff_id = ? AND v.list = ? AND v.name <> '' AND v.public_id <> ?) < ?",
        "auaSbtuuaau", "", 0},
    [VIEW_FORGET] = {"desk.view_forget",
        "DELETE FROM desk_view WHERE public_id = ? AND staff_id = ? AND list = ?", "aua", "", 0},
    [VIEW_PURGE] = {"desk.view_purge",
        "DELETE FROM desk_view WHERE name IS NULL AND created_at < ? LIMIT ?", "tu", "", 0},
    [ASIDE] = {"desk.aside",
        "(SELECT 'people' AS what, s.public_id, s.name FROM staff s WHERE s.state = 'active'"
        " AND EXISTS (SELECT 1 FROM staff_role r WHERE r.staff_id = s.id AND r.role IN (?, 'admin')))"
        " UNION ALL (SELECT 'views', v.public_id, v.name FROM desk_view v"
        " WHERE v.staff_id = ? AND v.list = ? AND v.name <> '')"
        " ORDER BY 1, 3, 2",
        "aua", "sss", STMT_SCAN},
    {0},
};

/* Years 1000 and 9999, which every DATETIME lies between; rows without a date have DESK_NEVER. */
const struct instant desk_always = {-30610224000}, desk_never = {253402214400},
                     desk_beyond = {253402300799};

size_t desk_arg_is(struct arg *args, struct str value)
{
    args[0] = args[1] = ARG(value);
    return 2;
}

size_t desk_arg_who(struct arg *args, struct str value, uint64_t me)
{
    uint64_t mine = str_eq_c(value, "moi") ? me : 0;
    args[0] = args[1] = args[2] = ARG(value);
    args[3] = ARG(mine); /* no row is assigned to 0 */
    return 4;
}

size_t desk_arg_period(struct arg *args, const struct desk_query *q)
{
    struct instant from =
        day_is_none(q->from) ? desk_always : instant_from_paris(q->from, 0, 0, 0);
    struct instant to = day_is_none(q->to)
        ? desk_beyond
        : instant_from_paris(day_from_number(day_to_number(q->to) + 1), 0, 0, 0);
    args[0] = ARG(from);
    args[1] = ARG(to);
    return 2;
}

static enum rc run(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, struct desk_mark mark, bool backwards, size_t limit,
    struct rows *out)
{
    struct arg args[DESK_ARGS_MAX];
    const struct desk_query *q = ask->query;
    size_t n = 0, lead = source->lead(ask, a, args, &n);
    const struct stmt *s =
        &source->pages[(lead * source->list->sorts_n + q->sort) * 2 + (backwards ? 1 : 0)];
    n += source->where(ask, args + n);
    bool down = source->list->sorts[q->sort].descending != backwards;
    if (mark.id == 0)
        mark = down ? (struct desk_mark){desk_beyond, INT64_MAX} : (struct desk_mark){desk_always, 0};
    args[n++] = ARG(mark.key);
    args[n++] = ARG(mark.key);
    args[n++] = ARG(mark.id);
    args[n++] = ARG((uint64_t)limit);
    return db_query(db, a, s, args, n, out);
}

size_t desk_page_row(const struct desk_page *page, size_t i)
{
    return page->backwards ? page->n - 1 - i : i;
}

struct desk_mark desk_page_mark(const struct desk_page *page, size_t i)
{
    size_t row = desk_page_row(page, i);
    return (struct desk_mark){row_instant(&page->rows, row, 1), row_u64(&page->rows, row, 0)};
}

enum rc desk_page_read(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, struct desk_page *out)
{
    const struct desk_query *q = ask->query;
    *out = (struct desk_page){.backwards = q->way == DESK_BEFORE};
    struct desk_mark mark = q->way == DESK_FIRST ? (struct desk_mark){0} : q->mark;
    enum rc rc = run(db, a, source, ask, mark, out->backwards, DESK_PAGE + 1, &out->rows);
    /* Fewer than a page before that place: the list begins here, so it is shown from its start. */
    if (rc == RC_OK && out->backwards && out->rows.n <= DESK_PAGE) {
        *out = (struct desk_page){0};
        rc = run(db, a, source, ask, (struct desk_mark){0}, false, DESK_PAGE + 1, &out->rows);
    }
    if (rc != RC_OK)
        return rc;
    bool more = out->rows.n > DESK_PAGE;
    out->n = more ? DESK_PAGE : out->rows.n;
    out->before = out->backwards ? more : q->way == DESK_AFTER;
    out->after = out->backwards || more;
    return RC_OK;
}

enum rc desk_rows_after(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, struct desk_mark mark, size_t limit, struct rows *out)
{
    return run(db, a, source, ask, mark, false, limit, out);
}

enum rc desk_rows_picked(struct db *db, struct arena *a, const struct desk_source *source,
    uint64_t staff, const struct str *public_ids, size_t n, struct rows *out)
{
    struct arg args[DESK_PAGE + 1];
    for (size_t i = 0; i < DESK_PAGE; i++)
        args[i] = ARG(i < n ? public_ids[i] : STR(""));
    args[DESK_PAGE] = ARG(staff);
    return db_query(db, a, source->picked, args, DESK_PAGE + 1, out);
}

enum rc desk_neighbours(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, struct desk_mark at, struct str *previous, struct str *next)
{
    struct rows r;
    *previous = *next = (struct str){0};
    enum rc rc = run(db, a, source, ask, at, true, 1, &r);
    if (rc == RC_OK && r.n)
        *previous = row_str(&r, 0, 2);
    if (rc == RC_OK)
        rc = run(db, a, source, ask, at, false, 1, &r);
    if (rc == RC_OK && r.n)
        *next = row_str(&r, 0, 2);
    return rc;
}

enum rc desk_counts(struct db *db, struct arena *a, const struct desk_source *source,
    const struct desk_ask *ask, uint64_t *counts)
{
    struct arg args[DESK_ARGS_MAX];
    struct rows r;
    size_t n = source->counts(ask, args);
    enum rc rc = db_query_one(db, a, source->counters, args, n, &r);
    for (size_t i = 0; rc == RC_OK && i < source->list->queues_n; i++)
        counts[i] = row_u64(&r, 0, i);
    return rc;
}

/* ---- views ---- */

enum rc desk_view_find(struct db *db, struct arena *a, uint64_t staff, const char *list,
    struct str public_id, struct desk_view *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &desk_statements[VIEW_FIND],
        ARGS(ARG(public_id), ARG(staff), ARG(str_c(list))), &r);
    if (rc == RC_OK)
        *out = (struct desk_view){row_str(&r, 0, 0), row_str(&r, 0, 1), row_str(&r, 0, 2)};
    return rc;
}

enum rc desk_view_put(struct db *db, uint64_t staff, const char *list, const struct desk_view *view,
    struct instant now)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &desk_statements[VIEW_PUT],
        ARGS(ARG(view->public_id), ARG(staff), ARG(str_c(list)), ARG(view->name),
            ARG(view->sealed), ARG(now), ARG(view->name.n > 0), ARG(staff), ARG(str_c(list)),
            ARG(view->public_id), ARG(DESK_VIEWS_MAX)),
        &done);
    return rc == RC_OK && done.affected == 0 ? RC_TOO_LARGE : rc;
}

enum rc desk_view_forget(struct db *db, uint64_t staff, const char *list, struct str public_id)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &desk_statements[VIEW_FORGET],
        ARGS(ARG(public_id), ARG(staff), ARG(str_c(list))), &done);
    return rc == RC_OK && done.affected == 0 ? RC_NOT_FOUND : rc;
}

enum rc desk_view_purge(struct db *db, struct instant before, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc =
        db_exec(db, &desk_statements[VIEW_PURGE], ARGS(ARG(before), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}

enum rc desk_aside(struct db *db, struct arena *a, uint64_t staff, const char *list,
    const char *role, struct desk_aside *out)
{
    struct rows r;
    enum rc rc = db_query(db, a, &desk_statements[ASIDE],
        ARGS(ARG(str_c(role)), ARG(staff), ARG(str_c(list))), &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct desk_aside){.people = ARENA_ARRAY(a, r.n + 1, struct desk_name),
        .views = ARENA_ARRAY(a, r.n + 1, struct desk_name)};
    for (size_t i = 0; i < r.n; i++) {
        struct desk_name name = {row_str(&r, i, 1), row_str(&r, i, 2)};
        if (str_eq(row_str(&r, i, 0), STR("people")))
            out->people[out->people_n++] = name;
        else
            out->views[out->views_n++] = name;
    }
    return RC_OK;
}
