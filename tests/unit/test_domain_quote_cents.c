/* The cents of a quote: instalments, parts of several payers, papers that sum to the price. */
#include "quote_paper.h"

START_TEST(instalments_sum_and_the_first_stays_below_the_cap)
{
    begin();
    struct money due[QUOTE_DUES_MAX];
    ck_assert_uint_eq(quote_dues((struct money){500050}, 7, due), 8);
    ck_assert_int_eq(due[0].cents, 150015);
    quote_dues((struct money){520050}, 7, due);
    ck_assert_int_eq(due[0].cents, 156015);
    for (unsigned count = 1; count < QUOTE_DUES_MAX; count++)
        for (int64_t total = 1; total < 700000; total += 997) {
            size_t n = quote_dues((struct money){total}, count, due);
            int64_t sum = 0;
            for (size_t i = 0; i < n; i++) {
                sum += due[i].cents;
                ck_assert(i < 2 || (due[i].cents <= due[1].cents && due[i].cents + 1 >= due[1].cents));
            }
            ck_assert_int_eq(sum, total);
            ck_assert(due[0].cents * 100 <= total * 30 && (due[0].cents + 1) * 100 > total * 30);
        }
    struct quote_world w = world(&COVERED);
    struct quote_ask ask = ask_of("individual", true, "");
    struct document d = paper(&w, &ask, &AS_ASKED, 1);
    int64_t sum = 0;
    for (size_t i = 0; i < d.blocks_n; i++)
        for (size_t j = 0; d.blocks[i].kind == BLOCK_DUES && j < d.blocks[i].rows_n; j++)
            sum += d.blocks[i].rows[j].amount.cents;
    ck_assert_int_eq(sum, 520050);
    ck_assert(says(printed(&d), "1\u202f560,15\u00a0€"));
}
END_TEST

static uint64_t next_random(void)
{
    static uint64_t x = 88172645463325252ull;
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    return x;
}

START_TEST(ten_thousand_splits_sum_to_the_cent)
{
    for (int round = 0; round < 10000; round++) {
        struct money whole = {(int64_t)(next_random() % 100000000)}, given[QUOTE_PARTS_MAX];
        struct money out[QUOTE_PARTS_MAX];
        unsigned weight[QUOTE_PARTS_MAX];
        size_t n = 1 + next_random() % QUOTE_PARTS_MAX;
        int64_t sum = 0, rest = whole.cents;
        for (size_t i = 0; i < n; i++)
            weight[i] = (unsigned)(next_random() % 1000) + (i == 0);
        quote_split_weights(whole, weight, n, out);
        for (size_t i = 0; i < n; i++) {
            ck_assert_int_ge(out[i].cents, 0);
            ck_assert(weight[i] || out[i].cents == 0);
            sum += out[i].cents;
        }
        ck_assert_int_eq(sum, whole.cents);
        for (size_t i = 0; i + 1 < n; i++) {
            given[i].cents = rest ? (int64_t)(next_random() % (uint64_t)rest) : 0;
            rest -= given[i].cents;
        }
        ck_assert(quote_split_rest(whole, given, n, out));
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += out[i].cents;
        ck_assert(sum == whole.cents && out[n - 1].cents == rest);
    }
    struct money out[QUOTE_PARTS_MAX], too_much[] = {{1000501}}, negative[] = {{-1}};
    ck_assert(!quote_split_rest((struct money){1000500}, too_much, 2, out));
    ck_assert(!quote_split_rest((struct money){1000500}, negative, 2, out));
    /* No cent is left over where nothing divides: 100.00 in three. */
    const unsigned thirds[] = {1, 1, 1};
    quote_split_weights((struct money){10000}, thirds, 3, out);
    ck_assert(out[0].cents == 3334 && out[1].cents == 3333 && out[2].cents == 3333);
}
END_TEST

START_TEST(parts_that_do_not_sum_are_seen)
{
    struct quote_share two[] = {
        {.amount = {{700000}, {40000}}, .whole = {{1000500}, {40000}}},
        {.amount = {{300500}, {0}}, .whole = {{1000500}, {40000}}}};
    ck_assert(quote_shares_sum(two, 2));
    ck_assert(!quote_shares_sum(two, 1) && !quote_shares_sum(two, 0));
    two[1].amount[TARIFF_MODULE].cents = 1;
    ck_assert(!quote_shares_sum(two, 2));
    two[1].amount[TARIFF_MODULE].cents = 0;
    two[1].whole[TARIFF_DIPLOMA].cents = 1000501;
    ck_assert(!quote_shares_sum(two, 2));
    struct quote_share less[] = {{.amount = {{1000501}, {0}}, .whole = {{1000500}, {0}}},
        {.amount = {{-1}, {0}}, .whole = {{1000500}, {0}}}};
    ck_assert(!quote_shares_sum(less, 2));
}
END_TEST

/* One spelling, for years: a hash of it is printed. */
START_TEST(a_document_is_written_in_one_way)
{
    begin();
    static const struct document_row row = {STR_INIT("Date"), STR_INIT("23 novembre"), {0}};
    static const struct document_row due = {STR_INIT("Un"), STR_INIT("deux"), {150015}};
    static const struct document_price price = {
        STR_INIT("Diplôme"), STR_INIT(""), 2, {500050}, {1000100}, true};
    const struct document_block blocks[] = {
        {.kind = BLOCK_HEADING, .text = STR("Le \"prix\"\n")},
        {.kind = BLOCK_PRICES, .prices = &price, .prices_n = 1, .sums = &due, .sums_n = 1},
        {.kind = BLOCK_DUES, .rows = &due, .rows_n = 1}};
    const struct document d = {.title = STR("Devis"), .number = STR("D-2026-000001"),
        .issuer = {STR("Cnam"), STR("Paris"), {0}}, .addressee = {STR("É"), STR(""), {0}},
        .facts = &row, .facts_n = 1, .blocks = blocks, .blocks_n = 3, .issued = TODAY};
    struct buf b;
    buf_init(&b, 4096);
    document_write(&b, a, &d);
    ck_assert_str_is(arena_take(a, &b),
        "{\"addressee\":{\"label\":\"É\"},\"blocks\":[{\"kind\":\"heading\",\"text\":\"Le \\\"prix\\\""
        "\\n\"},{\"kind\":\"prices\",\"prices\":[{\"apart\":true,\"cents\":1000100,\"label\":\"Diplôme\","
        "\"quantity\":2,\"unit\":500050}],\"sums\":[{\"cents\":150015,\"label\":\"Un\",\"text\":\"deux\"}]}"
        ",{\"kind\":\"dues\",\"rows\":[{\"cents\":150015,\"label\":\"Un\",\"text\":\"deux\"}]}],\"facts\":"
        "[{\"label\":\"Date\",\"text\":\"23 novembre\"}],\"format\":1,\"issued\":\"2026-11-23\",\"issuer\":"
        "{\"label\":\"Cnam\",\"text\":\"Paris\"},\"number\":\"D-2026-000001\",\"title\":\"Devis\"}");
}
END_TEST

/* The whole mix, from the base to the papers: what is printed sums too. */
START_TEST(the_papers_of_a_mix_sum_to_the_price)
{
    begin();
    struct quote_world w = world(&COVERED);
    const struct money whole[2] = {{1000500}, {40000}}, third[2] = {{654321}, {40000}};
    struct money split[2][2];
    int64_t sum = 0;
    for (int item = 0; item < 2; item++)
        ck_assert(quote_split_rest(whole[item], &third[item], 2, split[item]));
    for (unsigned part = 0; part < 2; part++) {
        struct quote_share share = {.part = part + 1, .parts = 2, .tariff = PAYER_THIRD,
            .amount = {split[0][part], split[1][part]}, .whole = {whole[0], whole[1]},
            .confirmed = true};
        struct quote_terms terms = {.share = &share};
        struct quote_ask ask = ask_of(part ? "individual" : "employer", true, "");
        struct quote_plan p = quote_plan_make(&w, &ask, &terms, TODAY);
        ck_assert_int_eq(p.stop, QUOTE_GO);
        sum += p.total.cents;
        struct document d = paper(&w, &ask, &terms, 1);
        struct str text = printed(&d);
        ck_assert(says(text, part ? "Part 2 sur 2" : "Part 1 sur 2"));
        ck_assert(says(text, "10\u202f005,00\u00a0€"));
        ck_assert(says(text, part ? "Premier versement" : "Bon pour accord"));
    }
    ck_assert_int_eq(sum, 1040500);
}
END_TEST

SUITE_MAIN("domain: the cents of a quote", instalments_sum_and_the_first_stays_below_the_cap,
    ten_thousand_splits_sum_to_the_cent, parts_that_do_not_sum_are_seen,
    a_document_is_written_in_one_way, the_papers_of_a_mix_sum_to_the_price)
