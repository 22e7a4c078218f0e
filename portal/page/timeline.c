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

static size_t bars_of(
    struct page *p, const struct dossier *d, const struct rules *rules, struct bar *out)
{
    size_t n = 0;
    for (size_t i = 0; i < d->answers.experiences_n; i++) {
        const struct answers *as = &d->answers.experiences[i];
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

void page_timeline(struct page *p, const struct dossier *d, struct view_items *v)
{
    struct rules rules;
    struct day dates[AT_N];
    dossier_judging(p, d->intake, dates, &rules);
    struct timeline t = {
        .today = month_of(p->today),
        .closing = day_is_none(dates[AT_CLOSING]) ? (struct month){0} : month_of(dates[AT_CLOSING]),
        .start = day_is_none(dates[AT_START]) ? (struct month){0} : month_of(dates[AT_START]),
        .counted = d->verdict.counted[AT_TODAY],
        .needed = d->verdict.needed,
    };
    struct bar *bars = ARENA_ARRAY(p->a, d->answers.experiences_n, struct bar);
    t.bars = bars;
    t.n = bars_of(p, d, &rules, bars);
    if (t.n == 0)
        return;
    v->counted = verdict_counted(p->a, &d->verdict);
    v->detail = STR("Les mois qui se chevauchent comptent une seule fois. Le mois de début et le mois "
                    "de fin comptent tous les deux.");
    v->picture = trusted_timeline(p->a, "frise", &t);
}
