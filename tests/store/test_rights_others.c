/* What an address may ask for ends where somebody else's data begin: a file is its account's, a draft that
 * nobody proved is only said, a mail goes with its file, and an address is not part of a longer one. */
#include "harness.h"

#include "base/codec.h"
#include "store/archive.h"
#include "store/ident.h"

static struct db *rights;
static const struct archive_act ACT = {
    .by = 1000, .reason = STR_INIT("demande du 2 décembre"), .now = {1795435200}};

static uint64_t count(const char *table, uint64_t id)
{
    return root_number(arena_printf(arena, "SELECT COUNT(*) FROM %s WHERE id = %llu", table, (unsigned long long)id).p);
}

static uint64_t last(const char *table)
{
    return root_number(arena_printf(arena, "SELECT MAX(id) FROM %s", table).p);
}

static void begin(void)
{
    rights = connect_as("movsc_rights", "movsc", true);
    ck_rc(db_request(rights, STR("0123456789abcdef0123456789abcdef"), noon), RC_OK);
}

static struct archive_person files_of(struct str email)
{
    struct archive_person p;
    ck_rc(archive_of_address(rights, arena, email, &p), RC_OK);
    return p;
}

static enum archive_outcome person(enum archive_verb verb, struct str email)
{
    enum archive_outcome out;
    size_t waiting;
    ck_rc(archive_person(rights, arena, verb, &ACT, email, NULL, &out, &waiting), RC_OK);
    return out;
}

/* An address that nobody has an account with. */
static struct str fresh(void)
{
    return arena_printf(arena, "n%llu@exemple.fr", (unsigned long long)root_number("SELECT UUID_SHORT()"));
}

START_TEST(a_file_is_its_account_s_not_the_first_address_s)
{
    struct str first, now = fresh();
    uint64_t account = make_account(&first);
    struct candidacy c = make_candidacy(account);
    begin();
    root_sql("UPDATE candidacy SET draft_email = '%.*s' WHERE id = %llu", STR_ARG(first), (unsigned long long)c.id);
    ck_assert_uint_eq(files_of(first).n, 2);
    root_sql("UPDATE account SET email = '%.*s' WHERE id = %llu", STR_ARG(now), (unsigned long long)account);
    ck_assert_uint_eq(files_of(first).n, 0);
    ck_assert_int_eq(person(ARCHIVE_ERASE, first), ARCHIVE_ALREADY);
    ck_assert_uint_eq(count("candidacy", c.id), 1);
    struct archive_person p = files_of(now);
    ck_assert_uint_eq(p.n, 2);
    ck_assert(p.v[1].object == c.id && !p.v[1].unproved && str_eq(p.v[1].email, now));
    ck_assert_int_eq(person(ARCHIVE_RESTRICT, now), ARCHIVE_DONE); /* away, it is still this one's alone */
    ck_assert_uint_eq(files_of(first).n, 0);
    p = files_of(now);
    ck_assert(p.n == 2 && !p.v[0].unproved && !p.v[1].unproved);
    ck_assert_int_eq(person(ARCHIVE_ERASE, now), ARCHIVE_DONE);
    db_close(rights);
}
END_TEST

/* Begun in a browser, the address typed and not proved; or put aside, the address in its identity alone. */
static struct candidacy draft(struct str email, bool aside)
{
    struct candidacy c;
    ck_rc(candidacy_start(web, arena, (struct owner){.session = make_session(make_account(NULL))}, open_intake(), noon,
              &c), RC_OK);
    root_sql("INSERT INTO candidacy_identity (candidacy_id, birth_name, email, updated_at) VALUES (%llu, 'Zwyrtek', '%.*s',"
        " '2026-01-01')", (unsigned long long)c.id, STR_ARG(email));
    if (!aside)
        root_sql("UPDATE candidacy SET draft_email = '%.*s' WHERE id = %llu", STR_ARG(email), (unsigned long long)c.id);
    return c;
}

START_TEST(a_draft_that_names_an_address_is_only_said)
{
    for (int aside = 0; aside < 2; aside++) {
        struct str email = fresh();
        struct candidacy c = draft(email, aside != 0);
        enum archive_outcome out;
        struct archive_file f;
        begin();
        for (int restricted = 0; restricted < 2; restricted++) {
            struct archive_person p = files_of(email);
            ck_assert_uint_eq(p.n, 1);
            ck_assert(p.v[0].unproved && str_eq(p.v[0].public_id, c.public_id) && p.v[0].created.s == noon.s);
            for (int verb = ARCHIVE_RESTRICT; verb <= ARCHIVE_ERASE; verb++)
                ck_assert_int_eq(person((enum archive_verb)verb, email), ARCHIVE_ALREADY);
            ck_assert_uint_eq(count("candidacy", c.id), !restricted);
            ck_rc(archive_find(rights, arena, ARCHIVE_CANDIDACY, c.public_id, &f), RC_OK);
            if (!restricted) /* whose it is was looked at: by its own name */
                ck_rc(archive_restrict(rights, arena, &ACT, &f, &out), RC_OK);
        }
        ck_rc(archive_erase(rights, arena, &ACT, &f, &out), RC_OK);
        ck_assert_int_eq(out, ARCHIVE_DONE);
        ck_assert_uint_eq(files_of(email).n, 0);
        db_close(rights);
    }
}
END_TEST

/* ---- mails */

static uint64_t mail(const char *object, uint64_t id, struct str to, struct str named)
{
    root_sql("INSERT INTO outbox (dedupe_key, kind, recipient, params, next_try_at, message_id, created_at, expires_at,"
        " object_kind, object_id) VALUES (UUID(), 'k', '%.*s', '{\\\"text\\\": \\\"voyez avec %.*s.\\\"}', '2026-11-01',"
        " UUID(), '2026-11-01', '2027-11-01', '%s', %llu)", STR_ARG(to), STR_ARG(named), object, (unsigned long long)id);
    return last("outbox");
}

/* How many rows an export of the address says of that table. */
static size_t said(const char *table, struct str email)
{
    const struct subject s = {SUBJECT_ADDRESS, 0, email};
    size_t all = 0;
    for (size_t i = 0; i < subject_tables_n; i++) {
        const struct subject_table *t = &subject_tables[i];
        struct str *v;
        size_t n = 0;
        if (t->by != s.by || t->fate == SUBJECT_UNSAID || strcmp(t->table, table) != 0)
            continue;
        ck_rc(subject_read(rights, arena, t, &s, false, &v, &n), RC_OK);
        all += n;
    }
    return all;
}

START_TEST(a_mail_of_a_file_goes_with_its_file)
{
    struct str email;
    make_account(&email);
    uint64_t other = make_candidacy(make_account(NULL)).id, none = 4000000000;
    struct str team = STR("team@exemple.fr"), nobody = STR("nobody@exemple.fr");
    begin();
    const uint64_t kept[] = {mail("candidacy", other, team, email), mail("candidacy", other, email, nobody),
        mail("", 0, team, nobody)};
    ck_assert_uint_eq(said("outbox", email), 0);
    const uint64_t gone[] = {mail("", 0, team, email), mail("", 0, email, nobody)};
    ck_assert_uint_eq(said("outbox", email), 2);
    /* Their file is purged: nobody else's erasure would find them; whose they were cannot be known. */
    const uint64_t lost[] = {mail("candidacy", none, email, nobody), mail("quote_request", none, team, email)};
    ck_assert_uint_eq(said("outbox", email), 2);
    ck_assert_int_eq(person(ARCHIVE_ERASE, email), ARCHIVE_DONE);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        ck_assert_uint_eq(root_number(arena_printf(arena, "SELECT COUNT(*) FROM outbox WHERE id = %llu AND state ="
            " 'queued'", (unsigned long long)kept[i]).p), 1);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_uint_eq(count("outbox", gone[i]), 0);
        ck_assert_uint_eq(count("outbox", lost[i]), 0);
    }
    db_close(rights);
}
END_TEST

START_TEST(who_asked_to_change_to_an_address_is_not_said)
{
    struct str email = fresh(), other;
    uint64_t account = make_account(&other);
    begin();
    root_sql("INSERT INTO challenge (public_id, purpose, email, new_email, account_id, device, created_at, expires_at) VALUES"
        " (LEFT(UUID(), 32), 'change_old', '%.*s', '%.*s', %llu, REPEAT('d', 32), '2026-11-01', '2026-11-02')",
        STR_ARG(other), STR_ARG(email), (unsigned long long)account);
    uint64_t id = last("challenge");
    ck_assert_uint_eq(said("challenge", email), 0);
    ck_assert_uint_eq(said("challenge", other), 1);
    ck_assert_int_eq(person(ARCHIVE_ERASE, email), ARCHIVE_DONE); /* the address is nowhere all the same */
    ck_assert_uint_eq(count("challenge", id), 0);
    db_close(rights);
}
END_TEST

/* ---- mails that nobody understood */

START_TEST(an_aside_of_a_longer_address_is_another_s)
{
    static const struct {
        const char *before, *after;
        bool theirs;
    } cases[] = {{"", "", true}, {"De\u00a0: <", ">, hier", true}, {"écrit par ", ".", true}, {"(", ")", true},
        {"voir ", ".\nSuite", true}, {"jean-", "", false}, {"jean.", "", false}, {"jean+", "", false}, {"x", "", false},
        {"", ".com", false}, {"", "ance", false}, {"", "-test.fr", false}, {"jean-ANNE@x.fr, ", "", true}};
    struct keys *keys = keys_from(STR("0123456789abcdef0123456789abcdef"));
    struct str email = STR("anne@x.fr");
    struct archive_aside *v;
    size_t n;
    begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str id = public_id_new(arena);
        struct str text = arena_printf(arena, "%sAnne@X.fr%s", cases[i].before, cases[i].after);
        struct str sealed = crypto_seal(arena, keys, KEY_FIELD_BASE, text, id);
        root_sql("DELETE FROM mail_aside");
        root_sql("INSERT INTO mail_aside (public_id, digest, received_at, reason, bytes, shown) VALUES ('%.*s',"
            " UNHEX(SHA2('%.*s', 256)), '2026-11-01', 'report', 5, UNHEX('%.*s'))", STR_ARG(id), STR_ARG(id),
            STR_ARG(hex_encode(arena, sealed)));
        ck_rc(archive_asides(rights, arena, keys, email, &v, &n), RC_OK);
        ck_assert_msg((n == 1) == cases[i].theirs, "«%.*s»", STR_ARG(text));
    }
    root_sql("DELETE FROM mail_aside");
    keys_free(keys);
    db_close(rights);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {a_file_is_its_account_s_not_the_first_address_s,
        a_draft_that_names_an_address_is_only_said, a_mail_of_a_file_goes_with_its_file,
        who_asked_to_change_to_an_address_is_not_said, an_aside_of_a_longer_address_is_another_s};
    return store_suite("rights_others", tests, sizeof tests / sizeof *tests);
}
