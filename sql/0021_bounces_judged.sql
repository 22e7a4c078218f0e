-- What came back is judged by stricter rules, complaints are heard, and nothing that nobody understood
-- is left in a folder.

ALTER TABLE address_state
    -- by which version of the rules hard_bounces was judged (mail/status.h); 0: before there were any
    ADD COLUMN IF NOT EXISTS rules SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS rejudged_at DATETIME NULL, -- later rules took something back
    -- its owner, or their provider for them, said that one of our mails was not wanted
    ADD COLUMN IF NOT EXISTS complained_at DATETIME NULL,
    ADD COLUMN IF NOT EXISTS complaint VARCHAR(60) NOT NULL DEFAULT '', -- "abuse": the report's own word
    ADD COLUMN IF NOT EXISTS complaint_lifted_at DATETIME NULL, -- … and took it back
    ADD KEY IF NOT EXISTS address_state_judged (rules);

-- Mails that came to us and that no rule understands, for the people of the desk to read.
CREATE TABLE IF NOT EXISTS mail_aside (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    digest BINARY(32) NOT NULL, -- of its bytes: one that is delivered twice is kept once
    received_at DATETIME NOT NULL,
    reason VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    bytes BIGINT UNSIGNED NOT NULL,
    file_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '', -- in .Failed/new of the Maildir
    shown MEDIUMBLOB NULL, -- what can be read of it, sealed; NULL: nothing
    done_at DATETIME NULL,
    done_by BIGINT UNSIGNED NULL,
    UNIQUE KEY mail_aside_public (public_id),
    UNIQUE KEY mail_aside_once (digest),
    KEY mail_aside_open (done_at, id),
    KEY mail_aside_age (received_at),
    CONSTRAINT mail_aside_staff FOREIGN KEY (done_by) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT mail_aside_done CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CONSTRAINT mail_aside_reason CHECK (reason IN ('empty', 'too_large', 'not_mail', 'report', 'answer', 'no_file', 'not_kept'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('retention.address', '365', 'Adresse d’où un message nous est revenu, ou qui en a signalé un', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0),
    ('retention.aside', '90', 'Courriel reçu que le portail n’a pas compris', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;
