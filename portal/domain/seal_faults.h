/* domain/seal_faults.h - what can be wrong with the sealed audit trail, and how a person is told; pure.
 * store/seal_check.h finds it. */
#ifndef DOMAIN_SEAL_FAULTS_H
#define DOMAIN_SEAL_FAULTS_H

#include "base/str.h"

enum seal_fault {
    SEAL_HOLDS,
    SEAL_ROW_CHANGED,
    SEAL_ROW_MISSING,
    SEAL_ROW_ADDED,
    SEAL_CHANGED,    /* the seal itself */
    SEAL_BROKEN,     /* it does not follow the one before it */
    SEAL_OLDER_KEY,  /* a seal with an older key, or none, behind one with a newer */
    SEAL_NO_KEY,     /* its version of the key is not here */
    SEAL_HEAD_GONE,  /* a seal that is known elsewhere is not there */
    SEAL_HEAD_OTHER, /* … is another one */
    SEAL_FAULTS
};

/* "row_changed", as it is stored; empty for SEAL_HOLDS. */
const char *seal_fault_word(enum seal_fault f);
/* A sentence for a person; what is not known here has one too. */
const char *seal_fault_label(struct str word);

#endif
