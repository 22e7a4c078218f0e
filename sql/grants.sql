-- Least privilege, table by table (design.md 6): after the migrations, and again after each new
-- one. Run by the database's administrator, on the portal's schema:
--     mariadb movsc < sql/grants.sql
-- Everything is taken away first, so that this file is the whole truth. Nobody but the migrations
-- has DDL; nobody may change a submission or a line of the audit trail, and only movsc_rights may move
-- a submission into the archive, and back.

REVOKE ALL PRIVILEGES, GRANT OPTION FROM movsc_web@localhost;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM movsc_jobs@localhost;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM movsc_admin@localhost;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM movsc_staff@localhost;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM movsc_documents@localhost;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM movsc_signin@localhost;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM movsc_purge@localhost;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM movsc_rights@localhost;

-- movsc_web: the applicants' workers.
GRANT SELECT, UPDATE (full_at) ON revision TO movsc_web@localhost;
GRANT SELECT ON setting TO movsc_web@localhost;
GRANT SELECT ON programme TO movsc_web@localhost;
GRANT SELECT ON intake TO movsc_web@localhost;
GRANT SELECT ON tariff TO movsc_web@localhost;
GRANT SELECT ON outcome_figure TO movsc_web@localhost;
GRANT SELECT ON migration TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON account TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON session TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON challenge TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON throttle TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON stash TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON candidacy TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON candidacy_identity TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON candidacy_project TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON candidacy_funding TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON candidacy_module TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON candidacy_verification TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON diploma TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON experience TO movsc_web@localhost;
GRANT SELECT, INSERT ON submission TO movsc_web@localhost;
-- A correction that changes the identity gives the old place back.
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_slot TO movsc_web@localhost;
-- Added to, and by nobody with a number of their choice.
GRANT INSERT (at, actor_kind, actor_id, action, object_kind, object_id, detail, request_id)
    ON audit TO movsc_web@localhost;
-- Whoever proves an address says that it is right after all.
-- … and only whoever proves it takes a complaint back.
GRANT SELECT, UPDATE (hard_bounces, corrected_at, complained_at, complaint, complaint_lifted_at)
    ON address_state TO movsc_web@localhost;
GRANT SELECT (id, done_at) ON mail_aside TO movsc_web@localhost;
-- A worker queues mails and may tell how old the queue is; it never reads one.
GRANT INSERT, SELECT (id, state, attempts, created_at, next_try_at, trouble, again_at, settled_at) ON outbox
    TO movsc_web@localhost;
GRANT SELECT (id, closed_at, stage) ON mail_way TO movsc_web@localhost;
GRANT SELECT (id, failed_at) ON audit_check TO movsc_web@localhost;
-- … nor what waits for a person, but for whether something does.
GRANT SELECT (kind, held_at, released_at) ON purge_state TO movsc_web@localhost;
-- A request is written, read again on its secret link (and for a new version of its quote), and
-- follows what is said there.
GRANT SELECT, INSERT, UPDATE (state, version, updated_at, waiting_since, raised_at, reminded_at,
    answered_at, valid_until, last_number, total_cents, to_staff_reason, link_generation) ON quote_request TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE ON quote_counter TO movsc_web@localhost;
GRANT SELECT, INSERT, UPDATE (state, state_at, pdf) ON quote TO movsc_web@localhost;
GRANT SELECT, INSERT, DELETE ON quote_refusal TO movsc_web@localhost;
GRANT SELECT, INSERT ON quote_answer TO movsc_web@localhost;
GRANT SELECT (id, request_id, kind, staff_id, body, at, idempotency_key, mark, remarks), INSERT ON quote_message
    TO movsc_web@localhost;

-- movsc_documents: the workers that draw PDFs. Who is there, and what was issued; nobody's answers.
GRANT SELECT, UPDATE (full_at) ON revision TO movsc_documents@localhost;
GRANT SELECT ON setting TO movsc_documents@localhost;
GRANT SELECT ON programme TO movsc_documents@localhost;
GRANT SELECT ON intake TO movsc_documents@localhost;
GRANT SELECT ON tariff TO movsc_documents@localhost;
GRANT SELECT ON outcome_figure TO movsc_documents@localhost;
GRANT SELECT (id, email, address_state) ON account TO movsc_documents@localhost;
GRANT SELECT, UPDATE (last_seen_at, idle_ends_at) ON session TO movsc_documents@localhost;
GRANT SELECT ON quote_request TO movsc_documents@localhost;
GRANT SELECT, UPDATE (pdf) ON quote TO movsc_documents@localhost;

-- movsc_jobs: what is due without a visitor.
GRANT SELECT, UPDATE (full_at) ON revision TO movsc_jobs@localhost;
GRANT SELECT ON setting TO movsc_jobs@localhost;
GRANT SELECT ON programme TO movsc_jobs@localhost;
GRANT SELECT ON intake TO movsc_jobs@localhost;
GRANT SELECT ON tariff TO movsc_jobs@localhost;
GRANT SELECT ON outcome_figure TO movsc_jobs@localhost;
GRANT SELECT ON migration TO movsc_jobs@localhost;
GRANT SELECT, INSERT, UPDATE ON lease TO movsc_jobs@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO movsc_jobs@localhost;
GRANT SELECT, INSERT, UPDATE ON mail_way TO movsc_jobs@localhost;
GRANT SELECT, UPDATE (address_state) ON account TO movsc_jobs@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON address_state TO movsc_jobs@localhost;
-- What nobody understood is put aside, sealed; the jobs never open it again.
GRANT SELECT (id, digest, received_at, done_at), INSERT, DELETE ON mail_aside TO movsc_jobs@localhost;
GRANT SELECT, UPDATE (reminded_at) ON candidacy TO movsc_jobs@localhost;
GRANT SELECT (candidacy_id, entered_at, typed_at, invited_at) ON candidacy_entry TO movsc_jobs@localhost;
GRANT SELECT ON submission TO movsc_jobs@localhost;
-- email: what older rules misread is put right (job/mend.c).
GRANT SELECT, UPDATE (state, version, updated_at, waiting_since, to_staff_reason, noticed_at,
    raised_at, reminded_at, email) ON quote_request TO movsc_jobs@localhost;
-- An answer by mail joins its request; whoever follows it is told.
GRANT SELECT (request_id, at, mark, idempotency_key), INSERT ON quote_message TO movsc_jobs@localhost;
-- The mail itself is kept sealed beside it; the jobs never open it again.
GRANT SELECT (id, request_id, bytes, ends_at), INSERT, DELETE ON mail_raw TO movsc_jobs@localhost;
GRANT SELECT (raw_id), INSERT, DELETE ON mail_raw_part TO movsc_jobs@localhost;
GRANT SELECT (id, email, state, notice, digest_on), UPDATE (digest_on) ON staff TO movsc_jobs@localhost;
GRANT SELECT ON staff_role TO movsc_jobs@localhost;
-- The PDF is rendered with the mail that carries it, if nobody has opened it before.
GRANT SELECT ON quote_refusal TO movsc_jobs@localhost;
GRANT SELECT, UPDATE (pdf) ON quote TO movsc_jobs@localhost;
GRANT SELECT, DELETE ON session TO movsc_jobs@localhost;
GRANT SELECT (id, absolute_ends_at), DELETE ON staff_session TO movsc_jobs@localhost;
GRANT SELECT, DELETE ON challenge TO movsc_jobs@localhost;
GRANT SELECT, DELETE ON throttle TO movsc_jobs@localhost;
GRANT SELECT, DELETE ON stash TO movsc_jobs@localhost;
GRANT SELECT, DELETE ON desk_view TO movsc_jobs@localhost;
GRANT SELECT, INSERT (at, actor_kind, actor_id, action, object_kind, object_id, detail, request_id)
    ON audit TO movsc_jobs@localhost;
GRANT SELECT, INSERT, UPDATE ON purge_state TO movsc_jobs@localhost;
GRANT SELECT, INSERT, DELETE ON purge_report TO movsc_jobs@localhost;
GRANT SELECT, INSERT ON audit_seal TO movsc_jobs@localhost;
GRANT SELECT, INSERT ON audit_sealed TO movsc_jobs@localhost;
GRANT SELECT, UPDATE ON audit_check TO movsc_jobs@localhost;

-- movsc_admin: portal-admin, in the operator's hands.
GRANT SELECT ON * TO movsc_admin@localhost;
GRANT INSERT (at, actor_kind, actor_id, action, object_kind, object_id, detail, request_id)
    ON audit TO movsc_admin@localhost;
GRANT UPDATE (value, confirmed) ON setting TO movsc_admin@localhost;
-- portal-admin audit verify remembers what it found.
GRANT UPDATE ON audit_check TO movsc_admin@localhost;
-- portal-admin staff add, disable, reset: the first admin is made there.
GRANT INSERT, UPDATE ON staff TO movsc_admin@localhost;
GRANT INSERT, DELETE ON staff_role TO movsc_admin@localhost;
GRANT INSERT, DELETE ON staff_recovery TO movsc_admin@localhost;
GRANT UPDATE ON staff_session TO movsc_admin@localhost;
-- portal-admin mail again, settle: mails that failed.
GRANT UPDATE (state, attempts, next_try_at, expires_at, again_at, settled_at, refused_at, trouble,
    last_error, bounced_at, bounce_why) ON outbox TO movsc_admin@localhost;

-- portal-admin purge: what the brake holds is let pass.
GRANT UPDATE (released_at, allowed) ON purge_state TO movsc_admin@localhost;

-- movsc_staff: the workers of /gestion; no session, challenge or mail of an applicant.
GRANT SELECT, UPDATE (full_at) ON revision TO movsc_staff@localhost;
GRANT SELECT, UPDATE (value, confirmed) ON setting TO movsc_staff@localhost;
GRANT SELECT ON programme TO movsc_staff@localhost;
GRANT SELECT, INSERT, UPDATE ON intake TO movsc_staff@localhost;
GRANT SELECT, INSERT, UPDATE ON tariff TO movsc_staff@localhost;
GRANT SELECT, INSERT, UPDATE ON outcome_figure TO movsc_staff@localhost;
GRANT SELECT, UPDATE (address_state) ON account TO movsc_staff@localhost;
GRANT SELECT, UPDATE (hard_bounces, corrected_at) ON address_state TO movsc_staff@localhost;
GRANT SELECT, UPDATE (done_at, done_by) ON mail_aside TO movsc_staff@localhost;
GRANT SELECT, UPDATE (id, account_id, state, version, contested, updated_at) ON candidacy TO movsc_staff@localhost;
GRANT SELECT ON candidacy_identity TO movsc_staff@localhost;
GRANT SELECT ON candidacy_project TO movsc_staff@localhost;
GRANT SELECT ON candidacy_funding TO movsc_staff@localhost;
GRANT SELECT ON candidacy_module TO movsc_staff@localhost;
GRANT SELECT ON diploma TO movsc_staff@localhost;
GRANT SELECT ON experience TO movsc_staff@localhost;
GRANT SELECT ON submission TO movsc_staff@localhost;
GRANT SELECT, UPDATE (candidacy_id) ON identity_slot TO movsc_staff@localhost;
GRANT SELECT, INSERT ON decision TO movsc_staff@localhost;
-- The quote desk: requests and what was issued, read; issued and answered as the public side does.
GRANT SELECT, INSERT, UPDATE ON quote_request TO movsc_staff@localhost;
GRANT SELECT, INSERT, UPDATE ON quote_counter TO movsc_staff@localhost;
GRANT SELECT, INSERT, UPDATE (state, state_at, pdf) ON quote TO movsc_staff@localhost;
GRANT SELECT ON quote_refusal TO movsc_staff@localhost;
GRANT SELECT, INSERT ON quote_answer TO movsc_staff@localhost;
GRANT SELECT, INSERT ON quote_message TO movsc_staff@localhost;
GRANT SELECT, INSERT, DELETE ON desk_view TO movsc_staff@localhost;
GRANT SELECT (kind, created_at) ON archive_file TO movsc_staff@localhost; -- how many: the figures say so
-- The history of what they read.
GRANT SELECT, INSERT (at, actor_kind, actor_id, action, object_kind, object_id, detail, request_id)
    ON audit TO movsc_staff@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON ready_text TO movsc_staff@localhost;
-- A candidacy that came on paper: a draft for whoever proves the address.
GRANT INSERT ON account TO movsc_staff@localhost;
GRANT INSERT ON candidacy TO movsc_staff@localhost;
GRANT SELECT, INSERT, UPDATE (invited_at, typed_at) ON candidacy_entry TO movsc_staff@localhost;
-- What the paper says, typed until its owner comes.
GRANT INSERT, UPDATE ON candidacy_identity TO movsc_staff@localhost;
GRANT INSERT, UPDATE ON candidacy_project TO movsc_staff@localhost;
GRANT INSERT, UPDATE ON candidacy_funding TO movsc_staff@localhost;
GRANT INSERT, UPDATE ON candidacy_module TO movsc_staff@localhost;
GRANT SELECT ON candidacy_verification TO movsc_staff@localhost;
GRANT INSERT, UPDATE, DELETE ON diploma TO movsc_staff@localhost;
GRANT INSERT, UPDATE, DELETE ON experience TO movsc_staff@localhost;
-- Each mail of a file with its true state, never what it says; one that failed is sent again.
GRANT INSERT, SELECT (id, kind, recipient, state, last_error, attempts, created_at, sent_at,
    next_try_at, expires_at, object_kind, object_id, bounced_at, bounce_why, trouble, again_at,
    settled_at), UPDATE (state, attempts, next_try_at, expires_at, again_at, settled_at, refused_at,
    trouble, last_error, bounced_at, bounce_why) ON outbox TO movsc_staff@localhost;
GRANT SELECT (id, closed_at, stage) ON mail_way TO movsc_staff@localhost;
GRANT SELECT (kind, held_at, held_due, held_total, released_at) ON purge_state TO movsc_staff@localhost;

GRANT SELECT, INSERT, UPDATE ON throttle TO movsc_staff@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON stash TO movsc_staff@localhost;
-- Their own accounts. A role is given and taken; a person is never removed, only disabled.
GRANT SELECT, INSERT, UPDATE (state, password, password_at, totp_sealed, totp_at, invite_hash,
    invite_ends_at, notice) ON staff TO movsc_staff@localhost;
GRANT SELECT, INSERT, DELETE ON staff_role TO movsc_staff@localhost;
-- Nobody proves who they are here (movsc_signin): no session is opened or made whole, no recovery code given.
GRANT SELECT, DELETE ON staff_recovery TO movsc_staff@localhost;
GRANT SELECT, UPDATE (last_seen_at, idle_ends_at, ended_at) ON staff_session TO movsc_staff@localhost;

-- movsc_signin: the workers where the staff prove who they are. Their accounts and sessions, and nothing
-- of what the desk shows.
GRANT SELECT, UPDATE (full_at) ON revision TO movsc_signin@localhost;
GRANT SELECT ON setting TO movsc_signin@localhost;
GRANT SELECT ON programme TO movsc_signin@localhost;
GRANT SELECT ON intake TO movsc_signin@localhost;
GRANT SELECT ON tariff TO movsc_signin@localhost;
GRANT SELECT ON outcome_figure TO movsc_signin@localhost;
GRANT SELECT (id, closed_at, stage) ON mail_way TO movsc_signin@localhost;
GRANT SELECT (state, settled_at) ON outbox TO movsc_signin@localhost;
GRANT SELECT (held_at, released_at) ON purge_state TO movsc_signin@localhost;
GRANT SELECT, UPDATE (state, password, password_at, totp_sealed, totp_at, totp_step, invite_hash,
    invite_ends_at, last_seen_at) ON staff TO movsc_signin@localhost;
GRANT SELECT ON staff_role TO movsc_signin@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_recovery TO movsc_signin@localhost;
GRANT SELECT, INSERT, UPDATE ON staff_session TO movsc_signin@localhost;
GRANT SELECT, INSERT, UPDATE ON throttle TO movsc_signin@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON stash TO movsc_signin@localhost;
GRANT INSERT (at, actor_kind, actor_id, action, object_kind, object_id, detail, request_id)
    ON audit TO movsc_signin@localhost;

-- movsc_purge: drafts and requests kept long enough, once a day. The triggers of what was submitted
-- would let it through; no right does.
GRANT SELECT ON intake TO movsc_purge@localhost;
GRANT SELECT (candidacy_id) ON submission TO movsc_purge@localhost;
GRANT SELECT, DELETE ON candidacy TO movsc_purge@localhost;
GRANT SELECT (candidacy_id), DELETE ON candidacy_identity TO movsc_purge@localhost;
GRANT SELECT (candidacy_id), DELETE ON candidacy_project TO movsc_purge@localhost;
GRANT SELECT (candidacy_id), DELETE ON candidacy_funding TO movsc_purge@localhost;
GRANT SELECT (candidacy_id), DELETE ON candidacy_module TO movsc_purge@localhost;
GRANT SELECT (candidacy_id), DELETE ON candidacy_entry TO movsc_purge@localhost;
GRANT SELECT (candidacy_id), DELETE ON candidacy_verification TO movsc_purge@localhost;
GRANT SELECT (candidacy_id), DELETE ON diploma TO movsc_purge@localhost;
GRANT SELECT (candidacy_id), DELETE ON experience TO movsc_purge@localhost;
GRANT SELECT (candidacy_id, account_id), DELETE ON challenge TO movsc_purge@localhost;
-- Accounts that nothing hangs on.
GRANT SELECT (id, email, last_seen_at), DELETE ON account TO movsc_purge@localhost;
GRANT SELECT (id, account_id) ON session TO movsc_purge@localhost;
GRANT SELECT (id, email) ON archive_file TO movsc_purge@localhost;
GRANT SELECT (id, state, created_at, updated_at, waiting_since, valid_until, last_number,
    candidacy_id, email), UPDATE (candidacy_id), DELETE ON quote_request TO movsc_purge@localhost;
GRANT SELECT (id, request_id, state), DELETE ON quote TO movsc_purge@localhost;
GRANT SELECT (quote_id, kind), DELETE ON quote_answer TO movsc_purge@localhost;
GRANT SELECT (request_id, at), DELETE ON quote_message TO movsc_purge@localhost;
GRANT SELECT (id, request_id), DELETE ON mail_raw TO movsc_purge@localhost;
GRANT SELECT (raw_id), DELETE ON mail_raw_part TO movsc_purge@localhost;
GRANT INSERT (at, actor_kind, actor_id, action, object_kind, object_id, detail, request_id)
    ON audit TO movsc_purge@localhost;

-- movsc_rights: portal-admin person, candidacy, request; in the operator's hands, and of no program that
-- serves. Every table of store/subject.c: read, moved into the archive, put back, removed.
GRANT SELECT, INSERT, DELETE ON account TO movsc_rights@localhost;
GRANT SELECT, UPDATE (account_id), DELETE ON session TO movsc_rights@localhost;
GRANT SELECT, DELETE ON stash TO movsc_rights@localhost;
GRANT SELECT, DELETE ON challenge TO movsc_rights@localhost;
GRANT SELECT, DELETE ON throttle TO movsc_rights@localhost;
GRANT SELECT, DELETE ON address_state TO movsc_rights@localhost;
GRANT SELECT, DELETE ON mail_aside TO movsc_rights@localhost;
GRANT SELECT ON quote_refusal TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON candidacy TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON candidacy_identity TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON candidacy_project TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON candidacy_funding TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON candidacy_module TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON candidacy_verification TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON candidacy_entry TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON diploma TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON experience TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON submission TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON identity_slot TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON decision TO movsc_rights@localhost;
GRANT SELECT, INSERT, UPDATE (candidacy_id), DELETE ON quote_request TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON quote TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON quote_answer TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON quote_message TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON mail_raw TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON mail_raw_part TO movsc_rights@localhost;
GRANT SELECT, INSERT, UPDATE (state, lease_until, sealed), DELETE ON outbox TO movsc_rights@localhost;
GRANT SELECT, INSERT, UPDATE, DELETE ON archive_file TO movsc_rights@localhost;
GRANT SELECT, INSERT, DELETE ON archive_row TO movsc_rights@localhost;
GRANT SELECT, INSERT (at, actor_kind, actor_id, action, object_kind, object_id, detail, request_id)
    ON audit TO movsc_rights@localhost;
