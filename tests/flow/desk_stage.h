/* tests/flow/desk_stage.h - requests on the staff's desk, for the tests of what staff do there. */
#ifndef TESTS_DESK_STAGE_H
#define TESTS_DESK_STAGE_H

#include "flow.h"

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

#endif
