/* domain/ready_text.h - texts that staff keep ready, with words in brackets that are filled in when
 * one is chosen: "Bonjour [nom],"; pure.
 *
 * The brackets are a small fixed table. Case and accents do not matter in them. What is not known
 * of a request stays in brackets, where it is seen, and nothing is sent while one is left. */
#ifndef DOMAIN_READY_TEXT_H
#define DOMAIN_READY_TEXT_H

#include "base/arena.h"

/* X(NAME, the word between brackets, what it becomes) */
#define READY_WORDS(X)                                                                             \
    X(NAME, "nom", "les prénom et nom de la personne qui demande")                                 \
    X(REFERENCE, "référence", "la référence de la demande")                                        \
    X(ORGANISATION, "organisme", "l’organisme à qui le devis est adressé")                         \
    X(INTAKE, "promotion", "la promotion et sa rentrée")                                           \
    X(NUMBER, "numéro", "le numéro du devis en cours")                                             \
    X(AMOUNT, "montant", "le montant du devis en cours")                                           \
    X(UNTIL, "date limite", "le dernier jour de validité du devis en cours")                       \
    X(STAFF, "mon nom", "votre nom, tel qu’il est dans l’équipe")

#define READY_ENUM(NAME, word, says) READY_##NAME,
enum ready_word { READY_WORDS(READY_ENUM) READY_N };
#undef READY_ENUM

enum { READY_TITLE_MAX = 120, READY_BODY_MAX = 4000 };

struct ready_word_row {
    const char *word, *says; /* "nom" */
};
extern const struct ready_word_row ready_words[READY_N];

struct ready_values { /* empty: not known */
    struct str v[READY_N];
};

/* The first bracket with words in it that the table does not have: p == NULL when there is none.
 * "[1]" and "[…]" are no words, and stay as they are. */
struct str ready_text_unknown(struct str body);
/* The first bracket of the table that is still there; p == NULL when there is none. */
struct str ready_text_left(struct str body);
struct str ready_text_fill(struct arena *a, struct str body, const struct ready_values *values);

#endif
