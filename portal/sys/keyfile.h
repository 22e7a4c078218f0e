/* sys/keyfile.h - the subkeys of one program, in a file that its account alone reads.
 *
 * Whoever reads the master can make every key, so no program that serves does: an operator's
 * `portal-admin keys split` reads it and writes what each may hold (sys/holder.h), one line a
 * purpose: its label, a space, the subkey in hexadecimal. They are what the master has always given:
 * nothing that was made before is lost, and splitting again changes nothing. */
#ifndef SYS_KEYFILE_H
#define SYS_KEYFILE_H

#include "sys/sysuser.h"
#include "sys/crypto.h"

enum { MASTER_BYTES_MIN = 32, MASTER_BYTES_MAX = 1024 };

struct master {
    unsigned char bytes[MASTER_BYTES_MAX];
    size_t n;
};

/* At least 32 random bytes written in hexadecimal, in a file closed to others. False with one line in
 * `why` (no byte of the secret in it). master_forget in any case. */
bool master_read(const char *path, struct master *out, struct buf *why);
void master_forget(struct master *m);

/* The keys of `held`, all of them, and nothing else that the file may hold. False with one line in
 * `why`, which names every purpose that is missing. */
bool keyfile_read(const char *path, key_set held, struct keys **out, struct buf *why);

struct keyfile_state {
    key_set missing, extra; /* by what the program may hold */
    key_set wrong;          /* not what the master gives; never any without a master */
};
/* False with one line in `why` when the file cannot be read or understood. `master` may be NULL. */
bool keyfile_check(const char *path, key_set held, const struct master *master,
    struct keyfile_state *out, struct buf *why);
/* Puts the keys of `held` there, mode 0400 and the account's, whole or not at all; *changed: it was not so before.
 * False with one line in `why`. */
bool keyfile_write(const char *path, key_set held, const struct master *master,
    const struct sysuser *account, bool *changed, struct buf *why);
/* "cookie, csrf": the labels of a set, for a person. */
void key_set_say(key_set set, struct buf *out);

#endif
