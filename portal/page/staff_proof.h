/* page/staff_proof.h - the two factors of the staff, judged: what signing in, confirming one's
 * identity, and enrolling share. */
#ifndef PAGE_STAFF_PROOF_H
#define PAGE_STAFF_PROOF_H

#include "domain/password.h"
#include "page/page.h"
#include "store/staff.h"

/* Is it that person's password? Unknown, disabled and wrong are one: the same statements, the same
 * hashing. *out is filled when it is right. Counted (web/limit.c: staff.address, staff.pair). */
enum rc staff_check_password(struct page *p, struct str email, struct str typed, struct staff *out,
    bool *good) MUST_USE;

enum staff_code { STAFF_CODE_WRONG, STAFF_CODE_USED, STAFF_CODE_TOTP, STAFF_CODE_RECOVERY };
/* A code of the application, or one of the recovery codes; used up when it is right. Counted. */
enum rc staff_check_code(
    struct page *p, const struct staff *who, struct str typed, enum staff_code *what) MUST_USE;
/* The sentence for the first two. */
struct str staff_code_sentence(enum staff_code what);

/* The second factor's secret, sealed for that person, and opened again. */
struct str staff_seal_new(struct page *p, uint64_t staff);
bool staff_open_secret(struct page *p, const struct staff *who, unsigned char *secret);

/* Ten fresh recovery codes: as they are shown, and as they are kept. */
struct staff_codes {
    struct str text[STAFF_RECOVERY_CODES];
    unsigned char hash[STAFF_RECOVERY_CODES][STAFF_HASH];
};
void staff_codes_draw(struct page *p, uint64_t staff, struct staff_codes *out);

/* Good enough to be chosen by that person? RC_FAULT: the list of common ones cannot be read. */
enum rc staff_password_allowed(struct page *p, struct str typed, struct str name, struct str email,
    enum password_fault *fault) MUST_USE;

#endif
