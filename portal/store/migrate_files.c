#include "store/migrate_files.h"

#include "sys/crypto.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* "0001_facts.sql" -> 1; 0 for any other name. */
static unsigned number_of(const char *name)
{
    size_t n = strlen(name);
    uint64_t number = 0;
    if (n < 10 || name[4] != '_' || strcmp(name + n - 4, ".sql") != 0 ||
        !str_to_u64((struct str){name, 4}, MIGRATE_FILES_MAX, &number))
        return 0;
    return (unsigned)number;
}

static bool read_all(struct arena *a, const char *folder, const char *name, struct str *out)
{
    struct str path = arena_printf(a, "%s/%s", folder, name);
    int fd = open(path.p, O_RDONLY | O_CLOEXEC);
    struct stat st;
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
        st.st_size <= MIGRATE_FILE_BYTES;
    size_t have = 0, want = ok ? (size_t)st.st_size : 0;
    char *bytes = arena_alloc(a, want + 1);
    while (ok && have < want) {
        ssize_t got = read(fd, bytes + have, want - have);
        if (got <= 0)
            ok = false;
        else
            have += (size_t)got;
    }
    if (fd >= 0)
        close(fd);
    *out = (struct str){bytes, have};
    return ok;
}

/* Nothing but blank lines and comment lines? The server would call it an empty query. */
static bool is_empty(struct str sql)
{
    struct str line;
    while (str_cut(&sql, '\n', &line)) {
        line = str_trim(line);
        if (line.n && !str_starts(line, STR("--")))
            return false;
    }
    return true;
}

static size_t statement_end(struct str text)
{
    for (size_t i = 0; i + 1 < text.n; i++)
        if (text.p[i] == ';' && text.p[i + 1] == '\n' && (i + 2 == text.n || text.p[i + 2] == '\n'))
            return i;
    return text.n && text.p[text.n - 1] == ';' ? text.n - 1 : text.n;
}

/* Among the comments that it begins with. */
static unsigned since_of(struct str text)
{
    struct str line;
    uint64_t number;
    while (str_cut(&text, '\n', &line) && str_starts(line, STR("--"))) {
        const struct str note = STR("-- narrows: since ");
        if (str_starts(line, note) &&
            str_to_u64(str_slice(line, note.n, line.n), MIGRATE_FILES_MAX, &number))
            return (unsigned)number;
    }
    return 0;
}

void migrate_cut(struct arena *a, struct str text, struct migrate_file *out)
{
    size_t most = 1;
    for (size_t i = 0; i < text.n; i++)
        most += text.p[i] == ';';
    out->v = ARENA_ARRAY(a, most, struct migrate_statement);
    out->n = 0;
    out->since = since_of(text);
    crypto_sha256(text, out->checksum);
    while (text.n) {
        size_t end = statement_end(text);
        struct str sql = str_trim(str_slice(text, 0, end));
        text = str_slice(text, end + 1, text.n);
        if (is_empty(sql))
            continue;
        struct migrate_statement *s = &out->v[out->n++];
        s->sql = arena_dup(a, sql);
        crypto_sha256(sql, s->checksum);
    }
}

static int by_number(const void *a, const void *b)
{
    const struct migrate_file *fa = a, *fb = b;
    return (fa->number > fb->number) - (fa->number < fb->number);
}

bool migrate_files(struct arena *a, const char *folder, struct migrate_file **out, size_t *n,
    migrate_say say, void *ctx)
{
    DIR *dir = opendir(folder);
    struct migrate_file *v = ARENA_ARRAY(a, MIGRATE_FILES_MAX, struct migrate_file);
    size_t count = 0;
    bool ok = dir != NULL;
    if (!ok)
        say(ctx, MIGRATE_UNREADABLE, str_c(folder), 0);
    for (struct dirent *e; ok && (e = readdir(dir));) {
        unsigned number = number_of(e->d_name);
        struct str text;
        if (!number || count == MIGRATE_FILES_MAX)
            continue;
        ok = read_all(a, folder, e->d_name, &text);
        if (!ok)
            say(ctx, MIGRATE_UNREADABLE, str_c(e->d_name), 0);
        v[count].number = number;
        v[count].name = arena_dup(a, str_c(e->d_name));
        migrate_cut(a, text, &v[count++]);
    }
    if (dir)
        closedir(dir);
    qsort(v, count, sizeof *v, by_number);
    for (size_t i = 0; ok && i < count; i++)
        if (v[i].number != i + 1) {
            say(ctx, MIGRATE_GAP, (struct str){0}, v[i].number > i + 1 ? i + 1 : v[i].number);
            ok = false;
        }
    *out = v;
    *n = count;
    return ok;
}
