/* store/mail_raw.h - answers to a request as they came by mail: how many of late, and the mails themselves,
 * sealed in parts until a day that is written beside them. portal-jobs writes and erases them; an
 * export alone reads them (store/archive_mail.h). */
#ifndef STORE_MAIL_RAW_H
#define STORE_MAIL_RAW_H

#include "store/stmt.h"

struct mail_raw_counts {
    uint64_t people, unvouched, machines; /* answers by mail since then, by their marks in the thread */
    uint64_t bytes;                       /* of all the mails that are kept of it */
};
enum rc mail_raw_count(struct db *db, struct arena *a, uint64_t request, struct instant since,
    struct mail_raw_counts *out) MUST_USE;
/* Of all the mails that are kept, of whatever request. */
enum rc mail_raw_total(struct db *db, struct arena *a, uint64_t *bytes) MUST_USE;

struct mail_raw {
    struct str public_id;
    uint64_t request, bytes;
    struct instant received, ends;
};
/* Inside the caller's transaction; then each part, from 0 on, under the row that *id tells: sealed by the
 * caller (KEY_FIELD_BASE), at most 16 MB. */
enum rc mail_raw_put(struct db *db, const struct mail_raw *m, uint64_t *id) MUST_USE;
enum rc mail_raw_put_part(struct db *db, uint64_t raw, unsigned part, struct str sealed) MUST_USE;

/* Those whose day has come; at most `limit`. */
enum rc mail_raw_purge(struct db *db, struct instant now, uint64_t limit, uint64_t *gone) MUST_USE;

#endif
