/* web/router.h - the way of one request: match, know who is there, read what is declared, check
 * the door, let the page work, turn what the world did into a status.
 *
 * One router per worker; it owns the worker's snapshot of the facts. */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H

#include "web/route.h"

struct router {
    struct db *db;
    const struct site *site;
    const struct route_table *table;
    struct facts *facts; /* NULL until the database has answered once */
};

/* Fills `res`; never fails. `note` is called once with the route's name (for the scoreboard and
 * the log); it may be NULL. */
void router_handle(struct router *r, struct arena *a, const struct request *req,
    struct instant now, struct response *res, void (*note)(void *ctx, const char *route),
    void *ctx);
void router_free(struct router *r);

/* The table's row for a method and path; NULL with *other set when only another method would
 * match. */
const struct route *route_find(const struct route_table *table, enum method method,
    struct str path, struct str part[4], bool *other);

#endif
