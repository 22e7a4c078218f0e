/* sys/link.h - the secret parts of the links to a quote request: computed, with no table of them.
 *
 * The request's link is handed to whoever asked, and is made to be passed on: it reads every
 * version, accepts, declines and writes. The mailbox's link stands in the mails alone (mail/render.c
 * writes it as they leave): it proves that one reads the mails of the address that was given, which
 * who asked may not. Both are truncated HMACs, under keys of their own, of the request's public id
 * and of its generation: a new generation makes every link before it worthless. Mails that wait keep
 * the request's link in their parameters until they are purged; nothing keeps the mailbox's. */
#ifndef SYS_LINK_H
#define SYS_LINK_H

#include "base/arena.h"
#include "sys/crypto.h"

enum { LINK_TOKEN_BYTES = 24, LINK_GENERATIONS_MAX = 1000 };

/* Whose link is it? */
enum link_holder {
    LINK_NOBODY,
    LINK_ASKER,   /* who asked, or to whom they passed it on */
    LINK_MAILBOX, /* who reads the mails of the request's address */
    LINK_OLD,     /* either's, of an earlier generation: it opens nothing */
};

/* 192 bits in base64url: 32 symbols. Generation 0: a link that was never renewed. */
struct str link_quote(
    struct arena *a, const struct keys *k, struct str public_id, unsigned generation);
/* "/devis/PUBLIC-ID/TOKEN": the route's pattern is "/devis/{}/{}". */
struct str link_quote_path(
    struct arena *a, const struct keys *k, struct str public_id, unsigned generation);
/* "/devis/PUBLIC-ID/TOKEN" of the mailbox `email` (canonical), from the asker's path. Empty when
 * that is no such path. */
struct str link_mailbox_path(
    struct arena *a, const struct keys *k, struct str asker_path, struct str email);
/* Judged in constant time but for LINK_OLD, which opens nothing. `email` empty: no mailbox's link is
 * known, and KEY_MAILBOX not used. */
enum link_holder link_judge(const struct keys *k, struct str public_id, unsigned generation,
    struct str email, struct str token);

#endif
