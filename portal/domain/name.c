#include "domain/name.h"

#include "base/ascii.h"
#include "base/links.h"
#include "base/utf8.h"
#include "domain/fold.h"

/* A capital, in any script that has them. */
static bool is_capital(struct str s)
{
    size_t i = 0;
    uint32_t c = s.n ? utf8_next(s, &i) : 0;
    return c != UINT32_MAX && fold_lower(c) != c;
}

/* "J", "Dr", "Mme": at most three letters, of which only the first is a capital. */
static bool is_abbreviation(struct str label)
{
    size_t i = 0, n = 0;
    if (!is_capital(label))
        return false;
    while (i < label.n) {
        struct str rest = str_slice(label, i, label.n);
        if (utf8_next(label, &i) == UINT32_MAX || (n > 0 && is_capital(rest)) || ++n > 3)
            return false;
    }
    return true;
}

/* "Dr.Martin", "J.P.Dupont": every dot ends an abbreviation, and a name comes last. */
static bool is_abbreviated(struct str host)
{
    struct str label;
    while (str_find(host, '.') < host.n) {
        str_cut(&host, '.', &label);
        if (!is_abbreviation(label))
            return false;
    }
    return is_capital(host);
}

bool name_of_person(struct str s)
{
    struct link l;
    for (size_t i = 0; links_next(s, &i, &l);)
        if (l.kind != LINK_HOST || !is_abbreviated(str_slice(s, l.from, l.to)))
            return false;
    return true;
}

/* "www.site", "site.fr/page", "site.fr?x", "site.fr:8080": more than a name. */
static bool leads_somewhere(struct str s, const struct link *host)
{
    struct str it = str_slice(s, host->from, host->to);
    if (it.n > 4 && str_eq_nocase(str_slice(it, 0, 4), STR("www.")))
        return true;
    struct str rest = str_slice(s, host->to, s.n);
    if (rest.n == 0)
        return false;
    return rest.p[0] == '/' || rest.p[0] == '\\' ||
           (rest.n > 1 && strchr("?#:", rest.p[0]) && ascii_is_url_safe(rest.p[1]));
}

bool name_of_organisation(struct str s)
{
    struct link l, before = {0};
    for (size_t i = 0; links_next(s, &i, &l); before = l) {
        bool mailbox = l.kind == LINK_HOST && before.kind == LINK_AT && before.to == l.from && l.from > 0;
        bool elsewhere = l.kind == LINK_HOST && leads_somewhere(s, &l);
        if (l.kind == LINK_SCHEME || l.kind == LINK_SHARE || mailbox || elsewhere)
            return false;
    }
    return true;
}
