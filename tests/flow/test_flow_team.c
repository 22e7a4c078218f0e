/* The staff's accounts from within: identity asked again, one's own sessions, password and codes; who
 * may do what to whom. */
#include "staff_member.h"

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
    ck_says(r, "est gardée");
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
    struct browser b = {0}, other = {0};
    struct browser phone = {.user_agent = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Safari/537"};
    struct member m = invited(ROLE_QUOTES), n = invited(ROLE_QUOTES);
    enrol(&b, &m);
    staff_sign_in(&phone, &m);
    enrol(&other, &n);
    struct reply r = get(&b, "/gestion/compte");
    ck_says(r, "Un autre appareil (Chrome sur Android)");
    ck_says(r, "Ce navigateur (Firefox sur Linux)");
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

FLOW_MAIN("team", what_is_privileged_asks_again, text_survives_a_session_that_ended,
    sessions_are_listed_and_ended, ones_own_account, the_team_is_the_administrators,
    the_last_administrator_stays, two_administrators_cannot_remove_each_other)
