-- Mails that came back, and what staff have been told.

-- What is known of an address, whoever it belongs to. No row: nothing ever came back from it.
CREATE TABLE IF NOT EXISTS address_state (
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
    -- mails refused for good since the address was last corrected: two stop further ones
    hard_bounces SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    last_at DATETIME NOT NULL,
    why VARCHAR(300) NOT NULL DEFAULT '',
    corrected_at DATETIME NULL, -- proved again by its owner, or said good by staff
    KEY address_state_age (last_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- When the people of the desk who want word of each request at once had it.
ALTER TABLE quote_request
    ADD COLUMN IF NOT EXISTS noticed_at DATETIME NULL,
    ADD KEY IF NOT EXISTS quote_request_noticed (noticed_at, id);

UPDATE quote_request SET noticed_at = created_at WHERE noticed_at IS NULL;
