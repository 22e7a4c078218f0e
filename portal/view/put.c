#include "view/put.h"

#include "base/ascii.h"

/* What stands instead of a byte; NULL: the byte itself. */
typedef const char *const escapes[256];

/* HTML has no controls but tab and line ends, however they are spelled: what was typed goes without. */
#define EIGHT_FROM(c)                                                                              \
    [c] = "", [(c) + 1] = "", [(c) + 2] = "", [(c) + 3] = "", [(c) + 4] = "", [(c) + 5] = "",      \
    [(c) + 6] = "", [(c) + 7] = ""
static const char C1_LEAD[] = ""; /* U+0080 to U+009F are two bytes, the first of which begins others too */
static escapes HTML = {EIGHT_FROM(0), [8] = "", [11] = "", [12] = "", [14] = "", [15] = "",
    EIGHT_FROM(16), EIGHT_FROM(24), [127] = "", [0xc2] = C1_LEAD, ['&'] = "&amp;", ['<'] = "&lt;",
    ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
static escapes PLAIN = {['\r'] = ""};

static bool begins_c1(struct str s, size_t i)
{
    return i + 1 < s.n && (unsigned char)s.p[i + 1] >= 0x80 && (unsigned char)s.p[i + 1] <= 0x9f;
}

/* Runs of bytes that stay go out in one piece. */
static void put_escaped(struct buf *out, struct str s, escapes instead)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *text = instead[(unsigned char)s.p[i]];
        if (!text || (text == C1_LEAD && !begins_c1(s, i)))
            continue;
        buf_put(out, (struct str){s.p + from, i - from});
        buf_puts(out, text);
        i += text == C1_LEAD;
        from = i + 1;
    }
    if (from < s.n)
        buf_put(out, (struct str){s.p + from, s.n - from});
}

/* A page writes many small numbers: not worth a trip through printf. */
static void put_number(struct buf *out, long long v)
{
    char digits[24];
    size_t at = sizeof digits;
    unsigned long long left = v < 0 ? 0 - (unsigned long long)v : (unsigned long long)v;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (v < 0)
        digits[--at] = '-';
    buf_put(out, (struct str){digits + at, sizeof digits - at});
}

void put_text_str(struct buf *out, struct str s)
{
    put_escaped(out, s, HTML);
}

void put_text_c(struct buf *out, const char *s)
{
    put_text_str(out, str_c(s));
}

void put_text_int(struct buf *out, long long v)
{
    put_number(out, v);
}

/* What base/ formats holds digits, French letters, spaces, ',' and '€': nothing to escape. */
void put_text_money(struct buf *out, struct money m)
{
    money_format(out, m);
}

void put_text_day(struct buf *out, struct day d)
{
    day_format_fr(out, d);
}

void put_text_month(struct buf *out, struct month m)
{
    month_format_fr(out, m);
}

void put_text_instant(struct buf *out, struct instant t)
{
    instant_format_fr(out, t);
}

void put_text_trusted(struct buf *out, struct trusted t)
{
    buf_put(out, t.html);
}

void put_attr_day(struct buf *out, struct day d)
{
    day_format_iso(out, d);
}

static bool starts_nocase(struct str s, struct str prefix)
{
    return str_eq_nocase(str_slice(s, 0, prefix.n), prefix);
}

/* Browsers drop tabs and line ends inside a URL and read '\' as '/', so "/\t/host" and "/\host"
 * lead away like "//host". */
static bool url_is_safe(struct str s)
{
    static const struct str schemes[] = {
        STR_INIT("https:"), STR_INIT("http:"), STR_INIT("mailto:"), STR_INIT("tel:")};
    if (s.n == 0 || str_has_control(s, ""))
        return false;
    if (s.p[0] == '#')
        return true;
    if (s.p[0] == '/')
        return s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\');
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (starts_nocase(s, schemes[i]))
            return true;
    return false;
}

void put_url_str(struct buf *out, struct str s)
{
    put_text_str(out, url_is_safe(s) ? s : STR("#"));
}

void put_url_c(struct buf *out, const char *s)
{
    put_url_str(out, str_c(s));
}

/* RFC 3986 unreserved; '@' too, which is legal in a path or query and which some mail programs
 * want to see in mailto:. The compiler allows no value in a host, where it would mean something. */
static bool is_unreserved(char c)
{
    return ascii_is_unreserved(c) || c == '@';
}

void put_urlpart_str(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (is_unreserved(s.p[i]))
            buf_putc(out, s.p[i]);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)s.p[i]);
    }
}

void put_urlpart_c(struct buf *out, const char *s)
{
    put_urlpart_str(out, str_c(s));
}

void put_urlpart_int(struct buf *out, long long v)
{
    put_number(out, v);
}

void put_plain_str(struct buf *out, struct str s)
{
    put_escaped(out, s, PLAIN);
}

void put_plain_c(struct buf *out, const char *s)
{
    put_plain_str(out, str_c(s));
}

void put_plain_int(struct buf *out, long long v)
{
    put_number(out, v);
}

void put_plain_money(struct buf *out, struct money m)
{
    money_format(out, m);
}

void put_plain_day(struct buf *out, struct day d)
{
    day_format_fr(out, d);
}

void put_plain_month(struct buf *out, struct month m)
{
    month_format_fr(out, m);
}

void put_plain_instant(struct buf *out, struct instant t)
{
    instant_format_fr(out, t);
}
