/* sys/challenge.h - the secrets of an e-mail challenge, computed and never stored.
 *
 * A challenge is a row with a public, unguessable id. Its code and its link are truncated HMACs of
 * that id under KEY_CHALLENGE: the job that writes the mail and the page that judges what was typed
 * compute the same, and the database, its backups and the outbox hold neither (design.md §6). What
 * makes a challenge expire, serve once and count its attempts is the row, not these. */
#ifndef SYS_CHALLENGE_H
#define SYS_CHALLENGE_H

#include "base/arena.h"
#include "sys/crypto.h"

enum { CHALLENGE_DIGITS = 6, CHALLENGE_TOKEN_BYTES = 24 };

/* "482913": what a person types. */
struct str challenge_code(struct arena *a, const struct keys *k, struct str id);
/* The secret part of the link: 192 bits in base64url (32 symbols). */
struct str challenge_link_token(struct arena *a, const struct keys *k, struct str id);
/* Where the link leads: "/lien/ID/TOKEN". The route's pattern is "/lien/{}/{}". */
struct str challenge_link_path(struct arena *a, const struct keys *k, struct str id);
/* Judged in constant time. Spaces of every kind, dots and hyphens in what was typed do not count:
 * the mail writes "482 913". */
bool challenge_code_is(const struct keys *k, struct str id, struct str typed);
bool challenge_link_is(const struct keys *k, struct str id, struct str token);

#endif
