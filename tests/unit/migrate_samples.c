#include "migrate_samples.h"

#include "sys/proc.h"

enum { SAMPLES_MAX = 500, SAMPLES_BYTES = 256 * 1024 };

size_t migrate_samples(struct arena *a, const char *path, struct migrate_sample **out)
{
    struct buf text, why;
    struct migrate_sample *s = NULL;
    struct str left, line;
    size_t n = 0;
    *out = ARENA_ARRAY(a, SAMPLES_MAX, struct migrate_sample);
    buf_init(&text, SAMPLES_BYTES);
    buf_init(&why, 1024);
    bool read = proc_read_file(path, SAMPLES_BYTES, false, &text, &why);
    left = buf_str(&text);
    while (read && n < SAMPLES_MAX && str_cut(&left, '\n', &line)) {
        if (str_starts(line, STR("== "))) {
            s = &(*out)[n++];
            s->says = arena_dup(a, str_slice(line, 3, line.n));
        } else if (s) {
            s->sql = arena_printf(a, "%.*s%.*s\n", STR_ARG(s->sql), STR_ARG(line));
        }
    }
    buf_free(&text);
    buf_free(&why);
    return n;
}
