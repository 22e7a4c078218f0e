#include "sys/holder.h"

#include "base/arena.h"
#include "sys/keyfile.h"
#include "sys/proc.h"

#include <openssl/crypto.h>
#include <unistd.h>

enum { PASSWORD_MAX = 256, WHY_MAX = 2000, SECRETS_MAX = 32 };

#define R(role) ROLE_BIT(CONFIG_DB_##role)
#define K(purpose) KEY_BIT(KEY_##purpose)

/* A purpose that stands in no row is in no file: nothing uses it yet. */
const struct holder holders[] = {
    {"applicants", HOLDER_POOL, "applicants", R(WEB),
        K(COOKIE) | K(CSRF) | K(CHALLENGE) | K(IDENTITY) | K(STASH) | K(LIMIT) | K(LINK) |
            K(MAILBOX), false},
    {"documents", HOLDER_POOL, "documents", R(DOCUMENTS), K(COOKIE) | K(CSRF) | K(LINK), false},
    {"staff", HOLDER_POOL, "staff", R(STAFF),
        K(COOKIE) | K(CSRF) | K(STASH) | K(LIMIT) | K(LINK) | K(VIEW) | K(FIELD_BASE), false},
    {"signin", HOLDER_POOL, "signin", R(SIGNIN),
        K(COOKIE) | K(CSRF) | K(STASH) | K(LIMIT) | K(TOTP), false},
    {"jobs", HOLDER_JOBS, "jobs", R(JOBS) | R(PURGE),
        K(CHALLENGE) | K(LIMIT) | K(LINK) | K(MAILBOX) | K(BOUNCE) | K(AUDIT) | K(FIELD_BASE), true},
    {"bounce", HOLDER_COMMAND, "jobs", R(JOBS), K(BOUNCE) | K(FIELD_BASE), false},
    {"audit", HOLDER_COMMAND, "jobs", R(ADMIN), K(AUDIT), false},
    {"migrate", HOLDER_COMMAND, NULL, R(MIGRATE), 0, false},
    {"status", HOLDER_COMMAND, NULL, R(ADMIN), 0, false},
    {"accounts", HOLDER_COMMAND, NULL, R(ADMIN), 0, false},
    /* What is known of an address by a keyed hash, or sealed, goes with an erasure. */
    {"rights", HOLDER_COMMAND, "jobs", R(RIGHTS), K(LIMIT) | K(FIELD_BASE), false},
    /* It looks at all of them; the master is read by these two alone, on the spot. */
    {"doctor", HOLDER_COMMAND, NULL, HOLDER_EVERY_ROLE, 0, true},
    {"keys", HOLDER_COMMAND, NULL, 0, 0, false},
};
const size_t holders_n = sizeof holders / sizeof *holders;

const struct holder *holder_find(const char *name)
{
    for (size_t i = 0; i < holders_n; i++)
        if (strcmp(holders[i].name, name) == 0)
            return &holders[i];
    return NULL;
}

key_set holder_keys(const struct config *c, const struct holder *h)
{
    key_set all = h->keys;
    for (int i = 1; i < c->secrets.audit_key && h->keys & K(AUDIT); i++)
        all |= KEY_BIT(KEY_AUDIT + i);
    return all;
}

enum config_role holder_role(const struct holder *h)
{
    int role = 0;
    while (!(h->roles & ROLE_BIT(role)))
        role++;
    return (enum config_role)role;
}

bool holder_set_up(const struct config *c, const struct holder *h)
{
    return h->kind == HOLDER_JOBS || (h->kind == HOLDER_POOL && config_pool(c, h->name));
}

const char *holder_account(const struct config *c, const struct holder *h)
{
    const struct config_pool *pool = h->kind == HOLDER_POOL ? config_pool(c, h->name) : NULL;
    return pool ? pool->user : h->kind == HOLDER_JOBS ? c->jobs.user : NULL;
}

const char *holder_keys_path(const struct config *c, const struct holder *h, struct arena *a)
{
    return c->secrets.keys_folder && h->keys_of
               ? arena_printf(a, "%s/%s", c->secrets.keys_folder, h->keys_of).p
               : NULL;
}

/* ---- opening */

/* Into the memory of the settings, which config_free wipes. */
static bool open_password(struct config *c, const char *group, const char *key, const char *path,
    const char **out, struct buf *problems)
{
    struct buf content, why;
    buf_init(&content, PASSWORD_MAX + 1);
    buf_init(&why, WHY_MAX);
    bool ok = proc_read_file(path, PASSWORD_MAX, true, &content, &why);
    struct str word = str_trim(buf_str(&content));
    if (ok && (word.n == 0 || str_has_control(word, ""))) {
        buf_printf(&why, "%s\u00a0: le fichier doit contenir un mot de passe, sur une ligne", path);
        ok = false;
    }
    if (ok)
        *out = arena_dup(c->owner, word).p;
    else
        buf_printf(problems, "[%s] %s\u00a0: %.*s\n", group, key, STR_ARG(buf_str(&why)));
    if (content.p)
        OPENSSL_cleanse(content.p, content.cap);
    buf_free(&content);
    buf_free(&why);
    return ok;
}

bool holder_open_role(struct config *c, enum config_role role, struct buf *problems)
{
    struct config_db_user *u = &c->database.users[role];
    if (!u->password_file || u->password)
        return true;
    struct str key = arena_printf(c->owner, "%s_password_file", config_role_name(role));
    return open_password(c, "database", key.p, u->password_file, &u->password, problems);
}

bool holder_open_mail(struct config *c, struct buf *problems)
{
    return !c->smtp.password_file || c->smtp.password ||
           open_password(c, "smtp", "password_file", c->smtp.password_file, &c->smtp.password,
               problems);
}

static bool open_keys(
    const struct holder *h, const struct config *c, struct keys **keys, struct buf *problems)
{
    struct buf why;
    struct arena *a = arena_new();
    const char *path = holder_keys_path(c, h, a);
    buf_init(&why, WHY_MAX);
    bool ok = path && keyfile_read(path, holder_keys(c, h), keys, &why);
    if (!path)
        buf_puts(&why, "clé absente. Aucun programme qui sert ne lit plus la clé maîtresse\u00a0: chacun a "
                       "un fichier de ses seules clés. Ajoutez par exemple «\u00a0keys_folder = "
                       "/etc/portail-movsc/keys\u00a0»");
    if (!ok)
        buf_printf(problems, "[secrets] keys_folder\u00a0: %.*s\u00a0; puis, en root\u00a0: portal-admin "
                             "--config %s keys split (les clés restent ce qu’elles étaient)\n",
            STR_ARG(buf_str(&why)), c->path);
    buf_free(&why);
    arena_free(a);
    return ok;
}

bool holder_open(const struct holder *h, struct config *c, struct keys **keys, struct buf *problems)
{
    bool ok = true;
    c->held = h;
    *keys = NULL;
    for (int role = 0; role < CONFIG_DB_N; role++)
        if (h->roles & ROLE_BIT(role))
            ok = holder_open_role(c, (enum config_role)role, problems) && ok;
    if (h->mail)
        ok = holder_open_mail(c, problems) && ok;
    if (h->keys)
        ok = open_keys(h, c, keys, problems) && ok;
    return ok;
}

/* ---- all of them */

static const struct holder *user_of_role(unsigned bit)
{
    for (size_t i = 0; i < holders_n; i++)
        if (holders[i].kind != HOLDER_COMMAND && (holders[i].roles & bit))
            return &holders[i];
    return NULL;
}

static const char *owner_of(const struct config *c, const struct holder *h)
{
    return h ? holder_account(c, h) : NULL;
}

size_t holder_secrets(const struct config *c, struct arena *a, struct secret **out)
{
    struct secret *s = ARENA_ARRAY(a, SECRETS_MAX, struct secret);
    const struct holder *jobs = holder_find("jobs");
    size_t n = 0;
    if (c->secrets.master_key_file)
        s[n++] = (struct secret){.what = "clé maîtresse", .path = c->secrets.master_key_file};
    for (size_t i = 0; i < holders_n && c->secrets.keys_folder; i++)
        if (holder_set_up(c, &holders[i]))
            s[n++] = (struct secret){.what = arena_printf(a, "clés du programme %s", holders[i].name).p,
                .path = holder_keys_path(c, &holders[i], a),
                .owner = owner_of(c, &holders[i]), .keys = &holders[i]};
    for (int role = 0; role < CONFIG_DB_N; role++)
        if (c->database.users[role].password_file)
            s[n++] = (struct secret){
                .what = arena_printf(a, "base, rôle %s", config_role_name((enum config_role)role)).p,
                .path = c->database.users[role].password_file, .role = ROLE_BIT(role),
                .owner = owner_of(c, user_of_role(ROLE_BIT(role)))};
    if (c->smtp.password_file)
        s[n++] = (struct secret){.what = "messagerie", .path = c->smtp.password_file,
            .owner = owner_of(c, jobs), .mail = true};
    *out = s;
    return n;
}

static bool holds(const struct holder *h, const struct secret *s)
{
    return (s->role & h->roles) || (s->mail && h->mail) ||
           (s->keys && h->keys_of && strcmp(h->keys_of, s->keys->name) == 0);
}

bool holder_alone(const struct holder *h, const struct config *c, struct buf *problems)
{
    struct secret *all;
    bool alone = true;
    if (c->site.demo)
        return true;
    if (geteuid() == 0) {
        buf_printf(problems, "root peut tout lire\u00a0: attendu un compte à lui, par exemple user = "
                             "portail-%s dans [%s%s]\n",
            h->name, h->kind == HOLDER_POOL ? "pool " : "", h->name);
        return false;
    }
    struct arena *a = arena_new();
    size_t n = holder_secrets(c, a, &all);
    for (size_t i = 0; i < n; i++)
        if (!holds(h, &all[i]) && access(all[i].path, R_OK) == 0) {
            buf_printf(problems, "%s (%s)\u00a0: ce compte peut le lire, et rien ici n’en a besoin\u00a0; en "
                                 "root\u00a0: chown %s %s && chmod 400 %s\n",
                all[i].path, all[i].what, all[i].owner ? all[i].owner : "root", all[i].path,
                all[i].path);
            alone = false;
        }
    arena_free(a);
    return alone;
}
