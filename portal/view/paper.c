#include "view/paper.h"

#include "base/codec.h"
#include "base/words.h"

static void add_lines(struct arena *a, struct str text, struct view_paper_block *to)
{
    struct str rest = text, line;
    size_t most = 1;
    for (size_t i = 0; i < text.n; i++)
        most += text.p[i] == '\n';
    to->lines = ARENA_ARRAY(a, most, struct view_paper_line);
    while (str_cut(&rest, '\n', &line))
        if (str_trim(line).n)
            to->lines[to->lines_n++].text = str_trim(line);
}

static void add_sums(struct arena *a, const struct document_block *b, struct view_paper_block *to)
{
    to->sums = ARENA_ARRAY(a, b->sums_n, struct view_paper_sum);
    for (size_t i = 0; i < b->sums_n; i++)
        to->sums[to->sums_n++] = (struct view_paper_sum){.label = b->sums[i].label,
            .text = b->sums[i].text.n ? b->sums[i].text : words_money(a, b->sums[i].amount),
            .last = i + 1 == b->sums_n};
}

struct view_paper view_paper_make(
    struct arena *a, const struct document *d, const unsigned char sha256[32])
{
    struct view_paper v = {.doc = *d, .blocks = ARENA_ARRAY(a, d->blocks_n, struct view_paper_block)};
    for (size_t i = 0; i < d->blocks_n; i++) {
        const struct document_block *b = &d->blocks[i];
        struct view_paper_block *to = &v.blocks[v.blocks_n++];
        *to = (struct view_paper_block){.kind = b->kind, .rows = b->rows, .rows_n = b->rows_n,
            .prices = b->prices, .prices_n = b->prices_n};
        add_lines(a, b->text, to);
        add_sums(a, b, to);
    }
    if (sha256)
        v.fingerprint = hex_encode(a, (struct str){(const char *)sha256, 32});
    return v;
}
