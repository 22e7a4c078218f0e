/* domain/pricing.h - from who pays to lines and totals; pure. Source: programme.md "Prices".
 *
 * Amounts come from the tariff rows valid on a day, never from a constant, and none is computed
 * from another but by adding and subtracting. */
#ifndef DOMAIN_PRICING_H
#define DOMAIN_PRICING_H

#include "base/arena.h"
#include "domain/payers.h"
#include "domain/tariff.h"

struct price_wish {
    struct str payer;        /* payers.h; empty or unknown value: both prices */
    bool module;
    struct str module_payer; /* "third", "individual" or empty; read only with the CPF */
    struct str cpf_amount;   /* canonical cents or empty; read only with the CPF */
    unsigned people;         /* for how many; 0 is one */
};

struct price_line {
    enum tariff_item item;
    enum payer_kind tariff;
    struct money amount; /* for all the people together */
};
/* One column of prices: a tariff's lines and their total. */
struct price_list {
    enum payer_kind tariff;
    struct price_line lines[2];
    size_t n;
    struct money total;
};

struct prices {
    bool known;        /* false: a row is missing for that day, so no amount may be shown */
    bool awaits_staff; /* several payers: staff say; the lists are the two tariffs, to compare */
    bool is_cpf;
    unsigned people;   /* at least 1 */
    /* One list when the tariff is known; two (third party, individual) when it is not. With the
     * CPF the diploma stands alone here and the module in `module`. */
    struct price_list lists[2];
    size_t lists_n;
    /* CPF only: the module by itself, under the tariff of its own payer; two when that is not
     * known; none when it is not wanted. */
    struct price_line module[2];
    size_t module_n;
    /* CPF only. The individual tariff for the diploma, to compare; the CPF amount below which a
     * person pays more than it. When the CPF's amount is known: what is left to pay, and is it
     * more than the individual tariff? */
    struct money individual, cpf_needed;
    bool cpf_known, costs_more;
    struct money left;
};

struct prices prices_of(
    const struct price_wish *w, const struct tariff *rows, size_t rows_n, struct day on);
/* "Diplôme, deux années", "Module complémentaire (non certifiant)". */
const char *price_item_label(enum tariff_item item);
/* "Tarif payé par un organisme"…: a caption for a column. */
const char *price_tariff_label(enum payer_kind tariff);
/* The same for the module alone, which the CPF cannot pay. */
const char *price_module_label(enum payer_kind tariff);

#endif
