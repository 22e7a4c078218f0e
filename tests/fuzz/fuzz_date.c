/* Days, months and instants: what is read is valid and written back the same. */
#include "base/day.h"
#include "fuzz.h"

static void fuzz_one(struct arena *a, struct str in)
{
    (void)a;
    struct day d;
    struct month m;
    struct instant t;
    struct buf b;
    buf_init(&b, 200);
    if (day_parse_iso(in, &d)) {
        day_format_iso(&b, d);
        FUZZ_HOLDS(day_valid(d) && str_eq(buf_str(&b), in));
        FUZZ_HOLDS(day_cmp(day_from_number(day_to_number(d)), d) == 0);
    }
    buf_reset(&b);
    if (month_parse_iso(in, &m)) {
        month_format_iso(&b, m);
        FUZZ_HOLDS(str_eq(buf_str(&b), in));
    }
    if (instant_parse_sql(in, &t)) {
        struct wall w = wall_paris(t);
        FUZZ_HOLDS(w.h >= 0 && w.h < 24 && w.min < 60 && w.s < 60 && w.day.m >= 1);
        FUZZ_HOLDS(w.min >= 0 && w.s >= 0);
        /* written back, it reads the same */
        struct instant again;
        buf_reset(&b);
        instant_format_sql(&b, t);
        FUZZ_HOLDS(instant_parse_sql(buf_str(&b), &again) && again.s == t.s);
    }
    int n = month_number_from_text(in);
    FUZZ_HOLDS(n >= 0 && n <= 12);
    buf_free(&b);
}
