#include "page/desk_candidacies.h"

#include "domain/desk_candidacies.h"
#include "domain/name.h"
#include "domain/payers.h"
#include "page/desk_exports.h"
#include "page/desk_quotes.h"
#include "store/desk_candidacies.h"
#include "view/templates.h"

enum { SUBMITTED, WHO, VERDICT, PAYER, MODULE, INTAKE, STATE };

struct str desk_candidate(struct page *p, struct str birth, struct str usage, struct str given,
    bool family_first)
{
    bool other = usage.n && !str_eq(usage, birth);
    struct str family = other ? usage : birth;
    if (family_first)
        return name_join(p->a, family, given);
    struct str name = name_join(p->a, given, family);
    return other && birth.n ? arena_printf(p->a, "%.*s (nom de naissance\u00a0: %.*s)",
                                  STR_ARG(name), STR_ARG(birth))
                            : name;
}

/* ---- a row */

struct view_tag desk_verdict_tag(struct str verdict)
{
    static const struct {
        const char *verdict;
        enum tone tone;
    } tones[] = {{"met", TONE_DONE}, {"met_later", TONE_DONE}, {"not_yet", TONE_ERROR}};
    struct view_tag tag = {str_c(candidacy_verdict_label(verdict)), TONE_WATCH};
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
        if (str_eq_c(verdict, tones[i].verdict))
            tag.tone = tones[i].tone;
    return tag;
}

static struct str note_of(struct page *p, const struct desk_candidacy_row *c)
{
    if (str_eq(c->address_state, STR("proved")))
        return c->reference;
    return arena_printf(p->a, "%.*s · adresse à vérifier", STR_ARG(c->reference));
}

static void show_row(struct page *p, const struct rows *rows, size_t i, struct view_desk_item *item)
{
    struct desk_candidacy_row r;
    struct view_desk_cell *c = item->cells;
    desk_candidacy_row(rows, i, &r);
    const struct payer *payer = payer_find(r.payer);
    const struct intake *intake = facts_intake_by_id(p->facts, r.intake);
    c[SUBMITTED].text = desk_day(p, day_paris(r.submitted));
    c[WHO].head = true;
    c[WHO].text = desk_candidate(p, r.birth_name, r.usage_name, r.given_names, true);
    c[WHO].note = note_of(p, &r);
    c[VERDICT].tagged = true;
    c[VERDICT].tag = desk_verdict_tag(r.verdict);
    c[PAYER].text = payer ? str_c(payer_label(payer)) : (struct str){0};
    c[MODULE].text = str_c(candidacy_module_label(r.module_wanted));
    if (intake)
        c[INTAKE].text = arena_printf(p->a, "%de", intake->number);
    c[STATE].text = str_c(candidacy_state_label(r.state));
    c[STATE].alert = r.contested;
    c[STATE].alert_text = STR("À trancher");
}

/* The intakes that candidates may have applied to, latest first. */
static size_t intakes(struct page *p, struct view_option *out, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < p->facts->intakes_n && n < most; i++) {
        const struct intake *one = &p->facts->intakes[i];
        if (one->number)
            out[n++] = (struct view_option){.value = arena_printf(p->a, "%d", one->number),
                .label = intake_words(p->a, one)};
    }
    return n;
}

static const struct view_link BESIDE[] = {
    {STR_INIT("/gestion/candidatures/saisies"), STR_INIT("Saisies, à compléter"), {NULL, 0}},
    {STR_INIT("/gestion/candidatures/saisir"), STR_INIT("Saisir une candidature"), {NULL, 0}}};

const struct desk_front desk_front_candidacies = {
    .source = &desk_candidacies,
    .heading = "Candidatures déposées",
    .role = "reviewer",
    .nothing = "Aucune candidature ne correspond à ce que vous cherchez.",
    .what = "la candidature de",
    .beside = BESIDE,
    .beside_n = sizeof BESIDE / sizeof *BESIDE,
    .export = &desk_candidacies_export,
    .numbers = intakes,
    .row = show_row,
};

/* ---- the list */

static enum rc show(struct page *p, const struct desk_asked *asked, struct str keep_error)
{
    struct view_desk_inbox v = {.shell = desk_shell(p, "Candidatures déposées", DESK_CANDIDACIES)};
    enum rc rc = desk_list_fill(p, &desk_front_candidacies, asked, &v.list);
    if (rc != RC_OK)
        return rc;
    v.shell.head.wide = true;
    if (keep_error.n)
        desk_list_refuse_name(p, &v, keep_error);
    view_desk_inbox_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_candidacies(struct page *p)
{
    struct desk_asked asked;
    enum rc rc = desk_asked_query(p, &desk_front_candidacies, &asked);
    return rc == RC_OK ? show(p, &asked, (struct str){0}) : rc;
}

enum rc page_desk_candidacies_search(struct page *p)
{
    return desk_list_search(p, &desk_front_candidacies);
}

enum rc page_desk_candidacies_keep(struct page *p)
{
    struct str bad = {0};
    struct desk_asked asked;
    enum rc rc = desk_list_keep(p, &desk_front_candidacies, &bad);
    if (rc != RC_OK || bad.n == 0)
        return rc;
    rc = desk_asked_back(p, &desk_front_candidacies, &asked);
    return rc == RC_OK ? show(p, &asked, bad) : rc;
}

enum rc page_desk_candidacies_forget(struct page *p)
{
    return desk_list_forget(p, &desk_front_candidacies);
}

/* ---- taking it away */

enum rc page_desk_candidacies_many(struct page *p)
{
    return desk_list_take_picked(p, &desk_front_candidacies);
}

enum rc page_desk_candidacies_csv(struct page *p)
{
    return desk_list_take(p, &desk_front_candidacies, EXPORT_CSV);
}

enum rc page_desk_candidacies_xlsx(struct page *p)
{
    return desk_list_take(p, &desk_front_candidacies, EXPORT_XLSX);
}
