/* The desk without a document: texts kept ready, replies, figures. */
#include "desk_stage.h"

#include "sys/link.h"

/* ---- texts */

static struct str text_id(const char *title)
{
    return root_text("SELECT COALESCE((SELECT public_id FROM ready_text WHERE title = '%s'), '')",
        title);
}

START_TEST(texts_are_kept)
{
    struct browser b = {0};
    uint64_t staff = flow_staff(&b, ROLE_QUOTES);
    struct str stamp = fresh_email();
    const char *title = text("Texte %.*s", STR_ARG(stamp));
    struct reply r = get(&b, "/gestion/textes");
    ck_status(r, 200);
    ck_says(r, "Demander des précisions");
    get(&b, "/gestion/textes/ajouter");
    struct str page = b.page;
    r = post(&b, "/gestion/textes/ajouter", text("title=%s&body=Bonjour+%%5Bprenom%%5D", title));
    ck_status(r, 422); /* no such bracket; what was typed is still there */
    ck_says(r, "Vérifiez [prenom]");
    ck_assert_str_is(shown(&r, "body"), "Bonjour [prenom]");
    b.page = page;
    const char *good = text("title=%s&body=Bonjour+%%5Bnom%%5D", title);
    ck_goes(post(&b, "/gestion/textes/ajouter", good), "/gestion/textes");
    b.page = page; /* the same button twice makes one */
    ck_goes(post(&b, "/gestion/textes/ajouter", good), "/gestion/textes");
    ck_assert_uint_eq(
        root_number("SELECT COUNT(*) FROM ready_text WHERE title = '%s'", title), 1);
    struct str id = text_id(title);
    const char *path = text("/gestion/textes/%.*s", STR_ARG(id));
    ck_status(get(&b, path), 200);
    page = b.page;
    ck_goes(post(&b, path, text("title=%s&body=Un", title)), "/gestion/textes");
    b.page = page; /* somebody with the older page */
    r = post(&b, path, text("title=%s&body=Deux", title));
    ck_status(r, 422);
    ck_says(r, "Quelqu’un a changé ce texte");
    ck_assert_str_is(shown(&r, "body"), "Deux");
    ck_goes(post(&b, path, text("title=%s&body=Deux", title)), "/gestion/textes");
    r = get(&b, text("%s/retirer", path));
    ck_status(r, 200);
    ck_goes(post(&b, text("%s/retirer", path), ""), "/gestion/textes");
    ck_assert_uint_eq(text_id(title).n, 0);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE actor_kind = 'staff' AND"
                                  " actor_id = %llu AND object_kind = 'ready_text'",
                          (unsigned long long)staff), 4);
    ck_status(get(&b, path), 404);
}
END_TEST

/* The page that added a text, sent once more with other words: they replace its own, never a colleague's. */
START_TEST(an_old_page_writes_over_nobody)
{
    struct browser a = {0}, b = {0};
    flow_staff(&a, ROLE_QUOTES);
    flow_staff(&b, ROLE_QUOTES);
    const char *title = text("Accueil %.*s", STR_ARG(fresh_email()));
    get(&a, "/gestion/textes/ajouter");
    struct str page = a.page;
    ck_goes(post(&a, "/gestion/textes/ajouter", text("title=%s&body=Un", title)), "/gestion/textes");
    a.page = page;
    ck_goes(post(&a, "/gestion/textes/ajouter", text("title=%s&body=Deux", title)), "/gestion/textes");
    get(&a, "/gestion/textes/ajouter");
    page = a.page;
    title = text("Suite %.*s", STR_ARG(fresh_email()));
    ck_goes(post(&a, "/gestion/textes/ajouter", text("title=%s&body=Un", title)), "/gestion/textes");
    const char *path = text("/gestion/textes/%.*s", STR_ARG(text_id(title)));
    get(&b, path);
    ck_goes(post(&b, path, text("title=%s&body=Le+mien", title)), "/gestion/textes");
    a.page = page;
    struct reply r = post(&a, "/gestion/textes/ajouter", text("title=%s&body=Trois", title));
    ck_status(r, 422);
    ck_says(r, "Quelqu’un a changé ce texte");
    ck_says(r, "Le mien");
    ck_assert_str_is(shown(&r, "body"), "Trois");
    ck_assert_str_is(root_text("SELECT body FROM ready_text WHERE title = '%s'", title), "Le mien");
    ck_goes(post(&a, path, text("title=%s&body=Les+deux", title)), "/gestion/textes"); /* knowingly */
    ck_assert_str_is(root_text("SELECT body FROM ready_text WHERE title = '%s'", title), "Les deux");
}
END_TEST

/* ---- replies */

START_TEST(a_reply_is_seen_then_sent_once)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    struct str id = stage_request(&(struct wish){.kind = "question"});
    const char *path = stage_path(id, "message");
    struct reply r = get(&b, text("%s?texte=%.*s", path, STR_ARG(text_id("Répondre sur la VAE"))));
    ck_status(r, 200);
    ck_assert(has(shown(&r, "body"), "Bonjour Anaïs B.,") && has(shown(&r, "body"), "Zoé L’Hermite"));
    r = post(&b, path, "body=&then=preview");
    ck_status(r, 422);
    ck_says(r, "Saisissez votre message");
    /* a text goes behind what is typed, and what the portal does not know stays in brackets */
    r = post(&b, path, text("body=D%%27abord.&then=text&texte=%.*s",
                           STR_ARG(text_id("Relancer avant la date limite"))));
    ck_status(r, 200);
    struct str body = shown(&r, "body");
    ck_assert(str_starts(body, STR("D'abord.\n\nBonjour Anaïs B.")) && has(body, "[montant]"));
    r = post(&b, path, "body=Le+total+est+%5Bmontant%5D.&then=send");
    ck_status(r, 422);
    ck_says(r, "Remplacez [montant]");
    ck_assert_uint_eq(stage_mails(id, "quote_reply"), 0);
    r = post(&b, path, "body=Oui%2C+c%E2%80%99est+possible.%0A%3Cb%3E&then=preview");
    ck_status(r, 200);
    ck_says(r, "Oui, c’est possible.<br>\n&lt;b&gt;<br>"); /* as the mail's own template writes it */
    ck_says(r, "Réponse à votre demande D-");
    ck_assert_uint_eq(stage_mails(id, "quote_reply"), 0);
    struct str page = b.page;
    r = post(&b, path, "then=edit");
    ck_assert(has(shown(&r, "body"), "Oui, c’est possible.\n<b>"));
    for (int i = 0; i < 2; i++) {
        b.page = page;
        ck_goes(post(&b, path, "then=send"), text("%.*s?dit=message",
            STR_ARG(str_c(text("/gestion/devis/%.*s", STR_ARG(id))))));
    }
    ck_assert_uint_eq(stage_mails(id, "quote_reply"), 1);
    ck_assert_uint_eq(stage_audits(id, "quotes.message"), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_message WHERE request_id = %llu AND"
                                  " kind = 'staff'", (unsigned long long)stage_id(id)), 1);
    ck_assert_str_is(stage_column(id, "CONCAT(state, ' ', waiting_since IS NULL, ' ', answered_at ="
                                      " created_at)"), "answered 1 1");
    r = get(&b, text("/gestion/devis/%.*s", STR_ARG(id)));
    ck_says(r, "Réponse envoyée");
    ck_silent(r, "Devis envoyé");
    ck_assert(has(stage_mail(id, "quote_reply"), text("/devis/%.*s/", STR_ARG(id))));
}
END_TEST

/* Who may not, what is not there, and a session that ended while one was writing. */
START_TEST(a_reply_is_for_the_quote_desk)
{
    struct browser reviewer = {0}, nobody = {0}, b = {0};
    struct str id = stage_request(NULL);
    const char *path = stage_path(id, "message");
    flow_staff(&reviewer, ROLE_REVIEWER);
    ck_status(get(&reviewer, path), 403);
    ck_status(get(&nobody, path), 303);
    uint64_t staff = flow_staff(&b, ROLE_ADMIN);
    ck_status(get(&b, path), 200);
    ck_status(get(&b, stage_path(STR("AAAAAAAAAAAAAAAAAAAAAA"), "message")), 404);
    ck_status(get(&b, stage_path(STR("' OR 1=1 -- "), "message")), 404);
    ck_status(get(&b, path), 200);
    root_run("UPDATE staff_session SET ended_at = created_at WHERE staff_id = %llu",
        (unsigned long long)staff);
    struct reply r = post(&b, path, "body=Une+longue+r%C3%A9ponse&then=preview");
    ck_status(r, 303);
    ck_assert(has(r.location, "/gestion/connexion?garde=1"));
    flow_staff_session(&b, staff);
    r = get(&b, "/gestion/reprise");
    ck_status(r, 200);
    ck_says(r, "Une longue réponse");
    ck_assert_uint_eq(stage_mails(id, "quote_reply"), 0);
}
END_TEST

/* Once a document of it waits for an accord, an answer to a message leaves it sent. */
START_TEST(a_reply_does_not_hide_a_quote)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    struct str id = stage_request(&(struct wish){.more = "state = 'waiting'"});
    const char *path = stage_path(id, "message");
    root_run("INSERT INTO quote (public_id, request_id, series, year, number, version, number_text,"
             " payer, tariff_kind, total_cents, document, sha256, issued_at, valid_until,"
             " idempotency_key, state_at) VALUES ('r%.*s', %llu, 'D', 2004, %llu, 1, 'D-2004-%llu',"
             " 'employer', 'third', 1000500, '{}', REPEAT('x', 32), '2004-02-06', '2099-05-06',"
             " 'r%.*s', '2004-02-06')", STR_ARG(id), (unsigned long long)stage_id(id),
        (unsigned long long)stage_id(id), (unsigned long long)stage_id(id), STR_ARG(id));
    get(&b, path);
    ck_status(post(&b, path, "body=Oui&then=send"), 303);
    ck_assert_str_is(stage_column(id, "state"), "sent");
}
END_TEST

/* ---- an address that mails came back from */

START_TEST(an_address_to_check_is_said_and_put_right)
{
    struct browser b = {0}, reviewer = {0};
    flow_staff(&b, ROLE_QUOTES);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct str id = stage_request(NULL), email = stage_column(id, "email");
    const char *path = text("/gestion/devis/%.*s", STR_ARG(id));
    const char *pages[] = {path, stage_path(id, "message"), stage_path(id, "version")};
    struct reply r;
    for (size_t i = 0; i < 3; i++) {
        r = get(&b, pages[i]);
        ck_silent(r, "Adresse à vérifier");
    }
    root_run("INSERT INTO address_state (email, hard_bounces, last_at, why) VALUES ('%.*s', 2,"
             " UTC_TIMESTAMP(), '550 5.1.1 inconnu <x>')", STR_ARG(email));
    for (size_t i = 0; i < 3; i++) {
        r = get(&b, pages[i]);
        ck_says(r, "Adresse à vérifier");
        ck_says(r, "n’y écrit plus");
    }
    get(&b, "/gestion/devis");
    r = post(&b, "/gestion/devis/recherche", text("recherche=%.*s", STR_ARG(email)));
    ck_says(follow(&b, &r), "<strong class=\"desk__alert\">Adresse à vérifier</strong>");
    r = get(&b, path);
    ck_says(r, "550 5.1.1 inconnu &lt;x&gt;");
    struct str page = b.page;
    ck_status(post_bare(&reviewer, stage_path(id, "adresse"),
                  str_c(text("csrf=%.*s", STR_ARG(desk_token(&reviewer))))), 403);
    for (int i = 0; i < 2; i++) {
        b.page = page;
        ck_goes(post(&b, stage_path(id, "adresse"), ""), text("%s?dit=adresse", path));
    }
    ck_assert_uint_eq(root_number("SELECT hard_bounces = 0 AND corrected_at IS NOT NULL FROM"
                                  " address_state WHERE email = '%.*s'", STR_ARG(email)), 1);
    ck_assert_uint_eq(stage_audits(id, "quotes.address"), 1);
    r = get(&b, path);
    ck_silent(r, "Adresse à vérifier");
    ck_says(r, "Adresse dite bonne");
}
END_TEST

/* ---- figures */

START_TEST(figures_are_counted)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    /* a year of its own, far from what other tests write */
    static const int minutes[] = {1, 5, 10, 20, 30, 40, 50, 60, 120, 3000};
    for (size_t i = 0; i < 10; i++) {
        struct str id = stage_request(NULL);
        root_run("UPDATE quote_request SET created_at = '2031-03-0%zu 23:30:00', answered_at ="
                 " '2031-03-0%zu 23:30:00' + INTERVAL %d MINUTE, state = 'sent' WHERE public_id ="
                 " '%.*s'", i / 5 + 1, i / 5 + 1, minutes[i], STR_ARG(id));
    }
    struct str late = stage_request(NULL);
    root_run("UPDATE quote_request SET created_at = '2031-03-30 22:30:00' WHERE public_id = '%.*s'",
        STR_ARG(late)); /* a Sunday for UTC, Monday 31 in Paris */
    /* the ninth was entered by hand an hour after it came: answered after two, not after one */
    root_run("UPDATE quote_request SET received_on = '2031-03-03', created_at = '2031-03-03 09:00:00',"
             " answered_at = '2031-03-03 10:00:00' WHERE answered_at = '2031-03-03 01:30:00'");
    get(&b, "/gestion/chiffres");
    struct reply r = get(&b, "/gestion/chiffres?from.d=1&from.m=3&from.y=2031&to.d=31&to.m=3&to.y=2031");
    ck_status(r, 200);
    ck_assert_uint_le(r.statements, 6);
    ck_says(r, "Du 1er\u00a0mars\u00a02031 au 31\u00a0mars\u00a02031");
    ck_says(r, "<p class=\"gist__number\">11</p>");
    ck_says(r, "dont 1 sans réponse");
    ck_says(r, "30\u00a0min"); /* the fifth of ten */
    ck_says(r, "2\u00a0h");    /* the ninth */
    ck_says(r, "semaine du 3\u00a0mars\u00a02031</th><td class=\"govuk-table__cell num\">5</td>");
    ck_says(r, "à partir du 31\u00a0mars\u00a02031</th><td class=\"govuk-table__cell num\">1</td>");
    ck_silent(r, "n’est pas comptée ici");
    r = get(&b, "/gestion/chiffres?from.d=1&from.m=3&from.y=2031&to.d=30&to.m=3&to.y=2031");
    ck_says(r, "<p class=\"gist__number\">10</p>"); /* the Monday is no longer in it */
    /* what was put away or erased is not in the figures, and they say so */
    static const char *const away[] = {"Une demande reçue dans cette période n’est pas comptée ici",
        "2\u00a0demandes reçues dans cette période ne sont pas comptées ici"};
    for (size_t i = 0; i < 2; i++) {
        root_run("INSERT INTO archive_file (kind, object_id, public_id, created_at) VALUES"
                 " ('request', %zu, 'away-%zu', '2031-03-04 10:00:00'), ('candidacy', %zu, 'file-%zu', '2031-03-04 10:00:00'),"
                 " ('request', %zu, 'later-%zu', '2031-04-04 10:00:00')", 900 + i, i, 900 + i, i, 950 + i, i);
        ck_says(get(&b, "/gestion/chiffres?from.d=1&from.m=3&from.y=2031&to.d=31&to.m=3&to.y=2031"), away[i]);
    }
    root_run("DELETE FROM archive_file WHERE object_id >= 900");
    r = get(&b, "/gestion/chiffres?from.d=3&from.m=3&from.y=2031&to.d=1&to.m=3&to.y=2031");
    ck_status(r, 422);
    ck_assert_str_is(shown(&r, "from.d"), "3");
    r = get(&b, "/gestion/chiffres?from.d=1&from.m=3&from.y=2029&to.d=1&to.m=3&to.y=2031");
    ck_status(r, 422);
    ck_says(r, "un an au plus");
    ck_status(get(&b, "/gestion/chiffres?semaines=52"), 200);
    ck_status(get(&b, "/gestion/chiffres?semaines=9999"), 200);
}
END_TEST

/* Where it came from is linked for those who may read it. */
START_TEST(a_request_leads_to_its_candidacy)
{
    struct browser b = {0}, both = {0}, applicant = {0};
    struct str from = submitted_candidacy(&applicant, "Martin", "employer", NULL);
    flow_staff(&b, ROLE_QUOTES);
    flow_staff(&both, ROLE_QUOTES | ROLE_REVIEWER);
    struct str id = stage_request(&(struct wish){.more = text("candidacy_id = (SELECT id FROM candidacy"
        " WHERE public_id = '%.*s')", STR_ARG(from))});
    const char *link = text("/gestion/candidatures/%.*s\"", STR_ARG(from));
    struct reply r = get(&b, text("/gestion/devis/%.*s", STR_ARG(id)));
    ck_silent(r, link);
    r = get(&both, text("/gestion/devis/%.*s", STR_ARG(id)));
    ck_says(r, link);
}
END_TEST

/* « Merci ! » on a quote that is out: read, and it waits for an accord again. */
START_TEST(a_message_that_wants_no_answer)
{
    static const char *const over[] = {"accepted", "cancelled"};
    struct browser b = {0}, person = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_issued(&b, &(struct wish){0}), link = link_quote_path(arena, site.keys, id, 0);
    get(&person, text("%.*s/message", STR_ARG(link)));
    ck_status(post(&person, text("%.*s/message", STR_ARG(link)), "about=question&message=Merci"), 303);
    ck_assert_str_is(stage_column(id, "state"), "waiting");
    struct reply r = get(&b, text("/gestion/devis/%.*s", STR_ARG(id)));
    ck_says(r, "Rien à répondre");
    ck_silent(r, "Clore la demande"); /* it can still be accepted */
    const char *version = text("version=%.*s", STR_ARG(stage_column(id, "version")));
    ck_status(post(&b, stage_path(id, "cloture"), version), 409);
    ck_goes(post(&b, stage_path(id, "lecture"), version),
        text("/gestion/devis/%.*s?dit=lue", STR_ARG(id)));
    ck_assert_str_is(stage_column(id, "state"), "sent");
    ck_assert_str_is(stage_column(id, "waiting_since"), "");
    ck_assert_uint_eq(stage_audits(id, "quotes.read"), 1);
    r = get(&b, text("/gestion/devis/%.*s?dit=lue", STR_ARG(id)));
    ck_says(r, "plus rien n’attend de réponse");
    ck_silent(r, "Rien à répondre</button>");
    ck_status(post(&b, stage_path(id, "lecture"), version), 409);
    for (size_t i = 0; i < 2; i++) {
        struct str done = stage_request(&(struct wish){.more = text("state = '%s', version = 3,"
            " waiting_since = UTC_TIMESTAMP()", over[i])});
        get(&b, text("/gestion/devis/%.*s", STR_ARG(done)));
        ck_status(post(&b, stage_path(done, "lecture"), "version=3"), 303);
        ck_assert_str_is(stage_column(done, "state"), over[i]);
        ck_assert_str_is(stage_column(done, "waiting_since"), "");
    }
    struct str fresh = stage_request(&(struct wish){.more = "state = 'waiting', waiting_since ="
                                                            " UTC_TIMESTAMP()"});
    r = get(&b, text("/gestion/devis/%.*s", STR_ARG(fresh)));
    ck_silent(r, "Rien à répondre");
    ck_says(r, "Clore la demande");
    ck_status(post(&b, stage_path(fresh, "lecture"), "version=1"), 409);
}
END_TEST

FLOW_MAIN("desk acts", a_message_that_wants_no_answer, texts_are_kept, an_old_page_writes_over_nobody,
    a_reply_is_seen_then_sent_once,
    a_reply_is_for_the_quote_desk, a_reply_does_not_hide_a_quote,
    an_address_to_check_is_said_and_put_right, figures_are_counted,
    a_request_leads_to_its_candidacy)
