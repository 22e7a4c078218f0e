#include "page/candidacy.h"

#include "base/words.h"
#include "domain/state.h"
#include "page/answers.h"
#include "page/dossier.h"
#include "page/shell.h"
#include "view/templates.h"

/* What /eligibilite already knows, under the names of the forms that take it. */
static void carry_in(struct page *p, struct view_start *v)
{
    static const char *const names[][2] = {{"diplome", "kind"}, {"niveau", "level"},
        {"etat", "state"}, {"attestation", "recognition"}, {"payeur", "payer"}, {"module", "wanted"}};
    enum { NAMES = sizeof names / sizeof *names };
    v->carried = ARENA_ARRAY(p->a, NAMES, struct view_hidden);
    for (size_t i = 0; i < NAMES; i++) {
        struct str value = page_query(p, names[i][0]);
        if (value.n)
            v->carried[v->carried_n++] = (struct view_hidden){str_c(names[i][1]), value};
    }
}

static enum rc show_start(struct page *p)
{
    const struct intake *i = facts_intake(p->facts, p->now);
    enum intake_phase phase = i ? intake_phase(i, p->now) : INTAKE_UNDATED;
    struct view_start v = {
        .shell = page_shell(p, "Commencer ma candidature", NAV_CANDIDACY),
        .heading = STR("Candidater en ligne"),
        .open = phase == INTAKE_OPEN,
        .csrf = p->web->csrf(p),
        .minutes = STR("25\xc2\xa0minutes environ"),
    };
    carry_in(p, &v);
    v.shell.no_index = false;
    if (phase == INTAKE_OPEN) {
        v.lead = STR("Une seule candidature par personne et par an, que vous remplissez à votre rythme.");
        v.closing = words_instant(p->a, i->closes_at);
    } else if (phase == INTAKE_BEFORE)
        v.lead = arena_printf(p->a, "Les candidatures ouvriront le %.*s (heure de Paris).",
            STR_ARG(words_instant(p->a, i->opens_at)));
    else if (phase == INTAKE_CLOSED)
        v.lead = STR("Les candidatures sont closes pour cette rentrée. La date des prochaines sera "
                     "annoncée sur la page de la formation.");
    else
        v.lead = STR("La date des prochaines candidatures n’est pas encore fixée. Elle sera annoncée "
                     "sur la page de la formation.");
    view_start_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc show_choice(struct page *p, const struct candidacy *all, size_t n)
{
    const struct intake *open = facts_intake(p->facts, p->now);
    struct view_choice v = {
        .shell = page_shell(p, "Mes candidatures", NAV_CANDIDACY),
        .items = ARENA_ARRAY(p->a, n, struct view_choice_item),
        .items_n = n,
        .csrf = p->web->csrf(p),
        .may_start = open && intake_phase(open, p->now) == INTAKE_OPEN,
    };
    for (size_t k = 0; k < n; k++) {
        v.items[k] = (struct view_choice_item){
            .href = arena_printf(p->a, "/candidature/%.*s", STR_ARG(all[k].public_id)),
            .label = arena_printf(p->a, "Rentrée %d", all[k].year),
            .state = str_c(state_label(all[k].state)),
        };
        if (open && all[k].year == open->year)
            v.may_start = false;
    }
    view_choice_html(&p->res->body, &v);
    return RC_OK;
}

/* A draft of this browser, beside the account's own candidacy of the same year: one of the two goes
 * on (page/address.c asks which). */
static const struct candidacy *to_choose(const struct candidacy *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (all[i].account == 0 && all[k].account != 0 && all[i].year == all[k].year &&
                all[i].programme == all[k].programme)
                return &all[i];
    return NULL;
}

enum rc page_candidacy(struct page *p)
{
    struct candidacy *all = NULL;
    size_t n = 0;
    struct owner who = {p->visit.account, p->visit.session};
    if (p->visit.session == 0)
        return show_start(p);
    enum rc rc = candidacy_list(p->db, p->a, who, &all, &n);
    if (rc != RC_OK)
        return rc;
    const struct intake *open = facts_intake(p->facts, p->now);
    bool another_year = n == 1 && open && intake_phase(open, p->now) == INTAKE_OPEN &&
                        all[0].year != open->year;
    const struct candidacy *choose = to_choose(all, n);
    if (n == 0)
        return show_start(p);
    if (choose) {
        response_redirect(p->res,
            arena_printf(p->a, "/candidature/%.*s/choix", STR_ARG(choose->public_id)));
        return RC_OK;
    }
    if (n > 1 || another_year)
        return show_choice(p, all, n);
    response_redirect(p->res, arena_printf(p->a, "/candidature/%.*s", STR_ARG(all[0].public_id)));
    return RC_OK;
}

struct starting {
    struct page *p;
    const struct intake *intake;
    struct candidacy made;
};

/* What was said at /eligibilite is not asked twice: each answer that a form accepts becomes the
 * first answer of its step, in a candidacy that has none yet. */
static enum rc carry(struct starting *s, const struct form *f, bool item)
{
    struct page *p = s->p;
    struct answers as = page_answers(p, f);
    struct str public_id = {0};
    bool any = false;
    for (size_t i = 0; i < f->n; i++) {
        if (as.v[i].fault != FAULT_NONE)
            as.v[i] = (struct answer){0};
        any |= as.v[i].value.n > 0;
    }
    if (!any)
        return RC_OK;
    if (item)
        return item_insert(p->db, p->a, f, s->made.id, &as, (struct str){0}, p->now, &public_id);
    return step_save(p->db, p->a, f, s->made.id, &as, (struct str){0}, p->now);
}

static enum rc start(struct db *db, void *arg)
{
    struct starting *s = arg;
    struct page *p = s->p;
    enum rc rc = p->visit.session ? RC_OK : p->web->session_start(p, 0, true);
    if (rc != RC_OK)
        return rc;
    struct owner who = {p->visit.account, p->visit.account ? 0 : p->visit.session};
    rc = candidacy_start(db, p->a, who, s->intake, p->now, &s->made);
    if (rc != RC_OK || !s->made.made)
        return rc;
    if (page_form(p, "kind").n)
        rc = carry(s, &form_diploma, true);
    if (rc == RC_OK && page_form(p, "payer").n)
        rc = carry(s, &form_funding, false);
    if (rc == RC_OK && page_form(p, "wanted").n)
        rc = carry(s, &form_module, false);
    return rc;
}

enum rc page_candidacy_start(struct page *p)
{
    struct starting s = {.p = p, .intake = facts_intake(p->facts, p->now)};
    if (!s.intake || intake_phase(s.intake, p->now) != INTAKE_OPEN)
        return show_start(p);
    enum rc rc = p->web->limit(p, "start.address", (struct str){0});
    if (rc == RC_OK)
        rc = page_tx(p, start, &s);
    if (rc == RC_OK && !s.made.made) /* it was there */
        p->web->limit_undo(p);
    if (rc == RC_OK)
        response_redirect(p->res, arena_printf(p->a, "/candidature/%.*s%s",
                                      STR_ARG(s.made.public_id), s.made.made ? "/identite" : ""));
    return rc;
}
