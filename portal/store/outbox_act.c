#include "store/outbox_act.h"

#include "store/audit.h"
#include "store/tx.h"

struct acting {
    struct arena *a;
    const struct outbox_act *act; /* on one mail, or: */
    const struct outbox_who *who;
    struct instant now;
    bool settle;
    uint64_t n;
};

static enum rc note(struct db *db, const struct outbox_who *who, const char *action,
    const char *object, uint64_t id, struct str detail)
{
    return audit_add(db, &(struct audit){who ? "staff" : "admin", who ? who->staff : 0, action,
                             object, id, detail});
}

/* With the file that it is about, which shows what was done there. */
static enum rc note_one(struct db *db, const struct acting *t)
{
    static const struct {
        const char *object, *again, *settle;
    } rows[] = {{OUTBOX_QUOTE_REQUEST, "quotes.mail_again", "quotes.mail_settle"},
        {OUTBOX_CANDIDACY, "candidacy.mail_again", "candidacy.mail_settle"}};
    const struct outbox_act *act = t->act;
    struct str kind, object;
    uint64_t id;
    enum rc rc = outbox_about(db, t->a, act->id, &kind, &object, &id);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (str_eq_c(object, rows[i].object))
            return note(db, act->who, t->settle ? rows[i].settle : rows[i].again, rows[i].object, id, kind);
    return note(db, act->who, t->settle ? "mail.settle" : "mail.again", "outbox", act->id, kind);
}

static enum rc one(struct db *db, void *arg)
{
    const struct acting *t = arg;
    enum rc rc = t->settle ? outbox_settle(db, t->act) : outbox_again(db, t->act);
    return rc == RC_OK ? note_one(db, t) : rc;
}

enum rc outbox_act_again(struct db *db, struct arena *a, const struct outbox_act *act)
{
    return tx_run(db, one, &(struct acting){.a = a, .act = act});
}

enum rc outbox_act_settle(struct db *db, struct arena *a, const struct outbox_act *act)
{
    return tx_run(db, one, &(struct acting){.a = a, .act = act, .settle = true});
}

static enum rc all(struct db *db, void *arg)
{
    struct acting *t = arg;
    enum rc rc = t->settle ? outbox_settle_all(db, t->now, &t->n)
                           : outbox_again_all(db, t->who, t->now, &t->n);
    if (rc != RC_OK || t->n == 0)
        return rc;
    return note(db, t->who, t->settle ? "mail.settle_all" : "mail.again_all", "outbox", 0,
        arena_printf(t->a, "%llu", (unsigned long long)t->n));
}

enum rc outbox_act_again_all(struct db *db, struct arena *a, const struct outbox_who *who,
    struct instant now, uint64_t *n)
{
    struct acting t = {.a = a, .who = who, .now = now};
    enum rc rc = tx_run(db, all, &t);
    *n = rc == RC_OK ? t.n : 0;
    return rc;
}

enum rc outbox_act_settle_all(struct db *db, struct arena *a, struct instant now, uint64_t *n)
{
    struct acting t = {.a = a, .now = now, .settle = true};
    enum rc rc = tx_run(db, all, &t);
    *n = rc == RC_OK ? t.n : 0;
    return rc;
}
