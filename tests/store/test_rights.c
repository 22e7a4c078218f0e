/* What a person may ask for: every table of the schema is judged, a file leaves every live table and comes
 * back byte for byte, nothing of it is left once it is erased. */
#include "harness.h"

#include "store/archive.h"

static struct db *rights;
static const struct archive_act ACT = {
    .by = 1000, .reason = STR_INIT("demande du 2 décembre"), .now = {1795435200}};

/* ---- the schema, and what is said of it */

/* Tables that hold nothing about a person who applies or asks; each with its reason. */
static const struct {
    const char *table, *why;
} OTHERS[] = {
    {"revision", "a counter"}, {"setting", "the institution's"}, {"programme", "the institution's"},
    {"intake", "the institution's"}, {"tariff", "the institution's"},
    {"outcome_figure", "counts of a survey"}, {"migration", "the schema's"},
    {"migration_step", "the schema's"}, {"lease", "a process"}, {"mail_way", "the relay's own words"},
    {"quote_counter", "numbers"}, {"audit_seal", "digests"}, {"audit_sealed", "ids"},
    {"audit_check", "digests"},
    {"purge_state", "counts"}, {"purge_report", "counts"}, {"ready_text", "the staff's own texts"},
    {"staff", "who works here"}, {"staff_role", "who works here"}, {"staff_recovery", "who works here"},
    {"staff_session", "who works here"},
    {"desk_view", "a search of the staff, sealed with a key that only their workers have, for a month"},
    {"throttle", "keyed hashes: those of an address alone are removed by archive_person"},
    {"quote_refusal", "a keyed hash, kept because it says what somebody does not want; exported"},
    {"mail_aside", "sealed: archive_asides opens, exports and removes them"},
    {"archive_file", "what stays of an erased file; its address goes"},
    {"archive_row", "the rows of restricted files: exported, erased with them"},
};

static bool is_other(struct str table)
{
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (str_eq_c(table, OTHERS[i].table))
            return true;
    return false;
}

static bool is_walked(struct str table)
{
    for (size_t i = 0; i < subject_tables_n; i++)
        if (str_eq_c(table, subject_tables[i].table))
            return true;
    return false;
}

static struct str file_of(const char *path)
{
    struct buf all;
    char part[4096];
    FILE *f = fopen(path, "r");
    ck_assert_msg(f, "%s", path);
    buf_init(&all, 1 << 20);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_put(&all, (struct str){part, n});
    fclose(f);
    return arena_take(arena, &all);
}

/* One line a table: "table: column column". */
static bool has_line(struct str all, struct str wanted)
{
    for (struct str line; str_cut(&all, '\n', &line);)
        if (str_eq(line, wanted))
            return true;
    return false;
}

START_TEST(every_table_and_column_of_the_schema_is_judged)
{
    static const struct stmt columns = {"test",
        "SELECT c.table_name, GROUP_CONCAT(c.column_name ORDER BY c.column_name SEPARATOR ' ')"
        " FROM information_schema.columns c JOIN information_schema.tables t"
        " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
        " WHERE c.table_schema = 'movsc' AND t.table_type = 'BASE TABLE'"
        " GROUP BY c.table_name ORDER BY c.table_name",
        "", "ss", 0};
    const char *path = arena_printf(arena, "%s/../tests/golden/person_columns.txt", setting("PORTAL_TEST_SQL")).p;
    struct str golden = file_of(path);
    struct db *db = connect_as("root", "movsc", false);
    struct rows r;
    ck_rc(db_run(db, STR("SET SESSION group_concat_max_len = 100000")), RC_OK);
    ck_rc(db_query(db, arena, &columns, NO_ARGS, &r), RC_OK);
    ck_assert_uint_gt(r.n, 30);
    for (size_t i = 0; i < r.n; i++) {
        struct str table = row_str(&r, i, 0);
        ck_assert_msg(is_walked(table) != is_other(table),
            "%.*s: a row of store/subject.c (it holds data about a person), or of OTHERS with the reason why not",
            STR_ARG(table));
        struct str line = arena_printf(arena, "%.*s: %.*s", STR_ARG(table), STR_ARG(row_str(&r, i, 1)));
        ck_assert_msg(has_line(golden, line),
            "tests/golden/person_columns.txt does not say:\n%.*s\nA new datum about a person: /donnees, its "
            "retention, its erasure; then this line", STR_ARG(line));
    }
    db_close(db);
}
END_TEST

/* ---- a whole file */

static uint64_t last(const char *table)
{
    return root_number(arena_printf(arena, "SELECT MAX(id) FROM %s", table).p);
}

struct person {
    struct str email;
    uint64_t account, candidacy, request;
    const char *reference; /* of the candidacy */
};

static void candidacy_of(struct person *p)
{
    unsigned long long c = p->candidacy;
    static const char *const parts[] = {"candidacy_project (project,", "candidacy_funding (payer_contact,",
        "candidacy_verification (explanation,"};
    p->reference = arena_printf(arena, "MOVSC-R%llu", c).p;
    root_sql("UPDATE candidacy SET state = 'submitted', submissions = 1, submitted_at = '2026-11-20 10:11:12.123456',"
        " submit_key = '2026-11-20 10:11:12', last_reference = '%s', last_birth_name = 'Zwyrtek',"
        " last_given_names = 'Ÿvette d’Œuvre', last_verdict = 'met', identity_key = REPEAT('k', 32),"
        " identity_key_version = 1 WHERE id = %llu", p->reference, c);
    root_sql("INSERT INTO candidacy_identity (candidacy_id, birth_name, given_names, birth_date, phone, pending,"
        " updated_at) VALUES (%llu, 'Zwyrtek', 'Ÿvette « d’Œuvre »\\n\\\\ \\\"🎓\\\"', '1980-02-29', '',"
        " '{\\\"a\\\": null}', '2026-01-01')", c);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        root_sql("INSERT INTO %s candidacy_id, updated_at) VALUES ('Chez Zwyrtek', %llu, '2026-01-01')", parts[i], c);
    root_sql("INSERT INTO candidacy_module (candidacy_id, updated_at) VALUES (%llu, '2026-01-01')", c);
    root_sql("INSERT INTO diploma (public_id, candidacy_id, position, updated_at) VALUES (LEFT(UUID(), 32), %llu, 1,"
        " '2026-01-01')", c);
    root_sql("INSERT INTO experience (public_id, candidacy_id, position, tasks, ongoing, updated_at)"
        " VALUES (LEFT(UUID(), 32), %llu, 1, 'Zwyrtek y était', 1, '2026-01-01')", c);
    root_sql("INSERT INTO submission (candidacy_id, sequence, reference, snapshot, sha256, submitted_at, rule_version,"
        " verdict, idempotency_key) VALUES (%llu, 1, '%s', '{\\\"nom\\\": \\\"Zwyrtek\\\"}', UNHEX(SHA2('x', 256)),"
        " '2026-11-20 10:11:12.123456', '1', 'met', UUID())", c, p->reference);
    root_sql("INSERT INTO identity_slot (programme_id, year, identity_key, key_version, candidacy_id, taken_at)"
        " SELECT programme_id, year, UNHEX(SHA2(id, 256)), 1, id, '2026-01-01 00:00:00.5' FROM candidacy"
        " WHERE id = %llu", c);
    root_sql("INSERT INTO decision (candidacy_id, slot_id, decided_at) SELECT candidacy_id, id, '2026-01-02' FROM"
        " identity_slot WHERE candidacy_id = %llu", c);
}

static void request_of(struct person *p)
{
    unsigned long long c = p->candidacy;
    root_sql("INSERT INTO quote_request (public_id, reference, kind, programme_id, email, name, idempotency_key,"
        " created_at, updated_at, state, candidacy_id) VALUES ('rq%llu', 'D-R%llu', 'quote', 1, '%.*s', 'Y. Zwyrtek',"
        " 'rq%llu', '2026-11-01', '2026-11-02', 'sent', %llu)", c, c, STR_ARG(p->email), c, c);
    p->request = last("quote_request");
    unsigned long long r = p->request;
    root_sql("INSERT INTO quote (public_id, request_id, series, year, number, version, number_text, payer, tariff_kind,"
        " total_cents, document, sha256, issued_at, valid_until, idempotency_key, state, state_at, pdf) VALUES"
        " ('rq%llu', %llu, 'D', 2099, %llu, 1, 'D-2099-%llu', 'employer', 'third', 1, '{\\\"à\\\": \\\"Zwyrtek\\\"}',"
        " UNHEX(SHA2('y', 256)), '2026-11-01', '2026-12-31', 'rq%llu', 'issued', '2026-11-01',"
        " CONCAT('%%PDF', UNHEX('00FF0A'), 'Zwyrtek'))", r, r, r, r, r);
    root_sql("INSERT INTO quote_message (request_id, kind, body, idempotency_key, at) VALUES (%llu, 'person',"
        " 'Signé Zwyrtek', 'rq%llu', '2026-11-02')", r, r);
}

static void mail_of(const struct person *p, const char *object, uint64_t id, const char *state)
{
    root_sql("INSERT INTO outbox (dedupe_key, kind, recipient, params, next_try_at, message_id, created_at, expires_at,"
        " state, object_kind, object_id) VALUES (UUID(), 'k', '%.*s', '{\\\"name\\\": \\\"Zwyrtek\\\"}', '2026-11-01',"
        " UUID(), '2026-11-01', '2027-11-01', '%s', '%s', %llu)", STR_ARG(p->email), state, object,
        (unsigned long long)id);
}

/* Somebody with a row in every table that may hold one. */
static struct person whole(void)
{
    struct person p = {0};
    p.account = make_account(&p.email);
    p.candidacy = make_candidacy(p.account).id;
    candidacy_of(&p);
    request_of(&p);
    make_session(p.account);
    root_sql("INSERT INTO challenge (public_id, purpose, email, account_id, device, created_at, expires_at) VALUES"
        " (LEFT(UUID(), 32), 'login', '%.*s', %llu, REPEAT('d', 32), '2026-11-01', '2026-11-02')", STR_ARG(p.email),
        (unsigned long long)p.account);
    root_sql("INSERT INTO address_state (email, last_at) VALUES ('%.*s', '2026-11-01')", STR_ARG(p.email));
    mail_of(&p, "candidacy", p.candidacy, "sent");
    mail_of(&p, "quote_request", p.request, "sent");
    return p;
}

/* Of all live tables that move: their contents, whatever the order of the rows. */
static struct str sum_of_live(void)
{
    struct db *db = connect_as("root", "movsc", false);
    struct str all = STR("");
    for (size_t i = 0; i < subject_tables_n; i++) {
        struct stmt s = {"test", arena_printf(arena, "CHECKSUM TABLE %s", subject_tables[i].table).p, "", "su", 0};
        struct rows r;
        if (subject_tables[i].fate != SUBJECT_MOVES)
            continue;
        ck_rc(db_query_one(db, arena, &s, NO_ARGS, &r), RC_OK);
        all = arena_printf(arena, "%.*s%s %llu\n", STR_ARG(all), subject_tables[i].table,
            (unsigned long long)row_u64(&r, 0, 1));
    }
    db_close(db);
    return all;
}

static uint64_t live_rows(const struct subject *s)
{
    uint64_t all = 0;
    for (size_t i = 0; i < subject_tables_n; i++) {
        struct str *v;
        size_t n = 0;
        if (subject_tables[i].by != s->by || subject_tables[i].fate == SUBJECT_STAYS)
            continue;
        ck_rc(subject_read(rights, arena, &subject_tables[i], s, false, &v, &n), RC_OK);
        all += n;
    }
    return all;
}

static void begin(void)
{
    rights = connect_as("movsc_rights", "movsc", true);
    ck_rc(db_request(rights, STR("0123456789abcdef0123456789abcdef"), noon), RC_OK);
}

static struct archive_file candidacy_file(const struct person *p)
{
    struct archive_file f;
    ck_rc(archive_find(rights, arena, ARCHIVE_CANDIDACY, str_c(p->reference), &f), RC_OK);
    return f;
}

START_TEST(a_candidacy_leaves_every_table_and_comes_back_as_it_was)
{
    enum archive_outcome out;
    struct person p = whole();
    begin();
    struct archive_file f = candidacy_file(&p);
    const struct subject s = {SUBJECT_CANDIDACY, p.candidacy, p.email};
    struct str before = sum_of_live();
    ck_assert(f.needs_visa && !f.file && str_eq(f.email, p.email));
    ck_assert_uint_ge(live_rows(&s), 12);
    ck_rc(archive_restrict(rights, arena, &ACT, &f, &out), RC_OK);
    ck_assert_int_eq(out, ARCHIVE_DONE);
    ck_assert_uint_eq(live_rows(&s), 0);
    ck_rc(archive_restrict(rights, arena, &ACT, &f, &out), RC_OK); /* twice: nothing more */
    ck_assert_int_eq(out, ARCHIVE_ALREADY);
    f = candidacy_file(&p);
    ck_assert(f.file && f.restricted.s == ACT.now.s && !f.erased.s);
    ck_rc(archive_lift(rights, arena, &ACT, &f, &out), RC_OK);
    ck_assert_int_eq(out, ARCHIVE_DONE);
    ck_assert_str_is(sum_of_live(), before.p);
    ck_rc(archive_lift(rights, arena, &ACT, &f, &out), RC_OK);
    ck_assert_int_eq(out, ARCHIVE_ALREADY);
    ck_assert_uint_eq(root_number(arena_printf(arena,
        "SELECT COUNT(*) FROM audit WHERE object_kind = 'candidacy' AND object_id = %llu AND actor_kind = 'admin'"
        " AND actor_id = 1000 AND detail = 'demande du 2 décembre' AND action IN ('candidacy.restrict',"
        " 'candidacy.lift')", (unsigned long long)p.candidacy).p), 2);
    db_close(rights);
}
END_TEST

START_TEST(a_whole_person_too)
{
    enum archive_outcome out;
    size_t waiting;
    struct person p = whole(), other = whole();
    begin();
    root_sql("DELETE FROM address_state");
    root_sql("DELETE FROM challenge");
    root_sql("DELETE FROM session");
    struct str before = sum_of_live();
    ck_rc(archive_person(rights, arena, ARCHIVE_RESTRICT, &ACT, p.email, NULL, &out, &waiting), RC_OK);
    ck_assert_int_eq(out, ARCHIVE_DONE);
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM archive_file WHERE email = '%.*s'",
        STR_ARG(p.email)).p), 3);
    ck_assert_uint_eq(live_rows(&(struct subject){SUBJECT_REQUEST, p.request, p.email}), 0);
    ck_assert_uint_eq(live_rows(&(struct subject){SUBJECT_ACCOUNT, p.account, p.email}), 0);
    ck_assert_uint_ge(live_rows(&(struct subject){SUBJECT_CANDIDACY, other.candidacy, other.email}), 12);
    ck_rc(archive_person(rights, arena, ARCHIVE_RESTRICT, &ACT, p.email, NULL, &out, &waiting), RC_OK);
    ck_assert_int_eq(out, ARCHIVE_ALREADY);
    ck_rc(archive_person(rights, arena, ARCHIVE_LIFT, &ACT, p.email, NULL, &out, &waiting), RC_OK);
    ck_assert_int_eq(out, ARCHIVE_DONE);
    ck_assert_str_is(sum_of_live(), before.p); /* the request has found its candidacy again */
    db_close(rights);
}
END_TEST

/* Alone, before its owner is there again: it hangs on nothing, and stays where it is. */
START_TEST(what_has_lost_its_place_is_not_lifted)
{
    enum archive_outcome out;
    size_t waiting;
    struct person p = whole();
    begin();
    ck_rc(archive_person(rights, arena, ARCHIVE_RESTRICT, &ACT, p.email, NULL, &out, &waiting), RC_OK);
    struct archive_file f = candidacy_file(&p);
    ck_assert_int_ne(archive_lift(rights, arena, &ACT, &f, &out), RC_OK);
    ck_rc(db_request(rights, STR("0123456789abcdef0123456789abcdef"), noon), RC_OK);
    f = candidacy_file(&p);
    ck_assert(f.file && f.restricted.s);
    ck_assert_uint_ge(root_number(arena_printf(arena, "SELECT COUNT(*) FROM archive_row WHERE file_id = %llu",
        (unsigned long long)f.file).p), 12);
    db_close(rights);
}
END_TEST

START_TEST(a_deposited_one_waits_for_its_visa_and_leaves_a_stub)
{
    enum archive_outcome out;
    struct archive_act visa = ACT;
    struct person p = whole();
    visa.visa = STR("AD75-2026-118");
    visa.visa_on = (struct day){2026, 11, 30};
    begin();
    struct archive_file f = candidacy_file(&p);
    for (int i = 0; i < 2; i++) {
        ck_rc(archive_erase(rights, arena, &ACT, &f, &out), RC_OK);
        ck_assert_int_eq(out, ARCHIVE_WAITS);
    }
    f = candidacy_file(&p);
    ck_assert(f.file && f.erase_asked.s && !f.erased.s);
    ck_assert_uint_eq(live_rows(&(struct subject){SUBJECT_CANDIDACY, p.candidacy, p.email}), 0);
    for (int i = 0; i < 2; i++) {
        ck_rc(archive_erase(rights, arena, &visa, &f, &out), RC_OK);
        ck_assert_int_eq(out, i ? ARCHIVE_ALREADY : ARCHIVE_DONE);
    }
    ck_assert_uint_eq(root_number(arena_printf(arena,
        "SELECT COUNT(*) FROM archive_file f WHERE f.reference = '%s' AND f.email IS NULL AND f.erased_at IS NOT NULL"
        " AND f.visa = 'AD75-2026-118' AND f.visa_on = '2026-11-30' AND f.state = 'submitted' AND f.verdict = 'met'"
        " AND f.pieces = 1 AND f.intake_id > 0 AND f.submitted_at = '2026-11-20 10:11:12'"
        " AND NOT EXISTS (SELECT 1 FROM archive_row r WHERE r.file_id = f.id)", p.reference).p), 1);
    ck_assert_uint_eq(root_number(arena_printf(arena,
        "SELECT COUNT(*) FROM audit WHERE object_kind = 'candidacy' AND object_id = %llu AND actor_kind = 'admin'",
        (unsigned long long)p.candidacy).p), 2); /* asked; erased */
    ck_assert_int_eq(archive_lift(rights, arena, &ACT, &f, &out), RC_CONFLICT);
    /* The database itself holds a stub to its visa. */
    ck_assert_uint_ne(root_refused("movsc", "UPDATE archive_file SET visa = '' WHERE needs_visa = 1 AND erased_at IS NOT NULL"), 0);
    db_close(rights);
}
END_TEST

START_TEST(an_accepted_quote_waits_too_and_a_draft_does_not)
{
    enum archive_outcome out;
    struct person p = whole();
    struct archive_file f;
    begin();
    ck_rc(archive_find(rights, arena, ARCHIVE_REQUEST, arena_printf(arena, "rq%llu", (unsigned long long)p.candidacy), &f), RC_OK);
    ck_assert(!f.needs_visa);
    root_sql("UPDATE quote SET state = 'accepted' WHERE request_id = %llu", (unsigned long long)p.request);
    root_sql("INSERT INTO quote_answer (quote_id, kind, name, fingerprint, answered_at) SELECT id, 'accepted', 'Zwyrtek',"
        " REPEAT('f', 32), '2026-11-03' FROM quote WHERE request_id = %llu", (unsigned long long)p.request);
    ck_rc(archive_find(rights, arena, ARCHIVE_REQUEST, f.reference, &f), RC_OK);
    ck_assert(f.needs_visa);
    ck_rc(archive_erase(rights, arena, &ACT, &f, &out), RC_OK);
    ck_assert_int_eq(out, ARCHIVE_WAITS);
    for (int deposited = 0; deposited < 2; deposited++) { /* … between the look and the act */
        struct candidacy draft = make_candidacy(make_account(NULL));
        ck_rc(archive_find(rights, arena, ARCHIVE_CANDIDACY, draft.public_id, &f), RC_OK);
        ck_assert(!f.needs_visa);
        if (deposited)
            root_sql("UPDATE candidacy SET state = 'submitted', submissions = 1 WHERE id = %llu", (unsigned long long)draft.id);
        ck_rc(archive_erase(rights, arena, &ACT, &f, &out), RC_OK);
        ck_assert_int_eq(out, deposited ? ARCHIVE_WAITS : ARCHIVE_DONE);
    }
    db_close(rights);
}
END_TEST

/* What is on its way is stopped, also where portal-jobs has it in hand. */
START_TEST(no_mail_leaves_any_more)
{
    enum archive_outcome out;
    size_t waiting;
    struct person p = whole();
    begin();
    mail_of(&p, "candidacy", p.candidacy, "queued");
    mail_of(&p, "", 0, "queued");
    root_sql("UPDATE outbox SET state = 'sending', lease_until = '2026-12-01', sealed = 'x' WHERE id = %llu",
        (unsigned long long)last("outbox") - 1);
    ck_rc(archive_person(rights, arena, ARCHIVE_RESTRICT, &ACT, p.email, NULL, &out, &waiting), RC_OK);
    ck_rc(archive_person(rights, arena, ARCHIVE_LIFT, &ACT, p.email, NULL, &out, &waiting), RC_OK);
    ck_assert_uint_eq(root_number(arena_printf(arena,
        "SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s' AND state IN ('queued', 'sending')", STR_ARG(p.email)).p), 0);
    ck_assert_uint_eq(root_number(arena_printf(arena,
        "SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s' AND state = 'expired'", STR_ARG(p.email)).p), 1);
    db_close(rights);
}
END_TEST

START_TEST(an_address_is_not_part_of_another)
{
    enum archive_outcome out;
    size_t waiting;
    struct person p = whole();
    begin();
    root_sql("INSERT INTO outbox (dedupe_key, kind, recipient, params, next_try_at, message_id, created_at, expires_at, state)"
        " VALUES (UUID(), 'k', 'team@exemple.fr', '{\\\"text\\\": \\\"écrit par %.*s.\\\"}', '2026-11-01', UUID(), '2026-11-01',"
        " '2027-11-01', 'sent'), (UUID(), 'other', 'team@exemple.fr', '{\\\"text\\\": \\\"x%.*s et %.*s.com\\\"}', '2026-11-01',"
        " UUID(), '2026-11-01', '2027-11-01', 'sent')", STR_ARG(p.email), STR_ARG(p.email), STR_ARG(p.email));
    uint64_t id = last("outbox");
    ck_rc(archive_person(rights, arena, ARCHIVE_ERASE, &ACT, p.email, NULL, &out, &waiting), RC_OK);
    ck_assert_int_eq(out, ARCHIVE_WAITS);
    ck_assert_uint_eq(waiting, 1); /* the candidacy */
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM outbox WHERE id >= %llu",
        (unsigned long long)id - 1).p), 1);
    ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM outbox WHERE id >= %llu AND kind = 'other'",
        (unsigned long long)id - 1).p), 1);
    db_close(rights);
}
END_TEST

START_TEST(a_reason_names_nobody)
{
    static const struct {
        const char *reason;
        bool good;
    } cases[] = {{"demande écrite du 2 décembre", true}, {"demande d'effacement, dossier RGPD-12", true},
        {"", false}, {"a@exemple.fr le demande", false}, {"Mme ZWYRTEK le demande", false},
        {"pour zwyrtek", false}, {"pour Yvette", false}, {"deux\nlignes", false}};
    struct person p = whole();
    enum archive_outcome out;
    begin();
    struct archive_file f = candidacy_file(&p);
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            bool good;
            ck_rc(archive_reason_good(rights, arena, str_c(cases[i].reason), &f, 1, &good), RC_OK);
            ck_assert_msg(good == cases[i].good, "«%s», turn %d", cases[i].reason, turn);
        }
        ck_rc(archive_restrict(rights, arena, &ACT, &f, &out), RC_OK); /* … nor once it is away */
        f = candidacy_file(&p);
    }
    db_close(rights);
}
END_TEST

/* Nobody who serves can read or touch what was put away. */
START_TEST(only_the_operator_reads_the_archive)
{
    static const char *const roles[] = {"movsc_web", "movsc_staff", "movsc_jobs", "movsc_documents", "movsc_purge"};
    static const struct stmt reads = {"test", "SELECT content FROM archive_row", "", "s", 0};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct db *db = connect_as(roles[i], "movsc", false);
        ck_assert_msg(db_prepare(db, &reads) != RC_OK, "%s", roles[i]);
        db_close(db);
    }
}
END_TEST

int main(void)
{
    const suite_test tests[] = {every_table_and_column_of_the_schema_is_judged,
        a_candidacy_leaves_every_table_and_comes_back_as_it_was, a_whole_person_too,
        what_has_lost_its_place_is_not_lifted, a_deposited_one_waits_for_its_visa_and_leaves_a_stub,
        an_accepted_quote_waits_too_and_a_draft_does_not, no_mail_leaves_any_more,
        an_address_is_not_part_of_another, a_reason_names_nobody, only_the_operator_reads_the_archive};
    return store_suite("rights", tests, sizeof tests / sizeof *tests);
}
