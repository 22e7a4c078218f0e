#include "doc/sheet.h"

#include "sys/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

static const char TEMPORARY[] = "/tmp"; /* the service's own: PrivateTmp */

struct sheet {
    const struct table *table;
    int fd; /* of a file without a name */
    lxw_workbook *book;
    lxw_worksheet *page;
    lxw_format *head, *formats[DATUM_INSTANT + 1];
    uint32_t rows; /* the row of labels included */
    bool bad;
};

static void forget(void *arg)
{
    struct sheet *s = arg;
    if (s->book)
        lxw_workbook_free(s->book);
    if (s->fd >= 0)
        close(s->fd);
}

static int open_unnamed(void)
{
    int fd = open(TEMPORARY, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    /* a file system without O_TMPFILE: named for the blink of an eye */
    char path[] = "/tmp/portail-XXXXXX";
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

static void make_formats(struct sheet *s)
{
    static const char *const shapes[] = {[DATUM_COUNT] = "0", [DATUM_MONEY] = "#,##0.00\\ \"€\"",
        [DATUM_DAY] = "dd/mm/yyyy", [DATUM_INSTANT] = "dd/mm/yyyy hh:mm"};
    s->head = workbook_add_format(s->book);
    format_set_bold(s->head);
    format_set_bottom(s->head, LXW_BORDER_THIN);
    for (int i = DATUM_COUNT; i <= DATUM_INSTANT; i++) {
        s->formats[i] = workbook_add_format(s->book);
        format_set_num_format(s->formats[i], shapes[i]);
    }
}

static void put_head(struct sheet *s)
{
    const struct table *t = s->table;
    for (size_t i = 0; i < t->columns_n; i++) {
        lxw_col_t at = (lxw_col_t)i;
        worksheet_set_column(s->page, at, at, t->columns[i].width, NULL);
        s->bad |= worksheet_write_string(s->page, 0, at, t->columns[i].label, s->head) != 0;
    }
    worksheet_freeze_panes(s->page, 1, 0);
    s->rows = 1;
}

struct sheet *sheet_new(struct arena *a, const struct table *t)
{
    struct sheet *s = ARENA_NEW(a, struct sheet);
    *s = (struct sheet){.table = t, .fd = open_unnamed()};
    if (s->fd < 0) {
        log_event(LOG_ERROR, "sheet.no_file", LOG_INT("errno", errno), LOG_END);
        return NULL;
    }
    arena_defer(a, forget, s);
    /* The library writes to a path: this one is the file that we hold, and no other. */
    struct str path = arena_printf(a, "/proc/self/fd/%d", s->fd);
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)TEMPORARY};
    s->book = workbook_new_opt(path.p, &options);
    s->page = s->book ? workbook_add_worksheet(s->book, t->title) : NULL;
    if (!s->page) {
        log_event(LOG_ERROR, "sheet.no_book", LOG_END);
        return NULL;
    }
    make_formats(s);
    put_head(s);
    return s;
}

static lxw_datetime moment(struct day d, int h, int min)
{
    return (lxw_datetime){.year = d.y, .month = d.m, .day = d.d, .hour = h, .min = min};
}

static lxw_error put_datum(
    struct sheet *s, struct arena *a, lxw_col_t at, const struct datum *d)
{
    lxw_format *format = s->formats[d->kind];
    lxw_datetime when;
    struct wall w;
    switch (d->kind) {
    case DATUM_TEXT:
        return worksheet_write_string(
            s->page, s->rows, at, arena_dup(a, table_safe(a, d->as.text)).p, NULL);
    case DATUM_COUNT:
        return worksheet_write_number(s->page, s->rows, at, (double)d->as.count, format);
    case DATUM_MONEY: /* below 2^53 cents: the nearest number, which prints as the amount */
        return worksheet_write_number(
            s->page, s->rows, at, (double)d->as.money.cents / 100, format);
    case DATUM_DAY:
        when = moment(d->as.day, 0, 0);
        return worksheet_write_datetime(s->page, s->rows, at, &when, format);
    case DATUM_INSTANT:
        w = wall_paris(d->as.instant);
        when = moment(w.day, w.h, w.min);
        return worksheet_write_datetime(s->page, s->rows, at, &when, format);
    }
    return LXW_ERROR_PARAMETER_VALIDATION;
}

bool sheet_row(struct sheet *s, struct arena *row_arena, const void *row)
{
    for (size_t i = 0; i < s->table->columns_n && !s->bad; i++) {
        struct datum d = s->table->columns[i].of(row_arena, row);
        if (!d.blank)
            s->bad |= put_datum(s, row_arena, (lxw_col_t)i, &d) != LXW_NO_ERROR;
    }
    s->rows++;
    return !s->bad;
}

enum rc sheet_close(struct sheet *s)
{
    lxw_col_t last = (lxw_col_t)(s->table->columns_n - 1);
    worksheet_autofilter(s->page, 0, 0, s->rows - 1, last);
    lxw_workbook *book = s->book;
    s->book = NULL; /* workbook_close frees it, whatever it says */
    lxw_error e = workbook_close(book);
    if (e == LXW_NO_ERROR && !s->bad)
        return RC_OK;
    log_event(LOG_ERROR, "sheet.not_made", LOG_INT("error", e), LOG_END);
    return RC_FAULT;
}

long sheet_read(const struct sheet *s, uint64_t at, char *to, size_t n)
{
    ssize_t got;
    do
        got = pread(s->fd, to, n, (off_t)at);
    while (got < 0 && errno == EINTR);
    return got;
}
