/* mail/incoming.h - a mail that came to one of our signed addresses (mail/verp.h): a bounce, or an
 * answer to a mail about a request, by a person or by a machine (mail/incoming_machine.h).
 *
 * Nothing in it is believed but the address it came to, which only whoever had our mail can know:
 * neither the recipients that a report names nor who the sender says they are. Reports are read as
 * mail/incoming_report.h says; a complaint (RFC 5965) goes to where complaints go, and is known by the
 * signed address of the mail that it quotes. Everything is bounded: bytes, parts, depth, headers,
 * texts. Strs are in the arena. */
#ifndef MAIL_INCOMING_H
#define MAIL_INCOMING_H

#include "base/arena.h"
#include "sys/crypto.h"

enum {
    INCOMING_BYTES_MAX = 24 << 20,
    INCOMING_READ_MAX = INCOMING_BYTES_MAX + (64 << 10), /* of a buf that is filled until it overflows: by pieces
                                                            of at most 16 kB, so that it shows in its length */
    INCOMING_WHY_MAX = 300,   /* characters */
    INCOMING_TEXT_MAX = 64 * 1024, /* bytes, of an answer */
    INCOMING_SUBJECT_MAX = 300,    /* characters */
    INCOMING_FILES_MAX = 20,
    INCOMING_SHOWN_MAX = 128 * 1024, /* bytes */
};

enum incoming_kind {
    INCOMING_UNREADABLE, /* no mail, too large, or a thing that no rule here understands */
    INCOMING_STRANGER,   /* it came to none of our signed addresses */
    INCOMING_AUTOMATIC,  /* an answering machine, or news that asks for nothing */
    INCOMING_BOUNCE,
    INCOMING_COMPLAINT, /* the person, or their provider for them, says that it was not wanted */
    INCOMING_REPLY,
    INCOMING_MACHINE, /* an absence, a receipt, a report: where answers come */
    INCOMING_KINDS
};

/* Why nobody understood it: domain/asides.h has the words. */
enum incoming_fault {
    UNREAD_NONE,
    UNREAD_EMPTY,
    UNREAD_TOO_LARGE,
    UNREAD_NOT_MAIL,
    UNREAD_REPORT,   /* it came where reports come, and says nothing that is one */
    UNREAD_ANSWER,   /* an answer with neither text, file nor subject */
    UNREAD_NO_FILE,  /* job/incoming.h's: it could not be read … */
    UNREAD_NOT_KEPT, /* … or what it says could not be kept … */
    UNREAD_MANY,     /* … or its request has had enough for a day (job/answers.h) */
    UNREAD_KINDS
};

/* Does the server that took a mail vouch for its From? (mail/incoming_vouched.h) */
enum vouched { VOUCHED_UNKNOWN, VOUCHED_YES, VOUCHED_NO };

struct incoming {
    enum incoming_kind kind;
    enum incoming_fault fault; /* INCOMING_UNREADABLE */
    uint64_t id; /* of the outbox row or of the quote request that the address names */
    /* a bounce */
    bool failed, hard; /* given up for good or for now; and the address itself is wrong */
    struct str why;    /* "5.1.1 550 no such user": status and the server's words; of a complaint its kind */
    /* a reply, a machine's */
    struct str from;       /* as the sender says; empty: not said */
    enum vouched vouched;
    struct str message_id; /* without <>; empty: none */
    struct str subject;    /* empty: none */
    struct str text;       /* quoted text included; empty: it is in the subject, or in the files */
    struct str files;      /* "bon de commande.pdf (12 Ko), image001.png (3 Ko)"; empty: none */
    bool cut;              /* there was more text */
    bool too_large;        /* what follows INCOMING_BYTES_MAX was not looked at */
};

/* mail_compose_init must have been called. `server`: whose word is taken on who wrote
 * (mail/incoming_vouched.h); empty: nobody's. Of bytes beyond INCOMING_BYTES_MAX only an answer is read, as
 * far as that. */
void incoming_read(struct arena *a, const struct keys *k, struct str server, struct str bytes,
    struct incoming *out);

/* The name that is kept of a fault: "report"… */
const char *incoming_fault_name(enum incoming_fault fault);
/* A mail that nobody understood, for people to read: headers, text, names of files; one line each,
 * nothing but text, at most INCOMING_SHOWN_MAX bytes. Bytes that are no mail come as they are, what is no
 * text as "?". */
struct str incoming_show(struct arena *a, struct str bytes);

/* What remains of an HTML mail as plain text: paragraphs, lines, entities; no script, no style. */
struct str incoming_plain(struct arena *a, struct str html);

#endif
