#include "page/stash.h"

#include "base/codec.h"
#include "base/utf8.h"
#include "domain/steps.h"
#include "page/desk.h"
#include "page/shell.h"
#include "store/staff.h"
#include "store/stash.h"
#include "sys/crypto.h"
#include "view/stash.h"
#include "view/templates.h"

/* A sealed body opens only for the page and the browser it was sent with. */
struct str page_stash_bound(struct page *p, struct str path)
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
        p->a, p->site->keys, KEY_STASH, p->req->body, page_stash_bound(p, p->req->path));
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
    if (!crypto_open(p->a, p->site->keys, KEY_STASH, s->sealed, page_stash_bound(p, s->path), &body))
        return RC_NOT_FOUND;
    return params_parse(p->a, body, fields);
}

static struct str home(const struct page *p)
{
    return p->desk ? STR("/gestion") : STR("/candidature");
}

/* ---- what is shown again */

enum { SHOWN_MAX = 4000 }; /* characters of one answer: the whole of it is sent */

static struct str piece(struct str path, size_t which)
{
    struct str one = {0};
    for (size_t i = 0; i <= which; i++)
        if (!str_cut(&path, '/', &one))
            return STR("");
    return one;
}

/* Acts that post nothing of their own, by the end of their path. */
static struct str act_of(struct str path, const struct form *form)
{
    static const struct {
        const char *end, *words;
    } acts[] = {
        {"/desactiver", "Désactiver ce compte"},
        {"/reinitialiser", "Créer une nouvelle invitation"},
        {"/compte/codes", "Créer de nouveaux codes de secours"},
        {"/compte/sessions", "Fermer les autres sessions"},
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (str_ends(path, str_c(acts[i].end)))
            return str_c(acts[i].words);
    if (form && str_starts(path, STR("/gestion/candidatures/saisies/")))
        for (size_t i = 0; i < STEPS_N; i++)
            if (steps[i].form == form)
                return str_c(steps[i].others);
    return form ? str_c(form->title) : STR("Votre demande");
}

static void put_row(struct page *p, struct view_summary *rows, struct str key, struct str value)
{
    struct str start = utf8_cut(value, SHOWN_MAX);
    if (start.n < value.n)
        value = arena_printf(p->a, "%.*s…", STR_ARG(start));
    rows->rows[rows->rows_n++] = (struct view_row){.key = key, .value = value};
}

static struct str typed(void *ctx, const char *name)
{
    return params_get(ctx, name, NULL);
}

static void put_answers(
    struct page *p, const struct form *form, struct params *fields, struct view_summary *rows)
{
    struct answers as = answers_read(p->a, form, typed, fields, p->today);
    rows->rows = ARENA_ARRAY(p->a, form->n + 1, struct view_row);
    for (size_t i = 0; i < form->n; i++) {
        struct str value = as.v[i].value.n ? answer_display(p->a, &form->fields[i], as.v[i].value)
                                           : as.v[i].typed;
        if (value.n)
            put_row(p, rows, str_c(form->fields[i].label), value);
    }
}

/* Whom or what it is about: a person of the team by name, a file by a link to it. */
static enum rc put_about(struct page *p, struct str path, struct view_stash_form *v)
{
    struct str room = piece(path, 2), id = piece(path, 3);
    bool team = p->desk && str_eq(room, STR("equipe")) && id.n && !str_eq(id, STR("inviter"));
    struct staff who;
    if (team) {
        enum rc rc = staff_by_public_id(p->db, p->a, id, &who);
        if (rc != RC_OK)
            return rc == RC_NOT_FOUND ? RC_OK : rc;
        v->about = who.name;
    }
    bool entered = str_eq(id, STR("saisies"));
    if (p->desk && piece(path, 4).n)
        v->link = (struct view_back){arena_printf(p->a, "/gestion/%.*s/%.*s%s%.*s", STR_ARG(room),
                                         STR_ARG(id), entered ? "/" : "",
                                         entered ? (int)piece(path, 4).n : 0, piece(path, 4).p),
            team ? STR("Voir sa fiche") : STR("Voir le dossier concerné")};
    return RC_OK;
}

static void draw(struct page *p, struct str path, struct params *fields, struct view_stash_form *v)
{
    const struct form *form = p->web->asked_at(p, path);
    enum nav nav = str_starts(path, STR("/candidature/")) ? NAV_CANDIDACY : NAV_QUOTE;
    v->what = act_of(path, form);
    v->fields = ARENA_ARRAY(p->a, fields->n + 1, struct view_hidden);
    for (size_t i = 0; i < fields->n; i++) {
        struct param one = fields->v[i];
        if (!str_eq_c(one.name, "csrf") && !str_eq_c(one.name, "stashed"))
            v->fields[v->fields_n++] = (struct view_hidden){one.name, one.value};
    }
    if (form)
        put_answers(p, form, fields, &v->typed);
    if (p->desk)
        view_desk_stash_html(&p->res->body,
            &(struct view_desk_stash){desk_shell(p, v->heading.p, DESK_NONE), *v});
    else
        view_stash_html(&p->res->body,
            &(struct view_stash){page_shell(p, v->heading.p, nav), *v});
}

static enum rc show(struct page *p, struct str path, struct params *fields, struct view_stash_form *v)
{
    v->csrf = p->web->csrf(p);
    enum rc rc = p->desk && p->staff.full ? put_about(p, path, v) : RC_OK;
    if (rc == RC_OK)
        draw(p, path, fields, v);
    return rc;
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
    struct view_stash_form v = {
        .heading = p->desk ? STR("Relisez, puis envoyez") : STR("Vos dernières réponses ont été gardées"),
        .lead = p->desk ? STR("Il fallait d’abord confirmer que c’est bien vous. Rien n’a encore été "
                              "fait\u00a0: ce que vous aviez envoyé attend ici.")
                        : STR("Il fallait d’abord vous connecter. Rien n’est perdu\u00a0: relisez ce que "
                              "vous aviez envoyé, puis enregistrez-le."),
        .action = s.path,
        .kept = true,
        .send = p->desk ? STR("Envoyer maintenant") : STR("Enregistrer ces réponses"),
        .forget_action = p->desk ? STR("/gestion/reprise") : STR("/connexion/reprise"),
        .forget = p->desk ? STR("Y renoncer") : STR("Les abandonner et aller à ma candidature"),
    };
    return show(p, s.path, &fields, &v);
}

enum rc page_stash_stale(struct page *p)
{
    bool alone = p->desk && !p->staff.full;
    struct view_stash_form v = {
        .heading = STR("Relisez, puis envoyez à nouveau"),
        .lead = alone ? STR("Votre session est terminée. Rien n’a été modifié, et votre texte est là\u00a0: "
                            "connectez-vous dans un autre onglet, puis revenez l’envoyer ici.")
                      : STR("Cette page était ouverte depuis une session précédente. Rien n’a été "
                            "modifié, et ce que vous avez écrit est là\u00a0: un dernier geste l’envoie."),
        .action = page_here(p),
        .send = STR("Envoyer maintenant"),
    };
    p->res->status = 403;
    p->at = (struct str){0}; /* what was typed is in this answer alone */
    return show(p, p->req->path, &p->form, &v);
}

enum rc page_stash_taken_up(struct page *p)
{
    struct view_stash_form v = {
        .heading = STR("La personne a repris son brouillon"),
        .lead = STR("Elle le complète elle-même depuis. Ce que vous veniez d’écrire n’a pas été "
                    "enregistré\u00a0: le voici, si vous voulez le lui transmettre."),
    };
    p->res->status = 409;
    p->at = (struct str){0};
    return show(p, p->req->path, &p->form, &v);
}

/* The token too goes back as it came: whether it is right is asked when it comes again, with a database. */
void page_stash_unsaved(struct page *p, const char *heading, struct str lead, struct str contact)
{
    struct view_stash_form v = {
        .heading = str_c(heading),
        .lead = lead,
        .action = page_here(p),
        .csrf = page_form(p, "csrf"),
        .kept = page_form(p, "stashed").n != 0,
        .send = STR("Envoyer à nouveau"),
        .contact = contact,
        .request_id = p->req->id,
    };
    draw(p, p->req->path, &p->form, &v);
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
