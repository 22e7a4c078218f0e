/* Around a quote: what anyone may check, quotes found again, a candidacy that asks. */
#include "quote_stage.h"

static uint64_t quotes_mailed_to(struct str email)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'quote' AND recipient = '%.*s'",
        STR_ARG(email));
}

/* This browser has the list of that address. */
static void find_again(struct browser *b, struct str email)
{
    get(b, "/devis/retrouver");
    struct reply r = post(b, "/devis/retrouver", text("email=%.*s", STR_ARG(email)));
    follow(b, &r);
    r = post(b, "/devis/retrouver/code", text("code=%.*s", STR_ARG(code_for(email))));
    ck_goes(r, "/devis/retrouver/liste");
}

/* One of our mails was reported as unwanted: no more about quotes, until whoever reads that address says
 * otherwise; what they ask for by hand comes all the same. */
START_TEST(only_a_proved_address_takes_its_complaint_back)
{
    struct browser b = {0}, owner = {0}, staff = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    struct str id = root_text("SELECT public_id FROM quote_request WHERE email = '%.*s'", STR_ARG(email));
    ck_assert(path.n && id.n);
    root_run("INSERT INTO address_state (email, last_at, complained_at, complaint) VALUES ('%.*s',"
             " UTC_TIMESTAMP(), UTC_TIMESTAMP(), 'abuse')", STR_ARG(email));
    quoted(&b, email, INDIVIDUAL);
    ck_assert_uint_eq(quotes_mailed_to(email), 1);
    ck_assert(has(params_of("quote_request", email), "\"refused\":true")); /* staff know */
    flow_staff(&staff, ROLE_QUOTES);
    ck_says_at(get(&staff, text("/gestion/devis/%.*s", STR_ARG(id))), "Message signalé comme indésirable");
    find_again(&owner, email);
    ck_assert(root_number("SELECT complained_at IS NOT NULL FROM address_state WHERE email = '%.*s'", STR_ARG(email)));
    ck_says_at(get(&owner, "/devis/retrouver/liste"), "Recevoir de nouveau ces messages");
    ck_goes(post(&owner, "/devis/retrouver/messages", ""), "/devis/retrouver/liste?fait=messages");
    quoted(&b, email, INDIVIDUAL);
    ck_assert_uint_eq(quotes_mailed_to(email), 2);
    struct reply r = get(&staff, text("/gestion/devis/%.*s", STR_ARG(id)));
    ck_silent(r, "Message signalé comme indésirable");
}
END_TEST

START_TEST(anyone_checks_a_number_and_its_fingerprint)
{
    struct browser b = {0}, stranger = {0};
    struct str email = fresh_email();
    quoted(&b, email, EMPLOYER);
    struct str number = of_quote("q.number_text", email);
    struct str sha = of_quote("HEX(q.sha256)", email);
    get(&stranger, "/verifier");
    struct reply r = post(&stranger, "/verifier",
        text("reference=%.*s&fingerprint=%.*s", STR_ARG(number), STR_ARG(sha)));
    ck_says(r, "Ce document est authentique");
    ck_silent(r, "Mille Pas");
    ck_silent(r, "405,00");
    const char *const wrong[] = {text("D-1999-000001&fingerprint=%.*s", STR_ARG(sha)),
        text("%.*s&fingerprint=%064d", STR_ARG(number), 0), text("%.*s&fingerprint=ab", STR_ARG(number))};
    for (size_t i = 0; i < 3; i++) {
        r = post(&stranger, "/verifier", text("reference=%s", wrong[i]));
        ck_says(r, "ne vont pas ensemble");
    }
}
END_TEST

/* Genuine for ever, holding for a while: a payer who checks must not pay an old one. */
START_TEST(what_is_checked_says_whether_it_still_holds)
{
    static const struct {
        const char *state, *says;
        int64_t later;
    } rows[] = {{"issued", "Il vaut jusqu’au", 0}, {"issued", "mais il a expiré", 92 * (int64_t)DAY},
        {"accepted", "Il a été accepté", 0}, {"declined", "resté sans suite", 0},
        {"replaced", "mais il est remplacé", 0}, {"cancelled", "mais il est annulé", 0}};
    struct instant then = now;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct browser b = {0}, stranger = {0};
        struct str email = fresh_email();
        quoted(&b, email, EMPLOYER);
        struct str number = of_quote("q.number_text", email);
        root_run("UPDATE quote SET state = '%s' WHERE number_text = '%.*s'", rows[i].state,
            STR_ARG(number));
        now.s += rows[i].later;
        get(&stranger, "/verifier");
        struct reply r = post(&stranger, "/verifier", text("reference=%.*s&fingerprint=%.*s",
            STR_ARG(number), STR_ARG(of_quote("HEX(q.sha256)", email))));
        ck_says(r, "Ce document est authentique");
        ck_says(r, rows[i].says);
        ck_silent(r, "Mille Pas");
        ck_silent(r, "405,00");
        now = then;
    }
}
END_TEST

START_TEST(found_again_by_a_code)
{
    struct browser b = {0}, again = {0}, stranger = {0};
    struct str email = fresh_email(), nobody = fresh_email();
    struct str path = quoted(&b, email, EMPLOYER);
    get(&stranger, "/devis/retrouver");
    struct reply none = post(&stranger, "/devis/retrouver", text("email=%.*s", STR_ARG(nobody)));
    get(&again, "/devis/retrouver");
    struct reply r = post(&again, "/devis/retrouver", text("email=%.*s", STR_ARG(email)));
    /* the same page, work and mail, whether anything is there or not */
    ck_assert(str_eq(none.location, r.location) && none.statements == r.statements);
    ck_assert_uint_eq(mails("quote_code", email) + mails("quote_code", nobody), 2);
    ck_goes(get(&again, "/devis/retrouver/liste"), "/devis/retrouver");
    r = follow(&again, &r);
    ck_says(r, email.p);
    r = post(&again, "/devis/retrouver/code", text("code=%.*s", STR_ARG(wrong_code_for(email))));
    ck_status(r, 422);
    /* two mails came back from it: whoever reads the code there puts it right */
    root_run("INSERT INTO address_state (email, hard_bounces, last_at) VALUES ('%.*s', 2,"
             " UTC_TIMESTAMP())", STR_ARG(email));
    r = post(&again, "/devis/retrouver/code", text("code=%.*s", STR_ARG(code_for(email))));
    ck_goes(r, "/devis/retrouver/liste");
    ck_assert_uint_eq(root_number("SELECT hard_bounces FROM address_state WHERE email = '%.*s'",
                          STR_ARG(email)), 0);
    r = follow(&again, &r);
    ck_says(r, of_quote("q.number_text", email).p);
    ck_says(r, text("href=\"%.*s\"", STR_ARG(path)));
    /* the code of one opens nothing to the other, and half an hour later nothing at all */
    ck_goes(get(&stranger, "/devis/retrouver/liste"), "/devis/retrouver");
    struct instant then = now;
    now.s += 1801;
    ck_goes(get(&again, "/devis/retrouver/liste"), "/devis/retrouver");
    now = then;
}
END_TEST

START_TEST(found_again_by_the_link_of_the_mail)
{
    struct browser b = {0}, other = {0};
    struct str email = fresh_email();
    get(&b, "/devis/retrouver");
    post(&b, "/devis/retrouver", text("email=%.*s", STR_ARG(email)));
    struct str link = link_for(email);
    ck_says_at(get(&other, link.p), "Saisissez plutôt le code");
    ck_says_at(get(&b, link.p), "Voir mes devis");
    ck_goes(post(&b, link.p, ""), "/devis/retrouver/liste");
    ck_says_at(get(&b, "/devis/retrouver/liste"), "Rien n’a été demandé");
}
END_TEST

START_TEST(a_candidacy_asks_in_one_click)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    get(&b, at(id, "identite"));
    ck_status(post(&b, at(id, "identite"), text("%s&then=next", identity_of(email))), 303);
    get(&b, at(id, "financement"));
    ck_says_at((struct reply){.body = b.page}, "Demander mon devis");
    post(&b, at(id, "financement"), "payer=individual&then=next");
    get(&b, at(id, "module"));
    post(&b, at(id, "module"), "wanted=yes&then=next");
    ck_says_at(get(&b, at(id, "")), "Demander mon devis");
    struct reply r = get(&b, at(id, "devis"));
    ck_status(r, 200);
    ck_says(r, "Vérifiez, puis envoyez");
    ck_says(r, "5\u202f200,50");
    r = post(&b, at(id, "devis"), "then=send");
    ck_status(r, 303);
    r = follow(&b, &r);
    ck_says(r, "Votre devis est prêt");
    ck_assert_str_is(of_request("CONCAT(origin, ' ', candidacy_id IS NOT NULL)", email),
        "candidacy 1");
    /* not somebody else's candidacy */
    struct browser stranger = {0};
    struct str theirs;
    signed_in_candidacy(&stranger, &theirs);
    ck_status(get(&stranger, at(id, "devis")), 404);
}
END_TEST

/* The OPCO that pays is not who the quote is addressed to: the employer is, and is asked about. */
START_TEST(a_candidacy_paid_by_an_opco_is_addressed_to_the_employer)
{
    struct browser b = {0};
    struct str email, id = signed_in_candidacy(&b, &email);
    get(&b, at(id, "identite"));
    ck_status(post(&b, at(id, "identite"), text("%s&then=next", identity_of(email))), 303);
    get(&b, at(id, "financement"));
    post(&b, at(id, "financement"), "payer=opco&payer_name=Uniformation&payer_siret=73282932000074"
                                    "&payer_contact=Le+service&then=next");
    get(&b, at(id, "module"));
    post(&b, at(id, "module"), "wanted=no&then=next");
    struct reply r = get(&b, at(id, "devis"));
    ck_status(r, 200);
    ck_assert_str_is(shown(&r, "opco_name"), "Uniformation");
    ck_assert_str_is(shown(&r, "addressee_name"), "");
    ck_assert_str_is(shown(&r, "addressee_siret"), "");
    ck_assert_str_is(shown(&r, "addressee_contact"), "");
}
END_TEST

FLOW_MAIN("quotes, around", only_a_proved_address_takes_its_complaint_back,
    anyone_checks_a_number_and_its_fingerprint, what_is_checked_says_whether_it_still_holds,
    found_again_by_a_code, found_again_by_the_link_of_the_mail, a_candidacy_asks_in_one_click,
    a_candidacy_paid_by_an_opco_is_addressed_to_the_employer)
