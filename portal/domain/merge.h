/* domain/merge.h - two tabs or two devices, one step: which of two saves of a field holds; pure.
 *
 * A form carries `base`: a name of its own page, then a short hash of each field as it stood when
 * the page was made. When it comes back, each field is judged by itself: untouched here -> what is
 * stored stays; untouched elsewhere -> what was typed here holds; changed on both sides -> a
 * conflict. A page is never behind itself: where it was the last to write, what it says now holds,
 * whatever answer of ours got lost on the way. So two tabs of one browser meet like two devices,
 * and one tab never conflicts with itself. Nothing of it is a secret: a forged base can only hurt
 * its own sender. */
#ifndef DOMAIN_MERGE_H
#define DOMAIN_MERGE_H

#include "domain/field.h"

enum { MERGE_HASH = 6, MERGE_WRITER = 8, MERGE_NAME_MAX = 64 };

/* What a field holds: its canonical value, or what was typed when that could not be read. */
struct str merge_text(const struct answer *one);
/* The page's name, then MERGE_HASH characters per field, in the form's order. */
struct str merge_base(struct arena *a, const struct answers *stored, struct str page);
/* The page that this base names: MERGE_WRITER characters of [A-Za-z0-9_-]; empty when it names none. */
struct str merge_page(struct str base);
/* Last writers are kept as "name=page name=page …". */
struct str merge_writer(struct str writers, const char *field);

struct merge {
    struct answers result; /* what the store holds from now on: typed here, or kept */
    struct str writers;    /* to be stored beside it */
    struct str base;       /* for the page from which this came: moved on only where it may be */
    size_t changed;        /* fields that differ from what is stored */
    size_t conflicts;      /* fields marked FAULT_CONFLICT in `result`, which keeps the stored text */
};
/* `came` is what was just read, and is the result where a field is never stored; `page` is who writes: the base's own, or a fresh name where it has
 * none. A base of another length counts as "based on what is stored" (a form sent without it). */
struct merge merge_three(struct arena *a, const struct answers *stored, struct str writers,
    const struct answers *came, struct str base, struct str page);

#endif
