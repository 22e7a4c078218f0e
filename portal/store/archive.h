/* store/archive.h - a file that is exported, restricted, lifted or erased because somebody asked.
 *
 * A file is a candidacy, a request (for a quote, or a question), or an account with all that an address
 * stands for. Restricted, its rows are moved into archive_row, which only the operator's two roles can
 * read: so no page, list, search, export or mail shows it, whatever its statement says. Lifted, they come
 * back as they were. Erased, they are gone, and archive_file keeps a stub that names nobody: public id,
 * intake, dates, state, verdict, payer, how many documents, and the visa.
 *
 * What is a public archive (a candidacy that was deposited) or an account's voucher (a request whose
 * quote was accepted) needs a visa: without one the erasure restricts it at once and waits.
 *
 * For movsc_rights; each function is one transaction with its audit rows: admin, the operator's number,
 * the reason. Run twice they do nothing more and say so. */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "store/subject.h"
#include "sys/crypto.h"

enum { ARCHIVE_REASON_MAX = 300, ARCHIVE_VISA_MAX = 80 };

enum archive_kind { ARCHIVE_CANDIDACY, ARCHIVE_REQUEST, ARCHIVE_ACCOUNT };

struct archive_act {
    uint64_t by;       /* the operator: the number of their account on the machine */
    struct str reason; /* archive_reason_good */
    struct instant now;
    struct str visa; /* of an erasure: the reference of the archives' agreement; empty: none */
    struct day visa_on;
};

struct archive_file {
    enum archive_kind kind;
    uint64_t file;   /* archive_file's id; 0: it is where pages see it */
    uint64_t object; /* its row's id; 0 (an account): the address has none */
    struct str public_id, reference;
    struct str email; /* empty: erased, or nobody's yet */
    bool needs_visa;
    bool unproved; /* a draft of no account: it names the address, and may be somebody else's */
    struct instant restricted, erase_asked, erased, created;
};

/* By public id or reference. RC_NOT_FOUND: neither live nor in the archive. */
enum rc archive_find(struct db *db, struct arena *a, enum archive_kind kind, struct str key,
    struct archive_file *out) MUST_USE;

/* Everything of an address: its account first, then candidacies and requests, in the archive or not;
 * and the drafts that only name it (unproved), which are said and never shown, moved or erased by it. */
struct archive_person {
    struct archive_file *v;
    size_t n;
};
enum rc archive_of_address(
    struct db *db, struct arena *a, struct str email, struct archive_person *out) MUST_USE;

/* Nothing of a person in a reason: it is audited. False for one that is empty, too long, holds a
 * control, an @, or a word of a name or of the address of those files. Reads their names. */
enum rc archive_reason_good(struct db *db, struct arena *a, struct str reason,
    const struct archive_file *f, size_t n, bool *good) MUST_USE;

/* What became of it. */
enum archive_outcome { ARCHIVE_DONE, ARCHIVE_ALREADY, ARCHIVE_WAITS /* for its visa */ };

/* RC_CONFLICT of a lift: what it hangs on is not there, or somebody has taken its place since. */
enum rc archive_restrict(struct db *db, struct arena *a, const struct archive_act *act,
    const struct archive_file *f, enum archive_outcome *out) MUST_USE;
enum rc archive_lift(struct db *db, struct arena *a, const struct archive_act *act,
    const struct archive_file *f, enum archive_outcome *out) MUST_USE;
enum rc archive_erase(struct db *db, struct arena *a, const struct archive_act *act,
    const struct archive_file *f, enum archive_outcome *out) MUST_USE;

/* What is known of an address by a keyed hash, or sealed: the caller has the keys. */
struct archive_traces {
    const unsigned char (*buckets)[32]; /* of throttle */
    size_t buckets_n;
    const uint64_t *asides; /* ids of mail_aside */
    size_t asides_n;
};
/* Mails that nobody understood and whose text has the address in it, by itself (KEY_FIELD_BASE opens them). */
struct archive_aside {
    uint64_t id;
    struct str file, shown; /* its name in the Maildir; what it says */
};
enum rc archive_asides(struct db *db, struct arena *a, const struct keys *keys, struct str email,
    struct archive_aside **out, size_t *n) MUST_USE;

/* All files of the address in one transaction, the address's own rows with them; `traces` go with an
 * erasure. *waiting: files that wait for their visa. ARCHIVE_ALREADY: nothing was left to do. */
enum archive_verb { ARCHIVE_RESTRICT, ARCHIVE_LIFT, ARCHIVE_ERASE };
enum rc archive_person(struct db *db, struct arena *a, enum archive_verb verb,
    const struct archive_act *act, struct str email, const struct archive_traces *traces,
    enum archive_outcome *out, size_t *waiting) MUST_USE;

/* The rows of a file in the archive: the table's name and the row, JSON. Without the sealed parts of mails
 * (store/archive_mail.h). */
struct archive_row {
    struct str table, content;
};
enum rc archive_rows(struct db *db, struct arena *a, uint64_t file, bool readable,
    struct archive_row **out, size_t *n) MUST_USE;
/* Exported: the audit row alone. */
enum rc archive_exported(struct db *db, const struct archive_act *act, const struct archive_file *f) MUST_USE;
/* … and the address's own line, whether it has a file or not. */
enum rc archive_person_exported(struct db *db, const struct archive_act *act) MUST_USE;
/* For the operator: how many files wait for their visa, how many are restricted. */
enum rc archive_count(struct db *db, struct arena *a, uint64_t *waiting, uint64_t *restricted) MUST_USE;
/* "candidacy", "request", "account". */
const char *archive_kind_name(enum archive_kind kind);
enum subject_by archive_subject(enum archive_kind kind);

#endif
