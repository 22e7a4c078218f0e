/* tests/unit/keys_stage.h - a folder of secrets to try things on, for the tests of sys/keyfile.h and
 * sys/holder.h. */
#ifndef TESTS_KEYS_STAGE_H
#define TESTS_KEYS_STAGE_H

#include "base/arena.h"
#include "base/codec.h"
#include "suite.h"
#include "sys/holder.h"
#include "sys/keyfile.h"
#include "sys/log.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena *a;
static char folder[] = "/tmp/portal-keys-XXXXXX";
static const char hex64[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
#define SIXTY_FOUR "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static inline const char *path_of(const char *name)
{
    return arena_printf(a, "%s/%s", folder, name).p;
}

static inline const char *write_file(const char *name, struct str content, mode_t mode)
{
    const char *path = path_of(name);
    unlink(path);
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    ck_assert(fd >= 0 && write(fd, content.p, content.n) == (ssize_t)content.n);
    ck_assert(fchmod(fd, mode) == 0 && close(fd) == 0);
    return path;
}

static inline bool says(const struct buf *b, const char *words)
{
    return b->p && memmem(b->p, b->n, words, strlen(words)) != NULL;
}

static inline struct str master_bytes(void)
{
    static unsigned char bytes[32];
    ck_assert(hex_decode(str_c(hex64), bytes, sizeof bytes));
    return (struct str){(const char *)bytes, sizeof bytes};
}

static inline struct master master_of(struct str bytes)
{
    struct master m = {.n = bytes.n};
    memcpy(m.bytes, bytes.p, bytes.n);
    return m;
}

static inline int remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
    (void)st, (void)flag, (void)at;
    return remove(path);
}

/* The tests, and those that must end by SIGABRT. */
static inline int stage_main(const char *name, const suite_test *tests, size_t n,
    const suite_test *ends, size_t ends_n)
{
    a = arena_new();
    if (!mkdtemp(folder))
        return EXIT_FAILURE;
    Suite *suite = suite_create(name);
    TCase *tc = tcase_create(name);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(tc, tests[i]);
    for (size_t i = 0; i < ends_n; i++)
        tcase_add_test_raise_signal(tc, ends[i], SIGABRT);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(a);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define COUNT(table) (sizeof(table) / sizeof *(table))

#endif
