/* What is bought: title and registration, aim, content, duration, dates, trainees (labour code
 * D6353-1: object, content, means, duration, period, how it runs, is followed and sanctioned). The
 * words and figures are programme.md's. */
#include "base/words.h"
#include "domain/quote_draft.h"

#define PREREQUISITES                                                                              \
    "Un diplôme de niveau\u00a06 ou plus, ou un DEES, un DEASS ou un DECESF, et au moins trois ans " \
    "d’expérience sociale ou professionnelle dans les domaines de la formation. À défaut de "       \
    "diplôme, une dérogation peut être envisagée avec six ans d’expérience professionnelle dans "  \
    "ces domaines."
#define AIM                                                                                        \
    "Savoir créer, animer, diriger, organiser, gérer et administrer des structures à vocation "     \
    "sociale et culturelle, existantes ou nouvelles."
#define CONTENT                                                                                    \
    "Séminaires de théorie, de thèmes, de technique, de monographies et de méthodologie\u00a0; "     \
    "ateliers de cinq ou six personnes pour le mémoire\u00a0; autobiographie raisonnée\u00a0; "       \
    "recherche-action et pédagogie du projet."
#define DURATION                                                                                   \
    "490\u00a0heures de regroupements (420\u00a0heures de séminaires et 70\u00a0heures d’ateliers de "  \
    "mémoire), sur deux ans."
#define RHYTHM                                                                                     \
    "Environ cinq jours tous les deux mois\u00a0; 14\u00a0semaines sur place et trois jours à "         \
    "distance\u00a0; suivi individuel entre les regroupements, à la demande\u00a0; trois jours de "     \
    "soutenances."

static struct str in_quotes(struct arena *a, struct str s)
{
    return s.n ? arena_printf(a, "«\u00a0%.*s\u00a0»", STR_ARG(s)) : s;
}

static struct str certification(const struct quote_draft *d)
{
    const struct intake *i = d->w->intake;
    struct arena *a = d->a;
    if (!i || i->rncp_code.n == 0)
        return STR("");
    struct str s = arena_printf(a, "%.*s%s%.*s, niveau\u00a07", STR_ARG(i->rncp_code),
        i->rncp_title.n ? ", " : "", STR_ARG(in_quotes(a, i->rncp_title)));
    if (i->certifier.n)
        s = arena_printf(a, "%.*s\nCertificateur\u00a0: %.*s", STR_ARG(s), STR_ARG(i->certifier));
    if (!day_is_none(i->rncp_registered_on))
        s = arena_printf(a, "%.*s\nEnregistrée le %.*s, jusqu’au %.*s", STR_ARG(s),
            STR_ARG(words_day(a, i->rncp_registered_on)), STR_ARG(words_day(a, i->rncp_ends_on)));
    struct str nsf = draft_fact(d, "quote.nsf");
    if (nsf.n)
        s = draft_line(a, s, arena_printf(a, "Spécialité (NSF)\u00a0: %.*s", STR_ARG(nsf)));
    return i->rncp_fictional ? draft_line(a, s, STR("Enregistrement fictif, pour la démonstration"))
                             : s;
}

/* Staff's own dates stand instead of the calendar, after the intake's name and start. */
static struct str dates(const struct quote_draft *d)
{
    const struct intake *i = d->w->intake;
    struct str s = intake_words(d->a, i);
    if (i && !day_is_none(i->starts_on))
        s = arena_printf(d->a, "%.*s%sdébut le %.*s", STR_ARG(s), s.n ? "\u00a0; " : "",
            STR_ARG(words_day(d->a, i->starts_on)));
    return draft_line(d->a, s, d->terms->dates.n || !i ? d->terms->dates : i->calendar);
}

/* As they were typed, one a line; more than a few stand one after the other, so that the paper keeps
 * its two pages. */
static struct str names_of(struct arena *a, struct str typed)
{
    enum { LINES = 6 };
    struct str all = STR(""), rest = typed, line;
    unsigned n = 0;
    for (size_t i = 0; i < typed.n; i++)
        n += typed.p[i] == '\n';
    if (n < LINES)
        return typed;
    while (str_cut(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n)
            all = arena_printf(a, "%.*s%s%.*s", STR_ARG(all), all.n ? ", " : "", STR_ARG(line));
    }
    return all;
}

static struct str trainees(const struct quote_draft *d)
{
    const struct quote_ask *ask = d->ask;
    unsigned n = quote_headcount(ask);
    struct str names = names_of(d->a, str_trim(ask->trainees));
    bool self = str_eq_c(ask->whom, "self") || !draft_is(d, QUOTE_PAPER_THIRD);
    if (names.n == 0 && self)
        names = ask->name;
    if (names.n == 0)
        names = STR(QUOTE_NOBODY);
    return n > 1 ? arena_printf(d->a, "%u personnes\u00a0: %.*s", n, STR_ARG(names)) : names;
}

/* What one looks for first: with the price it makes the first page. */
void quote_write_course(struct quote_draft *d)
{
    const struct intake *i = d->w->intake;
    draft_heading(d, "La formation");
    draft_row(d, "Diplôme", d->w->programme);
    draft_row(d, "Certification", certification(d));
    draft_row(d, QUOTE_ROW_TRAINEE, trainees(d));
    draft_row(d, "Durée", STR(DURATION));
    draft_row(d, "Dates", dates(d));
    draft_row(d, "Lieu", i ? i->place : STR(""));
    if (i && i->capacity > 0)
        draft_row(d, "Effectif", arena_printf(d->a, "%d personnes au plus", i->capacity));
    draft_rows_end(d, BLOCK_ROWS);
}

void quote_write_programme(struct quote_draft *d)
{
    draft_heading(d, "Le programme");
    draft_row(d, "Prérequis", STR(PREREQUISITES));
    draft_row(d, "Objectif", STR(AIM));
    draft_row(d, "Contenu et méthode", STR(CONTENT));
    draft_row(d, "Rythme et suivi", STR(RHYTHM));
    draft_row(d, "Moyens", draft_fact(d, "quote.means"));
    draft_row(d, "Évaluation et sanction", draft_fact(d, "quote.assessment"));
    draft_row(d, "Accessibilité", draft_line(d->a, draft_fact(d, "contact.disability"),
        STR("Ce document existe aussi en page web, sur le lien reçu par courriel.")));
    draft_rows_end(d, BLOCK_ROWS);
}
