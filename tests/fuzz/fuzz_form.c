/* Urlencoded bodies: what was read, written again and read again, is the same. */
#include "base/utf8.h"
#include "fuzz.h"
#include "http/request.h"

static void fuzz_one(struct arena *a, struct str in)
{
    struct params ps, again;
    if (params_parse(a, in, &ps) != RC_OK)
        return;
    struct buf b;
    buf_init(&b, 4 * BODY_FORM_MAX);
    for (size_t i = 0; i < ps.n; i++) {
        FUZZ_HOLDS(utf8_valid(ps.v[i].value) && !memchr(ps.v[i].value.p, 0, ps.v[i].value.n));
        params_put(&b, ps.v[i].name, ps.v[i].value);
    }
    if (b.n <= BODY_FORM_MAX) {
        FUZZ_HOLDS(params_parse(a, buf_str(&b), &again) == RC_OK && again.n == ps.n);
        for (size_t i = 0; i < ps.n; i++)
            FUZZ_HOLDS(str_eq(again.v[i].name, ps.v[i].name) &&
                       str_eq(again.v[i].value, ps.v[i].value));
    }
    buf_free(&b);
}
