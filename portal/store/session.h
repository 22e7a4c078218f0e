/* store/session.h - sessions of applicants: one row each, found by the hash of the cookie's token.
 *
 * Ownership: strs are in the arena given. Idle and absolute limits are chosen by web/session.c
 * (requirements.md §6, 7.3) and kept in the row, so a choice of 24 hours survives a restart. */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "store/stmt.h"

enum { SESSION_HASH = 32, SESSION_TOUCH_SECONDS = 60, SESSIONS_LISTED = 50 };

struct session {
    uint64_t id;      /* 0: no such session, or it has ended */
    uint64_t account; /* 0: it only holds a draft whose address is not proved yet */
    struct str email; /* the account's; empty without */
    bool address_to_check; /* a mail came back from it (store/address.h) */
    unsigned char device[SESSION_HASH];
    struct instant created, last_seen, idle_end, absolute_end;
    bool day;          /* "24 h sur cet appareil" */
    bool timed_out;    /* id == 0, but `device` is known: this browser had one until its time was up (the ends) */
    uint64_t revision; /* of the facts: always there, rides along */
};

struct session_new {
    unsigned char token_hash[SESSION_HASH];
    unsigned char device[SESSION_HASH];
    uint64_t account; /* or 0 */
    bool day;
    int64_t idle_seconds, absolute_seconds;
};

/* One statement. RC_OK with id == 0 when there is no living session of that hash; the revision
 * is filled all the same. */
enum rc session_find(struct db *db, struct arena *a, const unsigned char hash[SESSION_HASH],
    struct instant now, struct session *out) MUST_USE;
enum rc session_insert(
    struct db *db, const struct session_new *s, struct instant now, uint64_t *id) MUST_USE;
/* Moves last_seen and the idle end; the caller asks session_wants_touch first. */
enum rc session_touch(struct db *db, uint64_t id, struct instant now) MUST_USE;
bool session_wants_touch(const struct session *s, struct instant now);
enum rc session_end(struct db *db, uint64_t id, struct instant now) MUST_USE;
/* Every session of the account but `keep` (0: all): after an address change. */
enum rc session_end_others(
    struct db *db, uint64_t account, uint64_t keep, struct instant now) MUST_USE;
struct session_seen {
    uint64_t id;
    struct instant created, last_seen;
    bool day;
};
/* The living ones of the account, the last used first; at most SESSIONS_LISTED. */
enum rc session_list(struct db *db, struct arena *a, uint64_t account, struct instant now,
    struct session_seen **out, size_t *n) MUST_USE;
/* For jobs: forgets ended sessions to which no draft is tied any more; at most `limit`. */
enum rc session_purge(struct db *db, struct instant ended_before, uint64_t limit,
    uint64_t *gone) MUST_USE;

#endif
