/* view/bars.c - one horizontal bar a line, as many lines as there are: weeks, payers.
 *
 * Words and figure stand above each bar, so that neither colour nor an axis is needed, and a phone
 * shows the same drawing as a screen. Widths are in per cent of the drawing, letters in pixels. */
#include "view/pictures.h"

enum { BARS_BYTES = 128 * 1024, LINE = 46, BAR_TOP = 22, BAR_HIGH = 14 };

static void put_share(struct buf *out, int64_t value, int64_t most)
{
    int64_t tenths = most > 0 ? value * 1000 / most : 0;
    if (value > 0 && tenths < 4)
        tenths = 4; /* what exists is seen */
    buf_printf(out, "%lld.%lld%%", (long long)(tenths / 10), (long long)(tenths % 10));
}

static void put_bar(struct buf *out, const struct figure_bar *b, size_t i, int64_t most)
{
    size_t y = i * LINE;
    buf_printf(out, "<text class=\"draw-soft\" x=\"0\" y=\"%zu\">", y + 15);
    put_text_str(out, b->label);
    buf_printf(out, "</text>\n<text class=\"draw-value\" x=\"100%%\" y=\"%zu\" text-anchor=\"end\">",
        y + 15);
    put_text_str(out, b->said);
    buf_printf(out, "</text>\n<rect class=\"draw-track\" x=\"0\" y=\"%zu\" width=\"100%%\" "
                    "height=\"%d\"/>\n<rect class=\"draw-a\" x=\"0\" y=\"%zu\" width=\"",
        y + BAR_TOP, BAR_HIGH, y + BAR_TOP);
    put_share(out, b->value, most);
    buf_printf(out, "\" height=\"%d\"/>\n", BAR_HIGH);
}

struct trusted trusted_bars(struct arena *a, const char *id, struct str title, struct str says,
    const struct figure_bar *v, size_t n)
{
    struct buf out;
    int64_t most = 0;
    for (size_t i = 0; i < n; i++)
        most = v[i].value > most ? v[i].value : most;
    if (n == 0 || most == 0)
        return (struct trusted){STR("")};
    buf_init(&out, BARS_BYTES);
    buf_printf(&out, "<svg class=\"draw\" role=\"img\" width=\"100%%\" height=\"%zu\" "
                     "aria-labelledby=\"%s-titre %s-texte\">\n<title id=\"%s-titre\">",
        n * LINE, id, id, id);
    put_text_str(&out, title);
    buf_printf(&out, "</title><desc id=\"%s-texte\">", id);
    put_text_str(&out, says);
    buf_puts(&out, "</desc>\n");
    for (size_t i = 0; i < n; i++)
        put_bar(&out, &v[i], i, most);
    buf_puts(&out, "</svg>\n");
    struct trusted made = {out.overflow ? STR("") : arena_dup(a, buf_str(&out))};
    buf_free(&out);
    return made;
}
