#include "domain/siret.h"

#include "base/utf8.h"
#include "domain/typed.h"

enum { SIRET_DIGITS = 14, SIREN_DIGITS = 9 };

bool siret_read(struct arena *a, struct str typed, struct str *digits)
{
    char *to = arena_alloc(a, SIRET_DIGITS + 1);
    *digits = (struct str){to, SIRET_DIGITS};
    return typed_digits(utf8_plain(a, utf8_clean_line(a, typed)), SIRET_DIGITS, to);
}

static bool luhn(struct str digits)
{
    int sum = 0;
    for (size_t i = 0; i < digits.n; i++) {
        int d = digits.p[i] - '0', twice = d * 2;
        sum += (digits.n - i) % 2 == 0 ? twice - (twice > 9 ? 9 : 0) : d;
    }
    return sum % 10 == 0;
}

static bool only_zeros(struct str digits)
{
    for (size_t i = 0; i < digits.n; i++)
        if (digits.p[i] != '0')
            return false;
    return true;
}

bool siret_sound(struct str digits)
{
    int plain = 0;
    for (size_t i = 0; i < digits.n; i++)
        plain += digits.p[i] - '0';
    struct str siren = str_slice(digits, 0, SIREN_DIGITS);
    struct str establishment = str_slice(digits, SIREN_DIGITS, digits.n);
    if (digits.n != SIRET_DIGITS || only_zeros(siren) || only_zeros(establishment) || !luhn(siren))
        return false;
    /* La Poste's head office itself passes Luhn; its other establishments do not */
    return luhn(digits) || (str_eq(siren, STR("356000000")) && plain % 5 == 0);
}

struct str siret_display(struct arena *a, struct str digits)
{
    return arena_printf(a, "%.*s\u00a0%.*s\u00a0%.*s\u00a0%.*s", STR_ARG(str_slice(digits, 0, 3)),
        STR_ARG(str_slice(digits, 3, 6)), STR_ARG(str_slice(digits, 6, 9)),
        STR_ARG(str_slice(digits, 9, digits.n)));
}
