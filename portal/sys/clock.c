#include "sys/clock.h"

#include <stdlib.h>
#include <time.h>

static int64_t shift, stopped;

static struct timespec read_clock(clockid_t id)
{
    struct timespec t;
    if (clock_gettime(id, &t) != 0)
        abort();
    return t;
}

struct instant clock_now(void)
{
    return (struct instant){(stopped ? stopped : (int64_t)read_clock(CLOCK_REALTIME).tv_sec) + shift};
}

int64_t clock_now_ms(void)
{
    struct timespec t = read_clock(CLOCK_REALTIME);
    return ((int64_t)t.tv_sec + shift) * 1000 + t.tv_nsec / 1000000;
}

void clock_shift(int64_t seconds)
{
    shift = seconds;
}

void clock_stop(struct instant at)
{
    stopped = at.s;
}

int64_t clock_shifted(void)
{
    return shift;
}

int64_t clock_mono_ms(void)
{
    struct timespec t = read_clock(CLOCK_MONOTONIC);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
