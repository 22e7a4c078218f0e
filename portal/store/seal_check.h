/* store/seal_check.h - walks the chain of seals (store/seal.h) and says the first thing that does not
 * hold. A piece at a time, so that a trail of any length takes little memory and keeps nobody waiting:
 *
 *   seal_walk_begin(db, a, &w), then seal_walk_step(db, a, &w) until w.ended
 *
 * The row of audit_check remembers how far the chain has been found whole, under our key: a walk that is
 * not whole begins there, and every walk expects that seal to be there still. What cannot be mended (a row
 * that nobody has any more, rows whose time was over) is settled by an operator, who needs the key: from then
 * on a whole walk begins behind it, and says so. */
#ifndef STORE_SEAL_CHECK_H
#define STORE_SEAL_CHECK_H

#include "domain/seal_faults.h"
#include "store/seal.h"

struct seal_head { /* number and value of a seal; id == 0: none */
    uint64_t id;
    unsigned char seal[SEAL_BYTES];
};

struct seal_walk {
    /* given */
    struct seal_keys keys;
    bool whole;               /* from the first seal; set by seal_walk_begin where there is no mark */
    struct seal_head expected; /* told elsewhere */
    /* found */
    enum seal_fault fault;
    uint64_t failed_seal; /* 0: of no seal */
    uint64_t failed_row;  /* id of audit; 0: not known which */
    uint64_t failed_first, failed_last; /* rows of that seal */
    uint64_t seals, rows;               /* seen */
    struct seal_head head;              /* the last one that holds */
    struct seal_head from;              /* where it began, as was settled; id == 0: with the first seal */
    bool ended;
    /* where it is */
    struct seal_head mark;
    unsigned version;
    uint64_t strays, bound; /* looked at for rows without a seal; up to where there may be none */
    bool seen_mark, seen_expected, to_strays;
};

enum rc seal_walk_begin(struct db *db, struct arena *a, struct seal_walk *w) MUST_USE;
/* Some thousand rows, at most three statements. What it needs is in *w: the arena may be reset. */
enum rc seal_walk_step(struct db *db, struct arena *a, struct seal_walk *w) MUST_USE;
/* Rows committed more than SEAL_LATE_SECONDS before `now` that no seal covers yet, behind the last one:
 * is anybody sealing? */
enum rc seal_walk_behind(
    struct db *db, struct arena *a, struct instant now, uint64_t *rows) MUST_USE;

struct seal_state { /* of audit_check */
    struct instant checked, whole, failed; /* .s == 0: never; it is well */
    struct day told;                       /* the last night whose mail is queued */
    struct str fault;                      /* seal_fault_word */
    uint64_t failed_seal, failed_row;
    uint64_t head;                         /* the last seal that held; 0: none */
};
enum rc seal_state_read(struct db *db, struct arena *a, struct seal_state *out) MUST_USE;
/* What an ended walk found. A fault stays until a whole walk finds none. `night` is "none", or the night
 * that this is for: RC_CONFLICT when another one was faster. */
enum rc seal_state_write(
    struct db *db, const struct seal_walk *w, struct instant now, struct day night) MUST_USE;

/* Takes note of a fault: whole walks begin behind seal number from->id (0: the last one) from now on, and
 * nothing is known to be wrong. RC_NOT_FOUND: no such seal. Inside a transaction, with a row of the trail that says so. */
enum rc seal_settle(struct db *db, struct arena *a, const struct seal_keys *k, struct seal_head *from) MUST_USE;

/* "1234:9f86d0…": how a head is told and given. */
enum { SEAL_HEAD_TEXT_MAX = 20 + 1 + 2 * SEAL_BYTES };
struct str seal_head_text(struct arena *a, const struct seal_head *h);
bool seal_head_parse(struct str text, struct seal_head *out);

#endif
