#include "job/purge.h"

#include "store/address.h"
#include "store/aside.h"
#include "store/challenge.h"
#include "store/desk_list.h"
#include "store/mail_raw.h"
#include "store/outbox.h"
#include "store/purge.h"
#include "store/purge_accounts.h"
#include "store/purge_quotes.h"
#include "store/session.h"
#include "store/staff_session.h"
#include "store/stash.h"
#include "store/throttle.h"

enum { BITE = 500, DAYS_MOST = 36500, ROWS_USUAL = 500, PERCENT_USUAL = 20, FLOOR_USUAL = 50 };
#define DAYS(n) ((n) * (int64_t)86400)

/* Most are one DELETE with a limit. */
#define PLAIN(fn)                                                                                  \
    static enum rc run_##fn(const struct purge_turn *t, uint64_t *gone)                            \
    {                                                                                              \
        return fn(t->db, t->before, t->limit, gone);                                               \
    }
PLAIN(stash_purge)
PLAIN(throttle_purge)
PLAIN(challenge_purge)
PLAIN(session_purge)
PLAIN(staff_session_purge)
PLAIN(desk_view_purge)
PLAIN(outbox_purge)
PLAIN(address_purge)
PLAIN(mail_raw_purge)
PLAIN(aside_purge)
PLAIN(purge_report_purge)

static enum rc run_quotes(const struct purge_turn *t, uint64_t *gone)
{
    return purge_quotes(t->db, t->a, t->before, t->limit, gone);
}

static enum rc run_drafts(const struct purge_turn *t, uint64_t *gone)
{
    return purge_drafts(t->db, t->a, t->now, t->before, t->limit, gone);
}

static enum rc run_accounts(const struct purge_turn *t, uint64_t *gone)
{
    return purge_accounts(t->db, t->a, t->before, t->limit, gone);
}

#define J CONFIG_DB_JOBS
#define P CONFIG_DB_PURGE
/* In this order: a request may hold its draft back, a draft its account. */
const struct purge_kind purge_kinds[] = {
    {"stash", "textes gardés une heure", J, NULL, 0, 0, false, BITE, {"stash.purge", "stash", false},
        run_stash_purge},
    {"throttle", "compteurs d’essais", J, NULL, 0, 0, false, BITE, {"throttle.purge", "throttle", false},
        run_throttle_purge},
    /* expired a week ago: "this code is too old" */
    {"challenge", "codes périmés", J, NULL, 0, DAYS(7), false, BITE,
        {"challenge.purge", "challenge", false}, run_challenge_purge},
    {"session", "connexions terminées", J, NULL, 0, DAYS(7), false, BITE,
        {"session.purge", "session", false}, run_session_purge},
    {"staff_session", "connexions de l’équipe terminées", J, NULL, 0, DAYS(30), false, BITE,
        {"staff_session.purge", "staff_session", false}, run_staff_session_purge},
    /* searches, not named views */
    {"desk_view", "recherches de l’équipe", J, NULL, 0, DAYS(DESK_VIEW_DAYS), false, BITE,
        {"desk.view_purge", "desk_view", false}, run_desk_view_purge},
    /* requirements.md §3: 90 days */
    {"outbox", "courriels envoyés", J, "retention.mail", DAYS(1), DAYS(90), true, BITE,
        {"outbox.purge", "outbox", false}, run_outbox_purge},
    /* last year's is tried again */
    {"address", "adresses d’où un message est revenu", J, "retention.address", DAYS(1), DAYS(365), true,
        BITE, {"address.purge", "address_state", false}, run_address_purge},
    /* each has its own end, by retention.reply (job/answers.h) */
    {"mail_raw", "réponses par courriel telles qu’elles sont arrivées", J, NULL, 0, 0, true, BITE,
        {"mail_raw.ended", "mail_raw", false}, run_mail_raw_purge},
    {"aside", "courriels reçus non compris", J, "retention.aside", DAYS(1), DAYS(90), true, BITE,
        {"aside.purge", "mail_aside", false}, run_aside_purge},
    {"report", "comptes rendus d’effacement", J, "retention.log", DAYS(1), DAYS(365), false, BITE,
        {"purge_report.purge", "purge_report", false}, run_purge_report_purge},
    {"quote_request", "demandes restées sans suite", P, "retention.quote", DAYS(1), DAYS(365), true,
        PURGE_QUOTES_MAX, {"purge.quotes_due", "quote_request", false}, run_quotes},
    /* three months is the least (store/purge.h) */
    {"draft", "brouillons jamais déposés", P, "retention.draft", DAYS(90), DAYS(90), true,
        PURGE_DRAFTS_MAX, {"purge.due", "candidacy", true}, run_drafts},
    {"account", "comptes sans rien", P, "retention.account", DAYS(1), DAYS(180), true,
        PURGE_ACCOUNTS_MAX, {"purge.accounts_due", "account", false}, run_accounts},
};
const size_t purge_kinds_n = sizeof purge_kinds / sizeof *purge_kinds;

const struct purge_kind *purge_kind_find(struct str name)
{
    for (size_t i = 0; i < purge_kinds_n; i++)
        if (str_eq_c(name, purge_kinds[i].name))
            return &purge_kinds[i];
    return NULL;
}

struct instant purge_before(const struct purge_kind *k, const struct facts *f, struct instant now)
{
    uint64_t days;
    int64_t keep = k->usual;
    if (k->setting && str_to_u64(facts_text(f, k->setting), DAYS_MOST, &days) && DAYS((int64_t)days) >= k->least)
        keep = DAYS((int64_t)days);
    return (struct instant){now.s - keep};
}

static uint64_t number(const struct facts *f, const char *setting, uint64_t most, uint64_t usual)
{
    uint64_t n;
    return str_to_u64(facts_text(f, setting), most, &n) && n ? n : usual;
}

struct purge_limits purge_limits_of(const struct facts *f)
{
    return (struct purge_limits){number(f, "brake.rows", DAYS_MOST, ROWS_USUAL),
        number(f, "brake.percent", 100, PERCENT_USUAL), number(f, "brake.floor", DAYS_MOST, FLOOR_USUAL)};
}
