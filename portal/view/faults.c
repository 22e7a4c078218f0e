/* view/faults.c - one sentence for each mistake a person can make in a form.
 *
 * Never «invalide», never «erreur»: the person did nothing wrong, we did not understand. `ask` is
 * the field as the object of a sentence: "votre nom de naissance". */
#include "base/ascii.h"
#include "base/utf8.h"
#include "domain/email.h"
#include "domain/name.h"
#include "domain/postcode.h"
#include "domain/typed.h"
#include "view/form.h"

static const char *ask_of(const struct field *f)
{
    return f->ask ? f->ask : f->label;
}

/* The end of a sentence that shows how to write it. */
static const char *example(enum field_kind kind)
{
    switch (kind) {
    case FIELD_EMAIL: return ", par exemple camille.martin@exemple.fr";
    case FIELD_PHONE:
        return ", par exemple 06\u00a012\u00a034\u00a056\u00a078 ou +32\u00a0470\u00a012\u00a034\u00a056";
    case FIELD_DATE: return ", par exemple 27\u00a03\u00a01985";
    case FIELD_MONTH: return ", par exemple 9\u00a02021 ou septembre\u00a02021";
    case FIELD_YEAR: return " avec quatre chiffres, par exemple 2014";
    case FIELD_NUMBER: return ", un nombre entier en chiffres, par exemple 3";
    case FIELD_AMOUNT: return " en euros, par exemple 1\u202f200 ou 1\u202f200,50";
    case FIELD_SIRET: return ", quatorze chiffres, par exemple 197\u00a0534\u00a0712\u00a000017";
    case FIELD_CODE: return ", six chiffres, par exemple 482\u00a0915";
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_SECRET:
    case FIELD_RADIO:
    case FIELD_SELECT:
    case FIELD_CHECKS:
    case FIELD_BOX: break;
    }
    return "";
}

/* The end of a sentence where the field can also be left out in some way. */
static struct str or_else(struct arena *a, const struct field *f)
{
    return f->or_else ? arena_printf(a, ", ou %s", f->or_else) : STR("");
}

static struct str missing(struct arena *a, const struct field *f)
{
    switch (f->kind) {
    case FIELD_RADIO:
        return arena_printf(a, "Indiquez %s\u00a0: choisissez une des réponses.", ask_of(f));
    case FIELD_SELECT: return arena_printf(a, "Indiquez %s\u00a0: choisissez dans la liste.", ask_of(f));
    case FIELD_CHECKS:
        return arena_printf(a, "Indiquez %s\u00a0: cochez au moins une case.", ask_of(f));
    case FIELD_BOX:
        return arena_printf(a, "Cochez la case «\u00a0%s\u00a0» pour continuer.", f->label);
    default:
        return arena_printf(a, "Saisissez %s%s%.*s.", ask_of(f), example(f->kind),
            STR_ARG(or_else(a, f)));
    }
}

static struct str too_long(struct arena *a, const struct field *f, const struct answer *at)
{
    size_t max = f->max ? f->max : f->kind == FIELD_EMAIL ? 254 : 0, n = utf8_length(at->typed);
    if (f->kind == FIELD_AREA && (f->flags & FIELD_PERSON) && n <= max)
        return arena_printf(a, "Raccourcissez %s\u00a0: un nom par ligne, de %d caractères au plus.",
            ask_of(f), NAME_MAX_LENGTH);
    if (max == 0 || n <= max)
        return arena_printf(a, "Raccourcissez %s.", ask_of(f));
    return arena_printf(a,
        "Raccourcissez %s\u00a0: %zu caractères au plus, vous en avez écrit %zu, soit %zu de trop.",
        ask_of(f), max, n, n - max);
}

/* ---- dates and months: the part at fault is named ---- */

static void typed_parts(struct arena *a, const struct field *f, struct str typed, struct str out[3])
{
    out[0] = out[1] = out[2] = STR("");
    for (size_t i = f->kind == FIELD_MONTH ? 1 : 0; i < 3; i++) {
        struct str piece;
        if (!str_cut(&typed, '/', &piece))
            return;
        out[i] = str_trim(utf8_plain(a, piece));
    }
}

static bool only_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return true;
}

int fault_part(struct arena *a, const struct field *f, const struct answer *at)
{
    struct str p[3];
    if (f->kind != FIELD_DATE && f->kind != FIELD_MONTH)
        return -1;
    if (at->fault == FAULT_YEAR || at->fault == FAULT_RANGE)
        return 2;
    typed_parts(a, f, at->typed, p);
    if (at->fault == FAULT_PARTIAL)
        for (int i = f->kind == FIELD_MONTH ? 1 : 0; i < 3; i++)
            if (!p[i].n)
                return i;
    if (at->fault != FAULT_FORMAT)
        return -1;
    if (month_number_from_text(p[1]) == 0)
        return 1;
    if (!only_digits(p[2]))
        return 2;
    return f->kind == FIELD_DATE ? 0 : 2; /* such as 31/2: that month has no such day */
}

static struct str date_part(struct arena *a, const struct field *f, const struct answer *at)
{
    static const char *const GONE[3] = {"il manque le jour", "il manque le mois",
        "il manque l’année"};
    static const char *const ODD[3] = {"ce jour n’existe pas dans ce mois",
        "nous ne reconnaissons pas le mois", "l’année doit avoir quatre chiffres"};
    static const char *const WRITE[3] = {"Saisissez le jour en chiffres, par exemple 27.",
        "Saisissez le mois en chiffres ou en lettres, par exemple 9 ou septembre.",
        "Saisissez l’année avec quatre chiffres, par exemple 2014."};
    int part = fault_part(a, f, at);
    if (part < 0)
        return arena_printf(a, "Saisissez %s%s.", ask_of(f), example(f->kind));
    struct str p[3];
    typed_parts(a, f, at->typed, p);
    bool gone = at->fault == FAULT_PARTIAL, unread = part == 0 && !only_digits(p[0]);
    return arena_printf(a, "%s %s\u00a0: %s. %s", gone ? "Complétez" : "Vérifiez", ask_of(f),
        gone ? GONE[part] : unread ? "nous ne reconnaissons pas le jour" : ODD[part], WRITE[part]);
}

/* ---- the others ---- */

/* What is wrong with it, and not what might be. */
static struct str phone(struct arena *a, const struct field *f, struct str typed)
{
    struct str s = typed_phone(utf8_plain(a, typed));
    size_t digits = 0, odd = 0;
    for (size_t i = 0; i < s.n; i++) {
        digits += ascii_is_digit(s.p[i]);
        odd += !ascii_is_digit(s.p[i]) && !strchr(" +.-()/", s.p[i]);
    }
    if (odd || digits == 0)
        return arena_printf(a, "Vérifiez %s\u00a0: écrivez un seul numéro, en chiffres%s.", ask_of(f),
            example(f->kind));
    return arena_printf(a, "Vérifiez %s\u00a0: nous y lisons %zu\u00a0chiffre%s, %s. Saisissez-le en entier%s.",
        ask_of(f), digits, digits > 1 ? "s" : "",
        digits < 6 ? "et il en faut six au moins" : "trop pour un seul numéro", example(f->kind));
}

/* "4,5" where a whole number is asked: the two beside it. */
static struct str whole(struct arena *a, const struct field *f, struct str typed)
{
    uint64_t n = 0;
    bool fraction;
    struct str rest;
    if (!typed_number(utf8_plain(a, typed), &n, &fraction, &rest) || (int)n < f->least || (int)n >= f->most)
        return arena_printf(a, "Saisissez %s en nombre entier, entre %d et %d.", ask_of(f), f->least, f->most);
    return arena_printf(a, "Saisissez %s en nombre entier\u00a0: %d ou %d, par exemple.", ask_of(f), (int)n,
        (int)n + 1);
}

static struct str format(struct arena *a, const struct field *f, const struct answer *at)
{
    if (f->help)
        return str_c(f->help);
    switch (f->kind) {
    case FIELD_DATE:
    case FIELD_MONTH: return date_part(a, f, at);
    case FIELD_EMAIL:
        return arena_printf(a, "Vérifiez %s\u00a0: il faut un nom, le signe @, puis un domaine%s.",
            ask_of(f), example(f->kind));
    case FIELD_PHONE: return phone(a, f, at->typed);
    case FIELD_RADIO:
    case FIELD_SELECT:
    case FIELD_CHECKS:
    case FIELD_BOX: return missing(a, f);
    case FIELD_TEXT:
        if (f->flags & FIELD_NAME)
            return arena_printf(a, "Vérifiez %s\u00a0: écrivez au moins une lettre%.*s.", ask_of(f),
                STR_ARG(or_else(a, f)));
        return arena_printf(
            a, "Vérifiez %s\u00a0: la réponse n’a pas la forme attendue.", ask_of(f));
    case FIELD_AREA:
        return arena_printf(
            a, "Vérifiez %s\u00a0: la réponse n’a pas la forme attendue.", ask_of(f));
    default: return arena_printf(a, "Saisissez %s%s.", ask_of(f), example(f->kind));
    }
}

static struct str out_of_range(struct arena *a, const struct field *f)
{
    if (f->kind == FIELD_NUMBER || f->kind == FIELD_YEAR)
        return arena_printf(a, "Saisissez %s entre %d et %d, par exemple %d.", ask_of(f), f->least,
            f->most, f->kind == FIELD_YEAR ? 2014 : f->least + (f->most - f->least) / 2);
    return arena_printf(a,
        "Vérifiez %s\u00a0: l’année paraît impossible. Saisissez l’année avec quatre chiffres, par "
        "exemple 1985.",
        ask_of(f));
}

static struct str future(struct arena *a, const struct field *f)
{
    if (f->kind == FIELD_MONTH)
        return arena_printf(a,
            "Vérifiez %s\u00a0: ce mois n’a pas encore commencé. Saisissez le mois en cours ou un mois "
            "passé%s.",
            ask_of(f), example(f->kind));
    return arena_printf(a,
        "Vérifiez %s\u00a0: cette date n’est pas encore arrivée. Saisissez une date passée, par "
        "exemple %s.",
        ask_of(f), f->kind == FIELD_YEAR ? "2014" : "27\u00a03\u00a01985");
}

/* What is expected first, then what a name is not. */
static struct str linked(struct arena *a, const struct field *f)
{
    if (f->flags & FIELD_PERSON)
        return arena_printf(a, "Saisissez %s sans rien d’autre, par exemple Camille Martin\u00a0: ni "
            "adresse de site, ni adresse électronique, ni numéro de téléphone.", ask_of(f));
    return arena_printf(a, "Saisissez %s sans adresse de site ni adresse électronique, par exemple "
        "Association Les Mille Pas.", ask_of(f));
}

/* A box is ticked, and what it excludes is answered all the same: which of the two? */
static struct str both(struct arena *a, const struct answers *as, const struct field *box)
{
    const struct form *form = as->form;
    const struct field *f = form->fields;
    while (!f->excludes || strcmp(f->excludes, box->name) != 0 || !answers_at(as, f->name)->typed.n)
        if (++f == form->fields + form->n) /* kept since, and mended elsewhere */
            return arena_printf(a, "Relisez «\u00a0%s\u00a0», puis enregistrez.", box->label);
    if (f->kind == FIELD_BOX)
        return arena_printf(a, "Décochez «\u00a0%s\u00a0» ou «\u00a0%s\u00a0»\u00a0: il faut au moins "
                               "un nom.", box->label, f->label);
    return arena_printf(a, "Décochez «\u00a0%s\u00a0», ou effacez %s\u00a0: l’un exclut l’autre.",
        box->label, ask_of(f));
}

struct str fault_sentence(struct arena *a, const struct answers *as, size_t i)
{
    const struct field *f = &as->form->fields[i];
    const struct answer *at = &as->v[i];
    switch (at->fault) {
    case FAULT_NONE: break;
    case FAULT_MISSING: return missing(a, f);
    case FAULT_TOO_LONG: return too_long(a, f, at);
    case FAULT_FORMAT: return format(a, f, at);
    case FAULT_CONTROL:
        return arena_printf(a, "Relisez %s\u00a0: nous avons retiré des caractères invisibles, qui "
            "viennent souvent d’un copier-coller.", ask_of(f));
    case FAULT_CHOICE:
        if (f->kind == FIELD_BOX)
            return missing(a, f);
        return arena_printf(a, "Indiquez %s\u00a0: choisissez parmi les réponses proposées.",
            ask_of(f));
    case FAULT_RANGE: return out_of_range(a, f);
    case FAULT_FUTURE: return future(a, f);
    case FAULT_ORDER:
        return arena_printf(a, "Vérifiez %s\u00a0: la fin ne peut pas précéder le début. Saisissez une "
            "fin égale ou postérieure au début, par exemple de 9\u00a02021 à 6\u00a02024.", ask_of(f));
    case FAULT_CONFLICT:
        return arena_printf(a, "Choisissez ce qu’il faut garder pour «\u00a0%s\u00a0»\u00a0: la réponse "
            "a changé entre-temps, dans un autre onglet ou sur un autre appareil. Laissez la vôtre "
            "ou reprenez l’autre, puis enregistrez.", f->label);
    case FAULT_PARTIAL: return date_part(a, f, at);
    case FAULT_YEAR: return date_part(a, f, at);
    case FAULT_ACCOUNT:
        return STR("Ce n’est pas l’adresse de votre compte, où nous vous écrivons. Reprenez-la ici, "
                   "ou changez-la dans «\u00a0Mon compte\u00a0»\u00a0: les deux adresses y seront "
                   "confirmées.");
    case FAULT_BOTH: return both(a, as, f);
    case FAULT_WHOLE: return whole(a, f, at->typed);
    case FAULT_LINK: return linked(a, f);
    case FAULT_ACCENT:
        return STR("Saisissez une adresse électronique sans accent ni lettre particulière avant le signe @, par exemple "
                   "camille.martin@exemple.fr\u00a0: la messagerie ne peut pas écrire aux autres.");
    }
    return STR("");
}

struct str fault_doubt(struct arena *a, const struct answers *as, size_t i)
{
    const struct field *f = &as->form->fields[i];
    const struct answer *at = &as->v[i];
    switch (at->doubt) {
    case DOUBT_NONE: break;
    case DOUBT_SIRET:
        return STR("Ce numéro SIRET semble contenir une faute de frappe. Vérifiez-le\u00a0; s’il est "
                   "exact, vous pouvez continuer.");
    case DOUBT_EMAIL:
        return arena_printf(a, "Vouliez-vous dire «\u00a0%.*s\u00a0»\u00a0? Si l’adresse est exacte telle que vous "
            "l’avez écrite, vous pouvez continuer.", STR_ARG(email_meant(a, at->value)));
    case DOUBT_POSTCODE:
        return arena_printf(a, "Ce code postal et ce pays vont-ils ensemble\u00a0? Pour «\u00a0%.*s\u00a0», il a "
            "d’ordinaire %s. S’ils sont exacts, vous pouvez continuer.",
            STR_ARG(answers_get(as, f->country)),
            postcode_expected(answers_get(as, f->country), at->value));
    }
    return STR("");
}

const char *fault_doubt_title(enum doubt doubt)
{
    switch (doubt) {
    case DOUBT_NONE: break;
    case DOUBT_SIRET: return "Ce numéro SIRET semble contenir une erreur";
    case DOUBT_EMAIL: return "Cette adresse électronique est-elle exacte\u00a0?";
    case DOUBT_POSTCODE: return "Ce code postal est-il exact\u00a0?";
    }
    return "";
}
