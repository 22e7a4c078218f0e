/* /gestion/candidatures/saisies: the candidacies that staff entered and that their owners have not
 * submitted yet; the invitation, and an address that is right after all. */
#include "page/desk_entered.h"

#include "base/words.h"
#include "domain/desk_candidacies.h"
#include "domain/email.h"
#include "domain/mails.h"
#include "domain/name.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/desk_candidacies.h"
#include "page/post.h"
#include "page/shell.h"
#include "store/audit.h"
#include "store/desk_entry.h"
#include "store/desk_candidacies.h"
#include "store/tx.h"
#include "view/desk_entered.h"
#include "view/templates.h"

enum rc desk_entered_tell(struct page *p, const struct desk_told *t, bool *again)
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
    return rc == RC_OK && !*again
        ? desk_entry_told(p->db, p->staff.id, t->candidacy, p->now)
        : rc;
}

enum rc desk_entered_note(struct page *p, const char *action, uint64_t candidacy, struct str detail)
{
    return audit_add(p->db,
        &(struct audit){"staff", p->staff.id, action, "candidacy", candidacy, detail});
}

struct str desk_filled_path(const struct page *p, struct str public_id, const char *tail)
{
    return arena_printf(
        p->a, "/gestion/candidatures/saisies/%.*s%s", STR_ARG(public_id), tail);
}

static struct view_tag mail_tag(const struct desk_entry *e)
{
    static const enum tone tones[] = {[MAIL_WAITING] = TONE_GOING, [MAIL_LATE] = TONE_WATCH,
        [MAIL_GONE] = TONE_DONE, [MAIL_BACK] = TONE_ERROR, [MAIL_STOPPED] = TONE_ERROR,
        [MAIL_OUTLIVED] = TONE_PLAIN};
    if (e->invited.s == 0)
        return (struct view_tag){STR("pas encore envoyée"), TONE_TODO};
    if (e->mail_state.n == 0)
        return (struct view_tag){STR("trop ancienne pour que son état soit connu"), TONE_PLAIN};
    enum mail_fate fate = mail_fate(e->mail_state, e->bounced.s != 0, e->bounce_why);
    return (struct view_tag){str_c(mail_fate_label(fate)), tones[fate]};
}

struct view_desk_entered_row desk_entered_row(struct page *p, const struct desk_entry *e)
{
    bool named = e->birth_name.n || e->given_names.n;
    bool doubted = !str_eq(e->address_state, STR("proved"));
    return (struct view_desk_entered_row){
        .who = named ? name_join(p->a, e->given_names, e->birth_name) : STR("Nom non saisi"),
        .email = email_shown(p->a, e->email),
        .came = arena_printf(p->a, "Reçue %s le %.*s, saisie par %.*s le %.*s",
            candidacy_origin_label(e->origin), STR_ARG(words_day(p->a, e->received)),
            STR_ARG(e->by), STR_ARG(words_instant(p->a, e->entered))),
        .note = e->note,
        .mail = mail_tag(e),
        .why = e->invited.s ? e->bounce_why : (struct str){0}, /* else: of another address */
        .invite_action = desk_filled_path(p, e->public_id, "/invitation"),
        .invite = e->invited.s ? STR("Envoyer l’invitation à nouveau") : STR("Envoyer l’invitation"),
        .address_action =
            doubted ? desk_filled_path(p, e->public_id, "/adresse") : (struct str){0},
        .fill_href = e->taken_up ? (struct str){0} : desk_filled_path(p, e->public_id, ""),
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
        v.items[v.items_n] = desk_entered_row(p, &entries[v.items_n]);
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
    struct desk_told t;
    bool again;
};

static enum rc invite_again(struct db *db, void *arg)
{
    struct again *i = arg;
    (void)db;
    enum rc rc = desk_entered_tell(i->p, &i->t, &i->again);
    return rc == RC_OK && !i->again
        ? desk_entered_note(i->p, "candidacy.invite", i->t.candidacy, (struct str){0})
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
    /* one a day is enough, however many click; at another address it is another one */
    i.t.about = arena_printf(p->a, "%.*s:%llu:%d", STR_ARG(e.public_id),
        (unsigned long long)e.account, e.invited.s ? day_to_number(p->today) : 0);
    bool gone = e.bounced.s == 0 && !str_eq(e.mail_state, STR("failed"));
    if (e.invited.s && day_cmp(day_paris(e.invited), p->today) == 0 && gone)
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
    return rc == RC_OK ? desk_entered_note(p, "candidacy.address", i->t.candidacy, (struct str){0}) : rc;
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
