/* A draft begun without an account; its address proved, here or elsewhere; two candidacies of one
 * year; answers sent after the session's end. */
#include "flow.h"

static struct reply save_identity(struct browser *b, struct str id, struct str email)
{
    get(b, at(id, "identite"));
    return post(b, at(id, "identite"), identity_of(email));
}

static struct reply confirm(struct browser *b, struct str id, struct str code)
{
    get(b, at(id, "adresse"));
    return post(b, at(id, "adresse"), text("code=%.*s", STR_ARG(code)));
}

static struct str begun(struct browser *b, struct str email)
{
    struct str id = start(b);
    struct reply r = save_identity(b, id, email);
    ck_goes(r, at(id, "diplomes"));
    return id;
}

static uint64_t owned(struct str id, struct str email)
{
    return root_number("SELECT COUNT(*) FROM candidacy c JOIN account a ON a.id = c.account_id"
        " WHERE c.public_id = '%.*s' AND a.email = '%.*s' AND c.session_id IS NULL", STR_ARG(id),
        STR_ARG(email));
}

static bool signed_in(struct browser *b)
{
    struct reply r = get(b, "/");
    return has(r.body, "Connexion ouverte avec l’adresse");
}

START_TEST(proving_the_address_attaches_the_draft)
{
    struct browser b = {0}, home = {0};
    struct str email = fresh_email(), id = begun(&b, email);
    struct reply r = get(&b, at(id, "projet"));
    ck_says(r, "Confirmez votre adresse");
    r = get(&b, at(id, "")); /* the next step of the whole, until it is done */
    ck_says(r, text("Un code vous attend à l’adresse %.*s", STR_ARG(email)));
    ck_says(r, "Saisir le code reçu");
    ck_silent(r, "Continuer");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s' AND kind ="
        " 'confirm'", STR_ARG(email)), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM account WHERE email = '%.*s'",
        STR_ARG(email)), 0);
    /* Saving identity again sends nothing more. */
    save_identity(&b, id, email);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s'",
        STR_ARG(email)), 1);
    r = confirm(&b, id, wrong_code_for(email));
    ck_status(r, 422);
    ck_says(r, "Ce code n’est pas le bon");
    struct str before = b.sid;
    r = confirm(&b, id, code_for(email));
    ck_goes(r, "/candidature");
    ck_assert(!str_eq(before, b.sid));
    ck_assert_uint_eq(owned(id, email), 1);
    struct reply after = get(&b, at(id, ""));
    ck_silent(after, "Un code vous attend");
    ck_says(after, "Continuer");
    r = follow(&b, &r);
    ck_goes(r, at(id, ""));
    r = get(&b, at(id, "projet"));
    ck_silent(r, "Confirmez votre adresse");
    struct browser thief = {.sid = before};
    r = get(&thief, at(id, ""));
    ck_status(r, 303);
    r = get(&b, at(id, "adresse")); /* nothing left to confirm */
    ck_goes(r, at(id, ""));
    sign_in(&home, email);
    r = get(&home, "/candidature");
    ck_goes(r, at(id, ""));
}
END_TEST

START_TEST(the_day_s_session_is_a_choice)
{
    struct browser b = {0};
    struct str email = fresh_email(), id = begun(&b, email);
    struct reply r = confirm(&b, id, code_for(email));
    ck_assert(!has(header_of(&r, "Set-Cookie"), "Max-Age"));
    now.s += 3601;
    ck_assert(!signed_in(&b));
    struct browser c = {0};
    email = fresh_email();
    id = begun(&c, email);
    get(&c, at(id, "adresse"));
    r = post(&c, at(id, "adresse"), text("code=%.*s&stay=1", STR_ARG(code_for(email))));
    ck_assert(has(header_of(&r, "Set-Cookie"), "Max-Age=86400"));
}
END_TEST

START_TEST(by_the_link)
{
    struct browser b = {0}, elsewhere = {0};
    struct str email = fresh_email(), id = begun(&b, email);
    const char *link = text("%.*s", STR_ARG(link_for(email)));
    struct reply r = get(&elsewhere, link);
    ck_says(r, "saisissez-y le code");
    post(&elsewhere, link, "");
    ck_assert_uint_eq(owned(id, email), 0);
    r = get(&b, link);
    ck_says(r, "Confirmer mon adresse");
    ck_assert_uint_eq(owned(id, email), 0);
    r = post(&b, link, "");
    ck_goes(r, "/candidature");
    ck_assert_uint_eq(owned(id, email), 1);
}
END_TEST

START_TEST(a_day_to_confirm)
{
    struct browser b = {0};
    struct str email = fresh_email(), id = begun(&b, email), old = code_for(email);
    now.s += 23 * 3600;
    get(&b, at(id, "adresse/renvoi"));
    struct reply r = post(&b, at(id, "adresse/renvoi"), "");
    ck_goes(r, at(id, "adresse"));
    r = confirm(&b, id, old);
    ck_status(r, 422);
    r = confirm(&b, id, code_for(email));
    ck_goes(r, "/candidature");
    struct browser late = {0};
    email = fresh_email();
    id = begun(&late, email);
    struct str link = link_for(email);
    now.s += 24 * 3600 + 1;
    r = get(&late, text("%.*s", STR_ARG(link)));
    ck_says(r, "n’est plus valable");
}
END_TEST

START_TEST(another_address_before_it_is_confirmed)
{
    struct browser b = {0};
    struct str wrong = fresh_email(), right = fresh_email(), id = begun(&b, wrong);
    const char *link = text("%.*s", STR_ARG(link_for(wrong)));
    struct str code = code_for(wrong);
    struct reply r = save_identity(&b, id, right);
    ck_status(r, 303);
    r = get(&b, at(id, "adresse"));
    ck_says(r, text("%.*s", STR_ARG(right)));
    r = confirm(&b, id, code);
    ck_status(r, 422);
    get(&b, link);
    r = post(&b, link, ""); /* an address that is no longer the draft's opens nothing */
    ck_says(r, "n’est plus valable");
    ck_assert_uint_eq(owned(id, wrong), 0);
    ck_assert(!signed_in(&b));
    r = confirm(&b, id, code_for(right));
    ck_goes(r, "/candidature");
    ck_assert_uint_eq(owned(id, right), 1);
}
END_TEST

START_TEST(too_many_addresses_lose_nothing)
{
    struct browser b = {0};
    struct str last = {0}, id = start(&b);
    for (int i = 0; i < 8; i++) {
        last = fresh_email();
        struct reply r = save_identity(&b, id, last);
        ck_goes(r, at(id, "diplomes"));
        ck_assert(header_of(&r, "Retry-After").p == NULL);
    }
    struct reply r = get(&b, at(id, "identite"));
    ck_assert(str_eq(shown(&r, "email"), last));
    get(&b, at(id, "adresse/renvoi"));
    r = post(&b, at(id, "adresse/renvoi"), "");
    ck_status(r, 429);
    now.s += 3600;
    get(&b, at(id, "adresse/renvoi"));
    r = post(&b, at(id, "adresse/renvoi"), "");
    ck_status(r, 303);
    r = confirm(&b, id, code_for(last));
    ck_goes(r, "/candidature");
}
END_TEST

/* ---- two of one year ---- */

static struct str second_of(struct browser *b, struct str email, struct str first)
{
    struct str id = begun(b, email);
    ck_assert(!str_eq(id, first));
    struct reply r = confirm(b, id, code_for(email));
    ck_goes(r, at(id, "choix"));
    r = follow(b, &r);
    ck_status(r, 200);
    ck_says(r, "Vous aviez déjà commencé une candidature");
    r = get(b, "/candidature");
    ck_goes(r, at(id, "choix"));
    r = follow(b, &r);
    return id;
}

START_TEST(keeping_the_first)
{
    struct browser a = {0}, b = {0};
    struct str email, first = signed_in_candidacy(&a, &email), second = second_of(&b, email, first);
    struct reply r = post(&b, at(second, "choix"), "keep=old");
    ck_goes(r, at(first, ""));
    ck_assert_uint_eq(owned(first, email), 1);
    ck_assert_uint_eq(owned(second, email), 0);
    r = get(&b, "/candidature"); /* and that was the answer: not asked again */
    ck_goes(r, at(first, ""));
    r = get(&b, at(first, "identite"));
    ck_status(r, 200);
    r = post(&b, at(second, "choix"), "keep=old");
    ck_assert(r.status == 303 || r.status == 404);
}
END_TEST

START_TEST(keeping_the_second)
{
    struct browser a = {0}, b = {0};
    struct str email, first = signed_in_candidacy(&a, &email), second = second_of(&b, email, first);
    struct str page = b.page;
    struct reply r = post(&b, at(second, "choix"), "keep=new");
    ck_goes(r, at(second, ""));
    ck_assert_uint_eq(owned(second, email), 1);
    ck_assert_uint_eq(owned(first, email), 0);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM candidacy WHERE public_id = '%.*s' AND"
        " session_id IS NOT NULL", STR_ARG(first)), 1);
    b.page = page; /* sent twice */
    r = post(&b, at(second, "choix"), "keep=new");
    ck_goes(r, at(second, ""));
    r = get(&b, "/candidature");
    ck_goes(r, at(second, ""));
    r = get(&a, at(first, "")); /* put aside: nobody's */
    ck_status(r, 404);
    r = get(&a, "/candidature");
    ck_goes(r, at(second, ""));
    r = get(&b, at(second, "identite"));
    ck_assert_str_is(shown(&r, "birth_name"), "Le Gall");
}
END_TEST

START_TEST(only_a_draft_is_put_aside)
{
    struct browser a = {0}, b = {0};
    struct str email, first = signed_in_candidacy(&a, &email);
    root_run("UPDATE candidacy SET state = 'submitted' WHERE public_id = '%.*s'", STR_ARG(first));
    struct str second = second_of(&b, email, first);
    ck_assert(!has(b.page, "value=\"new\""));
    struct reply r = post(&b, at(second, "choix"), "keep=new");
    ck_status(r, 409);
    ck_assert_uint_eq(owned(first, email), 1);
    ck_assert_uint_eq(owned(second, email), 0);
    /* Nor one that was submitted, given up and taken up again: what it froze keeps its owner. */
    root_run("UPDATE candidacy SET state = 'draft', submissions = 1 WHERE public_id = '%.*s'",
        STR_ARG(first));
    r = get(&b, at(second, "choix"));
    ck_silent(r, "value=\"new\"");
    r = post(&b, at(second, "choix"), "keep=new");
    ck_status(r, 409);
    ck_assert_uint_eq(owned(first, email), 1);
}
END_TEST

START_TEST(a_draft_without_address_beside_the_account_s)
{
    struct browser a = {0}, b = {0};
    struct str email, first = signed_in_candidacy(&a, &email), second = start(&b);
    sign_in(&b, email); /* without having typed an address into the draft */
    struct reply r = get(&b, "/candidature");
    ck_goes(r, at(second, "choix"));
    follow(&b, &r);
    r = post(&b, at(second, "choix"), "keep=new");
    ck_goes(r, at(second, ""));
    ck_assert_uint_eq(owned(second, email), 1);
    ck_assert_uint_eq(owned(first, email), 0);
}
END_TEST

START_TEST(signed_in_there_is_nothing_to_prove)
{
    struct browser b = {0};
    struct str email = fresh_email(), id = start(&b);
    sign_in(&b, email);
    struct reply r = get(&b, "/candidature");
    ck_goes(r, at(id, ""));
    uint64_t mails = root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s'",
        STR_ARG(email));
    r = save_identity(&b, id, email);
    ck_goes(r, at(id, "diplomes"));
    ck_assert_uint_eq(owned(id, email), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s'",
        STR_ARG(email)), mails);
}
END_TEST

/* ---- recovered elsewhere ---- */

START_TEST(an_unconfirmed_draft_is_recovered_by_its_address)
{
    struct browser first = {0}, elsewhere = {0};
    struct str email = fresh_email(), id = begun(&first, email);
    get(&first, at(id, "projet"));
    sign_in(&elsewhere, email);
    ck_assert_uint_eq(owned(id, email), 1);
    struct reply r = get(&elsewhere, "/candidature");
    ck_goes(r, at(id, ""));
    r = get(&elsewhere, at(id, "identite"));
    ck_assert_str_is(shown(&r, "birth_name"), "Le Gall");
    /* The browser that began it is out: what it sends is kept, and offered once it has proved the
     * address too. */
    r = post(&first, at(id, "projet"), "project=Un+projet");
    ck_goes(r, text("/connexion?garde=1&suite=%s", at(id, "projet")));
    r = get(&first, at(id, ""));
    ck_status(r, 303);
    sign_in(&first, email);
    r = get(&first, "/connexion/reprise");
    ck_says(r, "Un projet");
    r = post(&first, at(id, "projet"), "");
    ck_assert(r.status == 303 || r.status == 422);
    r = get(&elsewhere, at(id, "projet"));
    ck_assert_str_is(shown(&r, "project"), "Un projet");
}
END_TEST

/* A stranger typed the same address into a draft of theirs, and touched it last. */
START_TEST(one_s_own_draft_comes_first)
{
    struct browser own = {0}, stranger = {0};
    struct str email = fresh_email(), mine = begun(&own, email);
    now.s += 60;
    struct str theirs = begun(&stranger, email);
    sign_in(&own, email);
    ck_assert_uint_eq(owned(mine, email), 1);
    ck_assert_uint_eq(owned(theirs, email), 0);
    struct reply r = get(&own, "/candidature");
    ck_goes(r, at(mine, ""));
    r = get(&stranger, at(mine, ""));
    ck_status(r, 404);
    r = get(&own, at(theirs, ""));
    ck_status(r, 404);
}
END_TEST

START_TEST(of_two_drafts_one_is_the_account_s)
{
    struct browser one = {0}, two = {0}, three = {0};
    struct str email = fresh_email(), a = begun(&one, email), b = begun(&two, email);
    sign_in(&three, email);
    ck_assert_uint_eq(owned(a, email) + owned(b, email), 1);
    struct reply r = get(&three, "/candidature");
    ck_goes(r, at(owned(a, email) ? a : b, ""));
    /* The other one stays where it is, and is offered there. */
    struct browser *left = owned(a, email) ? &two : &one;
    struct str its = owned(a, email) ? b : a;
    r = get(left, at(its, ""));
    ck_status(r, 200);
    get(left, at(its, "adresse/renvoi"));
    post(left, at(its, "adresse/renvoi"), "");
    r = confirm(left, its, code_for(email));
    ck_goes(r, at(its, "choix"));
}
END_TEST

/* ---- what was sent after the session's end ---- */

static struct str ended_while_writing(struct browser *b, struct str *email)
{
    struct str id = signed_in_candidacy(b, email);
    get(b, at(id, "projet"));
    now.s += 3601;
    return id;
}

static uint64_t kept(struct str id)
{
    return root_number("SELECT COUNT(*) FROM stash WHERE path = '%s'", at(id, "projet"));
}

START_TEST(answers_are_kept_sealed_and_offered)
{
    struct browser b = {0}, other = {0};
    struct str email, id = ended_while_writing(&b, &email);
    struct reply r = post(&b, at(id, "projet"), "project=Une+ferme+%C3%A9cole&expectations=Apprendre"
                                                "&objects.similar=1");
    ck_goes(r, text("/connexion?garde=1&suite=%s", at(id, "projet")));
    ck_assert_uint_eq(kept(id), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM stash WHERE path = '%s' AND (sealed LIKE"
        " '%%ferme%%' OR sealed LIKE '%%cole%%')", at(id, "projet")), 0);
    r = follow(&b, &r);
    ck_says(r, "gardé");
    /* Another browser of the same person does not see them. */
    sign_in(&other, email);
    r = get(&other, "/connexion/reprise");
    ck_goes(r, "/candidature");
    r = post(&b, text("/connexion?garde=1&suite=%s", at(id, "projet")),
        text("email=%.*s", STR_ARG(email)));
    follow(&b, &r);
    r = post(&b, text("/connexion/code?suite=%s", at(id, "projet")),
        text("code=%.*s", STR_ARG(code_for(email))));
    ck_goes(r, "/connexion/reprise");
    r = follow(&b, &r);
    ck_status(r, 200);
    ck_says(r, "Une ferme école");
    r = post(&b, at(id, "projet"), "");
    ck_goes(r, at(id, "financement"));
    ck_assert_uint_eq(kept(id), 0);
    r = get(&b, at(id, "projet"));
    ck_assert_str_is(shown(&r, "project"), "Une ferme école");
    ck_assert_str_is(shown(&r, "objects.similar"), "1");
    r = get(&b, "/connexion/reprise");
    ck_goes(r, "/candidature");
}
END_TEST

/* A shared computer: the next person signs in, in the same browser, within the hour. */
START_TEST(they_are_offered_to_nobody_else)
{
    struct browser b = {0};
    struct str email, id = ended_while_writing(&b, &email), next = fresh_email();
    struct reply r = post(&b, at(id, "projet"), "project=Une+ferme");
    ck_assert_uint_eq(kept(id), 1);
    get(&b, "/connexion");
    r = post(&b, "/connexion", text("email=%.*s", STR_ARG(next)));
    follow(&b, &r);
    r = post(&b, "/connexion/code?suite=/candidature", text("code=%.*s", STR_ARG(code_for(next))));
    ck_goes(r, "/candidature");
    r = get(&b, "/connexion/reprise");
    ck_goes(r, "/candidature");
    ck_assert_uint_eq(kept(id), 1); /* its owner may still come */
}
END_TEST

START_TEST(they_can_be_given_up_and_do_not_last)
{
    struct browser b = {0};
    struct str email, id = ended_while_writing(&b, &email);
    post(&b, at(id, "projet"), "project=Une+ferme");
    sign_in(&b, email);
    get(&b, "/connexion/reprise");
    struct reply r = post(&b, "/connexion/reprise", "");
    ck_goes(r, "/candidature");
    ck_assert_uint_eq(kept(id), 0);
    get(&b, at(id, "projet"));
    now.s += 3601;
    post(&b, at(id, "projet"), "project=Une+ferme");
    ck_assert_uint_eq(kept(id), 1);
    now.s += 3601;
    sign_in(&b, email);
    r = get(&b, "/connexion/reprise");
    ck_goes(r, "/candidature");
}
END_TEST

START_TEST(a_foreign_post_is_not_kept)
{
    struct browser b = {0};
    struct str email, id = ended_while_writing(&b, &email);
    b.fetch_site = "cross-site";
    b.origin = "https://ailleurs.example";
    struct reply r = post(&b, at(id, "projet"), "project=Autre+chose");
    ck_status(r, 403);
    b.fetch_site = "";
    r = post(&b, at(id, "projet"), "project=Autre+chose");
    ck_status(r, 403);
    b.origin = b.fetch_site = NULL;
    ck_assert_uint_eq(kept(id), 0);
    /* Nor one that does something else than answer. */
    get(&b, "/connexion");
    r = post(&b, at(id, "adresse/renvoi"), "");
    ck_status(r, 403);
}
END_TEST

FLOW_MAIN("draft", proving_the_address_attaches_the_draft, the_day_s_session_is_a_choice,
    by_the_link, a_day_to_confirm, another_address_before_it_is_confirmed,
    too_many_addresses_lose_nothing, keeping_the_first, keeping_the_second,
    only_a_draft_is_put_aside, a_draft_without_address_beside_the_account_s,
    signed_in_there_is_nothing_to_prove, an_unconfirmed_draft_is_recovered_by_its_address,
    one_s_own_draft_comes_first, of_two_drafts_one_is_the_account_s,
    answers_are_kept_sealed_and_offered, they_are_offered_to_nobody_else,
    they_can_be_given_up_and_do_not_last, a_foreign_post_is_not_kept)
