/* view/timeline.c - experiences as bars in time.
 *
 * Across: per cent of the months between the first experience and the last mark; down: pixels.
 * Experiences that overlap stand in lanes; the strip below shows each counted month once, which is
 * what the rule counts. Nothing is said by colour alone: kinds differ in outline, and the whole is
 * told in the title and the description. */
#include "base/words.h"
#include "view/pictures.h"

enum {
    LINE_BYTES = 256 * 1024,
    LANE = 24,
    BAR = 16,
    STRIP = 10,
    NOTE = 22,
    TICKS = 4,
};

struct scene {
    struct arena *a;
    const struct timeline *t;
    const char *id;
    int from, to; /* months, `to` excluded */
    int *lane;    /* of each bar */
    int lanes;
    struct buf out;
};

static int later(int x, int y)
{
    return x > y ? x : y;
}

static int end_of(const struct scene *s, const struct bar *b)
{
    return b->to.n ? b->to.n : s->t->today.n;
}

static void scene_span(struct scene *s)
{
    const struct timeline *t = s->t;
    s->from = t->bars[0].from.n;
    s->to = later(t->today.n, later(t->closing.n, t->start.n));
    for (size_t i = 0; i < t->n; i++) {
        if (t->bars[i].from.n < s->from)
            s->from = t->bars[i].from.n;
        s->to = later(s->to, later(end_of(s, &t->bars[i]), t->bars[i].from.n));
    }
    s->to++;
}

/* The first lane in which bar i meets no bar placed before it. */
static void scene_lanes(struct scene *s)
{
    s->lane = ARENA_ARRAY(s->a, s->t->n, int);
    for (size_t i = 0; i < s->t->n; i++) {
        const struct bar *b = &s->t->bars[i];
        for (size_t j = 0; j < i; j++) {
            const struct bar *o = &s->t->bars[j];
            bool meets = b->from.n <= end_of(s, o) && o->from.n <= end_of(s, b);
            if (meets && s->lane[i] == s->lane[j]) {
                s->lane[i]++;
                j = (size_t)-1; /* look again from the first: the lane has changed */
            }
        }
        s->lanes = later(s->lanes, s->lane[i] + 1);
    }
}

static int tenths(const struct scene *s, int month)
{
    return (month - s->from) * 1000 / (s->to - s->from);
}

static void put_x(struct scene *s, const char *name, int v)
{
    buf_printf(&s->out, " %s=\"%d.%d%%\"", name, v / 10, v % 10);
}

static void put_rect(struct scene *s, const char *class, int from, int to, int y, int height)
{
    int x = tenths(s, from), w = tenths(s, to) - x;
    buf_printf(&s->out, "<rect class=\"%s\"", class);
    put_x(s, "x", x);
    put_x(s, "width", w > 4 ? w : 4);
    buf_printf(&s->out, " y=\"%d\" height=\"%d\" rx=\"3\"/>\n", y, height);
}

static void put_line(struct scene *s, const char *class, int x, int top, int bottom)
{
    buf_printf(&s->out, "<line class=\"%s\"", class);
    put_x(s, "x1", x);
    put_x(s, "x2", x);
    buf_printf(&s->out, " y1=\"%d\" y2=\"%d\"/>\n", top, bottom);
}

/* A text that stays inside at both ends. */
static void put_note(struct scene *s, const char *class, int x, int y, const char *text)
{
    const char *anchor = x < 60 ? "start" : x > 500 ? "end" : "middle";
    buf_printf(&s->out, "<text class=\"%s\"", class);
    put_x(s, "x", x);
    buf_printf(&s->out, " y=\"%d\" text-anchor=\"%s\">%s</text>\n", y, anchor, text);
}

static void put_bars(struct scene *s)
{
    static const char *const classes[] = {
        [BAR_COUNTED] = "draw-a", [BAR_REVIEW] = "draw-review", [BAR_UNCOUNTED] = "draw-none"};
    for (size_t i = 0; i < s->t->n; i++) {
        const struct bar *b = &s->t->bars[i];
        int y = 4 + s->lane[i] * LANE;
        put_rect(s, classes[b->kind], b->from.n, end_of(s, b) + 1, y, BAR);
        if (!b->to.n && s->to > s->t->today.n + 1) /* what is still to come, if it goes on */
            put_rect(s, "draw-future", s->t->today.n + 1, s->to, y, BAR);
    }
}

static bool counted_in(const struct scene *s, int month)
{
    for (size_t i = 0; i < s->t->n; i++) {
        const struct bar *b = &s->t->bars[i];
        if (b->kind == BAR_COUNTED && month >= b->from.n && month <= end_of(s, b))
            return true;
    }
    return false;
}

static void put_strip(struct scene *s, int y)
{
    int began = 0;
    for (int m = s->from; m <= s->to; m++) {
        bool in = m < s->to && counted_in(s, m);
        if (in && !began)
            began = m;
        if (!in && began) {
            put_rect(s, "draw-c", began, m, y, STRIP);
            began = 0;
        }
    }
}

static void put_axis(struct scene *s, int y)
{
    int first = (s->from + 11) / 12, last = (s->to - 1) / 12;
    int step = later(1, (last - first + TICKS) / TICKS);
    buf_printf(&s->out, "<line class=\"draw-axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n", y, y);
    for (int year = first; year <= last; year += step) {
        int x = tenths(s, year * 12);
        put_line(s, "draw-axis", x, y, y + 5);
        buf_printf(&s->out, "<text class=\"draw-soft\"");
        put_x(s, "x", x);
        buf_printf(&s->out, " y=\"%d\" text-anchor=\"%s\">%d</text>\n", y + 20,
            x < 60 ? "start" : x > 940 ? "end" : "middle", year);
    }
}

static int put_marks(struct scene *s, int bottom, int y)
{
    const struct {
        struct month at;
        const char *what;
    } marks[] = {{s->t->today, "aujourd’hui"}, {s->t->closing, "clôture des candidatures"},
        {s->t->start, "rentrée"}};
    for (size_t i = 0; i < 3; i++) {
        if (!marks[i].at.n)
            continue;
        int x = tenths(s, marks[i].at.n) + 500 / (s->to - s->from); /* the middle of the month */
        put_line(s, "draw-mark", x, 0, y - bottom < NOTE ? bottom : y - 16);
        struct str words = words_month(s->a, marks[i].at);
        const char *text =
            arena_printf(s->a, "%s, %.*s", marks[i].what, STR_ARG(words)).p;
        put_note(s, "draw-note", x, y, text);
        y += NOTE;
    }
    return y;
}

static void put_told(struct scene *s)
{
    const struct timeline *t = s->t;
    buf_printf(&s->out, "<title id=\"%s-titre\">%d mois comptés", s->id, t->counted);
    if (t->needed)
        buf_printf(&s->out, " sur %d", t->needed);
    buf_printf(&s->out, "</title><desc id=\"%s-texte\">", s->id);
    for (size_t i = 0; i < t->n; i++) {
        const struct bar *b = &t->bars[i];
        struct str from = words_month(s->a, b->from), to = words_month(s->a, b->to);
        put_text_str(&s->out, b->label);
        if (b->to.n)
            buf_printf(&s->out, ", de %.*s à %.*s", STR_ARG(from), STR_ARG(to));
        else
            buf_printf(&s->out, ", depuis %.*s", STR_ARG(from));
        buf_puts(&s->out, b->kind == BAR_COUNTED    ? ". "
                          : b->kind == BAR_REVIEW ? "\u00a0: à examiner. "
                                                  : "\u00a0: ne compte pas. ");
    }
    buf_puts(&s->out, "</desc>\n");
}

static void put_key(struct scene *s, bool shown, const char *class, const char *words)
{
    if (shown)
        buf_printf(&s->out,
            "<li><svg class=\"draw\" width=\"28\" height=\"16\" aria-hidden=\"true\"><rect "
            "class=\"%s\" x=\"1\" y=\"1\" width=\"26\" height=\"14\" rx=\"3\"/></svg> %s</li>\n",
            class, words);
}

/* What the kinds that are there mean. */
static void put_legend(struct scene *s)
{
    bool seen[3] = {false}, going = false;
    for (size_t i = 0; i < s->t->n; i++) {
        seen[s->t->bars[i].kind] = true;
        going = going || !s->t->bars[i].to.n;
    }
    buf_puts(&s->out, "<ul class=\"legend\">\n");
    put_key(s, seen[BAR_COUNTED], "draw-a", "une expérience qui compte");
    put_key(s, seen[BAR_REVIEW], "draw-review", "à examiner");
    put_key(s, seen[BAR_UNCOUNTED], "draw-none", "ne compte pas");
    put_key(s, going && s->to > s->t->today.n + 1, "draw-future", "si elle continue");
    put_key(s, seen[BAR_COUNTED], "draw-c", "les mois, comptés une seule fois");
    buf_puts(&s->out, "</ul>\n");
}

struct trusted trusted_timeline(struct arena *a, const char *id, const struct timeline *t)
{
    if (t->n == 0)
        return (struct trusted){STR("")};
    struct scene s = {.a = a, .t = t, .id = id};
    buf_init(&s.out, LINE_BYTES);
    scene_span(&s);
    scene_lanes(&s);
    int strip = 8 + s.lanes * LANE, axis = strip + STRIP + 8;
    int marks = 1 + (t->closing.n != 0) + (t->start.n != 0);
    buf_printf(&s.out,
        "<svg class=\"draw\" role=\"img\" width=\"100%%\" height=\"%d\" "
        "aria-labelledby=\"%s-titre %s-texte\">\n",
        axis + 30 + marks * NOTE, id, id);
    put_told(&s);
    put_bars(&s);
    put_strip(&s, strip);
    put_axis(&s, axis);
    put_marks(&s, axis, axis + 22 + NOTE);
    buf_puts(&s.out, "</svg>\n");
    put_legend(&s);
    struct trusted made = {s.out.overflow ? STR("") : arena_dup(a, buf_str(&s.out))};
    buf_free(&s.out);
    return made;
}
