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
/* Status, Content-Type, Content-Length, the response's headers, the body (not for HEAD, 204, 304).
 * A client gone is no error. False, after a log line, when the response broke its own maximum: a
 * plain 500 was sent instead. */
bool gateway_write(struct FCGX_Request *f, const struct request *q, const struct response *r);

#endif
