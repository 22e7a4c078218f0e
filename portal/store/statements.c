#include "store/statements.h"

#include "domain/forms.h"
#include "store/step.h"
#include "store/step_sql.h"

const struct stmt *const store_statements[] = {
    account_statements,
    address_statements,
    archive_mail_statements,
    archive_person_statements,
    archive_statements,
    aside_statements,
    audit_statements,
    candidacy_statements,
    challenge_statements,
    desk_candidacies_pages,
    desk_candidacies_statements,
    desk_statements,
    desk_file_statements,
    desk_quotes_pages,
    desk_quotes_statements,
    desk_act_statements,
    desk_entry_statements,
    facts_statements,
    figures_statements,
    health_statements,
    inspect_statements,
    lease_statements,
    mail_raw_statements,
    mail_way_statements,
    migrate_judge_statements,
    migrate_statements,
    notice_statements,
    outbox_file_statements,
    outbox_statements,
    purge_accounts_statements,
    purge_quotes_statements,
    purge_state_statements,
    purge_statements,
    quote_answer_statements,
    quote_request_statements,
    quote_mine_statements,
    quote_statements,
    ready_text_statements,
    seal_check_statements,
    seal_statements,
    session_statements,
    staff_session_statements,
    staff_statements,
    stash_statements,
    subject_statements,
    submission_statements,
    throttle_statements,
};
const size_t store_statements_n = sizeof store_statements / sizeof *store_statements;

static bool begins(const char *name, const char *const *with)
{
    for (; *with; with++)
        if (strncmp(name, *with, strlen(*with)) == 0)
            return true;
    return false;
}

/* Those that only jobs run; of /gestion's workers; of the migrations and the operator. The rest is
 * the applicants' workers'. */
static const char *const of_jobs[] = {"lease.", "session.purge", "staff_session.purge",
    "challenge.purge", "desk.view_purge", "throttle.purge", "stash.purge", "outbox.due",
    "outbox.claim", "outbox.extend", "outbox.held", "outbox.sent", "outbox.retry", "outbox.release",
    "outbox.failed", "outbox.expire", "mail_way.", "outbox.reclaim", "outbox.lost", "outbox.purge",
    "outbox.count", "candidacy.reminders_due", "candidacy.reminded", "seal.", "seal_check.", "address.mail",
    "address.count", "address.account", "address.purge", "aside.", "mail_raw.", "notice.",
    "purge_state.", "purge_report.", NULL};
static const char *const of_staff[] = {"staff", "desk", "outbox_file.", "audit.of_object",
    "ready_text.", "figures.", NULL};
static const char *const of_operator[] = {"migrate.", "inspect.", "outbox_operator.", "purge_operator.", NULL};
static const char *const of_purge[] = {"purge.", NULL};
static const char *const of_rights[] = {"archive.", "archive_mail.", "archive_person.", "rights.", NULL};
/* Issued from both sides; rendered with the mail that carries it. */
static const char *const of_staff_too[] = {"health.full", "address.find", "quotes.", "answers.", "candidacy.find",
    "candidacy.touch", "step.", "candidacy_identity.", "candidacy_project.", "candidacy_funding.",
    "candidacy_module.", "diploma.", "experience.", NULL};
static const char *const of_jobs_too[] = {
    "quotes.pdf", "quotes.find", "address.find", "address.proved", "health.aside", "health.full", NULL};
/* Who is there, the facts, and one issued document, drawn when it has not been yet. */
static const char *const of_documents_too[] = {"session.find", "session.touch", "facts.",
    "health.full", "quotes.subject", "quotes.versions", "quotes.find", "quotes.pdf", NULL};
/* Who is there, and what proves it: of which the desk has nothing, so that who breaks one of its workers
 * opens no session. */
static const char *const of_signin[] = {"staff.by_invite", "staff.invite_used", "staff.activate", "staff.step",
    "staff.seen", "staff.password", "staff.recovery_add", "staff.recovery_use", "staff_session.insert", NULL};
static const char *const of_signin_too[] = {"staff.by_", "staff.recovery_clear", "staff_session.",
    "health.full", "facts.", "throttle.", "stash.", "audit.add", NULL};

bool statement_is_for(const char *name, enum statement_role role)
{
    enum statement_role first = begins(name, of_operator) ? STATEMENTS_OPERATOR
                                : begins(name, of_purge)  ? STATEMENTS_PURGE
                                : begins(name, of_rights) ? STATEMENTS_RIGHTS
                                : begins(name, of_jobs)   ? STATEMENTS_JOBS
                                : begins(name, of_signin) ? STATEMENTS_SIGNIN
                                : begins(name, of_staff)  ? STATEMENTS_STAFF
                                                          : STATEMENTS_WEB;
    return role == first || (role == STATEMENTS_STAFF && begins(name, of_staff_too)) ||
           (role == STATEMENTS_JOBS && begins(name, of_jobs_too)) ||
           (role == STATEMENTS_DOCUMENTS && begins(name, of_documents_too)) ||
           (role == STATEMENTS_SIGNIN && first != STATEMENTS_JOBS && begins(name, of_signin_too));
}

size_t statements_walk(void (*fn)(void *ctx, const struct stmt *s), void *ctx)
{
    static const struct form *const one_row[] = {
        &form_identity, &form_project, &form_funding, &form_module, &form_verification};
    enum { ONE_ROW = sizeof one_row / sizeof *one_row };
    static const struct form *const repeated[] = {&form_diploma, &form_experience};
    size_t n = 1;
    for (size_t t = 0; t < store_statements_n; t++)
        for (const struct stmt *s = store_statements[t]; s->name; s++, n++)
            fn(ctx, s);
    for (size_t f = 0; f < ONE_ROW; f++)
        for (int i = STEP_LOAD; i <= STEP_SAVE; i++, n++)
            fn(ctx, &step_statements(one_row[f], false)[i]);
    for (size_t f = 0; f < 2; f++)
        for (int i = ITEM_LIST; i <= ITEM_NOT_NONE; i++, n++)
            fn(ctx, &step_statements(repeated[f], true)[i]);
    fn(ctx, step_sql_all(one_row, ONE_ROW));
    return n;
}
