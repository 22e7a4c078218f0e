#include "domain/email.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "domain/fold.h"

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

/* RFC 3492 §6.1: how far the next deltas will probably reach. */
static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / 700 : delta / 2;
    for (delta += delta / points; delta > 455; k += 36)
        delta /= 35;
    return k + 36 * delta / (delta + 38);
}

/* One delta as a run of base-36 digits, each with its own threshold (RFC 3492 §3.3). */
static void put_delta(struct buf *out, uint32_t q, uint32_t bias)
{
    static const char digit[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (uint32_t k = 36;; k += 36) {
        uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
        if (q < t)
            break;
        buf_putc(out, digit[t + (q - t) % (36 - t)]);
        q = (q - t) / (36 - t);
    }
    buf_putc(out, digit[q]);
}

/* The code points of a label, n of them (at most LABEL_MAX), as "xn--…". */
static void put_punycode(struct buf *out, const uint32_t *cp, uint32_t n)
{
    uint32_t basic = 0, next = 0x80, delta = 0, bias = 72;
    buf_puts(out, "xn--");
    for (uint32_t i = 0; i < n; i++)
        if (cp[i] < 0x80) {
            buf_putc(out, (char)cp[i]);
            basic++;
        }
    if (basic)
        buf_putc(out, '-');
    for (uint32_t done = basic; done < n; next++, delta++) {
        uint32_t least = UINT32_MAX;
        for (uint32_t i = 0; i < n; i++)
            if (cp[i] >= next && cp[i] < least)
                least = cp[i];
        delta += (least - next) * (done + 1); /* at most 0x110000 * 64: far from the top */
        next = least;
        for (uint32_t i = 0; i < n; i++) {
            delta += cp[i] < next;
            if (cp[i] != next)
                continue;
            put_delta(out, delta, bias);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
    }
}

/* One label of the domain, without its dots; false when no mail server can have that name. */
static bool put_label(struct buf *out, struct str label)
{
    uint32_t cp[LABEL_MAX], n = 0;
    size_t before = out->n;
    bool ascii = str_is_ascii(label);
    for (size_t i = 0; i < label.n;) {
        uint32_t c = utf8_next(label, &i);
        if (c == UINT32_MAX || n == LABEL_MAX)
            return false;
        cp[n] = fold_lower(c);
        if (cp[n] < 0x80 && !ascii_is_alnum((char)cp[n]) && cp[n] != '-')
            return false;
        n++;
    }
    if (n == 0 || cp[0] == '-' || cp[n - 1] == '-')
        return false;
    if (!ascii)
        put_punycode(out, cp, n);
    for (uint32_t i = 0; ascii && i < n; i++)
        buf_putc(out, (char)cp[i]);
    return out->n - before <= LABEL_MAX;
}

static bool put_domain(struct buf *out, struct str domain)
{
    struct str label = {NULL, 0};
    size_t labels = 0, last = 0;
    while (str_cut(&domain, '.', &label)) {
        if (labels++)
            buf_putc(out, '.');
        last = out->n;
        if (!put_label(out, label))
            return false;
    }
    uint64_t number;
    /* an address in digits is not a domain */
    return labels >= 2 && out->n - last >= 2 &&
           !str_to_u64(str_slice(buf_str(out), last, out->n), UINT64_MAX, &number);
}

enum fault email_read(struct arena *a, struct str typed, struct str *out)
{
    size_t at = str_find(typed, '@');
    struct str local = str_slice(typed, 0, at), domain = str_slice(typed, at + 1, typed.n);
    if (at == typed.n || domain.n == 0)
        return FAULT_FORMAT;
    if (typed.n > 4 * EMAIL_MAX)
        return FAULT_TOO_LONG;
    enum fault fault = judge_local(local);
    if (fault != FAULT_NONE)
        return fault;
    struct buf b;
    buf_init(&b, 8 * EMAIL_MAX);
    for (size_t i = 0; i < local.n; i++)
        buf_putc(&b, ascii_lower(local.p[i]));
    buf_putc(&b, '@');
    if (!put_domain(&b, domain))
        fault = FAULT_FORMAT;
    else if (b.overflow || b.n > EMAIL_MAX)
        fault = FAULT_TOO_LONG;
    else
        *out = arena_dup(a, buf_str(&b));
    buf_free(&b);
    return fault;
}
