/* tests/flow/lost.h - the database that goes away in the midst of a request. Every test of the flow is
 * also this one: the first times that a program meets a route, the request is sent again and again
 * before it is answered, and each time the connection breaks one statement later, a commit included.
 * Each of these answers must be the page of a service that is away, and must have done nothing: the
 * test itself sees to that, since it goes on as if nothing had happened. Only the counters of attempts
 * are put back, which count what comes to nothing too. */
#ifndef TESTS_FLOW_LOST_H
#define TESTS_FLOW_LOST_H

#include "flow.h"

enum { LOST_TIMES = 2 }; /* of each route: the first one is often a refusal */

/* Before the first test of a program. */
void lost_begin(void);
/* Not in this process: it is one of many at once. */
void lost_never(void);
/* ask_of (flow.h) by means of `once`, and what comes before it. */
struct reply lost_ask(
    struct reply (*once)(struct router *, struct browser *, enum method, const char *, struct str),
    struct router *by, struct browser *b, enum method method, const char *path, struct str body);
/* The statement that found the connection broken is behind us: what is streamed may break off. */
bool lost_now(void);
/* How often this test's requests have been tried in vain. */
unsigned lost_tries(void);

#endif
