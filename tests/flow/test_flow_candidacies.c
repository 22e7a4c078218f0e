/* Candidacies as reviewers read them: one file, its versions, who may. */
#include "flow.h"
#include "lost.h"

static const char *file_of(struct str id, const char *more)
{
    return text("/gestion/candidatures/%.*s%s", STR_ARG(id), more);
}

START_TEST(a_reviewer_reads_every_answer)
{
    struct browser b = {0}, reviewer = {0};
    struct str reference, id = submitted_candidacy(&b, "L%E2%80%99Hermite", "employer", &reference);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_status(r, 200);
    ck_says(r, reference.p);
    ck_says(r, "Anaïs L’Hermite");
    ck_says(r, "Maison de quartier");
    ck_says(r, "Déléguée"); /* the mandate is in the file, and nowhere else */
    ck_says(r, "Un café");
    ck_says(r, "L’employeur");
    ck_says(r, "Conditions remplies");
    ck_says(r, "Mois pondérés par le temps de travail");
    ck_says(r, "aria-labelledby=\"frise-titre frise-texte\"");
    ck_says(r, "Accusé de réception de la candidature");
    ck_says(r, "Candidature déposée");
    ck_silent(r, "Modifier");
    ck_silent(r, "Vos réponses");
}
END_TEST

START_TEST(only_who_may_read_and_only_what_was_submitted)
{
    struct browser b = {0}, draft = {0}, nobody = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    struct str begun = signed_in_candidacy(&draft, NULL);
    static const struct {
        unsigned role;
        int status;
    } cases[] = {{ROLE_QUOTES, 403}, {ROLE_REVIEWER, 200}, {ROLE_ADMIN, 200},
        {ROLE_QUOTES | ROLE_REVIEWER, 200}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct browser staff = {0};
        flow_staff(&staff, cases[i].role);
        struct reply r = get(&staff, file_of(id, ""));
        ck_status(r, cases[i].status);
        if (r.status == 403)
            ck_silent(r, "Martin");
        r = get(&staff, file_of(begun, ""));
        ck_status(r, r.status == 403 && cases[i].status == 403 ? 403 : 404);
        r = get(&staff, file_of(STR("AAAAAAAAAAAAAAAAAAAAAA"), ""));
        ck_status(r, cases[i].status == 403 ? 403 : 404);
        r = get(&staff, file_of(id, "?version=2"));
        ck_status(r, cases[i].status == 403 ? 403 : 404);
    }
    struct reply r = get(&nobody, file_of(id, ""));
    ck_status(r, 303);
    ck_assert(str_starts(r.location, STR("/gestion/connexion")));
    r = get(&b, file_of(id, "")); /* the applicant's own session opens nothing there */
    ck_status(r, 303);
}
END_TEST

START_TEST(reading_leaves_one_line_a_day)
{
    struct browser b = {0}, reviewer = {0}, other = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    uint64_t me = flow_staff(&reviewer, ROLE_REVIEWER);
    flow_staff(&other, ROLE_ADMIN);
    const char *count = text("SELECT COUNT(*) FROM audit a JOIN candidacy c ON c.id = a.object_id"
        " WHERE a.object_kind = 'candidacy' AND a.action = 'candidacy.read' AND c.public_id = '%.*s'",
        STR_ARG(id));
    for (int i = 0; i < 3; i++)
        ck_status(get(&reviewer, file_of(id, "")), 200);
    ck_assert_uint_eq(root_number("%s", count), 1);
    ck_status(get(&other, file_of(id, "")), 200);
    ck_assert_uint_eq(root_number("%s", count), 2);
    struct reply r = get(&other, file_of(id, ""));
    ck_says(r, "Dossier consulté");
    now.s += 25 * 3600;
    flow_staff_session(&reviewer, me);
    ck_status(get(&reviewer, file_of(id, "")), 200);
    ck_assert_uint_eq(root_number("%s", count), 3);
}
END_TEST

START_TEST(versions_and_what_changed_between_them)
{
    struct browser b = {0}, reviewer = {0};
    struct str first, id = submitted_candidacy(&b, "Martin", "individual", &first);
    flow_staff(&reviewer, ROLE_REVIEWER);
    get(&b, at(id, ""));
    ck_status(post(&b, at(id, "reprise"), ""), 303);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_says(r, "vous lisez ce qu’elle avait déposé");
    get(&b, at(id, "module"));
    ck_status(post(&b, at(id, "module"), "wanted=no"), 303);
    get(&b, at(id, "experiences/ajouter"));
    ck_status(post(&b, at(id, "experiences/ajouter"),
        "nature=volunteer&organisation=Les+Mille+Pas&organisation_kind=association&role=Tr%C3%A9sori%C3%A8re"
        "&field=culture&started.m=2&started.y=2023&ongoing=1&working_time=10&tasks="), 303);
    submit(&b, id);
    r = get(&reviewer, file_of(id, ""));
    ck_says(r, "Ce qui a changé depuis la version");
    ck_says(r, "Souhaitez-vous suivre aussi le module");
    ck_says(r, "Expérience\u00a03, ajoutée");
    ck_says(r, "Les Mille Pas");
    ck_silent(r, "Ce n’est pas la dernière version");
    r = get(&reviewer, file_of(id, "?version=1"));
    ck_says(r, first.p);
    ck_says(r, "Ce n’est pas la dernière version");
    ck_silent(r, "Les Mille Pas");
    ck_silent(r, "Ce qui a changé depuis");
}
END_TEST

START_TEST(a_funding_changed_afterwards_is_seen)
{
    struct browser b = {0}, reviewer = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_silent(r, "Financement modifié depuis le dépôt");
    get(&b, at(id, "financement"));
    ck_status(post(&b, at(id, "financement"), "payer=opco&payer_name=Uniformation&agreement=asked"),
        303);
    r = get(&reviewer, file_of(id, ""));
    ck_says(r, "Financement modifié depuis le dépôt");
    ck_says(r, "Uniformation");
    ck_says(r, "Financement modifié");
    ck_assert_uint_eq(root_number("SELECT last_payer = 'opco' FROM candidacy WHERE public_id ="
        " '%.*s'", STR_ARG(id)), 1);
}
END_TEST

START_TEST(two_candidacies_of_one_person_name_each_other)
{
    struct browser a = {0}, b = {0}, reviewer = {0};
    struct str holder, later;
    struct str one = submitted_candidacy(&a, "Jumeau", "individual", &holder);
    struct str two = submitted_candidacy(&b, "Jumeau", "individual", &later);
    /* the same person, whatever day the second was born on: taken back, corrected, sent again */
    struct str birth = root_text("SELECT DATE_FORMAT(i.birth_date, 'birth_date.d=%%e&birth_date.m=%%c"
        "&birth_date.y=%%Y') FROM candidacy_identity i JOIN candidacy c ON c.id = i.candidacy_id"
        " WHERE c.public_id = '%.*s'", STR_ARG(one));
    struct str email = root_text("SELECT a.email FROM account a JOIN candidacy c ON c.account_id ="
        " a.id WHERE c.public_id = '%.*s'", STR_ARG(two));
    get(&b, at(two, ""));
    ck_status(post(&b, at(two, "reprise"), ""), 303);
    get(&b, at(two, "identite"));
    ck_status(post(&b, at(two, "identite"), text("birth_name=Jumeau&given_names=Ana%%C3%%AFs&%.*s"
        "&email=%.*s&street=1+rue&postal_code=75010&city=Paris&country=France", STR_ARG(birth),
        STR_ARG(email))), 303);
    submit(&b, two);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(two, ""));
    ck_says(r, "À trancher");
    ck_says(r, holder.p);
    ck_says(r, "C’est elle qui tient la place");
    ck_says(r, file_of(one, ""));
    r = get(&reviewer, file_of(one, ""));
    ck_says(r, "Une autre candidature");
    ck_says(r, "Celle-ci tient la place");
    ck_says(r, file_of(two, ""));
}
END_TEST

START_TEST(an_address_to_check_is_shown)
{
    struct browser b = {0}, reviewer = {0};
    struct str id = submitted_candidacy(&b, "Martin", "individual", NULL);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct reply r = get(&reviewer, file_of(id, ""));
    ck_silent(r, "Adresse à vérifier");
    root_run("UPDATE account a JOIN candidacy c ON c.account_id = a.id SET a.address_state ="
             " 'to_check' WHERE c.public_id = '%.*s'", STR_ARG(id));
    root_run("UPDATE outbox o JOIN candidacy c ON c.id = o.object_id SET o.state = 'sent', o.sent_at ="
             " UTC_TIMESTAMP(), o.bounced_at = UTC_TIMESTAMP(), o.bounce_why = '5.1.1 inconnu'"
             " WHERE o.object_kind = 'candidacy' AND o.kind = 'receipt' AND c.public_id = '%.*s'",
        STR_ARG(id));
    r = get(&reviewer, file_of(id, ""));
    ck_says(r, "Adresse à vérifier");
    ck_says(r, "Revenu à l’expéditeur");
    ck_says(r, "5.1.1 inconnu");
}
END_TEST

/* ---- the list */

static const char LIST[] = "/gestion/candidatures";

/* Many at once, as jobs of the tests: what a submission writes for the list, without its snapshot. */
static void many(unsigned n, const char *tag)
{
    root_run("INSERT INTO account (public_id, email, created_at, last_seen_at) SELECT CONCAT('%s', seq),"
             " CONCAT('%s', seq, '@exemple.fr'), '2026-01-01', '2026-01-01' FROM seq_1_to_%u", tag, tag,
        n);
    root_run("INSERT INTO candidacy (public_id, account_id, programme_id, year, intake_id, state,"
             " created_at, updated_at, submissions, submitted_at, submit_key, last_reference,"
             " last_verdict, last_payer, last_module, last_birth_name, last_given_names)"
             " SELECT CONCAT('%s', LPAD(a.id, %zu, '0')), a.id, i.programme_id, i.year, i.id,"
             " IF(a.id %% 10 = 0, 'withdrawn', 'submitted'), '2026-01-01', '2026-01-01', 1,"
             " '2026-01-01' + INTERVAL a.id MINUTE, '2026-01-01' + INTERVAL a.id MINUTE,"
             " CONCAT('MOVSC-', a.id), ELT(1 + a.id %% 3, 'met', 'derogation', 'not_yet'),"
             " ELT(1 + a.id %% 2, 'employer', 'cpf'), IF(a.id %% 4 = 0, 'yes', 'no'),"
             " CONCAT('=%s', a.id), '+Zoé' FROM account a JOIN (SELECT * FROM intake ORDER BY id LIMIT 1) i"
             " WHERE a.email LIKE '%s%%'", tag, 22 - strlen(tag), tag, tag);
}

static const char *tag_of(void)
{
    return text("t%.*s", STR_ARG(str_slice(fresh_email(), 1, 9)));
}

static size_t count_of(struct str page, const char *words)
{
    size_t n = 0;
    for (const char *at = page.p; at && (at = memmem(at, page.n - (size_t)(at - page.p), words,
                                              strlen(words)));
         at += strlen(words))
        n++;
    return n;
}

/* Posts a search from the list, and follows it. */
static struct reply search(struct browser *b, const char *typed)
{
    get(b, LIST);
    struct reply r = post(b, text("%s/recherche", LIST), text("recherche=%s", typed));
    return follow(b, &r);
}

START_TEST(a_candidacy_is_found_by_name_address_and_reference)
{
    struct browser b = {0}, reviewer = {0};
    struct str reference, id = submitted_candidacy(&b, "Quemeneur", "employer", &reference);
    struct str email = root_text("SELECT a.email FROM account a JOIN candidacy c ON c.account_id ="
        " a.id WHERE c.public_id = '%.*s'", STR_ARG(id));
    flow_staff(&reviewer, ROLE_REVIEWER);
    get(&reviewer, LIST); /* the first request of a worker also reads the facts */
    struct reply r = get(&reviewer, LIST);
    ck_status(r, 200);
    ck_assert_uint_le(r.statements, 5);
    ck_says(r, "Quemeneur Anaïs");
    ck_says(r, file_of(id, ""));
    ck_silent(r, "Déléguée");
    const char *typed[] = {"quemen", "ana%C3%AFs+quemeneur", email.p, reference.p};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        r = search(&reviewer, typed[i]);
        ck_status(r, 200);
        ck_says(r, file_of(id, "?vue="));
        ck_assert_msg(count_of(r.body, "desk__head") <= 2, "%s finds more", typed[i]);
    }
    r = search(&reviewer, "personne%20de%20ce%20nom");
    ck_says(r, "Aucune candidature ne correspond");
    ck_silent(r, "export.csv");
}
END_TEST

/* Nothing of what was searched stands in an address; the file keeps its place in what was found. */
START_TEST(a_search_leaves_no_name_in_the_address)
{
    struct browser a = {0}, b = {0}, reviewer = {0}, other = {0};
    struct str one = submitted_candidacy(&a, "Kervella", "employer", NULL);
    now.s += 60;
    struct str two = submitted_candidacy(&b, "Kervella", "cpf", NULL);
    flow_staff(&reviewer, ROLE_REVIEWER);
    get(&reviewer, LIST);
    struct reply r = post(&reviewer, text("%s/recherche", LIST), "recherche=kervella");
    ck_status(r, 303);
    ck_assert(str_starts(r.location, STR("/gestion/candidatures?vue=")));
    const char *view = text("%.*s", STR_ARG(str_slice(r.location, 21, r.location.n)));
    r = get(&reviewer, text("%s%s", LIST, view));
    ck_says(r, file_of(one, view));
    ck_says(r, file_of(two, view));
    r = get(&reviewer, file_of(two, view));
    ck_says(r, text("rel=\"next\" href=\"%s\"", file_of(one, view)));
    ck_silent(r, "rel=\"prev\"");
    r = get(&reviewer, file_of(one, view));
    ck_says(r, text("rel=\"prev\" href=\"%s\"", file_of(two, view)));
    flow_staff(&other, ROLE_ADMIN); /* somebody else's view is nobody's */
    r = get(&other, text("%s%s", LIST, view));
    ck_status(r, 404);
    r = get(&other, text("%s/export.csv%s", LIST, view));
    ck_status(r, 404);
}
END_TEST

START_TEST(filters_counters_and_pages_of_fifty)
{
    struct browser b = {0};
    many(130, tag_of());
    flow_staff(&b, ROLE_REVIEWER);
    get(&b, LIST);
    struct reply r = get(&b, text("%s?promotion=33", LIST));
    ck_assert_uint_eq(count_of(r.body, "desk__head"), 50);
    ck_assert_uint_le(r.statements, 5);
    ck_says(r, "Page suivante");
    size_t seen = 0, pages = 0;
    for (;; pages++) {
        seen += count_of(r.body, "desk__head");
        const char *next = strstr(text("%.*s", STR_ARG(r.body)), "rel=\"next\" href=\"");
        if (!next)
            break;
        struct str rest = str_c(next + 17), href;
        ck_assert(str_cut(&rest, '"', &href));
        const char *path = text("%.*s", STR_ARG(href));
        char *amp;
        while ((amp = strstr((char *)(uintptr_t)path, "&amp;")))
            memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
        r = get(&b, path);
        ck_status(r, 200);
        ck_assert_uint_le(r.statements, 5);
    }
    ck_assert_uint_eq(seen, root_number("SELECT COUNT(*) FROM candidacy c JOIN intake i ON i.id ="
        " c.intake_id WHERE i.number = 33 AND c.submit_key IS NOT NULL"));
    ck_assert_uint_ge(pages, 2);
    static const struct {
        const char *query, *where;
    } cases[] = {
        {"etat=withdrawn", "c.state = 'withdrawn'"},
        {"file=retirees", "c.state = 'withdrawn'"},
        {"verdict=met", "c.last_verdict = 'met'"},
        {"payeur=cpf", "c.last_payer = 'cpf'"},
        {"module=yes", "c.last_module = 'yes'"},
        {"verdict=derogation&payeur=employer&module=no", "c.last_verdict = 'derogation'"
            " AND c.last_payer = 'employer' AND c.last_module = 'no'"},
        {"promotion=9999", "1 = 0"},
        {"file=a-trancher", "c.contested = 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        r = get(&b, text("%s/export.csv?%s", LIST, cases[i].query));
        ck_status(r, 200);
        ck_assert_msg(count_of(r.body, "\r\n") - 1 == root_number("SELECT COUNT(*) FROM candidacy c"
            " WHERE c.submit_key IS NOT NULL AND %s", cases[i].where), "%s: %zu", cases[i].query,
            count_of(r.body, "\r\n") - 1);
    }
}
END_TEST

/* ---- what is taken away */

START_TEST(an_export_is_audited_and_safe)
{
    struct browser b = {0}, applicant = {0};
    lost_never(); /* an export that broke off has been noted too, and these are counted */
    many(700, tag_of()); /* more than one chunk */
    submitted_candidacy(&applicant, "Martin", "employer", NULL);
    uint64_t me = flow_staff(&b, ROLE_REVIEWER);
    struct reply r = get(&b, text("%s/export.csv", LIST));
    ck_status(r, 200);
    ck_assert_str_is(r.type, "text/csv; charset=utf-8; header=present");
    struct wall today = wall_paris(now);
    ck_assert_str_is(header_of(&r, "Content-Disposition"),
        text("attachment; filename=\"candidatures-%04d-%02d-%02d.csv\"", today.day.y, today.day.m,
            today.day.d));
    ck_assert(str_starts(r.body, STR("\xef\xbb\xbf\"Référence\";")));
    size_t lines = count_of(r.body, "\r\n");
    ck_assert_uint_eq(lines - 1,
        root_number("SELECT COUNT(*) FROM candidacy WHERE submit_key IS NOT NULL"));
    ck_silent(r, "\"=");
    ck_silent(r, "\"+");
    ck_silent(r, "Déléguée");
    ck_silent(r, "Maison de quartier");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE actor_kind = 'staff' AND actor_id"
        " = %llu AND action = 'list.export' AND detail = 'csv candidatures?'", (unsigned long long)me), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE actor_kind = 'staff' AND actor_id"
        " = %llu AND action = 'list.exported' AND detail = 'csv candidatures? rows=%zu'",
        (unsigned long long)me, lines - 1), 1);
    r = get(&b, text("%s/export.xlsx?etat=withdrawn", LIST));
    ck_status(r, 200);
    ck_assert(r.body.n > 2000 && memcmp(r.body.p, "PK\3\4", 4) == 0);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE actor_id = %llu AND action ="
        " 'list.exported' AND detail LIKE 'xlsx candidatures?etat=withdrawn rows=%%'",
        (unsigned long long)me), 1);
    r = ask(&b, METHOD_HEAD, text("%s/export.csv", LIST), (struct str){0});
    ck_status(r, 200);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE actor_id = %llu AND action ="
        " 'list.export'", (unsigned long long)me), 2);
}
END_TEST

START_TEST(quote_requests_are_taken_with_their_amounts)
{
    struct browser b = {0};
    const char *tag = tag_of();
    flow_staff(&b, ROLE_QUOTES);
    root_run("INSERT INTO quote_request (public_id, reference, kind, programme_id, payer, module, name,"
             " email, addressee_name, total_cents, note, state, valid_until, idempotency_key, created_at)"
             " VALUES ('%s000000000000', 'X-%s', 'quote', 1, 'employer', 'yes', '=cmd|x', '%s@exemple.fr',"
             " '+Les \"Mille\" Pas', 1040500, 'Note libre', 'sent', '2027-02-21', '%s',"
             " '2026-11-23 17:40:05')", tag, tag, tag, tag);
    struct reply r = get(&b, "/gestion/devis/export.csv?du=2026-11-23&au=2026-11-23&module=yes");
    ck_status(r, 200);
    ck_says(r, text("\"X-%s\";;2026-11-23;2026-11-23 18:40;\"Devis\";\"'=cmd|x\";\"%s@exemple.fr\";;"
                    "\"'+Les \"\"Mille\"\" Pas\";\"L’employeur\";\"Avec\";;10405,00;"
                    "\"Devis envoyé\";2027-02-21;", tag, tag));
    ck_silent(r, "Note libre");
    r = get(&b, "/gestion/devis/export.csv?du=2026-11-23&au=2026-11-23&module=no");
    ck_silent(r, tag);
    r = get(&b, "/gestion/devis/export.xlsx?module=yes");
    ck_assert(r.status == 200 && memcmp(r.body.p, "PK\3\4", 4) == 0);
}
END_TEST

START_TEST(ticked_rows_alone_are_taken)
{
    struct browser b = {0};
    many(60, tag_of());
    flow_staff(&b, ROLE_REVIEWER);
    struct reply r = get(&b, LIST);
    struct str one = root_text("SELECT public_id FROM candidacy WHERE submit_key IS NOT NULL"
        " ORDER BY submit_key DESC, id DESC LIMIT 1 OFFSET 3");
    struct str reference = root_text("SELECT last_reference FROM candidacy WHERE public_id = '%.*s'",
        STR_ARG(one));
    r = post(&b, text("%s/lot", LIST), text("acte=exporter-csv&n4=%.*s", STR_ARG(one)));
    ck_status(r, 200);
    ck_assert_uint_eq(count_of(r.body, "\r\n"), 2);
    ck_says(r, reference.p);
    /* the list has moved on since it was read: what was ticked is taken all the same */
    struct str last = root_text("SELECT public_id FROM candidacy WHERE submit_key IS NOT NULL"
        " ORDER BY submit_key, id LIMIT 1");
    get(&b, text("%s?file=retirees", LIST));
    r = post(&b, text("%s/lot", LIST), text("acte=exporter-csv&n1=%.*s&n2=%.*s&n3=AAAAAAAAAAAAAAAAAAAAAA",
        STR_ARG(one), STR_ARG(last)));
    ck_status(r, 200);
    ck_assert_uint_eq(count_of(r.body, "\r\n"), 3);
    get(&b, LIST);
    r = post(&b, text("%s/lot", LIST), text("acte=exporter-xlsx&n4=%.*s", STR_ARG(one)));
    ck_status(r, 200);
    ck_assert(memcmp(r.body.p, "PK\3\4", 4) == 0);
    r = post(&b, text("%s/lot", LIST), "acte=exporter-csv");
    ck_status(r, 303); /* nothing ticked: back to the list */
    r = post(&b, text("%s/lot", LIST), text("acte=autre&n4=%.*s", STR_ARG(one)));
    ck_status(r, 422);
}
END_TEST

START_TEST(every_door_of_the_list_asks_for_the_role)
{
    static const char *const doors[] = {"", "/export.csv", "/export.xlsx"};
    static const char *const acts[] = {"/recherche", "/vues", "/lot"};
    static const struct {
        unsigned role;
        bool may;
    } cases[] = {{ROLE_QUOTES, false}, {ROLE_REVIEWER, true}, {ROLE_ADMIN, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct browser b = {0};
        flow_staff(&b, cases[i].role);
        for (size_t k = 0; k < 3; k++) {
            ck_status(get(&b, text("%s%s", LIST, doors[k])), cases[i].may ? 200 : 403);
            struct reply r = post_bare(&b, text("%s%s", LIST, acts[k]), str_c(text("csrf=%.*s",
                STR_ARG(desk_token(&b)))));
            ck_assert_msg(cases[i].may == (r.status != 403), "%s: %d", acts[k], r.status);
        }
        ck_status(get(&b, "/gestion/devis/export.csv"), cases[i].role == ROLE_REVIEWER ? 403 : 200);
    }
}
END_TEST

/* Rows never all stand in memory: what an export takes does not follow their number. */
START_TEST(twenty_thousand_rows_take_no_more_memory_than_one_thousand)
{
    struct browser b = {0};
    struct reply few[2], lots[2];
    static const char *const files[] = {"/export.csv", "/export.xlsx"};
    flow_staff(&b, ROLE_ADMIN);
    many(1000, tag_of());
    for (int i = 0; i < 2; i++)
        few[i] = get(&b, text("%s%s", LIST, files[i]));
    many(20000, tag_of());
    for (int i = 0; i < 2; i++) {
        lots[i] = get(&b, text("%s%s", LIST, files[i]));
        ck_status(lots[i], 200);
        ck_assert_uint_gt(lots[i].body.n, 10 * few[i].body.n);
        ck_assert_uint_gt(lots[i].pieces, 20);
        ck_assert_msg(lots[i].piece < 200 * 1024, "%s: a piece of %zu bytes", files[i],
            lots[i].piece);
        ck_assert_msg(lots[i].heap < few[i].heap + 256 * 1024, "%s: %zu bytes, then %zu", files[i],
            few[i].heap, lots[i].heap);
    }
}
END_TEST

FLOW_MAIN("candidacies", a_reviewer_reads_every_answer,
    only_who_may_read_and_only_what_was_submitted, reading_leaves_one_line_a_day,
    versions_and_what_changed_between_them, a_funding_changed_afterwards_is_seen,
    two_candidacies_of_one_person_name_each_other, an_address_to_check_is_shown,
    a_candidacy_is_found_by_name_address_and_reference, a_search_leaves_no_name_in_the_address,
    filters_counters_and_pages_of_fifty, an_export_is_audited_and_safe,
    quote_requests_are_taken_with_their_amounts, ticked_rows_alone_are_taken,
    every_door_of_the_list_asks_for_the_role, twenty_thousand_rows_take_no_more_memory_than_one_thousand)
