#include "page/page.h"

struct str page_form(const struct page *p, const char *name)
{
    return params_get(&p->form, name, NULL);
}

struct str page_query(const struct page *p, const char *name)
{
    return params_get(&p->query, name, NULL);
}

bool page_path_plain(struct str path)
{
    bool plain = path.n > 0 && path.p[0] == '/';
    for (size_t i = 0; plain && i < path.n; i++) {
        char c = path.p[i];
        plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                (c == '/' && (i == 0 || path.p[i - 1] != '/')) || c == '-' || c == '_';
    }
    return plain;
}
