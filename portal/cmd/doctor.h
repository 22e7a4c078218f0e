/* cmd/doctor.h - the parts of portal-admin doctor: one line each, ✓ good, ! worth knowing, ✗ to be
 * mended. */
#ifndef CMD_DOCTOR_H
#define CMD_DOCTOR_H

#include "cmd/admin.h"
#include "store/facts.h"

struct doctor {
    struct admin *ad;
    unsigned bad, doubtful;
};

__attribute__((format(printf, 2, 3))) void good(struct doctor *d, const char *fmt, ...);
__attribute__((format(printf, 2, 3))) void bad(struct doctor *d, const char *fmt, ...);
__attribute__((format(printf, 2, 3))) void doubt(struct doctor *d, const char *fmt, ...);

/* The master, each program's file of keys, and who can read what. */
void doctor_secrets(struct doctor *d);
/* What became of mails, both ways; `admin`: connected as the operator. */
void doctor_mails(struct doctor *d, struct db *admin);
/* The audit trail as it was last verified; the log of source addresses, by what the facts allow. */
void doctor_audit(struct doctor *d, struct db *admin);
void doctor_sources(struct doctor *d, const struct facts *f);
/* What is removed, by itself or because somebody asked. */
void doctor_rights(struct doctor *d, struct db *admin);

/* Addresses and SIRET typed under older rules. */
void doctor_typed(struct doctor *d, struct db *admin);

#endif
