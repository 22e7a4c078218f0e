#include "base/json.h"

void json_string(struct buf *out, struct str s)
{
    buf_putc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c == '\n')
            buf_puts(out, "\\n");
        else if (c < 0x20 || c == 0x7f)
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
