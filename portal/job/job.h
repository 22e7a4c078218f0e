/* job/job.h - what happens without a visitor: one row each, run by portal-jobs.
 *
 * A job loads what is due, decides, and stores, like a page without one. It does a bounded piece
 * of work a turn and says whether more is waiting, so that no job keeps the others waiting and a
 * SIGTERM is heard between two pieces. Two portal-jobs at once are safe: rows are claimed, and
 * what must have one doer takes a lease. */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "base/arena.h"
#include "base/day.h"
#include "base/rc.h"
#include "job/way.h"
#include "store/facts.h"
#include "store/seal_check.h"

struct config;
struct db;
struct keys;
struct smtp;

struct jobs { /* what a job may touch; owned by cmd/portal_jobs.c */
    struct arena *a; /* forgotten after each turn */
    struct db *db;
    struct facts *facts; /* refreshed before each turn; never NULL then */
    const struct config *config;
    const struct keys *keys;
    struct smtp *smtp;
    char owner[64]; /* "host:pid:random": who holds a lease */
    struct instant now;
    /* of the outbox */
    struct way_memory way; /* what was refused of late */
    struct instant swept;  /* last outbox_sweep */
    struct instant back;   /* when the database came back, if it was away; .s == 0: never */
    uint64_t sent;         /* row that went out while the database did not answer, or 0 */
    bool maildir_away;         /* of what comes back: could not be read last time */
    /* of the audit trail's verification, between two turns */
    struct seal_walk audit;
    bool audit_going;
};

struct job {
    const char *name;
    int every; /* seconds between two turns */
    /* *more, false at first: there is work left that could be done at once. */
    enum rc (*run)(struct jobs *j, bool *more);
};

extern const struct job jobs_table[];
extern const size_t jobs_table_n;

enum rc job_outbox(struct jobs *j, bool *more) MUST_USE;
enum rc job_seal(struct jobs *j, bool *more) MUST_USE;
enum rc job_audit(struct jobs *j, bool *more) MUST_USE;
enum rc job_reminders(struct jobs *j, bool *more) MUST_USE;
enum rc job_purge(struct jobs *j, bool *more) MUST_USE;
enum rc job_drafts(struct jobs *j, bool *more) MUST_USE;
enum rc job_bounces(struct jobs *j, bool *more) MUST_USE;
enum rc job_read_mails(struct jobs *j, bool *more) MUST_USE;
enum rc job_rejudge(struct jobs *j, bool *more) MUST_USE;
enum rc job_mend(struct jobs *j, bool *more) MUST_USE;
enum rc job_desk(struct jobs *j, bool *more) MUST_USE;
enum rc job_digest(struct jobs *j, bool *more) MUST_USE;
enum rc job_endings(struct jobs *j, bool *more) MUST_USE;
struct seal_keys job_seal_keys(const struct jobs *j);
/* Gives back at once what the other portal-jobs would have to wait for. */
enum rc job_end(struct jobs *j) MUST_USE;

#endif
