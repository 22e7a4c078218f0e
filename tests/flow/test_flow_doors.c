/* The two doors without an account: /eligibilite leaves no trace, /devis leaves one request. */
#include "flow.h"

#include "base/codec.h"

#define MASTER "kind=master&state=obtained&pro_years=10&social_years=0"
#define ASKED "kind=licence&state=obtained&pro_years=2&social_years=0&pro_months=5&social_months=0"

static uint64_t outbox_of(const char *kind, struct str to)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE kind = '%s' AND recipient = '%.*s'", kind,
        STR_ARG(to));
}

static struct str params_of(const char *kind, struct str to)
{
    return root_text("SELECT params FROM outbox WHERE kind = '%s' AND recipient = '%.*s'"
                     " ORDER BY id DESC LIMIT 1", kind, STR_ARG(to));
}

/* ---- /eligibilite */

static const struct question_case {
    const char *query, *says;
    int status;
} QUESTIONS[] = {
    {"", "Quel est votre diplôme", 200},
    {"?kind=none&de=diplome", "Combien d’années", 200},
    {"?kind=licence&de=diplome", "L’avez-vous déjà", 200},
    {"?kind=other_rncp&de=diplome", "Quel est son niveau", 200},
    {"?kind=foreign&level=7&state=obtained&de=obtention", "ENIC-NARIC", 200},
    {"?kind=licence&state=obtained&pro_years=2&social_years=&de=experience", "combien de mois", 200},
    {"?" ASKED "&de=mois", "Qu’est-ce qui continue", 200},
    {"?" ASKED "&ongoing.professional=1&de=suite", "Qui paierait", 200},
    {"?" MASTER "&q=obtention", "L’avez-vous déjà", 200},
    {"?" MASTER "&de=experience", "Qui paierait", 200},
    /* nothing was answered, or nothing that can be read */
    {"?de=diplome", "Indiquez votre diplôme", 422},
    {"?kind=licence&state=obtained&pro_years=&social_years=&de=experience", "Saisissez vos années",
        422},
    {"?kind=astronaute&de=diplome", "choisissez parmi les réponses proposées", 422},
    {"?kind=licence&state=obtained&pro_years=beaucoup&de=experience", "Saisissez vos années", 422},
    {"?kind=licence&state=obtained&pro_years=1000", "entre 0 et 60", 422},
    {"?" MASTER "&payer=ma_tante", "choisissez parmi les réponses proposées", 422},
    /* written by hand: unknown questions, fields that do not apply */
    {"?q=rien&de=rien&x=1", "Quel est votre diplôme", 200},
    {"?kind=none&recognition=peutetre&q=attestation", "Combien d’années", 200},
};

START_TEST(questions_by_their_address_alone)
{
    get(&(struct browser){0}, "/eligibilite"); /* the worker's first request loads the facts */
    for (size_t i = 0; i < sizeof QUESTIONS / sizeof *QUESTIONS; i++) {
        const struct question_case *c = &QUESTIONS[i];
        struct browser b = {0};
        struct reply r = get(&b, text("/eligibilite%s", c->query));
        ck_assert_msg(r.status == c->status && has(r.body, c->says), "%s: %d, %s", c->query,
            r.status, glimpse(&r));
        ck_assert_msg(b.sid.n == 0, "%s made a cookie", c->query);
        ck_assert_msg(r.statements <= 2, "%s: %u statements", c->query, r.statements);
    }
    struct browser b = {0};
    ck_status(get(&b, "/eligibilite?kind=licence&kind=none"), 422);
    ck_status(get(&b, "/eligibilite?kind=%ff"), 422);
    ck_goes(get(&b, "/eligibilite?" MASTER "&payer=cpf&de=payeur"),
        "/eligibilite/resultat?" MASTER "&payer=cpf");
    ck_goes(get(&b, "/eligibilite/resultat?" MASTER), "/eligibilite?" MASTER);
    ck_goes(get(&b, "/eligibilite/resultat?kind=licence&pro_years=trop"),
        "/eligibilite?kind=licence&pro_years=trop");
    ck_goes(get(&b, "/eligibilite/envoi?" MASTER), "/eligibilite?" MASTER);
}
END_TEST

START_TEST(the_answer_and_its_prices)
{
    struct browser b = {0};
    get(&b, "/eligibilite");
    struct reply r = get(&b, "/eligibilite/resultat?" MASTER "&payer=employer");
    ck_status(r, 200);
    ck_assert(b.sid.n == 0 && r.statements <= 2);
    ck_says(r, "Vos conditions semblent remplies");
    ck_says(r, "Commencer ma candidature");
    ck_says(r, "/candidature?diplome=master&amp;etat=obtained&amp;payeur=employer");
    ck_says(r, "10\u202f005,00\u00a0€");
    ck_says(r, "10\u202f405,00\u00a0€");
    ck_says(r, "Règle 2026-11-1");
    ck_silent(r, "5\u202f000,50");
    r = get(&b, "/eligibilite/resultat?" MASTER "&payer=unknown");
    ck_says(r, "10\u202f005,00\u00a0€");
    ck_says(r, "5\u202f000,50\u00a0€");
    ck_says(r, "10\u202f405,00\u00a0€ ou 5\u202f200,50\u00a0€");
    r = get(&b, "/eligibilite/resultat?kind=none&pro_years=2&social_years=0&ongoing.none=1"
                "&payer=individual");
    ck_status(r, 200);
    ck_says(r, "Il vous manque");
    ck_says(r, "Candidater quand même");
    ck_says(r, "/devis?kind=vae");
}
END_TEST

/* What was said here is not asked again. */
START_TEST(answers_go_into_the_candidacy)
{
    struct browser b = {0};
    struct reply r = get(&b, "/candidature?diplome=foreign&niveau=7&etat=obtained"
                             "&attestation=requested&payeur=opco");
    ck_status(r, 200);
    r = post(&b, "/candidature", "");
    ck_status(r, 303);
    struct str id = str_slice(r.location, strlen("/candidature/"), r.location.n);
    id = str_slice(id, 0, str_find(id, '/'));
    ck_assert_str_is(root_text("SELECT CONCAT_WS(' ', d.kind, d.level, d.state, d.recognition,"
                               " f.payer) FROM candidacy c JOIN diploma d ON d.candidacy_id = c.id"
                               " JOIN candidacy_funding f ON f.candidacy_id = c.id"
                               " WHERE c.public_id = '%.*s'", STR_ARG(id)),
        "foreign 7 obtained requested opco");
}
END_TEST

static const char SELF[] = "/eligibilite/envoi?" ASKED "&ongoing.professional=1&payer=individual";
static const char EMPLOYER[] =
    "/eligibilite/employeur?" ASKED "&ongoing.professional=1&payer=individual";

START_TEST(the_result_by_mail)
{
    struct browser b = {0};
    struct str email = fresh_email();
    struct reply r = get(&b, SELF);
    ck_status(r, 200);
    ck_says(r, "effacée dès que le message est parti");
    r = post(&b, SELF, "email=pas+une+adresse");
    ck_status(r, 422);
    const char *fields = text("email=%.*s", STR_ARG(email));
    struct str page = b.page;
    r = post(&b, SELF, fields);
    ck_goes(r, "/eligibilite/resultat?" ASKED "&ongoing.professional=1&payer=individual&envoye=moi");
    ck_assert_uint_le(r.statements, 8);
    b.page = page; /* the same button twice */
    ck_status(post(&b, SELF, fields), 303);
    ck_assert_uint_eq(outbox_of("eligibility_self", email), 1);
    struct str params = params_of("eligibility_self", email);
    ck_assert(has(params, "Vous aurez vos 3") && has(params, "/eligibilite\""));
    ck_assert_msg(!has(params, "licence") && !has(params, "pro_years"), "%.*s", STR_ARG(params));
    r = follow(&b, &r);
    ck_says(r, "C’est envoyé");
    ck_silent(r, email.p);
}
END_TEST

/* What tells two sendings apart says nothing of the address, even to who has the address and the row. */
START_TEST(no_address_outlives_its_mail)
{
    struct browser b = {0};
    struct str first = fresh_email(), other = fresh_email(), to[] = {first, other};
    get(&b, SELF);
    struct str page = b.page, key = {0};
    const char *mark = strstr(page.p, "name=\"key\" value=\"");
    ck_assert_ptr_nonnull(mark);
    key = str_c(text("%.22s", mark + strlen("name=\"key\" value=\"")));
    for (size_t i = 0; i < 4; i++) { /* another address typed into the same page is another mail, once */
        b.page = page;
        ck_status(post(&b, SELF, text("email=%.*s", STR_ARG(to[i % 2]))), 303);
    }
    for (size_t i = 0; i < 2; i++) {
        unsigned char hash[HASH_BYTES];
        crypto_sha256(to[i], hash);
        struct str guess = base64url_encode(arena, (struct str){(const char *)hash, 8});
        struct str once = root_text("SELECT dedupe_key FROM outbox WHERE recipient = '%.*s'", STR_ARG(to[i]));
        ck_assert_uint_eq(outbox_of("eligibility_self", to[i]), 1);
        ck_assert_msg(str_starts(once, STR("eligibility_self:")), "%.*s", STR_ARG(once));
        ck_assert_msg(!has(once, text("%.*s", STR_ARG(key))), "the form's key: %.*s", STR_ARG(once));
        ck_assert_msg(!has(once, text("%.10s", guess.p)), "a hash of the address: %.*s", STR_ARG(once));
    }
}
END_TEST

START_TEST(the_programme_to_an_employer)
{
    struct browser b = {0};
    struct str email = fresh_email();
    get(&b, EMPLOYER);
    struct reply r = post(&b, EMPLOYER, text("email=%.*s", STR_ARG(email)));
    ck_status(r, 303);
    struct str params = params_of("employer_info", email);
    ck_assert_msg(has(params, "\"diploma\":1000500") && has(params, "\"module\":40000"), "%.*s",
        STR_ARG(params));
    ck_assert(!has(params, "licence") && !has(params, "individual") && !has(params, "Vous"));
    for (int i = 0; i < 2; i++) { /* three in the hour to one address */
        get(&b, EMPLOYER);
        ck_status(post(&b, EMPLOYER, text("email=%.*s", STR_ARG(email))), 303);
    }
    get(&b, EMPLOYER);
    r = post(&b, EMPLOYER, text("email=%.*s", STR_ARG(email))); /* the fourth leaves later, and says so */
    ck_status(r, 303);
    r = follow(&b, &r);
    ck_says(r, "le courriel partira le");
}
END_TEST

/* ---- /devis */

static const char *request(struct str email, const char *more)
{
    return text("name=Ana%%C3%%AFs+B.&email=%.*s&phone=&%s", STR_ARG(email), more);
}

/* Through the check page, as a person goes; the reply to the last button. */
static struct reply sent(struct browser *b, struct str email, const char *more)
{
    get(b, "/devis");
    struct reply r = post(b, "/devis", text("%s&then=next", request(email, more)));
    ck_status(r, 200);
    ck_says(r, "Vérifiez, puis envoyez");
    ck_assert_uint_eq(
        root_number("SELECT COUNT(*) FROM quote_request WHERE email = '%.*s'", STR_ARG(email)), 0);
    r = post(b, "/devis", "then=send");
    ck_status(r, 303);
    return r;
}

#define EMPLOYER_FIELDS                                                                            \
    "kind=quote&payer=employer&module=yes&whom=self&addressee_name=Les+Mille+Pas"                  \
    "&addressee_address=1+rue+du+Port%0D%0A35000+Rennes"

START_TEST(the_price_is_told_before_sending)
{
    static const struct {
        const char *more, *price;
    } told[] = {
        {EMPLOYER_FIELDS, "10\u202f405,00\u00a0€"},
        {"kind=quote&payer=individual&module=yes&addressee_address=Rennes", "5\u202f200,50\u00a0€"},
        {"kind=quote&payer=cpf&module=yes&module_payer=individual&cpf_amount=3000",
            "Le module, à part"},
        {"kind=quote&payer=unknown&module=no&whom=self", "5\u202f000,50\u00a0€"},
        {"kind=quote&payer=several&module=no&whom=self&mix=Moiti%C3%A9", "Plusieurs payeurs"},
        {"kind=quote&payer=employer&module=no&whom=several&headcount=3", "30\u202f015,00\u00a0€"},
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct browser b = {0};
        get(&b, "/devis");
        struct reply r = post(&b, "/devis", text("%s&then=recalc", told[i].more));
        ck_status(r, 200); /* nothing is missing while one only looks at the price */
        ck_says(r, told[i].price);
    }
}
END_TEST

START_TEST(staff_learn_who_asks)
{
    struct browser b = {0};
    struct str email = fresh_email(), staff = STR("par_cestes@lecnam.net");
    sent(&b, email, EMPLOYER_FIELDS "&note=Merci+%3A)&purchase_reference=BC-12");
    ck_assert_str_is(root_text("SELECT CONCAT_WS(' ', diploma_cents, diploma_tariff_id IS NOT NULL,"
                               " module_cents, total_cents, to_staff_reason, addressee_name) FROM"
                               " quote_request WHERE email = '%.*s'", STR_ARG(email)),
        "1000500 1 40000 1040500  Les Mille Pas");
    struct str params = root_text("SELECT params FROM outbox WHERE kind = 'quote_request' AND"
                                  " recipient = '%.*s' AND params LIKE '%%%.*s%%'", STR_ARG(staff),
        STR_ARG(email));
    ck_assert(has(params, text("\"reply_to\":\"%.*s\"", STR_ARG(email))));
    ck_assert(has(params, "Les Mille Pas") && has(params, "Merci :)") && has(params, "Anaïs B."));
    ck_assert(has(params, "1 rue du Port") && has(params, "BC-12"));
    struct str reference = root_text("SELECT reference FROM quote_request WHERE email = '%.*s'",
        STR_ARG(email));
    ck_assert_uint_eq(reference.n, strlen("D-7K3M-9QX2"));
    ck_assert(has(params, text("\"reference\":\"%.*s\"", STR_ARG(reference))));
}
END_TEST

START_TEST(sent_twice_is_one_request)
{
    struct browser b = {0};
    struct str email = fresh_email();
    get(&b, "/devis");
    post(&b, "/devis", text("%s&then=next", request(email, EMPLOYER_FIELDS)));
    struct str page = b.page;
    struct reply first = post(&b, "/devis", "then=send");
    b.page = page;
    struct reply again = post(&b, "/devis", "then=send");
    ck_status(again, 303);
    ck_assert(str_eq(first.location, again.location));
    ck_assert_uint_eq(outbox_of("quote", email), 1);
    /* corrected after all: another check page, another request */
    b.page = page;
    struct reply r = post(&b, "/devis", "then=edit");
    ck_status(r, 200);
    ck_assert_str_is(shown(&r, "addressee_name"), "Les Mille Pas");
    r = post(&b, "/devis", text("%s&then=next", request(email, EMPLOYER_FIELDS "&note=Et+aussi")));
    ck_status(r, 200);
    ck_status(post(&b, "/devis", "then=send"), 303);
    ck_assert_uint_eq(outbox_of("quote", email), 2);
}
END_TEST

START_TEST(a_doubtful_siret_is_said_once)
{
    struct browser b = {0};
    struct str email = fresh_email();
    const char *fields = request(email, EMPLOYER_FIELDS "&addressee_siret=19753471200018");
    get(&b, "/devis");
    struct reply r = post(&b, "/devis", text("%s&then=next", fields));
    ck_status(r, 422); /* in place: to be looked at once more */
    ck_says(r, "Ce numéro SIRET semble contenir une erreur");
    r = post(&b, "/devis", text("%s&then=next", fields));
    ck_says(r, "Vérifiez, puis envoyez");
    ck_status(post(&b, "/devis", "then=send"), 303);
    ck_assert_str_is(root_text("SELECT addressee_siret FROM quote_request WHERE email = '%.*s'",
                         STR_ARG(email)), "19753471200018");
    ck_assert(has(root_text("SELECT params FROM outbox WHERE kind = 'quote_request' AND params LIKE"
                            " '%%%.*s%%'", STR_ARG(email)), "siret_doubt"));
}
END_TEST

START_TEST(messages_use_the_same_door)
{
    struct browser b = {0};
    struct reply r = get(&b, "/devis?kind=vae");
    ck_status(r, 200);
    ck_assert_str_is(shown(&r, "kind"), "vae");
    ck_assert_str_is(shown(&(struct reply){.body = get(&b, "/devis?kind=question").body}, "kind"),
        "question");
    ck_status(get(&b, "/devis?kind=nimporte&payer=quoi"), 200);
    struct str email = fresh_email();
    r = sent(&b, email, "kind=vae&message=Dix+ans+de+direction");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_request WHERE email = '%.*s' AND"
                                  " kind = 'vae' AND payer IS NULL AND total_cents IS NULL",
                          STR_ARG(email)), 1);
    ck_assert(has(params_of("question_ack", email), "\"topic\":\"VAE\""));
    r = follow(&b, &r);
    ck_silent(r, "€");
}
END_TEST

START_TEST(nothing_typed_is_lost)
{
    struct browser b = {0};
    get(&b, "/devis");
    struct reply r = post(&b, "/devis",
        "kind=quote&payer=employer&module=yes&addressee_name=Les+Mille+Pas&name=&email=nulle+part"
        "&note=Une+%3Cbalise%3E&then=next");
    ck_status(r, 422);
    ck_says(r, "Saisissez vos prénom et nom");
    ck_assert_str_is(shown(&r, "email"), "nulle part");
    ck_assert_str_is(shown(&r, "addressee_name"), "Les Mille Pas");
    ck_says(r, "Une &lt;balise&gt;");
    ck_status(get(&b, "/devis/AAAAAAAAAAAAAAAAAAAAAA/recu"), 404);
}
END_TEST

START_TEST(monitoring_is_told_of_mails_that_wait)
{
    struct browser b = {.address = "127.0.0.1"}, away = {0};
    ck_status(get(&away, "/sante/complet"), 404);
    ck_says(get(&b, "/sante"), "ok");
    root_run("UPDATE outbox SET state = 'sent'");
    get(&away, "/connexion");
    post(&away, "/connexion", text("email=%.*s", STR_ARG(fresh_email())));
    struct reply r = get(&b, "/sante/complet");
    ck_status(r, 200);
    ck_says(r, "\"well\":true");
    ck_says(r, "\"outbox\":1,\"outbox_waits_s\":0,\"outbox_failed\":0");
    /* one that is to leave later, because so many are asked for: it does not wait yet */
    root_run("UPDATE outbox SET created_at = FROM_UNIXTIME(%lld), next_try_at = FROM_UNIXTIME(%lld)"
             " WHERE state = 'queued'", (long long)now.s - 3700, (long long)now.s + 1800);
    ck_says(get(&b, "/sante/complet"), "\"outbox_waits_s\":0");
    /* tried again and again: it is due later each time, and has waited all the same */
    root_run("UPDATE outbox SET attempts = 3 WHERE state = 'queued'");
    r = get(&b, "/sante/complet");
    ck_status(r, 503);
    ck_says(r, "\"outbox_waits_s\":3700");
    /* nobody tries at all */
    root_run("UPDATE outbox SET created_at = FROM_UNIXTIME(%lld), next_try_at = FROM_UNIXTIME(%lld)"
             " WHERE state = 'queued'", (long long)now.s - 1000, (long long)now.s - 1000);
    ck_status(get(&b, "/sante/complet"), 503);
    ck_says(get(&b, "/sante/complet"), "\"why\":[\"personne n’envoie les courriels");
    /* sent again by hand, it waits from then on */
    root_run("UPDATE outbox SET created_at = FROM_UNIXTIME(%lld), next_try_at = FROM_UNIXTIME(%lld), again_at"
             " = next_try_at WHERE state = 'queued'", (long long)now.s - 90000, (long long)now.s);
    r = get(&b, "/sante/complet");
    ck_status(r, 200);
    ck_says(r, "\"outbox_waits_s\":0");
    /* a kind that portal-jobs does not know yet */
    root_run("UPDATE outbox SET trouble = 'kind' WHERE state = 'queued'");
    r = get(&b, "/sante/complet");
    ck_status(r, 503);
    ck_says(r, "\"outbox_unknown\":1");
    ck_says(r, "version plus récente de portal-jobs");
}
END_TEST

/* One that failed for want of a recipient is staff's affair; any other calls until somebody has dealt
 * with it. */
START_TEST(monitoring_is_told_of_mails_that_failed)
{
    static const struct {
        const char *trouble;
        int status;
    } rows[] = {{"address", 200}, {"refused", 503}, {"fault", 503}, {"", 503}};
    struct browser b = {.address = "127.0.0.1"}, away = {0};
    get(&away, "/connexion");
    post(&away, "/connexion", text("email=%.*s", STR_ARG(fresh_email())));
    root_run("UPDATE outbox SET state = 'sent', trouble = ''");
    ck_says(get(&b, "/sante/complet"), "\"why\":[]");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        root_run("UPDATE outbox SET state = 'failed', trouble = '%s', settled_at = NULL ORDER BY id LIMIT 1",
            rows[i].trouble);
        struct reply r = get(&b, "/sante/complet");
        ck_status(r, rows[i].status);
        ck_says(r, "\"outbox_failed\":1");
        ck_says(r, rows[i].status == 200 ? "\"outbox_unsettled\":0" : "\"outbox_unsettled\":1");
        root_run("UPDATE outbox SET settled_at = UTC_TIMESTAMP() WHERE state = 'failed'");
        ck_status(get(&b, "/sante/complet"), 200);
    }
    root_run("UPDATE outbox SET state = 'sent', trouble = '', settled_at = NULL");
}
END_TEST

START_TEST(monitoring_is_told_that_no_mail_leaves)
{
    static const char *const stages[] = {"connect", "hello", "login", "sender", "alike"};
    struct browser b = {.address = "127.0.0.1"};
    root_run("UPDATE outbox SET state = 'sent'");
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        root_run("REPLACE INTO mail_way (id, closed_at, stage, why, tries, try_at) VALUES (1, FROM_UNIXTIME(%lld),"
                 " '%s', '550 secret', 3, UTC_TIMESTAMP())", (long long)now.s - 40, stages[i]);
        struct reply r = get(&b, "/sante/complet");
        ck_status(r, 503);
        ck_says(r, "\"outbox_held_s\":40");
        ck_says(r, "aucun courriel ne part\u00a0: le serveur de messagerie");
        ck_silent(r, "les prend pas"); /* each stage has words of its own */
        ck_silent(r, "secret");
    }
    root_run("UPDATE mail_way SET closed_at = NULL, stage = ''");
    ck_status(get(&b, "/sante/complet"), 200);
    root_run("DELETE FROM mail_way");
}
END_TEST

START_TEST(monitoring_is_told_of_an_audit_trail_that_does_not_hold)
{
    struct browser b = {.address = "127.0.0.1"};
    root_run("UPDATE outbox SET state = 'sent'");
    root_run("UPDATE audit_check SET failed_at = FROM_UNIXTIME(%lld), fault = 'row_changed', failed_row = 12",
        (long long)now.s - 40);
    struct reply r = get(&b, "/sante/complet");
    ck_status(r, 503);
    ck_says(r, "\"audit_failed_s\":40");
    ck_says(r, "le journal d’audit ne se vérifie pas");
    root_run("UPDATE audit_check SET failed_at = NULL, fault = '', failed_row = 0");
    r = get(&b, "/sante/complet");
    ck_status(r, 200);
    ck_says(r, "\"audit_failed_s\":0");
}
END_TEST

/* RFC 9116: Contact and Expires once each, less than a year ahead, always; Canonical is where it stands. */
START_TEST(who_finds_a_hole_reads_whom_to_tell)
{
    struct browser b = {0};
    struct instant today = now;
    static const int64_t later[] = {0, 86400, 200 * 86400, 400 * 86400};
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        struct buf until;
        now.s = today.s + later[i];
        struct reply r = get(&b, "/.well-known/security.txt");
        ck_status(r, 200);
        ck_assert_str_is(r.type, "text/plain; charset=utf-8");
        buf_init(&until, 40);
        day_format_iso(&until, day_paris((struct instant){now.s + 180 * 86400}));
        ck_assert_str_is(r.body,
            text("Contact: mailto:securite.demonstration@portail.example\nExpires: %.*sT00:00:00Z\n"
                 "Preferred-Languages: fr, en\nCanonical: %.*s/.well-known/security.txt\n",
                STR_ARG(buf_str(&until)), STR_ARG(site.base_url)));
        buf_free(&until);
    }
    now = today;
    static const char *const none[] = {"", "securite", "a@b", "a b@c.fr", "a@b.fr\nExpires: x"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        root_run("UPDATE setting SET value = '%s' WHERE name = 'contact.security'", none[i]);
        root_run("UPDATE revision SET number = number + 1");
        struct reply r = get(&b, "/.well-known/security.txt");
        ck_status(r, 404);
        ck_assert_str_is(r.type, "text/plain; charset=utf-8");
        ck_says(r, "Aucune adresse n’est encore indiquée pour signaler une faille");
        ck_says(r, text("%.*s/aide", STR_ARG(site.base_url)));
        ck_silent(r, "Contact:");
    }
    root_run("UPDATE setting SET value = 'securite.demonstration@portail.example' WHERE name = 'contact.security'");
    root_run("UPDATE revision SET number = number + 1");
    ck_status(get(&b, "/.well-known/security.txt"), 200);
}
END_TEST

FLOW_MAIN("doors", monitoring_is_told_of_an_audit_trail_that_does_not_hold, who_finds_a_hole_reads_whom_to_tell,
    monitoring_is_told_of_mails_that_wait, monitoring_is_told_of_mails_that_failed,
    monitoring_is_told_that_no_mail_leaves, questions_by_their_address_alone, the_answer_and_its_prices,
    answers_go_into_the_candidacy, the_result_by_mail, no_address_outlives_its_mail, the_programme_to_an_employer,
    the_price_is_told_before_sending, staff_learn_who_asks, sent_twice_is_one_request,
    a_doubtful_siret_is_said_once, messages_use_the_same_door, nothing_typed_is_lost)
