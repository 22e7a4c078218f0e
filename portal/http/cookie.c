/* The Cookie header (RFC 6265 §4.2), read strictly: our values are base64url and dots only. */
#include "http/request.h"

static bool value_ok(struct str v)
{
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        if (c <= ' ' || c == '"' || c == ',' || c == ';' || c == '\\' || c == 0x7f)
            return false;
    }
    return v.n > 0;
}

struct str cookie_get(struct str header, const char *name)
{
    struct str found = {0}, pair, key;
    if (header.n > COOKIE_MAX)
        return found;
    while (str_cut(&header, ';', &pair)) {
        struct str value = str_trim(pair);
        if (!str_cut(&value, '=', &key) || !value.p || !str_eq_c(key, name))
            continue;
        if (found.p || !value_ok(value))
            return (struct str){0};
        found = value;
    }
    return found;
}
