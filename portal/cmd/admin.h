/* cmd/admin.h - the parts of portal-admin. Each prints French lines and returns an exit code. */
#ifndef CMD_ADMIN_H
#define CMD_ADMIN_H

#include "base/arena.h"
#include "base/rc.h"
#include "store/migrate.h"
#include "sys/holder.h"

struct admin {
    struct config *config;
    struct keys *keys; /* those of the command's row in sys/holder.h; NULL: none */
    const char *config_path;
    const char *folder; /* of the migrations */
    struct arena *a;
    char **args; /* what follows the command */
    int args_n;
    struct admin_options {
        const char *reason, *visa, *visa_on, *out, *release; /* NULL: not given */
        const char *head; /* of audit verify: a seal that was told elsewhere */
        bool dry_run, report;
        char given[16]; /* their letters: a command refuses those that are not its own */
    } options;
};

int admin_migrate(struct admin *ad);
int admin_doctor(struct admin *ad);
int admin_status(struct admin *ad);
int admin_bounce(struct admin *ad);
int admin_staff(struct admin *ad);
int admin_mail(struct admin *ad);
int admin_audit(struct admin *ad);
int admin_keys(struct admin *ad);
int admin_purge(struct admin *ad);
/* person, candidacy, request: the word of the command is args[-1]. */
int admin_rights(struct admin *ad);

/* Who is at the keyboard: the number of their account on this machine, sudo's or not. */
uint64_t admin_operator(void);
int admin_failed(struct db *db, enum rc rc);

/* A migrate_event as a French line, indented by `mark`. */
void admin_say_migration(void *ctx, enum migrate_event event, struct str text, size_t n);

#endif
