/* Many at once: a process each, with connections of its own, behind one gate. */
#include "flow_pools.h"
#include "lost.h"

#include <sys/wait.h>
#include <unistd.h>

static void child(unsigned index, parallel_fn fn, const void *arg, int ready, int go, int result)
{
    char byte = 0;
    lost_never();
    pools_connect();
    /* The gate opens for all when the parent closes its end. */
    bool there = write(ready, &byte, 1) == 1 && read(go, &byte, 1) == 0;
    uint64_t value = there ? fn(index, arg) : UINT64_MAX;
    uint64_t out[2] = {index, value};
    ssize_t wrote = write(result, out, sizeof out);
    pools_disconnect();
    _exit(wrote == (ssize_t)sizeof out ? 0 : 1);
}

void parallel(unsigned n, parallel_fn fn, const void *arg, uint64_t *out)
{
    int ready[2], go[2], result[2];
    ck_assert(n <= PARALLEL_MAX && pipe(ready) == 0 && pipe(go) == 0 && pipe(result) == 0);
    for (unsigned i = 0; i < n; i++) {
        pid_t pid = fork();
        ck_assert(pid >= 0);
        if (pid == 0) {
            close(go[1]);
            close(result[0]);
            child(i, fn, arg, ready[1], go[0], result[1]);
        }
    }
    close(go[0]);
    close(result[1]);
    char byte;
    for (unsigned i = 0; i < n; i++) /* connections are made before the gate opens */
        ck_assert(read(ready[0], &byte, 1) == 1);
    close(ready[0]);
    close(ready[1]);
    close(go[1]);
    uint64_t one[2];
    unsigned got = 0;
    for (; read(result[0], one, sizeof one) == (ssize_t)sizeof one; got++)
        out[one[0]] = one[1];
    close(result[0]);
    for (unsigned i = 0; i < n; i++) {
        int status;
        ck_assert(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    ck_assert_uint_eq(got, n);
}
