/* domain/payers.h - who may pay, in one table; pure.
 *
 * Each row: value, label for the candidate, label for anybody else (a quote is often asked by the
 * employer), hint or NULL, which tariff, is it the CPF. The rows make the choices of
 * every form that asks for the payer, the table that pricing reads, and the lists of values that
 * make a field apply. Source: programme.md "Prices". */
#ifndef DOMAIN_PAYERS_H
#define DOMAIN_PAYERS_H

#include "domain/field.h"

enum payer_tariff {
    PAYER_TARIFF_THIRD,      /* the third party's price, CPF included */
    PAYER_TARIFF_INDIVIDUAL, /* the individual's price */
    PAYER_TARIFF_BOTH,       /* not known yet: both are shown */
    PAYER_TARIFF_MIX,        /* several: staff say */
};

/* The last column: is it an organisation that a quote is addressed to? */
#define PAYERS(X)                                                                                  \
    X(employer, "Mon employeur", "L’employeur", NULL, THIRD, false, ADDRESSEE)                     \
    X(opco, "Un OPCO (opérateur de compétences)", "Un OPCO (opérateur de compétences)",            \
        "Employeur et OPCO relèvent du même tarif", THIRD, false, ADDRESSEE)                       \
    X(institution, "Une institution ou une collectivité", "Une institution ou une collectivité",   \
        NULL, THIRD, false, ADDRESSEE)                                                             \
    X(france_travail, "France Travail", "France Travail", NULL, THIRD, false, ADDRESSEE)           \
    X(transitions_pro, "Transitions Pro", "Transitions Pro", NULL, THIRD, false, ADDRESSEE)        \
    X(region, "La Région", "La Région", NULL, THIRD, false, ADDRESSEE)                             \
    X(other_third, "Un autre organisme", "Un autre organisme", NULL, THIRD, false, ADDRESSEE)      \
    X(cpf, "Mon compte personnel de formation (CPF)", "Le compte personnel de formation (CPF)",    \
        "Le CPF paie le diplôme, pas le module complémentaire", THIRD, true, NOBODY)               \
    X(individual, "Moi-même, à titre individuel", "La personne formée, à titre individuel",        \
        NULL, INDIVIDUAL, false, NOBODY)                                                           \
    X(several, "Plusieurs payeurs à la fois", "Plusieurs payeurs à la fois",                       \
        "Par exemple l’employeur pour une part, la personne pour l’autre", MIX, false, NOBODY)     \
    X(unknown, "Je ne sais pas encore", "Ce n’est pas encore décidé",                               \
        "Les deux prix vous seront montrés, et cela ne vous bloque pas", BOTH, false, NOBODY)

struct payer {
    const char *value;
    enum payer_tariff tariff;
    bool is_cpf;
};

extern const struct payer payers[];
extern const size_t payers_n;
extern const struct choice payer_choices[];      /* "Mon employeur" */
extern const struct choice payer_choices_told[]; /* "L’employeur" */

/* NULL when the value is not one of ours. */
const struct payer *payer_find(struct str value);
const char *payer_label(const struct payer *p); /* as anybody is told */

/* "employer opco …": for struct field's when_is. */
#define PAYER_WORD_ADDRESSEE(value) #value " "
#define PAYER_WORD_NOBODY(value)
#define PAYER_WORD(value, label, told, hint, tariff, cpf, to) PAYER_WORD_##to(value)
#define PAYERS_ADDRESSED PAYERS(PAYER_WORD)

#endif
