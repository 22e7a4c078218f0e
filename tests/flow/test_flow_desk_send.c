/* The desk's documents: issued once what held them is mended, amended, shared between payers,
 * accepted, called off, reminded of. */
#include "desk_stage.h"

#include "base/codec.h"
#include "sys/link.h"
#include "sys/refusal.h"

static size_t times(struct str page, const char *words)
{
    size_t n = 0;
    for (const char *p = page.p, *end = page.p + page.n;
         (p = memmem(p, (size_t)(end - p), words, strlen(words))); p += strlen(words))
        n++;
    return n;
}

START_TEST(what_is_held_goes_once_mended)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_request(NULL);
    root_run("UPDATE setting SET value = '' WHERE name = 'quote.vat_sentence'");
    struct reply r = get(&b, stage_path(id, "emettre"));
    ck_status(r, 200);
    ck_says(r, "Ce qui le retient");
    ck_says(r, "Phrase sur la TVA");
    ck_silent(r, "Émettre le devis et l’envoyer");
    r = post(&b, stage_path(id, "emettre"), "then=send");
    ck_status(r, 422);
    ck_assert_uint_eq(stage_numbers(id).n, 0);
    stage_facts();
    r = get(&b, stage_path(id, "emettre"));
    ck_says(r, "10\u202f005,00\u00a0€");
    ck_says(r, "Le courriel qui l’accompagne");
    struct str page = b.page;
    for (int i = 0; i < 2; i++) { /* the same button twice */
        b.page = page;
        ck_goes(post(&b, stage_path(id, "emettre"), "then=send"),
            text("/gestion/devis/%.*s?dit=envoi", STR_ARG(id)));
    }
    ck_assert_uint_eq(stage_mails(id, "quote_version"), 1);
    ck_assert(has(stage_mail(id, "quote_version"), "\"total\":1000500"));
    r = get(&b, text("/gestion/devis/%.*s", STR_ARG(id)));
    ck_assert_uint_eq(times(r.body, "Document émis D-"), 1); /* once, with its number */
    ck_assert_uint_eq(times(r.body, "Document émis "), 1);
    ck_assert_str_is(stage_column(id, "CONCAT(state, ' ', waiting_since IS NULL)"), "sent 1");
    ck_status(get(&b, stage_path(id, "emettre")), 409); /* it is issued: there is a version now */
}
END_TEST

START_TEST(a_version_keeps_the_number)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_issued(&b, NULL);
    const char *path = stage_path(id, "version");
    struct reply r = get(&b, path);
    ck_status(r, 200);
    ck_assert_str_is(shown(&r, "addressee_name"), "Les Mille Pas");
    ck_silent(r, "Remplacer le devis déjà accepté");
    r = post(&b, path, stage_amended(id, "payer=employer&module=&then=preview"));
    ck_status(r, 422);
    ck_says(r, "s’il faut ajouter le module");
    ck_assert_str_is(shown(&r, "addressee_name"), "Les Mille Pas");
    r = post(&b, path, stage_amended(id, "payer=employer&module=yes&words=Comme+convenu.&printed=Un+mot+de+plus"
                                   "&dates=En+mars&then=preview"));
    ck_status(r, 200);
    ck_says(r, "10\u202f405,00\u00a0€");
    ck_says(r, "Un mot de plus");
    ck_says(r, "Comme convenu.<br>");
    ck_assert_uint_eq(stage_mails(id, "quote_version"), 1); /* nothing more has left */
    struct str page = b.page;
    for (int i = 0; i < 2; i++) {
        b.page = page;
        ck_goes(post(&b, path, "then=send"), text("/gestion/devis/%.*s?dit=envoi", STR_ARG(id)));
    }
    struct str all = stage_numbers(id);
    ck_assert_msg(str_ends(all, STR("-2 issued 1040500")) && has(all, "replaced 1000500"), "%.*s",
        STR_ARG(all));
    struct str mail = stage_mail(id, "quote_version");
    ck_assert(has(mail, "\"total\":1040500") && has(mail, "Comme convenu.") && has(mail, "replaces"));
    ck_assert_uint_eq(stage_mails(id, "quote_version"), 2);
    ck_assert(has(root_text("SELECT body FROM quote_message WHERE request_id = %llu AND kind = 'note'",
                      (unsigned long long)stage_id(id)), "module complémentaire"));
    r = get(&b, path); /* the next one begins with what this one had */
    ck_assert_str_is(shown(&r, "dates"), "En mars");
    ck_assert_str_is(shown(&r, "printed"), "Un mot de plus");
}
END_TEST

START_TEST(nothing_is_written_over_what_changed)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_ADMIN);
    stage_facts();
    struct str id = stage_issued(&b, NULL);
    const char *path = stage_path(id, "version");
    get(&b, path);
    root_run("UPDATE quote_request SET version = version + 1 WHERE public_id = '%.*s'", STR_ARG(id));
    struct reply r = post(&b, path, stage_amended(id, "payer=employer&module=yes&then=send"));
    ck_status(r, 422);
    ck_says(r, "a changé entre-temps");
    ck_assert_str_is(shown(&r, "module"), "yes");
    ck_assert_str_is(stage_column(id, "module"), "no");
    ck_status(post(&b, path, stage_amended(id, "payer=employer&module=yes&then=send")), 303);
    /* no document for nobody; kept all the same, without sending */
    get(&b, path);
    r = post(&b, path, stage_amended(id, "payer=unknown&module=yes&then=send"));
    ck_status(r, 422);
    ck_says(r, "Indiquez qui paie");
    struct str page = b.page;
    for (int i = 0; i < 2; i++) {
        b.page = page;
        ck_goes(post(&b, path, stage_amended(id, "payer=unknown&module=yes&then=save")),
            text("/gestion/devis/%.*s?dit=modification", STR_ARG(id)));
    }
    ck_assert_str_is(stage_column(id, "payer"), "unknown");
    ck_assert_uint_eq(stage_mails(id, "quote_version"), 2);
    ck_assert_uint_eq(stage_audits(id, "quotes.version"), 1);
    ck_assert_uint_eq(stage_audits(id, "quotes.amend"), 1);
    r = get(&b, text("/gestion/devis/%.*s", STR_ARG(id)));
    ck_assert_uint_eq(times(r.body, "Nouvelle version envoyée"), 1); /* the one that left */
    ck_assert_uint_eq(times(r.body, "> Demande modifiée"), 1);
}
END_TEST

START_TEST(an_accepted_one_is_replaced_by_choice)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_issued(&b, NULL);
    const char *path = stage_path(id, "accepter");
    struct reply r = get(&b, path);
    ck_status(r, 200);
    r = post(&b, path, "name=L%C3%A9o+Roux&role=&signed_on.d=1&signed_on.m=1&signed_on.y=2020&how=mail");
    ck_status(r, 422);
    ck_says(r, "la fonction de qui a accepté");
    r = post(&b, path, "name=L%C3%A9o+Roux&role=Directeur&signed_on.d=1&signed_on.m=1&signed_on.y=2020"
                       "&how=mail");
    ck_status(r, 422);
    ck_says(r, "n’a été émis que le");
    ck_assert_str_is(shown(&r, "role"), "Directeur");
    struct day today = day_paris(now);
    const char *good = text("name=L%%C3%%A9o+Roux&role=Directeur&signed_on.d=%d&signed_on.m=%d"
                            "&signed_on.y=%d&how=mail", today.d, today.m, today.y);
    struct str page = b.page;
    for (int i = 0; i < 2; i++) {
        b.page = page;
        ck_goes(post(&b, path, good), text("/gestion/devis/%.*s?dit=accord", STR_ARG(id)));
    }
    ck_assert_str_is(stage_column(id, "state"), "accepted");
    ck_assert_str_is(root_text("SELECT CONCAT(a.name, ' ', a.role, ' ', a.entered_by IS NOT NULL) FROM"
                               " quote_answer a JOIN quote q ON q.id = a.quote_id WHERE q.request_id ="
                               " %llu", (unsigned long long)stage_id(id)), "Léo Roux Directeur 1");
    ck_assert_uint_eq(stage_audits(id, "quotes.accepted"), 1);
    path = stage_path(id, "version");
    r = get(&b, path);
    ck_says(r, "Remplacer le devis déjà accepté");
    r = post(&b, path, stage_amended(id, "payer=employer&module=yes&then=send"));
    ck_status(r, 422);
    ck_says(r, "Un devis de cette demande est accepté");
    ck_assert(has(stage_numbers(id), "accepted 1000500"));
    ck_assert_str_is(stage_column(id, "module"), "no"); /* nor was the request changed */
    ck_status(post(&b, path, stage_amended(id, "payer=employer&module=yes&replace=1&then=send")), 303);
    struct str all = stage_numbers(id);
    ck_assert_msg(has(all, "replaced 1000500") && has(all, "-2 issued 1040500"), "%.*s", STR_ARG(all));
}
END_TEST

/* The paper was signed for what the form shows: a version issued meanwhile is another. */
START_TEST(an_accord_is_for_the_version_that_was_signed)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_issued(&b, NULL);
    const char *path = stage_path(id, "accepter");
    struct day today = day_paris(now);
    const char *good = text("name=L&role=Directeur&signed_on.d=%d&signed_on.m=%d&signed_on.y=%d&how=mail",
        today.d, today.m, today.y);
    get(&b, path);
    struct str page = b.page;
    get(&b, stage_path(id, "version"));
    ck_status(post(&b, stage_path(id, "version"), stage_amended(id, "payer=employer&module=yes&then=send")), 303);
    b.page = page;
    struct reply r = post(&b, path, good);
    ck_status(r, 409);
    ck_says(r, "La version actuelle est le devis D-");
    ck_says(r, "10\u202f405,00\u00a0€");
    ck_silent(r, "<button type=\"submit\" class=\"govuk-button govuk-button--warning\"");
    ck_status(post_bare(&b, path, str_c(text("csrf=%.*s&%s", STR_ARG(desk_token(&b)), good))), 409);
    ck_assert(!has(stage_numbers(id), "accepted"));
    get(&b, path);
    ck_goes(post(&b, path, good), text("/gestion/devis/%.*s?dit=accord", STR_ARG(id)));
    ck_assert(has(stage_numbers(id), "-2 accepted 1040500"));
}
END_TEST

/* ---- a mix */

START_TEST(parts_sum_to_the_cent)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_request(&(struct wish){.payer = "several", .module = "yes",
        .more = "mix = 'Moitié moitié'"});
    const char *path = stage_path(id, "parts");
    ck_status(get(&b, stage_path(id, "emettre")), 409);
    struct reply r = get(&b, path);
    ck_status(r, 200);
    ck_says(r, "Moitié moitié");
    r = post(&b, path, "base=third&third_diploma=6000&third_module=400&then=recalc");
    ck_status(r, 200);
    ck_says(r, "4\u202f005,00\u00a0€");
    ck_says(r, "Les deux parts font exactement le total");
    static const char *const wrong[] = {"base=third&third_diploma=10005%2C01&third_module=0",
        "base=individual&third_diploma=5000%2C51", "base=third&third_diploma=0&third_module=0",
        "base=third&third_diploma=10005&third_module=400", "base=third&third_diploma=-5",
        "base=gratuit&third_diploma=100", "base=third&third_diploma="};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        r = post(&b, path, text(STAGE_TO "&%s&then=send", wrong[i]));
        ck_assert_msg(r.status == 422, "%s: %d", wrong[i], r.status);
    }
    ck_assert_uint_eq(stage_numbers(id).n, 0);
    r = post(&b, path, STAGE_TO "&base=third&third_diploma=6000%2C33&third_module=400&then=preview");
    ck_status(r, 200);
    ck_says(r, "À confirmer par le Cestes");
    ck_says(r, "Document 1 sur 2");
    ck_says(r, "6\u202f400,33\u00a0€");
    ck_says(r, "4\u202f004,67\u00a0€");
    ck_assert_uint_eq(stage_numbers(id).n, 0);
    struct str page = b.page;
    for (int i = 0; i < 2; i++) {
        b.page = page;
        ck_status(post(&b, path, "then=send"), 303);
    }
    ck_assert_uint_eq(root_number("SELECT SUM(total_cents) FROM quote WHERE request_id = %llu",
                          (unsigned long long)stage_id(id)), 1040500);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote WHERE request_id = %llu AND document LIKE"
                                  " '%%confirmer par%%'", (unsigned long long)stage_id(id)), 0);
    ck_assert_uint_eq(stage_mails(id, "quote_version"), 2);
    struct str person = stage_mail(id, "quote_version"), third = root_text(
        "SELECT params FROM outbox WHERE kind = 'quote_version' AND object_id = %llu ORDER BY id"
        " LIMIT 1", (unsigned long long)stage_id(id));
    /* each comes with what its payer needs: who asked, how to object, what comes next */
    ck_assert(has(third, "490 heures") && has(third, "convention de formation"));
    ck_assert(!has(person, "490 heures") && has(person, "contrat de formation"));
    ck_assert(has(third, "/refus\"") && has(person, "/refus\"") && has(person, "\"asked_by\":\"Ana"));
    /* shared another way: two versions, each with its own number */
    get(&b, path);
    ck_status(post(&b, path, STAGE_TO "&base=individual&third_diploma=1&third_module=0&then=send"), 303);
    ck_assert_uint_eq(root_number("SELECT SUM(total_cents) FROM quote WHERE request_id = %llu AND"
                                  " state = 'issued' AND version = 2", (unsigned long long)stage_id(id)),
        520050);
}
END_TEST

START_TEST(a_mix_for_three_is_priced_for_three)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_request(&(struct wish){.payer = "several", .module = "yes",
        .more = "whom = 'several', headcount = 3, trainees = 'Ana\nBo\nCleo', mix = 'Moitié'"});
    const char *path = stage_path(id, "parts");
    struct reply r = get(&b, path);
    ck_says(r, "31\u202f215,00\u00a0€"); /* 3 × 10 405,00 */
    ck_status(post(&b, path, STAGE_TO "&base=third&third_diploma=20000&third_module=1200&then=preview"), 200);
    ck_status(post(&b, path, "then=send"), 303);
    ck_assert_uint_eq(root_number("SELECT SUM(total_cents) FROM quote WHERE request_id = %llu",
                          (unsigned long long)stage_id(id)), 3121500);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote WHERE request_id = %llu AND part = 1 AND"
                                  " total_cents = 2120000 AND document LIKE '%%3 personnes%%Cleo%%'",
                          (unsigned long long)stage_id(id)), 1);
}
END_TEST

/* The person's side of a mix: whose document is whose, and what is true once some have answered. */
START_TEST(a_mix_is_read_by_the_person)
{
    struct instant then = now;
    for (int accepted = 0; accepted < 2; accepted++) {
        struct browser b = {0}, person = {0};
        flow_staff(&b, ROLE_QUOTES);
        stage_facts();
        struct str id = stage_request(&(struct wish){.payer = "several", .more = "mix = 'Moitié'"});
        const char *path = stage_path(id, "parts"), *link = link_quote_path(arena, site.keys, id, 0).p;
        get(&b, path);
        ck_status(post(&b, path, STAGE_TO "&base=third&third_diploma=6000&then=send"), 303);
        struct reply r = get(&person, link);
        ck_says(r, "Vos devis sont prêts");
        ck_says(r, "L’employeur");
        ck_says(r, "La personne formée, à titre individuel");
        if (accepted) {
            const char *accept = text("%s/%.*s/accord", link, STR_ARG(root_text("SELECT number_text FROM"
                " quote WHERE request_id = %llu AND part = 1", (unsigned long long)stage_id(id))));
            struct day d = day_paris(now);
            get(&person, accept);
            ck_status(post(&person, accept, text("signer_name=Ana&signer_role=Directrice&agreed=1"
                "&signed_on.d=%d&signed_on.m=%d&signed_on.y=%d", d.d, d.m, d.y)), 303);
            ck_assert_str_is(stage_column(id, "state"), "accepted");
        }
        for (int late = !accepted; late < 2; late++) {
            now.s = then.s + late * (int64_t)92 * 24 * 3600;
            r = get(&person, link);
            ck_says(r, accepted ? "La part de l’organisme est acceptée" : "Ces devis ont expiré");
            ck_silent(r, "tout de suite");
            ck_assert_int_eq(has(r.body, "Demander des devis à jour"), !accepted);
        }
        if (!accepted) {
            r = post(&person, text("%s/renouveler", link), "");
            ck_assert(has(r.location, "fait=attente"));
            ck_says(follow(&person, &r), "Plusieurs payeurs");
        }
        now = then;
    }
}
END_TEST

/* ---- called off, reminded */

START_TEST(called_off_with_a_reason)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_issued(&b, NULL);
    const char *path = stage_path(id, "annuler");
    get(&b, path);
    struct reply r = post(&b, path, "reason=");
    ck_status(r, 422);
    struct str page = b.page;
    for (int i = 0; i < 2; i++) {
        b.page = page;
        ck_goes(post(&b, path, "reason=Demande+en+double"),
            text("/gestion/devis/%.*s?dit=annulation", STR_ARG(id)));
    }
    ck_assert_str_is(stage_column(id, "state"), "cancelled");
    ck_assert(has(stage_numbers(id), "cancelled"));
    ck_assert_uint_eq(stage_audits(id, "quotes.cancel"), 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM quote_message WHERE request_id = %llu AND kind ="
                                  " 'note' AND body LIKE '%%en double%%'",
                          (unsigned long long)stage_id(id)), 1);
    static const char *const closed[] = {"version", "emettre", "accepter", "relancer", "parts"};
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        ck_status(get(&b, stage_path(id, closed[i])), 409);
    ck_status(get(&b, stage_path(id, "message")), 200);
}
END_TEST

START_TEST(reminded_once_a_day)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_issued(&b, NULL);
    const char *path = stage_path(id, "relancer");
    struct reply r = get(&b, path);
    ck_status(r, 200);
    ck_says(r, "est valable jusqu’au");
    ck_goes(post(&b, path, "then=send"), text("/gestion/devis/%.*s?dit=relance", STR_ARG(id)));
    get(&b, path); /* nothing more leaves that day, and the page does not say it does */
    r = post(&b, path, "then=send");
    ck_goes(r, text("/gestion/devis/%.*s?dit=deja", STR_ARG(id)));
    r = follow(&b, &r);
    ck_says(r, "aucune autre n’a été envoyée");
    ck_assert_uint_eq(times(r.body, "Personne relancée"), 1);
    ck_assert_uint_eq(stage_mails(id, "quote_nudge"), 1);
    ck_assert_uint_eq(stage_audits(id, "quotes.remind"), 1);
    ck_status(get(&b, stage_path(stage_request(NULL), "relancer")), 409); /* nothing was issued */
    now.s += 200 * 86400; /* past its last day */
    flow_staff(&b, ROLE_QUOTES);
    ck_status(get(&b, path), 409);
}
END_TEST

/* Several at once: whose quote is open, and who has not refused. */
START_TEST(several_are_reminded)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str open = stage_issued(&b, NULL), other = stage_issued(&b, NULL), fresh = stage_request(NULL);
    unsigned char hash[HASH_BYTES];
    refusal_hash(site.keys, stage_column(other, "email"), hash);
    root_run("INSERT INTO quote_refusal VALUES (UNHEX('%.*s'), UTC_TIMESTAMP())",
        STR_ARG(hex_encode(arena, (struct str){(char *)hash, sizeof hash})));
    get(&b, "/gestion/devis");
    struct reply r = post(&b, "/gestion/devis/lot", text("acte=relancer&n1=%.*s&n2=%.*s&n3=%.*s"
        "&a=Typed&retour=etat%%3Dsent%%26recherche%%3DTyped", STR_ARG(open), STR_ARG(other), STR_ARG(fresh)));
    ck_status(r, 303); /* an address of its own: how many, and who; nothing leaves before */
    ck_assert(!memmem(r.location.p, r.location.n, "Typed", 5)); /* and nothing of what is typed is in it */
    r = get(&b, text("%.*s&then=send", STR_ARG(r.location)));
    ck_status(r, 200);
    ck_says(r, "Relancer ces 3\u00a0personnes");
    ck_assert_uint_eq(stage_mails(open, "quote_nudge"), 0);
    r = post(&b, "/gestion/devis/lot", "then=send");
    ck_status(r, 200);
    ck_says(r, "Une relance est en route");
    ck_says(r, "aucun courriel ne peut lui être envoyé");
    ck_says(r, "aucun devis n’attend de réponse");
    get(&b, "/gestion/devis");
    r = post(&b, "/gestion/devis/lot", text("acte=relancer&n1=%.*s", STR_ARG(open)));
    follow(&b, &r);
    r = post(&b, "/gestion/devis/lot", "then=send");
    ck_says(r, "déjà relancée aujourd’hui");
    /* nobody who could be: back to the list */
    ck_status(get(&b, "/gestion/devis/relancer?n1=0123456789012345678901"), 303);
    ck_assert_uint_eq(stage_mails(open, "quote_nudge"), 1);
    ck_assert_uint_eq(stage_mails(other, "quote_nudge") + stage_mails(fresh, "quote_nudge"), 0);
    /* nor is that person written to in any other way */
    get(&b, stage_path(other, "message"));
    r = post(&b, stage_path(other, "message"), "body=Bonjour&then=send");
    ck_status(r, 422);
    ck_says(r, "ne plus recevoir de courriel");
    ck_assert_uint_eq(stage_mails(other, "quote_reply"), 0);
}
END_TEST

FLOW_MAIN("desk send", what_is_held_goes_once_mended, a_version_keeps_the_number,
    nothing_is_written_over_what_changed, an_accepted_one_is_replaced_by_choice,
    an_accord_is_for_the_version_that_was_signed,
    parts_sum_to_the_cent, a_mix_for_three_is_priced_for_three, a_mix_is_read_by_the_person,
    called_off_with_a_reason, reminded_once_a_day, several_are_reminded)
