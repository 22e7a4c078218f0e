/* store/quote_request.h - what came in by /devis: a quote, a question about VAE, another question.
 * The amounts told are frozen beside the tariff rows that they came from. */
#ifndef STORE_QUOTE_REQUEST_H
#define STORE_QUOTE_REQUEST_H

#include "domain/field.h"
#include "store/stmt.h"

struct quote_amount {
    uint64_t tariff; /* row id; 0: no amount was told */
    struct money price;
};

struct quote_request_new {
    const struct answers *answers; /* of form_quote: columns are the fields' names */
    struct str reference;          /* "D-7K3M-9QX2": what people read aloud */
    uint64_t programme, intake;    /* intake 0: none speaks */
    uint64_t candidacy;            /* 0: not asked from one */
    struct quote_amount diploma, module;
    struct money total;         /* 0: no total was told (both prices, CPF, several payers) */
    struct str to_staff_reason; /* why no amount was told; empty: one was */
    struct str idempotency_key;
};

struct quote_request {
    uint64_t id;
    struct str public_id, reference, kind, state;
    struct str payer, module_wanted, module_payer; /* words of form_quote */
    struct str to_staff_reason, idempotency_key;
    struct money diploma, module, total;
    struct instant created;
    unsigned generation; /* of its links (sys/link.h) */
};

/* RC_CONFLICT: that idempotency key (or reference) has been used: quote_request_by_key gives what it made. */
enum rc quote_request_insert(struct db *db, struct arena *a, const struct quote_request_new *q,
    struct instant now, struct quote_request *out) MUST_USE;
enum rc quote_request_by_key(struct db *db, struct arena *a, struct str idempotency_key,
    struct quote_request *out) MUST_USE;
enum rc quote_request_find(struct db *db, struct arena *a, struct str public_id,
    struct quote_request *out) MUST_USE;

#endif
