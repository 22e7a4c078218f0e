/* RFC 3676 (format=flowed): a line that ends with a space goes on in the next, when both are quoted alike. */
#include "mail/incoming_body.h"

static size_t depth_of(struct str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == '>')
        n++;
    return n;
}

static void begin_line(struct buf *out, size_t depth, bool first)
{
    if (!first)
        buf_putc(out, '\n');
    for (size_t i = 0; i < depth; i++)
        buf_putc(out, '>');
    if (depth)
        buf_putc(out, ' ');
}

struct str body_unflow(struct arena *a, struct str text, bool delsp)
{
    struct buf out;
    struct str line;
    bool open = false, first = true;
    size_t before = 0;
    buf_init(&out, 2 * text.n + 16);
    while (str_cut(&text, '\n', &line)) {
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        size_t depth = depth_of(line);
        line = str_slice(line, depth, line.n);
        if (line.n && line.p[0] == ' ') /* stuffed, so that "From" and ">" may begin a line */
            line = str_slice(line, 1, line.n);
        bool signature = str_eq(line, STR("-- "));
        if (!open || depth != before || signature)
            begin_line(&out, depth, first);
        open = !signature && line.n && line.p[line.n - 1] == ' ';
        if (open && delsp)
            line.n--;
        buf_put(&out, line);
        before = depth;
        first = false;
    }
    return arena_take(a, &out);
}
