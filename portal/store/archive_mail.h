/* store/archive_mail.h - answers that came by mail, as they came: opened for the copy that a person may
 * have, wherever their request stands, live or in the archive. For movsc_rights, with KEY_FIELD_BASE. */
#ifndef STORE_ARCHIVE_MAIL_H
#define STORE_ARCHIVE_MAIL_H

#include "store/archive.h"

/* The table of their parts, sealed: nobody can read these, so an export leaves them out. */
#define ARCHIVE_MAIL_PARTS "mail_raw_part"

struct archive_mail {
    struct str public_id;
    uint64_t id, bytes; /* of the whole mail */
    bool moved;         /* into the archive */
    const uint64_t *parts; /* where each is: the mail's row, or the archive's */
    size_t parts_n;
};
/* Those of all these files, each file's oldest first. */
enum rc archive_mails(struct db *db, struct arena *a, const struct archive_file *f, size_t files,
    struct archive_mail **out, size_t *n) MUST_USE;

/* Gives `take` its bytes, a part at a time: never two in memory. RC_FAULT: `take` said no, or a part is not
 * there or does not open. */
enum rc archive_mail_read(struct db *db, const struct keys *keys, const struct archive_mail *m,
    bool (*take)(void *arg, struct str part), void *arg) MUST_USE;

#endif
