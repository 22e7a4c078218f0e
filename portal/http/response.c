#include "http/response.h"

#include <stdlib.h>

void response_init(struct response *r)
{
    *r = (struct response){.status = 200, .type = "text/html; charset=utf-8"};
    buf_init(&r->headers, RESPONSE_HEADERS_MAX);
    buf_init(&r->body, RESPONSE_MAX);
}

void response_free(struct response *r)
{
    buf_free(&r->headers);
    buf_free(&r->body);
}

void response_reset(struct response *r)
{
    r->status = 200;
    r->type = "text/html; charset=utf-8";
    r->stream = NULL;
    r->stream_ctx = NULL;
    buf_reset(&r->headers);
    buf_reset(&r->body);
}

void response_header(struct response *r, const char *name, struct str value)
{
    if (str_has_control(value, ""))
        abort();
    buf_printf(&r->headers, "%s: %.*s\r\n", name, STR_ARG(value));
}

void response_redirect(struct response *r, struct str path)
{
    if (path.n == 0 || path.p[0] != '/' || (path.n > 1 && path.p[1] == '/'))
        abort();
    r->status = 303;
    buf_reset(&r->body);
    response_header(r, "Location", path);
}

void response_cookie(struct response *r, const char *name, struct str value, int max_age)
{
    if (str_has_control(value, ""))
        abort();
    buf_printf(&r->headers, "Set-Cookie: %s=%.*s; Path=/; Secure; HttpOnly; SameSite=Lax", name,
        STR_ARG(value));
    if (max_age > 0)
        buf_printf(&r->headers, "; Max-Age=%d", max_age);
    else if (max_age < 0)
        buf_puts(&r->headers, "; Max-Age=0");
    buf_puts(&r->headers, "\r\n");
}
