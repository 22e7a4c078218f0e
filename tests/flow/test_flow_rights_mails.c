/* Answers that came by mail, when a person asks for their copy or to be erased: through portal-admin itself. */
#include "desk_stage.h"
#include "flow.h"
#include "operator_stage.h"
#include "quote_stage.h"
#include "store/ident.h"
#include "store/mail_raw.h"

#include <sys/stat.h>
#include <unistd.h>

/* Two parts as job/answers.c cuts them, any bytes in both. */
enum { PART = 1 << 20 };
static const char LAST[] = "bient\xf4t\0\r\n.\r\n";

static struct str whole_mail(void)
{
    struct buf b;
    buf_init(&b, 2 * PART);
    for (unsigned i = 0; i < PART; i++)
        buf_putc(&b, (char)(i * 7 + i / 256));
    buf_put(&b, (struct str){LAST, sizeof LAST - 1});
    return arena_take(arena, &b);
}

static void answered(struct str email)
{
    struct keys *keys = open_keys();
    struct db *db = flow_connect("movsc_jobs");
    struct str all = whole_mail(), request = of_request("id", email);
    struct mail_raw m = {.public_id = public_id_new(arena), .bytes = all.n, .received = now, .ends = {now.s + 90 * DAY}};
    uint64_t id;
    ck_assert(str_to_u64(request, UINT64_MAX, &m.request));
    ck_assert_int_eq(mail_raw_put(db, &m, &id), RC_OK);
    for (unsigned i = 0; i < 2; i++) {
        struct str part = str_slice(all, i * (size_t)PART, (i + 1) * (size_t)PART);
        struct str place = str_c(text("%.*s:%u", STR_ARG(m.public_id), i));
        ck_assert_int_eq(mail_raw_put_part(db, id, i, crypto_seal(arena, keys, KEY_FIELD_BASE, part, place)), RC_OK);
    }
    db_close(db);
    keys_free(keys);
}

static void is_the_mail(const char *path)
{
    struct stat st;
    struct str whole = whole_mail(), came = file_of(path);
    ck_assert_msg(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600, "%s", path);
    ck_assert_uint_eq(came.n, whole.n);
    ck_assert(memcmp(came.p, whole.p, whole.n) == 0);
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

/* What came back lies in cur, and nothing of ours knows whose it is. */
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
