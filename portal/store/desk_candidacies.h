/* store/desk_candidacies.h - the submitted candidacies as staff list and read them
 * (domain/desk_candidacies.h). Every statement asks again whether that member of the staff may read
 * candidacies: without the role a list is empty, and a file is RC_NOT_FOUND. */
#ifndef STORE_DESK_CANDIDACIES_H
#define STORE_DESK_CANDIDACIES_H

#include "store/desk_list.h"

extern const struct desk_source desk_candidacies;

/* What a row of the list shows, and what the head of the file does: as last submitted, but for the
 * payer, which may be changed afterwards. */
struct desk_candidacy_row {
    uint64_t id;
    struct str public_id, reference;
    struct str birth_name, usage_name, given_names;
    struct str email, address_state; /* of the account, now */
    struct str state, verdict, payer, module_wanted;
    uint64_t intake; /* row */
    bool contested;  /* "à trancher" */
    unsigned versions;
    struct instant submitted;
    /* Of one file that staff entered (desk_candidacy_find); origin empty: the person began it. */
    struct str origin, entry_note, entered_by;
    struct day received;
};
void desk_candidacy_row(const struct rows *r, size_t row, struct desk_candidacy_row *out);

enum rc desk_candidacy_find(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_candidacy_row *out) MUST_USE;

/* "L’adresse est bonne": mails go there again. RC_CONFLICT: nobody doubts it, or no such file. */
enum rc desk_candidacy_address_good(
    struct db *db, uint64_t staff, struct str public_id, struct instant now) MUST_USE;

/* Other submitted candidacies of the same person and year, by the identity's key. */
struct desk_twin {
    struct str public_id, reference, email;
    struct str state;
    struct instant submitted;
    bool holds; /* it has the identity's place: it alone can be decided */
};
enum rc desk_candidacy_twins(struct db *db, struct arena *a, uint64_t candidacy,
    struct desk_twin **out, size_t *n) MUST_USE;

#endif
