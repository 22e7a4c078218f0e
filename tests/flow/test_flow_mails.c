/* Mails that failed, at the desk: said in their file and in a list of their own, sent again, settled; and
 * what every page says while no mail leaves. */
#include "desk_stage.h"

#include "store/outbox_act.h"

static unsigned made;

/* A mail that failed, about that row; `more` are further columns. Its row's id. */
static unsigned long long failed_mail(
    const char *kind, const char *object_kind, uint64_t object_id, const char *more)
{
    made++;
    root_run("INSERT INTO outbox SET dedupe_key = 'failed:%u:%u', kind = '%s', recipient = 'p%u@exemple.fr',"
             " params = '{}', message_id = 'failed.%u.%u', state = 'failed', attempts = 9, trouble = 'refused',"
             " last_error = 'given up: 550 5.7.1 <no>', refused_at = FROM_UNIXTIME(%lld - 345600),"
             " created_at = FROM_UNIXTIME(%lld - 345600), next_try_at = FROM_UNIXTIME(%lld - 3600),"
             " expires_at = FROM_UNIXTIME(%lld - 345600 + 2592000), object_kind = '%s', object_id = %llu",
        (unsigned)getpid(), made, kind, made, (unsigned)getpid(), made, (long long)now.s, (long long)now.s,
        (long long)now.s, (long long)now.s, object_kind, (unsigned long long)object_id);
    unsigned long long id = (unsigned long long)root_number("SELECT MAX(id) FROM outbox");
    if (*more)
        root_run("UPDATE outbox SET %s WHERE id = %llu", more, id);
    return id;
}

/* Queued anew, from the beginning, and to the end that such a mail has. */
static void ck_again(unsigned long long id, bool yes)
{
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE id = %llu AND state = 'queued' AND"
        " attempts = 0 AND next_try_at = FROM_UNIXTIME(%lld) AND again_at = next_try_at AND trouble = ''"
        " AND last_error = '' AND refused_at IS NULL AND settled_at IS NULL AND bounced_at IS NULL"
        " AND expires_at = next_try_at + INTERVAL 30 DAY AND created_at < again_at", id,
        (long long)now.s), yes);
}

static void forget_mails(void)
{
    root_run("UPDATE outbox SET state = 'sent', trouble = '' WHERE state IN ('failed', 'queued')");
    root_run("DELETE FROM mail_way");
}

START_TEST(a_request_shows_its_failed_mail_and_sends_it_again)
{
    struct browser b = {0}, reviewer = {0};
    flow_staff(&b, ROLE_QUOTES);
    flow_staff(&reviewer, ROLE_REVIEWER);
    struct str id = stage_request(NULL), other = stage_request(NULL);
    const char *path = text("/gestion/devis/%.*s", STR_ARG(id));
    unsigned long long mail = failed_mail("quote_reply", "quote_request", stage_id(id),
        "bounced_at = UTC_TIMESTAMP(), bounce_why = 'no'");
    unsigned long long code = failed_mail("quote_code", "quote_request", stage_id(id),
        "expires_at = created_at + INTERVAL 600 SECOND");
    const char *again = text("%s/courriels/%llu/renvoi", path, mail);
    struct reply r = get(&b, path);
    ck_says(r, "Non envoyé");
    ck_says(r, again);
    ck_silent(r, text("/courriels/%llu/renvoi", code)); /* a code is asked for anew */
    struct str page = b.page;
    ck_status(post_bare(&reviewer, again, str_c(text("csrf=%.*s", STR_ARG(desk_token(&reviewer))))), 403);
    /* another file's mail is not this one's */
    ck_goes(post(&b, stage_path(other, text("courriels/%llu/renvoi", mail)), ""),
        text("/gestion/devis/%.*s?dit=courriel-non", STR_ARG(other)));
    ck_again(mail, false);
    b.page = page;
    ck_goes(post(&b, again, ""), text("%s?dit=courriel", path));
    ck_again(mail, true);
    r = get(&b, text("%s?dit=courriel", path));
    ck_says(r, "remis à envoyer");
    ck_says(r, "En attente d’envoi");
    ck_says(r, "Courriel renvoyé\u00a0: Réponse de l’équipe"); /* in the history */
    ck_assert_uint_eq(stage_audits(id, "quotes.mail_again"), 1);
    /* a second click finds nothing to do; nor does a code */
    b.page = page;
    ck_goes(post(&b, again, ""), text("%s?dit=courriel-non", path));
    b.page = page;
    ck_goes(post(&b, text("%s/courriels/%llu/renvoi", path, code), ""), text("%s?dit=courriel-non", path));
    ck_says(get(&b, text("%s?dit=courriel-non", path)), "Rien n’a été fait");
    ck_assert_uint_eq(stage_audits(id, "quotes.mail_again"), 1);
    ck_status(post(&b, text("%s/courriels/x/renvoi", path), ""), 404);
    ck_status(post(&b, text("/gestion/devis/AAAAAAAAAAAAAAAAAAAAAA/courriels/%llu/renvoi", mail), ""), 404);
    forget_mails();
}
END_TEST

START_TEST(a_candidacy_does_too)
{
    struct browser b = {0}, reviewer = {0}, quotes = {0};
    struct str id = submitted_candidacy(&b, "Renvoi", "employer", NULL);
    flow_staff(&reviewer, ROLE_REVIEWER);
    flow_staff(&quotes, ROLE_QUOTES);
    const char *path = text("/gestion/candidatures/%.*s", STR_ARG(id));
    uint64_t row = root_number("SELECT id FROM candidacy WHERE public_id = '%.*s'", STR_ARG(id));
    unsigned long long mail = failed_mail("taken_back", "candidacy", row, "");
    const char *again = text("%s/courriels/%llu/renvoi", path, mail);
    struct reply r = get(&reviewer, path);
    ck_says(r, again);
    ck_status(post_bare(&quotes, again, str_c(text("csrf=%.*s", STR_ARG(desk_token(&quotes))))), 403);
    struct str page = reviewer.page;
    ck_goes(post(&reviewer, again, ""), text("%s?dit=courriel", path));
    ck_again(mail, true);
    reviewer.page = page;
    ck_goes(post(&reviewer, again, ""), text("%s?dit=courriel-non", path));
    r = get(&reviewer, text("%s?dit=courriel", path));
    ck_says(r, "remis à envoyer");
    ck_says(r, "Courriel renvoyé");
    ck_silent(r, again);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE action = 'candidacy.mail_again' AND"
                                  " object_kind = 'candidacy' AND object_id = %llu",
                          (unsigned long long)row), 1);
    forget_mails();
}
END_TEST

START_TEST(administrators_see_all_that_failed)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_ADMIN);
    forget_mails();
    struct reply r = get(&b, "/gestion/courriels");
    ck_says(r, "Aucun courriel n’est en échec");
    ck_silent(r, "mainnav__count");
    struct str id = stage_request(NULL);
    unsigned long long one = failed_mail("quote_reply", "quote_request", stage_id(id), ""),
                       lone = failed_mail("address_changed", "", 0, "trouble = 'address'"),
                       past = failed_mail("draft_waiting", "", 0, "expires_at = next_try_at"),
                       soon = failed_mail("draft_waiting", "", 0, "expires_at = next_try_at + INTERVAL 1 DAY"),
                       gone = failed_mail("employer_info", "", 0, "recipient = ''");
    r = get(&b, "/gestion/courriels");
    ck_assert_uint_le(r.statements, 4);
    ck_says(r, "<span class=\"mainnav__count\">5</span>");
    ck_says(r, "Renvoyer tous les courriels en échec (3)");
    ck_says(r, text("/gestion/devis/%.*s\"", STR_ARG(id)));
    ck_says(r, "550 5.7.1 &lt;no&gt;");
    ck_says(r, "Adresse refusée ou à vérifier");
    ck_says(r, "Destinataire oublié, comme promis");
    ck_says(r, text("/gestion/courriels/%llu/renvoi", one));
    ck_silent(r, text("/gestion/courriels/%llu/renvoi", past)); /* its day is over */
    ck_silent(r, text("/gestion/courriels/%llu/renvoi", gone)); /* nobody knows whose it was */
    struct str page = b.page;
    ck_goes(post(&b, text("/gestion/courriels/%llu/renvoi", lone), ""), "/gestion/courriels?dit=courriel");
    ck_again(lone, true);
    b.page = page;
    ck_goes(post(&b, text("/gestion/courriels/%llu/renvoi", past), ""), "/gestion/courriels?dit=courriel-non");
    b.page = page;
    ck_goes(post(&b, "/gestion/courriels/renvoi", ""), "/gestion/courriels?dit=courriels");
    ck_again(one, true);
    /* one that is tied to a day keeps it */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE id = %llu AND state = 'queued' AND"
                                  " expires_at < next_try_at + INTERVAL 1 DAY", soon), 1);
    b.page = page;
    ck_goes(post(&b, "/gestion/courriels/renvoi", ""), "/gestion/courriels?dit=courriel-non");
    b.page = page;
    ck_goes(post(&b, text("/gestion/courriels/%llu/classer", gone), ""), "/gestion/courriels?dit=regle");
    b.page = page;
    ck_goes(post(&b, text("/gestion/courriels/%llu/classer", gone), ""), "/gestion/courriels?dit=courriel-non");
    r = get(&b, "/gestion/courriels?dit=regle");
    ck_says(r, "n’attend plus personne");
    ck_says(r, "<span class=\"mainnav__count\">1</span>");
    ck_silent(r, "Renvoyer tous");
    ck_assert_uint_eq(stage_audits(id, "quotes.mail_again"), 0); /* all at once is one line of its own: */
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE action = 'mail.again_all' AND detail = '2'"), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE action IN ('mail.again', 'mail.settle')"
                                  " AND object_kind = 'outbox' AND object_id IN (%llu, %llu)", lone, gone), 2);
    root_run("UPDATE outbox SET state = 'queued', trouble = 'kind' WHERE id = %llu", past);
    ck_says(get(&b, "/gestion/courriels"), "1\u00a0courriel attend que le programme d’envoi soit mis à jour");
    forget_mails();
}
END_TEST

START_TEST(more_than_a_page_are_counted)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_ADMIN);
    forget_mails();
    for (int i = 0; i < 103; i++)
        failed_mail("address_changed", "", 0, "");
    struct reply r = get(&b, "/gestion/courriels");
    ck_says(r, "Renvoyer tous les courriels en échec (103)");
    ck_says(r, "Et 3\u00a0autres, plus anciens");
    ck_goes(post(&b, "/gestion/courriels/renvoi", ""), "/gestion/courriels?dit=courriels");
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE state = 'failed'"), 0);
    forget_mails();
}
END_TEST

/* Somebody whose role was taken away between the page and the click. */
START_TEST(the_statement_asks_again_who_may)
{
    struct browser b = {0};
    uint64_t staff = flow_staff(&b, ROLE_QUOTES | ROLE_REVIEWER);
    const struct outbox_who who = {staff, "admin"}, quotes = {staff, "quotes,admin"};
    struct outbox_line *lines;
    struct db *db = flow_connect("movsc_staff");
    size_t n;
    uint64_t many = 7;
    forget_mails();
    struct outbox_act act = {.who = &who, .id = failed_mail("address_changed", "", 0, ""), .now = now};
    ck_assert_int_eq(outbox_failures(db, arena, &who, &lines, &n), RC_OK);
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(outbox_act_again(db, arena, &act), RC_CONFLICT);
    ck_assert_int_eq(outbox_act_settle(db, arena, &act), RC_CONFLICT);
    ck_assert_int_eq(outbox_act_again_all(db, arena, &who, now, &many), RC_OK);
    ck_assert_uint_eq(many, 0);
    ck_again(act.id, false);
    act.who = &quotes;
    root_run("UPDATE staff SET state = 'disabled' WHERE id = %llu", (unsigned long long)staff);
    ck_assert_int_eq(outbox_act_again(db, arena, &act), RC_CONFLICT);
    root_run("UPDATE staff SET state = 'active' WHERE id = %llu", (unsigned long long)staff);
    ck_assert_int_eq(outbox_act_again(db, arena, &act), RC_OK);
    ck_again(act.id, true);
    db_close(db);
    forget_mails();
}
END_TEST

/* Two at the same moment: one does it. */
static uint64_t click(unsigned index, const void *arg)
{
    const struct outbox_act *act = arg;
    struct db *db = flow_connect("movsc_staff");
    (void)index;
    bool mine = outbox_act_again(db, arena, act) == RC_OK;
    db_close(db);
    return mine;
}

START_TEST(sent_again_once_whoever_clicks)
{
    struct browser b = {0};
    const struct outbox_who who = {flow_staff(&b, ROLE_ADMIN), "admin"};
    const struct outbox_act act = {.who = &who, .id = failed_mail("address_changed", "", 0, ""), .now = now};
    uint64_t out[8], sum = 0;
    parallel(8, click, &act, out);
    for (int i = 0; i < 8; i++)
        sum += out[i];
    ck_assert_uint_eq(sum, 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM audit WHERE action = 'mail.again' AND object_id ="
                                  " %llu", (unsigned long long)act.id), 1);
    forget_mails();
}
END_TEST

START_TEST(every_page_says_that_no_mail_leaves)
{
    static const char *const pages[] = {"/gestion/devis", "/gestion/candidatures", "/gestion/courriels",
        "/gestion/compte"};
    struct browser b = {0}, nobody = {0};
    flow_staff(&b, ROLE_ADMIN);
    for (int held = 0; held < 2; held++) {
        forget_mails();
        if (held)
            root_run("INSERT INTO mail_way (id, closed_at, stage, why, tries, try_at) VALUES (1,"
                     " '2026-11-23 17:40:00', 'login', '535 secret', 3, UTC_TIMESTAMP())");
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
            struct reply r = get(&b, pages[i]);
            ck_assert_msg(has(r.body, "Aucun courriel ne part depuis le 23\u00a0novembre\u00a02026 à"
                                      " 18\u00a0h\u00a040\u00a0: le serveur de messagerie refuse le compte du"
                                      " portail") == held, "%s", pages[i]);
            ck_silent(r, "secret");
        }
        struct reply r = get(&nobody, "/gestion/connexion");
        ck_silent(r, "Aucun courriel");
    }
    forget_mails();
}
END_TEST

FLOW_MAIN("mails", a_request_shows_its_failed_mail_and_sends_it_again, a_candidacy_does_too,
    administrators_see_all_that_failed, more_than_a_page_are_counted, the_statement_asks_again_who_may,
    sent_again_once_whoever_clicks, every_page_says_that_no_mail_leaves)
