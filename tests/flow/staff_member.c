#include "staff_member.h"

#include <liboath/oath.h>

const char GOOD[] = "quatre+mots+sans+rapport";

struct db *admin_db(void)
{
    static struct db_settings s;
    struct db *db = NULL;
    s = (struct db_settings){.socket = getenv("PORTAL_TEST_SOCKET"), .name = "movsc",
        .user = "movsc_admin", .shifted = true};
    ck_assert(db_open(&s, &db) == RC_OK && db_request(db, STR(""), now) == RC_OK);
    return db;
}

struct member invited(unsigned set)
{
    struct member m = {.email = fresh_email()};
    struct db *db = admin_db();
    struct staff_act act = {{"admin", 0}, now, arena};
    ck_assert(staff_act_add(db, &act, m.email, STR("Zoé L’Hermite"), set, &m.token) == RC_OK);
    db_close(db);
    m.id = root_number("SELECT id FROM staff WHERE email = '%.*s'", STR_ARG(m.email));
    return m;
}

const char *invite_path(const struct member *m)
{
    return text("/gestion/invitation/%.*s", STR_ARG(m->token));
}

struct str between(struct str page, const char *before, const char *after)
{
    const char *from = memmem(page.p, page.n, before, strlen(before));
    ck_assert_msg(from != NULL, "no %s", before);
    from += strlen(before);
    struct str rest = str_slice(page, (size_t)(from - page.p), page.n);
    const char *to = memmem(rest.p, rest.n, after, strlen(after));
    ck_assert(to != NULL);
    return str_slice(rest, 0, (size_t)(to - rest.p));
}

const char *code_at(const struct member *m, int64_t when)
{
    char *secret = NULL;
    size_t n = 0;
    char out[7];
    ck_assert(oath_base32_decode(m->secret.p, m->secret.n, &secret, &n) == OATH_OK);
    ck_assert(oath_totp_generate(secret, n, (time_t)when, 30, 0, 6, out) == OATH_OK);
    free(secret);
    return text("%s", out);
}

const char *code(struct member *m)
{
    if (now.s / 30 <= m->used / 30)
        now.s = (m->used / 30 + 1) * 30;
    m->used = now.s;
    return code_at(m, now.s);
}

void read_codes(struct member *m, const struct reply *r)
{
    struct str list = between(r->body, "<ol class=\"codes\">", "</ol>"), rest = list;
    for (size_t i = 0; i < 10; i++) {
        m->recovery[i] = between(rest, "<code>", "</code>");
        ck_assert_uint_eq(m->recovery[i].n, 11);
        rest = str_slice(rest, (size_t)(m->recovery[i].p - rest.p) + 11, rest.n);
    }
}

void enrol(struct browser *b, struct member *m)
{
    get(b, invite_path(m));
    struct reply r = post(b, invite_path(m), text("password=%s&again=%s", GOOD, GOOD));
    ck_goes(r, "/gestion/inscription");
    r = follow(b, &r);
    struct str shown_key = between(r.body, "<dt>Clé</dt><dd><code>", "</code>"), piece;
    m->secret = STR("");
    while (str_cut(&shown_key, ' ', &piece))
        m->secret = arena_printf(arena, "%.*s%.*s", STR_ARG(m->secret), STR_ARG(piece));
    r = post(b, "/gestion/inscription", text("code=%s", code(m)));
    ck_status(r, 200);
    read_codes(m, &r);
}

struct reply give_password(struct browser *b, struct str email, const char *password)
{
    get(b, "/gestion/connexion");
    return post(b, "/gestion/connexion",
        text("email=%.*s&password=%s", STR_ARG(email), password));
}

void staff_sign_in(struct browser *b, struct member *m)
{
    struct reply r = give_password(b, m->email, GOOD);
    ck_goes(r, "/gestion/connexion/code?suite=/gestion");
    follow(b, &r);
    r = post(b, "/gestion/connexion/code", text("code=%s", code(m)));
    ck_goes(r, "/gestion");
}

void confirm(struct browser *b, struct member *m)
{
    get(b, "/gestion/identite");
    struct reply r =
        post(b, "/gestion/identite", text("password=%s&code=%s", GOOD, code(m)));
    ck_goes(r, "/gestion");
}

const char *member_path(const struct member *m, const char *tail)
{
    return text("/gestion/equipe/%.*s%s", STR_ARG(root_text(
        "SELECT public_id FROM staff WHERE id = %llu", (unsigned long long)m->id)), tail);
}
