/* domain/forms_desk.h - what staff fill in at the quote desk, one const table each; pure. */
#ifndef DOMAIN_FORMS_DESK_H
#define DOMAIN_FORMS_DESK_H

#include "domain/field.h"
#include "domain/quote_doc.h"

extern const struct form form_ready_text; /* textes: title, body */
extern const struct form form_message;    /* message: body */
extern const struct form form_accepted;   /* accepter: name, role, signed_on, how */
extern const struct form form_cancel;     /* annuler: reason */
extern const struct form form_period;     /* chiffres: from, to */
/* What stands before form_quote's own fields when staff enter a request for somebody. */
extern const struct form form_entry; /* saisir: origin, received_on */
/* What staff add to a document before it goes. */
extern const struct form form_terms; /* version: replace, dates, printed, words */
/* A mix of tariffs: whose price the whole is, and what the organisation pays of it. */
extern const struct form form_parts; /* parts */
/* A candidacy that came on paper: who, and where the link to go on with is sent. */
extern const struct form form_invite; /* invitation */
extern const struct form form_entry_address; /* courriel: where that link goes after all */

/* The same fields asked of staff about somebody: our words for them, without those that `skip`
 * names (NULL-ended), and no longer waiting for one of these. */
const struct form *form_for_staff(
    struct arena *a, const struct form *f, const char *const *skip);
/* Only the fields that `take` names, whatever they waited for. */
const struct form *form_taken(struct arena *a, const struct form *f, const char *const *take);

/* Answers of form_quote, or of a form made from it, as a document is built from them. */
struct quote_ask quote_ask_of(const struct answers *as);

struct parts { /* a mix, judged */
    enum payer_kind base;
    struct money whole[2], third[2], individual[2]; /* [enum tariff_item] */
    struct money total, third_total, individual_total;
    const char *fault_at; /* the field whose amount is more than the whole, or nothing of it */
    bool sound;
};
/* From what was typed and the tariff rows of that day, for so many people together. An amount that
 * was not typed counts 0. */
struct parts parts_judge(const struct answers *as, const struct tariff *rows, size_t rows_n,
    struct day on, bool module, unsigned people);

#endif
