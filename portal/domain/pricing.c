#include "domain/pricing.h"

/* The price list of one day. */
struct sheet {
    struct money price[2][2]; /* [enum payer_kind][enum tariff_item] */
    bool has[2][2];
};

static struct sheet sheet_of(const struct tariff *rows, size_t n, struct day on)
{
    struct sheet s = {0};
    for (int payer = PAYER_THIRD; payer <= PAYER_INDIVIDUAL; payer++)
        for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++) {
            const struct tariff *t =
                tariff_find(rows, n, (enum payer_kind)payer, (enum tariff_item)item, on);
            s.has[payer][item] = t != NULL;
            s.price[payer][item] = t ? t->price : (struct money){0};
        }
    return s;
}

static struct price_line line_of(
    struct prices *p, const struct sheet *s, enum payer_kind tariff, enum tariff_item item)
{
    p->known &= s->has[tariff][item];
    return (struct price_line){item, tariff, {s->price[tariff][item].cents * p->people}};
}

static void add_list(struct prices *p, const struct sheet *s, enum payer_kind tariff, bool module)
{
    struct price_list *list = &p->lists[p->lists_n++];
    list->tariff = tariff;
    list->lines[list->n++] = line_of(p, s, tariff, TARIFF_DIPLOMA);
    if (module)
        list->lines[list->n++] = line_of(p, s, tariff, TARIFF_MODULE);
    for (size_t i = 0; i < list->n; i++)
        list->total = money_add(list->total, list->lines[i].amount);
}

/* The CPF cannot pay the module: it stands apart, under the tariff of whoever pays it. */
static void add_module_apart(struct prices *p, const struct sheet *s, struct str payer)
{
    bool third = str_eq_c(payer, "third"), individual = str_eq_c(payer, "individual");
    if (!individual)
        p->module[p->module_n++] = line_of(p, s, PAYER_THIRD, TARIFF_MODULE);
    if (!third)
        p->module[p->module_n++] = line_of(p, s, PAYER_INDIVIDUAL, TARIFF_MODULE);
}

/* The CPF pays at the third party's price: with little on it, a person ends up paying more than
 * the individual tariff, and must see so. */
static void compare_cpf(struct prices *p, const struct sheet *s, struct str cpf_amount)
{
    struct money full = p->lists[0].lines[0].amount;
    uint64_t cents;
    p->individual = line_of(p, s, PAYER_INDIVIDUAL, TARIFF_DIPLOMA).amount;
    p->cpf_needed.cents = full.cents > p->individual.cents ? full.cents - p->individual.cents : 0;
    p->cpf_known = str_to_u64(cpf_amount, 999999999, &cents);
    if (!p->cpf_known)
        return;
    p->left.cents = (int64_t)cents < full.cents ? full.cents - (int64_t)cents : 0;
    p->costs_more = p->left.cents > p->individual.cents;
}

struct prices prices_of(
    const struct price_wish *w, const struct tariff *rows, size_t rows_n, struct day on)
{
    const struct payer *payer = payer_find(w->payer);
    enum payer_tariff tariff = payer ? payer->tariff : PAYER_TARIFF_BOTH;
    struct sheet s = sheet_of(rows, rows_n, on);
    struct prices p = {.known = true, .awaits_staff = tariff == PAYER_TARIFF_MIX,
        .is_cpf = payer && payer->is_cpf, .people = w->people ? w->people : 1};
    if (tariff != PAYER_TARIFF_INDIVIDUAL)
        add_list(&p, &s, PAYER_THIRD, w->module && !p.is_cpf);
    if (tariff != PAYER_TARIFF_THIRD)
        add_list(&p, &s, PAYER_INDIVIDUAL, w->module);
    if (p.is_cpf) {
        compare_cpf(&p, &s, w->cpf_amount);
        if (w->module)
            add_module_apart(&p, &s, w->module_payer);
    }
    return p;
}

const char *price_item_label(enum tariff_item item)
{
    return item == TARIFF_DIPLOMA ? "Diplôme complet, les deux années"
                                  : "Module complémentaire (non certifiant)";
}

const char *price_tariff_label(enum payer_kind tariff)
{
    return tariff == PAYER_THIRD ? "Payé par un organisme ou par le CPF"
                                 : "Payé par la personne elle-même";
}

const char *price_module_label(enum payer_kind tariff)
{
    return tariff == PAYER_THIRD ? "Payé par un organisme" : price_tariff_label(tariff);
}
