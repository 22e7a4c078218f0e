/* Signing in: the same for an address that is known and one that is not, one code for one use in
 * one browser, limits, no open redirect, and how long a session lives. */
#include "flow.h"

/* Asks for a code; the page where it is typed is then the last one. */
static struct reply ask_code(struct browser *b, struct str email)
{
    get(b, "/connexion");
    struct reply r = post(b, "/connexion", text("email=%.*s", STR_ARG(email)));
    ck_goes(r, "/connexion/code?suite=/candidature");
    follow(b, &r);
    return r;
}

static struct reply type_code(struct browser *b, struct str code)
{
    return post(b, "/connexion/code?suite=/candidature", text("code=%.*s", STR_ARG(code)));
}

static struct reply use_link(struct browser *b, struct str link)
{
    get(b, "/connexion"); /* the page of a dead link has no form: its token is from elsewhere */
    struct str token = token_of(b);
    get(b, text("%.*s", STR_ARG(link)));
    return post(b, text("%.*s", STR_ARG(link)), text("csrf=%.*s", STR_ARG(token)));
}

static bool signed_in(struct browser *b)
{
    struct reply r = get(b, "/");
    return has(r.body, "Connexion ouverte avec l’adresse");
}

/* The page without what differs by nature: token, address, request. */
static struct str plain(struct browser *b, struct str page, struct str email)
{
    struct str token = token_of(b);
    struct buf out;
    buf_init(&out, 1 << 20);
    for (size_t i = 0; i < page.n;) {
        struct str rest = str_slice(page, i, page.n);
        size_t skip = str_starts(rest, email) ? email.n : str_starts(rest, token) ? token.n : 0;
        if (!skip)
            buf_putc(&out, page.p[i]);
        i += skip ? skip : 1;
    }
    struct str s = arena_dup(arena, buf_str(&out));
    buf_free(&out);
    return s;
}

START_TEST(known_and_unknown_are_alike)
{
    struct str known = fresh_email(), unknown = fresh_email(), both[2] = {known, unknown};
    struct browser first = {0};
    struct str page[2];
    struct reply sent[2];
    unsigned code_statements[2], wrong_statements[2];
    sign_in(&first, known);
    start(&first);
    for (int i = 0; i < 2; i++) {
        struct browser b = {0};
        get(&b, "/connexion");
        sent[i] = post(&b, "/connexion", text("email=%.*s", STR_ARG(both[i])));
        struct reply r = follow(&b, &sent[i]);
        code_statements[i] = r.statements;
        page[i] = plain(&b, r.body, both[i]);
        r = type_code(&b, wrong_code_for(both[i]));
        ck_status(r, 422);
        wrong_statements[i] = r.statements;
    }
    ck_assert_int_eq(sent[0].status, sent[1].status);
    ck_assert(str_eq(sent[0].location, sent[1].location));
    ck_assert(str_eq(sent[0].body, sent[1].body) && str_eq(sent[0].headers, sent[1].headers));
    ck_assert_uint_eq(sent[0].statements, sent[1].statements);
    ck_assert_uint_eq(code_statements[0], code_statements[1]);
    ck_assert_uint_eq(wrong_statements[0], wrong_statements[1]);
    ck_assert_msg(str_eq(page[0], page[1]), "%.*s\n---\n%.*s", STR_ARG(page[0]), STR_ARG(page[1]));
    /* And always a mail, of one kind. */
    for (int i = 0; i < 2; i++)
        ck_assert_uint_ge(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s'"
            " AND kind = 'code' AND state = 'queued'", STR_ARG(both[i])), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM account WHERE email = '%.*s'",
        STR_ARG(unknown)), 0);
}
END_TEST

START_TEST(nothing_secret_is_stored)
{
    struct browser b = {0};
    struct str email = fresh_email();
    ask_code(&b, email);
    struct str code = code_for(email), link = link_for(email);
    struct str token = str_slice(link, link.n - 32, link.n);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s' AND (params"
        " LIKE '%%%.*s%%' OR params LIKE '%%%.*s%%')", STR_ARG(email), STR_ARG(code),
        STR_ARG(token)), 0);
    type_code(&b, code);
    ck_assert(signed_in(&b));
    struct str secret = str_slice(b.sid, 2, b.sid.n);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM session WHERE token_hash LIKE '%%%.*s%%'",
        STR_ARG(secret)), 0);
}
END_TEST

START_TEST(six_wrong_codes_are_enough)
{
    struct browser b = {0};
    struct str email = fresh_email();
    ask_code(&b, email);
    struct str right = code_for(email), link = link_for(email);
    for (int i = 0; i < 6; i++) {
        struct reply r = type_code(&b, wrong_code_for(email));
        ck_status(r, 422);
        ck_says(r, "Ce code n’est pas le bon");
    }
    struct reply r = type_code(&b, right);
    ck_status(r, 422);
    ck_says(r, "Trop d’essais");
    r = use_link(&b, link); /* the link dies with it */
    ck_says(r, "n’est plus valable");
    ck_assert(!signed_in(&b));
    /* Another one works. */
    ask_code(&b, email);
    r = type_code(&b, code_for(email));
    ck_goes(r, "/candidature");
    ck_assert(signed_in(&b));
}
END_TEST

START_TEST(ten_minutes)
{
    struct browser b = {0};
    struct str email = fresh_email();
    ask_code(&b, email);
    struct str code = code_for(email), link = link_for(email);
    now.s += 600;
    struct reply r = type_code(&b, code);
    ck_status(r, 422);
    ck_says(r, "Ce code n’est plus valable");
    r = use_link(&b, link);
    ck_says(r, "n’est plus valable");
    ck_assert(!signed_in(&b));
    ask_code(&b, email);
    now.s += 599;
    r = type_code(&b, code_for(email));
    ck_goes(r, "/candidature");
}
END_TEST

START_TEST(a_newer_code_replaces_the_older)
{
    struct browser b = {0};
    struct str email = fresh_email();
    ask_code(&b, email);
    struct str older = code_for(email), link = link_for(email);
    ask_code(&b, email);
    struct reply r = type_code(&b, older);
    ck_status(r, 422);
    ck_says(r, "pas le bon");
    r = use_link(&b, link);
    ck_says(r, "plus récent");
    get(&b, "/connexion/code");
    r = type_code(&b, code_for(email));
    ck_goes(r, "/candidature");
}
END_TEST

START_TEST(another_browser_cannot_replace_it)
{
    struct browser b = {0}, stranger = {0};
    struct str email = fresh_email();
    ask_code(&b, email);
    struct str code = code_for(email);
    ask_code(&stranger, email);
    struct reply r = type_code(&b, code);
    ck_goes(r, "/candidature");
    ck_assert(signed_in(&b) && !signed_in(&stranger));
}
END_TEST

START_TEST(a_link_works_only_where_it_was_asked_for)
{
    struct browser b = {0}, elsewhere = {0};
    struct str email = fresh_email();
    ask_code(&b, email);
    struct str link = link_for(email);
    const char *path = text("%.*s", STR_ARG(link));
    struct reply r = get(&elsewhere, path);
    ck_says(r, "saisissez-y le code");
    r = use_link(&elsewhere, link);
    ck_says(r, "saisissez-y le code");
    ck_assert(!signed_in(&elsewhere));
    /* A page opened twice, by a scanner too, does nothing. */
    for (int i = 0; i < 2; i++) {
        r = get(&b, path);
        ck_status(r, 200);
        ck_says(r, "Me connecter");
        ck_assert_str_is(header_of(&r, "Referrer-Policy"), "no-referrer");
    }
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM challenge WHERE email = '%.*s' AND used_at"
        " IS NOT NULL", STR_ARG(email)), 0);
    ck_assert(!signed_in(&b));
    get(&b, path);
    b.origin = "null"; /* what a browser sends from a page without referrer */
    r = post(&b, path, "");
    ck_goes(r, "/candidature");
    b.origin = NULL;
    ck_assert(signed_in(&b));
    struct str token = token_of(&b);
    r = post(&b, path, text("csrf=%.*s", STR_ARG(token)));
    ck_says(r, "a déjà servi");
}
END_TEST

START_TEST(a_wrong_link)
{
    struct browser b = {0};
    struct str email = fresh_email();
    ask_code(&b, email);
    struct str link = link_for(email);
    struct reply r = get(&b, text("%.*sA", (int)link.n - 1, link.p));
    ck_assert(str_ends(link, STR("A")) || has(r.body, "pas valable"));
    r = get(&b, text("/lien/%.*s/AAAA", STR_ARG(challenge_of(email).public_id)));
    ck_says(r, "pas valable");
    ck_assert(!signed_in(&b));
}
END_TEST

START_TEST(a_code_serves_once)
{
    struct browser b = {0}, before;
    struct str email = fresh_email();
    ask_code(&b, email);
    struct str code = code_for(email);
    before = b;
    struct reply r = type_code(&b, code);
    ck_goes(r, "/candidature");
    ck_assert(!str_eq(b.sid, before.sid));
    r = type_code(&before, code); /* the same form again: its answer got lost */
    ck_status(r, 422);
    ck_says(r, "a déjà servi");
    ck_assert(signed_in(&b) && !signed_in(&before));
    r = get(&before, "/connexion/code"); /* nor whose it was */
    ck_goes(r, "/connexion?suite=/candidature");
}
END_TEST

START_TEST(what_people_type)
{
    static const struct {
        const char *before, *between, *after;
    } ways[] = {{"", "+", ""}, {"", "-", ""}, {"+", "", "+"}, {"", "%C2%A0", ""},
        {"", "%E2%80%AF", "%0A"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct browser b = {0};
        struct str email = fresh_email();
        ask_code(&b, email);
        struct str code = code_for(email);
        struct reply r = type_code(&b, arena_printf(arena, "%s%.3s%s%.3s%s", ways[i].before, code.p,
            ways[i].between, code.p + 3, ways[i].after));
        ck_goes(r, "/candidature");
    }
    /* Upper case and spaces around an address are the same address. */
    struct browser b = {0};
    struct str email = fresh_email();
    get(&b, "/connexion");
    struct reply r = post(&b, "/connexion",
        text("email=+P%.*s+", (int)email.n - 1, email.p + 1));
    ck_status(r, 303);
    ck_assert_uint_eq(challenge_of(email).attempts, 0);
}
END_TEST

/* Five an hour from one place are free; then each wait is longer, and said. What strangers elsewhere
 * do is test_flow_turns.c's. */
START_TEST(limits_hold)
{
    struct browser b = {0};
    struct str email = fresh_email();
    now.s += 3600 - now.s % 3600;
    for (int i = 0; i < 5; i++)
        ask_code(&b, email);
    get(&b, "/connexion");
    struct reply r = post(&b, "/connexion", text("email=%.*s", STR_ARG(email)));
    ck_status(r, 429);
    ck_assert_str_is(header_of(&r, "Retry-After"), "60");
    ck_says(r, "Trop d’essais en peu de temps");
    ck_says(r, "Réessayez dans 1\u00a0minute.");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s'",
        STR_ARG(email)), 5);
    /* From another browser of the same network too; another address is not held up. */
    struct browser other = {0};
    get(&other, "/connexion");
    r = post(&other, "/connexion", text("email=%.*s", STR_ARG(email)));
    ck_status(r, 429);
    ask_code(&other, fresh_email());
    other.address = "198.51.100.77";
    ask_code(&other, email);
    now.s += 60;
    ask_code(&b, email);
    get(&b, "/connexion");
    r = post(&b, "/connexion", text("email=%.*s", STR_ARG(email)));
    ck_assert_str_is(header_of(&r, "Retry-After"), "120");
    ck_says(r, "Réessayez dans 2\u00a0minutes.");
    /* An hour later it is over. */
    now.s += 3600;
    ask_code(&b, email);
}
END_TEST

START_TEST(limits_by_address_in_production)
{
    site.demo = false;
    struct browser b = {.address = "2001:db8:77:1200::5"};
    now.s += 7200; /* a window of its own */
    struct str address = arena_printf(arena, "2001:db8:%x:1200::5", (unsigned)(now.s & 0xffff));
    b.address = address.p;
    for (int i = 0; i < 150; i++)
        ask_code(&b, fresh_email());
    get(&b, "/connexion");
    struct reply r = post(&b, "/connexion", text("email=%.*s", STR_ARG(fresh_email())));
    ck_status(r, 429);
    /* the same subscriber, another of their addresses */
    b.address = arena_printf(arena, "2001:db8:%x:12ff::9", (unsigned)(now.s & 0xffff)).p;
    get(&b, "/connexion");
    r = post(&b, "/connexion", text("email=%.*s", STR_ARG(fresh_email())));
    ck_status(r, 429);
    site.demo = true;
}
END_TEST

START_TEST(no_open_redirect)
{
    static const char *const elsewhere[] = {"https://ailleurs.example/", "//ailleurs.example",
        "/%5Cailleurs.example", "/candidature@ailleurs.example", "/candidature//ailleurs",
        "%2F%2Failleurs.example", "javascript:alert(1)", "/candidature%0D%0AX:1",
        "/deconnexion", "candidature", "/candidature?x=//y", "/candidaturex"};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        struct browser b = {0};
        struct str email = fresh_email();
        struct reply r = get(&b, text("/connexion?suite=%s", elsewhere[i]));
        ck_silent(r, "ailleurs");
        r = post(&b, text("/connexion?suite=%s", elsewhere[i]), text("email=%.*s", STR_ARG(email)));
        ck_goes(r, "/connexion/code?suite=/candidature");
        follow(&b, &r);
        r = post(&b, text("/connexion/code?suite=%s", elsewhere[i]),
            text("code=%.*s", STR_ARG(code_for(email))));
        ck_goes(r, "/candidature");
    }
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    struct browser later = {0};
    struct reply r = get(&later, at(id, "projet"));
    ck_goes(r, text("/connexion?suite=%s", at(id, "projet")));
    r = follow(&later, &r);
    r = post(&later, text("/connexion?suite=%s", at(id, "projet")),
        text("email=%.*s", STR_ARG(email)));
    r = follow(&later, &r);
    r = post(&later, text("/connexion/code?suite=%s", at(id, "projet")),
        text("code=%.*s", STR_ARG(code_for(email))));
    ck_goes(r, at(id, "projet"));
    r = follow(&later, &r);
    ck_status(r, 200);
    r = get(&later, text("/connexion?suite=%s", at(id, "module")));
    ck_goes(r, at(id, "module"));
}
END_TEST

START_TEST(a_day_if_chosen)
{
    struct browser day = {0}, hour = {0};
    struct str email = fresh_email();
    ask_code(&day, email);
    struct reply r = post(&day, "/connexion/code?suite=/candidature",
        text("code=%.*s&stay=1", STR_ARG(code_for(email))));
    ck_status(r, 303);
    ck_assert(has(header_of(&r, "Set-Cookie"), "Max-Age=86400"));
    ask_code(&hour, email);
    r = type_code(&hour, code_for(email));
    ck_assert(!has(header_of(&r, "Set-Cookie"), "Max-Age"));
    now.s += 3601;
    ck_assert(signed_in(&day) && !signed_in(&hour));
    now.s += 24 * 3600;
    ck_assert(!signed_in(&day));
}
END_TEST

START_TEST(a_session_is_touched_once_a_minute)
{
    struct browser b = {0};
    struct str id = signed_in_candidacy(&b, NULL);
    get(&b, at(id, "module"));
    now.s += 59;
    struct reply r = get(&b, at(id, "module"));
    ck_assert_uint_eq(r.statements, 3);
    now.s += 1;
    r = get(&b, at(id, "module"));
    ck_assert_uint_eq(r.statements, 4);
    r = get(&b, at(id, "module"));
    ck_assert_uint_eq(r.statements, 3);
    /* An hour without a sign of life ends it; a sign of life every half hour does not, until twelve
     * hours are over. */
    for (int i = 0; i < 22; i++) {
        now.s += 30 * 60;
        r = get(&b, at(id, "module"));
        ck_status(r, 200);
    }
    now.s += 60 * 60;
    r = get(&b, at(id, "module"));
    ck_status(r, 303);
    ck_assert(str_starts(r.location, STR("/connexion")));
}
END_TEST

START_TEST(signing_out_ends_it)
{
    struct browser b = {0};
    sign_in(&b, fresh_email());
    ck_assert(signed_in(&b));
    struct browser thief = b;
    struct reply r = post(&b, "/deconnexion", "");
    ck_goes(r, "/");
    ck_assert(has(header_of(&r, "Clear-Site-Data"), "cache"));
    ck_assert_uint_eq(b.sid.n, 0);
    ck_assert(!signed_in(&thief));
}
END_TEST

FLOW_MAIN("signin", known_and_unknown_are_alike, nothing_secret_is_stored,
    six_wrong_codes_are_enough, ten_minutes, a_newer_code_replaces_the_older,
    another_browser_cannot_replace_it, a_link_works_only_where_it_was_asked_for, a_wrong_link,
    a_code_serves_once, what_people_type, limits_hold,
    limits_by_address_in_production,
    no_open_redirect, a_day_if_chosen, a_session_is_touched_once_a_minute,
    signing_out_ends_it)
