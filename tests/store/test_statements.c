/* Every statement of the portal against the migrated schema: it prepares, with the rights of the
 * role that uses it, and no hot one reads a whole table. */
#include "harness.h"

#include "domain/forms.h"
#include "store/inspect.h"
#include "store/statements.h"
#include "store/step.h"

static void prepares(void *ctx, const struct stmt *s)
{
    struct db *db = ctx;
    enum rc rc = db_prepare(db, s);
    ck_assert_msg(rc == RC_OK, "%s: %.*s", s->name, STR_ARG(db_last_error(db)));
}

START_TEST(every_statement_prepares)
{
    struct db *db = connect_as("root", "movsc", false);
    size_t n = statements_walk(prepares, db);
    db_close(db);
    ck_assert_uint_ge(n, 90);
}
END_TEST

static struct db *purger, *staff, *papers, *door, *rights;

static void prepares_for_role(void *ctx, const struct stmt *s)
{
    struct db *const of[] = {[STATEMENTS_WEB] = web, [STATEMENTS_JOBS] = jobs,
        [STATEMENTS_STAFF] = staff, [STATEMENTS_DOCUMENTS] = papers, [STATEMENTS_SIGNIN] = door,
        [STATEMENTS_PURGE] = purger, [STATEMENTS_RIGHTS] = rights};
    (void)ctx;
    for (int role = STATEMENTS_WEB; role < STATEMENTS_OPERATOR; role++)
        if (statement_is_for(s->name, (enum statement_role)role))
            prepares(of[role], s);
}

START_TEST(each_role_may_run_its_own)
{
    purger = connect_as("movsc_purge", "movsc", false);
    staff = connect_as("movsc_staff", "movsc", false);
    papers = connect_as("movsc_documents", "movsc", false);
    door = connect_as("movsc_signin", "movsc", false);
    rights = connect_as("movsc_rights", "movsc", false);
    statements_walk(prepares_for_role, NULL);
    db_close(rights);
    db_close(door);
    db_close(papers);
    db_close(staff);
    db_close(purger);
}
END_TEST

/* Who has broken a worker of the desk makes nobody's session, and gives nobody a second factor. */
START_TEST(the_desk_opens_no_session)
{
    static const char *const forged[] = {
        "INSERT INTO staff_session (public_id, token_hash, staff_id, stage, created_at, last_seen_at, idle_ends_at,"
        " absolute_ends_at) VALUES ('x', 'x', 1, 'full', NOW(), NOW(), NOW(), NOW())",
        "UPDATE staff_session SET token_hash = 'x'", "UPDATE staff_session SET stage = 'full'",
        "UPDATE staff_session SET staff_id = 1", "UPDATE staff_session SET proved_at = NOW()",
        "UPDATE staff_session SET absolute_ends_at = NOW()",
        "INSERT INTO staff_recovery (staff_id, code_hash) VALUES (1, 'x')",
        "UPDATE staff_recovery SET code_hash = 'x'", "UPDATE staff_recovery SET used_at = NULL",
        "UPDATE staff SET totp_step = 0"};
    static const char *const theirs[] = {"staff_session.insert", "staff.by_invite", "staff.invite_used",
        "staff.activate", "staff.step", "staff.seen", "staff.password", "staff.recovery_add", "staff.recovery_use"};
    struct db *db = connect_as("movsc_staff", "movsc", false);
    for (size_t i = 0; i < sizeof forged / sizeof *forged; i++)
        ck_assert_msg(db_run(db, arena_printf(arena, "PREPARE s FROM \"%s\"", forged[i])) != RC_OK, "%s", forged[i]);
    db_close(db);
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++) {
        ck_assert_msg(!statement_is_for(theirs[i], STATEMENTS_STAFF), "%s", theirs[i]);
        ck_assert_msg(statement_is_for(theirs[i], STATEMENTS_SIGNIN), "%s", theirs[i]);
    }
}
END_TEST

/* The rights that it had once are named by the doctor, as long as grants.sql is an older one's. */
START_TEST(a_right_too_many_is_named)
{
    struct privilege *v;
    size_t n;
    root_run("movsc", "GRANT INSERT ON staff_session TO movsc_staff@localhost");
    struct db *db = connect_as("movsc_staff", "movsc", false);
    ck_ok(inspect_excess(db, arena, false, &v, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_is(v[0].name, "INSERT");
    ck_assert_str_is(v[0].on, "staff_session");
    root_run("movsc", "REVOKE INSERT ON staff_session FROM movsc_staff@localhost");
    ck_ok(inspect_excess(db, arena, false, &v, &n));
    ck_assert_uint_eq(n, 0);
    db_close(db);
    db = connect_as("movsc_signin", "movsc", false);
    ck_ok(inspect_excess(db, arena, false, &v, &n));
    ck_assert_uint_eq(n, 0);
    db_close(db);
}
END_TEST

/* What doctor says of a right that somebody has taken away. */
START_TEST(a_missing_right_is_named)
{
    struct str *names;
    size_t n;
    inspect_unable(web, arena, STATEMENTS_WEB, &names, &n);
    ck_assert_uint_eq(n, 0);
    root_run("movsc", "REVOKE UPDATE ON account FROM movsc_web@localhost");
    struct db *poor = connect_as("movsc_web", "movsc", false);
    inspect_unable(poor, arena, STATEMENTS_WEB, &names, &n);
    db_close(poor);
    root_run("movsc", "GRANT UPDATE ON account TO movsc_web@localhost");
    ck_assert_uint_gt(n, 1);
    bool named = false;
    for (size_t i = 0; i < n; i++)
        named |= str_eq_c(names[i], "account.change_email");
    ck_assert(named);
}
END_TEST

/* The text with a literal of the right type for each "?". */
static struct str with_literals(const struct stmt *s)
{
    struct buf out;
    const char *letter = s->takes;
    buf_init(&out, 65536);
    buf_puts(&out, "EXPLAIN ");
    for (const char *p = s->sql; *p; p++) {
        if (*p != '?') {
            buf_putc(&out, *p);
            continue;
        }
        switch (*letter++ | 0x20) {
        case 's':
        case 'a': buf_puts(&out, "'2026-01'"); break;
        case 'b': buf_puts(&out, "x'00112233'"); break;
        case 't': buf_puts(&out, "'2020-01-01 00:00:00'"); break;
        case 'd': buf_puts(&out, "'2020-01-01'"); break;
        default: buf_puts(&out, "7"); break;
        }
    }
    struct str text = arena_dup(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void plan_is_keyed(struct db *db, const struct stmt *s)
{
    if ((s->flags & STMT_SCAN) || strncmp(s->sql, "INSERT", 6) == 0)
        return;
    struct stmt explain = {s->name, with_literals(s).p, "", "usssssssss", 0};
    struct rows r;
    /* A fresh connection, since a prepared text is remembered by its address. */
    ck_assert_msg(db_query(db, arena, &explain, NO_ARGS, &r) == RC_OK, "%s: %.*s", s->name,
        STR_ARG(db_last_error(db)));
    for (size_t i = 0; i < r.n; i++) {
        struct str table = row_str(&r, i, 2), type = row_str(&r, i, 3);
        uint64_t rows = 1000000;
        str_to_u64(row_str(&r, i, 8), 1000000, &rows);
        /* "index" over a few rows is ORDER BY … LIMIT along a key. */
        bool whole = str_eq_c(type, "ALL") || (str_eq_c(type, "index") && rows > 10);
        whole = whole && !str_starts(table, STR("<"));
        ck_assert_msg(!whole, "%s reads all of %.*s (%.*s, %.*s rows)", s->name, STR_ARG(table),
            STR_ARG(type), STR_ARG(row_str(&r, i, 8)));
    }
}

static void explain_alone(void *db, const struct stmt *s)
{
    (void)db;
    struct db *own = connect_as("root", "plans", false);
    plan_is_keyed(own, s);
    db_close(own);
}

/* Enough rows that a plan over a whole table would be a mistake. */
static const char *const fill[] = {
    "INSERT INTO account (public_id, email, created_at, last_seen_at) SELECT CONCAT('a', seq),"
    " CONCAT('a', seq, '@exemple.fr'), '2026-01-01', '2026-01-01' FROM seq_1_to_3000",
    "INSERT INTO session (token_hash, device, account_id, created_at, last_seen_at, idle_seconds,"
    " idle_ends_at, absolute_ends_at) SELECT UNHEX(SHA2(seq, 256)), UNHEX(SHA2(seq, 256)), seq,"
    " '2026-01-01', '2026-01-01', 60, '2026-01-02', '2026-01-02' + INTERVAL seq HOUR"
    " FROM seq_1_to_3000",
    "INSERT INTO intake (programme_id, year, number) VALUES (1, 2030, 39)",
    "INSERT INTO candidacy (public_id, account_id, programme_id, year, intake_id, state,"
    " created_at, updated_at) SELECT CONCAT('c', a.id), a.id, 1, 2030, (SELECT MAX(id) FROM"
    " intake), ELT(1 + a.id % 3, 'draft', 'submitted', 'withdrawn'), '2026-01-01',"
    " '2026-01-01' FROM account a",
    "UPDATE candidacy SET submit_key = '2026-01-01' + INTERVAL id MINUTE, last_verdict = 'met',"
    " last_birth_name = CONCAT('Nom', id), last_reference = CONCAT('MOVSC-', id),"
    " identity_key = UNHEX(SHA2(id, 256)), contested = id % 50 = 0 WHERE state <> 'draft'",
    "INSERT INTO challenge (public_id, purpose, email, account_id, device, created_at, expires_at)"
    " SELECT CONCAT('h', seq), 'login', CONCAT('a', seq, '@exemple.fr'), seq,"
    " UNHEX(SHA2(seq, 256)), '2026-01-01', '2026-01-01' + INTERVAL seq MINUTE FROM seq_1_to_3000",
    "INSERT INTO throttle (bucket, window_start, acts, expires_at) SELECT UNHEX(MD5(seq)), '2026-01-01', 1,"
    " '2026-01-01' + INTERVAL seq MINUTE FROM seq_1_to_3000",
    "INSERT INTO stash (device, path, sealed, created_at, expires_at) SELECT UNHEX(SHA2(seq, 256)),"
    " '/x', 'x', '2026-01-01', '2026-01-01' + INTERVAL seq MINUTE FROM seq_1_to_3000",
    "INSERT INTO outbox (dedupe_key, kind, recipient, params, state, next_try_at, message_id,"
    " created_at, expires_at) SELECT seq, 'k', 'a@b.fr', '{}',"
    " IF(seq % 50, 'sent', 'queued'), '2026-01-01' + INTERVAL seq MINUTE, seq, '2026-01-01',"
    " '2027-01-01' FROM seq_1_to_3000",
    "INSERT INTO diploma (public_id, candidacy_id, position, updated_at) SELECT CONCAT('d', id),"
    " id, 1, '2026-01-01' FROM candidacy",
    "INSERT INTO experience (public_id, candidacy_id, position, updated_at) SELECT"
    " CONCAT('e', id), id, 1, '2026-01-01' FROM candidacy",
    "INSERT INTO candidacy_identity (candidacy_id, updated_at) SELECT id, '2026-01-01'"
    " FROM candidacy",
    "INSERT INTO candidacy_project (candidacy_id, updated_at) SELECT id, '2026-01-01'"
    " FROM candidacy",
    "INSERT INTO candidacy_funding (candidacy_id, payer, payer_siret, updated_at) SELECT id,"
    " 'employer', LPAD(id, 14, '0'), '2026-01-01' FROM candidacy",
    "INSERT INTO candidacy_module (candidacy_id, updated_at) SELECT id, '2026-01-01'"
    " FROM candidacy",
    "INSERT INTO submission (candidacy_id, sequence, reference, snapshot, sha256, submitted_at,"
    " rule_version, verdict, idempotency_key) SELECT id, 1, CONCAT('R', id), '{}',"
    " UNHEX(SHA2(id, 256)), '2026-01-01', '1', 'met', CONCAT('k', id) FROM candidacy",
    "INSERT INTO identity_slot (programme_id, year, identity_key, key_version, candidacy_id,"
    " taken_at) SELECT 1, 2030, UNHEX(SHA2(id, 256)), 1, id, '2026-01-01' FROM candidacy",
    "INSERT INTO quote_request (public_id, reference, kind, programme_id, email, idempotency_key,"
    " created_at, noticed_at) SELECT CONCAT('q', seq), CONCAT('q', seq), 'question', 1, 'a@b.fr',"
    " CONCAT('q', seq), '2026-01-01', '2026-01-01' FROM seq_1_to_3000",
    "INSERT INTO staff (public_id, email, name, created_at) SELECT CONCAT('s', seq),"
    " CONCAT('s', seq, '@exemple.fr'), seq, '2026-01-01' FROM seq_1_to_500",
    "INSERT INTO staff_role (staff_id, role, given_at) SELECT id, ELT(1 + id % 3, 'quotes',"
    " 'reviewer', 'admin'), '2026-01-01' FROM staff",
    "INSERT INTO staff_session (public_id, token_hash, staff_id, stage, created_at, last_seen_at,"
    " idle_ends_at, absolute_ends_at) SELECT CONCAT('t', seq), UNHEX(SHA2(seq, 256)),"
    " (SELECT MIN(id) FROM staff) + seq % 500, 'full', '2026-01-01', '2026-01-01', '2026-01-02',"
    " '2026-01-02' + INTERVAL seq HOUR FROM seq_1_to_3000",
    "INSERT INTO address_state (email, hard_bounces, last_at) SELECT CONCAT('a', seq, '@exemple.fr'),"
    " 1, '2026-01-01' + INTERVAL seq MINUTE FROM seq_1_to_3000",
    "INSERT INTO quote (public_id, request_id, series, year, number, version, number_text, payer,"
    " tariff_kind, total_cents, document, sha256, issued_at, valid_until, idempotency_key, state_at)"
    " SELECT CONCAT('p', id), id, 'D', 2026, id, 1, CONCAT('D-', id), 'employer', 'third', 1, '{}',"
    " UNHEX(SHA2(id, 256)), '2026-01-01', '2026-04-01', CONCAT('k', id), '2026-01-01'"
    " FROM quote_request",
    "INSERT INTO quote_answer (quote_id, kind, fingerprint, answered_at) SELECT id, 'accepted',"
    " sha256, '2026-01-01' FROM quote",
    "INSERT INTO quote_message (request_id, kind, body, idempotency_key, at) SELECT id, 'person',"
    " 'x', CONCAT('k', id), '2026-01-01' FROM quote_request",
    "INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id) SELECT"
    " '2026-01-01', 'job', 0, 'test', 'test', seq FROM seq_1_to_3000",
    "INSERT INTO audit_seal (first_id, last_id, row_count, previous, digest, seal, sealed_at)"
    " SELECT seq, seq, 1, UNHEX(SHA2(seq, 256)), '', '', '2026-01-01' FROM seq_1_to_3000",
    "ANALYZE TABLE account, session, candidacy, challenge, throttle, stash, outbox, diploma,"
    " experience, submission, identity_slot, quote_request, quote, quote_answer,"
    " quote_message, audit, audit_seal, staff, staff_role,"
    " staff_session, address_state",
};

/* `plans` is a schema of its own, migrated by tests/store/run; it is filled once. */
static void fill_plans(void)
{
    static const struct stmt filled = {"test.filled", "SELECT COUNT(*) FROM account", "", "u", 0};
    struct rows r;
    struct db *db = connect_as("root", "plans", false);
    ck_ok(db_query_one(db, arena, &filled, NO_ARGS, &r));
    if (row_u64(&r, 0, 0)) {
        db_close(db);
        return;
    }
    for (size_t i = 0; i + 1 < sizeof fill / sizeof *fill; i++)
        ck_assert_msg(db_run(db, str_c(fill[i])) == RC_OK, "%.60s: %.*s", fill[i],
            STR_ARG(db_last_error(db)));
    db_close(db);
    struct stmt analyze = {"test", fill[sizeof fill / sizeof *fill - 1], "", "ssss", 0};
    db = connect_as("root", "plans", false);
    ck_assert(db_query(db, arena, &analyze, NO_ARGS, &r) == RC_OK);
    db_close(db);
}

START_TEST(no_hot_statement_reads_a_whole_table)
{
    fill_plans();
    statements_walk(explain_alone, NULL);
}
END_TEST

/* ---- the character set that each text meets (stmt.h): no text of ours may end in errno 1267 or 1366 */

enum { NO_COLLATION = 1267, NO_COLLATION_OF_3 = 1270, NO_COLLATION_OF_N = 1271, NOT_STORED = 1366 };

/* An UPDATE or an INSERT … SELECT converts what it stores only once a row is found: the same text up to
 * its own WHERE touches every row there is. "" when it has none. */
static struct str without_where(struct str sql)
{
    int depth = 0;
    size_t at = 0;
    if (str_starts(sql, STR("SELECT")) || str_starts(sql, STR("(")))
        return STR("");
    for (size_t i = 0; i < sql.n; i++) {
        depth += (sql.p[i] == '(') - (sql.p[i] == ')');
        if (depth == 0 && str_starts(str_slice(sql, i, sql.n), STR(" WHERE ")))
            at = i;
    }
    return str_slice(sql, 0, at);
}

static size_t holes_of(struct str sql)
{
    size_t n = 0;
    for (size_t i = 0; i < sql.n; i++)
        n += sql.p[i] == '?';
    return n;
}

/* What stands in the other texts of a statement; `sparse`: nothing where NULL may stand. */
struct filler {
    struct str text;
    bool sparse;
};

/* Something of the right type for each argument, `text` at `which`. */
static void arguments(const char *takes, size_t n, size_t which, struct str text, struct filler with,
    struct arg *out)
{
    for (size_t i = 0; i < n; i++)
        switch (takes[i] | 0x20) {
        case 's':
        case 'a': out[i] = ARG(i == which ? text : with.sparse && takes[i] <= 'Z' ? STR("") : with.text); break;
        case 'b': out[i] = ARG_BYTES("0123456789abcdef0123456789abcdef", 32); break;
        case 't': out[i] = ARG(noon); break;
        case 'd': out[i] = ARG(day_paris(noon)); break;
        case 'i': out[i] = ARG((int64_t)7); break;
        default: out[i] = ARG((uint64_t)7); break;
        }
}

/* The statement with `sql`, whose argument `which` takes any text. */
static struct stmt *raw_of(const struct stmt *s, struct str sql, size_t which)
{
    struct stmt *raw = ARENA_NEW(arena, struct stmt);
    struct str takes = arena_dup(arena, (struct str){s->takes, holes_of(sql)});
    if (which < takes.n)
        ((char *)(uintptr_t)takes.p)[which] = 's'; /* our own fresh copy */
    *raw = (struct stmt){s->name, arena_dup(arena, sql).p, takes.p, s->gives, 0};
    return raw;
}

/* Does the server refuse that text for its letters? */
static bool refuses(
    struct db *db, const struct stmt *raw, size_t which, struct str text, struct filler with)
{
    struct arg args[STMT_ARGS_MAX];
    struct rows r;
    size_t n = strlen(raw->takes);
    arguments(raw->takes, n, which, text, with, args);
    ck_ok(db_request(db, STR(""), noon));
    ck_ok(db_run(db, STR("BEGIN")));
    enum rc rc = *raw->gives ? db_query(db, arena, raw, args, n, &r)
                             : db_exec(db, raw, args, n, NULL);
    unsigned number = rc == RC_FAULT ? db_last_errno(db) : 0;
    db_told(db);
    ck_ok(db_run(db, STR("ROLLBACK")));
    return number == NO_COLLATION || number == NO_COLLATION_OF_3 || number == NO_COLLATION_OF_N ||
           number == NOT_STORED;
}

/* The others hold what a day, a number and a word may: where one of them is refused itself, and hides
 * what would have come after it, another is not. */
static bool clashes(struct db *db, const struct stmt *s, struct str sql, size_t which)
{
    static const struct filler fillers[] = {{STR_INIT("2026-01-01"), true}, {STR_INIT("7"), true},
        {STR_INIT("draft"), true}, {STR_INIT("2026-01-01"), false}, {STR_INIT("7"), false},
        {STR_INIT("draft"), false}};
    struct stmt *raw = raw_of(s, sql, which);
    if (which >= strlen(raw->takes))
        return false;
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (refuses(db, raw, which, STR("é"), fillers[i]) &&
            !refuses(db, raw, which, fillers[i].text, fillers[i]))
            return true;
    return false;
}

static size_t texts_tried;

/* Its letter is `a` where and only where the server would refuse a text beyond ASCII. */
static void meets_its_columns(void *ctx, const struct stmt *s)
{
    struct db *db = ctx;
    struct str whole = str_c(s->sql), part = without_where(whole);
    for (size_t i = 0; s->takes[i]; i++) {
        char small = (char)(s->takes[i] | 0x20);
        if (small != 's' && small != 'a')
            continue;
        bool clash = clashes(db, s, whole, i) || (part.n && clashes(db, s, part, i));
        ck_assert_msg(clash == (small == 'a'), "%s: argument %zu of \"%s\" %s an ASCII column",
            s->name, i, s->takes, clash ? "meets" : "meets no row of");
        texts_tried++;
    }
}

START_TEST(every_text_meets_its_column_s_letters)
{
    fill_plans();
    struct db *db = connect_as("root", "plans", false);
    statements_walk(meets_its_columns, db);
    db_close(db);
    ck_assert_uint_gt(texts_tried, 200);
}
END_TEST

/* What the letter does: nothing is found, nothing is written, and the connection goes on. */
START_TEST(beyond_ascii_is_nowhere)
{
    static const struct stmt find = {"test.find", "SELECT id FROM account WHERE public_id = ?", "a", "u", 0};
    static const struct stmt add = {"test.add",
        "INSERT INTO account (public_id, email, created_at, last_seen_at) VALUES (?, ?, ?, ?)", "Astt", "", 0};
    struct rows r;
    struct done done = {0};
    ck_ok(db_query(web, arena, &find, ARGS(ARG(STR("é"))), &r));
    ck_assert_uint_eq(r.n, 0);
    ck_rc(db_query_one(web, arena, &find, ARGS(ARG(STR("é"))), &r), RC_NOT_FOUND);
    ck_rc(db_exec(web, &add, ARGS(ARG(STR("é")), ARG(STR("e@é.fr")), ARG(noon), ARG(noon)), &done), RC_INVALID);
    ck_assert_uint_eq(done.affected, 0);
    ck_ok(db_failed(web));
    ck_ok(db_exec(web, &add, ARGS(ARG(STR("e")), ARG(STR("e@é.fr")), ARG(noon), ARG(noon)), &done));
    ck_assert_uint_eq(done.affected, 1);
}
END_TEST


/* The CHECKs know every choice that a form offers. */
START_TEST(every_choice_can_be_stored)
{
    struct candidacy c = make_candidacy(make_account(NULL));
    const struct form *const forms[] = {&form_identity, &form_project, &form_funding,
        &form_module, &form_diploma, &form_experience};
    size_t tried = 0;
    for (size_t f = 0; f < 6; f++) {
        bool items = f >= 4;
        for (size_t i = 0; i < forms[f]->n; i++)
            for (const struct choice *v = forms[f]->fields[i].choices; v && v->value; v++) {
                struct answers as = answers_new(arena, forms[f]);
                struct str id = {NULL, 0};
                as.v[i].value = str_c(v->value);
                /* Whatever this one depends on: any value that lets it apply is tried by itself. */
                for (size_t k = i; forms[f]->fields[k].when;) {
                    struct str when = str_c(forms[f]->fields[k].when_is), first;
                    struct answer *on = answers_at(&as, forms[f]->fields[k].when);
                    ck_assert(str_cut(&when, ' ', &first));
                    on->value = first;
                    k = (size_t)(on - as.v);
                }
                ck_assert(answers_applies(&as, i));
                enum rc rc = items
                    ? item_insert(web, arena, forms[f], c.id, &as, STR(""), noon, &id)
                    : step_save(web, arena, forms[f], c.id, &as, STR(""), noon);
                ck_assert_msg(rc == RC_OK, "%s.%s = %s: %.*s", forms[f]->name,
                    forms[f]->fields[i].name, v->value, STR_ARG(db_last_error(web)));
                if (items)
                    ck_ok(item_delete(web, forms[f], c.id, id));
                tried++;
            }
    }
    ck_assert_uint_ge(tried, 70);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {every_statement_prepares, each_role_may_run_its_own,
        the_desk_opens_no_session, a_right_too_many_is_named,
        a_missing_right_is_named,
        no_hot_statement_reads_a_whole_table, every_text_meets_its_column_s_letters,
        beyond_ascii_is_nowhere, every_choice_can_be_stored};
    return store_suite("statements", tests, sizeof tests / sizeof *tests);
}
