#include "store/statements.h"

const struct stmt *const store_statements[] = {
    account_statements,
    address_statements,
    audit_statements,
    candidacy_statements,
    challenge_statements,
    desk_statements,
    desk_quotes_pages,
    desk_quotes_statements,
    facts_statements,
    health_statements,
    inspect_statements,
    lease_statements,
    migrate_statements,
    outbox_statements,
    purge_statements,
    quote_answer_statements,
    quote_request_statements,
    quote_statements,
    seal_statements,
    session_statements,
    staff_session_statements,
    stash_statements,
    submission_statements,
    throttle_statements,
};
const size_t store_statements_n = sizeof store_statements / sizeof *store_statements;
