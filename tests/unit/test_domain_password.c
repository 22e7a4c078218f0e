/* Which passwords may be chosen, and the roles' table. */
#include "suite.h"

#include "domain/browser.h"
#include "domain/password.h"
#include "domain/roles.h"

static enum password_fault judge(const char *typed)
{
    static struct arena *a;
    if (!a)
        a = arena_new();
    arena_reset(a);
    return password_judge(
        a, str_c(typed), STR("Anaïs Le Gall-Cherif"), STR("anais.legall@mille-pas.example"));
}

START_TEST(lengths_are_counted_in_characters)
{
    ck_assert_int_eq(judge("quatre mots"), PASSWORD_SHORT); /* eleven */
    ck_assert_int_eq(judge("éàüçœ éàü"), PASSWORD_SHORT);   /* nine, sixteen bytes */
    ck_assert_int_eq(judge("vélo grenat 7"), PASSWORD_GOOD);
    char most[PASSWORD_MOST + 2];
    for (size_t i = 0; i <= PASSWORD_MOST; i++)
        most[i] = "vwlqtrbkxzsm nd"[(i * 7 + i / 15) % 15];
    most[PASSWORD_MOST + 1] = 0;
    ck_assert_int_eq(judge(most), PASSWORD_LONG);
    most[PASSWORD_MOST] = 0;
    ck_assert_int_eq(judge(most), PASSWORD_GOOD);
}
END_TEST

START_TEST(ones_own_name_and_address)
{
    static const char *const bad[] = {"ANAIS aime le vent", "le gâteau de Chérif", "xx legall xx 42!",
        "pour mille raisons", "le Cestes est ici", "ma candidature 34"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(judge(bad[i]) == PASSWORD_PERSONAL, "%s: %d", bad[i], judge(bad[i]));
    /* pieces of three letters are everybody's */
    ck_assert_int_eq(judge("pas de gallium ce soir"), PASSWORD_PERSONAL);
    ck_assert_int_eq(judge("le pas des glaneurs"), PASSWORD_GOOD);
}
END_TEST

START_TEST(what_follows_the_keyboard_or_repeats)
{
    static const char *const bad[] = {"aaaaaaaaaaaa", "abababababab", "azertyuiopqsdf", "QWERTYuiop123",
        "123456789012", "abcdefghijklm", "1q2w3e4r5t6y", "1qaz2wsx3edc", "123qweasdzxc", "zyxwvutsrqpo",
        "23112026 1980", "anan1234567890", "06 12 34 56 78", "soleilsoleil"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(judge(bad[i]) == PASSWORD_SIMPLE, "%s: %d", bad[i], judge(bad[i]));
}
END_TEST

START_TEST(a_common_word_with_things_around_it)
{
    static const char *const bad[] = {"Motdepasse2026!", "motdepassemotdepasse", "P@ssw0rd2026!!",
        "!!! Bonjour 2026 !!!", "4dministrateur", "iloveyou20262027"};
    static const char *const good[] = {"bonjour le phoque violet", "un password sans fin",
        "correct horse battery staple", "кот ходит по крыше", "😀 nuage tiède 😀 rame", "Tr0ub4dor&3xKw"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(judge(bad[i]) == PASSWORD_COMMON, "%s: %d", bad[i], judge(bad[i]));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(judge(good[i]) == PASSWORD_GOOD, "%s: %d", good[i], judge(good[i]));
}
END_TEST

START_TEST(the_words_to_look_for)
{
    struct arena *a = arena_new();
    struct str cores[PASSWORD_CORES];
    ck_assert_uint_eq(password_cores(a, STR("--Qu4rt€rB@ck 2026--"), cores), PASSWORD_CORES);
    password_cores(a, STR("77Qu4rterB@ck2026"), cores);
    ck_assert_str_is(cores[0], "qurterbck");
    ck_assert_str_is(cores[1], "quarterback");
    ck_assert_str_is(cores[3], "77qu4rterb@ck2026");
    password_cores(a, STR("4dministrateur"), cores);
    ck_assert_str_is(cores[2], "administrateur");
    password_cores(a, STR("dragondragon1"), cores);
    ck_assert_str_is(cores[0], "dragon");
    password_cores(a, STR("123456789012"), cores);
    ck_assert_uint_eq(cores[0].n, 0);
    for (int f = PASSWORD_SHORT; f <= PASSWORD_COMMON; f++)
        ck_assert_uint_gt(password_sentence((enum password_fault)f).n, 30);
    ck_assert_uint_eq(password_sentence(PASSWORD_GOOD).n, 0);
    arena_free(a);
}
END_TEST

START_TEST(roles_are_one_table)
{
    unsigned all = 0;
    for (size_t i = 0; i < roles_n; i++) {
        ck_assert_uint_eq(role_bit(str_c(roles[i].value)), roles[i].bit);
        ck_assert_uint_eq(all & roles[i].bit, 0);
        all |= roles[i].bit;
    }
    ck_assert_uint_eq(all, ROLE_ANY);
    ck_assert_uint_eq(roles_read(STR("quotes,admin")), ROLE_QUOTES | ROLE_ADMIN);
    ck_assert_uint_eq(roles_read(STR("reviewer quotes")), ROLE_QUOTES | ROLE_REVIEWER);
    ck_assert_uint_eq(roles_read(STR("")), 0);
    ck_assert_uint_eq(roles_read(STR("root,Admin,adminx,admi")), 0);
}
END_TEST

START_TEST(a_browser_is_known_by_two_words)
{
    static const struct {
        const char *sent, *name;
    } cases[] = {
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0",
            "Firefox sur Windows"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
         " Chrome/130.0.0.0 Safari/537.36 Edg/130.0", "Edge sur Windows"},
        {"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
         " Chrome/130.0.0.0 Mobile Safari/537.36", "Chrome sur Android"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
         " Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari sur iPhone"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15",
            "Safari sur Mac"},
        {"curl/8.0", ""}, {"", ""}, {"<script>Firefox/", "Firefox"}, {"Linux", "Linux"}};
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_is(browser_name(a, str_c(cases[i].sent)), cases[i].name);
    arena_free(a);
}
END_TEST

SUITE_MAIN("password", a_browser_is_known_by_two_words, lengths_are_counted_in_characters, ones_own_name_and_address,
    what_follows_the_keyboard_or_repeats, a_common_word_with_things_around_it,
    the_words_to_look_for, roles_are_one_table)
