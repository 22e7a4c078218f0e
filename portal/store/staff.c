/* Statements: staff.* below. */
#include "store/staff.h"

#include "domain/roles.h"
#include "store/ident.h"
#include "store/statements.h"

enum {
    BY_EMAIL, BY_ID, BY_PUBLIC_ID, BY_INVITE, LIST_ALL, INSERT, ROLE_GIVE, ROLE_TAKE, INVITE,
    INVITE_USED, DISABLE, ADMINS, ACTIVATE, STEP, SEEN, PASSWORD, NOTICE, RECOVERY_CLEAR,
    RECOVERY_ADD, RECOVERY_USE, RECOVERY_LEFT
};

#define COLUMNS                                                                                    \
    "SELECT p.id, p.public_id, p.email, p.name, p.state, p.password, p.totp_sealed,"               \
    " p.totp_at IS NOT NULL, p.totp_step, p.invite_ends_at, p.created_at, p.last_seen_at,"         \
    " p.notice, (SELECT GROUP_CONCAT(o.role) FROM staff_role o WHERE o.staff_id = p.id)"           \
    " FROM staff p"
#define GIVES "ussssssuutttss"

const struct stmt staff_statements[] = {
    [BY_EMAIL] = {"staff.by_email", COLUMNS " WHERE p.email = ?", "s", GIVES, 0},
    [BY_ID] = {"staff.by_id", COLUMNS " WHERE p.id = ?", "u", GIVES, 0},
    [BY_PUBLIC_ID] = {"staff.by_public_id", COLUMNS " WHERE p.public_id = ?", "a", GIVES, 0},
    [BY_INVITE] = {"staff.by_invite",
        COLUMNS " WHERE p.invite_hash = ? AND p.invite_ends_at > ? AND p.state = 'invited'", "bt",
        GIVES, 0},
    [LIST_ALL] = {"staff.list",
        COLUMNS " ORDER BY p.state = 'disabled', p.name, p.id LIMIT ?", "u", GIVES, STMT_SCAN},
    [INSERT] = {"staff.insert",
        "INSERT INTO staff (public_id, email, name, created_at) VALUES (?, ?, ?, ?)", "asst", "",
        0},
    [ROLE_GIVE] = {"staff.role_give",
        "INSERT INTO staff_role (staff_id, role, given_at) SELECT ?, ?, ? FROM DUAL WHERE NOT EXISTS"
        " (SELECT 1 FROM staff_role o WHERE o.staff_id = ? AND o.role = ?)",
        "uatua", "", 0},
    [ROLE_TAKE] = {"staff.role_take", "DELETE FROM staff_role WHERE staff_id = ? AND role = ?",
        "ua", "", 0},
    [INVITE] = {"staff.invite",
        "UPDATE staff SET state = 'invited', password = '', password_at = NULL, totp_sealed = NULL,"
        " totp_at = NULL, invite_hash = ?, invite_ends_at = ? WHERE id = ?",
        "btu", "", 0},
    [INVITE_USED] = {"staff.invite_used",
        "UPDATE staff SET invite_hash = NULL, password = ?, password_at = ?, totp_sealed = ?"
        " WHERE id = ? AND invite_hash = ? AND state = 'invited'",
        "atbub", "", 0},
    [DISABLE] = {"staff.disable",
        "UPDATE staff SET state = 'disabled', invite_hash = NULL, invite_ends_at = NULL"
        " WHERE id = ? AND state <> 'disabled'",
        "u", "", 0},
    [ADMINS] = {"staff.admins",
        "SELECT p.id, p.state = 'active' FROM staff_role r JOIN staff p ON p.id = r.staff_id"
        " WHERE r.role = 'admin' FOR UPDATE",
        "", "uu", STMT_SCAN},
    [ACTIVATE] = {"staff.activate",
        "UPDATE staff SET state = 'active', totp_at = ?, totp_step = ?, invite_ends_at = NULL,"
        " last_seen_at = ? WHERE id = ? AND state = 'invited' AND password <> ''"
        " AND totp_sealed IS NOT NULL AND totp_at IS NULL",
        "tutu", "", 0},
    [STEP] = {"staff.step",
        "UPDATE staff SET totp_step = ? WHERE id = ? AND totp_step < ?", "uuu", "", 0},
    [SEEN] = {"staff.seen", "UPDATE staff SET last_seen_at = ? WHERE id = ?", "tu", "", 0},
    [PASSWORD] = {"staff.password",
        "UPDATE staff SET password = ?, password_at = ? WHERE id = ? AND state = 'active'", "atu",
        "", 0},
    [NOTICE] = {"staff.notice", "UPDATE staff SET notice = ? WHERE id = ?", "au", "", 0},
    [RECOVERY_CLEAR] = {"staff.recovery_clear", "DELETE FROM staff_recovery WHERE staff_id = ?",
        "u", "", 0},
    [RECOVERY_ADD] = {"staff.recovery_add",
        "INSERT INTO staff_recovery (staff_id, code_hash) VALUES (?, ?), (?, ?), (?, ?), (?, ?),"
        " (?, ?), (?, ?), (?, ?), (?, ?), (?, ?), (?, ?)",
        "ubububububububububub", "", 0},
    [RECOVERY_USE] = {"staff.recovery_use",
        "UPDATE staff_recovery SET used_at = ? WHERE staff_id = ? AND code_hash = ?"
        " AND used_at IS NULL",
        "tub", "", 0},
    [RECOVERY_LEFT] = {"staff.recovery_left",
        "SELECT COUNT(*) FROM staff_recovery WHERE staff_id = ? AND used_at IS NULL", "u", "u", 0},
    {0},
};

static void read_staff(const struct rows *r, size_t i, struct staff *out)
{
    *out = (struct staff){
        .id = row_u64(r, i, 0),
        .public_id = row_str(r, i, 1),
        .email = row_str(r, i, 2),
        .name = row_str(r, i, 3),
        .state = row_str(r, i, 4),
        .password = row_str(r, i, 5),
        .sealed = row_str(r, i, 6),
        .enrolled = row_u64(r, i, 7) != 0,
        .step = row_u64(r, i, 8),
        .invite_end = row_instant(r, i, 9),
        .created = row_instant(r, i, 10),
        .last_seen = row_instant(r, i, 11),
        .notice = row_str(r, i, 12),
        .roles = roles_read(row_str(r, i, 13)),
    };
}

static enum rc find(struct db *db, struct arena *a, int which, const struct arg *args, size_t n,
    struct staff *out)
{
    struct rows r;
    *out = (struct staff){0};
    enum rc rc = db_query_one(db, a, &staff_statements[which], args, n, &r);
    if (rc == RC_OK)
        read_staff(&r, 0, out);
    return rc;
}

enum rc staff_by_email(struct db *db, struct arena *a, struct str email, struct staff *out)
{
    enum rc rc = find(db, a, BY_EMAIL, ARGS(ARG(email)), out);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc staff_find(struct db *db, struct arena *a, uint64_t id, struct staff *out)
{
    return find(db, a, BY_ID, ARGS(ARG(id)), out);
}

enum rc staff_by_public_id(
    struct db *db, struct arena *a, struct str public_id, struct staff *out)
{
    return find(db, a, BY_PUBLIC_ID, ARGS(ARG(public_id)), out);
}

enum rc staff_by_invite(struct db *db, struct arena *a, const unsigned char hash[STAFF_HASH],
    struct instant now, struct staff *out)
{
    return find(db, a, BY_INVITE, ARGS(ARG_BYTES(hash, STAFF_HASH), ARG(now)), out);
}

enum rc staff_list(struct db *db, struct arena *a, struct staff **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &staff_statements[LIST_ALL], ARGS(ARG(STAFF_LISTED)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct staff);
    for (; *n < r.n; (*n)++)
        read_staff(&r, *n, &(*out)[*n]);
    return RC_OK;
}

/* An UPDATE that has to meet exactly one row. */
static enum rc one(struct db *db, int which, const struct arg *args, size_t n)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &staff_statements[which], args, n, &done);
    return rc == RC_OK && done.affected != 1 ? RC_CONFLICT : rc;
}

enum rc staff_insert(struct db *db, struct arena *a, struct str email, struct str name,
    struct instant now, uint64_t *id)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &staff_statements[INSERT],
        ARGS(ARG(public_id_new(a)), ARG(email), ARG(name), ARG(now)), &done);
    *id = done.id;
    return rc;
}

enum rc staff_set_roles(
    struct db *db, uint64_t id, unsigned before, unsigned after, struct instant now)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; i < roles_n && rc == RC_OK; i++) {
        struct str value = str_c(roles[i].value);
        if ((before & roles[i].bit) == (after & roles[i].bit))
            continue;
        rc = after & roles[i].bit
                 ? db_exec(db, &staff_statements[ROLE_GIVE],
                       ARGS(ARG(id), ARG(value), ARG(now), ARG(id), ARG(value)), NULL)
                 : db_exec(db, &staff_statements[ROLE_TAKE], ARGS(ARG(id), ARG(value)), NULL);
    }
    return rc;
}

enum rc staff_invite(
    struct db *db, uint64_t id, const unsigned char hash[STAFF_HASH], struct instant now)
{
    struct instant end = {now.s + STAFF_INVITE_SECONDS};
    return one(db, INVITE, ARGS(ARG_BYTES(hash, STAFF_HASH), ARG(end), ARG(id)));
}

enum rc staff_disable(struct db *db, uint64_t id)
{
    return one(db, DISABLE, ARGS(ARG(id)));
}

enum rc staff_other_admin(struct db *db, struct arena *a, uint64_t without)
{
    struct rows r;
    bool other = false;
    enum rc rc = db_query(db, a, &staff_statements[ADMINS], NO_ARGS, &r);
    if (rc != RC_OK)
        return rc;
    for (size_t i = 0; i < r.n; i++)
        other |= row_u64(&r, i, 0) != without && row_u64(&r, i, 1) != 0;
    return other ? RC_OK : RC_CONFLICT;
}

enum rc staff_invite_used(struct db *db, uint64_t id, const unsigned char hash[STAFF_HASH],
    struct str password, struct str sealed, struct instant now)
{
    return one(db, INVITE_USED,
        ARGS(ARG(password), ARG(now), ARG(sealed), ARG(id), ARG_BYTES(hash, STAFF_HASH)));
}

enum rc staff_activate(struct db *db, uint64_t id, uint64_t step, struct instant now)
{
    return one(db, ACTIVATE, ARGS(ARG(now), ARG(step), ARG(now), ARG(id)));
}

enum rc staff_step(struct db *db, uint64_t id, uint64_t step)
{
    return one(db, STEP, ARGS(ARG(step), ARG(id), ARG(step)));
}

enum rc staff_seen(struct db *db, uint64_t id, struct instant now)
{
    return db_exec(db, &staff_statements[SEEN], ARGS(ARG(now), ARG(id)), NULL);
}

enum rc staff_password(struct db *db, uint64_t id, struct str password, struct instant now)
{
    return one(db, PASSWORD, ARGS(ARG(password), ARG(now), ARG(id)));
}

enum rc staff_notice(struct db *db, uint64_t id, struct str notice)
{
    return db_exec(db, &staff_statements[NOTICE], ARGS(ARG(notice), ARG(id)), NULL);
}

enum rc staff_recovery_clear(struct db *db, uint64_t id)
{
    return db_exec(db, &staff_statements[RECOVERY_CLEAR], ARGS(ARG(id)), NULL);
}

enum rc staff_recovery_set(
    struct db *db, uint64_t id, unsigned char hash[STAFF_RECOVERY_CODES][STAFF_HASH])
{
    struct arg args[2 * STAFF_RECOVERY_CODES];
    enum rc rc = staff_recovery_clear(db, id);
    for (size_t i = 0; i < STAFF_RECOVERY_CODES; i++) {
        args[2 * i] = ARG(id);
        args[2 * i + 1] = ARG_BYTES(hash[i], STAFF_HASH);
    }
    return rc == RC_OK ? db_exec(db, &staff_statements[RECOVERY_ADD], args,
                             2 * STAFF_RECOVERY_CODES, NULL)
                       : rc;
}

enum rc staff_recovery_use(
    struct db *db, uint64_t id, const unsigned char hash[STAFF_HASH], struct instant now)
{
    return one(db, RECOVERY_USE, ARGS(ARG(now), ARG(id), ARG_BYTES(hash, STAFF_HASH)));
}

enum rc staff_recovery_left(struct db *db, struct arena *a, uint64_t id, uint64_t *left)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &staff_statements[RECOVERY_LEFT], ARGS(ARG(id)), &r);
    *left = rc == RC_OK ? row_u64(&r, 0, 0) : 0;
    return rc;
}
