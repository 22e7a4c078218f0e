/* Who holds which secret: the table, what each program opens, and the accounts that may read it. */
#include "job/relay.h"
#include "keys_stage.h"
#include "store/connect.h"

/* ---- the table */

START_TEST(the_table_gives_nothing_to_spare)
{
    const struct holder *staff = holder_find("staff"), *jobs = holder_find("jobs");
    size_t pools = 0;
    for (size_t i = 0; i < holders_n; i++) {
        const struct holder *h = &holders[i];
        ck_assert_ptr_eq(holder_find(h->name), h); /* no name stands twice */
        if (h->kind == HOLDER_POOL)
            ck_assert_msg(h->roles == ROLE_BIT(holder_role(h)) && !h->mail, "%s", h->name);
        pools += h->kind == HOLDER_POOL;
        if (h->kind == HOLDER_COMMAND && h->keys_of) /* never more than whose file it opens */
            ck_assert_uint_eq(h->keys & ~holder_find(h->keys_of)->keys, 0);
        for (size_t k = 0; k < i && h->kind != HOLDER_COMMAND; k++)
            ck_assert_msg(holders[k].kind == HOLDER_COMMAND || !(h->roles & holders[k].roles),
                "%s and %s have a role in common", h->name, holders[k].name);
    }
    ck_assert_uint_le(pools, CONFIG_POOLS_MAX);
    ck_assert_ptr_null(holder_find("nobody"));
    /* what each must never have: the codes of the staff, the sealed answers, the mails' senders */
    ck_assert(!(jobs->keys & (KEY_BIT(KEY_TOTP) | KEY_BIT(KEY_COOKIE) | KEY_BIT(KEY_STASH))));
    ck_assert(!(staff->keys & (KEY_BIT(KEY_IDENTITY) | KEY_BIT(KEY_BOUNCE) | KEY_BIT(KEY_TOTP))));
    ck_assert(!(holder_find("signin")->keys & (KEY_BIT(KEY_VIEW) | KEY_BIT(KEY_LINK))));
    ck_assert(!(holder_find("applicants")->keys & (KEY_BIT(KEY_TOTP) | KEY_BIT(KEY_VIEW))));
    ck_assert(!(holder_find("documents")->keys & (KEY_BIT(KEY_STASH) | KEY_BIT(KEY_CHALLENGE))));
}
END_TEST

/* ---- what a program opens */

static struct config *settings(const char *extra)
{
    struct config *c;
    struct buf problems;
    buf_init(&problems, 20000);
    write_file("db-web", STR("of-web\n"), 0600);
    write_file("db-staff", STR("of-staff\n"), 0600);
    write_file("db-jobs", STR("of-jobs\n"), 0600);
    write_file("db-purge", STR("of-purge\n"), 0600);
    write_file("smtp", STR("of-smtp\n"), 0600);
    struct str text = arena_printf(a,
        "[site]\nbase_url=https://x.fr\ndemo=true\n[pool applicants]\n[pool staff]\n[pool signin]\n[pool documents]\n"
        "[database]\nsocket=/run/m\nname=movsc\n"
        "web_user=w\nweb_password_file=%s/db-web\nstaff_user=s\nstaff_password_file=%s/db-staff\n"
        "jobs_user=j\njobs_password_file=%s/db-jobs\npurge_user=p\npurge_password_file=%s/db-purge\n"
        "signin_user=i\ndocuments_user=d\nadmin_user=a\nmigrate_user=m\n"
        "[smtp]\nhost=h\nfrom=a@b.fr\nenvelope_domain=b.fr\nuser=u\npassword_file=%s/smtp\n"
        "[secrets]\nmaster_key_file=%s/master\nkeys_folder=%s\n%s",
        folder, folder, folder, folder, folder, folder, folder, extra);
    const char *path = write_file("conf", text, 0644);
    ck_assert_msg(config_load(path, &c, &problems), "%.*s", STR_ARG(buf_str(&problems)));
    buf_free(&problems);
    return c;
}

static void write_keys(void)
{
    struct master m = master_of(master_bytes());
    struct sysuser me;
    struct buf why;
    bool changed;
    buf_init(&why, 1000);
    ck_assert(sysuser_find(NULL, &me, &why));
    for (size_t i = 0; i < holders_n; i++)
        if (holders[i].kind != HOLDER_COMMAND)
            ck_assert(keyfile_write(path_of(holders[i].name), holders[i].keys, &m, &me, &changed, &why));
    buf_free(&why);
}

/* Whatever is not its own may be unreadable, or not be there: it is not even tried. */
START_TEST(each_program_opens_its_own_secrets)
{
    static const struct {
        const char *name, *web, *staff, *jobs, *purge, *mail;
    } rows[] = {{"applicants", "of-web", NULL, NULL, NULL, NULL},
        {"documents", NULL, NULL, NULL, NULL, NULL}, {"staff", NULL, "of-staff", NULL, NULL, NULL},
        {"signin", NULL, NULL, NULL, NULL, NULL},
        {"jobs", NULL, NULL, "of-jobs", "of-purge", "of-smtp"},
        {"bounce", NULL, NULL, "of-jobs", NULL, NULL}, {"migrate", NULL, NULL, NULL, NULL, NULL},
        {"status", NULL, NULL, NULL, NULL, NULL}, {"accounts", NULL, NULL, NULL, NULL, NULL}};
    static const char *const files[] = {"db-web", "db-staff", "db-jobs", "db-purge", "smtp"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct config *c = settings("");
        struct keys *k = NULL;
        struct buf problems;
        write_keys();
        const struct holder *h = holder_find(rows[i].name);
        const char *const want[] = {rows[i].web, rows[i].staff, rows[i].jobs, rows[i].purge, rows[i].mail};
        for (size_t f = 0; f < 5; f++)
            if (!want[f])
                unlink(path_of(files[f]));
        for (size_t k2 = 0; k2 < holders_n; k2++)
            if (holders[k2].kind != HOLDER_COMMAND && (!h->keys_of || strcmp(h->keys_of, holders[k2].name)))
                unlink(path_of(holders[k2].name));
        buf_init(&problems, 20000);
        ck_assert_msg(holder_open(h, c, &k, &problems), "%s: %.*s", h->name, STR_ARG(buf_str(&problems)));
        ck_assert_ptr_eq(c->held, h);
        ck_assert((k != NULL) == (h->keys != 0));
        const char *got[] = {c->database.users[CONFIG_DB_WEB].password,
            c->database.users[CONFIG_DB_STAFF].password, c->database.users[CONFIG_DB_JOBS].password,
            c->database.users[CONFIG_DB_PURGE].password, c->smtp.password};
        for (size_t f = 0; f < 5; f++)
            ck_assert_msg((!got[f] && !want[f]) || (got[f] && want[f] && strcmp(got[f], want[f]) == 0),
                "%s: %s", h->name, files[f]);
        keys_free(k);
        config_free(c);
        buf_free(&problems);
    }
}
END_TEST

START_TEST(every_secret_that_is_wrong_is_named_at_once)
{
    struct config *c = settings("");
    struct keys *k;
    struct buf problems;
    buf_init(&problems, 20000);
    write_keys();
    write_file("db-jobs", STR("of-jobs"), 0644);
    write_file("db-purge", STR("\n"), 0600);
    unlink(path_of("smtp"));
    write_file("jobs", STR("limit " SIXTY_FOUR "\n"), 0400);
    ck_assert(!holder_open(holder_find("jobs"), c, &k, &problems));
    static const char *const expected[] = {"[database] jobs_password_file\u00a0: ", "d’autres comptes",
        "[database] purge_password_file\u00a0: ", "le fichier doit contenir un mot de passe",
        "[smtp] password_file\u00a0: ", "[secrets] keys_folder\u00a0: ",
        "il y manque la clé de\u00a0: challenge, bounce, link", "keys split"};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_msg(says(&problems, expected[i]), "%s in\n%.*s", expected[i], STR_ARG(buf_str(&problems)));
    ck_assert(!says(&problems, "of-jobs"));
    config_free(c);
    buf_free(&problems);
}
END_TEST

/* Who waits at a keyboard: one statement may move a hundred megabytes into the archive. */
START_TEST(only_an_operators_statement_takes_its_time)
{
    static const struct {
        const char *holder;
        enum config_role role;
        bool patient;
    } rows[] = {{"rights", CONFIG_DB_RIGHTS, true}, {"migrate", CONFIG_DB_MIGRATE, true},
        {"staff", CONFIG_DB_STAFF, false}, {"jobs", CONFIG_DB_JOBS, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct config *c = settings("");
        struct keys *k;
        struct buf problems;
        buf_init(&problems, 20000);
        write_keys();
        ck_assert_msg(holder_open(holder_find(rows[i].holder), c, &k, &problems), "%.*s", STR_ARG(buf_str(&problems)));
        ck_assert_msg(db_settings_of(c, rows[i].role).patient == rows[i].patient, "%s", rows[i].holder);
        keys_free(k);
        config_free(c);
        buf_free(&problems);
    }
}
END_TEST

START_TEST(no_role_without_its_password)
{
    struct config *c = settings("");
    struct keys *k;
    struct buf problems;
    buf_init(&problems, 20000);
    write_keys();
    ck_assert(holder_open(holder_find("staff"), c, &k, &problems));
    ck_assert_str_eq(db_settings_of(c, CONFIG_DB_STAFF).password, "of-staff");
    log_set_level(LOG_ERROR + 1);
    db_settings_of(c, CONFIG_DB_WEB);
}
END_TEST

START_TEST(no_mail_without_its_password)
{
    struct config *c = settings("");
    struct keys *k;
    struct buf problems;
    buf_init(&problems, 20000);
    write_keys();
    ck_assert(holder_open(holder_find("staff"), c, &k, &problems));
    relay_new(c);
}
END_TEST

/* An installed machine of before the split: told what to do, never served with the master. */
START_TEST(the_settings_of_before_are_refused_with_what_to_do)
{
    struct config *c = settings("");
    struct keys *k;
    struct buf problems;
    buf_init(&problems, 20000);
    c->secrets.keys_folder = NULL;
    ck_assert(!holder_open(holder_find("applicants"), c, &k, &problems));
    ck_assert(says(&problems, "[secrets] keys_folder\u00a0: clé absente"));
    ck_assert(says(&problems, arena_printf(a, "portal-admin --config %s keys split", c->path).p));
    config_free(c);
    buf_free(&problems);
}
END_TEST

/* ---- accounts (as root: a check is; whoever is not can look at themselves alone) */

START_TEST(an_account_by_name_or_number)
{
    struct sysuser u;
    struct buf why;
    buf_init(&why, 1000);
    ck_assert(sysuser_find("root", &u, &why) && u.uid == 0 && u.gid == 0);
    ck_assert(sysuser_find("0", &u, &why) && u.uid == 0);
    ck_assert(sysuser_find("61499", &u, &why) && u.uid == 61499 && u.gid == 61499);
    ck_assert(sysuser_find(NULL, &u, &why) && u.uid == geteuid() && why.n == 0);
    ck_assert(!sysuser_find("nobody-has-this-name", &u, &why) && says(&why, "inconnu"));
    ck_assert(!sysuser_find("99999999999", &u, &why));
    ck_assert(sysuser_become(NULL, &why));
    buf_free(&why);
}
END_TEST

START_TEST(who_else_can_read_a_file)
{
    static const struct { mode_t mode; bool only; } cases[] = {
        {0400, true}, {0600, true}, {0404, false}, {0602, false}, {0620, false}, {0444, false}};
    struct sysuser me;
    struct buf why;
    buf_init(&why, 8000);
    ck_assert(sysuser_find(NULL, &me, &why));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_reset(&why);
        const char *path = write_file("some", STR("x"), cases[i].mode);
        ck_assert_msg(sysuser_only(path, &me, &why) == cases[i].only, "%o: %.*s", cases[i].mode,
            STR_ARG(buf_str(&why)));
        ck_assert((why.n == 0) == cases[i].only);
    }
    const char *path = write_file("some", STR("x"), 0400);
    ck_assert(sysuser_reads(path, &me, &why) && !sysuser_reads(path_of("absent"), &me, &why));
    ck_assert(chmod(folder, 0777) == 0); /* another file could be put there */
    ck_assert(!sysuser_only(path, &me, &why));
    ck_assert(chmod(folder, 0700) == 0);
    ck_assert(symlink(path, path_of("link")) == 0);
    ck_assert(!sysuser_only(path_of("link"), &me, &why));
    unlink(path_of("link"));
    buf_free(&why);
}
END_TEST

START_TEST(what_another_account_can_read)
{
    struct sysuser other = {"61499", 61499, 61499};
    struct buf why;
    buf_init(&why, 8000);
    const char *path = write_file("some", STR("x"), 0400);
    ck_assert(!sysuser_reads(path, &other, &why));
    if (geteuid() != 0) {
        ck_assert(says(&why, "seul root"));
        buf_free(&why);
        return;
    }
    ck_assert(chown(path, 61499, 0) == 0);
    ck_assert(!sysuser_reads(path, &other, &why)); /* the folder is 0700 */
    ck_assert(chmod(folder, 0711) == 0);
    buf_reset(&why);
    ck_assert_msg(sysuser_reads(path, &other, &why), "%.*s", STR_ARG(buf_str(&why)));
    ck_assert(sysuser_only(path, &other, &why));
    struct sysuser third = {"61498", 61498, 61498};
    ck_assert(!sysuser_reads(path, &third, &why) && !sysuser_only(path, &third, &why));
    /* its group is its own, or everybody's of that group */
    ck_assert(chown(path, 0, 61499) == 0 && chmod(path, 0640) == 0);
    ck_assert(sysuser_only(path, &other, &why) && sysuser_reads(path, &other, &why));
    ck_assert(chown(path, 0, 61497) == 0 && !sysuser_only(path, &other, &why));
    ck_assert(chmod(folder, 0700) == 0);
    buf_free(&why);
}
END_TEST

/* In production a program that can read more than its own does not start. */
START_TEST(nobody_starts_who_can_read_the_rest)
{
    struct buf problems;
    struct config *c = settings("");
    struct keys *k;
    buf_init(&problems, 20000);
    write_keys();
    write_file("master", str_c(hex64), 0600);
    ck_assert(holder_open(holder_find("staff"), c, &k, &problems));
    ck_assert(holder_alone(holder_find("staff"), c, &problems)); /* a demonstration */
    c->site.demo = false;
    ck_assert(!holder_alone(holder_find("staff"), c, &problems));
    if (geteuid() == 0) {
        ck_assert(says(&problems, "root peut tout lire"));
        buf_reset(&problems);
        ck_assert(chmod(folder, 0711) == 0 && chown(path_of("staff"), 61499, 0) == 0);
        ck_assert(chown(path_of("db-staff"), 61499, 0) == 0 && sysuser_become("61499", &problems));
        ck_assert(holder_alone(holder_find("staff"), c, &problems) && problems.n == 0);
    } else {
        static const char *const others[] = {"/master (clé maîtresse)", "/db-web (base, rôle web)",
            "/applicants (clés du programme applicants)", "/smtp (messagerie)"};
        for (size_t i = 0; i < 4; i++)
            ck_assert_msg(says(&problems, others[i]), "%s", others[i]);
        ck_assert(!says(&problems, "/db-staff") && !says(&problems, "/staff ("));
    }
    keys_free(k);
    config_free(c);
    buf_free(&problems);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {the_table_gives_nothing_to_spare, each_program_opens_its_own_secrets,
        every_secret_that_is_wrong_is_named_at_once,
        the_settings_of_before_are_refused_with_what_to_do, an_account_by_name_or_number,
        who_else_can_read_a_file, what_another_account_can_read, only_an_operators_statement_takes_its_time,
        nobody_starts_who_can_read_the_rest};
    const suite_test ends[] = {no_role_without_its_password, no_mail_without_its_password};
    return stage_main("sys holder", tests, COUNT(tests), ends, COUNT(ends));
}
