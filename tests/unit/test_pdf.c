/* A document as a PDF: the same bytes every time, and a reason when there are none. What is inside
 * the bytes is judged by tests/doc/run. */
#include "base/utf8.h"
#include "doc/pdf.h"
#include "suite.h"
#include "tests/doc/fixtures.h"

#include <dlfcn.h>
#include <qpdf/qpdf-c.h>

/* The library's steps, which the linker finds here first: each goes on to the real one, and the one
 * named then says that it failed. */
static const char *failing;
static QPDF_ERROR_CODE told(const char *step, QPDF_ERROR_CODE code)
{
    return failing && strcmp(failing, step) == 0 ? QPDF_ERRORS : code;
}

QPDF_ERROR_CODE qpdf_read_memory(qpdf_data q, const char *what, const char *bytes,
    unsigned long long n, const char *password)
{
    QPDF_ERROR_CODE (*real)(qpdf_data, const char *, const char *, unsigned long long, const char *);
    *(void **)&real = dlsym(RTLD_NEXT, "qpdf_read_memory");
    return told("read", real(q, what, bytes, n, password));
}

QPDF_ERROR_CODE qpdf_init_write_memory(qpdf_data q)
{
    QPDF_ERROR_CODE (*real)(qpdf_data);
    *(void **)&real = dlsym(RTLD_NEXT, "qpdf_init_write_memory");
    return told("begin", real(q));
}

QPDF_ERROR_CODE qpdf_write(qpdf_data q)
{
    QPDF_ERROR_CODE (*real)(qpdf_data);
    *(void **)&real = dlsym(RTLD_NEXT, "qpdf_write");
    return told("write", real(q));
}

QPDF_BOOL qpdf_more_warnings(qpdf_data q)
{
    QPDF_BOOL (*real)(qpdf_data);
    *(void **)&real = dlsym(RTLD_NEXT, "qpdf_more_warnings");
    return failing && strcmp(failing, "warnings") == 0 ? QPDF_TRUE : real(q);
}

static const unsigned char SHA256[32] = {1, 2, 3};
static struct arena *a;
static struct buf out, why;

static void begin(void)
{
    a = arena_new();
    buf_init(&out, PDF_BYTES_MAX);
    buf_init(&why, 256);
}

static void end(void)
{
    buf_free(&out);
    buf_free(&why);
    arena_free(a);
}

static struct str render(const struct document *d)
{
    buf_reset(&out);
    bool ok = pdf_render(d, SHA256, &out, &why);
    ck_assert_msg(ok, "%.*s", STR_ARG(buf_str(&why)));
    return arena_dup(a, buf_str(&out));
}

static void refused(const struct document *d, const char *reason)
{
    buf_reset(&out);
    buf_reset(&why);
    ck_assert(!pdf_render(d, SHA256, &out, &why));
    ck_assert_uint_eq(out.n, 0);
    ck_assert_msg(memmem(why.p, why.n, reason, strlen(reason)) != NULL, "« %.*s », not « %s »",
        STR_ARG(buf_str(&why)), reason);
}

/* Whatever was drawn before, and after the fonts were given back. */
START_TEST(same_bytes)
{
    begin();
    size_t n;
    const struct fixture *all = fixtures(a, &n);
    struct str *first = ARENA_ARRAY(a, n, struct str);
    for (size_t i = 0; i < n; i++)
        first[i] = render(&all[i].document);
    for (size_t i = n; i-- > 0;)
        ck_assert_msg(str_eq(render(&all[i].document), first[i]), "%s", all[i].name);
    ck_assert(str_eq(render(&all[0].document), first[0]));
    end();
}
END_TEST

/* Each thing that a document says moves a byte; so does its fingerprint. */
START_TEST(other_bytes)
{
    begin();
    size_t n;
    struct document d = fixtures(a, &n)[0].document;
    struct str first = render(&d);
    struct day later = {2026, 11, 24};
    struct document changed[] = {d, d, d, d};
    changed[0].issued = later;
    changed[1].title = STR("Devis n° D-2026-000125");
    changed[2].verify = STR("https://autre.exemple.test/verifier");
    changed[3].blocks_n--;
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        ck_assert_msg(!str_eq(render(&changed[i]), first), "%zu", i);
    unsigned char other[32] = {9};
    buf_reset(&out);
    ck_assert(pdf_render(&d, other, &out, &why));
    ck_assert(!str_eq(buf_str(&out), first));
    end();
}
END_TEST

START_TEST(refusals)
{
    begin();
    static const char cannot[] = "cannot be printed";
    size_t n;
    const struct document whole = fixtures(a, &n)[0].document;
    struct document d = whole;
    d.title = STR("\xff");
    refused(&d, cannot);
    d = whole;
    d.facts_n = DOCUMENT_ROWS_MAX + 1;
    refused(&d, cannot);
    d = whole;
    d.issued = (struct day){0, 0, 0};
    refused(&d, cannot);
    struct document_block one = {.kind = BLOCK_KINDS};
    d = whole;
    d.blocks = &one;
    d.blocks_n = 1;
    refused(&d, cannot);
    char *huge = arena_alloc(a, PDF_TEXT_MAX + 2);
    memset(huge, 'x', PDF_TEXT_MAX + 1);
    for (size_t i = 8; i < PDF_TEXT_MAX; i += 9)
        huge[i] = i % 2 ? '\n' : ' ';
    one = (struct document_block){.kind = BLOCK_TEXT, .text = {huge, PDF_TEXT_MAX + 1}};
    refused(&d, cannot);
    struct document_block many[20];
    for (size_t i = 0; i < 20; i++)
        many[i] = (struct document_block){.kind = BLOCK_TEXT, .text = {huge, PDF_TEXT_MAX}};
    d.blocks = many;
    d.blocks_n = 20;
    refused(&d, cannot);
    d.blocks_n = 6;
    refused(&d, "too many pages");
    d = whole;
    d.footer = (struct str){huge, PDF_TEXT_MAX};
    refused(&d, "too many pages");
    end();
}
END_TEST

START_TEST(too_large)
{
    begin();
    size_t n;
    const struct fixture *all = fixtures(a, &n);
    buf_free(&out);
    buf_init(&out, 1000);
    refused(&all[0].document, "larger than allowed");
    end();
}
END_TEST

START_TEST(no_bytes_come_from_a_step_that_failed)
{
    static const char *const steps[] = {"read", "begin", "write", "warnings"};
    begin();
    size_t n;
    const struct fixture *all = fixtures(a, &n);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        failing = steps[i];
        refused(&all[0].document, "qpdf does not take");
    }
    failing = NULL;
    ck_assert_uint_gt(render(&all[0].document).n, 1000);
    end();
}
END_TEST

/* All that are no character, those beside them, and each 53rd of the others. */
static uint32_t next_tried(uint32_t c)
{
    do
        c++;
    while ((c >= 0xd800 && c <= 0xdfff) ||
           (c > 0xff && c % 53 && !utf8_no_character(c) && !utf8_no_character(c + 1)));
    return c;
}

/* cairo takes no code point that is no character, and gives up the page: whatever somebody typed, and
 * whatever stands in a document that was frozen long ago, is printed. */
START_TEST(no_letter_stops_a_paper)
{
    size_t n;
    begin();
    struct document d = fixtures(a, &n)[0].document;
    struct buf b;
    buf_init(&b, 100000);
    for (uint32_t c = 1; c < 0x110000; c = next_tried(c)) {
        char bytes[4];
        buf_put(&b, (struct str){bytes, utf8_put(bytes, c)});
        if (b.n < 4000 && c < 0x10ffff)
            continue;
        struct document_block note = {.kind = BLOCK_NOTE, .text = buf_str(&b)};
        d.blocks = &note;
        d.blocks_n = 1;
        ck_assert(render(&d).n > 1000);
        buf_reset(&b);
    }
    buf_free(&b);
    end();
}
END_TEST

SUITE_MAIN("pdf", same_bytes, other_bytes, refusals, too_large, no_bytes_come_from_a_step_that_failed,
    no_letter_stops_a_paper)
