/* store/purge_state.h - the brake of what is removed by itself, and its report: counts only.
 *
 * Before a turn of a kind removes anything, what is due is counted with the very statement that will
 * remove it. Too much of it at once (purge_brakes) is held: nothing of that kind goes until a person
 * lets it pass, for what was counted then and no more; or until it is no longer too much, since
 * somebody put a setting or a clock right. */
#ifndef STORE_PURGE_STATE_H
#define STORE_PURGE_STATE_H

#include "store/stmt.h"

enum { PURGE_REPORTS_MAX = 1000 };

struct purge_count {
    uint64_t due, total; /* rows that may go now; all there are of that kind */
};
/* The settings brake.rows, brake.percent, brake.floor. */
struct purge_limits {
    uint64_t rows, percent, floor;
};
/* More than `rows`; or more than `floor` and more than `percent` % of all. */
bool purge_brakes(const struct purge_limits *l, const struct purge_count *c);

/* `statement`: the name of the DELETE that removes it, or of the SELECT that finds it, whose last
 * argument is a limit and whose others are instants: `before`, but the first is `now` if now_first. On a
 * connection that may run that statement. */
struct purge_source {
    const char *statement, *table;
    bool now_first;
};
enum rc purge_count(struct db *db, struct arena *a, const struct purge_source *s, struct instant now,
    struct instant before, struct purge_count *out) MUST_USE;

struct purge_state {
    struct str kind;
    struct instant run; /* its last turn; .s == 0: none yet */
    struct purge_count seen;
    struct instant held, held_before; /* .s == 0: it is not held */
    struct purge_count held_count;
    struct instant released; /* .s == 0: nobody has let it pass */
    uint64_t allowed;        /* … else how many of these may still go */
};
/* RC_OK and all zero when that kind never ran. */
enum rc purge_state_find(struct db *db, struct arena *a, const char *kind, struct purge_state *out) MUST_USE;
enum rc purge_states(struct db *db, struct arena *a, struct purge_state **out, size_t *n) MUST_USE;

/* For jobs. */
enum rc purge_seen(struct db *db, const char *kind, struct instant now, const struct purge_count *c) MUST_USE;
enum rc purge_hold(struct db *db, const char *kind, struct instant now, struct instant before,
    const struct purge_count *c) MUST_USE;
enum rc purge_hold_ends(struct db *db, const char *kind) MUST_USE;
/* n of what is allowed is about to go (RC_CONFLICT: so many are not), or did not go after all. */
enum rc purge_take(struct db *db, const char *kind, uint64_t n) MUST_USE;
enum rc purge_give_back(struct db *db, const char *kind, uint64_t n) MUST_USE;

struct purge_report {
    struct str kind;
    struct instant run, before;
    struct purge_count count;
    uint64_t gone;
    bool held; /* the brake stopped it here */
};
enum rc purge_tell(struct db *db, const struct purge_report *r) MUST_USE;
enum rc purge_report_purge(struct db *db, struct instant before, uint64_t limit, uint64_t *gone) MUST_USE;

/* For the operator: latest first. */
enum rc purge_reports(
    struct db *db, struct arena *a, uint64_t limit, struct purge_report **out, size_t *n) MUST_USE;
/* Lets pass what was counted when the brake was pulled; one transaction with its audit row (the kind,
 * the number and the reason). RC_CONFLICT: that kind is not held, or has been let pass. */
enum rc purge_release(struct db *db, struct arena *a, const char *kind, uint64_t by, struct str reason,
    struct instant now, struct purge_state *out) MUST_USE;

#endif
