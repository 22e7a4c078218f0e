#include "domain/eligibility.h"

/* One look at the whole: the grid, and what is still to be decided from it. */
struct look {
    const struct judging *j;
    struct span spans[ITEMS_MAX];
    size_t n;
    struct months grid;
    struct month at[AT_N];
};

#define INSIDE(nature) KIND(NATURE_##nature, false)

struct rules rules_default(void)
{
    kinds paid = INSIDE(EMPLOYEE) | INSIDE(SELF_EMPLOYED) | INSIDE(APPRENTICE);
    return (struct rules){.decides = AT_START,
        .with_diploma = (kinds)(paid | INSIDE(VOLUNTEER) | INSIDE(UNION)),
        .without = paid,
        .review = INSIDE(CIVIC_SERVICE),
        .needed_with = 36,
        .needed_without = 72};
}

/* The same natures, outside the course's fields. */
static kinds outside(kinds inside)
{
    return (kinds)(inside << NATURE_N);
}

static enum condition by_level(int level, const struct diploma_fact *d, unsigned *why)
{
    if (level == 0) {
        *why |= REASON_LEVEL_UNKNOWN | (d->in_progress ? REASON_IN_PROGRESS : 0U);
        return CONDITION_CHECK;
    }
    if (level < LEVEL_WANTED)
        return CONDITION_NOT;
    if (d->in_progress) {
        *why |= REASON_IN_PROGRESS;
        return CONDITION_CHECK;
    }
    return CONDITION_MET;
}

/* A level that the name or the year tells for sure, against what was said. */
static enum condition by_sure_level(int sure, const struct diploma_fact *d, unsigned *why)
{
    if (d->level && (d->level >= LEVEL_WANTED) != (sure >= LEVEL_WANTED)) {
        *why |= REASON_LEVEL_DISAGREES;
        return CONDITION_CHECK;
    }
    return by_level(sure, d, why);
}

static enum condition judge_diploma(const struct diploma_fact *d, unsigned *why)
{
    switch (d->kind->rule) {
    case DIPLOMA_NOTHING: return CONDITION_NOT;
    case DIPLOMA_BY_NAME:
        *why |= REASON_BY_NAME | (d->in_progress ? REASON_IN_PROGRESS : 0U);
        return d->in_progress ? CONDITION_CHECK : CONDITION_MET;
    case DIPLOMA_FOREIGN:
        if (d->recognition == RECOGNITION_OBTAINED)
            return by_level(d->level, d, why);
        *why |= REASON_FOREIGN | (d->in_progress ? REASON_IN_PROGRESS : 0U);
        return CONDITION_CHECK;
    case DIPLOMA_REFORMED:
        /* obtained before the reform's first graduates: level 5 for sure */
        if (d->year && d->year < DIPLOMA_REFORM_YEAR)
            return by_sure_level(5, d, why);
        return by_level(d->level, d, why);
    case DIPLOMA_BY_LEVEL: break;
    }
    return d->kind->level ? by_sure_level(d->kind->level, d, why) : by_level(d->level, d, why);
}

/* The best diploma speaks, with its own reasons only. */
static enum condition judge_diplomas(const struct judging *j, unsigned *reasons)
{
    enum condition best = CONDITION_NOT;
    unsigned kept = 0;
    for (size_t i = 0; i < j->diplomas_n; i++) {
        unsigned why = 0;
        enum condition c = judge_diploma(&j->diplomas[i], &why);
        if (c > best)
            kept = 0;
        if (c >= best) {
            best = c;
            kept |= why;
        }
    }
    *reasons |= best == CONDITION_NOT ? 0 : kept;
    return best;
}

/* Dates that the institution has not set yet are judged as the one before them. */
static void settle_dates(struct look *l, struct verdict *v)
{
    for (int d = 0; d < AT_N; d++) {
        v->dates[d] = l->j->dates[d];
        l->at[d] = day_is_none(v->dates[d]) ? l->at[d - (d > 0)] : month_of(v->dates[d]);
    }
}

static void lay_experiences(struct look *l, struct verdict *v)
{
    for (size_t i = 0; i < l->j->experiences_n && l->n < ITEMS_MAX; i++) {
        const struct experience_fact *e = &l->j->experiences[i];
        if (e->from.n > l->at[AT_TODAY].n) {
            v->reasons |= REASON_FUTURE;
            continue;
        }
        if (e->nature == NATURE_INTERNSHIP)
            v->reasons |= REASON_INTERNSHIP;
        l->spans[l->n++] = (struct span){
            e->from, e->to, e->ongoing, KIND(e->nature, e->outside), e->percent};
    }
    /* the longest that can be missing is reached this far ahead, or never */
    int far = l->j->rules.needed_with > l->j->rules.needed_without ? l->j->rules.needed_with
                                                                   : l->j->rules.needed_without;
    int last = l->at[AT_START].n > l->at[AT_TODAY].n ? l->at[AT_START].n : l->at[AT_TODAY].n;
    months_lay(&l->grid, l->spans, l->n, (struct month){last + far});
}

/* Counts one route at the three dates: `sure` counts by itself, `more` if staff agree. */
static void count_route(const struct look *l, struct verdict *v, kinds sure, kinds more)
{
    for (int d = 0; d < AT_N; d++) {
        v->counted[d] = months_count(&l->grid, sure, l->at[d]);
        v->with_review[d] = months_count(&l->grid, more, l->at[d]);
        v->missing[d] = v->counted[d] < v->needed ? v->needed - v->counted[d] : 0;
        v->experience[d] = v->missing[d] == 0                ? CONDITION_MET
                           : v->with_review[d] >= v->needed ? CONDITION_CHECK
                                                             : CONDITION_NOT;
    }
    v->weighted = months_weighted(l->spans, l->n, sure, l->at[AT_TODAY]);
    v->reached = months_reached(&l->grid, sure, v->needed);
}

/* Which months beside the sure ones would help at the date that decides: those of `wider` natures,
 * then those that staff must accept, then those outside the course's fields? */
static unsigned doubtful_kinds(
    const struct look *l, const struct verdict *v, kinds sure, kinds wider)
{
    kinds natures = (kinds)(sure | wider | l->j->rules.review);
    int widened = months_count(&l->grid, (kinds)(sure | wider), l->at[v->decides]);
    int reviewed = months_count(&l->grid, natures, l->at[v->decides]);
    unsigned why = 0;
    if (widened > v->counted[v->decides])
        why |= REASON_UNPAID;
    if (reviewed > widened)
        why |= REASON_KIND_REVIEW;
    if (v->with_review[v->decides] > reviewed)
        why |= REASON_FIELD_OTHER;
    return why;
}

static void judge_with_diploma(const struct look *l, struct verdict *v)
{
    const struct rules *r = &l->j->rules;
    kinds sure = r->with_diploma, natures = (kinds)(sure | r->review);
    kinds more = (kinds)(natures | outside(natures));
    v->route = ROUTE_DIPLOMA;
    v->needed = r->needed_with;
    count_route(l, v, sure, more);
    enum condition decides = v->experience[v->decides];
    if (decides == CONDITION_NOT)
        v->outcome = VERDICT_NOT_YET;
    else if (decides == CONDITION_CHECK || v->diploma == CONDITION_CHECK)
        v->outcome = VERDICT_REVIEW;
    else
        v->outcome = v->experience[AT_TODAY] == CONDITION_MET ? VERDICT_MET : VERDICT_MET_LATER;
    if (decides != CONDITION_MET)
        v->reasons |= doubtful_kinds(l, v, sure, 0);
    if (v->diploma == CONDITION_CHECK &&
        months_count(&l->grid, r->without, l->at[v->decides]) >= r->needed_without)
        v->reasons |= REASON_ALSO_DEROGATION;
}

static void judge_without(const struct look *l, struct verdict *v)
{
    const struct rules *r = &l->j->rules;
    kinds natures = (kinds)(r->without | r->with_diploma | r->review);
    kinds more = (kinds)(natures | outside(natures));
    v->route = ROUTE_DEROGATION;
    v->needed = r->needed_without;
    count_route(l, v, r->without, more);
    enum condition decides = v->experience[v->decides];
    v->outcome = decides == CONDITION_MET     ? VERDICT_DEROGATION
                 : decides == CONDITION_CHECK ? VERDICT_DEROGATION_REVIEW
                                              : VERDICT_NOT_YET;
    if (decides != CONDITION_MET)
        v->reasons |= doubtful_kinds(l, v, r->without, r->with_diploma);
}

struct verdict eligibility_judge(const struct judging *j)
{
    struct look l = {.j = j};
    struct verdict v = {.rule = ELIGIBILITY_RULE, .decides = j->rules.decides, .rules = j->rules};
    settle_dates(&l, &v);
    lay_experiences(&l, &v);
    v.diploma = judge_diplomas(j, &v.reasons);
    if (v.diploma == CONDITION_NOT && j->diplomas_n)
        judge_without(&l, &v);
    else
        judge_with_diploma(&l, &v);
    if (v.experience[AT_TODAY] != CONDITION_MET && v.experience[v.decides] == CONDITION_MET)
        v.reasons |= REASON_LATER;
    if (v.experience[v.decides] != CONDITION_MET && v.reached.n > l.at[v.decides].n)
        v.reasons |= REASON_AFTER;
    if (j->diplomas_n == 0)
        v.outcome = VERDICT_UNSAID;
    return v;
}

const char *verdict_word(enum verdict_outcome outcome)
{
    switch (outcome) {
    case VERDICT_UNSAID: return "unsaid";
    case VERDICT_MET: return "met";
    case VERDICT_MET_LATER: return "met_later";
    case VERDICT_DEROGATION: return "derogation";
    case VERDICT_DEROGATION_REVIEW: return "derogation_review";
    case VERDICT_REVIEW: return "review";
    case VERDICT_NOT_YET: break;
    }
    return "not_yet";
}

const char *reason_word(int i)
{
    static const char *const words[REASONS_N] = {"by_name", "level_unknown", "level_disagrees",
        "foreign", "in_progress", "kind_review", "field_other", "internship", "later", "after",
        "also_derogation", "future", "approximate", "overlap", "unpaid"};
    return i >= 0 && i < REASONS_N ? words[i] : "";
}

enum verdict_explanation verdict_explanation(enum verdict_outcome outcome)
{
    if (outcome == VERDICT_NOT_YET)
        return EXPLANATION_REQUIRED;
    return outcome == VERDICT_MET ? EXPLANATION_NOT_ASKED : EXPLANATION_WELCOME;
}
