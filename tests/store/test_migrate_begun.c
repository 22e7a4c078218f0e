/* What a run makes of a statement that was begun and not recorded: for each shape of statement, nothing
 * of it there, all of it there, and something else of that name there. */
#include "schemas.h"

#include "base/codec.h"
#include "store/migrate_files.h"
#include "store/migrate_shape.h"

#define SCHEMA "begun"
#define FIRST "0001_base.sql"
#define SECOND "0002_it.sql"

static const char *const base[] = {
    "CREATE TABLE p (id BIGINT UNSIGNED NOT NULL PRIMARY KEY) ENGINE=InnoDB",
    "CREATE TABLE t (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a VARCHAR(10) NOT NULL"
    " DEFAULT 'x', b INT NULL, pid BIGINT UNSIGNED NULL, w DATETIME NULL, KEY t_b (b),"
    " CONSTRAINT t_a CHECK (a IN ('x', 'y')), CONSTRAINT t_pid FOREIGN KEY (pid) REFERENCES p (id)"
    " ON DELETE RESTRICT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci",
    "INSERT INTO t (a, b) VALUES ('y', 1), ('x', 2)",
    "CREATE TRIGGER t_old BEFORE UPDATE ON t FOR EACH ROW SET NEW.b = 1",
};

#define TABLE                                                                                      \
    "n (id BIGINT UNSIGNED NOT NULL PRIMARY KEY, -- a word; `of` it\n"                             \
    " mail VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '', k DATETIME"      \
    " AS (COALESCE(at, TIMESTAMP'9999-12-31 00:00:00')) STORED, at DATETIME NULL, pid BIGINT"      \
    " UNSIGNED NULL, KEY n_k (k, mail), CONSTRAINT n_pid FOREIGN KEY (pid) REFERENCES p (id)"      \
    " ON DELETE RESTRICT, CONSTRAINT n_mail CHECK (mail LIKE '%_@_%' AND BINARY mail ="            \
    " BINARY LOWER(mail))) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci"
#define BODY " t FOR EACH ROW\nBEGIN\n    -- a word\n    IF OLD.a <> 'é' THEN\n        SET NEW.b = 3;\n" \
             "    END IF;\nEND"

static const struct begun {
    const char *sql;
    const char *other;  /* done by hand before the run; several have "|" between */
    const char *object; /* that the run then refuses over; NULL: it runs the statement all the same */
} cases[] = {
    {"CREATE TABLE IF NOT EXISTS " TABLE, "CREATE TABLE n (id INT)", "n"},
    {"CREATE TABLE " TABLE, "CREATE TABLE " TABLE "|ALTER TABLE n ADD COLUMN x INT NULL", "n.x"},
    {"CREATE TABLE " TABLE, "CREATE TABLE " TABLE "|ALTER TABLE n DROP COLUMN k, DROP KEY n_k", "n.k"},
    {"CREATE TABLE " TABLE, "CREATE TABLE " TABLE "|ALTER TABLE n DROP KEY n_k, ADD KEY n_k (mail, k)", "n.n_k"},
    {"CREATE TABLE " TABLE, "CREATE TABLE " TABLE "|ALTER TABLE n DROP KEY n_k, ADD UNIQUE KEY n_k (k, mail)", "n.n_k"},
    {"CREATE TABLE " TABLE, "CREATE TABLE " TABLE "|ALTER TABLE n DROP CONSTRAINT n_mail", "n.n_mail"},
    {"CREATE TABLE " TABLE, "CREATE TABLE " TABLE "|ALTER TABLE n DROP CONSTRAINT n_mail,"
        " ADD CONSTRAINT n_mail CHECK (mail LIKE '%_@_%')", "n.n_mail"},
    {"CREATE TABLE " TABLE, "CREATE TABLE " TABLE "|ALTER TABLE n DROP FOREIGN KEY n_pid|"
        "ALTER TABLE n ADD CONSTRAINT n_pid FOREIGN KEY (pid) REFERENCES p (id) ON DELETE CASCADE", "n.n_pid"},
    {"CREATE TABLE " TABLE, "CREATE TABLE " TABLE "|ALTER TABLE n MODIFY mail VARCHAR(20) CHARACTER SET"
        " ascii COLLATE ascii_bin NULL DEFAULT ''", "n.mail"},
    {"DROP TABLE IF EXISTS t", NULL, NULL},
    {"CREATE TRIGGER tr AFTER INSERT ON t FOR EACH ROW UPDATE p SET id = 1 WHERE id = 2",
        "CREATE TRIGGER tr AFTER DELETE ON t FOR EACH ROW UPDATE p SET id = 1 WHERE id = 2", "t.tr"},
    {"CREATE TRIGGER tr BEFORE UPDATE ON" BODY, "CREATE TRIGGER tr AFTER UPDATE ON t FOR EACH ROW SET @b = 3", "t.tr"},
    {"CREATE TRIGGER tr BEFORE UPDATE ON" BODY,
        "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW SET NEW.b = 3", "t.tr"},
    {"CREATE TRIGGER tr AFTER DELETE ON t FOR EACH ROW SET @b = 3",
        "CREATE TRIGGER tr AFTER DELETE ON p FOR EACH ROW SET @b = 3", "t.tr"},
    {"CREATE OR REPLACE TRIGGER t_old BEFORE UPDATE ON" BODY, NULL, NULL},
    {"DROP TRIGGER IF EXISTS t_old", NULL, NULL},
    {"CREATE INDEX IF NOT EXISTS i ON t (a, b DESC)", "CREATE INDEX i ON t (a, b)", "t.i"},
    {"CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a, b)", "CREATE INDEX i ON t (a, b)", "t.i"},
    {"CREATE FULLTEXT INDEX IF NOT EXISTS i ON t (a)", "CREATE INDEX i ON t (a)", "t.i"},
    /* a column: its type, its being NULL, its default, its letters, what it is made of */
    {"ALTER TABLE t ADD COLUMN IF NOT EXISTS c VARCHAR(20) NULL AFTER a, ADD COLUMN IF NOT EXISTS d INT NULL",
        "ALTER TABLE t ADD COLUMN c VARCHAR(21) NULL", "t.c"},
    {"ALTER TABLE t ADD COLUMN c VARCHAR(20) NOT NULL DEFAULT 'x'", "ALTER TABLE t ADD COLUMN c VARCHAR(20) NOT NULL", "t.c"},
    {"ALTER TABLE t ADD COLUMN c VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL",
        "ALTER TABLE t ADD COLUMN c VARCHAR(20) CHARACTER SET ascii COLLATE ascii_general_ci NULL", "t.c"},
    {"ALTER TABLE t ADD COLUMN c DATETIME AS (COALESCE(w, TIMESTAMP'9999-12-31 00:00:00')) STORED",
        "ALTER TABLE t ADD COLUMN c DATETIME AS (COALESCE(w, TIMESTAMP'9999-12-30 00:00:00')) STORED", "t.c"},
    /* one clause is there as it should be: what may be said twice is said twice … */
    {"ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT NULL, ADD KEY IF NOT EXISTS k (c)",
        "ALTER TABLE t ADD COLUMN c INT NULL", NULL},
    {"ALTER TABLE t DROP CONSTRAINT IF EXISTS t_a, ADD CONSTRAINT t_a CHECK (a IN ('x', 'y')), ADD COLUMN d INT NULL",
        "ALTER TABLE t DROP KEY t_b", NULL},
    /* … and what may not was somebody else's */
    {"ALTER TABLE t ADD COLUMN c INT NULL, ADD COLUMN d INT NULL", "ALTER TABLE t ADD COLUMN d INT NULL", "t.d"},
    {"ALTER TABLE t ADD INDEX IF NOT EXISTS k (a, b)", "ALTER TABLE t ADD KEY k (a)", "t.k"},
    {"ALTER TABLE t ADD KEY k (a(4))", "ALTER TABLE t ADD KEY k (a(5))", "t.k"},
    {"ALTER TABLE t ADD UNIQUE KEY IF NOT EXISTS k (a, b)", "ALTER TABLE t ADD KEY k (a, b)", "t.k"},
    {"ALTER TABLE t ADD FULLTEXT KEY k (a)", "ALTER TABLE t ADD KEY k (a)", "t.k"},
    {"ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS c CHECK (b > 0 AND b < 9)",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0)", "t.c"},
    {"ALTER TABLE t ADD CONSTRAINT c CHECK (a REGEXP '^[a-z, ]+$')", "ALTER TABLE t ADD CONSTRAINT c CHECK (a <> 'z')", "t.c"},
    {"ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY IF NOT EXISTS (pid) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE RESTRICT",
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (pid) REFERENCES p (id) ON DELETE SET NULL", "t.f"},
    {"ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (pid) REFERENCES p (id)",
        "ALTER TABLE t ADD COLUMN q BIGINT UNSIGNED NULL|ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (q) REFERENCES p (id)", "t.f"},
    /* quotes and comments of every kind */
    {"ALTER TABLE `t` # of it\n ADD COLUMN `c d` VARCHAR(9) /* , ADD */ NOT NULL DEFAULT 'it''s, \\'', -- ,\n"
        " ADD KEY `key` (`c d`)", "ALTER TABLE t ADD KEY `key` (a)", "t.key"},
    /* a choice more: dropped and added in one, so that there is no instant without it */
    {"ALTER TABLE t DROP CONSTRAINT IF EXISTS t_a, ADD CONSTRAINT t_a CHECK (a IN ('x', 'y', 'z'))", NULL, NULL},
    {"ALTER TABLE t DROP COLUMN IF EXISTS w", NULL, NULL},
    {"ALTER TABLE t DROP KEY IF EXISTS t_b", NULL, NULL},
    {"ALTER TABLE t DROP CONSTRAINT IF EXISTS t_a", NULL, NULL},
    {"ALTER TABLE t DROP CONSTRAINT IF EXISTS t_pid", NULL, NULL},
    {"ALTER TABLE t DROP FOREIGN KEY IF EXISTS t_pid", NULL, NULL},
    {"ALTER TABLE t MODIFY COLUMN a VARCHAR(20) NOT NULL DEFAULT 'x'", NULL, NULL},
    {"ALTER TABLE t ALTER COLUMN a SET DEFAULT 'y'", NULL, NULL},
    {"ALTER TABLE t ALTER COLUMN a DROP DEFAULT", NULL, NULL},
};

struct heard {
    size_t count[MIGRATE_FAILED + 1];
    struct str text;
    size_t n;
};

static void listen_to(void *ctx, enum migrate_event event, struct str text, size_t n)
{
    struct heard *h = ctx;
    h->count[event]++;
    if (event != MIGRATE_FOUND && event < MIGRATE_BUSY)
        return;
    h->text = arena_dup(arena, text);
    h->n = n;
}

static enum rc migrate(const char *folder, struct heard *h)
{
    struct db *db = connect_as("root", SCHEMA, false);
    *h = (struct heard){0};
    enum rc rc = migrate_run(db, folder, listen_to, h);
    db_close(db);
    return rc;
}

/* A folder whose first file is applied, to a new schema. */
static const char *new_folder(void)
{
    struct heard h;
    struct str text = {0};
    const char *folder = folder_new();
    for (size_t i = 0; i < sizeof base / sizeof *base; i++)
        text = arena_printf(arena, "%.*s%s;\n\n", STR_ARG(text), base[i]);
    folder_put(folder, FIRST, text.p);
    root_run("mysql", "DROP DATABASE IF EXISTS " SCHEMA);
    root_run("mysql", "CREATE DATABASE " SCHEMA);
    ck_assert(migrate(folder, &h) == RC_OK && h.count[MIGRATE_FOUND] == 0);
    return folder;
}

/* As a run leaves it that was killed between the statement's mark and its record. */
static void put_begun(const char *folder, const char *sql)
{
    struct migrate_file f;
    migrate_cut(arena, str_c(sql), &f);
    ck_assert_uint_eq(f.n, 1);
    folder_put(folder, SECOND, sql);
    root_run(SCHEMA, "INSERT INTO migration (number, name, checksum, begun_at) VALUES (2, '" SECOND "', '',"
                     " UTC_TIMESTAMP())");
    root_run(SCHEMA,
        arena_printf(arena,
            "INSERT INTO migration_step (number, statement, checksum, begun_at) VALUES"
            " (2, 1, UNHEX('%.*s'), UTC_TIMESTAMP())",
            STR_ARG(hex_encode(arena, (struct str){(const char *)f.v[0].checksum, CHECKSUM}))).p);
}

static void forget_the_record(void)
{
    root_run(SCHEMA, "UPDATE migration_step SET done_at = NULL WHERE number = 2");
    root_run(SCHEMA, "UPDATE migration SET done_at = NULL WHERE number = 2");
}

static void run_by_hand(const char *sql)
{
    struct str left = str_c(sql), one;
    while (str_cut(&left, '|', &one))
        root_run(SCHEMA, arena_dup(arena, one).p);
}

/* It runs, and is found the next time. */
static void runs_then_is_found(const char *folder, const char *sql)
{
    struct heard h;
    ck_assert_msg(migrate(folder, &h) == RC_OK, "%s: event %zu %zu: %.*s", sql, h.count[MIGRATE_FAILED],
        h.count[MIGRATE_OTHER], STR_ARG(h.text));
    ck_assert_msg(h.count[MIGRATE_FOUND] == 0, "found before it was there: %s", sql);
    forget_the_record();
    root_run(SCHEMA, "CREATE OR REPLACE TABLE migration_probe (id INT)"); /* one was killed while it looked */
    ck_assert_msg(migrate(folder, &h) == RC_OK && h.count[MIGRATE_FOUND] == 1 && h.n == 1,
        "not found: %s (%.*s)", sql, STR_ARG(h.text));
    ck_assert_uint_eq(
        root_number("SELECT COUNT(*) FROM " SCHEMA ".migration_step WHERE done_at IS NULL"), 0);
}

START_TEST(each_shape_is_found_or_run_or_refused)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct begun *c = &cases[i];
        struct heard h;
        const char *folder = new_folder();
        put_begun(folder, c->sql);
        runs_then_is_found(folder, c->sql);
        if (!c->other)
            continue;
        folder = new_folder();
        run_by_hand(c->other);
        put_begun(folder, c->sql);
        if (!c->object) {
            runs_then_is_found(folder, c->sql);
            continue;
        }
        ck_assert_msg(migrate(folder, &h) == RC_CONFLICT && h.count[MIGRATE_OTHER] == 1,
            "not refused: %s after %s", c->sql, c->other);
        ck_assert_str_is(h.text, arena_printf(arena, SECOND " (%s)", c->object).p);
        /* It stays so until somebody has looked. */
        ck_assert(migrate(folder, &h) == RC_CONFLICT && h.count[MIGRATE_OTHER] == 1);
        ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM information_schema.tables"
                                      " WHERE table_schema = '" SCHEMA "' AND table_name LIKE '%probe%'"), 0);
    }
}
END_TEST

/* No shape without a case above; and none that makes a thing, and does not replace it, without one
 * where another thing is there. */
START_TEST(every_shape_has_a_case)
{
    enum { SEEN = 1, REFUSED = 2 };
    unsigned statement[64] = {0}, clause[64] = {0};
    ck_assert(migrate_statement_rows_n <= 64 && migrate_clause_rows_n <= 64);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct migrate_shape s;
        unsigned seen = SEEN | (cases[i].object ? REFUSED : 0);
        ck_assert(migrate_shape(arena, str_c(cases[i].sql), &s));
        statement[s.row - migrate_statement_rows] |= seen;
        for (size_t k = 0; k < s.n && sql_is(&s.tokens.v[0], "ALTER"); k++)
            clause[s.clauses[k].row - migrate_clause_rows] |= seen;
    }
    for (size_t i = 0; i < migrate_statement_rows_n; i++) {
        const struct migrate_row *r = &migrate_statement_rows[i];
        bool makes = r->kind == MIGRATE_TABLE || (r->kind == MIGRATE_TRIGGER && !r->repeats);
        ck_assert_msg(statement[i] || r->kind == MIGRATE_ROWS, "no case: %s", r->pattern);
        ck_assert_msg(!makes || statement[i] & REFUSED, "no other thing: %s", r->pattern);
    }
    for (size_t i = 0; i < migrate_clause_rows_n; i++) {
        const struct migrate_row *r = &migrate_clause_rows[i];
        ck_assert_msg(clause[i], "no case: %s", r->pattern);
        ck_assert_msg(r->kind != MIGRATE_ADDS || clause[i] & REFUSED, "no other thing: %s", r->pattern);
    }
}
END_TEST

START_TEST(what_was_begun_may_not_be_edited)
{
    struct heard h;
    const char *folder = new_folder();
    put_begun(folder, "ALTER TABLE t ADD COLUMN c INT NULL");
    folder_put(folder, SECOND, "ALTER TABLE t ADD COLUMN d INT NULL;\n");
    ck_assert(migrate(folder, &h) == RC_CONFLICT && h.count[MIGRATE_EDITED] == 1 && h.n == 1);
    folder_put(folder, SECOND, "ALTER TABLE t ADD COLUMN c INT NULL;\n");
    ck_assert(migrate(folder, &h) == RC_OK && h.count[MIGRATE_FOUND] == 0);
}
END_TEST

/* The server said no: it did nothing, and is not begun any more. */
START_TEST(what_was_refused_may_be_written_otherwise)
{
    struct heard h;
    const char *folder = new_folder();
    folder_put(folder, SECOND, "ALTER TABLE t ADD COLUMN c INT NULL, ADD KEY k (nowhere);\n");
    ck_assert(migrate(folder, &h) == RC_FAULT && h.count[MIGRATE_FAILED] == 1 && h.n == 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM " SCHEMA ".migration_step WHERE number = 2"), 0);
    folder_put(folder, SECOND, "ALTER TABLE t ADD COLUMN c INT NULL, ADD KEY k (c);\n");
    ck_assert(migrate(folder, &h) == RC_OK && h.count[MIGRATE_FOUND] == 0);
}
END_TEST

/* What could not be taken up again is not begun, nor anything before it in its file. */
START_TEST(an_unknown_shape_is_refused_first)
{
    static const char *const unknown[] = {"RENAME TABLE t TO u", "ALTER TABLE t RENAME COLUMN a TO c",
        "ALTER TABLE t CHANGE a c INT", "ALTER TABLE t ADD c INT NULL, ADD COLUMN d INT NULL",
        "CREATE TABLE u (id INT) AS SELECT id FROM t", "CREATE TABLE u LIKE t", "DROP TABLE IF EXISTS t, p",
        "TRUNCATE TABLE t", "CREATE VIEW v AS SELECT 1", "SELECT 1", "GRANT SELECT ON t TO x@localhost",
        "ALTER TABLE t ADD CONSTRAINT CHECK (b > 1)"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        struct heard h;
        const char *folder = new_folder();
        folder_put(folder, SECOND, arena_printf(arena, "CREATE TABLE n (id INT);\n\n%s;\n", unknown[i]).p);
        ck_assert_msg(migrate(folder, &h) == RC_CONFLICT && h.count[MIGRATE_SHAPE] == 1 && h.n == 2,
            "not refused: %s", unknown[i]);
        ck_assert_uint_eq(root_refused(SCHEMA, "DROP TABLE n"), 1051);
    }
}
END_TEST

/* Rows and their record are one: what fails behind them takes them back. */
START_TEST(rows_are_not_there_without_their_record)
{
    struct heard h;
    const char *folder = new_folder();
    folder_put(folder, SECOND, "INSERT INTO t (a, b) VALUES ('x', 7);\n");
    root_run(SCHEMA, "CREATE TRIGGER no BEFORE INSERT ON migration_step FOR EACH ROW"
                     " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'");
    ck_assert(migrate(folder, &h) == RC_FAULT && h.count[MIGRATE_FAILED] == 1);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM " SCHEMA ".t WHERE b = 7"), 0);
    root_run(SCHEMA, "DROP TRIGGER no");
    ck_assert(migrate(folder, &h) == RC_OK);
    ck_assert_uint_eq(root_number("SELECT COUNT(*) FROM " SCHEMA ".t WHERE b = 7"), 1);
}
END_TEST

int main(void)
{
    const suite_test tests[] = {each_shape_is_found_or_run_or_refused, every_shape_has_a_case,
        what_was_begun_may_not_be_edited, what_was_refused_may_be_written_otherwise,
        an_unknown_shape_is_refused_first, rows_are_not_there_without_their_record};
    return store_suite("migrate_begun", tests, sizeof tests / sizeof *tests);
}
