/* domain/merge.h - two devices, one step: which of two saves of a field holds; pure.
 *
 * A form carries `base`: a short hash of each field as it stood when the page was made. When it
 * comes back, each field is judged by itself: untouched here -> what is stored stays; untouched
 * elsewhere -> what was typed here holds; changed on both sides -> a conflict, unless this same
 * device was the last to write it (a tab never conflicts with itself, whatever answer of ours got
 * lost on the way). Nothing of it is a secret: a forged base can only hurt its own sender. */
#ifndef DOMAIN_MERGE_H
#define DOMAIN_MERGE_H

#include "domain/field.h"

enum { MERGE_HASH = 6, MERGE_WRITER = 8, MERGE_NAME_MAX = 64 };

/* What a field holds: its canonical value, or what was typed when that could not be read. */
struct str merge_text(const struct answer *one);
/* MERGE_HASH characters per field, in the form's order. */
struct str merge_base(struct arena *a, const struct answers *stored);
/* Last writers are kept as "name=device name=device …"; a device is MERGE_WRITER characters. */
struct str merge_writer(struct str writers, const char *field);

struct merge {
    struct answers result; /* what the store holds from now on: typed here, or kept */
    struct str writers;    /* to be stored beside it */
    struct str base;       /* for the page from which this came: moved on only where it may be */
    size_t changed;        /* fields that differ from what is stored */
    size_t conflicts;      /* fields marked FAULT_CONFLICT in `result`, which keeps the stored text */
};
/* `came` is what was just read; a base of another length counts as "based on what is stored"
 * (a page without it, such as a first visit). */
struct merge merge_three(struct arena *a, const struct answers *stored, struct str writers,
    const struct answers *came, struct str base, struct str device);

#endif
