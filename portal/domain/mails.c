#include "domain/mails.h"

/* One row a kind of mail/kinds.c (tests/unit/test_mail_kinds.c holds us to it). */
static const struct {
    const char *kind, *label;
} mails[] = {
    {"code", "Code de connexion"},
    {"confirm", "Code de confirmation de l’adresse"},
    {"address_old", "Code pour quitter l’ancienne adresse"},
    {"address_new", "Code pour confirmer la nouvelle adresse"},
    {"address_changed", "Avis de changement d’adresse"},
    {"quote_request", "Demande de devis, à l’équipe"},
    {"quote", "Devis"},
    {"quote_held", "Demande reçue, devis à venir"},
    {"quote_accepted", "Confirmation de l’accord"},
    {"quote_agreed", "Avis d’accord, à l’équipe"},
    {"quote_declined", "Avis de refus, à l’équipe"},
    {"quote_written", "Message au sujet d’un devis, à l’équipe"},
    {"quote_code", "Code pour retrouver des devis"},
    {"question", "Message, à l’équipe"},
    {"question_ack", "Accusé de réception du message"},
    {"receipt", "Accusé de réception de la candidature"},
    {"new_candidacy", "Avis de candidature, à l’équipe"},
    {"funding_changed", "Avis de financement modifié, à l’équipe"},
    {"taken_back", "Avis de reprise de la candidature"},
    {"withdrawn", "Avis de retrait de la candidature"},
    {"candidacy_withdrawn", "Avis de candidature retirée, à l’équipe"},
    {"draft_waiting", "Rappel avant la clôture"},
    {"eligibility_self", "Résultat de la vérification"},
    {"employer_info", "Programme et prix, à l’employeur"},
    {"quote_reply", "Réponse de l’équipe"},
    {"desk_new", "Avis de nouvelle demande, à l’équipe"},
    {"desk_raised", "Rappel de demande sans réponse, à l’équipe"},
    {"desk_reply", "Avis de réponse par courriel, à l’équipe"},
    {"desk_complaint", "Avis de message indésirable, à l’équipe"},
    {"desk_digest", "Résumé du jour, à l’équipe"},
    {"audit_head", "Dernier sceau du journal d’audit"},
    {"audit_alarm", "Alerte sur le journal d’audit"},
    {"quote_expiring", "Rappel avant l’expiration du devis"},
    {"quote_version", "Document envoyé par l’équipe"},
    {"quote_nudge", "Relance par l’équipe"},
    {"quote_link", "Nouveau lien de la demande"},
    {"candidacy_invite", "Invitation à compléter la candidature"},
};

struct str mail_label(struct str kind)
{
    for (size_t i = 0; i < sizeof mails / sizeof *mails; i++)
        if (str_eq_c(kind, mails[i].kind))
            return str_c(mails[i].label);
    return kind;
}

enum mail_fate mail_fate(struct str state, bool bounced, struct str why)
{
    if (str_eq_c(state, "failed")) /* refused at once, or never tried */
        return MAIL_STOPPED;
    if (bounced)
        return MAIL_BACK;
    if (str_eq_c(state, "sent"))
        return why.n ? MAIL_LATE : MAIL_GONE;
    return str_eq_c(state, "expired") ? MAIL_OUTLIVED : MAIL_WAITING;
}

const char *mail_fate_label(enum mail_fate f)
{
    static const char *const labels[] = {
        [MAIL_WAITING] = "En attente d’envoi",
        [MAIL_LATE] = "Retardé par le serveur du destinataire",
        [MAIL_GONE] = "Envoyé",
        [MAIL_BACK] = "Revenu à l’expéditeur",
        [MAIL_STOPPED] = "Non envoyé",
        [MAIL_OUTLIVED] = "Périmé avant l’envoi",
    };
    return labels[f];
}

struct word {
    const char *stored, *label;
};

/* The last row is for what is not known here. */
static const char *label_of(const struct word *rows, struct str stored)
{
    while (rows->stored && !str_eq_c(stored, rows->stored))
        rows++;
    return rows->label;
}

const char *mail_trouble_label(struct str trouble)
{
    static const struct word rows[] = {{"address", "Adresse refusée ou à vérifier"},
        {"refused", "Refusé par le serveur"},
        {"fault", "Erreur du portail"}, {NULL, "Non envoyé"}};
    return label_of(rows, trouble);
}

const char *mail_way_label(struct str stage)
{
    static const struct word rows[] = {
        {"connect", "le serveur de messagerie ne répond pas"},
        {"hello", "le serveur de messagerie refuse la connexion du portail"},
        {"login", "le serveur de messagerie refuse le compte du portail"},
        {"sender", "le serveur de messagerie refuse l’adresse d’expéditeur du portail"},
        {"alike", "le serveur de messagerie refuse de la même façon les courriels à plusieurs domaines"},
        {NULL, "le serveur de messagerie ne les prend pas"}};
    return label_of(rows, stage);
}
