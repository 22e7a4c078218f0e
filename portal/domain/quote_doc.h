/* domain/quote_doc.h - from what was asked to the paper itself: which document, whether it may be
 * issued at all, and every line of it; pure. Sources: requirements.md 1 (checklist 1.6),
 * programme.md "Prices" and "Quotes".
 *
 * Two steps: quote_plan_make decides (nothing numbered yet, may be run at will), quote_document
 * builds the struct document once there is a number. Nothing is invented: a mention comes from a
 * setting, the intake or the law; one that is required and empty stops the issue, an optional one
 * is left out (the table is in quote_mentions.c). */
#ifndef DOMAIN_QUOTE_DOC_H
#define DOMAIN_QUOTE_DOC_H

#include "domain/document.h"
#include "domain/intake.h"
#include "domain/quote.h"

/* What the institution says; all of it borrowed. */
struct quote_world {
    struct str (*text)(const void *facts, const char *setting); /* empty: unknown */
    const void *facts;
    const struct intake *intake; /* the one asked for; NULL: none speaks */
    const struct tariff *tariffs;
    size_t tariffs_n;
    struct str programme; /* the diploma's title */
    struct str base_url;  /* "https://candidature.example.fr" */
    bool demo;            /* everything is marked as without value */
};

/* What was asked: the answers of form_quote, canonical (domain/forms_door.c). */
struct quote_ask {
    struct str reference; /* of the request: "D-7K3M-9QX2" */
    struct str payer;     /* payers.h */
    bool module;
    struct str module_payer, cpf_amount; /* only with the CPF */
    struct str whom;                     /* self, one, several, later; empty: not said */
    struct str trainees;                 /* names, one a line; empty: "à désigner" */
    unsigned headcount;                  /* 0: not said, one */
    struct str addressee_name, addressee_siret, addressee_address, addressee_contact;
    struct str purchase_reference, opco_name, opco_reference, chorus_service, chorus_engagement;
    struct str name, email; /* who asks: the addressee when a person pays */
};

/* One payer's part of a mix of tariffs (quote_split below). */
struct quote_share {
    unsigned part, parts;    /* 1 of 2 */
    enum payer_kind tariff;  /* whose price the whole was taken from: staff's choice */
    struct money amount[2];  /* [enum tariff_item]: this payer's part */
    struct money whole[2];   /* what all the parts sum to */
    bool confirmed;          /* by staff; until then it is marked and cannot be numbered */
};

/* What staff may change of a document; all zero: as the machine issues it. Tariffs are voted:
 * there is no place for another price. */
struct quote_terms {
    unsigned diplomas, modules; /* how many of each; both 0: as asked */
    struct str dates;           /* instead of the intake's calendar */
    struct str note;            /* a paragraph of their own */
    bool begun;                 /* the course may have begun: staff decide, the machine never does */
    const struct quote_share *share;
};

enum quote_stop {
    QUOTE_GO,
    QUOTE_STOP_SEVERAL,      /* a mix of tariffs: staff choose the base, then confirm */
    QUOTE_STOP_UNDECIDED,    /* nobody knows yet who pays: both prices are told, no document */
    QUOTE_STOP_BEGUN,        /* the course has begun: only staff may say that it goes all the same */
    QUOTE_STOP_UNREGISTERED, /* the registration does not cover the start, or there is no intake */
    QUOTE_STOP_TARIFF,       /* no price row for that day */
    QUOTE_STOP_MISSING,      /* a required mention is empty */
};

enum quote_paper { QUOTE_PAPER_THIRD, QUOTE_PAPER_INDIVIDUAL, QUOTE_PAPER_CPF };

enum { QUOTE_MISSING_MAX = 40 };

struct quote_plan {
    enum quote_stop stop;
    enum quote_hold also; /* what else holds a mix; QUOTE_TOLD: nothing */
    enum quote_paper paper;
    char series; /* 'D': quote; 'I': price information */
    enum payer_kind tariff;
    unsigned quantity[2];         /* [enum tariff_item] on the total; 0: no such line */
    uint64_t tariff_id[2];        /* the rows that the prices came from; 0: none */
    struct money unit[2];         /* of one */
    struct money total;
    struct quote_line apart[2];   /* CPF: the module, by whoever pays it */
    size_t apart_n;
    struct day valid_until;
    struct str missing[QUOTE_MISSING_MAX]; /* French labels of the empty mentions */
    size_t missing_n;
};

struct quote_plan quote_plan_make(const struct quote_world *w, const struct quote_ask *ask,
    const struct quote_terms *terms, struct day issued);
/* How many trainees the price is for: as many as are named or counted, but one where a person or
 * the CPF pays. The only place that says so. */
unsigned quote_headcount(const struct quote_ask *ask);
/* What prices are told for that ask. */
struct price_wish quote_ask_wish(const struct quote_ask *ask);
/* Labels of the required mentions that are empty for that document; how many there are. */
size_t quote_missing(const struct quote_world *w, enum quote_paper paper,
    struct str out[QUOTE_MISSING_MAX]);
/* Why nothing is issued: to staff in full, to the person without the names of our settings. Empty
 * for QUOTE_GO. */
struct str quote_stop_staff(struct arena *a, const struct quote_plan *plan);
struct str quote_stop_person(const struct quote_plan *plan);

/* `plan` is QUOTE_GO, or one that a preview shows anyway (QUOTE_STOP_MISSING: the empty mentions
 * are simply not there). An empty `number` makes a preview, marked as one. */
struct document quote_document(struct arena *a, const struct quote_world *w,
    const struct quote_ask *ask, const struct quote_terms *terms, const struct quote_plan *plan,
    struct str number, unsigned version, struct day issued);
/* To whom it goes, who is trained, the references: written by who asked, whom we do not know. Breaks the
 * links in them (base/links.h) and says whose words they are; done twice it is done once. quote_document
 * has done it; a paper that was frozen before it did is read through it. */
void quote_document_theirs(struct arena *a, struct document *d);
/* "D-2026-000123", and "D-2026-000123-2" from the second version on. */
struct str quote_number_text(
    struct arena *a, char series, int year, unsigned number, unsigned version);

/* ---- money that is divided, in quote_split.c ---- */

enum { QUOTE_PARTS_MAX = 6, QUOTE_DUES_MAX = 25 };

/* The first n - 1 parts are given, the last takes the rest: they sum to the whole. False when
 * they are more than the whole, or one is negative. */
bool quote_split_rest(struct money whole, const struct money *given, size_t n, struct money *out);
/* By weights (not all 0); what does not divide goes, a cent each, to the largest remainders,
 * the first of equals first. The parts sum to the whole. */
void quote_split_weights(struct money whole, const unsigned *weights, size_t n, struct money *out);
/* Do the parts of a mix speak of one whole, item by item, and sum to it? */
bool quote_shares_sum(const struct quote_share *shares, size_t n);
/* What an individual pays and when: the first at most 30 % (labour code L6353-6), then `count`
 * parts as equal as cents allow, larger ones first. count + 1 amounts. */
size_t quote_dues(struct money total, unsigned count, struct money out[QUOTE_DUES_MAX]);

#endif
