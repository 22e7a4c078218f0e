/* tests/flow/desk_stage.h - requests on the staff's desk, for the tests of what staff do there. */
#ifndef TESTS_DESK_STAGE_H
#define TESTS_DESK_STAGE_H

#include "flow.h"

/* To whom the two parts of a mix are addressed. */
#define STAGE_TO                                                                                   \
    "third_payer=employer&person_name=Anais+B.&person_address=2+rue&addressee_name=Les+Mille+Pas"  \
    "&addressee_address=1+rue"

struct wish { /* NULL: as usual */
    const char *kind, *payer, *module, *more; /* more: "column = value, …" */
};

/* Every fact that a document needs; the open intake's registration covers its start. */
void stage_facts(void);
/* A request as /devis leaves one; its public id. */
struct str stage_request(const struct wish *w);
uint64_t stage_id(struct str public_id);
/* "/gestion/devis/ID/TAIL" */
const char *stage_path(struct str public_id, const char *tail);
/* The newest mail of that kind about the request: its facts as JSON; empty without one. */
struct str stage_mail(struct str public_id, const char *kind);
uint64_t stage_mails(struct str public_id, const char *kind);
uint64_t stage_audits(struct str public_id, const char *action);
/* One column of the request. */
struct str stage_column(struct str public_id, const char *column);
/* What the form of a version sends, `more` included ("payer=opco&then=send"). */
const char *stage_amended(struct str public_id, const char *more);
/* Its documents, as "01 issued 1000500, …": end of the number, state, cents. */
struct str stage_numbers(struct str public_id);
/* A request whose document staff have issued, all the way. */
struct str stage_issued(struct browser *b, const struct wish *w);

/* Today in the three boxes of a date, encoded. */
const char *stage_today(const char *name);
/* A candidacy that came by telephone, entered at the desk; `then` NULL: its person is told. Its id. */
struct str stage_entered(struct browser *b, struct str email, const char *then);

#endif
