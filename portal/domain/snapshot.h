/* domain/snapshot.h - what a submission freezes, as canonical JSON; pure. The caller hashes the
 * bytes (SHA-256) and stores both; nothing in it is ever computed again. */
#ifndef DOMAIN_SNAPSHOT_H
#define DOMAIN_SNAPSHOT_H

#include "domain/candidacy.h"
#include "domain/canon.h"

enum { SNAPSHOT_FORMAT = 1, SNAPSHOT_MAX = 512 * 1024 };

struct snapshot {
    struct str reference;
    int sequence;           /* 1 for the first submission */
    struct str programme;   /* "MOVSC" */
    int year, intake_number;
    struct str submitted_at; /* UTC, as the database dated it: "2026-11-23 17:40:05" */
    const struct candidacy_answers *answers;
    const struct verdict *verdict;
    const struct prices *prices;
};

/* The answers of one form: what applies and is answered; numbers as numbers, amounts in cents,
 * several choices as an array, boxes as true; nothing of FIELD_UNSTORED. */
struct canon *snapshot_answers(struct arena *a, const struct answers *as);
void snapshot_write(struct arena *a, struct buf *out, const struct snapshot *s);

#endif
