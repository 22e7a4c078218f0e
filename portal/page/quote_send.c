/* A request for a quote, or a message: stored, then issued at once with its mails, or handed to
 * staff, all in one transaction. */
#include "base/words.h"
#include "domain/email.h"
#include "domain/forms.h"
#include "domain/siret.h"
#include "page/answers.h"
#include "page/quote.h"
#include "page/quote_issue.h"
#include "page/quote_link.h"
#include "page/quote_mail.h"
#include "page/shell.h"
#include "store/ident.h"
#include "store/outbox.h"
#include "store/quote_request.h"
#include "store/tx.h"
#include "sys/crypto.h"
#include "sys/link.h"
#include "view/form.h"
#include "view/quote.h"
#include "view/templates.h"

struct sending {
    struct page *p;
    const struct answers *as;
    const struct intake *intake;
    struct quote_told told;
    struct str key;
    struct instant due; /* when a mail to the person leaves; .s == 0: at once */
    struct quote_request made;
};

struct str quote_answer_by(struct page *p)
{
    struct str days = page_fact(p, "contact.reply_days");
    uint64_t n;
    if (!str_to_u64(days, 365, &n) || n == 0)
        return (struct str){0};
    return arena_printf(p->a, "sous %.*s\u00a0jour%s ouvré%s", STR_ARG(days), n > 1 ? "s" : "",
        n > 1 ? "s" : "");
}

/* ---- to staff */

static void write_requester(struct sending *s, struct post *post)
{
    struct str email = answers_get(s->as, "email");
    post_text(post, "reply_to", email);
    post_text(post, "name", answers_get(s->as, "name"));
    post_text(post, "email", email_shown(s->p->a, email));
    post_text(post, "phone", answers_get(s->as, "phone"));
}

/* What no line of its own says, question by question, then their own words. */
static struct str remarks(struct sending *s)
{
    static const char *const names[] = {"mix", "cpf_amount", "module_payer", "whom", "headcount",
        "trainees", "addressee_address", "opco_name", "opco_reference", "purchase_reference",
        "chorus_service", "chorus_engagement", "note"};
    struct str all = STR("");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct field *f = form_field(s->as->form, names[i]);
        struct str value = answers_get(s->as, names[i]);
        if (value.n == 0)
            continue;
        value = answer_display(s->p->a, f, value);
        bool last = strcmp(names[i], "note") == 0, asks = str_find(str_c(f->label), '?') > 0 &&
            f->label[strlen(f->label) - 1] == '?';
        all = arena_printf(s->p->a, "%.*s%s%s%s%.*s", STR_ARG(all), all.n ? "\n" : "",
            last ? "" : f->label, last ? "" : asks ? " " : "\u00a0: ", STR_ARG(value));
    }
    return all;
}

/* The requester as staff see them; quote_mail_request adds the request and what was issued. */
static enum rc copy_to_staff(struct sending *s, const struct quote_issue *q)
{
    struct page *p = s->p;
    const struct answer *siret = answers_at(s->as, "addressee_siret");
    struct post post;
    post_begin(p, &post);
    write_requester(s, &post);
    post_text(&post, "organisation", answers_get(s->as, "addressee_name"));
    if (siret->value.n)
        post_text(&post, "siret", siret_display(p->a, siret->value));
    if (siret->doubt)
        post_text(&post, "siret_doubt", STR("la clé de ce SIRET ne tombe pas juste."));
    post_text(&post, "addressee", answers_get(s->as, "addressee_contact"));
    post_text(&post, "message", remarks(s));
    return quote_mail_request(p, q, &post);
}

static enum rc tell(struct page *p, const struct quote_issue *q)
{
    enum rc rc = copy_to_staff(q->tell_arg, q);
    return rc == RC_OK ? quote_mail_issued(p, q) : rc;
}

/* ---- a message: to staff, and its acknowledgement */

static void write_question(struct sending *s, struct post *post)
{
    bool vae = str_eq(answers_get(s->as, "kind"), STR("vae"));
    post_about(post, OUTBOX_QUOTE_REQUEST, s->made.id);
    post_text(post, "reference", s->made.reference);
    post_text(post, "topic", vae ? STR("VAE") : STR("question générale"));
    post_int(post, "received", s->made.created.s);
}

static enum rc ask_staff(struct sending *s)
{
    bool vae = str_eq(answers_get(s->as, "kind"), STR("vae"));
    struct post post;
    post_begin(s->p, &post);
    write_requester(s, &post);
    write_question(s, &post);
    post_text(&post, "message", answers_get(s->as, "message"));
    return post_queue_staff(
        s->p, &post, "question", vae ? "contact.vae" : "contact.general", s->made.public_id);
}

static enum rc acknowledge(struct sending *s)
{
    struct page *p = s->p;
    struct post post;
    bool allowed;
    enum rc rc = quote_mail_allowed(p, answers_get(s->as, "email"), &allowed);
    if (rc != RC_OK || !allowed)
        return rc;
    post_begin(p, &post);
    post_due(&post, s->due);
    write_question(s, &post);
    quote_mail_asker(p, &post, &(struct quote_asked){.public_id = s->made.public_id,
                                   .name = answers_get(s->as, "name"),
                                   .email = answers_get(s->as, "email")});
    post_text(&post, "answer_by", quote_answer_by(p));
    if (str_eq(answers_get(s->as, "kind"), STR("vae")))
        post_text(&post, "vae_url", page_fact(p, "link.vae_page"));
    return post_queue(p, &post, "question_ack", answers_get(s->as, "email"), s->made.public_id,
        (struct instant){0});
}

/* ---- storing */

/* The one amount told for that item, with the row it came from. */
static struct quote_amount frozen(struct sending *s, enum tariff_item item)
{
    struct page *p = s->p;
    const struct quote_line *line = quote_line_of(&s->told, item);
    const struct tariff *row =
        line ? facts_tariff(p->facts, line->tariff, item, p->today) : NULL;
    return row ? (struct quote_amount){row->id, line->amount} : (struct quote_amount){0};
}

static enum rc insert(struct sending *s)
{
    struct page *p = s->p;
    struct quote_request_new q = {
        .answers = s->as,
        .reference = reference_new(p->a, STR("D")),
        .programme = p->facts->programme,
        .intake = s->intake ? s->intake->id : 0,
        .candidacy = p->candidacy ? p->candidacy->id : 0,
        .diploma = frozen(s, TARIFF_DIPLOMA),
        .module = frozen(s, TARIFF_MODULE),
        .total = s->told.total,
        .to_staff_reason =
            quote_is_priced(s->as) ? quote_hold_staff(s->told.hold) : (struct str){0},
        .idempotency_key = s->key,
    };
    return quote_request_insert(p->db, p->a, &q, p->now, &s->made);
}

static enum rc store(struct db *db, void *arg)
{
    struct sending *s = arg;
    enum rc rc = insert(s);
    (void)db;
    if (rc == RC_OK && quote_is_priced(s->as)) {
        struct quote_issue q = {
            .request = s->made.id, .key = s->key, .tell = tell, .tell_arg = s, .due = s->due};
        return quote_issue_in(s->p, &q);
    }
    if (rc == RC_OK)
        rc = ask_staff(s);
    return rc == RC_OK ? acknowledge(s) : rc;
}

static enum rc within_limits(struct sending *s)
{
    struct page *p = s->p;
    enum rc rc = p->web->limit(p, "quote.address", (struct str){0});
    return rc == RC_OK
        ? p->web->limit_mail(p, "quote.email", answers_get(s->as, "email"), &s->due)
        : rc;
}

static struct str page_of(struct page *p, const struct quote_request *made)
{
    return str_eq(made->kind, STR("quote"))
        ? link_quote_path(p->a, p->site->keys, made->public_id, made->generation)
        : arena_printf(p->a, "/devis/%.*s/recu", STR_ARG(made->public_id));
}

static struct str next_page(struct sending *s)
{
    struct page *p = s->p;
    struct str path = page_of(p, &s->made);
    if (!s->due.s)
        return path;
    struct str said = post_said(p, STR("demande"), s->due);
    return arena_printf(p->a, "%.*s?fait=%.*s", STR_ARG(path), STR_ARG(said));
}

/* What was sent from this page, and that it was so before. */
static enum rc go_to_sent(struct page *p, struct str key)
{
    struct quote_request made;
    enum rc rc = quote_request_by_key(p->db, p->a, key, &made);
    if (rc == RC_OK)
        response_redirect(
            p->res, arena_printf(p->a, "%.*s?fait=partie", STR_ARG(page_of(p, &made))));
    return rc;
}

enum rc quote_sent(struct page *p, bool *sent)
{
    enum rc rc = page_key_name(p).n ? go_to_sent(p, page_key(p)) : RC_NOT_FOUND;
    *sent = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc quote_send(struct page *p, const struct answers *as)
{
    struct sending s = {.p = p, .as = as, .intake = quote_intake(p), .key = page_key(p)};
    if (quote_is_priced(as))
        s.told = quote_told_today(p, as);
    enum rc rc = within_limits(&s);
    if (rc == RC_OK)
        rc = tx_run(p->db, store, &s);
    if (rc == RC_CONFLICT) { /* sent already */
        p->web->limit_undo(p);
        s.due.s = 0;
        rc = quote_request_by_key(p->db, p->a, s.key, &s.made);
    }
    if (rc == RC_OK)
        response_redirect(p->res, next_page(&s));
    return rc;
}

/* ---- the receipt of a message */

static void add_next(struct view_quote_done *v, struct str text, struct str href)
{
    v->next[v->next_n++] = (struct view_fault){href, text};
}

static void what_next(struct page *p, bool about_vae, struct view_quote_done *v)
{
    struct str by = quote_answer_by(p), vae = page_fact(p, "link.vae_page");
    v->next = ARENA_ARRAY(p->a, 3, struct view_fault);
    add_next(v, STR("Un accusé de réception part à l’adresse que vous avez indiquée\u00a0; regardez "
                    "aussi dans les indésirables."), (struct str){0});
    add_next(v, arena_printf(p->a, "L’équipe du Cestes vous répond par courriel%s%.*s.",
                    by.n ? " " : "", STR_ARG(by)), (struct str){0});
    if (about_vae && vae.n)
        add_next(v, STR("Lire en attendant la page du Cnam sur la VAE"), vae);
}

enum rc page_quote_done(struct page *p)
{
    struct quote_request q;
    enum rc rc = quote_request_find(p->db, p->a, p->part[0], &q);
    if (rc != RC_OK)
        return rc;
    if (str_eq(q.kind, STR("quote"))) /* its page needs the secret link */
        return RC_NOT_FOUND;
    bool vae = str_eq(q.kind, STR("vae"));
    struct view_quote_done v = {
        .shell = page_shell(p, "Votre message est envoyé", NAV_QUOTE),
        .heading = STR("Votre message est bien arrivé"),
        .reference = q.reference,
        .facts = ARENA_ARRAY(p->a, 2, struct view_row),
    };
    v.facts[v.facts_n++] = (struct view_row){.key = STR("Objet"),
        .value = vae ? STR("Message au sujet de la VAE") : STR("Question")};
    v.facts[v.facts_n++] =
        (struct view_row){.key = STR("Reçu le"), .value = arena_printf(p->a, "%.*s (heure de Paris)",
            STR_ARG(words_instant(p->a, q.created)))};
    v.shell.notice = str_eq(page_query(p, "fait"), STR("partie"))
                         ? STR("Ce message était déjà envoyé : il n’est pas parti une seconde fois.")
                         : post_said_late(p, page_query(p, "fait"));
    what_next(p, vae, &v);
    view_quote_done_html(&p->res->body, &v);
    return RC_OK;
}
