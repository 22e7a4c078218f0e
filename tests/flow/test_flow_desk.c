/* The quote desk, read: the inbox by queue, filter, search and page; one request with everything;
 * who may, and what several people do at once. */
#include "flow.h"

#include "domain/desk_quotes.h"

/* Requests of one day of 2001, so that tests that share the database see only their own. */
#define OF(day) "/gestion/devis?du=2001-02-" day "&au=2001-02-" day

static unsigned made;

/* A request of that day; `more` are further columns and their values: "state = 'sent', …". */
static struct str request(const char *day, const char *name, const char *more)
{
    made++;
    struct str id = str_c(text("%022u", made + (unsigned)getpid() * 1000u));
    root_run("INSERT INTO quote_request SET public_id = '%.*s', reference = 'D-T%u', %s"
             " programme_id = (SELECT MIN(id) FROM programme), email = 'p%u@exemple.fr', name = '%s',"
             " %s %s idempotency_key = '%.*s',"
             " created_at = '2001-02-%s 10:00:00'%s%s",
        STR_ARG(id), made + (unsigned)getpid() * 1000u,
        strstr(more, "kind =") ? "" : "kind = 'quote',", made, name,
        strstr(more, "payer =") ? "" : "payer = 'employer',",
        strstr(more, "module =") ? "" : "module = 'no',", STR_ARG(id), day,
        *more ? ", " : "", more);
    return id;
}

static struct reply see(struct browser *b, struct str href)
{
    return get(b, arena_dup(arena, href).p);
}

/* The address of the n-th link that begins so, entities undone; p == NULL without. */
static struct str link_to(const struct reply *r, const char *begins, const char *rel)
{
    struct str page = r->body;
    const char *found = memmem(page.p, page.n, rel, strlen(rel));
    if (!found)
        return (struct str){0};
    struct str rest = str_slice(page, (size_t)(found - page.p), page.n);
    const char *href = memmem(rest.p, rest.n, "href=\"", 6);
    rest = str_slice(rest, (size_t)(href - rest.p) + 6, rest.n);
    rest.n = str_find(rest, '"');
    ck_assert_msg(str_starts(rest, str_c(begins)), "%.*s", STR_ARG(rest));
    struct buf out;
    buf_init(&out, 2000);
    for (size_t i = 0; i < rest.n; i++) {
        buf_putc(&out, rest.p[i]);
        if (rest.p[i] == '&') /* &amp; */
            i += 4;
    }
    struct str s = arena_dup(arena, buf_str(&out));
    buf_free(&out);
    return s;
}

static size_t count(struct str page, const char *words)
{
    size_t n = 0;
    for (const char *p = page.p, *end = page.p + page.n;
         (p = memmem(p, (size_t)(end - p), words, strlen(words))); p += strlen(words))
        n++;
    return n;
}

/* The names "R001"… on a page, in its order, added to seen[]. */
static size_t names(const struct reply *r, unsigned *seen, size_t at)
{
    for (const char *p = r->body.p, *end = p + r->body.n; (p = memmem(p, (size_t)(end - p), ">Rang ", 6));
         p += 6)
        seen[at++] = (unsigned)(p[6] - '0') * 100 + (unsigned)(p[7] - '0') * 10 + (unsigned)(p[8] - '0');
    return at;
}

/* 173 requests, most of the same second: forward and back, none is lost and none comes twice. */
START_TEST(pages_by_key)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    for (unsigned i = 0; i < 173; i++)
        request("01", text("Rang %03u", i), i % 10 == 0 ? "waiting_since = '2001-02-03', valid_until = '2001-03-01'" : "");
    for (size_t sort = 0; sort < desk_list_quotes.sorts_n; sort++) {
        unsigned seen[400], back[400];
        size_t n = 0, m = 0, pages = 0;
        struct reply r = get(&b, text(OF("01") "&tri=%s", desk_list_quotes.sorts[sort].value));
        ck_status(r, 200);
        ck_assert(!has(r.body, "rel=\"prev\""));
        struct str last = {0};
        for (;; pages++) {
            n = names(&r, seen, n);
            struct str next = link_to(&r, "/gestion/devis?", "rel=\"next\"");
            if (!next.p)
                break;
            r = see(&b, next);
            ck_status(r, 200);
            last = link_to(&r, "/gestion/devis?", "rel=\"prev\"");
            ck_assert(last.p);
        }
        ck_assert_uint_eq(pages, 3);
        ck_assert_uint_eq(n, 173);
        bool there[173] = {false};
        for (size_t i = 0; i < n; i++) {
            ck_assert_msg(!there[seen[i]], "%u twice", seen[i]);
            there[seen[i]] = true;
        }
        while (last.p) { /* back to the first page: the same order */
            r = see(&b, last);
            m = names(&r, back, 0);
            ck_assert_uint_eq(m, DESK_PAGE);
            pages--;
            ck_assert(memcmp(back, seen + pages * DESK_PAGE, m * sizeof *back) == 0);
            last = link_to(&r, "/gestion/devis?", "rel=\"prev\"");
        }
        ck_assert_uint_eq(pages, 0);
    }
}
END_TEST

START_TEST(queues_filters_and_what_they_cost)
{
    struct browser b = {0};
    uint64_t me = flow_staff(&b, ROLE_QUOTES);
    request("05", "Nouvelle Une", "waiting_since = UTC_TIMESTAMP()");
    request("05", "Mienne Deux", text("state = 'waiting', assigned_to = %llu", (unsigned long long)me));
    request("05", "Envoi Trois", "state = 'sent', valid_until = CURRENT_DATE + INTERVAL 3 DAY, payer = 'opco'");
    request("05", "Perdu Quatre", "state = 'sent', valid_until = CURRENT_DATE - INTERVAL 1 DAY, module = 'yes'");
    request("05", "Accord Cinq", "state = 'accepted', origin = 'paper'");
    request("05", "Retard Six", "waiting_since = UTC_TIMESTAMP() - INTERVAL 20 DAY, kind = 'vae', payer = NULL");
    static const struct {
        const char *query, *names; /* by their first word */
    } rows[] = {
        {"", "Nouvelle Mienne Envoi Perdu Accord Retard"},
        {"&file=nouvelles", "Nouvelle Retard"},
        {"&file=a-repondre", "Nouvelle Retard"},
        {"&file=a-moi", "Mienne"},
        {"&file=envoyees", "Envoi Perdu"},
        {"&file=expirent", "Envoi"},
        {"&file=expires", "Perdu"},
        {"&file=acceptees", "Accord"},
        {"&payeur=opco", "Envoi"},
        {"&module=yes", "Perdu"},
        {"&origine=paper", "Accord"},
        {"&objet=vae", "Retard"},
        {"&etat=waiting", "Mienne"},
        {"&qui=moi", "Mienne"},
        {"&qui=personne&etat=accepted", "Accord"},
        {"&etat=sent&payeur=cpf", ""},
        {"&etat=nimporte&payeur=opco", "Envoi"},
    };
    static const char *const all[] = {"Nouvelle", "Mienne", "Envoi", "Perdu", "Accord", "Retard"};
    get(&b, "/gestion/devis"); /* the worker's first request loads the facts */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reply r = get(&b, text(OF("05") "%s", rows[i].query));
        ck_status(r, 200);
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            ck_assert_msg(has(r.body, text(">%s ", all[k])) == (strstr(rows[i].names, all[k]) != NULL),
                "%s: %s in\n%s", rows[i].query, all[k], glimpse(&r));
        ck_assert_msg(r.statements <= 5, "%s: %u statements", rows[i].query, r.statements);
        if (!*rows[i].names)
            ck_says(r, "Aucune demande ne correspond");
    }
    struct reply r = get(&b, OF("05"));
    ck_assert_uint_eq(count(r.body, "class=\"desk__alert\""), 1); /* the late one, said in words */
    ck_says(r, "En retard");
    ck_says(r, "Devis expiré");
    ck_says(r, "aria-sort=\"descending\"");
}
END_TEST

/* What was typed is never in an address; whose view it is decides. */
START_TEST(searches_are_kept_behind_an_id)
{
    struct browser b = {0}, other = {0};
    flow_staff(&b, ROLE_QUOTES);
    flow_staff(&other, ROLE_QUOTES);
    struct str id = request("06", "Anaïs Le Gall-Quemeneur",
        "addressee_name = 'Coopérative des Genêts', addressee_siret = '12345678900011',"
        " trainees = 'Ronan Kerbellec'");
    root_run("UPDATE quote_request SET reference = 'D-7K3M-9QX2', email = 'anais.q@exemple.fr'"
             " WHERE public_id = '%.*s'", STR_ARG(id));
    root_run("INSERT INTO quote (public_id, request_id, series, year, number, version, number_text,"
             " payer, tariff_kind, total_cents, document, sha256, issued_at, valid_until,"
             " idempotency_key, state_at) SELECT CONCAT('q', id), id, 'D', 2001, 123, 1,"
             " 'D-2001-000123', 'employer', 'third', 1000500, '{}', REPEAT('x', 32),"
             " '2001-02-06', '2001-05-06', CONCAT('k', id), '2001-02-06' FROM quote_request"
             " WHERE public_id = '%.*s'", STR_ARG(id));
    request("06", "Bertrand Martin", "");
    static const char *const typed[] = {"quemeneur", "gall+ana", "ANAIS", "genets", "cooperative+genets",
        "kerbellec", "12345678900011", "123+456+789", "D-7k3m", "d-2001-123", "D-2001-000123",
        "2001-000123", "2001-123", "anais.q%40", "Anais.Q%40Exemple.fr", "An"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        get(&b, OF("06"));
        struct reply r = post(&b, "/gestion/devis/recherche", text("recherche=%s", typed[i]));
        ck_status(r, 303);
        ck_assert(has(r.location, "vue=") && has(r.location, "du=2001-02-06"));
        ck_assert(!has(r.location, "nais") && !has(r.location, "recherche"));
        struct str where = r.location;
        r = follow(&b, &r);
        ck_status(r, 200);
        ck_assert_msg(has(r.body, ">Anaïs Le Gall-Quemeneur<") && !has(r.body, ">Bertrand Martin<"),
            "%s: %s", typed[i], glimpse(&r));
        ck_assert_uint_le(r.statements, 6);
        ck_status(see(&other, where), 404);
    }
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM desk_view WHERE query LIKE '%%nais%%'"), 0);
    /* An organisation of two letters; a number of this year without anything before it. */
    request("06", "Claude Petit", "addressee_name = 'FO'");
    struct str numbered = request("06", "Dominique Roy", "");
    root_run("INSERT INTO quote (public_id, request_id, series, year, number, version, number_text,"
             " payer, tariff_kind, total_cents, document, sha256, issued_at, valid_until,"
             " idempotency_key, state_at) SELECT CONCAT('q', id), id, 'I', %d, 987654, 1,"
             " 'I-%d-987654', 'cpf', 'third', 1000500, '{}', REPEAT('x', 32),"
             " '2001-02-06', '2001-05-06', CONCAT('k', id), '2001-02-06' FROM quote_request"
             " WHERE public_id = '%.*s'", day_paris(now).y, day_paris(now).y, STR_ARG(numbered));
    static const char *const others[][2] = {{"fo", ">Claude Petit<"}, {"987654", ">Dominique Roy<"}};
    for (size_t i = 0; i < 2; i++) {
        get(&b, OF("06"));
        struct reply found = post(&b, "/gestion/devis/recherche", text("recherche=%s", others[i][0]));
        found = follow(&b, &found);
        ck_says(found, others[i][1]);
        ck_silent(found, ">Bertrand Martin<");
    }
    /* Nothing typed: the search goes, the filter stays. */
    struct reply r = post(&b, "/gestion/devis/recherche", "recherche=+");
    ck_goes(r, "/gestion/devis?du=2001-02-06&au=2001-02-06");
    ck_status(see(&b, STR("/gestion/devis?vue=AAAAAAAAAAAAAAAAAAAAAA")), 404);
}
END_TEST

START_TEST(views_have_names_and_one_owner)
{
    struct browser b = {0}, other = {0};
    flow_staff(&b, ROLE_QUOTES);
    flow_staff(&other, ROLE_QUOTES | ROLE_ADMIN);
    request("07", "Vue Opco", "payer = 'opco'");
    request("07", "Vue Cpf", "payer = 'cpf'");
    get(&b, OF("07") "&payeur=opco");
    struct reply r = post(&b, "/gestion/devis/vues", "nom=");
    ck_status(r, 422);
    ck_says(r, "Donnez un nom à cette vue");
    ck_says(r, ">Vue Opco<");
    r = post(&b, "/gestion/devis/vues", text("nom=%0100d", 7));
    ck_status(r, 422);
    ck_says(r, "raccourcissez-le");
    ck_assert_uint_eq(shown(&r, "nom").n, 100);
    r = post(&b, "/gestion/devis/vues", "nom=Les+OPCO+de+l%E2%80%99hiver");
    struct str where = r.location;
    r = follow(&b, &r);
    ck_says(r, "Les OPCO de l’hiver");
    ck_says(r, ">Vue Opco<");
    ck_silent(r, ">Vue Cpf<");
    /* kept again under its name it is one, as it was kept last */
    r = post(&b, "/gestion/devis/vues", "nom=Les+OPCO+de+l%E2%80%99hiver");
    ck_assert_str_is(r.location, arena_printf(arena, "%.*s", STR_ARG(where)).p);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM desk_view WHERE name <> ''"), 1);
    see(&b, where);
    /* From there, one filter taken away: the address says so, the view stays what it was. */
    r = see(&b, str_c(text("%.*s&payeur=", STR_ARG(where))));
    ck_says(r, ">Vue Cpf<");
    ck_status(see(&other, where), 404);
    r = get(&other, "/gestion/devis");
    ck_silent(r, "Les OPCO de l’hiver");
    const char *forget = text("/gestion/devis/vues/%.*s/retirer", 22, where.p + strlen("/gestion/devis?vue="));
    ck_status(post(&other, forget, ""), 404);
    get(&b, "/gestion/devis");
    ck_goes(post(&b, forget, ""), "/gestion/devis");
    ck_status(see(&b, where), 404);
}
END_TEST

START_TEST(one_request_says_everything)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    struct str id = request("08", "Dossier Entier",
        "note = 'Sans le vendredi <svp>', phone = '0199000000', state = 'sent', whom = 'several',"
        " headcount = 3, addressee_name = 'Les Prés', purchase_reference = 'BC-77', total_cents ="
        " 1000500, valid_until = '2001-03-01', last_number = 'D-2001-000777'");
    uint64_t row = root_number("SELECT id FROM quote_request WHERE public_id = '%.*s'", STR_ARG(id));
    root_run("INSERT INTO quote (public_id, request_id, series, year, number, version, number_text,"
             " payer, tariff_kind, total_cents, document, sha256, issued_at, valid_until,"
             " idempotency_key, state_at) VALUES ('qversion-%llu', %llu, 'D', 2002, %llu, 1,"
             " 'D-2001-000777', 'employer', 'third', 1000500, '{}', REPEAT('x', 32), '2001-02-08',"
             " '2001-03-01', 'kv%llu', '2001-02-08')",
        (unsigned long long)row, (unsigned long long)row, (unsigned long long)row,
        (unsigned long long)row);
    root_run("INSERT INTO quote_message (request_id, kind, body, idempotency_key, at) VALUES (%llu,"
             " 'person', 'Quand commence-t-on ?', 'm%llu', '2001-02-09')", (unsigned long long)row,
        (unsigned long long)row);
    root_run("INSERT INTO outbox (dedupe_key, kind, recipient, params, state, next_try_at, message_id,"
             " created_at, expires_at, object_kind, object_id, bounced_at, bounce_why) VALUES"
             " ('t%llu', 'question_ack', 'p@exemple.fr', '{\"secret\":\"x\"}', 'sent', '2001-02-08', 't%llu', '2001-02-08',"
             " '2001-02-12', 'quote_request', %llu, '2001-02-08', '550 5.1.1 inconnu')",
        (unsigned long long)row, (unsigned long long)row, (unsigned long long)row);
    root_run("INSERT INTO audit (at, actor_kind, actor_id, action, object_kind, object_id) VALUES"
             " ('2001-02-08', 'session', 1, 'quotes.issue', 'quote', (SELECT id FROM quote WHERE"
             " request_id = %llu))", (unsigned long long)row);
    get(&b, "/gestion/devis");
    struct reply r = get(&b, text("/gestion/devis/%.*s", STR_ARG(id)));
    ck_status(r, 200);
    static const char *const says[] = {"Dossier Entier", "Sans le vendredi &lt;svp&gt;", "Les Prés",
        "BC-77", "Plusieurs personnes", "D-2001-000777", "Expiré", "Quand commence-t-on ?",
        "Accusé de réception", "Revenu à l’expéditeur", "550 5.1.1 inconnu", "Document émis",
        "Demande reçue", "10\u202f005,00\u00a0€"};
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        ck_assert_msg(has(r.body, says[i]), "%s", says[i]);
    ck_silent(r, "secret");
    ck_assert_uint_le(r.statements, 7);
    ck_status(get(&b, "/gestion/devis/AAAAAAAAAAAAAAAAAAAAAA"), 404);
    /* Only the reference stands in the title: browsers keep titles. */
    ck_assert(!has(str_slice(r.body, 0, 400), "Dossier Entier"));
}
END_TEST

/* The stored bytes of a version, through its own request and no other. */
START_TEST(a_version_as_its_pdf)
{
    struct browser b = {0}, reviewer = {0};
    flow_staff(&b, ROLE_QUOTES);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct str id = request("13", "Papier Un", ""), other = request("13", "Papier Deux", "");
    root_run("INSERT INTO quote (public_id, request_id, series, year, number, version, number_text,"
             " payer, tariff_kind, total_cents, document, sha256, issued_at, valid_until,"
             " idempotency_key, state_at, pdf) SELECT CONCAT('pdf-', id), id, 'D', 2003, id, 1,"
             " CONCAT('D-2003-', id), 'employer', 'third', 1000500, '{}', REPEAT('x', 32),"
             " '2001-02-13', '2001-05-13', CONCAT('pdf', id), '2001-02-13', '%%PDF-1.7 gardé'"
             " FROM quote_request WHERE public_id = '%.*s'", STR_ARG(id));
    struct str version = root_text("SELECT q.public_id FROM quote q JOIN quote_request r ON r.id ="
                                   " q.request_id WHERE r.public_id = '%.*s'", STR_ARG(id));
    get(&b, "/gestion/devis");
    struct reply r = get(&b, text("/gestion/devis/%.*s", STR_ARG(id)));
    const char *path = text("/gestion/devis/%.*s/pdf/%.*s", STR_ARG(id), STR_ARG(version));
    ck_says(r, path);
    r = get(&b, path);
    ck_status(r, 200);
    ck_assert_str_is(r.type, "application/pdf");
    ck_assert_str_is(r.body, "%PDF-1.7 gardé");
    ck_assert(has(header_of(&r, "Content-Disposition"), "D-2003-"));
    ck_status(get(&b, text("/gestion/devis/%.*s/pdf/%.*s", STR_ARG(other), STR_ARG(version))), 404);
    ck_status(get(&reviewer, path), 403);
}
END_TEST

START_TEST(neighbours_stay_in_the_filtered_list)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    struct str third = request("09", "Voisin Trois", "payer = 'opco'");
    request("09", "Voisin Caché", "payer = 'cpf'");
    struct str second = request("09", "Voisin Deux", "payer = 'opco'");
    struct str first = request("09", "Voisin Un", "payer = 'opco'");
    struct reply r = get(&b, OF("09") "&payeur=opco");
    r = see(&b, link_to(&r, "/gestion/devis/", "desk__head"));
    ck_says(r, "Voisin Un");
    ck_assert(!has(r.body, "rel=\"prev\""));
    struct str next = link_to(&r, "/gestion/devis/", "rel=\"next\"");
    ck_assert(has(next, second.p) && has(next, "payeur=opco"));
    r = see(&b, next);
    ck_says(r, "Voisin Deux");
    ck_assert(has(link_to(&r, "/gestion/devis/", "rel=\"prev\""), first.p));
    r = see(&b, link_to(&r, "/gestion/devis/", "rel=\"next\""));
    ck_says(r, "Voisin Trois");
    ck_assert(has(str_c(r.body.p), third.p) && !has(r.body, "rel=\"next\""));
}
END_TEST

START_TEST(taken_in_hand_noted_and_closed)
{
    struct browser b = {0}, other = {0};
    uint64_t me = flow_staff(&b, ROLE_QUOTES), them = flow_staff(&other, ROLE_ADMIN);
    struct str id = request("10", "Suivi Complet", "waiting_since = '2001-02-10'");
    const char *path = text("/gestion/devis/%.*s", STR_ARG(id));
    get(&b, path);
    get(&other, path);
    const char *assign = text("%s/attribution", path);
    ck_goes(post(&b, assign, "a=moi&version=1"), text("%s?dit=attribuee", path));
    ck_assert_uint_eq(root_number("SELECT assigned_to FROM quote_request WHERE public_id = '%.*s' AND"
                                  " state = 'waiting' AND version = 2", STR_ARG(id)), me);
    /* Somebody else's page is of before: nothing is done, and the page says so. */
    struct reply r = post(&other, assign, "a=moi&version=1");
    ck_status(r, 409);
    ck_says(r, "rien n’a été fait");
    ck_assert_uint_eq(root_number("SELECT assigned_to FROM quote_request WHERE public_id = '%.*s'",
                          STR_ARG(id)), me);
    ck_goes(post(&other, assign, "a=moi&version=2"), text("%s?dit=attribuee", path));
    ck_assert_uint_eq(root_number("SELECT assigned_to FROM quote_request WHERE public_id = '%.*s'",
                          STR_ARG(id)), them);
    /* Nobody like that, somebody without the role. */
    uint64_t reviewer = flow_staff_id(ROLE_REVIEWER);
    get(&b, path);
    ck_status(post(&b, assign, "a=inconnu&version=3"), 409);
    ck_status(post(&b, assign, text("a=%.*s&version=3",
        STR_ARG(root_text("SELECT public_id FROM staff WHERE id = %llu", (unsigned long long)reviewer)))), 409);
    ck_goes(post(&b, assign, "a=personne&version=3"), text("%s?dit=attribuee", path));
    /* A note: empty, kept as typed; sent twice, once there. */
    const char *note = text("%s/note", path);
    get(&b, path);
    r = post(&b, note, "note=");
    ck_status(r, 422);
    ck_says(r, "Saisissez votre note");
    r = post(&b, note, text("note=%.4100s", arena_printf(arena, "%04100d", 3).p));
    ck_status(r, 422);
    ck_assert_uint_eq(shown(&r, "note").n, 4100);
    get(&b, path);
    struct str page = b.page;
    ck_goes(post(&b, note, "note=Rappeler+lundi+%3Cmatin%3E"), text("%s?dit=note", path));
    b.page = page;
    ck_goes(post(&b, note, "note=Rappeler+lundi+%3Cmatin%3E"), text("%s?dit=note", path));
    r = get(&b, path);
    ck_assert_uint_eq(count(r.body, "Rappeler lundi &lt;matin&gt;"), 1);
    ck_says(r, "Zoé L’Hermite");
    ck_says(r, "Note ajoutée");
    ck_says(r, "Demande laissée à l’équipe");
    /* Closed, then opened again: it waits for us from now on. */
    ck_goes(post(&b, text("%s/cloture", path), "version=4"), text("%s?dit=close", path));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_request WHERE public_id = '%.*s' AND"
                                  " state = 'closed' AND waiting_since IS NULL", STR_ARG(id)), 1);
    get(&b, path);
    ck_goes(post(&b, text("%s/reouverture", path), "version=5"), text("%s?dit=rouverte", path));
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_request WHERE public_id = '%.*s' AND"
                                  " state = 'waiting' AND waiting_since IS NOT NULL", STR_ARG(id)), 1);
    /* What can still be accepted, or was, is not closed. */
    struct str open = request("10", "Encore Valable", "state = 'sent', valid_until = CURRENT_DATE + INTERVAL 1 DAY");
    struct str yes = request("10", "Accord Donné", "state = 'accepted'");
    ck_status(post(&b, text("/gestion/devis/%.*s/cloture", STR_ARG(open)), "version=1"), 409);
    ck_status(post(&b, text("/gestion/devis/%.*s/cloture", STR_ARG(yes)), "version=1"), 409);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit a JOIN quote_request q ON q.id ="
                                  " a.object_id WHERE a.object_kind = 'quote_request' AND q.public_id ="
                                  " '%.*s' AND a.actor_kind = 'staff'", STR_ARG(id)), 6);
}
END_TEST

START_TEST(several_at_once)
{
    struct browser b = {0};
    uint64_t me = flow_staff(&b, ROLE_QUOTES);
    struct str one = request("11", "Lot Un", ""), two = request("11", "Lot Deux", ""),
               yes = request("11", "Lot Trois", "state = 'accepted'");
    get(&b, OF("11"));
    struct reply r = post(&b, "/gestion/devis/lot",
        text("acte=attribuer&a=moi&n1=%.*s&n2=%.*s&n3=AAAAAAAAAAAAAAAAAAAAAA&n4=../../etc",
            STR_ARG(one), STR_ARG(two)));
    ck_goes(r, "/gestion/devis?du=2001-02-11&au=2001-02-11&fait=2&ecartees=1");
    r = follow(&b, &r);
    ck_says(r, "C’est fait pour 2 demandes.");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_request WHERE assigned_to = %llu",
                          (unsigned long long)me), 2);
    r = post(&b, "/gestion/devis/lot",
        text("acte=clore&n1=%.*s&n2=%.*s", STR_ARG(one), STR_ARG(yes)));
    ck_goes(r, "/gestion/devis?du=2001-02-11&au=2001-02-11&fait=1&ecartees=1");
    ck_assert_str_is(root_text("SELECT state FROM quote_request WHERE public_id = '%.*s'",
        STR_ARG(yes)), "accepted");
    r = post(&b, "/gestion/devis/lot", "acte=clore");
    r = follow(&b, &r);
    ck_says(r, "Rien n’a changé.");
}
END_TEST

/* Each door of the desk: the quotes role and admins; nobody else, and nobody half signed in. */
START_TEST(who_may)
{
    struct str id = request("12", "Porte Close", "");
    const char *const doors[] = {"/gestion/devis", text("/gestion/devis/%.*s", STR_ARG(id))};
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
        struct browser quotes = {0}, admin = {0}, reviewer = {0}, nobody = {0};
        flow_staff(&quotes, ROLE_QUOTES);
        flow_staff(&admin, ROLE_ADMIN);
        flow_staff(&reviewer, ROLE_REVIEWER);
        ck_status(get(&quotes, doors[i]), 200);
        ck_status(get(&admin, doors[i]), 200);
        struct reply r = get(&reviewer, doors[i]);
        ck_assert_msg(r.status == 403, "%s: %d", doors[i], r.status);
        ck_silent(r, "Porte Close");
        ck_status(get(&nobody, doors[i]), 303);
    }
    struct browser reviewer = {0};
    flow_staff(&reviewer, ROLE_REVIEWER);
    ck_status(post_bare(&reviewer, text("/gestion/devis/%.*s/attribution", STR_ARG(id)),
                  str_c(text("csrf=%.*s&a=moi&version=1", STR_ARG(desk_token(&reviewer))))), 403);
    ck_assert_uint_eq(root_number("SELECT version FROM quote_request WHERE public_id = '%.*s'",
                          STR_ARG(id)), 1);
}
END_TEST

FLOW_MAIN("desk", pages_by_key, queues_filters_and_what_they_cost, searches_are_kept_behind_an_id,
    views_have_names_and_one_owner, one_request_says_everything, a_version_as_its_pdf, neighbours_stay_in_the_filtered_list,
    taken_in_hand_noted_and_closed, several_at_once, who_may)
