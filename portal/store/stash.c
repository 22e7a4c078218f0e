/* Statements: stash.* below. */
#include "store/stash.h"

#include "store/statements.h"

enum { PUT, FIND, LATEST, DELETE, MAKE_ROOM, PURGE };

#define COLUMNS "SELECT id, path, sealed, created_at, expires_at FROM stash"

const struct stmt stash_statements[] = {
    [PUT] = {"stash.put",
        "INSERT INTO stash (device, path, sealed, created_at, expires_at)"
        " SELECT ?, ?, ?, ?, ? FROM DUAL"
        " WHERE (SELECT COUNT(*) FROM stash s WHERE s.device = ? AND s.expires_at > ?"
        " AND (s.path LIKE '%=%') = ? AND s.path <> ?) < ?" /* of its sort */
        " ON DUPLICATE KEY UPDATE sealed = VALUES(sealed), created_at = VALUES(created_at),"
        " expires_at = VALUES(expires_at)",
        "babttbtuau", "", 0},
    [FIND] = {"stash.find", COLUMNS " WHERE device = ? AND path = ? AND expires_at > ?", "bat",
        "usbtt", 0},
    [LATEST] = {"stash.latest",
        COLUMNS " WHERE device = ? AND expires_at > ? AND path NOT LIKE '%=%'"
                " ORDER BY created_at DESC, id DESC LIMIT 1",
        "bt", "usbtt", 0},
    [DELETE] = {"stash.delete", "DELETE FROM stash WHERE id = ? AND device = ?", "ub", "", 0},
    [MAKE_ROOM] = {"stash.make_room",
        "DELETE FROM stash WHERE device = ? AND path LIKE '%=%' ORDER BY created_at, id LIMIT 1", "b",
        "", 0},
    [PURGE] = {"stash.purge", "DELETE FROM stash WHERE expires_at <= ? LIMIT ?", "tu", "", 0},
    {0},
};

enum rc stash_put(struct db *db, const unsigned char device[STASH_DEVICE], struct str path,
    struct str sealed, struct instant now)
{
    struct instant expires = {now.s + STASH_SECONDS};
    uint64_t read_again = memchr(path.p, '=', path.n) != NULL;
    struct done done = {0};
    enum rc rc = db_exec(db, &stash_statements[PUT],
        ARGS(ARG_BYTES(device, STASH_DEVICE), ARG(path), ARG(sealed), ARG(now), ARG(expires),
            ARG_BYTES(device, STASH_DEVICE), ARG(now), ARG(read_again), ARG(path),
            ARG(STASH_PER_DEVICE)),
        &done);
    return rc == RC_OK && done.affected == 0 ? RC_TOO_LARGE : rc;
}

enum rc stash_keep(struct db *db, const unsigned char device[STASH_DEVICE], struct str place,
    struct str sealed, struct instant now)
{
    enum rc rc = stash_put(db, device, place, sealed, now);
    if (rc != RC_TOO_LARGE)
        return rc;
    rc = db_exec(
        db, &stash_statements[MAKE_ROOM], ARGS(ARG_BYTES(device, STASH_DEVICE)), NULL);
    return rc == RC_OK ? stash_put(db, device, place, sealed, now) : rc;
}

static enum rc find(struct db *db, struct arena *a, int which, const struct arg *args, size_t n,
    struct stash *out)
{
    struct rows r;
    enum rc rc = db_query_one(db, a, &stash_statements[which], args, n, &r);
    if (rc == RC_OK)
        *out = (struct stash){row_u64(&r, 0, 0), row_str(&r, 0, 1), row_str(&r, 0, 2),
            row_instant(&r, 0, 3), row_instant(&r, 0, 4)};
    return rc;
}

enum rc stash_find(struct db *db, struct arena *a, const unsigned char device[STASH_DEVICE],
    struct str path, struct instant now, struct stash *out)
{
    return find(
        db, a, FIND, ARGS(ARG_BYTES(device, STASH_DEVICE), ARG(path), ARG(now)), out);
}

enum rc stash_latest(struct db *db, struct arena *a, const unsigned char device[STASH_DEVICE],
    struct instant now, struct stash *out)
{
    return find(db, a, LATEST, ARGS(ARG_BYTES(device, STASH_DEVICE), ARG(now)), out);
}

enum rc stash_delete(struct db *db, const unsigned char device[STASH_DEVICE], uint64_t id)
{
    return db_exec(db, &stash_statements[DELETE],
        ARGS(ARG(id), ARG_BYTES(device, STASH_DEVICE)), NULL);
}

enum rc stash_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone)
{
    struct done done = {0};
    enum rc rc = db_exec(db, &stash_statements[PURGE], ARGS(ARG(now), ARG(limit)), &done);
    *gone = done.affected;
    return rc;
}
