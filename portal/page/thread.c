#include "page/thread.h"

#include "base/utf8.h"

void thread_fit(struct page *p, struct thread_said *all, size_t n)
{
    size_t whole = 0;
    for (size_t i = n; i-- > 0;) {
        struct thread_said *one = &all[i];
        size_t bytes = one->text->n + one->remarks->n;
        one->cut = bytes > THREAD_SHORT_MAX && whole + bytes > THREAD_WHOLE_MAX;
        if (!one->cut) {
            whole += bytes;
            continue;
        }
        *one->remarks = (struct str){0};
        if (one->text->n > THREAD_SHORT_MAX) {
            struct str head = utf8_fit(*one->text, THREAD_SHORT_MAX);
            *one->text = arena_printf(p->a, "%.*s…", STR_ARG(head));
        }
    }
}
