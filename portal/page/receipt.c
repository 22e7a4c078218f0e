#include "page/receipt.h"

#include "base/ascii.h"
#include "base/codec.h"
#include "base/utf8.h"
#include "base/words.h"
#include "domain/changes.h"
#include "domain/forms.h"
#include "domain/reference.h"
#include "page/answers.h"
#include "page/dossier.h"
#include "page/origin.h"
#include "page/prices.h"
#include "page/sections.h"
#include "page/shell.h"
#include "store/quote.h"
#include "store/submission_read.h"
#include "sys/crypto.h"
#include "view/submission.h"
#include "view/templates.h"

enum { FACTS_MAX = 8 };

static void add_fact(struct view_receipt *v, const char *key, struct str value, bool code)
{
    if (value.n && v->facts_n < FACTS_MAX)
        v->facts[v->facts_n++] = (struct view_fact){str_c(key), value, code};
}

/* R112-11-1: when it was received, by whom, how to reach them, what silence means. */
static void acknowledge(struct page *p, const struct submission *s, struct view_receipt *v)
{
    const struct intake *i = facts_intake_by_id(p->facts, p->candidacy->intake);
    v->facts = ARENA_ARRAY(p->a, FACTS_MAX, struct view_fact);
    add_fact(v, "Reçue le", words_instant_exact(p->a, s->submitted), false);
    add_fact(v, "Diplôme", p->facts->title, false);
    add_fact(v, "Rentrée", intake_words(p->a, i), false);
    add_fact(v, "Service chargé du dossier", facts_text(p->facts, "contact.address"), false);
    add_fact(v, "Courriel", page_contact(p), false);
    add_fact(v, "Téléphone", facts_text(p->facts, "contact.phone"), false);
    add_fact(v, "Version",
        s->sequence > 1 ? arena_printf(p->a, "%u, après correction", s->sequence) : (struct str){0},
        false);
    add_fact(v, "Empreinte SHA-256", submission_fingerprint(p->a, s), true);
}

/* What the document is worth now: once it was taken back or given up, it proves what was submitted
 * and announces nothing any more. */
static void say_state(struct page *p, struct view_receipt *v)
{
    enum candidacy_state s = p->candidacy->state;
    if (s == STATE_WITHDRAWN) {
        v->heading = STR("Votre candidature est retirée");
        v->next = STR("Vous avez retiré cette candidature\u00a0: elle ne sera pas examinée. Cette page "
                      "reste la preuve de ce que vous aviez déposé.");
    } else if (dossier_is_draft(p)) {
        v->heading = STR("Votre dépôt précédent");
        v->next = STR("Vous avez repris ce dossier\u00a0: il n’est plus déposé. Pour qu’il soit examiné, "
                      "déposez-le à nouveau avant la clôture.");
    } else {
        v->heading = STR("Votre candidature est déposée");
        v->next = facts_text(p->facts, "process.next_steps");
        v->silence = facts_text(p->facts, "process.silence");
        if (v->next.n == 0)
            v->next = STR("L’équipe du Cestes lit votre candidature et vous écrit à l’adresse que "
                          "vous avez confirmée, où cet accusé de réception vous est aussi envoyé.");
    }
    v->shell = page_shell(p, v->heading.p, NAV_CANDIDACY);
}

/* The funding may change until a decision, and is told to staff without a new submission. */
static enum rc show_funding(
    struct page *p, const struct candidacy_answers *said, struct view_receipt *v)
{
    struct step_row now;
    struct change *changes = NULL;
    if (dossier_is_draft(p) || !dossier_may_edit(p, &form_funding))
        return RC_OK;
    enum rc rc = step_load(p->db, p->a, &form_funding, p->candidacy->id, false, &now);
    if (rc != RC_OK)
        return rc;
    v->funding_href = origin_link(p, dossier_path(p, form_funding.name), ORIGIN_RECEIPT,
        view_field_id(p->a, form_field(&form_funding, "payer")));
    v->funding_said = STR("S’il change, dites-le-nous ici\u00a0: l’équipe en est prévenue, et votre "
                          "candidature reste déposée.");
    if (answers_changes(p->a, &said->funding, &now.answers, &changes)) {
        v->funding_said = STR("Vous l’avez modifié depuis le dépôt, et l’équipe en est prévenue. Voici "
                              "ce qu’elle lit aujourd’hui\u00a0; ce que vous aviez déposé reste plus "
                              "bas.");
        v->funding = page_section(p, &now.answers);
    }
    return RC_OK;
}

enum rc page_receipt(struct page *p)
{
    struct submission s;
    struct candidacy_answers ca;
    struct verdict verdict;
    enum rc rc = submission_latest(p->db, p->a, p->candidacy->id, &s);
    if (rc == RC_NOT_FOUND)
        return dossier_go_back(p); /* nothing submitted yet */
    if (rc == RC_OK)
        rc = submission_answers(p->a, &s, &ca);
    if (rc == RC_OK)
        rc = submission_verdict(p->a, &s, &verdict);
    if (rc != RC_OK)
        return rc;
    struct view_receipt v = {
        .reference = s.reference,
        .verdict = dossier_verdict(p, &verdict),
        .dossier_href = dossier_path(p, ""),
        .verify_href = STR("/verifier"),
    };
    say_state(p, &v);
    struct price_wish wish = candidacy_price_wish(&ca);
    acknowledge(p, &s, &v);
    page_sections(p, &ca, NULL, &v.sections, &v.sections_n);
    /* the tariffs of that day, whatever they are now */
    page_prices_at(p, &wish, day_paris(s.submitted), &v.prices, &v.others, &v.cards);
    dossier_notices(p, &v.notices);
    rc = show_funding(p, &ca, &v);
    if (rc == RC_OK)
        view_receipt_html(&p->res->body, &v);
    return rc;
}

/* ---- /verifier ---- */

static enum rc show(struct page *p, const struct answers *as, bool judged, struct view_notice *said)
{
    struct view_step v = {
        .shell = page_shell(p, "Vérifier un document", NAV_NONE),
        .back = {STR("/"), STR("Accueil")},
        .heading = STR("Vérifier un document"),
        .lead = STR("Saisissez ce qui est imprimé sur un accusé de réception ou sur un devis. Nous "
                    "disons seulement si les deux vont ensemble et, pour un devis, s’il vaut toujours."),
        .form = view_form_make(p->a, &form_verify, as,
            &(struct form_wish){.action = STR("/verifier"),
                .csrf = p->web->csrf(p),
                .submit = "Vérifier",
                .judged = judged}),
    };
    if (said) {
        v.notices.items = said;
        v.notices.items_n = 1;
    }
    v.shell.error = v.form.faults.items_n > 0;
    v.shell.no_index = false;
    view_step_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_verify(struct page *p)
{
    struct answers blank = answers_new(p->a, &form_verify);
    return show(p, &blank, false, NULL);
}

/* 64 hexadecimal digits, however they are spaced or cased. */
static bool read_fingerprint(struct page *p, struct str typed, unsigned char out[SUBMISSION_SHA256])
{
    char *digits = arena_alloc(p->a, typed.n);
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++)
        if (typed.p[i] != ' ')
            digits[n++] = typed.p[i];
    return hex_decode((struct str){digits, n}, out, SUBMISSION_SHA256);
}

/* "d-2026-000123 - 2" as it is printed; empty when no number of ours looks so. */
static struct str read_number(struct page *p, struct str typed)
{
    enum { LONGEST = 24 };
    char *out = arena_alloc(p->a, LONGEST);
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == ' ')
            continue;
        c = ascii_upper(c);
        bool ours = c == '-' || ascii_is_digit(c) || (n == 0 && (c == 'D' || c == 'I'));
        if (!ours || n == LONGEST)
            return (struct str){0};
        out[n++] = c;
    }
    return n > 7 && out[1] == '-' && out[6] == '-' ? (struct str){out, n} : (struct str){0};
}

/* A document is genuine for ever, and holds only for a while: no amount, no name, but where it
 * stands. */
static void say_standing(
    struct page *p, struct str number, const struct quote *q, struct view_notice *said)
{
    static const struct {
        const char *state;
        enum tone tone;
        const char *title, *text;
    } rows[] = {
        {"replaced", TONE_WATCH, "Ce document est authentique, mais il est remplacé",
            "Une version plus récente du même document fait foi."},
        {"cancelled", TONE_WATCH, "Ce document est authentique, mais il est annulé",
            "Il ne vaut plus."},
        {"declined", TONE_WATCH, "Ce document est authentique, mais il est resté sans suite",
            "Il ne vaut plus."},
        {"accepted", TONE_DONE, "Ce document est authentique", "Il a été accepté."},
        {"expired", TONE_WATCH, "Ce document est authentique, mais il a expiré", NULL},
        {"issued", TONE_DONE, "Ce document est authentique", NULL},
    };
    struct str state = quote_expired(q, p->today) ? STR("expired") : q->state;
    size_t i = 0;
    while (i + 1 < sizeof rows / sizeof *rows && !str_eq_c(state, rows[i].state))
        i++;
    struct str more = rows[i].text ? str_c(rows[i].text)
                                   : arena_printf(p->a, "Il %s jusqu’au %.*s.",
                                         quote_expired(q, p->today) ? "valait" : "vaut",
                                         STR_ARG(words_day(p->a, q->valid_until)));
    *said = (struct view_notice){.tone = rows[i].tone, .title = str_c(rows[i].title),
        .text = arena_printf(p->a, "Le numéro %.*s a bien été émis par le Cestes avec cette "
                                   "empreinte. %.*s", STR_ARG(number), STR_ARG(more))};
}

/* Unknown, misspelt and not matching look the same; what is right says where it stands, no more. */
static enum rc judge_pair(struct page *p, const struct answers *as, struct view_notice *said)
{
    struct submission s;
    unsigned char sha[SUBMISSION_SHA256];
    struct str typed = utf8_plain(p->a, answers_get(as, "reference")), reference;
    struct str number = read_number(p, typed);
    if (!read_fingerprint(p, utf8_plain(p->a, answers_get(as, "fingerprint")), sha))
        return RC_OK;
    if (number.n) {
        struct quote q;
        enum rc rc = quote_verify(p->db, p->a, number, sha, &q);
        if (rc == RC_OK)
            say_standing(p, number, &q, said);
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (!reference_parse(p->a, p->facts->code, typed, &reference))
        return RC_OK;
    enum rc rc = submission_verify(p->db, p->a, reference, &s);
    if (rc == RC_OK && crypto_equal(s.sha256, sha, sizeof sha))
        *said = (struct view_notice){.tone = TONE_DONE,
            .title = STR("L’accusé de réception est authentique"),
            .text = arena_printf(p->a, "Le dossier %.*s a été déposé le %.*s.",
                STR_ARG(s.reference), STR_ARG(words_instant_exact(p->a, s.submitted)))};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc page_verify_check(struct page *p)
{
    struct answers as = page_answers(p, &form_verify);
    struct view_notice said = {.tone = TONE_WATCH,
        .title = STR("Cette référence et cette empreinte ne vont pas ensemble"),
        .text = STR("Vérifiez que vous avez bien recopié les deux. Si le dossier a été déposé "
                    "plusieurs fois, utilisez le dernier accusé de réception\u00a0; pour un devis, le "
                    "numéro tout entier, avec sa version.")};
    if (!answers_complete(&as)) {
        p->res->status = 422;
        return show(p, &as, true, NULL);
    }
    if (!p->facts)
        return RC_UNAVAILABLE;
    enum rc rc = p->web->limit(p, "verify.address", (struct str){0});
    if (rc != RC_OK)
        return rc;
    rc = judge_pair(p, &as, &said);
    if (rc != RC_OK)
        return rc;
    return show(p, &as, false, &said);
}
