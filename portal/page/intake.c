#include "page/intake.h"

struct str page_intake_label(struct arena *a, const struct intake *i)
{
    struct str number = {0}, start = {0};
    if (!i)
        return number;
    if (i->number)
        number = arena_printf(a, "%d%s\u00a0promotion", i->number, i->number == 1 ? "re" : "e");
    if (!day_is_none(i->starts_on))
        start = arena_printf(
            a, "rentrée de %s\u00a0%d", month_name_fr(i->starts_on.m), i->starts_on.y);
    const char *between = number.n && start.n ? ", " : "";
    return arena_printf(a, "%.*s%s%.*s", STR_ARG(number), between, STR_ARG(start));
}

struct str page_intake_title(const struct page *p, const struct intake *i)
{
    return i && i->title.n ? i->title : p->facts->title;
}
