/* base/buf.h - bytes that grow, up to a maximum they are born with.
 *
 * Invariant: n <= cap <= max. Going past max (or running out of memory) sets `overflow`, which is
 * sticky: every later write is dropped, and the owner looks once, at the end. A buf owns its bytes
 * until buf_free. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"
#include <stdarg.h>

struct buf {
    char *p;
    size_t n, cap, max;
    bool overflow;
};

/* An empty buf that will hold at most `max` bytes. Allocates nothing yet. */
void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
/* Forgets the content and the overflow, keeps the memory. */
void buf_reset(struct buf *b);
void buf_put(struct buf *b, struct str s);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* Room for n more bytes to be written by the caller, who then adds to b->n; NULL on overflow. */
char *buf_room(struct buf *b, size_t n);
/* What has been written so far; valid until the next write. */
struct str buf_str(const struct buf *b);

#endif
