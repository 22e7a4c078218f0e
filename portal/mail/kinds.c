#include "mail/kinds.h"

#include "mail/kinds_make.h"

/* ---- subjects */

static void subject_code(struct buf *out, const void *view)
{
    const struct mail_code_view *v = view;
    say(out, v->code);
    buf_puts(out, ", votre code Cestes");
}

static void subject_confirm(struct buf *out, const void *view)
{
    subject_code(out, view);
    buf_puts(out, " pour confirmer votre adresse");
}

static void subject_address_old(struct buf *out, const void *view)
{
    subject_code(out, view);
    buf_puts(out, " pour changer d’adresse électronique");
}

static void subject_address_new(struct buf *out, const void *view)
{
    subject_code(out, view);
    buf_puts(out, " pour confirmer votre nouvelle adresse");
}

static void subject_address_changed(struct buf *out, const void *view)
{
    (void)view;
    buf_puts(out, "L’adresse électronique de votre candidature a changé");
}

static void subject_question(struct buf *out, const void *view)
{
    const struct mail_question_view *v = view;
    buf_puts(out, "Message reçu sur le portail, ");
    say(out, v->topic);
    buf_puts(out, " (référence ");
    say(out, v->reference);
    buf_puts(out, ")");
}

static void subject_question_ack(struct buf *out, const void *view)
{
    const struct mail_question_view *v = view;
    buf_puts(out, "Votre message est bien arrivé (référence ");
    say(out, v->reference);
    buf_puts(out, ")");
}

static void subject_receipt(struct buf *out, const void *view)
{
    const struct mail_receipt_view *v = view;
    buf_puts(out, "Votre candidature est déposée" NBSP ": ");
    say(out, v->reference);
}

static void subject_new_candidacy(struct buf *out, const void *view)
{
    const struct mail_candidacy_view *v = view;
    buf_puts(out, v->again ? "Candidature déposée de nouveau" : "Nouvelle candidature");
    buf_puts(out, NBSP ": ");
    say(out, v->reference);
    if (v->to_settle)
        buf_puts(out, " (à trancher)");
}

static void subject_funding_changed(struct buf *out, const void *view)
{
    const struct mail_candidacy_view *v = view;
    buf_puts(out, "Financement modifié" NBSP ": candidature ");
    say(out, v->reference);
}

static void subject_taken_back(struct buf *out, const void *view)
{
    const struct mail_candidacy_view *v = view;
    buf_puts(out, "Vous avez repris votre candidature ");
    say(out, v->reference);
}

static void subject_withdrawn(struct buf *out, const void *view)
{
    const struct mail_candidacy_view *v = view;
    buf_puts(out, "Vous avez retiré votre candidature ");
    say(out, v->reference);
}

static void subject_candidacy_withdrawn(struct buf *out, const void *view)
{
    const struct mail_candidacy_view *v = view;
    buf_puts(out, "Candidature retirée" NBSP ": ");
    say(out, v->reference);
}

static void subject_draft_waiting(struct buf *out, const void *view)
{
    const struct mail_draft_view *v = view;
    buf_puts(out, "Votre candidature n’est pas encore déposée" NBSP ": clôture le ");
    day_format_fr(out, day_paris(v->closes));
}

static void subject_eligibility_self(struct buf *out, const void *view)
{
    (void)view; /* the verdict itself stays out of a line that shows on a locked screen */
    buf_puts(out, "Puis-je candidater" NBSP "? Le résultat de votre vérification");
}

static void subject_employer_info(struct buf *out, const void *view)
{
    const struct mail_programme_view *v = view;
    buf_puts(out, "Programme et prix de la formation «" NBSP);
    say(out, v->title);
    buf_puts(out, NBSP "»");
}

static void subject_quote_reply(struct buf *out, const void *view)
{
    const struct mail_desk_view *v = view;
    buf_puts(out, "Réponse à votre demande ");
    say(out, v->reference);
}

static void subject_quote_version(struct buf *out, const void *view)
{
    const struct mail_desk_view *v = view;
    buf_puts(out, v->information ? "Votre information tarifaire " : "Votre devis ");
    say(out, v->number);
}

static void subject_quote_nudge(struct buf *out, const void *view)
{
    const struct mail_desk_view *v = view;
    buf_puts(out, "Votre devis ");
    say(out, v->number);
    buf_puts(out, " est valable jusqu’au ");
    day_format_fr(out, v->until);
}

static void subject_quote_link(struct buf *out, const void *view)
{
    const struct mail_desk_view *v = view;
    buf_puts(out, "Le nouveau lien de votre demande ");
    say(out, v->reference);
}

static void subject_candidacy_invite(struct buf *out, const void *view)
{
    (void)view;
    buf_puts(out, "Votre candidature" NBSP ": à relire et à déposer en ligne");
}

/* ---- parameters */

LIST_BESIDE(mail_question_view, message);
LIST_BESIDE(mail_desk_view, message);
LIST_BESIDE(mail_receipt_view, next);
LIST_BESIDE(mail_receipt_view, silence);
LIST_BESIDE(mail_eligibility_view, conditions);
LIST_BESIDE(mail_eligibility_view, advice);

static const struct mail_param code_params[] = {
    NEED(mail_code_view, challenge, PARAM_TEXT),
    NEED(mail_code_view, expires, PARAM_INSTANT),
};

static const struct mail_param question_params[] = {
    REPLY_TO(mail_question_view),
    NEED(mail_question_view, reference, PARAM_TEXT),
    NEED(mail_question_view, topic, PARAM_TEXT),
    NEED(mail_question_view, received, PARAM_INSTANT),
    NEED(mail_question_view, name, PARAM_THEIRS),
    NEED(mail_question_view, email, PARAM_THEIRS),
    MAY(mail_question_view, phone, PARAM_THEIRS),
    NEED(mail_question_view, message, PARAM_THEIR_LINES),
};

static const struct mail_param question_ack_params[] = {
    NEED(mail_question_view, reference, PARAM_TEXT),
    NEED(mail_question_view, topic, PARAM_TEXT),
    NEED(mail_question_view, received, PARAM_INSTANT),
    MAY(mail_question_view, answer_by, PARAM_TEXT),
    MAY(mail_question_view, vae_url, PARAM_TEXT),
    ASKER(mail_question_view),
};

static const struct mail_param receipt_params[] = {
    MAY(mail_receipt_view, first_name, PARAM_THEIRS),
    NEED(mail_receipt_view, reference, PARAM_TEXT),
    NEED(mail_receipt_view, intake, PARAM_TEXT),
    NEED(mail_receipt_view, submitted, PARAM_EXACT),
    NEED(mail_receipt_view, fingerprint, PARAM_TEXT),
    NEED(mail_receipt_view, link, PARAM_TEXT),
    NEED(mail_receipt_view, verify_link, PARAM_TEXT),
    MAY(mail_receipt_view, service, PARAM_TEXT),
    MAY(mail_receipt_view, next, PARAM_LINES),
    MAY(mail_receipt_view, silence, PARAM_LINES),
    MAY(mail_receipt_view, again, PARAM_FLAG),
    MAY(mail_receipt_view, to_settle, PARAM_FLAG),
};

static const struct mail_param new_candidacy_params[] = {
    NEED(mail_candidacy_view, reference, PARAM_TEXT),
    NEED(mail_candidacy_view, intake, PARAM_TEXT),
    NEED(mail_candidacy_view, at, PARAM_INSTANT),
    MAY(mail_candidacy_view, link, PARAM_TEXT),
    MAY(mail_candidacy_view, verdict, PARAM_TEXT),
    MAY(mail_candidacy_view, again, PARAM_FLAG),
    MAY(mail_candidacy_view, to_settle, PARAM_FLAG),
};

static const struct mail_param funding_changed_params[] = {
    NEED(mail_candidacy_view, reference, PARAM_TEXT),
    NEED(mail_candidacy_view, at, PARAM_INSTANT),
    MAY(mail_candidacy_view, link, PARAM_TEXT),
};

static const struct mail_param taken_back_params[] = {
    MAY(mail_candidacy_view, first_name, PARAM_THEIRS),
    NEED(mail_candidacy_view, reference, PARAM_TEXT),
    NEED(mail_candidacy_view, at, PARAM_INSTANT),
    NEED(mail_candidacy_view, link, PARAM_TEXT),
    MAY(mail_candidacy_view, closes, PARAM_INSTANT),
};

static const struct mail_param draft_waiting_params[] = {
    MAY(mail_draft_view, first_name, PARAM_THEIRS),
    NEED(mail_draft_view, intake, PARAM_TEXT),
    NEED(mail_draft_view, link, PARAM_TEXT),
    NEED(mail_draft_view, closes, PARAM_INSTANT),
    MAY(mail_draft_view, taken_back, PARAM_FLAG),
    MAY(mail_draft_view, entered, PARAM_FLAG),
};

static const struct mail_param eligibility_self_params[] = {
    NEED(mail_eligibility_view, heading, PARAM_TEXT),
    MAY(mail_eligibility_view, intake, PARAM_TEXT),
    NEED(mail_eligibility_view, link, PARAM_TEXT),
    MAY(mail_eligibility_view, rule, PARAM_TEXT),
    MAY(mail_eligibility_view, mention, PARAM_TEXT),
    NEED(mail_eligibility_view, today, PARAM_DAY),
    MAY(mail_eligibility_view, closes, PARAM_DAY),
    MAY(mail_eligibility_view, starts, PARAM_DAY),
    NEED(mail_eligibility_view, conditions, PARAM_CONDITIONS),
    MAY(mail_eligibility_view, advice, PARAM_TEXTS),
};

static const struct mail_param employer_info_params[] = {
    NEED(mail_programme_view, title, PARAM_TEXT),
    MAY(mail_programme_view, intake, PARAM_TEXT),
    MAY(mail_programme_view, place, PARAM_TEXT),
    MAY(mail_programme_view, rncp, PARAM_TEXT),
    MAY(mail_programme_view, starts, PARAM_DAY),
    NEED(mail_programme_view, link, PARAM_TEXT),
    NEED(mail_programme_view, quote_link, PARAM_TEXT),
    NEED(mail_programme_view, diploma, PARAM_MONEY),
    MAY(mail_programme_view, module, PARAM_MONEY),
};

#define DESK_PARAMS                                                                                \
    NEED(mail_desk_view, reference, PARAM_TEXT), NEED(mail_desk_view, link, PARAM_TEXT),           \
        ASKER(mail_desk_view)

static const struct mail_param quote_reply_params[] = {
    DESK_PARAMS,
    NEED(mail_desk_view, message, PARAM_LINES),
    {"reply_to", PARAM_TEXT, false, offsetof(struct mail_desk_view, frame.reply_to)},
};

#define QUOTED_PARAMS                                                                              \
    NEED(mail_desk_view, number, PARAM_TEXT), NEED(mail_desk_view, total, PARAM_MONEY),            \
        NEED(mail_desk_view, until, PARAM_DAY)

static const struct mail_param quote_version_params[] = {
    DESK_PARAMS,
    QUOTED_PARAMS,
    ATTACHED(mail_desk_view),
    MAY(mail_desk_view, replaces, PARAM_TEXT),
    MAY(mail_desk_view, information, PARAM_FLAG),
    MAY(mail_desk_view, message, PARAM_LINES),
    AFTER(mail_desk_view),
};

static const struct mail_param quote_nudge_params[] = {DESK_PARAMS, QUOTED_PARAMS};

static const struct mail_param quote_link_params[] = {DESK_PARAMS};

static const struct mail_param candidacy_invite_params[] = {
    NEED(mail_invite_view, link, PARAM_TEXT),
    NEED(mail_invite_view, received, PARAM_DAY),
    MAY(mail_invite_view, intake, PARAM_TEXT),
    MAY(mail_invite_view, closes, PARAM_INSTANT),
};

static const struct mail_param address_changed_params[] = {
    NEED(mail_address_view, at, PARAM_INSTANT),
};

/* ---- templates: typed functions behind one shape */

TEMPLATES(code, mail_code_view)
TEMPLATES(confirm, mail_code_view)
TEMPLATES(address_old, mail_code_view)
TEMPLATES(address_new, mail_code_view)
TEMPLATES(address_changed, mail_address_view)
TEMPLATES(question, mail_question_view)
TEMPLATES(question_ack, mail_question_view)
TEMPLATES(receipt, mail_receipt_view)
TEMPLATES(new_candidacy, mail_candidacy_view)
TEMPLATES(funding_changed, mail_candidacy_view)
TEMPLATES(taken_back, mail_candidacy_view)
TEMPLATES(withdrawn, mail_candidacy_view)
TEMPLATES(candidacy_withdrawn, mail_candidacy_view)
TEMPLATES(draft_waiting, mail_draft_view)
TEMPLATES(eligibility_self, mail_eligibility_view)
TEMPLATES(employer_info, mail_programme_view)
TEMPLATES(quote_reply, mail_desk_view)
TEMPLATES(quote_version, mail_desk_view)
TEMPLATES(quote_nudge, mail_desk_view)
TEMPLATES(quote_link, mail_desk_view)
TEMPLATES(candidacy_invite, mail_invite_view)

const struct mail_kind mail_kinds[] = {
    KIND(code, MAIL_TO_PERSON, MAIL_EXPIRES | MAIL_CHALLENGE | MAIL_OWED, mail_code_view, code_params,
        "Cette adresse a été saisie pour se connecter au portail de candidature. Si ce n’est pas "
        "vous, ignorez ce message" NBSP ": sans le code, personne ne peut se connecter."),
    KIND(confirm, MAIL_TO_PERSON, MAIL_EXPIRES | MAIL_CHALLENGE | MAIL_OWED, mail_code_view, code_params,
        "Cette adresse a été saisie au début d’une candidature. Si ce n’est pas vous, ignorez ce "
        "message" NBSP ": sans le code, rien n’est rattaché à votre adresse."),
    KIND(address_old, MAIL_TO_PERSON, MAIL_EXPIRES | MAIL_CHALLENGE | MAIL_OWED, mail_code_view, code_params,
        "Un changement d’adresse électronique a été demandé pour votre candidature."),
    KIND(address_new, MAIL_TO_PERSON, MAIL_EXPIRES | MAIL_CHALLENGE | MAIL_OWED, mail_code_view, code_params,
        "Cette adresse a été saisie comme nouvelle adresse d’une candidature. Si ce n’est pas "
        "vous, ignorez ce message."),
    KIND(address_changed, MAIL_TO_PERSON, MAIL_OWED, mail_address_view, address_changed_params,
        "L’adresse électronique de votre candidature a été changée."),
    KIND(question, MAIL_TO_STAFF, 0, mail_question_view, question_params,
        "Cette boîte reçoit les messages envoyés depuis le portail."),
    KIND(question_ack, MAIL_TO_PERSON, MAIL_REFUSABLE | MAIL_OWED, mail_question_view, question_ack_params,
        "Un message nous a été envoyé depuis le portail avec cette adresse."),
    KIND(receipt, MAIL_TO_PERSON, MAIL_OWED, mail_receipt_view, receipt_params,
        "Vous avez déposé une candidature. C’est votre accusé de réception" NBSP
        ": conservez-le."),
    KIND(new_candidacy, MAIL_TO_STAFF, 0, mail_candidacy_view, new_candidacy_params,
        "Cette boîte reçoit un avis à chaque dépôt de candidature."),
    KIND(funding_changed, MAIL_TO_STAFF, 0, mail_candidacy_view, funding_changed_params,
        "Cette boîte reçoit les avis concernant les candidatures déposées."),
    KIND(taken_back, MAIL_TO_PERSON, MAIL_OWED, mail_candidacy_view, taken_back_params,
        "Vous avez repris votre candidature pour la corriger."),
    KIND(withdrawn, MAIL_TO_PERSON, MAIL_OWED, mail_candidacy_view, taken_back_params,
        "Vous avez retiré votre candidature."),
    KIND(candidacy_withdrawn, MAIL_TO_STAFF, 0, mail_candidacy_view, funding_changed_params,
        "Cette boîte reçoit les avis concernant les candidatures déposées."),
    KIND(draft_waiting, MAIL_TO_PERSON, 0, mail_draft_view, draft_waiting_params,
        "La clôture approche, et votre candidature n’est pas déposée. Ce rappel n’est envoyé "
        "qu’une fois."),
    KIND(eligibility_self, MAIL_TO_PERSON, 0, mail_eligibility_view, eligibility_self_params,
        "L’envoi du résultat à cette adresse a été demandé sur le portail. Vos réponses ne "
        "figurent pas dans ce message."),
    KIND(employer_info, MAIL_TO_PERSON, MAIL_PRICES, mail_programme_view, employer_info_params,
        "Une personne intéressée par cette formation a demandé que ces informations soient "
        "envoyées à son employeur. Votre adresse ne servira à rien d’autre."),
    KIND(quote_reply, MAIL_TO_PERSON, MAIL_PRICES | MAIL_REFUSABLE, mail_desk_view,
        quote_reply_params,
        "L’équipe du Cestes répond à la demande faite avec cette adresse."),
    KIND(quote_version, MAIL_TO_PERSON, MAIL_PRICES | MAIL_ATTACH_QUOTE | MAIL_REFUSABLE,
        mail_desk_view, quote_version_params,
        "Ce document a été préparé par l’équipe du Cestes pour la demande faite avec cette "
        "adresse."),
    KIND(quote_nudge, MAIL_TO_PERSON, MAIL_PRICES | MAIL_REFUSABLE, mail_desk_view,
        quote_nudge_params,
        "Un devis demandé avec cette adresse attend encore une réponse."),
    KIND(quote_link, MAIL_TO_PERSON, MAIL_PRICES | MAIL_OWED | MAIL_REFUSABLE, mail_desk_view,
        quote_link_params,
        "Le lien de la demande faite avec cette adresse a été changé."),
    KIND(candidacy_invite, MAIL_TO_PERSON, MAIL_OWED, mail_invite_view, candidacy_invite_params,
        "Une candidature nous est parvenue avec cette adresse, et nous voulons que vous puissiez la "
        "relire. Si ce n’est pas vous, ignorez ce message."),
};
const size_t mail_kinds_n = sizeof mail_kinds / sizeof *mail_kinds;

const struct mail_kind *mail_kind_at(size_t i)
{
    if (i < mail_kinds_n)
        return &mail_kinds[i];
    i -= mail_kinds_n;
    if (i < mail_kinds_quote_n)
        return &mail_kinds_quote[i];
    i -= mail_kinds_quote_n;
    return i < mail_kinds_desk_n ? &mail_kinds_desk[i] : NULL;
}

const struct mail_kind *mail_kind_find(struct str name)
{
    const struct mail_kind *k;
    for (size_t i = 0; (k = mail_kind_at(i)); i++)
        if (str_eq_c(name, k->name))
            return k;
    return NULL;
}
