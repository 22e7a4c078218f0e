/* http/request.h - a request as the rest of the house sees it; pure.
 *
 * fcgi/gateway fills it (or a flow test does, without a socket). Everything is borrowed from the
 * request's arena. Nothing here has been judged but its size and shape. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/rc.h"

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

struct request {
    enum method method;
    struct str path;         /* "/candidature/abc", decoded by nobody: as nginx gave it */
    struct str query;        /* without "?" */
    struct str cookie;       /* the whole Cookie header */
    struct str content_type; /* "application/x-www-form-urlencoded; charset=…" */
    struct str body;         /* CONTENT_LENGTH bytes, checked by the gateway */
    struct str id;           /* request id made by nginx, [0-9a-f]{32} */
    struct str address;      /* the client's IP, from nginx */
    struct str host;         /* only to be compared with the configured one, never to build URLs */
    struct str origin;       /* Origin header */
    struct str fetch_site;   /* Sec-Fetch-Site */
    struct str user_agent;   /* what the browser says of itself: only ever named back to its owner */
    struct str accept;       /* Accept: "application/json" marks our own script */
    bool too_large; /* CONTENT_LENGTH over the cap: the body was not read; answer 413 */
    bool malformed; /* the body was not as long as announced, or a header was over its cap: body and
                     * that header are empty; answer 400 */
};

/* name=value pairs, in order, decoded. */
struct param {
    struct str name, value;
};
struct params {
    struct param *v;
    size_t n;
};

enum {
    PARAMS_MAX = 200,            /* pairs in one form */
    PARAM_NAME_MAX = 64,         /* bytes */
    BODY_FORM_MAX = 256 * 1024,  /* bytes of an urlencoded body */
    PATH_MAX_BYTES = 512,
    COOKIE_MAX = 8 * 1024,
};

/* application/x-www-form-urlencoded. RC_TOO_LARGE over the caps; RC_INVALID on a broken
 * %-escape, a NUL, or bytes that are not UTF-8 after decoding. */
enum rc params_parse(struct arena *a, struct str encoded, struct params *out) MUST_USE;
/* The value of `name`; a str with p == NULL when absent. `dup` (may be NULL) is set when the name
 * stands more than once: the router refuses those for declared names. */
struct str params_get(const struct params *ps, const char *name, bool *dup);
/* Appends name=value, percent-encoded, with '&' between. */
void params_put(struct buf *out, struct str name, struct str value);
/* The value of one cookie in a Cookie header; p == NULL when absent, twice there, or malformed. */
struct str cookie_get(struct str header, const char *name);
/* Percent-encodes all but RFC 3986 unreserved bytes. */
void percent_encode(struct buf *out, struct str s);

#endif
