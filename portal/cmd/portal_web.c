/* portal-web - answers browsers: one pool of workers behind nginx.
 *
 *   portal-web --config FILE [--pool NAME] [--check]
 *
 * Wiring only: settings, account, secrets, socket, master. Under the pool's own account it opens the
 * secrets of its own row (sys/holder.h). --check says whether all of that is right, and ends. Exit status: 0 after a drain, 1 when workers had to be killed or nothing can be served,
 * 64 for a wrong command line, 78 for wrong settings (sysexits.h). */
#include "cmd/facts_told.h"
#include "cmd/mail_show.h"
#include "fcgi/app.h"
#include "fcgi/listen.h"
#include "fcgi/master.h"
#include "store/connect.h"
#include "sys/clock.h"
#include "sys/holder.h"
#include "sys/log.h"
#include "sys/proc.h"
#include "sys/sysuser.h"
#include "web/router.h"

#include <getopt.h>
#include <sysexits.h>
#include <unistd.h>

enum { PROBLEMS_MAX = 64 * 1024 };

struct options {
    const char *config, *pool;
    bool check;
};

/* What every worker is born with. */
struct program {
    const struct config *config;
    enum config_role role; /* of the database */
    const struct route_table *table;
    struct site site;
};

struct worker_state {
    struct db_settings settings;
    struct router router;
};

/* ---- the app */

static void *worker_start(void *ctx)
{
    const struct program *p = ctx;
    struct worker_state *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->router.site = &p->site;
    w->router.table = p->table;
    w->settings = db_settings_of(p->config, p->role);
    /* A database that is away is no reason not to start: its pages say so, and it comes back. */
    if (db_open(&w->settings, &w->router.db) != RC_OK)
        log_event(LOG_WARN, "worker.database_away", LOG_END);
    return w;
}

static void worker_stop(void *state)
{
    struct worker_state *w = state;
    router_free(&w->router);
    db_close(w->router.db);
    free(w);
}

static void worker_handle(void *state, struct arena *a, const struct request *q,
    struct response *r, app_note note, void *arg)
{
    struct worker_state *w = state;
    router_handle(&w->router, a, q, clock_now(), r, note, arg);
}

/* ---- start */

static int usage(void)
{
    fputs("usage\u00a0: portal-web --config FICHIER [--pool NOM] [--check]\n", stderr);
    return EX_USAGE;
}

static bool read_options(int argc, char **argv, struct options *o)
{
    static const struct option known[] = {{"config", required_argument, NULL, 'c'},
        {"pool", required_argument, NULL, 'p'}, {"check", no_argument, NULL, 'k'},
        {NULL, 0, NULL, 0}};
    *o = (struct options){.pool = "applicants"};
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (c == 'c')
            o->config = optarg;
        else if (c == 'p')
            o->pool = optarg;
        else if (c == 'k')
            o->check = true;
        else
            return false;
    }
    return o->config && optind == argc;
}

/* Under its account, and with no core file, before it holds anything. */
static bool open_secrets(
    const char *pool, struct config *config, struct keys **keys, struct buf *problems)
{
    struct buf why;
    const struct holder *who = holder_find(pool);
    buf_init(&why, PROBLEMS_MAX);
    bool ok = sysuser_become(holder_account(config, who), &why);
    if (!ok)
        buf_printf(problems, "[pool %s] user\u00a0: %.*s\n", pool, STR_ARG(buf_str(&why)));
    if (ok && !config->site.demo)
        proc_no_dump();
    ok = ok && holder_open(who, config, keys, problems);
    ok = ok && holder_alone(who, config, problems);
    buf_free(&why);
    return ok;
}

/* Every problem of the machine's settings at once, on standard error. */
static bool load(const struct options *o, struct config **config, struct keys **keys)
{
    struct buf problems;
    buf_init(&problems, PROBLEMS_MAX);
    bool ok = config_load(o->config, config, &problems);
    if (ok && !config_pool(*config, o->pool)) {
        buf_printf(&problems, "[pool %s]\u00a0: rubrique absente, demandée par --pool\n", o->pool);
        ok = false;
    }
    ok = ok && open_secrets(o->pool, *config, keys, &problems);
    if (!ok)
        fprintf(stderr, "portal-web\u00a0: %s ne convient pas\u00a0:\n%.*s", o->config,
            STR_ARG(buf_str(&problems)));
    buf_free(&problems);
    return ok;
}

/* Once, before there are workers: what the institution has not said yet, or not so that it is
 * understood. A database that is away will be said by each worker. */
static void tell_facts(const struct config *config, enum config_role role)
{
    struct db_settings s = db_settings_of(config, role);
    struct db *db = NULL;
    struct facts *facts = NULL;
    if (db_open(&s, &db) == RC_OK && db_request(db, (struct str){0}, clock_now()) == RC_OK &&
        facts_load(db, &facts) == RC_OK)
        facts_told(facts);
    facts_free(facts);
    db_close(db);
}

static const struct route_table *table_of(const char *pool)
{
    for (size_t i = 0; i < ROUTE_TABLES; i++)
        if (strcmp(route_tables[i].pool, pool) == 0)
            return &route_tables[i];
    abort(); /* a pool that holds secrets, and has no page */
}

static int serve(const struct config *config, const struct keys *keys, const char *pool)
{
    enum config_role role = holder_role(config->held);
    struct program program = {.config = config, .role = role, .table = table_of(pool),
        .site = {.base_url = str_c(config->site.base_url), .demo = config->site.demo,
            .common_passwords = config->web.common_passwords, .keys = keys, .mail = mail_show}};
    struct app app = {.start = worker_start, .handle = worker_handle, .stop = worker_stop,
        .ctx = &program};
    struct listener listener;
    struct buf why;
    int rc = EX_OSERR;
    buf_init(&why, PROBLEMS_MAX);
    clock_shift(config->test.clock_shift);
    const struct config_pool *set = config_pool(config, pool);
    int waiting = program.table->waiting ? program.table->waiting * set->workers : LISTEN_BACKLOG;
    if (listen_open(&listener, set->socket, waiting, &why)) {
        tell_facts(config, role);
        rc = master_run(&listener, set, &app);
        listen_close(&listener);
    } else {
        fprintf(stderr, "portal-web\u00a0: %.*s\n", STR_ARG(buf_str(&why)));
    }
    buf_free(&why);
    return rc;
}

int main(int argc, char **argv)
{
    struct options o;
    struct config *config = NULL;
    struct keys *keys = NULL;
    if (!read_options(argc, argv, &o))
        return usage();
    int rc = EX_CONFIG;
    if (load(&o, &config, &keys))
        rc = o.check ? EX_OK : serve(config, keys, o.pool);
    keys_free(keys);
    config_free(config);
    return rc;
}
