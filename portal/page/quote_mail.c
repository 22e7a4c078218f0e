#include "page/quote_mail.h"

#include "base/codec.h"
#include "domain/email.h"
#include "domain/payers.h"
#include "page/quote.h"
#include "page/quote_link.h"
#include "page/shell.h"
#include "store/address.h"
#include "store/outbox.h"
#include "store/quote_mine.h"
#include "sys/link.h"
#include "sys/refusal.h"

enum rc quote_mail_allowed(struct page *p, struct str email, bool *out)
{
    unsigned char hash[HASH_BYTES];
    bool refused = false;
    struct address address = {0};
    refusal_hash(p->site->keys, email, hash);
    enum rc rc = refusal_has(p->db, p->a, hash, &refused);
    if (rc == RC_OK)
        rc = address_find(p->db, p->a, email, &address);
    *out = !refused && !address.complained.s;
    return rc;
}

struct str quote_link_url(
    struct page *p, struct str public_id, unsigned generation, const char *tail)
{
    struct str path = link_quote_path(p->a, p->site->keys, public_id, generation);
    return page_url(p, arena_printf(p->a, "%.*s%s", STR_ARG(path), tail));
}

struct str quote_desk_url(struct page *p, struct str public_id)
{
    return page_url(p, arena_printf(p->a, "/gestion/devis/%.*s", STR_ARG(public_id)));
}

/* ---- amounts ---- */

static void add_price(struct post *post, struct str label, struct money amount, bool apart)
{
    post_item(post);
    post_text(post, "label", label);
    post_int(post, "cents", amount.cents);
    if (apart)
        post_flag(post, "apart", true);
    post_item_end(post);
}

static struct str label_of(struct page *p, int item, unsigned quantity)
{
    return quote_item_label(p->a, price_item_label((enum tariff_item)item), quantity);
}

static void write_plan(struct page *p, struct post *post, const struct quote_plan *plan)
{
    static const struct quote_told one_tariff; /* a line that stands apart says who pays it */
    for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++)
        if (plan->quantity[item])
            add_price(post, label_of(p, item, plan->quantity[item]),
                (struct money){plan->unit[item].cents * plan->quantity[item]}, false);
    for (size_t i = 0; i < plan->apart_n; i++)
        add_price(post, quote_line_label(p->a, &one_tariff, &plan->apart[i]), plan->apart[i].amount,
            true);
}

static void write_share(struct page *p, struct post *post, const struct quote_share *share)
{
    for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++)
        if (share->amount[item].cents)
            add_price(post, label_of(p, item, 1), share->amount[item], false);
}

/* Nothing was issued: what can be told all the same, both tariffs when nobody knows who pays. The sum,
 * where several lines have one. */
static struct money write_told(struct page *p, struct post *post, const struct quote_issue *q)
{
    struct price_wish w = quote_ask_wish(&q->subject.ask);
    struct quote_world world = quote_world_of(p, q->subject.intake);
    struct quote_told told = quote_tell(&w, world.tariffs, world.tariffs_n, p->today,
        quote_course_hold(world.intake, p->today, false));
    for (size_t i = 0; i < told.n; i++)
        add_price(post, quote_line_label(p->a, &told, &told.lines[i]), told.lines[i].amount,
            told.lines[i].apart);
    return told.n > 1 ? told.total : (struct money){0};
}

static void write_prices(
    struct page *p, struct post *post, const struct quote_issue *q, size_t part)
{
    struct money total = q->made_n ? q->made[part].total : (struct money){0};
    post_list(post, "prices");
    if (q->made_n == 0)
        total = write_told(p, post, q);
    else if (q->parts && part < q->parts_n)
        write_share(p, post, &q->parts[part].share);
    else
        write_plan(p, post, &q->plan);
    post_list_end(post);
    if (total.cents)
        post_int(post, "total", total.cents);
}

/* ---- to the requester ---- */

struct quote_asked quote_asked_of(const struct quote_subject *s)
{
    return (struct quote_asked){.public_id = s->public_id,
        .reference = s->ask.reference,
        .generation = s->generation,
        .name = s->ask.name,
        .email = s->ask.email};
}

void quote_mail_asker(struct page *p, struct post *post, const struct quote_asked *who)
{
    post_text(post, "refuse", quote_link_url(p, who->public_id, who->generation, "/refus"));
    post_text(post, "asked_by", who->name.n ? who->name : who->email);
}

static enum rc relinked(struct page *p, const struct quote_asked *who, uint64_t request)
{
    struct post post;
    post_begin(p, &post);
    post_about(&post, OUTBOX_QUOTE_REQUEST, request);
    post_text(&post, "reference", who->reference);
    post_text(&post, "link", quote_link_url(p, who->public_id, who->generation, ""));
    quote_mail_asker(p, &post, who);
    struct str about = arena_printf(p->a, "%.*s:%u", STR_ARG(who->public_id), who->generation);
    return post_queue(p, &post, "quote_link", who->email, about, (struct instant){0});
}

enum rc quote_mail_relinked(
    struct page *p, const struct quote_subject *s, unsigned generation, bool *told)
{
    struct quote_asked who = quote_asked_of(s);
    who.generation = generation;
    enum rc rc = quote_mail_allowed(p, who.email, told);
    *told = *told && who.email.n > 0;
    return rc == RC_OK && *told ? relinked(p, &who, s->id) : rc;
}

static void write_request(struct page *p, struct post *post, const struct quote_issue *q)
{
    const struct quote_subject *s = &q->subject;
    const struct intake *i = facts_intake_by_id(p->facts, s->intake);
    const struct payer *payer = payer_find(s->ask.payer);
    post_text(post, "reference", s->ask.reference);
    post_text(post, "payer", payer ? str_c(payer_label(payer)) : STR("à préciser"));
    post_int(post, "received", s->created.s);
    post_text(post, "intake", intake_words(p->a, i));
    const struct quote_asked who = quote_asked_of(s);
    post_text(post, "link", quote_link_url(p, s->public_id, s->generation, ""));
    quote_mail_asker(p, post, &who);
}

static void write_programme(struct page *p, struct post *post, const struct quote_subject *s)
{
    const struct intake *i = facts_intake_by_id(p->facts, s->intake);
    struct str brochure = page_fact(p, "link.brochure");
    post_list(post, "programme");
    post_list_text(post, p->facts->title);
    post_list_text(post, STR("Deux ans, environ cinq jours tous les deux mois\u00a0; 490 heures de "
                             "regroupements, dont 70 heures d’ateliers de mémoire"));
    post_list_text(post, STR("Séminaires de théorie, de technique, de méthode, et monographies\u00a0; un "
                             "mémoire sur le projet de la personne ou sur l’organisation"));
    if (i && i->calendar.n)
        post_list_text(post, arena_printf(p->a, "Calendrier\u00a0: %.*s", STR_ARG(i->calendar)));
    post_list_text(post, arena_printf(p->a, "Le programme complet\u00a0: %.*s/",
                             STR_ARG(p->site->base_url)));
    if (brochure.n)
        post_list_text(post, arena_printf(p->a, "La plaquette\u00a0: %.*s", STR_ARG(brochure)));
    post_list_end(post);
}

void quote_mail_after(
    struct page *p, struct post *post, const struct quote_subject *s, char series, bool third)
{
    struct view_fault next[QUOTE_NEXT_MAX];
    size_t n = quote_next(p, s, series == 'I', next);
    post_list(post, "next");
    for (size_t i = 0; i < n; i++)
        post_list_text(post, next[i].text);
    post_list_end(post);
    if (third && series == 'D')
        write_programme(p, post, s);
}

static enum rc send_issued(struct page *p, const struct quote_issue *q, size_t part, bool renewed)
{
    const struct quote *made = &q->made[part];
    bool cpf = made->series == 'I';
    bool third = !cpf && str_eq(made->tariff_kind, STR("third"));
    struct post post;
    post_begin(p, &post);
    post_about(&post, OUTBOX_QUOTE_REQUEST, q->subject.id);
    post_due(&post, q->due);
    post_text(&post, "quote", made->public_id);
    write_request(p, &post, q);
    write_prices(p, &post, q, part);
    post_text(&post, "number", made->number_text);
    post_day(&post, "valid", made->valid_until);
    post_text(&post, "vat", page_fact(p, "quote.vat_sentence"));
    if (cpf)
        post_flag(&post, "cpf", true);
    if (renewed || made->version > 1)
        post_flag(&post, "renewed", true);
    if (third)
        post_flag(&post, "third", true);
    quote_mail_after(p, &post, &q->subject, made->series, third);
    return post_queue(p, &post, "quote", q->subject.ask.email, made->public_id, (struct instant){0});
}

static enum rc send_held(struct page *p, const struct quote_issue *q)
{
    struct post post;
    post_begin(p, &post);
    post_about(&post, OUTBOX_QUOTE_REQUEST, q->subject.id);
    post_due(&post, q->due);
    write_request(p, &post, q);
    write_prices(p, &post, q, 0);
    post_text(&post, "pending", q->reason_person);
    return post_queue(p, &post, "quote_held", q->subject.ask.email,
        arena_printf(p->a, "%.*s:%.*s", STR_ARG(q->subject.public_id), STR_ARG(q->key)),
        (struct instant){0});
}

static enum rc tell_person(struct page *p, const struct quote_issue *q, bool renewed)
{
    bool allowed;
    enum rc rc = quote_mail_allowed(p, q->subject.ask.email, &allowed);
    if (rc != RC_OK || !allowed || q->subject.ask.email.n == 0)
        return rc;
    if (q->made_n == 0)
        return send_held(p, q);
    for (size_t i = 0; rc == RC_OK && i < q->made_n; i++)
        rc = send_issued(p, q, i, renewed);
    return rc;
}

enum rc quote_mail_issued(struct page *p, const struct quote_issue *q)
{
    return tell_person(p, q, false);
}

/* ---- the copy of the request to staff ---- */

static struct str numbers_of(struct page *p, const struct quote_issue *q)
{
    struct str all = {0};
    for (size_t i = 0; i < q->made_n; i++)
        all = arena_printf(p->a, "%.*s%s%.*s", STR_ARG(all), i ? ", " : "",
            STR_ARG(q->made[i].number_text));
    return all;
}

enum rc quote_mail_request(struct page *p, const struct quote_issue *q, const struct post *who)
{
    struct post post = *who;
    const struct quote_subject *s = &q->subject;
    const struct payer *payer = payer_find(s->ask.payer);
    post_about(&post, OUTBOX_QUOTE_REQUEST, s->id);
    post_text(&post, "reference", s->ask.reference);
    post_text(&post, "payer", payer ? str_c(payer_label(payer)) : STR("à préciser"));
    post_int(&post, "received", s->created.s);
    post_text(&post, "intake", intake_words(p->a, facts_intake_by_id(p->facts, s->intake)));
    post_text(&post, "pending", q->reason_staff);
    post_text(&post, "number", numbers_of(p, q));
    post_text(&post, "link", quote_desk_url(p, s->public_id));
    if (q->made_n && q->made[0].series == 'I')
        post_flag(&post, "cpf", true);
    write_prices(p, &post, q, 0);
    bool allowed = true;
    enum rc rc = quote_mail_allowed(p, s->ask.email, &allowed);
    if (rc != RC_OK)
        return rc;
    if (!allowed)
        post_flag(&post, "refused", true);
    return post_queue_staff(p, &post, "quote_request", "contact.quotes", s->public_id);
}

/* ---- what is said of a quote ---- */

static void write_who(struct page *p, struct post *post, const struct quote_subject *s)
{
    post_text(post, "reference", s->ask.reference);
    post_text(post, "link", quote_desk_url(p, s->public_id));
    post_text(post, "reply_to", s->ask.email);
    post_text(post, "asked_by", s->ask.name.n ? s->ask.name : s->ask.email);
    post_text(post, "email", email_shown(p->a, s->ask.email));
}

static void write_accepted(
    struct page *p, struct post *post, const struct quote *q, const struct quote_answer *answer)
{
    post_int(post, "at", answer->at.s);
    post_text(post, "number", q->number_text);
    post_int(post, "total", q->total.cents);
    post_text(post, "name", answer->name);
    post_text(post, "role", answer->role);
    post_day(post, "signed_on", answer->signed_on);
    post_text(post, "document", hex_encode(p->a, (struct str){(const char *)q->sha256, 32}));
    post_text(
        post, "fingerprint", hex_encode(p->a, (struct str){(const char *)answer->fingerprint, 32}));
}

/* Tried whatever came back from that address; but not where no mail about quotes is wanted: whoever
 * agreed on the link need not be who reads it. */
static enum rc send_accepted(struct page *p, const struct quote_subject *s, const struct quote *q,
    const struct quote_answer *answer)
{
    struct post post;
    bool allowed;
    enum rc rc = quote_mail_allowed(p, s->ask.email, &allowed);
    if (rc != RC_OK || !allowed)
        return rc;
    post_begin(p, &post);
    post_about(&post, OUTBOX_QUOTE_REQUEST, s->id);
    post_text(&post, "quote", q->public_id);
    post_text(&post, "reference", s->ask.reference);
    const struct quote_asked who = quote_asked_of(s);
    post_text(&post, "link", quote_link_url(p, s->public_id, s->generation, ""));
    post_text(&post, "verify_link", page_url(p, STR("/verifier")));
    quote_mail_asker(p, &post, &who);
    write_accepted(p, &post, q, answer);
    return post_queue(
        p, &post, "quote_accepted", s->ask.email, q->public_id, (struct instant){0});
}

enum rc quote_mail_answer(struct page *p, const struct quote_subject *s, const struct quote *q,
    const struct quote_answer *answer)
{
    struct post post;
    post_begin(p, &post);
    post_about(&post, OUTBOX_QUOTE_REQUEST, s->id);
    write_who(p, &post, s);
    if (answer->accepted) {
        write_accepted(p, &post, q, answer);
        enum rc rc = post_queue_staff(p, &post, "quote_agreed", "contact.quotes", q->public_id);
        return rc == RC_OK ? send_accepted(p, s, q, answer) : rc;
    }
    post_int(&post, "at", answer->at.s);
    post_text(&post, "number", q->number_text);
    post_int(&post, "total", q->total.cents);
    post_text(&post, "message", answer->reason);
    return post_queue_staff(p, &post, "quote_declined", "contact.quotes", q->public_id);
}

/* `reason` is ours, `message` the person's: the mail tells them apart. */
struct written {
    struct str about, reason, message, key;
};

static enum rc send_written(
    struct page *p, const struct quote_subject *s, const struct quote *q, const struct written *w)
{
    struct post post;
    post_begin(p, &post);
    post_about(&post, OUTBOX_QUOTE_REQUEST, s->id);
    write_who(p, &post, s);
    post_int(&post, "at", p->now.s);
    if (q)
        post_text(&post, "number", q->number_text);
    post_text(&post, "about", w->about);
    post_text(&post, "reason", w->reason);
    post_text(&post, "message", w->message);
    return post_queue_staff(p, &post, "quote_written", "contact.quotes",
        arena_printf(p->a, "%.*s:%.*s", STR_ARG(s->public_id), STR_ARG(w->key)));
}

enum rc quote_mail_written(struct page *p, const struct quote_subject *s, const struct quote *q,
    struct str about, struct str message, struct str key)
{
    return send_written(p, s, q, &(struct written){.about = about, .message = message, .key = key});
}

enum rc quote_mail_renewed(struct page *p, const struct quote_issue *q)
{
    enum rc rc = tell_person(p, q, true);
    if (rc == RC_OK && q->made_n == 0)
        rc = send_written(p, &q->subject, NULL, &(struct written){.about = STR("Un devis à refaire"),
            .reason = q->reason_staff, .key = q->key});
    return rc;
}
