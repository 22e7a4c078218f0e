#include "domain/intake.h"

enum intake_phase intake_phase(const struct intake *i, struct instant now)
{
    if (!i->opens_at.s || !i->closes_at.s)
        return INTAKE_UNDATED;
    if (now.s < i->opens_at.s)
        return INTAKE_BEFORE;
    return now.s <= i->closes_at.s ? INTAKE_OPEN : INTAKE_CLOSED;
}

bool intake_registration_valid(const struct intake *i)
{
    return i->rncp_code.n && !day_is_none(i->starts_on) && !day_is_none(i->rncp_ends_on) &&
        day_cmp(i->rncp_registered_on, i->starts_on) <= 0 &&
        day_cmp(i->starts_on, i->rncp_ends_on) <= 0;
}

struct str intake_words(struct arena *a, const struct intake *i)
{
    if (!i)
        return (struct str){0};
    struct buf b;
    buf_init(&b, 200);
    if (i->number)
        buf_printf(&b, "%d%s promotion, ", i->number, i->number == 1 ? "re" : "e");
    if (day_is_none(i->starts_on))
        buf_printf(&b, "rentrée %d", i->year);
    else {
        int month = i->starts_on.m;
        bool vowel = month == 4 || month == 8 || month == 10; /* avril, août, octobre */
        buf_puts(&b, vowel ? "rentrée d’" : "rentrée de ");
        month_format_fr(&b, month_of(i->starts_on));
    }
    return arena_take(a, &b);
}
