#include "base/codec.h"
#include "suite.h"
#include "sys/clock.h"
#include "sys/config.h"
#include "sys/crypto.h"
#include "sys/link.h"
#include "sys/log.h"
#include "sys/maildir.h"
#include "sys/notify.h"
#include "sys/proc.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static struct arena *a;
static char folder[] = "/tmp/portal-sys-XXXXXX";

static const char *path_of(const char *name)
{
    return arena_printf(a, "%s/%s", folder, name).p;
}

static const char *write_file(const char *name, struct str content, mode_t mode)
{
    const char *path = path_of(name);
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    ck_assert(fd >= 0 && write(fd, content.p, content.n) == (ssize_t)content.n);
    ck_assert(fchmod(fd, mode) == 0 && close(fd) == 0);
    return path;
}

static struct str hex32(const unsigned char *bytes)
{
    return hex_encode(a, (struct str){(const char *)bytes, HASH_BYTES});
}

/* Published vectors: FIPS 180-4 "abc"; the subkeys are compared with a second computation made by
 * python3 (hmac, RFC 5869), so that a change of labels or salt is seen. */
START_TEST(hashes_are_the_published_ones)
{
    unsigned char out[HASH_BYTES], other[HASH_BYTES];
    crypto_sha256(STR("abc"), out);
    ck_assert_str_is(hex32(out), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    struct keys *k = keys_from(STR("0123456789abcdef0123456789abcdef"));
    crypto_hmac(k, KEY_COOKIE, STR("x"), out);
    ck_assert_str_is(hex32(out), "0eacd2d9ae17bc591fca0e263f1ba8761cfefc8e7e8a826e5a4c844e1dd0c2f0");
    crypto_hmac(k, KEY_CSRF, STR("x"), other);
    ck_assert(!crypto_equal(out, other, HASH_BYTES));
    crypto_hmac2(k, KEY_CSRF, STR("ab"), STR("c"), out);
    ck_assert_str_is(hex32(out), "204cf6780b4a20d1418097550910957d6cd70c90c275e6c953006959d3d00dbc");
    crypto_hmac2(k, KEY_CSRF, STR("a"), STR("bc"), other);
    ck_assert(!crypto_equal(out, other, HASH_BYTES));
    keys_free(k);
}
END_TEST

START_TEST(every_purpose_has_its_own_key)
{
    unsigned char out[KEY_PURPOSES][HASH_BYTES];
    struct keys *k = keys_from(STR("0123456789abcdef0123456789abcdef"));
    for (int i = 0; i < KEY_PURPOSES; i++) {
        crypto_hmac(k, (enum key_purpose)i, STR("same"), out[i]);
        for (int j = 0; j < i; j++)
            ck_assert(!crypto_equal(out[i], out[j], HASH_BYTES));
    }
    keys_free(k);
}
END_TEST

START_TEST(a_link_is_of_one_request)
{
    struct keys *k = keys_from(STR("0123456789abcdef0123456789abcdef"));
    struct keys *other = keys_from(STR("another secret of thirty-two byte"));
    struct str id = STR("kX3vT8Qm2bW5nR7yLp0aZs"), box = STR("ana@exemple.fr");
    struct str token = link_quote(a, k, id, 0);
    ck_assert_str_is(token, "YHDuMkad-jf22SF9KpHsefMD-cjta_P_"); /* as links always were */
    ck_assert(str_eq(link_quote_path(a, k, id, 0),
        arena_printf(a, "/devis/%.*s/%.*s", STR_ARG(id), STR_ARG(token))));
    ck_assert_int_eq(link_judge(k, id, 0, box, token), LINK_ASKER);
    ck_assert_int_eq(link_judge(k, STR("kX3vT8Qm2bW5nR7yLp0aZt"), 0, box, token), LINK_NOBODY);
    ck_assert_int_eq(link_judge(other, id, 0, box, token), LINK_NOBODY);
    ck_assert_int_eq(link_judge(k, id, 0, box, str_slice(token, 0, 31)), LINK_NOBODY);
    ck_assert_int_eq(link_judge(k, id, 0, box, (struct str){NULL, 0}), LINK_NOBODY);
    char bent[32];
    memcpy(bent, token.p, sizeof bent);
    bent[31] ^= 1;
    ck_assert_int_eq(link_judge(k, id, 0, box, (struct str){bent, sizeof bent}), LINK_NOBODY);
    keys_free(other);
    keys_free(k);
}
END_TEST

START_TEST(a_mailbox_has_a_link_of_its_own)
{
    struct keys *k = keys_from(STR("0123456789abcdef0123456789abcdef"));
    struct str id = STR("kX3vT8Qm2bW5nR7yLp0aZs"), box = STR("ana@exemple.fr");
    struct str asker = link_quote_path(a, k, id, 2), path = link_mailbox_path(a, k, asker, box);
    struct str token = str_slice(path, 7 + id.n + 1, path.n);
    ck_assert_uint_eq(token.n, 32); /* 192 bits */
    ck_assert(str_starts(path, arena_printf(a, "/devis/%.*s/", STR_ARG(id))));
    ck_assert(!str_eq(path, asker));
    ck_assert_int_eq(link_judge(k, id, 2, box, token), LINK_MAILBOX);
    /* of that address, of that generation */
    ck_assert_int_eq(link_judge(k, id, 2, STR("bob@exemple.fr"), token), LINK_NOBODY);
    ck_assert_int_eq(link_judge(k, id, 2, (struct str){0}, token), LINK_NOBODY);
    /* one of an earlier one is known for what it was */
    ck_assert_int_eq(link_judge(k, id, 3, box, token), LINK_OLD);
    ck_assert_int_eq(link_judge(k, id, 1, box, token), LINK_NOBODY);
    ck_assert_int_eq(link_judge(k, id, 2, box, link_quote(a, k, id, 0)), LINK_OLD);
    ck_assert_int_eq(link_judge(k, id, 2, box, link_quote(a, k, id, 1)), LINK_OLD);
    ck_assert_int_eq(link_judge(k, id, 2, box, link_quote(a, k, id, 3)), LINK_NOBODY);
    const char *const none[] = {"", "/devis/", "/devis/x", "/devis/x/", "/gestion/devis/x"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_uint_eq(link_mailbox_path(a, k, str_c(none[i]), box).n, 0);
    keys_free(k);
}
END_TEST

START_TEST(sealing_round_trips_and_refuses_changes)
{
    struct keys *k = keys_from(STR("0123456789abcdef0123456789abcdef"));
    struct str plain, aad = STR("row 12"), text = STR("mon métier, c'est…");
    struct str sealed = crypto_seal(a, k, KEY_STASH, text, aad);
    ck_assert_uint_eq(sealed.n, text.n + SEAL_OVERHEAD);
    ck_assert(crypto_open(a, k, KEY_STASH, sealed, aad, &plain) && str_eq(plain, text));
    ck_assert(!crypto_open(a, k, KEY_OUTBOX, sealed, aad, &plain) && plain.n == 0);
    ck_assert(!crypto_open(a, k, KEY_STASH, sealed, STR("row 13"), &plain));
    ck_assert(!str_eq(sealed, crypto_seal(a, k, KEY_STASH, text, aad)));
    for (size_t n = 0; n < sealed.n; n++) {
        ck_assert(!crypto_open(a, k, KEY_STASH, str_slice(sealed, 0, n), aad, &plain));
        struct str bent = arena_dup(a, sealed);
        ((char *)(uintptr_t)bent.p)[n] ^= 1;
        ck_assert(!crypto_open(a, k, KEY_STASH, bent, aad, &plain));
    }
    struct str nothing = crypto_seal(a, k, KEY_STASH, (struct str){NULL, 0}, (struct str){NULL, 0});
    ck_assert(crypto_open(a, k, KEY_STASH, nothing, (struct str){NULL, 0}, &plain) && plain.n == 0);
    keys_free(k);
}
END_TEST

START_TEST(random_bytes_differ)
{
    unsigned char one[32] = {0}, two[32] = {0};
    random_bytes(one, sizeof one);
    random_bytes(two, sizeof two);
    ck_assert(!crypto_equal(one, two, sizeof one));
}
END_TEST

START_TEST(log_lines_are_json)
{
    struct buf b;
    char longer[400];
    memset(longer, 'x', sizeof longer);
    memcpy(longer + LOG_VALUE_MAX - 1, "é", 2); /* straddles the cap */
    buf_init(&b, LOG_LINE_MAX);
    const struct log_pair pairs[] = {LOG_STR("text", STR("a\"b\\c\n\x7f\x01é")),
        LOG_STR("bytes", STR("\xff\xe9")), LOG_INT("n", -5), LOG_BOOL("yes", true), LOG_END};
    log_format(&b, 1795455605123, 42, LOG_WARN, "db.retry", STR("0f"), STR("home.show"), pairs);
    ck_assert_str_is(buf_str(&b), "{\"time\":\"2026-11-23T17:40:05.123Z\",\"level\":\"warn\","
        "\"event\":\"db.retry\",\"pid\":42,\"request\":\"0f\",\"route\":\"home.show\","
        "\"text\":\"a\\\"b\\\\c\\u000a\\u007f\\u0001é\",\"bytes\":\"\\u00ff\\u00e9\",\"n\":-5,"
        "\"yes\":true}\n");
    buf_reset(&b);
    const struct log_pair capped[] = {LOG_STR("v", ((struct str){longer, sizeof longer})), LOG_END};
    log_format(&b, 0, 1, LOG_INFO, "e", (struct str){NULL, 0}, (struct str){NULL, 0}, capped);
    ck_assert(str_ends(buf_str(&b), STR("xxx…\"}\n")) && b.n < LOG_VALUE_MAX + 120);
    buf_free(&b);
}
END_TEST

START_TEST(log_goes_to_stderr_in_one_line)
{
    int pipes[2], saved = dup(STDERR_FILENO);
    char text[5000];
    ck_assert(pipe(pipes) == 0 && dup2(pipes[1], STDERR_FILENO) >= 0);
    log_set_request(STR("cafe"), STR("r1"));
    log_set_route("r2");
    log_event(LOG_DEBUG, "not.shown", LOG_END);
    log_event(LOG_ERROR, "shown", LOG_TEXT("k", "v"), LOG_END);
    log_set_request((struct str){NULL, 0}, (struct str){NULL, 0});
    log_event(LOG_INFO, "after", LOG_END);
    dup2(saved, STDERR_FILENO);
    ssize_t n = read(pipes[0], text, sizeof text - 1);
    ck_assert(n > 0);
    text[n] = 0;
    ck_assert(!strstr(text, "not.shown") && strstr(text, "\"request\":\"cafe\",\"route\":\"r2\",\"k\":\"v\"}\n"));
    ck_assert(strstr(text, "\"event\":\"after\"") && !strstr(strstr(text, "after"), "cafe"));
    close(pipes[0]);
    close(pipes[1]);
    close(saved);
}
END_TEST

START_TEST(clock_moves_for_tests)
{
    int64_t real = (int64_t)time(NULL), mono = clock_mono_ms();
    ck_assert(clock_now().s - real <= 1 && clock_now().s >= real);
    clock_shift(86400);
    ck_assert(clock_now().s - real >= 86400 && clock_now_ms() / 1000 - real <= 86402);
    ck_assert(clock_mono_ms() - mono < 5000);
    clock_shift(0);
    ck_assert_int_eq(clock_shifted(), 0);
}
END_TEST

START_TEST(memory_is_measured)
{
    struct proc_memory before = proc_memory(0, true);
    ck_assert(before.rss_kb > 0 && before.private_kb > 0);
    char *volatile big = malloc(20 << 20); /* volatile: or it is optimised away */
    memset(big, 1, 20 << 20);
    struct proc_memory after = proc_memory(0, true);
    ck_assert(after.private_kb - before.private_kb > 19 << 10 && big[5] == 1);
    ck_assert(after.rss_kb - before.rss_kb > 19 << 10);
    free(big);
    ck_assert_int_eq(proc_memory(0, false).private_kb, -1);
}
END_TEST

/* ---- configuration */

static struct str whole_config(const char *extra)
{
    return arena_printf(a,
        "[site]\nbase_url=http://localhost:8080\ndemo=true\n"
        "[pool applicants]\nsocket=/run/p.sock\nworkers=3\n"
        "[database]\nsocket=/run/m.sock\nname=movsc\nweb_user=w\nweb_password_file=/nowhere/db-web\n"
        "jobs_user=j\n[smtp]\nhost=localhost\nport=1025\ntls=none\nfrom=a@b.fr\n"
        "from_name=Candidatures MOVSC\nenvelope_domain=b.fr\n"
        "[secrets]\nmaster_key_file=/etc/master\nkeys_folder=/etc/keys\n%s", extra);
}

START_TEST(a_whole_configuration)
{
    struct config *c;
    struct buf problems;
    buf_init(&problems, 20000);
    const char *path = write_file("ok.conf", whole_config("[test]\nclock_shift=-3600\n"), 0644);
    ck_assert_msg(config_load(path, &c, &problems), "%.*s", STR_ARG(buf_str(&problems)));
    ck_assert_str_eq(c->site.base_url, "http://localhost:8080");
    ck_assert_str_eq(c->site.static_url, "/static");
    ck_assert(c->site.demo && c->smtp.tls == CONFIG_TLS_NONE && c->smtp.port == 1025);
    /* Which secrets there are is said, and not one of them is opened. */
    ck_assert_str_eq(c->database.users[CONFIG_DB_WEB].password_file, "/nowhere/db-web");
    ck_assert_ptr_null(c->database.users[CONFIG_DB_WEB].password);
    ck_assert_ptr_null(c->database.users[CONFIG_DB_JOBS].password_file);
    ck_assert_str_eq(c->secrets.keys_folder, "/etc/keys");
    ck_assert_ptr_null(c->held);
    ck_assert_ptr_null(c->database.users[CONFIG_DB_ADMIN].user);
    ck_assert_int_eq(c->test.clock_shift, -3600);
    const struct config_pool *pool = config_pool(c, "applicants");
    ck_assert(pool && pool->workers == 3 && pool->max_requests == 1000 && pool->kill_seconds == 25);
    ck_assert_ptr_null(config_pool(c, "staff"));
    config_free(c);
    buf_free(&problems);
}
END_TEST

static bool says(struct buf *problems, const char *line)
{
    return memmem(problems->p, problems->n, line, strlen(line)) != NULL;
}

START_TEST(every_problem_is_named_at_once)
{
    struct config *c;
    struct buf problems;
    buf_init(&problems, 20000);
    struct str text = STR(
        "[site]\nbase_url=http://x.fr\nstatic=1\ndemo=oui\n"
        "[pool applicants]\nsocket=relative\nworkers=0\nrequest_seconds=30\n[pool other]\n"
        "[web]\nuser=www\n[database]\nname=movsc\nweb_password_file=s3cret\n"
        "[smtp]\nhost=h\nport=99999\ntls=yes\nfrom=nobody\nuser=u\nenvelope_domain=\n"
        "[test]\nclock_shift=1h\n[extra]\nx=1\n");
    ck_assert(!config_load(write_file("bad.conf", text, 0644), &c, &problems));
    ck_assert_ptr_null(c);
    static const char *const expected[] = {"[site] base_url\u00a0: attendu https://", "[site] static\u00a0: clé",
        "[site] demo\u00a0: attendu true ou false\u00a0; trouvé «\u00a0oui\u00a0»", "[pool applicants] socket\u00a0: attendu un chemin",
        "[pool applicants] workers\u00a0: attendu un nombre entier entre 1 et 128\u00a0; trouvé «\u00a00\u00a0»",
        "[pool applicants] kill_seconds\u00a0: attendu plus que request_seconds",
        "[database] socket\u00a0: attendu socket ou host", "[database] web_user\u00a0: clé absente",
        "[database] web_password_file\u00a0: attendu le chemin absolu d’un fichier secret", "[database] jobs_user\u00a0: clé absente",
        "[smtp] port\u00a0: attendu un nombre", "[smtp] tls\u00a0: attendu none", "[smtp] from\u00a0: attendu une adr",
        "[smtp] user\u00a0: attendu user et password_file", "[smtp] envelope_domain\u00a0: valeur vide",
        "[pool other]\u00a0: rubrique inconnue\u00a0; attendu pool applicants",
        "[web] user\u00a0: attendu maintenant dans chaque [pool NOM]", "[test] clock_shift\u00a0: attendu un nombre",
        "[extra]\u00a0: rubrique inconnue"};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_msg(says(&problems, expected[i]), "%s\nin\n%.*s", expected[i],
            STR_ARG(buf_str(&problems)));
    ck_assert(!says(&problems, "[extra] x"));
    buf_reset(&problems);
    ck_assert(!config_load(path_of("absent.conf"), &c, &problems) && problems.n > 0);
    buf_free(&problems);
}
END_TEST

/* What no single key can know, a row each; as many pools as there may be are no problem. */
START_TEST(what_goes_together_is_judged_together)
{
    static const struct {
        const char *extra, *problem; /* NULL: it loads */
    } rows[] = {
        {"[pool staff]\nsocket=/run/b\n[pool documents]\nsocket=/run/c\n[pool signin]\nsocket=/run/d\n"
         "[database]\nstaff_user=s\ndocuments_user=d\nsignin_user=i\n", NULL},
        {"[pool staff]\nsocket=/run/b\n[database]\nstaff_user=s\n",
            "[pool signin]\u00a0: rubrique absente\u00a0; attendu avec [pool staff]"},
        {"[pool signin]\nsocket=/run/b\n", "[database] signin_user\u00a0: attendu avec [pool signin]"},
        {"[pool staff]\nsocket=/run/b\n[pool documents]\nsocket=/run/p.sock\n",
            "attendu une socket différente pour chaque rubrique\u00a0; trouvé «\u00a0/run/p.sock"},
        {"[pool staff]\nsocket=/run/p.sock\n", "attendu une socket différente"},
        {"[pool staff]\nsocket=/run/s\n", "[database] staff_user\u00a0: attendu avec [pool staff]"},
        {"[pool documents]\n", "[database] documents_user\u00a0: attendu avec [pool documents]"},
        /* in production each program has an account of its own */
        {"[site]\ndemo=false\n", "[pool applicants] user\u00a0: clé absente\u00a0; attendu le compte de ce seul "
         "programme, par exemple portail-applicants"},
        {"[site]\ndemo=false\n", "[jobs] user\u00a0: clé absente"},
        {"[site]\ndemo=false\n[pool applicants]\nuser=p\n[jobs]\nuser=p\n",
            "[jobs] user\u00a0: attendu un compte différent pour chaque programme\u00a0; trouvé «\u00a0p"},
        {"[pool applicants]\nuser=p\n[jobs]\nuser=p\n", NULL},
        {"[site]\ndemo=false\nbase_url=https://x.fr\n[pool applicants]\nuser=p\n[jobs]\nuser=j\n", NULL},
        {"[database]\nhost=db\n", "[database] ca_file\u00a0: attendu avec host"},
        {"[smtp]\nuser=u\n", "[smtp] user\u00a0: attendu user et password_file ensemble"},
        {"[smtp]\nauthserv_id=mx.r.fr\n", "[smtp] authserv_id\u00a0: attendu avec reply_domain"},
        {"[smtp]\nreply_domain=r.fr\n", "[smtp] reply_domain\u00a0: attendu avec bounce_maildir"},
        {"[site]\ndemo=false\n[test]\nclock_shift=1\n", "[test] clock_shift\u00a0: attendu 0 hors"},
        {"[site]\ndemo=false\n[test]\nmail_fast=1\n", "[test] mail_fast\u00a0: attendu 0 hors"},
    };
    struct config *c;
    struct buf problems;
    buf_init(&problems, 20000);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_reset(&problems);
        const char *path = write_file("together.conf", whole_config(rows[i].extra), 0644);
        bool good = config_load(path, &c, &problems);
        ck_assert_msg(good == !rows[i].problem, "%s: %.*s", rows[i].extra, STR_ARG(buf_str(&problems)));
        if (good)
            config_free(c);
        else
            ck_assert_msg(says(&problems, rows[i].problem), "%s in\n%.*s", rows[i].problem,
                STR_ARG(buf_str(&problems)));
    }
    buf_free(&problems);
}
END_TEST

/* Keys renamed in config.c show up here. */
START_TEST(the_example_is_right)
{
    struct config *c;
    struct buf problems;
    const char *root = getenv("srcdir");
    const char *example = arena_printf(a, "%s/nginx/portal.conf.example", root ? root : ".").p;
    buf_init(&problems, 20000);
    ck_assert_msg(config_load(example, &c, &problems), "%.*s", STR_ARG(buf_str(&problems)));
    config_free(c);
    buf_free(&problems);
}
END_TEST

/* As systemd would hear it, on a socket of a file and on one that is a name alone. */
static int manager(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t n = strlen(path);
    memcpy(at.sun_path, path, n);
    if (*path == '@')
        at.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ck_assert(fd >= 0 && bind(fd, (struct sockaddr *)&at,
                             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) == 0);
    ck_assert_int_eq(setenv("NOTIFY_SOCKET", path, 1), 0);
    return fd;
}

static struct str heard(int fd)
{
    char text[100];
    ssize_t n = recv(fd, text, sizeof text, 0);
    return n < 0 ? (struct str){0} : arena_dup(a, (struct str){text, (size_t)n});
}

START_TEST(the_clock_stands_still_for_tests)
{
    clock_stop((struct instant){1000});
    ck_assert_int_eq(clock_now().s, 1000);
    clock_shift(5);
    ck_assert_int_eq(clock_now().s, 1005);
    clock_shift(0);
    clock_stop((struct instant){0});
    ck_assert_int_gt(clock_now().s, 1000);
}
END_TEST

START_TEST(systemd_is_told)
{
    const char *const paths[] = {path_of("notify"), arena_printf(a, "@portail-%d", (int)getpid()).p};
    for (size_t i = 0; i < 2; i++) {
        int fd = manager(paths[i]);
        notify_say("READY=1");
        ck_assert_str_is(heard(fd), "READY=1");
        int told = 0;
        for (int k = 0; k < 100; k++) {
            notify_alive(); /* once a second is enough, however often it goes round */
            told += heard(fd).p != NULL;
        }
        ck_assert(told < 50 && (i || told > 0));
        ck_assert_int_eq(close(fd), 0);
        notify_say("STOPPING=1"); /* nobody hears it: no harm */
    }
    static const char *const odd[] = {"", "/", "relative",
        "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        ck_assert_int_eq(setenv("NOTIFY_SOCKET", odd[i], 1), 0);
        notify_say("READY=1");
    }
    ck_assert_int_eq(unsetenv("NOTIFY_SOCKET"), 0);
    notify_say("READY=1");
}
END_TEST

/* What an erasure takes with it: the file wherever a mail reader has put it, and nothing else. */
START_TEST(a_mail_put_aside_is_forgotten)
{
    static const char *const folders[] = {"box", "box/.Failed", "box/.Failed/new", "box/.Failed/cur"};
    static const char *const gone[] = {"box/.Failed/new/1.M2.host", "box/.Failed/cur/1.M3.host:2,S"};
    static const char *const kept[] = {"box/.Failed/new/1.M2.hostess", "box/.Failed/cur/1.M33.host:2,S", "box/other"};
    for (size_t i = 0; i < 4; i++)
        ck_assert(mkdir(path_of(folders[i]), 0700) == 0);
    for (size_t i = 0; i < 3; i++)
        write_file(kept[i], STR("x"), 0600);
    for (size_t i = 0; i < 2; i++)
        write_file(gone[i], STR("x"), 0600);
    ck_assert(maildir_forget(a, path_of("box"), STR("1.M2.host")));
    ck_assert(maildir_forget(a, path_of("box"), STR("1.M3.host")));
    ck_assert(maildir_forget(a, path_of("box"), STR("1.M3.host"))); /* there is none any more */
    ck_assert(maildir_forget(a, path_of("box"), STR("")));          /* it came another way */
    ck_assert(!maildir_forget(a, path_of("box"), STR("../../other")));
    ck_assert(maildir_forget(a, path_of("no-such-box"), STR("1.M2.host")));
    for (size_t i = 0; i < 2; i++)
        ck_assert_msg(access(path_of(gone[i]), F_OK) != 0, "%s", gone[i]);
    for (size_t i = 0; i < 3; i++)
        ck_assert_msg(access(path_of(kept[i]), F_OK) == 0, "%s", kept[i]);
}
END_TEST

int main(void)
{
    a = arena_new();
    if (!mkdtemp(folder))
        return EXIT_FAILURE;
    const suite_test tests[] = {hashes_are_the_published_ones, every_purpose_has_its_own_key,
        a_link_is_of_one_request, a_mailbox_has_a_link_of_its_own,
        sealing_round_trips_and_refuses_changes, random_bytes_differ,
        log_lines_are_json, log_goes_to_stderr_in_one_line, clock_moves_for_tests,
        memory_is_measured, a_whole_configuration, every_problem_is_named_at_once,
        what_goes_together_is_judged_together,
        the_example_is_right, the_clock_stands_still_for_tests, systemd_is_told,
        a_mail_put_aside_is_forgotten};
    int rc = suite_main("sys", tests, sizeof tests / sizeof *tests);
    static const char *const made[] = {"ok.conf", "bad.conf", "together.conf", "notify"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlink(path_of(made[i]));
    rmdir(folder);
    arena_free(a);
    return rc;
}
