/* A list taken away: all of it as its address asks, or the rows that were ticked. */
#include "page/desk_list.h"

enum rc desk_list_take(struct page *p, const struct desk_front *f, enum desk_export_as as)
{
    struct desk_asked asked;
    enum rc rc = desk_asked_query(p, f, &asked);
    return rc == RC_OK ? desk_export(p, f->export, &asked.query, as, NULL, 0) : rc;
}

bool desk_list_takes(const struct page *p)
{
    struct str act = page_form(p, "acte");
    return str_eq(act, STR(DESK_AS_CSV)) || str_eq(act, STR(DESK_AS_XLSX));
}

enum rc desk_list_take_picked(struct page *p, const struct desk_front *f)
{
    struct desk_asked asked;
    struct str *picked = ARENA_ARRAY(p->a, DESK_PAGE, struct str);
    size_t n = desk_picked(p, picked);
    enum rc rc = desk_asked_back(p, f, &asked);
    if (rc != RC_OK)
        return rc;
    if (!desk_list_takes(p))
        return RC_INVALID;
    if (n == 0) {
        desk_list_return(p, &asked, 0, 0);
        return RC_OK;
    }
    bool csv = str_eq(page_form(p, "acte"), STR(DESK_AS_CSV));
    return desk_export(p, f->export, &asked.query, csv ? EXPORT_CSV : EXPORT_XLSX, picked, n);
}
