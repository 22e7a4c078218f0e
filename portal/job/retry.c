#include "job/retry.h"

#include <stddef.h>

int64_t retry_delay(unsigned attempts, bool soon, bool fast)
{
    static const int minutes[] = {1, 5, 15, 30, 60, 120, 180, 360};
    const size_t last = sizeof minutes / sizeof *minutes - 1;
    size_t at = attempts ? attempts - 1 : 0;
    if (soon)
        return fast ? 1 : RETRY_SOON;
    return (int64_t)minutes[at < last ? at : last] * (fast ? 1 : 60);
}

int64_t retry_rest(unsigned tries, bool away, bool fast)
{
    static const int seconds[] = {2, 4, 8, 16, 30};
    size_t at = tries ? tries - 1 : 0;
    if (fast)
        return 1;
    return away && at < sizeof seconds / sizeof *seconds ? seconds[at] : RETRY_REST;
}
