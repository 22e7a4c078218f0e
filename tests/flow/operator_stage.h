/* tests/flow/operator_stage.h - portal-admin and other programs, as somebody at a keyboard runs them. */
#ifndef TESTS_OPERATOR_STAGE_H
#define TESTS_OPERATOR_STAGE_H

#include "flow.h"

#define REASON "--reason", "demande du 2 décembre"

/* What it says on both outputs; argv ends with NULL. Its exit code is exit_code. */
struct str run(const char *input, const char *const *argv);
extern int exit_code;

#define ADMIN(...)                                                                                 \
    run(NULL, (const char *const[]){setting("PORTAL_TEST_ADMIN"), "--config",                      \
                  setting("PORTAL_TEST_CONFIG"), __VA_ARGS__, NULL})
const char *setting(const char *name);
/* Once a database: the keys that portal-admin opens. */
void begin(void);
/* The last one's exit code and words. */
void says(struct str said, int code, const char *words);
/* What `portal-admin person` holds; keys_free. */
struct keys *open_keys(void);
struct str file_of(const char *path);

#endif
