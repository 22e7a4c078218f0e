/* One's account: where one is signed in, changing the address by proving both; giving a candidacy
 * up and starting it again. */
#include "flow.h"



/* Asks for the change; the page of the two codes is then the last one. */
static void ask_change(struct browser *b, struct str to)
{
    get(b, "/compte/adresse");
    struct reply r = post(b, "/compte/adresse", text("email=%.*s", STR_ARG(to)));
    ck_goes(r, "/compte/adresse/codes");
    r = follow(b, &r);
    ck_status(r, 200);
}

static struct reply type_codes(struct browser *b, struct str old_code, struct str new_code)
{
    get(b, "/compte/adresse/codes");
    return post(b, "/compte/adresse/codes",
        text("code_old=%.*s&code_new=%.*s", STR_ARG(old_code), STR_ARG(new_code)));
}

static uint64_t accounts(struct str email)
{
    return root_number("SELECT COUNT(*) FROM account WHERE email = '%.*s'", STR_ARG(email));
}

static uint64_t mails(struct str email, const char *kind)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s' AND kind = '%s'",
        STR_ARG(email), kind);
}

static bool signed_in(struct browser *b)
{
    struct reply r = get(b, "/");
    return has(r.body, "Connexion ouverte avec l’adresse");
}

START_TEST(where_one_is_signed_in)
{
    struct browser a = {0}, b = {0}, visitor = {0};
    struct str email = fresh_email();
    struct reply r = get(&visitor, "/compte");
    ck_goes(r, "/connexion?suite=/compte");
    sign_in(&a, email);
    r = get(&a, "/compte");
    ck_says(r, text("%.*s", STR_ARG(email)));
    ck_says(r, "Ce navigateur");
    ck_says(r, "Aucune autre connexion");
    ck_silent(r, "Autre appareil");
    ck_assert_uint_le(r.statements, 3);
    sign_in(&b, email);
    r = get(&a, "/compte");
    ck_says(r, "Autre appareil");
    r = post(&a, "/compte/sessions", "");
    ck_goes(r, "/compte");
    ck_assert(signed_in(&a) && !signed_in(&b));
    r = follow(&a, &r);
    ck_says(r, "Aucune autre connexion");
    /* One that ran out is not listed. */
    sign_in(&b, email);
    now.s += 3000;
    get(&a, "/compte");
    now.s += 700;
    r = get(&a, "/compte");
    ck_silent(r, "Autre appareil");
}
END_TEST

START_TEST(both_codes_change_it)
{
    struct browser a = {0}, b = {0};
    struct str email, to = fresh_email(), id = signed_in_candidacy(&a, &email);
    get(&a, at(id, "identite"));
    post(&a, at(id, "identite"), identity_of(email));
    sign_in(&b, email);
    ask_change(&a, to);
    ck_assert_uint_eq(mails(email, "address_old"), 1);
    ck_assert_uint_eq(mails(to, "address_new"), 1);
    ck_assert_uint_eq(accounts(to), 0);
    struct str before = a.sid;
    struct reply r = type_codes(&a, code_for(email), code_for(to));
    ck_goes(r, "/compte?adresse=1");
    ck_assert(!str_eq(a.sid, before));
    r = follow(&a, &r);
    ck_says(r, text("%.*s", STR_ARG(to)));
    ck_says(r, "Votre adresse est changée");
    ck_assert_uint_eq(accounts(email), 0);
    ck_assert_uint_eq(accounts(to), 1);
    ck_assert(signed_in(&a) && !signed_in(&b));
    ck_assert_uint_eq(mails(email, "address_changed"), 1);
    ck_assert_uint_eq(mails(to, "address_changed"), 0);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit x JOIN account a ON a.id = x.object_id"
        " WHERE x.action = 'account.change_email' AND x.object_kind = 'account'"
        " AND a.email = '%.*s'", STR_ARG(to)), 1);
    r = get(&a, at(id, "identite"));
    ck_assert(str_eq(shown(&r, "email"), to));
    /* The candidacy is found by the new address, and by it alone. */
    struct browser c = {0}, d = {0};
    sign_in(&c, to);
    r = get(&c, "/candidature");
    ck_goes(r, at(id, ""));
    sign_in(&d, email);
    r = get(&d, "/candidature");
    ck_status(r, 200);
}
END_TEST

START_TEST(one_code_is_not_enough)
{
    struct browser a = {0};
    struct str email = fresh_email(), to = fresh_email();
    sign_in(&a, email);
    ask_change(&a, to);
    struct reply r = type_codes(&a, code_for(email), STR(""));
    ck_status(r, 422);
    ck_says(r, "href=\"#code-new\"");
    r = type_codes(&a, wrong_code_for(email), code_for(to));
    ck_status(r, 422);
    ck_assert_uint_eq(accounts(email), 1);
    /* The right one of the two need not be typed again. */
    ck_says(r, "Ce code n’est pas le bon");
    ck_silent(r, "name=\"code_new\"");
    r = get(&a, "/compte/adresse/codes");
    ck_silent(r, "name=\"code_new\"");
    ck_says(r, "name=\"code_old\"");
    r = post(&a, "/compte/adresse/codes", text("code_old=%.*s", STR_ARG(code_for(email))));
    ck_goes(r, "/compte?adresse=1");
    ck_assert_uint_eq(accounts(to), 1);
}
END_TEST

START_TEST(by_links_one_after_the_other)
{
    struct browser a = {0}, elsewhere = {0};
    struct str email = fresh_email(), to = fresh_email();
    sign_in(&a, email);
    ask_change(&a, to);
    const char *first = text("%.*s", STR_ARG(link_for(to)));
    const char *second = text("%.*s", STR_ARG(link_for(email)));
    struct reply r = get(&elsewhere, first);
    ck_says(r, "saisissez-y le code");
    r = get(&a, first);
    ck_says(r, "Confirmer mon adresse");
    ck_silent(r, "name=\"stay\""); /* it opens no session: nothing asks how long one may last */
    ck_assert_uint_eq(accounts(to), 0);
    r = post(&a, first, "");
    ck_goes(r, "/compte/adresse/codes");
    ck_assert_uint_eq(accounts(to), 0);
    get(&a, second);
    r = post(&a, second, "");
    ck_goes(r, "/compte?adresse=1");
    ck_assert_uint_eq(accounts(to), 1);
    ck_assert_uint_eq(mails(email, "address_changed"), 1);
    r = get(&a, second);
    ck_says(r, "a déjà servi");
}
END_TEST

START_TEST(a_link_without_the_account_signed_in)
{
    struct browser a = {0};
    struct str email = fresh_email(), to = fresh_email();
    sign_in(&a, email);
    ask_change(&a, to);
    const char *link = text("%.*s", STR_ARG(link_for(to)));
    root_run("UPDATE session SET ended_at = created_at WHERE account_id = (SELECT id FROM account"
             " WHERE email = '%.*s')", STR_ARG(email));
    get(&a, "/connexion");
    struct reply r = post(&a, link, "");
    ck_assert_msg(r.status == 303 || r.status == 200, "%d", r.status);
    ck_assert(!signed_in(&a));
    ck_assert_uint_eq(accounts(to), 0);
    r = get(&a, "/compte/adresse/codes");
    ck_goes(r, "/connexion?suite=/compte/adresse/codes");
}
END_TEST

START_TEST(ten_minutes_and_six_tries)
{
    struct browser a = {0};
    struct str email = fresh_email(), to = fresh_email();
    sign_in(&a, email);
    ask_change(&a, to);
    for (int i = 0; i < 6; i++) {
        struct reply r = type_codes(&a, wrong_code_for(email), wrong_code_for(to));
        ck_status(r, 422);
    }
    struct reply r = type_codes(&a, code_for(email), code_for(to));
    ck_status(r, 422);
    ck_says(r, "plus valable");
    ck_assert_uint_eq(accounts(email), 1);
    ask_change(&a, to);
    now.s += 600;
    r = get(&a, "/compte/adresse/codes");
    ck_goes(r, "/compte/adresse");
    r = post(&a, "/compte/adresse/codes",
        text("code_old=%.*s&code_new=%.*s", STR_ARG(code_for(email)), STR_ARG(code_for(to))));
    ck_assert_uint_eq(accounts(email), 1);
}
END_TEST

START_TEST(codes_of_two_changes_do_not_mix)
{
    struct browser a = {0};
    struct str email = fresh_email(), first = fresh_email(), second = fresh_email();
    sign_in(&a, email);
    ask_change(&a, first);
    struct str old_code = code_for(email), first_code = code_for(first);
    get(&a, "/compte/adresse/codes");
    struct reply r = post(&a, "/compte/adresse/codes",
        text("code_old=%.*s&code_new=%.*s", STR_ARG(old_code), STR_ARG(wrong_code_for(first))));
    ck_status(r, 422); /* the old side of the first change is proved */
    ask_change(&a, second);
    r = type_codes(&a, old_code, code_for(second));
    ck_status(r, 422);
    ck_assert_uint_eq(accounts(second), 0);
    /* the first change's second code belongs to a change that was given up */
    r = type_codes(&a, wrong_code_for(email), first_code);
    ck_status(r, 422);
    ck_assert_uint_eq(accounts(first), 0);
    r = post(&a, "/compte/adresse/codes", text("code_old=%.*s", STR_ARG(code_for(email))));
    ck_goes(r, "/compte?adresse=1");
    ck_assert_uint_eq(accounts(second), 1);
}
END_TEST

START_TEST(an_address_that_has_an_account)
{
    struct browser a = {0}, other = {0};
    struct str email = fresh_email(), taken = fresh_email();
    sign_in(&other, taken);
    sign_in(&a, email);
    ask_change(&a, taken); /* nothing tells that it is taken … */
    ck_assert_uint_eq(mails(taken, "address_new"), 1);
    struct reply r = type_codes(&a, code_for(email), code_for(taken));
    ck_status(r, 422); /* … but to who has proved it */
    ck_says(r, "Un dossier existe déjà avec cette adresse");
    ck_assert_uint_eq(accounts(email), 1);
    ck_assert_uint_eq(accounts(taken), 1);
    ck_assert(signed_in(&a) && signed_in(&other));
    get(&a, "/compte/adresse");
    r = post(&a, "/compte/adresse", text("email=%.*s", STR_ARG(email)));
    ck_status(r, 422);
    ck_says(r, "C’est déjà votre adresse");
}
END_TEST

START_TEST(changes_are_limited)
{
    struct browser a = {0};
    now.s += 3600 - now.s % 3600; /* the wait ends with the hour in which they are counted */
    sign_in(&a, fresh_email());
    for (int i = 0; i < 5; i++)
        ask_change(&a, fresh_email());
    get(&a, "/compte/adresse");
    struct reply r = post(&a, "/compte/adresse", text("email=%.*s", STR_ARG(fresh_email())));
    ck_status(r, 429);
    ck_assert_str_is(header_of(&r, "Retry-After"), "60");
}
END_TEST

START_TEST(another_address_in_identity_is_sent_there)
{
    struct browser a = {0};
    struct str email, id = signed_in_candidacy(&a, &email);
    struct reply r = get(&a, at(id, "identite"));
    ck_assert(str_eq(shown(&r, "email"), email)); /* not asked twice */
    ck_says(r, "href=\"/compte/adresse\"");
    struct str other = fresh_email();
    r = post(&a, at(id, "identite"), identity_of(other));
    ck_status(r, 422);
    ck_says(r, "Ce n’est pas l’adresse de votre compte");
    ck_assert(str_eq(shown(&r, "email"), other));
    ck_assert_str_is(shown(&r, "city"), "Paris");
    ck_assert_uint_eq(mails(other, "confirm"), 0);
    r = post(&a, at(id, "identite"), identity_of(email));
    ck_goes(r, at(id, "diplomes"));
}
END_TEST

/* ---- giving up, starting again ---- */

static struct str state_of(struct str id)
{
    return root_text("SELECT state FROM candidacy WHERE public_id = '%.*s'", STR_ARG(id));
}

START_TEST(given_up_and_started_again)
{
    struct browser a = {0};
    struct str email, id = signed_in_candidacy(&a, &email);
    get(&a, at(id, "module"));
    post(&a, at(id, "module"), "wanted=yes");
    struct reply r = get(&a, at(id, ""));
    ck_says(r, text("href=\"%s\"", at(id, "retrait")));
    r = get(&a, at(id, "retrait"));
    ck_says(r, "govuk-button--warning");
    ck_assert_str_is(state_of(id), "draft");
    struct str page = a.page;
    r = post(&a, at(id, "retrait"), "");
    ck_goes(r, at(id, ""));
    ck_assert_str_is(state_of(id), "withdrawn");
    a.page = page;
    r = post(&a, at(id, "retrait"), ""); /* sent twice */
    ck_goes(r, at(id, ""));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit x JOIN candidacy c ON c.id ="
        " x.object_id WHERE x.action = 'candidacy.withdraw' AND c.public_id = '%.*s'",
        STR_ARG(id)), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM candidacy WHERE public_id = '%.*s' AND"
        " withdrawn_at IS NOT NULL", STR_ARG(id)), 1);
    r = get(&a, at(id, ""));
    ck_says(r, "Vous avez retiré cette candidature");
    ck_silent(r, "Votre candidature est déposée");
    ck_says(r, text("href=\"%s\"", at(id, "recommencer")));
    ck_silent(r, text("href=\"%s\"", at(id, "retrait")));
    /* Nothing can be changed meanwhile. */
    r = get(&a, at(id, "module"));
    ck_goes(r, at(id, ""));
    r = get(&a, at(id, "retrait"));
    ck_goes(r, at(id, ""));
    get(&a, at(id, ""));
    r = post(&a, at(id, "module"), "wanted=no");
    ck_status(r, 409);
    /* Starting « another one » is this one. */
    now.s += 1;
    get(&a, "/");
    r = post(&a, "/candidature", "");
    ck_goes(r, at(id, ""));
    r = get(&a, at(id, "recommencer"));
    ck_status(r, 200);
    r = post(&a, at(id, "recommencer"), "");
    ck_goes(r, at(id, ""));
    ck_assert_str_is(state_of(id), "draft");
    r = get(&a, at(id, "module"));
    ck_assert_str_is(shown(&r, "wanted"), "yes");
}
END_TEST

START_TEST(only_while_the_intake_is_open)
{
    struct browser a = {0};
    struct str id = signed_in_candidacy(&a, NULL);
    get(&a, at(id, "retrait"));
    post(&a, at(id, "retrait"), "");
    get(&a, at(id, "recommencer"));
    struct str page = a.page;
    struct str closes = root_text("SELECT CAST(i.closes_at AS CHAR) FROM intake i JOIN candidacy c ON"
        " c.intake_id = i.id WHERE c.public_id = '%.*s'", STR_ARG(id));
    root_run("UPDATE intake i JOIN candidacy c ON c.intake_id = i.id SET i.closes_at ="
             " FROM_UNIXTIME(%lld) WHERE c.public_id = '%.*s'", (long long)now.s - 3600,
        STR_ARG(id));
    struct reply r = get(&a, at(id, ""));
    ck_silent(r, at(id, "recommencer"));
    a.page = page;
    r = post(&a, at(id, "recommencer"), "");
    struct str state = arena_dup(arena, state_of(id));
    root_run("UPDATE intake i JOIN candidacy c ON c.intake_id = i.id SET i.closes_at = '%.*s'"
             " WHERE c.public_id = '%.*s'", STR_ARG(closes), STR_ARG(id));
    ck_status(r, 409);
    ck_assert_str_is(state, "withdrawn");
}
END_TEST

START_TEST(who_may_give_up_what)
{
    struct browser a = {0}, drafting = {0};
    struct str id = submitted_candidacy(&a, "Rolland", "individual", NULL);
    struct str draft = start(&drafting);
    struct reply r = get(&drafting, at(draft, ""));
    ck_silent(r, "retrait"); /* nobody's yet */
    get(&drafting, at(draft, "module"));
    r = post(&drafting, at(draft, "retrait"), "");
    ck_status(r, 409);
    static const struct {
        const char *state;
        bool can;
    } rows[] = {{"submitted", true}, {"taken_back", true}, {"review", true}, {"decided", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        root_run("UPDATE candidacy SET state = 'draft' WHERE public_id = '%.*s'", STR_ARG(id));
        get(&a, at(id, "module"));
        root_run("UPDATE candidacy SET state = '%s' WHERE public_id = '%.*s'", rows[i].state,
            STR_ARG(id));
        r = post(&a, at(id, "retrait"), "");
        ck_assert_msg(r.status == (rows[i].can ? 303 : 409), "%s: %d", rows[i].state, r.status);
        ck_assert_str_is(state_of(id), rows[i].can ? "withdrawn" : rows[i].state);
        get(&a, "/compte");
        r = post(&a, at(id, "recommencer"), "");
        ck_assert_msg(r.status == (rows[i].can ? 303 : 409), "%s: %d", rows[i].state, r.status);
    }
}
END_TEST

/* A mail came back: said on each page of the dossier, until the address is proved again. */
START_TEST(an_address_to_check_is_said_until_it_is_proved)
{
    struct browser a = {0};
    struct str email, id = signed_in_candidacy(&a, &email);
    const char *said = "Adresse à vérifier";
    struct reply r = get(&a, at(id, ""));
    ck_silent(r, said);
    unsigned before = r.statements;
    root_run("INSERT INTO address_state (email, hard_bounces, last_at) VALUES ('%.*s', 2, NOW())",
        STR_ARG(email));
    root_run("UPDATE account SET address_state = 'dead' WHERE email = '%.*s'", STR_ARG(email));
    r = get(&a, at(id, ""));
    ck_says(r, said);
    ck_says(r, "href=\"/compte/adresse\"");
    ck_assert_uint_eq(r.statements, before);
    r = get(&a, at(id, "projet"));
    ck_says(r, said);
    sign_in(&a, email);
    r = get(&a, at(id, ""));
    ck_silent(r, said);
    ck_assert_uint_eq(root_number("SELECT hard_bounces FROM address_state WHERE email = '%.*s'",
                          STR_ARG(email)), 0);
}
END_TEST

FLOW_MAIN("account", where_one_is_signed_in, both_codes_change_it, one_code_is_not_enough,
    by_links_one_after_the_other, a_link_without_the_account_signed_in, ten_minutes_and_six_tries,
    codes_of_two_changes_do_not_mix, an_address_that_has_an_account, changes_are_limited,
    another_address_in_identity_is_sent_there, given_up_and_started_again,
    only_while_the_intake_is_open, who_may_give_up_what,
    an_address_to_check_is_said_until_it_is_proved)
