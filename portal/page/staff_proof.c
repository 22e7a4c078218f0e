#include "page/staff_proof.h"

#include "base/ascii.h"
#include "base/codec.h"
#include "base/utf8.h"
#include "sys/crypto.h"
#include "sys/log.h"
#include "sys/password.h"
#include "sys/totp.h"

enum { CODE_SYMBOLS = 10, CODE_RANDOM = 48, TYPED_MAX = 20 };

/* ---- the password */

/* May they come in by a password at all? Whoever was invited and did not finish may, while the
 * invitation would still have been good. */
static bool may_enter(const struct page *p, const struct staff *s)
{
    return str_eq(s->state, STR("active")) ||
           (str_eq(s->state, STR("invited")) && s->sealed.n && s->invite_end.s > p->now.s);
}

enum rc staff_check_password(
    struct page *p, struct str email, struct str typed, struct staff *out, bool *good)
{
    enum rc rc = p->web->limit(p, "staff.address", (struct str){0});
    *good = false;
    if (rc == RC_OK)
        rc = p->web->limit(p, "staff.pair", email);
    if (rc == RC_OK)
        rc = staff_by_email(p->db, p->a, email, out);
    if (rc != RC_OK)
        return rc;
    bool right = password_is(p->a, out->password, typed);
    *good = right && out->id && may_enter(p, out);
    return RC_OK;
}

enum rc staff_password_allowed(struct page *p, struct str typed, struct str name, struct str email,
    enum password_fault *fault)
{
    struct str cores[PASSWORD_CORES];
    bool found = false;
    *fault = password_judge(p->a, typed, name, email);
    if (*fault != PASSWORD_GOOD)
        return RC_OK;
    size_t n = password_cores(p->a, typed, cores);
    if (!wordlist_has(p->site->common_passwords, cores, n, &found)) {
        log_event(LOG_ERROR, "staff.no_wordlist", LOG_TEXT("file", p->site->common_passwords),
            LOG_END);
        return RC_FAULT;
    }
    if (found)
        *fault = PASSWORD_COMMON;
    return RC_OK;
}

/* ---- the secret */

static struct str bound_to(struct page *p, uint64_t staff)
{
    return arena_printf(p->a, "staff %llu", (unsigned long long)staff);
}

struct str staff_seal_new(struct page *p, uint64_t staff)
{
    unsigned char secret[TOTP_SECRET];
    random_bytes(secret, sizeof secret);
    struct str sealed = crypto_seal(p->a, p->site->keys, KEY_TOTP,
        (struct str){(char *)secret, sizeof secret}, bound_to(p, staff));
    explicit_bzero(secret, sizeof secret);
    return sealed;
}

bool staff_open_secret(struct page *p, const struct staff *who, unsigned char *secret)
{
    struct str plain;
    if (!crypto_open(p->a, p->site->keys, KEY_TOTP, who->sealed, bound_to(p, who->id), &plain) ||
        plain.n != TOTP_SECRET)
        return false;
    memcpy(secret, plain.p, TOTP_SECRET);
    return true;
}

/* ---- recovery codes */

static void hash_code(
    struct page *p, uint64_t staff, struct str bare, unsigned char out[STAFF_HASH])
{
    crypto_hmac2(p->site->keys, KEY_TOTP, bound_to(p, staff), bare, out);
}

void staff_codes_draw(struct page *p, uint64_t staff, struct staff_codes *out)
{
    for (size_t i = 0; i < STAFF_RECOVERY_CODES; i++) {
        struct str code;
        do {
            unsigned char bytes[CODE_RANDOM];
            random_bytes(bytes, sizeof bytes);
            code = plain_code(p->a, (struct str){(char *)bytes, sizeof bytes}, CODE_SYMBOLS);
        } while (code.n != CODE_SYMBOLS);
        hash_code(p, staff, code, out->hash[i]);
        out->text[i] = arena_printf(p->a, "%.*s-%.*s", STR_ARG(str_slice(code, 0, 5)),
            STR_ARG(str_slice(code, 5, CODE_SYMBOLS)));
    }
}

/* Without spaces and dashes of any kind, in capitals. */
static struct str bare(struct page *p, struct str typed)
{
    typed = utf8_plain(p->a, typed);
    char *out = arena_alloc(p->a, typed.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c != ' ' && c != '-')
            out[n++] = ascii_upper(c);
    }
    return (struct str){out, n};
}

/* ---- the code */

static enum rc check_totp(
    struct page *p, const struct staff *who, struct str code, enum staff_code *what)
{
    unsigned char secret[TOTP_SECRET];
    uint64_t step = 0;
    if (!staff_open_secret(p, who, secret))
        return RC_FAULT; /* sealed under another master key */
    bool right = totp_check(secret, p->now, code, 0, &step);
    explicit_bzero(secret, sizeof secret);
    *what = right ? STAFF_CODE_USED : STAFF_CODE_WRONG;
    if (!right)
        return RC_OK;
    enum rc rc = staff_step(p->db, who->id, step);
    if (rc == RC_OK)
        *what = STAFF_CODE_TOTP;
    return rc == RC_CONFLICT ? RC_OK : rc;
}

static enum rc check_any(
    struct page *p, const struct staff *who, struct str typed, enum staff_code *what)
{
    unsigned char hash[STAFF_HASH];
    struct str code = bare(p, utf8_cut(typed, TYPED_MAX));
    if (code.n == TOTP_DIGITS)
        return check_totp(p, who, code, what);
    hash_code(p, who->id, code, hash);
    enum rc rc = staff_recovery_use(p->db, who->id, hash, p->now);
    if (rc == RC_OK)
        *what = STAFF_CODE_RECOVERY;
    return rc == RC_CONFLICT ? RC_OK : rc;
}

/* Guesses are counted against this second factor: a new one, after a reset, begins at nothing. */
static struct str guessed_at(struct page *p, const struct staff *who)
{
    unsigned char hash[HASH_BYTES];
    crypto_sha256(who->sealed, hash);
    return arena_printf(p->a, "%llu %.*s", (unsigned long long)who->id,
        STR_ARG(hex_encode(p->a, (struct str){(const char *)hash, 8})));
}

static const char *const code_limits[] = {"staff.code.pair", "staff.code.day", "staff.code"};
enum { CODE_LIMITS = sizeof code_limits / sizeof *code_limits };

enum rc staff_check_code(
    struct page *p, const struct staff *who, struct str typed, enum staff_code *what)
{
    struct str whose = guessed_at(p, who);
    bool home = false;
    *what = STAFF_CODE_WRONG;
    enum rc rc = p->web->is_home(p, whose, &home);
    size_t counted = home ? CODE_LIMITS - 1 : CODE_LIMITS; /* the last is about other networks than theirs */
    for (size_t i = 0; rc == RC_OK && i < counted; i++)
        rc = p->web->limit(p, code_limits[i], whose);
    if (rc == RC_OK)
        rc = check_any(p, who, typed, what);
    if (rc != RC_OK || *what == STAFF_CODE_WRONG || *what == STAFF_CODE_USED)
        return rc;
    for (size_t i = 0; rc == RC_OK && i < counted; i++)
        rc = p->web->limit_back(p, code_limits[i], whose);
    return rc == RC_OK ? p->web->at_home(p, whose) : rc;
}

struct str staff_code_sentence(enum staff_code what)
{
    if (what == STAFF_CODE_USED)
        return STR("Ce code a déjà servi. Attendez que votre application en montre un autre, une "
                   "demi-minute au plus.");
    return STR("Ce code n’est pas le bon. Saisissez celui que votre application montre en ce "
               "moment\u00a0; si l’heure de votre téléphone est fausse, ses codes le sont aussi.");
}
