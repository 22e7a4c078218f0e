-- What is frozen: submissions, the audit trail, and who holds an identity's one place.

CREATE TABLE IF NOT EXISTS submission (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    candidacy_id BIGINT UNSIGNED NOT NULL,
    sequence SMALLINT UNSIGNED NOT NULL,
    reference VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    snapshot LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    sha256 BINARY(32) NOT NULL,
    submitted_at DATETIME(6) NOT NULL,
    rule_version VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    verdict VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    idempotency_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    UNIQUE KEY submission_sequence (candidacy_id, sequence),
    UNIQUE KEY submission_reference (reference),
    UNIQUE KEY submission_once (idempotency_key),
    CONSTRAINT submission_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT submission_snapshot CHECK (JSON_VALID(snapshot))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

DROP TRIGGER IF EXISTS submission_frozen_update;

CREATE TRIGGER submission_frozen_update BEFORE UPDATE ON submission FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) <> 'movsc_purge' THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a submission is frozen';
    END IF;
END;

DROP TRIGGER IF EXISTS submission_frozen_delete;

CREATE TRIGGER submission_frozen_delete BEFORE DELETE ON submission FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) <> 'movsc_purge' THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a submission is frozen';
    END IF;
END;

-- One human, one place a year: the first submission of an identity takes it.
CREATE TABLE IF NOT EXISTS identity_slot (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    programme_id BIGINT UNSIGNED NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    identity_key BINARY(32) NOT NULL,
    key_version TINYINT UNSIGNED NOT NULL,
    candidacy_id BIGINT UNSIGNED NOT NULL,
    taken_at DATETIME(6) NOT NULL,
    UNIQUE KEY identity_slot_one (programme_id, year, identity_key),
    UNIQUE KEY identity_slot_holder (id, candidacy_id),
    KEY identity_slot_candidacy (candidacy_id),
    CONSTRAINT identity_slot_of FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- A decision names the slot and its holder together, and a slot is named once: so of two
-- candidacies of one human only the holder can be decided, and the slot cannot move afterwards.
CREATE TABLE IF NOT EXISTS decision (
    candidacy_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    slot_id BIGINT UNSIGNED NOT NULL,
    decided_at DATETIME(6) NOT NULL,
    UNIQUE KEY decision_slot (slot_id),
    KEY decision_holder (slot_id, candidacy_id),
    CONSTRAINT decision_of_holder FOREIGN KEY (slot_id, candidacy_id)
        REFERENCES identity_slot (id, candidacy_id) ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- Row ids only, no names: seals outlive what is purged.
CREATE TABLE IF NOT EXISTS audit (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at DATETIME(6) NOT NULL,
    actor_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    actor_id BIGINT UNSIGNED NOT NULL,
    action VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    object_kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    object_id BIGINT UNSIGNED NOT NULL,
    detail VARCHAR(500) NOT NULL DEFAULT '',
    request_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    KEY audit_object (object_kind, object_id),
    CONSTRAINT audit_actor CHECK (actor_kind IN ('account', 'session', 'staff', 'job', 'admin'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

DROP TRIGGER IF EXISTS audit_frozen_update;

CREATE TRIGGER audit_frozen_update BEFORE UPDATE ON audit FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) <> 'movsc_purge' THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit trail is only added to';
    END IF;
END;

DROP TRIGGER IF EXISTS audit_frozen_delete;

CREATE TRIGGER audit_frozen_delete BEFORE DELETE ON audit FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) <> 'movsc_purge' THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit trail is only added to';
    END IF;
END;

-- One sealer (portal-jobs) chains committed rows; a row that was committed late is sealed later.
CREATE TABLE IF NOT EXISTS audit_seal (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    first_id BIGINT UNSIGNED NOT NULL,
    last_id BIGINT UNSIGNED NOT NULL,
    row_count INT UNSIGNED NOT NULL,
    previous BINARY(32) NOT NULL,
    digest BINARY(32) NOT NULL,
    seal BINARY(32) NOT NULL,
    sealed_at DATETIME(6) NOT NULL,
    UNIQUE KEY audit_seal_chain (previous)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS audit_sealed (
    audit_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    seal_id BIGINT UNSIGNED NOT NULL,
    KEY audit_sealed_seal (seal_id),
    CONSTRAINT audit_sealed_by FOREIGN KEY (seal_id) REFERENCES audit_seal (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;
