#include "sys/notify.h"

#include "sys/clock.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ALIVE_MS = 1000 };

/* False when there is nobody to tell. */
static bool address_of(struct sockaddr_un *to, socklen_t *n)
{
    const char *path = getenv("NOTIFY_SOCKET");
    size_t length = path ? strlen(path) : 0;
    if (length < 2 || length >= sizeof to->sun_path || (*path != '/' && *path != '@'))
        return false;
    *to = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(to->sun_path, path, length);
    if (*path == '@') /* a name that is no file */
        to->sun_path[0] = '\0';
    *n = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    return true;
}

void notify_say(const char *state)
{
    struct sockaddr_un to;
    socklen_t n;
    if (!address_of(&to, &n))
        return;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    (void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT, (struct sockaddr *)&to, n);
    close(fd);
}

void notify_alive(void)
{
    static int64_t told;
    int64_t now = clock_mono_ms();
    if (told && now - told < ALIVE_MS)
        return;
    told = now;
    notify_say("WATCHDOG=1");
}
