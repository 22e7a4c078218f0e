/* Everything is judged on the folded text: lower case, without accents, so that « Été » and « ete »
 * are one. */
#include "domain/password.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "domain/fold.h"

enum { FOLDED_MAX = 2048, PIECE_LEAST = 4, DISTINCT_LEAST = 5, PERIOD_MOST = 6 };

static struct str fold(struct arena *a, struct str s)
{
    struct buf b;
    buf_init(&b, FOLDED_MAX);
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            break;
        if (c >= 0x2000 && c < 0x2070) /* typographic apostrophes and dashes */
            buf_putc(&b, '\'');
        else
            fold_put(&b, c);
    }
    return arena_take(a, &b);
}

static bool letter(char c)
{
    return ascii_is_lower(c) || (unsigned char)c >= 0x80;
}

static bool holds(struct str s, struct str piece)
{
    return memmem(s.p, s.n, piece.p, piece.n) != NULL;
}

/* ---- the person's own words */

/* Does s hold a piece of `words`, cut wherever something else than a letter or a digit stands? */
static bool holds_piece(struct arena *a, struct str s, struct str words)
{
    struct str w = fold(a, words);
    for (size_t i = 0, from = 0; i <= w.n; i++) {
        if (i < w.n && (letter(w.p[i]) || ascii_is_digit(w.p[i])))
            continue;
        if (i - from >= PIECE_LEAST && holds(s, str_slice(w, from, i)))
            return true;
        from = i + 1;
    }
    return false;
}

static bool personal(struct arena *a, struct str s, struct str name, struct str email)
{
    static const char *const ours[] = {"cestes", "movsc", "candidature", "lecnam"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (holds(s, str_c(ours[i])))
            return true;
    struct str domain = str_slice(email, str_find(email, '@') + 1, email.n);
    return holds_piece(a, s, name) || holds_piece(a, s, str_slice(email, 0, str_find(email, '@'))) ||
           holds_piece(a, s, str_slice(domain, 0, str_find(domain, '.')));
}

/* ---- no word at all */

static size_t distinct(struct str s)
{
    bool seen[256] = {false};
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n += !seen[(unsigned char)s.p[i]];
        seen[(unsigned char)s.p[i]] = true;
    }
    return n;
}

/* The length of the piece that s repeats from end to end (the last time perhaps cut short). */
static size_t period(struct str s)
{
    for (size_t n = 1; n < s.n; n++) {
        size_t i = n;
        while (i < s.n && s.p[i] == s.p[i - n])
            i++;
        if (i == s.n)
            return n;
    }
    return s.n;
}

/* Do x and y stand side by side on a keyboard, in the alphabet, in the digits? */
static bool beside(char x, char y)
{
    static const char *const rows[] = {"abcdefghijklmnopqrstuvwxyz", "01234567890",
        "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
        "1q2w3e4r5t6y7u8i9o0p", "1a2z3e4r5t6y7u8i9o0p", "qawsedrftgyhujikolp", "aqzsedrftgyhujikolpm"};
    if (x == y)
        return true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (const char *p = rows[i]; p[1]; p++)
            if ((p[0] == x && p[1] == y) || (p[0] == y && p[1] == x))
                return true;
    return false;
}

static bool simple(struct str s)
{
    size_t steps = 0, digits = 0, whole = period(s);
    for (size_t i = 0; i < s.n; i++) {
        digits += ascii_is_digit(s.p[i]);
        steps += i && beside(s.p[i - 1], s.p[i]);
    }
    return distinct(s) < DISTINCT_LEAST || (whole <= PERIOD_MOST && whole < s.n) ||
           steps * 3 >= (s.n - 1) * 2 || digits + PIECE_LEAST >= s.n;
}

/* ---- a common word with things around it */

static char plain(char c)
{
    static const char from[] = "0134579@$!|", to[] = "oieastgasii";
    const char *p = c ? strchr(from, c) : NULL;
    return p ? to[p - from] : c;
}

/* Letters only, of what stands between the first and the last letter (`trim`), digits standing for
 * letters (`undo`). A word written twice counts once. */
static struct str core(struct arena *a, struct str s, bool trim, bool undo)
{
    size_t from = 0, to = s.n, n = 0;
    while (trim && from < to && !letter(s.p[from]))
        from++;
    while (trim && to > from && !letter(s.p[to - 1]))
        to--;
    char *out = arena_alloc(a, to - from + 1);
    for (size_t i = from; i < to; i++) {
        char c = undo ? plain(s.p[i]) : s.p[i];
        if (letter(c))
            out[n++] = c;
    }
    struct str all = {out, n};
    size_t once = period(all);
    return all.n && all.n % once == 0 ? str_slice(all, 0, once) : all;
}

size_t password_cores(struct arena *a, struct str typed, struct str out[PASSWORD_CORES])
{
    struct str s = fold(a, typed);
    out[0] = core(a, s, true, false);
    out[1] = core(a, s, true, true);
    out[2] = core(a, s, false, true);
    out[3] = s;
    return PASSWORD_CORES;
}

/* French ones that no English list has, and those that stand in every list of leaked ones. */
static const char common[] =
    " motdepasse monmotdepasse lemotdepasse administrateur administratrice administration bonjour "
    "bonsoir bienvenue jetaime jetadore soleil doudou chouchou loulou nounours princesse chocolat "
    "vacances marseille toulouse bordeaux football basketball volleyball connexion secretaire "
    "utilisateur ordinateur anniversaire formation universite etudiant etudiante directeur "
    "directrice coordination secretariat association solidarite economie papillon coccinelle "
    "tournesol champion printemps automne septembre octobre novembre decembre janvier fevrier "
    "juillet password passwort passphrase iloveyou letmein welcome sunshine princess superman "
    "batman starwars pokemon dragon monkey master shadow trustno changeme default administrator "
    "whatever liverpool chelsea arsenal barcelona realmadrid juventus michael jennifer nicolas "
    "alexandre thomas camille caroline isabelle stephanie sebastien christophe frederic "
    "bonjourbonjour motdepassesecret codesecret motsecret secretsecret pasdemotdepasse ";

static bool is_common(struct str word)
{
    struct str rest = str_c(common), one;
    while (str_cut(&rest, ' ', &one))
        if (one.n && str_eq(one, word))
            return true;
    return false;
}

enum password_fault password_judge(
    struct arena *a, struct str typed, struct str name, struct str email)
{
    struct str s = fold(a, typed), cores[PASSWORD_CORES];
    size_t length = utf8_length(typed);
    if (length < PASSWORD_LEAST)
        return PASSWORD_SHORT;
    if (length > PASSWORD_MOST)
        return PASSWORD_LONG;
    if (simple(s))
        return PASSWORD_SIMPLE;
    if (personal(a, s, name, email))
        return PASSWORD_PERSONAL;
    size_t n = password_cores(a, typed, cores);
    for (size_t i = 0; i < n; i++)
        if (is_common(cores[i]))
            return PASSWORD_COMMON;
    return PASSWORD_GOOD;
}

struct str password_sentence(enum password_fault fault)
{
    switch (fault) {
    case PASSWORD_GOOD: return STR("");
    case PASSWORD_SHORT:
        return STR("Allongez votre mot de passe\u00a0: il faut douze caractères au moins.");
    case PASSWORD_LONG:
        return STR("Raccourcissez votre mot de passe\u00a0: 128\u00a0caractères au plus.");
    case PASSWORD_PERSONAL:
        return STR("Choisissez un mot de passe sans votre nom, votre adresse ni le nom de ce "
                   "service\u00a0: c’est ce que l’on essaie en premier.");
    case PASSWORD_SIMPLE:
        return STR("Ce mot de passe se devine\u00a0: il répète peu de caractères ou suit une suite. "
                   "Essayez plutôt quatre mots sans rapport entre eux.");
    case PASSWORD_COMMON:
        return STR("Ce mot de passe est construit sur un mot courant, que l’on essaie en premier. "
                   "Essayez plutôt quatre mots sans rapport entre eux.");
    }
    return STR("");
}
