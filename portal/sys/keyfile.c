#include "sys/keyfile.h"

#include "base/codec.h"
#include "sys/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LABEL_MAX = 32, FILE_MAX = 512 + KEY_PURPOSES * (LABEL_MAX + 2 * HASH_BYTES + 2), MODE = 0400 };

static const char HEAD[] = "# Clés d’un seul programme, écrites par portal-admin keys split. Rien à modifier ici.\n";

struct subkeys {
    unsigned char sub[KEY_PURPOSES][HASH_BYTES]; /* those that were asked for */
    key_set there;                               /* every one that the file names */
};

static bool explain(struct buf *why, const char *path, const char *what)
{
    buf_printf(why, "%s\u00a0: %s", path, what);
    return false;
}

static void forget(struct buf *secret)
{
    if (secret->p)
        OPENSSL_cleanse(secret->p, secret->cap);
    buf_free(secret);
}

/* ---- the master */

bool master_read(const char *path, struct master *out, struct buf *why)
{
    struct buf text;
    *out = (struct master){0};
    buf_init(&text, 2 * MASTER_BYTES_MAX + 1024);
    bool ok = proc_read_file(path, 2 * MASTER_BYTES_MAX + 2, true, &text, why);
    struct str hex = str_trim(buf_str(&text));
    if (ok && (hex.n < 2 * MASTER_BYTES_MIN || hex.n > 2 * MASTER_BYTES_MAX || hex.n % 2 ||
            !hex_decode(hex, out->bytes, hex.n / 2))) {
        buf_printf(why, "%s\u00a0: attendu au moins %d octets aléatoires en hexadécimal "
                        "(openssl rand -hex 32)", path, MASTER_BYTES_MIN);
        ok = false;
    }
    out->n = ok ? hex.n / 2 : 0;
    forget(&text);
    return ok;
}

void master_forget(struct master *m)
{
    OPENSSL_cleanse(m, sizeof *m);
}

static struct str bytes_of(const struct master *m)
{
    return (struct str){(const char *)m->bytes, m->n};
}

/* ---- reading */

static int purpose_of(struct str label)
{
    for (int i = 0; i < KEY_PURPOSES; i++)
        if (str_eq_c(label, key_label((enum key_purpose)i)))
            return i;
    return -1;
}

/* A label that this version does not know is another version's: let be, like one that was not asked
 * for. Neither is decoded. */
static bool read_line(struct str line, key_set wanted, struct subkeys *out)
{
    struct str label;
    if (line.n == 0 || line.p[0] == '#')
        return true;
    if (!str_cut(&line, ' ', &label) || label.n == 0 || line.n != 2 * HASH_BYTES)
        return false;
    int i = purpose_of(label);
    if (i < 0)
        return true;
    if (out->there & KEY_BIT(i))
        return false;
    out->there |= KEY_BIT(i);
    return !(wanted & KEY_BIT(i)) || hex_decode(line, out->sub[i], HASH_BYTES);
}

static bool read_subkeys(const char *path, key_set wanted, struct subkeys *out, struct buf *why)
{
    struct buf text;
    *out = (struct subkeys){.there = 0};
    buf_init(&text, FILE_MAX + 1);
    bool ok = proc_read_file(path, FILE_MAX, true, &text, why);
    struct str rest = buf_str(&text), line;
    for (unsigned number = 1; ok && str_cut(&rest, '\n', &line); number++)
        if (!read_line(str_trim(line), wanted, out)) {
            buf_printf(why, "%s\u00a0: ligne %u illisible, attendu un usage, une espace et %d chiffres "
                            "hexadécimaux", path, number, 2 * HASH_BYTES);
            ok = false;
        }
    forget(&text);
    return ok;
}

void key_set_say(key_set set, struct buf *out)
{
    const char *between = "";
    for (int i = 0; i < KEY_PURPOSES; i++)
        if (set & KEY_BIT(i)) {
            buf_printf(out, "%s%s", between, key_label((enum key_purpose)i));
            between = ", ";
        }
}

static struct keys *keys_of(const struct subkeys *s, key_set held)
{
    struct keys *k = keys_new();
    for (int i = 0; i < KEY_PURPOSES; i++)
        if (held & KEY_BIT(i))
            keys_give(k, (enum key_purpose)i, s->sub[i]);
    return k;
}

bool keyfile_read(const char *path, key_set held, struct keys **out, struct buf *why)
{
    struct subkeys s;
    *out = NULL;
    bool ok = read_subkeys(path, held, &s, why);
    if (ok && (held & ~s.there)) {
        buf_printf(why, "%s\u00a0: il y manque la clé de\u00a0: ", path);
        key_set_say(held & ~s.there, why);
        ok = false;
    }
    if (ok)
        *out = keys_of(&s, held);
    OPENSSL_cleanse(&s, sizeof s);
    return ok;
}

bool keyfile_check(const char *path, key_set held, const struct master *master,
    struct keyfile_state *out, struct buf *why)
{
    struct subkeys s;
    unsigned char ours[HASH_BYTES];
    *out = (struct keyfile_state){0};
    bool ok = read_subkeys(path, held, &s, why);
    if (ok)
        *out = (struct keyfile_state){.missing = held & ~s.there, .extra = s.there & ~held};
    for (int i = 0; ok && master && i < KEY_PURPOSES; i++)
        if (held & s.there & KEY_BIT(i)) {
            key_derive(bytes_of(master), (enum key_purpose)i, ours);
            if (!crypto_equal(ours, s.sub[i], HASH_BYTES))
                out->wrong |= KEY_BIT(i);
        }
    OPENSSL_cleanse(&s, sizeof s);
    OPENSSL_cleanse(ours, sizeof ours);
    return ok;
}

/* ---- writing */

/* In place, and never through memory that is not wiped: hex_encode has an arena's. */
static void put_key(struct buf *out, const struct master *master, enum key_purpose purpose)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sub[HASH_BYTES];
    key_derive(bytes_of(master), purpose, sub);
    buf_printf(out, "%s ", key_label(purpose));
    for (size_t i = 0; i < HASH_BYTES; i++) {
        buf_putc(out, digits[sub[i] >> 4]);
        buf_putc(out, digits[sub[i] & 15]);
    }
    buf_putc(out, '\n');
    OPENSSL_cleanse(sub, sizeof sub);
}

static void compose(struct buf *out, key_set held, const struct master *master)
{
    buf_init(out, FILE_MAX);
    buf_room(out, FILE_MAX); /* at once: a secret leaves no copies behind in grown buffers */
    buf_puts(out, HEAD);
    for (int i = 0; i < KEY_PURPOSES; i++)
        if (held & KEY_BIT(i))
            put_key(out, master, (enum key_purpose)i);
}

static bool is_so(const char *path, const struct buf *wanted, const struct sysuser *account)
{
    struct stat st;
    struct buf now, why;
    buf_init(&now, FILE_MAX + 1);
    buf_init(&why, 1024);
    bool so = lstat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 07777) == MODE &&
              st.st_uid == account->uid && proc_read_file(path, FILE_MAX, true, &now, &why) &&
              str_eq(buf_str(&now), buf_str(wanted));
    forget(&now);
    buf_free(&why);
    return so;
}

static bool put_file(const char *path, struct str text, const struct sysuser *account)
{
    unlink(path); /* what a run that was killed left */
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool ok = write(fd, text.p, text.n) == (ssize_t)text.n && fchmod(fd, MODE) == 0 &&
              (geteuid() == account->uid || fchown(fd, account->uid, account->gid) == 0) &&
              fsync(fd) == 0;
    return close(fd) == 0 && ok;
}

bool keyfile_write(const char *path, key_set held, const struct master *master,
    const struct sysuser *account, bool *changed, struct buf *why)
{
    char beside[4096];
    struct buf text;
    compose(&text, held, master);
    bool ok = snprintf(beside, sizeof beside, "%s.new", path) < (int)sizeof beside;
    *changed = !is_so(path, &text, account);
    if (*changed) {
        ok = ok && !text.overflow && put_file(beside, buf_str(&text), account) &&
             rename(beside, path) == 0;
        if (!ok) {
            explain(why, path, strerror(errno));
            unlink(beside);
        }
    }
    forget(&text);
    return ok;
}
