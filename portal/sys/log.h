/* sys/log.h - one JSON line per event, on standard error.
 *
 *   log_event(LOG_WARN, "db.retry", LOG_TEXT("statement", name), LOG_INT("errno", n), LOG_END);
 *
 * gives {"time":"2026-11-23T17:40:05.123Z","level":"warn","event":"db.retry","pid":42,
 * "request":"…","route":"…","statement":"…","errno":1213} and a line end, in one write(2), so that
 * lines of many processes do not mix. Text is JSON-encoded (never a raw control byte or line end)
 * and capped at LOG_VALUE_MAX bytes; a line at LOG_LINE_MAX. No personal data: ids and codes, no
 * names, addresses, answers or request lines (requirements.md, CNIL 2021-122, ASVS 16.2.5).
 * Never fails; errno is kept as it was. */
#ifndef SYS_LOG_H
#define SYS_LOG_H

#include "base/day.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
enum { LOG_VALUE_MAX = 300, LOG_LINE_MAX = 4000 };

struct log_pair {
    enum { LOG_PAIR_END, LOG_PAIR_TEXT, LOG_PAIR_INT, LOG_PAIR_BOOL } kind;
    const char *key; /* [a-z_]+, a literal */
    struct str text;
    int64_t number;
};

#define LOG_STR(key, s) ((struct log_pair){LOG_PAIR_TEXT, (key), (s), 0})        /* struct str */
#define LOG_TEXT(key, c) ((struct log_pair){LOG_PAIR_TEXT, (key), str_c(c), 0})  /* C string */
#define LOG_INT(key, n) ((struct log_pair){LOG_PAIR_INT, (key), {NULL, 0}, (int64_t)(n)})
#define LOG_BOOL(key, b) ((struct log_pair){LOG_PAIR_BOOL, (key), {NULL, 0}, (b) ? 1 : 0})
#define LOG_END ((struct log_pair){LOG_PAIR_END, NULL, {NULL, 0}, 0})

/* The pairs end with LOG_END. */
void log_event(enum log_level level, const char *event, ...);
/* What every line of this request carries; copied (capped). Empty strs end the request. */
void log_set_request(struct str request_id, struct str route);
void log_set_route(const char *route);
/* Lines below this level are dropped; LOG_INFO at start. */
void log_set_level(enum log_level least);
/* The line itself, for tests: no time, pid, request or route but those given. */
void log_format(struct buf *out, int64_t unix_ms, int pid, enum log_level level,
    const char *event, struct str request_id, struct str route, const struct log_pair *pairs);

#endif
