/* What the mail server left in our Maildir. A mail is moved, or deleted where the database has it whole, once
 * its effects are committed: a death in between has it read again, and its effects are there once. */
#include "job/incoming.h"
#include "job/purge.h"
#include "sys/clock.h"
#include "sys/config.h"
#include "sys/log.h"
#include "sys/maildir.h"

/* What makes us stumble goes aside, and is shown to people: the mails behind it are read all the same. */
static enum rc one(struct jobs *j, const char *path, struct str name, bool *moved)
{
    struct buf bytes;
    struct incoming_end end = {INCOMING_UNREADABLE, false};
    enum rc rc = RC_OK;
    buf_init(&bytes, INCOMING_READ_MAX);
    enum maildir_read read = maildir_read(j->a, path, name, &bytes);
    bool readable = read == MAILDIR_READ || bytes.overflow;
    if (readable)
        rc = incoming_take(j, buf_str(&bytes), name, &end);
    else if (read == MAILDIR_REFUSED)
        rc = incoming_aside(j, buf_str(&bytes), name, UNREAD_NO_FILE);
    if (rc != RC_OK && rc != RC_UNAVAILABLE && readable) {
        end = (struct incoming_end){INCOMING_UNREADABLE, false};
        rc = incoming_aside(j, buf_str(&bytes), name, UNREAD_NOT_KEPT);
    }
    buf_free(&bytes);
    if (rc == RC_UNAVAILABLE || read == MAILDIR_GONE)
        return rc;
    bool failed = rc != RC_OK || end.kind == INCOMING_UNREADABLE;
    *moved = maildir_end(
        j->a, path, name, failed ? MAILDIR_FAILED : end.kept ? MAILDIR_DELETED : MAILDIR_SEEN);
    if (!*moved)
        log_event(LOG_ERROR, "maildir.stuck", LOG_STR("name", name), LOG_END);
    return rc;
}

enum rc job_bounces(struct jobs *j, bool *more)
{
    const char *path = j->config->smtp.bounce_maildir;
    struct str names[MAILDIR_LIST_MAX];
    size_t n;
    bool moved = true;
    enum rc rc = RC_OK;
    if (!path)
        return RC_OK;
    bool away = !maildir_list(j->a, path, names, &n);
    if (away != j->maildir_away) /* said when it goes and when it comes */
        log_event(away ? LOG_WARN : LOG_INFO, away ? "maildir.away" : "maildir.back", LOG_END);
    j->maildir_away = away;
    if (away)
        return RC_OK;
    for (size_t i = 0; i < n && rc == RC_OK; i++)
        rc = one(j, path, names[i], &moved);
    *more = rc == RC_OK && moved && n == MAILDIR_LIST_MAX;
    return rc;
}

/* What was read and is kept nowhere else (it came back, or was not for us) goes when a mail that nobody
 * understood would. A file's day is the machine's, whatever day a demonstration lives on. */
enum rc job_read_mails(struct jobs *j, bool *more)
{
    const char *path = j->config->smtp.bounce_maildir;
    struct instant real = {j->now.s - clock_shifted()};
    if (!path)
        return RC_OK;
    unsigned gone =
        maildir_seen_purge(j->a, path, purge_before(purge_kind_find(STR("aside")), j->facts, real).s);
    if (gone)
        log_event(LOG_INFO, "maildir.purge", LOG_INT("gone", gone), LOG_END);
    *more = gone == MAILDIR_OLD_MAX;
    return RC_OK;
}
