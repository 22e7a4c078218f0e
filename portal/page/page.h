/* page/page.h - all that a page may touch. Filled by web/router; a page loads, decides (domain),
 * stores, shows (view), and returns RC_OK with p->res filled, or says what the world did. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/arena.h"
#include "base/day.h"
#include "base/rc.h"
#include "domain/field.h"
#include "domain/roles.h"
#include "http/request.h"
#include "http/response.h"
#include "store/candidacy.h"
#include "store/facts.h"
#include "store/session.h"
#include "store/staff_session.h"

struct db;
struct keys;
struct limit;
struct page;

/* Who is there. A visitor has only a signed cookie, and no row (session == 0). */
struct visit {
    uint64_t session;   /* row id, 0 for a visitor */
    uint64_t account;   /* 0 until an address has been proved */
    struct str email;   /* of the account; empty without */
    unsigned char device[32]; /* this browser: binds challenges, names the writer of a field. Kept
                                 when the session's id changes at sign-in */
    struct str cookie;  /* the cookie's value, web's own; empty: none came with the request */
    struct session row; /* what the database knows of the session; row.id == 0 for a visitor */
};

/* Who of the staff is there (pool "staff" only). */
struct staff_visit {
    uint64_t id;       /* staff row; 0: nobody */
    uint64_t session;  /* staff_session row */
    struct str public_id, name, email;
    unsigned roles;    /* enum role bits */
    bool full;         /* both factors were given; false: half way through signing in */
    bool enrol;        /* half way, and the second factor is still to be chosen */
    bool was;          /* the session has ended, and told who it was: kept text waits for them */
    struct instant proved; /* when both were last given: privileged acts ask again after a while */
    struct instant last_seen, absolute_end;
    /* What every page of the desk says of mails (store/staff_session.h). */
    struct instant mails_held;
    struct str mails_held_at;
    uint64_t mails_failed;
    uint64_t purges_held;
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
    /* The form that may be posted at a path of this pool; NULL: none. */
    const struct form *(*asked_at)(const struct page *p, struct str path);
    /* Counts one act against a named limit (web/limit.c's table) for `who`, where the row asks for
     * one. RC_THROTTLED, with Retry-After and p->wait, when it is asked for too soon. */
    enum rc (*limit)(struct page *p, const char *limit, struct str who);
    /* The same for an act that sends a mail to a mailbox which its author may not read. *due: when
     * it leaves; .s == 0: at once. What a known browser asks for its own mailbox is not counted. */
    enum rc (*limit_mail)(
        struct page *p, const char *limit, struct str email, struct instant *due);
    /* An act that was counted and went well is not one of those: taken back. */
    enum rc (*limit_back)(struct page *p, const char *limit, struct str who);
    /* All that this request has counted, given back: it came to nothing by our fault (the router
     * does that), or it was the same form again. */
    void (*limit_undo)(struct page *p);
    /* Seconds that a mail to a mailbox never proved waits now, because so many are asked for. */
    enum rc (*flood)(struct page *p, int64_t *wait);
    /* `who` is at home on this network from now on; and: are they? */
    enum rc (*at_home)(struct page *p, struct str who);
    enum rc (*is_home)(struct page *p, struct str who, bool *home);
    /* That mailbox has been proved in this browser, on this network. Inside page_tx: a cookie. */
    enum rc (*proved)(struct page *p, struct str email);
    /* At the desk: whose mailbox it is has given both factors in this browser. A cookie too. */
    void (*known)(struct page *p, struct str email);
    /* The same at the desk: ends what was there, starts a session at `stage` for that person. */
    enum rc (*staff_start)(struct page *p, uint64_t staff, enum staff_stage stage);
    enum rc (*staff_end)(struct page *p);
};

struct site;
struct page_mail {
    struct str subject, text, html, reply_to;
    bool attached; /* a document's PDF goes with it */
};

struct site { /* machine settings a page may know */
    struct str base_url; /* "https://candidature.example.fr", no slash at the end */
    bool demo;
    const char *common_passwords; /* a file, one word a line: no password is built on one */
    const struct keys *keys; /* sys/crypto.h */
    /* A mail as portal-jobs would make it, to be looked at before it goes: mail/ is not page/'s to
     * know, so cmd/ lends this (cmd/mail_show.c). False, logged: these facts are not that kind's. */
    bool (*mail)(struct arena *a, const struct site *site, const struct facts *facts,
        const char *kind, struct str params, struct page_mail *out);
};

/* An act that this request counted (web/limit.h), so that it can be given back. */
struct page_counted {
    const struct limit *limit;
    unsigned char bucket[32];
};
enum { PAGE_COUNTED_MAX = 8 };

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
    struct staff_visit staff;
    bool desk; /* served by the staff's pool */
    struct params query, form; /* declared names only */
    struct str part[4];        /* {holes} of the route's pattern, in order */
    struct candidacy *candidacy; /* GUARD_CANDIDACY: the one in the path, which is this person's */
    struct page_counted counted[PAGE_COUNTED_MAX];
    size_t counted_n;
    int64_t wait; /* RC_THROTTLED: seconds until it may be asked for again */
    bool full;    /* RC_UNAVAILABLE: the database's disk is */
    bool unsaved; /* what was typed into a form of ours came to nothing: it is shown again */
    const struct form *asks; /* the route's form: what may be posted; NULL without one */
    /* POST: where the browser's history finds this answer again, an address that GET answers. Empty
     * where only sending it again would do. */
    struct str at;
    /* POST of a ROUTE_KEPT page that did nothing but show what was typed: gets an address (page/kept.h) … */
    bool reads;    /* … where it is read again before it is sent, not the form itself; */
    bool in_place; /* … or none: a part of it is our script's, which asked for no more */
    bool shown;    /* it got one */
    bool kept;     /* GET: what was typed there is in `form` */
};

enum { PAGE_WAY_MAX = 2048 }; /* bytes of an address of ours with its query */

typedef enum rc (*page_fn)(struct page *p);

/* tx_run (store/tx.h) for what also changes who is there: when fn is run once more, and when it came
 * to nothing, the visit, the response's status and its headers are what they were before (but for
 * Retry-After, which goes with RC_THROTTLED). So a code is used up and the session it opens begins
 * together, or neither. */
enum rc page_tx(struct page *p, enum rc (*fn)(struct db *db, void *arg), void *arg) MUST_USE;

/* Value of a declared parameter of the body (or of the query); p == NULL when absent. */
struct str page_form(const struct page *p, const char *name);
struct str page_query(const struct page *p, const char *name);
/* A path as ours are: letters, digits, - and _ between single slashes. */
bool page_path_plain(struct str path);
/* Where this request went: its path, with the pairs of its query that the route declares. */
struct str page_here(const struct page *p);
/* A way of ours back to a page: a plain path, and maybe a query as page_here writes it. */
bool page_way_plain(struct str way);
/* The same inside a query of its own, as the value of one parameter. */
struct str page_way_kept(const struct page *p, struct str way);

#endif
