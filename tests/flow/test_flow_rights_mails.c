/* Answers that came by mail, when a person asks for their copy or to be erased: through portal-admin itself. */
#include "desk_stage.h"
#include "flow.h"
#include "operator_stage.h"
#include "quote_stage.h"
#include "base/codec.h"
#include "store/ident.h"

#include <sys/stat.h>
#include <unistd.h>

/* As job/answers.c keeps it, in two parts. */
static const char FIRST[] = "From: Zwyrtesova\r\n\r\nOui, \xc3\xa0 ", SECOND[] = "bient\xf4t\0\r\n.\r\n";
static void answered(struct str email)
{
    const struct str parts[] = {{FIRST, sizeof FIRST - 1}, {SECOND, sizeof SECOND - 1}};
    struct keys *keys = open_keys();
    struct str id = public_id_new(arena);
    root_run("INSERT INTO mail_raw (public_id, request_id, bytes, received_at, ends_at) SELECT '%.*s', r.id, %zu,"
             " UTC_TIMESTAMP(), UTC_TIMESTAMP() + INTERVAL 90 DAY FROM quote_request r WHERE r.email = '%.*s'",
        STR_ARG(id), parts[0].n + parts[1].n, STR_ARG(email));
    for (unsigned i = 0; i < 2; i++) {
        struct str sealed = crypto_seal(arena, keys, KEY_FIELD_BASE, parts[i], str_c(text("%.*s:%u", STR_ARG(id), i)));
        root_run("INSERT INTO mail_raw_part (raw_id, part, sealed) SELECT id, %u, UNHEX('%.*s') FROM mail_raw WHERE"
                 " public_id = '%.*s'", i, STR_ARG(hex_encode(arena, sealed)), STR_ARG(id));
    }
    keys_free(keys);
}

static void is_the_mail(const char *path)
{
    struct stat st;
    struct str whole = {FIRST, sizeof FIRST - 1}, came = file_of(path);
    ck_assert_msg(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600, "%s", path);
    ck_assert_uint_eq(came.n, whole.n + sizeof SECOND - 1);
    ck_assert(memcmp(came.p, FIRST, whole.n) == 0 && memcmp(came.p + whole.n, SECOND, sizeof SECOND - 1) == 0);
}

START_TEST(a_mail_is_exported_as_it_came)
{
    struct browser link = {0};
    begin();
    stage_facts();
    struct str email = fresh_email();
    quoted(&link, email, EMPLOYER "&addressee_contact=Zwyrtesova");
    answered(email);
    answered(email);
    struct str reference = of_request("reference", email);
    for (int restricted = 0; restricted < 2; restricted++) {
        const char *file = text("%s.%d.json", setting("PORTAL_TEST_CONFIG"), restricted);
        says(ADMIN("request", "export", reference.p, REASON, "--out", file), 0, "-1.eml… (2)");
        is_the_mail(text("%s-1.eml", file));
        is_the_mail(text("%s-2.eml", file));
        struct str json = file_of(file), lines = file_of(text("%s.txt", file));
        ck_assert(!has(json, "mail_raw_part") && !has(json, "sealed\":\"") && has(json, "json-2.eml\""));
        ck_assert(has(lines, "json-2.eml") && !has(lines, "Son contenu, chiffré"));
        unlink(file);
        unlink(text("%s.txt", file));
        unlink(text("%s-2.eml", file));
        says(ADMIN("request", "export", reference.p, REASON, "--out", file), 73, "-1.eml"); /* never over another */
        is_the_mail(text("%s-1.eml", file));
        says(ADMIN("request", "export", reference.p, REASON, "--out", "-"), 0, "! 2 courriel(s)");
        says(ADMIN("request", "restrict", reference.p, REASON), 0, "restreint");
    }
    says(ADMIN("request", "lift", reference.p, REASON), 0, "✓ rétabli");
    root_run("UPDATE mail_raw_part SET part = part + 1 ORDER BY part DESC"); /* one is missing: no half of a mail */
    const char *file = text("%s.cut.json", setting("PORTAL_TEST_CONFIG"));
    says(ADMIN("request", "export", reference.p, REASON, "--out", file), 73, "ne peut pas être lu");
    ck_assert_int_ne(access(text("%s-1.eml", file), F_OK), 0);
    root_run("DELETE FROM mail_raw_part");
    root_run("DELETE FROM mail_raw");
}
END_TEST

/* Answers that were read lie in cur, and nothing of ours knows whose they are. */
START_TEST(an_erasure_says_where_mails_lie_in_clear)
{
    begin();
    const char *config = text("%s.maildir", setting("PORTAL_TEST_CONFIG"));
    run(NULL, (const char *const[]){"sh", "-c", "umask 077 && sed 's|^port = 25|bounce_maildir = /nowhere/back\\n&|' \"$0\" >\"$1\"",
                  setting("PORTAL_TEST_CONFIG"), config, NULL});
    ck_assert_int_eq(exit_code, 0);
    static const struct {
        const char *verb;
        bool said;
    } rows[] = {{"erase", true}, {"restrict", false}};
    for (size_t i = 0; i < 2; i++) {
        struct str said = run(NULL, (const char *const[]){setting("PORTAL_TEST_ADMIN"), "--config", config, "person",
                                        rows[i].verb, "personne@nulle-part.exemple.fr", REASON, NULL});
        says(said, 0, "· déjà");
        ck_assert(has(said, "! /nowhere/back/cur : ") == rows[i].said);
    }
    unlink(config);
}
END_TEST

FLOW_MAIN("rights mails", a_mail_is_exported_as_it_came, an_erasure_says_where_mails_lie_in_clear)
