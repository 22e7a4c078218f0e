/* domain/desk_quotes.h - the inbox of quote requests as a list of the desk, and its words; pure. */
#ifndef DOMAIN_DESK_QUOTES_H
#define DOMAIN_DESK_QUOTES_H

#include "domain/desk_list.h"

/* In the order of the tables: store/desk_quotes.c fills its statements by them. */
enum { QUOTES_ALL, QUOTES_NEW, QUOTES_WAITING, QUOTES_MINE, QUOTES_SENT, QUOTES_ENDING, QUOTES_ENDED,
    QUOTES_ACCEPTED, QUOTES_QUEUES };
enum { QUOTES_STATE, QUOTES_PAYER, QUOTES_KIND, QUOTES_MODULE, QUOTES_WHO, QUOTES_ORIGIN,
    QUOTES_FILTERS };
enum { QUOTES_BY_MADE, QUOTES_BY_WAIT, QUOTES_BY_END, QUOTES_SORTS };

extern const struct desk_list desk_list_quotes;

/* Labels of the stored words; empty when not one of ours. */
const char *quote_state_label(struct str state);
const char *quote_kind_label(struct str kind);
const char *quote_origin_label(struct str origin);
/* What was done, from the audit trail: "Demande attribuée". */
const char *quote_act_label(struct str action);

extern const struct form form_desk_note; /* /gestion/devis/{}/note */

/* How many days before its end a quote is "about to expire". */
enum { QUOTES_ENDING_DAYS = 7 };

#endif
