/* Slips in a domain: what is asked about, never changed. */
#include "domain/email.h"

/* Where nearly everybody who writes to us has a mailbox. */
static const char *const known[] = {"gmail.com", "googlemail.com", "hotmail.com", "hotmail.fr", "hotmail.be",
    "hotmail.ch", "outlook.com", "outlook.fr", "outlook.be", "live.com", "live.fr", "live.be", "msn.com",
    "yahoo.com", "yahoo.fr", "yahoo.be", "yahoo.ca", "ymail.com", "rocketmail.com", "icloud.com", "me.com",
    "mac.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "neuf.fr", "cegetel.net", "club-internet.fr",
    "laposte.net", "bbox.fr", "numericable.fr", "aliceadsl.fr", "aol.com", "aol.fr", "gmx.fr", "gmx.com",
    "gmx.de", "mail.com", "email.com", "mailo.com", "mailo.fr", "protonmail.com", "proton.me", "pm.me",
    "tutanota.com", "skynet.be", "telenet.be", "bluewin.ch", "lecnam.net", "cnam.fr"};
/* Domains that exist, and where one means the other all the same. */
static const struct slip {
    const char *typed, *meant;
} slips[] = {{"gmail.fr", "gmail.com"}, {"googlemail.fr", "googlemail.com"}, {"icloud.fr", "icloud.com"},
    {"laposte.fr", "laposte.net"}};
/* Ends that no domain has (the root zone, 2025), and what the hand meant. */
static const struct slip ends[] = {{"con", "com"}, {"cmo", "com"}, {"ocm", "com"}, {"vom", "com"}, {"xom", "com"},
    {"comm", "com"}, {"coom", "com"}, {"cpm", "com"}, {"cim", "com"}, {"fre", "fr"}, {"frr", "fr"}, {"ffr", "fr"},
    {"rf", "fr"}, {"fe", "fr"}, {"ft", "fr"}, {"nett", "net"}, {"ner", "net"}, {"nte", "net"}, {"ogr", "org"},
    {"orgg", "org"}};

enum { SHORT = 8 }; /* shorter domains are too near to others that exist */
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* Is one letter too much, missing, another, or are two neighbours exchanged? */
static bool one_slip(struct str x, struct str y)
{
    size_t i = 0, k = 0;
    if (x.n + 1 < y.n || y.n + 1 < x.n)
        return false;
    while (i < x.n && i < y.n && x.p[i] == y.p[i])
        i++;
    while (k < x.n - i && k < y.n - i && x.p[x.n - 1 - k] == y.p[y.n - 1 - k])
        k++;
    size_t left = x.n - i - k, right = y.n - i - k;
    if (left == 2 && right == 2)
        return x.p[i] == y.p[i + 1] && x.p[i + 1] == y.p[i];
    return left <= 1 && right <= 1 && left + right > 0;
}

static struct str last_label(struct str domain)
{
    size_t from = domain.n;
    while (from && domain.p[from - 1] != '.')
        from--;
    return str_slice(domain, from, domain.n);
}

/* hotmail.de beside hotmail.be: another country's, and no slip. */
static bool of_another_country(struct str x, struct str y)
{
    struct str mine = last_label(x), theirs = last_label(y);
    return mine.n == 2 && theirs.n == 2 && !str_eq(mine, theirs);
}

/* What is meant: `kept` of the domain, then `meant`. */
struct guess {
    struct str kept;
    const char *meant;
};

static struct guess guess_of(struct str domain)
{
    struct guess none = {{NULL, 0}, NULL};
    struct str last = last_label(domain);
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq_c(domain, known[i]))
            return none;
    for (size_t i = 0; i < COUNT(slips); i++)
        if (str_eq_c(domain, slips[i].typed))
            return (struct guess){none.kept, slips[i].meant};
    for (size_t i = 0; i < COUNT(known); i++)
        if (strlen(known[i]) >= SHORT && one_slip(domain, str_c(known[i])) &&
            !of_another_country(domain, str_c(known[i])))
            return (struct guess){none.kept, known[i]};
    for (size_t i = 0; i < COUNT(ends); i++)
        if (str_eq_c(last, ends[i].typed))
            return (struct guess){str_slice(domain, 0, domain.n - last.n), ends[i].meant};
    return none;
}

static struct guess of_email(struct str email)
{
    return guess_of(str_slice(email, str_find(email, '@') + 1, email.n));
}

bool email_doubtful(struct str email)
{
    if (of_email(email).meant)
        return true;
    if (email.n == 0 || !memmem(email.p, email.n, "xn--", 4))
        return false;
    struct arena *a = arena_new();
    bool misread = email_mended(a, email).n > 0;
    arena_free(a);
    return misread;
}

struct str email_meant(struct arena *a, struct str email)
{
    struct guess g = of_email(email);
    struct str mended = email_mended(a, email);
    if (mended.n)
        return email_shown(a, mended);
    return g.meant ? arena_printf(a, "%.*s@%.*s%s", STR_ARG(str_slice(email, 0, str_find(email, '@'))),
                         STR_ARG(g.kept), g.meant)
                   : (struct str){NULL, 0};
}
