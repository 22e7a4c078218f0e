/* fcgi/gateway.h - FastCGI parameters <-> struct request and struct response.
 *
 * What nginx must send (each missing one is an empty str): REQUEST_METHOD, REQUEST_URI (path and
 * query as the client wrote them), CONTENT_TYPE, CONTENT_LENGTH, REQUEST_ID ($request_id),
 * REMOTE_ADDR, HTTP_HOST, HTTP_COOKIE, HTTP_ORIGIN, HTTP_SEC_FETCH_SITE, HTTP_ACCEPT. All other
 * parameters are ignored. Nothing here fails: a bad request is one whose flags are set. */
#ifndef FCGI_GATEWAY_H
#define FCGI_GATEWAY_H

#include "http/request.h"
#include "http/response.h"

struct FCGX_Request;

/* Copies what we keep of the parameters into the arena, each capped, and reads the whole body of a
 * POST when it is at most body_max bytes. */
void gateway_read(struct arena *a, struct FCGX_Request *f, size_t body_max, struct request *q);
enum gateway_end {
    GATEWAY_SENT,
    GATEWAY_SORRY, /* the response broke its own maximum, or its stream at once: a plain 500 instead */
    GATEWAY_CUT,   /* its stream broke while it was sent: the connection must be closed as it is */
};
/* Status, Content-Type, Content-Length (none for a stream), the response's headers, the body or the
 * stream (not for HEAD, 204, 304). A client gone is no error. `alive` is called after each piece of
 * a stream; *bytes is what was sent of the body. What is not GATEWAY_SENT has been logged. */
enum gateway_end gateway_write(struct FCGX_Request *f, const struct request *q, struct response *r,
    void (*alive)(void *arg), void *arg, uint64_t *bytes);

#endif
