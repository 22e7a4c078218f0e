#include "page/desk_quotes.h"

#include "base/words.h"
#include "domain/desk_quotes.h"
#include "domain/payers.h"
#include "domain/workdays.h"
#include "page/desk_acts.h"
#include "page/desk_exports.h"
#include "store/audit.h"
#include "store/desk_quotes.h"
#include "store/tx.h"
#include "view/templates.h"

enum { WAITED_TOO_LONG = 2 }; /* working days without an answer */

/* ---- words that both pages use */

struct str desk_day(struct page *p, struct day d)
{
    return day_is_none(d) ? (struct str){0}
                          : arena_printf(p->a, "%02d/%02d/%04d", d.d, d.m, d.y);
}

struct str desk_moment(struct page *p, struct instant t)
{
    struct wall w = wall_paris(t);
    return t.s == 0 ? (struct str){0}
                    : arena_printf(p->a, "%.*s à %d\u00a0h\u00a0%02d", STR_ARG(desk_day(p, w.day)),
                          w.h, w.min);
}

struct view_tag desk_state_tag(struct str state, bool ended)
{
    static const struct {
        const char *state;
        enum tone tone;
    } tones[] = {{"new", TONE_TODO}, {"waiting", TONE_GOING}, {"sent", TONE_GOING},
        {"answered", TONE_GOING}, {"accepted", TONE_DONE}, {"declined", TONE_WATCH}};
    struct view_tag tag = {str_c(quote_state_label(state)), TONE_PLAIN};
    if (ended && str_eq(state, STR("sent")))
        return (struct view_tag){STR("Devis expiré"), TONE_WATCH};
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
        if (str_eq_c(state, tones[i].state))
            tag.tone = tones[i].tone;
    return tag;
}

struct str desk_person(const struct page *p, struct str to)
{
    return str_eq(to, STR("moi")) ? p->staff.public_id : to;
}

enum rc desk_request_told(struct page *p, const char *action, uint64_t request, struct str detail)
{
    return audit_add(p->db,
        &(struct audit){"staff", p->staff.id, action, "quote_request", request, detail});
}

/* ---- a row of the inbox */

enum { RECEIVED, ASKED, PAYER, AMOUNT, STATE, UNTIL, WHO, WAITING };

/* "Devis D-2026-000123" once there is a number; what it is about, and its reference, before. */
static struct str subject(struct page *p, const struct desk_request_row *r)
{
    return r->last_number.n
        ? arena_printf(p->a, "%.*s%s%.*s", STR_ARG(r->organisation), r->organisation.n ? " · " : "",
              STR_ARG(r->last_number))
        : arena_printf(p->a, "%.*s%s%s · %.*s", STR_ARG(r->organisation),
              r->organisation.n ? " · " : "", quote_kind_label(r->kind), STR_ARG(r->reference));
}

/* "18e promotion, avec le module" */
static struct str wish(struct page *p, const struct desk_request_row *r)
{
    const struct intake *intake = r->intake ? facts_intake_by_id(p->facts, r->intake) : NULL;
    struct str which = intake && intake->number
        ? arena_printf(p->a, "%de\u00a0promotion", intake->number)
        : (struct str){0};
    if (!str_eq(r->module_wanted, STR("yes")))
        return which;
    return which.n ? arena_printf(p->a, "%.*s, avec le module", STR_ARG(which))
                   : STR("avec le module");
}

static void waiting(struct page *p, struct instant since, struct view_desk_cell *cell)
{
    if (since.s == 0)
        return;
    int days = day_to_number(p->today) - day_to_number(day_paris(since));
    cell->text = days <= 0 ? STR("aujourd’hui")
        : days == 1        ? STR("hier")
                           : arena_printf(p->a, "%d\u00a0jours", days);
    if (since.s <= workdays_since(p->now, WAITED_TOO_LONG).s) {
        cell->alert = true;
        cell->alert_text = STR("En retard");
    }
}

static void show_row(struct page *p, const struct rows *rows, size_t i, struct view_desk_item *item)
{
    struct desk_request_row r;
    struct view_desk_cell *c = item->cells;
    desk_request_row(rows, i, &r);
    const struct payer *payer = payer_find(r.payer);
    bool ended = !day_is_none(r.valid_until) && day_cmp(r.valid_until, p->today) < 0;
    c[RECEIVED].text = desk_day(p, day_is_none(r.received) ? day_paris(r.created) : r.received);
    c[ASKED].head = true;
    c[ASKED].text = r.name.n ? r.name : r.email;
    c[ASKED].note = subject(p, &r);
    c[ASKED].alert = r.bounces > 0;
    c[ASKED].alert_text = STR("Adresse à vérifier");
    c[PAYER].text = payer ? str_c(payer_label(payer)) : (struct str){0};
    c[PAYER].note = wish(p, &r);
    if (r.total.cents)
        c[AMOUNT].text = words_money(p->a, r.total);
    c[STATE].tagged = true;
    c[STATE].tag = desk_state_tag(r.state, ended);
    c[UNTIL].text = desk_day(p, r.valid_until);
    c[WHO].text = r.assigned_name;
    waiting(p, r.waiting_since, &c[WAITING]);
}

static const struct view_desk_button BUTTONS[] = {
    {STR_INIT("relancer"), STR_INIT("Relancer")}, {STR_INIT("clore"), STR_INIT("Clore")}};
static const struct view_link BESIDE[] = {
    {STR_INIT("/gestion/devis/saisir"), STR_INIT("Saisir une demande"), {NULL, 0}}};

const struct desk_front desk_front_quotes = {
    .source = &desk_quotes,
    .heading = "Demandes de devis",
    .role = "quotes",
    .nothing = "Aucune demande ne correspond à ce que vous cherchez.",
    .what = "la demande de",
    .assign = "Les attribuer à",
    .buttons = BUTTONS,
    .buttons_n = sizeof BUTTONS / sizeof *BUTTONS,
    .export = &desk_quotes_export,
    .beside = BESIDE,
    .beside_n = sizeof BESIDE / sizeof *BESIDE,
    .row = show_row,
};

/* ---- the list */

static enum rc show(struct page *p, const struct desk_asked *asked, struct str keep_error)
{
    struct view_desk_inbox v = {.shell = desk_shell(p, "Demandes de devis", DESK_QUOTES)};
    enum rc rc = desk_list_fill(p, &desk_front_quotes, asked, &v.list);
    if (rc != RC_OK)
        return rc;
    v.shell.head.wide = true;
    if (keep_error.n)
        desk_list_refuse_name(p, &v, keep_error);
    view_desk_inbox_html(&p->res->body, &v);
    return RC_OK;
}

enum rc page_desk_quotes(struct page *p)
{
    struct desk_asked asked;
    enum rc rc = desk_asked_query(p, &desk_front_quotes, &asked);
    return rc == RC_OK ? show(p, &asked, (struct str){0}) : rc;
}

enum rc page_desk_quotes_search(struct page *p)
{
    return desk_list_search(p, &desk_front_quotes);
}

enum rc page_desk_quotes_keep(struct page *p)
{
    struct str bad = {0};
    struct desk_asked asked;
    enum rc rc = desk_list_keep(p, &desk_front_quotes, &bad);
    if (rc != RC_OK || bad.n == 0)
        return rc;
    rc = desk_asked_back(p, &desk_front_quotes, &asked);
    return rc == RC_OK ? show(p, &asked, bad) : rc;
}

enum rc page_desk_quotes_forget(struct page *p)
{
    return desk_list_forget(p, &desk_front_quotes);
}

/* ---- several at once: each by itself, so that one that cannot leaves the others alone */

struct many {
    struct page *p;
    struct str picked[DESK_PAGE], to;
    size_t picked_n, done;
    bool close;
};

static enum rc one_of_many(struct many *m, struct str public_id)
{
    struct page *p = m->p;
    uint64_t id = 0;
    enum rc rc = m->close
        ? desk_file_close(p->db, p->a, p->staff.id, public_id, 0, p->now, p->today, &id)
        : desk_file_assign(p->db, p->a, p->staff.id, public_id, 0, m->to, p->now, &id);
    if (rc == RC_OK) {
        bool nobody = str_eq(m->to, STR("personne"));
        const char *act =
            m->close ? "quotes.close" : nobody ? "quotes.unassign" : "quotes.assign";
        rc = desk_request_told(p, act, id, m->close || nobody ? (struct str){0} : m->to);
        m->done++;
    }
    return rc == RC_NOT_FOUND || rc == RC_CONFLICT ? RC_OK : rc;
}

static enum rc do_many(struct db *db, void *arg)
{
    struct many *m = arg;
    enum rc rc = RC_OK;
    (void)db;
    m->done = 0;
    for (size_t i = 0; i < m->picked_n && rc == RC_OK; i++)
        rc = one_of_many(m, m->picked[i]);
    return rc;
}

enum rc page_desk_quotes_csv(struct page *p)
{
    return desk_list_take(p, &desk_front_quotes, EXPORT_CSV);
}

enum rc page_desk_quotes_xlsx(struct page *p)
{
    return desk_list_take(p, &desk_front_quotes, EXPORT_XLSX);
}

enum rc page_desk_quotes_many(struct page *p)
{
    if (desk_list_takes(p))
        return desk_list_take_picked(p, &desk_front_quotes);
    if (str_eq(page_form(p, "acte"), STR("relancer")))
        return page_desk_remind_many(p);
    struct many m = {.p = p, .close = str_eq(page_form(p, "acte"), STR("clore")),
        .to = desk_person(p, page_form(p, "a"))};
    struct desk_asked asked;
    enum rc rc = desk_asked_back(p, &desk_front_quotes, &asked);
    m.picked_n = desk_picked(p, m.picked);
    if (rc == RC_OK && m.picked_n)
        rc = tx_run(p->db, do_many, &m);
    if (rc == RC_OK)
        desk_list_return(p, &asked, m.done, m.picked_n - m.done);
    return rc;
}
