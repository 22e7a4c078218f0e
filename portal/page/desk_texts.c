/* /gestion/textes: the texts that the team keeps ready. */
#include "base/utf8.h"
#include "base/words.h"
#include "domain/forms_desk.h"
#include "domain/ready_text.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_acts.h"
#include "store/audit.h"
#include "store/ident.h"
#include "store/ready_text.h"
#include "store/tx.h"
#include "view/desk_acts.h"
#include "view/templates.h"

enum { BEGINNING = 90 };

static const struct view_back back = {
    .href = STR_INIT("/gestion/textes"), .label = STR_INIT("Textes prêts")};

/* ---- the list */

/* The first words, on one line. */
static struct str beginning(struct arena *a, struct str body)
{
    struct str line = utf8_clean_line(a, body);
    struct str first = utf8_cut(line, BEGINNING);
    return first.n < line.n ? arena_printf(a, "%.*s…", STR_ARG(first)) : line;
}

static struct str changed(struct arena *a, const struct ready_text *t)
{
    struct str day = words_day(a, day_paris(t->updated));
    return t->updated_by.n ? arena_printf(a, "%.*s, %.*s", STR_ARG(day), STR_ARG(t->updated_by))
                           : day;
}

enum rc page_desk_texts(struct page *p)
{
    struct ready_text *all;
    size_t n;
    enum rc rc = ready_text_list(p->db, p->a, &all, &n);
    if (rc != RC_OK)
        return rc;
    struct view_desk_texts v = {.shell = desk_shell(p, "Textes prêts", DESK_TEXTS),
        .items = ARENA_ARRAY(p->a, n ? n : 1, struct view_desk_text),
        .items_n = n,
        .full = n >= READY_TEXTS_MAX};
    for (size_t i = 0; i < n; i++)
        v.items[i] = (struct view_desk_text){
            .href = arena_printf(p->a, "/gestion/textes/%.*s", STR_ARG(all[i].public_id)),
            .title = all[i].title,
            .beginning = beginning(p->a, all[i].body),
            .changed = changed(p->a, &all[i])};
    view_desk_texts_html(&p->res->body, &v);
    return RC_OK;
}

/* ---- one of them */

static struct view_summary words(struct page *p)
{
    struct view_summary v = {.title = STR("Mots entre crochets"),
        .rows = ARENA_ARRAY(p->a, READY_N, struct view_row),
        .rows_n = READY_N};
    for (size_t i = 0; i < READY_N; i++)
        v.rows[i] = (struct view_row){.key = arena_printf(p->a, "[%s]", ready_words[i].word),
            .value = str_c(ready_words[i].says)};
    return v;
}

static struct str path_of(struct page *p, const struct ready_text *t)
{
    return arena_printf(p->a, "/gestion/textes/%.*s", STR_ARG(t->public_id));
}

/* `t` NULL: a new one. */
static struct view_desk_form form_of(
    struct page *p, const struct ready_text *t, const struct answers *as, bool judged)
{
    struct view_desk_form v = {
        .shell = desk_shell(p, t ? "Modifier un texte prêt" : "Ajouter un texte prêt", DESK_TEXTS),
        .back = back,
        .heading = t ? STR("Modifier un texte prêt") : STR("Ajouter un texte prêt"),
        .words = words(p),
        .form = view_form_make(p->a, &form_ready_text, as,
            &(struct form_wish){.action = t ? path_of(p, t) : page_keyed(p, p->req->path),
                .csrf = p->web->csrf(p),
                .base = t ? arena_printf(p->a, "%u", t->version) : (struct str){0},
                .key = t ? (struct str){0} : page_key(p),
                .submit = t ? "Enregistrer le texte" : "Ajouter ce texte",
                .judged = judged}),
    };
    if (t) {
        v.remove_href = arena_printf(p->a, "%.*s/retirer", STR_ARG(path_of(p, t)));
        v.remove_label = STR("Retirer ce texte");
    }
    return v;
}

static enum rc show(struct page *p, struct view_desk_form *v)
{
    v->shell.head.error = v->form.faults.items_n > 0;
    p->res->status = v->shell.head.error ? 422 : 200;
    view_desk_form_html(&p->res->body, v);
    return RC_OK;
}

/* What no field can judge: brackets that would never be filled. */
static struct str unknown_word(struct page *p, const struct answers *as)
{
    struct str word = ready_text_unknown(answers_get(as, "body"));
    if (!word.p)
        return (struct str){0};
    return arena_printf(p->a, "Vérifiez %.*s\u00a0: ce mot entre crochets n’est pas de ceux qui sont "
                              "remplacés, par exemple [nom] ou [date limite].", STR_ARG(word));
}

static enum rc refuse(struct page *p, const struct ready_text *t, const struct answers *as,
    const char *field, struct str sentence)
{
    struct view_desk_form v = form_of(p, t, as, true);
    if (sentence.n)
        view_form_add_fault(p->a, &v.form, field, sentence);
    return show(p, &v);
}

struct saving {
    struct page *p;
    struct ready_text t;
    struct str key;
    const char *action;
};

static enum rc note(struct saving *s, uint64_t id)
{
    return audit_add(s->p->db, &(struct audit){.actor = "staff",
                                   .actor_id = s->p->staff.id,
                                   .action = s->action,
                                   .object = "ready_text",
                                   .object_id = id});
}

static enum rc add(struct db *db, void *arg)
{
    struct saving *s = arg;
    uint64_t id;
    enum rc rc = ready_text_add(db, &s->t, s->p->staff.id, s->key, s->p->now, &id);
    return rc == RC_OK ? note(s, id) : rc;
}

static enum rc save(struct db *db, void *arg)
{
    struct saving *s = arg;
    enum rc rc = ready_text_save(db, &s->t, s->p->staff.id, s->p->now);
    return rc == RC_OK ? note(s, s->t.id) : rc;
}

static enum rc take_away(struct db *db, void *arg)
{
    struct saving *s = arg;
    enum rc rc = ready_text_remove(db, &s->t);
    return rc == RC_OK ? note(s, s->t.id) : rc;
}

static enum rc go_to_list(struct page *p)
{
    response_redirect(p->res, back.href);
    return RC_OK;
}

/* The key of the form is the text's id: this page has added it already, it is that one's from then on. */
enum rc page_desk_text_new(struct page *p)
{
    struct ready_text added;
    enum rc rc = ready_text_find(p->db, p->a, page_key(p), &added);
    if (rc == RC_OK)
        response_redirect(p->res, path_of(p, &added));
    if (rc != RC_NOT_FOUND)
        return rc;
    struct view_desk_form v = form_of(p, NULL, NULL, false);
    return show(p, &v);
}

/* Somebody else was quicker: both are shown, and the next sending decides knowingly. */
static enum rc meet(struct page *p, const struct ready_text *t, const struct answers *as)
{
    enum rc rc;
    struct ready_text other;
    rc = ready_text_find(p->db, p->a, t->public_id, &other);
    if (rc != RC_OK)
        return rc;
    struct view_desk_form v = form_of(p, &other, as, true);
    view_form_add_fault(p->a, &v.form, "body",
        STR("Quelqu’un a changé ce texte entre-temps. Comparez, puis enregistrez ce qui doit rester."));
    view_form_add_other(&v.form, "body", other.body);
    return show(p, &v);
}

/* Sent twice, with other words: they replace those that this page added, as long as these are still there;
 * or there is no room left, and the list says so. */
static enum rc added_before(struct page *p, struct saving *s, const struct answers *as)
{
    enum { AS_ADDED = 1 }; /* the version */
    struct ready_text there;
    enum rc rc = ready_text_find(p->db, p->a, s->key, &there);
    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? go_to_list(p) : rc;
    if (str_eq(there.title, s->t.title) && str_eq(there.body, s->t.body))
        return go_to_list(p);
    s->t.id = there.id;
    s->t.version = AS_ADDED;
    s->action = "ready_text.save";
    rc = tx_run(p->db, save, s);
    return rc == RC_CONFLICT ? meet(p, &there, as) : rc == RC_OK ? go_to_list(p) : rc;
}

enum rc page_desk_text_add(struct page *p)
{
    struct answers as = page_answers(p, &form_ready_text);
    if (!answers_complete(&as))
        return refuse(p, NULL, &as, NULL, (struct str){0});
    struct str odd = unknown_word(p, &as);
    if (odd.n)
        return refuse(p, NULL, &as, "body", odd);
    struct saving s = {.p = p,
        .t = {.public_id = page_key(p),
            .title = answers_get(&as, "title"),
            .body = answers_get(&as, "body")},
        .action = "ready_text.add"};
    s.key = s.t.public_id;
    enum rc rc = tx_run(p->db, add, &s);
    return rc == RC_CONFLICT ? added_before(p, &s, &as) : rc == RC_OK ? go_to_list(p) : rc;
}

enum rc page_desk_text(struct page *p)
{
    struct ready_text t;
    enum rc rc = ready_text_find(p->db, p->a, p->part[0], &t);
    if (rc != RC_OK)
        return rc;
    struct answers as = answers_new(p->a, &form_ready_text);
    answers_set(p->a, &as, 0, t.title);
    answers_set(p->a, &as, 1, t.body);
    struct view_desk_form v = form_of(p, &t, &as, false);
    return show(p, &v);
}

enum rc page_desk_text_save(struct page *p)
{
    struct answers as = page_answers(p, &form_ready_text);
    struct ready_text t;
    uint64_t version = 0;
    enum rc rc = ready_text_find(p->db, p->a, p->part[0], &t);
    if (rc != RC_OK)
        return rc;
    if (!answers_complete(&as))
        return refuse(p, &t, &as, NULL, (struct str){0});
    struct str odd = unknown_word(p, &as);
    if (odd.n)
        return refuse(p, &t, &as, "body", odd);
    if (str_eq(t.title, answers_get(&as, "title")) && str_eq(t.body, answers_get(&as, "body")))
        return go_to_list(p); /* nothing to change, or sent twice */
    if (!str_to_u64(page_form(p, "base"), UINT32_MAX, &version) || version != t.version)
        return meet(p, &t, &as);
    struct saving s = {.p = p, .t = t, .action = "ready_text.save"};
    s.t.title = answers_get(&as, "title");
    s.t.body = answers_get(&as, "body");
    rc = tx_run(p->db, save, &s);
    if (rc == RC_CONFLICT)
        return meet(p, &t, &as);
    return rc == RC_OK ? go_to_list(p) : rc;
}

enum rc page_desk_text_remove(struct page *p)
{
    struct ready_text t;
    enum rc rc = ready_text_find(p->db, p->a, p->part[0], &t);
    if (rc != RC_OK)
        return rc;
    struct view_desk_confirm v = {
        .shell = desk_shell(p, "Retirer un texte prêt", DESK_TEXTS),
        .back = back,
        .heading = arena_printf(
            p->a, "Retirer «\u00a0%.*s\u00a0»\u00a0?", STR_ARG(t.title)),
        .text = STR("Il ne sera plus proposé à personne. Les messages déjà envoyés ne changent pas."),
        .action = p->req->path,
        .csrf = p->web->csrf(p),
        .base = arena_printf(p->a, "%u", t.version),
        .submit = STR("Retirer ce texte"),
        .cancel_href = arena_printf(p->a, "/gestion/textes/%.*s", STR_ARG(t.public_id)),
    };
    view_desk_confirm_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_text_removed(struct page *p)
{
    struct saving s = {.p = p, .action = "ready_text.remove"};
    uint64_t version = 0;
    enum rc rc = ready_text_find(p->db, p->a, p->part[0], &s.t);
    if (rc == RC_NOT_FOUND) /* sent twice */
        return go_to_list(p);
    if (rc != RC_OK)
        return rc;
    if (!str_to_u64(page_form(p, "base"), UINT32_MAX, &version) || version != s.t.version)
        return page_desk_text_remove(p); /* it changed meanwhile: asked again */
    rc = tx_run(p->db, take_away, &s);
    return rc == RC_OK || rc == RC_CONFLICT ? go_to_list(p) : rc;
}
