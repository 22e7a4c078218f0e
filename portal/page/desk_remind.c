/* A person reminded of a quote that waits for their answer: one from its page, or several at once,
 * seen before they go. Once a day is enough, however many click. */
#include "page/desk.h"
#include "page/desk_acts.h"
#include "page/desk_quotes.h"
#include "store/desk_quotes.h"
#include "store/tx.h"
#include "sys/log.h"
#include "view/templates.h"

/* ---- one */

enum reminded {
    REMIND_SENT,
    REMIND_AGAIN,    /* one has left today already */
    REMIND_CLOSED,   /* nothing waits for an answer */
    REMIND_REFUSED,  /* they want no mail, or none arrives */
    REMIND_FAILED,   /* our fault: the others go on */
    REMIND_GONE,     /* not this person's to remind of */
};

struct reminding {
    struct desk_act d;
    bool again;
};

static void compose(struct desk_act *d, const struct quote *q, struct post *post)
{
    desk_act_post(d, post);
    post_text(post, "number", q->number_text);
    post_int(post, "total", q->total.cents);
    post_day(post, "until", q->valid_until);
}

static enum rc nudge(struct db *db, void *arg)
{
    struct reminding *r = arg;
    struct desk_act *d = &r->d;
    struct page *p = d->p;
    const struct quote *q = desk_act_open_quote(d);
    struct post post;
    (void)db;
    struct str about =
        arena_printf(p->a, "%.*s:%d", STR_ARG(q->public_id), day_to_number(p->today));
    compose(d, q, &post);
    enum rc rc = post_queue(p, &post, "quote_nudge", d->r.email, about, (struct instant){0});
    r->again = post.again;
    return rc == RC_OK && !r->again ? desk_act_note(d, q->number_text) : rc;
}

/* Is there a quote that waits, and somebody who wants to hear of it? */
static enum rc may_nudge(struct desk_act *d, enum reminded *out)
{
    bool allowed = true;
    *out = REMIND_CLOSED;
    if (!desk_act_possible(d))
        return RC_OK;
    enum rc rc = quote_mail_allowed(d->p, d->r.email, &allowed);
    *out = allowed && !desk_act_unreached(d) ? REMIND_SENT : REMIND_REFUSED;
    return rc;
}

static enum rc open(struct page *p, struct reminding *r, enum reminded *out)
{
    *r = (struct reminding){0};
    enum rc rc = desk_act_open(p, QUOTE_ACT_REMIND, &r->d);
    return rc == RC_OK ? may_nudge(&r->d, out) : rc;
}

static enum rc refused(struct reminding *r, enum reminded why)
{
    return why == REMIND_CLOSED
        ? desk_act_refused(&r->d)
        : desk_act_stopped(&r->d, STR("Aucun courriel ne peut partir"),
              STR("La personne a demandé à ne plus recevoir de courriel, ou ceux qui lui sont envoyés "
                  "nous reviennent\u00a0: joignez-la autrement. Rien n’a été envoyé."));
}

enum rc page_desk_remind(struct page *p)
{
    struct reminding r;
    struct post post;
    enum reminded may = REMIND_CLOSED;
    enum rc rc = open(p, &r, &may);
    if (rc != RC_OK)
        return rc;
    if (may != REMIND_SENT)
        return refused(&r, may);
    struct view_desk_message v = {
        .shell = desk_shell(p, "Relancer la personne", DESK_QUOTES),
        .back = desk_act_back(&r.d),
        .caption = r.d.r.reference,
        .heading = STR("Relancer la personne"),
        .form = {.action = desk_act_here(&r.d), .csrf = p->web->csrf(p), .key = desk_key(p)},
        .preview = true,
        .once = true,
        .about = desk_act_about(&r.d),
    };
    desk_act_address(&r.d, &v.notices);
    compose(&r.d, desk_act_open_quote(&r.d), &post);
    rc = desk_mail_show(p, "quote_nudge", &post, r.d.r.email, &v.mail);
    if (rc == RC_OK)
        view_desk_message_html(&p->res->body, &v);
    return rc;
}

enum rc page_desk_remind_post(struct page *p)
{
    struct reminding r;
    enum reminded may = REMIND_CLOSED;
    enum rc rc = open(p, &r, &may);
    if (rc != RC_OK)
        return rc;
    if (may != REMIND_SENT)
        return refused(&r, may);
    rc = tx_run(p->db, nudge, &r);
    if (rc == RC_OK)
        desk_act_done(&r.d, r.again ? "deja" : "relance");
    return rc;
}

/* ---- several: a mail each, each in a transaction of its own */

static enum reminded remind_one(struct page *p, struct str public_id)
{
    struct reminding r;
    enum reminded out = REMIND_CLOSED;
    p->part[0] = public_id;
    enum rc rc = open(p, &r, &out);
    if (rc == RC_OK && out == REMIND_SENT)
        rc = tx_run(p->db, nudge, &r);
    p->part[0] = (struct str){0};
    if (rc == RC_NOT_FOUND)
        return REMIND_GONE;
    if (rc != RC_OK) {
        log_event(LOG_ERROR, "desk.remind_failed", LOG_TEXT("rc", rc_name(rc)), LOG_END);
        return REMIND_FAILED;
    }
    return out == REMIND_SENT && r.again ? REMIND_AGAIN : out;
}

static struct str outcome_words(enum reminded r)
{
    switch (r) {
    case REMIND_SENT: return STR("relance en route");
    case REMIND_AGAIN: return STR("déjà relancée aujourd’hui");
    case REMIND_CLOSED: return STR("aucun devis n’attend de réponse");
    case REMIND_REFUSED: return STR("aucun courriel ne peut lui être envoyé");
    case REMIND_FAILED: return STR("n’a pas pu partir\u00a0: réessayez");
    case REMIND_GONE: break;
    }
    return STR("");
}

struct many {
    struct page *p;
    struct desk_asked asked;
    struct str picked[DESK_PAGE];
    size_t n;
    struct rows rows; /* what is known of them */
};

static struct view_desk_many view_of(struct many *m)
{
    struct page *p = m->p;
    struct view_desk_many v = {
        .shell = desk_shell(p, "Relancer plusieurs personnes", DESK_QUOTES),
        .back = {desk_href(p, &m->asked, true), STR("Retour à la liste")},
        .action = STR("/gestion/devis/lot"),
        .csrf = p->web->csrf(p),
        .items = ARENA_ARRAY(p->a, m->n + 1, struct view_desk_many_item),
        .carried = ARENA_ARRAY(p->a, m->n + 2, struct view_hidden),
    };
    for (; v.items_n < m->rows.n; v.items_n++) {
        struct desk_request_row r;
        desk_request_row(&m->rows, v.items_n, &r);
        v.items[v.items_n] = (struct view_desk_many_item){
            .href = desk_item_href(p, &m->asked, r.public_id),
            .label = r.name.n ? r.name : r.email,
            .note = r.last_number.n ? r.last_number : r.reference,
        };
    }
    return v;
}

static void carry(struct view_desk_many *v, const char *name, struct str value)
{
    v->carried[v->carried_n++] = (struct view_hidden){str_c(name), value};
}

/* Nothing has left yet. */
static enum rc ask(struct many *m)
{
    struct page *p = m->p;
    struct view_desk_many v = view_of(m);
    v.heading = m->rows.n > 1
        ? arena_printf(p->a, "Relancer ces %zu\u00a0personnes\u00a0?", m->rows.n)
        : STR("Relancer cette personne\u00a0?");
    v.text = STR("Chacune dont le devis attend une réponse reçoit un courriel, une fois par jour au plus. Rien n’est "
                 "encore parti.");
    v.submit = STR("Envoyer les relances");
    carry(&v, "acte", STR("relancer"));
    carry(&v, "retour", page_form(p, "retour"));
    for (size_t i = 0; i < m->n; i++)
        carry(&v, arena_printf(p->a, "n%zu", i + 1).p, m->picked[i]);
    view_desk_many_html(&p->res->body, &v);
    return RC_OK;
}

/* All went: back to the list. Else the page says of each what became of it. */
static enum rc send(struct many *m)
{
    struct page *p = m->p;
    struct view_desk_many v = view_of(m);
    size_t sent = 0;
    for (size_t i = 0; i < v.items_n; i++) {
        enum reminded r = remind_one(p, row_str(&m->rows, i, 2));
        v.items[i].outcome = outcome_words(r);
        v.items[i].bad = r != REMIND_SENT;
        sent += r == REMIND_SENT;
    }
    db_told(p->db);
    if (sent == m->n) {
        desk_list_return(p, &m->asked, sent, 0);
        return RC_OK;
    }
    v.heading = sent == 0 ? STR("Aucune relance n’est partie")
        : sent == 1       ? STR("Une relance est en route")
                          : arena_printf(p->a, "%zu\u00a0relances sont en route", sent);
    v.text = STR("Voici ce qu’il en est de chacune.");
    view_desk_many_html(&p->res->body, &v);
    return RC_OK;
}

/* RC_OK with no row: nobody was picked whom this person may remind, and the answer is made. */
static enum rc find(struct page *p, struct many *m)
{
    *m = (struct many){.p = p};
    enum rc rc = desk_asked_back(p, &desk_front_quotes, &m->asked);
    m->n = desk_picked(p, m->picked);
    if (rc == RC_OK && m->n)
        rc = desk_rows_picked(
            p->db, p->a, &desk_quotes, p->staff.id, m->picked, m->n, &m->rows);
    if (rc == RC_OK && m->rows.n == 0)
        desk_list_return(p, &m->asked, 0, m->n);
    return rc;
}

/* Who was picked, and from which list, stand in the address of the page that asks, so that one can come back
 * to it; where they are too long for one, the page is shown in place. */
static enum rc go_and_ask(struct many *m)
{
    struct page *p = m->p;
    struct str list = desk_href(p, &m->asked, true);
    struct buf way;
    buf_init(&way, PAGE_WAY_MAX);
    params_put(&way, STR("retour"), str_slice(list, str_find(list, '?') + 1, list.n));
    for (size_t i = 0; i < m->n; i++)
        params_put(&way, arena_printf(p->a, "n%zu", i + 1), m->picked[i]);
    bool whole = !way.overflow;
    struct str pairs = arena_take(p->a, &way);
    if (!whole)
        return ask(m);
    response_redirect(p->res, arena_printf(p->a, "/gestion/devis/relancer?%.*s", STR_ARG(pairs)));
    return RC_OK;
}

enum rc page_desk_remind_ask(struct page *p)
{
    struct many m;
    p->form = p->query;
    enum rc rc = find(p, &m);
    return rc == RC_OK && m.rows.n ? ask(&m) : rc;
}

enum rc page_desk_remind_many(struct page *p)
{
    struct many m;
    enum rc rc = find(p, &m);
    if (rc != RC_OK || m.rows.n == 0)
        return rc;
    return str_eq(page_form(p, "then"), STR("send")) ? send(&m) : go_and_ask(&m);
}
