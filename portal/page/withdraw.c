#include "page/withdraw.h"

#include "base/words.h"
#include "domain/state.h"
#include "page/dossier.h"
#include "page/post.h"
#include "page/shell.h"
#include "store/audit.h"
#include "store/submission.h"
#include "store/tx.h"
#include "view/templates.h"
#include "view/wizard.h"

static const char WITHDRAW[] = "candidacy.withdraw", START_AGAIN[] = "candidacy.start_again",
                  TAKE_BACK[] = "candidacy.take_back";

/* The transition of that name out of this state; NULL: none. A draft whose address nobody has
 * proved has no one to give it up: it goes with its session. */
static const struct transition *way(const struct candidacy *c, const char *name)
{
    return c->account ? transition_find(name, c->state) : NULL;
}

bool withdraw_possible(const struct page *p)
{
    return way(p->candidacy, WITHDRAW) != NULL;
}

static bool open_to(const struct page *p, const char *name)
{
    const struct intake *i = facts_intake_by_id(p->facts, p->candidacy->intake);
    return way(p->candidacy, name) && i && intake_phase(i, p->now) == INTAKE_OPEN;
}

bool restart_possible(const struct page *p)
{
    return open_to(p, START_AGAIN);
}

bool take_back_possible(const struct page *p)
{
    return open_to(p, TAKE_BACK);
}

static enum rc ask(struct page *p, const char *heading, struct str text, const char *submit,
    const char *cancel, bool warning)
{
    struct view_confirm v = {
        .shell = page_shell(p, heading, NAV_CANDIDACY),
        .back = dossier_back(p),
        .heading = arena_printf(p->a, "%s\xc2\xa0?", heading),
        .text = text,
        .action = p->req->path,
        .csrf = p->web->csrf(p),
        .submit = str_c(submit),
        .cancel_href = dossier_path(p, ""),
        .cancel = str_c(cancel),
        .warning = warning,
    };
    view_confirm_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_withdraw(struct page *p)
{
    if (!withdraw_possible(p))
        return dossier_go_back(p);
    return ask(p, "Retirer ma candidature",
        p->candidacy->submissions
            ? STR("Elle ne sera pas examinée. Ce que vous avez déposé reste conservé, et vous pourrez "
                  "la reprendre tant que les candidatures sont ouvertes.")
            : STR("Elle sera mise de côté avec toutes vos réponses. Vous pourrez la reprendre tant "
                  "que les candidatures sont ouvertes."),
        "Retirer ma candidature", "Annuler et garder ma candidature", true);
}

enum rc page_restart(struct page *p)
{
    if (!restart_possible(p))
        return dossier_go_back(p);
    return ask(p, "Reprendre ma candidature",
        STR("Vous retrouverez vos réponses comme vous les aviez laissées. Il faudra la déposer pour "
            "qu’elle soit examinée."),
        "Reprendre ma candidature", "Annuler", false);
}

/* Nothing counts as submitted from then on: said before, with the last moment to submit again. */
enum rc page_take_back(struct page *p)
{
    if (!take_back_possible(p))
        return dossier_go_back(p);
    const struct intake *i = facts_intake_by_id(p->facts, p->candidacy->intake);
    return ask(p, "Reprendre mon dossier pour le corriger",
        arena_printf(p->a,
            "Il ne sera plus déposé\u00a0: pour être examiné, il devra être déposé à nouveau avant "
            "la clôture, le %.*s (heure de Paris). La version que vous aviez déposée reste "
            "conservée, mais elle ne comptera plus.",
            STR_ARG(words_instant(p->a, i->closes_at))),
        "Reprendre mon dossier", "Annuler et le laisser déposé", true);
}

struct moving {
    struct page *p;
    const char *name;
    enum candidacy_state to; /* the state it leads to: found there already, it was sent twice */
    struct candidacy c;
    struct gate gate;
    struct submission last; /* where a mail names it */
};

/* The mails that the transition names; RC_OK where it names none. */
static enum rc tell(struct moving *m, const struct transition *t)
{
    struct page *p = m->p;
    struct post post;
    enum rc rc = RC_OK;
    struct str about = arena_printf(p->a, "%llu:%u", (unsigned long long)m->c.id, m->c.version);
    if (*t->mail) {
        post_begin(p, &post);
        post_about(&post, OUTBOX_CANDIDACY, m->c.id);
        post_text(&post, "reference", m->last.reference);
        post_int(&post, "at", p->now.s);
        if (m->gate.open)
            post_int(&post, "closes", m->gate.closes_at.s);
        post_text(&post, "link", page_url(p, dossier_path(p, "")));
        rc = post_queue(p, &post, t->mail, p->visit.email, about, (struct instant){0});
    }
    if (rc == RC_OK && *t->mail_staff) {
        post_begin(p, &post);
        post_about(&post, OUTBOX_CANDIDACY, m->c.id);
        post_text(&post, "reference", m->last.reference);
        post_int(&post, "at", p->now.s);
        rc = post_queue_staff(p, &post, t->mail_staff, "contact.candidacies", about);
    }
    return rc;
}

static enum rc move(struct db *db, void *arg)
{
    struct moving *m = arg;
    struct page *p = m->p;
    enum rc rc = candidacy_lock(db, p->a, p->candidacy->id, &m->c);
    if (rc != RC_OK || m->c.state == m->to)
        return rc;
    const struct transition *t = way(&m->c, m->name);
    if (!t)
        return RC_CONFLICT;
    bool tells = *t->mail || *t->mail_staff;
    m->last = (struct submission){0};
    if (tells || (t->needs & NEED_OPEN))
        rc = submission_gate(db, p->a, m->c.intake, &m->gate);
    if (rc == RC_OK && (t->needs & NEED_OPEN) && !m->gate.open)
        return RC_CONFLICT;
    if (rc == RC_OK && tells)
        rc = submission_latest(db, p->a, m->c.id, &m->last);
    if (rc == RC_OK)
        rc = candidacy_change_state(db, m->c.id, t->from, m->c.version, t->to, p->now);
    if (rc == RC_OK)
        rc = audit_add(db, &(struct audit){"account", m->c.account, t->name, "candidacy", m->c.id,
                               tells ? m->last.reference : str_c(state_word(t->from))});
    return rc == RC_OK ? tell(m, t) : rc;
}

static enum rc done(struct page *p, const char *name, enum candidacy_state to)
{
    struct moving m = {.p = p, .name = name, .to = to};
    enum rc rc = tx_run(p->db, move, &m);
    return rc == RC_OK ? dossier_go_back(p) : rc;
}

enum rc page_withdraw_done(struct page *p)
{
    return done(p, WITHDRAW, STATE_WITHDRAWN);
}

enum rc page_restart_done(struct page *p)
{
    return done(p, START_AGAIN, STATE_DRAFT);
}

enum rc page_take_back_done(struct page *p)
{
    return done(p, TAKE_BACK, STATE_TAKEN_BACK);
}
