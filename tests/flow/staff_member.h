/* tests/flow/staff_member.h - somebody of the staff, from the invitation that portal-admin would make
 * to both factors given in a browser. Codes come from liboath itself. */
#ifndef TESTS_STAFF_MEMBER_H
#define TESTS_STAFF_MEMBER_H

#include "flow.h"
#include "store/staff_act.h"

extern const char GOOD[]; /* everybody's password here, encoded */

struct member {
    struct str email, token, secret; /* secret: base32 */
    struct str recovery[10];
    uint64_t id;
    int64_t used; /* instant of the last code: the next one is of another half minute */
};

/* As portal-admin; to be closed. */
struct db *admin_db(void);
struct member invited(unsigned set);
const char *invite_path(const struct member *m);
/* What stands between two texts of a page. */
struct str between(struct str page, const char *before, const char *after);
const char *code_at(const struct member *m, int64_t when);
/* The code of now, at a later half minute than the last one. */
const char *code(struct member *m);
void read_codes(struct member *m, const struct reply *r);
void enrol(struct browser *b, struct member *m);
struct reply give_password(struct browser *b, struct str email, const char *password);
void staff_sign_in(struct browser *b, struct member *m);
/* Both factors again: what is privileged is open for ten minutes. */
void confirm(struct browser *b, struct member *m);
/* "/gestion/equipe/ID" and what follows. */
const char *member_path(const struct member *m, const char *tail);

#endif
