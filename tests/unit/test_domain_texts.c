/* Texts with one spelling only: references, identity keys, canonical JSON; and the states. */
#include "domain/canon.h"
#include "domain/fold.h"
#include "domain/identity_key.h"
#include "domain/name.h"
#include "domain/reference.h"
#include "domain/state.h"
#include "base/utf8.h"
#include "suite.h"

static struct arena *a;

static void begin(void)
{
    arena_free(a);
    a = arena_new();
}

START_TEST(references_are_read_aloud)
{
    begin();
    char random[REFERENCE_RANDOM];
    for (int i = 0; i < REFERENCE_RANDOM; i++)
        random[i] = (char)(i * 37 + 5);
    struct str made = reference_make(a, STR("MOVSC"), (struct str){random, sizeof random}), read;
    ck_assert_uint_eq(made.n, 15);
    ck_assert(reference_parse(a, STR("MOVSC"), made, &read) && str_eq(made, read));
    memset(random, 0xff, sizeof random); /* nothing usable */
    ck_assert_uint_eq(reference_make(a, STR("MOVSC"), (struct str){random, sizeof random}).n, 0);
    static const char *const same[] = {"MOVSC-7K3M-9QX2", "movsc-7k3m-9qx2", "  MOVSC 7K3M 9QX2 ",
        "movsc7k3m9qx2", "7k3m9qx2", "7K3M-9QX2", "M-O-V-S-C-7-K-3-M-9-Q-X-2",
        "MOVSC\u00a07K3M-9QX2"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        ck_assert_msg(reference_parse(a, STR("MOVSC"), str_c(same[i]), &read), "%s", same[i]);
        ck_assert_str_is(read, "MOVSC-7K3M-9QX2");
    }
    static const char *const wrong[] = {"", "MOVSC-7K3M-9QX", "MOVSC-7K3M-9QX22", "MOVSC-7K3M-9QXO",
        "MOVSC-7K3M-9QX1", "AUTRE-7K3M-9QX2", "MOVSC-7K3M-9QX!", "MOVSC--", "'; DROP TABLE"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!reference_parse(a, STR("MOVSC"), str_c(wrong[i]), &read), "%s", wrong[i]);
}
END_TEST

/* The published vectors of the identity key, version 1. */
static const struct identity_vector {
    const char *birth_name, *given_names, *text; /* text NULL: refused */
} VECTORS[] = {
    {"Lefebvre", "Jean", "1|lefebvre|jean|1985-03-27"},
    {"LEFEBVRE", "jean", "1|lefebvre|jean|1985-03-27"},
    {"  Lefebvre ", "Jean-Pierre", "1|lefebvre|jean|1985-03-27"},
    {"Lefebvre", "Jean, Marie", "1|lefebvre|jean|1985-03-27"},
    {"Lefebvre", "Jean\u2013Marie", "1|lefebvre|jean|1985-03-27"},
    {"Müller", "Zoé", "1|muller|zoe|1985-03-27"},
    {"Mu\u0308ller", "Zoe\u0301", "1|muller|zoe|1985-03-27"},
    {"MÜLLER", "ZOÉ", "1|muller|zoe|1985-03-27"},
    {"d’Arc", "Jeanne", "1|darc|jeanne|1985-03-27"},
    {"D'ARC", "Jeanne", "1|darc|jeanne|1985-03-27"},
    {"de la Fontaine", "Jean", "1|de la fontaine|jean|1985-03-27"},
    {"De-La-Fontaine", "Jean", "1|de la fontaine|jean|1985-03-27"},
    {"De\u00a0La \t Fontaine", "Jean", "1|de la fontaine|jean|1985-03-27"},
    {"Lœuillet", "Ægir", "1|loeuillet|aegir|1985-03-27"},
    {"Loeuillet", "Aegir", "1|loeuillet|aegir|1985-03-27"},
    {"Groß", "Søren", "1|gross|soren|1985-03-27"},
    {"GROẞ", "Soren", "1|gross|soren|1985-03-27"},
    {"Łukasiewicz", "Đặng", "1|lukasiewicz|dang|1985-03-27"},
    {"Nguyễn", "Thị Hạnh", "1|nguyen|thi|1985-03-27"},
    {"Işık", "İbrahim", "1|isik|ibrahim|1985-03-27"},
    {"Ｌｅｆｅｂｖｒｅ", "ﬁona", "1|lefebvre|fiona|1985-03-27"},
    {"Παπαδοπούλου", "Ελένη", "1|παπαδοπούλου|ελένη|1985-03-27"},
    {"ИВАНОВА", "АННА", "1|иванова|анна|1985-03-27"},
    {"Ɓah Ɗiallo", "Ɛmma", "1|ɓah ɗiallo|ɛmma|1985-03-27"},
    {"ɓAH-ɗIALLO", "ɛMMA", "1|ɓah ɗiallo|ɛmma|1985-03-27"},
    {"Ǆordan", "Ǽlfric", "1|dzordan|aelfric|1985-03-27"},
    {"王", "小明", "1|王|小明|1985-03-27"},
    /* Scripts without case. What the general marks are dropped of, those of a script are not: they
     * are letters there. */
    {"العلي", "محمد", "1|العلي|محمد|1985-03-27"},
    {"العلي", "مُحَمَّد", "1|العلي|مُحَمَّد|1985-03-27"},
    {"शर्मा", "विद्या देवी", "1|शर्मा|विद्या|1985-03-27"},
    {"כֹּהֵן", "מִרְיָם", "1|כֹּהֵן|מִרְיָם|1985-03-27"},
    {"ใจดี", "สมชาย", "1|ใจดี|สมชาย|1985-03-27"},
    {"김", "민준", "1|김|민준|1985-03-27"},
    {"\u093e", "\u064e", "1|\u093e|\u064e|1985-03-27"}, /* alone, still something */
    {"", "Jean", NULL},
    {" - ", "Jean", NULL},
    {"Lefebvre", "\u0301", NULL},
    {"Lefebvre", "-", NULL},
    {"Lefebvre", "\u2013", NULL},
    {"\u2019", "Jean", NULL},
    {",", "Jean", NULL},
    {"Lefebvre", "'\u0300-", NULL},
    {"\u0301Lefebvre", "\u0301 Jean", "1|lefebvre|jean|1985-03-27"},
};

/* Those of version 2: who has said to have one name only. What stands in the other field is not looked
 * at, and '-' is no name's: no key of version 1 or of another person is like one of these. */
static const struct one_name {
    const char *birth_name, *given_names;
    bool no_birth_name, no_given_names;
    const char *text;
} ONE_NAME[] = {
    {"Suharto", "", false, true, "2|suharto|-|1985-03-27"},
    {"SUHARTO", "-", false, true, "2|suharto|-|1985-03-27"},
    {"De la Cruz", "", false, true, "2|de la cruz|-|1985-03-27"},
    {"", "Suharto", true, false, "2|-|suharto|1985-03-27"},
    {"", "Jean-Pierre", true, false, "2|-|jean|1985-03-27"},
    {"शर्मा", "", false, true, "2|शर्मा|-|1985-03-27"},
    {"-", "", false, true, NULL},
    {"", "\u0301", true, false, NULL},
    {"Suharto", "Suharto", true, true, NULL},
};

static unsigned key_of(const char *birth_name, const char *given_names, bool no_birth_name,
    bool no_given_names, const char *date, struct str *out)
{
    *out = (struct str){NULL, 0};
    return identity_key_text(a,
        &(struct identity){str_c(birth_name), str_c(given_names), no_birth_name, no_given_names,
            str_c(date)},
        out);
}

START_TEST(identity_vectors)
{
    begin();
    struct str got;
    for (size_t i = 0; i < sizeof VECTORS / sizeof *VECTORS; i++) {
        const struct identity_vector *v = &VECTORS[i];
        unsigned version = key_of(v->birth_name, v->given_names, false, false, "1985-03-27", &got);
        ck_assert_msg(version == (v->text ? 1 : 0), "%s %s", v->birth_name, v->given_names);
        if (v->text)
            ck_assert_str_is(got, v->text);
    }
    ck_assert_uint_eq(key_of("A", "B", false, false, "27/3/1985", &got), 0);
}
END_TEST

START_TEST(one_name_alone_makes_a_key_of_its_own)
{
    begin();
    struct str got, made;
    for (size_t i = 0; i < sizeof ONE_NAME / sizeof *ONE_NAME; i++) {
        const struct one_name *v = &ONE_NAME[i];
        unsigned version = key_of(v->birth_name, v->given_names, v->no_birth_name,
            v->no_given_names, "1985-03-27", &got);
        ck_assert_msg(version == (v->text ? 2 : 0), "%s %s", v->birth_name, v->given_names);
        if (v->text)
            ck_assert_str_is(got, v->text);
        for (size_t k = 0; v->text && k < sizeof VECTORS / sizeof *VECTORS; k++)
            ck_assert(!VECTORS[k].text || !str_eq_c(got, VECTORS[k].text));
    }
    /* Whoever plays with the separator does not get there either. */
    ck_assert_uint_eq(key_of("suharto|-", "x", false, false, "1985-03-27", &got), 1);
    key_of("suharto", "", false, true, "1985-03-27", &made);
    ck_assert(!str_eq(got, made));
    ck_assert_uint_eq(key_of("A", "", false, true, "", &got), 0);
}
END_TEST

/* What a name's field takes, the key can use: every code point alone, in either part. */
START_TEST(a_name_that_is_taken_always_makes_a_key)
{
    static const struct {
        const char *name;
        bool letter;
    } names[] = {{"", false}, {"-", false}, {"\u2019", false}, {"\u2013", false}, {",", false},
        {"\u0301", false}, {"\u00b4", false}, {".", false}, {"42", false}, {"\U0001F600", false},
        {"\uFE0F", false}, {"\uFFFD", false}, {"\u3000\u30fb", false}, {"- , '", false}, {"X", true},
        {"\u00b4e", true}, {"\u00df", true}, {"\u00aa", true}, {"O\u2019Neill", true}, {"\u738b", true},
        {"\u0645", true}, {"\u0905", true}, {"\u05d0", true}, {"\uac00", true}, {"\u3005", true},
        {"\u10d0", true}, {"\U00020000", true}, {"3\u1d49", true}};
    begin();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_msg(name_has_letter(str_c(names[i].name)) == names[i].letter, "%s", names[i].name);
    size_t letters = 0;
    for (uint32_t c = 1; c < 0x30000; c++) {
        char bytes[5] = "";
        struct str got;
        if (c % 4096 == 0)
            begin();
        if (c >= 0xd800 && c < 0xe000)
            continue;
        utf8_put(bytes, c);
        if (!name_has_letter(str_c(bytes)))
            continue;
        letters++;
        ck_assert_msg(key_of(bytes, bytes, false, false, "1985-03-27", &got) == 1, "U+%04X", c);
    }
    ck_assert_uint_gt(letters, 100000);
}
END_TEST

START_TEST(names_put_together)
{
    begin();
    ck_assert_str_is(name_first(STR("Zoé Anne")), "Zoé");
    ck_assert_str_is(name_first(STR("Jean-Pierre, Marie")), "Jean-Pierre");
    ck_assert_str_is(name_first(STR(", Marie")), "Marie");
    ck_assert_uint_eq(name_first((struct str){NULL, 0}).n, 0);
    ck_assert_str_is(name_join(a, STR("Zoé"), STR("Kerbrat")), "Zoé Kerbrat");
    ck_assert_str_is(name_join(a, (struct str){NULL, 0}, STR("Suharto")), "Suharto");
    ck_assert_str_is(name_join(a, STR("Suharto"), (struct str){NULL, 0}), "Suharto");
}
END_TEST

START_TEST(lower_case_of_one_letter)
{
    static const uint32_t pairs[][2] = {{'A', 'a'}, {'z', 'z'}, {0xc9, 0xe9}, {0xd7, 0xd7},
        {0x178, 0xff}, {0x160, 0x161}, {0x161, 0x161}, {0x139, 0x13a}, {0x17d, 0x17e},
        {0x1ea4, 0x1ea5}, {0x393, 0x3b3}, {0x416, 0x436}, {0x401, 0x451}, {0x4e2d, 0x4e2d}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ck_assert_uint_eq(fold_lower(pairs[i][0]), pairs[i][1]);
}
END_TEST

START_TEST(canonical_json)
{
    begin();
    struct canon *o = canon_object(a), *list = canon_array(a);
    canon_add(a, list, canon_int(a, 2));
    canon_add(a, list, canon_int(a, -1));
    canon_add(a, list, canon_bool(a, false));
    canon_add(a, list, canon_object(a));
    canon_set(a, o, "b", list);
    canon_set(a, o, "a_b", canon_text(a, STR("é \"x\" \\ / \n\t\x01\x7f <&>")));
    canon_set(a, o, "a", canon_bool(a, true));
    canon_set(a, o, "Z", canon_array(a));
    canon_set(a, o, "c\"\\\n", canon_bool(a, true)); /* a key is a text too */
    struct buf b;
    buf_init(&b, 1000);
    canon_write(&b, o);
    ck_assert_str_is(buf_str(&b), "{\"Z\":[],\"a\":true,"
                                  "\"a_b\":\"é \\\"x\\\" \\\\ / \\n\\t\\u0001\x7f"
                                  " <&>\",\"b\":[2,-1,false,{}],\"c\\\"\\\\\\n\":true}");
    buf_free(&b);
}
END_TEST

START_TEST(states_and_their_ways)
{
    enum candidacy_state s;
    for (int i = 0; i < STATES_N; i++) {
        ck_assert(state_from_word(str_c(state_word((enum candidacy_state)i)), &s));
        ck_assert_int_eq((int)s, i);
        ck_assert_uint_gt(strlen(state_label(s)), 0);
    }
    ck_assert(!state_from_word(STR("deleted"), &s));
    unsigned reachable = 1U << STATE_DRAFT;
    for (size_t i = 0; i < transitions_n; i++) {
        const struct transition *t = &transitions[i];
        ck_assert(t->name && t->mail && t->mail_staff); /* the mail was thought of */
        ck_assert(t->from != t->to);
        ck_assert_ptr_eq(transition_find(t->name, t->from), t); /* one way only */
        reachable |= 1U << t->to;
    }
    ck_assert_uint_eq(reachable, (1U << STATES_N) - 1);
    ck_assert_ptr_null(transition_find("candidacy.submit", STATE_SUBMITTED));
    ck_assert_ptr_null(transition_find("candidacy.take_back", STATE_REVIEW));
    ck_assert_ptr_null(transition_find("candidacy.decide", STATE_SUBMITTED));
    ck_assert(transition_find("candidacy.decide", STATE_REVIEW)->needs & NEED_SLOT);
    ck_assert(state_editable(STATE_TAKEN_BACK, false) && !state_editable(STATE_SUBMITTED, false));
    ck_assert(state_editable(STATE_SUBMITTED, true) && !state_editable(STATE_WITHDRAWN, true));
}
END_TEST

SUITE_MAIN("domain texts", references_are_read_aloud, identity_vectors,
    one_name_alone_makes_a_key_of_its_own, a_name_that_is_taken_always_makes_a_key,
    names_put_together, lower_case_of_one_letter, canonical_json, states_and_their_ways)
