#include "domain/email.h"

#include "base/ascii.h"
#include "base/utf8.h"

#include <idn2.h>
#include <stdlib.h>
#include <unictype.h>

enum { EMAIL_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63 };

static enum fault judge_local(struct str local)
{
    if (local.n == 0)
        return FAULT_FORMAT;
    if (!str_is_ascii(local))
        return FAULT_ACCENT;
    if (local.n > LOCAL_MAX)
        return FAULT_TOO_LONG;
    for (size_t i = 0; i < local.n; i++) {
        char c = local.p[i];
        bool dot = c == '.' && i > 0 && i + 1 < local.n && local.p[i - 1] != '.';
        if (!dot && !ascii_is_alnum(c) && !(c && strchr("!#$%&'*+/=?^_`{|}~-", c)))
            return FAULT_FORMAT;
    }
    return FAULT_NONE;
}

/* One label, in ASCII: can a mail server have that name? */
static bool judge_label(struct str label)
{
    for (size_t i = 0; i < label.n; i++)
        if (!ascii_is_alnum(label.p[i]) && label.p[i] != '-')
            return false;
    return label.n && label.n <= LABEL_MAX && label.p[0] != '-' && label.p[label.n - 1] != '-';
}

static enum fault judge_domain(struct str domain)
{
    struct str label = {NULL, 0};
    size_t labels = 0;
    uint64_t number;
    while (str_cut(&domain, '.', &label)) {
        if (!judge_label(label))
            return FAULT_FORMAT;
        labels++;
    }
    /* an address in digits is not a domain */
    bool named = labels >= 2 && label.n >= 2 && !str_to_u64(label, UINT64_MAX, &number);
    return named ? FAULT_NONE : FAULT_FORMAT;
}

/* What one of libidn2's functions makes of a domain; empty when it is none. */
static struct str convert(struct arena *a, struct str domain, bool to_ascii)
{
    char *made = NULL;
    struct str in = arena_dup(a, domain), out = {NULL, 0};
    int rc = to_ascii ? idn2_lookup_u8((const uint8_t *)in.p, (uint8_t **)&made,
                            IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL)
                      : idn2_to_unicode_8z8z(in.p, &made, 0);
    if (rc == IDN2_MALLOC)
        abort();
    if (rc == IDN2_OK)
        out = arena_dup(a, str_c(made));
    idn2_free(made);
    return out;
}

/* What stands there in one reading only: full-width forms are letters of ASCII in a wide cell, and no address
 * has a hyphen other than ASCII's (a word processor puts one that does not break). */
static struct str narrow(struct arena *a, struct str s)
{
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            break;
        if (c >= 0xff01 && c <= 0xff5e)
            c -= 0xff01 - '!';
        else if (c == 0x2010 || c == 0x2011)
            c = '-';
        n += utf8_put(to + n, c);
    }
    return (struct str){to, n};
}

/* Without what programs and sentences put around an address. */
static struct str bare(struct str s)
{
    size_t open = str_find(s, '<');
    if (open < s.n && s.p[s.n - 1] == '>')
        s = str_slice(s, open + 1, s.n - 1);
    if (s.n > 7 && str_eq_nocase(str_slice(s, 0, 7), STR("mailto:")))
        s = str_slice(s, 7, s.n);
    if (s.n && strchr(".,;", s.p[s.n - 1]))
        s = str_slice(s, 0, s.n - 1);
    return str_trim(s);
}

static struct str lower(struct arena *a, struct str s)
{
    struct str copy = arena_dup(a, s);
    char *p = (char *)(uintptr_t)copy.p; /* our own fresh copy */
    for (size_t i = 0; i < copy.n; i++)
        p[i] = ascii_lower(p[i]);
    return copy;
}

enum fault email_read(struct arena *a, struct str typed, struct str *out)
{
    if (typed.n > 4 * EMAIL_MAX)
        return str_find(typed, '@') == typed.n ? FAULT_FORMAT : FAULT_TOO_LONG;
    typed = bare(narrow(a, typed));
    size_t at = str_find(typed, '@');
    struct str local = str_slice(typed, 0, at), domain = str_slice(typed, at + 1, typed.n);
    if (at == typed.n || domain.n == 0)
        return FAULT_FORMAT;
    enum fault fault = judge_local(local);
    if (fault == FAULT_NONE) {
        domain = str_is_ascii(domain) ? domain : convert(a, domain, true);
        fault = judge_domain(domain);
    }
    if (fault == FAULT_NONE && local.n + 1 + domain.n > EMAIL_MAX)
        fault = FAULT_TOO_LONG;
    if (fault == FAULT_NONE)
        *out = lower(a, arena_printf(a, "%.*s@%.*s", STR_ARG(local), STR_ARG(domain)));
    return fault;
}

/* ---- as it is shown */

/* Alphabets in which a word can look like one of another. */
static bool of_two_alphabets(struct str domain)
{
    static const char *const alike[] = {
        "Latin", "Greek", "Cyrillic", "Armenian", "Cherokee", "Coptic", "Lisu"};
    const char *seen = NULL;
    for (size_t i = 0; i < domain.n;) {
        uint32_t c = utf8_next(domain, &i);
        const uc_script_t *script = c == UINT32_MAX ? NULL : uc_script(c);
        for (size_t k = 0; script && k < sizeof alike / sizeof *alike; k++) {
            if (strcmp(script->name, alike[k]) != 0)
                continue;
            if (seen && seen != alike[k])
                return true;
            seen = alike[k];
        }
    }
    return false;
}

static struct str domain_of(struct str email)
{
    return str_slice(email, str_find(email, '@') + 1, email.n);
}

static bool has_encoded_label(struct str domain)
{
    struct str label;
    while (str_cut(&domain, '.', &label))
        if (str_starts(label, STR("xn--")))
            return true;
    return false;
}

static struct str with_domain(struct arena *a, struct str email, struct str domain)
{
    return arena_printf(a, "%.*s@%.*s", STR_ARG(str_slice(email, 0, str_find(email, '@'))),
        STR_ARG(domain));
}

struct str email_shown(struct arena *a, struct str email)
{
    struct str domain = domain_of(email);
    if (!has_encoded_label(domain))
        return email;
    struct str shown = convert(a, domain, false);
    bool same = shown.n && !of_two_alphabets(shown) && str_eq(convert(a, shown, true), domain);
    return same ? with_domain(a, email, shown) : email;
}

struct str email_mended(struct arena *a, struct str email)
{
    struct str none = {NULL, 0}, domain = domain_of(email), again = none;
    struct str typed = has_encoded_label(domain) ? convert(a, domain, false) : none;
    if (!typed.n || !utf8_valid(typed))
        return none;
    enum fault fault = email_read(a, utf8_clean_line(a, with_domain(a, email, typed)), &again);
    return fault == FAULT_NONE && !str_eq(again, email) ? again : none;
}
