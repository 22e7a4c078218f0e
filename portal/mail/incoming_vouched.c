#include "mail/incoming_vouched.h"

#include "base/ascii.h"
#include "mail/incoming_parts.h"

enum { RESULTS_MAX = 50, WORDS_MAX = 40 };

struct asking {
    struct str domain; /* of From */
    bool said;         /* DMARC has judged … */
    bool passed;       /* … and so; or without it something else vouches */
};

/* Without comments and quotation marks; ";" inside quotes is a blank, for one value holds no other. */
static struct str bare(struct arena *a, struct str value)
{
    char *to = arena_alloc(a, value.n + 1);
    size_t n = 0, depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c == '\\' && i + 1 < value.n && (depth || quoted))
            i++;
        else if (c == '"' && !depth)
            quoted = !quoted;
        else if (c == '(' && !quoted)
            depth++;
        else if (c == ')' && depth)
            depth--;
        else if (!depth)
            to[n++] = (unsigned char)c <= ' ' || (quoted && c == ';') ? ' ' : c;
    }
    return (struct str){to, n};
}

static bool of_one_house(struct str x, struct str y)
{
    if (x.n < y.n) {
        struct str longer = y;
        y = x;
        x = longer;
    }
    return y.n && memchr(y.p, '.', y.n) && str_eq_nocase(str_slice(x, x.n - y.n, x.n), y) &&
           (x.n == y.n || x.p[x.n - y.n - 1] == '.');
}

static struct str domain_of(struct str address)
{
    for (size_t i = address.n; i-- > 0;)
        if (address.p[i] == '@')
            return str_slice(address, i + 1, address.n);
    return address;
}

/* "dkim=pass header.d=exemple.fr": is the domain that one of these properties names From's? */
static bool names_domain(struct str words, const char *const *properties, struct str domain, bool none_will_do)
{
    struct str word;
    bool named = false;
    for (size_t n = 0; n < WORDS_MAX && str_cut(&words, ' ', &word); n++) {
        size_t eq = str_find(word, '=');
        for (size_t i = 0; properties[i]; i++)
            if (str_eq_nocase(str_slice(word, 0, eq), str_c(properties[i]))) {
                named = true;
                if (of_one_house(domain_of(str_slice(word, eq + 1, word.n)), domain))
                    return true;
            }
    }
    return !named && none_will_do;
}

static void judge(struct asking *q, struct str result)
{
    static const char *const from[] = {"header.from", NULL};
    static const char *const signer[] = {"header.d", "header.i", NULL};
    static const char *const sender[] = {"smtp.mailfrom", "smtp.mfrom", NULL};
    struct str words = str_trim(result), first;
    if (!str_cut(&words, ' ', &first))
        return;
    size_t eq = str_find(first, '=');
    struct str method = str_slice(first, 0, eq), said = str_slice(first, eq + 1, first.n);
    method = str_slice(method, 0, str_find(method, '/'));
    bool pass = str_eq_nocase(said, STR("pass"));
    bool last_word = str_eq_nocase(method, STR("dmarc")) && !q->said && !str_eq_nocase(said, STR("none")) &&
                     !str_eq_nocase(said, STR("temperror"));
    if (last_word) {
        q->said = true;
        q->passed = pass && names_domain(words, from, q->domain, true);
    } else if (!q->said && pass) {
        q->passed = q->passed ||
                    (str_eq_nocase(method, STR("dkim")) && names_domain(words, signer, q->domain, false)) ||
                    (str_eq_nocase(method, STR("spf")) && names_domain(words, sender, q->domain, false));
    }
}

static void read_results(struct arena *a, struct asking *q, struct str value, struct str server)
{
    struct str all = bare(a, value), piece;
    if (!str_cut(&all, ';', &piece))
        return;
    piece = str_trim(piece);
    if (!str_eq_nocase(str_slice(piece, 0, str_find(piece, ' ')), server)) /* a version may follow */
        return;
    for (size_t n = 0; n < RESULTS_MAX && str_cut(&all, ';', &piece); n++)
        judge(q, piece);
}

enum vouched vouched_by(struct arena *a, GMimeMessage *msg, struct str server, struct str from)
{
    struct asking q = {.domain = domain_of(from)};
    GMimeHeaderList *all = g_mime_object_get_header_list(GMIME_OBJECT(msg));
    int n = g_mime_header_list_get_count(all);
    InternetAddressList *senders = g_mime_message_get_from(msg);
    if (server.n == 0)
        return VOUCHED_UNKNOWN;
    if (!senders || internet_address_list_length(senders) != 1 || from.n == 0)
        return VOUCHED_NO;
    for (int i = 0; i < n && i < HEADERS_MAX; i++) {
        GMimeHeader *h = g_mime_header_list_get_header_at(all, i);
        const char *raw = g_mime_header_get_raw_value(h);
        if (raw && g_ascii_strcasecmp(g_mime_header_get_name(h), "Authentication-Results") == 0)
            read_results(a, &q, str_slice(str_c(raw), 0, HEADER_BYTES_MAX), server);
    }
    return q.passed ? VOUCHED_YES : VOUCHED_NO;
}
