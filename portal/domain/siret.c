#include "domain/siret.h"

#include "base/utf8.h"

enum { SIRET_DIGITS = 14 };

bool siret_read(struct arena *a, struct str typed, struct str *digits)
{
    char *to = arena_alloc(a, SIRET_DIGITS + 1);
    size_t n = 0;
    typed = utf8_clean_line(a, typed);
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == ' ' || c == '.' || c == '-')
            continue;
        if (c < '0' || c > '9' || n == SIRET_DIGITS)
            return false;
        to[n++] = c;
    }
    *digits = (struct str){to, n};
    return n == SIRET_DIGITS;
}

bool siret_sound(struct str digits)
{
    int luhn = 0, plain = 0;
    for (size_t i = 0; i < digits.n; i++) {
        int d = digits.p[i] - '0', twice = d * 2;
        plain += d;
        luhn += (digits.n - i) % 2 == 0 ? twice - (twice > 9 ? 9 : 0) : d;
    }
    if (digits.n != SIRET_DIGITS)
        return false;
    /* La Poste's head office itself passes Luhn; its other establishments do not */
    if (str_starts(digits, STR("356000000")))
        return luhn % 10 == 0 || plain % 5 == 0;
    return luhn % 10 == 0;
}

struct str siret_display(struct arena *a, struct str digits)
{
    return arena_printf(a, "%.*s\u00a0%.*s\u00a0%.*s\u00a0%.*s", STR_ARG(str_slice(digits, 0, 3)),
        STR_ARG(str_slice(digits, 3, 6)), STR_ARG(str_slice(digits, 6, 9)),
        STR_ARG(str_slice(digits, 9, digits.n)));
}
