/* The answer: what is met, today, at closing and at the start; what helps; what it costs. */
#include "base/words.h"
#include "domain/forms.h"
#include "page/dossier.h"
#include "page/eligibility.h"
#include "page/eligibility_query.h"
#include "page/prices.h"
#include "page/post.h"
#include "page/shell.h"
#include "view/eligibility.h"
#include "view/templates.h"

/* What is answered here is not asked again: the words of form_diploma and form_funding, under the
 * names that /candidature takes. */
static struct str start_path(struct page *p, const struct answers *as)
{
    static const char *const names[][2] = {{"kind", "diplome"}, {"level", "niveau"},
        {"state", "etat"}, {"recognition", "attestation"}, {"payer", "payeur"}};
    struct buf b;
    buf_init(&b, 1024);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (answers_get(as, names[i][0]).n)
            params_put(&b, str_c(names[i][1]), answers_get(as, names[i][0]));
    struct str path = arena_printf(p->a, "/candidature?%.*s", STR_ARG(buf_str(&b)));
    buf_free(&b);
    return path;
}

static void show_start(struct page *p, const struct suitability *s, const struct verdict *verdict,
    struct view_result *v)
{
    const struct intake *i = s->intake;
    enum intake_phase phase = i ? intake_phase(i, p->now) : INTAKE_UNDATED;
    bool not_yet = verdict->outcome == VERDICT_NOT_YET;
    v->start = not_yet ? STR("Candidater quand même") : STR("Commencer ma candidature");
    v->start_quietly = not_yet;
    if (phase == INTAKE_OPEN) {
        v->start_href = start_path(p, &s->answers);
        v->start_note = arena_printf(p->a, "%sLes candidatures sont ouvertes jusqu’au %.*s (heure "
                                           "de Paris). Vos réponses sur le diplôme et le payeur "
                                           "seront reprises.",
            not_yet ? "Vous pouvez expliquer votre situation\u00a0: l’équipe lit chaque dossier. "
                    : "",
            STR_ARG(words_instant(p->a, i->closes_at)));
    } else if (phase == INTAKE_BEFORE)
        v->start_note = arena_printf(p->a, "Les candidatures ouvriront le %.*s (heure de Paris).",
            STR_ARG(words_instant(p->a, i->opens_at)));
    else
        v->start_note = STR("Les candidatures ne sont pas ouvertes en ce moment. La date des "
                            "prochaines sera annoncée sur la page de la formation.");
}

static enum tone tone_of(enum verdict_outcome outcome)
{
    switch (outcome) {
    case VERDICT_MET:
    case VERDICT_MET_LATER: return TONE_DONE;
    case VERDICT_DEROGATION: return TONE_PLAIN;
    case VERDICT_UNSAID:
    case VERDICT_DEROGATION_REVIEW:
    case VERDICT_REVIEW:
    case VERDICT_NOT_YET: break;
    }
    return TONE_WATCH;
}

/* The questionnaire does not ask about the module: its price is told beside. */
static struct str with_module(struct page *p, struct str payer)
{
    struct price_wish w = {.payer = payer, .module = true};
    struct prices x = prices_of(&w, p->facts->tariffs, p->facts->tariffs_n, p->today);
    if (!x.known || x.is_cpf)
        return (struct str){0};
    struct str first = words_money(p->a, x.lists[0].total);
    if (x.lists_n == 1)
        return arena_printf(p->a, "Avec le module complémentaire, facultatif\u00a0: %.*s.",
            STR_ARG(first));
    return arena_printf(p->a, "Avec le module complémentaire, facultatif\u00a0: %.*s ou %.*s.",
        STR_ARG(first), STR_ARG(words_money(p->a, x.lists[1].total)));
}

static void show_prices(struct page *p, const struct answers *as, struct view_result *v)
{
    struct str payer = answers_get(as, "payer");
    page_prices_show(p, &(struct price_wish){.payer = payer}, &v->first, &v->second, &v->cards);
    if (v->first.items_n)
        v->with_module = with_module(p, payer);
    v->quote_href = arena_printf(p->a, "/devis?kind=quote&payer=%.*s", STR_ARG(payer));
}

static void show_ways(struct page *p, const struct verdict_words *w, struct view_result *v)
{
    v->ways = ARENA_ARRAY(p->a, w->ways_n, struct view_way);
    v->ways_n = w->ways_n;
    for (size_t i = 0; i < w->ways_n; i++)
        v->ways[i] = (struct view_way){w->ways[i].text, w->ways[i].href, w->ways[i].link};
}

/* After a mail has gone to the outbox. */
static void show_sent(struct page *p, struct view_result *v)
{
    static const struct view_notice sent[] = {
        {.title = STR_INIT("C’est envoyé"),
            .text = STR_INIT("Le résultat arrive dans votre messagerie d’ici quelques minutes."),
            .tone = TONE_DONE},
        {.title = STR_INIT("C’est envoyé"),
            .text = STR_INIT("Le programme et les prix partent vers votre employeur, sans votre nom "
                             "ni vos réponses."),
            .tone = TONE_DONE},
    };
    struct str said = page_query(p, "envoye"), to = post_said_word(said);
    struct str late = post_said_late(p, said);
    bool me = str_eq(to, STR("moi"));
    struct view_notice *n = ARENA_NEW(p->a, struct view_notice);
    if (!me && !str_eq(to, STR("employeur")))
        return;
    *n = sent[me ? 0 : 1];
    if (late.n) {
        n->title = STR("C’est noté");
        n->text = late;
    }
    v->notices = (struct view_notices){n, 1};
}

enum rc page_eligibility_result(struct page *p)
{
    struct suitability s = suitability_read(p);
    const struct answers *as = &s.answers;
    if (!suitability_whole(&s)) {
        response_redirect(p->res, eligibility_path(p->a, "/eligibilite", as, NULL, NULL));
        return RC_OK;
    }
    struct verdict verdict = questionnaire_judge(as, &s.when);
    struct verdict_words words = verdict_words_make(p->a, &verdict);
    const struct tariff *diploma =
        facts_tariff(p->facts, PAYER_THIRD, TARIFF_DIPLOMA, p->today);
    struct view_result v = {
        .shell = page_shell(p, words.heading.p, NAV_ELIGIBILITY),
        .back = {eligibility_path(p->a, "/eligibilite", as, "q", "payeur"),
            STR("Question précédente")},
        .heading = words.heading,
        .lead = {.text = words.lead, .tone = tone_of(verdict.outcome)},
        .checks = words.checks,
        .self_href = eligibility_path(p->a, "/eligibilite/envoi", as, NULL, NULL),
        .answers = suitability_summary(p, &s, NULL),
        .note = words.note,
        .mention = page_fact(p, "rule.algorithm_notice"),
        .rule = words.rule,
    };
    if (diploma)
        v.employer_href = eligibility_path(p->a, "/eligibilite/employeur", as, NULL, NULL);
    show_start(p, &s, &verdict, &v);
    show_ways(p, &words, &v);
    show_prices(p, as, &v);
    show_sent(p, &v);
    view_eligibility_result_html(&p->res->body, &v);
    return RC_OK;
}
