#include "domain/questionnaire.h"

enum { ASKED_KINDS = 2, YEAR = 12 };

/* Answers travel in the page's address, where union years may not stand by themselves (GDPR art. 9):
 * they are asked together with associative ones, which the rule adds to them anyway. */
static const struct asked_kind { /* in the order in which the future is given to them */
    const char *years, *months, *ongoing;
    enum nature nature;
} ASKED[ASKED_KINDS] = {
    {"pro_years", "pro_months", "professional", NATURE_EMPLOYEE},
    {"social_years", "social_months", "social", NATURE_VOLUNTEER},
};

const struct question questions[] = {
    {"diplome", NULL, {"kind", NULL}},
    {"niveau", NULL, {"level", NULL}},
    {"obtention", NULL, {"state", NULL}},
    {"attestation", NULL, {"recognition", NULL}},
    {"experience", "Combien d’années d’expérience avez-vous, environ\u00a0?",
        {"pro_years", "social_years", NULL}},
    {"mois", "Et combien de mois en plus des années entières\u00a0?",
        {"pro_months", "social_months", NULL}},
    {"suite", NULL, {"ongoing", NULL}},
    {"payeur", NULL, {"payer", NULL}},
};
const size_t questions_n = sizeof questions / sizeof *questions;

enum { Q_KIND = 0, Q_YEARS = 4, Q_MONTHS = 5, Q_ONGOING = 6 };

const struct question *question_find(struct str name)
{
    for (size_t i = 0; i < questions_n; i++)
        if (str_eq_c(name, questions[i].name))
            return &questions[i];
    return NULL;
}

bool question_asks(const struct question *q, const char *field)
{
    for (size_t i = 0; q->fields[i]; i++)
        if (strcmp(q->fields[i], field) == 0)
            return true;
    return false;
}

bool question_answered(const struct answers *as, const struct question *q)
{
    for (size_t i = 0; q->fields[i]; i++)
        if (answers_get(as, q->fields[i]).n)
            return true;
    return false;
}

bool question_applies(const struct answers *as, const struct question *q)
{
    for (size_t i = 0; q->fields[i]; i++)
        if (answers_applies(as, (size_t)(answers_at(as, q->fields[i]) - as->v)))
            return true;
    return false;
}

static int number_of(const struct answers *as, const char *name)
{
    uint64_t v;
    return str_to_u64(answers_get(as, name), 60, &v) ? (int)v : 0;
}

static bool goes_on(const struct answers *as, const struct asked_kind *k)
{
    struct str held = answers_get(as, "ongoing"), word;
    while (str_cut(&held, ' ', &word))
        if (str_eq_c(word, k->ongoing))
            return true;
    return false;
}

/* Spans that end today, one before the other (`apart`) or all at once. Only one of those that go
 * on may, when they are apart: months to come count once anyway. */
static size_t lay_years(
    const struct answers *as, struct month today, bool apart, struct experience_fact *out)
{
    bool carried = false;
    size_t n = 0;
    int last = today.n;
    for (int pass = 0; pass < 2; pass++) /* what goes on stands next to today */
        for (size_t k = 0; k < ASKED_KINDS; k++) {
            int months = number_of(as, ASKED[k].years) * YEAR + number_of(as, ASKED[k].months);
            bool going = goes_on(as, &ASKED[k]);
            if (months == 0 || going != (pass == 0))
                continue;
            out[n++] = (struct experience_fact){.nature = ASKED[k].nature,
                .from = {last - months + 1}, .to = {last},
                .ongoing = going && !(apart && carried)};
            carried |= going;
            last = apart ? last - months : last;
        }
    return n;
}

static struct verdict judge(const struct answers *as, const struct asking *when, bool apart)
{
    struct diploma_fact diploma;
    struct experience_fact experiences[ASKED_KINDS];
    struct judging j = {.diplomas = &diploma, .experiences = experiences, .rules = when->rules};
    j.diplomas_n = diploma_fact_read(as, &diploma);
    j.experiences_n = lay_years(as, month_of(when->dates[AT_TODAY]), apart, experiences);
    memcpy(j.dates, when->dates, sizeof j.dates);
    return eligibility_judge(&j);
}

struct verdict questionnaire_judge(const struct answers *as, const struct asking *when)
{
    struct verdict v = judge(as, when, true);
    if (judge(as, when, false).outcome != v.outcome)
        v.reasons |= REASON_OVERLAP;
    v.reasons |= REASON_APPROXIMATE;
    return v;
}

/* "About three years" may be 33 months or 38: within a year of the threshold, months are asked. */
static bool near(const struct verdict *v)
{
    int off = v->counted[AT_TODAY] - v->needed, all = v->with_review[AT_TODAY] - v->needed;
    return (off >= -YEAR && off < YEAR) || (all >= -YEAR && all < YEAR);
}

/* Is this question, which applies, still worth asking? */
static bool worth(const struct answers *as, const struct asking *when, size_t q)
{
    if (q != Q_MONTHS && q != Q_ONGOING)
        return true;
    struct verdict v = judge(as, when, true);
    if (q == Q_MONTHS)
        return near(&v);
    /* what goes on only matters while something is missing, and there is something to go on */
    return v.experience[AT_TODAY] != CONDITION_MET && v.with_review[AT_TODAY] > 0;
}

const struct question *questionnaire_next(const struct answers *as, const struct asking *when)
{
    for (size_t i = 0; i < questions_n; i++)
        if (!question_answered(as, &questions[i]) && question_applies(as, &questions[i]) && worth(as, when, i))
            return &questions[i];
    return NULL;
}

/* Might this question still be asked? Before the diploma is known, all of its details might. */
static bool possible(const struct answers *as, const struct asking *when, size_t q)
{
    if (q < Q_YEARS)
        return !question_answered(as, &questions[Q_KIND]) || question_applies(as, &questions[q]);
    return !question_answered(as, &questions[Q_YEARS]) || worth(as, when, q);
}

struct progress questionnaire_progress(
    const struct answers *as, const struct asking *when, const struct question *now)
{
    struct progress p = {.number = 1};
    for (const struct question *q = questions; q < now; q++)
        p.number += question_applies(as, q) && question_answered(as, q);
    for (const struct question *q = now + 1; q < questions + questions_n; q++)
        p.left += !question_answered(as, q) && possible(as, when, (size_t)(q - questions));
    return p;
}
