/* Who may apply, one row a rule, written so that staff can read and correct it.
 *
 * Today is 23 November 2026, applications close on 31 May 2027, the course starts on 8 November
 * 2027, and the start decides unless a row says otherwise.
 *
 * diplomas:    kind[:what is said]…; what is said is a level (6), a year (2019), "cours" (in
 *              progress), "attestation", "demandée" or "sans" (recognition of a foreign diploma)
 * experiences: nature from..to; "from.." goes on; * after the nature: outside the fields */
#include "domain/eligibility.h"
#include "suite.h"

static const struct day TODAY = {2026, 11, 23}, CLOSING = {2027, 5, 31}, START = {2027, 11, 8};

static const struct rule_case {
    const char *rule;
    const char *diplomas, *experiences;
    const char *outcome;
    int today, start;     /* months counted, for the route that applies */
    const char *reached;  /* month in which the threshold is reached, "" never */
    const char *reasons;
} CASES[] = {
    /* ---- every level, with 36 months */
    {"niveau 3", "other_rncp:3", "employee 2021-09..2024-08", "not_yet", 36, 36, "", ""},
    {"niveau 4", "other_rncp:4", "employee 2021-09..2024-08", "not_yet", 36, 36, "", ""},
    {"niveau 5", "other_rncp:5", "employee 2021-09..2024-08", "not_yet", 36, 36, "", ""},
    {"niveau 6", "other_rncp:6", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"niveau 7 (au-dessus de 6)", "other_rncp:7", "employee 2021-09..2024-08", "met", 36, 36,
        "2024-08", ""},
    {"niveau 8", "other_rncp:8", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"niveau inconnu", "other_rncp", "employee 2021-09..2024-08", "review", 36, 36, "2024-08",
        "level_unknown"},
    {"niveau inconnu et trop peu de mois", "other_rncp", "employee 2023-09..2024-08", "not_yet", 12,
        12, "", "level_unknown"},
    {"aucun diplôme", "none", "employee 2021-09..2024-08", "not_yet", 36, 36, "", ""},
    {"rien de dit sur le diplôme", "", "employee 2021-09..2024-08", "unsaid", 36, 36,
        "2024-08", ""},
    /* ---- every diploma by name, with 36 months */
    {"licence", "licence", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"BUT", "but", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"master", "master", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"doctorat", "doctorat", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"DEES d’avant la réforme", "dees:1998", "employee 2021-09..2024-08", "met", 36, 36, "2024-08",
        "by_name"},
    {"DEES d’après la réforme", "dees:2023", "employee 2021-09..2024-08", "met", 36, 36, "2024-08",
        "by_name"},
    {"DEES dit de niveau 5", "dees:5:1998", "employee 2021-09..2024-08", "met", 36, 36, "2024-08",
        "by_name"},
    {"DEASS", "deass:2005", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", "by_name"},
    {"DECESF", "decesf:2005", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", "by_name"},
    {"DEES en cours", "dees:cours", "employee 2021-09..2024-08", "review", 36, 36, "2024-08",
        "by_name in_progress"},
    {"moniteur-éducateur", "moniteur_educateur", "employee 2021-09..2024-08", "not_yet", 36, 36, "",
        ""},
    {"infirmier de niveau 6", "infirmier:6", "employee 2021-09..2024-08", "met", 36, 36, "2024-08",
        ""},
    {"infirmier de niveau 5", "infirmier:5", "employee 2021-09..2024-08", "not_yet", 36, 36, "",
        ""},
    {"infirmier, niveau inconnu", "infirmier", "employee 2021-09..2024-08", "review", 36, 36,
        "2024-08", "level_unknown"},
    {"EJE d’avant la réforme", "eje:5:2012", "employee 2021-09..2024-08", "not_yet", 36, 36, "",
        ""},
    {"EJE d’avant la réforme, niveau inconnu", "eje:2012", "employee 2021-09..2024-08", "not_yet",
        36, 36, "", ""},
    {"EJE d’avant la réforme, dit de niveau 6", "eje:6:2012", "employee 2021-09..2024-08", "review",
        36, 36, "2024-08", "level_disagrees"},
    {"EJE d’après la réforme", "eje:6:2021", "employee 2021-09..2024-08", "met", 36, 36, "2024-08",
        ""},
    {"EJE de 2021, niveau inconnu", "eje:2021", "employee 2021-09..2024-08", "review", 36, 36,
        "2024-08", "level_unknown"},
    {"ETS d’avant la réforme", "ets:5:2020", "employee 2021-09..2024-08", "not_yet", 36, 36, "",
        ""},
    {"ETS d’après la réforme", "ets:6:2022", "employee 2021-09..2024-08", "met", 36, 36, "2024-08",
        ""},
    {"CAFERUIS", "caferuis", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"DEJEPS", "dejeps", "employee 2021-09..2024-08", "not_yet", 36, 36, "", ""},
    {"DESJEPS", "desjeps", "employee 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"BTS", "bts", "employee 2021-09..2024-08", "not_yet", 36, 36, "", ""},
    {"licence dite de niveau 5", "licence:5", "employee 2021-09..2024-08", "review", 36, 36,
        "2024-08", "level_disagrees"},
    {"BTS dit de niveau 6", "bts:6", "employee 2021-09..2024-08", "review", 36, 36, "2024-08",
        "level_disagrees"},
    {"licence en cours", "licence:cours", "employee 2021-09..2024-08", "review", 36, 36, "2024-08",
        "in_progress"},
    {"BTS en cours", "bts:cours", "employee 2021-09..2024-08", "not_yet", 36, 36, "", ""},
    {"BTS et licence : la meilleure parle", "bts licence", "employee 2021-09..2024-08", "met", 36,
        36, "2024-08", ""},
    {"licence en cours et master", "licence:cours master", "employee 2021-09..2024-08", "met", 36,
        36, "2024-08", ""},
    {"deux doutes se disent tous deux", "licence:cours other_rncp", "employee 2021-09..2024-08",
        "review", 36, 36, "2024-08", "level_unknown in_progress"},
    /* ---- foreign diplomas */
    {"étranger avec attestation, niveau 7", "foreign:7:attestation", "employee 2021-09..2024-08",
        "met", 36, 36, "2024-08", ""},
    {"étranger avec attestation, niveau 5", "foreign:5:attestation", "employee 2021-09..2024-08",
        "not_yet", 36, 36, "", ""},
    {"étranger avec attestation, niveau inconnu", "foreign:attestation",
        "employee 2021-09..2024-08", "review", 36, 36, "2024-08", "level_unknown"},
    {"étranger, attestation demandée", "foreign:7:demandée", "employee 2021-09..2024-08", "review",
        36, 36, "2024-08", "foreign"},
    {"étranger sans attestation", "foreign:7:sans", "employee 2021-09..2024-08", "review", 36, 36,
        "2024-08", "foreign"},
    {"étranger sans attestation, dit de niveau 4", "foreign:4:sans", "employee 2021-09..2024-08",
        "review", 36, 36, "2024-08", "foreign"},
    {"étranger sans attestation, 72 mois : aussi une dérogation", "foreign:7:sans",
        "employee 2015-01..2020-12", "review", 72, 72, "2017-12", "foreign also_derogation"},
    /* ---- 35 and 36 months, 71 and 72 */
    {"35 mois", "licence", "employee 2021-09..2024-07", "not_yet", 35, 35, "", ""},
    {"36 mois, les deux bouts compris", "licence", "employee 2021-09..2024-08", "met", 36, 36,
        "2024-08", ""},
    {"71 mois sans diplôme", "bts", "employee 2015-01..2020-11", "not_yet", 71, 71, "", ""},
    {"72 mois sans diplôme", "bts", "employee 2015-01..2020-12", "derogation", 72, 72, "2020-12",
        ""},
    {"72 mois, aucun diplôme", "none", "employee 2015-01..2020-12", "derogation", 72, 72, "2020-12",
        ""},
    {"aucune expérience", "master", "", "not_yet", 0, 0, "", ""},
    {"un seul mois", "master", "employee 2026-11..2026-11", "not_yet", 1, 1, "", ""},
    /* ---- overlaps, gaps, ends of months */
    {"deux emplois en même temps ne comptent qu’une fois", "licence",
        "employee 2021-01..2022-12 self_employed 2021-01..2022-12", "not_yet", 24, 24, "", ""},
    {"un chevauchement d’un mois", "licence",
        "employee 2021-01..2022-06 volunteer 2022-06..2023-12", "met", 36, 36, "2023-12", ""},
    {"un chevauchement de deux mois", "licence",
        "employee 2021-01..2022-07 volunteer 2022-06..2023-11", "not_yet", 35, 35, "", ""},
    {"un trou ne compte pas", "licence", "employee 2020-01..2021-06 employee 2022-01..2023-06",
        "met", 36, 36, "2023-06", ""},
    {"même période saisie deux fois", "licence",
        "employee 2021-09..2024-07 employee 2021-09..2024-07", "not_yet", 35, 35, "", ""},
    {"dans le désordre", "licence",
        "employee 2023-01..2023-12 employee 2021-01..2021-12 employee 2022-01..2022-12", "met", 36,
        36, "2023-12", ""},
    {"février bissextile est un mois", "licence", "employee 2021-03..2024-02", "met", 36, 36,
        "2024-02", ""},
    {"d’un 31 décembre à un 1er janvier : deux mois", "licence", "employee 2022-12..2023-01",
        "not_yet", 2, 2, "", ""},
    {"fin avant le début : rien", "licence", "employee 2024-08..2021-09", "not_yet", 0, 0, "", ""},
    {"un début à venir est laissé de côté", "licence", "employee 2026-12..", "not_yet", 0, 0, "",
        "future"},
    {"ce mois-ci a commencé", "licence", "employee 2026-11..", "not_yet", 1, 13, "2029-10",
        "after"},
    /* ---- still there: the three dates */
    {"déjà 36 mois et encore en poste", "licence", "employee 2023-01..", "met", 47, 59, "2025-12",
        ""},
    {"36 mois ce mois-ci", "licence", "employee 2023-12..", "met", 36, 48, "2026-11", ""},
    {"avant la clôture", "licence", "employee 2024-04..", "met_later", 32, 44, "2027-03", "later"},
    {"entre clôture et rentrée : « 3 ans en juin 2027 »", "licence", "employee 2024-07..",
        "met_later", 29, 41, "2027-06", "later"},
    {"le mois de la rentrée", "licence", "employee 2024-12..", "met_later", 24, 36, "2027-11",
        "later"},
    {"après la rentrée", "licence", "employee 2025-01..", "not_yet", 23, 35, "2027-12", "after"},
    {"72 mois avant la rentrée, par le poste qui continue", "bts", "employee 2021-10..",
        "derogation", 62, 74, "2027-09", "later"},
    {"licence en cours et 3 ans plus tard", "licence:cours", "employee 2024-07..", "review", 29, 41,
        "2027-06", "in_progress later"},
    {"un poste fini, un bénévolat qui continue", "licence",
        "employee 2022-01..2023-12 volunteer 2026-06..", "met_later", 30, 42, "2027-05", "later"},
    /* ---- natures */
    {"bénévolat associatif seul", "licence", "volunteer 2021-09..2024-08", "met", 36, 36, "2024-08",
        ""},
    {"mandat syndical seul", "licence", "union 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"indépendant seul", "licence", "self_employed 2021-09..2024-08", "met", 36, 36, "2024-08", ""},
    {"apprentissage seul : professionnel", "licence", "apprentice 2021-09..2024-08", "met", 36, 36,
        "2024-08", ""},
    {"les trois s’additionnent", "licence",
        "employee 2021-01..2021-12 volunteer 2022-01..2022-12 union 2023-01..2023-12", "met", 36,
        36,
        "2023-12", ""},
    {"volontariat seul : à examiner", "licence", "civic_service 2021-09..2024-08", "review", 0, 0,
        "", "kind_review"},
    {"volontariat qui complète : à examiner", "licence",
        "employee 2021-01..2022-12 civic_service 2023-01..2023-12", "review", 24, 24, "",
        "kind_review"},
    {"volontariat sans nécessité", "licence",
        "employee 2021-01..2023-12 civic_service 2024-01..2024-12", "met", 36, 36, "2023-12", ""},
    {"volontariat et licence en cours", "licence:cours", "civic_service 2021-09..2024-08", "review",
        0, 0, "", "in_progress kind_review"},
    {"stage : ne compte pas", "licence", "internship 2021-09..2024-08", "not_yet", 0, 0, "",
        "internship"},
    {"stage et 35 mois", "licence", "employee 2021-09..2024-07 internship 2024-08..2024-12",
        "not_yet", 35, 35, "", "internship"},
    {"hors des domaines : à examiner", "licence", "employee* 2021-09..2024-08", "review", 0, 0, "",
        "field_other"},
    {"hors des domaines qui complète", "licence",
        "employee 2021-01..2022-12 employee* 2023-01..2023-12", "review", 24, 24, "",
        "field_other"},
    {"volontariat hors des domaines", "licence", "civic_service* 2021-09..2024-08", "review", 0, 0,
        "", "field_other"},
    {"hors des domaines, mais pas assez", "licence", "employee* 2021-09..2023-08", "not_yet", 0, 0,
        "", "field_other"},
    /* ---- route B: professional only */
    {"72 mois de bénévolat seul : à examiner", "bts", "volunteer 2015-01..2020-12",
        "derogation_review", 0, 0, "", "unpaid"},
    {"72 mois de mandat syndical seul : à examiner", "bts", "union 2015-01..2020-12",
        "derogation_review", 0, 0, "", "unpaid"},
    {"71 professionnels et un de bénévolat : à examiner", "bts",
        "employee 2015-01..2020-11 volunteer 2020-12..2020-12", "derogation_review", 71, 71, "",
        "unpaid"},
    {"72 mois d’apprentissage et d’emploi", "none",
        "apprentice 2015-01..2017-12 employee 2018-01..2020-12", "derogation", 72, 72, "2020-12",
        ""},
    {"bénévolat pendant l’emploi : une seule fois", "bts",
        "employee 2015-01..2020-11 volunteer 2015-01..2020-11", "not_yet", 71, 71, "", ""},
    {"36 professionnels, 35 de bénévolat", "bts",
        "employee 2015-01..2017-12 volunteer 2018-01..2020-11", "not_yet", 36, 36, "", "unpaid"},
    {"60 professionnels, 12 de volontariat : à examiner", "bts",
        "employee 2015-01..2019-12 civic_service 2020-01..2020-12", "derogation_review", 60, 60, "",
        "kind_review"},
    {"60 professionnels, 12 hors des domaines : à examiner", "bts",
        "employee 2015-01..2019-12 employee* 2020-01..2020-12", "derogation_review", 60, 60, "",
        "field_other"},
    {"60 professionnels, 12 de stage : non", "bts",
        "employee 2015-01..2019-12 internship 2020-01..2020-12", "not_yet", 60, 60, "",
        "internship"},
};

/* Words separated by one space; false at the end. */
static bool word_of(struct str *rest, char sep, struct str *word)
{
    do {
        if (!str_cut(rest, sep, word))
            return false;
    } while (word->n == 0);
    return true;
}

static void say(struct diploma_fact *d, struct str said)
{
    uint64_t v;
    if (str_eq_c(said, "cours"))
        d->in_progress = true;
    else if (str_eq_c(said, "attestation"))
        d->recognition = RECOGNITION_OBTAINED;
    else if (str_eq_c(said, "demandée"))
        d->recognition = RECOGNITION_REQUESTED;
    else if (str_eq_c(said, "sans"))
        d->recognition = RECOGNITION_NONE;
    else {
        ck_assert_msg(str_to_u64(said, 9999, &v), "%.*s", STR_ARG(said));
        *(v < 10 ? &d->level : &d->year) = (int)v;
    }
}

static size_t diplomas_of(const char *text, struct diploma_fact *out)
{
    struct str rest = str_c(text), one, said;
    size_t n = 0;
    while (word_of(&rest, ' ', &one)) {
        ck_assert(word_of(&one, ':', &said));
        out[n] = (struct diploma_fact){.kind = diploma_kind_find(said)};
        ck_assert_msg(out[n].kind != NULL, "%.*s", STR_ARG(said));
        while (word_of(&one, ':', &said))
            say(&out[n], said);
        n++;
    }
    return n;
}

static size_t experiences_of(const char *text, struct experience_fact *out)
{
    struct str rest = str_c(text), nature, months;
    size_t n = 0;
    while (word_of(&rest, ' ', &nature)) {
        struct experience_fact *e = &out[n++];
        ck_assert(word_of(&rest, ' ', &months));
        *e = (struct experience_fact){.outside = str_ends(nature, STR("*")),
            .ongoing = str_ends(months, STR(".."))};
        ck_assert(nature_from_word(str_slice(nature, 0, nature.n - e->outside), &e->nature));
        ck_assert(month_parse_iso(str_slice(months, 0, 7), &e->from));
        ck_assert(e->ongoing || month_parse_iso(str_slice(months, 9, 16), &e->to));
    }
    return n;
}

static struct verdict judge(const char *diplomas, const char *experiences, struct rules rules)
{
    static struct diploma_fact d[ITEMS_MAX];
    static struct experience_fact e[ITEMS_MAX];
    struct judging j = {.diplomas = d, .diplomas_n = diplomas_of(diplomas, d), .experiences = e,
        .experiences_n = experiences_of(experiences, e), .dates = {TODAY, CLOSING, START},
        .rules = rules};
    return eligibility_judge(&j);
}

static void check_reasons(const struct rule_case *c, unsigned reasons)
{
    char got[400] = "";
    for (int i = 0; i < REASONS_N; i++)
        if (reasons & 1U << i) {
            size_t n = strlen(got);
            snprintf(got + n, sizeof got - n, "%s%s", n ? " " : "", reason_word(i));
        }
    ck_assert_msg(strcmp(got, c->reasons) == 0, "%s: reasons «%s», expected «%s»", c->rule, got,
        c->reasons);
}

START_TEST(one_row_a_rule)
{
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const struct rule_case *c = &CASES[i];
        struct verdict v = judge(c->diplomas, c->experiences, rules_default());
        char reached[32] = "";
        if (v.reached.n)
            snprintf(reached, sizeof reached, "%04d-%02d", month_year(v.reached),
                month_number(v.reached));
        ck_assert_msg(strcmp(verdict_word(v.outcome), c->outcome) == 0, "%s: %s, expected %s",
            c->rule, verdict_word(v.outcome), c->outcome);
        ck_assert_msg(v.counted[AT_TODAY] == c->today && v.counted[AT_START] == c->start,
            "%s: %d then %d months", c->rule, v.counted[AT_TODAY], v.counted[AT_START]);
        ck_assert_msg(strcmp(reached, c->reached) == 0, "%s: reached «%s»", c->rule, reached);
        check_reasons(c, v.reasons);
        ck_assert_str_eq(v.rule, ELIGIBILITY_RULE);
    }
    ck_assert_uint_ge(sizeof CASES / sizeof *CASES, 90);
}
END_TEST

START_TEST(the_date_that_decides)
{
    struct rules r;
    ck_assert(rules_read(&r, STR("closing"), STR(""), STR("")));
    struct verdict v = judge("licence", "employee 2024-07..", r); /* 36 in June 2027 */
    ck_assert_str_eq(verdict_word(v.outcome), "not_yet");
    ck_assert_uint_eq(v.reasons, REASON_AFTER);
    ck_assert_int_eq(v.missing[AT_CLOSING], 1);
    ck_assert_int_eq(v.experience[AT_START], CONDITION_MET);
    v = judge("licence", "employee 2024-06..", r); /* May 2027: closing's own month counts */
    ck_assert_str_eq(verdict_word(v.outcome), "met_later");
    ck_assert(rules_read(&r, STR("today"), STR(""), STR("")));
    v = judge("licence", "employee 2024-01..", r);
    ck_assert_str_eq(verdict_word(v.outcome), "not_yet");
    v = judge("licence", "employee 2023-12..", r);
    ck_assert_str_eq(verdict_word(v.outcome), "met");
}
END_TEST

START_TEST(dates_not_set_yet)
{
    struct diploma_fact d = {.kind = diploma_kind_find(STR("licence"))};
    struct experience_fact e = {.nature = NATURE_EMPLOYEE, .from = month_make(2024, 7),
        .ongoing = true};
    struct judging j = {&d, 1, &e, 1, {TODAY, {0, 0, 0}, {0, 0, 0}}, rules_default()};
    struct verdict v = eligibility_judge(&j);
    ck_assert_str_eq(verdict_word(v.outcome), "not_yet");
    ck_assert_int_eq(v.counted[AT_START], 29);
    ck_assert_int_eq(v.reached.n, month_make(2027, 6).n);
}
END_TEST

START_TEST(the_institution_s_own_words)
{
    struct rules r;
    ck_assert(rules_read(&r, STR(""), STR("salariée, indépendante, apprentissage et bénévole"),
        STR("")));
    ck_assert_str_eq(
        verdict_word(judge("bts", "volunteer 2015-01..2020-12", r).outcome), "derogation");
    ck_assert_str_eq(
        verdict_word(judge("bts", "union 2015-01..2020-12", r).outcome), "derogation_review");
    ck_assert(rules_read(&r, STR(""), STR(""), STR("non")));
    ck_assert_str_eq(
        verdict_word(judge("licence", "apprentice 2021-09..2024-08", r).outcome), "not_yet");
    ck_assert(rules_read(&r, STR(""), STR(""), STR("À examiner")));
    ck_assert_str_eq(
        verdict_word(judge("licence", "apprentice 2021-09..2024-08", r).outcome), "review");
    ck_assert(!rules_read(&r, STR("mardi"), STR(""), STR("")));
    ck_assert_int_eq(r.decides, AT_START);
    ck_assert(!rules_read(&r, STR(""), STR("toutes"), STR("")));
    ck_assert_uint_eq(r.without, rules_default().without);
    ck_assert(!rules_read(&r, STR(""), STR(""), STR("peut-être")));
}
END_TEST

SUITE_MAIN("domain eligibility", one_row_a_rule, the_date_that_decides, dates_not_set_yet,
    the_institution_s_own_words)
