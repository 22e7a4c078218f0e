/* tools/rooms.c - the structure checker: who may include what, and how long files and functions
 * may be (README "Rooms"). Usage: rooms PORTAL-DIRECTORY; run by make check. Each finding is one
 * line, file:line: what; the exit status is 1 when there is any.
 *
 * The rows below are the include table: a new room, library or arrow is a change here, in the
 * open. A room may always include itself and the C library's pure headers. */
#include "base/buf.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILE_LINES_MAX = 499, FUNCTION_LINES_MAX = 60, FUNCTION_LINES_AIM = 40 };

struct room {
    const char *name;
    const char *rooms; /* that it may include, space between; "*": all */
    const char *libs;  /* outside libraries; "os": the operating system's headers */
};

static const struct room ROOMS[] = {
    /* tables of Unicode, and of domains: no file, no clock, no network, no state */
    {"base", "", "unistring"},
    {"domain", "base", "unistring idn2"},
    {"http", "base", ""},
    {"sys", "base", "os openssl glib oath qrencode"},
    {"view", "base domain", ""},
    {"store", "base domain sys", "os mysql jansson"},
    {"doc", "base domain sys", "os gmime magic seccomp cairo pango fontconfig qpdf archive glib "
        "xlsxwriter"},
    /* Jansson: the parameters of an outbox row are JSON, and become a mail's view struct there */
    {"mail", "base domain sys view", "os gmime curl glib jansson"},
    {"page", "base domain http view sys store doc", "os"},
    {"job", "base domain sys store mail doc", "os"},
    {"web", "base domain http sys store page", "os"},
    {"fcgi", "base sys http web", "os fcgi"},
    {"cmd", "*", "*"},
    {"tools", "base", "os"},
};

struct header {
    const char *name; /* a name, or the beginning of one when it ends with '/' */
    const char *lib;
};

static const struct header HEADERS[] = {
    {"assert.h", ""},
    {"inttypes.h", ""},
    {"limits.h", ""},
    {"math.h", ""},
    {"stdalign.h", ""},
    {"stdarg.h", ""},
    {"stdbool.h", ""},
    {"stddef.h", ""},
    {"stdint.h", ""},
    {"stdio.h", ""},
    {"stdlib.h", ""},
    {"string.h", ""},
    {"arpa/", "os"},
    {"dirent.h", "os"},
    {"errno.h", "os"},
    {"fcntl.h", "os"},
    {"ftw.h", "os"},
    {"getopt.h", "os"},
    {"grp.h", "os"},
    {"iconv.h", "os"},
    {"libgen.h", "os"},
    {"linux/", "os"},
    {"locale.h", "os"},
    {"netdb.h", "os"},
    {"netinet/", "os"},
    {"poll.h", "os"},
    {"pwd.h", "os"},
    {"sched.h", "os"},
    {"setjmp.h", "os"},
    {"signal.h", "os"},
    {"stdatomic.h", "os"},
    {"sys/", "os"},
    {"sysexits.h", "os"},
    {"syslog.h", "os"},
    {"termios.h", "os"},
    {"time.h", "os"},
    {"unistd.h", "os"},
    {"archive.h", "archive"},
    {"archive_entry.h", "archive"},
    {"cairo.h", "cairo"},
    {"cairo-pdf.h", "cairo"},
    {"curl/", "curl"},
    {"errmsg.h", "mysql"},
    {"fcgiapp.h", "fcgi"},
    {"fontconfig/", "fontconfig"},
    {"gio/", "glib"},
    {"glib.h", "glib"},
    {"glib/", "glib"},
    {"gmime/", "gmime"},
    {"hb.h", "pango"},
    {"idn2.h", "idn2"},
    {"jansson.h", "jansson"},
    {"liboath/", "oath"},
    {"magic.h", "magic"},
    {"mysql.h", "mysql"},
    {"mysql/", "mysql"},
    {"mysqld_error.h", "mysql"},
    {"openssl/", "openssl"},
    {"pango/", "pango"},
    {"qpdf/", "qpdf"},
    {"qrencode.h", "qrencode"},
    {"seccomp.h", "seccomp"},
    {"unictype.h", "unistring"},
    {"uninorm.h", "unistring"},
    {"xlsxwriter.h", "xlsxwriter"},
};

/* banned.h has to see the declarations of what it forbids. */
static const char EXEMPT_FILE[] = "base/banned.h", EXEMPT_HEADER[] = "time.h";

#define COUNT(table) (sizeof(table) / sizeof *(table))

static size_t root_length; /* of "PORTAL-DIRECTORY/" */
static unsigned findings, files, includes, long_functions;
static struct {
    unsigned lines;
    char file[256];
} longest_file, longest_function;

struct file {
    const char *path, *inside; /* as given; from the room's name on */
    const struct room *room;
    unsigned line, function_line; /* 0: outside a function */
};

static void finding(const struct file *f, const char *what, struct str about)
{
    fprintf(stderr, "%s:%u: %s %.*s\n", f->path, f->line, what, STR_ARG(about));
    findings++;
}

static bool has_word(const char *words, struct str word)
{
    struct str rest = str_c(words), piece;
    while (str_cut(&rest, ' ', &piece))
        if (str_eq(piece, word) || str_eq_c(piece, "*"))
            return true;
    return false;
}

static const struct room *room_find(struct str name)
{
    for (size_t i = 0; i < COUNT(ROOMS); i++)
        if (str_eq_c(name, ROOMS[i].name))
            return &ROOMS[i];
    return NULL;
}

static const struct header *header_find(struct str name)
{
    for (size_t i = 0; i < COUNT(HEADERS); i++) {
        struct str row = str_c(HEADERS[i].name);
        if (str_ends(row, STR("/")) ? str_starts(name, row) : str_eq(name, row))
            return &HEADERS[i];
    }
    return NULL;
}

static void check_own(const struct file *f, struct str name)
{
    struct str room = str_slice(name, 0, str_find(name, '/'));
    if (room.n == name.n)
        finding(f, "an own header is named with its room:", name);
    else if (!room_find(room))
        finding(f, "no such room:", name);
    else if (!str_eq_c(room, f->room->name) && !has_word(f->room->rooms, room))
        finding(f, "this room may not include", name);
}

static void check_outside(const struct file *f, struct str name)
{
    const struct header *h = header_find(name);
    bool exempt = strcmp(f->inside, EXEMPT_FILE) == 0 && str_eq_c(name, EXEMPT_HEADER);
    if (!h)
        finding(f, "a header that tools/rooms.c does not know:", name);
    else if (*h->lib && !exempt && !has_word(f->room->libs, str_c(h->lib)))
        finding(f, "this room may not include", name);
}

/* #include "x" or <x>, with spaces where C allows them. */
static void check_include(const struct file *f, struct str line)
{
    line = str_trim(line);
    if (!str_starts(line, STR("#")))
        return;
    line = str_trim(str_slice(line, 1, line.n));
    if (!str_starts(line, STR("include")))
        return;
    line = str_trim(str_slice(line, 7, line.n));
    char open = line.n ? line.p[0] : '\0';
    struct str name = str_slice(line, 1, line.n);
    name = str_slice(name, 0, str_find(name, open == '<' ? '>' : '"'));
    includes++;
    if (open == '"')
        check_own(f, name);
    else if (open == '<')
        check_outside(f, name);
    else
        finding(f, "an include by macro:", line);
}

static void end_function(struct file *f)
{
    unsigned lines = f->line - f->function_line - 1;
    long_functions += lines > FUNCTION_LINES_AIM;
    if (lines > FUNCTION_LINES_MAX)
        finding(f, "function longer than 60 lines", STR(""));
    if (lines > longest_function.lines) {
        longest_function.lines = lines;
        snprintf(longest_function.file, sizeof longest_function.file, "%s", f->inside);
    }
    f->function_line = 0;
}

/* A function begins with a '{' alone in the first column, as .clang-format has it. */
static void check_line(struct file *f, struct str line)
{
    f->line++;
    check_include(f, line);
    if (str_eq_c(line, "{"))
        f->function_line = f->line;
    else if (str_eq_c(line, "}") && f->function_line)
        end_function(f);
}

static void check_lines(struct file *f, FILE *in)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    while ((n = getline(&line, &size, in)) >= 0) {
        size_t length = (size_t)n;
        if (length && line[length - 1] == '\n')
            length--;
        check_line(f, (struct str){line, length});
    }
    free(line);
    if (f->line > FILE_LINES_MAX)
        finding(f, "file of 500 lines or more", STR(""));
    if (f->line > longest_file.lines) {
        longest_file.lines = f->line;
        snprintf(longest_file.file, sizeof longest_file.file, "%s", f->inside);
    }
}

static bool is_source(struct str path)
{
    if (str_ends(path, STR(".html.c")) || str_ends(path, STR("/templates.h")))
        return false; /* made by tmplc, when the build directory is the source's */
    return str_ends(path, STR(".c")) || str_ends(path, STR(".h"));
}

static int check_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)ftw;
    if (type == FTW_DNR || type == FTW_NS) {
        perror(path);
        return -1;
    }
    if (type != FTW_F || !is_source(str_c(path)))
        return 0;
    files++;
    struct file f = {.path = path, .inside = path + root_length};
    struct str inside = str_c(f.inside);
    f.room = room_find(str_slice(inside, 0, str_find(inside, '/')));
    if (!f.room) {
        finding(&f, "a source file outside the rooms:", inside);
        return 0;
    }
    FILE *in = fopen(path, "r");
    if (!in) {
        perror(path);
        return -1;
    }
    check_lines(&f, in);
    fclose(in);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: rooms PORTAL-DIRECTORY\n", stderr);
        return 2;
    }
    root_length = strlen(argv[1]) + 1;
    if (nftw(argv[1], check_file, 16, FTW_PHYS) != 0) {
        perror(argv[1]);
        return 2;
    }
    if (files == 0) {
        fprintf(stderr, "%s: no source file\n", argv[1]);
        return 2;
    }
    printf("%u files, %u includes; longest file %u lines (%s), longest function %u (%s), "
           "%u functions over %d lines; %u findings\n",
        files, includes, longest_file.lines, longest_file.file, longest_function.lines,
        longest_function.file, long_functions, FUNCTION_LINES_AIM, findings);
    return findings ? EXIT_FAILURE : EXIT_SUCCESS;
}
