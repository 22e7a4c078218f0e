/* web/limit.h - how often one person or one address may do a thing: one row a limit.
 *
 * Counters are rows keyed by a keyed hash (no address is kept in clear) and a fixed window; one
 * statement an act. The demonstration is one machine for everybody, so there the limits counted by
 * address are fifty times wider; those counted by e-mail are the real ones. */
#ifndef WEB_LIMIT_H
#define WEB_LIMIT_H

#include "page/page.h"

struct limit {
    const char *name;
    unsigned most;   /* acts … */
    int64_t seconds; /* … in this window */
    bool pair;       /* counted for who and address together: a stranger elsewhere uses up their own */
};

extern const struct limit limits[];
extern const size_t limits_n;

/* What struct page_web lends. who empty: the client's address (IPv6: its /48). */
enum rc limit_count(struct page *p, const char *name, struct str who);
enum rc limit_back(struct page *p, const char *name, struct str who);
enum rc limit_know(struct page *p, struct str who);
enum rc limit_known(struct page *p, struct str who, bool *known);

#endif
