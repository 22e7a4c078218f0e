-- What a person may ask for (export, restriction, erasure), and the purge's brake.

-- A file that was taken out of the portal's reach: restricted, or erased. What stays here names nobody,
-- but for the address, which goes with the erasure.
CREATE TABLE IF NOT EXISTS archive_file (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    object_id BIGINT UNSIGNED NOT NULL, -- its row's id: what the audit trail names it by
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reference VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL, -- whose; NULL: erased
    programme_id BIGINT UNSIGNED NULL,
    intake_id BIGINT UNSIGNED NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    verdict VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    payer VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    pieces SMALLINT UNSIGNED NOT NULL DEFAULT 0, -- submissions of a candidacy, quotes of a request
    created_at DATETIME NOT NULL,
    submitted_at DATETIME NULL,
    needs_visa TINYINT UNSIGNED NOT NULL DEFAULT 0, -- a public archive: nobody erases it without one
    restricted_at DATETIME NULL,
    erase_asked_at DATETIME NULL, -- an erasure that waits for its visa
    erased_at DATETIME NULL,
    visa VARCHAR(80) NOT NULL DEFAULT '',
    visa_on DATE NULL,
    UNIQUE KEY archive_file_of (kind, object_id),
    KEY archive_file_public (public_id),
    KEY archive_file_reference (reference),
    KEY archive_file_email (email),
    CONSTRAINT archive_file_kind CHECK (kind IN ('candidacy', 'request', 'account')),
    CONSTRAINT archive_file_erased CHECK (erased_at IS NULL OR email IS NULL),
    CONSTRAINT archive_file_visa CHECK (erased_at IS NULL OR needs_visa = 0
        OR (visa <> '' AND visa_on IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- Its rows, each with all its columns: read by nobody but the operator, put back when it is lifted.
CREATE TABLE IF NOT EXISTS archive_row (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    file_id BIGINT UNSIGNED NOT NULL,
    table_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    content LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    KEY archive_row_of (file_id, id),
    CONSTRAINT archive_row_file FOREIGN KEY (file_id) REFERENCES archive_file (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT archive_row_json CHECK (JSON_VALID(content))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- Where each kind of purge stands: what it found last, and what it waits for.
CREATE TABLE IF NOT EXISTS purge_state (
    kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    run_at DATETIME NOT NULL,
    due BIGINT UNSIGNED NOT NULL DEFAULT 0,
    total BIGINT UNSIGNED NOT NULL DEFAULT 0,
    held_at DATETIME NULL,     -- the brake: nothing of this kind goes until a person says so
    held_before DATETIME NULL, -- what was counted then: rows of before this instant, …
    held_due BIGINT UNSIGNED NOT NULL DEFAULT 0, -- … so many, …
    held_total BIGINT UNSIGNED NOT NULL DEFAULT 0, -- … out of so many
    released_at DATETIME NULL,
    allowed BIGINT UNSIGNED NOT NULL DEFAULT 0, -- how many of these may still go
    KEY purge_state_waiting (held_at, released_at),
    CONSTRAINT purge_state_held CHECK ((held_at IS NULL) = (held_before IS NULL)),
    CONSTRAINT purge_state_released CHECK (released_at IS NULL OR held_at IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- The report: one row for each turn that removed something, or that the brake stopped. Counts only.
CREATE TABLE IF NOT EXISTS purge_report (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    run_at DATETIME NOT NULL,
    before_at DATETIME NOT NULL, -- what is older than this was due
    due BIGINT UNSIGNED NOT NULL,
    total BIGINT UNSIGNED NOT NULL,
    gone BIGINT UNSIGNED NOT NULL,
    held TINYINT UNSIGNED NOT NULL DEFAULT 0,
    KEY purge_report_age (run_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('retention.account', '180', 'Compte sans candidature ni demande, depuis sa dernière visite', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0),
    ('brake.rows', '500', 'Effacement automatique : au-delà de ce nombre, une personne décide', 'days',
        'le frein de l’effacement automatique', 'un nombre de lignes d’une même sorte, en une fois', 0),
    ('brake.percent', '20', 'Effacement automatique : au-delà de cette part (%), une personne décide', 'days',
        'le frein de l’effacement automatique', 'un nombre entre 1 et 100, part de tout ce qu’il y a de cette sorte', 0),
    ('brake.floor', '50', 'Effacement automatique : nombre qui passe toujours, quelle que soit sa part', 'days',
        'le frein de l’effacement automatique', 'un nombre de lignes : 1 sur 2 n’est pas une alerte', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- An account that nothing hangs on is found by its last visit.
ALTER TABLE account ADD KEY IF NOT EXISTS account_seen (last_seen_at);

-- What was submitted, issued or answered leaves by one hand more: movsc_rights, which moves it into the
-- archive above and back. Each trigger lets through whatever it did before.

-- wider: candidacy_kept
CREATE OR REPLACE TRIGGER candidacy_kept BEFORE DELETE ON candidacy FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) <> 'movsc_rights' THEN
        IF OLD.state <> 'draft' OR OLD.submissions > 0 OR OLD.submitted_at IS NOT NULL THEN
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a candidacy that was submitted is kept';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM intake i WHERE i.id = OLD.intake_id
                AND i.closes_at < UTC_TIMESTAMP() - INTERVAL 3 MONTH) THEN
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a draft is kept three months after closing';
        END IF;
    END IF;
END;

-- wider: submission_frozen_delete
CREATE OR REPLACE TRIGGER submission_frozen_delete BEFORE DELETE ON submission FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) NOT IN ('movsc_purge', 'movsc_rights') THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a submission is frozen';
    END IF;
END;

-- wider: quote_frozen_delete
CREATE OR REPLACE TRIGGER quote_frozen_delete BEFORE DELETE ON quote FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) NOT IN ('movsc_purge', 'movsc_rights') THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an issued quote is kept';
    END IF;
END;

-- wider: quote_answer_frozen_delete
CREATE OR REPLACE TRIGGER quote_answer_frozen_delete BEFORE DELETE ON quote_answer FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) NOT IN ('movsc_purge', 'movsc_rights') THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an answer to a quote is kept';
    END IF;
END;
