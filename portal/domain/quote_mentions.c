#include "domain/quote_mentions.h"

#define THIRD (1u << QUOTE_PAPER_THIRD)
#define PERSON (1u << QUOTE_PAPER_INDIVIDUAL)
#define CPF (1u << QUOTE_PAPER_CPF)
#define QUOTES (THIRD | PERSON)
#define ALL (QUOTES | CPF)
#define MUST true
#define MAY false

/* In the order of the paper. */
const struct quote_mention quote_mentions[] = {
    {"institution.name", "Nom de l’établissement", ALL, MUST, 0},
    {"institution.centre", "Nom du centre", ALL, MUST, 0},
    {"institution.legal_form", "Forme juridique de l’établissement", ALL, MUST, 0},
    {"contact.address", "Adresse postale du service", ALL, MUST, 0},
    {"institution.siret", "SIRET de l’établissement", ALL, MUST, 0},
    {"institution.ape", "Code APE", ALL, MAY, 0},
    {"institution.nda", "Numéro de déclaration d’activité", ALL, MUST, 0},
    {"contact.quotes", "Adresse électronique pour les devis", ALL, MUST, 0},
    {"contact.phone", "Téléphone", ALL, MAY, 0},
    {"quote.validity_days", "Durée de validité d’un devis, en jours", ALL, MUST, 3650},
    {"intake.rncp_title", "Intitulé exact de la certification (promotion)", ALL, MUST, 0},
    {"intake.rncp_code", "Code RNCP (promotion)", ALL, MUST, 0},
    {"intake.certifier", "Certificateur (promotion)", ALL, MUST, 0},
    {"intake.rncp_registered_on", "Date d’enregistrement au RNCP (promotion)", ALL, MUST, 0},
    {"quote.nsf", "Spécialité de formation (code NSF)", ALL, MAY, 0},
    {"quote.means", "Moyens pédagogiques et techniques", ALL, MUST, 0},
    {"quote.assessment", "Évaluation et sanction de la formation", ALL, MUST, 0},
    {"intake.calendar", "Calendrier (promotion)", ALL, MAY, 0},
    {"intake.place", "Lieu (promotion)", ALL, MAY, 0},
    {"intake.capacity", "Effectif (promotion)", ALL, MAY, 0},
    {"contact.disability", "Référent handicap", ALL, MUST, 0},
    {"quote.certification_fee", "Frais de certification", ALL, MUST, 0},
    {"quote.vat_sentence", "Phrase sur la TVA", ALL, MUST, 0},
    {"quote.payment_third", "Conditions de paiement, organisme", THIRD, MUST, 0},
    {"quote.instalments_third", "Nombre de factures, organisme", THIRD, MAY, QUOTE_PARTS_MAX},
    {"quote.payment_individual", "Conditions de paiement, particulier", PERSON, MUST, 0},
    {"quote.instalments", "Nombre d’échéances après la première", PERSON, MUST,
        QUOTE_DUES_MAX - 1},
    {"quote.withdrawal_days", "Délai de rétractation d’un particulier", PERSON, MUST, 365},
    {"quote.cancellation", "Annulation, abandon, force majeure", QUOTES, MUST, 0},
    {"quote.next_third", "Après le devis, organisme", THIRD, MUST, 0},
    {"quote.cpf_information", "Information tarifaire pour le CPF", CPF, MUST, 0},
    {"institution.terms_url", "Conditions générales de vente", QUOTES, MUST, 0},
    {"institution.qualiopi", "Certificat Qualiopi", ALL, MUST, 0},
    {"quote.mixed", "Devis qui mêlent deux tarifs", QUOTES, MAY, 0},
    {"quote.complaints", "Réclamations", ALL, MAY, 0},
    {"quote.privacy", "Données personnelles", ALL, MAY, 0},
};
const size_t quote_mentions_n = sizeof quote_mentions / sizeof *quote_mentions;

static struct str intake_fact(const struct intake *i, const char *name)
{
    const struct {
        const char *name;
        struct str value;
    } facts[] = {
        {"rncp_title", i->rncp_title},
        {"rncp_code", i->rncp_code},
        {"certifier", i->certifier},
        {"rncp_registered_on", day_is_none(i->rncp_registered_on) ? STR("") : STR("known")},
        {"calendar", i->calendar},
        {"place", i->place},
        {"capacity", i->capacity > 0 ? STR("known") : STR("")},
    };
    for (size_t k = 0; k < sizeof facts / sizeof *facts; k++)
        if (strcmp(facts[k].name, name) == 0)
            return facts[k].value;
    return STR("");
}

struct str quote_mention_value(const struct quote_world *w, const struct quote_mention *m)
{
    static const char of_intake[] = "intake.";
    uint64_t n;
    if (strncmp(m->source, of_intake, sizeof of_intake - 1) == 0)
        return w->intake ? intake_fact(w->intake, m->source + sizeof of_intake - 1) : STR("");
    struct str value = str_trim(w->text(w->facts, m->source));
    if (m->most && (!str_to_u64(value, m->most, &n) || n == 0))
        return STR("");
    return value;
}

unsigned quote_mention_number(const struct quote_world *w, const char *source)
{
    uint64_t n = 0;
    for (size_t i = 0; i < quote_mentions_n; i++)
        if (strcmp(quote_mentions[i].source, source) == 0 &&
            !str_to_u64(quote_mention_value(w, &quote_mentions[i]), quote_mentions[i].most, &n))
            n = 0;
    return (unsigned)n;
}

size_t quote_missing(
    const struct quote_world *w, enum quote_paper paper, struct str out[QUOTE_MISSING_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < quote_mentions_n && n < QUOTE_MISSING_MAX; i++) {
        const struct quote_mention *m = &quote_mentions[i];
        if (m->required && (m->papers & (1u << paper)) && quote_mention_value(w, m).n == 0)
            out[n++] = str_c(m->label);
    }
    return n;
}
