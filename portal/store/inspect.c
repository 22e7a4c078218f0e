/* Statements: inspect.* below. */
#include "store/inspect.h"

#include "domain/email.h"
#include "domain/forms.h"
#include "domain/name.h"
#include "domain/siret.h"
#include "sys/clock.h"

enum { SERVER, CLOCK, EXCESS, NAMELESS, NAMES, OF_ACCOUNTS, OF_DRAFTS, OF_REQUESTS };
enum { NAMES_AT_ONCE = 2000, TYPED_AT_ONCE = 2000 };

#define ME " WHERE grantee = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')"

#define NO_LETTER "'^[^\\\\p{Lu}\\\\p{Ll}\\\\p{Lt}\\\\p{Lo}]+$'"

const struct stmt inspect_statements[] = {
    [SERVER] = {"inspect.server",
        "SELECT @@secure_timestamp, @@innodb_flush_log_at_trx_commit,"
        " @@log_bin AND NOT @@log_bin_trust_function_creators, SYSDATE()",
        "", "suut", STMT_SCAN},
    [CLOCK] = {"inspect.clock", "SELECT SYSDATE()", "", "t", STMT_SCAN},
    [EXCESS] = {"inspect.excess",
        "SELECT privilege_type, '*.*' FROM information_schema.user_privileges" ME
        " AND privilege_type <> 'USAGE'"
        " UNION ALL SELECT privilege_type, CONCAT(table_schema, '.*')"
        " FROM information_schema.schema_privileges" ME
        " UNION ALL SELECT privilege_type, table_name FROM information_schema.table_privileges" ME
        " AND (privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')"
        " OR (table_name IN ('submission', 'audit') AND privilege_type IN ('UPDATE', 'DELETE')"
        " AND NOT (table_name = 'submission' AND privilege_type = 'DELETE'"
        " AND CURRENT_USER() LIKE 'movsc\\_rights@%'))"
        " OR (table_name IN ('staff_session', 'staff_recovery') AND privilege_type IN ('INSERT', 'UPDATE')"
        " AND CURRENT_USER() LIKE 'movsc\\_staff@%')"
        " OR (? AND table_name IN ('decision', 'audit_seal', 'audit_sealed', 'lease', 'staff',"
        " 'staff_session', 'staff_recovery', 'archive_file', 'archive_row')))",
        "u", "ss", STMT_SCAN},
    /* Nothing that Unicode calls a letter, modifiers apart: few, and judged in C as a step is. */
    [NAMELESS] = {"inspect.nameless",
        "SELECT i.birth_name, i.usage_name, i.given_names FROM candidacy c"
        " JOIN candidacy_identity i ON i.candidacy_id = c.id"
        " WHERE c.state IN ('draft', 'taken_back') AND (i.birth_name REGEXP " NO_LETTER
        " OR i.usage_name REGEXP " NO_LETTER " OR i.given_names REGEXP " NO_LETTER ") LIMIT 10000",
        "", "sss", STMT_SCAN},
    [NAMES] = {"inspect.names",
        "SELECT id, name, addressee_contact, addressee_name, opco_name, trainees FROM quote_request"
        " WHERE id > ? ORDER BY id LIMIT ?",
        "uu", "usssss", STMT_SCAN},
    [OF_ACCOUNTS] = {"inspect.accounts", "SELECT id, email, NULL FROM account WHERE id > ? ORDER BY id LIMIT ?", "uu",
        "uss", STMT_SCAN},
    [OF_DRAFTS] = {"inspect.drafts",
        "SELECT c.id, IF(c.account_id IS NULL, c.draft_email, NULL), f.payer_siret FROM candidacy c"
        " LEFT JOIN candidacy_funding f ON f.candidacy_id = c.id WHERE c.id > ? ORDER BY c.id LIMIT ?",
        "uu", "uss", STMT_SCAN},
    [OF_REQUESTS] = {"inspect.requests",
        "SELECT id, email, addressee_siret FROM quote_request WHERE id > ? ORDER BY id LIMIT ?", "uu", "uss",
        STMT_SCAN},
    {0},
};

/* "10.11.19-MariaDB-0+deb12u1"; older replication clients are shown "5.5.5-" before it. */
static void read_version(struct str s, struct inspect *out)
{
    struct str part;
    uint64_t n = 0;
    out->mariadb = str_find(s, '-') < s.n && strstr(s.p, "MariaDB") != NULL;
    if (str_starts(s, STR("5.5.5-")))
        s = str_slice(s, 6, s.n);
    if (str_cut(&s, '.', &part) && str_to_u64(part, 99, &n))
        out->major = (unsigned)n;
    if (str_cut(&s, '.', &part) && str_to_u64(part, 99, &n))
        out->minor = (unsigned)n;
}

enum rc inspect_server(struct db *db, struct arena *a, struct inspect *out)
{
    struct rows r;
    *out = (struct inspect){0};
    read_version(db_server(db), out);
    if (!out->mariadb) { /* MySQL has no secure_timestamp: NO is what it amounts to */
        out->secure_timestamp = STR("NO");
        out->flush_at_commit = 1;
        enum rc rc = db_query_one(db, a, &inspect_statements[CLOCK], NO_ARGS, &r);
        if (rc == RC_OK)
            out->clock = row_instant(&r, 0, 0);
        return rc;
    }
    enum rc rc = db_query_one(db, a, &inspect_statements[SERVER], NO_ARGS, &r);
    if (rc != RC_OK)
        return rc;
    out->secure_timestamp = row_str(&r, 0, 0);
    out->flush_at_commit = row_u64(&r, 0, 1);
    out->binlog_without_trust = row_u64(&r, 0, 2) != 0;
    out->clock = row_instant(&r, 0, 3);
    return RC_OK;
}

enum rc inspect_excess(
    struct db *db, struct arena *a, bool outside, struct privilege **out, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &inspect_statements[EXCESS], ARGS(ARG(outside)), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct privilege);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = (struct privilege){row_str(&r, *n, 0), row_str(&r, *n, 1)};
    return RC_OK;
}

enum rc inspect_nameless(struct db *db, struct arena *a, size_t *n)
{
    struct rows r;
    *n = 0;
    enum rc rc = db_query(db, a, &inspect_statements[NAMELESS], NO_ARGS, &r);
    for (size_t i = 0; rc == RC_OK && i < r.n; i++) {
        bool odd = false;
        for (size_t k = 0; k < 3; k++) {
            struct str name = row_str(&r, i, k);
            odd |= name.n && !name_has_letter(name);
        }
        *n += odd;
    }
    return rc;
}

/* Is any of the row's names refused? In the order of inspect.names, behind the id. */
static bool is_refused(const struct rows *r, size_t row)
{
    static const char *const names[] = {
        "name", "addressee_contact", "addressee_name", "opco_name", "trainees"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!field_takes_name(form_field(&form_quote, names[i]), row_str(r, row, i + 1)))
            return true;
    return false;
}

enum rc inspect_names(struct db *db, struct inspect_names *out)
{
    struct arena *a = arena_new();
    struct rows r = {0};
    uint64_t last = 0;
    enum rc rc;
    *out = (struct inspect_names){0};
    do {
        arena_reset(a);
        rc = db_query(db, a, &inspect_statements[NAMES], ARGS(ARG(last), ARG(NAMES_AT_ONCE)), &r);
        for (size_t i = 0; rc == RC_OK && i < r.n; i++) {
            last = row_u64(&r, i, 0);
            out->requests++;
            out->refused += is_refused(&r, i);
        }
    } while (rc == RC_OK && r.n == NAMES_AT_ONCE);
    arena_free(a);
    return rc;
}

static void look_at(struct arena *a, struct str email, struct str siret, struct inspect_typed *out)
{
    bool misread = email_mended(a, email).n > 0;
    out->addresses += email.n > 0;
    out->misread += misread;
    out->slips += !misread && email_doubtful(email);
    out->sirets += siret.n > 0;
    out->doubtful += siret.n > 0 && !siret_sound(siret);
}

enum rc inspect_typed(struct db *db, struct inspect_typed *out)
{
    struct arena *a = arena_new();
    enum rc rc = RC_OK;
    *out = (struct inspect_typed){0};
    for (int place = OF_ACCOUNTS; rc == RC_OK && place <= OF_REQUESTS; place++) {
        struct rows r = {0};
        uint64_t last = 0;
        do {
            arena_reset(a);
            rc = db_query(db, a, &inspect_statements[place], ARGS(ARG(last), ARG(TYPED_AT_ONCE)), &r);
            for (size_t i = 0; rc == RC_OK && i < r.n; i++) {
                last = row_u64(&r, i, 0);
                look_at(a, row_str(&r, i, 1), row_str(&r, i, 2), out);
            }
        } while (rc == RC_OK && r.n == TYPED_AT_ONCE);
    }
    arena_free(a);
    return rc;
}

struct trying {
    struct db *db;
    struct arena *a;
    enum statement_role role;
    struct str *names;
    size_t n;
};

static void try_one(void *ctx, const struct stmt *s)
{
    struct trying *t = ctx;
    if (!statement_is_for(s->name, t->role) || db_prepare(t->db, s) == RC_OK)
        return;
    if (t->n < INSPECT_UNABLE_MAX)
        t->names[t->n] = str_c(s->name);
    t->n++;
    (void)!db_request(t->db, (struct str){0}, clock_now()); /* for the next one; gone, it says so */
}

void inspect_unable(
    struct db *db, struct arena *a, enum statement_role role, struct str **names, size_t *n)
{
    struct trying t = {db, a, role, ARENA_ARRAY(a, INSPECT_UNABLE_MAX, struct str), 0};
    statements_walk(try_one, &t);
    *names = t.names;
    *n = t.n;
}
