#include "page/desk_quotes.h"

#include "base/words.h"
#include "domain/desk_quotes.h"
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "domain/mails.h"
#include "domain/payers.h"
#include "page/answers.h"
#include "page/desk_acts.h"
#include "page/desk_mails.h"
#include "page/desk_thread.h"
#include "store/outbox_file.h"
#include "view/templates.h"

/* ---- what was asked */

static void add_row(struct view_summary *to, const char *key, struct str value)
{
    if (value.n)
        to->rows[to->rows_n++] = (struct view_row){.key = str_c(key), .value = value};
}

static bool ended(const struct page *p, struct day until)
{
    return !day_is_none(until) && day_cmp(until, p->today) < 0;
}

static void fill_facts(struct page *p, const struct desk_file *f, struct view_desk_request *v)
{
    struct view_summary *to = &v->facts;
    bool entered = !day_is_none(f->received);
    to->rows = ARENA_ARRAY(p->a, 14, struct view_row);
    add_row(to, "Reçue le", entered ? desk_day(p, f->received) : desk_moment(p, f->created));
    add_row(to, "Arrivée par", str_c(quote_origin_label(f->origin)));
    if (entered)
        add_row(to, "Saisie le", desk_moment(p, f->created));
    add_row(to, "Saisie par", f->entered_name);
    if (f->intake)
        add_row(to, "Promotion", intake_words(p->a, facts_intake_by_id(p->facts, f->intake)));
    add_row(to, "Attribuée à", f->assigned_name.n ? f->assigned_name : STR("Personne"));
    add_row(to, "Attend une réponse depuis le", desk_moment(p, f->waiting));
    add_row(to, "Première réponse le", desk_moment(p, f->answered));
    add_row(to, "Pourquoi l’équipe doit répondre", f->reason);
    if (f->total.cents)
        add_row(to, "Montant", words_money(p->a, f->total));
    add_row(to, "Devis valable jusqu’au", desk_day(p, f->valid_until));
    add_row(to, "Relance avant expiration", desk_moment(p, f->reminded));
    if (f->candidacy.n && (p->staff.roles & (ROLE_REVIEWER | ROLE_ADMIN)))
        v->candidacy_href = arena_printf(p->a, "/gestion/candidatures/%.*s", STR_ARG(f->candidacy));
}

static void fill_asked(struct page *p, const struct desk_file *f, struct view_desk_request *v)
{
    const struct form *ours = form_for_staff(p->a, &form_quote, NULL); /* the same fields, in our words */
    struct view_summary *to = &v->asked;
    to->rows = ARENA_ARRAY(p->a, ours->n, struct view_row);
    for (size_t i = 0; i < ours->n; i++) {
        struct str value = f->asked.v[i].value;
        if (value.n)
            add_row(to, ours->fields[i].label, answer_display(p->a, &ours->fields[i], value));
    }
}

/* ---- what was issued */

static struct view_tag quote_tag(struct page *p, const struct desk_event *e)
{
    static const struct {
        const char *state, *label;
        enum tone tone;
    } rows[] = {{"issued", "En attente d’accord", TONE_GOING}, {"accepted", "Accepté", TONE_DONE},
        {"declined", "Refusé", TONE_WATCH}, {"replaced", "Remplacé", TONE_PLAIN},
        {"cancelled", "Annulé", TONE_PLAIN}};
    if (str_eq(e->b, STR("issued")) && ended(p, e->until))
        return (struct view_tag){STR("Expiré"), TONE_WATCH};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_c(e->b, rows[i].state))
            return (struct view_tag){str_c(rows[i].label), rows[i].tone};
    return (struct view_tag){e->b, TONE_PLAIN};
}

static void add_quote(struct page *p, const struct desk_file *f, const struct desk_event *e,
    struct view_desk_request *v)
{
    const struct payer *payer = payer_find(e->d);
    v->quotes[v->quotes_n++] = (struct view_desk_quote){
        .number = e->a,
        .payer = payer ? str_c(payer_label(payer)) : e->d,
        .total = e->total,
        .issued = desk_moment(p, e->at),
        .by = e->who.n ? arena_printf(p->a, "par %.*s", STR_ARG(e->who)) : STR("par le portail"),
        .until = arena_printf(p->a, "valable jusqu’au %.*s", STR_ARG(desk_day(p, e->until))),
        .href = arena_printf(p->a, "/gestion/devis/%.*s/pdf/%.*s", STR_ARG(f->public_id),
            STR_ARG(e->c)),
        .tag = quote_tag(p, e),
    };
}

/* "Accepté par Camille Durand, directrice, le …" beside its version. */
static void add_answer(struct page *p, const struct desk_event *e, struct view_desk_request *v)
{
    bool yes = str_eq(e->a, STR("accepted"));
    for (size_t i = 0; i < v->quotes_n; i++) {
        if (!str_eq(v->quotes[i].number, e->d))
            continue;
        struct str rest = yes ? e->b : e->c;
        v->quotes[i].answer = arena_printf(p->a, "%s%s%.*s le %.*s%s%.*s", yes ? "Accord" : "Refus",
            e->who.n ? " de " : "", STR_ARG(e->who), STR_ARG(desk_moment(p, e->at)),
            rest.n ? "\u00a0: " : "", STR_ARG(rest));
    }
}

/* ---- what was written and done */

static void add_act(struct page *p, const struct desk_event *e, struct view_desk_request *v)
{
    struct view_desk_line line = {
        .at = desk_moment(p, e->at),
        .who = e->who.n ? arena_printf(p->a, "par %.*s", STR_ARG(e->who)) : (struct str){0},
        .title = str_c(quote_act_label(e->a)),
    };
    /* To whom: the detail is a public id of the staff. */
    for (size_t i = 0; i < v->people.options_n; i++)
        if (str_eq(v->people.options[i].value, e->b))
            line.text = arena_printf(p->a, "à %.*s", STR_ARG(v->people.options[i].label));
    if (str_starts(e->a, STR("quotes.mail_")))
        line.text = mail_label(e->b);
    if (str_starts(e->b, STR("D-")) || str_starts(e->b, STR("I-")))
        line.text = e->b; /* a number */
    v->history[v->history_n++] = line;
}

static void fill_people(struct page *p, const struct desk_file *f, const struct desk_event *events,
    size_t n, struct view_desk_request *v)
{
    v->people = (struct view_desk_filter){.id = STR("attribuer"), .name = STR("a"),
        .label = STR("Attribuer à"), .options = ARENA_ARRAY(p->a, n + 1, struct view_option)};
    v->people.options[v->people.options_n++] = (struct view_option){
        .value = STR("personne"), .label = STR("Personne"), .checked = f->assigned_public.n == 0};
    for (size_t i = 0; i < n; i++)
        if (events[i].kind == EVENT_PERSON)
            v->people.options[v->people.options_n++] = (struct view_option){.value = events[i].c,
                .label = events[i].who,
                .checked = str_eq(events[i].c, f->assigned_public)};
}

/* Quotes and what was done: the latest on top; the thread is read as it was written. */
static void fill_events(struct page *p, const struct desk_file *f, const struct desk_event *events,
    size_t n, struct view_desk_request *v)
{
    v->quotes = ARENA_ARRAY(p->a, n, struct view_desk_quote);
    v->thread = ARENA_ARRAY(p->a, n, struct view_desk_line);
    v->history = ARENA_ARRAY(p->a, n + 1, struct view_desk_line);
    fill_people(p, f, events, n, v);
    for (size_t i = n; i-- > 0;) {
        if (events[i].kind == EVENT_QUOTE)
            add_quote(p, f, &events[i], v);
        else if (events[i].kind == EVENT_ACT)
            add_act(p, &events[i], v);
    }
    for (size_t i = 0; i < n; i++)
        if (events[i].kind == EVENT_ANSWER)
            add_answer(p, &events[i], v);
    desk_thread_fill(p, f, events, n, v);
    v->history[v->history_n++] =
        (struct view_desk_line){.at = desk_moment(p, f->created),
            .title = day_is_none(f->received) ? STR("Demande reçue") : STR("Demande enregistrée")};
}

/* What may be done now: domain/quote_acts.h decides, by what was issued. Does a document stand? */
static bool fill_links(struct page *p, const struct desk_file *f, const struct desk_asked *asked,
    const struct desk_event *events, size_t n, struct view_desk_request *v)
{
    struct quote *quotes = ARENA_ARRAY(p->a, n, struct quote);
    size_t quotes_n = 0;
    bool stands = false;
    for (size_t i = 0; i < n; i++) {
        const struct desk_event *e = &events[i];
        const struct payer *payer = payer_find(e->d);
        if (e->kind != EVENT_QUOTE)
            continue;
        stands = stands || str_eq(e->b, STR("issued"));
        bool alone = payer && payer->tariff == PAYER_TARIFF_INDIVIDUAL;
        quotes[quotes_n++] = (struct quote){.number_text = e->a, .series = e->a.n ? e->a.p[0] : 'D',
            .payer = e->d, .tariff_kind = alone ? STR("individual") : STR("third"),
            .total = e->total, .valid_until = e->until, .state = e->b};
    }
    struct quote_standing standing =
        desk_standing(p, f->kind, f->state, f->payer, quotes, quotes_n);
    struct view_desk_actions actions = desk_actions(p, asked, f->public_id, &standing);
    v->acts = actions.items;
    v->acts_n = actions.items_n;
    return stands;
}

static struct str tail(struct page *p, const struct desk_asked *asked, const struct desk_file *f,
    const char *tail)
{
    struct str id = arena_printf(p->a, "%.*s/%s", STR_ARG(f->public_id), tail);
    return desk_item_href(p, asked, id);
}

static enum rc fill_mails(struct page *p, const struct desk_file *f, const struct desk_asked *asked,
    struct view_desk_request *v)
{
    static const enum tone tones[] = {[MAIL_WAITING] = TONE_GOING, [MAIL_LATE] = TONE_WATCH,
        [MAIL_GONE] = TONE_DONE, [MAIL_BACK] = TONE_ERROR, [MAIL_STOPPED] = TONE_ERROR,
        [MAIL_OUTLIVED] = TONE_PLAIN};
    struct outbox_line *lines = NULL;
    size_t n = 0;
    enum rc rc = outbox_of_object(p->db, p->a, OUTBOX_QUOTE_REQUEST, f->id, &lines, &n);
    v->mails = ARENA_ARRAY(p->a, n, struct view_desk_sent);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        const struct outbox_line *m = &lines[i];
        struct str why = m->bounce_why.n ? m->bounce_why : m->error;
        enum mail_fate fate = mail_fate(m->state, m->bounced.s != 0, m->bounce_why);
        v->mails[v->mails_n++] = (struct view_desk_sent){
            .at = desk_moment(p, m->sent.s ? m->sent : m->again.s ? m->again : m->created),
            .what = mail_label(m->kind),
            .to = m->recipient,
            .why = fate == MAIL_GONE ? (struct str){0} : why,
            .tag = {str_c(mail_fate_label(fate)), tones[fate]},
        };
        if (m->can_again)
            v->mails[i].again_action = tail(p, asked, f,
                arena_printf(p->a, "courriels/%llu/renvoi", (unsigned long long)m->id).p);
    }
    return rc;
}

/* ---- the page */

static void fill_acts(struct page *p, const struct desk_file *f, const struct desk_asked *asked,
    bool stands, struct view_desk_request *v)
{
    bool closed = str_eq(f->state, STR("closed"));
    bool waiting = str_eq(f->state, STR("waiting")) && stands;
    bool running = (waiting || str_eq(f->state, STR("sent"))) && !ended(p, f->valid_until) &&
        !day_is_none(f->valid_until);
    bool over = str_eq(f->state, STR("accepted")) || str_eq(f->state, STR("cancelled"));
    v->csrf = p->web->csrf(p);
    v->version = arena_printf(p->a, "%u", f->version);
    v->assign_action = tail(p, asked, f, "attribution");
    v->mine = str_eq(f->assigned_public, p->staff.public_id);
    if (f->bounces)
        v->address_action = tail(p, asked, f, "adresse");
    if (closed)
        v->reopen_action = tail(p, asked, f, "reouverture");
    else if (!running && !over)
        v->close_action = tail(p, asked, f, "cloture");
    if (f->waiting.s && (over || waiting))
        v->read_action = tail(p, asked, f, "lecture");
}

static struct view_form note_form(struct page *p, const struct desk_file *f,
    const struct desk_asked *asked, const struct answers *note)
{
    return view_form_make(p->a, &form_desk_note, note,
        &(struct form_wish){.action = page_keyed(p, tail(p, asked, f, "note")),
            .csrf = p->web->csrf(p),
            .key = page_key(p),
            .submit = "Ajouter la note",
            .note = "",
            .judged = note != NULL});
}

static struct str caption(struct page *p, const struct desk_file *f)
{
    return arena_printf(p->a, "%s · %.*s%s%.*s", quote_kind_label(f->kind), STR_ARG(f->reference),
        f->last_number.n ? " · " : "", STR_ARG(f->last_number));
}

static enum rc load(struct page *p, const struct desk_asked *asked, struct desk_file *f,
    struct view_desk_request *v)
{
    struct desk_event *events = NULL;
    struct desk_walk walk;
    size_t n = 0;
    enum rc rc = desk_file_find(p->db, p->a, p->staff.id, p->part[0], f);
    if (rc == RC_OK)
        rc = desk_file_events(p->db, p->a, f->id, &events, &n);
    if (rc == RC_OK)
        rc = fill_mails(p, f, asked, v);
    if (rc == RC_OK)
        rc = desk_list_walk(p, &desk_front_quotes, asked, f->marks, &walk);
    if (rc != RC_OK)
        return rc;
    v->list_href = walk.list_href;
    v->previous_href = walk.previous_href;
    v->next_href = walk.next_href;
    desk_address_notice(p, answers_get(&f->asked, "email"), f->bounces, f->complained, &v->notices);
    if (f->bounces && f->bounce_why.n) {
        struct str *text = &v->notices.items[v->notices.items_n - 1].text;
        *text = arena_printf(p->a, "%.*s Le serveur a répondu\u00a0: «\u00a0%.*s\u00a0».", STR_ARG(*text),
            STR_ARG(f->bounce_why));
    }
    fill_facts(p, f, v);
    fill_asked(p, f, v);
    fill_events(p, f, events, n, v);
    bool stands = fill_links(p, f, asked, events, n, v);
    fill_acts(p, f, asked, stands, v);
    return RC_OK;
}

/* This page has added its note already: another one begins with a page of its own. */
static enum rc note_or_way(struct page *p, const struct desk_file *f, const struct desk_asked *asked,
    const struct answers *note, struct view_desk_request *v)
{
    struct str added;
    enum rc rc = note ? RC_NOT_FOUND
                      : quote_message_by_key(p->db, p->a, f->id, page_key(p), &added);
    if (rc == RC_OK)
        v->note_href = arena_printf(
            p->a, "%.*s#note", STR_ARG(desk_item_href(p, asked, f->public_id)));
    else if (rc == RC_NOT_FOUND)
        v->note = note_form(p, f, asked, note);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc desk_request_show(
    struct page *p, struct str notice, bool refused, const struct answers *note)
{
    struct view_desk_request v = {.notice = notice, .refused = refused};
    struct desk_file f;
    struct desk_asked asked;
    enum rc rc = desk_asked_query(p, &desk_front_quotes, &asked);
    if (rc == RC_OK)
        rc = load(p, &asked, &f, &v);
    if (rc == RC_OK)
        rc = note_or_way(p, &f, &asked, note, &v);
    if (rc != RC_OK)
        return rc;
    struct str name = answers_get(&f.asked, "name");
    v.caption = caption(p, &f);
    v.heading = name.n ? name : answers_get(&f.asked, "email");
    v.tag = desk_state_tag(f.state, ended(p, f.valid_until));
    v.faults = v.note.faults;
    v.shell = desk_shell(p, "", DESK_QUOTES);
    /* The reference, not the name: a title stands in the browser's history. */
    v.shell.head.title = arena_printf(p->a, "Demande %.*s", STR_ARG(f.reference));
    v.shell.head.wide = true;
    v.shell.head.error = v.faults.items_n > 0;
    p->res->status = v.faults.items_n ? 422 : refused ? 409 : 200;
    view_desk_request_html(&p->res->body, &v);
    return RC_OK;
}

/* What was just done, by the word that its redirection carries. */
static struct str said(const struct page *p)
{
    static const struct {
        const char *word, *sentence;
    } rows[] = {{"attribuee", "La demande est attribuée."}, {"note", "La note est ajoutée."},
        {"close", "La demande est close."}, {"lue", "C’est noté\u00a0: plus rien n’attend de réponse."},
        {"rouverte", "La demande est rouverte."},
        {"message", "Le message est en route."}, {"envoi", "C’est émis et en route."},
        {"deja-emis", "C’était déjà émis\u00a0: rien n’est parti une seconde fois."},
        {"deja-saisie", "Cette demande était déjà enregistrée\u00a0: la voici. S’il faut y changer quelque chose, faites-le ici."},
        {"emis", "C’est émis, mais aucun courriel n’est parti\u00a0: remettez le document autrement."},
        {"modification", "La demande est modifiée. Rien n’a été envoyé."},
        {"accord", "L’accord est noté."}, {"annulation", "La demande est annulée."},
        {"adresse", "L’adresse est bonne\u00a0: les courriels y repartent."},
        {"deja", "Une relance est déjà partie aujourd’hui\u00a0: aucune autre n’a été envoyée."},
        {"relance", "La relance est en route."},
        {"lien", "Le lien de la demande est changé, et le nouveau est en route."},
        {"lien-tu", "Le lien de la demande est changé. La personne n’en est pas avertie\u00a0: elle ne veut plus de "
                    "courriel, ou n’a pas d’adresse."}, {"saisie", "La demande est enregistrée."}};
    struct str word = page_query(p, "dit");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_c(word, rows[i].word))
            return str_c(rows[i].sentence);
    return desk_mail_said(word);
}

enum rc page_desk_request(struct page *p)
{
    return desk_request_show(p, said(p), false, NULL);
}
