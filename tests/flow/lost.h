/* tests/flow/lost.h - the database that goes away in the midst of a request. Every test of the flow is
 * also this one: the first times that a program meets a route, the request is sent again and again
 * before it is answered, and each time the connection breaks one statement later, a commit included.
 * Each of these answers must be the page of a service that is away, no mail may have been queued, and
 * whatever else was done must not be in the way when the same request is sent again: the test goes on
 * from there as if nothing had happened. Only the counters of attempts are put back, which rightly
 * count what comes to nothing too. */
#ifndef TESTS_FLOW_LOST_H
#define TESTS_FLOW_LOST_H

#include "flow.h"

/* Of each route, in a program: until so many requests were accepted, or so many refused; half as many
 * where a password is asked for, which takes a while to check. */
enum { LOST_ACCEPTED = 2, LOST_REFUSED = 4 };

/* Before the first test of a program. */
void lost_begin(void);
/* Not in this process: it is one of many at once, or counts what every attempt leaves behind. */
void lost_never(void);
/* ask_of (flow.h) by means of `once`, and what comes before it. */
struct reply lost_ask(
    struct reply (*once)(struct router *, struct browser *, enum method, const char *, struct str),
    struct router *by, struct browser *b, enum method method, const char *path, struct str body);
/* Has a statement of this request found the connection broken? What is streamed may then break off. */
bool lost_now(void);

#endif
