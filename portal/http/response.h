/* http/response.h - what goes back; pure. The gateway writes it out. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/rc.h"

enum { RESPONSE_MAX = 2 * 1024 * 1024, RESPONSE_HEADERS_MAX = 16 * 1024 };

/* A body that is made while it is sent, for what is too long to hold. Each call puts one more piece
 * into `out`, which comes empty, and may put none (it was busy for a while); *end after the last
 * one. Anything but RC_OK, or a piece over RESPONSE_MAX: before the first byte it is an error page,
 * after it the client sees an answer that was cut short, never one that looks whole. Not called at
 * all for HEAD; not to the end when the client has gone. Each call may take as long as a request
 * may; all of them, STREAM_TIMES as long. `ctx` lives in the request's arena. */
enum { STREAM_TIMES = 15 };
typedef enum rc (*stream_fn)(void *ctx, struct buf *out, bool *end);

struct response {
    int status;          /* 200 at birth */
    const char *type;    /* "text/html; charset=utf-8" at birth; a literal */
    struct buf headers;  /* "Name: value\r\n"… beyond Status and Content-Type */
    struct buf body;
    stream_fn stream;    /* instead of body; NULL: none */
    void *stream_ctx;
};

void response_init(struct response *r);
void response_free(struct response *r);
/* Forgets status, headers and body: an error page replaces whatever was begun. */
void response_reset(struct response *r);
/* One header. CR, LF or NUL in the value aborts: every value is made by us or already judged. */
void response_header(struct response *r, const char *name, struct str value);
/* 303 See Other to a path of ours (begins with one '/'). */
void response_redirect(struct response *r, struct str path);
/* A cookie with Secure; HttpOnly; SameSite=Lax; Path=/; max_age seconds, 0 = until the browser
 * closes, negative = forget it. */
void response_cookie(struct response *r, const char *name, struct str value, int max_age);

#endif
