#include "page/desk_asides.h"

#include "base/words.h"
#include "domain/asides.h"
#include "page/desk.h"
#include "store/aside.h"
#include "store/audit.h"
#include "store/tx.h"
#include "sys/crypto.h"
#include "view/desk_asides.h"
#include "view/templates.h"

static const struct view_back back = {STR_INIT("/gestion/courriels-recus"), STR_INIT("Courriels non compris")};

static struct str state_of(struct page *p, const struct aside *m)
{
    if (!m->done.s)
        return STR("À lire");
    return arena_printf(p->a, "Traité par %.*s, le %.*s", STR_ARG(m->done_by),
        STR_ARG(words_day(p->a, day_paris(m->done))));
}

enum rc page_desk_asides(struct page *p)
{
    struct aside *all;
    size_t n = 0, open = 0;
    enum rc rc = aside_list(p->db, p->a, p->staff.id, &all, &n);
    if (rc != RC_OK)
        return rc;
    struct view_desk_asides v = {.shell = desk_shell(p, "Courriels non compris", DESK_ASIDES),
        .items = ARENA_ARRAY(p->a, n + 1, struct view_desk_aside_row),
        .items_n = n};
    for (size_t i = 0; i < n; i++) {
        open += all[i].done.s == 0;
        v.items[i] = (struct view_desk_aside_row){
            .href = arena_printf(p->a, "/gestion/courriels-recus/%.*s", STR_ARG(all[i].public_id)),
            .received = words_instant(p->a, all[i].received),
            .reason = aside_label(all[i].reason),
            .size = words_size(p->a, all[i].bytes),
            .state = {state_of(p, &all[i]), all[i].done.s ? TONE_DONE : TONE_TODO}};
    }
    v.lead = open ? arena_printf(p->a, "%.*s%s.",
                        STR_ARG(words_count(p->a, open, "courriel non compris", "courriels non compris")),
                        n == ASIDE_LISTED_MAX && open == n ? " ou plus" : "")
                  : STR("Aucun n’attend.");
    desk_count(&v.shell, DESK_ASIDES, open ? arena_printf(p->a, "%zu", open) : (struct str){0});
    if (str_eq(page_query(p, "fait"), STR("1")))
        v.shell.head.notice = STR("Ce courriel est marqué comme traité.");
    view_desk_asides_html(&p->res->body, &v);
    return RC_OK;
}

/* What can be read of it; empty when there is nothing, or when it was sealed by another key. */
static struct str readable(struct page *p, const struct aside *m)
{
    struct str text;
    bool opened = m->sealed.n && crypto_open(p->a, p->site->keys, KEY_FIELD_BASE, m->sealed, m->public_id, &text);
    return opened ? text : (struct str){0};
}

static void add(struct view_summary *to, const char *key, struct str value)
{
    if (value.n)
        to->rows[to->rows_n++] = (struct view_row){.key = str_c(key), .value = value};
}

enum rc page_desk_aside(struct page *p)
{
    struct aside m;
    enum rc rc = aside_find(p->db, p->a, p->staff.id, p->part[0], &m);
    if (rc != RC_OK)
        return rc;
    struct view_desk_aside v = {.shell = desk_shell(p, "Courriel non compris", DESK_ASIDES),
        .back = back,
        .facts = {.title = STR("Ce que l’on en sait"), .rows = ARENA_ARRAY(p->a, 5, struct view_row)},
        .text = readable(p, &m),
        .csrf = p->web->csrf(p)};
    add(&v.facts, "Reçu", words_instant(p->a, m.received));
    add(&v.facts, "Pourquoi il est là", aside_label(m.reason));
    add(&v.facts, "Taille", words_size(p->a, m.bytes));
    add(&v.facts, "Fichier, dans le dossier .Failed/new", m.file);
    add(&v.facts, "État", state_of(p, &m));
    if (!m.done.s)
        v.action = arena_printf(p->a, "/gestion/courriels-recus/%.*s/traite", STR_ARG(m.public_id));
    view_desk_aside_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc deal(struct db *db, void *arg)
{
    struct page *p = arg;
    struct aside m;
    enum rc rc = aside_find(db, p->a, p->staff.id, p->part[0], &m);
    if (rc == RC_OK)
        rc = aside_done(db, p->staff.id, p->part[0], p->now);
    return rc == RC_OK ? audit_add(db, &(struct audit){"staff", p->staff.id, "aside.done", "mail_aside",
                             m.id, m.reason})
                       : rc;
}

enum rc page_desk_aside_done(struct page *p)
{
    enum rc rc = tx_run(p->db, deal, p);
    if (rc != RC_OK && rc != RC_CONFLICT) /* twice is once */
        return rc;
    response_redirect(p->res, STR("/gestion/courriels-recus?fait=1"));
    return RC_OK;
}
