/* domain/forms.h - every form of the portal, one const table each; pure.
 *
 * What is asked of a candidate may only serve to judge aptitude for the course (labour code
 * L6353-9): the hint of each sensitive field says why it is asked. */
#ifndef DOMAIN_FORMS_H
#define DOMAIN_FORMS_H

#include "domain/field.h"

/* The candidacy: one SQL row each, but diploma and experience, which repeat. */
extern const struct form form_identity;     /* identite */
extern const struct form form_diploma;      /* diplome */
extern const struct form form_experience;   /* experience */
extern const struct form form_no_diploma;    /* on the list of diplomas, while it is empty: none */
extern const struct form form_no_experience; /* the same, of experiences */
extern const struct form form_project;      /* projet */
extern const struct form form_funding;      /* financement */
extern const struct form form_module;       /* module */
extern const struct form form_verification; /* verification */

/* The doors. */
extern const struct form form_sign_in;     /* connexion: email */
extern const struct form form_code;        /* code: code, stay */
extern const struct form form_link;        /* the link of the same mail: stay */
extern const struct form form_new_address;  /* compte/adresse: email */
extern const struct form form_change_codes; /* compte/adresse/codes: code_old, code_new */
extern const struct form form_verify;      /* verifier: reference (or a quote's number), fingerprint */
extern const struct form form_quote;       /* devis */
extern const struct form form_quote_accept;  /* on a quote's link: signer_name, signer_role… */
extern const struct form form_quote_decline; /* reason */
extern const struct form form_quote_write;   /* about: question or version; message */
extern const struct form form_quote_mailbox; /* boite: act */
extern const struct form form_quote_find;    /* retrouver: email */
extern const struct form form_quote_code;    /* its code */
extern const struct form form_share_self;     /* envoi: email */
extern const struct form form_share_employer; /* employeur: email */
extern const struct form form_eligibility; /* eligibilite: see domain/questionnaire.h */

/* The staff. */
extern const struct form form_staff_sign_in;  /* gestion/connexion: email, password */
extern const struct form form_staff_code;     /* gestion/connexion/code: code */
extern const struct form form_staff_password; /* gestion/invitation, mot-de-passe: password, again */
extern const struct form form_staff_identity; /* gestion/identite: password, code */
extern const struct form form_staff_new;      /* gestion/equipe/inviter: name, email, roles */
extern const struct form form_staff_roles;    /* gestion/equipe/{}: roles */
extern const struct form form_staff_notice;   /* gestion/compte: notice */

/* All of them, NULL-ended: for the tests that walk tables, and for the fuzzers. */
extern const struct form *const forms_all[];

/* The six digits of a code as typed or pasted ("123 456", "Votre code : 123456"); false when they are not
 * there, or could be others. */
enum { CODE_DIGITS = 6 };
bool code_digits(struct arena *a, struct str typed, char digits[CODE_DIGITS + 1]);

#endif
