-- The database's users, one a role, before the first migration (then: portal-admin migrate, then
-- grants.sql). Run by the database's administrator, on the portal's schema:
--     mariadb movsc < sql/users.sql
-- Without a password each is the system account of the same name (unix_socket); a user that exists
-- already keeps its way in. Can be run again.

CREATE USER IF NOT EXISTS movsc_web@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_jobs@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_admin@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_migrate@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_staff@localhost IDENTIFIED VIA unix_socket;
CREATE USER IF NOT EXISTS movsc_purge@localhost IDENTIFIED VIA unix_socket;

-- Migrations shape and fill the schema, and nothing else of the server. (Triggers with binary
-- logging on also ask for log_bin_trust_function_creators; doctor says so.)
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, TRIGGER
    ON * TO movsc_migrate@localhost;
