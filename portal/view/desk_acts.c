#include "view/desk_acts.h"

/* Bytes of ours: mail templates escape what they are given as every other template does. */
struct trusted trusted_mail(struct str html)
{
    static const char open[] = "<body>", close[] = "</body>";
    const char *from = html.n ? memmem(html.p, html.n, open, sizeof open - 1) : NULL;
    if (!from)
        return (struct trusted){STR("")};
    from += sizeof open - 1;
    size_t left = html.n - (size_t)(from - html.p);
    const char *to = memmem(from, left, close, sizeof close - 1);
    return (struct trusted){{from, to ? (size_t)(to - from) : left}};
}
