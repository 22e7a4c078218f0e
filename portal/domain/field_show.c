#include "domain/field.h"

#include "base/utf8.h"
#include "base/words.h"
#include "domain/email.h"
#include "domain/siret.h"

#include <stdlib.h>

static bool amount_of(struct str canonical, struct money *out)
{
    uint64_t cents;
    if (!str_to_u64(canonical, 999999999, &cents))
        return false;
    out->cents = (int64_t)cents;
    return true;
}

/* "1200,50", or "1200" when there are no cents. */
static struct str typed_amount(struct arena *a, struct str canonical)
{
    struct money m;
    if (!amount_of(canonical, &m))
        return canonical;
    long long euros = m.cents / 100, cents = m.cents % 100;
    return cents ? arena_printf(a, "%lld,%02lld", euros, cents) : arena_printf(a, "%lld", euros);
}

static struct str typed_as(struct arena *a, const struct field *f, struct str canonical)
{
    struct day d;
    struct month m;
    if (f->kind == FIELD_DATE && day_parse_iso(canonical, &d))
        return arena_printf(a, "%d/%d/%d", d.d, d.m, d.y);
    if (f->kind == FIELD_MONTH && month_parse_iso(canonical, &m))
        return arena_printf(a, "%d/%d", month_number(m), month_year(m));
    if (f->kind == FIELD_AMOUNT && canonical.n)
        return typed_amount(a, canonical);
    if (f->kind == FIELD_SIRET && canonical.n == 14)
        return siret_display(a, canonical);
    if (f->kind == FIELD_EMAIL)
        return email_shown(a, canonical);
    return canonical;
}

void answers_set(struct arena *a, struct answers *as, size_t i, struct str canonical)
{
    if (i >= as->form->n)
        abort();
    const struct field *f = &as->form->fields[i];
    canonical = utf8_compose(a, canonical); /* as the door does since; older rows may be otherwise */
    as->v[i] = (struct answer){.typed = typed_as(a, f, canonical), .value = canonical};
    as->v[i].doubt = answers_doubt(as, i);
}

static struct str display_choice(const struct field *f, struct str canonical)
{
    for (const struct choice *c = f->choices; c->value; c++)
        if (str_eq_c(canonical, c->value))
            return str_c(c->label);
    return canonical; /* a choice that has left the table since */
}

/* Several labels, one a line. */
static struct str display_checks(struct arena *a, const struct field *f, struct str canonical)
{
    struct str all = {NULL, 0}, word;
    while (str_cut(&canonical, ' ', &word)) {
        struct str label = display_choice(f, word);
        all = all.n ? arena_printf(a, "%.*s\n%.*s", STR_ARG(all), STR_ARG(label)) : label;
    }
    return all;
}

static struct str display_date(struct arena *a, const struct field *f, struct str canonical)
{
    struct day d;
    struct month m;
    if (f->kind == FIELD_DATE && day_parse_iso(canonical, &d))
        return words_day(a, d);
    if (f->kind == FIELD_MONTH && month_parse_iso(canonical, &m))
        return words_month(a, m);
    return (struct str){0};
}

static struct str display_amount(struct arena *a, struct str canonical)
{
    struct money m;
    return amount_of(canonical, &m) ? words_money(a, m) : (struct str){0};
}

struct str answer_display(struct arena *a, const struct field *f, struct str canonical)
{
    if (canonical.n == 0)
        return canonical;
    switch (f->kind) {
    case FIELD_DATE:
    case FIELD_MONTH: return display_date(a, f, canonical);
    case FIELD_AMOUNT: return display_amount(a, canonical);
    case FIELD_SIRET: return siret_display(a, canonical);
    case FIELD_RADIO:
    case FIELD_SELECT: return display_choice(f, canonical);
    case FIELD_CHECKS: return display_checks(a, f, canonical);
    case FIELD_BOX: return STR("Oui");
    case FIELD_SECRET: return STR("");
    case FIELD_EMAIL: return email_shown(a, canonical);
    case FIELD_NUMBER:
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_CODE:
    case FIELD_PHONE:
    case FIELD_YEAR: break;
    }
    return canonical;
}
