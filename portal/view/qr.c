/* view/qr.c - a QR code as one SVG path: a run of dark squares is one rectangle. Four squares of
 * quiet zone around it, as the standard asks; black on white whatever the theme. */
#include "view/desk_auth.h"

enum { QUIET = 4 };

void view_qr_html(struct buf *out, const struct view_qr *v)
{
    size_t side = v->size + 2 * QUIET;
    if (v->size == 0)
        return;
    buf_printf(out, "<svg class=\"qr\" role=\"img\" aria-label=\"Image à viser avec l’application\""
                    " viewBox=\"0 0 %zu %zu\" shape-rendering=\"crispEdges\">"
                    "<rect width=\"%zu\" height=\"%zu\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
        side, side, side, side);
    for (size_t y = 0; y < v->size; y++)
        for (size_t x = 0, n; x < v->size; x += n + 1) {
            for (n = 0; x + n < v->size && v->dark[y * v->size + x + n];)
                n++;
            if (n)
                buf_printf(out, "M%zu %zuh%zuv1h-%zuz", x + QUIET, y + QUIET, n, n);
        }
    buf_puts(out, "\"/></svg>\n");
}
