/* A quote from its request to its answer: issued at once, read, taken as a PDF, accepted, declined,
 * asked about, made again, found again; and whoever has no business there. */
#include "flow.h"


#define EMPLOYER                                                                                   \
    "kind=quote&payer=employer&module=yes&whom=self&addressee_name=Les+Mille+Pas"                  \
    "&addressee_address=1+rue+du+Port%0D%0A35000+Rennes"
#define INDIVIDUAL "kind=quote&payer=individual&module=yes&addressee_address=2+rue+Basse"
enum { DAY = 24 * 3600 };

#define ck_says_at(page, words)                                                                    \
    do {                                                                                           \
        struct reply at_ = (page);                                                                 \
        ck_says(at_, words);                                                                       \
    } while (0)

/* Through the form and its check page; the reply to the last button. */
static struct reply asked(struct browser *b, struct str email, const char *more)
{
    get(b, "/devis");
    struct reply r = post(b, "/devis",
        text("name=Ana%%C3%%AFs+B.&email=%.*s&%s&then=next", STR_ARG(email), more));
    ck_says(r, "Vérifiez, puis envoyez");
    r = post(b, "/devis", "then=send");
    ck_status(r, 303);
    return r;
}

/* The same, to the link page; its path. */
static struct str quoted(struct browser *b, struct str email, const char *more)
{
    struct reply r = asked(b, email, more);
    ck_status(follow(b, &r), 200);
    return str_c(text("%.*s", STR_ARG(r.location)));
}

static struct str of_request(const char *column, struct str email)
{
    return root_text("SELECT COALESCE(%s, '') FROM quote_request WHERE email = '%.*s' ORDER BY id"
                     " DESC LIMIT 1", column, STR_ARG(email));
}

static struct str of_quote(const char *column, struct str email)
{
    return root_text("SELECT %s FROM quote q JOIN quote_request r ON r.id = q.request_id WHERE"
                     " r.email = '%.*s' ORDER BY q.id DESC LIMIT 1", column, STR_ARG(email));
}

static uint64_t mails(const char *kind, struct str email)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE kind = '%s' AND params LIKE '%%%.*s%%'",
               kind, STR_ARG(email)) +
           root_number("SELECT COUNT(*) FROM outbox WHERE kind = '%s' AND recipient = '%.*s' AND"
                       " params NOT LIKE '%%%.*s%%'", kind, STR_ARG(email), STR_ARG(email));
}

static struct str params_of(const char *kind, struct str email)
{
    return root_text("SELECT params FROM outbox WHERE kind = '%s' AND (recipient = '%.*s' OR params"
                     " LIKE '%%%.*s%%') ORDER BY id DESC LIMIT 1", kind, STR_ARG(email),
        STR_ARG(email));
}

static const char *under(struct str path, struct str tail)
{
    return text("%.*s/%.*s", STR_ARG(path), STR_ARG(tail));
}

/* ---- issued at once */

/* programme.md "Prices": who pays, with the module or without, what it is called and costs. */
static const struct {
    const char *more, *heading, *amount, *cents, *series;
} PRICED[] = {
    {EMPLOYER, "Votre devis est prêt", "10\u202f405,00\u00a0€", "1040500", "D"},
    {"kind=quote&payer=opco&module=no&whom=self&addressee_name=Coop&addressee_address=Rennes",
        "Votre devis est prêt", "10\u202f005,00\u00a0€", "1000500", "D"},
    {"kind=quote&payer=institution&module=no&whom=one&trainees=Zo%C3%A9&addressee_name=Ville"
     "&addressee_address=Rennes&chorus_service=FAC_12",
        "Votre devis est prêt", "10\u202f005,00\u00a0€", "1000500", "D"},
    {INDIVIDUAL, "Votre devis est prêt", "5\u202f200,50\u00a0€", "520050", "D"},
    {"kind=quote&payer=individual&module=no&addressee_address=Rennes", "Votre devis est prêt",
        "5\u202f000,50\u00a0€", "500050", "D"},
    {"kind=quote&payer=cpf&module=yes&module_payer=individual", "Votre information tarifaire",
        "10\u202f005,00\u00a0€", "1000500", "I"},
    {"kind=quote&payer=employer&module=no&whom=several&headcount=3&addressee_name=Coop"
     "&addressee_address=Rennes",
        "Votre devis est prêt", "30\u202f015,00\u00a0€", "3001500", "D"},
};

START_TEST(each_payer_has_a_numbered_document_at_once)
{
    for (size_t i = 0; i < sizeof PRICED / sizeof *PRICED; i++) {
        struct browser b = {0};
        struct str email = fresh_email();
        struct reply r = asked(&b, email, PRICED[i].more);
        ck_assert_uint_le(r.statements, 22);
        struct str path = r.location;
        r = follow(&b, &r);
        ck_status(r, 200);
        ck_assert_uint_le(r.statements, 5);
        ck_says(r, PRICED[i].heading);
        ck_says(r, PRICED[i].amount);
        ck_assert(str_eq(header_of(&r, "Referrer-Policy"), STR("no-referrer")));
        ck_silent(r, email.p);
        ck_assert_str_is(of_quote("q.total_cents", email), PRICED[i].cents);
        ck_assert_str_is(of_quote("q.series", email), PRICED[i].series);
        ck_assert_str_is(of_request("state", email), "sent");
        struct str number = of_quote("q.number_text", email);
        ck_says(r, number.p);
        ck_assert_uint_eq(mails("quote", email), 1);
        ck_assert(has(params_of("quote", email), text("\"total\":%s", PRICED[i].cents)));
        ck_assert(has(params_of("quote_request", email), number.p));
        r = get(&b, under(path, number));
        ck_status(r, 200);
        ck_says(r, PRICED[i].amount);
        ck_says(r, "Empreinte SHA-256");
        ck_says(r, of_quote("LOWER(HEX(q.sha256))", email).p);
    }
}
END_TEST

START_TEST(the_pdf_is_drawn_once_and_kept)
{
    struct browser b = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    struct str number = of_quote("q.number_text", email);
    ck_assert_str_is(of_quote("q.pdf IS NULL", email), "1");
    struct reply first = get(&b, text("%s.pdf", under(path, number)));
    ck_status(first, 200);
    ck_assert(str_eq(first.type, STR("application/pdf")) && str_starts(first.body, STR("%PDF-")));
    ck_assert_str_is(of_quote("q.pdf IS NULL", email), "0");
    struct reply again = get(&b, text("%s.pdf", under(path, number)));
    ck_assert(str_eq(first.body, again.body));
    ck_assert(has(header_of(&again, "Content-Disposition"), text("%.*s.pdf", STR_ARG(number))));
}
END_TEST

START_TEST(a_link_opens_its_own_request_and_nothing_else)
{
    struct browser b = {0};
    struct str one = fresh_email(), two = fresh_email();
    struct str first = quoted(&b, one, EMPLOYER), second = quoted(&b, two, INDIVIDUAL);
    struct str number = of_quote("q.number_text", two), id = of_request("public_id", one);
    struct str token = str_slice(second, str_find(str_slice(second, 7, second.n), '/') + 8, second.n);
    const char *const refused[] = {"", "/message", "/refus", "/D-2026-000001", "/D-2026-000001.pdf",
        "/D-2026-000001/accord", "/D-2026-000001/sans-suite"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        /* the other request's token, a cut one, none of ours */
        ck_status(get(&b, text("/devis/%.*s/%.*s%s", STR_ARG(id), STR_ARG(token), refused[i])), 404);
        ck_status(get(&b, text("%.*s%s", (int)first.n - 1, first.p, refused[i])), 404);
        ck_status(get(&b, text("/devis/AAAAAAAAAAAAAAAAAAAAAA/%.*s%s", STR_ARG(token), refused[i])),
            404);
    }
    /* a right link, the other one's number */
    ck_status(get(&b, under(first, number)), 404);
    ck_status(get(&b, text("%s.pdf", under(first, number))), 404);
    get(&b, first.p);
    b.page = get(&b, text("%.*s/message", STR_ARG(first))).body;
    ck_status(post(&b, text("%s/accord", under(first, number)), "signer_name=X"), 404);
    ck_status(get(&b, text("/devis/%.*s/recu", STR_ARG(id))), 404);
}
END_TEST

START_TEST(held_with_its_reason_and_a_delay)
{
    static const struct {
        const char *more, *why;
    } held[] = {
        {"kind=quote&payer=several&whom=self&module=yes&mix=Moiti%C3%A9", "lusieurs"},
        {"kind=quote&payer=unknown&whom=self&module=no", "qui paie"},
    };
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        struct browser b = {0};
        struct str email = fresh_email();
        struct reply r = asked(&b, email, held[i].more);
        r = follow(&b, &r);
        ck_says(r, "Votre demande est entre nos mains");
        ck_says(r, held[i].why);
        ck_says(r, "sous 5\u00a0jours ouvrés");
        ck_assert_uint_eq(mails("quote_held", email), 1);
        ck_assert_uint_eq(mails("quote", email), 0);
        ck_assert(!str_eq(of_request("state", email), STR("sent")));
        ck_assert(of_request("waiting_since", email).n > 0);
    }
}
END_TEST

/* A required mention that nobody has given, a registration that is over: nothing is invented. */
START_TEST(held_by_a_missing_mention_or_registration)
{
    static const struct {
        const char *away, *back;
    } worlds[] = {
        {"UPDATE setting SET value = '' WHERE name = 'institution.nda'",
            "UPDATE setting SET value = 'Numéro de démonstration' WHERE name = 'institution.nda'"},
        {"UPDATE intake SET rncp_ends_on = rncp_registered_on WHERE number = 34",
            "UPDATE intake SET rncp_ends_on = CONCAT(year + 4, '-12-31') WHERE number = 34"},
    };
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) {
        struct browser b = {0};
        struct str email = fresh_email();
        root_run("%s", worlds[i].away);
        root_run("UPDATE revision SET number = number + 1");
        struct reply r = asked(&b, email, EMPLOYER);
        r = follow(&b, &r);
        root_run("%s", worlds[i].back);
        root_run("UPDATE revision SET number = number + 1");
        ck_says(r, "Votre demande est entre nos mains");
        ck_silent(r, "institution.nda");
        ck_assert_uint_eq(mails("quote_held", email), 1);
        ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote q JOIN quote_request r ON r.id ="
                                      " q.request_id WHERE r.email = '%.*s'", STR_ARG(email)), 0);
        ck_assert(of_request("to_staff_reason", email).n > 0);
    }
}
END_TEST

/* ---- answered */

#define SIGNED "signer_name=Ana+B.&signer_role=Directrice&agreed=1"

static const char *signed_today(void)
{
    struct day d = day_paris(now);
    return text(SIGNED "&signed_on.d=%d&signed_on.m=%d&signed_on.y=%d", d.d, d.m, d.y);
}

START_TEST(accepted_once_and_for_good)
{
    struct browser b = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    struct str number = of_quote("q.number_text", email);
    const char *accept = text("%s/accord", under(path, number));
    struct reply r = get(&b, accept);
    ck_status(r, 200);
    ck_says(r, "sous réserve d’admission");
    struct str page = b.page;
    r = post(&b, accept, "signer_name=Ana+B.&signer_role=&signed_on.d=1&signed_on.m=1&signed_on.y=2000");
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "signer_name"), "Ana B.");
    ck_says(r, "Cochez la case");
    ck_says(r, "ne peut pas précéder le devis");
    ck_assert_str_is(of_quote("q.state", email), "issued");
    b.page = page;
    r = post(&b, accept, signed_today());
    ck_status(r, 303);
    ck_assert(has(r.location, "fait=accord"));
    r = follow(&b, &r);
    ck_says(r, "Ce devis est accepté");
    ck_says(r, "Ana B., Directrice");
    b.page = page;
    r = post(&b, accept, signed_today()); /* twice the same button */
    ck_status(r, 303);
    ck_assert_str_is(of_quote("q.state", email), "accepted");
    ck_assert_str_is(of_request("state", email), "accepted");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_answer a JOIN quote q ON q.id ="
                                  " a.quote_id WHERE q.number_text = '%.*s'", STR_ARG(number)), 1);
    struct str print = root_text("SELECT LOWER(HEX(fingerprint)) FROM quote_answer a JOIN quote q ON"
                                 " q.id = a.quote_id WHERE q.number_text = '%.*s'", STR_ARG(number));
    ck_assert_uint_eq(mails("quote_agreed", email), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'quote_accepted' AND"
                                  " recipient = '%.*s'", STR_ARG(email)), 1);
    ck_assert(has(params_of("quote_accepted", email), print.p));
    /* and not declined after all */
    r = get(&b, text("%s/sans-suite", under(path, number)));
    ck_assert(has(r.location, "fait=deja"));
}
END_TEST

START_TEST(only_a_third_party_accepts)
{
    static const char *const others[] = {
        INDIVIDUAL, "kind=quote&payer=cpf&module=no"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct browser b = {0};
        struct str email = fresh_email(), path = quoted(&b, email, others[i]);
        struct str number = of_quote("q.number_text", email);
        ck_assert(!has(b.page, "Accepter ce devis"));
        get(&b, text("%.*s/message", STR_ARG(path)));
        struct reply r = post(&b, text("%s/accord", under(path, number)), signed_today());
        ck_status(r, 303);
        ck_assert(has(r.location, "fait=deja"));
        ck_assert_str_is(of_quote("q.state", email), "issued");
    }
}
END_TEST

START_TEST(declined_with_a_reason)
{
    struct browser b = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    const char *decline = text("%s/sans-suite", under(path, of_quote("q.number_text", email)));
    ck_status(get(&b, decline), 200);
    struct reply r = post(&b, decline, "reason=Budget+refus%C3%A9+%3Cb%3E");
    ck_assert(has(r.location, "fait=sans-suite"));
    r = follow(&b, &r);
    ck_says(r, "Vous n’avez pas donné suite");
    ck_says(r, "Budget refusé &lt;b&gt;");
    ck_assert_str_is(of_request("state", email), "declined");
    ck_assert(has(params_of("quote_declined", email), "Budget refusé"));
}
END_TEST

START_TEST(a_question_joins_the_thread_once)
{
    struct browser b = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    const char *write = text("%.*s/message", STR_ARG(path));
    get(&b, text("%s?about=version", write));
    struct reply r = post(&b, write, "about=version&message=");
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "about"), "version");
    struct str page = b.page;
    for (int i = 0; i < 2; i++) {
        b.page = page;
        r = post(&b, write, "about=version&message=Sans+le+module%2C+s%E2%80%99il+vous+pla%C3%AEt");
        ck_status(r, 303);
    }
    r = follow(&b, &r);
    ck_says(r, "Sans le module");
    ck_says(r, "Vous</strong>");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_message m JOIN quote_request r ON r.id"
                                  " = m.request_id WHERE r.email = '%.*s' AND m.kind = 'person'",
                          STR_ARG(email)), 1);
    ck_assert_str_is(of_request("state", email), "waiting");
    ck_assert(of_request("waiting_since", email).n > 0);
    ck_assert(has(params_of("quote_written", email), "Sans le module"));
    /* the quote still holds */
    ck_says(r, "Votre devis est prêt");
}
END_TEST

START_TEST(expired_and_made_again_at_one_click)
{
    struct browser b = {0};
    struct instant then = now;
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    struct str number = of_quote("q.number_text", email);
    now.s += 91 * (int64_t)DAY;
    struct reply r = get(&b, path.p);
    ck_says(r, "Ce devis a expiré");
    ck_silent(r, "Accepter ce devis");
    struct str page = b.page;
    const char *renew = text("%.*s/renouveler", STR_ARG(path));
    r = post(&b, renew, "");
    ck_status(r, 303);
    ck_assert(has(r.location, "fait=nouveau"));
    r = follow(&b, &r);
    ck_says(r, "Votre devis est prêt");
    ck_says(r, "Versions précédentes");
    b.page = page;
    post(&b, renew, ""); /* the same button twice */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote q JOIN quote_request r ON r.id ="
                                  " q.request_id WHERE r.email = '%.*s'", STR_ARG(email)), 2);
    ck_assert(str_starts(of_quote("q.number_text", email), number));
    ck_status(get(&b, under(path, number)), 200); /* the old one stays readable */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'quote' AND recipient ="
                                  " '%.*s'", STR_ARG(email)), 2);
    now = then;
}
END_TEST

START_TEST(what_still_holds_is_not_made_again)
{
    struct browser b = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    get(&b, text("%.*s/message", STR_ARG(path)));
    struct reply r = post(&b, text("%.*s/renouveler", STR_ARG(path)), "");
    ck_assert(has(r.location, "fait=deja"));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote q JOIN quote_request r ON r.id ="
                                  " q.request_id WHERE r.email = '%.*s'", STR_ARG(email)), 1);
}
END_TEST

/* ---- around it */

START_TEST(nothing_is_sent_to_an_address_that_refused)
{
    struct browser b = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    const char *refuse = text("%.*s/refus", STR_ARG(path));
    struct reply r = get(&b, refuse);
    ck_status(r, 200);
    ck_assert_uint_eq(mails("quote", email), 1); /* a scanner that only looks changes nothing */
    ck_status(post(&b, refuse, ""), 303);
    quoted(&b, email, INDIVIDUAL); /* issued all the same, for whoever holds the link */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'quote' AND recipient ="
                                  " '%.*s'", STR_ARG(email)), 1);
    r = get(&b, refuse);
    ck_says(r, "Recevoir de nouveau ces messages");
    post(&b, refuse, "");
    quoted(&b, email, INDIVIDUAL);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'quote' AND recipient ="
                                  " '%.*s'", STR_ARG(email)), 2);
}
END_TEST

START_TEST(five_an_hour_to_one_address)
{
    struct browser b = {0};
    struct str email = fresh_email();
    for (int i = 0; i < 5; i++)
        asked(&b, email, INDIVIDUAL);
    get(&b, "/devis");
    post(&b, "/devis", text("name=A&email=%.*s&" INDIVIDUAL "&then=next", STR_ARG(email)));
    ck_status(post(&b, "/devis", "then=send"), 429);
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

FLOW_MAIN("quotes", each_payer_has_a_numbered_document_at_once, the_pdf_is_drawn_once_and_kept,
    a_link_opens_its_own_request_and_nothing_else, held_with_its_reason_and_a_delay,
    held_by_a_missing_mention_or_registration, accepted_once_and_for_good,
    only_a_third_party_accepts, declined_with_a_reason, a_question_joins_the_thread_once,
    expired_and_made_again_at_one_click, what_still_holds_is_not_made_again,
    nothing_is_sent_to_an_address_that_refused, five_an_hour_to_one_address,
    anyone_checks_a_number_and_its_fingerprint, found_again_by_a_code,
    found_again_by_the_link_of_the_mail, a_candidacy_asks_in_one_click)
