/* Statements: archive_person.* below. */
#include "store/archive_private.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "domain/fold.h"
#include "store/audit.h"
#include "store/statements.h"
#include "store/throttle.h"
#include "store/tx.h"

enum { NAMES_LIVE, NAMES_MOVED, BUCKET_GOES, ASIDE_GOES, ASIDES };
enum { FOLDED_MAX = 64 * 1024, WORD_LEAST = 3 };

const struct stmt archive_person_statements[] = {
    [NAMES_LIVE] = {"archive_person.names",
        "SELECT CONCAT_WS(' ', i.birth_name, i.usage_name, i.given_names) FROM candidacy_identity i"
        " WHERE ? = 'candidacy' AND i.candidacy_id = ? UNION ALL SELECT CONCAT_WS(' ', r.name,"
        " r.addressee_contact, r.trainees) FROM quote_request r WHERE ? = 'request' AND r.id = ?",
        "susu", "s", STMT_SCAN},
    [NAMES_MOVED] = {"archive_person.names_moved",
        "SELECT CONCAT_WS(' ', JSON_VALUE(content, '$.birth_name'), JSON_VALUE(content, '$.usage_name'),"
        " JSON_VALUE(content, '$.given_names'), IF(table_name = 'quote_request', CONCAT_WS(' ',"
        " JSON_VALUE(content, '$.name'), JSON_VALUE(content, '$.addressee_contact'),"
        " JSON_VALUE(content, '$.trainees')), NULL)) FROM archive_row WHERE file_id = ?"
        " AND table_name IN ('candidacy_identity', 'quote_request')",
        "u", "s", 0},
    [BUCKET_GOES] = {"archive_person.bucket", "DELETE FROM throttle WHERE bucket = ?", "b", "", 0},
    [ASIDE_GOES] = {"archive_person.aside", "DELETE FROM mail_aside WHERE id = ?", "u", "", 0},
    [ASIDES] = {"archive_person.asides",
        "SELECT id, public_id, file_name, shown FROM mail_aside WHERE shown IS NOT NULL", "", "ussb", STMT_SCAN},
    {0},
};

/* ---- a reason that names nobody */

/* Its letters and digits folded, each run of anything else one space. */
static struct str folded(struct arena *a, struct str s)
{
    struct buf out;
    buf_init(&out, FOLDED_MAX);
    buf_putc(&out, ' ');
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == UINT32_MAX)
            break;
        if (c >= 0x80 || ascii_is_alnum((int)c))
            fold_put(&out, c);
        else if (!out.overflow && out.p[out.n - 1] != ' ')
            buf_putc(&out, ' ');
    }
    buf_putc(&out, ' ');
    return arena_take(a, &out);
}

static bool names_one(struct arena *a, struct str reason, struct str names)
{
    struct str rest = folded(a, names), word;
    while (str_cut(&rest, ' ', &word))
        if (word.n >= WORD_LEAST &&
            strstr(reason.p, arena_printf(a, " %.*s ", STR_ARG(word)).p))
            return true;
    return false;
}

enum rc archive_reason_good(struct db *db, struct arena *a, struct str reason,
    const struct archive_file *f, size_t n, bool *good)
{
    struct str plain = folded(a, reason);
    *good = reason.n && reason.n <= ARCHIVE_REASON_MAX && utf8_valid(reason) && !str_has_control(reason, "") &&
        str_find(reason, '@') == reason.n;
    for (size_t i = 0; *good && i < n; i++) {
        struct rows r;
        struct str kind = str_c(archive_kind_name(f[i].kind));
        enum rc rc = f[i].file
            ? db_query(db, a, &archive_person_statements[NAMES_MOVED], ARGS(ARG(f[i].file)), &r)
            : db_query(db, a, &archive_person_statements[NAMES_LIVE],
                  ARGS(ARG(kind), ARG(f[i].object), ARG(kind), ARG(f[i].object)), &r);
        if (rc != RC_OK)
            return rc;
        for (size_t k = 0; *good && k < r.n; k++)
            *good = !names_one(a, plain, row_str(&r, k, 0));
    }
    return RC_OK;
}

/* ---- mails that nobody understood */

static bool goes_on(char c, const char *marks)
{
    return ascii_is_alnum((unsigned char)c) || (c && strchr(marks, c));
}

/* From i to end, by itself and not inside a longer address: the limits of MENTIONS (subject.c). */
static bool is_alone(struct str text, size_t i, size_t end)
{
    if (i > 0 && goes_on(text.p[i - 1], "_.+-"))
        return false;
    return end == text.n || !goes_on(text.p[end], "_.-") ||
        (text.p[end] == '.' && (end + 1 == text.n || !goes_on(text.p[end + 1], "")));
}

static bool mentions(struct str text, struct str email)
{
    for (size_t i = 0; i + email.n <= text.n; i++)
        if (str_eq_nocase((struct str){text.p + i, email.n}, email) && is_alone(text, i, i + email.n))
            return true;
    return false;
}

enum rc archive_asides(struct db *db, struct arena *a, const struct keys *keys, struct str email,
    struct archive_aside **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &archive_person_statements[ASIDES], NO_ARGS, &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct archive_aside);
    for (size_t i = 0; i < r.n; i++) {
        struct str shown;
        if (crypto_open(a, keys, KEY_FIELD_BASE, row_str(&r, i, 3), row_str(&r, i, 1), &shown) &&
            mentions(shown, email))
            (*out)[(*n)++] = (struct archive_aside){row_u64(&r, i, 0), row_str(&r, i, 2), shown};
    }
    return RC_OK;
}

/* ---- everything of an address */

struct whole {
    struct arena *a;
    enum archive_verb verb;
    const struct archive_act *act;
    struct str email;
    const struct archive_traces *traces;
    enum archive_outcome *out;
    size_t *waiting;
};

static enum rc one(struct db *db, const struct whole *w, const struct archive_file *f, bool *changed)
{
    enum archive_outcome out = ARCHIVE_ALREADY;
    enum rc rc = w->verb == ARCHIVE_RESTRICT ? archive_restrict_in(db, w->a, w->act, *f, &out)
        : w->verb == ARCHIVE_LIFT            ? archive_lift_in(db, w->a, w->act, *f, &out)
                                             : archive_erase_in(db, w->a, w->act, *f, &out);
    *changed |= out == ARCHIVE_DONE || (out == ARCHIVE_WAITS && !f->erase_asked.s);
    *w->waiting += out == ARCHIVE_WAITS;
    return rc;
}

/* Accounts go last (others hang on them) and come first; a request comes before the candidacy that it
 * was asked from, which finds it again. */
static int place(enum archive_kind kind, enum archive_verb verb)
{
    static const int away[] = {[ARCHIVE_CANDIDACY] = 0, [ARCHIVE_REQUEST] = 1, [ARCHIVE_ACCOUNT] = 2};
    return verb == ARCHIVE_LIFT ? 2 - away[kind] : away[kind];
}

/* By a keyed hash, or sealed: the caller found them. */
static enum rc traces_go(struct db *db, const struct archive_traces *t, uint64_t *gone)
{
    enum rc rc = RC_OK;
    struct done done = {0};
    for (size_t i = 0; t && rc == RC_OK && i < t->buckets_n; i++, *gone += done.affected)
        rc = db_exec(db, &archive_person_statements[BUCKET_GOES],
            ARGS(ARG_BYTES(t->buckets[i], THROTTLE_BUCKET)), &done);
    for (size_t i = 0; t && rc == RC_OK && i < t->asides_n; i++, *gone += done.affected)
        rc = db_exec(db, &archive_person_statements[ASIDE_GOES], ARGS(ARG(t->asides[i])), &done);
    return rc;
}

/* The address's own line: each file has one too. */
static enum rc told(struct db *db, const struct archive_act *act, const char *action)
{
    return audit_add(db, &(struct audit){"admin", act->by, action, "person", 0, act->reason});
}

enum rc archive_person_exported(struct db *db, const struct archive_act *act)
{
    return told(db, act, "person.export");
}

static enum rc person(struct db *db, void *arg)
{
    static const char *const actions[] = {[ARCHIVE_RESTRICT] = "person.restrict",
        [ARCHIVE_LIFT] = "person.lift", [ARCHIVE_ERASE] = "person.erase"};
    const struct whole *w = arg;
    struct archive_person p;
    uint64_t gone = 0;
    bool changed = false;
    *w->waiting = 0;
    enum rc rc = archive_of_address(db, w->a, w->email, &p);
    for (int turn = 0; rc == RC_OK && turn <= 2; turn++)
        for (size_t i = 0; rc == RC_OK && i < p.n; i++)
            if (!p.v[i].unproved && place(p.v[i].kind, w->verb) == turn)
                rc = one(db, w, &p.v[i], &changed);
    const struct subject s = {SUBJECT_ADDRESS, 0, w->email};
    if (rc == RC_OK && w->verb != ARCHIVE_LIFT)
        rc = subject_remove(db, &s, &gone);
    if (rc == RC_OK && w->verb == ARCHIVE_ERASE)
        rc = traces_go(db, w->traces, &gone);
    changed |= gone != 0;
    if (rc == RC_OK && changed)
        rc = told(db, w->act, actions[w->verb]);
    *w->out = *w->waiting ? ARCHIVE_WAITS : changed ? ARCHIVE_DONE : ARCHIVE_ALREADY;
    return rc;
}

enum rc archive_person(struct db *db, struct arena *a, enum archive_verb verb,
    const struct archive_act *act, struct str email, const struct archive_traces *traces,
    enum archive_outcome *out, size_t *waiting)
{
    return tx_run(db, person, &(struct whole){a, verb, act, email, traces, out, waiting});
}
