/* view/submission.h - checking, submitting, and what stands afterwards. Everything is borrowed. */
#ifndef VIEW_SUBMISSION_H
#define VIEW_SUBMISSION_H

#include "view/wizard.h"

struct view_verdict { /* the same words on /eligibilite, in the wizard and before submitting */
    struct str heading, lead;
    struct view_checks checks;
    struct str mention; /* owed for an algorithm that helps a decision (⚖ text); may be empty */
    struct str rule;    /* verdict_words.rule: its version and its dates */
};

/* /candidature/{id}/verification */
struct view_review {
    struct view_shell shell;
    struct view_back back;
    struct view_notices notices;
    struct view_faults missing; /* what is missing, each with its link */
    struct view_summary *sections;
    size_t sections_n;
    struct view_verdict verdict;
    struct view_prices prices, others;
    struct view_cards cards; /* what must be known beside the figures */
    bool ready;            /* the form is there */
    struct str not_ready;  /* else: the sentence that says why */
    struct view_form form; /* explanation, declaration */
};

struct view_fact { /* one line of the acknowledgement */
    struct str key, value;
    bool code; /* a fingerprint, a reference: never hyphenated */
};

/* /candidature/{id}/confirmation: the legal acknowledgement (CRPA R112-11-1) and its print. */
struct view_receipt {
    struct view_shell shell;
    struct view_notices notices;
    struct str heading, reference;
    struct view_fact *facts;
    size_t facts_n;
    struct str next, silence, contact;
    struct str dossier_href, verify_href;
    struct view_verdict verdict; /* as frozen with them */
    struct view_summary *sections; /* the answers as submitted */
    size_t sections_n;
    struct view_prices prices, others; /* others: the module beside the CPF, or the other tariff */
    struct view_cards cards;
    struct str funding_href, funding_said; /* the one thing that may still change; or empty */
    struct view_summary funding;           /* as it stands now; no row: as submitted */
};

#endif
