/* Statements: outbox_file.*, and outbox_operator.*, which ask nobody's rights. */
#include "store/outbox_file.h"

#include "store/statements.h"

enum {
    OF_OBJECT,
    FAILING,
    ABOUT,
    FAILURES,
    AGAIN,
    AGAIN_ALL,
    SETTLE,
    OPERATOR, /* the same four, from here on */
    SETTLE_ALL = OPERATOR + (OPERATOR - FAILURES),
};

/* The last two arguments: who, and their roles. */
#define MAY                                                                                        \
    " AND EXISTS (SELECT 1 FROM staff me JOIN staff_role mine ON mine.staff_id = me.id"            \
    " WHERE me.id = ? AND me.state = 'active' AND FIND_IN_SET(mine.role, ?))"

/* What lives less than a day is asked for anew by who needs it. Two arguments: OUTBOX_LIFE, now. */
#define USUAL " o.expires_at >= o.created_at + INTERVAL ? SECOND"
#define CAN_AGAIN(now)                                                                             \
    " o.state = 'failed' AND o.recipient <> '' AND (" USUAL " OR (o.expires_at > " now            \
    " AND o.expires_at >= o.created_at + INTERVAL 1 DAY))"

#define LINE                                                                                       \
    " o.id, o.kind, o.recipient, o.state, o.last_error, o.attempts, o.created_at, o.sent_at,"      \
    " o.next_try_at, o.bounced_at, o.bounce_why, o.trouble, o.again_at, o.settled_at,"             \
    CAN_AGAIN("UTC_TIMESTAMP()")
#define LINE_GIVES "ussssutttts" "sttu"

#define OPEN_FAILURES " WHERE o.state = 'failed' AND o.settled_at IS NULL"
#define LIST(may)                                                                                  \
    "SELECT" LINE ", o.object_kind, COALESCE(r.public_id, IF(c.submit_key IS NULL, '', c.public_id))" \
    " FROM outbox o LEFT JOIN quote_request r ON o.object_kind = 'quote_request' AND r.id = o.object_id" \
    " LEFT JOIN candidacy c ON o.object_kind = 'candidacy' AND c.id = o.object_id" OPEN_FAILURES may \
    " ORDER BY o.id DESC LIMIT ?"

/* expires_at is set first: it still sees what it was. Arguments: OUTBOX_LIFE, then three times, then
 * CAN_AGAIN's. */
#define SEND_AGAIN                                                                                 \
    "UPDATE outbox o SET o.expires_at = IF(" USUAL ", ?, o.expires_at), o.state = 'queued',"       \
    " o.attempts = 0, o.next_try_at = ?, o.again_at = ?, o.last_error = '', o.trouble = '',"       \
    " o.refused_at = NULL, o.settled_at = NULL, o.bounced_at = NULL, o.bounce_why = ''"            \
    " WHERE" CAN_AGAIN("?")
#define AGAIN_TAKES "utttut"
#define ONE " AND o.id = ? AND (? = '' OR (o.object_kind = ? AND o.object_id = ?))"
#define ONE_TAKES "usau"
#define SETTLED "UPDATE outbox o SET o.settled_at = ?" OPEN_FAILURES

const struct stmt outbox_file_statements[] = {
    [OF_OBJECT] = {"outbox_file.of_object",
        "SELECT" LINE " FROM outbox o WHERE o.object_kind = ? AND o.object_id = ?"
        " ORDER BY o.id DESC LIMIT ?",
        "uauu", LINE_GIVES, 0},
    [FAILING] = {"outbox_file.failing",
        "SELECT COALESCE(SUM(o.state = 'failed'), 0), COALESCE(SUM(" CAN_AGAIN("UTC_TIMESTAMP()") "), 0),"
        " COALESCE(SUM(o.state = 'queued'), 0) FROM outbox o WHERE o.state IN ('failed', 'queued')"
        " AND IF(o.state = 'failed', o.settled_at IS NULL, o.trouble = 'kind')",
        "u", "uuu", 0},
    [ABOUT] = {"outbox_file.about", "SELECT kind, object_kind, object_id FROM outbox WHERE id = ?",
        "u", "ssu", 0},
    [FAILURES] = {"outbox_file.failures", LIST(MAY), "uuau", LINE_GIVES "ss", 0},
    [AGAIN] = {"outbox_file.again", SEND_AGAIN ONE MAY, AGAIN_TAKES ONE_TAKES "ua", "", 0},
    [AGAIN_ALL] = {"outbox_file.again_all", SEND_AGAIN " AND o.settled_at IS NULL" MAY, AGAIN_TAKES "ua", "", 0},
    [SETTLE] = {"outbox_file.settle", SETTLED ONE MAY, "t" ONE_TAKES "ua", "", 0},
    [OPERATOR] = {"outbox_operator.failures", LIST(""), "uu", LINE_GIVES "ss", 0},
    {"outbox_operator.again", SEND_AGAIN ONE, AGAIN_TAKES ONE_TAKES, "", 0},
    {"outbox_operator.again_all", SEND_AGAIN " AND o.settled_at IS NULL", AGAIN_TAKES, "", 0},
    {"outbox_operator.settle", SETTLED ONE, "t" ONE_TAKES, "", 0},
    [SETTLE_ALL] = {"outbox_operator.settle_all", SETTLED, "t", "", 0},
    {0},
};

enum { ARGS_MAX = 16 };

struct list { /* arguments, those of the rights last and only where they are asked */
    struct arg v[ARGS_MAX];
    size_t n;
};

static void add(struct list *l, struct arg a)
{
    if (l->n == ARGS_MAX)
        abort(); /* a statement of this file */
    l->v[l->n++] = a;
}

static void add_who(struct list *l, const struct outbox_who *who)
{
    if (!who)
        return;
    add(l, ARG(who->staff));
    add(l, ARG(str_c(who->roles)));
}

static const struct stmt *of(const struct outbox_who *who, int which)
{
    return &outbox_file_statements[who ? which : which - FAILURES + OPERATOR];
}

static struct arg life(void)
{
    return ARG((uint64_t)OUTBOX_LIFE);
}

/* ---- read */

static void read_lines(struct arena *a, const struct rows *r, struct outbox_line **out, size_t *n)
{
    bool filed = r->columns > sizeof LINE_GIVES - 1;
    *out = ARENA_ARRAY(a, r->n + 1, struct outbox_line);
    for (size_t i = 0; i < r->n; i++)
        (*out)[(*n)++] = (struct outbox_line){
            .id = row_u64(r, i, 0),
            .kind = row_str(r, i, 1),
            .recipient = row_str(r, i, 2),
            .state = row_str(r, i, 3),
            .error = row_str(r, i, 4),
            .attempts = (unsigned)row_u64(r, i, 5),
            .created = row_instant(r, i, 6),
            .sent = row_instant(r, i, 7),
            .next_try = row_instant(r, i, 8),
            .bounced = row_instant(r, i, 9),
            .bounce_why = row_str(r, i, 10),
            .trouble = row_str(r, i, 11),
            .again = row_instant(r, i, 12),
            .settled = row_instant(r, i, 13),
            .can_again = row_u64(r, i, 14) != 0,
            .object_kind = filed ? row_str(r, i, 15) : (struct str){0},
            .object = filed ? row_str(r, i, 16) : (struct str){0},
        };
}

enum rc outbox_of_object(struct db *db, struct arena *a, const char *object_kind,
    uint64_t object_id, struct outbox_line **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &outbox_file_statements[OF_OBJECT],
        ARGS(life(), ARG(str_c(object_kind)), ARG(object_id), ARG((uint64_t)OUTBOX_LISTED_MAX)), &r);
    if (rc == RC_OK)
        read_lines(a, &r, out, n);
    return rc;
}

enum rc outbox_failures(struct db *db, struct arena *a, const struct outbox_who *who,
    struct outbox_line **out, size_t *n)
{
    struct rows r;
    struct list l = {0};
    *n = 0;
    add(&l, life());
    add_who(&l, who);
    add(&l, ARG((uint64_t)OUTBOX_LISTED_MAX));
    enum rc rc = db_query(db, a, of(who, FAILURES), l.v, l.n, &r);
    if (rc == RC_OK)
        read_lines(a, &r, out, n);
    return rc;
}

enum rc outbox_failing(struct db *db, struct arena *a, struct outbox_failing *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &outbox_file_statements[FAILING], ARGS(life()), &r);
    if (rc == RC_OK)
        *out = (struct outbox_failing){row_u64(&r, 0, 0), row_u64(&r, 0, 1), row_u64(&r, 0, 2)};
    return rc;
}

enum rc outbox_about(struct db *db, struct arena *a, uint64_t id, struct str *kind,
    struct str *object_kind, uint64_t *object_id)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &outbox_file_statements[ABOUT], ARGS(ARG(id)), &r);
    if (rc == RC_OK) {
        *kind = row_str(&r, 0, 0);
        *object_kind = row_str(&r, 0, 1);
        *object_id = row_u64(&r, 0, 2);
    }
    return rc;
}

/* ---- done */

static void add_one(struct list *l, const struct outbox_act *act)
{
    struct str kind = str_c(act->object_kind ? act->object_kind : "");
    add(l, ARG(act->id));
    add(l, ARG(kind));
    add(l, ARG(kind));
    add(l, ARG(act->object_id));
}

static void add_again(struct list *l, struct instant now)
{
    add(l, life());
    add(l, ARG(((struct instant){now.s + OUTBOX_LIFE})));
    add(l, ARG(now));
    add(l, ARG(now));
    add(l, life());
    add(l, ARG(now));
}

static enum rc one(struct db *db, const struct stmt *s, const struct list *l)
{
    struct done done = {0};
    enum rc rc = db_exec(db, s, l->v, l->n, &done);
    return rc == RC_OK && done.affected != 1 ? RC_CONFLICT : rc;
}

enum rc outbox_again(struct db *db, const struct outbox_act *act)
{
    struct list l = {0};
    add_again(&l, act->now);
    add_one(&l, act);
    add_who(&l, act->who);
    return one(db, of(act->who, AGAIN), &l);
}

enum rc outbox_again_all(
    struct db *db, const struct outbox_who *who, struct instant now, uint64_t *n)
{
    struct list l = {0};
    struct done done = {0};
    add_again(&l, now);
    add_who(&l, who);
    enum rc rc = db_exec(db, of(who, AGAIN_ALL), l.v, l.n, &done);
    *n = done.affected;
    return rc;
}

enum rc outbox_settle(struct db *db, const struct outbox_act *act)
{
    struct list l = {0};
    add(&l, ARG(act->now));
    add_one(&l, act);
    add_who(&l, act->who);
    return one(db, of(act->who, SETTLE), &l);
}

enum rc outbox_settle_all(struct db *db, struct instant now, uint64_t *n)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &outbox_file_statements[SETTLE_ALL], ARGS(ARG(now)), &done);
    *n = done.affected;
    return rc;
}
