-- Seals with a key that no database holds, what became of their verification, and who is told.

ALTER TABLE audit_seal
    -- by which version of the key (store/seal.h); 0: before there was one
    ADD COLUMN IF NOT EXISTS key_version TINYINT UNSIGNED NOT NULL DEFAULT 0;

ALTER TABLE audit_sealed
    -- the row's own, so that the one that was touched is known; NULL: under a seal without a key
    ADD COLUMN IF NOT EXISTS mac BINARY(32) NULL;

-- Once a seal has a key, none without (or with an older one) may follow: a portal-jobs of before, still
-- running beside the new one, is refused and leaves the rows to it. Until then nothing is refused.
-- wider: audit_seal_version
CREATE OR REPLACE TRIGGER audit_seal_version BEFORE INSERT ON audit_seal FOR EACH ROW
BEGIN
    IF NEW.key_version < (SELECT s.key_version FROM audit_seal s ORDER BY s.id DESC LIMIT 1) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a seal never has an older key than the one before it';
    END IF;
END;

-- Up to where the chain was last found whole, and what did not hold (store/seal_check.h).
CREATE TABLE IF NOT EXISTS audit_check (
    id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
    checked_at DATETIME NULL,  -- that it was last walked to its end
    whole_at DATETIME NULL,    -- … from its first seal
    told_on DATE NULL,         -- the night whose mail is queued
    seal_id BIGINT UNSIGNED NOT NULL DEFAULT 0, -- the last that held; 0: none yet
    seal BINARY(32) NULL,      -- its value, and with our key over both: a mark that others wrote is
    mac BINARY(32) NULL,       -- not believed
    -- where a whole walk begins, by an operator's word about what went before; 0: with the first seal
    from_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
    from_seal BINARY(32) NULL,
    from_mac BINARY(32) NULL,
    failed_at DATETIME NULL,   -- since when something does not hold; NULL: all does
    fault VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    failed_seal BIGINT UNSIGNED NOT NULL DEFAULT 0,
    failed_row BIGINT UNSIGNED NOT NULL DEFAULT 0,
    CONSTRAINT audit_check_one CHECK (id = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

INSERT INTO audit_check (id) VALUES (1) ON DUPLICATE KEY UPDATE id = audit_check.id;

INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('contact.audit', '', 'Adresse qui reçoit chaque nuit le dernier sceau du journal d’audit', 'email',
        'la preuve, hors de la machine, que rien n’a été retiré de la fin du journal d’audit',
        'une adresse relevée par d’autres personnes que celles qui tiennent la base', 0),
    ('contact.security', '', 'Adresse où signaler une faille de sécurité', 'email',
        'la page /.well-known/security.txt', 'une adresse relevée chaque jour ouvré', 0),
    ('retention.sources', '7', 'Adresses réseau d’où le portail a été visité, contre les abus', 'days',
        'la page sur les données personnelles', 'un nombre de jours, de 2 à 7 de préférence', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;
