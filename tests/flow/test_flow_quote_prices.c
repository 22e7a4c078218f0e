/* Every payer, with the module and without, for a course that may be quoted, one whose registration
 * has ended, one that has begun: the page before sending, what was issued or held, and the mail. */
#include "quote_stage.h"

#include "base/codec.h"

#include <stdlib.h>

#define ORGANISATION "&addressee_name=Coop&addressee_address=Rennes"

static const struct priced {
    const char *payer, *more;
    const char *plain, *module; /* cents of the total; NULL: held for staff */
    const char *apart;          /* cents of the module that stands apart, each with a space; or "" */
    const char *page, *page_module; /* the amount on the page that checks */
} PAYERS[] = {
    {"employer", "&whom=self" ORGANISATION, "1000500", "1040500", "", "10\u202f005,00", "10\u202f405,00"},
    {"opco", "&whom=self" ORGANISATION, "1000500", "1040500", "", "10\u202f005,00", "10\u202f405,00"},
    {"institution", "&whom=one" ORGANISATION, "1000500", "1040500", "", "10\u202f005,00",
        "10\u202f405,00"},
    {"france_travail", "&whom=self" ORGANISATION, "1000500", "1040500", "", "10\u202f005,00",
        "10\u202f405,00"},
    {"transitions_pro", "&whom=self" ORGANISATION, "1000500", "1040500", "", "10\u202f005,00",
        "10\u202f405,00"},
    {"region", "&whom=self" ORGANISATION, "1000500", "1040500", "", "10\u202f005,00",
        "10\u202f405,00"},
    {"other_third", "&whom=self" ORGANISATION, "1000500", "1040500", "", "10\u202f005,00",
        "10\u202f405,00"},
    {"individual", "&addressee_address=Rennes", "500050", "520050", "", "5\u202f000,50",
        "5\u202f200,50"},
    {"cpf", "&module_payer=third", "1000500", "1000500", "40000 ", "10\u202f005,00", "400,00"},
    {"cpf", "&module_payer=individual", "1000500", "1000500", "20000 ", "10\u202f005,00", "200,00"},
    {"cpf", "", "1000500", "1000500", "40000 20000 ", "10\u202f005,00", "400,00"},
    {"several", "&whom=self&mix=Nous+deux", NULL, NULL, "", "lusieurs", "lusieurs"},
    {"unknown", "&whom=self", NULL, NULL, "", "5\u202f000,50", "5\u202f200,50"},
};

static struct reply check_page(struct browser *b, struct str email, const char *more)
{
    get(b, "/devis");
    return post(b, "/devis", text("name=Ana&email=%.*s&kind=quote&%s&then=next", STR_ARG(email), more));
}

/* The cents of what a mail sets apart, in its order. */
static struct str apart_of(struct str params)
{
    struct str out = STR("");
    for (size_t at; (at = str_find(params, '{')) < params.n;) {
        params = str_slice(params, at + 1, params.n);
        struct str item = str_slice(params, 0, str_find(params, '}'));
        const char *cents = memmem(item.p, item.n, "\"cents\":", 8);
        if (cents && has(item, "\"apart\":true"))
            out = str_c(text("%.*s%lld ", STR_ARG(out), strtoll(cents + 8, NULL, 10)));
    }
    return out;
}

static void is_issued(struct browser *b, const struct reply *sent, struct str email,
    const struct priced *c, bool module)
{
    const char *cents = module ? c->module : c->plain;
    struct reply r = follow(b, sent);
    struct str params = params_of("quote", email);
    ck_says(r, strcmp(c->payer, "cpf") == 0 ? "Votre information tarifaire est prête"
                                            : "Votre devis est prêt");
    ck_assert_str_is(of_quote("q.total_cents", email), cents);
    ck_assert_msg(has(params, text("\"total\":%s", cents)), "%.*s", STR_ARG(params));
    ck_assert_str_is(apart_of(params), module ? c->apart : "");
    ck_assert_str_is(of_request("state", email), "sent");
}

static void is_held(struct browser *b, const struct reply *sent, struct str email, const char *why)
{
    struct reply r = follow(b, sent);
    ck_says(r, "Votre demande est entre nos mains");
    ck_says(r, "sous 5\u00a0jours ouvrés");
    ck_assert_uint_eq(mails("quote_held", email), 1);
    ck_assert_uint_eq(mails("quote", email), 0);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote q JOIN quote_request r ON r.id ="
                                  " q.request_id WHERE r.email = '%.*s'", STR_ARG(email)), 0);
    ck_assert_msg(has(of_request("to_staff_reason", email), why), "%.*s",
        STR_ARG(of_request("to_staff_reason", email)));
    ck_assert(of_request("waiting_since", email).n > 0);
}

static void one_request(const struct priced *c, bool module, const char *world)
{
    struct browser b = {0};
    struct str email = fresh_email();
    struct reply r = check_page(&b, email, text("payer=%s&module=%s%s", c->payer,
        module ? "yes" : "no", c->more));
    ck_says(r, "Vérifiez, puis envoyez");
    bool several = strcmp(c->payer, "several") == 0;
    if (*world && !several) {
        ck_silent(r, "005,00");
        ck_silent(r, "5\u202f000,50");
    } else
        ck_says(r, module ? c->page_module : c->page);
    r = post(&b, "/devis", "then=send");
    ck_status(r, 303);
    if (!*world && c->plain) {
        is_issued(&b, &r, email, c, module);
        return;
    }
    is_held(&b, &r, email, *world ? world : several ? "Plusieurs payeurs" : "pas encore choisi");
    ck_assert(!several || has(of_request("to_staff_reason", email), "Plusieurs payeurs"));
    /* nothing that is not sure is announced */
    ck_assert_int_eq(has(params_of("quote_held", email), "\"cents\""),
        !*world && strcmp(c->payer, "unknown") == 0);
}

static void every_request(const char *world)
{
    for (size_t i = 0; i < sizeof PAYERS / sizeof *PAYERS; i++) {
        one_request(&PAYERS[i], false, world);
        one_request(&PAYERS[i], true, world);
    }
}

START_TEST(every_payer_of_a_course_to_come)
{
    every_request("");
}
END_TEST

START_TEST(no_price_once_the_registration_ends_too_soon)
{
    root_run("UPDATE intake SET rncp_ends_on = rncp_registered_on WHERE rncp_ends_on IS NOT NULL");
    root_run("UPDATE revision SET number = number + 1");
    every_request("RNCP");
    root_run("UPDATE intake SET rncp_ends_on = CONCAT(year + 4, '-12-31') WHERE rncp_ends_on IS NOT"
             " NULL");
    root_run("UPDATE revision SET number = number + 1");
}
END_TEST

START_TEST(no_price_once_the_course_has_begun)
{
    now.s += 540 * (int64_t)(24 * 3600);
    every_request("déjà commencé");
}
END_TEST

/* Both tariffs, for all the people: the same amounts before sending and in the mail. */
START_TEST(three_people_cost_three_times_on_the_page_and_in_the_mail)
{
    struct browser b = {0};
    struct str email = fresh_email();
    struct reply r = check_page(&b, email, "payer=unknown&module=no&whom=several&headcount=3");
    ck_says(r, "30\u202f015,00");
    ck_says(r, "15\u202f001,50");
    ck_says(r, "3\u00a0personnes");
    ck_status(post(&b, "/devis", "then=send"), 303);
    struct str params = params_of("quote_held", email);
    ck_assert(has(params, "\"cents\":3001500") && has(params, "\"cents\":1500150"));
    ck_assert(has(params, "3\u00a0personnes"));
}
END_TEST

/* ---- so many and no more */

static void forget_limits(void)
{
    root_run("DELETE FROM throttle");
}

START_TEST(twenty_an_hour_from_one_place)
{
    forget_limits();
    site.demo = false;
    for (int i = 0; i <= 20; i++) {
        struct browser b = {.address = "192.0.2.44"};
        check_page(&b, fresh_email(), "payer=individual&module=no&addressee_address=Rennes");
        ck_status(post(&b, "/devis", "then=send"), i < 20 ? 303 : 429);
    }
    site.demo = true;
    forget_limits();
}
END_TEST

START_TEST(twenty_an_hour_on_one_link)
{
    struct browser b = {0};
    struct str email = fresh_email(), path = quoted(&b, email, EMPLOYER);
    const char *write = text("%.*s/message", STR_ARG(path));
    forget_limits();
    for (int i = 0; i <= 20; i++) {
        get(&b, write);
        ck_status(post(&b, write, "about=question&message=Une+question"), i < 20 ? 303 : 429);
    }
    ck_assert_uint_eq(mails("quote_written", email), 20);
    forget_limits();
}
END_TEST

FLOW_MAIN("quotes, prices", every_payer_of_a_course_to_come,
    no_price_once_the_registration_ends_too_soon, no_price_once_the_course_has_begun,
    three_people_cost_three_times_on_the_page_and_in_the_mail, twenty_an_hour_from_one_place,
    twenty_an_hour_on_one_link)
