/* The inbox among many: what a page reads does not follow the number of requests, and every plan
 * walks an index. PORTAIL_MANY says how many (./dev check --long: 100 000). Rows that are read are
 * counted by the server, so that nothing here depends on how quick the machine is. */
#include "harness.h"

#include "domain/desk_quotes.h"
#include "store/desk_quotes.h"
#include "store/statements.h"

enum { FEW = 1000 };

static struct db *db;

static uint64_t many(void)
{
    const char *n = getenv("PORTAIL_MANY");
    uint64_t v;
    return n && str_to_u64(str_c(n), 1000000, &v) && v > FEW ? v : 8000;
}

/* Requests from..to: one in five hundred waits, the newest of them are new, half was answered. */
static void fill(uint64_t from, uint64_t to)
{
    const char *sql = arena_printf(arena,
        "INSERT INTO quote_request (public_id, reference, kind, payer, module, state, origin,"
        " programme_id, name, addressee_name, addressee_siret, email, idempotency_key, total_cents,"
        " assigned_to, waiting_since, valid_until, created_at)"
        " SELECT CONCAT('z', seq), CONCAT('Z-', seq), ELT(1 + (seq %% 10 = 0), 'quote', 'question'),"
        " ELT(1 + seq %% 4, 'employer', 'opco', 'cpf', 'individual'), ELT(1 + seq %% 2, 'yes', 'no'),"
        " IF(seq %% 500 = 0, 'waiting', ELT(1 + seq %% 4, 'sent', 'accepted', 'closed', 'declined')),"
        " ELT(1 + (seq %% 50 = 0), 'portal', 'paper'), 1, CONCAT('Prénom Nom', seq DIV 20),"
        " CONCAT('Association ', seq DIV 7), LPAD(seq, 14, '5'), CONCAT('z', seq, '@exemple.fr'),"
        " CONCAT('z', seq), 1000500, NULL, IF(seq %% 500 = 0, '2026-01-01' + INTERVAL seq MINUTE, NULL),"
        " IF(seq %% 4 = 0, '2026-11-01' + INTERVAL seq %% 400 DAY, NULL),"
        " '2026-01-01' + INTERVAL seq DIV 3 SECOND FROM seq_%llu_to_%llu",
        (unsigned long long)from, (unsigned long long)to).p;
    root_run("plans", sql);
    root_run("plans", "ANALYZE TABLE quote_request");
}

/* Rows and index entries that this connection has read since the last time. */
static uint64_t rows_read(void)
{
    static const struct stmt sum = {"test.reads",
        "SELECT CAST(SUM(variable_value) AS UNSIGNED) FROM information_schema.session_status"
        " WHERE variable_name IN ('HANDLER_READ_FIRST', 'HANDLER_READ_KEY', 'HANDLER_READ_LAST',"
        " 'HANDLER_READ_NEXT', 'HANDLER_READ_PREV')",
        "", "u", 0};
    static uint64_t before;
    struct rows r;
    ck_ok(db_query_one(db, arena, &sum, NO_ARGS, &r));
    uint64_t now = row_u64(&r, 0, 0), since = now - before;
    before = now;
    return since;
}

static struct desk_ask ask_of(struct desk_query *q)
{
    return (struct desk_ask){q, 7, {2026, 11, 23}};
}

/* What the first page of each queue reads, and all the counters (the last). */
static void first_pages(uint64_t reads[QUOTES_QUEUES + 1])
{
    for (size_t i = 0; i < QUOTES_QUEUES; i++) {
        struct desk_query q = desk_query_new(&desk_list_quotes);
        struct desk_page page;
        uint64_t counts[QUOTES_QUEUES];
        desk_query_set(&q, STR("file"), str_c(desk_list_quotes.queues[i].value));
        struct desk_ask ask = ask_of(&q);
        rows_read();
        ck_ok(desk_counts(db, arena, &desk_quotes, &ask, counts));
        reads[QUOTES_QUEUES] = rows_read();
        ck_ok(desk_page_read(db, arena, &desk_quotes, &ask, &page));
        reads[i] = rows_read();
    }
}

/* With an open filter everywhere; the first text is a search's, when it is one. */
static struct str explained(const struct stmt *s, const char *first)
{
    /* Period, wait, end, the mark twice: bounds that leave rows between them. */
    static const char *const times[] = {"'2026-01-01'", "'2027-01-01'", "'9999-12-31'", "'2026-01-01'",
        "'9999-12-31 23:59:59'", "'2026-06-01'", "'2026-06-01'"};
    struct buf out;
    const char *letter = s->takes;
    size_t t = 0;
    buf_init(&out, 1 << 16);
    buf_puts(&out, "EXPLAIN ");
    for (const char *p = s->sql; *p; p++) {
        if (*p != '?') {
            buf_putc(&out, *p);
            continue;
        }
        switch (*letter++) {
        case 'a':
        case 's': buf_puts(&out, letter == s->takes + 1 ? first : "''"); break;
        case 't': buf_puts(&out, times[t++]); break;
        /* the mark's id; who asks, behind what the lead takes; open filters */
        default: buf_puts(&out, !*letter ? "51" : !letter[1] || letter <= s->takes + 6 ? "7" : "0"); break;
        }
    }
    struct str text = arena_dup(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* No page reads requests but along a key; without a search it is one that begins with the sort's
 * column and holds all that is looked at ("Using index"): 51 whole rows are read, never more. */
static void plans(void)
{
    size_t seen = 0;
    for (size_t i = 0; desk_quotes_pages[i].name; i++) {
        const struct stmt *s = &desk_quotes_pages[i];
        struct stmt explain = {s->name, explained(s, i < QUOTES_SORTS * 2 ? "''" : "'z1%'").p, "", "usssssssss", 0};
        bool searched = i >= QUOTES_SORTS * 2, walked = false;
        struct rows r;
        struct db *own = connect_as("root", "plans", false);
        ck_assert_msg(db_query(own, arena, &explain, NO_ARGS, &r) == RC_OK, "%s: %.*s", s->name,
            STR_ARG(db_last_error(own)));
        for (size_t row = 0; row < r.n; row++) {
            struct str table = row_str(&r, row, 2), type = row_str(&r, row, 3),
                       key = row_str(&r, row, 5), extra = row_str(&r, row, 9);
            ck_assert_msg(str_starts(table, STR("<")) || (!str_eq_c(type, "ALL") &&
                !str_eq_c(type, "index")) || str_eq_c(table, "s") || table.n == 0,
                "%s reads all of %.*s", s->name, STR_ARG(table));
            if (str_eq_c(table, "q") && !searched) {
                walked = true;
                ck_assert_msg(str_starts(key, STR("quote_request_by_")), "%s: %.*s", s->name,
                    STR_ARG(key));
                ck_assert_msg(memmem(extra.p, extra.n, "Using index", 11) &&
                    !memmem(extra.p, extra.n, "filesort", 8), "%s: %.*s", s->name, STR_ARG(extra));
            }
        }
        ck_assert_msg(searched || walked, "%s", s->name);
        db_close(own);
        seen++;
    }
    ck_assert_uint_eq(seen, 54);
}

START_TEST(a_page_costs_the_same_among_many)
{
    uint64_t few[QUOTES_QUEUES + 1], lots[QUOTES_QUEUES + 1], n = many();
    root_run("plans", "INSERT INTO staff (id, public_id, email, name, state, password, totp_at,"
                      " created_at) VALUES (7, 'sept', 'sept@exemple.fr', 'Sept', 'active', 'x',"
                      " '2026-01-01', '2026-01-01') ON DUPLICATE KEY UPDATE state = 'active',"
                      " password = 'x', totp_at = '2026-01-01'");
    root_run("plans", "INSERT IGNORE INTO staff_role VALUES (7, 'quotes', '2026-01-01')");
    fill(1, FEW);
    db = connect_as("root", "plans", false);
    rows_read();
    first_pages(few);
    fill(FEW + 1, n);
    first_pages(lots);
    plans();
    db_close(db);
    for (size_t i = 0; i < QUOTES_QUEUES; i++) {
        printf("%s: %llu among %d, %llu among %llu\n", desk_list_quotes.queues[i].value,
            (unsigned long long)few[i], FEW, (unsigned long long)lots[i], (unsigned long long)n);
        /* 51 keys, 51 rows, who each is assigned to; sorting reads its 51 again. A state that few
         * are in, or what expires in a week, may be looked through to its end. */
        ck_assert_uint_le(lots[i], 8 * (DESK_PAGE + 1) + n / 200);
    }
    ck_assert_uint_le(lots[QUOTES_QUEUES], QUOTES_QUEUES * (2 * DESK_COUNT_MAX + 10));
    ck_assert_uint_le(lots[QUOTES_ALL] * 10, few[QUOTES_ALL] * 13);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_page_costs_the_same_among_many};
    return store_suite("desk", tests, sizeof tests / sizeof *tests);
}
