/* sys/config.h - machine settings: one key file (GLib's format), which everybody may read.
 *
 * nginx/portal.conf.example documents each key. What the institution decides (prices, dates,
 * contacts) is never here but in the database. config_load reads all of it and reports every
 * missing, unknown or wrong key at once, one line each with what was expected. It opens no secret:
 * those are in files of their own, of which a program opens its own (sys/holder.h) and no other's.
 * The caller owns the result; config_free cleanses the passwords. */
#ifndef SYS_CONFIG_H
#define SYS_CONFIG_H

#include "base/buf.h"

enum config_tls { CONFIG_TLS_NONE, CONFIG_TLS_STARTTLS, CONFIG_TLS_REQUIRED };
enum config_role {
    CONFIG_DB_WEB,
    CONFIG_DB_JOBS,
    CONFIG_DB_ADMIN,
    CONFIG_DB_MIGRATE,
    CONFIG_DB_STAFF,     /* the workers of the pool "staff" */
    CONFIG_DB_DOCUMENTS, /* those of "documents" */
    CONFIG_DB_SIGNIN,    /* those of "signin" */
    CONFIG_DB_PURGE, /* portal-jobs once a day; not set up: no draft is ever removed */
    CONFIG_DB_RIGHTS, /* portal-admin: what a person may ask for (store/archive.h) */
    CONFIG_DB_N
};

struct config_pool { /* [pool NAME]: one listening socket and its workers */
    const char *name;      /* "applicants": a row of sys/holder.h */
    const char *user;      /* its account: whom the workers become when started by root; NULL: stay */
    const char *socket;    /* absolute, at most 107 bytes; NULL: only given by systemd */
    int workers;           /* 1..128 */
    int max_requests;      /* a worker is replaced after about so many (10 % jitter) */
    int max_memory_mb;     /* … or when it has grown to this */
    int request_seconds;   /* SIGALRM ends a worker stuck in one request */
    int kill_seconds;      /* the master's SIGKILL, later than request_seconds */
    int drain_seconds;     /* at a stop, what running requests may still take */
};

struct config_db_user {
    const char *user;          /* NULL when this role is not set up on this machine */
    const char *password_file; /* NULL: unix_socket authentication */
    const char *password;      /* what it says, in a program that holds this role; else NULL */
};

enum { CONFIG_POOLS_MAX = 4 };

struct holder;

struct config {
    const char *path; /* of the file, as it was given */
    const struct holder *held; /* whose secrets have been opened; NULL: nobody's */
    struct {
        const char *base_url;   /* "https://candidature.example.fr", no slash at the end */
        const char *static_url; /* "/static": prefix of assets */
        bool demo;
    } site;
    struct {
        const char *common_passwords; /* one word a line: what no password is built on */
        struct config_pool pools[CONFIG_POOLS_MAX];
        int n;
    } web;
    struct {
        const char *user; /* whom portal-jobs becomes when started by root; NULL: stays */
    } jobs;
    struct {
        const char *socket; /* a server on this machine, or … */
        const char *host;   /* … elsewhere, by TLS with ca_file; one of the two */
        int port;
        const char *ca_file;
        const char *name;
        struct config_db_user users[CONFIG_DB_N];
    } database;
    struct {
        const char *host;
        int port;
        enum config_tls tls;
        const char *ca_file;         /* NULL: the system's */
        const char *user, *password_file; /* both NULL: no AUTH */
        const char *password;        /* in a program that sends; else NULL */
        const char *from;            /* "par_cestes@lecnam.net": the From address */
        const char *from_name;       /* shown beside it */
        const char *envelope_domain; /* of MAIL FROM, where bounces come back */
        const char *bounce_maildir;  /* where the mail server leaves what comes back; NULL: nowhere */
        const char *reply_domain;    /* of the Reply-To of mails about a request, read in that same
                                        Maildir; NULL: answers go to a staffed mailbox */
        const char *authserv_id;     /* the server that takes them, as it names itself in
                                        Authentication-Results; NULL: nobody says who wrote */
    } smtp;
    struct {
        const char *master_key_file; /* the operator's alone; NULL: not kept on this machine */
        const char *keys_folder;     /* a file a program: sys/keyfile.h */
        int audit_key;               /* the version that seals the audit trail now, from 1; older ones
                                        are kept, to verify */
    } secrets;
    struct {
        const char *sources; /* nginx's log of source addresses; NULL: this machine has none */
    } logs;
    struct {
        int64_t clock_shift; /* seconds; only with site.demo */
        int mail_fast;       /* 1: retries in seconds, not minutes; only with site.demo */
    } test;
    void *owner; /* config.c's memory */
};

/* False with one line per problem in `problems`; *out is NULL then. */
bool config_load(const char *path, struct config **out, struct buf *problems);
void config_free(struct config *c);
/* The pool of that name, or NULL. */
const struct config_pool *config_pool(const struct config *c, const char *name);
/* "web": as in the key web_user. */
const char *config_role_name(enum config_role role);

#endif
