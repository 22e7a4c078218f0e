#include "domain/postcode.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "domain/fold.h"
#include "domain/typed.h"

enum { WRITTEN_MAX = 100 };

/* 9 is a digit, A a letter; spaces, dashes and the country's letter in front do not count. */
static const struct land {
    const char *names; /* folded, '|' between */
    const char *shapes[2];
    const char *usual;
} lands[] = {
    {"france|fr|france metropolitaine|guadeloupe|martinique|guyane|guyane francaise|reunion|la reunion|"
     "mayotte|nouvelle caledonie|polynesie francaise|wallis et futuna|saint pierre et miquelon|"
     "saint martin|saint barthelemy|monaco",
        {"99999", NULL}, "cinq chiffres"},
    {"belgique|belgie|belgium|suisse|schweiz|luxembourg|autriche|danemark|tunisie", {"9999", NULL},
        "quatre chiffres"},
    {"allemagne|deutschland|espagne|espana|italie|italia|maroc|algerie|senegal", {"99999", NULL},
        "cinq chiffres"},
    {"portugal", {"9999999", "9999"}, "quatre chiffres, un tiret, puis trois chiffres"},
    {"pays bas|nederland", {"9999AA", "9999"}, "quatre chiffres, puis deux lettres"},
    {"pologne|polska", {"99999", NULL}, "deux chiffres, un tiret, puis trois chiffres"},
    {"canada", {"A9A9A9", NULL}, "une lettre, un chiffre et ainsi de suite, six en tout"},
};

/* Letters and digits only, folded; what else there is becomes `between` (0: nothing). */
static void fold_all(struct buf *b, struct str s, char between)
{
    for (size_t i = 0; i < s.n;) {
        size_t before = b->n;
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            return;
        if (c >= 0x80 || ascii_is_alnum((char)c))
            fold_put(b, c);
        else if (between && before && b->p[before - 1] != between)
            buf_putc(b, between);
    }
}

static bool has_shape(const char *shape, struct str code)
{
    if (!shape || strlen(shape) != code.n)
        return false;
    for (size_t i = 0; i < code.n; i++)
        if (shape[i] == '9' ? !ascii_is_digit(code.p[i]) : !ascii_is_letter(code.p[i]))
            return false;
    return true;
}

/* "F-75003", "L 1234", "CH-1200": a letter or two before digits, where no code begins with a letter. */
static struct str without_country(const struct land *land, struct str code)
{
    size_t n = 0;
    while (land->shapes[0][0] == '9' && n < code.n && n < 2 && ascii_is_letter(code.p[n]))
        n++;
    return str_slice(code, n, code.n);
}

const char *postcode_expected(struct str country, struct str code)
{
    const char *usual = NULL;
    struct buf where, what;
    buf_init(&where, WRITTEN_MAX);
    buf_init(&what, WRITTEN_MAX);
    fold_all(&where, country, ' ');
    fold_all(&what, code, 0);
    for (size_t i = 0; i < sizeof lands / sizeof *lands && where.n && what.n; i++) {
        if (!typed_unit(lands[i].names, str_trim(buf_str(&where))))
            continue;
        struct str bare = without_country(&lands[i], buf_str(&what));
        if (!has_shape(lands[i].shapes[0], bare) && !has_shape(lands[i].shapes[1], bare))
            usual = lands[i].usual;
    }
    buf_free(&where);
    buf_free(&what);
    return usual;
}
