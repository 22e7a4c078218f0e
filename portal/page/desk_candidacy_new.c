/* /gestion/candidatures/saisir: a candidacy that came on paper. Staff type who it is from and what
 * they keep of it; the person receives the way to the draft, reads it again, completes and submits it: what they answer for
 * is theirs to say, and the submission is theirs to make. /gestion/candidatures/saisies: those that
 * still wait for that. */
#include "base/words.h"
#include "domain/desk_candidacies.h"
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "domain/mails.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/desk_candidacies.h"
#include "page/shell.h"
#include "store/audit.h"
#include "store/desk_candidacies.h"
#include "store/tx.h"
#include "view/desk_entered.h"
#include "view/templates.h"

static const char *const asked_above[] = {"email", NULL};

struct inviting {
    struct page *p;
    const struct form *form;
    struct answers head, identity;
    struct desk_invite row;
};

static struct str posted(void *ctx, const char *name)
{
    return page_form(ctx, name);
}

static const struct intake *open_intake(const struct page *p)
{
    const struct intake *i = facts_intake(p->facts, p->now);
    return i && intake_phase(i, p->now) == INTAKE_OPEN ? i : NULL;
}

static enum rc show(struct inviting *v, bool judged, struct str bad)
{
    struct page *p = v->p;
    const struct intake *intake = open_intake(p);
    struct form_wish w = {.action = p->req->path, .csrf = p->web->csrf(p), .key = desk_key(p),
        .submit = "Ouvrir la candidature et prévenir la personne", .judged = judged,
        .note = "L’adresse est indispensable. Le reste peut attendre\u00a0: la personne complétera."};
    struct view_form head = view_form_make(p->a, &form_invite, &v->head, &w);
    struct view_form rest = view_form_make(p->a, v->form, &v->identity, &w);
    struct view_desk_form out = {
        .shell = desk_shell(p, "Saisir une candidature", DESK_CANDIDACIES),
        .back = {STR("/gestion/candidatures"), STR("Candidatures")},
        .heading = STR("Saisir une candidature reçue sur papier"),
        .lead = intake ? arena_printf(p->a, "Elle est ouverte en brouillon pour la %.*s. La personne reçoit un "
                                            "courriel, relit ce que vous avez saisi, complète et dépose "
                                            "elle-même. D’ici là, vous la retrouvez dans «\u00a0Saisies, "
                                            "à compléter\u00a0».", STR_ARG(intake_words(p->a, intake)))
                       : STR("Aucune promotion n’est ouverte aux candidatures."),
        .form = head,
    };
    struct view_field *all = ARENA_ARRAY(p->a, head.fields_n + rest.fields_n, struct view_field);
    memcpy(all, head.fields, head.fields_n * sizeof *all);
    memcpy(all + head.fields_n, rest.fields, rest.fields_n * sizeof *all);
    out.form.fields = all;
    out.form.fields_n = head.fields_n + rest.fields_n;
    for (size_t i = 0; i < rest.faults.items_n; i++) {
        view_form_add_fault(p->a, &out.form, NULL, rest.faults.items[i].text);
        out.form.faults.items[out.form.faults.items_n - 1].href = rest.faults.items[i].href;
    }
    if (bad.n)
        view_form_add_fault(p->a, &out.form, "email", bad);
    out.shell.head.error = out.form.faults.items_n > 0;
    p->res->status = out.shell.head.error ? 422 : 200;
    view_desk_form_html(&p->res->body, &out);
    return RC_OK;
}

enum rc page_desk_candidacy_new(struct page *p)
{
    struct inviting v = {.p = p, .form = form_for_staff(p->a, &form_identity, asked_above),
        .head = answers_new(p->a, &form_invite)};
    v.identity = answers_new(p->a, v.form);
    return show(&v, false, (struct str){0});
}

struct told { /* whom, about which draft */
    uint64_t candidacy;
    struct str email, about;
    struct day received;
    const struct intake *intake;
};

static enum rc tell(struct page *p, const struct told *t, bool *again)
{
    struct post post;
    post_begin(p, &post);
    post_about(&post, OUTBOX_CANDIDACY, t->candidacy);
    post_text(&post, "link", page_url(p, STR("/connexion?suite=/candidature")));
    post_day(&post, "received", t->received);
    post_text(&post, "intake", intake_words(p->a, t->intake));
    if (t->intake->closes_at.s)
        post_int(&post, "closes", t->intake->closes_at.s);
    enum rc rc = post_queue(p, &post, "candidacy_invite", t->email, t->about, (struct instant){0});
    *again = post.again;
    return rc;
}

static enum rc note(struct page *p, const char *action, uint64_t candidacy, struct str detail)
{
    return audit_add(p->db,
        &(struct audit){"staff", p->staff.id, action, "candidacy", candidacy, detail});
}

static enum rc open_draft(struct db *db, void *arg)
{
    struct inviting *v = arg;
    struct page *p = v->p;
    struct told t = {0, v->row.email, v->row.public_id, v->row.received, v->row.intake};
    bool again = false;
    enum rc rc = desk_invite(db, p->a, p->staff.id, &v->row, p->now, &t.candidacy);
    if (rc == RC_OK)
        rc = tell(p, &t, &again);
    return rc == RC_OK && !again ? note(p, "candidacy.enter", t.candidacy, v->row.origin) : rc;
}

enum rc page_desk_candidacy_add(struct page *p)
{
    struct inviting v = {.p = p, .form = form_for_staff(p->a, &form_identity, asked_above)};
    v.head = answers_read(p->a, &form_invite, posted, p, p->today);
    v.identity = answers_read(p->a, v.form, posted, p, p->today);
    v.row = (struct desk_invite){.public_id = desk_key(p), .intake = open_intake(p),
        .email = answers_get(&v.head, "email"), .identity = &v.identity,
        .origin = answers_get(&v.head, "origin"), .note = answers_get(&v.head, "entry_note")};
    bool dated = day_parse_iso(answers_get(&v.head, "received_on"), &v.row.received);
    if (!answers_complete(&v.head) || answers_any_fault(&v.identity) || !dated)
        return show(&v, true, (struct str){0});
    if (!v.row.intake)
        return show(&v, true, STR("Aucune promotion n’est ouverte\u00a0: gardez le dossier jusqu’à la "
                                  "prochaine ouverture."));
    enum rc rc = tx_run(p->db, open_draft, &v);
    if (rc == RC_CONFLICT)
        return show(&v, true, STR("Une candidature existe déjà à cette adresse pour cette promotion\u00a0: la "
                                  "personne peut la retrouver en se connectant."));
    if (rc == RC_OK)
        response_redirect(p->res, STR("/gestion/candidatures/saisies?dit=saisie"));
    return rc;
}

/* ---- those that still wait */

static struct view_tag mail_tag(const struct desk_entry *e)
{
    static const enum tone tones[] = {[MAIL_WAITING] = TONE_GOING, [MAIL_LATE] = TONE_WATCH,
        [MAIL_GONE] = TONE_DONE, [MAIL_BACK] = TONE_ERROR, [MAIL_STOPPED] = TONE_ERROR,
        [MAIL_OUTLIVED] = TONE_PLAIN};
    if (e->mail_state.n == 0)
        return (struct view_tag){STR("partie il y a plus de trois mois"), TONE_PLAIN};
    enum mail_fate fate = mail_fate(e->mail_state, e->bounced.s != 0, e->bounce_why);
    return (struct view_tag){str_c(mail_fate_label(fate)), tones[fate]};
}

static struct view_desk_entered_row row_of(struct page *p, const struct desk_entry *e)
{
    struct str path =
        arena_printf(p->a, "/gestion/candidatures/saisies/%.*s", STR_ARG(e->public_id));
    bool named = e->birth_name.n || e->given_names.n;
    bool doubted = !str_eq(e->address_state, STR("proved"));
    return (struct view_desk_entered_row){
        .who = named ? arena_printf(p->a, "%.*s %.*s", STR_ARG(e->given_names),
                           STR_ARG(e->birth_name))
                     : STR("Nom non saisi"),
        .email = e->email,
        .came = arena_printf(p->a, "Reçue %s le %.*s, saisie par %.*s le %.*s",
            candidacy_origin_label(e->origin), STR_ARG(words_day(p->a, e->received)),
            STR_ARG(e->by), STR_ARG(words_instant(p->a, e->entered))),
        .note = e->note,
        .mail = mail_tag(e),
        .why = e->bounce_why,
        .invite_action = arena_printf(p->a, "%.*s/invitation", STR_ARG(path)),
        .address_action = doubted ? arena_printf(p->a, "%.*s/adresse", STR_ARG(path))
                                  : (struct str){0},
    };
}

static struct str said(const struct page *p)
{
    static const struct {
        const char *word, *sentence;
    } rows[] = {{"saisie", "La candidature est ouverte en brouillon, et l’invitation est en route."},
        {"invitation", "L’invitation est en route."},
        {"deja", "Une invitation est déjà partie aujourd’hui\u00a0: aucune autre n’a été envoyée."},
        {"ferme", "Cette promotion n’est plus ouverte\u00a0: l’invitation n’a pas été envoyée."},
        {"adresse", "L’adresse est bonne\u00a0: les courriels y repartent."}};
    struct str word = page_query(p, "dit");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_c(word, rows[i].word))
            return str_c(rows[i].sentence);
    return (struct str){0};
}

enum rc page_desk_entered(struct page *p)
{
    struct desk_entry *entries = NULL;
    size_t n = 0;
    enum rc rc = desk_entries(p->db, p->a, p->staff.id, (struct str){0}, &entries, &n);
    if (rc != RC_OK)
        return rc;
    struct view_desk_entered v = {
        .shell = desk_shell(p, "Candidatures saisies, à compléter", DESK_CANDIDACIES),
        .back = {STR("/gestion/candidatures"), STR("Candidatures déposées")},
        .notice = said(p),
        .refused = str_eq(page_query(p, "dit"), STR("deja")) ||
            str_eq(page_query(p, "dit"), STR("ferme")),
        .csrf = p->web->csrf(p),
        .items = ARENA_ARRAY(p->a, n + 1, struct view_desk_entered_row),
    };
    for (; v.items_n < n; v.items_n++)
        v.items[v.items_n] = row_of(p, &entries[v.items_n]);
    view_desk_entered_html(&p->res->body, &v);
    return RC_OK;
}

/* The one in the path: RC_NOT_FOUND when it is submitted by now, or not this person's to see. */
static enum rc entry_in_path(struct page *p, struct desk_entry *out)
{
    struct desk_entry *found = NULL;
    size_t n = 0;
    enum rc rc = desk_entries(p->db, p->a, p->staff.id, p->part[0], &found, &n);
    if (rc == RC_OK && n == 1)
        *out = found[0];
    return rc == RC_OK && n != 1 ? RC_NOT_FOUND : rc;
}

static enum rc back(struct page *p, const char *word)
{
    response_redirect(p->res, arena_printf(p->a, "/gestion/candidatures/saisies?dit=%s", word));
    return RC_OK;
}

struct again {
    struct page *p;
    struct told t;
    bool again;
};

static enum rc invite_again(struct db *db, void *arg)
{
    struct again *i = arg;
    (void)db;
    enum rc rc = tell(i->p, &i->t, &i->again);
    return rc == RC_OK && !i->again
        ? note(i->p, "candidacy.invite", i->t.candidacy, (struct str){0})
        : rc;
}

enum rc page_desk_entered_invite(struct page *p)
{
    struct desk_entry e;
    enum rc rc = entry_in_path(p, &e);
    if (rc != RC_OK)
        return rc;
    const struct intake *intake = facts_intake_by_id(p->facts, e.intake);
    if (!intake || intake_phase(intake, p->now) != INTAKE_OPEN)
        return back(p, "ferme");
    struct again i = {.p = p, .t = {e.id, e.email, {0}, e.received, intake}};
    /* one a day is enough, however many click; the first has the bare id */
    i.t.about = arena_printf(p->a, "%.*s:%d", STR_ARG(e.public_id), day_to_number(p->today));
    if (day_cmp(day_paris(e.entered), p->today) == 0 && e.bounced.s == 0)
        return back(p, "deja");
    rc = tx_run(p->db, invite_again, &i);
    return rc == RC_OK ? back(p, i.again ? "deja" : "invitation") : rc;
}

/* ---- an address that is right after all: of a draft, of a candidacy that was submitted */

static enum rc good(struct db *db, void *arg)
{
    struct again *i = arg;
    struct page *p = i->p;
    enum rc rc = desk_candidacy_address_good(db, p->staff.id, p->part[0], p->now);
    if (rc == RC_CONFLICT) /* said by the first of two clicks, or proved by its owner */
        return RC_OK;
    return rc == RC_OK ? note(p, "candidacy.address", i->t.candidacy, (struct str){0}) : rc;
}

enum rc page_desk_entered_address(struct page *p)
{
    struct desk_entry e = {0};
    enum rc rc = entry_in_path(p, &e);
    struct again i = {.p = p, .t = {.candidacy = e.id}};
    if (rc == RC_OK)
        rc = tx_run(p->db, good, &i);
    return rc == RC_OK ? back(p, "adresse") : rc;
}

enum rc page_desk_candidacy_address(struct page *p)
{
    struct desk_asked asked;
    struct desk_candidacy_row row = {0};
    enum rc rc = desk_asked_query(p, &desk_front_candidacies, &asked);
    if (rc == RC_OK)
        rc = desk_candidacy_find(p->db, p->a, p->staff.id, p->part[0], &row);
    struct again i = {.p = p, .t = {.candidacy = row.id}};
    if (rc == RC_OK)
        rc = tx_run(p->db, good, &i);
    if (rc == RC_OK)
        desk_said(p, desk_item_href(p, &asked, p->part[0]), "adresse");
    return rc;
}
