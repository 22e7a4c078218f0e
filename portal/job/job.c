#include "job/job.h"

const struct job jobs_table[] = {
    {"rejudge", 3600, job_rejudge}, /* before a mail is stopped for what it would take back */
    {"outbox", 1, job_outbox},
    {"seal", 1, job_seal},
    {"bounces", 5, job_bounces},
    {"desk", 5, job_desk},
    {"reminders", 60, job_reminders},
    {"digest", 60, job_digest},
    {"endings", 300, job_endings},
    {"purge", 3600, job_purge},
    {"audit", 300, job_audit},
    {"drafts", 86400, job_drafts},
    {"read_mails", 86400, job_read_mails},
    {"mend", 86400, job_mend},
};
const size_t jobs_table_n = sizeof jobs_table / sizeof *jobs_table;
