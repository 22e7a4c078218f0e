/* Stands before the client library: the linker finds these two first, and they go on to the real ones. */
#include "lost.h"

#include <dlfcn.h>
#include <mysql.h>
#include <sys/mman.h>
#include <sys/socket.h>

enum { LOST_ROUTES = 1000 };
struct tries { /* of one route */
    const struct route *route;
    unsigned accepted, refused;
};
static struct { /* libcheck gives each test a process: shared by all of them */
    size_t n;
    struct tries at[LOST_ROUTES];
} *tried;
static unsigned from, statements; /* from: 0 when nothing is to be lost */

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

static bool has_secret(const struct form *f)
{
    bool secret = false;
    for (size_t i = 0; f && i < f->n; i++)
        secret |= f->fields[i].kind == FIELD_SECRET;
    return secret;
}

/* NULL: this request is not to be tried so, or its route often enough has been. */
static struct tries *wanted(const struct router *by, enum method method, const char *path)
{
    struct str part[4], whole = str_c(path);
    bool other;
    size_t i = 0;
    const struct route *r =
        route_find(by->table, method, str_slice(whole, 0, str_find(whole, '?')), part, &other);
    if (!tried || !r)
        return NULL;
    while (i < tried->n && tried->at[i].route != r)
        i++;
    if (i == LOST_ROUTES)
        return NULL;
    struct tries *t = &tried->at[i];
    if (i == tried->n)
        tried->at[tried->n++].route = r;
    unsigned slow = has_secret(r->form) ? 2 : 1;
    return t->accepted < LOST_ACCEPTED / slow && t->refused < LOST_REFUSED / slow ? t : NULL;
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

/* What had been kept and was sent again has been dealt with, though its keeping could not be ended: it
 * is still there, and an hour later it is gone. So is what had been kept to be read again: that it goes
 * is the last statement of its route. */
static bool only_kept(
    const struct reply *r, const struct route *route, const char *path, struct str body, bool last)
{
    if (r->status == 303 && route->method == METHOD_POST && (route->flags & ROUTE_KEPT) && last)
        return true;
    if (r->status >= 500 || !has(body, "stashed=") ||
        root_number("SELECT COUNT(*) FROM stash WHERE path = '%s'", path) == 0)
        return false;
    root_run("DELETE FROM stash WHERE path = '%s'", path);
    return true;
}

/* An act on many rows says it of each. */
static bool says_so(const struct reply *r)
{
    return r->status == 503 || has(r->body, "n’a pas pu partir\u00a0: réessayez");
}

bool lost_now(void)
{
    return from && statements >= from;
}

struct reply lost_ask(
    struct reply (*once)(struct router *, struct browser *, enum method, const char *, struct str),
    struct router *by, struct browser *b, enum method method, const char *path, struct str body)
{
    struct tries *t = wanted(by, method, path);
    if (!t)
        return once(by, b, method, path, body);
    keep_counters();
    for (unsigned at = 1;; at++) {
        struct str page = b->page;
        uint64_t mails = root_number("SELECT COUNT(*) FROM outbox");
        put_counters_back();
        statements = 0;
        from = at;
        struct reply r = once(by, b, method, path, body);
        bool met = lost_now();
        from = 0;
        if (!met || only_kept(&r, t->route, path, body, statements == at)) {
            t->accepted += r.status < 400;
            t->refused += r.status >= 400;
            return r;
        }
        ck_assert_msg(says_so(&r), "%s, lost at statement %u: %d %.*s\n%s", path, at, r.status,
            STR_ARG(r.location), glimpse(&r));
        ck_assert_msg(r.status != 503 || root_number("SELECT COUNT(*) FROM outbox") == mails,
            "%s, lost at statement %u: a mail was queued all the same", path, at);
        b->page = page; /* back to the form, with whatever cookie came */
    }
}
