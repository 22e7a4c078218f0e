/* SIRET numbers: fourteen digits come out, their display reads back as the same. */
#include "domain/siret.h"
#include "fuzz.h"

static void fuzz_one(struct arena *a, struct str in)
{
    struct str out, again;
    if (!siret_read(a, in, &out))
        return;
    FUZZ_HOLDS(out.n == 14);
    (void)siret_sound(out);
    FUZZ_HOLDS(siret_read(a, siret_display(a, out), &again) && str_eq(again, out));
}
