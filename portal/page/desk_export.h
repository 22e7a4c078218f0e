/* page/desk_export.h - a list of the desk as a file to take away: CSV or a spreadsheet, streamed.
 *
 * Rows are fetched by key, some hundreds at a time, and written as they come: memory does not follow
 * the number of rows. Two lines of the audit trail frame it: who asks for what, before the first
 * byte; how many rows, after the last one (a download that was given up has no second line). The
 * file's name says which list and which day, and nothing about anybody. */
#ifndef PAGE_DESK_EXPORT_H
#define PAGE_DESK_EXPORT_H

#include "base/table.h"
#include "page/page.h"
#include "store/desk_list.h"

struct desk_export {
    const struct desk_source *source;
    const struct table *table;
    /* One stored row as the table's columns want it, in `a`. */
    const void *(*row)(
        struct arena *a, const struct facts *facts, const struct rows *r, size_t i);
};

enum desk_export_as { EXPORT_CSV, EXPORT_XLSX };

/* Fills p->res. `only`: public ids, the rows of the query's page that were ticked; 0 of them: the
 * whole filtered list. */
enum rc desk_export(struct page *p, const struct desk_export *e, const struct desk_query *query,
    enum desk_export_as as, const struct str *only, size_t only_n);

#endif
