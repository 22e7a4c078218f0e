/* What the acts on one request have in common. */
#include "page/desk_acts.h"

#include "base/words.h"
#include "domain/email.h"
#include "domain/payers.h"
#include "page/answers.h"
#include "page/desk.h"
#include "page/desk_quotes.h"
#include "page/shell.h"
#include "store/audit.h"
#include "store/address.h"
#include "sys/link.h"
#include "view/templates.h"

/* ---- where it stands */

static bool open_quote(const struct page *p, const struct quote *q)
{
    return str_eq(q->state, STR("issued")) && q->series == 'D' && !quote_expired(q, p->today);
}

/* Also past its day: a paper signed in time may arrive later. */
bool desk_to_sign(const struct quote *q)
{
    return str_eq(q->state, STR("issued")) && q->series == 'D' &&
           str_eq(q->tariff_kind, STR("third"));
}

struct quote_standing desk_standing(const struct page *p, struct str kind, struct str state,
    struct str payer, const struct quote *quotes, size_t n)
{
    struct quote_standing s = {.kind = kind, .state = state, .payer = payer, .issued = n > 0};
    for (size_t i = 0; i < n; i++) {
        s.open |= open_quote(p, &quotes[i]);
        s.to_sign |= desk_to_sign(&quotes[i]);
    }
    return s;
}

enum rc desk_act_open(struct page *p, enum quote_act act, struct desk_act *out)
{
    *out = (struct desk_act){.p = p, .act = act};
    enum rc rc = desk_asked_query(p, &desk_front_quotes, &out->asked);
    if (rc == RC_OK)
        rc = desk_request_find(p->db, p->a, p->staff.id, p->part[0], &out->r);
    if (rc == RC_OK)
        rc = quote_versions(p->db, p->a, out->r.id, &out->quotes, &out->quotes_n);
    if (rc != RC_OK)
        return rc;
    out->standing = desk_standing(
        p, out->r.kind, out->r.state, out->r.payer, out->quotes, out->quotes_n);
    out->link = page_url(p, link_quote_path(
                                p->a, p->site->keys, out->r.public_id, out->r.generation));
    return RC_OK;
}

bool desk_act_possible(const struct desk_act *d)
{
    return quote_act_possible(d->act, &d->standing);
}

const struct quote *desk_act_open_quote(const struct desk_act *d)
{
    for (size_t i = 0; i < d->quotes_n; i++)
        if (open_quote(d->p, &d->quotes[i]))
            return &d->quotes[i];
    return NULL;
}

/* ---- around a form */

struct str desk_request_path(struct page *p, struct str public_id)
{
    return arena_printf(p->a, "/gestion/devis/%.*s", STR_ARG(public_id));
}

struct str desk_act_href(struct desk_act *d, const char *tail)
{
    struct str id = arena_printf(d->p->a, "%.*s%s", STR_ARG(d->r.public_id), tail);
    return desk_item_href(d->p, &d->asked, id);
}

struct str desk_act_here(struct desk_act *d)
{
    return page_keyed(
        d->p, desk_act_href(d, arena_printf(d->p->a, "/%s", quote_acts[d->act].path).p));
}

void desk_act_done(struct desk_act *d, const char *said)
{
    desk_said(d->p, desk_act_href(d, ""), said);
}

struct view_back desk_act_back(struct desk_act *d)
{
    return (struct view_back){.href = desk_act_href(d, ""),
        .label = arena_printf(d->p->a, "Demande %.*s", STR_ARG(d->r.reference))};
}

static void add(struct view_summary *v, const char *key, struct str value)
{
    if (value.n)
        v->rows[v->rows_n++] = (struct view_row){.key = str_c(key), .value = value};
}

struct view_desk_about desk_act_about(struct desk_act *d)
{
    struct page *p = d->p;
    const struct payer *payer = payer_find(d->r.payer);
    struct view_desk_about v = {.title = STR("La demande"),
        .rows = {.rows = ARENA_ARRAY(p->a, 8, struct view_row)},
        .href = desk_act_href(d, ""),
        .link = STR("Tout voir de cette demande")};
    add(&v.rows, "Référence", d->r.reference);
    add(&v.rows, "De", d->r.name);
    add(&v.rows, "Adresse", d->r.email);
    add(&v.rows, "Organisme", d->r.organisation);
    add(&v.rows, "Payeur", payer ? str_c(payer_label(payer)) : (struct str){0});
    add(&v.rows, "Arrivée le", words_instant(p->a, d->r.created));
    add(&v.rows, "Dernier document", d->r.last_number);
    add(&v.rows, "En attente parce que", d->r.reason);
    return v;
}

enum rc desk_act_stopped(struct desk_act *d, struct str heading, struct str text)
{
    struct page *p = d->p;
    struct view_desk_confirm v = {
        .shell = desk_shell(p, heading.p, DESK_QUOTES),
        .back = desk_act_back(d),
        .heading = heading,
        .text = text,
        .cancel_href = desk_act_href(d, ""),
    };
    p->res->status = 409;
    view_desk_confirm_html(&p->res->body, &v);
    return RC_OK;
}

enum rc desk_act_refused(struct desk_act *d)
{
    return desk_act_stopped(d, STR("Ce n’est pas possible maintenant"),
        arena_printf(d->p->a, "«\u00a0%s\u00a0» ne s’applique pas à cette demande telle qu’elle "
                              "est\u00a0: elle a pu changer entre-temps. Rien n’a été fait.",
            quote_acts[d->act].label));
}

struct str desk_key(struct page *p)
{
    return page_key(p);
}

void desk_notice_add(struct page *p, struct view_notices *to, struct view_notice n)
{
    struct view_notice *items = ARENA_ARRAY(p->a, to->items_n + 1, struct view_notice);
    if (to->items_n)
        memcpy(items, to->items, to->items_n * sizeof *items);
    items[to->items_n] = n;
    *to = (struct view_notices){items, to->items_n + 1};
}

static void complaint_notice(
    struct page *p, struct str email, struct instant complained, struct view_notices *to)
{
    desk_notice_add(p, to, (struct view_notice){.title = STR("Message signalé comme indésirable"),
        .text = arena_printf(p->a, "Le %.*s, un de nos messages à %.*s a été signalé comme indésirable, par la "
                                   "personne ou par sa messagerie. Plus aucun devis ni rappel n’y part, "
                                   "jusqu’à ce qu’elle confirme son adresse par un code et le demande.",
            STR_ARG(words_day(p->a, day_paris(complained))), STR_ARG(email_shown(p->a, email))),
        .tone = TONE_WATCH});
}

void desk_address_notice(struct page *p, struct str email, unsigned bounces,
    struct instant complained, struct view_notices *to)
{
    const struct address address = {.hard = bounces};
    if (complained.s)
        complaint_notice(p, email, complained, to);
    if (!address_to_check(&address))
        return;
    struct str text = address_stopped(&address)
        ? arena_printf(p->a, "Plusieurs courriels envoyés à %.*s nous sont revenus\u00a0: le portail "
                             "n’y écrit plus, sauf un code ou un accusé de réception.", STR_ARG(email_shown(p->a, email)))
        : arena_printf(p->a, "Un courriel envoyé à %.*s nous est revenu.", STR_ARG(email_shown(p->a, email)));
    desk_notice_add(p, to, (struct view_notice){.title = STR("Adresse à vérifier"), .text = text,
                               .tone = TONE_WATCH});
}

bool desk_act_unreached(const struct desk_act *d)
{
    const struct address address = {.hard = d->r.bounces};
    return address_stopped(&address);
}

void desk_act_address(struct desk_act *d, struct view_notices *to)
{
    size_t before = to->items_n;
    desk_address_notice(d->p, d->r.email, d->r.bounces, d->r.complained, to);
    if (to->items_n == before || !d->r.bounces)
        return;
    to->items[to->items_n - 1].href = desk_act_href(d, "");
    to->items[to->items_n - 1].link = STR("La vérifier sur la page de la demande");
}

/* ---- words, mails, trail */

void desk_act_values(struct desk_act *d, struct ready_values *out)
{
    struct page *p = d->p;
    const struct quote *q = desk_act_open_quote(d);
    *out = (struct ready_values){0};
    out->v[READY_NAME] = d->r.name;
    out->v[READY_REFERENCE] = d->r.reference;
    out->v[READY_ORGANISATION] = d->r.organisation;
    out->v[READY_INTAKE] = intake_words(p->a, facts_intake_by_id(p->facts, d->r.intake));
    out->v[READY_STAFF] = p->staff.name;
    if (!q)
        return;
    out->v[READY_NUMBER] = q->number_text;
    out->v[READY_AMOUNT] = words_money(p->a, q->total);
    out->v[READY_UNTIL] = words_day(p->a, q->valid_until);
}

enum rc desk_act_note(struct desk_act *d, struct str detail)
{
    return audit_add(d->p->db, &(struct audit){.actor = "staff",
                                   .actor_id = d->p->staff.id,
                                   .action = quote_acts[d->act].action,
                                   .object = "quote_request",
                                   .object_id = d->r.id,
                                   .detail = detail});
}

void desk_act_post(struct desk_act *d, struct post *post)
{
    post_begin(d->p, post);
    post_about(post, OUTBOX_QUOTE_REQUEST, d->r.id);
    post_text(post, "reference", d->r.reference);
    post_text(post, "link", d->link);
    quote_mail_asker(d->p, post, &(struct quote_asked){.public_id = d->r.public_id,
                                     .generation = d->r.generation, .name = d->r.name,
                                     .email = d->r.email});
}

enum rc desk_mail_show(struct page *p, const char *kind, struct post *post, struct str to,
    struct view_desk_mail *out)
{
    struct page_mail mail;
    buf_putc(post->json, '}');
    if (post->json->overflow)
        return RC_FAULT;
    if (!p->site->mail || !p->site->mail(p->a, p->site, p->facts, kind, buf_str(post->json), &mail))
        return RC_FAULT;
    *out = (struct view_desk_mail){.subject = mail.subject,
        .to = to,
        .reply_to = mail.reply_to,
        .text = mail.text,
        .html = trusted_mail(mail.html),
        .attached = mail.attached};
    return RC_OK;
}

struct view_desk_actions desk_actions(struct page *p, const struct desk_asked *asked,
    struct str public_id, const struct quote_standing *s)
{
    struct view_desk_actions v = {.items = ARENA_ARRAY(p->a, QUOTE_ACTS_N, struct view_link)};
    for (int i = 0; i < QUOTE_ACTS_N; i++)
        if (quote_act_possible((enum quote_act)i, s))
            v.items[v.items_n++] = (struct view_link){
                .href = desk_item_href(p, asked,
                    arena_printf(p->a, "%.*s/%s", STR_ARG(public_id), quote_acts[i].path)),
                .label = str_c(quote_acts[i].label)};
    return v;
}
