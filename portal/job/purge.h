/* job/purge.h - what is removed by itself: one table that the jobs, portal-admin purge, the doctor and the
 * tests walk. Deposited candidacies are not in it: they are archives (store/archive.h). */
#ifndef JOB_PURGE_H
#define JOB_PURGE_H

#include "store/facts.h"
#include "store/purge_state.h"
#include "sys/config.h"

struct purge_turn { /* what a removal may touch */
    struct db *db; /* of the kind's role */
    struct arena *a;
    struct instant now, before;
    uint64_t limit;
};

struct purge_kind {
    const char *name;    /* "draft": in the report, the audit trail and the log */
    const char *label;   /* "brouillons jamais déposés" */
    enum config_role role;
    const char *setting; /* the institution's own number of days; NULL: not its to say */
    int64_t least, usual; /* seconds: the setting may say more than `least`; what holds without it */
    /* What people wrote, or would miss. What is not braked has ended by its own date and is of no use
     * to anybody: codes, sessions, counters. */
    bool braked;
    unsigned bite;
    struct purge_source source;
    enum rc (*run)(const struct purge_turn *t, uint64_t *gone);
};
extern const struct purge_kind purge_kinds[];
extern const size_t purge_kinds_n;

const struct purge_kind *purge_kind_find(struct str name); /* NULL: there is none */
/* What is older than that may go. */
struct instant purge_before(const struct purge_kind *k, const struct facts *f, struct instant now);
struct purge_limits purge_limits_of(const struct facts *f);

#endif
