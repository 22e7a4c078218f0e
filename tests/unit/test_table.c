/* CSV and XLSX: one table, nasty cells. With a folder as argument the program writes both as files
 * there instead, for tests/golden/exports.sh, which has them re-read by others. */
#include "base/csv.h"
#include "doc/sheet.h"
#include "suite.h"

#include <stdio.h>
#include <unistd.h>

struct row {
    struct str text;
    int64_t count;
    struct money money;
    struct day day;
    struct instant instant;
};

static struct datum of_text(struct arena *a, const void *row)
{
    (void)a;
    return datum_text(((const struct row *)row)->text);
}
static struct datum of_count(struct arena *a, const void *row)
{
    (void)a;
    return datum_count(((const struct row *)row)->count);
}
static struct datum of_money(struct arena *a, const void *row)
{
    (void)a;
    return datum_money(((const struct row *)row)->money);
}
static struct datum of_day(struct arena *a, const void *row)
{
    (void)a;
    return datum_day(((const struct row *)row)->day);
}
static struct datum of_instant(struct arena *a, const void *row)
{
    (void)a;
    return datum_instant(((const struct row *)row)->instant);
}

static const struct table_column COLUMNS[] = {
    {"Texte", DATUM_TEXT, 30, of_text},
    {"Nombre", DATUM_COUNT, 10, of_count},
    {"Montant (€)", DATUM_MONEY, 12, of_money},
    {"Jour", DATUM_DAY, 12, of_day},
    {"Instant", DATUM_INSTANT, 18, of_instant},
};
static const struct table TABLE = {"Essai", COLUMNS, sizeof COLUMNS / sizeof *COLUMNS};

/* What a person may have typed, and what must stand in the file. */
static const struct {
    struct str typed;
    const char *csv;
} nasty[] = {
    {STR_INIT("Élodie Le Gall"), "\"Élodie Le Gall\""},
    {STR_INIT(""), ""},
    {STR_INIT("=1+1"), "\"'=1+1\""},
    {STR_INIT("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\""},
    {STR_INIT("+33 6 12 34 56 78"), "\"'+33 6 12 34 56 78\""},
    {STR_INIT("-2+3"), "\"'-2+3\""},
    {STR_INIT("@SUM(A1)"), "\"'@SUM(A1)\""},
    {STR_INIT("\t=1"), "\"' '=1\""},
    {STR_INIT("\r\n=1"), "\"'\n'=1\""},
    {STR_INIT("\n=1"), "\"'\n'=1\""},
    {STR_INIT("＝1+1"), "\"'＝1+1\""},
    {STR_INIT("＋1"), "\"'＋1\""},
    {STR_INIT("－1"), "\"'－1\""},
    {STR_INIT("＠x"), "\"'＠x\""},
    {STR_INIT("a=1"), "\"a=1\""},
    {STR_INIT("dit « \"oui\" »"), "\"dit « \"\"oui\"\" »\""},
    {STR_INIT("\""), "\"\"\"\""},
    /* whatever separator the file is opened with */
    {STR_INIT("a;b;=c"), "\"a;b;'=c\""},
    {STR_INIT("a,=1+1"), "\"a,'=1+1\""},
    {STR_INIT("a, \u00a0-2"), "\"a, \u00a0'-2\""},
    {STR_INIT("a\t@x|+1:＝2"), "\"a '@x|'+1:'＝2\""},
    {STR_INIT("un\n=deux\r\n+trois\r-quatre"), "\"un\n'=deux\n'+trois\n'-quatre\""},
    {STR_INIT("a =1"), "\"a '=1\""},
    {STR_INIT("a\x01=1"), "\"a '=1\""},
    {STR_INIT("  =1"), "\"  '=1\""},
    {STR_INIT("\"=1"), "\"\"\"'=1\""},
    {STR_INIT("a\",\"=c"), "\"a\"\",\"\"'=c\""},
    {STR_INIT("fin -"), "\"fin '-\""},
    /* a hyphen, a sum, an address and a time stay as they are */
    {STR_INIT("Loire - Bretagne"), "\"Loire - Bretagne\""},
    {STR_INIT("Jean-Pierre, 2+2=4"), "\"Jean-Pierre, 2+2=4\""},
    {STR_INIT("rh@coop.example; 18:40"), "\"rh@coop.example; 18:40\""},
    {STR_INIT("deux\r\nlignes\rou\ntrois"), "\"deux\nlignes\nou\ntrois\""},
    {STR_INIT("bip\a et\x7f"), "\"bip  et \""},
    {STR_INIT("שלום 👩‍🏫 l’été"), "\"שלום 👩‍🏫 l’été\""},
    {STR_INIT("'déjà"), "\"'déjà\""},
};
enum { NASTY = sizeof nasty / sizeof *nasty };

static struct arena *a;

static void set_up(void)
{
    a = arena_new();
}

static void tear_down(void)
{
    arena_free(a);
}

static struct row row_of(size_t i)
{
    return (struct row){nasty[i].typed, (int64_t)i, {1000550 + (int64_t)i}, {2026, 11, 23},
        /* 23 November at 17:40:05 UTC, then the summer: Paris is two hours ahead */
        {i % 2 ? 1795455605 : 1782236405}};
}

static struct str csv_of(const struct row *row)
{
    struct buf b;
    buf_init(&b, 4096);
    csv_row(&b, a, &TABLE, row);
    return arena_take(a, &b);
}

START_TEST(text_in_csv)
{
    for (size_t i = 0; i < NASTY; i++) {
        struct row row = row_of(i);
        struct str line = csv_of(&row), first = {line.p, strlen(nasty[i].csv)};
        ck_assert_msg(str_starts(line, str_c(nasty[i].csv)) && line.p[first.n] == ';',
            "«%.*s», expected «%s»", STR_ARG(line), nasty[i].csv);
        ck_assert(str_ends(line, STR("\r\n")));
    }
}
END_TEST

START_TEST(figures_in_csv)
{
    struct row row = {STR("x"), 12, {1000550}, {2026, 2, 1}, {1795455605}};
    ck_assert_str_is(csv_of(&row), "\"x\";12;10005,50;2026-02-01;2026-11-23 18:40\r\n");
    row = (struct row){.count = -3, .money = {-150}};
    ck_assert_str_is(csv_of(&row), ";\"'-3\";\"'-1,50\";;\r\n");
    row = (struct row){.money = {7}};
    ck_assert_str_is(csv_of(&row), ";0;0,07;;\r\n");
}
END_TEST

START_TEST(head_of_csv)
{
    struct buf b;
    buf_init(&b, 4096);
    csv_head(&b, a, &TABLE);
    ck_assert_str_is(buf_str(&b), "\xef\xbb\xbf\"Texte\";\"Nombre\";\"Montant (€)\";\"Jour\";"
                                  "\"Instant\"\r\n");
    buf_free(&b);
}
END_TEST

/* NULL when anything went wrong: it also runs outside the tests. */
static struct sheet *full_sheet(size_t copies)
{
    struct arena *rows = arena_new();
    struct sheet *s = sheet_new(a, &TABLE);
    bool ok = s != NULL;
    for (size_t k = 0; ok && k < copies; k++)
        for (size_t i = 0; ok && i < NASTY; i++) {
            struct row row = row_of(i);
            ok = sheet_row(s, rows, &row);
            arena_reset(rows);
        }
    arena_free(rows);
    return ok && sheet_close(s) == RC_OK ? s : NULL;
}

/* A file from beginning to end: a ZIP, in pieces of any size; and nobody sees it in /tmp. */
START_TEST(sheet_in_pieces)
{
    struct sheet *s = full_sheet(50);
    ck_assert_ptr_nonnull(s);
    char piece[1000], again[1000];
    uint64_t at = 0;
    long got;
    ck_assert_int_eq(sheet_read(s, 0, piece, sizeof piece), sizeof piece);
    ck_assert(memcmp(piece, "PK\3\4", 4) == 0);
    while ((got = sheet_read(s, at, piece, sizeof piece)) > 0)
        at += (uint64_t)got;
    ck_assert_int_eq(got, 0);
    ck_assert_uint_gt(at, 4000);
    ck_assert_int_eq(sheet_read(s, at - 22, again, sizeof again), 22);
    ck_assert(memcmp(again, "PK\5\6", 4) == 0); /* the end of the archive, and nothing after it */
}
END_TEST

/* A text longer than a cell may be is an error of the file, not a shortened cell. */
START_TEST(sheet_that_cannot_be_made)
{
    struct sheet *s = sheet_new(a, &TABLE);
    char *text = arena_alloc(a, 40001);
    memset(text, 'x', 40000);
    struct row row = {.text = {text, 40000}};
    ck_assert(!sheet_row(s, a, &row));
    row.text.n = 10;
    ck_assert(!sheet_row(s, a, &row));
    ck_assert(sheet_close(s) == RC_FAULT);
}
END_TEST

START_TEST(sheet_abandoned)
{
    struct sheet *s = sheet_new(a, &TABLE);
    struct row row = row_of(2);
    ck_assert(sheet_row(s, a, &row)); /* the arena closes all of it: the leak checker looks */
}
END_TEST

static int write_files(const char *folder)
{
    struct buf b;
    set_up();
    buf_init(&b, 1 << 20);
    csv_head(&b, a, &TABLE);
    for (size_t i = 0; i < NASTY; i++) {
        struct row row = row_of(i);
        csv_row(&b, a, &TABLE, &row);
    }
    FILE *csv = fopen(arena_printf(a, "%s/essai.csv", folder).p, "wb");
    FILE *xlsx = fopen(arena_printf(a, "%s/essai.xlsx", folder).p, "wb");
    struct sheet *s = full_sheet(1);
    char piece[4096];
    uint64_t at = 0;
    long got;
    bool ok = s && csv && xlsx && fwrite(b.p, 1, b.n, csv) == b.n;
    while (ok && (got = sheet_read(s, at, piece, sizeof piece)) > 0) {
        ok = ok && fwrite(piece, 1, (size_t)got, xlsx) == (size_t)got;
        at += (uint64_t)got;
    }
    ok = ok && fclose(csv) == 0 && fclose(xlsx) == 0;
    buf_free(&b);
    tear_down();
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return write_files(argv[1]);
    Suite *suite = suite_create("table");
    TCase *tc = tcase_create("table");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    const suite_test tests[] = {text_in_csv, figures_in_csv, head_of_csv, sheet_in_pieces,
        sheet_that_cannot_be_made, sheet_abandoned};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tc, tests[i]);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
