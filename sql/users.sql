-- The database's users, one a role, before the first migration (then: portal-admin migrate, then
-- grants.sql). Run by the database's administrator, on the portal's schema:
--     mariadb movsc < sql/users.sql
-- A user that exists already keeps its way in. Can be run again.
--
-- A new one is closed: unix_socket lets in the system account of the same name and no other (MariaDB
-- 10.11 does not look at USING), and there is none, since the programs run as portail-applicants,
-- portail-staff…, and portal-jobs has two roles. So each gets a password, in the file that the settings
-- name for it and that only the account of its program can read (nginx/portal.conf.example):
--     printf "ALTER USER movsc_web@localhost IDENTIFIED BY '%s';" "$(cat FILE)" | mariadb

CREATE USER IF NOT EXISTS movsc_web@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_jobs@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_admin@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_migrate@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_staff@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_documents@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_signin@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_purge@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_rights@localhost IDENTIFIED VIA unix_socket;

-- Migrations shape and fill the schema, and nothing else of the server. (Triggers with binary
-- logging on also ask for log_bin_trust_function_creators; doctor says so.)
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER
    ON * TO movsc_migrate@localhost;
