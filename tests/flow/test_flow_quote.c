/* A quote from its request to its answer: issued at once, read, taken as a PDF, accepted, declined,
 * asked about, made again; and whoever has no business there. */
#include "quote_stage.h"

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
    now.s += 92 * (int64_t)DAY;
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

/* The world in which only staff can make it: the course has begun, or a mention is missing. */
static void renewal_is_held_once(int64_t later, const char *away, const char *back, const char *why)
{
    struct browser b = {0};
    struct instant then = now;
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    const char *renew = text("%.*s/renouveler", STR_ARG(path));
    now.s += later;
    root_run("%s", away);
    root_run("UPDATE revision SET number = number + 1");
    struct reply r = get(&b, path.p);
    ck_says(r, "Ce devis a expiré");
    ck_silent(r, "tout de suite");
    struct str page = b.page;
    for (int i = 0; i < 2; i++) { /* the same button twice, or from an older tab */
        b.page = page;
        r = post(&b, renew, i ? "key=AAAAAAAAAAAAAAAAAAAAAA" : "");
        ck_status(r, 303);
        ck_assert(has(r.location, "fait=attente"));
        r = follow(&b, &r);
        ck_says(r, "Votre demande est entre nos mains");
        ck_says(r, why);
        ck_says(r, "sous 5\u00a0jours ouvrés");
        ck_silent(r, "Recevoir un devis à jour");
        ck_silent(r, "tout de suite");
        ck_assert_uint_eq(mails("quote_held", email), 1);
        ck_assert_uint_eq(mails("quote_written", email), 1);
    }
    root_run("%s", back);
    root_run("UPDATE revision SET number = number + 1");
    now = then;
}

START_TEST(a_renewal_that_waits_for_staff_says_so_once)
{
    static const char nothing[] = "DO 1";
    renewal_is_held_once(92 * (int64_t)DAY,
        "UPDATE setting SET value = '' WHERE name = 'institution.nda'",
        "UPDATE setting SET value = 'Numéro de démonstration' WHERE name = 'institution.nda'",
        "l’équipe complète le devis");
    renewal_is_held_once(540 * (int64_t)DAY, nothing, nothing, "a déjà commencé");
}
END_TEST

/* What staff settled with the person holds for the next one too. */
START_TEST(a_renewal_keeps_what_staff_settled)
{
    struct browser b = {0};
    struct instant then = now;
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    root_run("INSERT INTO quote (public_id, request_id, part, series, year, number, version,"
             " number_text, payer, tariff_kind, dates, note, diplomas, modules, total_cents, document,"
             " sha256, issued_at, valid_until, idempotency_key, state_at) SELECT CONCAT('S', LEFT("
             " q.public_id, 21)), request_id, part, series, q.year, q.number, 2, CONCAT(number_text,"
             " '-2'), q.payer, tariff_kind, 'Les lundis de mars', 'Comme convenu ensemble.', 2, 0,"
             " 2001000, document, sha256, issued_at, q.valid_until, CONCAT('S', LEFT(q.public_id, 21)),"
             " state_at FROM quote q JOIN quote_request r ON r.id = q.request_id WHERE r.email ="
             " '%.*s'", STR_ARG(email));
    now.s += 92 * (int64_t)DAY;
    get(&b, path.p);
    struct reply r = post(&b, text("%.*s/renouveler", STR_ARG(path)), "");
    ck_assert(has(r.location, "fait=nouveau"));
    r = get(&b, under(path, of_quote("q.number_text", email)));
    ck_says(r, "Les lundis de mars");
    ck_says(r, "Comme convenu ensemble.");
    ck_assert_str_is(of_quote("q.total_cents", email), "2001000");
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

/* What is published is text, in a mail's parameters too: they are JSON. What is not is not spoken of. */
START_TEST(a_mail_says_what_is_published_as_it_is)
{
    struct browser b = {0};
    struct str with = fresh_email(), without = fresh_email();
    struct str calendar = root_text("SELECT QUOTE(calendar) FROM intake LIMIT 1");
    struct str brochure = root_text("SELECT QUOTE(value) FROM setting WHERE name = 'link.brochure'");
    root_run("UPDATE intake SET calendar = 'les \"lundis\" \\\\ <mardis>'");
    root_run("UPDATE setting SET value = 'https://exemple.fr/p' WHERE name = 'link.brochure'");
    root_run("UPDATE revision SET number = number + 1");
    quoted(&b, with, EMPLOYER);
    root_run("UPDATE intake SET calendar = ''");
    root_run("UPDATE setting SET value = '' WHERE name = 'link.brochure'");
    root_run("UPDATE revision SET number = number + 1");
    quoted(&b, without, EMPLOYER);
    root_run("UPDATE intake SET calendar = %.*s", STR_ARG(calendar));
    root_run("UPDATE setting SET value = %.*s WHERE name = 'link.brochure'", STR_ARG(brochure));
    root_run("UPDATE revision SET number = number + 1");
    struct str params = params_of("quote", with), bare = params_of("quote", without);
    ck_assert_msg(has(params, "\"Calendrier\u00a0: les \\\"lundis\\\" \\\\ <mardis>\""), "%.*s", STR_ARG(params));
    ck_assert_msg(has(params, "\"La plaquette\u00a0: https://exemple.fr/p\""), "%.*s", STR_ARG(params));
    ck_assert_msg(!has(bare, "Calendrier") && !has(bare, "plaquette"), "%.*s", STR_ARG(bare));
}
END_TEST

FLOW_MAIN("quotes", each_payer_has_a_numbered_document_at_once, the_pdf_is_drawn_once_and_kept,
    a_mail_says_what_is_published_as_it_is,
    a_link_opens_its_own_request_and_nothing_else, held_with_its_reason_and_a_delay,
    held_by_a_missing_mention_or_registration, accepted_once_and_for_good,
    only_a_third_party_accepts, declined_with_a_reason, a_question_joins_the_thread_once,
    expired_and_made_again_at_one_click, a_renewal_that_waits_for_staff_says_so_once,
    a_renewal_keeps_what_staff_settled, what_still_holds_is_not_made_again)
