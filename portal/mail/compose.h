/* mail/compose.h - a mail's facts become the bytes of RFC 5322, with GMime.
 *
 * multipart/alternative, text first, and beside it in a multipart/mixed the one file that a mail may
 * carry; headers by RFC 2047; bodies quoted-printable, so that no line
 * passes 78 bytes; CRLF line ends. The same struct gives the same bytes at every try, so a mail
 * that goes out twice can be recognised by its Message-ID and by its content.
 * Everything is borrowed. What cannot be a mail is refused and never mended: the row is kept for
 * staff (requirements.md §7, ASVS 1.3.11). */
#ifndef MAIL_COMPOSE_H
#define MAIL_COMPOSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"

struct mail_file {
    struct str name;  /* "devis-D-2026-000123.pdf": no slash, no control character */
    const char *type; /* "application/pdf" */
    struct str bytes; /* empty: no file */
};

struct mail {
    struct str from;       /* an address that the institution's SPF and DKIM vouch for */
    struct str from_name;  /* "Cestes, candidatures" */
    struct str to;         /* one recipient */
    struct str reply_to;   /* a staffed mailbox, or the requester; empty: none */
    struct str subject;
    struct str message_id; /* "id@domain", without <>; stable across retries */
    struct instant date;   /* of the outbox row, not of the try */
    struct str text, html; /* UTF-8, \n or \r\n */
    struct mail_file file;
};

enum mail_fault {
    MAIL_OK,
    MAIL_BAD_ADDRESS, /* no local@domain, or a local part that would need SMTPUTF8 */
    MAIL_BAD_HEADER,  /* CR, LF, NUL, another control byte, not UTF-8, too long, or empty */
    MAIL_BAD_BODY,    /* NUL or not UTF-8, or empty */
    MAIL_TOO_LARGE,   /* over the maximum of the buf that was given */
    MAIL_BAD_FILE,    /* a file without a name or a type, or above MAIL_FILE_MAX */
};

enum {
    MAIL_ADDRESS_MAX = 254,
    MAIL_SUBJECT_MAX = 600,
    MAIL_BYTES_MAX = 256 * 1024,  /* without a file */
    MAIL_FILE_MAX = 4 << 20,      /* before base64 makes a third more of it */
    MAIL_WITH_FILE_MAX = MAIL_BYTES_MAX + MAIL_FILE_MAX / 2 * 3,
};

/* "fault name" for the log and the outbox's last error; never holds personal data. */
const char *mail_fault_name(enum mail_fault f);

/* Call once in the program, before the first mail_compose. */
void mail_compose_init(void);

/* The address as SMTP wants it: local part untouched (ASCII atoms and dots only), an international
 * domain in punycode (RFC 3490), at most 254 bytes. False: refused. */
bool mail_address_ascii(struct arena *a, struct str typed, struct str *out);

/* Appends the whole message to `out`. */
enum mail_fault mail_compose(struct arena *a, const struct mail *m, struct buf *out);

#endif
