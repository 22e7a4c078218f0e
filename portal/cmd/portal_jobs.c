/* portal-jobs - what is due without a visitor: mails, seals, reminders, purges.
 *
 *   portal-jobs --config FILE [--once|--check]
 *
 * Wakes every second, and at once on SIGUSR1; SIGTERM or SIGINT finishes the piece of work that is
 * under way and ends. --once does all that is due, and ends. --check says whether settings, account and
 * secrets are right, and ends without doing anything. Two may run at the same time. Exit status: 0; 1 when --once met a failure; 64 for a wrong command line, 78 for wrong settings. */
#include "base/codec.h"
#include "cmd/facts_told.h"
#include "job/job.h"
#include "job/relay.h"
#include "mail/compose.h"
#include "mail/smtp.h"
#include "store/connect.h"
#include "store/health.h"
#include "sys/clock.h"
#include "sys/holder.h"
#include "sys/log.h"
#include "sys/notify.h"
#include "sys/proc.h"
#include "sys/sysuser.h"

#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <unistd.h>

enum { PROBLEMS_MAX = 64 * 1024, TURN_MS = 1000, JOBS_MAX = 16 };

struct options {
    const char *config;
    bool once, check;
};

struct program {
    struct jobs jobs;
    struct db_settings db_settings;
    int signals;              /* signalfd */
    bool stop, away;          /* asked to end; the database did not answer last time */
    int64_t due_ms[JOBS_MAX]; /* by the monotonic clock, same order as jobs_table */
};

/* ---- signals */

static int signals_open(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGHUP);
    signal(SIGPIPE, SIG_IGN); /* a server that hangs up is an answer, not an end */
    return sigprocmask(SIG_BLOCK, &set, NULL) == 0 ? signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)
                                                   : -1;
}

/* Waits at most `ms` and hears what was said; true when everything is to be looked at now. */
static bool listen_for(struct program *p, int ms)
{
    struct pollfd fd = {.fd = p->signals, .events = POLLIN};
    struct signalfd_siginfo said;
    bool wake = false;
    if (poll(&fd, 1, ms) <= 0)
        return false;
    while (read(p->signals, &said, sizeof said) == (ssize_t)sizeof said) {
        if (said.ssi_signo == SIGTERM || said.ssi_signo == SIGINT)
            p->stop = true;
        else
            wake = true;
    }
    return wake;
}

/* ---- turns */

/* A database that comes and goes is logged when it goes and when it comes. */
static bool ready(struct program *p)
{
    struct jobs *j = &p->jobs;
    unsigned char id[16];
    uint64_t revision;
    arena_reset(j->a);
    j->now = clock_now();
    random_bytes(id, sizeof id);
    struct str hex = hex_encode(j->a, (struct str){(const char *)id, sizeof id});
    log_set_request(hex, (struct str){0});
    enum rc rc = db_request(j->db, hex, j->now);
    if (rc == RC_OK)
        rc = facts_revision(j->db, &revision);
    bool first = !j->facts;
    if (rc == RC_OK)
        rc = facts_refresh(j->db, revision, &j->facts);
    if (rc == RC_OK && first)
        facts_told(j->facts);
    bool away = rc != RC_OK;
    if (away != p->away)
        log_event(away ? LOG_WARN : LOG_INFO, away ? "jobs.database_away" : "jobs.database_back",
            LOG_TEXT("rc", rc_name(rc)), LOG_END);
    if (p->away && !away)
        j->back = j->now;
    p->away = away;
    return !away;
}

/* A full disk is told to whoever asks after the health (store/health.h). */
static void tell_full(struct program *p)
{
    struct jobs *j = &p->jobs;
    if (db_full(j->db) && (db_request(j->db, arena_dup(j->a, db_request_id(j->db)), j->now) != RC_OK ||
                              health_was_full(j->db, j->now) != RC_OK))
        log_event(LOG_ERROR, "db.full_untold", LOG_END);
}

/* One piece of one job; false when it failed. */
static bool turn(struct program *p, size_t i)
{
    const struct job *job = &jobs_table[i];
    bool more = false;
    log_set_route(job->name);
    enum rc rc = job->run(&p->jobs, &more);
    if (rc == RC_OK)
        rc = db_failed(p->jobs.db);
    if (rc != RC_OK)
        log_event(LOG_ERROR, "job.failed", LOG_TEXT("job", job->name),
            LOG_TEXT("rc", rc_name(rc)), LOG_END);
    tell_full(p);
    notify_alive();
    p->due_ms[i] = clock_mono_ms() + (rc == RC_OK && more ? 0 : (int64_t)job->every * 1000);
    return rc == RC_OK;
}

/* Each job that is due does one piece. *ok: none failed. Says whether any is still due. */
static bool round_of_jobs(struct program *p, bool *ok)
{
    bool due = false;
    for (size_t i = 0; i < jobs_table_n && !p->stop; i++) {
        if (p->due_ms[i] > clock_mono_ms())
            continue;
        if (!ready(p)) {
            *ok = false;
            return false;
        }
        *ok = turn(p, i) && *ok;
        due = due || p->due_ms[i] <= clock_mono_ms();
        listen_for(p, 0);
    }
    return due;
}

static bool run_once(struct program *p)
{
    bool ok = true;
    while (round_of_jobs(p, &ok) && !p->stop)
        ;
    return ok;
}

static void run(struct program *p)
{
    bool ok = true;
    notify_say("READY=1");
    while (!p->stop) {
        bool due = round_of_jobs(p, &ok);
        notify_alive(); /* without a database too: another process would not find it sooner */
        if (listen_for(p, due ? 0 : TURN_MS))
            memset(p->due_ms, 0, sizeof p->due_ms);
    }
    notify_say("STOPPING=1");
}

/* ---- start */

static bool read_options(int argc, char **argv, struct options *o)
{
    static const struct option known[] = {{"config", required_argument, NULL, 'c'},
        {"once", no_argument, NULL, 'o'}, {"check", no_argument, NULL, 'k'}, {NULL, 0, NULL, 0}};
    *o = (struct options){0};
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (c == 'c')
            o->config = optarg;
        else if (c == 'o')
            o->once = true;
        else if (c == 'k')
            o->check = true;
        else
            return false;
    }
    return o->config && optind == argc;
}

/* Under its account, and with no core file, before it holds anything. */
static bool open_secrets(struct config *config, struct keys **keys, struct buf *problems)
{
    struct buf why;
    const struct holder *who = holder_find("jobs");
    buf_init(&why, PROBLEMS_MAX);
    bool ok = sysuser_become(holder_account(config, who), &why);
    if (!ok)
        buf_printf(problems, "[jobs] user\u00a0: %.*s\n", STR_ARG(buf_str(&why)));
    if (ok && !config->site.demo)
        proc_no_dump();
    ok = ok && holder_open(who, config, keys, problems);
    ok = ok && holder_alone(who, config, problems);
    buf_free(&why);
    return ok;
}

static bool load(const char *path, struct config **config, struct keys **keys)
{
    struct buf problems;
    buf_init(&problems, PROBLEMS_MAX);
    bool ok = config_load(path, config, &problems) && open_secrets(*config, keys, &problems);
    if (!ok)
        fprintf(stderr, "portal-jobs\u00a0: %s ne convient pas\u00a0:\n%.*s", path,
            STR_ARG(buf_str(&problems)));
    buf_free(&problems);
    return ok;
}

/* Who we are in a lease: no two processes share it, on one machine or on several. */
static void name_owner(struct jobs *j)
{
    char host[24] = "";
    unsigned char some[8];
    random_bytes(some, sizeof some);
    gethostname(host, sizeof host - 1);
    struct str hex = hex_encode(j->a, (struct str){(const char *)some, sizeof some});
    snprintf(j->owner, sizeof j->owner, "%s:%ld:%.*s", host, (long)getpid(), STR_ARG(hex));
    for (char *c = j->owner; *c; c++)
        if (*c < 0x21 || *c > 0x7e)
            *c = '_';
}

static int serve(const struct config *c, const struct keys *keys, bool once)
{
    struct program p = {.jobs = {.a = arena_new(), .config = c, .keys = keys, .smtp = relay_new(c)},
        .db_settings = db_settings_of(c, CONFIG_DB_JOBS),
        .signals = signals_open()};
    int status = EX_OSERR;
    if (p.jobs.smtp && p.signals >= 0) {
        name_owner(&p.jobs);
        p.away = db_open(&p.db_settings, &p.jobs.db) != RC_OK;
        log_event(LOG_INFO, "jobs.start", LOG_BOOL("database", !p.away), LOG_END);
        status = EXIT_SUCCESS;
        if (!once)
            run(&p);
        else if (!run_once(&p))
            status = EXIT_FAILURE;
        if (ready(&p) && job_end(&p.jobs) != RC_OK)
            log_event(LOG_WARN, "jobs.lease_kept", LOG_END);
        log_event(LOG_INFO, "jobs.end", LOG_END);
        db_close(p.jobs.db);
        close(p.signals);
    } else {
        fprintf(stderr, "portal-jobs\u00a0: [smtp] host, port ou envelope_domain ne convient pas\n");
    }
    facts_free(p.jobs.facts);
    smtp_free(p.jobs.smtp);
    arena_free(p.jobs.a);
    return status;
}

int main(int argc, char **argv)
{
    struct options o;
    struct config *config = NULL;
    struct keys *keys = NULL;
    int status = EX_CONFIG;
    if (!read_options(argc, argv, &o)) {
        fputs("usage\u00a0: portal-jobs --config FICHIER [--once|--check]\n", stderr);
        return EX_USAGE;
    }
    if (load(o.config, &config, &keys)) {
        clock_shift(config->test.clock_shift);
        proc_set_name("portal-jobs");
        mail_compose_init();
        status = o.check ? EX_OK : serve(config, keys, o.once);
    }
    keys_free(keys);
    config_free(config);
    return status;
}
