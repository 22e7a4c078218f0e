/* web/route.h - who may reach which page: one row per method and path. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "domain/field.h"
#include "page/page.h"

enum guard {
    GUARD_NOTHING,   /* anyone, and the database is not even asked */
    GUARD_PUBLIC,    /* anyone */
    GUARD_SESSION,   /* a session row: a draft's or an account's */
    GUARD_ACCOUNT,   /* a proved address */
    GUARD_CANDIDACY, /* {id} is a candidacy of this session or account: p->candidacy; else 404 */
    GUARD_LOCAL,     /* nginx says the client is this machine */
    GUARD_DESK_DOOR, /* /gestion, before signing in: p->staff may be empty or half signed in */
    GUARD_STAFF,     /* /gestion, both factors given, with one of the row's roles: p->staff */
};

enum route_flag {
    ROUTE_NO_CSRF = 1,  /* only for GET-like POSTs; the table test names each */
    ROUTE_STASH = 2,    /* a POST whose session ended is kept for an hour and offered again */
    ROUTE_TOKEN = 4,    /* token in the path: no-referrer, never logged */
    ROUTE_ENTERED = 8,  /* GUARD_STAFF: {id} is a candidacy that staff type in: p->candidacy; else 404 */
    ROUTE_KEYED = 16, /* adds something: its page's address has a name (page/key.h). On GET and POST */
    ROUTE_KEPT = 32,  /* what is typed there is kept for its address (page/kept.h). On GET and POST */
    ROUTE_READ_AGAIN = ROUTE_KEYED | ROUTE_KEPT, /* is read again before it is sent, once */
};
/* GUARD_STAFF: which roles may pass (domain/roles.h), in a row's flags; never none there. */
#define ROUTE_FOR(roles) ((unsigned)(roles) << 8)
#define ROUTE_ROLES(flags) ((flags) >> 8)

struct route {
    enum method method;
    const char *pattern; /* "/candidature/{}/experiences/{}": each {} is one path segment */
    enum guard guard;
    unsigned flags;
    page_fn fn;
    const struct form *form;     /* its fields may be posted, or NULL */
    const char *const *params;   /* further names that may be posted or queried, NULL-ended */
    const char *name;            /* for log, scoreboard and tests: "candidacy.identity.save" */
};

extern const struct route routes[], document_routes[], desk_routes[], signin_routes[];
extern const size_t routes_n, document_routes_n, desk_routes_n, signin_routes_n;

/* A pool answers for one table and knows nothing of the others: /gestion is 404 for an applicant's
 * worker, and all the rest for the staff's. nginx (common/server.conf) sends each path to its pool. */
struct route_table {
    const struct route *rows;
    const size_t *n;
    const char *pool; /* a row of sys/holder.h */
    bool desk; /* the staff's: their cookie, their sessions, their shell */
    int waiting; /* requests that may wait for each worker, about; what comes beyond is refused by the socket at
                    once, and nginx says so (common/server.conf). 0: as many as the system lets */
};
extern const struct route_table route_tables[]; /* by enum route_whose */
enum route_whose { ROUTES_PUBLIC, ROUTES_DOCUMENTS, ROUTES_DESK, ROUTES_SIGNIN, ROUTE_TABLES };

#endif
