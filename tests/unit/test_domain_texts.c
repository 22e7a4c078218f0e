/* Texts with one spelling only: references, identity keys, canonical JSON; and the states. */
#include "domain/canon.h"
#include "domain/fold.h"
#include "domain/identity_key.h"
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
    {"", "Jean", NULL},
    {" - ", "Jean", NULL},
    {"Lefebvre", "\u0301", NULL},
};

START_TEST(identity_vectors)
{
    begin();
    for (size_t i = 0; i < sizeof VECTORS / sizeof *VECTORS; i++) {
        const struct identity_vector *v = &VECTORS[i];
        struct str got = {NULL, 0};
        bool made = identity_key_text(
            a, str_c(v->birth_name), str_c(v->given_names), STR("1985-03-27"), &got);
        ck_assert_msg(made == (v->text != NULL), "%s %s", v->birth_name, v->given_names);
        if (v->text)
            ck_assert_str_is(got, v->text);
    }
    struct str got;
    ck_assert(!identity_key_text(a, STR("A"), STR("B"), STR("27/3/1985"), &got));
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

SUITE_MAIN("domain texts", references_are_read_aloud, identity_vectors, lower_case_of_one_letter,
    canonical_json, states_and_their_ways)
