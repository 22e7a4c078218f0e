/* tests/bench/pdf.c - quotes rendered a second on one core, and bare cairo pages: what the same
 * library takes for as many pages with one line each, untagged. Run by bench.py.
 *
 * usage: bench_pdf SECONDS; prints quotes a second, bare documents a second, the process's private
 * kB, and how many of them 200 more quotes added. */
#include "base/str.h"
#include "doc/pdf.h"
#include "tests/doc/fixtures.h"

#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long private_kb(void)
{
    char line[256];
    long sum = 0, kb;
    FILE *f = fopen("/proc/self/smaps_rollup", "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "Private_%*[^:]: %ld", &kb) == 1)
            sum += kb;
    if (f)
        fclose(f);
    return sum;
}

static void quote(const struct document *d, struct buf *out)
{
    static const unsigned char sha256[32] = {1};
    struct buf why;
    buf_init(&why, 256);
    buf_reset(out);
    if (!pdf_render(d, sha256, out, &why)) {
        fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&why)));
        exit(1);
    }
    buf_free(&why);
}

static cairo_status_t write_to(void *out, const unsigned char *data, unsigned n)
{
    buf_put(out, (struct str){(const char *)data, n});
    return CAIRO_STATUS_SUCCESS;
}

static void bare(const struct document *d, struct buf *out)
{
    buf_reset(out);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_to, out, 595.28, 841.89);
    cairo_t *cr = cairo_create(surface);
    for (int page = 0; page < 2; page++) {
        cairo_move_to(cr, 54, 54);
        cairo_show_text(cr, d->number.p);
        cairo_show_page(cr);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

static double rate(void (*make)(const struct document *, struct buf *), const struct fixture *all,
    size_t n, double seconds, struct buf *out)
{
    double began = now();
    size_t made = 0;
    while (now() - began < seconds)
        make(&all[made++ % n].document, out);
    return (double)made / (now() - began);
}

int main(int argc, char **argv)
{
    uint64_t seconds;
    if (argc != 2 || !str_to_u64(str_c(argv[1]), 60, &seconds)) {
        fputs("usage: bench_pdf SECONDS\n", stderr);
        return 2;
    }
    enum { STATES = 6, MORE = 200 }; /* the first fixtures are ordinary quotes with a number */
    struct arena *a = arena_new();
    struct buf out;
    size_t n;
    const struct fixture *all = fixtures_real(a, &n);
    buf_init(&out, PDF_BYTES_MAX);
    for (size_t i = 0; i < STATES; i++) {
        quote(&all[i].document, &out);
        bare(&all[i].document, &out);
    }
    double ours = rate(quote, all, STATES, (double)seconds, &out);
    double theirs = rate(bare, all, STATES, (double)seconds, &out);
    long before = private_kb();
    for (size_t i = 0; i < MORE; i++)
        quote(&all[i % STATES].document, &out);
    printf("%.1f %.1f %ld %ld\n", ours, theirs, before, private_kb() - before);
    buf_free(&out);
    arena_free(a);
    return 0;
}
