#include "page/quote_link.h"

#include "base/words.h"
#include "page/answers.h"
#include "page/quote.h"
#include "page/quote_issue.h"
#include "page/quote_mail.h"
#include "page/shell.h"
#include "page/thread.h"
#include "sys/link.h"
#include "view/templates.h"

/* ---- the door ---- */

/* The documents' workers hold no key of mailboxes (sys/holder.c), and are asked for none. */
static enum rc open(struct page *p, struct quote_door *d, bool mailbox)
{
    *d = (struct quote_door){0};
    enum rc rc = quote_subject_find(p->db, p->a, p->part[0], &d->subject);
    if (rc != RC_OK)
        return rc;
    d->holder = link_judge(p->site->keys, d->subject.public_id, d->subject.generation,
        mailbox ? d->subject.ask.email : (struct str){0}, p->part[1]);
    d->path = arena_printf(p->a, "/devis/%.*s/%.*s", STR_ARG(p->part[0]), STR_ARG(p->part[1]));
    return d->holder == LINK_NOBODY ? RC_NOT_FOUND : d->holder == LINK_OLD ? RC_GONE : RC_OK;
}

enum rc quote_door_open(struct page *p, struct quote_door *d)
{
    struct quote *versions = NULL;
    enum rc rc = open(p, d, false); /* the mailbox's link has a page of its own */
    if (rc == RC_OK)
        rc = quote_versions(p->db, p->a, d->subject.id, &versions, &d->n);
    d->versions = versions;
    return rc;
}

enum rc quote_door_ask(struct page *p, struct quote_door *d)
{
    return open(p, d, true);
}

const struct quote *quote_door_version(const struct quote_door *d, struct str number)
{
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->versions[i].number_text, number))
            return &d->versions[i];
    return NULL;
}

bool quote_door_answerable(const struct page *p, const struct quote *q)
{
    return str_eq(q->state, STR("issued")) && !quote_expired(q, p->today);
}

bool quote_door_acceptable(const struct page *p, const struct quote *q)
{
    return quote_door_answerable(p, q) && q->series == 'D' && str_eq(q->tariff_kind, STR("third"));
}

struct str quote_door_path(const struct page *p, const struct quote_door *d, const char *tail)
{
    return arena_printf(p->a, "%.*s/%s", STR_ARG(d->path), tail);
}

struct str quote_title(struct arena *a, const struct quote *q)
{
    return arena_printf(a, "%s n°\u00a0%.*s",
        q->series == 'I' ? "Information tarifaire" : "Devis", STR_ARG(q->number_text));
}

/* ---- one version ---- */

static struct view_tag tag_of(const struct page *p, const struct quote *q)
{
    if (str_eq(q->state, STR("accepted")))
        return (struct view_tag){STR("Accepté"), TONE_DONE};
    if (str_eq(q->state, STR("declined")))
        return (struct view_tag){STR("Sans suite"), TONE_PLAIN};
    if (str_eq(q->state, STR("replaced")))
        return (struct view_tag){STR("Remplacé"), TONE_PLAIN};
    if (str_eq(q->state, STR("cancelled")))
        return (struct view_tag){STR("Annulé"), TONE_ERROR};
    if (quote_expired(q, p->today))
        return (struct view_tag){STR("Expiré"), TONE_WATCH};
    return (struct view_tag){STR("Valable"), TONE_GOING};
}

static struct str said_of(struct page *p, const struct quote_answer *answer)
{
    if (!answer->accepted)
        return answer->reason.n
            ? arena_printf(p->a, "Raison donnée\u00a0: %.*s", STR_ARG(answer->reason))
            : (struct str){0};
    return arena_printf(p->a, "Accepté sous réserve d’admission par %.*s, %.*s, le %.*s.",
        STR_ARG(answer->name), STR_ARG(answer->role), STR_ARG(words_day(p->a, answer->signed_on)));
}

/* Several payers now, or once: each document says whose it is. */
static bool mixed(const struct quote_door *d)
{
    for (size_t i = 0; i < d->n; i++)
        if (d->versions[i].part > 1)
            return true;
    return false;
}

static struct view_version version_of(
    struct page *p, const struct quote_door *d, const struct quote *q)
{
    struct str base = arena_printf(p->a, "%.*s/%.*s", STR_ARG(d->path), STR_ARG(q->number_text));
    const struct payer *payer = payer_find(q->payer);
    struct view_version v = {
        .title = quote_title(p->a, q),
        .payer = mixed(d) && payer ? str_c(payer_label(payer)) : (struct str){0},
        .total = q->total,
        .dates = arena_printf(p->a, "Émis le %.*s, valable jusqu’au %.*s",
            STR_ARG(words_day(p->a, day_paris(q->issued))), STR_ARG(words_day(p->a, q->valid_until))),
        .tag = tag_of(p, q),
        .read_href = base,
        .pdf_href = arena_printf(p->a, "%.*s.pdf", STR_ARG(base)),
        .what = q->number_text,
    };
    if (quote_door_acceptable(p, q))
        v.accept_href = arena_printf(p->a, "%.*s/accord", STR_ARG(base));
    if (quote_door_answerable(p, q) && q->series == 'D')
        v.decline_href = arena_printf(p->a, "%.*s/sans-suite", STR_ARG(base));
    return v;
}

/* The latest of its part, unless it was replaced by nothing (cancelled with the request). */
static bool holds(const struct quote_door *d, size_t i)
{
    return i == 0 || d->versions[i - 1].part != d->versions[i].part;
}

static enum rc show_versions(struct page *p, const struct quote_door *d, struct view_quote_link *v)
{
    v->now = ARENA_ARRAY(p->a, d->n, struct view_version);
    v->before = ARENA_ARRAY(p->a, d->n, struct view_version);
    for (size_t i = 0; i < d->n; i++) {
        const struct quote *q = &d->versions[i];
        struct quote_answer answer;
        struct view_version one = version_of(p, d, q);
        if (str_eq(q->state, STR("accepted")) || str_eq(q->state, STR("declined"))) {
            enum rc rc = quote_answer_find(p->db, p->a, q->id, &answer);
            if (rc != RC_OK && rc != RC_NOT_FOUND)
                return rc;
            if (rc == RC_OK)
                one.said = said_of(p, &answer);
        }
        if (holds(d, i) && !str_eq(q->state, STR("replaced")))
            v->now[v->now_n++] = one;
        else
            v->before[v->before_n++] = one;
    }
    return RC_OK;
}

/* ---- what it all means ---- */

static size_t count_state(const struct page *p, const struct quote_door *d, const char *state)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        const struct quote *q = &d->versions[i];
        if (!holds(d, i))
            continue;
        bool expired = quote_expired(q, p->today);
        n += strcmp(state, "expired") == 0 ? expired : str_eq_c(q->state, state) && !expired;
    }
    return n;
}

/* How many of the latest documents a third party may still accept. */
static size_t count_acceptable(const struct page *p, const struct quote_door *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += holds(d, i) && quote_door_acceptable(p, &d->versions[i]);
    return n;
}

static bool all_expired(const struct page *p, const struct quote_door *d)
{
    return count_state(p, d, "expired") && !count_state(p, d, "issued") &&
           !count_state(p, d, "accepted") && !str_eq(d->subject.state, STR("cancelled"));
}

/* What the machine would do with the request today. */
static struct quote_plan plan_of(const struct page *p, const struct quote_subject *s)
{
    struct quote_world w = quote_world_of(p, s->intake);
    return quote_plan_make(&w, &s->ask, &(struct quote_terms){0}, p->today);
}

/* A fresh one was asked for and is staff's to make: asking again would change nothing. */
static bool renewal_waits(const struct page *p, const struct quote_door *d)
{
    return d->subject.waiting.s && d->subject.reason.n &&
           plan_of(p, &d->subject).stop != QUOTE_GO;
}

static struct str held_sentence(struct page *p, const struct quote_door *d)
{
    struct quote_plan plan = plan_of(p, &d->subject);
    struct str why = quote_stop_person(&plan), by = quote_answer_by(p);
    if (why.n == 0)
        why = STR("L’équipe du Cestes prépare votre devis.");
    return arena_printf(p->a, "%.*s Vous aurez une réponse par courriel%s%.*s.", STR_ARG(why),
        by.n ? " " : "", STR_ARG(by));
}

static void say_ready(const struct quote_door *d, struct view_quote_link *v)
{
    bool cpf = d->versions[0].series == 'I', several = v->now_n > 1;
    v->heading = cpf ? STR("Votre information tarifaire est prête")
        : several    ? STR("Vos devis sont prêts")
                     : STR("Votre devis est prêt");
    v->lead = cpf ? STR("Elle ne vaut pas devis\u00a0: avec le CPF, l’inscription se fait sur "
                        "moncompteformation.gouv.fr.")
        : several ? STR("Ils partent aussi par courriel à l’adresse que vous avez donnée, si elle accepte nos messages. Gardez "
                        "l’adresse de cette page\u00a0: elle ouvre votre demande, et elle est faite "
                        "pour être transmise à qui décide.")
                  : STR("Il part aussi par courriel à l’adresse que vous avez donnée, si elle accepte nos messages. Gardez "
                        "l’adresse de cette page\u00a0: elle ouvre votre demande, et elle est faite "
                        "pour être transmise à qui décide.");
}

static void say_accepted(const struct quote_door *d, struct view_quote_link *v)
{
    bool person = false;
    for (size_t i = 0; i < d->n; i++)
        person = person || (holds(d, i) && d->versions[i].part > 1 &&
            str_eq(d->versions[i].tariff_kind, STR("individual")) &&
            !str_eq(d->versions[i].state, STR("replaced")));
    v->heading = person ? STR("La part de l’organisme est acceptée") : STR("Ce devis est accepté");
    v->lead = person
        ? STR("L’accord est enregistré, sous réserve d’admission. Après l’admission, le Cestes envoie "
              "la convention de formation à l’organisme. La part de la personne ne s’accepte pas "
              "ici\u00a0: un contrat de formation lui est proposé.")
        : STR("L’accord est enregistré, sous réserve d’admission. Le Cestes vous enverra la "
              "convention de formation après l’admission.");
}

/* What has expired: one quote, the quotes of a mix, a price information. */
static const struct {
    struct str heading, at_once, by_staff, renew;
} expired_words[] = {
    {STR_INIT("Ce devis a expiré"),
        STR_INIT("Sa durée de validité est passée. Vous pouvez en recevoir un autre tout de suite, aux "
                 "tarifs d’aujourd’hui\u00a0; celui-ci reste lisible."),
        STR_INIT("Sa durée de validité est passée. Demandez-en un autre\u00a0: l’équipe le prépare aux "
                 "tarifs d’aujourd’hui, et celui-ci reste lisible."),
        STR_INIT("Recevoir un devis à jour")},
    {STR_INIT("Ces devis ont expiré"),
        STR_INIT("Leur durée de validité est passée. Vous pouvez en recevoir d’autres tout de suite, "
                 "aux tarifs d’aujourd’hui\u00a0; ceux-ci restent lisibles."),
        STR_INIT("Leur durée de validité est passée. Demandez-en d’autres\u00a0: l’équipe les prépare "
                 "aux tarifs d’aujourd’hui, et ceux-ci restent lisibles."),
        STR_INIT("Demander des devis à jour")},
    {STR_INIT("Cette information tarifaire a expiré"),
        STR_INIT("Sa durée de validité est passée. Vous pouvez en recevoir une autre tout de suite, aux "
                 "tarifs d’aujourd’hui\u00a0; celle-ci reste lisible."),
        STR_INIT("Sa durée de validité est passée. Demandez-en une autre\u00a0: l’équipe la prépare aux "
                 "tarifs d’aujourd’hui, et celle-ci reste lisible."),
        STR_INIT("Recevoir une information à jour")},
};

static void say_expired(struct page *p, const struct quote_door *d, struct view_quote_link *v)
{
    size_t which = d->versions[0].series == 'I' ? 2 : v->now_n > 1;
    bool at_once = plan_of(p, &d->subject).stop == QUOTE_GO;
    v->heading = expired_words[which].heading;
    v->lead = at_once ? expired_words[which].at_once : expired_words[which].by_staff;
    v->renew = quote_door_path(p, d, "renouveler");
    v->renew_label = expired_words[which].renew;
    v->csrf = p->web->csrf(p);
    v->key = page_key(p);
}

static void say(struct page *p, const struct quote_door *d, struct view_quote_link *v)
{
    const struct quote_subject *s = &d->subject;
    if (str_eq(s->state, STR("cancelled")))
        v->heading = STR("Cette demande est annulée");
    else if (!str_eq(s->kind, STR("quote")))
        v->heading = STR("Votre message est entre nos mains");
    else if (v->now_n == 0 || (all_expired(p, d) && renewal_waits(p, d))) {
        v->heading = STR("Votre demande est entre nos mains");
        v->lead = held_sentence(p, d);
    } else if (count_state(p, d, "accepted") && !count_acceptable(p, d))
        say_accepted(d, v);
    else if (count_state(p, d, "issued"))
        say_ready(d, v);
    else if (count_state(p, d, "expired"))
        say_expired(p, d, v);
    else {
        v->heading = STR("Vous n’avez pas donné suite à ce devis");
        v->lead = STR("C’est noté, merci de nous l’avoir dit. Vous pouvez encore nous écrire.");
    }
}

/* Is the mailbox of the request this browser's? Then it has been proved by a code, lately. */
static enum rc reads_mailbox(struct page *p, const struct quote_door *d, bool *out)
{
    struct str email;
    enum rc rc = quote_find_whose(p, &email);
    *out = rc == RC_OK && email.n && str_eq(email, d->subject.ask.email);
    return rc;
}

/* What is said there to the desk stays there. */
static struct str remarks_for_person(struct str remarks)
{
    const char *desk = remarks.n ? memmem(remarks.p, remarks.n, QUOTE_REMARKS_DESK, strlen(QUOTE_REMARKS_DESK)) : NULL;
    return desk ? str_slice(remarks, 0, (size_t)(desk - remarks.p)) : (struct str){0};
}

/* What was answered by mail is its writer's, who may not be who asked: it is read where the mailbox
 * has been proved. */
static struct view_said said_in(const struct quote_message *m, bool mine)
{
    struct view_said v = {.who = STR("L’équipe du Cestes"), .body = m->body, .at = m->at};
    if (!str_eq(m->kind, STR("person")))
        return v;
    v.who = str_eq_c(m->mark, QUOTE_AUTOMATIC) ? STR("Un message automatique")
            : m->by_mail ? STR("Une réponse par courriel") : STR("Vous");
    if (!m->by_mail || mine)
        v.remarks = remarks_for_person(m->remarks);
    else
        v.body = STR("Elle se lit en confirmant l’adresse de la demande, sur la page «\u00a0Retrouver mes "
                     "devis\u00a0».");
    return v;
}

static enum rc show_thread(struct page *p, const struct quote_door *d, struct view_quote_link *v)
{
    struct quote_message *list;
    size_t n, mailed = 0;
    bool mine = false;
    enum rc rc = quote_message_list(p->db, p->a, d->subject.id, false, &list, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++)
        mailed += list[i].by_mail;
    if (rc == RC_OK && mailed)
        rc = reads_mailbox(p, d, &mine);
    if (rc != RC_OK)
        return rc;
    struct thread_said *said = ARENA_ARRAY(p->a, n + 1, struct thread_said);
    v->thread = ARENA_ARRAY(p->a, n, struct view_said);
    for (size_t i = 0; i < n; i++) {
        v->thread[v->thread_n++] = said_in(&list[i], mine);
        said[i] = (struct thread_said){.text = &v->thread[i].body, .remarks = &v->thread[i].remarks};
    }
    thread_fit(p, said, n);
    return RC_OK;
}

/* ---- the page ---- */

static const struct {
    const char *done;
    bool cpf; /* said of a price information */
    const char *text;
} dones[] = {
    {"accord", false, "Votre accord est enregistré. Un message le confirme, à vous et à l’équipe."},
    {"sans-suite", false, "C’est enregistré\u00a0: vous ne donnez pas suite."},
    {"message", false, "Votre message est envoyé à l’équipe. La réponse arrivera par courriel et sur "
                       "cette page."},
    {"partie", false, "Votre demande était déjà envoyée\u00a0: la voici. Elle n’est pas partie une seconde fois."},
    {"partie", true, "Votre demande était déjà envoyée\u00a0: la voici. Elle n’est pas partie une seconde fois."},
    {"nouveau", true, "Votre information tarifaire à jour est là, et elle part aussi par courriel."},
    {"nouveau", false, "Votre devis à jour est là, et il part aussi par courriel."},
    {"attente", false, "Votre demande est transmise à l’équipe, qui prépare la suite."},
    {"deja", false, "Ce document a déjà reçu une réponse, a été remplacé ou a expiré\u00a0: voici où il "
                    "en est."},
};

static struct str done_text(struct page *p, bool cpf)
{
    struct str said = page_query(p, "fait"), late = post_said_late(p, said);
    for (size_t i = 0; i < sizeof dones / sizeof *dones; i++)
        if (str_eq_c(post_said_word(said), dones[i].done) && (cpf || !dones[i].cpf))
            return late.n ? late : str_c(dones[i].text);
    return late;
}

static void show_side(struct page *p, const struct quote_door *d, struct view_quote_link *v)
{
    struct str calendar = (struct str){0};
    const struct intake *i = facts_intake_by_id(p->facts, d->subject.intake);
    if (i)
        calendar = i->calendar;
    v->write_href = quote_door_path(p, d, "message");
    if (v->now_n)
        v->version_href = quote_door_path(p, d, "message?about=version");
    v->refuse_href = quote_door_path(p, d, "refus");
    v->cards.items = ARENA_ARRAY(p->a, 2, struct view_card);
    if (i)
        v->cards.items[v->cards.items_n++] = (struct view_card){.title = STR("La formation"),
            .strong = intake_words(p->a, i), .text = calendar, .href = STR("/"),
            .link = STR("Lire le programme")};
    v->cards.items[v->cards.items_n++] = (struct view_card){.title = STR("Vérifier un devis"),
        .text = STR("Le numéro et l’empreinte imprimés suffisent à s’assurer qu’un devis vient bien "
                    "de nous."),
        .href = STR("/verifier"), .link = STR("Vérifier un document")};
}

enum rc page_quote_link(struct page *p)
{
    struct quote_door d;
    struct view_quote_link v = {.shell = page_shell(p, "Votre demande", NAV_QUOTE)};
    enum rc rc = quote_door_open(p, &d);
    if (rc == RC_OK)
        rc = show_versions(p, &d, &v);
    if (rc == RC_OK)
        rc = show_thread(p, &d, &v);
    if (rc != RC_OK)
        return rc;
    say(p, &d, &v);
    v.shell.title = v.heading;
    v.shell.notice = done_text(p, d.n && d.versions[0].series == 'I');
    v.caption = arena_printf(p->a, "Demande %.*s", STR_ARG(d.subject.ask.reference));
    if (count_state(p, &d, "issued") || count_state(p, &d, "accepted")) {
        v.next = ARENA_ARRAY(p->a, QUOTE_NEXT_MAX, struct view_fault);
        v.next_n = quote_next(p, &d.subject, d.versions[0].series == 'I', v.next);
    }
    show_side(p, &d, &v);
    view_quote_link_html(&p->res->body, &v);
    return RC_OK;
}

/* ---- a fresh one, at today's tariffs ---- */

static bool renewable(const struct page *p, const struct quote_door *d)
{
    return all_expired(p, d) && !renewal_waits(p, d);
}

/* Somebody may have asked or sent one meanwhile. */
static bool still_renewable(
    struct page *p, const struct quote_subject *s, const struct quote *versions, size_t n)
{
    const struct quote_door d = {.subject = *s, .versions = versions, .n = n};
    return renewable(p, &d);
}

/* The same button twice: what it made is there. */
static bool made_by(const struct quote_door *d, struct str key)
{
    for (size_t i = 0; i < d->n; i++)
        if (str_starts(d->versions[i].idempotency_key, key))
            return true;
    return false;
}

static enum rc within_limits(struct page *p, const struct quote_door *d, struct instant *due)
{
    enum rc rc = p->web->limit(p, "quote.address", (struct str){0});
    return rc == RC_OK ? p->web->limit_mail(p, "quote.email", d->subject.ask.email, due) : rc;
}

static enum rc renewed(
    struct page *p, const struct quote_door *d, const char *done, struct instant due)
{
    struct str said = post_said(p, str_c(done), due);
    response_redirect(p->res, arena_printf(p->a, "%.*s?fait=%.*s", STR_ARG(d->path), STR_ARG(said)));
    return RC_OK;
}

enum rc page_quote_renew(struct page *p)
{
    struct quote_door d;
    struct str key = page_form(p, "key");
    enum rc rc = quote_door_open(p, &d);
    if (rc != RC_OK)
        return rc;
    struct quote_issue q = {.request = d.subject.id,
        .key = page_key_sound(key) ? key : page_key(p),
        .still = still_renewable, .tell = quote_mail_renewed};
    if (made_by(&d, q.key))
        return renewed(p, &d, "nouveau", (struct instant){0});
    if (!renewable(p, &d))
        return renewed(p, &d, all_expired(p, &d) ? "attente" : "deja", (struct instant){0});
    /* what staff settled holds for the next one too */
    q.terms = (struct quote_terms){.diplomas = d.versions[0].diplomas,
        .modules = d.versions[0].modules, .dates = d.versions[0].dates, .note = d.versions[0].note};
    rc = within_limits(p, &d, &q.due);
    if (rc == RC_OK)
        rc = quote_issue(p, &q);
    if (rc != RC_OK)
        return rc;
    if (q.moot || q.again)
        p->web->limit_undo(p);
    return renewed(p, &d, q.moot ? "deja" : q.made_n ? "nouveau" : "attente", q.due);
}
