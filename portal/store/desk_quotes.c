/* Statements: desk_quotes.* below: a page of the inbox by lead, sort and direction; its counters.
 *
 * The inner select walks quote_request_by_…, which hold every column that filters and bounds look
 * at, so that the rarest filter reads an index and never the rows (40 ms for 100 000 rows of which
 * none fits, measured; the rows themselves take ten times that). */
#include "store/desk_quotes.h"

#include "domain/desk_quotes.h"
#include "store/statements.h"

enum lead { LEAD_NONE, LEAD_STATE, LEAD_MINE, LEAD_EMAIL, LEAD_SIRET, LEAD_NUMBER, LEAD_BARE, LEAD_WORDS,
    LEAD_START, LEADS };

/* May this member of the staff work at the quote desk, now? */
#define ALLOWED                                                                                    \
    "EXISTS (SELECT 1 FROM staff me JOIN staff_role mine ON mine.staff_id = me.id"                 \
    " WHERE me.id = ? AND me.state = 'active' AND mine.role IN ('quotes', 'admin'))"

/* u | s a, five times | s s a u | s a | u u | t t | t | t t: in the order of where() below */
#define FITS                                                                                       \
    " AND " ALLOWED DESK_IS("q.state") DESK_IS("q.state") DESK_IS("q.payer") DESK_IS("q.kind") DESK_IS("q.module") \
    DESK_WHO("q.assigned_to") DESK_IS("q.origin") " AND (? = 0 OR q.assigned_to = ?)"              \
    DESK_BETWEEN("q.created_at") " AND q.wait_key < ?" DESK_BETWEEN("q.end_key")
#define FITS_TAKES "u" "sa" "sa" "sa" "sa" "sa" "ssau" "sa" "uu" "tt" "t" "tt"

#define OUTER(key, inner, order)                                                                   \
    "SELECT r.id, r." key ", r.public_id, r.reference, r.kind, r.state, r.origin, r.payer,"        \
    " r.module, r.name, r.email, r.addressee_name, r.total_cents, r.last_number, r.created_at,"    \
    " r.waiting_since, r.valid_until, s.public_id, s.name, b.hard_bounces, r.received_on, r.intake_id"                                         \
    " FROM (" inner ") k JOIN quote_request r ON r.id = k.id"                                      \
    " LEFT JOIN staff s ON s.id = r.assigned_to"                                                   \
    " LEFT JOIN address_state b ON b.email = r.email ORDER BY r." key order ", r.id" order
#define GIVES "uts" "ssssss" "sss" "us" "tt" "d" "ss" "udu"

/* The two directions of one sort under one lead. */
#define PAIR(lead, sort, name, text, takes, key, first, second, order, back)                       \
    [((lead) * QUOTES_SORTS + (sort)) * 2] = {"desk_quotes." name,                                 \
        OUTER(key, text FITS first("q." key), order), takes FITS_TAKES DESK_KEY_TAKES, GIVES, 0},  \
    [((lead) * QUOTES_SORTS + (sort)) * 2 + 1] = {"desk_quotes." name "_back",                     \
        OUTER(key, text FITS second("q." key), back), takes FITS_TAKES DESK_KEY_TAKES, GIVES, 0}

/* A search fetches what it finds and sorts that. */
#define SEARCH(lead, name, text, takes)                                                            \
    PAIR(lead, QUOTES_BY_MADE, name "_made", text, takes, "created_at", DESK_DOWN, DESK_UP,        \
        " DESC", ""),                                                                              \
    PAIR(lead, QUOTES_BY_WAIT, name "_wait", text, takes, "wait_key", DESK_UP, DESK_DOWN, "",      \
        " DESC"),                                                                                  \
    PAIR(lead, QUOTES_BY_END, name "_end", text, takes, "end_key", DESK_UP, DESK_DOWN, "", " DESC")

#define ALONG(index) "SELECT q.id FROM quote_request q FORCE INDEX (" index ") WHERE 1 = 1"
#define FOUND(index, what)                                                                         \
    "SELECT q.id FROM quote_request q FORCE INDEX (" index ") WHERE " what

const struct stmt desk_quotes_pages[] = {
    PAIR(LEAD_NONE, QUOTES_BY_MADE, "made", ALONG("quote_request_by_made"), "", "created_at",
        DESK_DOWN, DESK_UP, " DESC", ""),
    PAIR(LEAD_NONE, QUOTES_BY_WAIT, "wait", ALONG("quote_request_by_wait"), "", "wait_key", DESK_UP,
        DESK_DOWN, "", " DESC"),
    PAIR(LEAD_NONE, QUOTES_BY_END, "end", ALONG("quote_request_by_end"), "", "end_key", DESK_UP,
        DESK_DOWN, "", " DESC"),
    SEARCH(LEAD_STATE, "state", FOUND("quote_request_inbox", "q.state = ?"), "a"),
    SEARCH(LEAD_MINE, "mine", FOUND("quote_request_assigned", "q.assigned_to = ?"), "u"),
    SEARCH(LEAD_EMAIL, "email", FOUND("quote_request_mail", "q.email LIKE ?"), "s"),
    SEARCH(LEAD_SIRET, "siret", FOUND("quote_request_siret", "q.addressee_siret LIKE ?"), "a"),
    SEARCH(LEAD_NUMBER, "number",
        "SELECT q.id FROM (SELECT f.id FROM quote_request f WHERE f.reference LIKE ?"
        " UNION SELECT n.request_id FROM quote n WHERE n.number_text LIKE ?) x"
        " JOIN quote_request q ON q.id = x.id WHERE 1 = 1",
        "aa"),
    SEARCH(LEAD_WORDS, "words",
        "SELECT q.id FROM quote_request q WHERE MATCH (q.name, q.addressee_name,"
        " q.addressee_contact, q.opco_name, q.trainees) AGAINST (? IN BOOLEAN MODE)",
        "s"),
    /* a number whatever its series, of one year or of the last three; or a word of digits */
    SEARCH(LEAD_BARE, "bare",
        "SELECT q.id FROM (SELECT n.request_id AS id FROM quote n WHERE n.series IN ('D', 'I')"
        " AND n.year IN (?, ?, ?) AND n.number = ? UNION SELECT f.id FROM quote_request f WHERE"
        " MATCH (f.name, f.addressee_name, f.addressee_contact, f.opco_name, f.trainees)"
        " AGAINST (? IN BOOLEAN MODE)) x JOIN quote_request q ON q.id = x.id WHERE 1 = 1",
        "uuuus"),
    SEARCH(LEAD_START, "start",
        "SELECT q.id FROM (SELECT f.id FROM quote_request f FORCE INDEX (quote_request_name)"
        " WHERE f.name LIKE ? UNION SELECT f.id FROM quote_request f"
        " FORCE INDEX (quote_request_organisation) WHERE f.addressee_name LIKE ?) x"
        " JOIN quote_request q ON q.id = x.id WHERE 1 = 1",
        "ss"),
    [LEADS * QUOTES_SORTS * 2] = {0},
};

/* ---- counters: each stops at the first row above the cap ---- */

#define CAPPED(index, what)                                                                        \
    "(SELECT COUNT(*) FROM (SELECT 1 FROM quote_request q FORCE INDEX (" index ")"                 \
    " WHERE " what " LIMIT 501) c)"

enum { COUNTERS, PICKED };
const struct stmt desk_quotes_statements[] = {
    [COUNTERS] = {"desk_quotes.counters",
        "SELECT " CAPPED("quote_request_by_made", "q.created_at < ?") ", "
        CAPPED("quote_request_inbox", "q.state = 'new'") ", "
        CAPPED("quote_request_by_wait", "q.wait_key < ?") ", "
        CAPPED("quote_request_assigned", "q.assigned_to = ?") ", "
        CAPPED("quote_request_inbox", "q.state = 'sent'") ", "
        CAPPED("quote_request_valid",
            "q.state = 'sent' AND q.valid_until >= ? AND q.valid_until < ?") ", "
        CAPPED("quote_request_valid", "q.state = 'sent' AND q.valid_until < ?") ", "
        CAPPED("quote_request_inbox", "q.state = 'accepted'") " FROM DUAL WHERE " ALLOWED,
        "ttudddu", "uuuuuuuu", 0},
    [PICKED] = {"desk_quotes.picked",
        OUTER("created_at", "SELECT q.id FROM quote_request q WHERE " DESK_PICKED("q.public_id")
            " AND " ALLOWED, " DESC"),
        DESK_PICKED_TAKES "u", GIVES, 0},
    {0},
};
_Static_assert(DESK_COUNT_MAX + 1 == 501, "the LIMIT of the counters");

static size_t counts(const struct desk_ask *ask, struct arg *args)
{
    struct day soon = day_add(ask->today, QUOTES_ENDING_DAYS + 1);
    const struct arg all[] = {ARG(desk_beyond), ARG(desk_never), ARG(ask->me), ARG(ask->today),
        ARG(soon), ARG(ask->today), ARG(ask->me)};
    memcpy(args, all, sizeof all);
    return sizeof all / sizeof *all;
}

/* ---- what a query asks ---- */

/* The midnight at which a day begins, as the key of valid_until has it. */
static struct instant key_of(struct day d)
{
    return (struct instant){(int64_t)day_to_number(d) * 86400};
}

struct queue_bounds {
    struct str state;
    uint64_t mine;
    struct instant waiting_before, ends_from, ends_before;
};

static struct queue_bounds bounds_of(const struct desk_ask *ask)
{
    struct queue_bounds b = {.waiting_before = desk_beyond, .ends_from = desk_always,
        .ends_before = desk_beyond};
    switch (ask->query->queue) {
    case QUOTES_NEW:
        b.state = STR("new");
        break;
    case QUOTES_WAITING:
        b.waiting_before = desk_never;
        break;
    case QUOTES_MINE:
        b.mine = ask->me;
        break;
    case QUOTES_SENT:
        b.state = STR("sent");
        break;
    case QUOTES_ACCEPTED:
        b.state = STR("accepted");
        break;
    case QUOTES_ENDING:
        b.state = STR("sent");
        b.ends_from = key_of(ask->today);
        b.ends_before = key_of(day_add(ask->today, QUOTES_ENDING_DAYS + 1));
        break;
    case QUOTES_ENDED:
        b.state = STR("sent");
        b.ends_before = key_of(ask->today);
        break;
    default:
        break;
    }
    return b;
}

/* States that few requests are in: fetched and sorted. Of the others the next page is soon found on
 * the way along the sort's index; of these it would be walked to its end. */
static bool is_passing(struct str state)
{
    return str_eq(state, STR("new")) || str_eq(state, STR("waiting")) ||
           str_eq(state, STR("cancelled"));
}

static size_t lead_of_queue(const struct desk_ask *ask, struct arg *args, size_t *n)
{
    struct queue_bounds b = bounds_of(ask);
    struct str state = b.state.n ? b.state : ask->query->filter[QUOTES_STATE];
    if (is_passing(state)) {
        args[(*n)++] = ARG(state);
        return LEAD_STATE;
    }
    if (b.mine || str_eq(ask->query->filter[QUOTES_WHO], STR("moi"))) {
        args[(*n)++] = ARG(ask->me);
        return LEAD_MINE;
    }
    return LEAD_NONE;
}

/* The year that was typed; else this one and the two before. */
static size_t number_args(const struct desk_ask *ask, struct arg *args)
{
    unsigned year = 0, number = 0;
    desk_search_number(ask->query->search, &year, &number);
    for (unsigned back = 0; back < 3; back++)
        args[back] = ARG((uint64_t)(year ? year : (unsigned)ask->today.y - back));
    args[3] = ARG((uint64_t)number);
    return 4;
}

static size_t lead(const struct desk_ask *ask, struct arena *a, struct arg *args, size_t *n)
{
    static const enum lead by_shape[] = {
        [DESK_SEARCH_NONE] = LEAD_NONE,
        [DESK_SEARCH_EMAIL] = LEAD_EMAIL,
        [DESK_SEARCH_SIRET] = LEAD_SIRET,
        [DESK_SEARCH_NUMBER] = LEAD_NUMBER,
        [DESK_SEARCH_BARE] = LEAD_BARE,
        [DESK_SEARCH_WORDS] = LEAD_WORDS,
        [DESK_SEARCH_START] = LEAD_START,
    };
    struct buf text;
    buf_init(&text, 4096);
    enum desk_search shape = desk_search_read(ask->query->search, &text);
    struct str s = arena_take(a, &text);
    if (shape == DESK_SEARCH_NONE)
        return lead_of_queue(ask, args, n);
    if (shape == DESK_SEARCH_BARE)
        *n += number_args(ask, args + *n);
    args[(*n)++] = ARG(s);
    if (shape == DESK_SEARCH_NUMBER || shape == DESK_SEARCH_START)
        args[(*n)++] = ARG(s);
    return by_shape[shape];
}

static size_t where(const struct desk_ask *ask, struct arg *args)
{
    const struct desk_query *q = ask->query;
    struct queue_bounds b = bounds_of(ask);
    size_t n = 0;
    args[n++] = ARG(ask->me);
    n += desk_arg_is(args + n, b.state);
    n += desk_arg_is(args + n, q->filter[QUOTES_STATE]);
    n += desk_arg_is(args + n, q->filter[QUOTES_PAYER]);
    n += desk_arg_is(args + n, q->filter[QUOTES_KIND]);
    n += desk_arg_is(args + n, q->filter[QUOTES_MODULE]);
    n += desk_arg_who(args + n, q->filter[QUOTES_WHO], ask->me);
    n += desk_arg_is(args + n, q->filter[QUOTES_ORIGIN]);
    args[n++] = ARG(b.mine);
    args[n++] = ARG(b.mine);
    n += desk_arg_period(args + n, q);
    args[n++] = ARG(b.waiting_before);
    args[n++] = ARG(b.ends_from);
    args[n++] = ARG(b.ends_before);
    return n;
}

const struct desk_source desk_quotes = {
    .list = &desk_list_quotes,
    .pages = desk_quotes_pages,
    .lead = lead,
    .where = where,
    .picked = &desk_quotes_statements[PICKED],
    .counters = &desk_quotes_statements[COUNTERS],
    .counts = counts,
};

void desk_request_row(const struct rows *r, size_t row, struct desk_request_row *out)
{
    *out = (struct desk_request_row){
        .id = row_u64(r, row, 0),
        .public_id = row_str(r, row, 2),
        .reference = row_str(r, row, 3),
        .kind = row_str(r, row, 4),
        .state = row_str(r, row, 5),
        .origin = row_str(r, row, 6),
        .payer = row_str(r, row, 7),
        .module_wanted = row_str(r, row, 8),
        .name = row_str(r, row, 9),
        .email = row_str(r, row, 10),
        .organisation = row_str(r, row, 11),
        .total = {(int64_t)row_u64(r, row, 12)},
        .last_number = row_str(r, row, 13),
        .created = row_instant(r, row, 14),
        .waiting_since = row_instant(r, row, 15),
        .valid_until = row_day(r, row, 16),
        .assigned_public = row_str(r, row, 17),
        .assigned_name = row_str(r, row, 18),
        .bounces = (unsigned)row_u64(r, row, 19),
        .received = row_day(r, row, 20),
        .intake = row_u64(r, row, 21),
    };
}
