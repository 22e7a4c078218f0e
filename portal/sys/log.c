#include "sys/log.h"

#include "base/utf8.h"
#include "sys/clock.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

enum { PAIRS_MAX = 16, CONTEXT_MAX = 64 };

static enum log_level level_least = LOG_INFO;
static char request_bytes[CONTEXT_MAX], route_bytes[CONTEXT_MAX];
static struct str request_now, route_now;

static struct str keep(char *to, struct str s)
{
    size_t n = s.n < CONTEXT_MAX ? s.n : CONTEXT_MAX;
    if (n)
        memcpy(to, s.p, n);
    return (struct str){to, n};
}

void log_set_request(struct str request_id, struct str route)
{
    request_now = keep(request_bytes, request_id);
    route_now = keep(route_bytes, route);
}

void log_set_route(const char *route)
{
    route_now = keep(route_bytes, str_c(route));
}

void log_set_level(enum log_level least)
{
    level_least = least;
}

/* Not base/json.h: what is logged may be no UTF-8. Its bytes are then shown one by one as U+00XX, so
 * that the line always parses and nothing is lost to the reader. */
static void put_json(struct buf *out, struct str whole)
{
    struct str s = utf8_fit(whole, LOG_VALUE_MAX);
    bool text = utf8_valid(s);
    buf_putc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f || (c >= 0x80 && !text))
            buf_printf(out, "\\u%04x", (unsigned)c);
        else
            buf_putc(out, (char)c);
    }
    if (s.n < whole.n)
        buf_puts(out, "…");
    buf_putc(out, '"');
}

static void put_time(struct buf *out, int64_t ms)
{
    int64_t s = ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
    char text[32];
    struct buf sql;
    buf_init(&sql, sizeof text);
    instant_format_sql(&sql, (struct instant){s});
    size_t n = sql.n < sizeof text ? sql.n : sizeof text - 1;
    memcpy(text, sql.p ? sql.p : "", sql.p ? n : 0);
    buf_free(&sql);
    if (n > 10)
        text[10] = 'T';
    buf_printf(out, "%.*s.%03dZ", (int)n, text, (int)(ms - s * 1000));
}

void log_format(struct buf *out, int64_t unix_ms, int pid, enum log_level level,
    const char *event, struct str request_id, struct str route, const struct log_pair *pairs)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    buf_puts(out, "{\"time\":\"");
    put_time(out, unix_ms);
    buf_printf(out, "\",\"level\":\"%s\",\"event\":\"%s\",\"pid\":%d", names[level], event, pid);
    if (request_id.n) {
        buf_puts(out, ",\"request\":");
        put_json(out, request_id);
    }
    if (route.n) {
        buf_puts(out, ",\"route\":");
        put_json(out, route);
    }
    for (const struct log_pair *p = pairs; p->kind != LOG_PAIR_END; p++) {
        buf_printf(out, ",\"%s\":", p->key);
        if (p->kind == LOG_PAIR_TEXT)
            put_json(out, p->text);
        else if (p->kind == LOG_PAIR_BOOL)
            buf_puts(out, p->number ? "true" : "false");
        else
            buf_printf(out, "%lld", (long long)p->number);
    }
    buf_puts(out, "}\n");
}

void log_event(enum log_level level, const char *event, ...)
{
    if (level < level_least)
        return;
    int saved = errno;
    struct log_pair pairs[PAIRS_MAX + 1];
    size_t n = 0;
    va_list ap;
    va_start(ap, event);
    for (; n < PAIRS_MAX; n++) {
        pairs[n] = va_arg(ap, struct log_pair);
        if (pairs[n].kind == LOG_PAIR_END)
            break;
    }
    va_end(ap);
    pairs[n] = LOG_END;
    struct buf line;
    buf_init(&line, LOG_LINE_MAX);
    log_format(&line, clock_now_ms(), (int)getpid(), level, event, request_now, route_now, pairs);
    if (line.overflow) { /* rather the event alone than half a line of JSON */
        static const struct log_pair none[] = {{LOG_PAIR_BOOL, "cut", {NULL, 0}, 1},
            {LOG_PAIR_END, NULL, {NULL, 0}, 0}};
        buf_reset(&line);
        log_format(&line, clock_now_ms(), (int)getpid(), level, event, request_now, route_now, none);
    }
    /* One write, so that lines of many processes do not mix. A log that cannot be written is no
     * reason to fail a person's request. */
    if (line.n && write(STDERR_FILENO, line.p, line.n) < 0)
        errno = saved;
    buf_free(&line);
    errno = saved;
}
