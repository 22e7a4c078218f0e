#include "page/timeline.h"

#include "view/pictures.h"
#include "view/verdict.h"

static enum bar_kind kind_of(const struct experience_fact *f, const struct rules *rules)
{
    kinds k = KIND(f->nature, f->outside);
    if (f->outside || (rules->review & k))
        return BAR_REVIEW;
    return (rules->with_diploma | rules->without) & k ? BAR_COUNTED : BAR_UNCOUNTED;
}

static size_t bars_of(struct page *p, const struct candidacy_answers *ca, const struct rules *rules,
    struct bar *out)
{
    size_t n = 0;
    for (size_t i = 0; i < ca->experiences_n; i++) {
        const struct answers *as = &ca->experiences[i];
        struct experience_fact fact;
        if (!experience_fact_read(as, &fact))
            continue;
        struct str where = answers_get(as, "organisation"), role = answers_get(as, "role");
        out[n++] = (struct bar){
            .from = fact.from,
            .to = fact.ongoing ? (struct month){0} : fact.to,
            .kind = kind_of(&fact, rules),
            .label = where.n ? arena_printf(p->a, "%.*s, %.*s", STR_ARG(role), STR_ARG(where)) : role,
        };
    }
    return n;
}

static struct month month_or_none(struct day d)
{
    return day_is_none(d) ? (struct month){0} : month_of(d);
}

struct trusted page_timeline_picture(
    struct page *p, const struct candidacy_answers *ca, const struct verdict *verdict)
{
    const struct day *dates = verdict->dates;
    struct bar *bars = ARENA_ARRAY(p->a, ca->experiences_n + 1, struct bar);
    struct timeline t = {
        .bars = bars,
        .n = bars_of(p, ca, &verdict->rules, bars),
        .today = month_of(day_is_none(dates[AT_TODAY]) ? p->today : dates[AT_TODAY]),
        .closing = month_or_none(dates[AT_CLOSING]),
        .start = month_or_none(dates[AT_START]),
        .counted = verdict->counted[AT_TODAY],
        .needed = verdict->needed,
    };
    return trusted_timeline(p->a, "frise", &t);
}

void page_timeline(struct page *p, const struct dossier *d, struct view_items *v)
{
    v->picture = page_timeline_picture(p, &d->answers, &d->verdict);
    if (v->picture.html.n == 0)
        return;
    v->counted = verdict_counted(p->a, &d->verdict);
    v->detail = STR("Les mois qui se chevauchent comptent une seule fois. Le mois de début et le mois "
                    "de fin comptent tous les deux.");
}
