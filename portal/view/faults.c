/* view/faults.c - one sentence for each mistake a person can make in a form.
 *
 * Each says what is wrong in the words of the field, what to write instead, and shows an example
 * (RGAA 11.10.5, 11.11). Never "invalide", never "erreur": the person did nothing wrong, we did
 * not understand. `ask` is the field as an object: "votre nom de naissance". */
#include "base/utf8.h"
#include "view/form.h"

/* No-break spaces of the French typography. */
#define NB "\xc2\xa0"
#define OPEN "«" NB
#define CLOSE NB "»"

static const char *ask_of(const struct field *f)
{
    return f->ask ? f->ask : f->label;
}

/* Up to 3 pieces "d/m/y" or "m/y" of a date or month, in the order day, month, year. */
static void typed_parts(const struct field *f, struct str typed, struct str out[3])
{
    out[0] = out[1] = out[2] = STR("");
    for (size_t i = f->kind == FIELD_MONTH ? 1 : 0; i < 3; i++) {
        struct str piece;
        if (!str_cut(&typed, '/', &piece))
            return;
        out[i] = str_trim(piece);
    }
}

int fault_part(const struct field *f, const struct answer *as)
{
    int first = f->kind == FIELD_MONTH ? 1 : 0;
    struct str p[3];
    uint64_t n;
    if (as->fault == FAULT_RANGE)
        return 2;
    if (as->fault != FAULT_FORMAT)
        return -1;
    typed_parts(f, as->typed, p);
    for (int i = first; i < 3; i++)
        if (!p[i].n)
            return i;
    if (month_number_from_text(p[1]) == 0)
        return 1;
    if (first == 0 && (!str_to_u64(p[0], 31, &n) || n == 0))
        return 0;
    if (p[2].n != 4 || !str_to_u64(p[2], 2200, &n) || n < 1900)
        return 2;
    return first == 0 ? 0 : -1; /* such as 31/2: that month has no such day */
}

/* ---- an example for each kind, as it ends a sentence ---- */

static const char *example_of(enum field_kind k)
{
    switch (k) {
    case FIELD_EMAIL:
        return ", par exemple camille.martin@exemple.fr";
    case FIELD_PHONE:
        return ", par exemple 06 12 34 56 78 ou +32 470 12 34 56";
    case FIELD_DATE:
        return ", par exemple 27 3 1985";
    case FIELD_MONTH:
        return ", par exemple 9 2021 ou septembre 2021";
    case FIELD_YEAR:
        return " sur quatre chiffres, par exemple 2014";
    case FIELD_NUMBER:
        return " en chiffres, par exemple 50";
    case FIELD_AMOUNT:
        return " en euros, par exemple 1" NB "200 ou 1" NB "200,50";
    case FIELD_SIRET:
        return ": quatorze chiffres, par exemple 197 534 712 00017";
    default:
        return "";
    }
}

static bool is_choice(enum field_kind k)
{
    return k == FIELD_RADIO || k == FIELD_SELECT || k == FIELD_CHECKS;
}

static struct str missing(struct arena *a, const struct field *f)
{
    if (f->kind == FIELD_BOX)
        return arena_printf(a, "Cochez la case " OPEN "%s" CLOSE " pour continuer", f->label);
    if (f->kind == FIELD_CHECKS)
        return arena_printf(a, "Choisissez %s" NB ": cochez au moins une case", ask_of(f));
    if (f->kind == FIELD_RADIO)
        return arena_printf(a, "Choisissez %s" NB ": une des réponses ci-dessous", ask_of(f));
    if (f->kind == FIELD_SELECT)
        return arena_printf(a, "Choisissez %s dans la liste", ask_of(f));
    if (f->kind == FIELD_SIRET)
        return arena_printf(a, "Saisissez %s" NB "%s", ask_of(f), example_of(f->kind));
    return arena_printf(a, "Saisissez %s%s", ask_of(f), example_of(f->kind));
}

static struct str too_long(struct arena *a, const struct field *f, const struct answer *as)
{
    size_t n = utf8_length(as->typed);
    if (!f->max || n <= f->max)
        return arena_printf(
            a, "Raccourcissez %s" NB ": le texte est plus long que prévu", ask_of(f));
    return arena_printf(a,
        "Raccourcissez %s" NB ": %zu caractères au plus, vous en avez écrit %zu, soit %zu de trop",
        ask_of(f), f->max, n, n - f->max);
}

static struct str part_format(struct arena *a, const struct field *f, const struct answer *as)
{
    struct str p[3];
    typed_parts(f, as->typed, p);
    int part = fault_part(f, as);
    bool gone = part >= 0 && !p[part].n;
    if (part == 1)
        return arena_printf(a,
            gone ? "Il manque le mois dans %s. Saisissez le mois en chiffres ou en lettres, par "
                   "exemple 9 ou septembre"
                 : "Nous ne reconnaissons pas le mois dans %s. Saisissez le mois en chiffres ou en "
                   "lettres, par exemple 9 ou septembre",
            ask_of(f));
    if (part == 2)
        return arena_printf(a,
            gone ? "Il manque l’année dans %s. Saisissez l’année sur quatre chiffres, par exemple "
                   "2014"
                 : "Saisissez l’année sur quatre chiffres dans %s, par exemple 2014",
            ask_of(f));
    if (part == 0 && gone)
        return arena_printf(
            a, "Il manque le jour dans %s. Saisissez le jour en chiffres, par exemple 27", ask_of(f));
    if (part == 0)
        return arena_printf(a,
            "Le jour n’existe pas dans ce mois" NB ": vérifiez %s et saisissez le jour en chiffres, "
            "par exemple 27",
            ask_of(f));
    return arena_printf(a, "Vérifiez %s%s", ask_of(f), example_of(f->kind));
}

static struct str format(struct arena *a, const struct field *f, const struct answer *as)
{
    switch (f->kind) {
    case FIELD_DATE:
    case FIELD_MONTH:
        return part_format(a, f, as);
    case FIELD_EMAIL:
        return arena_printf(a,
            "Vérifiez %s" NB ": il faut un nom, le signe @, puis un domaine, par exemple "
            "camille.martin@exemple.fr",
            ask_of(f));
    case FIELD_PHONE:
        return arena_printf(a,
            "Vérifiez %s" NB ": il faut au moins six chiffres%s", ask_of(f), example_of(f->kind));
    case FIELD_SIRET:
        return arena_printf(a,
            "Vérifiez %s" NB ": un numéro SIRET compte quatorze chiffres, avec ou sans espaces, par "
            "exemple 197 534 712 00017",
            ask_of(f));
    default:
        return arena_printf(a, "Saisissez %s%s", ask_of(f), example_of(f->kind));
    }
}

static struct str range(struct arena *a, const struct field *f)
{
    if (f->kind == FIELD_DATE || f->kind == FIELD_MONTH)
        return arena_printf(a,
            "Vérifiez l’année de %s" NB ": elle nous paraît hors de portée. Saisissez-la sur quatre "
            "chiffres, par exemple 1985",
            ask_of(f));
    if (f->kind == FIELD_AMOUNT)
        return arena_printf(a,
            "Vérifiez %s" NB ": le montant nous paraît trop grand. Saisissez-le en euros, par "
            "exemple 1" NB "200,50",
            ask_of(f));
    int mid = f->least + (f->most - f->least) / 2;
    return arena_printf(a, "Saisissez %s entre %d et %d, par exemple %d", ask_of(f), f->least,
        f->most, mid);
}

static struct str future(struct arena *a, const struct field *f)
{
    if (f->kind == FIELD_MONTH)
        return arena_printf(a,
            "Vérifiez %s" NB ": ce mois n’est pas encore commencé. Saisissez le mois en cours ou un "
            "mois passé, par exemple 9 2021",
            ask_of(f));
    return arena_printf(a,
        "Vérifiez %s" NB ": cette date n’est pas encore arrivée. Saisissez une date passée, par "
        "exemple %s",
        ask_of(f), f->kind == FIELD_YEAR ? "2014" : "27 3 1985");
}

struct str fault_sentence(struct arena *a, const struct field *f, const struct answer *as)
{
    switch (as->fault) {
    case FAULT_NONE:
        return STR("");
    case FAULT_MISSING:
        return missing(a, f);
    case FAULT_TOO_LONG:
        return too_long(a, f, as);
    case FAULT_FORMAT:
        return is_choice(f->kind) ? missing(a, f) : format(a, f, as);
    case FAULT_CONTROL:
        return arena_printf(a,
            "Saisissez %s à nouveau, au clavier" NB ": le texte collé contient des signes que nous "
            "ne savons pas lire",
            ask_of(f));
    case FAULT_CHOICE:
        return arena_printf(
            a, "Choisissez %s parmi les réponses proposées" NB ": la vôtre n’y est pas", ask_of(f));
    case FAULT_RANGE:
        return range(a, f);
    case FAULT_FUTURE:
        return future(a, f);
    case FAULT_ORDER:
        return arena_printf(a,
            "Vérifiez %s" NB ": la fin vient avant le début. Saisissez une fin égale ou postérieure "
            "au début, par exemple de 9 2021 à 6 2024",
            ask_of(f));
    case FAULT_CONFLICT:
        return arena_printf(a,
            "Choisissez ce qu’il faut garder pour %s" NB ": un autre appareil l’a changé entre-temps. "
            "Laissez votre réponse ou recopiez l’autre, puis enregistrez",
            ask_of(f));
    }
    return STR("");
}
