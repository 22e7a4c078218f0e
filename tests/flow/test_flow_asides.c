/* Mails that came to the portal and that it did not understand: read by an administrator, as text and
 * nothing else, marked once, counted where an operator looks. And answers by mail in the thread of their
 * request: what is said beside them, and as many and as long as may come. */
#include "quote_stage.h"

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

/* ---- answers, in the thread of their request (job/answers.h keeps them) */

static void answered(struct str email, const char *body, const char *mark, const char *remarks)
{
    static unsigned n;
    root_run("INSERT INTO quote_message (request_id, kind, body, idempotency_key, at, mark, remarks) SELECT id, 'person',"
             " %s, CONCAT('mail:', id, ':%u'), UTC_TIMESTAMP(), '%s', %s FROM quote_request WHERE email = '%.*s'",
        body, n++, mark, remarks, STR_ARG(email));
}

START_TEST(answers_by_mail_say_what_they_are)
{
    struct browser stranger = {0}, owner = {0}, b = {0}, reviewer = {0};
    struct str email = fresh_email(), path = quoted(&stranger, email, EMPLOYER);
    const char *file = text("/gestion/devis/%.*s", STR_ARG(of_request("public_id", email)));
    answered(email, "'Un accord <b>écrit</b>'", "",
        "'Objet\u00a0: Re: Votre devis\nFichiers joints\u00a0: bon.pdf (12\u00a0Ko).\n\nDemandez-les à la personne.'");
    answered(email, "'Je suis absente'", "automatic", "''");
    answered(email, "'Changez le SIRET'", "unvouched", "'Rien ne prouve que ce courriel vient de l’adresse'");
    flow_staff(&b, ROLE_QUOTES);
    struct reply r = get(&b, file);
    static const char *const says[] = {"La personne, par courriel", "Un accord &lt;b&gt;écrit&lt;/b&gt;",
        "Fichiers joints\u00a0: bon.pdf (12\u00a0Ko).", "Message automatique", "Je suis absente", "Expéditeur non vérifié",
        "Changez le SIRET", "Rien ne prouve", "Demandez-les"};
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        ck_assert_msg(has(r.body, says[i]), "%s", says[i]);
    ck_silent(r, "Lire ce message en entier");
    /* who only has the link reads nothing of them, nor beside them */
    r = get(&stranger, path.p);
    static const char *const theirs[] = {"Un accord", "bon.pdf", "Je suis absente", "Rien ne prouve"};
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        ck_silent(r, theirs[i]);
    ck_says(r, "Un message automatique");
    sign_in(&owner, email);
    r = get(&owner, path.p);
    ck_says(r, "Un accord &lt;b&gt;");
    ck_says(r, "bon.pdf (12\u00a0Ko)");
    ck_says(r, "Changez le SIRET");
    ck_silent(r, "Demandez-les"); /* what is for the desk stays there: after an empty line … */
    ck_silent(r, "Rien ne prouve"); /* … and where there is none */
    /* a message on a page of its own: of its request, for whoever may work there */
    struct str id = root_text("SELECT MIN(m.id) FROM quote_message m JOIN quote_request r ON r.id = m.request_id WHERE r.email ="
                              " '%.*s'", STR_ARG(email));
    const char *one = text("%s/messages/%.*s", file, STR_ARG(id));
    r = get(&b, one);
    ck_says(r, "Un accord &lt;b&gt;");
    ck_says(r, text("href=\"%s#echanges\"", file));
    struct browser other = {0};
    struct str elsewhere = fresh_email();
    quoted(&other, elsewhere, EMPLOYER);
    ck_status(get(&b, text("/gestion/devis/%.*s/messages/%.*s", STR_ARG(of_request("public_id", elsewhere)), STR_ARG(id))), 404);
    static const char *const none[] = {"0", "x", "-1", "99999999999999999999"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_status(get(&b, text("%s/messages/%s", file, none[i])), 404);
    flow_staff(&reviewer, ROLE_REVIEWER);
    ck_status(get(&reviewer, one), 403);
}
END_TEST

/* Said to their writer, but for the last letter. */
#define WORST_REMARKS "CONCAT(REPEAT('\"', 3897), '\n\n!')"

/* The worst that may come, of letters that take most room in HTML: the pages hold, the newest is whole, and each
 * other one is a link away. */
START_TEST(a_long_thread_has_its_place)
{
    struct browser stranger = {0}, owner = {0}, b = {0};
    struct str email = fresh_email(), path = quoted(&stranger, email, EMPLOYER);
    const char *file = text("/gestion/devis/%.*s", STR_ARG(of_request("public_id", email)));
    answered(email, "CONCAT('le premier', REPEAT('\"', 65000), 'finit ici')", "", "''");
    for (int i = 0; i < 120; i++)
        answered(email, "REPEAT('\"', 65500)", "", WORST_REMARKS);
    for (int i = 0; i < 60; i++) /* short, and much is said beside them */
        answered(email, "'Voir le fichier'", "", WORST_REMARKS);
    answered(email, "CONCAT('le dernier', REPEAT('\"', 65000), 'finit là')", "", "''");
    flow_staff(&b, ROLE_QUOTES);
    struct reply r = get(&b, file);
    ck_says(r, "le premier");
    ck_says(r, "finit là");
    ck_silent(r, "finit ici");
    struct str id = root_text("SELECT MIN(m.id) FROM quote_message m JOIN quote_request r ON r.id = m.request_id WHERE r.email ="
                              " '%.*s'", STR_ARG(email));
    const char *one = text("%s/messages/%.*s", file, STR_ARG(id));
    ck_says(r, text("href=\"%s\">Lire ce message en entier", one));
    ck_says_at(get(&b, one), "finit ici");
    sign_in(&owner, email);
    r = get(&owner, path.p);
    ck_says(r, "finit là");
    ck_silent(r, "finit ici");
}
END_TEST

FLOW_MAIN("asides", one_is_read_and_marked_once, it_is_the_administrators_business,
    what_cannot_be_opened_is_said_so, answers_by_mail_say_what_they_are, a_long_thread_has_its_place)
