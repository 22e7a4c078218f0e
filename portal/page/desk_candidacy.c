#include "page/desk_candidacies.h"

#include "base/words.h"
#include "domain/changes.h"
#include "domain/desk_candidacies.h"
#include "domain/email.h"
#include "domain/mails.h"
#include "domain/payers.h"
#include "domain/state.h"
#include "page/desk.h"
#include "page/desk_mails.h"
#include "page/sections.h"
#include "page/timeline.h"
#include "store/audit.h"
#include "store/desk_candidacies.h"
#include "store/outbox_file.h"
#include "store/step.h"
#include "store/submission_read.h"
#include "view/desk_candidacy.h"
#include "view/templates.h"

enum { FACTS_MAX = 12, NOTICES_MAX = 5 };

struct file {
    struct page *p;
    struct desk_candidacy_row row;
    struct submission *versions; /* latest first, without snapshots */
    size_t versions_n;
    struct submission shown, before; /* before.sequence 0: the first */
    struct candidacy_answers answers;
    struct verdict verdict;
    const struct intake *intake;
    struct desk_asked asked; /* the filtered list that it was opened from */
};

/* ---- words ---- */

/* Another file of the same list; `version`: of the file itself, 0 for the last. */
static struct str path_of(const struct file *f, struct str public_id, unsigned version)
{
    struct str path = desk_item_href(f->p, &f->asked, public_id);
    if (version == 0)
        return path;
    return arena_printf(f->p->a, "%.*s%sversion=%u", STR_ARG(path),
        str_find(path, '?') < path.n ? "&" : "?", version);
}

static void add_fact(struct view_desk_candidacy *v, const char *key, struct str value, bool code)
{
    if (value.n && v->facts_n < FACTS_MAX)
        v->facts[v->facts_n++] = (struct view_fact){str_c(key), value, code};
}

static void show_facts(struct file *f, struct view_desk_candidacy *v)
{
    struct page *p = f->p;
    const struct desk_candidacy_row *c = &f->row;
    const struct payer *payer = payer_find(c->payer);
    v->facts = ARENA_ARRAY(p->a, FACTS_MAX, struct view_fact);
    add_fact(v, "Déposée le", words_instant_exact(p->a, f->shown.submitted), false);
    add_fact(v, "Promotion", intake_words(p->a, f->intake), false);
    add_fact(v, "Adresse électronique", c->email, false);
    add_fact(v, "Payeur", payer ? str_c(payer_label(payer)) : (struct str){0}, false);
    add_fact(v, "Module complémentaire", str_c(candidacy_module_label(c->module_wanted)), false);
    if (c->origin.n) {
        add_fact(v, "Saisie par l’équipe",
            arena_printf(p->a, "reçue %s le %.*s, saisie par %.*s", candidacy_origin_label(c->origin),
                STR_ARG(words_day(p->a, c->received)), STR_ARG(c->entered_by)), false);
        add_fact(v, "Note de l’équipe", c->entry_note, false);
    }
    add_fact(v, "Empreinte SHA-256", submission_fingerprint(p->a, &f->shown), true);
}

/* ---- what must be known first ---- */

static void add_notice(struct page *p, struct view_notices *out, struct view_notice n)
{
    if (!out->items)
        out->items = ARENA_ARRAY(p->a, NOTICES_MAX, struct view_notice);
    if (out->items_n < NOTICES_MAX)
        out->items[out->items_n++] = n;
}

static void show_twin(struct file *f, const struct desk_twin *t, struct view_notices *out)
{
    struct page *p = f->p;
    add_notice(p, out,
        (struct view_notice){
            .title = f->row.contested ? STR("À trancher") : STR("Une autre candidature"),
            .text = arena_printf(p->a,
                "La même personne a aussi déposé la candidature %.*s, le %.*s, avec l’adresse %.*s. "
                "%s",
                STR_ARG(t->reference), STR_ARG(words_instant(p->a, t->submitted)),
                STR_ARG(email_shown(p->a, t->email)),
                t->holds       ? "C’est elle qui tient la place de cette année\u00a0: elle seule peut "
                                 "recevoir une décision."
                : f->row.contested ? "Ni l’une ni l’autre n’a été écartée."
                                   : "Celle-ci tient la place de cette année\u00a0: elle seule peut "
                                     "recevoir une décision."),
            .href = path_of(f, t->public_id, 0),
            .link = STR("Lire l’autre candidature"),
            .tone = TONE_WATCH});
}

static void show_notices(struct file *f, const struct desk_twin *twins, size_t n,
    struct view_notices *out)
{
    struct page *p = f->p;
    if (f->shown.sequence != f->versions[0].sequence)
        add_notice(p, out,
            (struct view_notice){
                .title = STR("Ce n’est pas la dernière version"),
                .text = arena_printf(p->a, "Vous lisez la version\u00a0%u, remplacée depuis.",
                    f->shown.sequence),
                .href = path_of(f, f->row.public_id, 0),
                .link = STR("Lire la dernière version"),
                .tone = TONE_WATCH});
    for (size_t i = 0; i < n && i < 2; i++)
        show_twin(f, &twins[i], out);
    if (!str_eq(f->row.address_state, STR("proved")))
        add_notice(p, out,
            (struct view_notice){
                .title = STR("Adresse à vérifier"),
                .text = arena_printf(p->a,
                    "Un message envoyé à %.*s nous est revenu. Les messages ci-contre disent lequel, "
                    "et pourquoi.",
                    STR_ARG(email_shown(p->a, f->row.email))),
                .tone = TONE_WATCH});
    if (str_eq(f->row.state, STR("taken_back")))
        add_notice(p, out,
            (struct view_notice){.text = STR("La personne a repris ce dossier pour le corriger\u00a0: "
                                             "vous lisez ce qu’elle avait déposé."),
                .tone = TONE_PLAIN});
}

/* ---- the answers ---- */

/* The same sections as on the receipt, under titles that do not speak to the applicant. */
static void show_sections(struct file *f, struct view_desk_candidacy *v)
{
    static const struct {
        enum step_id step;
        const char *title;
    } titles[] = {
        {STEP_IDENTITY, "Identité"},
        {STEP_PROJECT, "Projet"},
        {STEP_FUNDING, "Financement"},
        {STEP_MODULE, "Module complémentaire"},
        {STEP_VERIFICATION, "Explications"},
    };
    page_sections(f->p, &f->answers, NULL, &v->sections, &v->sections_n);
    for (size_t i = 0; i < v->sections_n; i++)
        for (size_t k = 0; k < sizeof titles / sizeof *titles; k++)
            if (str_eq_c(v->sections[i].title, steps[titles[k].step].title))
                v->sections[i].title = str_c(titles[k].title);
}

static struct str what_changed(struct page *p, const struct change *c)
{
    const char *one = c->form == &form_diploma ? "Diplôme" : "Expérience";
    switch (c->kind) {
    case CHANGE_ADDED: return arena_printf(p->a, "%s\u00a0%zu, ajouté%s", one, c->item,
        c->form == &form_diploma ? "" : "e");
    case CHANGE_REMOVED: return arena_printf(p->a, "%s\u00a0%zu, retiré%s", one, c->item,
        c->form == &form_diploma ? "" : "e");
    case CHANGE_ANSWER: break;
    }
    return c->item ? arena_printf(p->a, "%s\u00a0%zu\u00a0: %s", one, c->item, c->field->label)
                   : str_c(c->field->label);
}

static void put_changes(
    struct page *p, const struct change *c, size_t n, struct str title, struct view_desk_changes *v)
{
    v->title = title;
    v->items = ARENA_ARRAY(p->a, n + 1, struct view_desk_change);
    for (; v->items_n < n; v->items_n++) {
        const struct change *one = &c[v->items_n];
        v->items[v->items_n] =
            (struct view_desk_change){what_changed(p, one), one->before, one->after};
    }
}

static enum rc show_changes(struct file *f, struct view_desk_candidacy *v)
{
    struct candidacy_answers before;
    struct change *changes = NULL;
    if (!f->before.sequence)
        return RC_OK;
    enum rc rc = submission_answers(f->p->a, &f->before, &before);
    if (rc != RC_OK)
        return rc;
    size_t n = candidacy_changes(f->p->a, &before, &f->answers, &changes);
    put_changes(f->p, changes, n,
        arena_printf(f->p->a, "Ce qui a changé depuis la version\u00a0%u", f->before.sequence),
        &v->changes);
    return RC_OK;
}

/* The funding may change after the submission, and does not wait for a new version. */
static enum rc show_since(struct file *f, struct view_desk_candidacy *v)
{
    struct step_row now;
    struct change *changes = NULL;
    enum candidacy_state state;
    if (f->shown.sequence != f->versions[0].sequence || !state_from_word(f->row.state, &state) ||
        state_editable(state, false))
        return RC_OK; /* an older version, or a draft of the next one */
    enum rc rc = step_load(f->p->db, f->p->a, &form_funding, f->row.id, false, &now);
    if (rc != RC_OK)
        return rc;
    size_t n = answers_changes(f->p->a, &f->answers.funding, &now.answers, &changes);
    put_changes(f->p, changes, n, STR("Financement modifié depuis le dépôt"), &v->since);
    return RC_OK;
}

/* ---- beside: versions, mails, history ---- */

static void show_versions(struct file *f, struct view_desk_candidacy *v)
{
    struct page *p = f->p;
    v->versions = ARENA_ARRAY(p->a, f->versions_n, struct view_desk_version);
    for (; v->versions_n < f->versions_n; v->versions_n++) {
        const struct submission *s = &f->versions[v->versions_n];
        bool here = s->sequence == f->shown.sequence;
        v->versions[v->versions_n] = (struct view_desk_version){
            .href = here ? (struct str){0} : path_of(f, f->row.public_id, s->sequence),
            .label = arena_printf(p->a, "Version\u00a0%u", s->sequence),
            .when = words_instant(p->a, s->submitted),
            .reference = s->reference,
        };
    }
}

static enum tone tone_of(enum mail_fate fate)
{
    switch (fate) {
    case MAIL_GONE: return TONE_DONE;
    case MAIL_WAITING: return TONE_GOING;
    case MAIL_LATE: return TONE_WATCH;
    case MAIL_BACK:
    case MAIL_STOPPED: return TONE_ERROR;
    case MAIL_OUTLIVED: break;
    }
    return TONE_TODO;
}

static enum rc show_mails(struct file *f, struct view_desk_candidacy *v)
{
    struct outbox_line *lines;
    size_t n;
    struct page *p = f->p;
    enum rc rc = outbox_of_object(p->db, p->a, OUTBOX_CANDIDACY, f->row.id, &lines, &n);
    if (rc != RC_OK)
        return rc;
    v->mails = ARENA_ARRAY(p->a, n + 1, struct view_desk_mail);
    for (; v->mails_n < n; v->mails_n++) {
        const struct outbox_line *m = &lines[v->mails_n];
        struct str why = m->bounce_why.n ? m->bounce_why : m->error;
        enum mail_fate fate = mail_fate(m->state, m->bounced.s != 0, m->bounce_why);
        v->mails[v->mails_n] = (struct view_desk_mail){
            .what = mail_label(m->kind),
            .to = m->recipient,
            .when = words_instant(p->a, m->sent.s ? m->sent : m->again.s ? m->again : m->created),
            .why = fate == MAIL_GONE ? (struct str){0} : why,
            .tag = {str_c(mail_fate_label(fate)), tone_of(fate)},
        };
        if (m->can_again)
            v->mails[v->mails_n].again_action = desk_item_href(p, &f->asked,
                arena_printf(p->a, "%.*s/courriels/%llu/renvoi", STR_ARG(f->row.public_id),
                    (unsigned long long)m->id));
    }
    return RC_OK;
}

static struct str actor_of(const struct audit_line *act)
{
    if (act->name.n)
        return act->name;
    return str_eq(act->actor, STR("account")) || str_eq(act->actor, STR("session"))
        ? STR("par la personne")
        : STR("par le portail");
}

/* The trail in words; and whoever reads a file leaves one line in it a day. */
static enum rc show_history(struct file *f, struct view_desk_candidacy *v)
{
    struct audit_line *acts;
    size_t n;
    struct page *p = f->p;
    bool noted = false;
    enum rc rc = audit_of_object(p->db, p->a, "candidacy", f->row.id, &acts, &n);
    if (rc != RC_OK)
        return rc;
    v->events = ARENA_ARRAY(p->a, n + 1, struct view_desk_event);
    for (size_t i = 0; i < n; i++) {
        const char *label = candidacy_act_label(acts[i].action);
        noted |= str_eq(acts[i].action, STR("candidacy.read")) && acts[i].actor_id == p->staff.id &&
            str_eq(acts[i].actor, STR("staff")) && day_cmp(day_paris(acts[i].at), p->today) == 0;
        v->events[v->events_n++] = (struct view_desk_event){words_instant(p->a, acts[i].at),
            label ? str_c(label) : arena_printf(p->a, "Autre acte (%.*s)", STR_ARG(acts[i].action)),
            actor_of(&acts[i])};
    }
    return noted ? RC_OK
                 : audit_add(p->db, &(struct audit){"staff", p->staff.id, "candidacy.read",
                                        "candidacy", f->row.id, f->shown.reference});
}

/* ---- the page ---- */

/* RC_NOT_FOUND for a version that is not there. */
static enum rc load(struct file *f)
{
    struct page *p = f->p;
    struct str asked = page_query(p, "version");
    uint64_t sequence = 0;
    enum rc rc = desk_asked_query(p, &desk_front_candidacies, &f->asked);
    if (rc == RC_OK)
        rc = desk_candidacy_find(p->db, p->a, p->staff.id, p->part[0], &f->row);
    if (rc == RC_OK)
        rc = submission_list(p->db, p->a, f->row.id, &f->versions, &f->versions_n);
    if (rc != RC_OK || f->versions_n == 0)
        return rc == RC_OK ? RC_NOT_FOUND : rc;
    sequence = f->versions[0].sequence;
    if (asked.n && !str_to_u64(asked, 10000, &sequence))
        return RC_NOT_FOUND;
    rc = submission_version(
        p->db, p->a, f->row.id, (unsigned)sequence, &f->shown, &f->before);
    if (rc == RC_OK)
        rc = submission_answers(p->a, &f->shown, &f->answers);
    if (rc == RC_OK)
        rc = submission_verdict(p->a, &f->shown, &f->verdict);
    f->intake = facts_intake_by_id(p->facts, f->row.intake);
    return rc;
}

static enum rc show_place(struct file *f, struct view_desk_place *v)
{
    struct desk_mark here = {f->row.submitted, f->row.id}, marks[CANDIDACIES_SORTS];
    struct desk_walk walk;
    for (size_t i = 0; i < CANDIDACIES_SORTS; i++)
        marks[i] = here; /* every sort has the same key */
    enum rc rc = desk_list_walk(f->p, &desk_front_candidacies, &f->asked, marks, &walk);
    if (rc == RC_OK)
        *v = (struct view_desk_place){walk.list_href, STR("Retour à la liste"), walk.previous_href,
            walk.next_href};
    return rc;
}

static enum rc show_beside(struct file *f, struct view_desk_candidacy *v)
{
    struct desk_twin *twins;
    size_t n;
    enum rc rc = desk_candidacy_twins(f->p->db, f->p->a, f->row.id, &twins, &n);
    if (rc != RC_OK)
        return rc;
    show_notices(f, twins, n, &v->notices);
    show_versions(f, v);
    rc = show_mails(f, v);
    return rc == RC_OK ? show_history(f, v) : rc;
}

enum rc page_desk_candidacy(struct page *p)
{
    struct file f = {.p = p};
    enum rc rc = load(&f);
    if (rc != RC_OK)
        return rc;
    struct str state = str_c(candidacy_state_label(f.row.state));
    struct view_desk_candidacy v = {
        .heading = desk_candidate(
            p, f.row.birth_name, f.row.usage_name, f.row.given_names, false),
        .reference = f.shown.reference,
        .state = {state, TONE_GOING},
        .verdict_tag = desk_verdict_tag(f.shown.verdict),
        .verdict = view_desk_verdict_make(p->a, &f.verdict, true),
        .picture = page_timeline_picture(p, &f.answers, &f.verdict),
    };
    if (!str_eq(f.row.address_state, STR("proved"))) {
        struct str tail = arena_printf(p->a, "%.*s/adresse", STR_ARG(f.row.public_id));
        v.address_action = desk_item_href(p, &f.asked, tail);
    }
    v.csrf = p->web->csrf(p);
    v.notice = desk_mail_said(page_query(p, "dit"));
    v.refused = desk_mail_refused(page_query(p, "dit"));
    if (str_eq(page_query(p, "dit"), STR("adresse")))
        v.notice = STR("L’adresse est bonne\u00a0: les courriels y repartent.");
    v.shell = desk_shell(p,
        arena_printf(p->a, "Candidature %.*s", STR_ARG(f.shown.reference)).p, DESK_CANDIDACIES);
    show_facts(&f, &v);
    show_sections(&f, &v);
    rc = show_place(&f, &v.place);
    if (rc == RC_OK)
        rc = show_changes(&f, &v);
    if (rc == RC_OK)
        rc = show_since(&f, &v);
    if (rc == RC_OK)
        rc = show_beside(&f, &v);
    if (rc == RC_OK)
        view_desk_candidacy_html(&p->res->body, &v);
    return rc;
}
