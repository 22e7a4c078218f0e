-- Facts that the institution decides: rows, never constants (programme.md, the mark "to confirm").
-- Every statement can be run twice: progress is recorded by statement, but DDL does not roll back.

CREATE TABLE IF NOT EXISTS revision (
    id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
    number BIGINT UNSIGNED NOT NULL,
    CONSTRAINT revision_single CHECK (id = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

INSERT INTO revision (id, number) VALUES (1, 1) ON DUPLICATE KEY UPDATE id = id;

CREATE TABLE IF NOT EXISTS setting (
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    value VARCHAR(8000) NOT NULL DEFAULT '',
    label VARCHAR(200) NOT NULL,
    kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    required_for VARCHAR(300) NOT NULL DEFAULT '',
    help VARCHAR(500) NOT NULL DEFAULT '',
    confirmed TINYINT UNSIGNED NOT NULL DEFAULT 0,
    CONSTRAINT setting_kind
        CHECK (kind IN ('text', 'area', 'email', 'url', 'phone', 'siret', 'days', 'box')),
    CONSTRAINT setting_confirmed CHECK (confirmed IN (0, 1))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS programme (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    title VARCHAR(300) NOT NULL,
    UNIQUE KEY programme_code (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- opens_at and closes_at are both included; NULL or '' is "not decided yet".
CREATE TABLE IF NOT EXISTS intake (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    programme_id BIGINT UNSIGNED NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    number SMALLINT UNSIGNED NOT NULL,
    title VARCHAR(300) NOT NULL DEFAULT '',
    rncp_code VARCHAR(16) NOT NULL DEFAULT '',
    rncp_title VARCHAR(300) NOT NULL DEFAULT '',
    certifier VARCHAR(300) NOT NULL DEFAULT '',
    rncp_registered_on DATE NULL,
    rncp_ends_on DATE NULL,
    rncp_fictional TINYINT UNSIGNED NOT NULL DEFAULT 0,
    opens_at DATETIME NULL,
    closes_at DATETIME NULL,
    starts_on DATE NULL,
    place VARCHAR(300) NOT NULL DEFAULT '',
    calendar VARCHAR(4000) NOT NULL DEFAULT '',
    capacity SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    is_public TINYINT UNSIGNED NOT NULL DEFAULT 0,
    deciding_date VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    UNIQUE KEY intake_number (programme_id, year, number),
    UNIQUE KEY intake_pinned (id, programme_id, year),
    CONSTRAINT intake_programme FOREIGN KEY (programme_id) REFERENCES programme (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT intake_order CHECK (closes_at IS NULL OR opens_at IS NULL OR opens_at < closes_at),
    CONSTRAINT intake_rncp_order CHECK (rncp_ends_on IS NULL OR rncp_registered_on IS NULL
        OR rncp_registered_on <= rncp_ends_on),
    CONSTRAINT intake_deciding CHECK (deciding_date IN ('', 'today', 'closing', 'start')),
    CONSTRAINT intake_flags CHECK (rncp_fictional IN (0, 1) AND is_public IN (0, 1))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- Integer cents; nothing is ever derived from another row.
CREATE TABLE IF NOT EXISTS tariff (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    programme_id BIGINT UNSIGNED NOT NULL,
    payer_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    item VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    cents BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NULL,
    UNIQUE KEY tariff_from (programme_id, payer_kind, item, valid_from),
    CONSTRAINT tariff_programme FOREIGN KEY (programme_id) REFERENCES programme (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT tariff_payer CHECK (payer_kind IN ('third', 'individual')),
    CONSTRAINT tariff_item CHECK (item IN ('diploma', 'module')),
    CONSTRAINT tariff_cents CHECK (cents > 0),
    CONSTRAINT tariff_order CHECK (valid_to IS NULL OR valid_from <= valid_to)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS outcome_figure (
    programme_id BIGINT UNSIGNED NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    certified SMALLINT UNSIGNED NOT NULL,
    by_vae SMALLINT UNSIGNED NOT NULL,
    insertion_6_months TINYINT UNSIGNED NOT NULL,
    target_6_months TINYINT UNSIGNED NOT NULL,
    target_2_years TINYINT UNSIGNED NOT NULL,
    PRIMARY KEY (programme_id, year),
    CONSTRAINT outcome_programme FOREIGN KEY (programme_id) REFERENCES programme (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT outcome_vae CHECK (by_vae <= certified),
    CONSTRAINT outcome_percent CHECK (insertion_6_months <= 100 AND target_6_months <= 100
        AND target_2_years <= 100)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- Whoever changes a fact, workers notice at their next request.

DROP TRIGGER IF EXISTS setting_revision_insert;

CREATE TRIGGER setting_revision_insert AFTER INSERT ON setting FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS setting_revision_update;

CREATE TRIGGER setting_revision_update AFTER UPDATE ON setting FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS setting_revision_delete;

CREATE TRIGGER setting_revision_delete AFTER DELETE ON setting FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS programme_revision_insert;

CREATE TRIGGER programme_revision_insert AFTER INSERT ON programme FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS programme_revision_update;

CREATE TRIGGER programme_revision_update AFTER UPDATE ON programme FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS programme_revision_delete;

CREATE TRIGGER programme_revision_delete AFTER DELETE ON programme FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS intake_revision_insert;

CREATE TRIGGER intake_revision_insert AFTER INSERT ON intake FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS intake_revision_update;

CREATE TRIGGER intake_revision_update AFTER UPDATE ON intake FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS intake_revision_delete;

CREATE TRIGGER intake_revision_delete AFTER DELETE ON intake FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS tariff_revision_insert;

CREATE TRIGGER tariff_revision_insert AFTER INSERT ON tariff FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS tariff_revision_update;

CREATE TRIGGER tariff_revision_update AFTER UPDATE ON tariff FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS tariff_revision_delete;

CREATE TRIGGER tariff_revision_delete AFTER DELETE ON tariff FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS outcome_figure_revision_insert;

CREATE TRIGGER outcome_figure_revision_insert AFTER INSERT ON outcome_figure FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS outcome_figure_revision_update;

CREATE TRIGGER outcome_figure_revision_update AFTER UPDATE ON outcome_figure FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;

DROP TRIGGER IF EXISTS outcome_figure_revision_delete;

CREATE TRIGGER outcome_figure_revision_delete AFTER DELETE ON outcome_figure FOR EACH ROW
    UPDATE revision SET number = number + 1 WHERE id = 1;
