/* bare - what a page costs before there is a portal: libfcgi, libmariadb, and nothing else.
 *
 *   bare SOCKET DB-SOCKET DB-USER PASSWORD-FILE WORKERS SHOW-BYTES SAVE-BYTES
 *
 * The same number of worker processes; for each request the statements of the portal's page, each
 * by primary key on the same tables, and as many bytes back. The address says which rows:
 * GET  /SESSION/CANDIDACY   session, candidacy, project
 * POST /SESSION/CANDIDACY   session, candidacy; in a transaction: project (locked), project
 *                           written with the body, candidacy touched
 * It judges nothing, escapes nothing, renders nothing. Ends with its parent or by SIGTERM. */
#include <fcgiapp.h>
#include <mysql.h> /* named first by Makefile.am, before banned.h */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SESSION, CANDIDACY, PROJECT, PROJECT_LOCK, PROJECT_SAVE, TOUCH, STATEMENTS };
enum { COLUMNS_MAX = 32, CELL = 16384, BODY_MAX = 65536, TEXT_MAX = 3000 };

static const char *const sql[STATEMENTS] = {
    [SESSION] = "SELECT * FROM session WHERE id = ?",
    [CANDIDACY] = "SELECT * FROM candidacy WHERE id = ?",
    [PROJECT] = "SELECT * FROM candidacy_project WHERE candidacy_id = ?",
    [PROJECT_LOCK] = "SELECT * FROM candidacy_project WHERE candidacy_id = ? FOR UPDATE",
    [PROJECT_SAVE] = "UPDATE candidacy_project SET project = ?, updated_at = UTC_TIMESTAMP()"
                     " WHERE candidacy_id = ?",
    [TOUCH] = "UPDATE candidacy SET updated_at = UTC_TIMESTAMP() WHERE id = ?",
};

static MYSQL *db;
static MYSQL_STMT *prepared[STATEMENTS];
static char cells[COLUMNS_MAX][CELL];
static char page[1 << 20];

static void die(const char *what)
{
    fprintf(stderr, "bare: %s: %s\n", what, db ? mysql_error(db) : "");
    exit(1);
}

static void connect_database(char **argv)
{
    char password[256] = "";
    FILE *f = fopen(argv[4], "r");
    if (!f || !fgets(password, sizeof password, f))
        die(argv[4]);
    fclose(f);
    password[strcspn(password, "\n")] = 0;
    db = mysql_init(NULL);
    if (!mysql_real_connect(db, NULL, argv[3], password, "movsc", 0, argv[2], 0))
        die("connect");
    for (int i = 0; i < STATEMENTS; i++) {
        prepared[i] = mysql_stmt_init(db);
        if (mysql_stmt_prepare(prepared[i], sql[i], strlen(sql[i])))
            die(sql[i]);
    }
}

/* One row by its key, every column fetched as text. */
static void read_row(int which, unsigned long long id)
{
    MYSQL_BIND in = {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &id, .is_unsigned = 1};
    MYSQL_BIND out[COLUMNS_MAX] = {{0}};
    unsigned long length[COLUMNS_MAX];
    MYSQL_STMT *s = prepared[which];
    unsigned n = mysql_stmt_field_count(s);
    for (unsigned i = 0; i < n && i < COLUMNS_MAX; i++)
        out[i] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING, .buffer = cells[i],
            .buffer_length = CELL, .length = &length[i]};
    if (mysql_stmt_bind_param(s, &in) || mysql_stmt_execute(s) || mysql_stmt_bind_result(s, out) ||
        mysql_stmt_fetch(s))
        die(sql[which]);
    mysql_stmt_free_result(s);
}

static void change_row(int which, MYSQL_BIND *in)
{
    if (mysql_stmt_bind_param(prepared[which], in) || mysql_stmt_execute(prepared[which]))
        die(sql[which]);
}

static void save(unsigned long long candidacy, char *body, unsigned long n)
{
    MYSQL_BIND id = {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &candidacy, .is_unsigned = 1};
    if (n > TEXT_MAX)
        n = TEXT_MAX;
    MYSQL_BIND both[2] = {{.buffer_type = MYSQL_TYPE_STRING, .buffer = body, .buffer_length = n}, id};
    if (mysql_query(db, "START TRANSACTION"))
        die("start");
    read_row(PROJECT_LOCK, candidacy);
    change_row(PROJECT_SAVE, both);
    change_row(TOUCH, &id);
    if (mysql_query(db, "COMMIT"))
        die("commit");
}

static void serve(FCGX_Request *r, int show_bytes, int save_bytes)
{
    static char body[BODY_MAX];
    const char *uri = FCGX_GetParam("REQUEST_URI", r->envp);
    bool post = strcmp(FCGX_GetParam("REQUEST_METHOD", r->envp), "POST") == 0;
    char *rest;
    unsigned long long session = strtoull(uri + 1, &rest, 10), candidacy = strtoull(rest + 1, NULL, 10);
    int n = post ? FCGX_GetStr(body, sizeof body, r->in) : 0;
    read_row(SESSION, session);
    read_row(CANDIDACY, candidacy);
    if (post)
        save(candidacy, body, (unsigned long)n);
    else
        read_row(PROJECT, candidacy);
    FCGX_PutS(post ? "Status: 303 See Other\r\nLocation: /\r\n\r\n"
                   : "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", r->out);
    FCGX_PutStr(page, post ? save_bytes : show_bytes, r->out);
    FCGX_Finish_r(r);
}

int main(int argc, char **argv)
{
    if (argc != 8)
        return 64;
    int workers = (int)strtol(argv[5], NULL, 10);
    int show_bytes = (int)strtol(argv[6], NULL, 10), save_bytes = (int)strtol(argv[7], NULL, 10);
    if (FCGX_Init() != 0)
        die("FCGX_Init");
    setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "200", 1); /* as the portal's master */
    int fd = FCGX_OpenSocket(argv[1], 511);
    memset(page, 'x', sizeof page);
    for (int i = 0; i < workers; i++) {
        if (fork() != 0)
            continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        FCGX_Request r;
        FCGX_InitRequest(&r, fd, 0);
        connect_database(argv);
        while (FCGX_Accept_r(&r) == 0)
            serve(&r, show_bytes, save_bytes);
        _exit(0);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (wait(NULL) > 0)
        continue;
    return 0;
}
