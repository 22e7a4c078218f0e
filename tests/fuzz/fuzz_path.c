/* Paths: every part is one clean segment, and one path never matches two shapes. */
#include "fuzz.h"
#include "http/path.h"

static void fuzz_one(struct arena *a, struct str in)
{
    (void)a;
    struct str part[PATH_PARTS] = {{0}};
    static const char *const patterns[] = {
        "/", "/candidature/{}", "/candidature/{}/diplomes/{}", "/connexion/lien/{}/{}"};
    int matched = 0;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        if (!path_match(patterns[i], in, part))
            continue;
        matched++;
        for (size_t k = 0; k < PATH_PARTS && part[k].p; k++)
            FUZZ_HOLDS(part[k].n > 0 && part[k].n <= PATH_PART_MAX &&
                       str_find(part[k], '/') == part[k].n);
    }
    FUZZ_HOLDS(matched <= 1);
}
