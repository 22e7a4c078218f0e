/* What one does on a request's page: assign, note, close, reopen, "nothing to answer". Each is one transaction with its
 * line of the audit trail, under the version that the page was made from. */
#include "page/desk_quotes.h"

#include "domain/desk_quotes.h"
#include "page/answers.h"
#include "page/quote_pdf.h"
#include "store/tx.h"

struct doing {
    struct page *p;
    struct str to, body, key;
    unsigned version;
};

static unsigned version_of(const struct page *p)
{
    uint64_t v;
    /* Without one it is nobody's: a row's version is at least 1. */
    return str_to_u64(page_form(p, "version"), UINT32_MAX, &v) && v ? (unsigned)v : UINT32_MAX;
}

static enum rc back(struct page *p, const char *word)
{
    struct desk_asked asked;
    enum rc rc = desk_asked_query(p, &desk_front_quotes, &asked);
    if (rc == RC_OK)
        desk_said(p, desk_item_href(p, &asked, p->part[0]), word);
    return rc;
}

/* RC_CONFLICT: somebody was quicker, and the page as it is now says so. */
static enum rc run(struct page *p, enum rc (*fn)(struct db *db, void *arg), struct doing *d,
    const char *word)
{
    enum rc rc = tx_run(p->db, fn, d);
    if (rc == RC_CONFLICT)
        return desk_request_show(p,
            STR("Cette demande a changé pendant que vous la lisiez\u00a0: rien n’a été fait. La voici "
                "telle qu’elle est maintenant."),
            true, NULL);
    return rc == RC_OK ? back(p, word) : rc;
}

static enum rc assign(struct db *db, void *arg)
{
    struct doing *d = arg;
    struct page *p = d->p;
    uint64_t id = 0;
    bool nobody = str_eq(d->to, STR("personne"));
    enum rc rc = desk_file_assign(
        db, p->a, p->staff.id, p->part[0], d->version, d->to, p->now, &id);
    return rc == RC_OK ? desk_request_told(p, nobody ? "quotes.unassign" : "quotes.assign", id,
                             nobody ? (struct str){0} : d->to)
                       : rc;
}

enum rc page_desk_request_assign(struct page *p)
{
    struct doing d = {
        .p = p, .to = desk_person(p, page_form(p, "a")), .version = version_of(p)};
    return run(p, assign, &d, "attribuee");
}

static enum rc close_it(struct db *db, void *arg)
{
    struct doing *d = arg;
    struct page *p = d->p;
    uint64_t id = 0;
    enum rc rc = desk_file_close(
        db, p->a, p->staff.id, p->part[0], d->version, p->now, p->today, &id);
    return rc == RC_OK ? desk_request_told(p, "quotes.close", id, (struct str){0}) : rc;
}

enum rc page_desk_request_close(struct page *p)
{
    struct doing d = {.p = p, .version = version_of(p)};
    return run(p, close_it, &d, "close");
}

static enum rc read_it(struct db *db, void *arg)
{
    struct doing *d = arg;
    struct page *p = d->p;
    uint64_t id = 0;
    enum rc rc = desk_file_read(db, p->a, p->staff.id, p->part[0], d->version, p->now, &id);
    return rc == RC_OK ? desk_request_told(p, "quotes.read", id, (struct str){0}) : rc;
}

enum rc page_desk_request_read(struct page *p)
{
    struct doing d = {.p = p, .version = version_of(p)};
    return run(p, read_it, &d, "lue");
}

static enum rc reopen(struct db *db, void *arg)
{
    struct doing *d = arg;
    struct page *p = d->p;
    uint64_t id = 0;
    enum rc rc =
        desk_file_reopen(db, p->a, p->staff.id, p->part[0], d->version, p->now, &id);
    return rc == RC_OK ? desk_request_told(p, "quotes.reopen", id, (struct str){0}) : rc;
}

enum rc page_desk_request_reopen(struct page *p)
{
    struct doing d = {.p = p, .version = version_of(p)};
    return run(p, reopen, &d, "rouverte");
}

static enum rc good(struct db *db, void *arg)
{
    struct doing *d = arg;
    struct page *p = d->p;
    uint64_t id = 0;
    enum rc rc = desk_file_address_good(db, p->a, p->staff.id, p->part[0], p->now, &id);
    return rc == RC_OK ? desk_request_told(p, "quotes.address", id, (struct str){0}) : rc;
}

enum rc page_desk_request_address(struct page *p)
{
    struct doing d = {.p = p};
    enum rc rc = tx_run(p->db, good, &d);
    if (rc == RC_CONFLICT) /* said by the first of two clicks, or proved by its owner */
        rc = RC_OK;
    return rc == RC_OK ? back(p, "adresse") : rc;
}

static enum rc note(struct db *db, void *arg)
{
    struct doing *d = arg;
    struct page *p = d->p;
    struct desk_file f;
    enum rc rc = desk_file_find(db, p->a, p->staff.id, p->part[0], &f);
    if (rc == RC_OK)
        rc = desk_file_note(db, f.id, p->staff.id, d->body, d->key, p->now);
    return rc == RC_OK ? desk_request_told(p, "quotes.note", f.id, (struct str){0}) : rc;
}

/* Sent twice: it is there. Or, in a page that had added one, another note. */
static enum rc noted_before(struct doing *d, const struct answers *as)
{
    struct page *p = d->p;
    struct desk_file f;
    struct str there = {0};
    enum rc rc = desk_file_find(p->db, p->a, p->staff.id, p->part[0], &f);
    if (rc == RC_OK)
        rc = quote_message_by_key(p->db, p->a, f.id, d->key, &there);
    if (rc != RC_OK || str_eq(there, d->body))
        return rc == RC_OK ? back(p, "note") : rc;
    page_key_again(p);
    return desk_request_show(p,
        STR("Une autre note est déjà ajoutée depuis cette page. Pour ajouter aussi celle-ci, choisissez à "
            "nouveau «\u00a0Ajouter la note\u00a0»."),
        true, as);
}

enum rc page_desk_request_note(struct page *p)
{
    struct answers as = page_answers(p, &form_desk_note);
    if (!answers_complete(&as))
        return desk_request_show(p, (struct str){0}, false, &as);
    struct doing d = {.p = p, .body = answers_get(&as, "note"), .key = page_key(p)};
    enum rc rc = tx_run(p->db, note, &d);
    return rc == RC_CONFLICT ? noted_before(&d, &as) : rc == RC_OK ? back(p, "note") : rc;
}

/* A version of this very request: another's is not there. */
enum rc page_desk_request_pdf(struct page *p)
{
    struct desk_file f;
    struct quote q;
    enum rc rc = desk_file_find(p->db, p->a, p->staff.id, p->part[0], &f);
    if (rc == RC_OK)
        rc = quote_find(p->db, p->a, p->part[1], f.id, &q);
    return rc == RC_OK ? quote_pdf_hand_out(p, &q) : rc;
}
