/* What the jobs send of their own accord: about requests, to the desk, and the one reminder to who
 * asked; about the audit trail, each night. */
#include "mail/kinds_make.h"

static void subject_desk_new(struct buf *out, const void *view)
{
    const struct mail_notice_view *v = view;
    buf_puts(out, v->waiting.s ? "À répondre" NBSP ": " : "Nouvelle demande" NBSP ": ");
    say(out, v->what);
    buf_putc(out, ' ');
    say(out, v->reference);
}

static void subject_desk_raised(struct buf *out, const void *view)
{
    const struct mail_notice_view *v = view;
    buf_puts(out, "Deux jours sans réponse" NBSP ": ");
    say(out, v->what);
    buf_putc(out, ' ');
    say(out, v->reference);
}

static void subject_desk_reply(struct buf *out, const void *view)
{
    const struct mail_notice_view *v = view;
    buf_puts(out, "Réponse reçue" NBSP ": ");
    say(out, v->what);
    buf_putc(out, ' ');
    say(out, v->reference);
}

static void subject_desk_digest(struct buf *out, const void *view)
{
    const struct mail_digest_view *v = view;
    buf_puts(out, "Les demandes du jour");
    if (v->items_n)
        buf_printf(out, NBSP ": %zu%s %s", v->items_n, v->more ? " ou plus," : "",
            v->items_n > 1 ? "nouvelles" : "nouvelle");
}

static void subject_desk_complaint(struct buf *out, const void *view)
{
    const struct mail_complaint_view *v = view;
    buf_puts(out, "Message signalé comme indésirable");
    if (v->reference.n) {
        buf_puts(out, NBSP ": ");
        say(out, v->reference);
    }
}

static void subject_audit_head(struct buf *out, const void *view)
{
    (void)view;
    buf_puts(out, "Journal d’audit en ordre" NBSP ": dernier sceau");
}

static void subject_audit_alarm(struct buf *out, const void *view)
{
    (void)view;
    buf_puts(out, "ALERTE" NBSP ": le journal d’audit ne se vérifie pas");
}

static void subject_quote_expiring(struct buf *out, const void *view)
{
    const struct mail_ending_view *v = view;
    buf_puts(out, v->cpf ? "Votre information tarifaire " : "Votre devis ");
    say(out, v->number);
    buf_puts(out, v->cpf ? " vaut jusqu’au " : " est valable jusqu’au ");
    day_format_fr(out, v->until);
}

LIST_BESIDE(mail_digest_view, items);
LIST_BESIDE(mail_digest_view, counts);

static const struct mail_param desk_params[] = {
    NEED(mail_notice_view, reference, PARAM_TEXT),
    NEED(mail_notice_view, what, PARAM_TEXT),
    MAY(mail_notice_view, payer, PARAM_TEXT),
    MAY(mail_notice_view, entered, PARAM_TEXT),
    NEED(mail_notice_view, received, PARAM_INSTANT),
    MAY(mail_notice_view, waiting, PARAM_INSTANT),
    NEED(mail_notice_view, link, PARAM_TEXT),
};

static const struct mail_param digest_params[] = {
    NEED(mail_digest_view, items, PARAM_CONDITIONS),
    NEED(mail_digest_view, counts, PARAM_TEXTS),
    NEED(mail_digest_view, more, PARAM_FLAG),
    NEED(mail_digest_view, link, PARAM_TEXT),
};

static const struct mail_param complaint_params[] = {
    NEED(mail_complaint_view, mail, PARAM_TEXT),
    NEED(mail_complaint_view, sent, PARAM_INSTANT),
    MAY(mail_complaint_view, reference, PARAM_TEXT),
    MAY(mail_complaint_view, link, PARAM_TEXT),
};

static const struct mail_param audit_params[] = {
    NEED(mail_audit_view, checked, PARAM_INSTANT),
    MAY(mail_audit_view, head, PARAM_TEXT),
    MAY(mail_audit_view, seen, PARAM_TEXT),
    MAY(mail_audit_view, whole, PARAM_FLAG),
    MAY(mail_audit_view, fault, PARAM_TEXT),
    MAY(mail_audit_view, place, PARAM_TEXT),
};

static const struct mail_param ending_params[] = {
    NEED(mail_ending_view, reference, PARAM_TEXT),
    NEED(mail_ending_view, number, PARAM_TEXT),
    NEED(mail_ending_view, until, PARAM_DAY),
    NEED(mail_ending_view, link, PARAM_TEXT),
    NEED(mail_ending_view, refuse, PARAM_MAILBOX),
    MAY(mail_ending_view, cpf, PARAM_FLAG),
};

TEMPLATES(desk_new, mail_notice_view)
TEMPLATES(desk_raised, mail_notice_view)
TEMPLATES(desk_reply, mail_notice_view)
TEMPLATES(desk_digest, mail_digest_view)
TEMPLATES(desk_complaint, mail_complaint_view)
TEMPLATES(audit_head, mail_audit_view)
TEMPLATES(audit_alarm, mail_audit_view)
TEMPLATES(quote_expiring, mail_ending_view)

const struct mail_kind mail_kinds_desk[] = {
    KIND(desk_new, MAIL_TO_STAFF, 0, mail_notice_view, desk_params,
        "Vous avez choisi d’être averti de chaque demande. Cela se règle dans votre compte de "
        "l’espace de gestion."),
    KIND(desk_raised, MAIL_TO_STAFF, 0, mail_notice_view, desk_params,
        "Une demande sans réponse depuis deux jours ouvrés est signalée une fois, pour que personne "
        "ne soit oublié."),
    KIND(desk_reply, MAIL_TO_STAFF, 0, mail_notice_view, desk_params,
        "Vous suivez cette demande, ou cette boîte reçoit les réponses aux messages du portail."),
    KIND(desk_digest, MAIL_TO_STAFF, 0, mail_digest_view, digest_params,
        "Vous avez choisi un résumé par jour ouvré. Cela se règle dans votre compte de l’espace de "
        "gestion."),
    KIND(desk_complaint, MAIL_TO_STAFF, 0, mail_complaint_view, complaint_params,
        "Cette boîte répond des messages que le portail envoie."),
    KIND(audit_head, MAIL_TO_STAFF, 0, mail_audit_view, audit_params,
        "Cette adresse a été choisie pour garder, hors de la machine, la preuve que rien n’est retiré du "
        "journal d’audit."),
    KIND(audit_alarm, MAIL_TO_STAFF, 0, mail_audit_view, audit_params,
        "Cette adresse a été choisie pour savoir si le journal d’audit est touché."),
    KIND(quote_expiring, MAIL_TO_PERSON, MAIL_PRICES | MAIL_REFUSABLE, mail_ending_view, ending_params,
        "Vous avez demandé un devis, et sa date de validité approche. Ce rappel n’est envoyé "
        "qu’une fois."),
};
const size_t mail_kinds_desk_n = sizeof mail_kinds_desk / sizeof *mail_kinds_desk;
