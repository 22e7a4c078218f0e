#include "page/prices.h"

#include "base/words.h"

static struct view_prices list_of(struct page *p, const struct price_list *list, struct str caption)
{
    struct view_prices v = {
        .caption = caption,
        .total_label = STR("au total"),
        .total = list->total,
        .items = ARENA_ARRAY(p->a, list->n, struct view_price),
        .items_n = list->n,
    };
    for (size_t i = 0; i < list->n; i++)
        v.items[i] = (struct view_price){.label = str_c(price_item_label(list->lines[i].item)),
            .amount = list->lines[i].amount};
    return v;
}

static struct str caption_of(struct page *p, const struct prices *x, const char *tariff)
{
    if (x->people == 1)
        return str_c(tariff);
    return arena_printf(p->a, "%s, pour %u\u00a0personnes", tariff, x->people);
}

void page_prices_card(struct page *p, struct view_cards *cards, struct view_card card)
{
    struct view_card *more = ARENA_ARRAY(p->a, cards->items_n + 1, struct view_card);
    if (cards->items_n)
        memcpy(more, cards->items, cards->items_n * sizeof *more);
    more[cards->items_n++] = card;
    cards->items = more;
}

/* The module stands apart from what the CPF pays, and asks its own payer. */
static void show_cpf(struct page *p, const struct prices *x, struct view_prices *second,
    struct view_cards *cards)
{
    if (x->module_n) {
        *second = (struct view_prices){
            .caption = STR("Le module, à part\u00a0: le CPF ne le paie pas"),
            .items = ARENA_ARRAY(p->a, x->module_n, struct view_price),
            .items_n = x->module_n,
        };
        for (size_t i = 0; i < x->module_n; i++)
            second->items[i] = (struct view_price){
                .label = str_c(price_item_label(x->module[i].item)),
                .note = str_c(price_module_label(x->module[i].tariff)),
                .amount = x->module[i].amount};
    }
    struct str individual = words_money(p->a, x->individual);
    struct view_card card = {.title = STR("CPF ou tarif individuel\u00a0?")};
    if (x->cpf_known) {
        card.strong = arena_printf(p->a, "%.*s à votre charge", STR_ARG(words_money(p->a, x->left)));
        card.text = arena_printf(p->a,
            x->costs_more ? "C’est plus que le tarif individuel du diplôme, %.*s\u00a0: payer vous-même "
                            "sans le CPF vous coûterait moins cher."
                          : "Le tarif individuel du diplôme est de %.*s.",
            STR_ARG(individual));
    } else
        card.text = arena_printf(p->a,
            "Avec moins de %.*s sur votre CPF, vous paieriez plus que le tarif individuel, %.*s.",
            STR_ARG(words_money(p->a, x->cpf_needed)), STR_ARG(individual));
    page_prices_card(p, cards, card);
}

void page_prices_show(struct page *p, const struct price_wish *wish, struct view_prices *first,
    struct view_prices *second, struct view_cards *cards)
{
    page_prices_at(p, wish, p->today, first, second, cards);
}

void page_prices_at(struct page *p, const struct price_wish *wish, struct day day,
    struct view_prices *first, struct view_prices *second, struct view_cards *cards)
{
    struct prices x = prices_of(wish, p->facts->tariffs, p->facts->tariffs_n, day);
    if (!x.known || x.lists_n == 0)
        return;
    bool two = x.lists_n > 1;
    *first = list_of(p, &x.lists[0],
        caption_of(p, &x, two ? price_tariff_label(x.lists[0].tariff) : "Votre tarif"));
    if (two)
        *second = list_of(p, &x.lists[1], caption_of(p, &x, price_tariff_label(x.lists[1].tariff)));
    if (x.is_cpf)
        show_cpf(p, &x, second, cards);
    if (x.awaits_staff)
        page_prices_card(p, cards, (struct view_card){.title = STR("Plusieurs payeurs"),
            .text = STR("L’équipe vous dira quelle part relève de quel tarif. Les deux prix sont "
                        "donnés ici pour comparer.")});
}
