#include "fcgi/gateway.h"

#include "base/codec.h"
#include "sys/crypto.h"
#include "sys/log.h"

#include <fcgiapp.h>
#include <stddef.h>

enum { HEADER_MAX = 512, ID_BYTES = 16 };

struct param_row {
    const char *name;
    size_t at, max;
};

#define ROW(name, member, max) {name, offsetof(struct request, member), max}

static const struct param_row rows[] = {
    ROW("HTTP_COOKIE", cookie, COOKIE_MAX),
    ROW("CONTENT_TYPE", content_type, HEADER_MAX),
    ROW("REQUEST_ID", id, 2 * ID_BYTES),
    ROW("REMOTE_ADDR", address, 64),
    ROW("HTTP_HOST", host, 256),
    ROW("HTTP_ORIGIN", origin, HEADER_MAX),
    ROW("HTTP_SEC_FETCH_SITE", fetch_site, 32),
    ROW("HTTP_USER_AGENT", user_agent, 2 * HEADER_MAX),
    ROW("HTTP_ACCEPT", accept, HEADER_MAX),
};

/* What is read on the way and not kept as it came. */
struct raw {
    struct str method, uri, length;
};

static void take_row(struct arena *a, struct request *q, struct str name, struct str value)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str *to = (struct str *)(void *)((char *)q + rows[i].at);
        if (!str_eq_c(name, rows[i].name) || to->p)
            continue;
        if (value.n > rows[i].max)
            q->malformed = true;
        else
            *to = arena_dup(a, value);
        return;
    }
}

static struct raw take_params(struct arena *a, char **envp, struct request *q)
{
    struct raw raw = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    for (; envp && *envp; envp++) {
        struct str pair = str_c(*envp);
        size_t eq = str_find(pair, '=');
        struct str name = str_slice(pair, 0, eq), value = str_slice(pair, eq + 1, pair.n);
        if (str_eq(name, STR("REQUEST_METHOD")))
            raw.method = value;
        else if (str_eq(name, STR("REQUEST_URI")))
            raw.uri = value;
        else if (str_eq(name, STR("CONTENT_LENGTH")))
            raw.length = value;
        else
            take_row(a, q, name, value);
    }
    return raw;
}

static enum method method_of(struct str s)
{
    if (str_eq(s, STR("GET")))
        return METHOD_GET;
    if (str_eq(s, STR("HEAD")))
        return METHOD_HEAD;
    return str_eq(s, STR("POST")) ? METHOD_POST : METHOD_OTHER;
}

static void take_uri(struct arena *a, struct request *q, struct str uri)
{
    size_t mark = str_find(uri, '?');
    struct str query = str_slice(uri, mark + 1, uri.n);
    if (mark > PATH_MAX_BYTES || query.n > PATH_MAX_BYTES * 4) {
        q->malformed = true;
        return;
    }
    q->path = arena_dup(a, str_slice(uri, 0, mark));
    q->query = arena_dup(a, query);
}

/* nginx's $request_id; ours when the worker is driven by something else. */
static void check_id(struct arena *a, struct request *q)
{
    unsigned char bytes[ID_BYTES];
    if (q->id.n == 2 * ID_BYTES && hex_decode(q->id, bytes, ID_BYTES))
        return;
    random_bytes(bytes, ID_BYTES);
    q->id = hex_encode(a, (struct str){(const char *)bytes, ID_BYTES});
}

/* A body shorter or longer than announced is never shown to a page: half a form looks like a form
 * (10 of 20 bytes were processed by a program that did not compare). */
static void read_body(struct arena *a, FCGX_Stream *in, struct str length, size_t max,
    struct request *q)
{
    uint64_t n = 0;
    if (length.n && !str_to_u64(length, INT64_MAX, &n)) {
        q->malformed = true;
        return;
    }
    if (n > max) {
        q->too_large = true;
        return;
    }
    char extra;
    char *body = arena_alloc(a, (size_t)n + 1);
    int got = n ? FCGX_GetStr(body, (int)n, in) : 0;
    if (got != (int)n || FCGX_GetStr(&extra, 1, in) != 0 || FCGX_GetError(in) != 0)
        q->malformed = true;
    else
        q->body = (struct str){body, (size_t)n};
}

void gateway_read(struct arena *a, struct FCGX_Request *f, size_t body_max, struct request *q)
{
    *q = (struct request){.method = METHOD_OTHER};
    struct raw raw = take_params(a, f->envp, q);
    q->method = method_of(raw.method);
    take_uri(a, q, raw.uri);
    check_id(a, q);
    if (q->method == METHOD_POST)
        read_body(a, f->in, raw.length, body_max < INT32_MAX ? body_max : INT32_MAX, q);
}

static const char *reason_of(int status)
{
    static const struct { int status; const char *reason; } known[] = {{200, "OK"},
        {201, "Created"}, {204, "No Content"}, {301, "Moved Permanently"}, {302, "Found"},
        {303, "See Other"}, {304, "Not Modified"}, {400, "Bad Request"}, {401, "Unauthorized"},
        {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"}, {409, "Conflict"},
        {410, "Gone"}, {413, "Content Too Large"}, {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"}, {429, "Too Many Requests"},
        {500, "Internal Server Error"}, {503, "Service Unavailable"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].status == status)
            return known[i].reason;
    return "Status";
}

/* False when the client is gone: every POST is safe to send again. */
static bool put(struct FCGX_Request *f, struct str s)
{
    while (s.n) {
        int n = s.n < 1 << 20 ? (int)s.n : 1 << 20;
        if (FCGX_PutStr(s.p, n, f->out) < 0)
            return false;
        s = str_slice(s, (size_t)n, s.n);
    }
    return true;
}

/* length NULL: the body ends where it ends. */
static void put_head(struct FCGX_Request *f, int status, const char *type, const size_t *length)
{
    char head[256];
    int n = snprintf(head, sizeof head, "Status: %d %s\r\n", status, reason_of(status));
    if (status != 204 && status != 304)
        n += snprintf(
            head + n, sizeof head - (size_t)n, "Content-Type: %.100s\r\n", type);
    if (status != 204 && status != 304 && length)
        n += snprintf(head + n, sizeof head - (size_t)n, "Content-Length: %zu\r\n", *length);
    put(f, (struct str){head, (size_t)n});
}

static enum gateway_end put_sorry(struct FCGX_Request *f, const struct request *q)
{
    static const char sorry[] =
        "Une erreur de notre côté empêche d’afficher cette page. Ce qui était déjà enregistré "
        "l’est toujours. Vous pouvez réessayer dans quelques minutes.\n";
    static const size_t length = sizeof sorry - 1;
    put_head(f, 500, "text/plain; charset=utf-8", &length);
    put(f, STR("Cache-Control: no-store\r\n\r\n"));
    if (q->method != METHOD_HEAD)
        put(f, (struct str){sorry, length});
    return GATEWAY_SORRY;
}

/* One more piece. False, after a log line, when there is none to be had. */
static bool next_piece(struct response *r, bool *end)
{
    buf_reset(&r->body);
    enum rc rc = r->stream(r->stream_ctx, &r->body, end);
    if (rc == RC_OK && !r->body.overflow)
        return true;
    log_event(LOG_ERROR, "response.stream_broke",
        LOG_TEXT("rc", rc == RC_OK ? "overflow" : rc_name(rc)), LOG_END);
    return false;
}

static void put_heads(struct FCGX_Request *f, const struct response *r, const size_t *length)
{
    put_head(f, r->status, r->type, length);
    put(f, buf_str(&r->headers));
    put(f, STR("\r\n"));
}

/* The head waits for the first bytes: until then an error can still be said. */
static enum gateway_end put_stream(struct FCGX_Request *f, const struct request *q,
    struct response *r, void (*alive)(void *), void *arg, uint64_t *bytes)
{
    bool begun = false;
    for (bool end = false; !end; alive(arg)) {
        if (!next_piece(r, &end))
            return begun ? GATEWAY_CUT : put_sorry(f, q);
        if (!begun && (r->body.n || end)) {
            put_heads(f, r, NULL);
            begun = true;
        }
        if (!put(f, buf_str(&r->body)))
            return GATEWAY_SENT;
        *bytes += r->body.n;
    }
    return GATEWAY_SENT;
}

enum gateway_end gateway_write(struct FCGX_Request *f, const struct request *q, struct response *r,
    void (*alive)(void *arg), void *arg, uint64_t *bytes)
{
    *bytes = 0;
    if (r->body.overflow || r->headers.overflow) {
        log_event(LOG_ERROR, "response.overflow", LOG_INT("bytes", r->body.n), LOG_END);
        return put_sorry(f, q);
    }
    bool bodiless = q->method == METHOD_HEAD || r->status == 204 || r->status == 304;
    if (r->stream && !bodiless)
        return put_stream(f, q, r, alive, arg, bytes);
    put_heads(f, r, r->stream ? NULL : &r->body.n);
    *bytes = r->body.n;
    if (!bodiless)
        put(f, buf_str(&r->body));
    return GATEWAY_SENT;
}
