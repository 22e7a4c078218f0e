#include "domain/document.h"

#include "domain/canon.h"

const char *const document_price_heads[4] = {"Désignation", "Quantité", "Prix unitaire", "Montant"};
const char *const document_due_heads[3] = {"Échéance", "Objet", "Montant"};

/* What is empty is left out, so that a member added one day does not change the old spelling. */
static void set_text(struct arena *a, struct canon *o, const char *key, struct str s)
{
    if (s.n)
        canon_set(a, o, key, canon_text(a, s));
}

static struct canon *row_of(struct arena *a, const struct document_row *r)
{
    struct canon *o = canon_object(a);
    set_text(a, o, "label", r->label);
    set_text(a, o, "text", r->text);
    if (r->amount.cents)
        canon_set(a, o, "cents", canon_int(a, r->amount.cents));
    return o;
}

static void set_rows(struct arena *a, struct canon *o, const char *key,
    const struct document_row *rows, size_t n)
{
    if (n == 0)
        return;
    struct canon *all = canon_array(a);
    for (size_t i = 0; i < n; i++)
        canon_add(a, all, row_of(a, &rows[i]));
    canon_set(a, o, key, all);
}

static struct canon *price_of(struct arena *a, const struct document_price *p)
{
    struct canon *o = canon_object(a);
    set_text(a, o, "label", p->label);
    set_text(a, o, "detail", p->detail);
    canon_set(a, o, "quantity", canon_int(a, p->quantity));
    canon_set(a, o, "unit", canon_int(a, p->unit.cents));
    canon_set(a, o, "cents", canon_int(a, p->amount.cents));
    if (p->apart)
        canon_set(a, o, "apart", canon_bool(a, true));
    return o;
}

/* By name: the numbers of an enum may move, a frozen text may not. */
static const char *const kinds[BLOCK_KINDS] = {
    [BLOCK_HEADING] = "heading",
    [BLOCK_TEXT] = "text",
    [BLOCK_NOTE] = "note",
    [BLOCK_ROWS] = "rows",
    [BLOCK_PRICES] = "prices",
    [BLOCK_DUES] = "dues",
    [BLOCK_SIGN] = "sign",
};

const char *document_block_name(enum block_kind kind)
{
    return kinds[kind];
}

static struct canon *block_of(struct arena *a, const struct document_block *b)
{
    struct canon *o = canon_object(a);
    canon_set(a, o, "kind", canon_text(a, str_c(kinds[b->kind])));
    set_text(a, o, "text", b->text);
    set_rows(a, o, "rows", b->rows, b->rows_n);
    set_rows(a, o, "sums", b->sums, b->sums_n);
    if (b->prices_n) {
        struct canon *all = canon_array(a);
        for (size_t i = 0; i < b->prices_n; i++)
            canon_add(a, all, price_of(a, &b->prices[i]));
        canon_set(a, o, "prices", all);
    }
    return o;
}

static struct str iso(struct arena *a, struct day d)
{
    struct buf b;
    buf_init(&b, 16);
    day_format_iso(&b, d);
    return arena_take(a, &b);
}

void document_write(struct buf *out, struct arena *a, const struct document *d)
{
    struct canon *o = canon_object(a);
    struct canon *blocks = canon_array(a);
    canon_set(a, o, "format", canon_int(a, 1));
    set_text(a, o, "title", d->title);
    set_text(a, o, "subtitle", d->subtitle);
    set_text(a, o, "number", d->number);
    set_text(a, o, "mark", d->mark);
    canon_set(a, o, "issuer", row_of(a, &d->issuer));
    canon_set(a, o, "addressee", row_of(a, &d->addressee));
    set_rows(a, o, "facts", d->facts, d->facts_n);
    for (size_t i = 0; i < d->blocks_n; i++)
        canon_add(a, blocks, block_of(a, &d->blocks[i]));
    canon_set(a, o, "blocks", blocks);
    set_text(a, o, "footer", d->footer);
    set_text(a, o, "verify", d->verify);
    set_text(a, o, "issued", iso(a, d->issued));
    canon_write(out, o);
}
