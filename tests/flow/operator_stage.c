#include "operator_stage.h"

#include "lost.h"
#include "sys/holder.h"
#include "sys/keyfile.h"

#include <sys/wait.h>
#include <unistd.h>

int exit_code;

struct str run(const char *input, const char *const *argv)
{
    int in[2], out[2];
    struct buf all;
    char part[65536];
    ck_assert(pipe(in) == 0 && pipe(out) == 0);
    pid_t pid = fork();
    ck_assert(pid >= 0);
    if (pid == 0) {
        char *args[32];
        size_t n = 0;
        for (; argv[n] && n < 31; n++)
            args[n] = strdup(argv[n]);
        args[n] = NULL;
        dup2(in[0], 0);
        dup2(out[1], 1);
        dup2(out[1], 2);
        close(in[1]);
        close(out[0]);
        execvp(args[0], args);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    if (input)
        ck_assert(write(in[1], input, strlen(input)) == (ssize_t)strlen(input));
    close(in[1]);
    buf_init(&all, 1 << 28);
    for (ssize_t n; (n = read(out[0], part, sizeof part)) > 0;)
        buf_put(&all, (struct str){part, (size_t)n});
    close(out[0]);
    ck_assert(waitpid(pid, &exit_code, 0) == pid && !all.overflow);
    ck_assert_msg(WIFEXITED(exit_code), "%s: signal %d\n%.*s", argv[0], WTERMSIG(exit_code), STR_ARG(buf_str(&all)));
    exit_code = WEXITSTATUS(exit_code);
    return arena_take(arena, &all);
}

const char *setting(const char *name)
{
    const char *value = getenv(name);
    ck_assert_msg(value && *value, "%s is not set: use tests/flow/run", name);
    return value;
}

static const char *keys_path(void)
{
    const char *config = setting("PORTAL_TEST_CONFIG");
    return text("%.*s/keys/jobs", (int)(strlen(config) - strlen("/movsc.conf")), config);
}

void begin(void)
{
    lost_never();
    if (access(keys_path(), R_OK) != 0) {
        struct str said = ADMIN("keys", "split");
        ck_assert_msg(exit_code == 0, "%.*s", STR_ARG(said));
    }
}

enum { GLIMPSE = 4000 }; /* a message that Check still takes */

void says(struct str said, int code, const char *words)
{
    ck_assert_msg(exit_code == code && has(said, words), "exit %d, «%s» in:\n%.*s", exit_code, words,
        (int)(said.n < GLIMPSE ? said.n : GLIMPSE), said.p);
}

struct keys *open_keys(void)
{
    struct keys *keys = NULL;
    struct buf why;
    buf_init(&why, 1000);
    ck_assert_msg(keyfile_read(keys_path(), holder_find("rights")->keys, &keys, &why), "%.*s", STR_ARG(buf_str(&why)));
    buf_free(&why);
    return keys;
}

struct str file_of(const char *path)
{
    return run(NULL, (const char *const[]){"cat", path, NULL});
}
