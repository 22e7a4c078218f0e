/* sys/holder.h - who may hold which secret: the one table that the programs, portal-admin, the doctor
 * and the tests walk.
 *
 * A program is a pool of portal-web, portal-jobs, or a command of portal-admin. It opens the secrets
 * of its row and no other: passwords of the database's roles, its file of keys, the mail account's
 * password. What is not in the row is not in the process, and asking for it is our own mistake and
 * aborts (db_settings_of, crypto_hmac). A pool, portal-jobs: each under an account of its own, which
 * is the only one that can read its files. */
#ifndef SYS_HOLDER_H
#define SYS_HOLDER_H

#include "sys/config.h"
#include "sys/crypto.h"

#define ROLE_BIT(role) (1U << (role))
enum { HOLDER_EVERY_ROLE = (1U << CONFIG_DB_N) - 1 };

enum holder_kind {
    HOLDER_POOL,    /* of portal-web: [pool NAME] */
    HOLDER_JOBS,    /* portal-jobs: [jobs] */
    HOLDER_COMMAND, /* of portal-admin, in an operator's hands */
};

struct holder {
    const char *name;
    enum holder_kind kind;
    const char *keys_of; /* whose file of keys it opens: its own, or another program's; NULL: none */
    unsigned roles;      /* ROLE_BIT; a pool has exactly one, whose connection its pages use */
    key_set keys;
    bool mail; /* the mail account's password */
};

extern const struct holder holders[];
extern const size_t holders_n;

const struct holder *holder_find(const char *name); /* NULL: there is none */
/* Its keys on this machine: those of its row, and of the audit trail's every version up to the one in
 * use ([secrets] audit_key). A file that leaked gives away none that is still to come. */
key_set holder_keys(const struct config *c, const struct holder *h);
/* Its role; of several, the first. */
enum config_role holder_role(const struct holder *h);
/* The account that the settings give to a pool or to portal-jobs; NULL: none named. */
const char *holder_account(const struct config *c, const struct holder *h);
/* Is there such a program on this machine? */
bool holder_set_up(const struct config *c, const struct holder *h);
/* keys_folder/NAME, in a; NULL without keys_folder. */
const char *holder_keys_path(const struct config *c, const struct holder *h, struct arena *a);

/* Opens the secrets of that row: the passwords into *c, its keys into *keys (NULL when the row has
 * none). To be called under the account that the program runs as. False with one line per problem. */
bool holder_open(const struct holder *h, struct config *c, struct keys **keys, struct buf *problems);
/* One password of a row with several, for who goes on without the others (the doctor). */
bool holder_open_role(struct config *c, enum config_role role, struct buf *problems);
bool holder_open_mail(struct config *c, struct buf *problems);
/* Outside a demonstration no program starts that can read what is not its own: it would be one hole
 * away from every key. False with one line per file that it can. */
bool holder_alone(const struct holder *h, const struct config *c, struct buf *problems);

/* Every file that holds a secret. */
struct secret {
    const char *what;  /* "base, rôle web", "clés du programme staff": for a person */
    const char *path;
    const char *owner; /* account; NULL: the operator's */
    const struct holder *keys; /* whose keys it holds */
    unsigned role;             /* ROLE_BIT of the password that it holds, */
    bool mail;                 /* or the mail account's */
};
size_t holder_secrets(const struct config *c, struct arena *a, struct secret **out);

#endif
