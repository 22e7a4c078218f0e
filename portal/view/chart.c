/* view/chart.c - what graduates become: one small drawing per cohort, a labelled bar per figure.
 *
 * The name and the figure stand at each bar, so that neither colour nor a legend is needed. Across,
 * lengths are in per cent of the drawing's width; down, and letters, in pixels: at 360 px the
 * letters are as large as on a wide screen. */
#include "view/pictures.h"

enum { CHART_BYTES = 32 * 1024, ROW = 50, TOP = 30, BAR = 18, BAR_X = 58, BAR_SHARE = 70 };

struct series {
    const char *label, *fill;
};
static const struct series rows[3] = {
    {"insertion globale à 6 mois", "draw-a"},
    {"dans le métier visé à 6 mois", "draw-b"},
    {"dans le métier visé à 2 ans", "draw-c"},
};

static int figure(const struct cohort *c, size_t i)
{
    return i == 0 ? c->employed_6m : i == 1 ? c->target_6m : c->target_2y;
}

/* Tenths of a per cent of the width, as SVG writes them. */
static void put_tenths(struct buf *out, int tenths)
{
    buf_printf(out, "%d.%d%%", tenths / 10, tenths % 10);
}

static void put_words(struct buf *out, const char *id, const struct cohort *c)
{
    buf_printf(out, "<title id=\"%s-%d-titre\">Certifiés de %d</title><desc id=\"%s-%d-texte\">", id,
        c->year, c->year, id, c->year);
    bool first = true;
    for (size_t i = 0; i < 3; i++) {
        if (figure(c, i) < 0)
            continue;
        buf_printf(out, "%s%d\u00a0%% %s", first ? "" : ", ", figure(c, i), rows[i].label);
        first = false;
    }
    buf_puts(out, "</desc>\n");
}

static void put_row(struct buf *out, const struct cohort *c, size_t i)
{
    int v = figure(c, i), y = TOP + (int)i * ROW;
    if (v < 0)
        return;
    buf_printf(out, "<text class=\"draw-soft\" x=\"0\" y=\"%d\">%s</text>\n", y + 14, rows[i].label);
    buf_printf(out, "<text class=\"draw-value\" x=\"0\" y=\"%d\">%d\u00a0%%</text>\n", y + 36, v);
    buf_printf(out, "<rect class=\"draw-track\" x=\"%d\" y=\"%d\" width=\"%d%%\" height=\"%d\"/>\n",
        BAR_X, y + 21, BAR_SHARE, BAR);
    buf_printf(out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"", rows[i].fill, BAR_X, y + 21);
    put_tenths(out, v * BAR_SHARE / 10);
    buf_printf(out, "\" height=\"%d\"/>\n", BAR);
}

struct trusted trusted_outcomes_chart(
    struct arena *a, const char *id, const struct cohort *v, size_t n)
{
    struct buf out;
    buf_init(&out, CHART_BYTES);
    buf_puts(&out, "<div class=\"outcomes\">\n");
    for (size_t i = 0; i < n; i++) {
        buf_printf(&out,
            "<svg class=\"draw\" role=\"img\" width=\"100%%\" height=\"%d\" "
            "aria-labelledby=\"%s-%d-titre %s-%d-texte\">\n",
            TOP + 3 * ROW, id, v[i].year, id, v[i].year);
        put_words(&out, id, &v[i]);
        buf_printf(&out, "<text class=\"draw-title\" x=\"0\" y=\"18\">%d</text>\n", v[i].year);
        for (size_t k = 0; k < 3; k++)
            put_row(&out, &v[i], k);
        buf_puts(&out, "</svg>\n");
    }
    buf_puts(&out, "</div>\n");
    struct trusted made = {out.overflow ? STR("") : arena_dup(a, buf_str(&out))};
    buf_free(&out);
    return made;
}
