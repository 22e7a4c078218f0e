/* store/desk_quotes.h - the inbox of quote requests (domain/desk_quotes.h), and one request as staff
 * read it. */
#ifndef STORE_DESK_QUOTES_H
#define STORE_DESK_QUOTES_H

#include "base/money.h"
#include "store/desk_list.h"

extern const struct desk_source desk_quotes;

/* What a row of the list shows, and what the head of the file does. */
struct desk_request_row {
    uint64_t id;
    struct str public_id, reference, kind, state, origin, payer, module_wanted;
    struct str name, email, organisation;
    struct money total;   /* of the quote that holds, or what was told; 0: no price */
    struct str last_number;
    struct instant created, waiting_since;
    struct day valid_until;
    struct str assigned_public, assigned_name;
    unsigned bounces;    /* mails that came back from its address (store/address.h) */
    struct day received; /* on paper, by telephone; none: when it was written here */
    uint64_t intake;     /* row; 0: none was chosen */
};
void desk_request_row(const struct rows *r, size_t row, struct desk_request_row *out);

#endif
