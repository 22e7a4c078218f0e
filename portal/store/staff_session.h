/* store/staff_session.h - where the staff are signed in: one row each, found by the hash of the
 * cookie's token. 30 minutes idle, 8 hours in all (requirements.md §6): the row keeps both ends.
 *
 * Ownership: strs are in the arena given. */
#ifndef STORE_STAFF_SESSION_H
#define STORE_STAFF_SESSION_H

#include "store/stmt.h"

enum {
    STAFF_HASH = 32,
    STAFF_TOUCH_SECONDS = 60,
    STAFF_IDLE_SECONDS = 30 * 60,
    STAFF_ABSOLUTE_SECONDS = 8 * 60 * 60,
    STAFF_HALF_SECONDS = 15 * 60, /* between the first factor and the second */
    STAFF_SESSIONS_LISTED = 50,
};

/* password: the first factor was given; enrol: so it was, and there is no second one yet; full. */
enum staff_stage { STAFF_PASSWORD, STAFF_ENROL, STAFF_FULL };

struct staff_session {
    uint64_t id, staff; /* 0: no such session */
    bool alive;         /* neither ended nor too old, and the person not disabled */
    enum staff_stage stage;
    struct str public_id, email, name; /* the person's */
    unsigned roles;                    /* enum role bits */
    struct instant proved, last_seen, absolute_end;
    uint64_t revision; /* of the facts: always there, rides along; so do, for every page of the desk: */
    struct instant mails_held; /* since when no mail leaves (store/mail_way.h); .s == 0: they do */
    struct str mails_held_at;
    uint64_t mails_failed;     /* that failed and are not settled (store/outbox_file.h) */
    uint64_t purges_held;      /* kinds that the brake holds (store/purge_state.h) */
};

struct staff_session_new {
    unsigned char token_hash[STAFF_HASH];
    uint64_t staff;
    enum staff_stage stage;
    struct instant proved; /* .s == 0: not both factors */
    struct instant absolute_end; /* .s == 0: the usual one */
    struct str browser; /* "Firefox sur Windows" (domain/browser.h), or empty */
};

/* One statement. RC_OK with id == 0 when there was never a session of that hash; one that has ended
 * is found too (alive is false): it says whose unsent text it is. */
enum rc staff_session_find(struct db *db, struct arena *a, const unsigned char hash[STAFF_HASH],
    struct instant now, struct staff_session *out) MUST_USE;
enum rc staff_session_insert(struct db *db, struct arena *a, const struct staff_session_new *s,
    struct instant now, uint64_t *id) MUST_USE;
/* Moves the idle end; the caller asks only once STAFF_TOUCH_SECONDS have gone by. */
enum rc staff_session_touch(struct db *db, uint64_t id, struct instant now) MUST_USE;
enum rc staff_session_end(struct db *db, uint64_t id, struct instant now) MUST_USE;
/* All of theirs but `keep` (0: all). */
enum rc staff_session_end_others(
    struct db *db, uint64_t staff, uint64_t keep, struct instant now) MUST_USE;
/* RC_NOT_FOUND: not one of theirs, or it has ended. */
enum rc staff_session_end_one(
    struct db *db, uint64_t staff, struct str public_id, struct instant now) MUST_USE;

struct staff_session_seen {
    uint64_t id;
    struct str public_id, browser;
    struct instant created, last_seen;
};
/* The living ones, both factors given, the last used first; at most STAFF_SESSIONS_LISTED. */
enum rc staff_session_list(struct db *db, struct arena *a, uint64_t staff, struct instant now,
    struct staff_session_seen **out, size_t *n) MUST_USE;
/* For jobs: forgets those that ended before; at most `limit`. */
enum rc staff_session_purge(struct db *db, struct instant ended_before, uint64_t limit,
    uint64_t *gone) MUST_USE;

#endif
