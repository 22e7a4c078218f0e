#include "domain/figures.h"

#include "base/words.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* 1970-01-01 was a Thursday: 0 is Monday. */
static int weekday(struct day d)
{
    int n = (day_to_number(d) + 3) % 7;
    return n < 0 ? n + 7 : n;
}

struct period period_last(struct day today, int weeks)
{
    return (struct period){day_add(today, -weekday(today) - 7 * (weeks - 1)), today};
}

struct instant period_begin(const struct period *p)
{
    return instant_from_paris(p->from, 0, 0, 0);
}

struct instant period_end(const struct period *p)
{
    return instant_from_paris(day_add(p->to, 1), 0, 0, 0);
}

bool period_sound(const struct period *p)
{
    int days = day_to_number(p->to) - day_to_number(p->from) + 1;
    return days >= 1 && days <= FIGURES_DAYS_MAX;
}

void weeks_lay(const struct period *p, struct weeks *out)
{
    struct day at = p->from;
    *out = (struct weeks){0};
    while (day_cmp(at, p->to) <= 0 && out->n < FIGURES_WEEKS_MAX) {
        struct day sunday = day_add(at, 6 - weekday(at));
        struct day last = day_cmp(sunday, p->to) < 0 ? sunday : p->to;
        out->v[out->n++] = (struct week){.from = at, .to = last};
        at = day_add(last, 1);
    }
}

struct week *weeks_at(struct weeks *w, struct instant t)
{
    struct day d = day_paris(t);
    for (size_t i = 0; i < w->n; i++)
        if (day_cmp(w->v[i].from, d) <= 0 && day_cmp(d, w->v[i].to) <= 0)
            return &w->v[i];
    return NULL;
}

struct str week_label(struct arena *a, const struct week *w)
{
    return arena_printf(a, "%s du %.*s",
        weekday(w->from) == 0 && weekday(w->to) == 6 ? "semaine" : "à partir",
        STR_ARG(words_day(a, w->from)));
}

struct str duration_words(struct arena *a, int64_t seconds)
{
    long long days = seconds / DAY, hours = seconds % DAY / HOUR, minutes = seconds % HOUR / MINUTE;
    if (seconds < MINUTE)
        return STR("moins d’une minute");
    if (days && hours)
        return arena_printf(
            a, "%lld\u00a0jour%s %lld\u00a0h", days, days > 1 ? "s" : "", hours);
    if (days)
        return arena_printf(a, "%lld\u00a0jour%s", days, days > 1 ? "s" : "");
    if (hours && minutes)
        return arena_printf(a, "%lld\u00a0h %lld\u00a0min", hours, minutes);
    return hours ? arena_printf(a, "%lld\u00a0h", hours)
                 : arena_printf(a, "%lld\u00a0min", minutes);
}
