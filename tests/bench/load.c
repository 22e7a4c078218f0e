/* load - concurrent clients straight at a FastCGI socket, one connection a request, as nginx does.
 *
 *   load SOCKET get|post SECONDS < clients
 *
 * Each line of `clients` is one of them: PATH <tab> COOKIE <tab> body, body (two bodies that
 * alternate, so that each post changes something). Prints the requests a second, the bytes of the
 * last body, and how many answers were not what was wanted (200, or 303 for a post). */
#include "../unit/fcgi_client.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MAX = 64, FIELDS = 4 };

struct client {
    char *field[FIELDS]; /* path, cookie, body, other body */
    unsigned long served, wrong, bytes;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(struct client *c, const char *socket, bool post, double until)
{
    for (int turn = 0; now() < until; turn ^= 1) {
        struct answer a = client_ask(socket, (struct ask){.method = post ? "POST" : "GET",
            .uri = c->field[0], .announce = -1, .cookie = c->field[1],
            .type = post ? "application/x-www-form-urlencoded" : NULL,
            .body = post ? str_c(c->field[2 + turn]) : (struct str){0}});
        if (a.ended && a.status == (post ? 303 : 200))
            c->served++;
        else
            c->wrong++;
        c->bytes = a.body.n;
        buf_free(&a.out);
    }
}

static int read_clients(struct client *c)
{
    char *line = NULL;
    size_t cap = 0;
    int n = 0;
    while (n < CLIENTS_MAX && getline(&line, &cap, stdin) > 0) {
        char *rest = line;
        line[strcspn(line, "\n")] = 0;
        for (int i = 0; i < FIELDS; i++)
            c[n].field[i] = strsep(&rest, "\t");
        line = NULL; /* the fields stay in it */
        n++;
    }
    free(line);
    return n;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 64;
    struct client *c = mmap(NULL, sizeof *c * CLIENTS_MAX, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (c == MAP_FAILED)
        return 1;
    int n = read_clients(c);
    bool post = strcmp(argv[2], "post") == 0;
    double began = now(), until = began + strtod(argv[3], NULL);
    for (int i = 0; i < n; i++)
        if (fork() == 0) {
            run(&c[i], argv[1], post, until);
            _exit(0);
        }
    while (wait(NULL) > 0)
        continue;
    double took = now() - began;
    unsigned long served = 0, wrong = 0;
    for (int i = 0; i < n; i++) {
        served += c[i].served;
        wrong += c[i].wrong;
    }
    printf("%.1f %lu %lu\n", (double)served / took, c[0].bytes, wrong);
    return 0;
}
