#include "sys/config.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "sys/holder.h"

#include <glib.h>
#include <stddef.h>

enum { SOCKET_MAX = 107, TEXT_MAX = 1000 };

enum kind {
    KIND_TEXT,
    KIND_PATH,     /* absolute */
    KIND_SOCKET,   /* absolute, short enough for sockaddr_un */
    KIND_URL,      /* http(s)://host[:port], no path */
    KIND_PREFIX,   /* /static or https://…, no slash at the end */
    KIND_EMAIL,
    KIND_BOOL,
    KIND_INT,
    KIND_SHIFT,    /* int64, may be negative */
    KIND_TLS,
};

struct key {
    const char *group, *name;
    enum kind kind;
    size_t at;            /* offset in struct config, or in struct config_pool */
    bool required;
    const char *fallback; /* as it would stand in the file; NULL: absent */
    int least, most;
    const char *expected;
};

#define AT(member) offsetof(struct config, member)
#define ROLE(role, member) AT(database.users[role].member)
#define DB_ROLE(prefix, role, needed)                                                              \
    {"database", prefix "_user", KIND_TEXT, ROLE(role, user), needed, NULL, 0, 0,                  \
        "un compte de la base"},                                                                   \
    {                                                                                              \
        "database", prefix "_password_file", KIND_PATH, ROLE(role, password_file), false, NULL, 0, \
            0, "le chemin absolu d’un fichier secret (absent\u00a0: authentification par le compte système)" \
    }

static const struct key keys[] = {
    {"site", "base_url", KIND_URL, AT(site.base_url), true, NULL, 0, 0,
        "l’adresse publique, comme https://candidature.example.fr, sans / final"},
    {"site", "static_url", KIND_PREFIX, AT(site.static_url), false, "/static", 0, 0,
        "le préfixe des fichiers statiques, comme /static, sans / final"},
    {"site", "demo", KIND_BOOL, AT(site.demo), false, "false", 0, 0, "true ou false"},
    {"web", "common_passwords", KIND_PATH, AT(web.common_passwords), false,
        "/usr/share/dict/cracklib-small", 0, 0, "le chemin absolu d’une liste de mots"},
    {"jobs", "user", KIND_TEXT, AT(jobs.user), false, NULL, 0, 0, "un compte du système"},
    {"database", "socket", KIND_PATH, AT(database.socket), false, NULL, 0, 0,
        "le chemin absolu de la socket de MariaDB"},
    {"database", "host", KIND_TEXT, AT(database.host), false, NULL, 0, 0, "un nom de machine"},
    {"database", "port", KIND_INT, AT(database.port), false, "3306", 1, 65535, NULL},
    {"database", "ca_file", KIND_PATH, AT(database.ca_file), false, NULL, 0, 0,
        "le chemin absolu du certificat de l’autorité"},
    {"database", "name", KIND_TEXT, AT(database.name), true, NULL, 0, 0, "le nom de la base"},
    DB_ROLE("web", CONFIG_DB_WEB, true),
    DB_ROLE("jobs", CONFIG_DB_JOBS, true),
    DB_ROLE("admin", CONFIG_DB_ADMIN, false),
    DB_ROLE("migrate", CONFIG_DB_MIGRATE, false),
    DB_ROLE("staff", CONFIG_DB_STAFF, false),
    DB_ROLE("documents", CONFIG_DB_DOCUMENTS, false),
    DB_ROLE("signin", CONFIG_DB_SIGNIN, false),
    DB_ROLE("purge", CONFIG_DB_PURGE, false),
    DB_ROLE("rights", CONFIG_DB_RIGHTS, false),
    {"smtp", "host", KIND_TEXT, AT(smtp.host), true, NULL, 0, 0, "un nom de machine"},
    {"smtp", "port", KIND_INT, AT(smtp.port), false, "587", 1, 65535, NULL},
    {"smtp", "tls", KIND_TLS, AT(smtp.tls), false, "required", 0, 0, "none, starttls ou required"},
    {"smtp", "ca_file", KIND_PATH, AT(smtp.ca_file), false, NULL, 0, 0,
        "le chemin absolu du certificat de l’autorité"},
    {"smtp", "user", KIND_TEXT, AT(smtp.user), false, NULL, 0, 0, "un compte de messagerie"},
    {"smtp", "password_file", KIND_PATH, AT(smtp.password_file), false, NULL, 0, 0,
        "le chemin absolu d’un fichier secret"},
    {"smtp", "from", KIND_EMAIL, AT(smtp.from), true, NULL, 0, 0, "une adresse électronique"},
    {"smtp", "from_name", KIND_TEXT, AT(smtp.from_name), false, NULL, 0, 0,
        "le nom montré à côté de l’adresse"},
    {"smtp", "envelope_domain", KIND_TEXT, AT(smtp.envelope_domain), true, NULL, 0, 0,
        "le domaine où reviennent les messages refusés"},
    {"smtp", "bounce_maildir", KIND_PATH, AT(smtp.bounce_maildir), false, NULL, 0, 0,
        "le chemin absolu d’un dossier Maildir"},
    {"smtp", "reply_domain", KIND_TEXT, AT(smtp.reply_domain), false, NULL, 0, 0,
        "le domaine des réponses, que reçoit le même dossier"},
    {"smtp", "authserv_id", KIND_TEXT, AT(smtp.authserv_id), false, NULL, 0, 0,
        "le nom que le serveur de messagerie se donne dans Authentication-Results"},
    {"secrets", "master_key_file", KIND_PATH, AT(secrets.master_key_file), false, NULL, 0, 0,
        "le chemin absolu du fichier de la clé maîtresse"},
    {"secrets", "keys_folder", KIND_PATH, AT(secrets.keys_folder), false, NULL, 0, 0,
        "le chemin absolu du dossier des clés de chaque programme"},
    {"secrets", "audit_key", KIND_INT, AT(secrets.audit_key), false, "1", 1, AUDIT_KEYS_MAX, NULL},
    {"logs", "sources", KIND_PATH, AT(logs.sources), false, NULL, 0, 0,
        "le chemin absolu du journal des adresses que nginx écrit"},
    {"test", "clock_shift", KIND_SHIFT, AT(test.clock_shift), false, "0", 0, 0,
        "un nombre de secondes, de 100 ans au plus"},
    {"test", "mail_fast", KIND_INT, AT(test.mail_fast), false, "0", 0, 1, NULL},
};

#undef AT
#define AT(member) offsetof(struct config_pool, member)

static const struct key pool_keys[] = {
    {"pool", "user", KIND_TEXT, AT(user), false, NULL, 0, 0, "un compte du système"},
    {"pool", "socket", KIND_SOCKET, AT(socket), false, NULL, 0, 0,
        "un chemin absolu d’au plus 107 octets (absent\u00a0: la socket donnée par systemd)"},
    {"pool", "workers", KIND_INT, AT(workers), false, "4", 1, 128, NULL},
    {"pool", "max_requests", KIND_INT, AT(max_requests), false, "1000", 1, 1000000, NULL},
    {"pool", "max_memory_mb", KIND_INT, AT(max_memory_mb), false, "256", 16, 65536, NULL},
    {"pool", "request_seconds", KIND_INT, AT(request_seconds), false, "20", 1, 3600, NULL},
    {"pool", "kill_seconds", KIND_INT, AT(kill_seconds), false, "25", 2, 3700, NULL},
    {"pool", "drain_seconds", KIND_INT, AT(drain_seconds), false, "25", 1, 3700, NULL},
};

struct reading {
    GKeyFile *file;
    struct config *config;
    struct arena *a;
    struct buf *problems;
};

static void problem(struct reading *r, const char *group, const char *key, const char *expected,
    const char *got)
{
    buf_printf(r->problems, "[%s]%s%s\u00a0: %s", group, *key ? " " : "", key, expected);
    struct str found = utf8_cut(str_c(got), 80);
    if (got)
        buf_printf(r->problems, "\u00a0; trouvé «\u00a0%.*s\u00a0»", STR_ARG(found));
    buf_putc(r->problems, '\n');
}

static bool parse_url(struct str s)
{
    if (str_starts(s, STR("https://")))
        s = str_slice(s, 8, s.n);
    else if (str_starts(s, STR("http://")))
        s = str_slice(s, 7, s.n);
    else
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!g_ascii_isalnum(s.p[i]) && !strchr("-.:[]", s.p[i]))
            return false;
    return s.n > 0;
}

static bool parse_prefix(struct str s)
{
    return s.n > 1 && !str_ends(s, STR("/")) &&
           (s.p[0] == '/' ? str_find(s, ' ') == s.n : str_starts(s, STR("https://")));
}

static bool parse_email(struct str s)
{
    size_t at = str_find(s, '@');
    return at > 0 && at + 1 < s.n && !memchr(s.p, ' ', s.n) && !memchr(s.p + at + 1, '@', s.n - at - 1);
}

static bool parse_shift(struct str s, int64_t *out)
{
    bool minus = str_starts(s, STR("-"));
    uint64_t n;
    if (!str_to_u64(str_slice(s, minus, s.n), (uint64_t)36525 * 86400, &n))
        return false;
    *out = minus ? -(int64_t)n : (int64_t)n;
    return true;
}

static void store_int(struct reading *r, const struct key *k, const char *group, struct str s,
    int *out)
{
    uint64_t n;
    if (str_to_u64(s, (uint64_t)k->most, &n) && n >= (uint64_t)k->least) {
        *out = (int)n;
        return;
    }
    struct str expected = arena_printf(r->a, "attendu un nombre entier entre %d et %d", k->least,
        k->most);
    problem(r, group, k->name, expected.p, s.p);
}

static bool text_fits(enum kind kind, struct str s)
{
    switch (kind) {
    case KIND_PATH: return s.p[0] == '/';
    case KIND_SOCKET: return s.p[0] == '/' && s.n <= SOCKET_MAX;
    case KIND_URL: return parse_url(s);
    case KIND_PREFIX: return parse_prefix(s);
    case KIND_EMAIL: return parse_email(s);
    default: return true;
    }
}

/* The value, not empty and without control characters, into its member at `to`. */
static void store_value(struct reading *r, const struct key *k, const char *group, struct str s,
    void *to)
{
    static const char *const tls[] = {"none", "starttls", "required"};
    bool ok = true;
    switch (k->kind) {
    case KIND_BOOL:
        ok = str_eq(s, STR("true")) || str_eq(s, STR("false"));
        *(bool *)to = str_eq(s, STR("true"));
        break;
    case KIND_INT: store_int(r, k, group, s, to); return;
    case KIND_SHIFT: ok = parse_shift(s, to); break;
    case KIND_TLS:
        ok = false;
        for (int i = 0; i < 3; i++)
            if (str_eq_c(s, tls[i])) {
                *(enum config_tls *)to = (enum config_tls)i;
                ok = true;
            }
        break;
    default:
        ok = text_fits(k->kind, s);
        *(const char **)to = s.p;
    }
    if (!ok)
        problem(r, group, k->name, arena_printf(r->a, "attendu %s", k->expected).p, s.p);
}

static void read_keys(struct reading *r, const char *group, const struct key *table, size_t n,
    void *base)
{
    for (size_t i = 0; i < n; i++) {
        const struct key *k = &table[i];
        if (strcmp(k->group, "pool") != 0 && strcmp(k->group, group) != 0)
            continue;
        GError *error = NULL;
        char *raw = g_key_file_get_string(r->file, group, k->name, &error);
        struct str s = str_trim(str_c(raw ? raw : k->fallback));
        if (error && !g_error_matches(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND) &&
            !g_error_matches(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND))
            problem(r, group, k->name, "valeur illisible (UTF-8 attendu)", NULL);
        else if (raw && (s.n == 0 || s.n > TEXT_MAX || str_has_control(s, "")))
            problem(r, group, k->name, "valeur vide, trop longue ou avec un caractère invisible",
                NULL);
        else if (s.n)
            store_value(r, k, group, arena_dup(r->a, s), (char *)base + k->at);
        else if (k->required)
            problem(r, group, k->name,
                arena_printf(r->a, "clé absente\u00a0; attendu %s", k->expected).p, NULL);
        g_clear_error(&error);
        g_free(raw);
    }
}

static bool known(const char *group, const char *name)
{
    bool pool = strncmp(group, "pool ", 5) == 0;
    const struct key *table = pool ? pool_keys : keys;
    size_t n = pool ? G_N_ELEMENTS(pool_keys) : G_N_ELEMENTS(keys);
    for (size_t i = 0; i < n; i++)
        if ((pool || strcmp(table[i].group, group) == 0) && (!name || !strcmp(table[i].name, name)))
            return true;
    return false;
}

/* Keys of an earlier version: where what they said is said now. */
static const char *moved_to(const char *group, const char *name)
{
    return strcmp(group, "web") == 0 && strcmp(name, "user") == 0
               ? "attendu maintenant dans chaque [pool NOM] et dans [jobs], un compte différent chacun"
               : "clé inconnue";
}

static void find_unknown(struct reading *r)
{
    char **groups = g_key_file_get_groups(r->file, NULL);
    for (char **g = groups; *g; g++) {
        char **names = g_key_file_get_keys(r->file, *g, NULL, NULL);
        if (!known(*g, NULL))
            problem(r, *g, "", "rubrique inconnue\u00a0; attendu site, web, pool NOM, jobs, database, "
                               "smtp, secrets, logs ou test", NULL);
        for (char **name = known(*g, NULL) ? names : NULL; name && *name; name++)
            if (!known(*g, *name))
                problem(r, *g, *name, moved_to(*g, *name), NULL);
        g_strfreev(names);
    }
    g_strfreev(groups);
}

static void read_pool(struct reading *r, const char *group)
{
    const struct holder *h = holder_find(group + 5);
    if (!h || h->kind != HOLDER_POOL) {
        problem(r, group, "", "rubrique inconnue\u00a0; attendu pool applicants, pool staff, pool signin ou pool documents",
            NULL);
        return;
    }
    if (r->config->web.n == CONFIG_POOLS_MAX)
        abort(); /* more rows in the table of holders than there is room for */
    struct config_pool *pool = &r->config->web.pools[r->config->web.n++];
    pool->name = h->name;
    read_keys(r, group, pool_keys, G_N_ELEMENTS(pool_keys), pool);
    if (pool->kill_seconds && pool->kill_seconds <= pool->request_seconds)
        problem(r, group, "kill_seconds", "attendu plus que request_seconds", NULL);
}

static void read_pools(struct reading *r)
{
    char **groups = g_key_file_get_groups(r->file, NULL);
    for (char **g = groups; *g; g++)
        if (strncmp(*g, "pool ", 5) == 0)
            read_pool(r, *g);
    g_strfreev(groups);
    if (r->config->web.n == 0)
        problem(r, "pool applicants", "", "rubrique absente\u00a0; attendu au moins une [pool NOM]", NULL);
    if (config_pool(r->config, "staff") && !config_pool(r->config, "signin"))
        problem(r, "pool signin", "", "rubrique absente\u00a0; attendu avec [pool staff]\u00a0: c’est là que "
            "l’équipe se connecte", NULL);
}

/* Each program its account, else whoever takes one has what all of them hold. On one's own machine, in
 * a demonstration, there may be but one. */
static void check_accounts(struct reading *r)
{
    const struct config *c = r->config;
    for (size_t i = 0; i < holders_n && !c->site.demo; i++) {
        if (!holder_set_up(c, &holders[i]))
            continue;
        const char *user = holder_account(c, &holders[i]);
        struct str group = arena_printf(r->a, "%s%s", holders[i].kind == HOLDER_POOL ? "pool " : "",
            holders[i].name);
        if (!user)
            problem(r, group.p, "user", arena_printf(r->a, "clé absente\u00a0; attendu le compte de ce seul "
                "programme, par exemple portail-%s", holders[i].name).p, NULL);
        for (size_t j = 0; user && j < i; j++)
            if (holder_set_up(c, &holders[j]) && holder_account(c, &holders[j]) &&
                strcmp(holder_account(c, &holders[j]), user) == 0)
                problem(r, group.p, "user", "attendu un compte différent pour chaque programme", user);
    }
}

/* What no single key can know. */
static void check_together(struct reading *r)
{
    const struct config *c = r->config;
    if (c->site.base_url && !c->site.demo && !str_starts(str_c(c->site.base_url), STR("https://")))
        problem(r, "site", "base_url", "attendu https:// hors démonstration", c->site.base_url);
    if (!c->database.socket == !c->database.host)
        problem(r, "database", "socket", "attendu socket ou host, l’un des deux", NULL);
    if (c->database.host && !c->database.ca_file)
        problem(r, "database", "ca_file", "attendu avec host\u00a0: la liaison doit être vérifiée", NULL);
    if (!c->smtp.user != !c->smtp.password_file)
        problem(r, "smtp", "user", "attendu user et password_file ensemble", NULL);
    if (c->smtp.password_file && c->smtp.tls != CONFIG_TLS_REQUIRED)
        problem(r, "smtp", "tls", "attendu required, puisqu’un mot de passe sera envoyé", NULL);
    if (c->smtp.reply_domain && !c->smtp.bounce_maildir)
        problem(r, "smtp", "reply_domain", "attendu avec bounce_maildir, où les réponses sont lues",
            c->smtp.reply_domain);
    if (c->smtp.authserv_id && !c->smtp.reply_domain)
        problem(r, "smtp", "authserv_id", "attendu avec reply_domain\u00a0: il ne sert qu’aux réponses",
            c->smtp.authserv_id);
    if (c->test.clock_shift && !c->site.demo)
        problem(r, "test", "clock_shift", "attendu 0 hors démonstration", NULL);
    if (c->test.mail_fast && !c->site.demo)
        problem(r, "test", "mail_fast", "attendu 0 hors démonstration", NULL);
    for (int i = 0; i < c->web.n; i++)
        for (int j = 0; j < i; j++)
            if (c->web.pools[i].socket && c->web.pools[j].socket &&
                strcmp(c->web.pools[i].socket, c->web.pools[j].socket) == 0)
                problem(r, "pool", "socket", "attendu une socket différente pour chaque rubrique",
                    c->web.pools[i].socket);
}

static void check_roles(struct reading *r)
{
    const struct config *c = r->config;
    for (int i = 0; i < c->web.n; i++) {
        enum config_role role = holder_role(holder_find(c->web.pools[i].name));
        if (role != CONFIG_DB_WEB && !c->database.users[role].user) /* web_user is asked for anyway */
            problem(r, "database", arena_printf(r->a, "%s_user", config_role_name(role)).p,
                arena_printf(r->a, "attendu avec [pool %s]", c->web.pools[i].name).p, NULL);
    }
}

bool config_load(const char *path, struct config **out, struct buf *problems)
{
    size_t before = problems->n;
    struct arena *a = arena_new();
    struct config *c = ARENA_NEW(a, struct config);
    c->owner = a;
    c->path = arena_dup(a, str_c(path)).p;
    struct reading r = {g_key_file_new(), c, a, problems};
    GError *error = NULL;
    if (g_key_file_load_from_file(r.file, path, G_KEY_FILE_NONE, &error)) {
        static const char *const groups[] = {
            "site", "web", "jobs", "database", "smtp", "secrets", "logs", "test"};
        for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
            read_keys(&r, groups[i], keys, G_N_ELEMENTS(keys), c);
        read_pools(&r);
        find_unknown(&r);
        check_together(&r);
        check_roles(&r);
        check_accounts(&r);
    } else {
        buf_printf(problems, "%s\u00a0: %s\n", path, error->message);
        g_clear_error(&error);
    }
    g_key_file_free(r.file);
    bool ok = problems->n == before && !problems->overflow;
    if (!ok) {
        config_free(c);
        c = NULL;
    }
    *out = c;
    return ok;
}

static void cleanse(const char *secret)
{
    if (secret)
        explicit_bzero((char *)(uintptr_t)secret, strlen(secret));
}

void config_free(struct config *c)
{
    if (!c)
        return;
    for (int i = 0; i < CONFIG_DB_N; i++)
        cleanse(c->database.users[i].password);
    cleanse(c->smtp.password);
    arena_free(c->owner);
}

const struct config_pool *config_pool(const struct config *c, const char *name)
{
    for (int i = 0; i < c->web.n; i++)
        if (strcmp(c->web.pools[i].name, name) == 0)
            return &c->web.pools[i];
    return NULL;
}

const char *config_role_name(enum config_role role)
{
    static const char *const names[CONFIG_DB_N] = {[CONFIG_DB_WEB] = "web", [CONFIG_DB_JOBS] = "jobs",
        [CONFIG_DB_ADMIN] = "admin", [CONFIG_DB_MIGRATE] = "migrate", [CONFIG_DB_STAFF] = "staff",
        [CONFIG_DB_DOCUMENTS] = "documents", [CONFIG_DB_SIGNIN] = "signin", [CONFIG_DB_PURGE] = "purge",
        [CONFIG_DB_RIGHTS] = "rights"};
    return names[role];
}
