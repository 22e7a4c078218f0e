/* view/form.h - a form of domain/field.h made ready for its templates; pure.
 *
 * A page builds it once and shows it:
 *     v.form = view_form_make(p->a, &form_identity, &answers, &(struct form_wish){...});
 *     {{> faults v.form.faults}}  above the h1
 *     {{> form v.form}}           the form itself, hidden inputs and buttons included
 * Everything is borrowed from the arena, the field table and the answers. Nothing can fail; a
 * field name that the form does not have aborts (our own mistake).
 * Parameters besides the fields: csrf, base (what the person's page was based on, so that a
 * second device's save is seen), key (idempotency), vu (the doubts that the page showed), depuis (where it was opened from), then ("next", "stay" or "later": which button). */
#ifndef VIEW_FORM_H
#define VIEW_FORM_H

#include "base/arena.h"
#include "domain/field.h"

struct view_option { /* one radio, box or line of a list */
    struct str id, name, value, label, hint, hint_id;
    bool checked;
};
struct view_group { /* label empty: the options stand outside any group */
    struct str label;
    struct view_option *options;
    size_t options_n;
};
struct view_part { /* one input of a date or month */
    struct str id, name, label, value, inputmode, autocomplete, width;
    bool bad; /* drawn as the one at fault */
};
struct view_field {
    enum field_kind kind;
    struct str id;           /* of the first control: what the error summary links to */
    struct str name, label;  /* the label without its mark */
    struct str mark;         /* "(facultatif)", "(obligatoire)" or empty */
    struct str hint, hint_id, error, error_id;
    struct str described_by; /* ids, for aria-describedby */
    struct str value;        /* as typed */
    struct str type, inputmode, autocomplete, width, suffix;
    struct str when, when_is; /* shown by the script only while `when` holds one of `when_is` */
    struct str when_note;     /* the same said in words, for who has no script */
    struct str doubt, doubt_id; /* kept, but worth a second look (fault_doubt) */
    struct str other;         /* FAULT_CONFLICT: what has been saved elsewhere meanwhile */
    size_t max;               /* FIELD_AREA: code points to count; 0: too few to be counted */
    int rows;                 /* FIELD_AREA */
    struct str count_id;
    bool required, invalid, nospell, off; /* off: does not apply to the present answers */
    bool hidden;              /* of no use to the answers already there; the script may show it */
    bool kept;                /* what is written in it stays in sight, whatever `when` holds */
    bool heading;             /* the label is the page's h1 */
    struct view_group *groups;
    size_t groups_n;
    struct view_part *parts;
    size_t parts_n;
};

struct view_fault { /* one line of the error summary */
    struct str href, text;
};
struct view_faults {
    struct view_fault *items;
    size_t items_n;
};

struct form_wish { /* what the page adds to the table */
    struct str action; /* where it is posted */
    struct str csrf;
    struct str base;   /* empty: no such hidden input */
    struct str key;    /* empty: no such hidden input */
    struct str from;   /* which page opened this one (page/origin.h); empty: no such hidden input */
    const char *submit; /* the button; NULL: "Enregistrer et continuer" */
    const char *later;  /* the second button (then=later); NULL: none */
    const char *stay;   /* saves and shows the same page again (then=stay); NULL: none */
    const char *note;   /* a sentence before the fields; NULL: the one about mandatory fields */
    bool judged;        /* show the faults: false on a first visit */
    bool autosave;      /* the script saves as one types */
    bool others;        /* somebody else's answers: the browser does not offer its user's own */
    bool heading;       /* a single question: its label is the page's h1 */
    bool quiet;         /* its button is the page's second one */
};

struct view_form {
    struct str action, csrf, base, key, from, submit, later, stay, note;
    struct str seen; /* the doubts that this page shows (answers_doubts): sent again, they hold */
    bool autosave, quiet;
    struct view_field *fields;
    size_t fields_n;
    struct view_faults faults;
};

/* `as` may be NULL: a blank form. */
struct view_form view_form_make(
    struct arena *a, const struct form *f, const struct answers *as, const struct form_wish *w);
/* Adds a sentence of the page's own (a wrong code, two answers that exclude each other): in the
 * summary, and at the field `name` (NULL: in the summary only). */
void view_form_add_fault(
    struct arena *a, struct view_form *vf, const char *name, struct str sentence);
/* Says beside field `name` what has been saved elsewhere meanwhile (displayed text, not empty). */
void view_form_add_other(struct view_form *vf, const char *name, struct str other);
struct view_field *view_form_field(struct view_form *vf, const char *name);
/* The id of a field's first control, wherever its form is shown: what a link from elsewhere aims at. */
struct str view_field_id(struct arena *a, const struct field *f);

/* What is wrong in the field's own words, what to write instead, an example (RGAA 11.10, 11.11):
 * of field i: "Saisissez votre nom de naissance."; empty for FAULT_NONE. The same words stand beside the field
 * and in the summary on top of the page. */
struct str fault_sentence(struct arena *a, const struct answers *as, size_t i);
/* What to look at twice in field i, which was kept though doubtful, and the same in a title; empty when it is
 * not. */
struct str fault_doubt(struct arena *a, const struct answers *as, size_t i);
const char *fault_doubt_title(enum doubt doubt);
/* Which input of a date or month is at fault: 0 day, 1 month, 2 year; -1: all of them. */
int fault_part(struct arena *a, const struct field *f, const struct answer *at);

#endif
