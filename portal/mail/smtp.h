/* mail/smtp.h - one mail to the institution's relay, with libcurl over one kept connection.
 *
 * What came of it is what the server said, and how far the dialogue had come; mail/answer.h says what
 * that means for the mail. A connection that breaks after the data leaves it open whether the server
 * has the mail: it may then go out twice, with the same Message-ID. */
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H

#include "base/str.h"

enum smtp_tls {
    SMTP_TLS_NONE,     /* a catcher or relay on this machine */
    SMTP_TLS_OFFERED,  /* STARTTLS when the server offers it; a certificate is verified */
    SMTP_TLS_REQUIRED, /* STARTTLS or nothing (port 465: TLS from the first byte), verified */
};

struct smtp_config { /* C strings, borrowed until smtp_free */
    const char *host;
    unsigned port;
    enum smtp_tls tls;
    const char *ca_file;  /* PEM bundle, or NULL: the system's */
    const char *helo;     /* our name in EHLO: a host name, checked */
    const char *user;     /* NULL: no AUTH */
    const char *password; /* NULL with user NULL */
    long connect_ms;      /* 0: 15 000 */
    long total_ms;        /* 0: 120 000 */
};

enum smtp_outcome {
    SMTP_SENT,    /* 2xx to the end of the data: the server has it */
    SMTP_REFUSED, /* the server said no, or nothing: `stage`, `code`, `line` */
    SMTP_LET_GO,  /* `hold` said so: the server has not got it from us */
    SMTP_UNFIT,   /* an address that cannot be put on the wire; nobody was asked */
};

enum smtp_stage { /* what the server was asked last */
    SMTP_CONNECT, /* a connection, and its greeting */
    SMTP_HELLO,   /* EHLO, STARTTLS */
    SMTP_LOGIN,   /* AUTH */
    SMTP_MAIL,
    SMTP_RCPT,
    SMTP_DATA,
    SMTP_BODY,    /* the mail itself, and what the server says at its end */
};

enum { SMTP_LINE_MAX = 280 }; /* as much of it as an outbox row keeps */

struct smtp_result {
    enum smtp_outcome outcome;
    enum smtp_stage stage;
    int code;                     /* the server's last, 0 without one */
    char line[SMTP_LINE_MAX + 1]; /* its answer in one line, or our words: printable ASCII, addresses gone */
};

/* Asked at least once a second while a mail is under way (`at_data` false), and once before its first
 * byte, when the server has said yes to DATA (true). False: let go of it; before the last byte the
 * connection is then broken off, and the server has nothing. */
typedef bool smtp_hold(void *ctx, bool at_data);

struct smtp;

/* NULL when host, port or helo cannot be used. Never connects. */
struct smtp *smtp_new(const struct smtp_config *config);
void smtp_free(struct smtp *s);
/* `from` and `to` as mail_address_ascii made them, `message` as mail_compose made it. Blocks at
 * most twice total_ms: a kept connection that proves dead before the recipient is named is replaced,
 * once. `hold` may be NULL. */
void smtp_send(struct smtp *s, struct str from, struct str to, struct str message, smtp_hold *hold,
    void *ctx, struct smtp_result *out);
/* Connects and says NOOP, nothing else: for `portal-admin doctor`. */
void smtp_probe(struct smtp *s, struct smtp_result *out);

#endif
