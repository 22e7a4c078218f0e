/* The public's form in the hands of staff, and the mix of tariffs that only they may set. */
#include "domain/forms_desk.h"
#include "domain/quote.h"

/* "Vos prénom et nom" is what the person is asked; staff are asked about the person. */
static const struct {
    const char *name, *label, *hint, *ask;
} words[] = {
    {"kind", "Que demande la personne\u00a0?", NULL, "ce que la personne demande"},
    {"mix", "Qui paierait quoi\u00a0?", "Dans les mots de la personne\u00a0; la répartition vient ensuite",
        "qui paierait quoi"},
    {"purchase_reference", "Référence d’achat de l’organisme",
        "Bon de commande, marché, dossier interne", "la référence d’achat"},
    {"name", "Prénom et nom de la personne", "Celle à qui l’on répond",
        "les prénom et nom de la personne"},
    {"email", "Son adresse électronique", "Les documents et les réponses y sont envoyés",
        "l’adresse électronique de la personne"},
    {"phone", "Son téléphone", NULL, "le numéro de téléphone"},
    {"note", "Ce qu’elle a précisé", "Lu de l’équipe seulement", "les précisions"},
    {"message", "Sa question", "Dans ses mots, ou résumée", "la question"},
};

static const struct choice WHOM[] = {
    {"self", "La personne qui demande", NULL, NULL},
    {"one", "Une autre personne", NULL, NULL},
    {"several", "Plusieurs personnes", NULL, NULL},
    {"later", "Une ou plusieurs personnes, à désigner plus tard", NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static bool listed(const char *const *names, const char *name)
{
    for (size_t i = 0; names && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void reword(struct field *f)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].name, f->name) == 0) {
            f->label = words[i].label;
            f->hint = words[i].hint;
            f->ask = words[i].ask;
        }
    f->autocomplete = NULL; /* the browser knows staff, not the person */
    if (strcmp(f->name, "whom") == 0)
        f->choices = WHOM; /* "moi-même" would be whoever types */
}

static const struct form *made(
    struct arena *a, const struct form *f, const char *const *names, bool take)
{
    struct field *fields = ARENA_ARRAY(a, f->n, struct field);
    struct form *out = ARENA_NEW(a, struct form);
    *out = *f;
    out->fields = fields;
    out->n = 0;
    out->check = NULL; /* it would look for fields that may not be there */
    for (size_t i = 0; i < f->n; i++) {
        if (listed(names, f->fields[i].name) != take)
            continue;
        struct field *to = &fields[out->n++];
        *to = f->fields[i];
        reword(to);
        if (to->when && listed(names, to->when) != take)
            to->when = to->when_is = to->when_said = NULL;
        if (to->excludes && listed(names, to->excludes) != take)
            to->excludes = NULL;
    }
    return out;
}

const struct form *form_for_staff(struct arena *a, const struct form *f, const char *const *skip)
{
    const struct form *all = made(a, f, skip, false);
    ((struct form *)(uintptr_t)all)->check = skip ? NULL : f->check; /* our own fresh copy */
    return all;
}

const struct form *form_taken(struct arena *a, const struct form *f, const char *const *take)
{
    return made(a, f, take, true);
}

/* ---- as a document wants it */

static struct str get(const struct answers *as, const char *name)
{
    for (size_t i = 0; i < as->form->n; i++)
        if (strcmp(as->form->fields[i].name, name) == 0)
            return answers_applies(as, i) ? as->v[i].value : (struct str){0};
    return (struct str){0}; /* a form made from form_quote may leave fields out */
}

struct quote_ask quote_ask_of(const struct answers *as)
{
    uint64_t heads = 0;
    if (!str_to_u64(get(as, "headcount"), 9999, &heads))
        heads = 0;
    return (struct quote_ask){
        .payer = get(as, "payer"),
        .module = str_eq_c(get(as, "module"), "yes"),
        .module_payer = get(as, "module_payer"),
        .cpf_amount = get(as, "cpf_amount"),
        .whom = get(as, "whom"),
        .trainees = get(as, "trainees"),
        .headcount = (unsigned)heads,
        .addressee_name = get(as, "addressee_name"),
        .addressee_siret = get(as, "addressee_siret"),
        .addressee_address = get(as, "addressee_address"),
        .addressee_contact = get(as, "addressee_contact"),
        .purchase_reference = get(as, "purchase_reference"),
        .opco_name = get(as, "opco_name"),
        .opco_reference = get(as, "opco_reference"),
        .chorus_service = get(as, "chorus_service"),
        .chorus_engagement = get(as, "chorus_engagement"),
        .name = get(as, "name"),
        .email = get(as, "email"),
    };
}

/* ---- a mix */

static struct money typed(const struct answers *as, const char *name)
{
    uint64_t cents = 0;
    return (struct money){str_to_u64(get(as, name), 999999999, &cents) ? (int64_t)cents : 0};
}

struct parts parts_judge(const struct answers *as, const struct tariff *rows, size_t rows_n,
    struct day on, bool module, unsigned people)
{
    static const char *const fields[2] = {"third_diploma", "third_module"};
    struct parts p = {.base = str_eq_c(get(as, "base"), "individual") ? PAYER_INDIVIDUAL
                                                                     : PAYER_THIRD};
    struct price_wish wish = {
        .payer = p.base == PAYER_THIRD ? STR("employer") : STR("individual"),
        .module = module, .people = people};
    struct prices prices = prices_of(&wish, rows, rows_n, on);
    p.sound = prices.known;
    for (size_t i = 0; i < prices.lists[0].n; i++)
        p.whole[prices.lists[0].lines[i].item] = prices.lists[0].lines[i].amount;
    for (int item = 0; item < 2; item++) {
        struct money given[2] = {typed(as, fields[item])}, both[2];
        p.total = money_add(p.total, p.whole[item]);
        if (!quote_split_rest(p.whole[item], given, 2, both)) {
            p.sound = false;
            p.fault_at = p.fault_at ? p.fault_at : fields[item];
            continue;
        }
        p.third[item] = both[0];
        p.individual[item] = both[1];
        p.third_total = money_add(p.third_total, both[0]);
        p.individual_total = money_add(p.individual_total, both[1]);
    }
    /* A part of nothing is no part: then it is no mix. */
    if (p.sound && (p.third_total.cents == 0 || p.individual_total.cents == 0)) {
        p.sound = false;
        p.fault_at = fields[0];
    }
    return p;
}
