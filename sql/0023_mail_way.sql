-- What stands in the way of one mail, and the way of all of them.

ALTER TABLE outbox
    -- why it has not gone: 'kind' the running portal-jobs does not know it, 'refused' the server would
    -- not take it, 'address' there is no such recipient, 'fault' it could not be made
    ADD COLUMN IF NOT EXISTS trouble VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS refused_at DATETIME NULL, -- for the first time since it was queued
    ADD COLUMN IF NOT EXISTS again_at DATETIME NULL,   -- queued once more, by hand
    -- staff need it no more: dealt with otherwise
    ADD COLUMN IF NOT EXISTS settled_at DATETIME NULL;

ALTER TABLE outbox ADD CONSTRAINT IF NOT EXISTS outbox_trouble
    CHECK (trouble IN ('', 'kind', 'refused', 'address', 'fault'));

-- What failed before this is sorted by what was said of it.
UPDATE outbox SET trouble = 'address' WHERE state = 'failed' AND trouble = ''
    AND (last_error LIKE 'adresse %' OR last_error REGEXP '^refused: 5[0-9][0-9][ -]5\\.1\\.[1346]');

-- No row, or no closed_at: mails leave. Else none does, but one in a while that tries the way again.
CREATE TABLE IF NOT EXISTS mail_way (
    id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
    closed_at DATETIME NULL,
    stage VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    why VARCHAR(300) NOT NULL DEFAULT '', -- what the server said last; no address
    tries SMALLINT UNSIGNED NOT NULL DEFAULT 0, -- that found it closed, one after the other
    try_at DATETIME NOT NULL, -- not before
    CONSTRAINT mail_way_one CHECK (id = 1),
    CONSTRAINT mail_way_stage CHECK (stage IN ('', 'connect', 'hello', 'login', 'sender', 'alike'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;
