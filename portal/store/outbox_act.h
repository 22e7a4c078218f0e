/* store/outbox_act.h - a mail that failed is sent again, or settled: by staff in /gestion, by the operator
 * with portal-admin mail. Each is one transaction with its line of the audit trail, which stands with
 * the file that the mail is about; rc as store/outbox_file.h says. */
#ifndef STORE_OUTBOX_ACT_H
#define STORE_OUTBOX_ACT_H

#include "store/outbox_file.h"

enum rc outbox_act_again(struct db *db, struct arena *a, const struct outbox_act *act) MUST_USE;
enum rc outbox_act_settle(struct db *db, struct arena *a, const struct outbox_act *act) MUST_USE;
/* All that can be; *n: how many were. */
enum rc outbox_act_again_all(struct db *db, struct arena *a, const struct outbox_who *who,
    struct instant now, uint64_t *n) MUST_USE;
enum rc outbox_act_settle_all(
    struct db *db, struct arena *a, struct instant now, uint64_t *n) MUST_USE;

#endif
