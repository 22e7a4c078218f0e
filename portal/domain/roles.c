#include "domain/roles.h"

#define ROLE_ROW(NAME, bit, value, label, gives) {ROLE_##NAME, value, label, gives},
const struct role_row roles[] = {ROLES(ROLE_ROW)};
const size_t roles_n = sizeof roles / sizeof *roles;

unsigned role_bit(struct str value)
{
    for (size_t i = 0; i < roles_n; i++)
        if (str_eq_c(value, roles[i].value))
            return roles[i].bit;
    return 0;
}

unsigned roles_read(struct str list)
{
    unsigned bits = 0;
    for (size_t i = 0, from = 0; i <= list.n; i++) {
        if (i < list.n && list.p[i] != ',' && list.p[i] != ' ')
            continue;
        bits |= role_bit(str_slice(list, from, i));
        from = i + 1;
    }
    return bits;
}
