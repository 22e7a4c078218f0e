#include "base/json.h"

void json_string(struct buf *out, struct str s)
{
    static const char short_escape[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
        ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\'};
    buf_putc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        char e = c < sizeof short_escape ? short_escape[c] : 0;
        if (e) {
            buf_putc(out, '\\');
            buf_putc(out, e);
        } else if (c < 0x20)
            buf_printf(out, "\\u%04x", c);
        else
            buf_putc(out, (char)c);
    }
    buf_putc(out, '"');
}

void json_comma(struct buf *out)
{
    if (out->n && !strchr("{[:,", out->p[out->n - 1]))
        buf_putc(out, ',');
}

void json_name(struct buf *out, const char *name)
{
    json_comma(out);
    json_string(out, str_c(name));
    buf_putc(out, ':');
}
