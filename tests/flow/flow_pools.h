/* tests/flow/flow_pools.h - the pools of portal-web, each a router with what its workers hold: flow.c's
 * own. */
#ifndef TESTS_FLOW_POOLS_H
#define TESTS_FLOW_POOLS_H

#include "flow.h"

void pools_begin(void);
void pools_end(void);
/* A connection for each router, as its role; and closed. */
void pools_connect(void);
void pools_disconnect(void);
/* The one that nginx would ask (common/server.conf). */
struct router *pools_router(const char *path);
/* router_handle with the keys of that pool. */
void pools_handle(
    struct router *by, struct arena *a, const struct request *req, struct response *res);

#endif
