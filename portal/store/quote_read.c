/* A frozen document read again: the inverse of domain/document.c. */
#include "store/quote.h"

#include "domain/quote_doc.h"
#include "sys/log.h"

#include <jansson.h>

enum { FORMAT = 1 };

static struct str text_of(struct arena *a, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    if (!json_is_string(v))
        return (struct str){0};
    return arena_dup(a, (struct str){json_string_value(v), json_string_length(v)});
}

static int64_t number_of(const json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

static struct document_row row_of(struct arena *a, const json_t *o)
{
    return (struct document_row){.label = text_of(a, o, "label"), .text = text_of(a, o, "text"),
        .amount = {number_of(o, "cents")}};
}

static const struct document_row *rows_of(
    struct arena *a, const json_t *o, const char *key, size_t *n)
{
    const json_t *all = json_object_get(o, key);
    struct document_row *rows = ARENA_ARRAY(a, json_array_size(all), struct document_row);
    for (*n = 0; *n < json_array_size(all); (*n)++)
        rows[*n] = row_of(a, json_array_get(all, *n));
    return rows;
}

static const struct document_price *prices_of_json(struct arena *a, const json_t *o, size_t *n)
{
    const json_t *all = json_object_get(o, "prices");
    struct document_price *v = ARENA_ARRAY(a, json_array_size(all), struct document_price);
    for (*n = 0; *n < json_array_size(all); (*n)++) {
        const json_t *p = json_array_get(all, *n);
        v[*n] = (struct document_price){
            .label = text_of(a, p, "label"),
            .detail = text_of(a, p, "detail"),
            .quantity = (unsigned)number_of(p, "quantity"),
            .unit = {number_of(p, "unit")},
            .amount = {number_of(p, "cents")},
            .apart = json_is_true(json_object_get(p, "apart")),
        };
    }
    return v;
}

/* BLOCK_KINDS when it is none of ours. */
static enum block_kind kind_of(const json_t *o)
{
    const char *name = json_string_value(json_object_get(o, "kind"));
    unsigned kind = 0;
    while (kind < BLOCK_KINDS &&
        (!name || strcmp(name, document_block_name((enum block_kind)kind)) != 0))
        kind++;
    return (enum block_kind)kind;
}

static bool read_blocks(struct arena *a, const json_t *all, struct document *out)
{
    size_t n = json_array_size(all);
    struct document_block *v = ARENA_ARRAY(a, n, struct document_block);
    for (size_t i = 0; i < n; i++) {
        const json_t *o = json_array_get(all, i);
        v[i].kind = kind_of(o);
        if (v[i].kind == BLOCK_KINDS)
            return false;
        v[i].text = text_of(a, o, "text");
        v[i].rows = rows_of(a, o, "rows", &v[i].rows_n);
        v[i].sums = rows_of(a, o, "sums", &v[i].sums_n);
        v[i].prices = prices_of_json(a, o, &v[i].prices_n);
    }
    out->blocks = v;
    out->blocks_n = n;
    return n > 0 && n <= DOCUMENT_BLOCKS_MAX;
}

static bool read_document(struct arena *a, const json_t *root, struct document *out)
{
    if (number_of(root, "format") != FORMAT)
        return false;
    *out = (struct document){
        .title = text_of(a, root, "title"),
        .subtitle = text_of(a, root, "subtitle"),
        .number = text_of(a, root, "number"),
        .mark = text_of(a, root, "mark"),
        .issuer = row_of(a, json_object_get(root, "issuer")),
        .addressee = row_of(a, json_object_get(root, "addressee")),
        .footer = text_of(a, root, "footer"),
        .verify = text_of(a, root, "verify"),
    };
    out->facts = rows_of(a, root, "facts", &out->facts_n);
    return day_parse_iso(text_of(a, root, "issued"), &out->issued) &&
        read_blocks(a, json_object_get(root, "blocks"), out);
}

enum rc quote_document_load(struct arena *a, struct str json, struct document *out)
{
    json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
    bool read = read_document(a, root, out);
    json_decref(root);
    if (!read)
        log_event(LOG_ERROR, "quotes.unreadable", LOG_END);
    else
        quote_document_theirs(a, out);
    return read ? RC_OK : RC_FAULT;
}
