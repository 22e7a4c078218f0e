/* domain/mails.h - a mail as the people of the desk read of it in a file: what it was, and what
 * became of it; pure. store/outbox.h has the rows. */
#ifndef DOMAIN_MAILS_H
#define DOMAIN_MAILS_H

#include "base/str.h"

/* "Accusé de réception"; the kind itself when it is not known here. */
struct str mail_label(struct str kind);

enum mail_fate {
    MAIL_WAITING, /* queued, or being sent */
    MAIL_LATE,    /* a server took it, and says that it cannot deliver it yet */
    MAIL_GONE,    /* sent, and nothing came back */
    MAIL_BACK,    /* it came back */
    MAIL_STOPPED, /* refused, or given up: staff must act */
    MAIL_OUTLIVED /* of no use any more before it could be sent */
};
/* `state` as stored; `bounced`: it came back; `why`: what the server said of it, or empty. */
enum mail_fate mail_fate(struct str state, bool bounced, struct str why);
/* "En attente d’envoi", "Retardé par le serveur du destinataire", "Envoyé", "Revenu à
 * l’expéditeur", "Non envoyé", "Périmé avant l’envoi" */
const char *mail_fate_label(enum mail_fate f);

/* Why one failed, for a list of them: "Adresse inconnue du serveur"; as stored (store/outbox.h). */
const char *mail_trouble_label(struct str trouble);
/* Where all mails are stopped (store/mail_way.h), after "aucun courriel ne part : ". */
const char *mail_way_label(struct str stage);

#endif
