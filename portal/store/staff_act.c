#include "store/staff_act.h"

#include "base/codec.h"
#include "domain/roles.h"
#include "store/audit.h"
#include "store/tx.h"
#include "sys/crypto.h"

struct acting {
    const struct staff_act *act;
    uint64_t id;
    struct str email, name;
    unsigned before, after;
    unsigned char hash[STAFF_HASH];
};

static enum rc audit(struct db *db, const struct acting *x, const char *action, struct str detail)
{
    return audit_add(db, &(struct audit){.actor = x->act->by.kind, .actor_id = x->act->by.id,
                             .action = action, .object = "staff", .object_id = x->id,
                             .detail = detail});
}

static struct str words(const struct acting *x)
{
    struct str all = STR("");
    for (size_t i = 0; i < roles_n; i++)
        if (x->after & roles[i].bit)
            all = arena_printf(
                x->act->a, "%.*s%s%s", STR_ARG(all), all.n ? " " : "", roles[i].value);
    return all;
}

static struct str draw_token(struct arena *a, unsigned char hash[STAFF_HASH])
{
    unsigned char bytes[STAFF_TOKEN_BYTES];
    random_bytes(bytes, sizeof bytes);
    struct str token = base64url_encode(a, (struct str){(char *)bytes, sizeof bytes});
    crypto_sha256(token, hash);
    return token;
}

/* ---- */

static enum rc add(struct db *db, void *arg)
{
    struct acting *x = arg;
    enum rc rc = staff_insert(db, x->act->a, x->email, x->name, x->act->now, &x->id);
    if (rc == RC_OK)
        rc = staff_set_roles(db, x->id, 0, x->after, x->act->now);
    if (rc == RC_OK)
        rc = staff_invite(db, x->id, x->hash, x->act->now);
    return rc == RC_OK ? audit(db, x, "staff.add", words(x)) : rc;
}

enum rc staff_act_add(struct db *db, const struct staff_act *act, struct str email, struct str name,
    unsigned set, struct str *token)
{
    struct acting x = {.act = act, .email = email, .name = name, .after = set};
    *token = draw_token(act->a, x.hash);
    return tx_run(db, add, &x);
}

static enum rc set_roles(struct db *db, void *arg)
{
    struct acting *x = arg;
    bool loses = (x->before & ROLE_ADMIN) && !(x->after & ROLE_ADMIN);
    enum rc rc = loses ? staff_other_admin(db, x->act->a, x->id) : RC_OK;
    if (rc == RC_OK)
        rc = staff_set_roles(db, x->id, x->before, x->after, x->act->now);
    return rc == RC_OK ? audit(db, x, "staff.roles", words(x)) : rc;
}

enum rc staff_act_roles(
    struct db *db, const struct staff_act *act, const struct staff *who, unsigned set)
{
    struct acting x = {.act = act, .id = who->id, .before = who->roles, .after = set};
    return tx_run(db, set_roles, &x);
}

static enum rc reset(struct db *db, void *arg)
{
    struct acting *x = arg;
    enum rc rc = staff_invite(db, x->id, x->hash, x->act->now);
    if (rc == RC_OK)
        rc = staff_recovery_clear(db, x->id);
    if (rc == RC_OK)
        rc = staff_session_end_others(db, x->id, 0, x->act->now);
    return rc == RC_OK ? audit(db, x, "staff.reset", STR("")) : rc;
}

enum rc staff_act_reset(
    struct db *db, const struct staff_act *act, const struct staff *who, struct str *token)
{
    struct acting x = {.act = act, .id = who->id};
    *token = draw_token(act->a, x.hash);
    return tx_run(db, reset, &x);
}

static enum rc disable(struct db *db, void *arg)
{
    struct acting *x = arg;
    enum rc rc = x->before & ROLE_ADMIN ? staff_other_admin(db, x->act->a, x->id) : RC_OK;
    if (rc == RC_OK)
        rc = staff_disable(db, x->id);
    if (rc == RC_OK)
        rc = staff_session_end_others(db, x->id, 0, x->act->now);
    return rc == RC_OK ? audit(db, x, "staff.disable", STR("")) : rc;
}

enum rc staff_act_disable(struct db *db, const struct staff_act *act, const struct staff *who)
{
    struct acting x = {.act = act, .id = who->id, .before = who->roles};
    return tx_run(db, disable, &x);
}
