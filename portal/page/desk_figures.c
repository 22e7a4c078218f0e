/* /gestion/chiffres: what the desk received, answered, issued and agreed upon in a period. */
#include "base/words.h"
#include "domain/forms_desk.h"
#include "domain/payers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "store/figures.h"
#include "view/desk_acts.h"
#include "view/pictures.h"
#include "view/templates.h"

static const struct {
    int weeks;
    const char *label;
} presets[] = {{4, "4\u00a0semaines"}, {13, "3\u00a0mois"}, {26, "6\u00a0mois"}, {52, "Un an"}};
enum { PRESETS = sizeof presets / sizeof *presets, USUAL_WEEKS = 13 };

static struct str count(struct arena *a, uint64_t n)
{
    return arena_printf(a, "%llu", (unsigned long long)n);
}

static struct str queried(void *ctx, const char *name)
{
    return page_query(ctx, name);
}

static struct str fault_of(struct page *p, const struct answers *as, const struct period *period)
{
    if (!answers_whole(as) || day_cmp(period->to, period->from) < 0)
        return (struct str){0};
    return period_sound(period)
               ? (struct str){0}
               : arena_printf(p->a, "Choisissez une période d’un an au plus\u00a0: celle-ci compte "
                                    "%d\u00a0jours.", day_to_number(period->to) - day_to_number(period->from) + 1);
}

/* Two typed days, a number of weeks, or the usual ones. False: what was typed cannot be used. */
static bool choose(struct page *p, struct answers *as, struct period *out)
{
    uint64_t weeks = 0;
    bool typed = answers_begun(as);
    if (!typed) {
        if (!str_to_u64(page_query(p, "semaines"), 52, &weeks) || weeks == 0)
            weeks = USUAL_WEEKS;
        *out = period_last(p->today, (int)weeks);
        return true;
    }
    return answers_complete(as) && day_parse_iso(answers_get(as, "from"), &out->from) &&
           day_parse_iso(answers_get(as, "to"), &out->to) && period_sound(out);
}

/* ---- tables and pictures */

static void show_weeks(struct page *p, const struct weeks *w, struct view_desk_figures *v)
{
    struct figure_bar *bars = ARENA_ARRAY(p->a, w->n, struct figure_bar);
    unsigned all = 0, most = 0;
    v->weeks.rows = ARENA_ARRAY(p->a, w->n, struct view_figure_row);
    v->weeks.rows_n = w->n;
    for (size_t i = 0; i < w->n; i++) {
        const struct week *one = &w->v[i];
        struct str label = week_label(p->a, one);
        v->weeks.rows[i] = (struct view_figure_row){.label = label,
            .a = count(p->a, one->requests),
            .b = count(p->a, one->quotes_asked),
            .c = count(p->a, one->issued)};
        bars[i] = (struct figure_bar){label, count(p->a, one->requests), one->requests};
        all += one->requests;
        most = one->requests > most ? one->requests : most;
    }
    v->weeks_picture = trusted_bars(p->a, "dessin-semaines", STR("Demandes reçues par semaine"),
        arena_printf(p->a, "%u au total\u00a0; au plus %u dans une semaine. Le tableau qui suit donne "
                           "chaque semaine.", all, most), bars, w->n);
}

static void show_delays(struct page *p, const struct figures *f, struct view_desk_figures *v)
{
    static const char *const who[ANSWERED_BY_N] = {
        [ANSWERED_MACHINE] = "Document émis à l’instant par le portail",
        [ANSWERED_STAFF] = "Réponse de l’équipe",
    };
    v->delays.rows = ARENA_ARRAY(p->a, ANSWERED_BY_N, struct view_figure_row);
    v->delays.rows_n = ANSWERED_BY_N;
    for (int i = 0; i < ANSWERED_BY_N; i++) {
        const struct delay *d = &f->delay[i];
        v->delays.rows[i] = (struct view_figure_row){.label = str_c(who[i]),
            .a = count(p->a, d->n),
            .b = d->n ? duration_words(p->a, d->median) : STR("—"),
            .c = d->n ? duration_words(p->a, d->nine) : STR("—")};
    }
}

static struct str payer_words(struct page *p, const struct payer_figure *f)
{
    const struct payer *payer = payer_find(f->payer);
    return arena_printf(p->a, "%s%s", payer ? payer_label(payer) : "Autre",
        f->information ? " (information tarifaire)" : "");
}

static void show_payers(struct page *p, const struct figures *f, struct view_desk_figures *v)
{
    struct figure_bar *bars = ARENA_ARRAY(p->a, f->payers_n, struct figure_bar);
    v->payers.rows = ARENA_ARRAY(p->a, f->payers_n, struct view_figure_row);
    v->payers.rows_n = f->payers_n;
    for (size_t i = 0; i < f->payers_n; i++) {
        const struct payer_figure *one = &f->payers[i];
        struct money both = money_add(one->open, one->agreed);
        struct str label = payer_words(p, one);
        v->payers.rows[i] = (struct view_figure_row){.label = label,
            .a = count(p->a, one->issued),
            .b = count(p->a, one->replaced),
            .c = one->information ? STR("—") : count(p->a, one->accepted),
            .d = words_money(p->a, one->open),
            .e = one->information ? STR("—") : words_money(p->a, one->agreed)};
        bars[i] = (struct figure_bar){label, words_money(p->a, both), both.cents};
    }
    v->payers_picture = trusted_bars(p->a, "dessin-payeurs",
        STR("Montant des documents en attente ou acceptés, par payeur"),
        STR("Le tableau qui suit donne chaque montant."), bars, f->payers_n);
}

static void show_gist(struct page *p, const struct figures *f, struct view_desk_figures *v)
{
    uint64_t asked = 0, issued = 0, accepted = 0;
    struct money agreed = {0};
    for (size_t i = 0; i < f->weeks.n; i++)
        asked += f->weeks.v[i].requests;
    for (size_t i = 0; i < f->payers_n; i++) {
        if (f->payers[i].information)
            continue;
        issued += f->payers[i].issued - f->payers[i].replaced;
        accepted += f->payers[i].accepted;
        agreed = money_add(agreed, f->payers[i].agreed);
    }
    const struct delay *d = &f->delay[ANSWERED_STAFF];
    v->gist = ARENA_ARRAY(p->a, 4, struct view_card);
    v->gist_n = 4;
    v->gist[0] = (struct view_card){.title = STR("Demandes reçues"),
        .strong = count(p->a, asked),
        .text = arena_printf(p->a, "dont %llu sans réponse à ce jour",
            (unsigned long long)f->unanswered)};
    v->gist[1] = (struct view_card){.title = STR("Réponse de l’équipe"),
        .strong = d->n ? duration_words(p->a, d->median) : STR("—"),
        .text = d->n ? arena_printf(p->a, "une fois sur deux\u00a0; neuf sur dix en moins de %.*s",
                           STR_ARG(duration_words(p->a, d->nine)))
                     : STR("aucune réponse de l’équipe dans la période")};
    v->gist[2] = (struct view_card){.title = STR("Devis émis"),
        .strong = count(p->a, issued),
        .text = STR("sans les informations tarifaires ni les versions remplacées")};
    v->gist[3] = (struct view_card){.title = STR("Devis acceptés"),
        .strong = count(p->a, accepted),
        .text = arena_printf(p->a, "pour %.*s", STR_ARG(words_money(p->a, agreed)))};
}

/* Nothing of them may be read here but that they came. */
static struct str away_words(struct page *p, uint64_t n)
{
    if (n == 0)
        return (struct str){0};
    return n == 1 ? STR("Une demande reçue dans cette période n’est pas comptée ici\u00a0: elle a été effacée ou mise à "
                        "l’écart, à la demande de la personne.")
                  : arena_printf(p->a, "%llu\u00a0demandes reçues dans cette période ne sont pas comptées ici\u00a0: elles "
                                       "ont été effacées ou mises à l’écart, à la demande des personnes.",
                        (unsigned long long)n);
}

/* ---- the page */

static void show_presets(struct page *p, struct view_desk_figures *v)
{
    v->presets = ARENA_ARRAY(p->a, PRESETS, struct view_link);
    v->presets_n = PRESETS;
    for (size_t i = 0; i < PRESETS; i++)
        v->presets[i] = (struct view_link){
            .href = arena_printf(p->a, "/gestion/chiffres?semaines=%d", presets[i].weeks),
            .label = str_c(presets[i].label)};
}

static struct str period_words(struct page *p, const struct period *period)
{
    return arena_printf(p->a, "Du %.*s au %.*s", STR_ARG(words_day(p->a, period->from)),
        STR_ARG(words_day(p->a, period->to)));
}

enum rc page_desk_figures(struct page *p)
{
    struct answers as = answers_read(p->a, &form_period, queried, p, p->today);
    struct period period = {0};
    struct figures f;
    bool sound = choose(p, &as, &period);
    struct view_desk_figures v = {.shell = desk_shell(p, "Chiffres des devis", DESK_FIGURES),
        .shown = sound};
    v.form = view_form_make(p->a, &form_period, &as, &(struct form_wish){.judged = true});
    struct str fault = sound ? (struct str){0} : fault_of(p, &as, &period);
    if (fault.n)
        view_form_add_fault(p->a, &v.form, "to", fault);
    v.faults = v.form.faults;
    v.shell.head.error = !sound;
    p->res->status = sound ? 200 : 422;
    show_presets(p, &v);
    if (sound) {
        enum rc rc = figures_load(p->db, p->a, p->staff.id, &period, &f);
        if (rc != RC_OK)
            return rc;
        v.period = period_words(p, &period);
        show_gist(p, &f, &v);
        show_weeks(p, &f.weeks, &v);
        show_delays(p, &f, &v);
        show_payers(p, &f, &v);
        v.away = away_words(p, f.away);
    }
    view_desk_figures_html(&p->res->body, &v);
    return RC_OK;
}
