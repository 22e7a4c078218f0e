/* Statements: archive.* below. */
#include "store/archive.h"

#include "store/archive_mail.h"
#include "store/archive_private.h"
#include "store/audit.h"
#include "store/statements.h"
#include "store/tx.h"

enum { FIND_CANDIDACY, FIND_REQUEST, FIND_ACCOUNT, FIND_FILE, FILE_LOCK, FILE_CANDIDACY, FILE_REQUEST,
    FILE_ACCOUNT, LOCK_CANDIDACY, LOCK_REQUEST, LOCK_ACCOUNT, MAILS_CANDIDACY, MAILS_REQUEST, MAILS_ACCOUNT,
    LINKS, UNLINK, RELINK, ROWS, ROWS_READABLE, ROWS_GO, FILE_GOES, ASK, ERASED, COUNT };

#define ACCEPTED                                                                                   \
    "(r.state = 'accepted' OR EXISTS (SELECT 1 FROM quote q WHERE q.request_id = r.id"             \
    " AND q.state = 'accepted') OR EXISTS (SELECT 1 FROM quote q JOIN quote_answer w"              \
    " ON w.quote_id = q.id WHERE q.request_id = r.id AND w.kind = 'accepted'))"
#define DEPOSITED "(c.submissions > 0 OR c.state <> 'draft')"
#define FILE                                                                                       \
    "SELECT f.object_id, f.public_id, f.reference, f.email, f.needs_visa, f.id, f.restricted_at,"  \
    " f.erase_asked_at, f.erased_at, f.kind, f.kind = 'candidacy' AND EXISTS (SELECT 1 FROM"         \
    " archive_row w WHERE w.file_id = f.id AND w.table_name = 'candidacy'"                         \
    " AND JSON_VALUE(w.content, '$.account_id') IS NULL), f.created_at FROM archive_file f"
/* Whose it is: the account's address as it is now. A draft without an account only names one. */
#define OWNED                                                                                      \
    " FROM candidacy c LEFT JOIN account n ON n.id = c.account_id LEFT JOIN candidacy_identity i"  \
    " ON i.candidacy_id = c.id AND c.account_id IS NULL "
#define OWNER "COALESCE(n.email, c.draft_email, i.email)"
#define OF_CANDIDACY "'candidacy', c.account_id IS NULL, c.created_at" OWNED
#define OF_REQUEST "'request', 0, r.created_at FROM quote_request r "
/* Where a live file stands in a list of both. */
#define LIVE ", 0, NULL, NULL, NULL, "
#define GIVES "usssuutttsut"
#define NEW_FILE                                                                                   \
    "INSERT INTO archive_file (kind, object_id, public_id, reference, email, programme_id,"        \
    " intake_id, state, verdict, payer, pieces, created_at, submitted_at, needs_visa,"             \
    " restricted_at) SELECT "
#define SHOWN " WHERE file_id = ? AND table_name <> '" ARCHIVE_MAIL_PARTS "' ORDER BY id"
#define STOP "UPDATE outbox o SET o.state = 'expired', o.lease_until = NULL, o.sealed = NULL" \
             " WHERE o.state IN ('queued', 'sending') AND "

const struct stmt archive_statements[] = {
    [FIND_CANDIDACY] = {"archive.find_candidacy",
        "SELECT c.id, c.public_id, c.last_reference, " OWNER ", " DEPOSITED LIVE OF_CANDIDACY "WHERE c.public_id = ?"
        " OR c.id = (SELECT s.candidacy_id FROM submission s WHERE s.reference = ?)",
        "aa", GIVES, STMT_SCAN},
    [FIND_REQUEST] = {"archive.find_request",
        "SELECT r.id, r.public_id, r.reference, r.email, " ACCEPTED LIVE OF_REQUEST
        "WHERE r.public_id = ? OR r.reference = ?",
        "aa", GIVES, STMT_SCAN},
    [FIND_ACCOUNT] = {"archive.of_address",
        "SELECT n.id, n.public_id, '', n.email, 0" LIVE "'account', 0, n.created_at FROM account n WHERE n.email = ?"
        " UNION ALL SELECT c.id, c.public_id, c.last_reference, " OWNER ", " DEPOSITED LIVE OF_CANDIDACY
        "WHERE n.email = ? OR (c.account_id IS NULL AND ? IN (c.draft_email, i.email))"
        " UNION ALL SELECT r.id, r.public_id, r.reference, r.email, " ACCEPTED LIVE OF_REQUEST
        "WHERE r.email = ?"
        " UNION ALL " FILE " WHERE f.email = ?",
        "sssss", GIVES, STMT_SCAN},
    [FIND_FILE] = {"archive.find",
        FILE " WHERE f.kind = ? AND (f.public_id = ? OR (f.reference = ? AND f.reference <> ''))", "aaa", GIVES, STMT_SCAN},
    [FILE_LOCK] = {"archive.lock", FILE " WHERE f.kind = ? AND f.object_id = ? FOR UPDATE", "au", GIVES, 0},
    [FILE_CANDIDACY] = {"archive.new_candidacy",
        NEW_FILE "'candidacy', c.id, c.public_id, c.last_reference, " OWNER ","
        " c.programme_id, c.intake_id, c.state, c.last_verdict, c.last_payer, c.submissions,"
        " c.created_at, c.submitted_at, " DEPOSITED ", ?" OWNED "WHERE c.id = ?",
        "tu", "", 0},
    [FILE_REQUEST] = {"archive.new_request",
        NEW_FILE "'request', r.id, r.public_id, r.reference, r.email, r.programme_id, r.intake_id,"
        " r.state, r.kind, COALESCE(r.payer, ''), (SELECT COUNT(*) FROM quote q WHERE q.request_id = r.id),"
        " r.created_at, r.created_at, " ACCEPTED ", ? FROM quote_request r WHERE r.id = ?",
        "tu", "", STMT_SCAN},
    [FILE_ACCOUNT] = {"archive.new_account",
        NEW_FILE "'account', n.id, n.public_id, '', n.email, NULL, NULL, '', '', '', 0, n.created_at,"
        " NULL, 0, ? FROM account n WHERE n.id = ?",
        "tu", "", 0},
    [LOCK_CANDIDACY] = {"archive.lock_candidacy", "SELECT id FROM candidacy WHERE id = ? FOR UPDATE", "u", "u", 0},
    [LOCK_REQUEST] = {"archive.lock_request", "SELECT id FROM quote_request WHERE id = ? FOR UPDATE", "u", "u", 0},
    [LOCK_ACCOUNT] = {"archive.lock_account", "SELECT id FROM account WHERE id = ? FOR UPDATE", "u", "u", 0},
    [MAILS_CANDIDACY] = {"archive.stop_candidacy",
        STOP "o.object_kind = 'candidacy' AND o.object_id = ?", "u", "", STMT_SCAN},
    [MAILS_REQUEST] = {"archive.stop_request",
        STOP "o.object_kind = 'quote_request' AND o.object_id = ?", "u", "", STMT_SCAN},
    [MAILS_ACCOUNT] = {"archive.stop_account",
        STOP "o.object_kind = '' AND o.recipient = (SELECT n.email FROM account n WHERE n.id = ?)", "u", "", STMT_SCAN},
    [LINKS] = {"archive.links",
        "INSERT INTO archive_row (file_id, table_name, content) SELECT ?, 'quote_request.candidacy_id',"
        " JSON_OBJECT('id', r.id) FROM quote_request r WHERE r.candidacy_id = ?",
        "uu", "", 0},
    [UNLINK] = {"archive.unlink",
        "UPDATE quote_request SET candidacy_id = NULL WHERE candidacy_id = ?", "u", "", 0},
    [RELINK] = {"archive.relink",
        "UPDATE quote_request r JOIN archive_row a ON a.file_id = ?"
        " AND a.table_name = 'quote_request.candidacy_id' AND JSON_VALUE(a.content, '$.id') = r.id"
        " SET r.candidacy_id = ? WHERE r.candidacy_id IS NULL",
        "uu", "", STMT_SCAN},
    [ROWS] = {"archive.rows",
        "SELECT table_name, content FROM archive_row" SHOWN, "u", "ss", 0},
    [ROWS_READABLE] = {"archive.rows_readable",
        "SELECT table_name, JSON_DETAILED(content) FROM archive_row" SHOWN, "u", "ss", 0},
    [ROWS_GO] = {"archive.rows_go", "DELETE FROM archive_row WHERE file_id = ?", "u", "", 0},
    [FILE_GOES] = {"archive.lifted", "DELETE FROM archive_file WHERE id = ?", "u", "", 0},
    [ASK] = {"archive.ask",
        "UPDATE archive_file SET erase_asked_at = ? WHERE id = ? AND erase_asked_at IS NULL", "tu", "", 0},
    [ERASED] = {"archive.erased",
        "UPDATE archive_file SET erased_at = ?, email = NULL, visa = ?, visa_on = ?"
        " WHERE id = ? AND erased_at IS NULL",
        "tsDu", "", 0},
    [COUNT] = {"archive.count",
        "SELECT COALESCE(SUM(erase_asked_at IS NOT NULL), 0), COUNT(*) FROM archive_file"
        " WHERE erased_at IS NULL",
        "", "uu", STMT_SCAN},
    {0},
};

/* One kind of file: its words, and the statements that are its own. */
static const struct kind {
    const char *name, *object; /* of an audit row */
    enum subject_by by;
    int lock, make, stop;
} kinds[] = {
    [ARCHIVE_CANDIDACY] = {"candidacy", "candidacy", SUBJECT_CANDIDACY, LOCK_CANDIDACY, FILE_CANDIDACY, MAILS_CANDIDACY},
    [ARCHIVE_REQUEST] = {"request", "quote_request", SUBJECT_REQUEST, LOCK_REQUEST, FILE_REQUEST, MAILS_REQUEST},
    [ARCHIVE_ACCOUNT] = {"account", "account", SUBJECT_ACCOUNT, LOCK_ACCOUNT, FILE_ACCOUNT, MAILS_ACCOUNT},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

const char *archive_kind_name(enum archive_kind kind)
{
    return kinds[kind].name;
}

enum subject_by archive_subject(enum archive_kind kind)
{
    return kinds[kind].by;
}

/* ---- found */

static struct archive_file row(const struct rows *r, size_t i)
{
    struct archive_file f = {.object = row_u64(r, i, 0), .public_id = row_str(r, i, 1),
        .reference = row_str(r, i, 2), .email = row_str(r, i, 3), .needs_visa = row_u64(r, i, 4) != 0,
        .file = row_u64(r, i, 5), .restricted = row_instant(r, i, 6),
        .erase_asked = row_instant(r, i, 7), .erased = row_instant(r, i, 8),
        .unproved = row_u64(r, i, 10) != 0, .created = row_instant(r, i, 11)};
    for (int k = 0; k < KINDS; k++)
        if (str_eq_c(row_str(r, i, 9), kinds[k].name))
            f.kind = (enum archive_kind)k;
    return f;
}

enum rc archive_find(struct db *db, struct arena *a, enum archive_kind kind, struct str key,
    struct archive_file *out)
{
    struct rows r = {0};
    enum rc rc = db_query(db, a,
        &archive_statements[kind == ARCHIVE_CANDIDACY ? FIND_CANDIDACY : FIND_REQUEST],
        ARGS(ARG(key), ARG(key)), &r);
    if (rc == RC_OK && r.n == 0)
        rc = db_query(db, a, &archive_statements[FIND_FILE],
            ARGS(ARG(str_c(kinds[kind].name)), ARG(key), ARG(key)), &r);
    if (rc == RC_OK && r.n == 0)
        return RC_NOT_FOUND;
    if (rc == RC_OK)
        *out = row(&r, 0);
    return rc;
}

enum rc archive_of_address(
    struct db *db, struct arena *a, struct str email, struct archive_person *out)
{
    struct rows r;
    enum rc rc = db_query(db, a, &archive_statements[FIND_ACCOUNT],
        ARGS(ARG(email), ARG(email), ARG(email), ARG(email), ARG(email)), &r);
    if (rc != RC_OK)
        return rc;
    *out = (struct archive_person){ARENA_ARRAY(a, r.n + 1, struct archive_file), r.n};
    for (size_t i = 0; i < r.n; i++)
        out->v[i] = row(&r, i);
    return RC_OK;
}

enum rc archive_rows(struct db *db, struct arena *a, uint64_t file, bool readable,
    struct archive_row **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &archive_statements[readable ? ROWS_READABLE : ROWS], ARGS(ARG(file)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct archive_row);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = (struct archive_row){row_str(&r, *n, 0), row_str(&r, *n, 1)};
    return RC_OK;
}

enum rc archive_count(struct db *db, struct arena *a, uint64_t *waiting, uint64_t *restricted)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &archive_statements[COUNT], NO_ARGS, &r);
    *waiting = rc == RC_OK ? row_u64(&r, 0, 0) : 0;
    *restricted = rc == RC_OK ? row_u64(&r, 0, 1) : 0;
    return rc;
}

/* ---- done, inside a transaction */

static enum rc audit(struct db *db, struct arena *a, const struct archive_act *act,
    const struct archive_file *f, const char *verb)
{
    struct str detail = act->visa.n && strcmp(verb, "erase") == 0
        ? arena_printf(a, "visa %.*s; %.*s", STR_ARG(act->visa), STR_ARG(act->reason))
        : act->reason;
    return audit_add(db, &(struct audit){"admin", act->by,
                             arena_printf(a, "%s.%s", kinds[f->kind].name, verb).p,
                             kinds[f->kind].object, f->object, detail});
}

/* How it stands now, whoever was faster; f->object == 0: nowhere. */
static enum rc lock(struct db *db, struct arena *a, struct archive_file *f)
{
    struct rows r;
    const struct kind *k = &kinds[f->kind];
    enum rc rc = db_query(db, a, &archive_statements[FILE_LOCK], ARGS(ARG(str_c(k->name)), ARG(f->object)), &r);
    if (rc == RC_OK && r.n) {
        struct str email = f->email;
        *f = row(&r, 0);
        if (!f->email.n)
            f->email = email;
        return RC_OK;
    }
    f->file = 0;
    f->restricted = f->erase_asked = f->erased = (struct instant){0};
    if (rc == RC_OK)
        rc = db_query_one(db, a, &archive_statements[k->lock], ARGS(ARG(f->object)), &r);
    return rc;
}

static enum rc move(struct db *db, const struct archive_act *act, struct archive_file *f)
{
    const struct kind *k = &kinds[f->kind];
    const struct subject s = {k->by, f->object, f->email};
    struct done done = {0};
    uint64_t gone = 0;
    enum rc rc = db_exec(db, &archive_statements[k->make], ARGS(ARG(act->now), ARG(f->object)), &done);
    if (rc == RC_OK)
        rc = db_exec(db, &archive_statements[k->stop], ARGS(ARG(f->object)), NULL);
    f->file = done.id;
    f->restricted = act->now;
    if (rc == RC_OK && f->kind == ARCHIVE_CANDIDACY)
        rc = db_exec(db, &archive_statements[LINKS], ARGS(ARG(f->file), ARG(f->object)), NULL);
    if (rc == RC_OK && f->kind == ARCHIVE_CANDIDACY)
        rc = db_exec(db, &archive_statements[UNLINK], ARGS(ARG(f->object)), NULL);
    if (rc == RC_OK)
        rc = subject_copy(db, &s, f->file);
    return rc == RC_OK ? subject_remove(db, &s, &gone) : rc;
}

enum rc archive_restrict_in(struct db *db, struct arena *a, const struct archive_act *act,
    struct archive_file f, enum archive_outcome *out)
{
    enum rc rc = lock(db, a, &f);
    *out = f.file ? ARCHIVE_ALREADY : ARCHIVE_DONE;
    if (rc != RC_OK || f.file)
        return rc;
    rc = move(db, act, &f);
    return rc == RC_OK ? audit(db, a, act, &f, "restrict") : rc;
}

enum rc archive_lift_in(struct db *db, struct arena *a, const struct archive_act *act,
    struct archive_file f, enum archive_outcome *out)
{
    enum rc rc = lock(db, a, &f);
    *out = f.file ? ARCHIVE_DONE : ARCHIVE_ALREADY;
    if (rc != RC_OK || !f.file)
        return rc;
    if (f.erased.s)
        return RC_CONFLICT;
    rc = subject_back(db, kinds[f.kind].by, f.file);
    if (rc == RC_OK && f.kind == ARCHIVE_CANDIDACY)
        rc = db_exec(db, &archive_statements[RELINK], ARGS(ARG(f.file), ARG(f.object)), NULL);
    if (rc == RC_OK)
        rc = db_exec(db, &archive_statements[ROWS_GO], ARGS(ARG(f.file)), NULL);
    if (rc == RC_OK)
        rc = db_exec(db, &archive_statements[FILE_GOES], ARGS(ARG(f.file)), NULL);
    return rc == RC_OK ? audit(db, a, act, &f, "lift") : rc;
}

/* A deposited one, and no visa: it leaves every page now, and its rows when the visa is there. */
static enum rc ask(struct db *db, struct arena *a, const struct archive_act *act,
    const struct archive_file *f, enum archive_outcome *out)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &archive_statements[ASK], ARGS(ARG(act->now), ARG(f->file)), &done);
    *out = ARCHIVE_WAITS;
    return rc == RC_OK && done.affected ? audit(db, a, act, f, "erase_asked") : rc;
}

enum rc archive_erase_in(struct db *db, struct arena *a, const struct archive_act *act,
    struct archive_file f, enum archive_outcome *out)
{
    enum rc rc = lock(db, a, &f);
    *out = f.erased.s ? ARCHIVE_ALREADY : ARCHIVE_DONE;
    if (rc != RC_OK || f.erased.s)
        return rc;
    if (!f.file) {
        rc = move(db, act, &f);
        if (rc == RC_OK)
            rc = lock(db, a, &f); /* needs_visa as it is now: it may have been deposited a moment ago */
    }
    if (rc == RC_OK && f.needs_visa && (!act->visa.n || day_is_none(act->visa_on)))
        return ask(db, a, act, &f, out);
    if (rc == RC_OK)
        rc = db_exec(db, &archive_statements[ROWS_GO], ARGS(ARG(f.file)), NULL);
    if (rc == RC_OK)
        rc = db_exec(db, &archive_statements[ERASED],
            ARGS(ARG(act->now), ARG(act->visa), ARG(act->visa_on), ARG(f.file)), NULL);
    return rc == RC_OK ? audit(db, a, act, &f, "erase") : rc;
}

/* ---- one file, one transaction */

struct one {
    struct arena *a;
    const struct archive_act *act;
    const struct archive_file *f;
    enum archive_outcome *out;
    enum rc (*what)(struct db *db, struct arena *a, const struct archive_act *act,
        struct archive_file f, enum archive_outcome *out);
};

static enum rc run(struct db *db, void *arg)
{
    struct one *o = arg;
    return o->what(db, o->a, o->act, *o->f, o->out);
}

enum rc archive_restrict(struct db *db, struct arena *a, const struct archive_act *act,
    const struct archive_file *f, enum archive_outcome *out)
{
    return tx_run(db, run, &(struct one){a, act, f, out, archive_restrict_in});
}

enum rc archive_lift(struct db *db, struct arena *a, const struct archive_act *act,
    const struct archive_file *f, enum archive_outcome *out)
{
    return tx_run(db, run, &(struct one){a, act, f, out, archive_lift_in});
}

enum rc archive_erase(struct db *db, struct arena *a, const struct archive_act *act,
    const struct archive_file *f, enum archive_outcome *out)
{
    return tx_run(db, run, &(struct one){a, act, f, out, archive_erase_in});
}

enum rc archive_exported(struct db *db, const struct archive_act *act, const struct archive_file *f)
{
    return audit_add(db, &(struct audit){"admin", act->by,
                             f->kind == ARCHIVE_CANDIDACY ? "candidacy.export"
                                 : f->kind == ARCHIVE_REQUEST ? "request.export"
                                                              : "account.export",
                             kinds[f->kind].object, f->object, act->reason});
}
