/* Sending again is one conditional UPDATE (store/outbox_file.h): a second click finds nothing to do, and
 * says so. */
#include "page/desk_mails.h"

#include "base/words.h"
#include "domain/mails.h"
#include "page/desk_candidacies.h"
#include "page/desk_quotes.h"
#include "store/desk_candidacies.h"
#include "store/outbox_act.h"
#include "view/desk_mails.h"
#include "view/templates.h"

static const char DONE[] = "courriel", NOT_DONE[] = "courriel-non";

static const struct {
    const char *word, *sentence;
} SAID[] = {
    {DONE, "Le courriel est remis à envoyer\u00a0: son état dira s’il est parti."},
    {NOT_DONE, "Rien n’a été fait\u00a0: ce courriel n’est plus en échec, ou ne peut plus repartir (un code "
               "périmé, un rappel dont le jour est passé)."},
    {"courriels", "Les courriels en échec sont remis à envoyer\u00a0: ceux qui échouent encore reviendront ici."},
    {"regle", "C’est noté\u00a0: ce courriel n’attend plus personne."},
};

struct str desk_mail_said(struct str word)
{
    for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++)
        if (str_eq_c(word, SAID[i].word))
            return str_c(SAID[i].sentence);
    return (struct str){0};
}

bool desk_mail_refused(struct str word)
{
    return str_eq_c(word, NOT_DONE);
}

/* ---- all of them */

static struct outbox_who who_of(const struct page *p, const char *with)
{
    return (struct outbox_who){p->staff.id, with};
}

static void fill_file(struct page *p, const struct outbox_line *m, struct view_desk_failure *v)
{
    bool quote = str_eq_c(m->object_kind, OUTBOX_QUOTE_REQUEST);
    if (m->object.n == 0)
        return;
    v->file = quote ? STR("Voir la demande") : STR("Voir la candidature");
    v->file_href = arena_printf(p->a, "/gestion/%s/%.*s", quote ? "devis" : "candidatures",
        STR_ARG(m->object));
}

static struct view_desk_failure failure(struct page *p, const struct outbox_line *m)
{
    unsigned long long id = m->id;
    struct view_desk_failure v = {
        .what = mail_label(m->kind),
        .to = m->recipient,
        .at = desk_moment(p, m->again.s ? m->again : m->created),
        .why = m->error,
        .tag = {str_c(mail_trouble_label(m->trouble)), TONE_ERROR},
        .again_action = m->can_again ? arena_printf(p->a, "/gestion/courriels/%llu/renvoi", id)
                                     : (struct str){0},
        .settle_action = arena_printf(p->a, "/gestion/courriels/%llu/classer", id),
    };
    fill_file(p, m, &v);
    return v;
}

static void fill_counts(struct page *p, const struct outbox_failing *n, struct view_desk_mails *v)
{
    if (n->can_again)
        v->again_all = arena_printf(p->a, "Renvoyer tous les courriels en échec (%llu)",
            (unsigned long long)n->can_again);
    if (n->failed > v->items_n)
        v->more = arena_printf(p->a, "Et %.*s, qui suivront quand ceux-ci seront traités.",
            STR_ARG(words_count(p->a, n->failed - v->items_n, "autre, plus ancien", "autres, plus anciens")));
    if (n->unknown)
        v->unknown = arena_printf(p->a, "%.*s que le programme d’envoi soit mis à jour\u00a0: rien à faire "
                                        "ici, ils partiront alors d’eux-mêmes.",
            STR_ARG(words_count(p->a, n->unknown, "courriel attend", "courriels attendent")));
}

enum rc page_desk_mails(struct page *p)
{
    struct outbox_line *lines = NULL;
    struct outbox_failing count = {0};
    const struct outbox_who who = who_of(p, "admin");
    struct str word = page_query(p, "dit");
    size_t n = 0;
    enum rc rc = outbox_failures(p->db, p->a, &who, &lines, &n);
    if (rc == RC_OK)
        rc = outbox_failing(p->db, p->a, &count);
    if (rc != RC_OK)
        return rc;
    struct view_desk_mails v = {
        .shell = desk_shell(p, "Courriels en échec", DESK_MAILS),
        .notice = desk_mail_said(word),
        .refused = desk_mail_refused(word),
        .csrf = p->web->csrf(p),
        .items = ARENA_ARRAY(p->a, n + 1, struct view_desk_failure),
    };
    for (; v.items_n < n; v.items_n++)
        v.items[v.items_n] = failure(p, &lines[v.items_n]);
    fill_counts(p, &count, &v);
    view_desk_mails_html(&p->res->body, &v);
    return RC_OK;
}

static enum rc back(struct page *p, const char *word)
{
    response_redirect(p->res, arena_printf(p->a, "/gestion/courriels?dit=%s", word));
    return RC_OK;
}

enum rc page_desk_mails_again(struct page *p)
{
    const struct outbox_who who = who_of(p, "admin");
    uint64_t n = 0;
    enum rc rc = outbox_act_again_all(p->db, p->a, &who, p->now, &n);
    return rc == RC_OK ? back(p, n ? "courriels" : NOT_DONE) : rc;
}

/* The number in the path's hole; RC_NOT_FOUND: it is none. */
static enum rc number_in(const struct page *p, int hole, uint64_t *id)
{
    return str_to_u64(p->part[hole], UINT64_MAX, id) ? RC_OK : RC_NOT_FOUND;
}

enum rc page_desk_mail_again(struct page *p)
{
    const struct outbox_who who = who_of(p, "admin");
    struct outbox_act act = {.who = &who, .now = p->now};
    enum rc rc = number_in(p, 0, &act.id);
    if (rc == RC_OK)
        rc = outbox_act_again(p->db, p->a, &act);
    return rc == RC_OK || rc == RC_CONFLICT ? back(p, rc == RC_OK ? DONE : NOT_DONE) : rc;
}

enum rc page_desk_mail_settle(struct page *p)
{
    const struct outbox_who who = who_of(p, "admin");
    struct outbox_act act = {.who = &who, .now = p->now};
    enum rc rc = number_in(p, 0, &act.id);
    if (rc == RC_OK)
        rc = outbox_act_settle(p->db, p->a, &act);
    return rc == RC_OK || rc == RC_CONFLICT ? back(p, rc == RC_OK ? "regle" : NOT_DONE) : rc;
}

/* ---- of one file */

static enum rc again_in(struct page *p, const struct desk_front *front, const char *object_kind,
    uint64_t object_id, const char *with)
{
    const struct outbox_who who = who_of(p, with);
    struct outbox_act act = {
        .who = &who, .object_kind = object_kind, .object_id = object_id, .now = p->now};
    struct desk_asked asked;
    enum rc rc = number_in(p, 1, &act.id);
    if (rc == RC_OK)
        rc = desk_asked_query(p, front, &asked);
    if (rc != RC_OK)
        return rc;
    rc = outbox_act_again(p->db, p->a, &act);
    if (rc != RC_OK && rc != RC_CONFLICT)
        return rc;
    desk_said(p, desk_item_href(p, &asked, p->part[0]), rc == RC_OK ? DONE : NOT_DONE);
    return RC_OK;
}

enum rc page_desk_request_mail(struct page *p)
{
    struct desk_file f;
    enum rc rc = desk_file_find(p->db, p->a, p->staff.id, p->part[0], &f);
    return rc == RC_OK
        ? again_in(p, &desk_front_quotes, OUTBOX_QUOTE_REQUEST, f.id, "quotes,admin")
        : rc;
}

enum rc page_desk_candidacy_mail(struct page *p)
{
    struct desk_candidacy_row row = {0};
    enum rc rc = desk_candidacy_find(p->db, p->a, p->staff.id, p->part[0], &row);
    return rc == RC_OK
        ? again_in(p, &desk_front_candidacies, OUTBOX_CANDIDACY, row.id, "reviewer,admin")
        : rc;
}
