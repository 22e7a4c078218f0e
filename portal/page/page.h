/* page/page.h - all that a page may touch. Filled by web/router; a page loads, decides (domain),
 * stores, shows (view), and returns RC_OK with p->res filled, or says what the world did. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/arena.h"
#include "base/day.h"
#include "base/rc.h"
#include "http/request.h"
#include "http/response.h"
#include "store/facts.h"
#include "store/session.h"

struct db;
struct page;

/* Who is there. A visitor has only a signed cookie, and no row (session == 0). */
struct visit {
    uint64_t session;   /* row id, 0 for a visitor */
    uint64_t account;   /* 0 until an address has been proved */
    struct str email;   /* of the account; empty without */
    unsigned char device[32]; /* hash of this browser's cookie: binds challenges, names the writer */
    bool has_cookie;
};

/* What web lends to pages, so that page/ needs nothing of web/. */
struct page_web {
    /* Ends what was there, makes a fresh session row and sets its cookie (a new id at every
     * change of privilege, ASVS 7.2.4). account 0: a session that only holds a draft. `day`: the
     * "24 h sur cet appareil" choice. */
    enum rc (*session_start)(struct page *p, uint64_t account, bool day);
    enum rc (*session_end)(struct page *p);
    /* The token that every form carries; makes the visitor's cookie when there is none. */
    struct str (*csrf)(struct page *p);
    /* Counts one act against a named limit (web/limit.c's table) for `who` ("" = the address
     * prefix). RC_THROTTLED with Retry-After once it is used up. */
    enum rc (*limit)(struct page *p, const char *limit, struct str who);
};

struct site { /* machine settings a page may know */
    struct str base_url; /* "https://candidature.example.fr", no slash at the end */
    bool demo;
    const struct keys *keys; /* sys/crypto.h */
};

struct page {
    struct arena *a;
    const struct request *req;
    struct response *res;
    struct db *db;
    struct instant now; /* one clock for the whole request */
    struct day today;   /* in Paris */
    const struct facts *facts; /* every ⚖ fact: intake, tariffs, settings; store/facts.h */
    const struct site *site;
    const struct page_web *web;
    struct visit visit;
    struct params query, form; /* declared names only */
    struct str part[4];        /* {holes} of the route's pattern, in order */
    uint64_t ref;              /* id of the object that the route's guard found and that is ours */
    const struct route *route;
};

typedef enum rc (*page_fn)(struct page *p);

/* Value of a declared parameter of the body (or of the query); p == NULL when absent. */
struct str page_form(const struct page *p, const char *name);
struct str page_query(const struct page *p, const char *name);

#endif
