#include "base/words.h"

struct str words_money(struct arena *a, struct money m)
{
    struct buf b;
    buf_init(&b, 64);
    money_format(&b, m);
    return arena_take(a, &b);
}

struct str words_day(struct arena *a, struct day d)
{
    struct buf b;
    buf_init(&b, 64);
    if (!day_is_none(d))
        day_format_fr(&b, d);
    return arena_take(a, &b);
}

struct str words_month(struct arena *a, struct month m)
{
    struct buf b;
    buf_init(&b, 64);
    if (m.n)
        month_format_fr(&b, m);
    return arena_take(a, &b);
}

static struct str instant(struct arena *a, struct instant t,
    void (*format)(struct buf *out, struct instant t))
{
    struct buf b;
    buf_init(&b, 128);
    if (t.s)
        format(&b, t);
    return arena_take(a, &b);
}

struct str words_instant(struct arena *a, struct instant t)
{
    return instant(a, t, instant_format_fr);
}

struct str words_instant_exact(struct arena *a, struct instant t)
{
    return instant(a, t, instant_format_fr_exact);
}

struct str words_count(struct arena *a, size_t n, const char *one, const char *many)
{
    return arena_printf(a, "%zu\u00a0%s", n, n > 1 ? many : one);
}

struct str words_wait(struct arena *a, int64_t seconds)
{
    int64_t minutes = seconds > 60 ? (seconds + 59) / 60 : 1;
    return minutes < 120 ? words_count(a, (size_t)minutes, "minute", "minutes")
                         : words_count(a, (size_t)(minutes + 59) / 60, "heure", "heures");
}

struct str words_size(struct arena *a, uint64_t bytes)
{
    enum { KO = 1024, MO = KO * KO };
    if (bytes < KO)
        return arena_printf(a, "%llu\u00a0%s", (unsigned long long)bytes, bytes > 1 ? "octets" : "octet");
    if (bytes < MO)
        return arena_printf(a, "%llu\u00a0Ko", (unsigned long long)bytes / KO);
    return arena_printf(a, "%llu,%llu\u00a0Mo", (unsigned long long)bytes / MO,
        (unsigned long long)(bytes % MO) * 10 / MO);
}
