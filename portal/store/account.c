/* Statements: account.* below. */
#include "store/account.h"

#include "store/address.h"
#include "store/ident.h"
#include "store/statements.h"
#include "store/throttle.h"

enum { FIND, BY_EMAIL, ENSURE, CHANGE_EMAIL, FOLLOW, STANDING };

#define COLUMNS "SELECT id, public_id, email, address_state, created_at, last_seen_at FROM account"

const struct stmt account_statements[] = {
    [FIND] = {"account.find", COLUMNS " WHERE id = ?", "u", "ussstt", 0},
    /* mails may have come back from the address before there was an account */
    [BY_EMAIL] = {"account.by_email",
        "SELECT id, public_id, email, IF(address_state = 'proved' AND EXISTS (SELECT 1 FROM"
        " address_state s WHERE s.email = account.email AND s.hard_bounces > 0), 'to_check',"
        " address_state), created_at, last_seen_at FROM account WHERE email = ?",
        "s", "ussstt", 0},
    [ENSURE] = {"account.ensure",
        "INSERT INTO account (public_id, email, created_at, last_seen_at) VALUES (?, ?, ?, ?)"
        " ON DUPLICATE KEY UPDATE last_seen_at = VALUES(last_seen_at)",
        "astt", "", 0},
    [CHANGE_EMAIL] = {"account.change_email",
        "UPDATE account SET email = ?, address_state = 'proved' WHERE id = ? AND email = ?",
        "sus", "", 0},
    [FOLLOW] = {"account.identities_follow",
        "UPDATE candidacy c JOIN candidacy_identity i ON i.candidacy_id = c.id"
        " SET i.email = ?, i.updated_at = ? WHERE c.account_id = ? AND i.email = ?",
        "stus", "", 0},
    [STANDING] = {"account.standing",
        "SELECT EXISTS (SELECT 1 FROM throttle WHERE bucket = ? AND expires_at > ?),"
        " EXISTS (SELECT 1 FROM account WHERE email = ?)"
        " OR EXISTS (SELECT 1 FROM throttle WHERE bucket = ? AND expires_at > ?)",
        "btsbt", "uu", 0},
    {0},
};

static void read_account(const struct rows *r, struct account *out)
{
    *out = (struct account){
        .id = row_u64(r, 0, 0),
        .public_id = row_str(r, 0, 1),
        .email = row_str(r, 0, 2),
        .address_state = row_str(r, 0, 3),
        .created = row_instant(r, 0, 4),
        .last_seen = row_instant(r, 0, 5),
    };
}

static enum rc find(struct db *db, struct arena *a, int which, struct arg key, struct account *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &account_statements[which], &key, 1, &r);
    if (rc == RC_OK)
        read_account(&r, out);
    return rc;
}

enum rc account_find(struct db *db, struct arena *a, uint64_t id, struct account *out)
{
    return find(db, a, FIND, ARG(id), out);
}

enum rc account_find_by_email(
    struct db *db, struct arena *a, struct str email, struct account *out)
{
    return find(db, a, BY_EMAIL, ARG(email), out);
}

enum rc account_standing(struct db *db, struct arena *a, struct str email,
    const struct account_marks *marks, struct instant now, struct account_standing *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &account_statements[STANDING],
        ARGS(ARG_BYTES(marks->home, THROTTLE_BUCKET), ARG(now), ARG(email),
            ARG_BYTES(marks->proved, THROTTLE_BUCKET), ARG(now)),
        &r);
    if (rc == RC_OK)
        *out = (struct account_standing){row_u64(&r, 0, 0) > 0, row_u64(&r, 0, 1) > 0};
    return rc;
}

enum rc account_ensure(
    struct db *db, struct arena *a, struct str email, struct instant now, struct account *out)
{
    struct str public_id = public_id_new(a);
    enum rc rc = db_exec(db, &account_statements[ENSURE],
        ARGS(ARG(public_id), ARG(email), ARG(now), ARG(now)), NULL);
    /* Read back by the address and not by an insert id: whatever key met, it is this person's. */
    if (rc == RC_OK)
        rc = account_find_by_email(db, a, email, out);
    if (rc != RC_OK || str_eq_c(out->address_state, "proved"))
        return rc;
    out->address_state = STR("proved");
    return address_correct(db, email, now);
}

enum rc account_change_email(
    struct db *db, uint64_t id, struct str old_email, struct str new_email, struct instant now)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &account_statements[CHANGE_EMAIL],
        ARGS(ARG(new_email), ARG(id), ARG(old_email)), &done);
    if (rc == RC_OK && done.affected != 1)
        return RC_CONFLICT;
    return rc == RC_OK ? address_correct(db, new_email, now) : rc;
}

enum rc account_identities_follow(struct db *db, uint64_t id, struct str old_email,
    struct str new_email, struct instant now)
{
    return db_exec(db, &account_statements[FOLLOW],
        ARGS(ARG(new_email), ARG(now), ARG(id), ARG(old_email)), NULL);
}
