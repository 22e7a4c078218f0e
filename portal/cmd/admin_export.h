/* cmd/admin_export.h - one export: everything that is held about a person, or of one of their files.
 *
 * JSON: {"format", "made_at", "files": [{"kind", "public_id", "reference", "state", TABLE: [rows]…,
 * "restricted_rows": [{"table", "row"}]}], "address": {TABLE: [rows]…,
 * "unproved_drafts_that_name_it": [{"public_id", "created_at"}]…}, "mails_as_they_came": [{"public_id", "bytes",
 * "file"}]}: every column of every table of store/subject.c, but for sealed parts of mails: each mail is a
 * file of its own, which the caller writes. The lines say the same in French, with the forms' own labels. */
#ifndef CMD_ADMIN_EXPORT_H
#define CMD_ADMIN_EXPORT_H

#include "store/archive_mail.h"

struct export_ask {
    const struct archive_file *files;
    size_t files_n;
    struct str email; /* empty: only these files */
    bool refuses;     /* mails about quotes */
    const struct str *asides; /* mails that nobody understood and that name the address, as text */
    size_t asides_n;
    const struct archive_mail *mails;
    size_t mails_n;
    const char *beside; /* of the mails' files, as export_mail_file; NULL: nobody writes them */
    struct instant now;
};

/* Where the i-th mail goes (from 0): "OUT-1.eml". */
struct str export_mail_file(struct arena *a, const char *out, size_t i);

/* Both bufs are the caller's, empty; RC_TOO_LARGE when one is too small. */
enum rc export_write(struct db *db, struct arena *a, const struct export_ask *ask, struct buf *json,
    struct buf *lines) MUST_USE;

#endif
