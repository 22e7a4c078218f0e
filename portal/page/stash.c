#include "page/stash.h"

#include "base/codec.h"
#include "page/desk.h"
#include "page/shell.h"
#include "store/stash.h"
#include "sys/crypto.h"
#include "view/stash.h"
#include "view/templates.h"

/* A sealed body opens only for the page and the browser it was sent with. */
static struct str bound_to(struct page *p, struct str path)
{
    struct str device = hex_encode(
        p->a, (struct str){(const char *)p->visit.device, sizeof p->visit.device});
    return arena_printf(p->a, "%.*s %.*s", STR_ARG(path), STR_ARG(device));
}

enum rc page_stash_keep(struct page *p)
{
    if (str_starts(p->req->accept, STR("application/json"))) {
        p->res->status = 401;
        p->res->type = "application/json";
        buf_puts(&p->res->body, "{\"saved\":false,\"why\":\"session\"}");
        return RC_OK;
    }
    p->web->csrf(p); /* a browser that lost its cookie gets one: it names who may have it back */
    struct str sealed = crypto_seal(
        p->a, p->site->keys, KEY_STASH, p->req->body, bound_to(p, p->req->path));
    /* a stranger's program, without any session, could fill the table with bodies */
    enum rc rc = p->web->limit(p, "stash.address", (struct str){0});
    if (rc == RC_OK)
        rc = stash_put(p->db, p->visit.device, p->req->path, sealed, p->now);
    if (rc == RC_OK)
        response_redirect(p->res, arena_printf(p->a, "%s?garde=1&suite=%.*s",
                                      !p->desk         ? "/connexion"
                                      : p->staff.full ? "/gestion/identite"
                                                      : "/gestion/connexion",
                                      STR_ARG(p->req->path)));
    return rc;
}

/* The next person at a shared computer has the same browser: what was kept is offered to the owner
 * of the candidacy in its path and to nobody else. */
static enum rc latest(struct page *p, struct stash *s)
{
    struct candidacy c;
    struct str rest, id = {0};
    enum rc rc = stash_latest(p->db, p->a, p->visit.device, p->now, s);
    /* At the desk what is kept is found by the person, not by the browser (web/staff_visit.c), and
     * the page it is sent to asks for their role again. */
    if (rc != RC_OK || p->desk)
        return rc;
    rest = s->path;
    for (int i = 0; i < 3; i++) /* "", "candidature", the id */
        str_cut(&rest, '/', &id);
    return candidacy_find(
        p->db, p->a, id, (struct owner){p->visit.account, p->visit.session}, &c);
}

enum rc page_stash_waiting(struct page *p, bool *out)
{
    struct stash s;
    enum rc rc = latest(p, &s);
    *out = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc page_stash_done(struct page *p)
{
    struct stash s;
    enum rc rc = stash_find(p->db, p->a, p->visit.device, p->req->path, p->now, &s);
    if (rc == RC_OK)
        rc = stash_delete(p->db, p->visit.device, s.id);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc open_latest(struct page *p, struct stash *s, struct params *fields)
{
    struct str body;
    enum rc rc = latest(p, s);
    if (rc != RC_OK)
        return rc;
    if (!crypto_open(p->a, p->site->keys, KEY_STASH, s->sealed, bound_to(p, s->path), &body))
        return RC_NOT_FOUND;
    return params_parse(p->a, body, fields);
}

static struct str home(const struct page *p)
{
    return p->desk ? STR("/gestion") : STR("/candidature");
}

enum rc page_stash_offer(struct page *p)
{
    struct stash s;
    struct params fields;
    enum rc rc = open_latest(p, &s, &fields);
    if (rc == RC_NOT_FOUND) {
        response_redirect(p->res, home(p));
        return RC_OK;
    }
    if (rc != RC_OK)
        return rc;
    struct view_stash_form form = {
        .action = s.path,
        .csrf = p->web->csrf(p),
        .send = p->desk ? STR("Envoyer maintenant") : STR("Enregistrer ces réponses"),
        .forget_action = p->desk ? STR("/gestion/reprise") : STR("/connexion/reprise"),
        .forget = p->desk ? STR("Abandonner ce texte")
                          : STR("Les abandonner et aller à ma candidature"),
        .fields = ARENA_ARRAY(p->a, fields.n, struct view_hidden),
    };
    for (size_t i = 0; i < fields.n; i++) {
        if (str_eq_c(fields.v[i].name, "csrf")) /* the token of the session that ended */
            continue;
        form.fields[form.fields_n++] = (struct view_hidden){fields.v[i].name, fields.v[i].value};
    }
    if (p->desk)
        view_desk_stash_html(&p->res->body,
            &(struct view_desk_stash){
                desk_shell(p, "Ce que vous écriviez a été gardé", DESK_NONE), form});
    else
        view_stash_html(&p->res->body,
            &(struct view_stash){
                page_shell(p, "Vos réponses ont été gardées", NAV_CANDIDACY), form});
    return RC_OK;
}

enum rc page_stash_forget(struct page *p)
{
    struct stash s;
    enum rc rc = stash_latest(p->db, p->a, p->visit.device, p->now, &s);
    if (rc == RC_OK)
        rc = stash_delete(p->db, p->visit.device, s.id);
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    response_redirect(p->res, home(p));
    return RC_OK;
}
