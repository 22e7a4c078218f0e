/* Each golden template is compiled by the build; here it is filled with awkward values and
 * compared, byte by byte, with the page beside it (NAME.out). What differs is left in the build
 * directory as NAME.got. */
#include "templates.h"
#include "golden.h"
#include "../unit/suite.h"

#include <stdio.h>

static struct buf out;

static const char *path_of(
    char *to, size_t size, const char *dir, const char *name, const char *ending)
{
    snprintf(to, size, "%s/tests/golden/%s%s", dir, name, ending);
    return to;
}

static void compare(const char *name)
{
    char path[512], want[16384];
    const char *srcdir = getenv("srcdir");
    FILE *f = fopen(path_of(path, sizeof path, srcdir ? srcdir : ".", name, ".out"), "rb");
    size_t n = f ? fread(want, 1, sizeof want, f) : 0;
    if (f)
        fclose(f);
    size_t at = 0;
    while (at < n && at < out.n && want[at] == out.p[at])
        at++;
    bool same = f && n == out.n && at == n && !out.overflow;
    f = same ? NULL : fopen(path_of(path, sizeof path, ".", name, ".got"), "wb");
    if (f) {
        fwrite(out.p, 1, out.n, f);
        fclose(f);
    }
    ck_assert_msg(same, "%s differs from byte %zu on: see %s", name, at, path);
}

#define HOSTILE "\"><script>alert('1')</script>&amp; é"

START_TEST(values)
{
    static const struct golden_values v = {
        .hostile = STR_INIT(HOSTILE),
        .word = "it's <b>",
        .code = "A&B",
        .number = -7,
        .size = 42,
        .big = INT64_MIN,
        .price = {1000500},
        .day = {2027, 1, 1},
        .month = {2026 * 12 + 10},
        .instant = {1795455605},
        .drawing = {STR_INIT("<svg><path d=\"M0 0\"/></svg>")},
    };
    view_values_html(&out, &v);
    compare("pages/values.html");
}
END_TEST

START_TEST(urls)
{
    static struct golden_url items[] = {
        {STR_INIT("/candidature/7?a=1&b=2"), STR_INIT("a&b=c/d?e#f \"'<"), "x y", 3},
        {STR_INIT("//evil.example"), STR_INIT("nom@example.org"), "..", 0},
        {STR_INIT("/\\evil.example"), STR_INIT("é"), "", 0},
        {STR_INIT("javascript:alert(1)"), STR_INIT("javascript:"), "a", 0},
        {STR_INIT("JavaScript&colon;alert(1)"), STR_INIT("//evil"), "a", 0},
        {STR_INIT("/\t/evil.example"), STR_INIT("\r\nX: y"), "a", 0},
        {STR_INIT(" https://example.org"), STR_INIT("%"), "a", 0},
        {STR_INIT("data:text/html,x"), STR_INIT(""), "a", 0},
        {STR_INIT(""), STR_INIT(""), "a", 0},
        {STR_INIT("HTTPS://example.org/\"onclick='x"), STR_INIT("+"), "a", 0},
        {STR_INIT("mailto:a@example.org"), STR_INIT("a"), "a", 4294967295},
        {STR_INIT("tel:+33140272000"), STR_INIT("a"), "a", 1},
        {STR_INIT("#contenu"), STR_INIT("a"), "a", 1},
        {STR_INIT("/"), STR_INIT("a"), "a", 1},
    };
    struct golden_urls v = {items, sizeof items / sizeof *items, STR("\"><script>")};
    view_urls_html(&out, &v);
    compare("pages/urls.html");
}
END_TEST

static const struct golden_leaf leaves[] = {
    {STR_INIT("<chêne>"), GOLDEN_PLAIN, true},
    {STR_INIT("hêtre\r\n.fin"), GOLDEN_LOUD, false},
    {STR_INIT("if & \"houx\""), GOLDEN_QUIET, true},
};

static struct golden_tree tree(void)
{
    static struct golden_leaf first = {STR_INIT("premier"), GOLDEN_PLAIN, true};
    static const struct golden_branch trunk = {"tronc", leaves, 0, &first};
    return (struct golden_tree){
        .branches = {{"une", leaves, 3, &first}, {"<deux>", leaves, 0, &first},
            {"trois", leaves + 1, 1, &first}},
        .branches_n = 3,
        .words = {STR("un"), STR("\"deux\""), STR("trois")},
        .words_n = 3,
        .trunk = &trunk,
        .crown = {STR("cime'"), GOLDEN_LOUD, true},
    };
}

START_TEST(blocks)
{
    struct golden_tree v = tree();
    view_blocks_html(&out, &v);
    v.branches_n = 0;
    v.words_n = 0;
    v.crown = (struct golden_leaf){0};
    view_blocks_html(&out, &v);
    compare("pages/blocks.html");
}
END_TEST

START_TEST(white_space)
{
    view_space_html(&out, &leaves[0]);
    compare("pages/space.html");
}
END_TEST

START_TEST(mail_as_text)
{
    struct golden_tree v = tree();
    mail_lettre_text(&out, &v);
    compare("emails/lettre.txt");
}
END_TEST

START_TEST(mail_as_html)
{
    struct golden_tree v = tree();
    mail_lettre_html(&out, &v);
    compare("emails/lettre.html");
}
END_TEST

/* A page that grows past what its buf may hold says so, and writes no byte beyond. */
START_TEST(overflow_is_seen)
{
    struct buf small;
    buf_init(&small, 100);
    struct golden_tree v = tree();
    view_blocks_html(&small, &v);
    ck_assert(small.overflow && small.n <= 100);
    buf_free(&small);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {
        values, urls, blocks, white_space, mail_as_text, mail_as_html, overflow_is_seen};
    buf_init(&out, 65536);
    int status = suite_main("golden", tests, sizeof tests / sizeof *tests);
    buf_free(&out);
    return status;
}
