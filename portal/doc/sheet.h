/* doc/sheet.h - a spreadsheet (XLSX) written row by row into a temporary file that has no name.
 *
 * Memory stays the same whatever the number of rows (libxlsxwriter's constant-memory mode). Dates
 * are dates and amounts are numbers, the labels' row stays in sight and filters; text is as in the
 * CSV (table_safe), and no cell is ever a formula. The arena owns the sheet and its file. */
#ifndef DOC_SHEET_H
#define DOC_SHEET_H

#include "base/rc.h"
#include "base/table.h"

struct sheet;

/* With the row of labels. NULL, after a log line, when there is no temporary file to be had. */
struct sheet *sheet_new(struct arena *a, const struct table *t);
/* `row_arena` keeps what the row's values are made of. False once something went wrong (sticky). */
bool sheet_row(struct sheet *s, struct arena *row_arena, const void *row);
/* No more rows: the file is made. RC_FAULT, after a log line, when it could not be. */
enum rc sheet_close(struct sheet *s) MUST_USE;
/* Bytes of the made file from `at` on, at most n of them, into `to`: how many, 0 at its end, -1
 * when it cannot be read. */
long sheet_read(const struct sheet *s, uint64_t at, char *to, size_t n);

#endif
