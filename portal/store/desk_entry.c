/* Statements: desk_entry.* below. */
#include "store/desk_entry.h"

#include "domain/forms.h"
#include "store/account.h"
#include "store/ident.h"
#include "store/statements.h"
#include "store/step.h"

enum { ACCOUNT, INVITE, INVITED, ENTRY, LIST_ALL, TOLD, TYPED, MOVE, MOVED, EMAIL };

/* May that member of the staff read candidacies? The last argument of each. */
#define READER                                                                                     \
    "EXISTS (SELECT 1 FROM staff me JOIN staff_role mine ON mine.staff_id = me.id"                 \
    " WHERE me.id = ? AND me.state = 'active' AND mine.role IN ('reviewer', 'admin'))"

const struct stmt desk_entry_statements[] = {
    /* Nothing opens it but the code that is sent to that address, which proves it. */
    [ACCOUNT] = {"desk_entry.account",
        "INSERT INTO account (public_id, email, created_at, last_seen_at) VALUES (?, ?, ?, ?)",
        "astt", "", 0},
    [INVITE] = {"desk_entry.invite",
        "INSERT INTO candidacy (public_id, account_id, programme_id, year, intake_id, created_at,"
        " updated_at) SELECT ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE " READER,
        "auuiuttu", "", 0},
    [INVITED] = {"desk_entry.invited",
        "SELECT c.id FROM candidacy c JOIN candidacy_entry e ON e.candidacy_id = c.id"
        " WHERE c.public_id = ? AND " READER,
        "au", "u", 0},
    [ENTRY] = {"desk_entry.add",
        "INSERT INTO candidacy_entry (candidacy_id, origin, received_on, note, entered_by,"
        " entered_at) VALUES (?, ?, ?, ?, ?, ?)",
        "uadsut", "", 0},
    [LIST_ALL] = {"desk_entry.list",
        "SELECT c.id, c.public_id, c.intake_id, ac.email, IF(ac.address_state = 'proved' AND EXISTS"
        " (SELECT 1 FROM address_state b WHERE b.email = ac.email AND b.hard_bounces > 0), 'to_check',"
        " ac.address_state), i.birth_name, i.given_names, e.origin, e.received_on, e.note, s.name,"
        " e.entered_at, o.state, o.bounced_at, o.bounce_why, ac.id, e.invited_at, "
        ENTRY_TAKEN_UP("c", "ac", "e") " FROM candidacy_entry e JOIN candidacy c ON c.id ="
        " e.candidacy_id JOIN account ac ON ac.id = c.account_id JOIN staff s ON s.id ="
        " e.entered_by LEFT JOIN candidacy_identity i ON i.candidacy_id = c.id LEFT JOIN outbox o"
        " ON o.id = (SELECT MAX(m.id) FROM outbox m WHERE m.object_kind = 'candidacy'"
        " AND m.object_id = c.id AND m.kind = 'candidacy_invite') WHERE c.submit_key IS NULL"
        " AND c.state = 'draft' AND (? = '' OR c.public_id = ?) AND " READER
        " ORDER BY e.entered_at DESC, c.id DESC LIMIT ?",
        "sauu", "usu" "ssss" "sdsst" "sts" "utu", STMT_SCAN /* what staff typed: a small table */},
    [TOLD] = {"desk_entry.told",
        "UPDATE candidacy_entry SET invited_at = ? WHERE candidacy_id = ? AND " READER, "tuu", "", 0},
    [TYPED] = {"desk_entry.typed",
        "UPDATE candidacy_entry SET typed_at = ? WHERE candidacy_id = ? AND " READER, "tuu", "", 0},
    /* Whoever had the wrong address loses it; nobody has been told yet at the right one. */
    [MOVE] = {"desk_entry.move",
        "UPDATE candidacy SET account_id = ?, updated_at = ? WHERE id = ? AND state = 'draft' AND "
        READER,
        "utuu", "", 0},
    [MOVED] = {"desk_entry.moved",
        "UPDATE candidacy_entry SET typed_at = ?, invited_at = NULL WHERE candidacy_id = ? AND "
        READER,
        "tuu", "", 0},
    [EMAIL] = {"desk_entry.email",
        "UPDATE candidacy_identity SET email = ? WHERE candidacy_id = ? AND " READER, "suu", "", 0},
    {0},
};

static enum rc account_of(
    struct db *db, struct arena *a, struct str email, struct instant now, uint64_t *id)
{
    struct account account;
    enum rc rc = account_find_by_email(db, a, email, &account);
    if (rc == RC_OK)
        *id = account.id;
    if (rc != RC_NOT_FOUND)
        return rc;
    struct done done;
    rc = db_exec(db, &desk_entry_statements[ACCOUNT],
        ARGS(ARG(public_id_new(a)), ARG(email), ARG(now), ARG(now)), &done);
    if (rc == RC_CONFLICT) { /* they have just signed in for the first time */
        rc = account_find_by_email(db, a, email, &account);
        *id = rc == RC_OK ? account.id : 0;
        return rc;
    }
    *id = done.id;
    return rc;
}

/* What was typed of it, and the address that was asked for above. */
static enum rc write_identity(struct db *db, struct arena *a, uint64_t candidacy,
    const struct desk_invite *d, struct instant now)
{
    struct answers as = answers_new(a, &form_identity);
    for (size_t i = 0; i < d->identity->form->n; i++)
        *answers_at(&as, d->identity->form->fields[i].name) = d->identity->v[i];
    *answers_at(&as, "email") = (struct answer){.typed = d->email, .value = d->email};
    return step_save(db, a, &form_identity, candidacy, &as, (struct str){0}, now);
}

enum rc desk_invite(struct db *db, struct arena *a, uint64_t staff, const struct desk_invite *i,
    struct instant now, uint64_t *candidacy, bool *again)
{
    uint64_t account = 0;
    struct done done;
    struct rows r;
    enum rc rc = db_query_one(
        db, a, &desk_entry_statements[INVITED], ARGS(ARG(i->public_id), ARG(staff)), &r);
    if (rc != RC_NOT_FOUND) {
        *candidacy = rc == RC_OK ? row_u64(&r, 0, 0) : 0;
        *again = rc == RC_OK;
        return rc;
    }
    rc = account_of(db, a, i->email, now, &account);
    if (rc != RC_OK)
        return rc;
    rc = db_exec(db, &desk_entry_statements[INVITE],
        ARGS(ARG(i->public_id), ARG(account), ARG(i->intake->programme),
            ARG((int64_t)i->intake->year), ARG(i->intake->id), ARG(now), ARG(now), ARG(staff)),
        &done);
    if (rc == RC_OK && done.affected == 0)
        return RC_NOT_FOUND;
    *candidacy = done.id;
    if (rc == RC_OK)
        rc = write_identity(db, a, *candidacy, i, now);
    return rc == RC_OK ? db_exec(db, &desk_entry_statements[ENTRY],
                             ARGS(ARG(*candidacy), ARG(i->origin), ARG(i->received), ARG(i->note),
                                 ARG(staff), ARG(now)),
                             NULL)
                       : rc;
}

static struct desk_entry entry_of(const struct rows *r, size_t row)
{
    return (struct desk_entry){
        .id = row_u64(r, row, 0),
        .public_id = row_str(r, row, 1),
        .intake = row_u64(r, row, 2),
        .email = row_str(r, row, 3),
        .address_state = row_str(r, row, 4),
        .birth_name = row_str(r, row, 5),
        .given_names = row_str(r, row, 6),
        .origin = row_str(r, row, 7),
        .received = row_day(r, row, 8),
        .note = row_str(r, row, 9),
        .by = row_str(r, row, 10),
        .entered = row_instant(r, row, 11),
        .mail_state = row_str(r, row, 12),
        .bounced = row_instant(r, row, 13),
        .bounce_why = row_str(r, row, 14),
        .account = row_u64(r, row, 15),
        .invited = row_instant(r, row, 16),
        .taken_up = row_u64(r, row, 17) != 0,
    };
}

enum rc desk_entries(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct desk_entry **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &desk_entry_statements[LIST_ALL],
        ARGS(ARG(public_id), ARG(public_id), ARG(staff), ARG((uint64_t)DESK_ENTRIES_MAX)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct desk_entry);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = entry_of(&r, *n);
    return RC_OK;
}

enum rc desk_entry_told(
    struct db *db, uint64_t staff, uint64_t candidacy, struct instant now)
{
    return db_exec(db, &desk_entry_statements[TOLD], ARGS(ARG(now), ARG(candidacy), ARG(staff)), NULL);
}

enum rc desk_entry_open(struct db *db, struct arena *a, uint64_t staff, struct str public_id,
    struct candidacy *out)
{
    struct desk_entry *found = NULL;
    size_t n = 0;
    enum rc rc = desk_entries(db, a, staff, public_id, &found, &n);
    if (rc == RC_OK && (n != 1 || found->taken_up))
        return RC_NOT_FOUND;
    return rc == RC_OK
        ? candidacy_find(db, a, public_id, (struct owner){.account = found->account}, out)
        : rc;
}

enum rc desk_entry_typed(
    struct db *db, uint64_t staff, uint64_t candidacy, struct instant now)
{
    return db_exec(db, &desk_entry_statements[TYPED], ARGS(ARG(now), ARG(candidacy), ARG(staff)), NULL);
}

enum rc desk_entry_move(struct db *db, struct arena *a, uint64_t staff, uint64_t candidacy,
    struct str email, struct instant now)
{
    uint64_t account = 0;
    struct done done = {0};
    enum rc rc = account_of(db, a, email, now, &account);
    if (rc == RC_OK)
        rc = db_exec(db, &desk_entry_statements[MOVE],
            ARGS(ARG(account), ARG(now), ARG(candidacy), ARG(staff)), &done);
    if (rc == RC_OK && done.affected == 0)
        return RC_NOT_FOUND;
    if (rc == RC_OK)
        rc = db_exec(db, &desk_entry_statements[MOVED],
            ARGS(ARG(now), ARG(candidacy), ARG(staff)), NULL);
    return rc == RC_OK ? db_exec(db, &desk_entry_statements[EMAIL],
                             ARGS(ARG(email), ARG(candidacy), ARG(staff)), NULL)
                       : rc;
}
