/* tests/flow/flow.h - a person with a browser, without a socket: fills a struct request, calls the
 * router, reads the response (design.md §9). As nginx does, a path under /gestion goes to the staff's
 * router, a PDF to that of the pool "documents", and all the rest to the applicants'. Real database,
 * each as its workers' own role (so that grants.sql is tested too); real crypto, each with the keys
 * that its workers hold (sys/holder.h: a page that wants another one aborts, and names it);
 * tests/flow/run gives them a server.
 *
 * Everything returned lives in `arena`, one a test. Addresses and drafts are fresh in each test, so
 * tests share a database and none sees another's rows. `now` is the clock of every request and of
 * the database behind it: a test moves it as it likes. */
#ifndef TESTS_FLOW_H
#define TESTS_FLOW_H

#include "../unit/suite.h"
#include "store/challenge.h"
#include "store/db.h"
#include "sys/crypto.h"
#include "web/router.h"

enum { PARALLEL_MAX = 64 };

struct browser {
    struct str sid;  /* __Host-sid; empty: none */
    struct str desk; /* __Host-gestion; empty: none */
    struct str known, desk_known; /* __Host-connu, __Host-gestion-connu: a mailbox was proved here */
    struct str at;   /* where the last get ended: the page's own address */
    struct str page; /* the last page shown: what is hidden in its forms goes with the next post */
    /* What the client sends; NULL: as a browser of today does. */
    const char *address, *origin, *fetch_site, *accept, *content_type, *user_agent;
    bool too_large, malformed; /* as the gateway marks a body */
};

struct reply {
    int status;
    struct str type, headers, body, location;
    unsigned statements; /* BEGIN and COMMIT not counted */
    size_t pieces, piece; /* of a body that was streamed: how many, and the largest; */
    size_t heap;          /* and how much memory it took at most beyond what it began with */
};

extern struct arena *arena;
extern struct instant now;
extern struct router router; /* movsc_web */
extern struct router papers; /* movsc_documents */
extern struct router door;   /* movsc_signin: where the staff prove who they are */
extern struct router desk;   /* movsc_staff: /gestion */
extern struct site site;     /* a demonstration: limits by address are wide; every key */

/* A page that is given a name in its address (?cle=…) is asked for again with it, as a browser does. */
struct reply get(struct browser *b, const char *path);
/* To the form of that action on the last page, whatever name its address has; adds to `fields` (already
 * encoded) what it hides: the token, base, key; without such a form, the token of any. What the answer
 * sends on to, to be read again before it is sent, is the reply. */
struct reply post(struct browser *b, const char *path, const char *fields);
/* The same with nothing added. */
struct reply post_bare(struct browser *b, const char *path, struct str body);
struct reply ask(struct browser *b, enum method method, const char *path, struct str body);
/* The same, by the router named, whatever the path. */
struct reply ask_of(struct router *by, struct browser *b, enum method method, const char *path,
    struct str body);
/* A reply's redirection, followed. */
struct reply follow(struct browser *b, const struct reply *r);
/* The token that the last page's forms carry. */
struct str token_of(const struct browser *b);

struct str fresh_email(void);
/* The newest challenge sent there, its code and its link. */
struct challenge challenge_of(struct str email);
struct str code_for(struct str email);
struct str wrong_code_for(struct str email);
struct str link_for(struct str email);
/* Somebody of the staff, new, with these roles (enum role), signed in with both factors just now in
 * this browser. Their row's id; the rest by root_text. flow_staff_id without a browser. */
uint64_t flow_staff(struct browser *b, unsigned roles);
uint64_t flow_staff_id(unsigned roles);
/* A session for somebody who is there already. */
void flow_staff_session(struct browser *b, uint64_t staff);
/* The token that every form of the desk carries in this browser. */
struct str desk_token(const struct browser *b);
/* A draft begun in this browser: its public id. */
struct str start(struct browser *b);
/* All the way, by code: the address is an account's afterwards. */
void sign_in(struct browser *b, struct str email);
/* Signed in, with a candidacy of this year, whole and submitted: an eligible person who pays
 * `payer`, called `family`. The submission's public id; *reference if not NULL. */
struct str submitted_candidacy(
    struct browser *b, const char *family, const char *payer, struct str *reference);
/* From a draft that is whole to the receipt. */
void submit(struct browser *b, struct str id);
/* Signed in, with a candidacy of this year. */
struct str signed_in_candidacy(struct browser *b, struct str *email);
/* "/candidature/ID" and "/candidature/ID/TAIL", printf-like for the rest. */
const char *at(struct str id, const char *tail);
const char *text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A whole identity with that address, encoded. */
const char *identity_of(struct str email);

/* What a page shows in the field of that name, entities undone: an input's or area's value, the
 * checked radio, box or option; p == NULL when there is none. */
struct str shown(const struct reply *r, const char *name);
bool has(struct str page, const char *words);
/* The beginning of a page's main part, for a message. */
const char *glimpse(const struct reply *r);
/* The value of a response header; p == NULL without it. */
struct str header_of(const struct reply *r, const char *name);
/* jar.c: what a response sets is kept, and goes with the next request. */
void jar_keep(struct browser *b, const struct reply *r);
struct str jar_header(struct arena *a, struct browser *b);

/* The private server, as that user of the database. */
struct db *flow_connect(const char *user);
/* As the server's administrator. */
uint64_t root_number(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
struct str root_text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void root_run(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* fn in n processes at once, each with its own connection and router; what each returns. */
typedef uint64_t (*parallel_fn)(unsigned index, const void *arg);
void parallel(unsigned n, parallel_fn fn, const void *arg, uint64_t *out);

int flow_suite(const char *name, const suite_test *tests, size_t n);
#define FLOW_MAIN(name, ...)                                                                       \
    int main(void)                                                                                 \
    {                                                                                              \
        const suite_test tests[] = {__VA_ARGS__};                                                  \
        return flow_suite(name, tests, sizeof tests / sizeof *tests);                              \
    }

#define ck_status(got, wanted)                                                                     \
    do {                                                                                           \
        const struct reply r_ = (got);                                                             \
        ck_assert_msg(r_.status == (wanted), "status %d, expected %d: %.*s\n%s", r_.status,        \
            (wanted), STR_ARG(r_.location), glimpse(&r_));                                         \
    } while (0)
#define ck_goes(got, where)                                                                        \
    do {                                                                                           \
        const struct reply goes_ = (got);                                                          \
        ck_status(goes_, 303);                                                                     \
        ck_assert_str_is(goes_.location, where);                                                   \
    } while (0)
#define ck_says(got, words)                                                                        \
    do {                                                                                           \
        const struct reply says_ = (got);                                                          \
        ck_assert_msg(has(says_.body, words), "not there: «%s» in\n%s", words, glimpse(&says_));   \
    } while (0)
#define ck_silent(got, words)                                                                      \
    ck_assert_msg(!has((got).body, words), "there: «%s» in\n%s", words, glimpse(&(got)))

#endif
