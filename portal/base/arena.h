/* base/arena.h - memory that lives as long as one request (or one job).
 *
 * arena_alloc never returns NULL: outside sizes are capped before they reach it, so running out of
 * memory is our own mistake and aborts (the master logs the route). Nothing is freed one by one;
 * arena_defer runs clean-ups, last in first out, at reset. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/buf.h"

struct arena;

struct arena *arena_new(void);
/* Runs the clean-ups and frees everything, the arena too. NULL is allowed. */
void arena_free(struct arena *a);
/* Runs the clean-ups and forgets everything; keeps the first block for the next request. */
void arena_reset(struct arena *a);
/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t n);
/* Zeroed array; aborts when n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))
/* A copy with a NUL behind it, so that .p can also be used as a C string. */
struct str arena_dup(struct arena *a, struct str s);
/* What a buf holds, moved: the copy is the arena's, and the buf is freed. */
struct str arena_take(struct arena *a, struct buf *b);
struct str arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);
/* Bytes handed out since the last reset: for tests and the log. */
size_t arena_used(const struct arena *a);

#endif
