-- What people answer by mail is kept whole: a longer text, what is known of the mail beside it, and for a
-- while the mail itself, sealed.

ALTER TABLE quote_message MODIFY COLUMN body MEDIUMTEXT NOT NULL;

ALTER TABLE quote_message
    -- 'automatic': a machine's, which changes no state; 'unvouched': no server vouches for its sender
    ADD COLUMN IF NOT EXISTS mark VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    -- ours, a line each: subject, sender, names of files, what is not shown
    ADD COLUMN IF NOT EXISTS remarks VARCHAR(4000) NOT NULL DEFAULT '';

ALTER TABLE quote_message ADD CONSTRAINT IF NOT EXISTS quote_message_mark
    CHECK (mark IN ('', 'automatic', 'unvouched'));

-- An answer as it came, in parts, each sealed for its place: until its files can be opened in the portal.
CREATE TABLE IF NOT EXISTS mail_raw (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id BIGINT UNSIGNED NOT NULL,
    bytes BIGINT UNSIGNED NOT NULL,
    received_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL, -- erased then
    UNIQUE KEY mail_raw_public (public_id),
    KEY mail_raw_of (request_id),
    KEY mail_raw_ends (ends_at),
    CONSTRAINT mail_raw_request FOREIGN KEY (request_id) REFERENCES quote_request (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS mail_raw_part (
    raw_id BIGINT UNSIGNED NOT NULL,
    part SMALLINT UNSIGNED NOT NULL,
    sealed MEDIUMBLOB NOT NULL,
    PRIMARY KEY (raw_id, part),
    CONSTRAINT mail_raw_part_of FOREIGN KEY (raw_id) REFERENCES mail_raw (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- 'many': more in a day than one request may hold
ALTER TABLE mail_aside DROP CONSTRAINT IF EXISTS mail_aside_reason, ADD CONSTRAINT mail_aside_reason
    CHECK (reason IN ('empty', 'too_large', 'not_mail', 'report', 'answer', 'no_file', 'not_kept', 'many'));

INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('retention.reply', '90', 'Réponse par courriel telle qu’elle est arrivée, fichiers compris, chiffrée', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;
