/* mail/incoming.h - a mail that came to one of our signed addresses (mail/verp.h): a bounce, or an
 * answer to a mail about a request.
 *
 * Nothing in it is believed but the address it came to, which only whoever had our mail can know:
 * neither the recipients that a report names nor who the sender says they are. A report is RFC 3464:
 * multipart/report with a message/delivery-status. Everything is bounded: bytes, parts, depth,
 * headers, texts. Strs are in the arena. */
#ifndef MAIL_INCOMING_H
#define MAIL_INCOMING_H

#include "base/arena.h"
#include "sys/crypto.h"

enum {
    INCOMING_BYTES_MAX = 24 << 20,
    INCOMING_WHY_MAX = 300,   /* characters */
    INCOMING_TEXT_MAX = 7000, /* characters; a line about files and sender follows */
    INCOMING_FILES_MAX = 20,
};

enum incoming_kind {
    INCOMING_UNREADABLE, /* no mail, too large, or a thing that no rule here understands */
    INCOMING_STRANGER,   /* it came to none of our signed addresses */
    INCOMING_AUTOMATIC,  /* an answering machine, or news that asks for nothing */
    INCOMING_BOUNCE,
    INCOMING_REPLY,
};

struct incoming {
    enum incoming_kind kind;
    uint64_t id; /* of the outbox row or of the quote request that the address names */
    /* a bounce */
    bool failed, hard; /* given up for good or for now; and the address itself is wrong */
    struct str why;    /* "5.1.1 550 no such user": status and the server's words */
    /* a reply */
    struct str from;       /* as the sender says; empty: not said */
    struct str message_id; /* without <>; empty: none */
    struct str text;       /* quoted text included */
    struct str files;      /* "bon de commande.pdf, image001.png"; empty: none */
};

/* mail_compose_init must have been called. */
void incoming_read(
    struct arena *a, const struct keys *k, struct str bytes, struct incoming *out);

/* What remains of an HTML mail as plain text: paragraphs, lines, entities; no script, no style. */
struct str incoming_plain(struct arena *a, struct str html);

#endif
