#include "tests/doc/fixtures.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char LONG_NAME[] =
    "Fédération interdépartementale des associations gestionnaires d’établissements d’accueil, "
    "d’hébergement, d’insertion et d’accompagnement social et culturel du Grand Ouest "
    "« L’Œuvre des Aînées d’Ys »";

static struct str repeat(struct arena *a, const char *piece, unsigned times)
{
    struct buf b;
    buf_init(&b, strlen(piece) * times + 1);
    for (unsigned i = 0; i < times; i++)
        buf_puts(&b, piece);
    return arena_take(a, &b);
}

static struct document plain(const char *title, const char *number)
{
    return (struct document){.title = str_c(title),
        .number = str_c(number),
        .issuer = {STR_INIT("Cestes — Cnam"), STR_INIT("292 rue Saint-Martin, 75003 Paris"), {0}},
        .footer = STR("Cestes – Cnam · SIRET 19753471200017"),
        .verify = STR("https://portail.exemple.test/verifier"),
        .issued = {2026, 11, 23}};
}

struct document fixture_odd(struct arena *a)
{
    struct document d = plain("Devis n° D-2026-009999-12", "D-2026-009999-12");
    struct str word = repeat(a, "Donaudampfschiffahrt", 20);
    const struct document_row facts[] = {
        {STR_INIT("Date"), STR_INIT("23 novembre 2026"), {0}},
        {STR_INIT("Votre référence"), word, {0}},
        {STR_INIT("Personnes concernées"),
            STR_INIT("محمد الأمين بن عبد الله\nרות לוי־כהן\nΕλένη Παπαδοπούλου\nНина Соколова"),
            {0}},
        {STR_INIT("مرجع"), STR_INIT("👩‍🎓 😀 ✓ ★ ☎"), {0}},
        {STR_INIT("Noms"), STR_INIT("Nguyễn Thị Ánh, Łucja Żak, Ó hÓgáin, İpek, 王小明, 한지민"), {0}},
    };
    const struct document_price prices[] = {
        {word, STR_INIT("Détail \U0001F393 sous une désignation d’un seul mot"), 99, {1000500},
            {99049500}, false},
        {STR_INIT("تكوين مهني"), STR_INIT("à part"), 4294967295U, {999999999}, {922337203685477},
            true},
    };
    const struct document_row sums[] = {
        {repeat(a, "Un libellé qui n’en finit pas ", 8), STR_INIT(""), {922337203685477}},
        {STR_INIT("Net à payer"), STR_INIT(""), {922337203685477}},
    };
    const struct document_row rows[] = {
        {word, word, {0}},
        {STR_INIT("https://exemple.test/"),
            repeat(a, "https://exemple.test/une/adresse/sans/espace?", 6), {0}},
        {STR_INIT("العنوان"), STR_INIT("شارع الحرية، تونس — 12 rue de la Liberté, 1000 Tunis"),
            {0}},
    };
    const struct document_row sign[] = {
        {repeat(a, "Nom de la personne qui signe ", 6), STR_INIT(""), {0}},
        {STR_INIT("Date"), STR_INIT(""), {0}},
        {repeat(a, "Signature et cachet ", 8), STR_INIT(""), {0}},
    };
    struct document_block blocks[] = {
        {.kind = BLOCK_HEADING, .text = repeat(a, "Un titre très long ", 9)},
        {.kind = BLOCK_TEXT, .text = STR("C’est l’œuvre d’Æsa : « ça coûte 10 005,00 € », dit-elle."
                                         "\n\nשלום לכולם\nمرحبا بكم في التكوين\n🎉🎓📄 😀")},
        {.kind = BLOCK_PRICES},
        {.kind = BLOCK_ROWS},
        {.kind = BLOCK_NOTE, .text = STR("Une note\tavec une tabulation et un mot : ")},
        {.kind = BLOCK_SIGN, .text = STR("Bon pour accord")},
    };
    struct document_price *kept = ARENA_ARRAY(a, LENGTH(prices), struct document_price);
    memcpy(kept, prices, sizeof prices);
    blocks[2].prices = kept;
    blocks[2].prices_n = LENGTH(prices);
#define KEEP(array)                                                                                \
    memcpy(ARENA_ARRAY(a, LENGTH(array), struct document_row), array, sizeof(array))
    blocks[2].sums = KEEP(sums);
    blocks[2].sums_n = LENGTH(sums);
    blocks[3].rows = KEEP(rows);
    blocks[3].rows_n = LENGTH(rows);
    blocks[5].rows = KEEP(sign);
    blocks[5].rows_n = LENGTH(sign);
    d.facts = KEEP(facts);
    d.facts_n = LENGTH(facts);
    d.mark = STR("Démonstration — à confirmer par le Cestes");
    d.subtitle = repeat(a, "Un sous-titre qui déborde ", 8);
    d.addressee = (struct document_row){str_c(LONG_NAME), word, {0}};
    d.blocks = memcpy(ARENA_ARRAY(a, LENGTH(blocks), struct document_block), blocks, sizeof blocks);
    d.blocks_n = LENGTH(blocks);
    return d;
}

static const enum block_kind CYCLE[] = {BLOCK_HEADING, BLOCK_TEXT, BLOCK_DUES, BLOCK_HEADING,
    BLOCK_ROWS, BLOCK_NOTE, BLOCK_HEADING, BLOCK_PRICES};

/* Every text is numbered, so that a reader can tell whether one was lost or stands elsewhere. */
static struct document_block long_block(struct arena *a, enum block_kind kind, unsigned i)
{
    struct document_block b = {.kind = kind};
    unsigned rows = 3 + i * 7 % 11;
    struct document_row *row = ARENA_ARRAY(a, rows, struct document_row);
    struct document_price *price = ARENA_ARRAY(a, rows, struct document_price);
    for (unsigned j = 0; j < rows; j++) {
        unsigned n = i * 100 + j;
        row[j].label = arena_printf(a, "Libellé-%u", n);
        row[j].text = arena_printf(a, "Contenu-%u%.*s", n,
            STR_ARG(repeat(a, " et ce qui va avec", n * 5 % 23)));
        row[j].amount.cents = (int)n * 100;
        price[j] = (struct document_price){row[j].label, row[j].text, 1, row[j].amount,
            row[j].amount, j % 5 == 4};
    }
    b.text = arena_printf(a, "%s-%u", kind == BLOCK_HEADING ? "Titre" : "Texte", i);
    if (kind == BLOCK_TEXT || kind == BLOCK_NOTE)
        b.text = arena_printf(a, "Texte-%u %.*s\nSuite-%u", i,
            STR_ARG(repeat(a, "qui dit ce qu’il a à dire, ", 10 + i * 13 % 60)), i);
    if (kind == BLOCK_ROWS || kind == BLOCK_DUES)
        b.rows = row, b.rows_n = rows;
    if (kind == BLOCK_PRICES)
        b.prices = price, b.prices_n = rows, b.sums = row, b.sums_n = 3;
    return b;
}

struct document fixture_long(struct arena *a)
{
    struct document d = plain("Devis n° D-2026-000200", "D-2026-000200");
    struct document_block *blocks = ARENA_ARRAY(a, DOCUMENT_BLOCKS_MAX, struct document_block);
    for (unsigned i = 0; i < DOCUMENT_BLOCKS_MAX; i++)
        blocks[i] = long_block(a, CYCLE[i % LENGTH(CYCLE)], i + 1);
    d.addressee = (struct document_row){STR_INIT("Association"), STR_INIT("35000 Rennes"), {0}};
    d.blocks = blocks;
    d.blocks_n = DOCUMENT_BLOCKS_MAX;
    return d;
}

struct document fixture_tall(struct arena *a)
{
    struct document d = plain("Devis n° D-2026-000201", "D-2026-000201");
    struct document_block *blocks = ARENA_ARRAY(a, 6, struct document_block);
    struct document_row *row = ARENA_ARRAY(a, 1, struct document_row);
    struct str text = repeat(a, "une phrase qui recommence sans cesse, ", 200);
    row[0].label = STR("Début-de-rangée");
    row[0].text = arena_printf(a, "%.*s Fin-de-rangée", STR_ARG(text));
    blocks[0] = (struct document_block){.kind = BLOCK_HEADING, .text = STR("Titre-haut")};
    blocks[1] = (struct document_block){.kind = BLOCK_ROWS, .rows = row, .rows_n = 1};
    blocks[2] = (struct document_block){.kind = BLOCK_TEXT,
        .text = arena_printf(a, "Début-de-texte %.*s Fin-de-texte", STR_ARG(text))};
    blocks[3] = (struct document_block){.kind = BLOCK_NOTE,
        .text = arena_printf(a, "Début-de-note %.*s Fin-de-note", STR_ARG(text))};
    blocks[4] = (struct document_block){.kind = BLOCK_HEADING, .text = STR("Titre-dernier")};
    blocks[5] = (struct document_block){.kind = BLOCK_TEXT, .text = STR("Dernier-mot")};
    d.blocks = blocks;
    d.blocks_n = 6;
    return d;
}
