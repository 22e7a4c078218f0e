#include "cmd/facts_told.h"

#include "domain/eligibility.h"
#include "domain/siret.h"
#include "sys/log.h"

static bool days_sound(struct str value)
{
    uint64_t days;
    return str_to_u64(value, 36500, &days) && days > 0;
}

static bool email_sound(struct str value)
{
    size_t at = str_find(value, '@');
    return at > 0 && at + 1 < value.n && str_find(value, ' ') == value.n;
}

static bool url_sound(struct str value)
{
    return str_starts(value, STR("https://")) && str_find(value, ' ') == value.n;
}

const char *fact_expected(const struct setting *s)
{
    static const struct {
        const char *kind, *expected;
        bool (*sound)(struct str value);
    } shapes[] = {
        {"days", "un nombre de jours, de 1 à 36500", days_sound},
        {"email", "une adresse électronique", email_sound},
        {"url", "une adresse qui commence par https://", url_sound},
    };
    for (size_t i = 0; s->value.n && i < sizeof shapes / sizeof *shapes; i++)
        if (str_eq_c(s->kind, shapes[i].kind) && !shapes[i].sound(s->value))
            return shapes[i].expected;
    return NULL;
}

bool facts_rules_understood(const struct facts *f)
{
    struct rules rules;
    bool understood = rules_read(&rules, STR(""), facts_text(f, "rule.counted_kinds"),
        facts_text(f, "rule.apprenticeship"));
    for (size_t i = 0; i < f->intakes_n; i++)
        understood &= rules_read(&rules, f->intakes[i].deciding_date, STR(""), STR(""));
    return understood;
}

void facts_told(const struct facts *f)
{
    for (size_t i = 0; i < f->settings_n; i++) {
        const struct setting *s = &f->settings[i];
        const char *expected = fact_expected(s);
        if (s->value.n == 0 && s->required_for.n)
            log_event(LOG_WARN, "fact.missing", LOG_STR("name", s->name),
                LOG_STR("expected", s->help), LOG_STR("needed_for", s->required_for), LOG_END);
        if (expected)
            log_event(LOG_WARN, "fact.wrong", LOG_STR("name", s->name),
                LOG_TEXT("expected", expected), LOG_END);
    }
    if (!facts_rules_understood(f))
        log_event(LOG_WARN, "fact.wrong",
            LOG_TEXT("name", "rule.counted_kinds, rule.apprenticeship, intake.deciding_date"),
            LOG_TEXT("expected", "one of the words that portal-admin doctor names"), LOG_END);
    if (f->intakes_n == 0)
        log_event(LOG_WARN, "fact.missing", LOG_TEXT("name", "intake"),
            LOG_TEXT("expected", "one that is public"), LOG_END);
}
