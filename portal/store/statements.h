/* store/statements.h - every statement of the portal, and whose it is: for the tests that prepare and
 * explain each, and for doctor, who asks whether each role may run its own. A table ends with a row
 * whose name is NULL. Those made from field tables: step_statements. */
#ifndef STORE_STATEMENTS_H
#define STORE_STATEMENTS_H

#include "store/stmt.h"

extern const struct stmt account_statements[], address_statements[], archive_mail_statements[],
    archive_person_statements[], archive_statements[],
    aside_statements[], audit_statements[],
    candidacy_statements[], challenge_statements[], desk_candidacies_pages[],
    desk_candidacies_statements[], desk_statements[], desk_file_statements[], desk_quotes_pages[],
    desk_quotes_statements[], facts_statements[], health_statements[], inspect_statements[],
    lease_statements[], mail_raw_statements[], mail_way_statements[], migrate_statements[], notice_statements[],
    outbox_file_statements[], outbox_statements[],
    purge_accounts_statements[], purge_quotes_statements[], purge_state_statements[], purge_statements[],
    quote_answer_statements[], quote_mine_statements[], quote_request_statements[], quote_statements[],
    seal_check_statements[], seal_statements[], session_statements[],
    staff_session_statements[], staff_statements[], stash_statements[],
    subject_statements[], submission_statements[], throttle_statements[];

extern const struct stmt desk_act_statements[], desk_entry_statements[], figures_statements[],
    migrate_judge_statements[], ready_text_statements[];

enum statement_role {
    STATEMENTS_WEB,
    STATEMENTS_JOBS,
    STATEMENTS_STAFF,
    STATEMENTS_DOCUMENTS,
    STATEMENTS_SIGNIN,
    STATEMENTS_PURGE,
    STATEMENTS_RIGHTS,
    STATEMENTS_OPERATOR, /* migrations and the operator's own */
};
/* Some are several roles'. */
bool statement_is_for(const char *name, enum statement_role role);
/* Calls fn for each statement, those of the field tables included; how many there are. */
size_t statements_walk(void (*fn)(void *ctx, const struct stmt *s), void *ctx);

extern const struct stmt *const store_statements[];
extern const size_t store_statements_n; /* tables */

#endif
