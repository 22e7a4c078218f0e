/* The staff's door: from an invitation to signing in, what proves who one is; what a stranger learns
 * there and what they can hinder. */
#include "staff_member.h"

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

/* … nor keep out a browser that has been through the door, from a network that others share. */
START_TEST(a_shared_network_does_not_shut_a_known_browser_out)
{
    struct browser b = {.address = "203.0.113.201"};
    struct member m = invited(ROLE_QUOTES);
    enrol(&b, &m);
    ck_assert(b.desk_known.n && !has(b.desk_known, m.email.p));
    site.demo = false;
    now.s += 900 - now.s % 900;
    for (int i = 0; i < 64; i++) {
        struct browser stranger = {.address = "203.0.113.201"};
        give_password(&stranger, i % 2 ? m.email : fresh_email(), "toujours+le+meme+essai");
    }
    struct browser stranger = {.address = "203.0.113.201"};
    struct reply r = give_password(&stranger, m.email, GOOD);
    ck_status(r, 429);
    struct browser back = {.address = "203.0.113.201", .desk_known = b.desk_known};
    staff_sign_in(&back, &m);
    site.demo = true;
}
END_TEST

/* Tries are counted by quarters of an hour (store/throttle.c): a test's are all of one. */
static void new_quarter(void)
{
    now.s += 900 - now.s % 900;
}

START_TEST(codes_are_counted)
{
    struct browser b = {0}, other = {.address = "203.0.113.31"};
    new_quarter();
    struct member m = invited(ROLE_QUOTES);
    unsigned wrong = 0;
    enrol(&b, &m);
    struct reply r = give_password(&other, m.email, GOOD);
    follow(&other, &r);
    for (int i = 0; i < 10; i++)
        wrong += post(&other, "/gestion/connexion/code", "code=000000").status == 422;
    ck_assert_uint_eq(wrong, 10);
    r = post(&other, "/gestion/connexion/code", text("code=%s", code(&m)));
    ck_status(r, 429);
    ck_assert(header_of(&r, "Retry-After").n && !header_of(&r, "Set-Cookie").n);
    struct browser home = {.address = "198.51.100.78"};
    staff_sign_in(&home, &m);
}
END_TEST

/* Somebody who has the password, in four networks, uses up every guess there is. */
START_TEST(guessing_codes_everywhere_locks_nobody_out_of_their_own_network)
{
    struct browser b = {0}, home = {.address = "198.51.100.79"}, chief = {0};
    struct member m = invited(ROLE_QUOTES);
    unsigned guesses = 0;
    enrol(&b, &m);
    now.s += 86400 - now.s % 86400 + 3600; /* all in one day */
    staff_sign_in(&home, &m);
    for (int quarter = 0; quarter < 6; quarter++, now.s += 901)
        for (int net = 0; net < 4; net++) {
            struct browser thief = {.address = text("203.0.%d.41", 100 + net)};
            struct reply r = give_password(&thief, m.email, GOOD);
            follow(&thief, &r);
            for (int i = 0; i < 10; i++)
                guesses += post(&thief, "/gestion/connexion/code", "code=000000").status == 422;
        }
    /* a hundred, then one at a time, each wait longer than the one before */
    ck_assert_msg(guesses >= 100 && guesses <= 110, "%u guesses", guesses);
    struct browser back = {.address = "198.51.100.79"};
    struct reply r;
    staff_sign_in(&back, &m);
    /* a right code uses up nothing: the network and the password alone were counted */
    uint64_t acts = root_number("SELECT SUM(acts) FROM throttle");
    staff_sign_in(&(struct browser){.address = "198.51.100.79"}, &m);
    ck_assert_uint_eq(root_number("SELECT SUM(acts) FROM throttle"), acts + 2);
    /* and a new second factor begins anew */
    struct member boss = invited(ROLE_ADMIN); /* an invitation lasts a day, and it is tomorrow */
    enrol(&chief, &boss);
    get(&chief, member_path(&m, ""));
    r = post(&chief, member_path(&m, "/reinitialiser"), "");
    ck_status(r, 200);
    m.token = between(r.body, "/gestion/invitation/", "<");
    enrol(&(struct browser){.address = "203.0.113.99"}, &m);
    staff_sign_in(&(struct browser){.address = "203.0.113.99"}, &m);
}
END_TEST

FLOW_MAIN("staff", guessing_codes_everywhere_locks_nobody_out_of_their_own_network, from_invitation_to_work, an_invitation_lasts_a_day,
    what_was_begun_is_finished_within_the_day, passwords_that_are_refused, signing_in_and_out,
    a_code_serves_once, a_recovery_code_serves_once, nothing_tells_whether_an_account_exists,
    the_same_hashing_is_done_for_nobody, guessing_is_slowed_and_locks_nobody_out,
    one_network_cannot_try_every_account,
    a_shared_network_does_not_shut_a_known_browser_out, codes_are_counted)
