/* tests/fuzz/fuzz.h - one arena per input; a harness is one function over the bytes. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/arena.h"

static void fuzz_one(struct arena *a, struct str in);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly `size` bytes, so that reading one past the end is seen. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    if (!a)
        a = arena_new();
    char *copy = malloc(size ? size : 1);
    if (!copy)
        abort();
    if (size)
        memcpy(copy, data, size);
    fuzz_one(a, (struct str){copy, size});
    arena_reset(a);
    free(copy);
    return 0;
}

/* What must hold whatever was read; libFuzzer keeps the input that breaks it. */
#define FUZZ_HOLDS(cond)                                                                           \
    do {                                                                                           \
        if (!(cond))                                                                               \
            abort();                                                                               \
    } while (0)

#endif
