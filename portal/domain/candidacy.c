#include "domain/candidacy.h"

struct candidacy_answers candidacy_answers_new(struct arena *a)
{
    return (struct candidacy_answers){
        .identity = answers_new(a, &form_identity),
        .project = answers_new(a, &form_project),
        .funding = answers_new(a, &form_funding),
        .module = answers_new(a, &form_module),
        .verification = answers_new(a, &form_verification),
    };
}

struct verdict candidacy_judge(struct arena *a, const struct candidacy_answers *ca,
    const struct day dates[AT_N], const struct rules *rules)
{
    struct diploma_fact *diplomas = ARENA_ARRAY(a, ca->diplomas_n + 1, struct diploma_fact);
    struct experience_fact *experiences =
        ARENA_ARRAY(a, ca->experiences_n + 1, struct experience_fact);
    struct judging j = {.diplomas = diplomas, .experiences = experiences, .rules = *rules};
    for (size_t i = 0; i < ca->diplomas_n; i++)
        j.diplomas_n += diploma_fact_read(&ca->diplomas[i], &diplomas[j.diplomas_n]);
    for (size_t i = 0; i < ca->experiences_n; i++)
        j.experiences_n +=
            experience_fact_read(&ca->experiences[i], &experiences[j.experiences_n]);
    memcpy(j.dates, dates, sizeof j.dates);
    return eligibility_judge(&j);
}

struct price_wish candidacy_price_wish(const struct candidacy_answers *ca)
{
    return (struct price_wish){
        .payer = answers_get(&ca->funding, "payer"),
        .module = str_eq_c(answers_get(&ca->module, "wanted"), "yes"),
        .module_payer = answers_get(&ca->funding, "module_payer"),
        .cpf_amount = answers_get(&ca->funding, "cpf_amount"),
    };
}

size_t candidacy_spans(const struct candidacy_answers *ca, struct span *out)
{
    size_t n = 0;
    for (size_t i = 0; i < ca->experiences_n && n < ITEMS_MAX; i++) {
        struct experience_fact e;
        if (experience_fact_read(&ca->experiences[i], &e))
            out[n++] = (struct span){
                e.from, e.to, e.ongoing, KIND(e.nature, e.outside), e.percent};
    }
    return n;
}
