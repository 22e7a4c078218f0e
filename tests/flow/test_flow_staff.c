/* The staff's accounts: from an invitation to signing in, what proves who one is, who may do what
 * to whom; what a stranger learns and what they can hinder. Codes come from liboath itself. */
#include "flow.h"

#include "store/staff_act.h"

#include <liboath/oath.h>

static const char GOOD[] = "quatre+mots+sans+rapport";

/* ---- a member, from the command line's act to both factors */

struct member {
    struct str email, token, secret; /* secret: base32 */
    struct str recovery[10];
    uint64_t id;
    int64_t used; /* instant of the last code: the next one is of another half minute */
};

static struct db *admin_db(void)
{
    static struct db_settings s;
    struct db *db = NULL;
    s = (struct db_settings){.socket = getenv("PORTAL_TEST_SOCKET"), .name = "movsc",
        .user = "movsc_admin", .shifted = true};
    ck_assert(db_open(&s, &db) == RC_OK && db_request(db, STR(""), now) == RC_OK);
    return db;
}

static struct member invited(unsigned set)
{
    struct member m = {.email = fresh_email()};
    struct db *db = admin_db();
    struct staff_act act = {{"admin", 0}, now, arena};
    ck_assert(staff_act_add(db, &act, m.email, STR("Zoé L’Hermite"), set, &m.token) == RC_OK);
    db_close(db);
    m.id = root_number("SELECT id FROM staff WHERE email = '%.*s'", STR_ARG(m.email));
    return m;
}

static const char *invite_path(const struct member *m)
{
    return text("/gestion/invitation/%.*s", STR_ARG(m->token));
}

/* What stands between two texts of a page. */
static struct str between(struct str page, const char *before, const char *after)
{
    const char *from = memmem(page.p, page.n, before, strlen(before));
    ck_assert_msg(from != NULL, "no %s", before);
    from += strlen(before);
    struct str rest = str_slice(page, (size_t)(from - page.p), page.n);
    const char *to = memmem(rest.p, rest.n, after, strlen(after));
    ck_assert(to != NULL);
    return str_slice(rest, 0, (size_t)(to - rest.p));
}

static const char *code_at(const struct member *m, int64_t when)
{
    char *secret = NULL;
    size_t n = 0;
    char out[7];
    ck_assert(oath_base32_decode(m->secret.p, m->secret.n, &secret, &n) == OATH_OK);
    ck_assert(oath_totp_generate(secret, n, (time_t)when, 30, 0, 6, out) == OATH_OK);
    free(secret);
    return text("%s", out);
}

/* The code of now, at a later half minute than the last one. */
static const char *code(struct member *m)
{
    if (now.s / 30 <= m->used / 30)
        now.s = (m->used / 30 + 1) * 30;
    m->used = now.s;
    return code_at(m, now.s);
}

static void read_codes(struct member *m, const struct reply *r)
{
    struct str list = between(r->body, "<ol class=\"codes\">", "</ol>"), rest = list;
    for (size_t i = 0; i < 10; i++) {
        m->recovery[i] = between(rest, "<code>", "</code>");
        ck_assert_uint_eq(m->recovery[i].n, 11);
        rest = str_slice(rest, (size_t)(m->recovery[i].p - rest.p) + 11, rest.n);
    }
}

static void enrol(struct browser *b, struct member *m)
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

static struct reply give_password(struct browser *b, struct str email, const char *password)
{
    get(b, "/gestion/connexion");
    return post(b, "/gestion/connexion",
        text("email=%.*s&password=%s", STR_ARG(email), password));
}

static void staff_sign_in(struct browser *b, struct member *m)
{
    struct reply r = give_password(b, m->email, GOOD);
    ck_goes(r, "/gestion/connexion/code?suite=/gestion");
    follow(b, &r);
    r = post(b, "/gestion/connexion/code", text("code=%s", code(m)));
    ck_goes(r, "/gestion");
}

/* Both factors again: what is privileged is open for ten minutes. */
static void confirm(struct browser *b, struct member *m)
{
    get(b, "/gestion/identite");
    struct reply r =
        post(b, "/gestion/identite", text("password=%s&code=%s", GOOD, code(m)));
    ck_goes(r, "/gestion");
}

/* ---- */

START_TEST(from_invitation_to_work)
{
    struct browser b = {0};
    struct member m = invited(ROLE_QUOTES | ROLE_REVIEWER);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM staff WHERE invite_hash = UNHEX('%.*s')"
        " OR invite_hash = '%.*s'", STR_ARG(m.token), STR_ARG(m.token)), 0);
    struct reply r = get(&b, invite_path(&m));
    ck_says(r, "Bienvenue, Zoé L’Hermite");
    ck_assert_str_is(header_of(&r, "Referrer-Policy"), "no-referrer");
    /* showing it uses nothing up */
    ck_status(get(&b, invite_path(&m)), 200);
    enrol(&b, &m);
    ck_goes(get(&b, "/gestion"), "/gestion/devis");
    r = get(&b, "/gestion/compte");
    ck_says(r, "10 codes de secours");
    ck_says(r, "Devis, Candidatures");
    /* it has served */
    struct browser other = {0};
    r = get(&other, invite_path(&m));
    ck_status(r, 404);
    ck_says(r, "ne sert plus");
    /* nothing at rest opens anything */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM staff WHERE id = %llu AND (password LIKE"
        " '%%quatre%%' OR totp_sealed LIKE '%%%.*s%%')", (unsigned long long)m.id,
        STR_ARG(m.secret)), 0);
    ck_assert_str_is(root_text("SELECT SUBSTRING_INDEX(password, '$', 4) FROM staff WHERE id = %llu",
        (unsigned long long)m.id), "scrypt$32768$8$3");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE object_kind = 'staff' AND"
        " object_id = %llu AND action IN ('staff.add', 'staff.invite_used', 'staff.enrolled')",
        (unsigned long long)m.id), 3);
}
END_TEST

START_TEST(an_invitation_lasts_a_day)
{
    struct browser b = {0};
    struct member m = invited(ROLE_QUOTES);
    now.s += 24 * 3600;
    ck_status(get(&b, invite_path(&m)), 404);
    struct reply r =
        post_bare(&b, invite_path(&m), str_c(text("password=%s&again=%s", GOOD, GOOD)));
    ck_status(r, 403); /* no token of ours either */
    get(&b, "/gestion/connexion");
    r = post_bare(&b, invite_path(&m), str_c(text("password=%s&again=%s&csrf=%.*s", GOOD, GOOD,
        STR_ARG(token_of(&b)))));
    ck_status(r, 404);
}
END_TEST

START_TEST(what_was_begun_is_finished_within_the_day)
{
    struct browser b = {0}, later = {0}, late = {0};
    struct member m = invited(ROLE_QUOTES);
    get(&b, invite_path(&m));
    ck_goes(post(&b, invite_path(&m), text("password=%s&again=%s", GOOD, GOOD)),
        "/gestion/inscription");
    /* half way in opens nothing else */
    ck_goes(get(&b, "/gestion/compte"), "/gestion/connexion?suite=/gestion/compte");
    struct reply r = give_password(&later, m.email, GOOD);
    ck_goes(r, "/gestion/inscription");
    ck_says(follow(&later, &r), "second facteur");
    now.s += 24 * 3600 + 1;
    r = give_password(&late, m.email, GOOD);
    ck_status(r, 422);
}
END_TEST

START_TEST(passwords_that_are_refused)
{
    struct browser b = {0};
    struct member m = invited(ROLE_QUOTES);
    static const struct {
        const char *typed, *says;
    } bad[] = {{"trop+court", "douze caractères"}, {"aaaaaaaaaaaaaaa", "se devine"},
        {"azertyuiop123", "se devine"}, {"ZoeLHermite+de+Paris", "sans votre nom"},
        {"Password%212026%21%21", "mot courant"}, {"Motdepasse2026", "mot courant"},
        {"Qu4rterback2026", "mot courant"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        get(&b, invite_path(&m));
        struct reply r = post(
            &b, invite_path(&m), text("password=%s&again=%s", bad[i].typed, bad[i].typed));
        ck_assert_msg(r.status == 422 && has(r.body, bad[i].says), "%s: %d\n%s", bad[i].typed,
            r.status, glimpse(&r));
        ck_assert(!has(r.body, bad[i].typed)); /* never shown again */
    }
    struct reply r = post(&b, invite_path(&m), text("password=%s&again=autre+chose+ici", GOOD));
    ck_status(r, 422);
    ck_says(r, "deux saisies diffèrent");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM staff WHERE id = %llu AND password = ''",
        (unsigned long long)m.id), 1);
}
END_TEST

START_TEST(signing_in_and_out)
{
    struct browser b = {0};
    struct member m = invited(ROLE_REVIEWER);
    enrol(&b, &m);
    struct str old = b.desk;
    get(&b, "/gestion/compte");
    struct reply r = post(&b, "/gestion/deconnexion", "");
    ck_goes(r, "/gestion/connexion");
    ck_assert(has(header_of(&r, "Clear-Site-Data"), "cache"));
    ck_assert(b.desk.n == 0);
    b.desk = old;
    ck_goes(get(&b, "/gestion"), "/gestion/connexion?suite=/gestion"); /* ended on our side too */
    b.desk = (struct str){0};
    /* a new id at each step, and what was asked for comes back */
    r = get(&b, "/gestion/compte");
    ck_goes(r, "/gestion/connexion?suite=/gestion/compte");
    follow(&b, &r);
    struct str visitor = b.desk;
    r = post(&b, "/gestion/connexion?suite=/gestion/compte",
        text("email=%.*s&password=%s", STR_ARG(m.email), GOOD));
    ck_goes(r, "/gestion/connexion/code?suite=/gestion/compte");
    ck_assert_uint_le(r.statements, 6);
    struct str half = b.desk;
    follow(&b, &r);
    r = post(&b, "/gestion/connexion/code?suite=/gestion/compte", text("code=%s", code(&m)));
    ck_goes(r, "/gestion/compte");
    ck_assert(!str_eq(visitor, half) && !str_eq(half, b.desk));
    struct browser thief = {.desk = half};
    ck_goes(get(&thief, "/gestion/connexion/code"), "/gestion/connexion?suite=/gestion");
    /* no way to leave the house */
    static const char *const away[] = {"https://ailleurs.example", "//ailleurs.example",
        "/gestion//ailleurs", "/candidature", "/gestion/../x", "/gestion/connexion"};
    for (size_t i = 0; i < sizeof away / sizeof *away; i++) {
        struct reply to = get(&b, text("/gestion/connexion?suite=%s", away[i]));
        ck_goes(to, "/gestion");
    }
}
END_TEST

START_TEST(a_code_serves_once)
{
    struct browser b = {0}, again = {0};
    struct member m = invited(ROLE_QUOTES);
    enrol(&b, &m);
    struct reply r = give_password(&again, m.email, GOOD);
    follow(&again, &r);
    r = post(&again, "/gestion/connexion/code", text("code=%s", code_at(&m, m.used)));
    ck_status(r, 422);
    ck_says(r, "a déjà servi");
    r = post(&again, "/gestion/connexion/code", text("code=%s", code(&m)));
    ck_goes(r, "/gestion");
    /* one step early or late is fine, two are not; an older one than the last is used up */
    struct browser late = {0};
    now.s = (now.s / 30 + 4) * 30;
    r = give_password(&late, m.email, GOOD);
    follow(&late, &r);
    ck_status(post(&late, "/gestion/connexion/code", text("code=%s", code_at(&m, now.s - 60))), 422);
    ck_status(post(&late, "/gestion/connexion/code", text("code=%s", code_at(&m, now.s + 60))), 422);
    ck_goes(post(&late, "/gestion/connexion/code", text("code=%s", code_at(&m, now.s + 30))),
        "/gestion");
    struct browser older = {0};
    r = give_password(&older, m.email, GOOD);
    follow(&older, &r);
    ck_status(post(&older, "/gestion/connexion/code", text("code=%s", code_at(&m, now.s))), 422);
}
END_TEST

START_TEST(a_recovery_code_serves_once)
{
    struct browser b = {0}, other = {0}, third = {0};
    struct member m = invited(ROLE_QUOTES);
    enrol(&b, &m);
    struct reply r = give_password(&other, m.email, GOOD);
    follow(&other, &r);
    /* as people type it: small letters, a space for the dash */
    char *typed = arena_alloc(arena, 12);
    for (size_t i = 0; i < 11; i++) {
        char c = m.recovery[3].p[i];
        typed[i] = c == '-' ? '+' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    r = post(&other, "/gestion/connexion/code", text("code=%s", typed));
    ck_goes(r, "/gestion");
    ck_says(get(&other, "/gestion/compte"), "9 codes de secours");
    r = give_password(&third, m.email, GOOD);
    follow(&third, &r);
    ck_status(post(&third, "/gestion/connexion/code", text("code=%s", typed)), 422);
    /* somebody else's is none of mine */
    struct browser c = {0};
    struct member n = invited(ROLE_QUOTES);
    enrol(&c, &n);
    ck_status(post(&third, "/gestion/connexion/code",
        text("code=%.*s", STR_ARG(n.recovery[0]))), 422);
    ck_goes(post(&third, "/gestion/connexion/code", text("code=%.*s", STR_ARG(m.recovery[0]))),
        "/gestion");
}
END_TEST

START_TEST(nothing_tells_whether_an_account_exists)
{
    struct browser b = {0};
    struct member m = invited(ROLE_QUOTES), fresh = invited(ROLE_QUOTES), gone = invited(ROLE_QUOTES);
    enrol(&b, &m);
    root_run("UPDATE staff SET state = 'disabled' WHERE id = %llu", (unsigned long long)gone.id);
    struct str who[] = {m.email, fresh_email(), fresh.email, gone.email};
    struct reply said[4];
    get(&b, "/gestion"); /* the facts are known from here on */
    for (size_t i = 0; i < 4; i++) {
        struct browser stranger = {0};
        said[i] = give_password(&stranger, who[i], "ce+n+est+pas+le+bon");
        ck_status(said[i], 422);
        ck_assert_uint_eq(said[i].statements, said[0].statements);
        /* the pages are the same but for the address typed and the token */
        ck_assert_uint_eq(said[i].body.n, said[0].body.n);
        ck_says(said[i], "ne vont pas ensemble");
    }
}
END_TEST

/* The same hashing whoever is asked for: the time of each is within that of one hash. */
START_TEST(the_same_hashing_is_done_for_nobody)
{
    struct browser b = {0};
    struct member m = invited(ROLE_QUOTES);
    double spent[2] = {0};
    enrol(&b, &m);
    struct str nobody = fresh_email();
    for (int i = 0; i < 6; i++) {
        struct browser stranger = {.address = text("198.51.100.%d", i + 1)};
        struct timespec from, to;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        give_password(&stranger, i % 2 ? nobody : m.email, "ce+n+est+pas+le+bon");
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        spent[i % 2] += (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    }
    ck_assert_msg(spent[1] > spent[0] * 0.7 && spent[0] > spent[1] * 0.7, "known %f, unknown %f",
        spent[0], spent[1]);
    ck_assert(spent[1] > 0.06); /* three scrypts cannot cost nothing */
}
END_TEST

START_TEST(guessing_is_slowed_and_locks_nobody_out)
{
    struct browser b = {0};
    struct member m = invited(ROLE_QUOTES);
    struct str email = m.email;
    enrol(&b, &m);
    unsigned tried = 0, refused = 0;
    for (int i = 0; i < 14; i++) {
        struct browser stranger = {.address = "203.0.113.9"};
        struct reply r = give_password(&stranger, email, text("essai+numero+%d", i));
        tried += r.status == 422;
        refused += r.status == 429;
    }
    ck_assert_uint_eq(tried, 10);
    ck_assert_uint_eq(refused, 4);
    /* even the right password, from there */
    struct browser there = {.address = "203.0.113.9"};
    struct reply r = give_password(&there, email, GOOD);
    ck_status(r, 429);
    ck_assert(header_of(&r, "Retry-After").n > 0);
    /* the owner, elsewhere, is not hindered */
    struct browser home = {.address = "198.51.100.77"};
    r = give_password(&home, email, GOOD);
    ck_goes(r, "/gestion/connexion/code?suite=/gestion");
    /* nor are the codes of who has not given the password anybody's to use up */
    r = get(&there, "/gestion/connexion/code");
    ck_goes(r, "/gestion/connexion?suite=/gestion");
    now.s += 901;
    r = give_password(&there, email, GOOD);
    ck_goes(r, "/gestion/connexion/code?suite=/gestion");
}
END_TEST

START_TEST(one_network_cannot_try_every_account)
{
    unsigned refused = 0;
    site.demo = false; /* there limits by address are as wide as they are */
    for (int i = 0; i < 64; i++) {
        struct browser stranger = {.address = "203.0.113.200"};
        struct reply r = give_password(&stranger, fresh_email(), "toujours+le+meme+essai");
        refused += r.status == 429;
    }
    ck_assert_uint_eq(refused, 4);
}
END_TEST

START_TEST(codes_are_counted)
{
    struct browser b = {0}, other = {.address = "203.0.113.31"};
    struct member m = invited(ROLE_QUOTES);
    unsigned wrong = 0;
    enrol(&b, &m);
    struct reply r = give_password(&other, m.email, GOOD);
    follow(&other, &r);
    for (int i = 0; i < 10; i++)
        wrong += post(&other, "/gestion/connexion/code", "code=000000").status == 422;
    ck_assert_uint_eq(wrong, 10);
    ck_status(post(&other, "/gestion/connexion/code", text("code=%s", code(&m))), 429);
    struct browser home = {.address = "198.51.100.78"};
    staff_sign_in(&home, &m);
}
END_TEST

START_TEST(what_is_privileged_asks_again)
{
    struct browser b = {0};
    struct member m = invited(ROLE_ADMIN);
    enrol(&b, &m);
    ck_status(get(&b, "/gestion/equipe/inviter"), 200); /* proved just now */
    now.s += 11 * 60;
    ck_goes(get(&b, "/gestion/equipe/inviter"),
        "/gestion/identite?suite=/gestion/equipe/inviter");
    ck_goes(get(&b, "/gestion/compte/mot-de-passe"),
        "/gestion/identite?suite=/gestion/compte/mot-de-passe");
    /* what was typed is kept meanwhile */
    struct str email = fresh_email();
    get(&b, "/gestion/compte");
    struct reply r = post(&b, "/gestion/equipe/inviter",
        text("name=Noor+Petit&email=%.*s&roles.quotes=1", STR_ARG(email)));
    ck_goes(r, "/gestion/identite?garde=1&suite=/gestion/equipe/inviter");
    r = follow(&b, &r);
    ck_says(r, "est gardé");
    struct str before = b.desk;
    r = post(&b, "/gestion/identite", text("password=%s&code=000000", GOOD));
    ck_status(r, 422);
    r = post(&b, "/gestion/identite", text("password=%s&code=%s", GOOD, code(&m)));
    ck_goes(r, "/gestion/reprise");
    ck_assert(!str_eq(before, b.desk)); /* a new id */
    r = follow(&b, &r);
    ck_says(r, "Noor Petit");
    r = post(&b, "/gestion/equipe/inviter", "");
    ck_says(r, "/gestion/invitation/");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM staff s JOIN staff_role r ON r.staff_id ="
        " s.id WHERE s.email = '%.*s' AND r.role = 'quotes'", STR_ARG(email)), 1);
    ck_goes(get(&b, "/gestion/reprise"), "/gestion"); /* nothing waits any more */
}
END_TEST

START_TEST(text_survives_a_session_that_ended)
{
    struct browser b = {0}, colleague = {0};
    struct member m = invited(ROLE_ADMIN), n = invited(ROLE_ADMIN);
    enrol(&b, &m);
    enrol(&colleague, &n);
    struct str email = fresh_email();
    get(&b, "/gestion/equipe/inviter");
    now.s += 31 * 60;
    struct reply r = post(&b, "/gestion/equipe/inviter",
        text("name=Noor+Petit&email=%.*s&roles.reviewer=1", STR_ARG(email)));
    ck_goes(r, "/gestion/connexion?garde=1&suite=/gestion/equipe/inviter");
    /* another person of the team, in the same browser, is not shown it */
    struct browser same = {.desk = b.desk};
    staff_sign_in(&same, &n);
    ck_goes(get(&same, "/gestion/reprise"), "/gestion");
    get(&b, "/gestion/connexion?garde=1&suite=/gestion/equipe/inviter");
    r = post(&b, "/gestion/connexion?garde=1&suite=/gestion/equipe/inviter",
        text("email=%.*s&password=%s", STR_ARG(m.email), GOOD));
    r = follow(&b, &r);
    r = post(&b, "/gestion/connexion/code?garde=1&suite=/gestion/equipe/inviter",
        text("code=%s", code(&m)));
    ck_goes(r, "/gestion/reprise");
    ck_says(follow(&b, &r), "Noor Petit");
    ck_says(post(&b, "/gestion/equipe/inviter", ""), "/gestion/invitation/");
}
END_TEST

START_TEST(sessions_are_listed_and_ended)
{
    struct browser b = {0}, phone = {0}, other = {0};
    struct member m = invited(ROLE_QUOTES), n = invited(ROLE_QUOTES);
    enrol(&b, &m);
    staff_sign_in(&phone, &m);
    enrol(&other, &n);
    struct reply r = get(&b, "/gestion/compte");
    ck_says(r, "Un autre appareil");
    struct str foreign = root_text("SELECT public_id FROM staff_session WHERE staff_id = %llu"
        " AND stage = 'full'", (unsigned long long)n.id);
    ck_status(post(&b, text("/gestion/compte/sessions/%.*s", STR_ARG(foreign)), ""), 404);
    ck_status(get(&other, "/gestion/compte"), 200);
    struct str mine = between(r.body, "action=\"/gestion/compte/sessions/", "\"");
    get(&b, "/gestion/compte");
    ck_goes(post(&b, text("/gestion/compte/sessions/%.*s", STR_ARG(mine)), ""),
        "/gestion/compte?fait=sessions");
    ck_goes(get(&phone, "/gestion/compte"), "/gestion/connexion?suite=/gestion/compte");
    staff_sign_in(&phone, &m);
    get(&b, "/gestion/compte");
    ck_goes(post(&b, "/gestion/compte/sessions", ""), "/gestion/compte?fait=sessions");
    ck_goes(get(&phone, "/gestion/compte"), "/gestion/connexion?suite=/gestion/compte");
    ck_status(get(&b, "/gestion/compte"), 200);
}
END_TEST

START_TEST(ones_own_account)
{
    struct browser b = {0}, phone = {0};
    struct member m = invited(ROLE_QUOTES);
    enrol(&b, &m);
    staff_sign_in(&phone, &m);
    get(&b, "/gestion/compte");
    ck_goes(post(&b, "/gestion/compte", "notice=daily"), "/gestion/compte?fait=avis");
    struct reply r = get(&b, "/gestion/compte?fait=avis");
    ck_assert_str_is(shown(&r, "notice"), "daily");
    ck_status(post(&b, "/gestion/compte", "notice=jamais"), 422);
    /* new codes: the old ones serve no more */
    get(&b, "/gestion/compte/codes");
    struct str old = m.recovery[0];
    r = post(&b, "/gestion/compte/codes", "");
    read_codes(&m, &r);
    struct browser c = {0};
    r = give_password(&c, m.email, GOOD);
    follow(&c, &r);
    ck_status(post(&c, "/gestion/connexion/code", text("code=%.*s", STR_ARG(old))), 422);
    ck_goes(post(&c, "/gestion/connexion/code", text("code=%.*s", STR_ARG(m.recovery[9]))),
        "/gestion");
    /* another password ends every other session */
    confirm(&b, &m);
    get(&b, "/gestion/compte/mot-de-passe");
    r = post(&b, "/gestion/compte/mot-de-passe",
        "password=cinq+mots+que+voici+ici&again=cinq+mots+que+voici+ici");
    ck_goes(r, "/gestion/compte?fait=mot-de-passe");
    ck_status(get(&b, "/gestion/compte"), 200);
    ck_goes(get(&phone, "/gestion/compte"), "/gestion/connexion?suite=/gestion/compte");
    ck_status(give_password(&phone, m.email, GOOD), 422);
    ck_goes(give_password(&phone, m.email, "cinq+mots+que+voici+ici"),
        "/gestion/connexion/code?suite=/gestion");
}
END_TEST

static const char *member_path(const struct member *m, const char *tail)
{
    return text("/gestion/equipe/%.*s%s", STR_ARG(root_text(
        "SELECT public_id FROM staff WHERE id = %llu", (unsigned long long)m->id)), tail);
}

START_TEST(the_team_is_the_administrators)
{
    struct browser b = {0}, theirs = {0};
    struct member boss = invited(ROLE_ADMIN), m = invited(ROLE_QUOTES);
    enrol(&b, &boss);
    enrol(&theirs, &m);
    struct reply r = get(&b, "/gestion/equipe");
    ck_says(r, text("%.*s", STR_ARG(m.email)));
    ck_assert_uint_le(r.statements, 3);
    get(&b, member_path(&m, ""));
    ck_goes(post(&b, member_path(&m, ""), "roles.reviewer=1"), member_path(&m, "?fait=1"));
    ck_goes(get(&theirs, "/gestion"), "/gestion/candidatures"); /* at their next page already */
    ck_status(post(&b, member_path(&m, ""), ""), 422);
    /* a reset forgets both factors and ends what was open */
    r = post(&b, member_path(&m, "/reinitialiser"), "");
    ck_status(r, 200);
    m.token = between(r.body, "/gestion/invitation/", "<");
    ck_goes(get(&theirs, "/gestion"), "/gestion/connexion?suite=/gestion");
    struct browser again = {0};
    ck_status(give_password(&again, m.email, GOOD), 422);
    enrol(&again, &m);
    ck_goes(get(&again, "/gestion"), "/gestion/candidatures");
    /* disabled: out at once, and no way back but by an administrator */
    get(&b, member_path(&m, ""));
    ck_goes(post(&b, member_path(&m, "/desactiver"), ""), member_path(&m, "?fait=1"));
    ck_goes(get(&again, "/gestion"), "/gestion/connexion?suite=/gestion");
    ck_status(give_password(&again, m.email, GOOD), 422);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE object_kind = 'staff' AND"
        " object_id = %llu AND actor_id = %llu AND action IN ('staff.roles', 'staff.reset',"
        " 'staff.disable')", (unsigned long long)m.id, (unsigned long long)boss.id), 3);
    /* an address that is taken */
    get(&b, "/gestion/equipe/inviter");
    r = post(&b, "/gestion/equipe/inviter",
        text("name=Une+Autre&email=%.*s&roles.quotes=1", STR_ARG(m.email)));
    ck_status(r, 422);
    ck_says(r, "déjà celle");
    ck_assert_str_is(shown(&r, "name"), "Une Autre");
}
END_TEST

START_TEST(the_last_administrator_stays)
{
    struct browser b = {0}, second = {0};
    struct member boss = invited(ROLE_ADMIN | ROLE_QUOTES);
    enrol(&b, &boss);
    /* whoever else administers, from other tests, does not for this one */
    root_run("DELETE FROM staff_role WHERE role = 'admin' AND staff_id <> %llu",
        (unsigned long long)boss.id);
    get(&b, member_path(&boss, ""));
    struct reply r = post(&b, member_path(&boss, ""), "roles.quotes=1");
    ck_status(r, 422);
    ck_says(r, "personne d’autre");
    ck_status(post(&b, member_path(&boss, "/desactiver"), ""), 422);
    /* one who was only invited does not count; one who is active does */
    struct member other = invited(ROLE_ADMIN);
    ck_status(post(&b, member_path(&boss, ""), "roles.quotes=1"), 422);
    enrol(&second, &other);
    confirm(&b, &boss);
    get(&b, member_path(&boss, ""));
    ck_goes(post(&b, member_path(&boss, ""), "roles.quotes=1"), member_path(&boss, "?fait=1"));
    ck_status(get(&b, "/gestion/equipe"), 403);
}
END_TEST

static uint64_t drops_the_other(unsigned index, const void *arg)
{
    const struct member *m = arg;
    struct db *db = admin_db();
    struct staff who;
    struct staff_act act = {{"admin", 0}, now, arena};
    ck_assert(staff_find(db, arena, m[index].id, &who) == RC_OK);
    enum rc rc = staff_act_disable(db, &act, &who);
    db_close(db);
    return rc == RC_OK;
}

START_TEST(two_administrators_cannot_remove_each_other)
{
    struct browser a = {0}, b = {0};
    struct member m[2] = {invited(ROLE_ADMIN), invited(ROLE_ADMIN)};
    uint64_t done[2];
    enrol(&a, &m[0]);
    enrol(&b, &m[1]);
    root_run("DELETE FROM staff_role WHERE role = 'admin' AND staff_id NOT IN (%llu, %llu)",
        (unsigned long long)m[0].id, (unsigned long long)m[1].id);
    parallel(2, drops_the_other, m, done);
    ck_assert_uint_eq(done[0] + done[1], 1);
}
END_TEST

FLOW_MAIN("staff", from_invitation_to_work, an_invitation_lasts_a_day,
    what_was_begun_is_finished_within_the_day, passwords_that_are_refused, signing_in_and_out,
    a_code_serves_once, a_recovery_code_serves_once, nothing_tells_whether_an_account_exists,
    the_same_hashing_is_done_for_nobody, guessing_is_slowed_and_locks_nobody_out,
    one_network_cannot_try_every_account, codes_are_counted, what_is_privileged_asks_again,
    text_survives_a_session_that_ended, sessions_are_listed_and_ended, ones_own_account,
    the_team_is_the_administrators, the_last_administrator_stays,
    two_administrators_cannot_remove_each_other)
