/* Nobody can use up somebody else's turn: what strangers do to a mailbox, from however many networks,
 * slows strangers, who are told until when; whoever is known there does not notice. */
#include "quote_stage.h"

#include "base/codec.h"
#include "sys/crypto.h"

enum { HOUR = 3600 };

/* Each test in a day, and so in windows, of its own. */
static void new_day(void)
{
    now.s += DAY - now.s % DAY + HOUR;
}

static struct browser stranger(unsigned i)
{
    return (struct browser){.address = text("198.51.%u.%u", 100 + i / 200, 1 + i % 200)};
}

static struct reply ask_code(struct browser *b, struct str email)
{
    get(b, "/connexion");
    return post(b, "/connexion", text("email=%.*s", STR_ARG(email)));
}

static struct reply type_code(struct browser *b, struct str code)
{
    get(b, "/connexion/code");
    return post(b, "/connexion/code", text("code=%.*s", STR_ARG(code)));
}

static uint64_t mails_now(struct str email)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE recipient = '%.*s' AND next_try_at <= '%.*s'",
        STR_ARG(email), STR_ARG(root_text("SELECT FROM_UNIXTIME(%lld)", (long long)now.s)));
}

/* So many codes, from networks without end, that a stranger's leaves later only. */
static void flood(struct str email)
{
    for (unsigned i = 0; i < 32; i++) {
        struct browser b = stranger(i / 4);
        ck_status(ask_code(&b, email), 303);
    }
}

START_TEST(a_flood_of_codes_leaves_a_known_browser_alone)
{
    struct browser person = {.address = "192.0.2.50"};
    struct str email = fresh_email();
    new_day();
    sign_in(&person, email);
    ck_assert(person.known.n && !has(person.known, email.p));
    post(&person, "/deconnexion", "");
    ck_assert(person.known.n); /* it opens nothing, and stays */
    flood(email);
    person.address = "203.0.113.70"; /* not at home either */
    ck_status(ask_code(&person, email), 303);
    struct reply r = get(&person, "/connexion/code");
    ck_says(r, "Nous l’avons envoyé");
    ck_status(type_code(&person, code_for(email)), 303);
}
END_TEST

START_TEST(a_flood_of_codes_leaves_a_known_network_alone)
{
    struct browser person = {.address = "192.0.2.51"}, other = {.address = "192.0.2.51"};
    struct str email = fresh_email();
    new_day();
    sign_in(&person, email);
    flood(email);
    ck_status(ask_code(&other, email), 303);
    ck_says_at(get(&other, "/connexion/code"), "Nous l’avons envoyé");
    /* for three months, and no longer: then it is one like any other */
    struct browser late = {.address = "192.0.2.51"};
    now.s += 91 * (int64_t)DAY;
    flood(email);
    ck_status(ask_code(&late, email), 303);
    ck_says_at(get(&late, "/connexion/code"), "partira vers");
}
END_TEST

/* The page says by when, the mail leaves then, and its ten minutes begin then. */
START_TEST(a_stranger_gets_a_code_later_and_is_told_when)
{
    struct browser person = {.address = "203.0.113.71"};
    struct str email = fresh_email();
    new_day();
    flood(email);
    uint64_t before = mails_now(email);
    ck_status(ask_code(&person, email), 303);
    struct reply r = get(&person, "/connexion/code");
    ck_says(r, "le vôtre partira vers");
    ck_says(r, "(heure de Paris)");
    ck_assert_uint_eq(mails_now(email), before);
    struct challenge c = challenge_of(email);
    int64_t leaves = c.expires.s - 600;
    ck_assert(leaves > now.s && leaves <= now.s + HOUR);
    ck_assert_str_is(root_text("SELECT UNIX_TIMESTAMP(next_try_at) FROM outbox WHERE recipient = '%.*s'"
                               " ORDER BY id DESC LIMIT 1", STR_ARG(email)),
        text("%lld", (long long)leaves));
    now.s = leaves + 599;
    ck_status(type_code(&person, code_for(email)), 303);
}
END_TEST

/* However many networks: some sixty codes a day to strangers, six guesses each (CHALLENGE_ATTEMPTS).
 * And none of those guesses counts against the code that its mailbox has just received. */
START_TEST(guesses_are_bounded_and_never_somebody_elses)
{
    struct browser person = {.address = "203.0.113.72"};
    struct str email = fresh_email();
    unsigned taken = 0;
    new_day();
    now.s -= now.s % DAY;
    for (unsigned i = 0; i < 24 * 6; i++, now.s += HOUR / 6) {
        struct browser b = stranger(i / 4);
        taken += ask_code(&b, email).status == 303;
    }
    ck_assert_msg(taken >= 50 && taken <= 65, "%u codes", taken);
    ck_status(ask_code(&person, email), 303); /* a new day has begun */
    struct str right = code_for(email);
    for (unsigned i = 0; i < 10; i++) {
        struct browser b = stranger(100 + i);
        ask_code(&b, email);
        for (int k = 0; k < 6; k++)
            ck_status(type_code(&b, wrong_code_for(email)), 422);
    }
    ck_status(type_code(&person, right), 303);
}
END_TEST

/* A browser that is known may guess too: its own sixty a day, whatever it asks for. */
START_TEST(guesses_of_a_known_browser_are_counted)
{
    struct browser person = {.address = "192.0.2.53"};
    struct str email = fresh_email();
    unsigned wrong = 0;
    new_day();
    sign_in(&person, email);
    post(&person, "/deconnexion", "");
    for (unsigned i = 0; i < 12; i++, now.s += HOUR) {
        ck_status(ask_code(&person, email), 303);
        for (int k = 0; k < 6; k++)
            wrong += type_code(&person, wrong_code_for(email)).status == 422;
    }
    ck_assert_msg(wrong >= 59 && wrong <= 66, "%u", wrong);
}
END_TEST

START_TEST(a_cookie_of_another_is_no_pass)
{
    struct browser thief = {.address = "192.0.2.54"}, victim = {.address = "192.0.2.55"};
    struct str mine = fresh_email(), email = fresh_email();
    new_day();
    sign_in(&victim, email);
    sign_in(&thief, mine);
    flood(email);
    thief.sid = (struct str){0};
    ck_status(ask_code(&thief, email), 303); /* known, but not to that mailbox */
    ck_says_at(get(&thief, "/connexion/code"), "partira vers");
    /* another's, bent: a stranger's */
    const char *const bent[] = {"k", "k.", "k.a.b.c.d", "s.abc", text("%.*sx", STR_ARG(victim.known)),
        text("x%.*s", (int)victim.known.n - 1, victim.known.p + 1),
        text("%.*s.x", STR_ARG(victim.known))};
    for (size_t i = 0; i < sizeof bent / sizeof *bent; i++) {
        struct browser b = {.address = text("192.0.3.%zu", i + 1), .known = str_c(bent[i])};
        struct reply r = ask_code(&b, email);
        if (r.status == 303) /* the first of them; those behind have to ask again */
            ck_says_at(get(&b, "/connexion/code"), "partira vers");
        else
            ck_status(r, 429);
    }
    struct browser right = {.address = "192.0.3.99", .known = victim.known};
    ck_status(ask_code(&right, email), 303);
    ck_says_at(get(&right, "/connexion/code"), "Nous l’avons envoyé");
}
END_TEST

START_TEST(nothing_is_remembered_without_its_setting)
{
    struct browser b = {.address = "192.0.2.56"};
    struct str was = root_text("SELECT value FROM setting WHERE name = 'retention.known'");
    root_run("UPDATE setting SET value = '' WHERE name = 'retention.known'");
    root_run("UPDATE revision SET number = number + 1");
    uint64_t before = root_number("SELECT COUNT(*) FROM throttle WHERE window_start = '2000-01-01'");
    sign_in(&b, fresh_email());
    ck_assert_uint_eq(b.known.n, 0);
    uint64_t after = root_number("SELECT COUNT(*) FROM throttle WHERE window_start = '2000-01-01'");
    ck_assert_uint_le(after, before + 1); /* the pace of mails, at most */
    root_run("UPDATE setting SET value = '%.*s' WHERE name = 'retention.known'", STR_ARG(was));
    root_run("UPDATE revision SET number = number + 1");
}
END_TEST

/* ---- quotes ---- */

/* A request is taken, and its quote shown; the mails to a mailbox that strangers name wait. */
START_TEST(quotes_asked_in_somebodys_name_do_not_use_up_theirs)
{
    struct browser person = {.address = "192.0.2.57"};
    struct str email = fresh_email();
    new_day();
    sign_in(&person, email);
    for (unsigned i = 0; i < 8; i++) {
        struct browser b = stranger(i);
        quoted(&b, email, INDIVIDUAL);
    }
    ck_assert_uint_eq(mails_now(email), 1 + 5); /* the code, and five quotes */
    struct browser other = stranger(77);
    struct reply r = asked(&other, email, INDIVIDUAL);
    ck_assert(has(r.location, "?fait=demande."));
    ck_says_at(follow(&other, &r), "le courriel partira le");
    ck_assert_uint_eq(mails_now(email), 1 + 5);
    quoted(&person, email, INDIVIDUAL);
    ck_assert_uint_eq(mails_now(email), 1 + 6); /* their own leaves at once */
    /* an address written by hand says nothing of what cannot be */
    struct str path = str_slice(r.location, 0, str_find(r.location, '?'));
    const char *const odd[] = {"demande.1", "demande.99999999999", "demande.x", ".", "demande."};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        r = get(&other, text("%.*s?fait=%s", STR_ARG(path), odd[i]));
        ck_silent(r, "partira le");
    }
}
END_TEST

static void set_pace(int64_t seconds_behind)
{
    unsigned char bucket[HASH_BYTES];
    crypto_hmac2(site.keys, KEY_LIMIT, STR("mail.unproved"), STR("all"), bucket);
    root_run("UPDATE throttle SET next_at = FROM_UNIXTIME(%lld) WHERE bucket = UNHEX('%.32s')",
        (long long)(now.s + seconds_behind), hex_encode(arena, (struct str){(const char *)bucket, 16}).p);
}

/* Beyond the pace of the whole site: later, in turn, none dropped; said, and an alarm. */
START_TEST(a_flood_delays_mails_to_mailboxes_never_proved)
{
    struct browser b = {.address = "192.0.2.58"}, known = {.address = "192.0.2.59"},
                   local = {.address = "127.0.0.1"};
    struct str email = fresh_email(), proved = fresh_email();
    new_day();
    sign_in(&known, proved);
    set_pace(HOUR + 600); /* two thousand at once, and ten minutes' worth more */
    struct reply r = get(&local, "/sante/complet");
    ck_status(r, 503);
    ck_says(r, "\"mail_flood_s\":600");
    r = asked(&b, email, INDIVIDUAL);
    ck_says_at(follow(&b, &r), "le courriel partira le");
    ck_assert_uint_eq(mails_now(email), 0);
    ck_assert_uint_eq(mails("quote", email), 1);
    struct browser fresh = {.address = "192.0.2.60"};
    ck_status(ask_code(&fresh, fresh_email()), 303);
    ck_says_at(get(&fresh, "/connexion/code"), "partira vers");
    struct browser elsewhere = {.address = "192.0.2.61"};
    ck_status(ask_code(&elsewhere, proved), 303); /* it has been proved: it does not wait */
    ck_says_at(get(&elsewhere, "/connexion/code"), "Nous l’avons envoyé");
    set_pace(0);
    ck_says_at(get(&local, "/sante/complet"), "\"mail_flood_s\":0");
}
END_TEST

/* ---- what is given back ---- */

static uint64_t counted(void)
{
    return root_number("SELECT SUM(acts) FROM throttle WHERE window_start > '2001-01-01'");
}

START_TEST(what_fails_by_our_fault_is_not_counted)
{
    struct browser b = {.address = "192.0.2.62"};
    struct str email = fresh_email();
    new_day();
    get(&b, "/connexion");
    uint64_t before = counted();
    root_run("RENAME TABLE challenge TO challenge_away");
    struct reply r = post(&b, "/connexion", text("email=%.*s", STR_ARG(email)));
    root_run("RENAME TABLE challenge_away TO challenge");
    ck_status(r, 500);
    ck_assert_uint_eq(counted(), before);
    ck_status(ask_code(&b, email), 303);
    ck_assert_uint_gt(counted(), before);
}
END_TEST

START_TEST(the_same_form_again_is_not_counted)
{
    struct browser b = {.address = "192.0.2.63"};
    struct str email = fresh_email();
    new_day();
    get(&b, "/devis");
    post(&b, "/devis", text("name=A&email=%.*s&" INDIVIDUAL "&then=next", STR_ARG(email)));
    struct str page = b.page;
    struct reply first = post(&b, "/devis", "then=send");
    ck_status(first, 303);
    uint64_t once = counted();
    b.page = page;
    struct reply again = post(&b, "/devis", "then=send");
    ck_assert(str_eq(again.location, first.location));
    ck_assert_uint_eq(counted(), once);
    ck_assert_uint_eq(mails("quote", email), 1);
}
END_TEST

FLOW_MAIN("turns", a_flood_of_codes_leaves_a_known_browser_alone,
    a_flood_of_codes_leaves_a_known_network_alone, a_stranger_gets_a_code_later_and_is_told_when,
    guesses_are_bounded_and_never_somebody_elses, guesses_of_a_known_browser_are_counted,
    a_cookie_of_another_is_no_pass, nothing_is_remembered_without_its_setting,
    quotes_asked_in_somebodys_name_do_not_use_up_theirs,
    a_flood_delays_mails_to_mailboxes_never_proved, what_fails_by_our_fault_is_not_counted,
    the_same_form_again_is_not_counted)
