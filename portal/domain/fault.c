#include "domain/fault.h"

#include "base/utf8.h"

/* What to write instead, with an example, when the kind of the field was not met. */
static const char *format_help(enum field_kind kind)
{
    switch (kind) {
    case FIELD_EMAIL:
        return "Saisissez une adresse électronique complète, par exemple prenom.nom@exemple.fr.";
    case FIELD_PHONE:
        return "Saisissez un numéro de téléphone avec ses chiffres, par exemple 06\u00a012\u00a034\u00a0"
               "56\u00a078 ou +32\u00a02\u00a0123\u00a045\u00a067.";
    case FIELD_DATE:
        return "Saisissez une date qui existe, jour, mois et année, par exemple 27\u00a03\u00a01985.";
    case FIELD_MONTH:
        return "Saisissez le mois puis l’année, par exemple 09\u00a02021.";
    case FIELD_YEAR: return "Saisissez une année de quatre chiffres, par exemple 2012.";
    case FIELD_NUMBER: return "Saisissez un nombre entier, en chiffres, par exemple 3.";
    case FIELD_AMOUNT:
        return "Saisissez un montant en euros, par exemple 1\u202f200 ou 1\u202f200,50.";
    case FIELD_SIRET:
        return "Saisissez les quatorze chiffres du numéro SIRET, par exemple "
               "197\u00a0534\u00a0712\u00a000017.";
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_RADIO:
    case FIELD_SELECT:
    case FIELD_CHECKS:
    case FIELD_BOX: break;
    }
    return "Cette réponse n’a pas la forme attendue\u00a0; vérifiez-la.";
}

static struct str missing(struct arena *a, const struct field *f)
{
    switch (f->kind) {
    case FIELD_RADIO:
    case FIELD_SELECT: return arena_printf(a, "Choisissez %s.", f->ask);
    case FIELD_CHECKS: return arena_printf(a, "Choisissez au moins une réponse\u00a0: %s.", f->ask);
    case FIELD_BOX: return arena_printf(a, "Cochez la case\u00a0: %s.", f->ask);
    default: return arena_printf(a, "Saisissez %s.", f->ask);
    }
}

static struct str too_long(struct arena *a, const struct field *f, const struct answer *at)
{
    size_t max = f->max ? f->max : f->kind == FIELD_EMAIL ? 254 : 0;
    if (max == 0)
        return arena_printf(a, "Raccourcissez %s.", f->ask);
    return arena_printf(a, "Raccourcissez %s\u00a0: %zu caractères au plus, il y en a %zu.", f->ask,
        max, utf8_length(at->typed));
}

static struct str partial(struct arena *a, const struct field *f)
{
    return f->kind == FIELD_DATE
               ? arena_printf(a, "Complétez %s\u00a0: il faut le jour, le mois et l’année.", f->ask)
               : arena_printf(a, "Complétez %s\u00a0: il faut le mois et l’année.", f->ask);
}

static struct str out_of_range(struct arena *a, const struct field *f)
{
    if (f->kind == FIELD_NUMBER || f->kind == FIELD_YEAR)
        return arena_printf(a, "Vérifiez %s\u00a0: un nombre entre %d et %d est attendu.", f->ask,
            f->least, f->most);
    return arena_printf(a, "Vérifiez %s\u00a0: l’année paraît impossible.", f->ask);
}

struct str fault_sentence(struct arena *a, const struct field *f, const struct answer *at)
{
    switch (at->fault) {
    case FAULT_NONE: break;
    case FAULT_MISSING: return missing(a, f);
    case FAULT_TOO_LONG: return too_long(a, f, at);
    case FAULT_FORMAT: return str_c(f->help ? f->help : format_help(f->kind));
    case FAULT_CONTROL:
        return arena_printf(a, "Vérifiez %s\u00a0: nous avons retiré des caractères invisibles, qui "
            "viennent souvent d’un copier-coller.", f->ask);
    case FAULT_CHOICE:
        return arena_printf(a, "Choisissez %s parmi les réponses proposées.", f->ask);
    case FAULT_RANGE: return out_of_range(a, f);
    case FAULT_FUTURE:
        return arena_printf(a, "Vérifiez %s\u00a0: la date est dans l’avenir.", f->ask);
    case FAULT_ORDER:
        return arena_printf(a, "Vérifiez %s\u00a0: la fin ne peut pas précéder le début.", f->ask);
    case FAULT_CONFLICT:
        return arena_printf(a, "Relisez %s\u00a0: cette réponse a changé sur un autre appareil.",
            f->ask);
    case FAULT_PARTIAL: return partial(a, f);
    case FAULT_YEAR:
        return arena_printf(a, "Écrivez l’année avec quatre chiffres, par exemple 1985, dans %s.",
            f->ask);
    case FAULT_ACCENT:
        return STR("Saisissez une adresse électronique sans accent avant le signe @\u00a0: la "
                   "messagerie ne peut pas écrire aux autres.");
    }
    return STR("");
}

struct str fault_doubt(const struct field *f, const struct answer *at)
{
    if (at->doubtful && f->kind == FIELD_SIRET)
        return STR("Ce numéro SIRET semble contenir une faute de frappe. Vérifiez-le\u00a0; s’il est "
                   "exact, vous pouvez continuer.");
    return STR("");
}
