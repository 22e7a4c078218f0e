/* A page left open while the person signs in or proves something in another tab: what is typed there
 * is saved all the same, or shown again, ready to be sent. */
#include "staff_member.h"

/* The address of the draft is confirmed in the second tab, while one types in the first. */
START_TEST(confirming_elsewhere_leaves_the_open_page_alive)
{
    struct browser b = {0};
    struct str id = start(&b), email = fresh_email();
    get(&b, at(id, "identite"));
    ck_status(post(&b, at(id, "identite"), identity_of(email)), 303);
    get(&b, at(id, "projet"));
    struct str tab = b.page, before = b.sid;
    get(&b, at(id, "adresse"));
    ck_status(post(&b, at(id, "adresse"), text("code=%.*s", STR_ARG(code_for(email)))), 303);
    ck_assert(!str_eq(before, b.sid)); /* a new id, as at every change of privilege */
    b.page = tab;
    b.accept = "application/json";
    struct reply r = post(&b, at(id, "projet"), "project=En+tapant&autosave=1");
    ck_status(r, 200);
    ck_says(r, "\"saved\":true");
    b.accept = NULL;
    b.page = tab;
    ck_goes(post(&b, at(id, "projet"), "project=Une+ferme&expectations=Apprendre&objects.similar=1"),
        at(id, "financement"));
    r = get(&b, at(id, "projet"));
    ck_assert_str_is(shown(&r, "project"), "Une ferme");
}
END_TEST

/* The session's time is up, the person signs in again in another tab, then saves in the first. */
START_TEST(signing_in_again_elsewhere_leaves_the_open_page_alive)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    get(&b, at(id, "projet"));
    struct str tab = b.page;
    now.s += 3601;
    sign_in(&b, email);
    b.page = tab;
    ck_goes(post(&b, at(id, "projet"), "project=Une+ferme&expectations=Apprendre&objects.similar=1"),
        at(id, "financement"));
}
END_TEST

START_TEST(a_quote_asked_for_before_signing_in)
{
    struct browser b = {0};
    get(&b, "/devis");
    struct str tab = b.page;
    sign_in(&b, fresh_email());
    b.page = tab;
    struct reply r = post(&b, "/devis", "kind=question&message=Bonjour&name=A&email=a%40exemple.fr&then=next");
    ck_assert_msg(r.status != 403, "%s", glimpse(&r));
}
END_TEST

/* After signing out the browser is another one, and its pages are no longer trusted; but nothing
 * that was typed is lost, nor is it sent by itself. */
START_TEST(after_signing_out_it_is_shown_again)
{
    struct browser b = {0};
    sign_in(&b, fresh_email());
    get(&b, "/devis");
    struct str tab = b.page;
    get(&b, "/compte");
    post(&b, "/deconnexion", "");
    b.page = tab;
    struct reply r = post(&b, "/devis", "kind=question&message=Et+les+horaires+%3C%3F%3E");
    ck_status(r, 403);
    ck_says(r, "Rien n’a été modifié");
    ck_says(r, "Et les horaires &lt;?&gt;");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM stash WHERE path = '/devis'"), 0);
    r = post(&b, "/devis", "");
    ck_assert_msg(r.status != 403, "%s", glimpse(&r));
    /* another site gets nothing shown */
    b.page = tab;
    b.fetch_site = "cross-site";
    b.origin = "https://ailleurs.example";
    r = post(&b, "/devis", "kind=question&message=Et+les+horaires");
    ck_status(r, 403);
    ck_silent(r, "Et les horaires");
    /* nor does who does not say where it comes from */
    b.fetch_site = b.origin = "";
    b.page = tab;
    r = post(&b, "/devis", "kind=question&message=Et+les+horaires");
    ck_status(r, 403);
    ck_silent(r, "Et les horaires");
}
END_TEST

START_TEST(a_secret_is_never_shown_again)
{
    struct browser b = {0}, other = {0};
    struct member m = invited(ROLE_QUOTES);
    enrol(&b, &m);
    get(&other, "/gestion/connexion");
    struct reply r = post_bare(&b, "/gestion/compte/mot-de-passe",
        str_c(text("password=%s&again=%s&csrf=%.*s", GOOD, GOOD, STR_ARG(token_of(&other)))));
    ck_status(r, 403);
    ck_silent(r, "type=\"hidden\" name=\"password\"");
}
END_TEST

/* One of the staff writes; in another tab identity is asked again, and the session gets a new id. */
START_TEST(staff_text_after_identity_was_confirmed_elsewhere)
{
    struct browser b = {0};
    struct member m = invited(ROLE_QUOTES);
    enrol(&b, &m);
    get(&b, "/gestion/textes/ajouter");
    struct str tab = b.page;
    now.s += 11 * 60;
    confirm(&b, &m);
    b.page = tab;
    struct reply r = post(&b, "/gestion/textes/ajouter",
        "title=Bourses+r%C3%A9gionales&about=any&body=Deux+bourses+existent.");
    ck_status(r, 403);
    ck_says(r, "Rien n’a été modifié");
    ck_says(r, "Deux bourses existent.");
    ck_says(r, "Texte prêt");
    r = post(&b, "/gestion/textes/ajouter", "");
    ck_status(r, 303);
    ck_assert_uint_ge(root_number("SELECT COUNT(*) FROM ready_text WHERE title ="
                                  " 'Bourses régionales'"), 1);
}
END_TEST

/* Half way through signing in again: it is kept for who gave the password. */
START_TEST(staff_text_while_signing_in_elsewhere)
{
    struct browser b = {0}, gone = {0};
    struct member m = invited(ROLE_QUOTES);
    enrol(&b, &m);
    get(&b, "/gestion/textes/ajouter");
    struct str tab = b.page;
    now.s += 31 * 60;
    give_password(&b, m.email, GOOD);
    b.page = tab;
    struct reply r =
        post(&b, "/gestion/textes/ajouter", "title=Une+autre&about=any&body=Un+texte+long.");
    ck_goes(r, "/gestion/connexion?garde=1&suite=/gestion/textes/ajouter");
    get(&b, "/gestion/connexion/code");
    ck_goes(post(&b, "/gestion/connexion/code", text("code=%s", code(&m))), "/gestion/reprise");
    ck_says(get(&b, "/gestion/reprise"), "Un texte long.");
    /* a browser that no longer knows who it was shows it, and keeps nothing */
    gone.page = tab;
    r = post(&gone, "/gestion/textes/ajouter", "title=Une+autre&about=any&body=Un+dernier+texte.");
    ck_status(r, 403);
    ck_says(r, "Un dernier texte.");
    ck_says(r, "connectez-vous dans un autre onglet");
}
END_TEST

/* What waits is told by what it does and to whom; the last thing kept comes first. */
START_TEST(what_is_sent_again_is_named)
{
    struct browser b = {0};
    struct member boss = invited(ROLE_ADMIN), m = invited(ROLE_QUOTES);
    enrol(&b, &boss);
    get(&b, member_path(&m, ""));
    now.s += 11 * 60;
    ck_status(post(&b, member_path(&m, ""), "roles.reviewer=1"), 303);
    now.s += 1;
    ck_status(post(&b, member_path(&m, "/desactiver"), ""), 303);
    now.s += 1;
    ck_status(post(&b, member_path(&m, ""), "roles.reviewer=1"), 303);
    get(&b, "/gestion/identite");
    ck_goes(post(&b, "/gestion/identite", text("password=%s&code=%s", GOOD, code(&boss))),
        "/gestion/reprise");
    struct reply r = get(&b, "/gestion/reprise");
    ck_says(r, "Changer les rôles");
    ck_silent(r, "Votre session");
    post(&b, "/gestion/reprise", "");
    r = get(&b, "/gestion/reprise");
    ck_says(r, "Désactiver ce compte");
    ck_says(r, text("%.*s", STR_ARG(root_text("SELECT name FROM staff WHERE id = %llu",
                        (unsigned long long)m.id))));
    ck_goes(post(&b, member_path(&m, "/desactiver"), ""), member_path(&m, "?fait=1"));
}
END_TEST

/* The filters of a list are still there after signing in. */
START_TEST(the_way_back_keeps_its_query)
{
    struct browser b = {0};
    struct member m = invited(ROLE_QUOTES);
    enrol(&b, &m);
    now.s += 31 * 60;
    struct reply r = get(&b, "/gestion/devis?etat=new&inconnu=1&payeur=opco");
    ck_goes(r, "/gestion/connexion?suite=/gestion/devis%3Fetat%3Dnew%26payeur%3Dopco");
    follow(&b, &r);
    r = post(&b, text("%.*s", STR_ARG(r.location)), text("email=%.*s&password=%s", STR_ARG(m.email), GOOD));
    ck_goes(r, "/gestion/connexion/code?suite=/gestion/devis%3Fetat%3Dnew%26payeur%3Dopco");
    follow(&b, &r);
    ck_goes(post(&b, text("%.*s", STR_ARG(r.location)), text("code=%s", code(&m))),
        "/gestion/devis?etat=new&payeur=opco");
    /* still no way out of the house */
    struct browser c = {0};
    ck_goes(get(&b, "/gestion/connexion?suite=//ailleurs.example%3Fa"), "/gestion");
    sign_in(&c, fresh_email());
    ck_goes(get(&c, "/connexion?suite=/compte/%3Fa%3D%22"), "/candidature");
}
END_TEST

/* RGAA 13.1: by the link too, one may ask for a day. */
START_TEST(a_link_asks_how_long)
{
    for (int day = 0; day < 2; day++) {
        struct browser b = {0};
        struct str email = fresh_email();
        get(&b, "/connexion");
        post(&b, "/connexion", text("email=%.*s", STR_ARG(email)));
        const char *link = text("%.*s", STR_ARG(link_for(email)));
        ck_says(get(&b, link), "name=\"stay\"");
        struct reply r = post(&b, link, day ? "stay=1" : "");
        ck_goes(r, "/candidature");
        ck_assert(has(header_of(&r, "Set-Cookie"), "Max-Age=86400") == (day == 1));
    }
}
END_TEST

struct sent { /* the same form, from several windows of one browser */
    struct browser b;
    const char *path, *fields;
};

static uint64_t send_once(unsigned index, const void *arg)
{
    const struct sent *s = arg;
    struct browser b = s->b;
    (void)index;
    return (uint64_t)post(&b, s->path, s->fields).status;
}

enum { WINDOWS = 4 }; /* a code may be typed five times */

/* One opens a session; the others read that the code is used up, and are signed out of nothing. */
static void one_of_them(const struct sent *s, struct str email)
{
    uint64_t status[WINDOWS], opened = 0;
    uint64_t without = root_number("SELECT COUNT(*) FROM session WHERE account_id IS NULL");
    parallel(WINDOWS, send_once, s, status);
    for (size_t i = 0; i < WINDOWS; i++) {
        ck_assert_msg(status[i] == 303 || (status[i] >= 400 && status[i] < 500), "%s: %llu", s->path,
            (unsigned long long)status[i]);
        opened += status[i] == 303;
    }
    ck_assert_uint_ge(opened, 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM session s JOIN account a ON a.id = s.account_id"
        " WHERE a.email = '%.*s'", STR_ARG(email)), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM session WHERE account_id IS NULL"), without);
}

START_TEST(a_code_sent_from_several_windows_opens_one_session)
{
    for (int round = 0; round < 8; round++) {
        struct sent s = {.path = "/connexion/code"};
        struct str email = fresh_email();
        get(&s.b, "/connexion");
        post(&s.b, "/connexion", text("email=%.*s", STR_ARG(email)));
        get(&s.b, "/connexion/code");
        s.fields = text("code=%.*s", STR_ARG(code_for(email)));
        one_of_them(&s, email);
        s.b = (struct browser){0};
        email = fresh_email();
        struct str id = start(&s.b);
        get(&s.b, at(id, "identite"));
        ck_status(post(&s.b, at(id, "identite"), identity_of(email)), 303);
        get(&s.b, at(id, "adresse"));
        s.path = at(id, "adresse");
        s.fields = text("code=%.*s", STR_ARG(code_for(email)));
        one_of_them(&s, email);
    }
}
END_TEST

#define QUOTE "&kind=quote&payer=individual&module=yes&addressee_address=2+rue+Basse"

/* The next person at a shared computer, once the session's time is up, reads nothing of what was typed in
 * it; what is typed from then on is kept as ever. */
START_TEST(a_session_that_is_over_leaves_nothing)
{
    struct browser b = {0};
    struct str mine = fresh_email(), theirs = fresh_email();
    (void)start(&b);
    root_run("UPDATE session SET idle_ends_at = FROM_UNIXTIME(%lld), absolute_ends_at = idle_ends_at ORDER BY id"
             " DESC LIMIT 1",
        (long long)now.s + 600);
    get(&b, "/devis");
    const char *form = text("%.*s", STR_ARG(b.at)), *read = text("%s&relire=1", form);
    ck_status(post(&b, "/devis", text("name=Ana&email=%.*s" QUOTE, STR_ARG(mine))), 200);
    now.s += 599;
    ck_says(get(&b, read), text("%.*s", STR_ARG(mine)));
    now.s += 1;
    struct reply r = get(&b, read);
    ck_status(r, 200);
    ck_silent(r, text("%.*s", STR_ARG(mine)));
    r = get(&b, form);
    ck_silent(r, text("%.*s", STR_ARG(mine)));
    ck_assert(!str_eq(shown(&r, "name"), STR("Ana")));
    ck_says(post(&b, "/devis", text("name=Bo&email=%.*s" QUOTE, STR_ARG(theirs))),
        "Vérifiez, puis envoyez");
    r = get(&b, form);
    ck_assert_str_is(shown(&r, "name"), "Bo");
}
END_TEST

FLOW_MAIN("again", a_session_that_is_over_leaves_nothing, a_code_sent_from_several_windows_opens_one_session, a_link_asks_how_long, confirming_elsewhere_leaves_the_open_page_alive,
    signing_in_again_elsewhere_leaves_the_open_page_alive, a_quote_asked_for_before_signing_in,
    after_signing_out_it_is_shown_again, a_secret_is_never_shown_again,
    staff_text_after_identity_was_confirmed_elsewhere, staff_text_while_signing_in_elsewhere,
    what_is_sent_again_is_named, the_way_back_keeps_its_query)
