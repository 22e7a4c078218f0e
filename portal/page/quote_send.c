/* A request for a quote, or a message: stored with what it was told, one mail to staff with the
 * requester as Reply-To, one acknowledgement, all in one transaction. */
#include "base/words.h"
#include "domain/forms.h"
#include "domain/siret.h"
#include "page/answers.h"
#include "page/post.h"
#include "page/quote.h"
#include "page/shell.h"
#include "store/ident.h"
#include "store/quote_request.h"
#include "store/tx.h"
#include "sys/crypto.h"
#include "view/form.h"
#include "view/quote.h"
#include "view/templates.h"

struct sending {
    struct page *p;
    const struct answers *as;
    const struct intake *intake;
    struct quote_told told;
    struct str key;
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

/* ---- what both mails tell */

static void write_prices(struct page *p, struct post *post, const struct quote_told *told)
{
    post_list(post, "prices");
    for (size_t i = 0; i < told->n; i++) {
        post_item(post);
        post_text(post, "label", quote_line_label(p->a, told, &told->lines[i]));
        post_int(post, "cents", told->lines[i].amount.cents);
        if (told->lines[i].apart)
            post_flag(post, "apart", true);
        post_item_end(post);
    }
    post_list_end(post);
    if (told->total.cents)
        post_int(post, "total", told->total.cents);
}

static void write_quote(struct sending *s, struct post *post, struct str pending)
{
    struct page *p = s->p;
    const struct payer *payer = payer_find(answers_get(s->as, "payer"));
    post_text(post, "reference", s->made.reference);
    post_text(post, "payer", str_c(payer_label(payer)));
    post_int(post, "received", s->made.created.s);
    write_prices(p, post, &s->told);
    post_text(post, "intake", intake_words(p->a, s->intake));
    post_text(post, "pending", pending);
    if (s->told.cpf)
        post_flag(post, "cpf", true);
    if (s->told.n)
        post_text(post, "vat", page_fact(p, "quote.vat_sentence"));
}

static struct str topic_of(const struct answers *as)
{
    return str_eq(answers_get(as, "kind"), STR("vae")) ? STR("VAE") : STR("question générale");
}

static void write_question(struct sending *s, struct post *post)
{
    post_text(post, "reference", s->made.reference);
    post_text(post, "topic", topic_of(s->as));
    post_int(post, "received", s->made.created.s);
}

/* ---- to staff */

static void write_requester(struct sending *s, struct post *post)
{
    struct str email = answers_get(s->as, "email");
    post_text(post, "reply_to", email);
    post_text(post, "name", answers_get(s->as, "name"));
    post_text(post, "email", email);
    post_text(post, "phone", answers_get(s->as, "phone"));
}

/* Who would pay what, who would pay the module, how much is on the CPF, then their own words. */
static struct str remarks(struct sending *s)
{
    static const char *const names[] = {"mix", "cpf_amount", "module_payer", "note"};
    struct str all = STR("");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct field *f = form_field(s->as->form, names[i]);
        struct str value = answers_get(s->as, names[i]);
        if (value.n == 0)
            continue;
        value = answer_display(s->p->a, f, value);
        bool last = strcmp(names[i], "note") == 0;
        all = arena_printf(s->p->a, "%.*s%s%s%s%.*s", STR_ARG(all), all.n ? "\n" : "",
            last ? "" : f->label, last ? "" : " ", STR_ARG(value));
    }
    return all;
}

static enum rc tell_staff(struct sending *s)
{
    struct page *p = s->p;
    struct post post;
    post_begin(p, &post);
    post_about(&post, OUTBOX_QUOTE_REQUEST, s->made.id);
    write_requester(s, &post);
    if (!quote_is_priced(s->as)) {
        bool vae = str_eq(answers_get(s->as, "kind"), STR("vae"));
        write_question(s, &post);
        post_text(&post, "message", answers_get(s->as, "message"));
        return post_queue_staff(
            p, &post, "question", vae ? "contact.vae" : "contact.general", s->made.public_id);
    }
    const struct answer *siret = answers_at(s->as, "addressee_siret");
    write_quote(s, &post, quote_hold_staff(s->told.hold));
    post_text(&post, "organisation", answers_get(s->as, "addressee_name"));
    if (siret->value.n)
        post_text(&post, "siret", siret_display(p->a, siret->value));
    if (siret->doubtful)
        post_text(&post, "siret_doubt", STR("la clé de ce SIRET ne tombe pas juste."));
    post_text(&post, "addressee", answers_get(s->as, "addressee_contact"));
    post_text(&post, "message", remarks(s));
    return post_queue_staff(p, &post, "quote_request", "contact.quotes", s->made.public_id);
}

/* ---- to the person */

static enum rc acknowledge(struct sending *s)
{
    struct page *p = s->p;
    bool priced = quote_is_priced(s->as);
    struct post post;
    post_begin(p, &post);
    post_about(&post, OUTBOX_QUOTE_REQUEST, s->made.id);
    if (priced)
        write_quote(s, &post, quote_hold_person(s->told.hold));
    else
        write_question(s, &post);
    post_text(&post, "answer_by", quote_answer_by(p));
    if (str_eq(answers_get(s->as, "kind"), STR("vae")))
        post_text(&post, "vae_url", page_fact(p, "link.vae_page"));
    return post_queue(p, &post, priced ? "quote_ack" : "question_ack",
        answers_get(s->as, "email"), s->made.public_id, (struct instant){0});
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

static enum rc store(struct db *db, void *arg)
{
    struct sending *s = arg;
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
    enum rc rc = quote_request_insert(db, p->a, &q, p->now, &s->made);
    if (rc == RC_OK)
        rc = tell_staff(s);
    return rc == RC_OK ? acknowledge(s) : rc;
}

/* The check page's key: what is sent twice from one page is one request. */
static struct str key_of(struct page *p)
{
    struct str key = page_form(p, "key");
    return page_key_sound(key) ? key : page_key(p);
}

enum rc quote_send(struct page *p, const struct answers *as)
{
    struct sending s = {
        .p = p, .as = as, .intake = quote_intake(p), .key = key_of(p)};
    if (quote_is_priced(as))
        s.told = quote_told_today(p, as);
    enum rc rc = p->web->limit(p, "quote.address", (struct str){0});
    if (rc == RC_OK)
        rc = p->web->limit(p, "quote.email", answers_get(as, "email"));
    if (rc == RC_OK)
        rc = tx_run(p->db, store, &s);
    if (rc == RC_CONFLICT) /* sent already */
        rc = quote_request_by_key(p->db, p->a, s.key, &s.made);
    if (rc == RC_OK)
        response_redirect(
            p->res, arena_printf(p->a, "/devis/%.*s/recu", STR_ARG(s.made.public_id)));
    return rc;
}

/* ---- the receipt */

/* What was told then: the amounts that were frozen, whatever the price list says today. */
static struct quote_told told_then(const struct page *p, const struct quote_request *q)
{
    struct price_wish w = {.payer = q->payer,
        .module = str_eq(q->module_wanted, STR("yes")),
        .module_payer = q->module_payer};
    struct quote_told t = quote_tell(&w, p->facts->tariffs, p->facts->tariffs_n,
        day_paris(q->created), q->to_staff_reason.n == 0);
    for (size_t i = 0; i < t.n; i++) {
        struct money then = t.lines[i].item == TARIFF_DIPLOMA ? q->diploma : q->module;
        if (then.cents && !t.lines[i].sum)
            t.lines[i].amount = then;
    }
    t.total = q->total;
    for (int hold = QUOTE_SEVERAL; hold <= QUOTE_NO_TARIFF; hold++)
        if (str_eq(q->to_staff_reason, quote_hold_staff((enum quote_hold)hold)))
            t.hold = (enum quote_hold)hold;
    return t;
}

static void add_next(struct view_quote_done *v, struct str text, struct str href)
{
    v->next[v->next_n++] = (struct view_fault){href, text};
}

static void what_next(struct page *p, const struct quote_request *q, struct view_quote_done *v)
{
    struct str by = quote_answer_by(p), vae = page_fact(p, "link.vae_page");
    bool quote = str_eq(q->kind, STR("quote"));
    v->next = ARENA_ARRAY(p->a, 4, struct view_fault);
    add_next(v, STR("Un accusé de réception part à l’adresse que vous avez indiquée\u00a0; regardez "
                    "aussi dans les indésirables."), (struct str){0});
    add_next(v, arena_printf(p->a, "L’équipe du Cestes vous répond par courriel%s%.*s.",
                    by.n ? " " : "", STR_ARG(by)), (struct str){0});
    if (str_eq(q->kind, STR("vae")) && vae.n)
        add_next(v, STR("Lire en attendant la page du Cnam sur la VAE"), vae);
    else if (quote)
        add_next(v, STR("Vérifier si vous pouvez candidater"), STR("/eligibilite"));
}

static struct str kind_text(const struct quote_request *q)
{
    if (str_eq(q->kind, STR("quote")))
        return str_eq(q->payer, STR("cpf")) ? STR("Information tarifaire (CPF)") : STR("Devis");
    return str_eq(q->kind, STR("vae")) ? STR("Message au sujet de la VAE") : STR("Question");
}

enum rc page_quote_done(struct page *p)
{
    struct quote_request q;
    enum rc rc = quote_request_find(p->db, p->a, p->part[0], &q);
    if (rc != RC_OK)
        return rc;
    bool quote = str_eq(q.kind, STR("quote"));
    struct quote_told told = told_then(p, &q);
    const struct payer *payer = payer_find(q.payer);
    struct view_quote_done v = {
        .shell = page_shell(p, "Votre demande est envoyée", NAV_QUOTE),
        .heading = quote ? STR("Votre demande est bien arrivée") : STR("Votre message est bien arrivé"),
        .reference = q.reference,
        .facts = ARENA_ARRAY(p->a, 4, struct view_row),
    };
    v.facts[v.facts_n++] = (struct view_row){.key = STR("Objet"), .value = kind_text(&q)};
    v.facts[v.facts_n++] =
        (struct view_row){.key = STR("Reçue le"), .value = arena_printf(p->a, "%.*s (heure de Paris)",
            STR_ARG(words_instant(p->a, q.created)))};
    if (payer)
        v.facts[v.facts_n++] =
            (struct view_row){.key = STR("Qui paierait"), .value = str_c(payer_label(payer))};
    if (quote) {
        v.prices = quote_prices(p->a, &told);
        v.prices.caption = STR("Ce qui vous a été annoncé");
        v.sentence = told.n ? STR("Ces montants viennent des tarifs en vigueur ce jour-là. Ce n’est "
                                  "pas encore le devis à signer.")
                            : quote_hold_person(told.hold);
        if (told.cpf && told.n)
            v.sentence = STR("Information tarifaire\u00a0: avec le CPF, l’inscription se fait sur "
                             "moncompteformation.gouv.fr.");
    }
    what_next(p, &q, &v);
    view_quote_done_html(&p->res->body, &v);
    return RC_OK;
}
