/* Other people's words: whatever they are, no link is left in them, and twice is once; cut anywhere they
 * are UTF-8, and no longer than asked. */
#include "base/links.h"
#include "base/utf8.h"
#include "../unit/live.h"
#include "fuzz.h"

static void fuzz_one(struct arena *a, struct str in)
{
    if (!utf8_valid(in) || (in.n && memchr(in.p, 0, in.n)))
        return;
    struct str once = links_broken(a, in);
    FUZZ_HOLDS(utf8_valid(once) && !live_link(once) && str_eq(links_broken(a, once), once));
    for (size_t n = 0; n < in.n && n < 64; n++) {
        struct str cut = utf8_cut(in, n), fit = utf8_fit(in, n);
        FUZZ_HOLDS(utf8_valid(cut) && utf8_length(cut) <= n && utf8_valid(fit) && fit.n <= n);
    }
}
