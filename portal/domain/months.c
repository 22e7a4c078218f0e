#include "domain/months.h"

static const char *const NATURES[NATURE_N] = {
    [NATURE_EMPLOYEE] = "employee",
    [NATURE_SELF_EMPLOYED] = "self_employed",
    [NATURE_APPRENTICE] = "apprentice",
    [NATURE_VOLUNTEER] = "volunteer",
    [NATURE_UNION] = "union",
    [NATURE_CIVIC_SERVICE] = "civic_service",
    [NATURE_INTERNSHIP] = "internship",
};

bool nature_from_word(struct str word, enum nature *out)
{
    for (int i = 0; i < NATURE_N; i++)
        if (str_eq_c(word, NATURES[i])) {
            *out = (enum nature)i;
            return true;
        }
    return false;
}

const char *nature_word(enum nature n)
{
    return NATURES[n];
}

/* The last month that a span covers. */
static int last_of(const struct span *s, struct month horizon)
{
    return s->ongoing ? horizon.n : s->to.n;
}

static bool covers(const struct span *s, struct month horizon)
{
    return s->from.n > 0 && last_of(s, horizon) >= s->from.n;
}

void months_lay(struct months *out, const struct span *spans, size_t n, struct month horizon)
{
    int first = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        if (!covers(&spans[i], horizon))
            continue;
        int to = last_of(&spans[i], horizon);
        first = first == 0 || spans[i].from.n < first ? spans[i].from.n : first;
        last = to > last ? to : last;
    }
    out->first = (struct month){first};
    out->n = first == 0 ? 0 : last - first + 1;
    if (out->n > MONTHS_MAX) /* days end in 2200, so only a caller's own numbers get here */
        out->n = MONTHS_MAX;
    memset(out->at, 0, (size_t)out->n * sizeof *out->at);
    for (size_t i = 0; i < n; i++) {
        if (!covers(&spans[i], horizon))
            continue;
        for (int m = spans[i].from.n; m <= last_of(&spans[i], horizon) && m - first < out->n; m++)
            out->at[m - first] = (kinds)(out->at[m - first] | spans[i].kind);
    }
}

int months_count(const struct months *ms, kinds wanted, struct month until)
{
    int count = 0;
    for (int i = 0; i < ms->n && ms->first.n + i <= until.n; i++)
        count += (ms->at[i] & wanted) != 0;
    return count;
}

struct month months_reached(const struct months *ms, kinds wanted, int needed)
{
    int count = 0;
    for (int i = 0; i < ms->n; i++) {
        count += (ms->at[i] & wanted) != 0;
        if (count == needed)
            return (struct month){ms->first.n + i};
    }
    return (struct month){0};
}

int months_weighted(const struct span *spans, size_t n, kinds wanted, struct month until)
{
    static const int FULL = 100;
    int total = 0, first = until.n + 1;
    for (size_t i = 0; i < n; i++)
        if ((spans[i].kind & wanted) && covers(&spans[i], until) && spans[i].from.n < first)
            first = spans[i].from.n;
    for (int m = first; m <= until.n; m++) {
        int weight = 0;
        for (size_t i = 0; i < n && weight < FULL; i++)
            if ((spans[i].kind & wanted) && m >= spans[i].from.n && m <= last_of(&spans[i], until))
                weight += spans[i].percent > 0 ? spans[i].percent : FULL;
        total += weight < FULL ? weight : FULL;
    }
    return total;
}

size_t months_gaps(
    const struct months *ms, kinds wanted, struct month until, struct gap *out, size_t max)
{
    size_t found = 0;
    int empty_from = 0;
    bool begun = false;
    for (int m = ms->first.n; ms->n && m <= until.n + 1; m++) {
        int i = m - ms->first.n;
        bool covered = m > until.n || (i < ms->n && (ms->at[i] & wanted));
        if (covered && empty_from) {
            if (found < max)
                out[found] = (struct gap){{empty_from}, {m - 1}};
            found++;
            empty_from = 0;
        } else if (!covered && begun && !empty_from) {
            empty_from = m;
        }
        begun |= covered;
    }
    return found;
}
