#include "mail/answer.h"

#include "base/ascii.h"
#include "mail/status.h"

enum { WORDS_MAX = SMTP_LINE_MAX + 2 };

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct answer {
    unsigned code;    /* 0: words of ours */
    unsigned part[3]; /* of the enhanced number; all 0 without one */
    struct str words; /* " user unknown ": small letters, a space around each */
};

/* Names, numbers and addresses differ from mail to mail: only plain words count. */
static bool is_word(struct str token)
{
    for (size_t i = 0; i < token.n; i++) {
        bool inside = i + 1 < token.n;
        if (ascii_is_digit(token.p[i]) || token.p[i] == '*' || (inside && strchr("./@=_", token.p[i])))
            return false;
    }
    return token.n > 0;
}

static struct str words_of(struct arena *a, struct str text)
{
    struct buf b;
    struct str token;
    buf_init(&b, WORDS_MAX + SMTP_LINE_MAX);
    buf_putc(&b, ' ');
    while (str_cut(&text, ' ', &token)) {
        if (!is_word(token))
            continue;
        for (size_t i = 0; i < token.n; i++) {
            if (ascii_is_letter(token.p[i]))
                buf_putc(&b, ascii_lower(token.p[i]));
            else if (b.p[b.n - 1] != ' ')
                buf_putc(&b, ' ');
        }
        if (b.p[b.n - 1] != ' ')
            buf_putc(&b, ' ');
    }
    return arena_take(a, &b);
}

static struct answer read_line(struct arena *a, struct str line)
{
    struct answer out = {0};
    struct str number = {0};
    uint64_t code = 0;
    if (line.n > 3 && str_to_u64(str_slice(line, 0, 3), 599, &code) && code >= 400) {
        out.code = (unsigned)code;
        line = str_slice(line, 4, line.n);
        if (!status_read(line, out.part, &number) || out.part[0] != code / 100)
            memset(out.part, 0, sizeof out.part);
    }
    out.words = words_of(a, line);
    return out;
}

static bool says(const struct answer *r, const char *const *phrases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (memmem(r->words.p, r->words.n, phrases[i], strlen(phrases[i])))
            return true;
    return false;
}

/* A phrase begins with a space; one that ends without may go on: " block" is in "blocked" too. */
static bool speaks_of_us(const struct answer *r)
{
    static const char *const phrases[] = {" sender", " policy ", " policies ", " spf ", " dkim ", " dmarc ",
        " reputation ", " block", " blacklist", " listed ", " dnsbl ", " rbl ", " spam", " denied ",
        " authenticat", " unauthenticated ", " not allowed ", " not permitted ", " prohibited ",
        " relaying ", " client host ", " your ip ", " helo ", " ehlo ", " reverse dns ", " rate limit",
        " too many ", " temporar", " try again ", " later ", " expediteur", " refus"};
    return says(r, phrases, COUNT(phrases));
}

static bool speaks_of_nobody_there(const struct answer *r)
{
    static const char *const phrases[] = {" user unknown ", " unknown user ", " no such user ",
        " no such recipient ", " no such mailbox ", " no such address ", " no such person ",
        " no mailbox ", " unknown recipient ", " recipient unknown ", " unknown address ",
        " address unknown ", " unknown mailbox ", " mailbox unknown ", " user not found ",
        " mailbox not found ", " recipient not found ", " address not found ", " account not found ",
        " not a known user ", " not a valid recipient ", " not a valid mailbox ", " invalid recipient ",
        " invalid mailbox ", " does not exist ", " doesn t exist ", " no longer exists ",
        " account disabled ", " account is disabled ", " mailbox disabled ", " mailbox is disabled ",
        " user disabled ", " account closed ", " account is closed ", " account has been closed ",
        " account has been disabled ", " mailbox closed ", " mailbox is closed ", " utilisateur inconnu ",
        " destinataire inconnu ", " adresse inconnue ", " adresse inexistante ", " boite inexistante "};
    return says(r, phrases, COUNT(phrases));
}

/* RFC 3463: 5.1.0 other address status, 5.1.1 bad mailbox, 5.1.3 bad syntax, 5.1.6 moved without
 * forwarding, 5.2.1 mailbox disabled; RFC 7505: 5.1.10 a domain that takes no mail. */
static bool number_names_recipient(const unsigned part[3])
{
    static const unsigned known[][2] = {{1, 0}, {1, 1}, {1, 3}, {1, 6}, {1, 10}, {2, 1}};
    for (size_t i = 0; i < COUNT(known); i++)
        if (part[0] == 5 && part[1] == known[i][0] && part[2] == known[i][1])
            return true;
    return false;
}

/* "5.0.0" says as little as no number at all; what another number says is not turned round by words. */
static bool names_recipient(const struct answer *r)
{
    bool plain = r->code == 550 || r->code == 551 || r->code == 553;
    if (r->code < 500 || speaks_of_us(r))
        return false;
    return number_names_recipient(r->part) || (plain && r->part[1] == 0 && speaks_of_nobody_there(r));
}

enum answer_about answer_about(struct arena *a, const struct smtp_result *r)
{
    if (r->stage < SMTP_MAIL)
        return ANSWER_WAY;
    if (r->stage == SMTP_MAIL) /* RFC 1870 §6.1 */
        return r->code == 452 || r->code == 552 ? ANSWER_MAIL : ANSWER_WAY;
    struct answer said = read_line(a, str_c(r->line));
    return r->stage == SMTP_RCPT && names_recipient(&said) ? ANSWER_RECIPIENT : ANSWER_MAIL;
}

/* Of a mailbox: 1 addressing, but for the sender's (7, 8), and 2, its state. */
static bool of_one_mailbox(const struct answer *r)
{
    if (r->part[1] == 2)
        return true;
    return r->part[1] == 1 ? r->part[2] != 7 && r->part[2] != 8 && !speaks_of_us(r) : names_recipient(r);
}

struct str answer_alike(struct arena *a, struct str line)
{
    struct answer r = read_line(a, line);
    if (of_one_mailbox(&r))
        return (struct str){0};
    if (r.part[1])
        return arena_printf(a, "%u %u.%u.%u", r.code, r.part[0], r.part[1], r.part[2]);
    return arena_printf(a, "%u%.*s", r.code, STR_ARG(r.words));
}
