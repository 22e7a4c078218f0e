/* mail/smtp.h - one mail to the institution's relay, with libcurl over one kept connection.
 *
 * What the answer means (RFC 5321 §4.2.1, read for an outbox that must lose nothing):
 * - sent: the server answered 2xx to the end of the data;
 * - permanent: it refused this mail (5xx to MAIL, RCPT, DATA or the data);
 * - temporary: all else: 4xx, no connection, no answer in time, and every refusal that is about us
 *   and not about the mail: greeting, EHLO, STARTTLS, certificate, AUTH, "log in first" (530). A
 *   wrong password must delay the mails of an afternoon, not throw them to staff one by one.
 * A connection that breaks after the data counts as temporary: the mail may then go out twice,
 * with the same Message-ID. */
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

enum smtp_outcome { SMTP_SENT, SMTP_TEMPORARY, SMTP_PERMANENT };

enum { SMTP_LINE_MAX = 200 };

struct smtp_result {
    enum smtp_outcome outcome;
    bool about_us; /* temporary, and the mail itself was not judged: any other would fare the same */
    int code;                     /* the server's last, 0 without one */
    char line[SMTP_LINE_MAX + 1]; /* its last line, or our words: printable ASCII, addresses gone */
};

struct smtp;

/* NULL when host, port or helo cannot be used. Never connects. */
struct smtp *smtp_new(const struct smtp_config *config);
void smtp_free(struct smtp *s);
/* `from` and `to` as mail_address_ascii made them, `message` as mail_compose made it. Blocks at
 * most total_ms. */
void smtp_send(struct smtp *s, struct str from, struct str to, struct str message,
    struct smtp_result *out);
/* Connects and says NOOP, nothing else: for `portal-admin doctor`. */
void smtp_probe(struct smtp *s, struct smtp_result *out);

#endif
