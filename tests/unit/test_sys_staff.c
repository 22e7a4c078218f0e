/* Passwords at rest, codes of the second factor, the picture that brings its secret. */
#include "suite.h"

#include "sys/password.h"
#include "sys/totp.h"

#include <unistd.h>

static struct arena *a;

START_TEST(a_password_at_rest)
{
    a = arena_new();
    struct str typed = STR("quatre mots sans rapport");
    struct str one = password_hash(a, typed), two = password_hash(a, typed);
    ck_assert(str_starts(one, STR("scrypt$32768$8$3$")));
    ck_assert_uint_lt(one.n, 256);
    ck_assert(!str_eq(one, two)); /* a salt of its own each time */
    ck_assert(password_is(a, one, typed) && password_is(a, two, typed));
    ck_assert(!password_is(a, one, STR("quatre mots sans rapporT")));
    ck_assert(!password_is(a, one, STR("")));
    /* nothing unreadable is ever right */
    static const char *const odd[] = {"", "scrypt", "scrypt$32768$8$3$$", "plain$1$1$1$AA$AA",
        "scrypt$1048576$8$3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        ck_assert(!password_is(a, str_c(odd[i]), STR("")));
    arena_free(a);
}
END_TEST

/* Python's hashlib.scrypt: salt 0..15, N=2^15 r=8 p=3, 32 bytes. */
START_TEST(another_implementation_agrees)
{
    a = arena_new();
    ck_assert(password_is(a,
        STR("scrypt$32768$8$3$AAECAwQFBgcICQoLDA0ODw$dk4o267meGfekNCJh1GJwv6WsWTryiwe-mTmM62Sw8U"), STR("pleaseletmein")));
    arena_free(a);
}
END_TEST

/* One keyboard sends é, another e and its accent; what was kept as it was typed (Python's, as above) opens too. */
START_TEST(letters_are_the_same_however_they_are_spelled)
{
    const struct str parts = STR("cafe\u0301 sans sucre"), whole = STR("caf\u00e9 sans sucre");
    a = arena_new();
    struct str of_parts = password_hash(a, parts), of_whole = password_hash(a, whole);
    ck_assert(password_is(a, of_parts, whole) && password_is(a, of_whole, parts));
    ck_assert(password_is(a,
        STR("scrypt$32768$8$3$AAECAwQFBgcICQoLDA0ODw$x0rSPhqt6yjZ5YQZj5oYONymK5fAC7bBY-SrG3vzeTM"), parts));
    ck_assert(!password_is(a, of_whole, STR("cafe sans sucre")));
    arena_free(a);
}
END_TEST

/* RFC 6238 appendix B, SHA-1: eight digits there, the last six here. */
START_TEST(codes_of_the_standard)
{
    static const struct {
        int64_t at;
        const char *code;
    } rows[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"},
        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t step = 0;
        struct instant at = {rows[i].at};
        struct str code = str_c(rows[i].code);
        ck_assert(totp_check(secret, at, code, 0, &step));
        ck_assert_uint_eq(step, (uint64_t)rows[i].at / 30);
        /* half a minute early or late, not a whole one */
        ck_assert(totp_check(secret, (struct instant){at.s + 30}, code, 0, &step));
        ck_assert(totp_check(secret, (struct instant){at.s - 30}, code, 0, &step));
        ck_assert(!totp_check(secret, (struct instant){at.s + 60}, code, 0, &step));
        /* once */
        ck_assert(!totp_check(secret, at, code, (uint64_t)at.s / 30, &step));
        ck_assert(!totp_check(secret, at, str_slice(code, 0, 5), 0, &step));
        ck_assert(!totp_check(secret, at, STR(""), 0, &step));
    }
}
END_TEST

START_TEST(a_secret_to_copy_or_to_aim_at)
{
    a = arena_new();
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";
    size_t size = 0;
    ck_assert_str_is(totp_text(a, secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    struct str uri = totp_uri(a, secret, STR("Gestion Cestes"), STR("zoé+a@exemple.fr"));
    ck_assert_str_is(uri, "otpauth://totp/Gestion%20Cestes:zo%C3%A9%2Ba%40exemple.fr?secret="
                          "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gestion%20Cestes&algorithm=SHA1"
                          "&digits=6&period=30");
    bool *dark = qr_make(a, uri, &size);
    ck_assert(dark && size >= 41 && (size - 17) % 4 == 0);
    /* the three corners */
    ck_assert(dark[0] && dark[6] && !dark[7] && dark[size - 1] && dark[(size - 1) * size]);
    arena_free(a);
}
END_TEST

START_TEST(a_list_of_words)
{
    char path[] = "/tmp/test_words_XXXXXX";
    int fd = mkstemp(path);
    bool found = true;
    static const char lines[] = "alpha\nquarterback\nzoo";
    ck_assert(fd >= 0 && write(fd, lines, sizeof lines - 1) == (ssize_t)sizeof lines - 1);
    close(fd);
    struct str words[2] = {STR(""), STR("quarterbac")};
    ck_assert(wordlist_has(path, words, 2, &found) && !found);
    words[1] = STR("quarterback");
    ck_assert(wordlist_has(path, words, 2, &found) && found);
    words[1] = STR("zoo");
    ck_assert(wordlist_has(path, words, 2, &found) && found);
    unlink(path);
    ck_assert(!wordlist_has(path, words, 2, &found) && !found);
}
END_TEST

SUITE_MAIN("sys staff", a_password_at_rest, another_implementation_agrees,
    letters_are_the_same_however_they_are_spelled, codes_of_the_standard,
    a_secret_to_copy_or_to_aim_at, a_list_of_words)
