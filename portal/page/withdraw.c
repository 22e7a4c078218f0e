#include "page/withdraw.h"

#include "domain/state.h"
#include "page/dossier.h"
#include "page/shell.h"
#include "store/audit.h"
#include "store/submission.h"
#include "store/tx.h"
#include "view/templates.h"
#include "view/wizard.h"

static const char WITHDRAW[] = "candidacy.withdraw", START_AGAIN[] = "candidacy.start_again";

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

bool restart_possible(const struct page *p)
{
    const struct intake *i = facts_intake_by_id(p->facts, p->candidacy->intake);
    return way(p->candidacy, START_AGAIN) && i && intake_phase(i, p->now) == INTAKE_OPEN;
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

struct moving {
    struct page *p;
    const char *name;
    enum candidacy_state to; /* the state it leads to: found there already, it was sent twice */
};

static enum rc move(struct db *db, void *arg)
{
    struct moving *m = arg;
    struct page *p = m->p;
    struct candidacy c;
    struct gate gate;
    enum rc rc = candidacy_lock(db, p->a, p->candidacy->id, &c);
    if (rc != RC_OK || c.state == m->to)
        return rc;
    const struct transition *t = way(&c, m->name);
    if (!t)
        return RC_CONFLICT;
    if (t->needs & NEED_OPEN) {
        rc = submission_gate(db, p->a, c.intake, &gate);
        if (rc == RC_OK && !gate.open)
            rc = RC_CONFLICT;
    }
    if (rc == RC_OK)
        rc = candidacy_change_state(db, c.id, t->from, c.version, t->to, p->now);
    if (rc == RC_OK)
        rc = audit_add(db, &(struct audit){"account", c.account, t->name, "candidacy", c.id,
                               str_c(state_word(t->from))});
    return rc;
}

static enum rc done(struct page *p, const char *name, enum candidacy_state to)
{
    struct moving m = {p, name, to};
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
