#include "fcgi/board.h"

#include <stdlib.h>
#include <sys/mman.h>

static size_t board_bytes(int n)
{
    return sizeof(struct board) + (size_t)n * sizeof(struct board_slot);
}

struct board *board_new(int n)
{
    struct board *b = mmap(NULL, board_bytes(n), PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (b == MAP_FAILED)
        abort();
    b->n = n;
    return b;
}

void board_free(struct board *b)
{
    munmap(b, board_bytes(b->n));
}

static void put(char *to, size_t max, struct str s)
{
    size_t n = s.n < max ? s.n : max;
    if (n)
        memcpy(to, s.p, n);
    memset(to + n, 0, max - n);
}

void board_begin(struct board_slot *s, int64_t now_ms)
{
    put(s->request, BOARD_REQUEST_MAX, (struct str){NULL, 0});
    put(s->route, BOARD_ROUTE_MAX, (struct str){NULL, 0});
    atomic_store(&s->busy_ms, now_ms);
}

void board_note(struct board_slot *s, struct str request_id, const char *route)
{
    put(s->request, BOARD_REQUEST_MAX, request_id);
    put(s->route, BOARD_ROUTE_MAX, str_c(route));
}

void board_renew(struct board_slot *s, int64_t now_ms)
{
    atomic_store(&s->busy_ms, now_ms);
}

void board_end(struct board_slot *s)
{
    atomic_fetch_add(&s->served, 1);
    atomic_store(&s->busy_ms, 0);
}
