#include "domain/payers.h"

#define PAYER_ROW(value, label, told, hint, tariff, cpf, to) {#value, PAYER_TARIFF_##tariff, cpf},
#define PAYER_CHOICE(value, label, told, hint, tariff, cpf, to) {#value, label, hint, NULL},
#define PAYER_TOLD(value, label, told, hint, tariff, cpf, to) {#value, told, hint, NULL},

const struct payer payers[] = {PAYERS(PAYER_ROW)};
const size_t payers_n = sizeof payers / sizeof *payers;
const struct choice payer_choices[] = {PAYERS(PAYER_CHOICE){NULL, NULL, NULL, NULL}};
const struct choice payer_choices_told[] = {PAYERS(PAYER_TOLD){NULL, NULL, NULL, NULL}};

const struct payer *payer_find(struct str value)
{
    for (size_t i = 0; i < payers_n; i++)
        if (str_eq_c(value, payers[i].value))
            return &payers[i];
    return NULL;
}

const char *payer_label(const struct payer *p)
{
    return payer_choices_told[p - payers].label; /* both come from the same rows, in the same order */
}
