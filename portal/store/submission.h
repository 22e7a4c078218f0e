/* store/submission.h - what the one transaction of a submission is made of, and reading it back.
 *
 * page/submit runs, inside tx_run:  candidacy_lock (submitted already: done), submission_gate,
 * slot_take, submission_insert, candidacy_submit, audit_add, outbox_put. Deadlines are
 * judged on the database's clock, read once by the gate; the same instant goes into the snapshot,
 * the row and the receipt. A submission is frozen: triggers and grants refuse its change. */
#ifndef STORE_SUBMISSION_H
#define STORE_SUBMISSION_H

#include "store/candidacy.h"

enum { SUBMISSION_SHA256 = 32 };

struct gate {
    struct str at;       /* "2026-11-23 17:40:05.123456", UTC */
    struct instant now;  /* the same, whole seconds */
    bool open;           /* the intake is dated and open at that instant */
    struct instant opens_at, closes_at;
};

struct submission {
    uint64_t id, candidacy;
    unsigned sequence;    /* 1, 2… */
    struct str reference; /* MOVSC-7K3M-9QX2 */
    struct str snapshot;  /* canonical JSON; empty from submission_list and submission_verify */
    unsigned char sha256[SUBMISSION_SHA256];
    struct str at;        /* as gate.at */
    struct instant submitted;
    struct str rule_version, verdict, idempotency_key;
};

enum rc submission_gate(
    struct db *db, struct arena *a, uint64_t intake, struct gate *out) MUST_USE;
/* What an acknowledgement prints of the snapshot: its SHA-256 in hexadecimal. */
struct str submission_fingerprint(struct arena *a, const struct submission *s);
/* Everything but id is given. RC_CONFLICT: this idempotency key, reference or sequence is there
 * already. */
enum rc submission_insert(struct db *db, struct submission *s) MUST_USE;

enum rc submission_latest(
    struct db *db, struct arena *a, uint64_t candidacy, struct submission *out) MUST_USE;
/* Latest first, without snapshots. */
enum rc submission_list(struct db *db, struct arena *a, uint64_t candidacy,
    struct submission **out, size_t *n) MUST_USE;
/* That version with its snapshot, and in *before the one before it (sequence 0: there is none).
 * RC_NOT_FOUND: no such version. */
enum rc submission_version(struct db *db, struct arena *a, uint64_t candidacy, unsigned sequence,
    struct submission *out, struct submission *before) MUST_USE;
/* For /verifier: reference, hash and time of that reference, nothing else. */
enum rc submission_verify(
    struct db *db, struct arena *a, struct str reference, struct submission *out) MUST_USE;

struct slot {
    uint64_t programme;
    int year;
    unsigned char key[IDENTITY_KEY];
    unsigned key_version;
    uint64_t candidacy;
    struct str at; /* gate.at */
};
/* Takes the identity's one place of that year, or finds who holds it: *holder is the candidacy
 * that has it, ours or another ("à trancher"). A place that this candidacy held under another
 * identity goes to the first of those who waited for it, which is no longer contested: *heir, whose
 * audit row the caller adds; 0: nobody waited. Three statements where none was held. */
enum rc slot_take(struct db *db, struct arena *a, const struct slot *s, uint64_t *holder,
    uint64_t *heir) MUST_USE;

#endif
