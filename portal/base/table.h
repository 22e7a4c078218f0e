/* base/table.h - rows as somebody outside reads them: one table of columns a list, which every
 * writer (CSV in base/csv.h, XLSX in doc/sheet.h) walks in the same order; pure.
 *
 * A column says what its values are; a row is whatever its `of` functions understand. */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/arena.h"
#include "base/day.h"
#include "base/money.h"

enum datum_kind { DATUM_TEXT, DATUM_COUNT, DATUM_MONEY, DATUM_DAY, DATUM_INSTANT };

struct datum {
    enum datum_kind kind;
    bool blank; /* an empty cell */
    union {
        struct str text;
        int64_t count;
        struct money money;
        struct day day;
        struct instant instant; /* written as Paris shows it, to the minute */
    } as;
};

struct table_column {
    const char *label;
    enum datum_kind kind; /* of every datum of this column */
    int width;            /* of a spreadsheet's column, in characters */
    struct datum (*of)(struct arena *a, const void *row);
};

struct table {
    const char *title; /* a spreadsheet's sheet: at most 31 characters, none of []:*?/\ */
    const struct table_column *columns;
    size_t columns_n;
};

static inline struct datum datum_text(struct str s)
{
    return (struct datum){DATUM_TEXT, s.n == 0, {.text = s}};
}
static inline struct datum datum_count(int64_t n)
{
    return (struct datum){DATUM_COUNT, false, {.count = n}};
}
static inline struct datum datum_money(struct money m)
{
    return (struct datum){DATUM_MONEY, false, {.money = m}};
}
static inline struct datum datum_day(struct day d)
{
    return (struct datum){DATUM_DAY, day_is_none(d), {.day = d}};
}
static inline struct datum datum_instant(struct instant t)
{
    return (struct datum){DATUM_INSTANT, t.s == 0, {.instant = t}};
}

/* Text (UTF-8) that no spreadsheet takes for a formula, in a CSV or typed into a cell, whatever
 * separator the file is opened with: = + - @ (their full-width forms too) get an apostrophe before them
 * at the beginning and after every separator, behind spaces and quotes too (ASVS 1.2.10); what begins
 * with TAB, CR or LF as well. Line ends inside become LF, other control characters a space. */
struct str table_safe(struct arena *a, struct str s);

#endif
