-- The desk's lists: what staff search and keep, and indexes that a page of the inbox walks.

-- A search by name is personal data: it is kept sealed and named by an opaque id in the address.
CREATE TABLE IF NOT EXISTS desk_view (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    staff_id BIGINT UNSIGNED NOT NULL,
    list VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(80) NULL, -- NULL: a search of the moment, forgotten after a month
    query VARBINARY(4000) NOT NULL,
    created_at DATETIME NOT NULL,
    UNIQUE KEY desk_view_public (public_id),
    KEY desk_view_of (staff_id, list, name),
    KEY desk_view_age (name, created_at),
    CONSTRAINT desk_view_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- What the inbox is sorted by: a request without that date comes last.
ALTER TABLE quote_request
    ADD COLUMN IF NOT EXISTS wait_key DATETIME
        AS (COALESCE(waiting_since, TIMESTAMP'9999-12-31 00:00:00')) STORED,
    ADD COLUMN IF NOT EXISTS end_key DATETIME
        AS (COALESCE(TIMESTAMP(valid_until), TIMESTAMP'9999-12-31 00:00:00')) STORED;

-- Each holds every column that the inbox filters by, so that only the fifty rows of a page are read.
ALTER TABLE quote_request
    ADD KEY IF NOT EXISTS quote_request_by_made
        (created_at, id, state, payer, kind, module, assigned_to, origin, wait_key, end_key),
    ADD KEY IF NOT EXISTS quote_request_by_wait
        (wait_key, id, state, payer, kind, module, assigned_to, origin, created_at, end_key),
    ADD KEY IF NOT EXISTS quote_request_by_end
        (end_key, id, state, payer, kind, module, assigned_to, origin, created_at, wait_key),
    ADD KEY IF NOT EXISTS quote_request_name (name),
    ADD KEY IF NOT EXISTS quote_request_organisation (addressee_name);

ALTER TABLE quote_request
    ADD FULLTEXT KEY IF NOT EXISTS quote_request_words
        (name, addressee_name, addressee_contact, opco_name, trainees);
