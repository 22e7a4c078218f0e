#include "view/desk_candidacy.h"

#include "base/words.h"
#include "domain/desk_candidacies.h"

static struct view_tag condition_tag(enum condition c)
{
    switch (c) {
    case CONDITION_MET: return (struct view_tag){STR("Remplie"), TONE_DONE};
    case CONDITION_CHECK: return (struct view_tag){STR("À vérifier"), TONE_WATCH};
    case CONDITION_NOT: break;
    }
    return (struct view_tag){STR("Non remplie"), TONE_ERROR};
}

static void add_months(struct arena *a, const struct verdict *v, struct view_desk_verdict *out)
{
    const char *const when[AT_N] = {out->filed ? "Au dépôt" : "Aujourd’hui", "À la clôture", "À la rentrée"};
    out->months = ARENA_ARRAY(a, AT_N, struct view_desk_months);
    for (int d = 0; d < AT_N; d++) {
        if (day_is_none(v->dates[d]))
            continue;
        out->months[out->months_n++] = (struct view_desk_months){
            .when = arena_printf(a, "%s, le %.*s", when[d], STR_ARG(words_day(a, v->dates[d]))),
            .counted = v->counted[d],
            .with_review = v->with_review[d],
            .tag = condition_tag(v->experience[d]),
            .decides = d == (int)v->decides,
        };
    }
}

static void add_reasons(struct arena *a, const struct verdict *v, struct view_desk_verdict *out)
{
    out->reasons = ARENA_ARRAY(a, REASONS_N, struct view_desk_reason);
    for (int i = 0; i < REASONS_N; i++)
        if (v->reasons & 1U << i)
            out->reasons[out->reasons_n++].text = str_c(candidacy_reason_label(i));
}

struct view_desk_verdict view_desk_verdict_make(
    struct arena *a, const struct verdict *v, bool filed)
{
    struct view_desk_verdict out = {
        .heading = str_c(candidacy_verdict_label(str_c(verdict_word(v->outcome)))),
        .way = v->route == ROUTE_DIPLOMA
            ? arena_printf(a, "Avec le diplôme demandé\u00a0: %d\u00a0mois d’expérience", v->needed)
            : arena_printf(a,
                  "Sans le diplôme demandé, par dérogation\u00a0: %d\u00a0mois d’expérience "
                  "professionnelle", v->needed),
        .diploma = condition_tag(v->diploma),
        .needed = v->needed,
        .weighted = arena_printf(a, "%d,%02d", v->weighted / 100, v->weighted % 100),
        .rule = arena_printf(a, "Règle %s, appliquée le %.*s. %s", v->rule,
            STR_ARG(words_day(a, v->dates[AT_TODAY])),
            filed ? "Figé au dépôt\u00a0: rien n’est recalculé."
                  : "D’après ce qui est saisi\u00a0: ce résultat sera calculé de nouveau au dépôt."),
        .filed = filed,
    };
    add_months(a, v, &out);
    add_reasons(a, v, &out);
    return out;
}
