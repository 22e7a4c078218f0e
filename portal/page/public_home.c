/* The programme page: facts as rows of the database, words in view/home_*.html. */
#include "page/public.h"

#include "page/shell.h"
#include "view/pictures.h"
#include "view/public.h"
#include "view/templates.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct public_line CONTACTS[] = {
    {"Renseignements", "contact.general", false, NULL},
    {"Devis", "contact.quotes", false, NULL},
    {"VAE", "contact.vae", false, NULL},
    {"Téléphone", "contact.phone", false, NULL},
    {"Situation de handicap", "contact.disability", false, NULL},
    {"Adresse", "contact.address", false, NULL},
    {"Certification qualité", "institution.qualiopi", false, NULL},
};

static const struct public_line MODULE[] = {
    {"Durée", "module.hours", false, NULL},
    {"Dates", "module.dates", false, NULL},
    {"Places", "module.seats", false, NULL},
    {"Vendu seul", "module.sold_alone", false, NULL},
};

static const struct public_line AFTER[] = {
    {"Et ensuite", "process.next_steps", false, NULL},
    {"Pièces à fournir", "process.documents", false, NULL},
    {"Entretien", "process.interview", false, NULL},
    {"Réponse", "process.jury", false, NULL},
    {"Liste d’attente", "process.waiting_list", false, NULL},
};

static const struct public_line DOCUMENTS[] = {
    {"Fiche de la formation", "link.course_sheet", false, NULL},
    {"Fiche de la certification au RNCP", "link.rncp_sheet", false, NULL},
    {"Référentiel de compétences", "link.skills_framework", false, NULL},
    {"Plaquette", "link.brochure", false, NULL},
    {"Page du module coopératif", "link.module_page", false, NULL},
    {"Mon compte formation (CPF)", "link.cpf_page", false, NULL},
    {"La VAE au Cnam", "link.vae_page", false, NULL},
    {"Enregistrement de la journée du réseau, décembre 2021\u00a0: trente ans de formation dans"
     " l’économie sociale par la recherche-action coopérative, avec des témoignages",
        "link.recording", false, NULL},
};

/* ---- the intake and its registration ---- */

/* An intake that has begun is nobody's "next" any more: it only serves as the latest one. */
static const struct intake *next_intake(const struct page *p)
{
    const struct intake *i = facts_intake(p->facts, p->now);
    if (i && !day_is_none(i->starts_on) && day_cmp(i->starts_on, p->today) <= 0)
        return NULL;
    return i;
}

static void show_last(const struct page *p, struct view_intake *v)
{
    struct day best = {0};
    for (size_t n = 0; n < p->facts->intakes_n; n++) {
        const struct intake *i = &p->facts->intakes[n];
        if (!i->is_public || i->number == 0 || day_is_none(i->starts_on) ||
            day_cmp(i->starts_on, p->today) > 0 || day_cmp(i->starts_on, best) <= 0)
            continue;
        best = i->starts_on;
        v->last_number = i->number;
        v->last_start = month_of(i->starts_on);
    }
}

static struct view_intake show_intake(const struct page *p, const struct intake *i)
{
    struct view_intake v = {0};
    if (i) {
        enum intake_phase phase = intake_phase(i, p->now);
        v = (struct view_intake){
            .known = true,
            .open = phase == INTAKE_OPEN,
            .before = phase == INTAKE_BEFORE,
            .closed = phase == INTAKE_CLOSED,
            .number = i->number,
            .opens_at = i->opens_at,
            .closes_at = i->closes_at,
            .starts_on = i->starts_on,
            .place = i->place,
            .calendar = i->calendar,
            .capacity = i->capacity,
        };
    }
    show_last(p, &v);
    return v;
}

static struct view_registration show_registration(const struct intake *i)
{
    if (!i)
        return (struct view_registration){0};
    return (struct view_registration){
        .known = i->rncp_code.n > 0,
        .covers_start = intake_registration_valid(i),
        .fictional = i->rncp_fictional,
        .code = i->rncp_code,
        .title = i->rncp_title.n ? i->rncp_title : i->title,
        .certifier = i->certifier,
        .registered_on = i->rncp_registered_on,
        .ends_on = i->rncp_ends_on,
    };
}

/* ---- prices ---- */

static struct money price(const struct page *p, enum payer_kind payer, enum tariff_item item)
{
    const struct tariff *t = facts_tariff(p->facts, payer, item, p->today);
    return t ? t->price : (struct money){0};
}

static void show_prices(const struct page *p, struct view_home *v)
{
    struct money third = price(p, PAYER_THIRD, TARIFF_DIPLOMA);
    struct money own = price(p, PAYER_INDIVIDUAL, TARIFF_DIPLOMA);
    struct view_prices_row *r = ARENA_ARRAY(p->a, 2, struct view_prices_row);
    r[0] = (struct view_prices_row){STR("Un tiers, ou votre CPF"),
        STR("employeur, établissement, OPCO…"), third, price(p, PAYER_THIRD, TARIFF_MODULE)};
    r[1] = (struct view_prices_row){STR("Vous-même"), STR("tarif individuel"), own,
        price(p, PAYER_INDIVIDUAL, TARIFF_MODULE)};
    bool any = false;
    for (size_t i = 0; i < 2; i++)
        any = any || r[i].diploma.cents || r[i].module.cents;
    v->prices = r;
    v->prices_n = any ? 2 : 0;
    if (third.cents == 0 || own.cents == 0)
        return;
    v->third = third;
    v->own = own;
    if (third.cents > own.cents && v->registration.covers_start)
        v->cpf_gap = (struct money){third.cents - own.cents};
}

/* ---- outcomes ---- */

enum { FIGURES = 5 };

static struct view_figure *figures_new(struct arena *a, size_t years)
{
    static const struct str LABELS[FIGURES] = {
        STR_INIT("Personnes certifiées"),
        STR_INIT("dont par la VAE"),
        STR_INIT("Taux d’insertion global à 6 mois"),
        STR_INIT("Insertion dans le métier visé à 6 mois"),
        STR_INIT("Insertion dans le métier visé à 2 ans"),
    };
    struct view_figure *f = ARENA_ARRAY(a, FIGURES, struct view_figure);
    for (size_t i = 0; i < FIGURES; i++)
        f[i] = (struct view_figure){LABELS[i], ARENA_ARRAY(a, years, struct str), years};
    return f;
}

static struct view_outcomes show_outcomes(const struct page *p)
{
    size_t n = p->facts->outcomes_n;
    if (n == 0)
        return (struct view_outcomes){0};
    struct arena *a = p->a;
    struct view_figure *f = figures_new(a, n);
    struct str *years = ARENA_ARRAY(a, n, struct str);
    struct cohort *cohorts = ARENA_ARRAY(a, n, struct cohort);
    for (size_t i = 0; i < n; i++) {
        const struct outcome *o = &p->facts->outcomes[n - 1 - i]; /* time goes to the right */
        years[i] = arena_printf(a, "%d", o->year);
        f[0].cells[i] = arena_printf(a, "%d", o->certified);
        f[1].cells[i] = arena_printf(a, "%d", o->by_vae);
        f[2].cells[i] = arena_printf(a, "%d\u00a0%%", o->insertion_6_months);
        f[3].cells[i] = arena_printf(a, "%d\u00a0%%", o->target_6_months);
        f[4].cells[i] = arena_printf(a, "%d\u00a0%%", o->target_2_years);
        cohorts[i] = (struct cohort){
            o->year, o->insertion_6_months, o->target_6_months, o->target_2_years};
    }
    return (struct view_outcomes){
        .rows = f,
        .rows_n = FIGURES,
        .years = years,
        .years_n = n,
        .first = cohorts[0].year,
        .last = cohorts[n - 1].year,
        .chart = trusted_outcomes_chart(a, "insertion", cohorts, n),
    };
}

/* ---- the page ---- */

static void show_documents(const struct page *p, struct view_home *v)
{
    struct view_link *l = ARENA_ARRAY(p->a, COUNT(DOCUMENTS), struct view_link);
    for (size_t i = 0; i < COUNT(DOCUMENTS); i++) {
        struct str href = page_fact(p, DOCUMENTS[i].setting);
        if (href.n)
            l[v->documents_n++] = (struct view_link){href, str_c(DOCUMENTS[i].label), {0}};
    }
    v->documents = l;
}

enum rc page_home(struct page *p)
{
    if (!p->facts)
        return RC_UNAVAILABLE;
    const struct intake *i = next_intake(p);
    struct view_home v = {
        .shell = page_shell(p, "Diplôme en économie sociale et solidaire", NAV_PROGRAMME),
        .title = p->facts->title,
        .code = p->facts->code,
        .intake = show_intake(p, i),
        .registration = show_registration(i),
        .outcomes = show_outcomes(p),
        .vae_url = page_fact(p, "link.vae_page"),
        .instalments = page_fact(p, "process.instalments"),
    };
    v.shell.no_index = false;
    show_prices(p, &v);
    v.after_n = public_known(p, AFTER, COUNT(AFTER), &v.after);
    v.module_n = public_known(p, MODULE, COUNT(MODULE), &v.module);
    v.contacts_n = public_known(p, CONTACTS, COUNT(CONTACTS), &v.contacts);
    show_documents(p, &v);
    view_home_html(&p->res->body, &v);
    return RC_OK;
}
