#include "view/verdict.h"

#include "base/words.h"

enum { WAYS_MAX = 16, YEAR = 12 };

struct str verdict_duration(struct arena *a, int months)
{
    int years = months / YEAR, rest = months % YEAR;
    const char *s = years > 1 ? "s" : "";
    if (years == 0)
        return arena_printf(a, "%d\u00a0mois", rest);
    if (rest == 0)
        return arena_printf(a, "%d\u00a0an%s", years, s);
    return arena_printf(a, "%d\u00a0an%s et %d\u00a0mois", years, s, rest);
}

/* Where the month stands among the dates that people wait for: ", avant la rentrée". */
static const char *placed(const struct verdict *v)
{
    struct day closing = v->dates[AT_CLOSING], start = v->dates[AT_START];
    int m = v->reached.n;
    if (!day_is_none(closing) && m < month_of(closing).n)
        return ", avant la clôture";
    if (day_is_none(start))
        return "";
    if (m == month_of(start).n)
        return ", le mois de la rentrée";
    return m < month_of(start).n ? ", avant la rentrée" : ", après la rentrée";
}

/* "Vous aurez vos 3 ans en juin 2027, avant la rentrée" */
static struct str will_have(struct arena *a, const struct verdict *v, const char *opening)
{
    return arena_printf(a, "%sous aurez vos %.*s en %.*s%s", opening,
        STR_ARG(verdict_duration(a, v->needed)), STR_ARG(words_month(a, v->reached)), placed(v));
}

/* What the months of the route are called. */
static const char *experience_name(const struct verdict *v)
{
    return v->route == ROUTE_DEROGATION ? "d’expérience professionnelle" : "d’expérience";
}

static struct str heading_not_yet(struct arena *a, const struct verdict *v)
{
    const char *about = v->reasons & REASON_APPROXIMATE ? "environ " : "";
    if (v->reasons & REASON_AFTER)
        return will_have(a, v, "V");
    return arena_printf(a, "Il vous manque %s%.*s %s", about,
        STR_ARG(verdict_duration(a, v->missing[v->decides])), experience_name(v));
}

static struct str heading(struct arena *a, const struct verdict *v)
{
    switch (v->outcome) {
    case VERDICT_UNSAID: return STR("Il nous manque votre diplôme pour vous répondre");
    case VERDICT_MET: return STR("Vos conditions semblent remplies, d’après vos réponses");
    case VERDICT_MET_LATER: return will_have(a, v, "V");
    case VERDICT_DEROGATION:
        return v->reasons & REASON_LATER
                   ? will_have(a, v, "Une dérogation pourra être envisagée\u00a0: v")
                   : STR("Une dérogation peut être envisagée");
    case VERDICT_DEROGATION_REVIEW:
        return STR("Votre expérience est à examiner, en vue d’une dérogation");
    case VERDICT_REVIEW: return STR("Votre situation est à examiner\u00a0: vous pouvez candidater");
    case VERDICT_NOT_YET: break;
    }
    return heading_not_yet(a, v);
}

static struct str lead(struct arena *a, const struct verdict *v)
{
    struct str needed = verdict_duration(a, v->needed);
    struct str now = verdict_duration(a, v->counted[AT_TODAY]);
    switch (v->outcome) {
    case VERDICT_UNSAID:
        return STR("Indiquez au moins un diplôme, ou dites que vous n’en avez pas\u00a0: les deux "
                   "réponses mènent quelque part.");
    case VERDICT_MET:
        return arena_printf(a,
            "Un diplôme qui ouvre cette voie et au moins %.*s d’expérience\u00a0: c’est ce que "
            "disent vos réponses. Ce n’est pas encore une admission\u00a0: l’équipe lit chaque "
            "candidature.",
            STR_ARG(needed));
    case VERDICT_MET_LATER:
        return arena_printf(a,
            "Vous comptez %.*s d’expérience aujourd’hui\u00a0; les mois qui manquent viendront si "
            "ce que vous faites maintenant continue. Vous pouvez candidater dès à présent, et nous "
            "le signalerons dans votre dossier.",
            STR_ARG(now));
    case VERDICT_DEROGATION:
        return arena_printf(a,
            "Sans le diplôme demandé, une autre voie existe à partir de %.*s d’expérience "
            "professionnelle dans les domaines de la formation. L’équipe étudiera votre parcours "
            "et décidera.",
            STR_ARG(needed));
    case VERDICT_DEROGATION_REVIEW:
        return arena_printf(a,
            "Sans le diplôme demandé, il faut %.*s d’expérience professionnelle. La vôtre n’y "
            "suffit pas encore, mais vos autres expériences pourraient compter\u00a0: l’équipe "
            "vous le dira. Vous pouvez candidater.",
            STR_ARG(needed));
    case VERDICT_REVIEW:
        return STR("Rien ne vous empêche de déposer votre candidature. Un point demande un regard "
                   "de notre part avant de vous répondre.");
    case VERDICT_NOT_YET: break;
    }
    return STR("Cela ne vous empêche pas de candidater\u00a0: expliquez-nous votre situation, et "
               "votre dossier sera lu.");
}

static enum tone tone_of(enum condition c)
{
    return c == CONDITION_MET ? TONE_DONE : c == CONDITION_CHECK ? TONE_WATCH : TONE_ERROR;
}

static struct view_check diploma_check(const struct verdict *v)
{
    struct view_check c = {STR("Diplôme"), STR(""), tone_of(v->diploma)};
    if (v->outcome == VERDICT_UNSAID)
        c.text = STR("Pas encore de réponse.");
    else if (v->diploma == CONDITION_MET)
        c.text = STR("Cette condition semble remplie, d’après vos réponses.");
    else if (v->diploma == CONDITION_CHECK)
        c.text = STR("À vérifier avec vous.");
    else
        c.text = STR("Pas de diplôme de niveau\u00a06 ou plus, ni de DEES, DEASS ou DECESF.");
    if (v->diploma == CONDITION_NOT && v->outcome != VERDICT_NOT_YET)
        c.tone = TONE_WATCH; /* another way is open, or nothing has been said */
    return c;
}

static struct str count_text(struct arena *a, const struct verdict *v, int d)
{
    const char *s = v->counted[d] > 1 ? "s" : "";
    if (v->experience[d] == CONDITION_MET)
        return arena_printf(a, "%d\u00a0mois compté%s, pour %d demandés\u00a0: cette condition "
                               "semble remplie.", v->counted[d], s, v->needed);
    if (v->experience[d] == CONDITION_CHECK)
        return arena_printf(a, "%d\u00a0mois compté%s sur %d, et jusqu’à %d si d’autres "
                               "expériences peuvent être retenues\u00a0: à examiner.",
            v->counted[d], s, v->needed, v->with_review[d]);
    return arena_printf(a, "%d\u00a0mois compté%s sur %d\u00a0: il en manque %d.", v->counted[d], s,
        v->needed, v->missing[d]);
}

static const char *experience_title(const struct verdict *v)
{
    return v->route == ROUTE_DEROGATION ? "Expérience professionnelle" : "Expérience";
}

static struct view_check met_today(struct arena *a, const struct verdict *v)
{
    return (struct view_check){
        arena_printf(a, "%s, dès aujourd’hui", experience_title(v)),
        arena_printf(a, "%d\u00a0mois comptés, pour %d demandés\u00a0: cette condition semble "
                        "remplie, et le restera à la clôture et à la rentrée.",
            v->counted[AT_TODAY], v->needed),
        TONE_DONE};
}

static void add_checks(struct arena *a, const struct verdict *v, struct view_checks *out)
{
    static const char *const when[AT_N] = {"aujourd’hui", "à la clôture", "à la rentrée"};
    out->items = ARENA_ARRAY(a, 1 + AT_N, struct view_check);
    out->items[out->items_n++] = diploma_check(v);
    for (int d = 0; d < AT_N; d++) {
        if (day_is_none(v->dates[d]))
            continue;
        if (d == AT_TODAY && v->experience[d] == CONDITION_MET) {
            out->items[out->items_n++] = met_today(a, v);
            break; /* months do not go away: the other dates would say it again */
        }
        out->items[out->items_n++] = (struct view_check){
            arena_printf(a, "%s %s, le %.*s", experience_title(v), when[d],
                STR_ARG(words_day(a, v->dates[d]))),
            count_text(a, v, d), tone_of(v->experience[d])};
    }
}

static void add_way(struct verdict_words *w, struct str text)
{
    w->ways[w->ways_n++] = (struct verdict_way){.text = text};
}

/* What staff will look at, one sentence a reason. */
static void add_reasons(struct verdict_words *w, const struct verdict *v)
{
    static const struct {
        unsigned reason;
        struct str text;
    } rows[] = {
        {REASON_LEVEL_UNKNOWN, STR_INIT("Nous chercherons avec vous le niveau de votre diplôme.")},
        {REASON_LEVEL_DISAGREES, STR_INIT("Le niveau indiqué n’est pas celui que nous connaissons "
            "à ce diplôme\u00a0: nous le vérifierons avec vous.")},
        {REASON_FOREIGN, STR_INIT("Un diplôme étranger se lit avec une attestation de "
            "comparabilité ENIC-NARIC. Vous pouvez la demander maintenant et candidater "
            "sans l’attendre.")},
        {REASON_IN_PROGRESS, STR_INIT("Votre diplôme est en cours\u00a0: nous regarderons quand "
                                      "vous l’aurez.")},
        {REASON_KIND_REVIEW, STR_INIT("Certaines de vos expériences, comme un volontariat ou un "
            "service civique, peuvent compter après examen.")},
        {REASON_FIELD_OTHER, STR_INIT("Une expérience hors des domaines de la formation peut "
                                      "compter après examen\u00a0: dites-nous ce qui la rapproche "
                                      "du social ou du culturel.")},
        {REASON_UNPAID, STR_INIT("Votre bénévolat et vos mandats peuvent être examinés avec votre "
            "expérience professionnelle.")},
        {REASON_INTERNSHIP, STR_INIT("Les stages ne comptent pas dans les années d’expérience.")},
        {REASON_FUTURE, STR_INIT("Une expérience qui n’a pas commencé ne compte pas encore.")},
        {REASON_ALSO_DEROGATION, STR_INIT("Même sans ce diplôme, votre expérience professionnelle "
            "permet d’envisager une dérogation.")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (v->reasons & rows[i].reason)
            add_way(w, rows[i].text);
}

/* Not yet: what is missing, what else counts. */
static void add_missing(struct arena *a, struct verdict_words *w, const struct verdict *v)
{
    if (v->route == ROUTE_DIPLOMA)
        add_way(w, STR("Le travail, le bénévolat associatif et les mandats syndicaux "
                       "s’additionnent, s’ils relèvent des domaines de la formation."));
    else
        add_way(w, arena_printf(a,
            "Deux voies\u00a0: un diplôme de niveau\u00a06 (ou un DEES, DEASS ou DECESF) avec "
            "3\u00a0ans d’expérience, ou %.*s d’expérience professionnelle sans ce diplôme.",
            STR_ARG(verdict_duration(a, v->needed))));
    if (v->reasons & REASON_AFTER)
        add_way(w, STR("Si ce que vous faites aujourd’hui continue, vous pourrez aussi candidater "
                       "à une promotion suivante."));
}

static void add_doors(struct verdict_words *w, const struct verdict *v)
{
    if (v->outcome == VERDICT_MET || v->outcome == VERDICT_MET_LATER ||
        v->outcome == VERDICT_UNSAID)
        return;
    w->ways[w->ways_n++] = (struct verdict_way){
        STR("La validation des acquis de l’expérience (VAE) permet d’obtenir tout ou partie du "
            "diplôme à partir de ce que vous savez faire."),
        STR("/devis?kind=vae"), STR("Nous écrire au sujet de la VAE")};
    w->ways[w->ways_n++] = (struct verdict_way){STR("Un doute, un parcours particulier\u00a0?"),
        STR("/devis?kind=question"), STR("Nous poser une question")};
}

static struct str note(const struct verdict *v)
{
    if (v->reasons & REASON_OVERLAP)
        return STR("Nous avons additionné vos années. Si certaines se chevauchent, leurs mois ne "
                   "comptent qu’une fois, et la réponse peut changer\u00a0: votre candidature "
                   "comptera au mois près.");
    if (v->reasons & REASON_APPROXIMATE)
        return STR("Cette réponse part d’années arrondies\u00a0; votre candidature comptera au "
                   "mois près.");
    return STR("");
}

/* "Règle 2026-11-1, appliquée le 23 novembre 2026 ; clôture le …, rentrée le …" */
static struct str rule_and_dates(struct arena *a, const struct verdict *v)
{
    struct day closing = v->dates[AT_CLOSING], start = v->dates[AT_START];
    struct str out = arena_printf(a, "Règle %s, appliquée le %.*s", v->rule,
        STR_ARG(words_day(a, v->dates[AT_TODAY])));
    if (!day_is_none(closing))
        out = arena_printf(a, "%.*s\u00a0; clôture le %.*s", STR_ARG(out),
            STR_ARG(words_day(a, closing)));
    if (!day_is_none(start))
        out = arena_printf(a, "%.*s%s rentrée le %.*s", STR_ARG(out),
            day_is_none(closing) ? "\u00a0;" : ",", STR_ARG(words_day(a, start)));
    return out;
}

struct verdict_words verdict_words_make(struct arena *a, const struct verdict *v)
{
    struct verdict_words w = {.heading = heading(a, v), .lead = lead(a, v), .note = note(v)};
    w.ways = ARENA_ARRAY(a, WAYS_MAX, struct verdict_way);
    add_checks(a, v, &w.checks);
    if (v->outcome == VERDICT_NOT_YET)
        add_missing(a, &w, v);
    add_reasons(&w, v);
    add_doors(&w, v);
    w.rule = rule_and_dates(a, v);
    return w;
}

struct str verdict_counted(struct arena *a, const struct verdict *v)
{
    return arena_printf(a, "%d\u00a0mois compté%s sur %d", v->counted[AT_TODAY],
        v->counted[AT_TODAY] > 1 ? "s" : "", v->needed);
}
