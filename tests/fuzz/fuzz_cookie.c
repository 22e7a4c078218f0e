/* The Cookie header: a value that is found stands in the header and holds no separator. */
#include "fuzz.h"
#include "http/request.h"

static void fuzz_one(struct arena *a, struct str in)
{
    (void)a;
    struct str v = cookie_get(in, "__Host-sid");
    if (v.p)
        FUZZ_HOLDS(v.p >= in.p && v.p + v.n <= in.p + in.n && str_find(v, ';') == v.n && v.n > 0);
}
