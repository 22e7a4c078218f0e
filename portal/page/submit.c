#include "page/submit.h"

#include "domain/identity_key.h"
#include "domain/name.h"
#include "domain/snapshot.h"
#include "domain/state.h"
#include "page/answers.h"
#include "page/dossier.h"
#include "page/origin.h"
#include "page/post.h"
#include "page/prices.h"
#include "page/sections.h"
#include "page/shell.h"
#include "store/audit.h"
#include "store/ident.h"
#include "store/submission.h"
#include "store/tx.h"
#include "sys/crypto.h"
#include "view/submission.h"
#include "view/templates.h"
#include "view/verdict.h"

/* ---- the check page ---- */

/* Whoever is not there yet says why they apply all the same. Marks it when it is not said. */
static bool explanation_missing(const struct dossier *d, struct answers *said)
{
    bool owed = verdict_explanation(d->verdict.outcome) == EXPLANATION_REQUIRED;
    struct answer *one = answers_at(said, "explanation");
    if (owed && one->value.n == 0 && one->fault == FAULT_NONE)
        one->fault = FAULT_MISSING;
    return owed && one->value.n == 0;
}

/* What the field asks follows the verdict. */
static void word_explanation(const struct dossier *d, struct view_form *form)
{
    struct view_field *f = view_form_field(form, "explanation");
    switch (verdict_explanation(d->verdict.outcome)) {
    case EXPLANATION_NOT_ASKED:
        f->hint = STR("Vos réponses suffisent\u00a0: n’écrivez ici que ce que vous voulez ajouter");
        break;
    case EXPLANATION_WELCOME: break;
    case EXPLANATION_REQUIRED:
        f->label = STR("Pourquoi vous candidatez dès maintenant");
        f->hint = STR("Une condition ne semble pas encore remplie\u00a0: expliquez votre situation. "
                      "L’équipe lira vos explications avec votre dossier");
        f->mark = STR("(obligatoire)");
        f->required = true;
        break;
    }
}

static void show_missing(struct page *p, const struct dossier *d, struct view_review *v)
{
    v->missing.items = ARENA_ARRAY(p->a, STEPS_N + 1, struct view_fault);
    for (int i = 0; i < STEP_VERIFICATION; i++) {
        if (step_state(&d->answers, (enum step_id)i) == STEP_DONE)
            continue;
        bool address = i == STEP_IDENTITY && answers_whole(&d->answers.identity);
        v->missing.items[v->missing.items_n++] = (struct view_fault){
            .href = address ? origin_link(p, dossier_path(p, "adresse"), ORIGIN_CHECK, (struct str){0})
                            : page_section_open(p, d, &steps[i]),
            .text = address ? STR("Confirmez votre adresse électronique") : str_c(steps[i].next),
        };
    }
    if (v->ready && verdict_explanation(d->verdict.outcome) == EXPLANATION_REQUIRED &&
        answers_get(&d->answers.verification, "explanation").n == 0)
        v->missing.items[v->missing.items_n++] = (struct view_fault){
            STR("#explanation"), STR("Dites pourquoi vous candidatez dès maintenant")};
}

/* Why it cannot be submitted now; empty when it can. */
static struct str not_ready(struct page *p, const struct dossier *d)
{
    if (!steps_all_done(&d->answers))
        return STR("Vous pourrez déposer votre candidature dès que tout sera complété. Rien ne "
                   "presse\u00a0: vos réponses sont enregistrées.");
    switch (d->intake ? intake_phase(d->intake, p->now) : INTAKE_UNDATED) {
    case INTAKE_OPEN: return (struct str){0};
    case INTAKE_BEFORE:
        return STR("Les candidatures ne sont pas encore ouvertes. Votre dossier est prêt et "
                   "conservé\u00a0: vous pourrez le déposer dès l’ouverture.");
    case INTAKE_CLOSED:
        return STR("Les candidatures sont closes pour cette rentrée\u00a0: ce dossier ne peut plus être "
                   "déposé. Il est conservé au moins trois mois. Écrivez-nous si vous avez été "
                   "empêché.");
    case INTAKE_UNDATED: break;
    }
    return STR("Les dates de cette rentrée ne sont pas encore fixées. Votre dossier est conservé.");
}

/* `row`: what is stored, where it differs from what is shown; `base`: what the page is based on. */
static enum rc show_review(struct page *p, struct dossier *d, const struct step_row *row,
    struct str base, bool judged, const char *sentence)
{
    struct view_review v = {
        .shell = page_shell(p, "Vérifier et déposer", NAV_CANDIDACY),
        .back = dossier_back(p),
        .not_ready = not_ready(p, d),
        .form = view_form_make(p->a, &form_verification, &d->answers.verification,
            &(struct form_wish){
                .action = dossier_path(p, "verification"),
                .csrf = p->web->csrf(p),
                .base = base,
                .key = judged && page_form(p, "key").n ? page_form(p, "key") : page_key(p),
                .submit = "Déposer ma candidature",
                .later = "Enregistrer et continuer plus tard",
                .judged = judged || answers_any_fault(&d->answers.verification),
                .autosave = true,
            }),
    };
    struct price_wish wish = candidacy_price_wish(&d->answers);
    v.ready = v.not_ready.n == 0;
    show_missing(p, d, &v);
    page_sections(p, &d->answers, d, &v.sections, &v.sections_n);
    if (dossier_is_judged(d))
        v.verdict = dossier_verdict(p, &d->verdict);
    page_prices_show(p, &wish, &v.prices, &v.others, &v.cards);
    dossier_notices_but_address(p, &v.notices);
    word_explanation(d, &v.form);
    if (row)
        page_show_conflicts(p, row, &d->answers.verification, &v.form);
    if (sentence)
        view_form_add_fault(p->a, &v.form, NULL, str_c(sentence));
    v.shell.error = v.form.faults.items_n > 0;
    if (judged)
        p->res->status = 422;
    view_review_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_review(struct page *p)
{
    struct dossier d;
    if (!dossier_is_draft(p))
        return dossier_go_back(p);
    enum rc rc = dossier_load(p, &d);
    if (rc != RC_OK)
        return rc;
    return show_review(p, &d, NULL, page_base(p, &d.answers.verification), false, NULL);
}

/* ---- submitting ---- */

enum submit_end { SUBMIT_DONE, SUBMIT_CLOSED, SUBMIT_INCOMPLETE, SUBMIT_UNEXPLAINED };

struct submitting {
    struct page *p;
    struct answers verification; /* as it came, then as it is kept */
    struct step_row row;
    struct merge merge;
    struct candidacy c;
    const struct transition *way;
    struct dossier d;
    struct gate gate;
    struct submission made;
    unsigned char identity[IDENTITY_KEY];
    unsigned identity_version;
    bool contested;
    enum submit_end outcome;
};

/* The identity's one place of the year: ours, or another's ("à trancher"). */
static enum rc take_slot(struct db *db, struct submitting *s)
{
    struct page *p = s->p;
    const struct answers *id = &s->d.answers.identity;
    const struct identity who = {
        .birth_name = answers_get(id, "birth_name"),
        .given_names = answers_get(id, "given_names"),
        .no_birth_name = answers_get(id, "no_birth_name").n > 0,
        .no_given_names = answers_get(id, "no_given_names").n > 0,
        .birth_date = answers_get(id, "birth_date"),
    };
    struct str text;
    uint64_t holder = 0, heir = 0;
    s->identity_version = identity_key_text(p->a, &who, &text);
    if (s->identity_version == 0)
        return RC_FAULT; /* a complete identity always has one (tests/unit/test_domain_texts.c) */
    crypto_hmac(p->site->keys, KEY_IDENTITY, text, s->identity);
    struct slot slot = {.programme = s->c.programme, .year = s->c.year,
        .key_version = s->identity_version, .candidacy = s->c.id, .at = s->gate.at};
    memcpy(slot.key, s->identity, sizeof slot.key);
    enum rc rc = slot_take(db, p->a, &slot, &holder, &heir);
    s->contested = holder != s->c.id;
    if (rc == RC_OK && heir)
        rc = audit_add(db,
            &(struct audit){"account", s->c.account, "candidacy.place", "candidacy", heir, {0}});
    return rc;
}

static enum rc freeze(struct db *db, struct submitting *s)
{
    struct page *p = s->p;
    struct buf b;
    s->made = (struct submission){
        .candidacy = s->c.id,
        .sequence = s->c.submissions + 1,
        .reference = reference_new(p->a, p->facts->code),
        .at = s->gate.at,
        .submitted = s->gate.now,
        .rule_version = str_c(s->d.verdict.rule),
        .verdict = str_c(verdict_word(s->d.verdict.outcome)),
        .idempotency_key = page_form(p, "key"),
    };
    buf_init(&b, SNAPSHOT_MAX);
    snapshot_write(p->a, &b,
        &(struct snapshot){.reference = s->made.reference,
            .sequence = (int)s->made.sequence,
            .programme = p->facts->code,
            .year = s->c.year,
            .intake_number = s->d.intake ? s->d.intake->number : 0,
            .submitted_at = s->gate.at,
            .answers = &s->d.answers,
            .verdict = &s->d.verdict,
            .prices = &s->d.prices});
    bool whole = !b.overflow;
    s->made.snapshot = arena_take(p->a, &b);
    crypto_sha256(s->made.snapshot, s->made.sha256);
    return whole ? submission_insert(db, &s->made) : RC_FAULT;
}

static enum rc settle(struct db *db, struct submitting *s)
{
    const struct candidacy_answers *said = &s->d.answers;
    struct candidacy_submitted done = {.id = s->c.id, .state = s->c.state, .version = s->c.version,
        .at = s->gate.at, .identity_key_version = s->identity_version, .contested = s->contested,
        .reference = s->made.reference,
        .verdict = s->made.verdict,
        .payer = answers_get(&said->funding, "payer"),
        .wanted = answers_get(&said->module, "wanted"),
        .birth_name = answers_get(&said->identity, "birth_name"),
        .usage_name = answers_get(&said->identity, "usage_name"),
        .given_names = answers_get(&said->identity, "given_names")};
    memcpy(done.identity_key, s->identity, sizeof done.identity_key);
    enum rc rc = candidacy_submit(db, &done);
    if (rc == RC_OK)
        rc = audit_add(db,
            &(struct audit){"account", s->c.account, s->way->name, "candidacy", s->c.id,
                s->made.reference});
    return rc;
}

static enum rc queue_receipt(struct submitting *s)
{
    struct page *p = s->p;
    struct post post;
    struct str about = arena_printf(p->a, "%llu:%u", (unsigned long long)s->c.id, s->made.sequence);
    post_begin(p, &post);
    post_about(&post, OUTBOX_CANDIDACY, s->c.id);
    /* alone: a mail says no more about a person than it must; "Bonjour," to who has none */
    post_text(&post, "first_name", name_first(answers_get(&s->d.answers.identity, "given_names")));
    post_text(&post, "reference", s->made.reference);
    post_text(&post, "intake", intake_words(p->a, s->d.intake));
    post_int(&post, "submitted", s->made.submitted.s);
    post_text(&post, "fingerprint", submission_fingerprint(p->a, &s->made));
    post_text(&post, "link", page_url(p, dossier_path(p, "confirmation")));
    post_text(&post, "verify_link", page_url(p, STR("/verifier")));
    post_text(&post, "service", facts_text(p->facts, "contact.address"));
    post_text(&post, "next", facts_text(p->facts, "process.next_steps"));
    post_text(&post, "silence", facts_text(p->facts, "process.silence"));
    post_flag(&post, "again", s->made.sequence > 1);
    post_flag(&post, "to_settle", s->contested);
    return post_queue(p, &post, s->way->mail, p->visit.email, about, (struct instant){0});
}

static enum rc queue_staff(struct submitting *s)
{
    struct page *p = s->p;
    struct post post;
    struct str about = arena_printf(p->a, "%llu:%u", (unsigned long long)s->c.id, s->made.sequence);
    post_begin(p, &post);
    post_about(&post, OUTBOX_CANDIDACY, s->c.id);
    post_text(&post, "reference", s->made.reference);
    post_text(&post, "intake", intake_words(p->a, s->d.intake));
    post_text(&post, "verdict", verdict_words_make(p->a, &s->d.verdict).heading);
    post_int(&post, "at", s->made.submitted.s);
    post_flag(&post, "again", s->made.sequence > 1);
    post_flag(&post, "to_settle", s->contested);
    return post_queue_staff(p, &post, s->way->mail_staff, "contact.candidacies", about);
}

/* The answers as they stand under the lock, with what was just posted. */
static enum rc load(struct submitting *s)
{
    enum rc rc = dossier_load(s->p, &s->d);
    s->d.answers.verification = s->verification;
    if (rc == RC_OK && (!steps_all_done(&s->d.answers) || s->c.account == 0)) {
        s->outcome = SUBMIT_INCOMPLETE;
        return RC_CONFLICT;
    }
    if (rc == RC_OK && explanation_missing(&s->d, &s->verification)) {
        s->outcome = SUBMIT_UNEXPLAINED;
        return RC_CONFLICT;
    }
    return rc;
}

static enum rc submit(struct db *db, void *arg)
{
    struct submitting *s = arg;
    struct page *p = s->p;
    s->outcome = SUBMIT_DONE;
    enum rc rc = candidacy_lock(db, p->a, p->candidacy->id, &s->c);
    if (rc == RC_OK && s->c.account && s->c.account != p->visit.account)
        return RC_NOT_FOUND; /* proved by somebody else since the door was passed */
    if (rc != RC_OK || s->c.state == STATE_SUBMITTED)
        return rc; /* sent twice, or from two tabs: it is done */
    if (!(s->way = transition_find("candidacy.submit", s->c.state)))
        return RC_CONFLICT;
    rc = submission_gate(db, p->a, s->c.intake, &s->gate);
    if (rc == RC_OK && (s->way->needs & NEED_OPEN) && !s->gate.open) {
        s->outcome = SUBMIT_CLOSED;
        return RC_CONFLICT;
    }
    if (rc == RC_OK)
        rc = load(s);
    if (rc == RC_OK)
        rc = take_slot(db, s);
    if (rc == RC_OK)
        rc = freeze(db, s);
    if (rc == RC_OK)
        rc = settle(db, s);
    if (rc == RC_OK)
        rc = queue_receipt(s);
    return rc == RC_OK ? queue_staff(s) : rc;
}

/* What was written is kept whatever becomes of the rest, by itself, as a step is. */
static enum rc keep(struct db *db, void *arg)
{
    struct submitting *s = arg;
    struct page *p = s->p;
    enum rc rc = step_load(db, p->a, &form_verification, p->candidacy->id, true, &s->row);
    if (rc != RC_OK)
        return rc;
    s->merge = page_merge(p, &s->row.answers, s->row.writers, &s->verification);
    if (s->merge.changed == 0)
        return RC_OK;
    rc = candidacy_touch(db, p->candidacy, p->now);
    return rc == RC_OK ? step_save(db, p->a, &form_verification, p->candidacy->id,
                             &s->merge.result, s->merge.writers, p->now)
                       : rc;
}

/* Shows the page again with what was typed; `sentence` when the reason is not in a field. */
static enum rc again(struct submitting *s, const char *sentence)
{
    struct page *p = s->p;
    struct dossier d;
    enum rc rc = dossier_load(p, &d);
    if (rc != RC_OK)
        return rc;
    /* nothing was kept where it was submitted already when the page was sent */
    struct str base =
        page_base(p, s->merge.result.form ? &s->merge.result : &d.answers.verification);
    (void)explanation_missing(&d, &s->verification); /* said together with what else is missing */
    d.answers.verification = s->verification;
    return show_review(p, &d, &s->row, base, true, sentence);
}

/* What the one transaction ended with. */
static enum rc ended(struct submitting *s, enum rc rc)
{
    if (rc == RC_OK)
        response_redirect(s->p->res, dossier_path(s->p, "confirmation"));
    if (rc != RC_CONFLICT)
        return rc;
    switch (s->outcome) {
    case SUBMIT_CLOSED:
        return again(s, "Les candidatures ne sont pas ouvertes en ce moment\u00a0: votre dossier n’a "
                        "pas été déposé. Il est conservé.");
    case SUBMIT_INCOMPLETE:
        return again(s, "Il manque encore des réponses\u00a0: votre dossier n’a pas été déposé. Elles "
                        "sont indiquées ci-dessous.");
    case SUBMIT_UNEXPLAINED: return again(s, NULL);
    case SUBMIT_DONE: break;
    }
    return rc;
}

enum rc page_submit(struct page *p)
{
    struct submitting s = {.p = p, .verification = page_answers(p, &form_verification)};
    if (dossier_is_draft(p)) {
        bool submits = !page_is_autosave(p) && !page_later(p);
        enum rc rc = tx_run(p->db, keep, &s);
        if (rc != RC_OK && (rc != RC_CONFLICT || !submits))
            return rc;
        if (page_is_autosave(p))
            return page_autosaved(p, &s.merge);
        /* In conflict with a submission that was just made: that one is told of below. */
        if (rc == RC_OK && !page_settle(&s.verification, &s.merge, page_later(p)))
            return again(&s, NULL);
        if (page_later(p))
            return dossier_saved(p);
    }
    if (!public_id_valid(page_form(p, "key")))
        return RC_INVALID;
    return ended(&s, tx_run(p->db, submit, &s));
}
