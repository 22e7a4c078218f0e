/* What belongs to who reads a mailbox, and to nobody who only typed its address: the refusal, "it was
 * not me", another link. Who asked, and who was handed the link, have the request's link alone. */
#include "quote_stage.h"

#include "base/codec.h"
#include "desk_stage.h"
#include "mail/kinds.h"
#include "sys/link.h"
#include "sys/refusal.h"

static uint64_t quotes_mailed_to(struct str email)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'quote' AND recipient = '%.*s'",
        STR_ARG(email));
}

static bool refused(struct str email)
{
    unsigned char hash[HASH_BYTES];
    refusal_hash(site.keys, email, hash);
    return root_number("SELECT COUNT(*) FROM quote_refusal WHERE email_hash = UNHEX('%.64s')",
        hex_encode(arena, (struct str){(const char *)hash, sizeof hash}).p) > 0;
}

/* The address in the newest mail of that kind to it, as portal-jobs writes it when it leaves. */
static struct str in_mail(const char *kind, struct str email, const char *tail)
{
    const struct mail_setting as_sent = {
        .base_url = site.base_url, .keys = site.keys, .to = email};
    struct mail_rendered r;
    struct buf why;
    buf_init(&why, 300);
    bool ok = mail_render(arena, mail_kind_find(str_c(kind)), &as_sent, params_of(kind, email), &r, &why);
    ck_assert_msg(ok, "%.*s", STR_ARG(buf_str(&why)));
    buf_free(&why);
    struct str base = arena_printf(arena, "%.*s/devis/", STR_ARG(site.base_url)), line, all = r.text;
    while (str_cut(&all, '\n', &line)) {
        struct str path = str_slice(line, site.base_url.n, line.n);
        size_t n = strlen(tail);
        if (str_starts(line, base) && path.n > n && str_eq_c(str_slice(path, path.n - n, path.n), tail) &&
            (n || !has(path, "/refus")))
            return str_c(text("%.*s", STR_ARG(path)));
    }
    ck_abort_msg("no such address in %s: %.*s", kind, STR_ARG(r.text));
}

static struct reply choose(struct browser *b, struct str refuse, const char *act)
{
    ck_says_at(get(b, refuse.p), "Que voulez-vous faire");
    return post(b, refuse.p, text("act=%s", act));
}

START_TEST(who_typed_an_address_cannot_silence_it)
{
    struct browser stranger = {0};
    struct str email = fresh_email(), path = quoted(&stranger, email, EMPLOYER);
    const char *refuse = text("%.*s/refus", STR_ARG(path)), *resume = text("%.*s/messages", STR_ARG(path));
    ck_says_at(get(&stranger, path.p), "Ne plus recevoir de message");
    struct reply r = get(&stranger, refuse);
    ck_says(r, "Confirmer mon adresse par un code");
    ck_silent(r, "<form method=\"post\"");
    static const char *const acts[] = {"act=stop", "act=disown", "act=link"};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        get(&stranger, text("%.*s/message", STR_ARG(path))); /* a token of theirs */
        ck_says_at(post(&stranger, refuse, acts[i]), "Confirmer mon adresse par un code");
    }
    get(&stranger, text("%.*s/message", STR_ARG(path)));
    ck_says_at(post(&stranger, resume, ""), "Confirmer mon adresse par un code");
    get(&stranger, text("%.*s/message", STR_ARG(path)));
    ck_goes(post(&stranger, "/devis/retrouver/refus", ""), "/devis/retrouver");
    ck_assert(!refused(email));
    ck_assert_str_is(of_request("link_generation", email), "0");
    quoted(&stranger, email, INDIVIDUAL);
    ck_assert_uint_eq(quotes_mailed_to(email), 2);
    /* the mail's own token is in no row, and no page of who asked says it */
    struct str box = in_mail("quote", email, "/refus");
    struct str token = str_slice(box, box.n - 6 - 32, box.n - 6);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM outbox WHERE params LIKE '%%%.*s%%'",
                          STR_ARG(token)), 0);
    r = get(&stranger, path.p);
    ck_silent(r, token.p);
}
END_TEST

START_TEST(who_reads_the_mail_decides)
{
    struct browser asker = {0}, owner = {0}, scanner = {0};
    struct str email = fresh_email();
    quoted(&asker, email, EMPLOYER);
    struct str refuse = in_mail("quote", email, "/refus");
    get(&scanner, refuse.p);
    ck_assert(!refused(email)); /* whoever only looks changes nothing */
    ck_status(post(&owner, refuse.p, "act=stop"), 403); /* nor does another site's form */
    get(&owner, refuse.p);
    struct reply r = post(&owner, refuse.p, "");
    ck_status(r, 422);
    ck_says(r, "ce que vous voulez faire");
    struct str page = owner.page;
    for (int i = 0; i < 2; i++) { /* the same button twice */
        owner.page = page;
        r = post(&owner, refuse.p, "act=stop");
        ck_goes(r, refuse.p);
    }
    r = follow(&owner, &r);
    ck_says(r, "Cette adresse ne reçoit plus de message");
    quoted(&asker, email, INDIVIDUAL); /* issued all the same, for whoever holds the link */
    ck_assert_uint_eq(quotes_mailed_to(email), 1);
    ck_assert(has(params_of("quote_request", email), "\"refused\":true")); /* staff know */
    /* and takes it back there */
    struct str resume = str_c(text("%.*s/messages", (int)refuse.n - 6, refuse.p));
    r = post(&owner, resume.p, "");
    ck_goes(r, text("%.*s?fait=messages", STR_ARG(refuse)));
    ck_says_at(follow(&owner, &r), "vous recevez de nouveau");
    ck_assert(!refused(email));
    quoted(&asker, email, INDIVIDUAL);
    ck_assert_uint_eq(quotes_mailed_to(email), 2);
}
END_TEST

/* "It was not me": no more mail, the stranger's link is dead, and staff read why. */
START_TEST(a_request_that_its_mailbox_disowns)
{
    struct browser stranger = {0}, owner = {0};
    struct str email = fresh_email(), path = quoted(&stranger, email, EMPLOYER);
    struct str refuse = in_mail("quote", email, "/refus");
    struct reply r = choose(&owner, refuse, "disown");
    ck_status(r, 303);
    ck_assert(!str_starts(r.location, refuse)); /* its own link is a new one too */
    ck_says_at(follow(&owner, &r), "transmis à l’équipe");
    ck_assert(refused(email));
    ck_assert_str_is(of_request("CONCAT(link_generation, ' ', state, ' ', to_staff_reason)", email),
        "1 waiting La personne dit ne pas avoir fait cette demande");
    ck_assert(has(params_of("quote_written", email), "ne pas avoir fait cette demande"));
    static const char *const tails[] = {"", "/message", "/refus"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        r = get(&stranger, text("%.*s%s", STR_ARG(path), tails[i]));
        ck_status(r, 410);
        ck_says(r, "Ce lien a été remplacé");
        ck_says(r, "href=\"/devis/retrouver\"");
    }
    /* the form sent twice from the old page: its link is old by now, and nothing is done again */
    ck_status(post(&owner, refuse.p, "act=disown"), 410);
    ck_assert_str_is(of_request("link_generation", email), "1");
}
END_TEST

START_TEST(a_link_renewed_by_its_mailbox)
{
    struct browser asker = {0}, owner = {0};
    struct str email = fresh_email(), path = quoted(&asker, email, EMPLOYER);
    struct reply r = choose(&owner, in_mail("quote", email, "/refus"), "link");
    ck_says_at(follow(&owner, &r), "Le lien de la demande est changé");
    ck_status(get(&asker, path.p), 410);
    struct str fresh = in_mail("quote_link", email, "");
    ck_assert(!str_eq(fresh, path));
    ck_says_at(get(&asker, fresh.p), "Votre devis est prêt");
    ck_says_at(get(&owner, in_mail("quote_link", email, "/refus").p), "Que voulez-vous faire");
    /* every later mail carries the new one */
    const char *accept = text("%s/accord", under(fresh, of_quote("q.number_text", email)));
    get(&asker, accept);
    ck_status(post(&asker, accept, text("signer_name=Zo%%C3%%A9&signer_role=Directrice&agreed=1&signed_on.d=%d"
                                        "&signed_on.m=%d&signed_on.y=%d", day_paris(now).d,
                                   day_paris(now).m, day_paris(now).y)), 303);
    ck_assert_str_is(in_mail("quote_accepted", email, ""), fresh.p);
}
END_TEST

struct press {
    struct browser b; /* the choices, on its page */
    struct str refuse;
};

static uint64_t press(unsigned index, const void *arg)
{
    struct press mine = *(const struct press *)arg;
    (void)index;
    return (uint64_t)post(&mine.b, mine.refuse.p, "act=link").status;
}

/* Whoever is overtaken may hold the very link that was renewed away: they are led to no new one. */
START_TEST(who_is_overtaken_is_shown_no_newer_link)
{
    enum { TIMES = 8 };
    struct browser asker = {0};
    struct press one = {.refuse = {0}};
    uint64_t status[TIMES], led = 0, gone = 0;
    struct str email = fresh_email();
    quoted(&asker, email, EMPLOYER);
    one.refuse = in_mail("quote", email, "/refus");
    get(&one.b, one.refuse.p);
    parallel(TIMES, press, &one, status);
    for (int i = 0; i < TIMES; i++) {
        led += status[i] == 303;
        gone += status[i] == 410;
    }
    ck_assert_uint_eq(led, 1);
    ck_assert_uint_eq(gone, TIMES - 1);
    ck_assert_str_is(of_request("link_generation", email), "1");
}
END_TEST

/* Found again by a code: the same rights, and without any mail of ours at hand. */
START_TEST(a_proved_mailbox_has_its_links)
{
    struct browser asker = {0}, owner = {0};
    struct str email = fresh_email(), path = quoted(&asker, email, EMPLOYER);
    get(&owner, "/devis/retrouver");
    struct reply r = post(&owner, "/devis/retrouver", text("email=%.*s", STR_ARG(email)));
    follow(&owner, &r);
    r = post(&owner, "/devis/retrouver/code", text("code=%.*s", STR_ARG(code_for(email))));
    r = follow(&owner, &r);
    struct str refuse = in_mail("quote", email, "/refus");
    ck_says(r, text("href=\"%.*s\"", STR_ARG(path)));
    ck_says(r, text("href=\"%.*s\"", STR_ARG(refuse)));
    ck_says(r, "Ne plus recevoir ces messages");
    r = post(&owner, "/devis/retrouver/refus", "");
    ck_goes(r, "/devis/retrouver/liste?fait=refus");
    r = follow(&owner, &r);
    ck_says(r, "cette adresse ne reçoit plus de message");
    ck_assert(refused(email));
    r = post(&owner, "/devis/retrouver/messages", "");
    ck_goes(r, "/devis/retrouver/liste?fait=messages");
    ck_assert(!refused(email));
}
END_TEST

/* What its reader wrote by mail is theirs: who only has the link does not read it. */
START_TEST(an_answer_by_mail_is_read_where_the_mailbox_is_proved)
{
    struct browser stranger = {0}, owner = {0};
    struct str email = fresh_email(), path = quoted(&stranger, email, EMPLOYER);
    root_run("INSERT INTO quote_message (request_id, kind, body, idempotency_key, at) SELECT id, 'person',"
             " 'Qui a donné mon adresse', CONCAT('mail:', public_id), UTC_TIMESTAMP() FROM quote_request"
             " WHERE email = '%.*s'", STR_ARG(email));
    struct reply r = get(&stranger, path.p);
    ck_silent(r, "Qui a donné mon adresse");
    ck_says(r, "Une réponse par courriel");
    sign_in(&owner, email);
    ck_says_at(get(&owner, path.p), "Qui a donné mon adresse");
}
END_TEST

START_TEST(staff_renew_a_link)
{
    struct browser asker = {0}, b = {0};
    struct str email = fresh_email(), path = quoted(&asker, email, EMPLOYER);
    flow_staff(&b, ROLE_QUOTES);
    struct str id = of_request("public_id", email);
    const char *page = text("/gestion/devis/%.*s/lien", STR_ARG(id));
    ck_says_at(get(&b, text("/gestion/devis/%.*s", STR_ARG(id))), "Changer le lien de la demande");
    ck_says_at(get(&b, page), email.p);
    struct str shown_page = b.page;
    struct reply r = post(&b, page, "");
    ck_status(r, 303);
    ck_says_at(follow(&b, &r), "le nouveau est en route");
    ck_status(get(&asker, path.p), 410);
    ck_says_at(get(&asker, in_mail("quote_link", email, "").p), "Votre devis est prêt");
    ck_says_at(get(&b, text("/gestion/devis/%.*s", STR_ARG(id))), "Lien de la demande changé");
    b.page = shown_page;
    ck_status(post(&b, page, ""), 409); /* the same button twice renews once */
    ck_assert_str_is(of_request("link_generation", email), "1");
    /* to an address that wants no mail none goes, and the page says so */
    struct browser owner = {0};
    choose(&owner, in_mail("quote_link", email, "/refus"), "stop");
    get(&b, page);
    r = post(&b, page, "");
    ck_says_at(follow(&b, &r), "n’en est pas avertie");
    ck_assert_uint_eq(mails("quote_link", email), 1);
}
END_TEST

/* Of a link that went out before mailboxes had one, in a mail that still waits. */
START_TEST(a_mail_queued_before_leaves_with_its_readers_link)
{
    struct browser asker = {0};
    struct str email = fresh_email(), path = quoted(&asker, email, EMPLOYER);
    ck_assert(has(params_of("quote", email), text("%.*s/refus", STR_ARG(path))));
    struct str box = in_mail("quote", email, "/refus");
    ck_assert(!str_starts(box, path));
    /* only looked at, by staff, it does not show what is its reader's */
    const struct mail_setting looked_at = {.base_url = site.base_url, .keys = site.keys};
    struct mail_rendered r;
    struct buf why;
    buf_init(&why, 300);
    ck_assert(mail_render(arena, mail_kind_find(STR("quote")), &looked_at, params_of("quote", email), &r,
        &why));
    buf_free(&why);
    ck_assert(!has(r.text, box.p) && has(r.text, text("%.*s/refus", STR_ARG(path))));
}
END_TEST

FLOW_MAIN("mailbox", who_typed_an_address_cannot_silence_it, who_reads_the_mail_decides,
    a_request_that_its_mailbox_disowns, a_link_renewed_by_its_mailbox,
    who_is_overtaken_is_shown_no_newer_link, a_proved_mailbox_has_its_links,
    an_answer_by_mail_is_read_where_the_mailbox_is_proved, staff_renew_a_link,
    a_mail_queued_before_leaves_with_its_readers_link)
