#include "page/dossier.h"

#include "base/words.h"
#include "domain/email.h"
#include "page/desk_entered.h"
#include "page/prices.h"
#include "page/shell.h"
#include "page/withdraw.h"
#include "store/submission_read.h"
#include "view/templates.h"
#include "view/verdict.h"

#include <stdlib.h>

void dossier_judging(
    const struct page *p, const struct intake *i, struct day dates[AT_N], struct rules *rules)
{
    dates[AT_TODAY] = p->today;
    dates[AT_CLOSING] = i && i->closes_at.s ? day_paris(i->closes_at) : (struct day){0};
    dates[AT_START] = i ? i->starts_on : (struct day){0};
    /* a text that is not understood keeps its default; doctor tells the operator */
    (void)rules_read(rules, i ? i->deciding_date : (struct str){0},
        facts_text(p->facts, "rule.counted_kinds"), facts_text(p->facts, "rule.apprenticeship"));
}

static struct answers *answers_of(struct page *p, const struct item *items, size_t n)
{
    struct answers *out = ARENA_ARRAY(p->a, n, struct answers);
    for (size_t i = 0; i < n; i++)
        out[i] = items[i].step.answers;
    return out;
}

static void judge(struct page *p, struct dossier *d)
{
    struct day dates[AT_N];
    struct rules rules;
    d->intake = facts_intake_by_id(p->facts, p->candidacy->intake);
    d->answers.email_confirmed = p->candidacy->account != 0;
    dossier_judging(p, d->intake, dates, &rules);
    d->verdict = candidacy_judge(p->a, &d->answers, dates, &rules);
}

enum rc dossier_load_paths(struct page *p, struct dossier *d)
{
    uint64_t id = p->candidacy->id;
    *d = (struct dossier){.answers = candidacy_answers_new(p->a)};
    struct candidacy_answers *ca = &d->answers;
    enum rc rc = item_list(p->db, p->a, &form_diploma, id, &d->diplomas, &ca->diplomas_n);
    if (rc == RC_OK)
        rc = item_list(p->db, p->a, &form_experience, id, &d->experiences, &ca->experiences_n);
    if (rc != RC_OK)
        return rc;
    ca->diplomas = answers_of(p, d->diplomas, ca->diplomas_n);
    ca->experiences = answers_of(p, d->experiences, ca->experiences_n);
    judge(p, d);
    return RC_OK;
}

enum rc dossier_load(struct page *p, struct dossier *d)
{
    static const struct form *const forms[] = {
        &form_identity, &form_project, &form_funding, &form_module, &form_verification};
    enum { FORMS = sizeof forms / sizeof *forms };
    struct step_row rows[FORMS];
    enum rc rc = dossier_load_paths(p, d);
    if (rc == RC_OK)
        rc = step_load_all(p->db, p->a, forms, FORMS, p->candidacy->id, rows);
    if (rc != RC_OK)
        return rc;
    d->answers.identity = rows[0].answers;
    d->answers.project = rows[1].answers;
    d->answers.funding = rows[2].answers;
    d->answers.module = rows[3].answers;
    d->answers.verification = rows[4].answers;
    struct price_wish wish = candidacy_price_wish(&d->answers);
    d->prices = prices_of(&wish, p->facts->tariffs, p->facts->tariffs_n, p->today);
    return RC_OK;
}

struct str dossier_path(const struct page *p, const char *tail)
{
    return arena_printf(p->a, "%s/%.*s%s%s",
        p->desk ? "/gestion/candidatures/saisies" : "/candidature",
        STR_ARG(p->candidacy->public_id), *tail ? "/" : "", tail);
}

const char *dossier_title(const struct page *p, const struct step *s)
{
    return p->desk ? s->others : s->title;
}

const char *dossier_lead(const struct page *p, const struct step *s)
{
    return p->desk ? "Recopiez ce que porte le dossier reçu. Les questions sont posées comme à la "
                     "personne, qui relira tout."
                   : s->lead;
}

const char *dossier_note(const struct page *p)
{
    return p->desk ? "Ce qui manque au dossier peut rester vide." : NULL;
}

enum rc dossier_touch(struct page *p)
{
    struct candidacy again;
    enum rc rc = RC_OK;
    if (p->desk) /* its owner may have taken it up since the door was opened */
        rc = desk_entry_open(p->db, p->a, p->staff.id, p->candidacy->public_id, &again);
    if (rc == RC_OK)
        rc = candidacy_touch(p->db, p->candidacy, p->now);
    if (rc == RC_OK && p->desk)
        rc = desk_entry_typed(p->db, p->staff.id, p->candidacy->id, p->now);
    return rc == RC_OK && p->desk ? desk_entered_note(p, "candidacy.type", p->candidacy->id,
                                        str_c(step_by_form(p->asks)->segment))
                                  : rc;
}

struct view_back dossier_back(const struct page *p)
{
    return (struct view_back){
        dossier_path(p, ""), p->desk ? STR("Candidature saisie") : STR("Ma candidature")};
}

bool dossier_is_draft(const struct page *p)
{
    return state_editable(p->candidacy->state, false);
}

bool dossier_may_edit(const struct page *p, const struct form *f)
{
    return state_editable(p->candidacy->state, f == &form_funding);
}

static void add_notice(struct page *p, struct view_notices *out, struct view_notice n)
{
    enum { MOST = 6 };
    if (!out->items)
        out->items = ARENA_ARRAY(p->a, MOST, struct view_notice);
    if (out->items_n == MOST)
        abort();
    out->items[out->items_n++] = n;
}

/* A mail came back: whoever is signed in learns it where they are. */
static void came_back_notice(struct page *p, struct view_notices *out)
{
    if (p->visit.row.address_to_check)
        add_notice(p, out,
            (struct view_notice){
                .title = STR("Adresse à vérifier"),
                .text = arena_printf(p->a,
                    "Un message envoyé à %.*s nous est revenu. Si l’adresse est juste, il suffit de "
                    "vous connecter de nouveau avec un code reçu à cette adresse. Sinon, "
                    "indiquez-nous la bonne.",
                    STR_ARG(email_shown(p->a, p->visit.email))),
                .href = STR("/compte/adresse"),
                .link = STR("Changer d’adresse"),
                .tone = TONE_WATCH});
}

void dossier_notices_but_address(struct page *p, struct view_notices *out)
{
    const struct candidacy *c = p->candidacy;
    const struct intake *i = facts_intake_by_id(p->facts, c->intake);
    came_back_notice(p, out);
    if (c->contested)
        add_notice(p, out,
            (struct view_notice){
                .text = STR("Une autre candidature semble avoir été déposée par la même personne. "
                            "L’équipe vérifiera laquelle examiner et vous écrira\u00a0; vous n’avez rien "
                            "à faire."),
                .tone = TONE_PLAIN});
    if (c->state == STATE_WITHDRAWN)
        add_notice(p, out,
            (struct view_notice){
                .title = STR("Vous avez retiré cette candidature"),
                .text = restart_possible(p)
                            ? STR("Elle ne sera pas examinée. Vos réponses sont conservées\u00a0: vous "
                                  "pouvez la reprendre tant que les candidatures sont ouvertes.")
                            : STR("Elle ne sera pas examinée. Les candidatures sont closes pour "
                                  "cette rentrée."),
                .tone = TONE_PLAIN});
    if (dossier_is_draft(p) && i && intake_phase(i, p->now) == INTAKE_CLOSED)
        add_notice(p, out,
            (struct view_notice){
                .title = STR("Les candidatures sont closes"),
                .text = STR("Votre brouillon est conservé au moins trois mois, mais il ne peut plus "
                            "être déposé pour cette rentrée. Écrivez-nous si vous avez été empêché."),
                .tone = TONE_WATCH});
}

void dossier_notices(struct page *p, struct view_notices *out)
{
    const struct candidacy *c = p->candidacy;
    if (p->desk) /* they speak to its owner */
        return;
    if (c->account == 0 && c->draft_email.n)
        add_notice(p, out,
            (struct view_notice){
                .title = STR("Confirmez votre adresse"),
                .text = arena_printf(p->a,
                    "Un code vous attend à l’adresse %.*s. Vous pouvez continuer avant de le "
                    "saisir.",
                    STR_ARG(email_shown(p->a, c->draft_email))),
                .href = dossier_path(p, "adresse"),
                .link = STR("Saisir le code"),
                .tone = TONE_PLAIN});
    dossier_notices_but_address(p, out);
}

enum rc dossier_go_back(struct page *p)
{
    response_redirect(p->res, dossier_path(p, ""));
    return RC_OK;
}

enum rc dossier_saved(struct page *p)
{
    response_redirect(p->res, arena_printf(p->a, "%.*s?%s", STR_ARG(dossier_path(p, "")),
        p->desk ? "dit=enregistre" : "enregistre=1"));
    return RC_OK;
}

enum rc dossier_next(struct page *p, const struct form *f)
{
    const struct step *next = step_after(step_by_form(f));
    if (!dossier_is_draft(p) || (p->desk && next->form == &form_verification))
        return dossier_saved(p);
    response_redirect(p->res, dossier_path(p, next->segment));
    return RC_OK;
}

/* What the candidacy knows is filled in there (page/quote.c). */
static struct view_card quote_card(const struct page *p)
{
    return (struct view_card){.title = STR("Un devis, tout de suite"),
        .text = STR("Pour vous ou pour l’organisme qui paie\u00a0: ce que vous avez déjà répondu est "
                    "repris."),
        .href = dossier_path(p, "devis"),
        .link = STR("Demander mon devis")};
}

enum rc dossier_show_prices(struct page *p, const struct answers *as, struct view_step *v)
{
    struct price_wish wish = {
        .payer = answers_get(as, "payer"),
        .module = str_eq(p->candidacy->wanted, STR("yes")),
        .module_payer = answers_get(as, "module_payer"),
        .cpf_amount = answers_get(as, "cpf_amount"),
    };
    page_prices_show(p, &wish, &v->prices, &v->others, &v->cards);
    if (!p->desk)
        page_prices_card(p, &v->cards, quote_card(p));
    return RC_OK;
}

enum rc dossier_show_module(struct page *p, const struct answers *as, struct view_step *v)
{
    static const struct view_point about[] = {
        {STR_INIT("le pouvoir, le savoir, le commerce et le salariat, tels que la coopération les "
                  "interroge")},
        {STR_INIT("ce que la gestion d’une coopérative a de particulier")},
        {STR_INIT("les formes juridiques des coopératives")},
        {STR_INIT("pourquoi et comment une association devient une SCIC, en détail")},
    };
    v->points.items_n = sizeof about / sizeof *about;
    v->points.items = ARENA_ARRAY(p->a, v->points.items_n, struct view_point);
    memcpy(v->points.items, about, sizeof about);
    struct price_wish wish = {
        .payer = p->candidacy->payer,
        .module = !str_eq(answers_get(as, "wanted"), STR("no")),
        .module_payer = p->candidacy->module_payer,
        .cpf_amount = p->candidacy->cpf_amount,
    };
    page_prices_show(p, &wish, &v->prices, &v->others, &v->cards);
    return RC_OK;
}

/* ---- what the answers so far mean ---- */

bool dossier_is_judged(const struct dossier *d)
{
    struct experience_fact fact;
    if (d->verdict.outcome == VERDICT_UNSAID)
        return false;
    for (size_t i = 0; i < d->answers.experiences_n; i++)
        if (experience_fact_read(&d->answers.experiences[i], &fact) ||
            answers_say_none(&d->answers.experiences[i]))
            return true;
    return false;
}

struct view_card dossier_verdict_card(struct page *p, const struct dossier *d)
{
    struct verdict_words words = verdict_words_make(p->a, &d->verdict);
    if (!dossier_is_judged(d))
        return (struct view_card){.title = STR("Vos conditions d’accès"),
            .text = STR("Nous vous dirons ici où vous en êtes, dès que vos diplômes et vos "
                        "expériences seront indiqués.")};
    if (d->verdict.outcome == VERDICT_NOT_YET && dossier_is_draft(p))
        words.lead = STR("C’est ce que disent vos réponses jusqu’ici\u00a0: ajouter une expérience "
                         "peut changer la réponse. Vous pourrez candidater dans tous les cas, en "
                         "expliquant votre situation.");
    return (struct view_card){.title = words.heading, .text = words.lead, .note = words.rule,
        .mention = facts_text(p->facts, "rule.algorithm_notice")};
}

struct view_verdict dossier_verdict(struct page *p, const struct verdict *judged)
{
    struct verdict_words w = verdict_words_make(p->a, judged);
    return (struct view_verdict){.heading = w.heading, .lead = w.lead, .checks = w.checks,
        .mention = facts_text(p->facts, "rule.algorithm_notice"), .rule = w.rule};
}

/* ---- the task list ---- */

static struct view_tag tag_of(enum step_state s)
{
    switch (s) {
    case STEP_DONE: return (struct view_tag){STR("Terminé"), TONE_PLAIN};
    case STEP_BEGUN: return (struct view_tag){STR("En cours"), TONE_GOING};
    case STEP_CANNOT: return (struct view_tag){STR("Pas encore possible"), TONE_PLAIN};
    case STEP_EMPTY: break;
    }
    return (struct view_tag){STR("À compléter"), TONE_TODO};
}

/* How many they are, or that there is none, which is an answer too. */
static struct str counted(struct page *p, const struct answers *rows, size_t n, const char *one,
    const char *many)
{
    const struct field *says = form_none(rows->form);
    size_t real = 0;
    for (size_t i = 0; i < n; i++)
        real += !answers_say_none(&rows[i]);
    return real ? words_count(p->a, real, one, many)
                : answer_display(p->a, says, str_c(says->none));
}

static struct str hint_of(struct page *p, const struct dossier *d, enum step_id id)
{
    const struct candidacy_answers *ca = &d->answers;
    if (id == STEP_DIPLOMAS && ca->diplomas_n)
        return counted(p, ca->diplomas, ca->diplomas_n, "diplôme", "diplômes");
    if (id == STEP_EXPERIENCES && ca->experiences_n) {
        struct str n =
            counted(p, ca->experiences, ca->experiences_n, "expérience", "expériences");
        return dossier_is_judged(d) ? arena_printf(p->a, "%.*s, %.*s", STR_ARG(n),
                                          STR_ARG(verdict_counted(p->a, &d->verdict)))
                                    : n;
    }
    if (id == STEP_IDENTITY && !ca->email_confirmed && p->candidacy->draft_email.n)
        return STR("Adresse électronique à confirmer");
    return (struct str){0};
}

void dossier_tasks(struct page *p, const struct dossier *d, struct view_tasks *out)
{
    bool draft = dossier_is_draft(p);
    struct str kept = p->candidacy->state == STATE_WITHDRAWN ? STR("Conservé") : STR("Déposé");
    out->items = ARENA_ARRAY(p->a, STEPS_N, struct view_task);
    for (int i = 0; i < STEPS_N; i++) {
        enum step_state s = step_state(&d->answers, (enum step_id)i);
        bool verification = i == STEP_VERIFICATION;
        if (verification && (!draft || p->desk))
            continue;
        bool link = draft || dossier_may_edit(p, steps[i].form);
        out->items[out->items_n++] = (struct view_task){
            .href = link ? dossier_path(p, steps[i].segment) : (struct str){0},
            .label = str_c(dossier_title(p, &steps[i])),
            .hint = hint_of(p, d, (enum step_id)i),
            .tag = verification && s == STEP_CANNOT
                       ? (struct view_tag){STR("À relire"), TONE_PLAIN}
                   : draft ? tag_of(s)
                   : link  ? (struct view_tag){STR("Déposé, modifiable"), TONE_PLAIN}
                           : (struct view_tag){kept, TONE_PLAIN},
            .id = arena_printf(p->a, "etape-%s", steps[i].segment),
        };
    }
}

/* What to do now; the notice that asks for the code gives way when that is it. */
static void show_next(struct page *p, const struct dossier *d, struct view_dossier *v)
{
    if (p->candidacy->state == STATE_WITHDRAWN) {
        dossier_notices_but_address(p, &v->notices);
        v->next_title = STR("Reprendre votre candidature");
        v->next_href = restart_possible(p) ? dossier_path(p, "recommencer") : (struct str){0};
        v->next_label = STR("Reprendre ma candidature");
        return;
    }
    if (!dossier_is_draft(p)) {
        dossier_notices_but_address(p, &v->notices);
        v->next_title = STR("Votre candidature est déposée");
        v->next_href = dossier_path(p, "confirmation");
        v->next_label = STR("Voir mon accusé de réception");
        return;
    }
    const struct step *next = step_next(&d->answers);
    bool address = d->answers.email_confirmed == false && p->candidacy->draft_email.n &&
                   answers_whole(&d->answers.identity) && next->form == &form_identity;
    v->next_title = address ? STR("Confirmez votre adresse électronique") : str_c(next->next);
    v->next_href = dossier_path(p, address ? "adresse" : next->segment);
    if (address)
        v->next_text = arena_printf(p->a,
            "Un code vous attend à l’adresse %.*s. Il permet de retrouver votre dossier sur un "
            "autre appareil, puis de le déposer.",
            STR_ARG(email_shown(p->a, p->candidacy->draft_email)));
    v->next_caption = STR("Prochaine étape");
    v->next_label = address                  ? STR("Saisir le code reçu")
                    : steps_done(&d->answers) ? STR("Continuer")
                                              : STR("Commencer");
    if (!address)
        dossier_notices(p, &v->notices);
    else
        dossier_notices_but_address(p, &v->notices);
}

static void show_cards(struct page *p, const struct dossier *d, struct view_dossier *v)
{
    v->cards.items = ARENA_ARRAY(p->a, 4, struct view_card);
    v->cards.items[v->cards.items_n++] = dossier_verdict_card(p, d);
    if (dossier_is_draft(p) && d->intake && d->intake->closes_at.s) {
        struct wall w = wall_paris(d->intake->closes_at);
        v->cards.items[v->cards.items_n++] = (struct view_card){
            .title = STR("À déposer avant le"),
            .strong = words_day(p->a, w.day),
            .text = arena_printf(p->a,
                "%d\xc2\xa0h\xc2\xa0%02d, heure de Paris. Tout est enregistré\xc2\xa0: revenez quand "
                "vous voulez.", w.h, w.min)};
    }
    size_t done = steps_done(&d->answers);
    if (dossier_is_draft(p))
        v->cards.items[v->cards.items_n++] = (struct view_card){
            .title = STR("Votre avancement"),
            .strong = arena_printf(p->a, "%zu\xc2\xa0%s sur\xc2\xa0%d",
                done, done > 1 ? "étapes" : "étape", STEPS_N - 1)};
    if (p->candidacy->state != STATE_WITHDRAWN)
        v->cards.items[v->cards.items_n++] = quote_card(p);
}

enum rc page_dossier(struct page *p)
{
    struct dossier d;
    enum rc rc = dossier_load(p, &d);
    if (rc != RC_OK)
        return rc;
    struct view_dossier v = {
        .shell = page_shell(p, "Ma candidature", NAV_CANDIDACY),
        .caption = str_c(state_label(p->candidacy->state)),
        .heading = STR("Ma candidature"),
        .withdraw = withdraw_possible(p) ? dossier_path(p, "retrait") : (struct str){0},
    };
    if (str_eq(page_query(p, "enregistre"), STR("1")))
        v.shell.notice = STR("C’est enregistré. Vous pouvez fermer cette page et revenir plus tard.");
    if (take_back_possible(p))
        v.take_back = dossier_path(p, "reprise");
    if (!dossier_is_draft(p)) {
        struct submission last;
        rc = submission_latest(p->db, p->a, p->candidacy->id, &last);
        if (rc == RC_OK) {
            v.reference = last.reference;
            rc = submission_verdict(p->a, &last, &d.verdict); /* as submitted, not as of today */
        }
        if (rc != RC_OK && rc != RC_NOT_FOUND) /* given up before it was ever submitted */
            return rc;
    }
    show_next(p, &d, &v);
    dossier_tasks(p, &d, &v.tasks);
    show_cards(p, &d, &v);
    view_dossier_html(&p->res->body, &v);
    return RC_OK;
}
