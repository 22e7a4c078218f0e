/* fcgi/app.h - what a pool serves: the hook that cmd/ fills, so that fcgi/ knows no page.
 *
 * Every function runs in a worker process, one request at a time. `start` opens what lives as long
 * as the worker (its database connection, its templates) within the pool's request limit, and may
 * return NULL: the worker then ends and is started again later, more and more slowly. `handle`
 * fills the response and calls note(arg, route name) as soon as it knows the route, so that a
 * death can be logged with it; the name is a literal. An app reads request.too_large and
 * request.malformed before anything else. `stop` is called when a worker ends well. */
#ifndef FCGI_APP_H
#define FCGI_APP_H

#include "http/request.h"
#include "http/response.h"

typedef void (*app_note)(void *arg, const char *route);

struct app {
    void *(*start)(void *ctx);
    void (*handle)(void *worker, struct arena *a, const struct request *q, struct response *r,
        app_note note, void *arg);
    void (*stop)(void *worker);
    void *ctx;       /* given to start; owned by cmd/ */
    size_t body_max; /* bytes of a request's body; 0: BODY_FORM_MAX */
};

#endif
