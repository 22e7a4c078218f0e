/* Other people's words, from the form to the mail: no name that is an address gets in; what was kept under
 * older rules, and every message, goes out without a live link, whoever reads it. */
#include "desk_stage.h"
#include "quote_stage.h"

#include "../unit/live.h"
#include "cmd/mail_show.h"

#define EVIL "http%3A%2F%2Fevil.example%2Fx"
#define EVIL_TEXT "evil+www.evil.example%0D%0Aevil.example%2Fx%0D%0Anom%40evil.example+08+99+12+34+56"

static const char *signed_today(const char *name)
{
    struct day d = day_paris(now);
    return text("signer_name=%s&signer_role=Directrice&agreed=1&signed_on.d=%d&signed_on.m=%d&signed_on.y=%d",
        name, d.d, d.m, d.y);
}

/* As a request of last year is. */
static void old_names(struct str email)
{
    root_run("UPDATE quote_request SET name = 'http://evil.example/x', addressee_contact = 'www.evil.example',"
             " addressee_name = 'evil.example/x', trainees = 'evil@evil.example', purchase_reference ="
             " 'http://evil.example/y' WHERE email = '%.*s'", STR_ARG(email));
}

/* ---- in */

START_TEST(no_address_is_a_name)
{
    static const struct {
        const char *field, *says;
    } names[] = {{"name", "Saisissez vos prénom et nom sans rien d’autre"},
        {"addressee_name", "Saisissez l’organisme à qui adresser le devis sans adresse de site"},
        {"addressee_contact", "sans adresse de site ni adresse électronique"}};
    static const char *const evil[] = {EVIL, "www.evil.example", "evil.example%2Fx", "zoe%40evil.example"};
    struct browser b = {0};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 4; k++) {
            const char *const typed[] = {i == 0 ? evil[k] : "Ana", i == 1 ? evil[k] : "Les+Pas",
                i == 2 ? evil[k] : "Mme+Noor"};
            get(&b, "/devis");
            struct reply r = post(&b, "/devis", text("name=%s&addressee_name=%s&addressee_contact=%s&email=%.*s"
                "&kind=quote&payer=employer&module=yes&whom=self&addressee_address=1+rue&then=next", typed[0],
                typed[1], typed[2], STR_ARG(fresh_email())));
            ck_status(r, 422);
            ck_says(r, names[i].says);
            ck_assert(has(shown(&r, names[i].field), "evil")); /* what was typed is still there */
        }
}
END_TEST

START_TEST(nor_does_one_accept)
{
    struct browser b = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    const char *accept = text("%s/accord", under(path, of_quote("q.number_text", email)));
    get(&b, accept);
    struct reply r = post(&b, accept, signed_today(EVIL));
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "signer_name"), "http://evil.example/x");
    ck_assert_str_is(of_quote("q.state", email), "issued");
}
END_TEST

/* ---- out */

/* Every mail so far that speaks of evil: how many kinds. */
static size_t none_is_live(void)
{
    struct str kinds = root_text("SELECT COALESCE(GROUP_CONCAT(DISTINCT kind ORDER BY kind SEPARATOR ' '), '')"
                                 " FROM outbox WHERE params LIKE '%%evil%%'"), kind;
    size_t n = 0;
    while (str_cut(&kinds, ' ', &kind)) {
        uint64_t last = root_number("SELECT MAX(id) FROM outbox WHERE params LIKE '%%evil%%' AND kind = '%.*s'",
            STR_ARG(kind));
        struct str params = root_text("SELECT params FROM outbox WHERE id = %llu", (unsigned long long)last);
        struct page_mail mail;
        struct str line;
        ck_assert_msg(mail_show(arena, &site, desk.facts, arena_dup(arena, kind).p, params, &mail), "%.*s",
            STR_ARG(params));
        for (struct str rest = mail.text; str_cut(&rest, '\n', &line);)
            ck_assert_msg(!has(line, "evil") || !live_link(line), "%.*s: %.*s", STR_ARG(kind), STR_ARG(line));
        ck_assert_msg(has(mail.text, "evil") && has(mail.text, "non vérifié par nous") && !has(mail.subject, "evil"),
            "%.*s:\n%.*s", STR_ARG(kind), STR_ARG(mail.text));
        ck_assert_msg(!has(mail.html, "evil.example") && !has(mail.html, "://evil") && !has(mail.html, "@evil"),
            "%.*s:\n%.*s", STR_ARG(kind), STR_ARG(mail.html));
        n++;
    }
    return n;
}

static void at_the_desk(struct str id)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    get(&b, stage_path(id, "relancer"));
    ck_status(post(&b, stage_path(id, "relancer"), "then=send"), 303);
    get(&b, stage_path(id, "message"));
    ck_status(post(&b, stage_path(id, "message"), "body=Bonjour&then=send"), 303);
    /* a ready text takes the name into our own words: no link there either */
    struct str ready = root_text("SELECT public_id FROM ready_text WHERE body LIKE '%%[nom]%%' LIMIT 1");
    struct reply r = get(&b, text("%s?texte=%.*s", stage_path(id, "message"), STR_ARG(ready)));
    ck_status(r, 200);
    ck_assert(has(shown(&r, "body"), "evil [.] example/x") && !has(shown(&r, "body"), "evil.example"));
    get(&b, stage_path(id, "version"));
    r = post(&b, stage_path(id, "version"), stage_amended(id, "payer=employer&module=no&then=send"));
    ck_status(r, 303);
}

START_TEST(whatever_was_kept_goes_out_without_a_link)
{
    struct browser b = {0};
    struct instant then = now;
    stage_facts();
    /* asked */
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER "&purchase_reference=evil.example"
        "&note=" EVIL_TEXT);
    old_names(email);
    /* written, answered, reminded, another version */
    get(&b, text("%.*s/message", STR_ARG(path)));
    ck_status(post(&b, text("%.*s/message", STR_ARG(path)), "about=question&message=" EVIL_TEXT), 303);
    at_the_desk(of_request("public_id", email));
    /* declined */
    email = fresh_email();
    path = quoted(&b, email, EMPLOYER);
    old_names(email);
    const char *decline = text("%s/sans-suite", under(path, of_quote("q.number_text", email)));
    get(&b, decline);
    ck_status(post(&b, decline, "reason=" EVIL_TEXT), 303);
    /* accepted */
    email = fresh_email();
    path = quoted(&b, email, EMPLOYER);
    old_names(email);
    const char *accept = text("%s/accord", under(path, of_quote("q.number_text", email)));
    get(&b, accept);
    ck_status(post(&b, accept, signed_today("Ana+B.")), 303);
    /* a question */
    email = fresh_email();
    get(&b, "/devis");
    post(&b, "/devis", text("name=Ana&email=%.*s&kind=question&message=%s&then=next", STR_ARG(email),
        EVIL_TEXT));
    ck_status(post(&b, "/devis", "then=send"), 303);
    /* made again once it has expired, from the names that were kept */
    email = fresh_email();
    path = quoted(&b, email, EMPLOYER);
    old_names(email);
    now.s += 92 * (int64_t)DAY;
    get(&b, path.p);
    ck_status(post(&b, text("%.*s/renouveler", STR_ARG(path)), ""), 303);
    struct str number = of_quote("q.number_text", email);
    struct reply r = get(&b, under(path, number));
    ck_status(r, 200);
    ck_says(r, "evil [.] example/x");
    ck_says(r, "d’après la demande, non vérifié par nous");
    ck_assert(!has(r.body, "evil.example"));
    ck_status(get(&b, text("%s.pdf", under(path, number))), 200);
    now = then;
    ck_assert_uint_ge(none_is_live(), 10);
}
END_TEST

FLOW_MAIN("their words", no_address_is_a_name, nor_does_one_accept, whatever_was_kept_goes_out_without_a_link)
