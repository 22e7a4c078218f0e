/* The master, each program's file of keys, and a purpose that a process does not hold. */
#include "keys_stage.h"
#include "sys/proc.h"

static struct str read_file(const char *name)
{
    struct buf b, why;
    buf_init(&b, 20000);
    buf_init(&why, 1000);
    ck_assert_msg(proc_read_file(path_of(name), 20000, false, &b, &why), "%.*s", STR_ARG(buf_str(&why)));
    buf_free(&why);
    return arena_take(a, &b);
}

static bool same_mac(const struct keys *one, const struct keys *other, enum key_purpose purpose)
{
    unsigned char x[HASH_BYTES], y[HASH_BYTES];
    crypto_hmac(one, purpose, STR("same"), x);
    crypto_hmac(other, purpose, STR("same"), y);
    return crypto_equal(x, y, HASH_BYTES);
}

START_TEST(master_files)
{
    static const struct { const char *content; mode_t mode; bool ok; } cases[] = {
        {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n", 0600, true},
        {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", 0640, true},
        {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n", 0644, false},
        {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n", 0602, false},
        {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeef\n", 0600, false},
        {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeefg\n", 0600, false},
        {"0011", 0600, false}, {"", 0600, false}};
    struct master m;
    struct buf why;
    buf_init(&why, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_reset(&why);
        const char *path = write_file("master", str_c(cases[i].content), cases[i].mode);
        ck_assert_msg(master_read(path, &m, &why) == cases[i].ok, "case %zu", i);
        ck_assert((m.n == 32) == cases[i].ok && (why.n == 0) == cases[i].ok);
        ck_assert(!says(&why, "00112233"));
        master_forget(&m);
        ck_assert_uint_eq(m.n, 0);
    }
    ck_assert(!master_read(path_of("absent"), &m, &why) && !master_read(folder, &m, &why));
    buf_free(&why);
}
END_TEST

/* What was made before the split opens after it: each key is what the master always gave. */
START_TEST(a_file_of_keys_gives_the_keys_of_the_master)
{
    struct keys *whole = keys_from(master_bytes()), *some;
    struct master m = master_of(master_bytes());
    struct sysuser me;
    struct buf why;
    struct stat st;
    bool changed = false;
    buf_init(&why, 1000);
    ck_assert(sysuser_find(NULL, &me, &why));
    for (size_t i = 0; i < holders_n; i++) {
        const struct holder *h = &holders[i];
        const char *path = path_of(h->name);
        ck_assert(keyfile_write(path, h->keys, &m, &me, &changed, &why) && changed);
        ck_assert(stat(path, &st) == 0 && (st.st_mode & 07777) == 0400 && st.st_uid == geteuid());
        struct str first = read_file(h->name);
        ck_assert(keyfile_write(path, h->keys, &m, &me, &changed, &why) && !changed);
        ck_assert(str_eq(first, read_file(h->name)));
        ck_assert_msg(keyfile_read(path, h->keys, &some, &why), "%.*s", STR_ARG(buf_str(&why)));
        for (int p = 0; p < KEY_PURPOSES; p++)
            if (h->keys & KEY_BIT(p))
                ck_assert_msg(same_mac(whole, some, (enum key_purpose)p), "%s: %s", h->name,
                    key_label((enum key_purpose)p));
        /* no other program's label stands there, nor the master itself */
        for (int p = 0; p < KEY_PURPOSES; p++)
            ck_assert((strstr(first.p, arena_printf(a, "\n%s ", key_label((enum key_purpose)p)).p) !=
                          NULL) == ((h->keys & KEY_BIT(p)) != 0));
        ck_assert_ptr_null(strstr(first.p, hex64));
        keys_free(some);
        unlink(path);
    }
    keys_free(whole);
    buf_free(&why);
}
END_TEST

START_TEST(what_is_wrong_with_a_file_of_keys_is_named)
{
    static const struct { const char *content; mode_t mode; const char *why; } cases[] = {
        {"csrf " SIXTY_FOUR "\ncookie " SIXTY_FOUR "\n", 0600, NULL},
        {"# said\n\ncsrf " SIXTY_FOUR "\r\ncookie " SIXTY_FOUR, 0400, NULL},
        /* what is another program's, or another version's, is let be */
        {"totp " SIXTY_FOUR "\ncsrf " SIXTY_FOUR "\ncookie " SIXTY_FOUR "\nlater " SIXTY_FOUR "\n", 0400,
            NULL},
        {"cookie " SIXTY_FOUR "\n", 0400, "il y manque la clé de\u00a0: csrf"},
        {"", 0400, "il y manque la clé de\u00a0: cookie, csrf"},
        {"cookie " SIXTY_FOUR "\ncookie " SIXTY_FOUR "\n", 0400, "ligne 2 illisible"},
        {"cookie 0011\ncsrf " SIXTY_FOUR "\n", 0400, "ligne 1 illisible"},
        {"cookie x" SIXTY_FOUR "\n", 0400, "ligne 1 illisible"},
        {"csrf " SIXTY_FOUR "\ncookie zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
            0400, "ligne 2 illisible"},
        {"csrf " SIXTY_FOUR "\ncookie " SIXTY_FOUR "\n", 0444, "d’autres comptes"},
    };
    const key_set both = KEY_BIT(KEY_COOKIE) | KEY_BIT(KEY_CSRF);
    struct keys *k;
    struct buf why;
    buf_init(&why, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_reset(&why);
        const char *path = write_file("some", str_c(cases[i].content), cases[i].mode);
        bool ok = keyfile_read(path, both, &k, &why);
        ck_assert_msg(ok == !cases[i].why && (k != NULL) == ok, "case %zu: %.*s", i, STR_ARG(buf_str(&why)));
        ck_assert_msg(ok || says(&why, cases[i].why), "case %zu: %.*s", i, STR_ARG(buf_str(&why)));
        ck_assert(!says(&why, "2233"));
        keys_free(k);
    }
    ck_assert(!keyfile_read(path_of("absent"), both, &k, &why));
    buf_free(&why);
}
END_TEST

START_TEST(the_doctor_compares_with_the_master)
{
    struct master m = master_of(master_bytes()), other = master_of(STR("another secret of thirty-two byte"));
    struct keyfile_state state;
    struct sysuser me;
    struct buf why;
    bool changed;
    const key_set held = KEY_BIT(KEY_COOKIE) | KEY_BIT(KEY_TOTP);
    buf_init(&why, 1000);
    ck_assert(sysuser_find("", &me, &why));
    const char *path = path_of("some");
    ck_assert(keyfile_write(path, held, &m, &me, &changed, &why));
    ck_assert(keyfile_check(path, held, &m, &state, &why));
    ck_assert(!state.missing && !state.extra && !state.wrong);
    ck_assert(keyfile_check(path, held, &other, &state, &why) && state.wrong == held);
    ck_assert(keyfile_check(path, held, NULL, &state, &why) && !state.wrong);
    ck_assert(keyfile_check(path, KEY_BIT(KEY_COOKIE) | KEY_BIT(KEY_VIEW), &m, &state, &why));
    ck_assert(state.missing == KEY_BIT(KEY_VIEW) && state.extra == KEY_BIT(KEY_TOTP) && !state.wrong);
    ck_assert(keyfile_write(path, held, &other, &me, &changed, &why) && changed);
    ck_assert(chmod(path, 0440) == 0); /* as wrong as other bytes */
    ck_assert(keyfile_write(path, held, &other, &me, &changed, &why) && changed);
    ck_assert(!keyfile_write(path_of("no/such"), held, &m, &me, &changed, &why) && says(&why, "no/such"));
    buf_free(&why);
}
END_TEST

/* ---- a purpose that the process does not hold */

START_TEST(no_purpose_without_its_key_hmac)
{
    unsigned char out[HASH_BYTES];
    struct keys *k = keys_some(master_bytes(), KEY_BIT(KEY_COOKIE));
    log_set_level(LOG_ERROR + 1);
    crypto_hmac(k, KEY_COOKIE, STR("x"), out);
    crypto_hmac(k, KEY_CSRF, STR("x"), out);
}
END_TEST

START_TEST(no_purpose_without_its_key_seal)
{
    struct keys *k = keys_some(master_bytes(), KEY_BIT(KEY_COOKIE));
    log_set_level(LOG_ERROR + 1);
    crypto_seal(a, k, KEY_COOKIE, STR("x"), STR(""));
    crypto_seal(a, k, KEY_STASH, STR("x"), STR(""));
}
END_TEST

START_TEST(no_purpose_without_its_key_open)
{
    struct str plain;
    struct keys *k = keys_some(master_bytes(), KEY_BIT(KEY_COOKIE));
    log_set_level(LOG_ERROR + 1);
    crypto_open(a, k, KEY_COOKIE, STR("x"), STR(""), &plain);
    crypto_open(a, k, KEY_STASH, STR("x"), STR(""), &plain);
}
END_TEST

/* The log names what was wanted: somebody has to find out. */
START_TEST(what_was_wanted_is_named)
{
    int pipes[2];
    char text[2000];
    ck_assert(pipe(pipes) == 0);
    pid_t pid = fork();
    if (pid == 0) {
        unsigned char out[HASH_BYTES];
        dup2(pipes[1], STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        crypto_hmac(keys_new(), KEY_TOTP, STR("x"), out);
        _exit(0);
    }
    close(pipes[1]);
    ssize_t n = read(pipes[0], text, sizeof text - 1);
    ck_assert(n > 0);
    text[n] = 0;
    ck_assert_msg(strstr(text, "\"event\":\"keys.not_held\"") && strstr(text, "\"purpose\":\"totp\""), "%s", text);
    close(pipes[0]);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {master_files, a_file_of_keys_gives_the_keys_of_the_master,
        what_is_wrong_with_a_file_of_keys_is_named, the_doctor_compares_with_the_master,
        what_was_wanted_is_named};
    const suite_test ends[] = {no_purpose_without_its_key_hmac, no_purpose_without_its_key_seal,
        no_purpose_without_its_key_open};
    return stage_main("sys keys", tests, COUNT(tests), ends, COUNT(ends));
}
