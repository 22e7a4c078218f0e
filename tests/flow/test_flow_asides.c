/* Mails that came to the portal and that it did not understand: read by an administrator, as text and
 * nothing else, marked once, counted where an operator looks. */
#include "flow.h"

#include "domain/roles.h"

static struct str hex(struct str s)
{
    struct str out = {arena_alloc(arena, 2 * s.n + 1), 2 * s.n};
    for (size_t i = 0; i < s.n; i++)
        snprintf((char *)(uintptr_t)out.p + 2 * i, 3, "%02x", (unsigned char)s.p[i]);
    return out;
}

/* As portal-jobs keeps it (job/incoming.c). */
static const char *aside(const char *id, const struct keys *keys, const char *shown)
{
    struct str sealed = crypto_seal(arena, keys, KEY_FIELD_BASE, str_c(shown), str_c(id));
    root_run("INSERT INTO mail_aside (public_id, digest, received_at, reason, bytes, file_name, shown) VALUES"
             " ('%s', UNHEX(SHA2('%s', 256)), FROM_UNIXTIME(%lld), 'report', 2048, '171.%s', UNHEX('%.*s'))",
        id, id, (long long)now.s, id, STR_ARG(hex(sealed)));
    return text("/gestion/courriels-recus/%s", id);
}

static void says(struct reply r, const char *words)
{
    ck_says(r, words);
}

static void silent(struct reply r, const char *words)
{
    ck_silent(r, words);
}

START_TEST(one_is_read_and_marked_once)
{
    struct browser b = {0}, other = {0}, machine = {.address = "127.0.0.1"};
    root_run("DELETE FROM mail_aside");
    flow_staff(&b, ROLE_ADMIN);
    flow_staff(&other, ROLE_ADMIN);
    says(get(&b, "/gestion/courriels-recus"), "Aucun n’attend.");
    says(get(&machine, "/sante/complet"), "\"mails_aside\":0");
    const char *path = aside("aaaaaaaaaaaaaaaaaaaaaa", site.keys,
        "From\u00a0: Robot <robot@mx.example>\nSubject\u00a0: 17\n\n<script>alert(1)</script> & https://mx.example/\n");
    struct reply r = get(&b, "/gestion/courriels-recus");
    ck_says(r, "1\u00a0courriel non compris.");
    ck_says(r, "Avis d’un serveur, d’une forme inconnue");
    ck_says(r, "2\u00a0Ko");
    ck_silent(r, "robot@mx.example"); /* only on its own page */
    says(get(&machine, "/sante/complet"), "\"mails_aside\":1");
    r = get(&b, path);
    ck_says(r, "Robot &lt;robot@mx.example&gt;");
    ck_says(r, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; https://mx.example/");
    ck_silent(r, "<script>alert");
    ck_silent(r, "href=\"https://mx.example/");
    ck_says(r, "171.aaaaaaaaaaaaaaaaaaaaaa");
    get(&other, path);
    r = post(&b, text("%s/traite", path), "");
    ck_goes(r, "/gestion/courriels-recus?fait=1");
    r = follow(&b, &r);
    ck_says(r, "marqué comme traité");
    ck_says(r, "Traité par");
    ck_says(r, "Aucun n’attend.");
    says(get(&machine, "/sante/complet"), "\"mails_aside\":0");
    silent(get(&b, path), "Marquer comme traité");
    /* a colleague's button, pressed after: nothing more happens */
    ck_goes(post(&other, text("%s/traite", path), ""), "/gestion/courriels-recus?fait=1");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE action = 'aside.done' AND object_kind ="
        " 'mail_aside' AND object_id = (SELECT id FROM mail_aside)"), 1);
    ck_status(get(&b, "/gestion/courriels-recus/bbbbbbbbbbbbbbbbbbbbbb"), 404);
    ck_status(post(&b, "/gestion/courriels-recus/bbbbbbbbbbbbbbbbbbbbbb/traite", ""), 404);
}
END_TEST

START_TEST(it_is_the_administrators_business)
{
    struct browser b = {0};
    root_run("DELETE FROM mail_aside");
    const char *path = aside("cccccccccccccccccccccc", site.keys, "secret");
    flow_staff(&b, ROLE_QUOTES | ROLE_REVIEWER);
    ck_status(get(&b, "/gestion/courriels-recus"), 403);
    ck_status(get(&b, path), 403);
    silent(get(&b, "/gestion/devis"), "/gestion/courriels-recus");
    ck_status(post(&b, text("%s/traite", path), ""), 403);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM mail_aside WHERE done_at IS NULL"), 1);
}
END_TEST

/* What was sealed under another key, or moved from another row, is not shown, and can be marked. */
START_TEST(what_cannot_be_opened_is_said_so)
{
    struct browser b = {0};
    struct keys *others = keys_from(STR("ffffffffffffffffffffffffffffffff"));
    root_run("DELETE FROM mail_aside");
    flow_staff(&b, ROLE_ADMIN);
    const char *path = aside("dddddddddddddddddddddd", others, "secret");
    keys_free(others);
    aside("eeeeeeeeeeeeeeeeeeeeee", site.keys, "d’un autre");
    struct reply r = get(&b, path);
    ck_says(r, "Rien de ce courriel ne peut être montré ici.");
    ck_silent(r, "secret");
    root_run("UPDATE mail_aside a JOIN (SELECT shown FROM mail_aside WHERE public_id = 'eeeeeeeeeeeeeeeeeeeeee') o"
             " SET a.shown = o.shown");
    silent(get(&b, path), "d’un autre");
    ck_goes(post(&b, text("%s/traite", path), ""), "/gestion/courriels-recus?fait=1");
}
END_TEST

FLOW_MAIN("asides", one_is_read_and_marked_once, it_is_the_administrators_business,
    what_cannot_be_opened_is_said_so)
