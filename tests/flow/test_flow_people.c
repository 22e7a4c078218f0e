/* Who applies and who pays, walked whole: what the list of experiences counts, the verdict, and the prices
 * on the check page and on the receipt. tests/e2e/candidacy.test.mjs takes each person by one way only. */
#include "flow.h"

#include "domain/payers.h"

#define EUROS(whole, cents) whole "," cents "\u00a0€"
static const char THIRD[] = EUROS("10\u202f005", "00"), THIRD_ALL[] = EUROS("10\u202f405", "00"),
                  OWN[] = EUROS("5\u202f000", "50"), OWN_ALL[] = EUROS("5\u202f200", "50"),
                  THIRD_MODULE[] = EUROS("400", "00"), OWN_MODULE[] = EUROS("200", "00");
static const char *const AMOUNTS[] = {THIRD, THIRD_ALL, OWN, OWN_ALL, THIRD_MODULE, OWN_MODULE};
enum { T = 1, TA = 2, O = 4, OA = 8, TM = 16, OM = 32, AMOUNTS_N = 6 }; /* which of them are said */

#define DEES "kind=dees&state=obtained&year=2012&school=IRTS&country=France"
#define JOB(from, to)                                                                              \
    "nature=employee&role=Coordinatrice&organisation=R%C3%A9gie&organisation_kind=association"     \
    "&field=integration&working_time=100&" from "&" to
#define FROM(m, y) "started.m=" #m "&started.y=" #y
#define TO(m, y) "ended.m=" #m "&ended.y=" #y

static const struct person {
    const char *family, *diploma, *jobs[2], *funding, *module, *explanation;
    const char *months, *verdict;
    unsigned check, receipt;
} PEOPLE[] = {
    {"Lefevre", DEES, {JOB(FROM(9, 2020), TO(1, 2024)), NULL},
        "payer=employer&payer_name=Mairie&agreement=asked", "wanted=yes", "", "41\u00a0mois comptés",
        "Vos conditions semblent remplies", T | TA | TM, T | TA | TM},
    {"Muller", "kind=none", {JOB(FROM(1, 2015), TO(12, 2018)), JOB(FROM(1, 2020), TO(1, 2022))},
        "payer=individual", "wanted=yes", "", "73\u00a0mois comptés",
        "Une dérogation peut être envisagée", O | OA | OM, O | OA | OM},
    {"Daroeuf", DEES, {JOB(FROM(1, 2024), TO(6, 2024)), NULL},
        "payer=cpf&agreement=none&cpf_amount=3000&module_payer=individual", "wanted=yes",
        "Il+me+manque+du+temps", "6\u00a0mois comptés", "Il vous manque", T | O | OM, T | O | OM},
    {"Zolc", DEES, {JOB(FROM(3, 2021), TO(2, 2023)),
        "nature=union&role=D%C3%A9l%C3%A9gu%C3%A9e&field=social&" FROM(1, 2022) "&" TO(12, 2024)},
        "payer=unknown", "wanted=no", "", "46\u00a0mois comptés", "Vos conditions semblent remplies",
        T | O, T | O},
};

static void save(struct browser *b, struct str id, const char *step, const char *fields)
{
    get(b, at(id, step));
    struct reply r = post(b, at(id, step), fields);
    ck_assert_msg(r.status == 303, "%s: %d\n%s", step, r.status, glimpse(&r));
}

/* Exactly these amounts, each as a word of its own: « 400,00 € » is not said by « 10 400,00 € ». */
static void prices_are(const struct reply *r, unsigned wanted, const char *where)
{
    for (unsigned i = 0; i < AMOUNTS_N; i++) {
        bool said = false;
        for (struct str rest = r->body; rest.n && !said;) {
            const char *p = memmem(rest.p, rest.n, AMOUNTS[i], strlen(AMOUNTS[i]));
            if (!p)
                break;
            char before = p == r->body.p ? ' ' : p[-1];
            said = !(before >= '0' && before <= '9') && (unsigned char)before != 0xaf; /* U+202F's end */
            rest = str_slice(rest, (size_t)(p - rest.p) + 1, rest.n);
        }
        ck_assert_msg(said == !!(wanted & 1u << i), "%s: %s%s\n%s", where, said ? "" : "not ", AMOUNTS[i],
            glimpse(r));
    }
}

static struct str draft_of(struct browser *b, const struct person *who)
{
    struct str email, id = signed_in_candidacy(b, &email);
    save(b, id, "identite",
        text("birth_name=%s&given_names=Zo%%C3%%A9&birth_date.d=1&birth_date.m=5&birth_date.y=1980"
             "&email=%.*s&street=1+rue+des+Lilas&postal_code=75010&city=Paris&country=France",
            who->family, STR_ARG(email)));
    save(b, id, "diplomes/ajouter", who->diploma);
    for (size_t i = 0; i < 2 && who->jobs[i]; i++)
        save(b, id, "experiences/ajouter", who->jobs[i]);
    save(b, id, "projet", "objects.diagnosis=1&project=Un+caf%C3%A9&expectations=Du+recul");
    save(b, id, "financement", who->funding);
    save(b, id, "module", who->module);
    return id;
}

START_TEST(each_person_reads_their_months_their_verdict_and_their_prices)
{
    for (size_t i = 0; i < sizeof PEOPLE / sizeof *PEOPLE; i++) {
        const struct person *who = &PEOPLE[i];
        struct browser b = {0};
        struct str id = draft_of(&b, who);
        struct reply r = get(&b, at(id, "experiences"));
        ck_says(r, who->months);
        r = get(&b, at(id, "verification"));
        ck_says(r, who->verdict);
        prices_are(&r, who->check, text("%s checks", who->family));
        r = post(&b, at(id, "verification"), text("declaration=1&explanation=%s", who->explanation));
        ck_goes(r, at(id, "confirmation"));
        r = follow(&b, &r);
        prices_are(&r, who->receipt, text("%s has submitted", who->family));
        ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox o JOIN candidacy c ON c.id = o.object_id"
            " WHERE o.kind = 'new_candidacy' AND o.object_kind = 'candidacy' AND c.public_id = '%.*s'"
            " AND o.params LIKE '%%%s%%'", STR_ARG(id), who->verdict), 1);
    }
}
END_TEST

/* What each payer pays, without the module and with it, on one draft's check page. */
START_TEST(every_payer_with_the_module_and_without)
{
    struct browser b = {0};
    struct str id = draft_of(&b, &PEOPLE[0]);
    for (size_t i = 0; i < payers_n; i++) {
        const struct payer *p = &payers[i];
        bool own = p->tariff == PAYER_TARIFF_INDIVIDUAL, both = p->tariff == PAYER_TARIFF_BOTH || p->tariff == PAYER_TARIFF_MIX;
        for (int module = 0; module < 2; module++) {
            save(&b, id, "financement", text("payer=%s&agreement=none%s%s", p->value,
                p->is_cpf ? "&module_payer=third&cpf_amount=10005" : "",
                strcmp(p->value, "several") == 0 ? "&mix=Nous+deux" : ""));
            save(&b, id, "module", module ? "wanted=yes" : "wanted=no");
            struct reply r = get(&b, at(id, "verification"));
            /* the CPF: what it does not pay, beside what paying alone would cost */
            unsigned third = p->is_cpf ? T | O | (module ? TM : 0) : T | (module ? TA | TM : 0);
            unsigned alone = O | (module ? OA | OM : 0);
            prices_are(&r, both ? third | alone : own ? alone : third, text("%s, %d", p->value, module));
        }
    }
}
END_TEST

FLOW_MAIN("people", each_person_reads_their_months_their_verdict_and_their_prices,
    every_payer_with_the_module_and_without)
