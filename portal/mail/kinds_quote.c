/* The mails about a quote: to who asked, and to staff; what jobs send is in kinds_desk.c. */
#include "mail/kinds_make.h"

static void subject_quote_request(struct buf *out, const void *view)
{
    const struct mail_quote_view *v = view;
    buf_puts(out, v->cpf ? "Demande d’information tarifaire " : "Demande de devis ");
    say(out, v->reference);
    if (v->total.cents) {
        buf_puts(out, NBSP ": ");
        money_format(out, v->total);
    }
}

static void subject_quote(struct buf *out, const void *view)
{
    const struct mail_quote_view *v = view;
    buf_puts(out, v->cpf ? "Votre information tarifaire " : "Votre devis ");
    say(out, v->number);
    buf_puts(out, NBSP ": ");
    money_format(out, v->total);
}

static void subject_quote_held(struct buf *out, const void *view)
{
    const struct mail_quote_view *v = view;
    buf_puts(out, "Votre demande de devis est entre nos mains (référence ");
    say(out, v->reference);
    buf_puts(out, ")");
}

static void subject_quote_accepted(struct buf *out, const void *view)
{
    const struct mail_answer_view *v = view;
    buf_puts(out, "Le devis ");
    say(out, v->number);
    buf_puts(out, " est accepté");
}

static void subject_quote_agreed(struct buf *out, const void *view)
{
    const struct mail_answer_view *v = view;
    buf_puts(out, "Devis accepté" NBSP ": ");
    say(out, v->number);
    buf_puts(out, ", ");
    money_format(out, v->total);
}

static void subject_quote_declined(struct buf *out, const void *view)
{
    const struct mail_answer_view *v = view;
    buf_puts(out, "Devis sans suite" NBSP ": ");
    say(out, v->number);
}

static void subject_quote_written(struct buf *out, const void *view)
{
    const struct mail_answer_view *v = view;
    say(out, v->about);
    buf_puts(out, " au sujet de la demande ");
    say(out, v->reference);
}

static void subject_quote_code(struct buf *out, const void *view)
{
    const struct mail_code_view *v = view;
    say(out, v->code);
    buf_puts(out, ", votre code Cestes pour retrouver vos devis");
}

LIST_BESIDE(mail_quote_view, prices);
LIST_BESIDE(mail_quote_view, message);
LIST_BESIDE(mail_after, next);
LIST_BESIDE(mail_after, programme);
LIST_BESIDE(mail_answer_view, message);

static const struct mail_param code_params[] = {
    NEED(mail_code_view, challenge, PARAM_TEXT),
    NEED(mail_code_view, expires, PARAM_INSTANT),
};

#define QUOTE_PARAMS                                                                               \
    NEED(mail_quote_view, reference, PARAM_TEXT), NEED(mail_quote_view, payer, PARAM_TEXT),        \
        NEED(mail_quote_view, received, PARAM_INSTANT),                                            \
        NEED(mail_quote_view, prices, PARAM_PRICES), MAY(mail_quote_view, total, PARAM_MONEY),     \
        MAY(mail_quote_view, intake, PARAM_TEXT), MAY(mail_quote_view, pending, PARAM_TEXT),       \
        MAY(mail_quote_view, cpf, PARAM_FLAG), MAY(mail_quote_view, vat, PARAM_TEXT),              \
        MAY(mail_quote_view, number, PARAM_TEXT), NEED(mail_quote_view, link, PARAM_TEXT)

static const struct mail_param quote_request_params[] = {
    REPLY_TO(mail_quote_view),
    QUOTE_PARAMS,
    NEED(mail_quote_view, name, PARAM_THEIRS),
    NEED(mail_quote_view, email, PARAM_THEIRS),
    MAY(mail_quote_view, phone, PARAM_THEIRS),
    MAY(mail_quote_view, organisation, PARAM_THEIRS),
    MAY(mail_quote_view, siret, PARAM_THEIRS),
    MAY(mail_quote_view, siret_doubt, PARAM_TEXT),
    MAY(mail_quote_view, addressee, PARAM_THEIRS),
    MAY(mail_quote_view, refused, PARAM_FLAG),
    MAY(mail_quote_view, message, PARAM_THEIR_LINES),
};

static const struct mail_param quote_params[] = {
    ATTACHED(mail_quote_view),
    QUOTE_PARAMS,
    ASKER(mail_quote_view),
    NEED(mail_quote_view, valid, PARAM_DAY),
    MAY(mail_quote_view, third, PARAM_FLAG),
    MAY(mail_quote_view, renewed, PARAM_FLAG),
    AFTER(mail_quote_view),
};

static const struct mail_param quote_held_params[] = {
    QUOTE_PARAMS,
    ASKER(mail_quote_view),
};

#define ANSWER_PARAMS                                                                              \
    NEED(mail_answer_view, reference, PARAM_TEXT), NEED(mail_answer_view, link, PARAM_TEXT),       \
        NEED(mail_answer_view, at, PARAM_INSTANT)
#define ACCEPTED_PARAMS                                                                            \
    NEED(mail_answer_view, number, PARAM_TEXT), NEED(mail_answer_view, name, PARAM_THEIRS),          \
        NEED(mail_answer_view, role, PARAM_THEIRS), NEED(mail_answer_view, signed_on, PARAM_DAY),    \
        NEED(mail_answer_view, total, PARAM_MONEY), NEED(mail_answer_view, document, PARAM_TEXT),  \
        NEED(mail_answer_view, fingerprint, PARAM_TEXT)

static const struct mail_param quote_accepted_params[] = {
    ATTACHED(mail_answer_view),
    ANSWER_PARAMS,
    ACCEPTED_PARAMS,
    NEED(mail_answer_view, verify_link, PARAM_TEXT),
    ASKER(mail_answer_view),
};

static const struct mail_param quote_agreed_params[] = {
    REPLY_TO(mail_answer_view),
    ANSWER_PARAMS,
    ACCEPTED_PARAMS,
    NEED(mail_answer_view, asked_by, PARAM_THEIRS),
    NEED(mail_answer_view, email, PARAM_THEIRS),
};

static const struct mail_param quote_declined_params[] = {
    REPLY_TO(mail_answer_view),
    ANSWER_PARAMS,
    NEED(mail_answer_view, number, PARAM_TEXT),
    NEED(mail_answer_view, total, PARAM_MONEY),
    NEED(mail_answer_view, asked_by, PARAM_THEIRS),
    NEED(mail_answer_view, email, PARAM_THEIRS),
    MAY(mail_answer_view, message, PARAM_THEIR_LINES),
};

static const struct mail_param quote_written_params[] = {
    REPLY_TO(mail_answer_view),
    ANSWER_PARAMS,
    MAY(mail_answer_view, number, PARAM_TEXT),
    NEED(mail_answer_view, about, PARAM_TEXT),
    NEED(mail_answer_view, asked_by, PARAM_THEIRS),
    NEED(mail_answer_view, email, PARAM_THEIRS),
    MAY(mail_answer_view, reason, PARAM_TEXT),
    MAY(mail_answer_view, message, PARAM_THEIR_LINES),
};

TEMPLATES(quote_request, mail_quote_view)
TEMPLATES(quote, mail_quote_view)
TEMPLATES(quote_held, mail_quote_view)
TEMPLATES(quote_accepted, mail_answer_view)
TEMPLATES(quote_agreed, mail_answer_view)
TEMPLATES(quote_declined, mail_answer_view)
TEMPLATES(quote_written, mail_answer_view)
TEMPLATES(quote_code, mail_code_view)

const struct mail_kind mail_kinds_quote[] = {
    KIND(quote_request, MAIL_TO_STAFF, 0, mail_quote_view, quote_request_params,
        "Cette boîte reçoit les demandes de devis faites sur le portail."),
    KIND(quote, MAIL_TO_PERSON, MAIL_PRICES | MAIL_ATTACH_QUOTE | MAIL_REFUSABLE, mail_quote_view,
        quote_params,
        "Un devis a été demandé sur le portail avec cette adresse."),
    KIND(quote_held, MAIL_TO_PERSON, MAIL_PRICES | MAIL_REFUSABLE, mail_quote_view,
        quote_held_params,
        "Un devis a été demandé sur le portail avec cette adresse."),
    KIND(quote_accepted, MAIL_TO_PERSON,
        MAIL_PRICES | MAIL_ATTACH_QUOTE | MAIL_OWED | MAIL_REFUSABLE, mail_answer_view,
        quote_accepted_params,
        "Un devis demandé avec cette adresse a été accepté. Conservez ce message."),
    KIND(quote_agreed, MAIL_TO_STAFF, 0, mail_answer_view, quote_agreed_params,
        "Cette boîte reçoit les réponses faites aux devis."),
    KIND(quote_declined, MAIL_TO_STAFF, 0, mail_answer_view, quote_declined_params,
        "Cette boîte reçoit les réponses faites aux devis."),
    KIND(quote_written, MAIL_TO_STAFF, 0, mail_answer_view, quote_written_params,
        "Cette boîte reçoit les messages écrits au sujet d’un devis."),
    /* Also to an address that refused: whoever reads it asked for this one, and takes that back so. */
    KIND(quote_code, MAIL_TO_PERSON, MAIL_EXPIRES | MAIL_CHALLENGE | MAIL_OWED, mail_code_view, code_params,
        "Cette adresse a été saisie pour retrouver des devis. Si ce n’est pas vous, ignorez ce "
        "message" NBSP ": sans le code, personne ne voit rien."),
};
const size_t mail_kinds_quote_n = sizeof mail_kinds_quote / sizeof *mail_kinds_quote;
