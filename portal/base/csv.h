/* base/csv.h - comma-separated values as a French spreadsheet opens them; pure.
 *
 * RFC 4180 but for the semicolon: UTF-8 with a byte order mark, CRLF, every text between quotes
 * (quotes doubled) and safe from formulas (table_safe). Amounts are "1234,50", without unit or
 * grouping; days "2026-11-23" and instants "2026-11-23 18:40" (Paris): the ISO form is a date in
 * every spreadsheet, whatever its language, and sorts as text too. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/table.h"

/* The mark and the row of labels. */
void csv_head(struct buf *out, struct arena *a, const struct table *t);
/* `a` keeps what the row's values are made of: the caller empties it now and then. */
void csv_row(struct buf *out, struct arena *a, const struct table *t, const void *row);

#endif
