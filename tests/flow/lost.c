/* Stands before the client library: the linker finds these two first, and they go on to the real ones. */
#include "lost.h"

#include <dlfcn.h>
#include <mysql.h>
#include <sys/mman.h>
#include <sys/socket.h>

enum { LOST_ROUTES = 1000 };
static struct { /* libcheck gives each test a process: shared by all of them */
    size_t n;
    const struct route *route[LOST_ROUTES];
} *tried;
static unsigned from, statements, tries; /* from: 0 when nothing is to be lost */

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    ck_assert_msg(found != NULL, "%s is not in the library", name);
    return found;
}

static void one_more(MYSQL *my)
{
    if (from && ++statements >= from)
        shutdown(mysql_get_socket(my), SHUT_RDWR);
}

int STDCALL mysql_stmt_execute(MYSQL_STMT *stmt)
{
    int (*go_on)(MYSQL_STMT *) = NULL;
    *(void **)&go_on = real("mysql_stmt_execute");
    one_more(stmt->mysql);
    return go_on(stmt);
}

/* What a transaction begins and ends with; not the settings of a connection. */
int STDCALL mysql_real_query(MYSQL *my, const char *sql, unsigned long n)
{
    int (*go_on)(MYSQL *, const char *, unsigned long) = NULL;
    *(void **)&go_on = real("mysql_real_query");
    if (!str_starts((struct str){sql, n}, STR("SET SESSION")))
        one_more(my);
    return go_on(my, sql, n);
}

void lost_begin(void)
{
    tried = mmap(NULL, sizeof *tried, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (tried == MAP_FAILED)
        abort();
}

void lost_never(void)
{
    tried = NULL;
}

/* A password takes a while to check, each time. */
static bool has_secret(const struct form *f)
{
    bool secret = false;
    for (size_t i = 0; f && i < f->n; i++)
        secret |= f->fields[i].kind == FIELD_SECRET;
    return secret;
}

/* By its route: the first times it is met. */
static bool wanted(const struct router *by, enum method method, const char *path)
{
    size_t times = 0;
    struct str part[4], whole = str_c(path);
    bool other;
    const struct route *r =
        route_find(by->table, method, str_slice(whole, 0, str_find(whole, '?')), part, &other);
    if (!tried || !r || tried->n == LOST_ROUTES)
        return false;
    for (size_t i = 0; i < tried->n; i++)
        times += tried->route[i] == r;
    if (times >= (has_secret(r->form) ? 1 : LOST_TIMES))
        return false;
    tried->route[tried->n++] = r;
    return true;
}

static void keep_counters(void)
{
    root_run("CREATE OR REPLACE TEMPORARY TABLE throttle_kept AS SELECT * FROM throttle");
    root_run("CREATE OR REPLACE TEMPORARY TABLE attempts_kept AS SELECT id, attempts FROM challenge");
}

static void put_counters_back(void)
{
    root_run("DELETE FROM throttle");
    root_run("INSERT INTO throttle SELECT * FROM throttle_kept");
    root_run("UPDATE challenge c JOIN attempts_kept k ON k.id = c.id SET c.attempts = k.attempts");
}

/* What had been kept and was sent again has been done, though its keeping could not be ended: an hour
 * later it is gone. */
static bool done_all_the_same(const struct reply *r, const char *path, struct str body)
{
    if (!has(body, "stashed=") || r->status >= 500)
        return false;
    root_run("DELETE FROM stash WHERE path = '%s'", path);
    return true;
}

bool lost_now(void)
{
    return from && statements >= from;
}

unsigned lost_tries(void)
{
    return tries;
}

struct reply lost_ask(
    struct reply (*once)(struct router *, struct browser *, enum method, const char *, struct str),
    struct router *by, struct browser *b, enum method method, const char *path, struct str body)
{
    if (!wanted(by, method, path))
        return once(by, b, method, path, body);
    keep_counters();
    for (unsigned at = 1;; at++, tries++) {
        struct str page = b->page;
        put_counters_back();
        statements = 0;
        from = at;
        struct reply r = once(by, b, method, path, body);
        bool met = lost_now();
        from = 0;
        if (!met || done_all_the_same(&r, path, body))
            return r;
        /* An act on many rows says it of each. */
        ck_assert_msg(r.status == 503 || has(r.body, "n’a pas pu partir\u00a0: réessayez"),
            "%s, lost at statement %u: %d %.*s\n%s", path, at, r.status, STR_ARG(r.location),
            glimpse(&r));
        b->page = page; /* back to the form, with whatever cookie came */
    }
}
