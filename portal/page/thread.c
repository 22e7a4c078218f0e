#include "page/thread.h"

#include "base/utf8.h"

void thread_fit(struct page *p, struct str *const *texts, bool *cut, size_t n)
{
    size_t whole = 0;
    for (size_t i = n; i-- > 0;) {
        struct str text = *texts[i];
        cut[i] = text.n > THREAD_SHORT_MAX && whole + text.n > THREAD_WHOLE_MAX;
        if (cut[i]) {
            struct str head = utf8_fit(text, THREAD_SHORT_MAX);
            *texts[i] = arena_printf(p->a, "%.*s…", STR_ARG(head));
        } else {
            whole += text.n;
        }
    }
}
