/* domain/payers.h - who may pay, in one table; pure.
 *
 * Each row: value, label, hint or NULL, which tariff, is it the CPF. The rows make the choices of
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
    X(employer, "Mon employeur", NULL, THIRD, false, ADDRESSEE)                                    \
    X(opco, "Un OPCO (opérateur de compétences)",                                                  \
        "Employeur et OPCO relèvent du même tarif", THIRD, false, ADDRESSEE)                       \
    X(institution, "Une institution ou une collectivité", NULL, THIRD, false, ADDRESSEE)           \
    X(france_travail, "France Travail", NULL, THIRD, false, ADDRESSEE)                             \
    X(transitions_pro, "Transitions Pro", NULL, THIRD, false, ADDRESSEE)                           \
    X(region, "La Région", NULL, THIRD, false, ADDRESSEE)                                          \
    X(other_third, "Un autre organisme", NULL, THIRD, false, ADDRESSEE)                            \
    X(cpf, "Mon compte personnel de formation (CPF)",                                              \
        "Le CPF paie le diplôme, pas le module complémentaire", THIRD, true, NOBODY)               \
    X(individual, "Moi-même, à titre individuel", NULL, INDIVIDUAL, false, NOBODY)                 \
    X(several, "Plusieurs payeurs à la fois",                                                      \
        "Par exemple votre employeur pour une part, vous pour l’autre", MIX, false, NOBODY)        \
    X(unknown, "Je ne sais pas encore",                                                            \
        "Les deux prix vous seront montrés, et cela ne vous bloque pas", BOTH, false, NOBODY)

struct payer {
    const char *value;
    enum payer_tariff tariff;
    bool is_cpf;
};

extern const struct payer payers[];
extern const size_t payers_n;
extern const struct choice payer_choices[];

/* NULL when the value is not one of ours. */
const struct payer *payer_find(struct str value);
const char *payer_label(const struct payer *p);

/* "employer opco …": for struct field's when_is. */
#define PAYER_WORD_ADDRESSEE(value) #value " "
#define PAYER_WORD_NOBODY(value)
#define PAYER_WORD(value, label, hint, tariff, cpf, to) PAYER_WORD_##to(value)
#define PAYERS_ADDRESSED PAYERS(PAYER_WORD)

#endif
