#include "schemas.h"

#include "base/buf.h"
#include "sys/proc.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void schema_new(const char *name)
{
    struct buf users, why;
    buf_init(&users, 64 * 1024);
    buf_init(&why, 1024);
    const char *path = arena_printf(arena, "%s/users.sql", setting("PORTAL_TEST_SQL")).p;
    ck_assert(proc_read_file(path, 64 * 1024, false, &users, &why));
    buf_putc(&users, '\0');
    /* Its one GRANT is on whatever schema is in use. */
    char *grant = strstr(users.p, "\nGRANT"), *end = grant ? strchr(grant, ';') : NULL;
    ck_assert(end && !strstr(end, "GRANT"));
    *end = '\0';
    root_run("mysql", arena_printf(arena, "DROP DATABASE IF EXISTS %s", name).p);
    root_run("mysql", arena_printf(arena,
        "CREATE DATABASE %s CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci", name).p);
    root_run(name, grant);
    buf_free(&users);
    buf_free(&why);
}

/* Everything that a schema is, but its rows; ? stands for its name. */
static const char *const described[] = {
    "SELECT CONCAT_WS('|', table_name, engine, row_format, table_collation)"
    " FROM information_schema.tables WHERE table_schema = '?'",
    "SELECT CONCAT_WS('|', table_name, column_name, ordinal_position, IFNULL(column_default, '-'),"
    " is_nullable, column_type, IFNULL(collation_name, '-'), extra, IFNULL(generation_expression, '-'))"
    " FROM information_schema.columns WHERE table_schema = '?'",
    "SELECT CONCAT_WS('|', table_name, index_name, non_unique, seq_in_index, column_name,"
    " IFNULL(sub_part, '-'), IFNULL(collation, '-'), index_type)"
    " FROM information_schema.statistics WHERE table_schema = '?'",
    "SELECT CONCAT_WS('|', table_name, constraint_name, level, check_clause)"
    " FROM information_schema.check_constraints WHERE constraint_schema = '?'",
    "SELECT CONCAT_WS('|', table_name, constraint_name, column_name, ordinal_position,"
    " IFNULL(referenced_table_name, '-'), IFNULL(referenced_column_name, '-'))"
    " FROM information_schema.key_column_usage WHERE table_schema = '?'",
    "SELECT CONCAT_WS('|', table_name, constraint_name, unique_constraint_name, update_rule, delete_rule)"
    " FROM information_schema.referential_constraints WHERE constraint_schema = '?'",
    "SELECT CONCAT_WS('|', trigger_name, event_object_table, action_order, action_timing,"
    " event_manipulation, action_statement, definer, sql_mode)"
    " FROM information_schema.triggers WHERE trigger_schema = '?'",
};

static struct rows ask(struct db *db, const char *sql, const char *gives)
{
    struct rows r;
    struct stmt *s = ARENA_NEW(arena, struct stmt); /* a prepared text is known by its address */
    struct stmt made = {"test", sql, "", gives, 0};
    memcpy(s, &made, sizeof made);
    ck_assert_msg(
        db_query(db, arena, s, NO_ARGS, &r) == RC_OK, "%s: %.*s", sql, STR_ARG(db_last_error(db)));
    return r;
}

/* Each "?" of the text becomes the word. */
static const char *filled(const char *text, const char *word)
{
    struct str left = str_c(text), piece, out = {0};
    for (const char *mark = ""; str_cut(&left, '?', &piece); mark = word)
        out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), mark, STR_ARG(piece));
    return out.p;
}

/* The lines, with their number of times, that one SELECT finds in each. */
static void lines_same(struct db *db, const char *lines, const char *one, const char *other)
{
    const char *a = filled(lines, one), *b = filled(lines, other);
    struct rows r = ask(db,
        arena_printf(arena,
            "SELECT * FROM ((%s) EXCEPT ALL (%s)) x UNION ALL SELECT * FROM ((%s) EXCEPT ALL (%s)) y",
            a, b, b, a).p, "s");
    ck_assert_msg(
        r.n == 0, "%s and %s differ in %zu lines: %.*s", one, other, r.n, STR_ARG(row_str(&r, 0, 0)));
}

void schemas_same(const char *one, const char *other)
{
    struct db *db = connect_as("root", "mysql", false);
    for (size_t i = 0; i < sizeof described / sizeof *described; i++)
        lines_same(db, described[i], one, other);
    struct rows tables = ask(db,
        filled("SELECT table_name, GROUP_CONCAT('IFNULL(HEX(`', column_name, '`), ''-'')'"
               " ORDER BY ordinal_position SEPARATOR ', ''|'', ') FROM information_schema.columns"
               " WHERE table_schema = '?' AND table_name <> 'lease' AND column_name <> 'id'"
               " AND column_name NOT LIKE '%\\_id' AND column_name NOT LIKE '%\\_at' GROUP BY table_name",
            one),
        "ss");
    ck_assert_uint_ge(tables.n, 30);
    for (size_t i = 0; i < tables.n; i++) {
        struct str table = row_str(&tables, i, 0), columns = row_str(&tables, i, 1);
        lines_same(db,
            arena_printf(arena, "SELECT CONCAT('%.*s: ', %.*s) FROM ?.%.*s", STR_ARG(table),
                STR_ARG(columns), STR_ARG(table)).p, one, other);
    }
    db_close(db);
}

static void folder_gone(void *path)
{
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (e->d_name[0] != '.')
            unlinkat(dirfd(dir), e->d_name, 0);
    if (dir)
        closedir(dir);
    rmdir(path);
}

const char *folder_new(void)
{
    char *path = arena_alloc(arena, 64);
    snprintf(path, 64, "/tmp/portal-sql-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(path));
    arena_defer(arena, folder_gone, path);
    return path;
}

void folder_put(const char *folder, const char *name, const char *text)
{
    int fd = open(arena_printf(arena, "%s/%s", folder, name).p,
        O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    ck_assert(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

void folder_drop(const char *folder, const char *name)
{
    ck_assert_int_eq(unlink(arena_printf(arena, "%s/%s", folder, name).p), 0);
}
