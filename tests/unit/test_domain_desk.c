/* What is asked of a list of the desk: read from an address, written back, searched. */
#include "base/utf8.h"
#include "domain/desk_quotes.h"
#include "suite.h"

static const struct desk_list *const L = &desk_list_quotes;

/* "a=b&c=d" as the router gives it, pair by pair; how many were taken. */
static size_t set_all(struct desk_query *q, const char *address)
{
    struct str rest = str_c(address), pair, name;
    size_t taken = 0;
    while (str_cut(&rest, '&', &pair)) {
        str_cut(&pair, '=', &name);
        taken += desk_query_set(q, name, pair);
    }
    return taken;
}

static const char *written(const struct desk_query *q, const struct desk_query *base)
{
    static char text[512];
    struct buf out;
    buf_init(&out, sizeof text - 1);
    desk_query_write(q, base, &out);
    ck_assert(!out.overflow);
    if (out.n)
        memcpy(text, out.p, out.n);
    text[out.n] = '\0';
    buf_free(&out);
    return text;
}

#define ID22 "AbCdEfGhIjKlMnOpQrStUv"

START_TEST(an_address_is_read_and_written_back)
{
    static const struct {
        const char *address, *canonical;
    } rows[] = {
        {"", ""},
        {"file=toutes", ""},
        {"file=a-repondre", "file=a-repondre"},
        {"etat=sent&payeur=opco&file=nouvelles", "file=nouvelles&etat=sent&payeur=opco"},
        {"tri=fin", "tri=fin"},
        {"tri=recues", "tri=recues"},
        {"payeur=&module=yes", "module=yes"},
        {"du=2026-11-01&au=2026-11-30", "du=2026-11-01&au=2026-11-30"},
        {"qui=moi", "qui=moi"},
        {"qui=personne&origine=paper", "qui=personne&origine=paper"},
        {"qui=" ID22, "qui=" ID22},
        {"qui=azAZ09-_azAZ09-_azAZ09", "qui=azAZ09-_azAZ09-_azAZ09"},
        {"qui=azAZ09-_azAZ09-_azAZ0", ""},
        {"qui=azAZ09-_azAZ09-_azAZ090", ""},
        {"vue=" ID22 "&objet=vae", "vue=" ID22 "&objet=vae"},
        /* what is not known is dropped, and takes nothing else with it */
        {"file=autre&etat=sent", "etat=sent"},
        {"etat=perdu&payeur=cpf", "payeur=cpf"},
        {"qui=Camille", ""},
        {"vue=../../etc", ""},
        {"du=hier&au=2026-02-30", ""},
        {"nom=Martin&recherche=Martin", ""},
        {"tri=nom", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk_query none = desk_query_new(L), q = none, again = none;
        set_all(&q, rows[i].address);
        ck_assert_str_eq(written(&q, &none), rows[i].canonical);
        set_all(&again, rows[i].canonical);
        ck_assert_str_eq(written(&again, &none), rows[i].canonical);
    }
}
END_TEST

START_TEST(a_queue_brings_its_sort_unless_one_is_asked)
{
    struct desk_query q = desk_query_new(L);
    ck_assert_uint_eq(q.sort, QUOTES_BY_MADE);
    set_all(&q, "file=a-repondre");
    ck_assert_uint_eq(q.sort, QUOTES_BY_WAIT);
    q = desk_query_new(L);
    set_all(&q, "tri=fin&file=a-repondre");
    ck_assert_uint_eq(q.sort, QUOTES_BY_END);
    for (size_t i = 0; i < L->queues_n; i++) { /* every queue names a sort that is there */
        q = desk_query_new(L);
        ck_assert(desk_query_set(&q, STR("file"), str_c(L->queues[i].value)));
    }
}
END_TEST

/* A kept view is where one starts from; the address says only what differs, "any" included. */
START_TEST(an_address_says_what_differs_from_its_view)
{
    struct desk_query base = desk_query_new(L);
    set_all(&base, "vue=" ID22 "&payeur=opco&tri=fin");
    struct desk_query q = base;
    ck_assert_str_eq(written(&q, &base), "vue=" ID22);
    set_all(&q, "payeur=&etat=new");
    ck_assert_str_eq(written(&q, &base), "vue=" ID22 "&etat=new&payeur=");
    struct desk_query again = base;
    set_all(&again, written(&q, &base));
    ck_assert_uint_eq(again.filter[QUOTES_PAYER].n, 0);
    ck_assert(str_eq(again.filter[QUOTES_STATE], STR("new")));
    ck_assert_uint_eq(again.sort, QUOTES_BY_END);
}
END_TEST

START_TEST(a_place_is_read_and_written_back)
{
    static const char *const bad[] = {"", "-", "12", "12-", "-3", "1-2-3", "x-2", "99999999999999999999-1",
        "253402300800-1", "9223372036854775807-1"}; /* no year of five digits */
    struct desk_query q = desk_query_new(L);
    struct buf out;
    buf_init(&out, 100);
    desk_mark_write(DESK_BEFORE, (struct desk_mark){{1763930000}, 173}, &out);
    ck_assert(str_eq(buf_str(&out), STR("avant=1763930000-173")));
    buf_free(&out);
    ck_assert_uint_eq(set_all(&q, "avant=1763930000-173"), 1);
    ck_assert(q.way == DESK_BEFORE && q.mark.key.s == 1763930000 && q.mark.id == 173);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct desk_query first = desk_query_new(L);
        ck_assert_msg(!desk_query_set(&first, STR("apres"), str_c(bad[i])), "%s", bad[i]);
        ck_assert(first.way == DESK_FIRST);
    }
}
END_TEST

START_TEST(every_name_of_an_address_is_declared)
{
    static const char *const others[] = {"nom", "recherche", "csrf", "", "filex"};
    for (size_t i = 0; i < L->filters_n; i++)
        ck_assert(desk_query_names(L, str_c(L->filters[i].name)));
    ck_assert(desk_query_names(L, STR("vue")) && desk_query_names(L, STR("apres")));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert(!desk_query_names(L, str_c(others[i])));
    ck_assert(L->filters_n <= DESK_FILTERS_MAX);
}
END_TEST

START_TEST(what_is_typed_is_told_apart_by_its_shape)
{
    static const struct {
        const char *typed;
        enum desk_search shape;
        const char *text;
    } rows[] = {
        {"", DESK_SEARCH_NONE, ""},
        {"   ", DESK_SEARCH_NONE, ""},
        {" Camille.Martin@Exemple.FR ", DESK_SEARCH_EMAIL, "camille.martin@exemple.fr%"},
        {"jean_100%@x", DESK_SEARCH_EMAIL, "jean\\_100\\%@x%"},
        {"197534712 00017", DESK_SEARCH_SIRET, "19753471200017%"},
        {"197 534 712", DESK_SEARCH_SIRET, "197534712%"},
        {"197534712000170", DESK_SEARCH_WORDS, "+197534712000170*"},
        {"d-2026-123", DESK_SEARCH_NUMBER, "D-2026-000123%"},
        {"D-2026-000123-2", DESK_SEARCH_NUMBER, "D-2026-000123-2%"},
        {"D-2026-123-2", DESK_SEARCH_NUMBER, "D-2026-000123-2%"},
        {"2026-000123", DESK_SEARCH_BARE, "+2026* +000123*"},
        {" 123 ", DESK_SEARCH_BARE, "+123*"},
        {"7", DESK_SEARCH_BARE, ""},
        {"26-123", DESK_SEARCH_WORDS, "+123*"},
        {"1234567", DESK_SEARCH_WORDS, "+1234567*"},
        {"d-7k3m", DESK_SEARCH_NUMBER, "D-7K3M%"},
        {"MOVSC-QXKM-HTRW", DESK_SEARCH_NUMBER, "MOVSC-QXKM-HTRW%"},
        {"movsc-gnew-kcah", DESK_SEARCH_NUMBER, "MOVSC-GNEW-KCAH%"},
        {"d-Qxkm-htrw", DESK_SEARCH_NUMBER, "D-QXKM-HTRW%"},
        {"Jean-Paul-Rene", DESK_SEARCH_WORDS, "+Jean* +Paul* +Rene*"},
        {"anne-lise-marc", DESK_SEARCH_WORDS, "+anne* +lise* +marc*"},
        {"MOVSC-QXKM-HTR", DESK_SEARCH_WORDS, "+MOVSC* +QXKM* +HTR*"},
        {"Jean-Paul-Rene", DESK_SEARCH_WORDS, "+Jean* +Paul* +Rene*"},
        {"Marie-Claude", DESK_SEARCH_WORDS, "+Marie* +Claude*"},
        {"L’Atelier de l'Étang", DESK_SEARCH_WORDS, "+Atelier* +Étang*"},
        {"mart -bernard* (\"x\") +>dupont", DESK_SEARCH_WORDS, "+mart* +bernard* +dupont*"},
        {"Łukasz Żółć", DESK_SEARCH_WORDS, "+Łukasz* +Żółć*"},
        {"Li", DESK_SEARCH_START, "Li%"},
        {"% _", DESK_SEARCH_START, "\\% \\_%"},
        {"a b c d e f g h i j", DESK_SEARCH_START, "a b c d e f g h i j%"},
        {"un deux trois quatre cinq sept huit neuf dix onze", DESK_SEARCH_WORDS,
            "+deux* +trois* +quatre* +cinq* +sept* +huit* +neuf* +dix*"},
    };
    struct buf out;
    buf_init(&out, 2048);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum desk_search shape = desk_search_read(str_c(rows[i].typed), &out);
        ck_assert_msg(shape == rows[i].shape, "%s: %d", rows[i].typed, (int)shape);
        ck_assert_msg(str_eq_c(buf_str(&out), rows[i].text), "%s: %.*s", rows[i].typed,
            STR_ARG(buf_str(&out)));
    }
    buf_free(&out);
}
END_TEST

/* However long, it is cut between two letters. */
START_TEST(a_long_search_is_cut_between_letters)
{
    static const char *const letters[] = {"é", "€", "😀", "e\u0301"};
    for (size_t l = 0; l < 4; l++)
        for (size_t before = 0; before < 4; before++) {
            struct buf typed, out;
            buf_init(&typed, 4096);
            buf_init(&out, 4096);
            buf_put(&typed, str_slice(STR("aaa"), 0, before));
            for (int i = 0; i < 300; i++)
                buf_puts(&typed, letters[l]);
            desk_search_read(buf_str(&typed), &out);
            ck_assert(out.n > 0 && !out.overflow && utf8_valid(buf_str(&out)));
            buf_free(&typed);
            buf_free(&out);
        }
}
END_TEST

int main(void)
{
    const suite_test tests[] = {an_address_is_read_and_written_back,
        a_queue_brings_its_sort_unless_one_is_asked, an_address_says_what_differs_from_its_view,
        a_place_is_read_and_written_back, every_name_of_an_address_is_declared,
        what_is_typed_is_told_apart_by_its_shape, a_long_search_is_cut_between_letters};
    return suite_main("desk", tests, sizeof tests / sizeof *tests);
}
