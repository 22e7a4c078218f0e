/* What a person may ask for, through portal-admin itself and the front door: a copy of everything, a file
 * that nobody sees any more and that comes back, an erasure after which a dump of the whole database
 * knows neither the name nor the address. */
#include "desk_stage.h"
#include "flow.h"
#include "lost.h"
#include "operator_stage.h"
#include "quote_stage.h"
#include "base/codec.h"
#include "store/ident.h"

#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#define VISA "--visa", "AD75-2026-118", "--visa-date", "2020-01-02"
static const char LIST[] = "/gestion/candidatures";

/* The whole database as mysqldump writes it, seals and numbers included. */
static struct str dump(void)
{
    struct str all = run(NULL, (const char *const[]){"mariadb-dump", "--no-defaults", "-S",
                                   setting("PORTAL_TEST_SOCKET"), "-u", "root", "--skip-comments", "movsc", NULL});
    ck_assert_int_eq(exit_code, 0);
    ck_assert_uint_gt(all.n, 100000);
    return all;
}

/* ---- what is looked at */

static struct reply search(struct browser *b, const char *typed)
{
    get(b, LIST);
    struct reply r = post(b, text("%s/recherche", LIST), text("recherche=%s", typed));
    return follow(b, &r);
}

/* Nowhere on the desk: its page, the list, a search, the export. */
static void desk_knows(struct browser *staff, struct str id, const char *family, bool known)
{
    struct reply r = get(staff, text("%s/%.*s", LIST, STR_ARG(id)));
    ck_status(r, known ? 200 : 404);
    if (!known)
        ck_says(r, "Cette page n’existe pas");
    ck_assert(has(r.body, family) == known);
    r = get(staff, LIST);
    ck_status(r, 200);
    ck_assert_msg(has(r.body, family) == known, "the list");
    r = search(staff, family);
    ck_status(r, 200);
    ck_assert_msg(has(r.body, text("/%.*s", STR_ARG(id))) == known, "the search");
    r = get(staff, text("%s/export.csv", LIST));
    ck_assert_msg(has(r.body, family) == known, "the export");
}

static struct str email_of(struct str id)
{
    return root_text("SELECT a.email FROM account a JOIN candidacy c ON c.account_id = a.id"
                     " WHERE c.public_id = '%.*s'", STR_ARG(id));
}

START_TEST(a_restricted_candidacy_is_nowhere_and_comes_back)
{
    struct browser b = {0}, staff = {0};
    struct str reference, id;
    begin();
    id = submitted_candidacy(&b, "Zwyrtevova", "employer", &reference);
    struct str email = email_of(id);
    flow_staff(&staff, ROLE_REVIEWER);
    desk_knows(&staff, id, "Zwyrtevova", true);
    struct reply receipt = get(&b, at(id, ""));
    ck_status(receipt, 200);
    says(ADMIN("candidacy", "restrict", reference.p, REASON), 0, "✓ restreint");
    says(ADMIN("candidacy", "restrict", id.p, REASON), 0, "· déjà restreint");
    desk_knows(&staff, id, "Zwyrtevova", false);
    struct reply r = get(&b, at(id, "")); /* nor to its owner: it is at rest */
    ck_assert_int_ge(r.status, 300);
    ck_silent(r, "Zwyrtevova");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s' AND object_kind = 'candidacy'",
        STR_ARG(email)), 0);
    says(ADMIN("candidacy", "lift", reference.p, REASON), 0, "✓ rétabli");
    desk_knows(&staff, id, "Zwyrtevova", true);
    r = get(&b, at(id, ""));
    ck_status(r, 200);
    ck_says(r, reference.p);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit t JOIN candidacy c ON c.id = t.object_id WHERE c.public_id ="
        " '%.*s' AND t.object_kind = 'candidacy' AND t.actor_kind = 'admin' AND t.actor_id = %lu AND t.detail ="
        " 'demande du 2 décembre'", STR_ARG(id), (unsigned long)getuid()), 2);
}
END_TEST

START_TEST(a_restricted_person_is_nobody_until_they_are_back)
{
    struct browser b = {0}, staff = {0}, link = {0};
    struct str reference, id;
    begin();
    stage_facts();
    id = submitted_candidacy(&b, "Zwyrtelova", "employer", &reference);
    struct str email = email_of(id);
    struct str path = quoted(&link, email, EMPLOYER "&addressee_contact=Zwyrtelova");
    struct str request = of_request("public_id", email);
    flow_staff(&staff, ROLE_ADMIN);
    says(ADMIN("person", "restrict", email.p, REASON), 0, "✓ restreint");
    desk_knows(&staff, id, "Zwyrtelova", false);
    ck_status(get(&staff, text("/gestion/devis/%.*s", STR_ARG(request))), 404);
    struct reply r = get(&link, path.p);
    ck_status(r, 404);
    ck_says(r, "Cette page n’existe pas");
    r = get(&b, "/compte"); /* the session has gone with the account */
    ck_status(r, 303);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s'", STR_ARG(email)), 0);
    says(ADMIN("person", "lift", email.p, REASON), 0, "✓ rétabli");
    desk_knows(&staff, id, "Zwyrtelova", true);
    ck_status(get(&link, path.p), 200);
    struct browser again = {0};
    sign_in(&again, email);
    r = get(&again, at(id, ""));
    ck_status(r, 200);
    ck_says(r, reference.p);
}
END_TEST

/* A mail that nobody understood, sealed as portal-jobs does: its text has the address in it. */
static void aside(struct str email)
{
    struct keys *keys = open_keys();
    unsigned char digest[HASH_BYTES];
    struct str id = public_id_new(arena), shown = str_c(text("Objet\u00a0: odd\n\n<%.*s>, Zwyrtenova.", STR_ARG(email)));
    struct str sealed = crypto_seal(arena, keys, KEY_FIELD_BASE, shown, id);
    crypto_sha256(shown, digest);
    root_run("INSERT INTO mail_aside (public_id, digest, received_at, reason, bytes, shown) VALUES ('%.*s', UNHEX('%.*s'),"
             " UTC_TIMESTAMP(), 'report', 5, UNHEX('%.*s'))", STR_ARG(id),
        STR_ARG(hex_encode(arena, (struct str){(const char *)digest, HASH_BYTES})), STR_ARG(hex_encode(arena, sealed)));
    keys_free(keys);
}

/* Everything that a person leaves here. */
static struct str whole(struct browser *b, struct browser *link, const char *family, struct str *reference,
    struct str *path)
{
    stage_facts();
    struct str id = submitted_candidacy(b, family, "employer", reference);
    struct str email = email_of(id);
    *path = quoted(link, email, text("%s&addressee_contact=%s", EMPLOYER, family));
    aside(email);
    root_run("INSERT INTO address_state (email, last_at) VALUES ('%.*s', UTC_TIMESTAMP())", STR_ARG(email));
    return id;
}

START_TEST(nothing_of_an_erased_person_is_left_in_a_dump)
{
    struct browser b = {0}, link = {0}, staff = {0};
    struct str reference, path;
    begin();
    struct str id = whole(&b, &link, "Zwyrtenova", &reference, &path), email = email_of(id), all;
    uint64_t asides = root_number("SELECT COUNT(*) FROM mail_aside");
    ck_assert_uint_ge(asides, 1);
    flow_staff(&staff, ROLE_ADMIN);
    all = dump();
    ck_assert(has(all, "Zwyrtenova") && has(all, email.p));
    /* The candidacy was deposited: everything leaves the pages now, and it alone waits. */
    says(ADMIN("person", "erase", email.p, REASON), 0, "1 à effacer dès que leur visa est là");
    desk_knows(&staff, id, "Zwyrtenova", false);
    ck_assert(has(dump(), "Zwyrtenova"));
    says(ADMIN("person", "erase", email.p, REASON, VISA), 0, "✓ effacé");
    all = dump();
    ck_assert_msg(!has(all, "Zwyrtenova"), "the name");
    ck_assert_msg(!has(all, "zwyrtenova"), "the name");
    ck_assert_msg(!has(all, email.p), "the address");
    says(ADMIN("person", "erase", email.p, REASON, VISA), 0, "· déjà effacé"); /* harmless */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside"), asides - 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM archive_file WHERE public_id = '%.*s' AND reference = '%.*s'"
        " AND erased_at IS NOT NULL AND visa = 'AD75-2026-118' AND visa_on = '2020-01-02' AND intake_id > 0"
        " AND state = 'submitted' AND pieces = 1", STR_ARG(id), STR_ARG(reference)), 1);
    struct reply r = get(&link, path.p);
    ck_status(r, 404);
    ck_says(r, "Cette page n’existe pas");
    ck_status(get(&b, "/compte"), 303);
    desk_knows(&staff, id, "Zwyrtenova", false);
    says(ADMIN("candidacy", "lift", reference.p, REASON), 65, "✗ rien n’a été fait");
    /* Who comes back begins anew. */
    struct browser again = {0};
    sign_in(&again, email);
    r = get(&again, "/candidature");
    ck_silent(r, reference.p);
}
END_TEST

/* Every table of the walk, with a row where this person has one. */
static void has_all(const char *path)
{
    static const char *const files[][3] = {{"account", "account", "email"}, {"candidacy", "candidacy", "public_id"},
        {"candidacy", "candidacy_identity", "birth_name"}, {"candidacy", "candidacy_project", "project"},
        {"candidacy", "candidacy_funding", "payer"}, {"candidacy", "candidacy_module", "wanted"},
        {"candidacy", "diploma", "kind"}, {"candidacy", "experience", "role"}, {"candidacy", "submission", "snapshot"},
        {"candidacy", "outbox", "params"}, {"candidacy", "audit", "action"}, {"request", "quote_request", "name"},
        {"request", "quote", "document"}, {"request", "outbox", "kind"}};
    json_error_t why;
    json_t *root = json_load_file(path, 0, &why), *list = json_object_get(root, "files");
    ck_assert_msg(root, "%s line %d", why.text, why.line);
    ck_assert_uint_eq(json_array_size(list), 3);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        bool found = false;
        for (size_t k = 0; k < json_array_size(list); k++) {
            json_t *f = json_array_get(list, k);
            if (strcmp(json_string_value(json_object_get(f, "kind")), files[i][0]) == 0)
                found = json_string_length(json_object_get(
                            json_array_get(json_object_get(f, files[i][1]), 0), files[i][2])) > 0;
        }
        ck_assert_msg(found, "%s: %s.%s", files[i][0], files[i][1], files[i][2]);
    }
    json_t *address = json_object_get(root, "address");
    ck_assert_uint_eq(json_array_size(json_object_get(address, "address_state")), 1);
    ck_assert_uint_ge(json_array_size(json_object_get(address, "mails_received_and_not_understood")), 1);
    ck_assert(json_is_false(json_object_get(address, "refuses_mails_about_quotes")));
    json_decref(root);
}

START_TEST(an_export_has_everything_for_one_pair_of_eyes)
{
    struct browser b = {0}, link = {0};
    struct str reference, path;
    struct stat st;
    begin();
    struct str id = whole(&b, &link, "Zwyrtepova", &reference, &path), email = email_of(id);
    const char *file = text("%s.%.*s.json", setting("PORTAL_TEST_CONFIG"), STR_ARG(id));
    mode_t before = umask(0);
    says(ADMIN("person", "export", email.p, REASON, "--out", file), 0, "✓ ");
    umask(before);
    ck_assert(stat(file, &st) == 0 && (st.st_mode & 07777) == 0600);
    has_all(file);
    ck_assert(stat(text("%s.txt", file), &st) == 0 && (st.st_mode & 07777) == 0600);
    struct str lines = file_of(text("%s.txt", file));
    ck_assert(has(lines, "== Candidature MOVSC-") && has(lines, "Zwyrtepova") && has(lines, "-- Diplôme"));
    ck_assert(has(lines, "Prénoms"));
    says(ADMIN("person", "export", email.p, REASON, "--out", file), 73, "✗ "); /* never over another */
    /* Restricted, it is still theirs to have. */
    says(ADMIN("person", "restrict", email.p, REASON), 0, "✓ restreint");
    struct str json = ADMIN("candidacy", "export", reference.p, REASON, "--out", "-");
    says(json, 0, "\"restricted_rows\":[{\"table\":\"candidacy\"");
    ck_assert(has(json, "Zwyrtepova"));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE actor_kind = 'admin' AND action = 'candidacy.export'"
        " AND object_id = (SELECT f.object_id FROM archive_file f WHERE f.public_id = '%.*s')", STR_ARG(id)), 3);
    unlink(file);
    unlink(text("%s.txt", file));
}
END_TEST

/* Somebody typed this address by mistake: its owner learns that, and nothing of who it was. */
START_TEST(a_draft_that_names_an_address_stays_its_author_s)
{
    struct browser author = {0}, asks = {0};
    begin();
    struct str email = fresh_email(), said;
    sign_in(&asks, email); /* its owner has an account; the next code is not typed by anybody */
    struct str id = start(&author);
    ck_status(post(&author, at(id, "identite"), identity_of(email)), 303);
    said = ADMIN("person", "export", email.p, REASON, "--out", "-");
    says(said, 0, text("\"unproved_drafts_that_name_it\":[{\"public_id\":\"%.*s\",\"created_at\":\"20", STR_ARG(id)));
    ck_assert(has(said, "\"kind\":\"account\"") && !has(said, "\"kind\":\"candidacy\""));
    ck_assert(!has(said, "Le Gall") && !has(said, "rue des Lilas"));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE action = 'candidacy.export' AND object_id ="
        " (SELECT id FROM candidacy WHERE public_id = '%.*s')", STR_ARG(id)), 0);
    said = ADMIN("person", "erase", email.p, REASON);
    says(said, 0, "✓ effacé");
    ck_assert_msg(has(said, text("portal-admin candidacy erase %.*s\n", STR_ARG(id))), "%.*s", STR_ARG(said));
    struct reply r = get(&author, at(id, "identite"));
    ck_status(r, 200);
    ck_says(r, "Le Gall");
    says(ADMIN("candidacy", "export", id.p, REASON, "--out", "-"), 0, "Le Gall");
    says(ADMIN("candidacy", "erase", id.p, REASON), 0, "✓ effacé");
}
END_TEST

START_TEST(every_export_of_an_address_is_audited)
{
    static const char COUNT[] = "SELECT COUNT(*) FROM audit WHERE actor_kind = 'admin' AND action = 'person.export' AND"
                                " object_kind = 'person' AND object_id = 0 AND detail = 'demande du 2 décembre'";
    begin();
    uint64_t before = root_number("%s", COUNT);
    says(ADMIN("person", "export", "personne@nulle-part.exemple.fr", REASON, "--out", "-"), 0, "\"files\":[]");
    ck_assert_uint_eq(root_number("%s", COUNT), before + 1);
}
END_TEST

/* What somebody else began in the same browser hangs on the account's session, and stays there. */
START_TEST(a_draft_of_another_address_stays_in_the_browser)
{
    static const char *const verbs[] = {"restrict", "erase"};
    begin();
    for (size_t i = 0; i < 2; i++) {
        struct browser b = {0};
        struct str other = fresh_email(), email = fresh_email(), id = start(&b);
        ck_status(post(&b, at(id, "identite"), identity_of(other)), 303);
        sign_in(&b, email);
        ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM candidacy c JOIN session s ON s.id = c.session_id JOIN account a"
            " ON a.id = s.account_id WHERE c.public_id = '%.*s' AND a.email = '%.*s'", STR_ARG(id), STR_ARG(email)), 1);
        says(ADMIN("person", verbs[i], email.p, REASON), 0, "✓ ");
        ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM account WHERE email = '%.*s'", STR_ARG(email)), 0);
        ck_status(get(&b, "/compte"), 303);
        struct reply r = get(&b, at(id, "identite"));
        ck_status(r, 200);
        ck_assert_str_is(shown(&r, "email"), other.p);
    }
}
END_TEST

START_TEST(what_is_not_asked_properly_is_refused)
{
    struct browser b = {0};
    struct str reference, id;
    begin();
    id = submitted_candidacy(&b, "Zwyrterova", "employer", &reference);
    says(ADMIN("candidacy", "erase", reference.p), 64, "usage");
    says(ADMIN("candidacy", "burn", reference.p, REASON), 64, "usage");
    says(ADMIN("candidacy", "export", reference.p, REASON), 64, "usage");
    says(ADMIN("candidacy", "erase", "MOVSC-0000-0000", REASON), 65, "✗ rien ne porte cette référence");
    says(ADMIN("person", "erase", "pas une adresse", REASON), 64, "✗ ce n’est pas une adresse");
    says(ADMIN("candidacy", "erase", reference.p, "--reason", "Mme Zwyrterova l'a demandé"), 64, "✗ --reason");
    says(ADMIN("candidacy", "erase", reference.p, REASON, "--visa", "AD75"), 64, "✗ visa");
    says(ADMIN("candidacy", "erase", reference.p, REASON, "--visa", "AD75", "--visa-date", "2999-01-01"), 64, "✗ visa");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM candidacy WHERE public_id = '%.*s'", STR_ARG(id)), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE actor_kind = 'admin' AND object_kind ="
        " 'candidacy' AND object_id = (SELECT id FROM candidacy WHERE public_id = '%.*s')", STR_ARG(id)), 0);
    says(ADMIN("person", "restrict", "personne@nulle-part.exemple.fr", REASON), 0, "· déjà restreint, ou rien");
}
END_TEST

/* ---- the brake, as people see it */

static void silent_at(struct browser *b, const char *path, const char *words)
{
    struct reply r = get(b, path);
    ck_silent(r, words);
}

START_TEST(a_held_purge_is_said_where_somebody_looks)
{
    struct browser staff = {0}, reviewer = {0}, machine = {.address = "127.0.0.1"};
    begin();
    flow_staff(&staff, ROLE_ADMIN);
    flow_staff(&reviewer, ROLE_REVIEWER);
    static const char WORDS[] = "L’effacement automatique s’est arrêté", WHY[] = "un effacement automatique attend";
    silent_at(&staff, "/gestion/compte", WORDS);
    silent_at(&machine, "/sante/complet", WHY);
    root_run("INSERT INTO purge_state (kind, run_at, due, total, held_at, held_before, held_due, held_total) VALUES"
             " ('outbox', UTC_TIMESTAMP(), 600, 700, UTC_TIMESTAMP(), UTC_TIMESTAMP(), 600, 700)");
    ck_says_at(get(&staff, "/gestion/compte"), WORDS);
    silent_at(&reviewer, "/gestion/compte", WORDS); /* nothing that they could do */
    struct reply r = get(&machine, "/sante/complet");
    ck_status(r, 503);
    ck_says(r, WHY);
    ck_says(r, "\"purges_held\":1");
    says(ADMIN("purge"), 0, "✗ outbox (courriels envoyés)");
    says(ADMIN("doctor"), 1, "✗ effacement automatique");
    says(ADMIN("purge", "--dry-run"), 0, "✓ à blanc");
    says(ADMIN("purge", "--release", "outbox"), 64, "✗ --reason");
    says(ADMIN("purge", "--release", "tout", "--reason", "vu"), 64, "n’est pas une sorte");
    says(ADMIN("purge", "--release", "outbox", "--reason", "vu"), 0, "✓ outbox");
    says(ADMIN("purge", "--release", "outbox", "--reason", "vu"), 65, "✗ outbox");
    silent_at(&staff, "/gestion/compte", WORDS);
    silent_at(&machine, "/sante/complet", WHY);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE action = 'purge.release' AND detail = 'outbox 600; vu'"), 1);
    root_run("INSERT INTO purge_report (kind, run_at, before_at, due, total, gone, held) VALUES ('draft',"
             " UTC_TIMESTAMP(), UTC_TIMESTAMP(), 12, 40, 12, 0)");
    says(ADMIN("purge", "--report"), 0, "draft");
    root_run("DELETE FROM purge_state");
    root_run("DELETE FROM purge_report");
}
END_TEST

FLOW_MAIN("rights", a_restricted_candidacy_is_nowhere_and_comes_back,
    a_restricted_person_is_nobody_until_they_are_back, nothing_of_an_erased_person_is_left_in_a_dump,
    an_export_has_everything_for_one_pair_of_eyes, a_draft_that_names_an_address_stays_its_author_s,
    every_export_of_an_address_is_audited, a_draft_of_another_address_stays_in_the_browser,
    what_is_not_asked_properly_is_refused,
    a_held_purge_is_said_where_somebody_looks)
