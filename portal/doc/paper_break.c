#include "doc/paper_private.h"

enum { LINES_TOGETHER = 2 }; /* no first or last line of a text alone on a page */

/* How tall the piece is when this cell ends before line `end`. */
static double height_until(const struct paper_piece *p, const struct paper_cell *c, size_t end)
{
    if (end <= c->from)
        return p->below;
    return c->y + c->text->lines[end - 1].bottom - c->text->lines[c->from].top + p->below;
}

/* What of it must stand with what is before it. */
static double least_height(const struct paper_piece *p)
{
    double least = 0;
    if (!p->breaks)
        return p->height;
    for (size_t i = 0; i < p->cells_n; i++) {
        const struct paper_cell *c = &p->cells[i];
        bool short_one = c->to - c->from < 2 * LINES_TOGETHER;
        double height = height_until(p, c, short_one ? c->to : c->from + LINES_TOGETHER);
        least = height > least ? height : least;
    }
    return least;
}

/* From a piece on: all that has to stand together. */
static double chain_height(const struct paper *s, size_t i)
{
    double height = 0;
    for (; i + 1 < s->pieces_n && s->pieces[i]->keep; i++)
        height += s->pieces[i]->height + s->pieces[i + 1]->gap;
    return height + least_height(s->pieces[i]);
}

static void piece_insert(struct paper *s, size_t at, struct paper_piece *p)
{
    s->pieces = paper_grow(s->a, s->pieces, s->pieces_n, &s->pieces_cap);
    memmove(s->pieces + at + 1, s->pieces + at, (s->pieces_n - at) * sizeof *s->pieces);
    s->pieces[at] = p;
    s->pieces_n++;
}

/* The line before which a cell ends so that it fits into `space`, with enough lines on both sides.
 */
static size_t cell_end(const struct paper_piece *p, const struct paper_cell *c, double space)
{
    size_t end = c->from;
    while (end < c->to && height_until(p, c, end + 1) <= space)
        end++;
    if (end < c->to && c->to - end < LINES_TOGETHER)
        end = c->to - c->from > LINES_TOGETHER ? c->to - LINES_TOGETHER : c->from;
    return end < c->to && end - c->from < LINES_TOGETHER ? c->from : end;
}

/* Puts what does not fit into `space` into a piece of its own behind this one; false when nothing
 * fits. */
static bool piece_split(struct paper *s, size_t at, double space)
{
    struct paper_piece *first = s->pieces[at], *rest = ARENA_NEW(s->a, struct paper_piece);
    bool some = false;
    *rest = *first;
    rest->height = 0;
    for (size_t i = 0; i < first->cells_n; i++) {
        size_t end = cell_end(first, &first->cells[i], space);
        some = some || end > first->cells[i].from;
        rest->cells[i].from = end;
        double height = height_until(rest, &rest->cells[i], rest->cells[i].to);
        rest->height = height > rest->height ? height : rest->height;
    }
    if (!some)
        return false;
    for (size_t i = 0; i < first->cells_n; i++)
        first->cells[i].to = rest->cells[i].from;
    first->height = space;
    first->keep = false;
    piece_insert(s, at + 1, rest);
    return true;
}

static double page_begin(struct paper *s, struct paper_piece *p)
{
    double y = paper_top(s, ++s->pages);
    if (p->head) {
        p->head_again = true;
        y += p->head->height;
    }
    return y;
}

/* Puts the piece below y; returns where the next may begin. */
static double piece_place(struct paper *s, size_t i, double y, bool fresh)
{
    struct paper_piece *p = s->pieces[i];
    double bottom = paper_bottom(s), space = bottom - y - p->gap;
    bool splits = !fresh && p->breaks && !p->keep && p->height > space &&
                  chain_height(s, i) <= space && piece_split(s, i, space);
    y += fresh ? 0 : p->gap;
    if (!fresh && !splits && chain_height(s, i) > space)
        y = page_begin(s, p);
    if (p->height > bottom - y + 0.01)
        piece_split(s, i, bottom - y);
    p->page = s->pages;
    p->y = y;
    return y + p->height;
}

bool paper_break(struct paper *s, unsigned pages_max)
{
    double body = paper_bottom(s) - paper_top(s, 2), y = paper_top(s, 1);
    if (body < PAPER_HEIGHT / 2)
        return false; /* the foot leaves no page */
    for (size_t i = 0; i < s->pieces_n; i++)
        if (s->pieces[i]->height > body - 40)
            s->pieces[i]->breaks = true;
    s->pages = 1;
    for (size_t i = 0; i < s->pieces_n && s->pages <= pages_max; i++)
        y = piece_place(s, i, y, i == 0);
    return s->pages <= pages_max;
}
