/* Other people's words: what would become a link of itself is broken where it is shown (base/links.h),
 * what is no name is refused where it is typed (domain/name.h), and no text is cut inside a character. */
#include "base/ascii.h"
#include "base/links.h"
#include "base/utf8.h"
#include "domain/forms.h"
#include "domain/name.h"
#include "live.h"
#include "suite.h"

static struct arena *a;

static void begin(void)
{
    a = arena_new();
}

static const struct {
    const char *typed, *shown; /* shown NULL: as it was typed */
} BROKEN[] = {
    /* sites */
    {"http://evil.example/x", "evil [.] example/x"},
    {"HTTPS://Evil.Example", "Evil [.] Example"},
    {"voir https://a.b.example:8080/?q=1#x ici", "voir a [.] b [.] example [:] 8080/?q=1#x ici"},
    {"www.evil.example", "www [.] evil [.] example"},
    {"evil.example/x", "evil [.] example/x"},
    {"(evil.fr)", "(evil [.] fr)"},
    {"evil.fr.", "evil [.] fr."},
    {"fin.Le début", "fin [.] Le début"},
    {"http://http://evil.example", "evil [.] example"},
    {"http:\\\\evil.example", "evil [.] example"},
    {"//evil.example", "//evil [.] example"},
    {"http:evil.example", "http [:] evil [.] example"},
    {"ftp://1.2.3.4/x", "1 [.] 2 [.] 3 [.] 4/x"},
    {"\\\\serveur\\partage", "\\ \\serveur\\partage"},
    {"évil.example", "évil [.] example"},
    {"évil。example", "évil [.] example"},
    {"ｅｖｉｌ．ｃｏｍ", "ｅｖｉｌ [.] ｃｏｍ"},
    {"evil.fr.x", "evil [.] fr [.] x"},
    {"evil.fr.5", "evil [.] fr [.] 5"},
    {"xn--evil-9ua.example", "xn--evil-9ua [.] example"},
    {"facture.zip", "facture [.] zip"},
    /* mailboxes, and other ways out */
    {"nom@evil.example", "nom [@] evil [.] example"},
    {"mailto:nom@evil.example", "mailto [:] nom [@] evil [.] example"},
    {"javascript:alert(1)", "javascript [:] alert(1)"},
    {"a@b", "a [@] b"},
    /* telephones */
    {"06 12 34 56 78", "06 · 12 · 34 · 56 · 78"},
    {"06.12.34.56.78", "06 · 12 · 34 · 56 · 78"},
    {"0612345678", "06 · 12 · 34 · 56 · 78"},
    {"+33 (0)6-12-34-56-78", "+33 · 0 · 6 · 12 · 34 · 56 · 78"},
    {"tel:+33612345678", "tel [:] +33 · 61 · 23 · 45 · 67 · 8"},
    {"appelez le 08 99 12 34 56 !", "appelez le 08 · 99 · 12 · 34 · 56 !"},
    /* what is nothing of that stays */
    {"", NULL},
    {"Dr. Martin", NULL},
    {"L’été, à Saint-Étienne : 3,5 jours", NULL},
    {"S.A.R.L. Les Pas, 3.5 ETP, v2.0.1", NULL},
    {"etc... etc.", NULL},
    {"rendez-vous à 18:40, le 12 mai", NULL},
    {"35000 Rennes, 12 rue du Port", NULL},
    {"10 005,00 €", NULL},
    {"et/ou : oui", NULL},
    {"evil [.] example, nom [@] x, a [:] b, 06 · 12 · 34 · 56 · 78", NULL},
    {"@ moi, et « vous » ?", NULL},
};

START_TEST(what_would_be_a_link_is_broken)
{
    begin();
    for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++) {
        struct str shown = links_broken(a, str_c(BROKEN[i].typed));
        ck_assert_str_is(shown, BROKEN[i].shown ? BROKEN[i].shown : BROKEN[i].typed);
        ck_assert_msg(!live_link(shown), "«%.*s» is live", STR_ARG(shown));
    }
}
END_TEST

/* Pieces of links put together at random: whatever comes, none is left, and twice is once. */
START_TEST(whatever_is_put_together_is_broken)
{
    static const char *const pieces[] = {"http", "s", "://", ":", "/", "\\", "www", ".", "evil", "example",
        "fr", "@", " ", "é", "。", "0", "12", "345", "-", "+", "(", ")", "\n", "[", "]", "😀", "mailto", "_",
        "\xc2\xa0", "·", "\xe2\x80\x8b"};
    uint32_t seed = 12345;
    begin();
    for (int round = 0; round < 60000; round++) {
        char text[256] = "";
        for (int k = 0; k < 12; k++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 16) % (sizeof pieces / sizeof *pieces);
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s", pieces[at]);
        }
        struct str once = links_broken(a, str_c(text)), twice = links_broken(a, once);
        ck_assert_msg(utf8_valid(once) && !live_link(once), "«%s» becomes «%.*s»", text, STR_ARG(once));
        ck_assert_msg(str_eq(once, twice), "«%s»: «%.*s», then «%.*s»", text, STR_ARG(once), STR_ARG(twice));
        arena_reset(a);
    }
}
END_TEST

/* ---- names */

enum taken { BOTH, ORGANISATION, NEITHER };
static const struct {
    const char *name;
    enum taken taken;
} NAMES[] = {
    {"Zoé Lœuillet", BOTH},
    {"Dr. Martin", BOTH},
    {"Dr.Martin", BOTH},
    {"J.-P. Dupont", BOTH},
    {"J.P.Dupont", BOTH},
    {"Mme.Durand", BOTH},
    {"Jean-Pierre d’Ormesson", BOTH},
    {"Jean-Pierre d'Ormesson", BOTH},
    {"St. Étienne", BOTH},
    {"St.Étienne", BOTH},
    {"Ste.Élisabeth", BOTH},
    {"Martin Luther King, Jr.", BOTH},
    {"O’Neill-Ó Briain", BOTH},
    {"María José Ñúñez y García-Lorca", BOTH},
    {"Nguyễn Thị Minh Khai", BOTH},
    {"Олена Шевченко", BOTH},
    {"محمد بن سلمان", BOTH},
    {"李小龍", BOTH},
    {"X Æ A-12", BOTH},
    {"-", BOTH},
    {"Henri IV", BOTH},
    {"Réseau Canopé", BOTH},
    {"S.A.R.L. Les Pas", BOTH},
    {"AC/DC", BOTH},
    {"E.Leclerc", BOTH},
    /* organisations are called as they please */
    {"Mutuelle.com", ORGANISATION},
    {"Booking.com", ORGANISATION},
    {"Booking.com : l’agence", ORGANISATION},
    {"Change.org ?", ORGANISATION},
    {"Cyber@ction", ORGANISATION},
    {"form@tion", ORGANISATION},
    {"jean.martin", ORGANISATION},
    {"Service formation, 02 99 12 34 56", ORGANISATION},
    {"Pôle:emploi", ORGANISATION},
    {"EVIL.COM", ORGANISATION},
    /* and nobody is called so */
    {"http://evil.example/x", NEITHER},
    {"Zoé https://evil.example", NEITHER},
    {"www.evil.example", NEITHER},
    {"WWW.EVIL.COM", NEITHER},
    {"evil.example/x", NEITHER},
    {"evil.example?x=1", NEITHER},
    {"evil.example:8080", NEITHER},
    {"zoe@evil.example", NEITHER},
    {"Zoé (zoe@evil.example)", NEITHER},
    {"ftp://evil", NEITHER},
    {"\\\\serveur\\partage", NEITHER},
};

START_TEST(names_of_people_and_of_organisations)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct str s = str_c(NAMES[i].name);
        ck_assert_msg(name_of_person(s) == (NAMES[i].taken == BOTH), "a person «%s»", NAMES[i].name);
        ck_assert_msg(name_of_organisation(s) == (NAMES[i].taken != NEITHER), "an organisation «%s»",
            NAMES[i].name);
    }
}
END_TEST

static struct str typed_name; /* what the field at hand is given */
static const char *typed_in;

static struct str typed(void *ctx, const char *name)
{
    (void)ctx;
    return strcmp(name, typed_in) == 0 ? typed_name : (struct str){0};
}

static enum fault judged(const struct form *form, const struct field *f, struct str s)
{
    typed_in = f->name;
    typed_name = s;
    struct answers as = answers_new(a, form);
    const struct form alone = {form->name, form->title, NULL, &(struct field){
        .name = f->name, .kind = f->kind, .flags = f->flags, .label = f->label, .max = f->max,
        .ask = f->ask}, 1, NULL};
    as = answers_read(a, &alone, typed, NULL, (struct day){2026, 11, 23});
    ck_assert(str_eq(as.v[0].typed, s)); /* nothing of what was typed is lost */
    return as.v[0].fault;
}

/* Every field that is called a name says which sort of name it is, and is judged as one. */
START_TEST(every_name_of_every_form_is_judged)
{
    static const char *const others[] = {"city", "country", "school", "organisation", "title"};
    size_t people = 0, named = 0;
    begin();
    for (const struct form *const *f = forms_all; *f; f++)
        for (size_t i = 0; i < (*f)->n; i++) {
            const struct field *fd = &(*f)->fields[i];
            bool is_name = fd->kind != FIELD_BOX && (strstr(fd->name, "name") || strstr(fd->name, "contact") ||
                           strcmp(fd->name, "trainees") == 0 || strcmp(fd->name, "signer_role") == 0);
            bool flagged = fd->flags & (FIELD_PERSON | FIELD_NAMED);
            ck_assert_msg(is_name ? flagged : !flagged || strcmp(fd->name, "role") == 0, "%s.%s",
                (*f)->name, fd->name);
            for (size_t k = 0; k < sizeof others / sizeof *others; k++)
                ck_assert(!flagged || strcmp(fd->name, others[k]) != 0);
            if (!flagged)
                continue;
            ck_assert_int_eq(judged(*f, fd, STR("http://evil.example/x")), FAULT_LINK);
            ck_assert_int_eq(judged(*f, fd, STR("zoe@evil.example")), FAULT_LINK);
            ck_assert_int_eq(judged(*f, fd, STR("Dr. Zoé d’Ormesson")), FAULT_NONE);
            people += (fd->flags & FIELD_PERSON) != 0;
            named += (fd->flags & FIELD_NAMED) != 0;
        }
    ck_assert_uint_ge(people, 9);
    ck_assert_uint_ge(named, 7);
}
END_TEST

START_TEST(a_name_has_eighty_characters)
{
    struct buf b;
    begin();
    buf_init(&b, 1024);
    for (int i = 0; i < NAME_MAX_LENGTH; i++)
        buf_puts(&b, "é");
    const struct field *name = form_field(&form_quote, "name"), *more = form_field(&form_quote, "trainees");
    ck_assert_int_eq(judged(&form_quote, name, buf_str(&b)), FAULT_NONE);
    struct str two = arena_printf(a, "Ana\n%.*s", STR_ARG(buf_str(&b)));
    ck_assert_int_eq(judged(&form_quote, more, two), FAULT_NONE);
    buf_puts(&b, "é");
    ck_assert_int_eq(judged(&form_quote, name, buf_str(&b)), FAULT_TOO_LONG);
    two = arena_printf(a, "Ana\n%.*s", STR_ARG(buf_str(&b)));
    ck_assert_int_eq(judged(&form_quote, more, two), FAULT_TOO_LONG);
    ck_assert_int_eq(judged(&form_quote, more, STR("Ana\nwww.evil.example")), FAULT_LINK);
    buf_free(&b);
}
END_TEST

/* ---- cut */

static const struct {
    const char *text;
    size_t max;
    const char *kept;
} CUTS[] = {
    {"abcdef", 3, "abc"},
    {"abc", 3, "abc"},
    {"abc", 0, ""},
    {"", 3, ""},
    {"éàü", 2, "éà"},
    {"a😀b", 2, "a😀"},
    {"ae\u0301b", 2, "a"},             /* the accent goes with its letter */
    {"ae\u0301b", 3, "ae\u0301"},
    {"a👍🏽b", 2, "a"},               /* a hand and its colour */
    {"👩\u200d🚀!", 2, "👩\u200d"},      /* alone it is longer than that: its first two */
    {"a👩\u200d🚀!", 3, "a"},
    {"a👩\u200d🚀!", 4, "a👩\u200d🚀"},
    {"🇫🇷🇨🇭", 3, "🇫🇷"},                 /* flags are pairs */
    {"❤\ufe0f!", 1, "❤"},
    {"a\u0301\u0301\u0301\u0301", 3, "a\u0301\u0301"},
    {"ab\xc3", 3, "ab"},
};

START_TEST(cut_between_characters)
{
    begin();
    for (size_t i = 0; i < sizeof CUTS / sizeof *CUTS; i++)
        ck_assert_str_is(utf8_cut(str_c(CUTS[i].text), CUTS[i].max), CUTS[i].kept);
    ck_assert_str_is(utf8_fit(STR("aéb"), 2), "a");
    ck_assert_str_is(utf8_fit(STR("aéb"), 3), "aé");
    ck_assert_str_is(utf8_fit(STR("aéb"), 9), "aéb");
}
END_TEST

/* A date's parts were cut at forty bytes: in the midst of a letter. */
START_TEST(a_long_part_of_a_date_stays_text)
{
    static const char *const fill[] = {"é", "€", "😀", "e\u0301"};
    begin();
    for (size_t k = 0; k < sizeof fill / sizeof *fill; k++)
        for (size_t n = 0; n < 60; n++) {
            struct buf b;
            buf_init(&b, 1024);
            buf_puts(&b, n % 3 ? "a" : "");
            for (size_t i = 0; i < n; i++)
                buf_puts(&b, fill[k]);
            typed_in = "birth_date.m";
            typed_name = buf_str(&b);
            struct answers as =
                answers_read(a, &form_identity, typed, NULL, (struct day){2026, 11, 23});
            ck_assert(utf8_valid(answers_at(&as, "birth_date")->typed));
            ck_assert(answers_get(&as, "birth_date").n == 0);
            buf_free(&b);
        }
}
END_TEST

SUITE_MAIN("names", what_would_be_a_link_is_broken, whatever_is_put_together_is_broken,
    names_of_people_and_of_organisations, every_name_of_every_form_is_judged,
    a_name_has_eighty_characters, cut_between_characters, a_long_part_of_a_date_stays_text)
