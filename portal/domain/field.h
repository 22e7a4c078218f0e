/* domain/field.h - a field is declared once (design.md §3); pure.
 *
 * A form is a const table of fields. The same rows render the form, parse and judge what was
 * typed, name the column, and fill the check page, the snapshot and the exports. Labels and hints
 * are data of the field; sentences about mistakes are the view's, made from the field's
 * words and the fault's code. */
#ifndef DOMAIN_FIELD_H
#define DOMAIN_FIELD_H

#include "base/arena.h"
#include "base/day.h"
#include "base/money.h"

enum field_kind {
    FIELD_TEXT,     /* one line */
    FIELD_AREA,     /* several lines, with a counter */
    FIELD_EMAIL,
    FIELD_PHONE,    /* free format, digits counted only: six (New Caledonia) to fifteen (E.164) */
    FIELD_DATE,     /* three inputs: name.d name.m name.y; canonical 1980-05-13 */
    FIELD_MONTH,    /* two inputs: name.m name.y; canonical 2021-09 */
    FIELD_YEAR,     /* four digits */
    FIELD_NUMBER,   /* integer, least..most */
    FIELD_AMOUNT,   /* euros as people write them; canonical integer cents */
    FIELD_SIRET,    /* fourteen digits, Luhn warned about and never blocking */
    FIELD_CODE,     /* the six digits that a mail brought, alone or in its sentence */
    FIELD_RADIO,    /* one of choices, all shown */
    FIELD_SELECT,   /* one of choices, in a list with groups */
    FIELD_CHECKS,   /* several of choices, each its own parameter name.value = "1" (a name that
                       stands twice is refused); canonical "a b c" in table order */
    FIELD_BOX,      /* one box; canonical "1" or "" */
    FIELD_SECRET,   /* a password: taken byte for byte, never shown again */
};

struct choice {
    const char *value; /* stored; the table ends with value == NULL */
    const char *label;
    const char *hint;  /* or NULL */
    const char *group; /* optgroup of a select, or NULL */
};

enum field_flag {
    FIELD_OPTIONAL = 1,
    FIELD_NARROW = 2,   /* ten characters wide */
    FIELD_PRIVATE = 4,  /* stays out of lists, mails, exports and payers' links */
    FIELD_UNSTORED = 8, /* judged, never kept (a declaration box) */
    FIELD_PAST = 16,    /* a date or month may not lie after today */
    FIELD_NOSPELL = 32, /* spellcheck="false": names, references */
    FIELD_NAME = 64,    /* at least one letter (domain/name.h) */
    FIELD_PERSON = 128 | FIELD_NAME, /* a person's name, or one a line: domain/name.h */
    FIELD_NAMED = 256, /* the name of an organisation, a service, a function: the same */
};

struct field {
    const char *name;  /* parameter, column and JSON key: [a-z_]+ */
    enum field_kind kind;
    unsigned flags;
    const char *label; /* "Nom de naissance" */
    const char *hint;  /* or NULL */
    size_t max;        /* code points; 0 where the kind decides */
    int least, most;   /* FIELD_NUMBER, FIELD_YEAR */
    const char *units; /* FIELD_NUMBER: words that may follow it, folded, '|' between; or NULL */
    const char *country; /* of a postcode: the field of the same form that names its country; or NULL */
    const char *autocomplete;
    const struct choice *choices;
    /* applies only when field `when` of the same form holds one of the space-separated values
     * `when_is`; NULL: always. A field that does not apply is stored as absent. */
    const char *when, *when_is;
    const char *when_said; /* that case in words, if its values are many: "un organisme paie" */
    /* a box of the same form that says the contrary: both at once are FAULT_BOTH, at the box */
    const char *excludes;
    /* in a form that repeats: the choice that says there is none of these at all. It answers for the
     * whole list, on whose page it is a box; whoever fills one of them in is not offered it. */
    const char *none;
    /* the object in a sentence: "votre nom de naissance" -> "Saisissez votre nom de naissance";
     * for choices: "Choisissez …" */
    const char *ask;
    /* the whole sentence for FAULT_FORMAT where the kind's own example would mislead; or NULL */
    const char *help;
    /* what else to do where this cannot be answered: "cochez «\u00a0Je n’ai pas de prénom\u00a0»"; or NULL */
    const char *or_else;
};

struct answers;

struct form {
    const char *name;  /* "identite": also the last part of the URL */
    const char *title; /* "Votre identité": h1 and task-list line */
    const char *table; /* SQL table, or NULL when not stored as such */
    const struct field *fields;
    size_t n;
    /* What no field can judge alone (ends before it begins); may be NULL. Called by answers_read
     * once every field has been read; marks with answers_fault. */
    void (*check)(struct answers *as, struct day today);
};

enum fault {
    FAULT_NONE,
    FAULT_MISSING,
    FAULT_TOO_LONG,
    FAULT_FORMAT,   /* not a date, not an e-mail, not a number… */
    FAULT_CONTROL,  /* bytes no keyboard sends */
    FAULT_CHOICE,   /* not one of ours */
    FAULT_RANGE,    /* number, year or date out of bounds */
    FAULT_FUTURE,
    FAULT_ORDER,    /* ends before it begins */
    FAULT_CONFLICT, /* changed meanwhile in another tab or on another device */
    FAULT_PARTIAL,  /* a part of the date or month is missing */
    FAULT_YEAR,     /* a year that is not written with four digits */
    FAULT_ACCENT,   /* an e-mail address with a letter before the @ that mail cannot carry */
    FAULT_ACCOUNT,  /* an e-mail address that is not the account's: changed elsewhere, by proof */
    FAULT_BOTH,     /* a box, and an answer that it excludes */
    FAULT_WHOLE,    /* a number with a fraction, where a whole one is asked */
    FAULT_LINK,     /* an address of a site or of a mailbox, or a telephone number, in a name */
};

/* An answer that is kept as it is, but worth a second look: said beside it, never a fault. */
enum doubt {
    DOUBT_NONE,
    DOUBT_SIRET,    /* a checksum fails (domain/siret.h) */
    DOUBT_EMAIL,    /* a slip in the domain (email_meant) */
    DOUBT_POSTCODE, /* not as its country writes them (postcode_expected) */
};

/* One answer. `typed` is what the person wrote, without invisible characters (dates: the three
 * parts joined by '/', months: the two), shown again whatever happens; `value` is the canonical
 * text, empty when absent or faulty. */
struct answer {
    struct str typed, value;
    enum fault fault;
    enum doubt doubt;
};
struct answers {
    const struct form *form;
    struct answer *v; /* form->n of them, same order as form->fields */
};

/* Looks a parameter up: `get(ctx, "birth_date.d")`, p == NULL when absent. */
typedef struct str (*field_source)(void *ctx, const char *name);

struct answers answers_new(struct arena *a, const struct form *f);
/* Parses and judges everything (whether it is absent is judged only by answers_complete, so that
 * an unfinished step can be kept). `today` bounds FIELD_PAST. */
struct answers answers_read(
    struct arena *a, const struct form *f, field_source get, void *ctx, struct day today);
/* Judges again by today's rules what was stored under older ones, or merged out of two pages: names
 * without a letter, answers that exclude each other, doubts. Called after whatever else fills answers. */
void answers_rejudge(struct answers *as);
/* What is to be asked about the value of field i, given the other answers. */
enum doubt answers_doubt(const struct answers *as, size_t i);
/* All of them, as a page can carry them: "payer_siret=19753471200018|email=…"; empty: none. */
struct str answers_doubts(struct arena *a, const struct answers *as);
/* The first doubt that is not among those (in what answers_doubts made once); as->form->n: none. What was
 * seen once and comes again holds. */
size_t answers_new_doubt(struct arena *a, const struct answers *as, struct str seen);
/* Adds FAULT_MISSING to what applies, is not optional and is empty; true when no fault is left. */
bool answers_complete(struct answers *as);
/* Would answers_complete say true? Marks nothing. */
bool answers_whole(const struct answers *as);
/* The first field that keeps them from being whole; NULL: none does. */
const struct field *answers_first_open(const struct answers *as);
/* Has anything at all been answered or typed? */
bool answers_begun(const struct answers *as);
bool answers_any_fault(const struct answers *as);
/* Canonical value by name; aborts on a name the form does not have (our own mistake). */
struct str answers_get(const struct answers *as, const char *name);
struct answer *answers_at(const struct answers *as, const char *name);
/* Marks a fault and drops the canonical value; what was typed stays. */
void answers_fault(struct answers *as, const char *name, enum fault fault);
/* Does field i apply, given the other answers? */
bool answers_applies(const struct answers *as, size_t i);
/* The field of a form that repeats in which one says that there is none (struct field's `none`); NULL:
 * it has none. Do these answers say so? */
const struct field *form_none(const struct form *f);
bool answers_say_none(const struct answers *as);
/* Is this the box that a field of the same form hangs on (its `excludes`)? Left empty, it says
 * nothing: the field speaks. */
bool form_stands_in(const struct form *f, const struct field *box);
/* From stored canonical text: fills typed as a person would write it (dates as d/m/y, amounts
 * with a comma). */
void answers_set(struct arena *a, struct answers *as, size_t i, struct str canonical);
/* The answer as a person reads it: choice labels, French dates, formatted amounts. */
struct str answer_display(struct arena *a, const struct field *f, struct str canonical);
const struct field *form_field(const struct form *f, const char *name);
/* Would this text be taken as the name that the field asks for, were it typed today? True of a field
 * that asks for none. */
bool field_takes_name(const struct field *f, struct str text);
/* Is `param` a parameter of this form ("birth_date.d" included)? The router drops the others. */
bool form_declares(const struct form *f, struct str param);

#endif
