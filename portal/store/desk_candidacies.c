/* Statements: desk_candidacies.* below: a page of the list by lead, sort and direction; its
 * counters; one file.
 *
 * The inner select walks candidacy_by_submitted, which holds every column that filters and bounds
 * look at. What was never submitted has no submit_key, and is in no range of it. */
#include "store/desk_candidacies.h"

#include "domain/desk_candidacies.h"
#include "store/statements.h"

enum lead { LEAD_NONE, LEAD_EMAIL, LEAD_SIRET, LEAD_NUMBER, LEAD_WORDS, LEAD_START, LEADS };

#define MAY_READ                                                                                   \
    " AND " ALLOWED
#define ALLOWED                                                                                    \
    "EXISTS (SELECT 1 FROM staff me JOIN staff_role m ON m.staff_id = me.id WHERE me.id = ?"       \
    " AND me.state = 'active' AND m.role IN ('reviewer', 'admin'))"

/* u | s a, five times | s s | u u | t t | t t: in the order of where() below */
#define FITS                                                                                       \
    MAY_READ DESK_IS("q.state") DESK_IS("q.state") DESK_IS("q.last_verdict")                       \
    DESK_IS("q.last_payer") DESK_IS("q.last_module")                                               \
    " AND (? = '' OR q.intake_id IN (SELECT i.id FROM intake i WHERE i.number = ?))"               \
    " AND (? = 0 OR q.contested = ?)" DESK_BETWEEN("q.submit_key") DESK_BETWEEN("q.submit_key")
#define FITS_TAKES "u" "sa" "sa" "sa" "sa" "sa" "ss" "uu" "tt" "tt"

#define ROW                                                                                        \
    "SELECT r.id, r.submit_key, r.public_id, r.last_reference, r.last_birth_name,"                 \
    " r.last_usage_name, r.last_given_names, ac.email, ac.address_state, r.state, r.last_verdict," \
    " r.last_payer, r.last_module, r.intake_id, r.contested, r.submissions"
#define GIVES "uts" "ssss" "ss" "ssss" "uuu"
#define OUTER(inner, order)                                                                        \
    ROW " FROM (" inner ") k JOIN candidacy r ON r.id = k.id"                                      \
        " JOIN account ac ON ac.id = r.account_id ORDER BY r.submit_key" order ", r.id" order

/* The two directions of one sort under one lead. */
#define PAIR(lead, sort, name, text, takes, first, second, order, back)                            \
    [((lead) * CANDIDACIES_SORTS + (sort)) * 2] = {"desk_candidacies." name,                       \
        OUTER(text FITS first("q.submit_key"), order), takes FITS_TAKES DESK_KEY_TAKES, GIVES, 0}, \
    [((lead) * CANDIDACIES_SORTS + (sort)) * 2 + 1] = {"desk_candidacies." name "_back",           \
        OUTER(text FITS second("q.submit_key"), back), takes FITS_TAKES DESK_KEY_TAKES, GIVES, 0}

#define BOTH(lead, name, text, takes)                                                              \
    PAIR(lead, CANDIDACIES_LATEST, name "_latest", text, takes, DESK_DOWN, DESK_UP, " DESC", ""),  \
    PAIR(lead, CANDIDACIES_OLDEST, name "_oldest", text, takes, DESK_UP, DESK_DOWN, "", " DESC")

#define ALONG(index) "SELECT q.id FROM candidacy q FORCE INDEX (" index ") WHERE 1 = 1"

const struct stmt desk_candidacies_pages[] = {
    BOTH(LEAD_NONE, "all", ALONG("candidacy_by_submitted"), ""),
    BOTH(LEAD_EMAIL, "email",
        "SELECT q.id FROM account e JOIN candidacy q ON q.account_id = e.id WHERE e.email LIKE ?",
        "s"),
    BOTH(LEAD_SIRET, "siret",
        "SELECT q.id FROM candidacy_funding f JOIN candidacy q ON q.id = f.candidacy_id"
        " WHERE f.payer_siret LIKE ?",
        "a"),
    /* whichever version has that reference */
    BOTH(LEAD_NUMBER, "number",
        "SELECT q.id FROM (SELECT DISTINCT s.candidacy_id FROM submission s"
        " WHERE s.reference LIKE ?) x JOIN candidacy q ON q.id = x.candidacy_id WHERE 1 = 1",
        "a"),
    BOTH(LEAD_WORDS, "words",
        "SELECT q.id FROM candidacy q WHERE MATCH (q.last_birth_name, q.last_usage_name,"
        " q.last_given_names) AGAINST (? IN BOOLEAN MODE)",
        "s"),
    BOTH(LEAD_START, "start",
        "SELECT q.id FROM candidacy q FORCE INDEX (candidacy_birth_name)"
        " WHERE q.last_birth_name LIKE ?",
        "s"),
    [LEADS * CANDIDACIES_SORTS * 2] = {0},
};

/* ---- counters: each stops at the first row above the cap ---- */

#define CAPPED(index, what)                                                                        \
    "(SELECT COUNT(*) FROM (SELECT 1 FROM candidacy q FORCE INDEX (" index ")"                     \
    " WHERE " what " LIMIT 501) c)"

enum { COUNTERS, FIND, TWINS, GOOD, GOOD_ADDRESS, PICKED };
const struct stmt desk_candidacies_statements[] = {
    [COUNTERS] = {"desk_candidacies.counters",
        "SELECT " CAPPED("candidacy_by_submitted", "q.submit_key < ?") ", "
        CAPPED("candidacy_by_submitted", "q.submit_key >= ?") ", "
        CAPPED("candidacy_listed", "q.state = 'submitted' AND q.submit_key < ?") ", "
        CAPPED("candidacy_contested", "q.contested = 1 AND q.submit_key < ?") ", "
        CAPPED("candidacy_listed", "q.state = 'taken_back' AND q.submit_key < ?") ", "
        CAPPED("candidacy_listed", "q.state = 'withdrawn' AND q.submit_key < ?") " FROM DUAL WHERE " ALLOWED,
        "ttttttu", "uuuuuu", 0},
    [FIND] = {"desk_candidacies.find",
        ROW ", e.origin, e.received_on, e.note, s.name FROM candidacy r"
            " JOIN account ac ON ac.id = r.account_id"
            " LEFT JOIN candidacy_entry e ON e.candidacy_id = r.id"
            " LEFT JOIN staff s ON s.id = e.entered_by WHERE r.public_id = ? AND r.submit_key IS NOT NULL" MAY_READ,
        "au", GIVES "sdss", 0},
    [TWINS] = {"desk_candidacies.twins",
        "SELECT o.public_id, o.last_reference, ac.email, o.state, o.submit_key,"
        " EXISTS (SELECT 1 FROM identity_slot h WHERE h.candidacy_id = o.id"
        " AND h.programme_id = o.programme_id AND h.year = o.year)"
        " FROM candidacy c JOIN candidacy o FORCE INDEX (candidacy_of_identity)"
        " ON o.identity_key = c.identity_key AND o.programme_id = c.programme_id"
        " AND o.year = c.year AND o.id <> c.id"
        " JOIN account ac ON ac.id = o.account_id"
        " WHERE c.id = ? AND o.submit_key IS NOT NULL ORDER BY o.submit_key, o.id LIMIT 20",
        "u", "sssstu", 0},
    [GOOD] = {"desk_candidacies.address_good",
        "UPDATE account ac SET ac.address_state = 'proved' WHERE ac.id ="
        " (SELECT r.account_id FROM candidacy r WHERE r.public_id = ?)"
        " AND ac.address_state <> 'proved'" MAY_READ,
        "au", "", 0},
    [GOOD_ADDRESS] = {"desk_candidacies.bounces_good",
        "UPDATE address_state b SET b.hard_bounces = 0, b.corrected_at = ? WHERE b.email ="
        " (SELECT ac.email FROM candidacy r JOIN account ac ON ac.id = r.account_id"
        " WHERE r.public_id = ?) AND b.hard_bounces > 0" MAY_READ,
        "tau", "", 0},
    [PICKED] = {"desk_candidacies.picked",
        OUTER("SELECT q.id FROM candidacy q WHERE " DESK_PICKED("q.public_id")
            " AND q.submit_key IS NOT NULL" MAY_READ, " DESC"),
        DESK_PICKED_TAKES "u", GIVES, 0},
    {0},
};
_Static_assert(DESK_COUNT_MAX + 1 == 501, "the LIMIT of the counters");

/* Paris's midnight, so many days ago. */
static struct instant fresh_from(const struct desk_ask *ask)
{
    return instant_from_paris(day_add(ask->today, -CANDIDACIES_FRESH_DAYS), 0, 0, 0);
}

static size_t counts(const struct desk_ask *ask, struct arg *args)
{
    struct instant fresh = fresh_from(ask);
    for (size_t i = 0; i < CANDIDACIES_QUEUES; i++)
        args[i] = ARG(desk_beyond);
    args[CANDIDACIES_FRESH] = ARG(fresh);
    args[CANDIDACIES_QUEUES] = ARG(ask->me);
    return CANDIDACIES_QUEUES + 1;
}

/* ---- what a query asks ---- */

static size_t lead(const struct desk_ask *ask, struct arena *a, struct arg *args, size_t *n)
{
    static const enum lead by_shape[] = {
        [DESK_SEARCH_NONE] = LEAD_NONE,
        [DESK_SEARCH_EMAIL] = LEAD_EMAIL,
        [DESK_SEARCH_SIRET] = LEAD_SIRET,
        [DESK_SEARCH_NUMBER] = LEAD_NUMBER,
        [DESK_SEARCH_BARE] = LEAD_WORDS,
        [DESK_SEARCH_WORDS] = LEAD_WORDS,
        [DESK_SEARCH_START] = LEAD_START,
    };
    struct buf text;
    buf_init(&text, 4096);
    enum desk_search shape = desk_search_read(ask->query->search, &text);
    struct str s = arena_take(a, &text);
    if (shape != DESK_SEARCH_NONE)
        args[(*n)++] = ARG(s);
    return by_shape[shape];
}

static struct str state_of_queue(size_t queue)
{
    switch (queue) {
    case CANDIDACIES_TO_READ: return STR("submitted");
    case CANDIDACIES_TAKEN_BACK: return STR("taken_back");
    case CANDIDACIES_WITHDRAWN: return STR("withdrawn");
    default: return (struct str){0};
    }
}

static size_t where(const struct desk_ask *ask, struct arg *args)
{
    const struct desk_query *q = ask->query;
    uint64_t contested = q->queue == CANDIDACIES_CONTESTED;
    size_t n = 0;
    args[n++] = ARG(ask->me);
    n += desk_arg_is(args + n, state_of_queue(q->queue));
    n += desk_arg_is(args + n, q->filter[CANDIDACIES_STATE]);
    n += desk_arg_is(args + n, q->filter[CANDIDACIES_VERDICT]);
    n += desk_arg_is(args + n, q->filter[CANDIDACIES_PAYER]);
    n += desk_arg_is(args + n, q->filter[CANDIDACIES_MODULE]);
    n += desk_arg_is(args + n, q->filter[CANDIDACIES_INTAKE]);
    args[n++] = ARG(contested);
    args[n++] = ARG(contested);
    n += desk_arg_period(args + n, q);
    args[n++] = ARG(q->queue == CANDIDACIES_FRESH ? fresh_from(ask) : desk_always);
    args[n++] = ARG(desk_beyond);
    return n;
}

const struct desk_source desk_candidacies = {
    .list = &desk_list_candidacies,
    .pages = desk_candidacies_pages,
    .lead = lead,
    .where = where,
    .picked = &desk_candidacies_statements[PICKED],
    .counters = &desk_candidacies_statements[COUNTERS],
    .counts = counts,
};

void desk_candidacy_row(const struct rows *r, size_t row, struct desk_candidacy_row *out)
{
    *out = (struct desk_candidacy_row){
        .id = row_u64(r, row, 0),
        .submitted = row_instant(r, row, 1),
        .public_id = row_str(r, row, 2),
        .reference = row_str(r, row, 3),
        .birth_name = row_str(r, row, 4),
        .usage_name = row_str(r, row, 5),
        .given_names = row_str(r, row, 6),
        .email = row_str(r, row, 7),
        .address_state = row_str(r, row, 8),
        .state = row_str(r, row, 9),
        .verdict = row_str(r, row, 10),
        .payer = row_str(r, row, 11),
        .module_wanted = row_str(r, row, 12),
        .intake = row_u64(r, row, 13),
        .contested = row_u64(r, row, 14) != 0,
        .versions = (unsigned)row_u64(r, row, 15),
    };
}

/* ---- one file ---- */

enum rc desk_candidacy_find(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_candidacy_row *out)
{
    struct rows r;
    enum rc rc = db_query_one(
        db, a, &desk_candidacies_statements[FIND], ARGS(ARG(public_id), ARG(staff)), &r);
    if (rc != RC_OK)
        return rc;
    desk_candidacy_row(&r, 0, out);
    out->origin = row_str(&r, 0, 16);
    out->received = row_day(&r, 0, 17);
    out->entry_note = row_str(&r, 0, 18);
    out->entered_by = row_str(&r, 0, 19);
    return RC_OK;
}

enum rc desk_candidacy_address_good(
    struct db *db, uint64_t staff, struct str public_id, struct instant now)
{
    struct done account = {0}, address = {0};
    enum rc rc = db_exec(db, &desk_candidacies_statements[GOOD],
        ARGS(ARG(public_id), ARG(staff)), &account);
    /* either may be the only one: mails came back before there was an account, or long ago */
    if (rc == RC_OK)
        rc = db_exec(db, &desk_candidacies_statements[GOOD_ADDRESS],
            ARGS(ARG(now), ARG(public_id), ARG(staff)), &address);
    return rc == RC_OK && account.affected + address.affected == 0 ? RC_CONFLICT : rc;
}

enum rc desk_candidacy_twins(
    struct db *db, struct arena *a, uint64_t candidacy, struct desk_twin **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &desk_candidacies_statements[TWINS], ARGS(ARG(candidacy)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct desk_twin);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = (struct desk_twin){
            .public_id = row_str(&r, *n, 0),
            .reference = row_str(&r, *n, 1),
            .email = row_str(&r, *n, 2),
            .state = row_str(&r, *n, 3),
            .submitted = row_instant(&r, *n, 4),
            .holds = row_u64(&r, *n, 5) != 0,
        };
    return RC_OK;
}
