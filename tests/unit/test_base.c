#include "base/ascii.h"
#include "base/codec.h"
#include "base/day.h"
#include "base/money.h"
#include "base/utf8.h"
#include "base/words.h"
#include "suite.h"

static struct arena *a;

START_TEST(numbers)
{
    uint64_t v = 7;
    ck_assert(str_to_u64(STR("0"), 10, &v) && v == 0);
    ck_assert(str_to_u64(STR("18446744073709551615"), UINT64_MAX, &v) && v == UINT64_MAX);
    ck_assert(!str_to_u64(STR("18446744073709551616"), UINT64_MAX, &v));
    ck_assert(!str_to_u64(STR("11"), 10, &v));
    ck_assert(!str_to_u64(STR(""), 10, &v) && !str_to_u64(STR(" 1"), 10, &v));
    ck_assert(!str_to_u64(STR("-1"), 10, &v) && !str_to_u64(STR("1a"), 10, &v));
}
END_TEST

/* Every byte there is, and the char that it becomes where char is signed; the letters are written out. */
START_TEST(each_byte_is_what_ascii_says)
{
    static const char DIGITS[] = "0123456789", LOWER[] = "abcdefghijklmnopqrstuvwxyz",
                      UPPER[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (int byte = 0; byte < 256; byte++) {
        char c = (char)byte, one[] = {c, 0};
        bool digit = byte && strchr(DIGITS, c), other = byte && strchr("-._~", c);
        const char *lower = byte ? strchr(LOWER, c) : NULL, *upper = byte ? strchr(UPPER, c) : NULL;
        for (int k = 0; k < 2; k++) {
            int as = k ? c : byte;
            ck_assert_msg(ascii_is_digit(as) == digit && ascii_is_lower(as) == !!lower &&
                    ascii_is_upper(as) == !!upper && ascii_is_letter(as) == (lower || upper) &&
                    ascii_is_alnum(as) == (digit || lower || upper), "0x%02x", byte);
            ck_assert_msg(ascii_is_unreserved(as) == (digit || lower || upper || other), "0x%02x", byte);
            ck_assert_msg(ascii_is_url_safe(as) == (ascii_is_unreserved(as) && c != '.' && c != '~'),
                "0x%02x", byte);
        }
        ck_assert_msg(ascii_lower(c) == (upper ? LOWER[upper - UPPER] : c), "0x%02x", byte);
        ck_assert_msg(ascii_upper(c) == (lower ? UPPER[lower - LOWER] : c), "0x%02x", byte);
        ck_assert_msg(str_is_url_safe((struct str){one, 1}) == ascii_is_url_safe(byte), "0x%02x", byte);
    }
    ck_assert(str_is_url_safe(STR("")) && str_is_url_safe(STR("Aa0-_z9Z")));
    ck_assert(!str_is_url_safe(STR("é")) && !str_is_url_safe(STR("a b")) && !str_is_url_safe(STR("ab/")));
}
END_TEST

START_TEST(cutting)
{
    struct str s = STR("a,,b"), piece;
    ck_assert(str_cut(&s, ',', &piece));
    ck_assert_str_is(piece, "a");
    ck_assert(str_cut(&s, ',', &piece) && piece.n == 0);
    ck_assert(str_cut(&s, ',', &piece));
    ck_assert_str_is(piece, "b");
    ck_assert(!str_cut(&s, ',', &piece));
    ck_assert_str_is(str_trim(STR(" \t x y\r\n")), "x y");
}
END_TEST

START_TEST(buf_has_a_maximum)
{
    struct buf b;
    buf_init(&b, 10);
    buf_puts(&b, "123456789");
    ck_assert(!b.overflow);
    buf_puts(&b, "ab");
    ck_assert(b.overflow && b.n == 9);
    buf_putc(&b, 'c'); /* sticky, though it would fit */
    ck_assert_str_is(buf_str(&b), "123456789");
    buf_reset(&b);
    buf_printf(&b, "%d", 42);
    ck_assert_str_is(buf_str(&b), "42");
    buf_free(&b);
}
END_TEST

static void note(void *arg)
{
    (*(int *)arg)++;
}

START_TEST(arena_lives_one_request)
{
    struct arena *mine = arena_new();
    int ran = 0;
    arena_defer(mine, note, &ran);
    char *big = arena_alloc(mine, 1 << 20);
    ck_assert(big[0] == 0 && big[(1 << 20) - 1] == 0);
    ck_assert_str_is(arena_printf(mine, "%s-%d", "x", 5), "x-5");
    arena_reset(mine);
    ck_assert_int_eq(ran, 1);
    ck_assert_uint_eq(arena_used(mine), 0);
    arena_free(mine);
    ck_assert_int_eq(ran, 1);
}
END_TEST

static struct str shown(struct money m)
{
    struct buf b;
    buf_init(&b, 100);
    money_format(&b, m);
    struct str s = arena_dup(a, buf_str(&b));
    buf_free(&b);
    return s;
}

START_TEST(money_is_french)
{
    ck_assert_str_is(shown((struct money){1000500}), "10\u202f005,00\u00a0€");
    ck_assert_str_is(shown((struct money){520050}), "5\u202f200,50\u00a0€");
    ck_assert_str_is(shown((struct money){5}), "0,05\u00a0€");
    ck_assert_str_is(shown((struct money){-123456789}), "\u22121\u202f234\u202f567,89\u00a0€");
    static const struct { const char *text; int64_t cents; } ok[] = {{"1200", 120000},
        {"1 200,50 €", 120050}, {"10\u202f005,00\u00a0€", 1000500}, {"1200.5", 120050}, {"0", 0},
        {"  7 ", 700}};
    static const char *const bad[] = {"", "abc", "1,2,3", "1.234,5", "€", "-5", "12345678,00", "1,234"};
    struct money m;
    for (size_t i = 0; i < sizeof ok / sizeof *ok; i++)
        ck_assert_msg(money_parse(str_c(ok[i].text), &m) && m.cents == ok[i].cents, "%s", ok[i].text);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!money_parse(str_c(bad[i]), &m), "%s", bad[i]);
}
END_TEST

START_TEST(days_count)
{
    struct day d;
    ck_assert(day_parse_iso(STR("2028-02-29"), &d));
    ck_assert(!day_parse_iso(STR("2027-02-29"), &d) && !day_parse_iso(STR("2026-13-01"), &d));
    ck_assert(!day_parse_iso(STR("2026-1-01"), &d));
    ck_assert_int_eq(day_to_number((struct day){1970, 1, 1}), 0);
    for (int n = -20000; n < 60000; n++) {
        d = day_from_number(n);
        ck_assert(day_valid(d) && day_to_number(d) == n);
    }
}
END_TEST

START_TEST(months_as_typed)
{
    static const struct { const char *text; int number; } cases[] = {{"9", 9}, {"09", 9}, {"12", 12},
        {"13", 0}, {"0", 0}, {"sept.", 9}, {"Septembre", 9}, {"AOÛT", 8}, {"aout", 8}, {"jui", 0},
        {"juin", 6}, {"juil", 7}, {"déc", 12}, {"fevrier", 2}, {"x", 0}, {"", 0}, {"009", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(month_number_from_text(str_c(cases[i].text)) == cases[i].number, "%s -> %d",
            cases[i].text, month_number_from_text(str_c(cases[i].text)));
}
END_TEST

START_TEST(paris_time)
{
    struct instant t;
    ck_assert(instant_parse_sql(STR("2026-03-29 00:59:59"), &t));
    ck_assert_int_eq(wall_paris(t).h, 1);
    t.s++;
    ck_assert_int_eq(wall_paris(t).h, 3);
    ck_assert(instant_parse_sql(STR("2026-10-25 00:59:59.123"), &t));
    ck_assert_int_eq(wall_paris(t).h, 2);
    t.s++;
    ck_assert_int_eq(wall_paris(t).h, 2);
    /* before 1970 the count is negative, the hour is not */
    ck_assert(instant_parse_sql(STR("1900-01-29 00:00:05"), &t));
    ck_assert_int_eq(wall_paris(t).h, 1);
    ck_assert_int_eq(wall_paris(t).s, 5);
    ck_assert_int_eq(wall_paris(t).day.d, 29);
    ck_assert(!instant_parse_sql(STR("2026-12-31 23:59:60"), &t));
    ck_assert(instant_parse_sql(STR("2026-12-31 23:30:00"), &t));
    ck_assert_int_eq(day_paris(t).y, 2027);
    struct instant close = instant_from_paris((struct day){2027, 6, 30}, 23, 59, 59);
    struct buf b;
    buf_init(&b, 200);
    instant_format_sql(&b, close);
    ck_assert_str_is(buf_str(&b), "2027-06-30 21:59:59");
    buf_reset(&b);
    instant_format_fr_exact(&b, close);
    ck_assert_str_is(buf_str(&b),
        "30\u00a0juin\u00a02027 à 23\u00a0h\u00a059\u00a0min\u00a059\u00a0s (heure de Paris, UTC+2)");
    buf_free(&b);
}
END_TEST

START_TEST(utf8_is_strict)
{
    static const char *const bad[] = {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xff",
        "a\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert(!utf8_valid(str_c(bad[i])));
    ck_assert(utf8_valid(STR("é€\U0001F600")) && utf8_length(STR("é€\U0001F600")) == 3);
    ck_assert_str_is(utf8_clean_line(a, STR(" a\u00a0 b\u200b\r\n c\u202e ")), "a b c");
    ck_assert_str_is(utf8_clean_line(a, STR("a\uFFFFb\uFDD0c\U0010FFFE\uFFFDd")), "abc\uFFFDd"); /* no character */
    ck_assert_str_is(utf8_clean_text(a, STR("\r\na  b\r\n\r\n\r\n\r\nc \n")), "a b\n\nc");
}
END_TEST

START_TEST(codecs_round_trip)
{
    unsigned char bytes[40], back[40];
    for (size_t n = 0; n < sizeof bytes; n++) {
        bytes[n] = (unsigned char)(n * 37 + 11);
        struct str s = {(char *)bytes, n + 1}, out;
        ck_assert(hex_decode(hex_encode(a, s), back, n + 1) && memcmp(back, bytes, n + 1) == 0);
        ck_assert(base64url_decode(a, base64url_encode(a, s), &out) && str_eq(out, s));
    }
    struct str out;
    ck_assert(!base64url_decode(a, STR("A"), &out) && !base64url_decode(a, STR("AB"), &out));
    ck_assert(!base64url_decode(a, STR("A="), &out) && !hex_decode(STR("0g"), back, 1));
    ck_assert_str_is(plain_code(a, STR("\x00\x1d\xff\x1e"), 3), "2Z2");
}
END_TEST

START_TEST(words_stand_in_sentences)
{
    struct instant t = instant_from_paris((struct day){2027, 1, 1}, 9, 5, 0);
    ck_assert_str_is(words_money(a, (struct money){1040500}), "10\u202f405,00\u00a0€");
    ck_assert_str_is(words_day(a, (struct day){2027, 1, 1}), "1er\u00a0janvier\u00a02027");
    ck_assert_str_is(words_month(a, month_make(2027, 11)), "novembre\u00a02027");
    ck_assert_str_is(words_instant(a, t), "1er\u00a0janvier\u00a02027 à 9\u00a0h\u00a005");
    ck_assert(words_day(a, (struct day){0}).n + words_month(a, (struct month){0}).n +
        words_instant(a, (struct instant){0}).n == 0);
    ck_assert_str_is(words_count(a, 0, "mois", "mois"), "0\u00a0mois");
    ck_assert_str_is(words_count(a, 1, "jour", "jours"), "1\u00a0jour");
    ck_assert_str_is(words_count(a, 2, "jour", "jours"), "2\u00a0jours");
    static const struct {
        uint64_t bytes;
        const char *words;
    } sizes[] = {{0, "0\u00a0octet"}, {1, "1\u00a0octet"}, {1023, "1023\u00a0octets"}, {1024, "1\u00a0Ko"}, {1048575, "1023\u00a0Ko"},
        {1048576, "1,0\u00a0Mo"}, {24ull << 20, "24,0\u00a0Mo"}, {1048576 + 1048575, "1,9\u00a0Mo"}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        ck_assert_str_is(words_size(a, sizes[i].bytes), sizes[i].words);
}
END_TEST

int main(void)
{
    a = arena_new();
    const suite_test tests[] = {numbers, each_byte_is_what_ascii_says, cutting, buf_has_a_maximum, arena_lives_one_request,
        money_is_french, days_count, months_as_typed, paris_time, utf8_is_strict, codecs_round_trip,
        words_stand_in_sentences};
    int rc = suite_main("base", tests, sizeof tests / sizeof *tests);
    arena_free(a);
    return rc;
}
