#include "page/page.h"

struct str page_form(const struct page *p, const char *name)
{
    return params_get(&p->form, name, NULL);
}

struct str page_query(const struct page *p, const char *name)
{
    return params_get(&p->query, name, NULL);
}
