/* typed_stage.h - answers read as a page reads them, from what is typed in a test. */
#ifndef TYPED_STAGE_H
#define TYPED_STAGE_H

#include "domain/forms.h"
#include "suite.h"

static struct arena *a;
static const struct day TODAY = {2026, 11, 23};

static void begin(void)
{
    arena_free(a);
    a = arena_new();
}

/* A body for the reader: name, value, name, value, NULL. */
static struct str from_pairs(void *ctx, const char *name)
{
    const char *const *p = ctx;
    for (; *p; p += 2)
        if (strcmp(p[0], name) == 0)
            return str_c(p[1]);
    return (struct str){NULL, 0};
}

static struct answers reads(const struct form *f, const char *const *pairs)
{
    return answers_read(a, f, from_pairs, (void *)(uintptr_t)pairs, TODAY);
}
#define READ(form, ...) reads(form, (const char *const[]){__VA_ARGS__, NULL})

#endif
