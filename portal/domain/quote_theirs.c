/* Whose words stand on a paper: who asked wrote to whom it goes, who is trained and the references. */
#include "base/ascii.h"
#include "base/links.h"
#include "domain/quote_draft.h"

#define MARK "d’après la demande, non vérifié par nous)"

/* "SIRET" and fourteen digits: judged, and of use only as they are. */
static bool is_siret(struct str line)
{
    static const char begin[] = "SIRET ";
    size_t digits = 0;
    if (!str_starts(line, str_c(begin)))
        return false;
    for (size_t i = strlen(begin); i < line.n; i++) {
        bool space = line.p[i] == '\xc2' || line.p[i] == '\xa0';
        if (!ascii_is_digit(line.p[i]) && !space)
            return false;
        digits += !space;
    }
    return digits == 14;
}

static struct str lines_broken(struct arena *a, struct str text)
{
    struct str all = STR(""), line;
    while (str_cut(&text, '\n', &line))
        all = draft_line(a, all, is_siret(line) ? line : links_broken(a, line));
    return all;
}

/* "à désigner", "3 personnes : à désigner": nobody's words but ours. */
static bool is_nobody(struct str text)
{
    size_t i = 0;
    while (i < text.n && ascii_is_digit(text.p[i]))
        i++;
    struct str rest = str_slice(text, i, text.n);
    return i ? str_eq_c(rest, " personnes\u00a0: " QUOTE_NOBODY) : str_eq_c(rest, QUOTE_NOBODY);
}

/* Behind the names, on their line: a paper has few to spare. */
static struct str named(struct arena *a, struct str names)
{
    struct str all = lines_broken(a, names);
    return str_ends(all, STR(MARK)) ? all : arena_printf(a, "%.*s (" MARK, STR_ARG(all));
}

/* How many of them there are. */
static size_t mark_facts(struct arena *a, struct document *d)
{
    size_t n = 0;
    static const char *const theirs[] = {QUOTE_FACT_REFERENCE, QUOTE_FACT_SERVICE, QUOTE_FACT_ENGAGEMENT};
    struct document_row *rows = ARENA_ARRAY(a, d->facts_n, struct document_row);
    for (size_t i = 0; i < d->facts_n; i++) {
        rows[i] = d->facts[i];
        for (size_t k = 0; k < sizeof theirs / sizeof *theirs; k++)
            if (str_eq_c(rows[i].label, theirs[k])) {
                rows[i].text = links_broken_but_figures(a, rows[i].text);
                n++;
            }
    }
    d->facts = rows;
    return n;
}

static void mark_rows(struct arena *a, struct document_block *b)
{
    struct document_row *rows = ARENA_ARRAY(a, b->rows_n, struct document_row);
    for (size_t i = 0; i < b->rows_n; i++) {
        rows[i] = b->rows[i];
        if (str_eq_c(rows[i].label, QUOTE_ROW_TRAINEE) && !is_nobody(rows[i].text))
            rows[i].text = named(a, rows[i].text);
    }
    b->rows = rows;
}

void quote_document_theirs(struct arena *a, struct document *d)
{
    struct document_block *blocks = ARENA_ARRAY(a, d->blocks_n, struct document_block);
    d->addressee.label = links_broken(a, d->addressee.label);
    struct str mark = mark_facts(a, d) > 0 ? STR("(destinataire et références\u00a0: " MARK) : STR("(" MARK);
    d->addressee.text = lines_broken(a, d->addressee.text);
    if (!str_ends(d->addressee.text, mark))
        d->addressee.text = draft_line(a, d->addressee.text, mark);
    for (size_t i = 0; i < d->blocks_n; i++) {
        blocks[i] = d->blocks[i];
        if (blocks[i].kind == BLOCK_ROWS)
            mark_rows(a, &blocks[i]);
    }
    d->blocks = blocks;
}
