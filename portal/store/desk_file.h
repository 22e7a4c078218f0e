/* store/desk_file.h - one quote request as staff read it: everything that was written, the numbered
 * versions, the thread, what was done; and staff's own columns, written under a version.
 *
 * Every statement asks again whether this member of the staff may work at the quote desk. */
#ifndef STORE_DESK_FILE_H
#define STORE_DESK_FILE_H

#include "base/money.h"
#include "domain/field.h"
#include "store/desk_list.h"

struct desk_file {
    uint64_t id, intake;
    struct str public_id, reference, kind, state, origin, reason, payer;
    unsigned version;
    struct money diploma, module, total; /* told, or of the quote; 0: no price */
    struct str last_number;
    struct instant created, updated, waiting, answered, raised, reminded; /* .s == 0: not so */
    struct day valid_until;
    struct str assigned_public, assigned_name, entered_name;
    struct str candidacy;     /* public id, once it was submitted; empty: none */
    struct str bounce_why;    /* what the server said of the last mail to its address */
    unsigned bounces;         /* mails that came back from it (store/address.h) */
    struct instant complained; /* its owner reported one of ours as unwanted; .s == 0: no */
    struct day received;      /* on paper, by telephone; none: it came when it was written here */
    struct answers asked;     /* of form_quote, canonical */
    struct desk_mark marks[3]; /* in the order of the inbox's sorts */
};
/* RC_NOT_FOUND: no such request, or this person may not read it. */
enum rc desk_file_find(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_file *out) MUST_USE;

enum desk_event_kind { EVENT_QUOTE, EVENT_ANSWER, EVENT_MESSAGE, EVENT_ACT, EVENT_PERSON };
struct desk_event { /* one line of what happened; what the texts are is told by its kind */
    enum desk_event_kind kind;
    struct instant at;
    struct str who; /* of the staff; of a quote's addressee for EVENT_ANSWER; else empty */
    struct str a, b, c, d;
    struct money total;
    struct day until;
    uint64_t id; /* of its own row */
};
/* QUOTE: a number, b state, c public id, d payer, total, until, who issued it.
 * ANSWER: a kind, b role, c reason, d number. MESSAGE: a kind, b body, c remarks, d of
 * a mail: its mark, "mail" without one. ACT: a action, b detail,
 * c kind of actor. PERSON: c public id, who: somebody it can be assigned to.
 * In the order of time; at most 200 of each. */
enum rc desk_file_events(struct db *db, struct arena *a, uint64_t request,
    struct desk_event **out, size_t *n) MUST_USE;

/* To whom: a public id of the staff, or "personne". A new request is in hand from
 * then on. RC_CONFLICT: not in that version any more; RC_NOT_FOUND: nobody like that. `version` 0:
 * whatever it is (several at once). *id: the request's row. */
enum rc desk_file_assign(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    unsigned version, struct str to, struct instant now, uint64_t *id) MUST_USE;
/* Nothing more is expected: not while a quote of it can still be accepted, nor once one was.
 * RC_CONFLICT: so, or another version. */
enum rc desk_file_close(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    unsigned version, struct instant now, struct day today, uint64_t *id) MUST_USE;
/* What was written last wants no answer: a request whose quote waits for an accord ("sent" again), was
 * accepted, or that was cancelled, waits for nobody. RC_CONFLICT: it is in another state, or another version. */
enum rc desk_file_read(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    unsigned version, struct instant now, uint64_t *id) MUST_USE;
/* A closed one is in hand again, and waits for us from now on. */
enum rc desk_file_reopen(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    unsigned version, struct instant now, uint64_t *id) MUST_USE;
/* RC_CONFLICT: that key has served: it is there already. */
enum rc desk_file_note(struct db *db, uint64_t request, uint64_t staff, struct str body,
    struct str key, struct instant now) MUST_USE;

/* "L’adresse est bonne": mails go there again. RC_CONFLICT: nobody doubts it. */
enum rc desk_file_address_good(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct instant now, uint64_t *id) MUST_USE;

#endif
