/* tests/doc/write.c - every fixture as FOLDER/NAME.pdf, and what has to be read in it as
 * FOLDER/NAME.txt: one text a line, in reading order. tests/doc/run judges them. */
#include "base/money.h"
#include "doc/pdf.h"
#include "tests/doc/fixtures.h"

static FILE *open_in(const char *folder, const char *name, const char *ending)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, ending);
    FILE *f = fopen(path, "wb");
    if (!f) {
        perror(path);
        exit(1);
    }
    return f;
}

static void say(FILE *f, struct str s)
{
    if (s.n)
        fprintf(f, "%.*s\n", STR_ARG(s));
}

static void say_money(FILE *f, struct money m)
{
    struct buf b;
    buf_init(&b, 64);
    money_format(&b, m);
    say(f, buf_str(&b));
    buf_free(&b);
}

enum amounts { AMOUNTS_NONE, AMOUNTS_ALONE, AMOUNTS_ALL };

static void say_rows(FILE *f, const struct document_row *rows, size_t n, enum amounts amounts)
{
    for (size_t i = 0; i < n; i++) {
        say(f, rows[i].label);
        say(f, rows[i].text);
        if (amounts == AMOUNTS_ALL || (amounts == AMOUNTS_ALONE && rows[i].text.n == 0))
            say_money(f, rows[i].amount);
    }
}

static void say_block(FILE *f, const struct document_block *b)
{
    say(f, b->text);
    say_rows(f, b->rows, b->rows_n, b->kind == BLOCK_DUES ? AMOUNTS_ALL : AMOUNTS_NONE);
    for (size_t i = 0; i < b->prices_n; i++) {
        say(f, b->prices[i].label);
        say(f, b->prices[i].detail);
        say_money(f, b->prices[i].unit);
        say_money(f, b->prices[i].amount);
    }
    say_rows(f, b->sums, b->sums_n, AMOUNTS_ALONE);
}

static void say_document(FILE *f, const struct document *d)
{
    say(f, d->mark);
    say_rows(f, &d->issuer, 1, AMOUNTS_NONE);
    say_rows(f, &d->addressee, 1, AMOUNTS_NONE);
    say(f, d->title);
    say(f, d->subtitle);
    say_rows(f, d->facts, d->facts_n, AMOUNTS_NONE);
    for (size_t i = 0; i < d->blocks_n; i++)
        say_block(f, &d->blocks[i]);
    say(f, d->footer);
}

static bool write_one(const char *folder, const struct fixture *x)
{
    unsigned char sha256[32];
    struct buf out, why;
    memset(sha256, 0xa5, sizeof sha256);
    buf_init(&out, PDF_BYTES_MAX);
    buf_init(&why, 256);
    bool ok = pdf_render(&x->document, sha256, &out, &why);
    if (ok) {
        FILE *pdf = open_in(folder, x->name, ".pdf"), *txt = open_in(folder, x->name, ".txt");
        ok = fwrite(out.p, 1, out.n, pdf) == out.n;
        say_document(txt, &x->document);
        ok = fclose(pdf) == 0 && fclose(txt) == 0 && ok;
        printf("%s %u %.*s\n", x->name, x->pages_max, STR_ARG(x->document.title));
    } else {
        fprintf(stderr, "%s: %.*s\n", x->name, STR_ARG(buf_str(&why)));
    }
    buf_free(&out);
    buf_free(&why);
    return ok;
}

static bool write_all(const char *folder, const struct fixture *all, size_t n)
{
    bool ok = true;
    for (size_t i = 0; i < n; i++)
        ok = write_one(folder, &all[i]) && ok;
    return ok;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: pdf_write FOLDER\n", stderr);
        return 2;
    }
    struct arena *a = arena_new();
    size_t forms, real;
    const struct fixture *all = fixtures(a, &forms), *issued = fixtures_real(a, &real);
    bool ok = write_all(argv[1], issued, real) && write_all(argv[1], all, forms);
    arena_free(a);
    return ok ? 0 : 1;
}
