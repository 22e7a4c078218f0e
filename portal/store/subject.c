/* Statements: rights.* below; the others are made of the schema, once a process. */
#include "store/subject.h"

#include "domain/forms.h"
#include "store/statements.h"

enum { COLUMNS, SESSION_STAYS };
enum { READ, READABLE, COPY, REMOVE, BACK, MADE };
enum { TABLES_MAX = 48, SQL_MAX = 64 * 1024, KEYS_MAX = 4 };

const struct stmt subject_statements[] = {
    [COLUMNS] = {"rights.columns",
        "SELECT column_name, data_type, column_type FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = ? AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position",
        "s", "sss", STMT_SCAN},
    /* What another, unproved address began in that browser hangs on the session (page/proof.c). */
    [SESSION_STAYS] = {"rights.session_stays",
        "UPDATE session SET account_id = NULL WHERE account_id = ?"
        " AND EXISTS (SELECT 1 FROM candidacy c WHERE c.session_id = session.id)",
        "u", "", 0},
    {0},
};

/* An address that stands by itself, not inside a longer one. (No question mark but for the key.) */
#define MENTIONS(column)                                                                           \
    "LOWER(" column ") REGEXP CONCAT('(^|[^a-z0-9_.+-])\\\\Q', ?,"                                 \
    " '\\\\E($|[^a-z0-9_.-]|[.]([^a-z0-9]|$))')"
#define NAMED "(recipient = ? OR " MENTIONS("params") ")"
/* The mails of a file go with it, whoever they went to. Once it is purged they are of no file. */
#define NO_FILE "object_kind = ''"
#define LOST_FILE                                                                                  \
    "((object_kind = 'candidacy' AND NOT EXISTS (SELECT 1 FROM candidacy c WHERE c.id = object_id))" \
    " OR (object_kind = 'quote_request' AND NOT EXISTS (SELECT 1 FROM quote_request r WHERE r.id = object_id))" \
    " OR (object_kind = 'quote' AND NOT EXISTS (SELECT 1 FROM quote q WHERE q.id = object_id)))"
#define OF_QUOTE "SELECT q.id FROM quote q WHERE q.request_id = ?"

const struct subject_table subject_tables[] = {
    {SUBJECT_ACCOUNT, "account", "Compte", "id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_ACCOUNT, "session", "Connexions", "account_id = ?", SUBJECT_GOES, NULL},
    {SUBJECT_ACCOUNT, "stash", "Texte gardé une heure", "device IN (SELECT s.device FROM session s WHERE s.account_id = ?)",
        SUBJECT_GOES, NULL},
    {SUBJECT_ACCOUNT, "challenge", "Codes envoyés", "account_id = ?", SUBJECT_GOES, NULL},
    {SUBJECT_ACCOUNT, "audit", "Journal",
        "(object_kind = 'account' AND object_id = ?) OR (actor_kind = 'account' AND actor_id = ?)",
        SUBJECT_STAYS, NULL},

    {SUBJECT_CANDIDACY, "candidacy", "Candidature", "id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_CANDIDACY, "candidacy_identity", "Identité", "candidacy_id = ?", SUBJECT_MOVES, &form_identity},
    {SUBJECT_CANDIDACY, "candidacy_project", "Projet", "candidacy_id = ?", SUBJECT_MOVES, &form_project},
    {SUBJECT_CANDIDACY, "candidacy_funding", "Financement", "candidacy_id = ?", SUBJECT_MOVES, &form_funding},
    {SUBJECT_CANDIDACY, "candidacy_module", "Module", "candidacy_id = ?", SUBJECT_MOVES, &form_module},
    {SUBJECT_CANDIDACY, "candidacy_verification", "Vérification", "candidacy_id = ?", SUBJECT_MOVES,
        &form_verification},
    {SUBJECT_CANDIDACY, "candidacy_entry", "Saisie par l’équipe", "candidacy_id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_CANDIDACY, "diploma", "Diplôme", "candidacy_id = ?", SUBJECT_MOVES, &form_diploma},
    {SUBJECT_CANDIDACY, "experience", "Expérience", "candidacy_id = ?", SUBJECT_MOVES, &form_experience},
    {SUBJECT_CANDIDACY, "submission", "Dépôt", "candidacy_id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_CANDIDACY, "identity_slot", "Place de l’année", "candidacy_id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_CANDIDACY, "decision", "Décision", "candidacy_id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_CANDIDACY, "challenge", "Codes envoyés", "candidacy_id = ?", SUBJECT_GOES, NULL},
    {SUBJECT_CANDIDACY, "outbox", "Courriels", "object_kind = 'candidacy' AND object_id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_CANDIDACY, "audit", "Journal", "object_kind = 'candidacy' AND object_id = ?", SUBJECT_STAYS, NULL},

    {SUBJECT_REQUEST, "quote_request", "Demande", "id = ?", SUBJECT_MOVES, &form_quote},
    {SUBJECT_REQUEST, "quote", "Devis", "request_id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_REQUEST, "quote_answer", "Réponse au devis", "quote_id IN (" OF_QUOTE ")", SUBJECT_MOVES, NULL},
    {SUBJECT_REQUEST, "quote_message", "Message", "request_id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_REQUEST, "mail_raw", "Réponse par courriel, telle qu’elle est arrivée", "request_id = ?", SUBJECT_MOVES, NULL},
    {SUBJECT_REQUEST, "mail_raw_part", "Son contenu, chiffré", "raw_id IN (SELECT m.id FROM mail_raw m WHERE m.request_id = ?)",
        SUBJECT_MOVES, NULL},
    {SUBJECT_REQUEST, "outbox", "Courriels",
        "(object_kind = 'quote_request' AND object_id = ?) OR (object_kind = 'quote' AND object_id IN (" OF_QUOTE "))",
        SUBJECT_MOVES, NULL},
    {SUBJECT_REQUEST, "audit", "Journal",
        "(object_kind = 'quote_request' AND object_id = ?) OR (object_kind = 'quote' AND object_id IN (" OF_QUOTE "))",
        SUBJECT_STAYS, NULL},

    {SUBJECT_ADDRESS, "challenge", "Codes envoyés", "email = ?", SUBJECT_GOES, NULL},
    {SUBJECT_ADDRESS, "challenge", "Codes envoyés", "new_email = ?", SUBJECT_UNSAID, NULL},
    {SUBJECT_ADDRESS, "outbox", "Courriels", NO_FILE " AND " NAMED, SUBJECT_GOES, NULL},
    {SUBJECT_ADDRESS, "outbox", "Courriels", LOST_FILE " AND " NAMED, SUBJECT_UNSAID, NULL},
    {SUBJECT_ADDRESS, "address_state", "Messages revenus de cette adresse", "email = ?", SUBJECT_GOES, NULL},
};
const size_t subject_tables_n = sizeof subject_tables / sizeof *subject_tables;
_Static_assert(sizeof subject_tables / sizeof *subject_tables <= TABLES_MAX, "made");

/* ---- statements made of the schema */

static struct stmt made[TABLES_MAX][MADE]; /* kept for the whole process: the cache knows them by address */

/* What the schema says of one column. */
struct column {
    struct str name, type;
    bool bytes, number;
};

static struct column column_of(const struct rows *r, size_t i)
{
    static const char *const bytes[] = {"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"};
    struct column c = {.name = row_str(r, i, 0), .type = row_str(r, i, 1)};
    for (size_t k = 0; k < sizeof bytes / sizeof *bytes; k++)
        c.bytes |= str_eq_c(c.type, bytes[k]);
    c.number = str_ends(c.type, STR("int"));
    return c;
}

static void put_json(struct buf *out, const struct rows *r)
{
    buf_puts(out, "JSON_OBJECT(");
    for (size_t i = 0; i < r->n; i++) {
        struct column c = column_of(r, i);
        buf_printf(out, "%s'%.*s', ", i ? ", " : "", STR_ARG(c.name));
        buf_printf(out,
            c.bytes         ? "REPLACE(TO_BASE64(`%.*s`), '\\n', '')"
                : c.number  ? "`%.*s`"
                            : "CONVERT(`%.*s` USING utf8mb4) COLLATE utf8mb4_bin",
            STR_ARG(c.name));
    }
    buf_putc(out, ')');
}

static void put_literal(struct buf *out, struct str s)
{
    buf_putc(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'')
            buf_putc(out, '\'');
        buf_putc(out, s.p[i]);
    }
    buf_putc(out, '\'');
}

/* The form's own words; else the column's name. */
static struct str label_of(const struct subject_table *t, struct str column)
{
    for (size_t i = 0; t->form && i < t->form->n; i++)
        if (str_eq_c(column, t->form->fields[i].name) && t->form->fields[i].label)
            return str_c(t->form->fields[i].label);
    return column;
}

/* "Nom de naissance : Durand", a line for each column that says something. */
static void put_lines(struct buf *out, const struct subject_table *t, const struct rows *r)
{
    buf_puts(out, "CONCAT_WS('\\n'");
    for (size_t i = 0; i < r->n; i++) {
        struct column c = column_of(r, i);
        struct str label = label_of(t, c.name);
        buf_printf(out, ", IF(COALESCE(LENGTH(`%.*s`), 0) = 0, NULL, CONCAT(", STR_ARG(c.name));
        put_literal(out, label);
        buf_puts(out, ", '\u00a0: ', ");
        buf_printf(out, c.bytes ? "LENGTH(`%.*s`), ' octets'))" : "CONVERT(`%.*s` USING utf8mb4) COLLATE utf8mb4_bin))",
            STR_ARG(c.name));
    }
    buf_putc(out, ')');
}

static void put_back(struct buf *out, const struct subject_table *t, const struct rows *r)
{
    buf_printf(out, "INSERT INTO %s (", t->table);
    for (size_t i = 0; i < r->n; i++)
        buf_printf(out, "%s`%.*s`", i ? ", " : "", STR_ARG(column_of(r, i).name));
    buf_puts(out, ") SELECT ");
    for (size_t i = 0; i < r->n; i++) {
        struct column c = column_of(r, i);
        /* A request outlives the draft that it was asked from. */
        bool link = strcmp(t->table, "quote_request") == 0 && str_eq_c(c.name, "candidacy_id");
        buf_printf(out, "%s", i ? ", " : "");
        buf_printf(out,
            c.bytes ? "FROM_BASE64(JSON_VALUE(a.content, '$.%.*s'))"
                : link ? "(SELECT c.id FROM candidacy c WHERE c.id = JSON_VALUE(a.content, '$.%.*s'))"
                       : "JSON_VALUE(a.content, '$.%.*s')",
            STR_ARG(c.name));
    }
    buf_printf(out, " FROM archive_row a WHERE a.file_id = ? AND a.table_name = '%s' ORDER BY a.id", t->table);
}

static size_t keys_of(const char *where)
{
    size_t n = 0;
    for (; *where; where++)
        n += *where == '?';
    return n;
}

static void compose(struct buf *out, const struct subject_table *t, int which, const struct rows *r)
{
    if (which == BACK) {
        put_back(out, t, r);
        return;
    }
    if (which == REMOVE)
        buf_puts(out, "DELETE");
    else if (which == COPY)
        buf_printf(out, "INSERT INTO archive_row (file_id, table_name, content) SELECT ?, '%s', ", t->table);
    else
        buf_puts(out, "SELECT ");
    if (which == READABLE)
        put_lines(out, t, r);
    else if (which != REMOVE)
        put_json(out, r);
    buf_printf(out, " FROM %s WHERE %s", t->table, t->where);
}

static char *letters(struct arena *a, const struct subject_table *t, int which)
{
    size_t n = which == BACK ? 0 : keys_of(t->where), at = 0;
    char *takes = arena_alloc(a, n + 2);
    if (which == COPY || which == BACK)
        takes[at++] = 'u';
    for (size_t i = 0; i < n; i++)
        takes[at++] = t->by == SUBJECT_ADDRESS ? 's' : 'u';
    takes[at] = '\0';
    return takes;
}

static enum rc make(struct db *db, size_t table, int which, const struct stmt **out)
{
    static struct arena *kept;
    struct stmt *s = &made[table][which];
    const struct subject_table *t = &subject_tables[table];
    struct rows r;
    struct buf sql;
    *out = s;
    if (s->name)
        return RC_OK;
    if (!kept)
        kept = arena_new();
    enum rc rc = db_query(db, kept, &subject_statements[COLUMNS], ARGS(ARG(str_c(t->table))), &r);
    if (rc == RC_OK && r.n == 0)
        rc = RC_FAULT; /* no such table, or no right to see it */
    if (rc != RC_OK)
        return rc;
    buf_init(&sql, SQL_MAX);
    compose(&sql, t, which, &r);
    if (sql.overflow)
        abort();
    *s = (struct stmt){t->table, arena_take(kept, &sql).p, letters(kept, t, which),
        which == READ || which == READABLE ? "s" : "", STMT_SCAN};
    return RC_OK;
}

/* ---- walked */

/* The arguments: the file if there is one, then the subject's key wherever it is asked. */
static size_t fill(struct arg *v, const struct subject_table *t, const struct subject *s, uint64_t file)
{
    size_t n = 0;
    if (file)
        v[n++] = ARG(file);
    for (size_t i = keys_of(t->where); i > 0; i--)
        v[n++] = t->by == SUBJECT_ADDRESS ? ARG(s->email) : ARG(s->id);
    return n;
}

enum rc subject_read(struct db *db, struct arena *a, const struct subject_table *t,
    const struct subject *s, bool readable, struct str **out, size_t *n)
{
    struct arg v[KEYS_MAX + 1];
    const struct stmt *st;
    struct rows r;
    *n = 0;
    enum rc rc = make(db, (size_t)(t - subject_tables), readable ? READABLE : READ, &st);
    if (rc == RC_OK)
        rc = db_query(db, a, st, v, fill(v, t, s, 0), &r);
    if (rc != RC_OK)
        return rc;
    *out = ARENA_ARRAY(a, r.n + 1, struct str);
    for (; *n < r.n; (*n)++)
        (*out)[*n] = row_str(&r, *n, 0);
    return RC_OK;
}

static enum rc run(struct db *db, size_t table, int which, const struct subject *s, uint64_t file,
    struct done *done)
{
    struct arg v[KEYS_MAX + 1];
    const struct stmt *st;
    enum rc rc = make(db, table, which, &st);
    return rc == RC_OK ? db_exec(db, st, v, fill(v, &subject_tables[table], s, file), done) : rc;
}

enum rc subject_copy(struct db *db, const struct subject *s, uint64_t file)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < subject_tables_n; i++)
        if (subject_tables[i].by == s->by && subject_tables[i].fate == SUBJECT_MOVES)
            rc = run(db, i, COPY, s, file, NULL);
    return rc;
}

enum rc subject_remove(struct db *db, const struct subject *s, uint64_t *gone)
{
    enum rc rc = RC_OK;
    struct done done = {0};
    for (size_t i = subject_tables_n; rc == RC_OK && i-- > 0;)
        if (subject_tables[i].by == s->by && subject_tables[i].fate != SUBJECT_STAYS) {
            if (strcmp(subject_tables[i].table, "session") == 0)
                rc = db_exec(db, &subject_statements[SESSION_STAYS], ARGS(ARG(s->id)), NULL);
            if (rc == RC_OK)
                rc = run(db, i, REMOVE, s, 0, &done);
            *gone += done.affected;
        }
    return rc;
}

enum rc subject_back(struct db *db, enum subject_by by, uint64_t file)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < subject_tables_n; i++) {
        const struct stmt *st;
        if (subject_tables[i].by != by || subject_tables[i].fate != SUBJECT_MOVES)
            continue;
        rc = make(db, i, BACK, &st);
        if (rc == RC_OK)
            rc = db_exec(db, st, ARGS(ARG(file)), NULL);
    }
    return rc;
}
