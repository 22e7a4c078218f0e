-- One candidacy per account, programme and year; a draft whose address is not proved yet hangs on
-- the session that began it. No other unique key may collide when it is started, or
-- LAST_INSERT_ID(id) would give a stranger's row: public_id is 128 random bits, and the row is
-- always read back with its owner in the WHERE.

CREATE TABLE IF NOT EXISTS candidacy (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id BIGINT UNSIGNED NULL,
    session_id BIGINT UNSIGNED NULL,
    draft_email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    email_confirmed_at DATETIME NULL,
    programme_id BIGINT UNSIGNED NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    intake_id BIGINT UNSIGNED NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'draft',
    version INT UNSIGNED NOT NULL DEFAULT 1,
    identity_key BINARY(32) NULL,
    identity_key_version TINYINT UNSIGNED NULL,
    contested TINYINT UNSIGNED NOT NULL DEFAULT 0,
    submissions SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    submitted_at DATETIME(6) NULL,
    withdrawn_at DATETIME NULL,
    reminded_at DATETIME NULL,
    UNIQUE KEY candidacy_public (public_id),
    UNIQUE KEY candidacy_one_a_year (account_id, programme_id, year),
    UNIQUE KEY candidacy_one_draft (session_id, programme_id, year),
    KEY candidacy_email (draft_email),
    KEY candidacy_pinned (intake_id, programme_id, year),
    KEY candidacy_state (programme_id, year, state, updated_at),
    KEY candidacy_waiting (state, updated_at),
    CONSTRAINT candidacy_intake FOREIGN KEY (intake_id, programme_id, year)
        REFERENCES intake (id, programme_id, year) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT candidacy_account FOREIGN KEY (account_id) REFERENCES account (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT candidacy_session FOREIGN KEY (session_id) REFERENCES session (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT candidacy_owner CHECK ((account_id IS NULL) <> (session_id IS NULL)),
    CONSTRAINT candidacy_states CHECK (state IN
        ('draft', 'submitted', 'taken_back', 'withdrawn', 'review', 'decided')),
    CONSTRAINT candidacy_proved CHECK (state = 'draft' OR account_id IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- Codes and links sent by mail. Neither is stored: both are computed from public_id with a key.
CREATE TABLE IF NOT EXISTS challenge (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    new_email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    account_id BIGINT UNSIGNED NULL,
    candidacy_id BIGINT UNSIGNED NULL,
    device BINARY(32) NOT NULL,
    created_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    used_at DATETIME NULL,
    superseded_at DATETIME NULL,
    attempts TINYINT UNSIGNED NOT NULL DEFAULT 0,
    UNIQUE KEY challenge_public (public_id),
    KEY challenge_email (email, purpose),
    KEY challenge_device (device, purpose),
    KEY challenge_expiry (expires_at),
    KEY challenge_account (account_id),
    KEY challenge_candidacy (candidacy_id),
    CONSTRAINT challenge_of_account FOREIGN KEY (account_id) REFERENCES account (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT challenge_of_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT challenge_purpose CHECK (purpose IN ('login', 'confirm', 'change_old', 'change_new'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- The steps. Columns are the fields' names. `pending` keeps what was typed and cannot live in a
-- typed column (JSON, field: text); `writers` tells which page last wrote each field.

CREATE TABLE IF NOT EXISTS candidacy_identity (
    candidacy_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    birth_name VARCHAR(200) NULL,
    usage_name VARCHAR(200) NULL,
    given_names VARCHAR(200) NULL,
    birth_date DATE NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    phone VARCHAR(60) NULL,
    street VARCHAR(600) NULL,
    postal_code VARCHAR(30) NULL,
    city VARCHAR(200) NULL,
    country VARCHAR(200) NULL,
    pending MEDIUMTEXT NULL,
    writers VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT identity_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT identity_pending CHECK (pending IS NULL OR JSON_VALID(pending))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS candidacy_project (
    candidacy_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    objects VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
    project VARCHAR(3000) NULL,
    expectations VARCHAR(1500) NULL,
    pending MEDIUMTEXT NULL,
    writers VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT project_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT project_objects CHECK (objects IS NULL OR objects REGEXP
        '^(future_project|diagnosis|similar|critique|unknown)( (future_project|diagnosis|similar|critique|unknown))*$'),
    CONSTRAINT project_pending CHECK (pending IS NULL OR JSON_VALID(pending))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS candidacy_funding (
    candidacy_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    payer VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    payer_name VARCHAR(300) NULL,
    payer_siret VARCHAR(14) CHARACTER SET ascii COLLATE ascii_bin NULL,
    payer_contact VARCHAR(300) NULL,
    agreement VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
    cpf_amount BIGINT UNSIGNED NULL,
    module_payer VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
    mix VARCHAR(2000) NULL,
    pending MEDIUMTEXT NULL,
    writers VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT funding_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT funding_payer CHECK (payer IN ('employer', 'opco', 'institution', 'france_travail',
        'transitions_pro', 'region', 'other_third', 'cpf', 'individual', 'several', 'unknown')),
    CONSTRAINT funding_siret CHECK (payer_siret REGEXP '^[0-9]{14}$'),
    CONSTRAINT funding_agreement CHECK (agreement IN ('none', 'asked', 'agreed')),
    CONSTRAINT funding_module_payer CHECK (module_payer IN ('third', 'individual')),
    CONSTRAINT funding_pending CHECK (pending IS NULL OR JSON_VALID(pending))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS candidacy_module (
    candidacy_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    wanted VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL,
    pending MEDIUMTEXT NULL,
    writers VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT module_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT module_wanted CHECK (wanted IN ('yes', 'no')),
    CONSTRAINT module_pending CHECK (pending IS NULL OR JSON_VALID(pending))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- What is said with the declaration, before submitting.
CREATE TABLE IF NOT EXISTS candidacy_verification (
    candidacy_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    explanation VARCHAR(2000) NULL,
    pending MEDIUMTEXT NULL,
    writers VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT verification_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT verification_pending CHECK (pending IS NULL OR JSON_VALID(pending))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS diploma (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    candidacy_id BIGINT UNSIGNED NOT NULL,
    position SMALLINT UNSIGNED NOT NULL,
    kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    title VARCHAR(300) NULL,
    level VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
    state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
    year SMALLINT UNSIGNED NULL,
    school VARCHAR(300) NULL,
    country VARCHAR(200) NULL,
    recognition VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
    recognition_on DATE NULL,
    pending MEDIUMTEXT NULL,
    writers VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    updated_at DATETIME NOT NULL,
    UNIQUE KEY diploma_public (public_id),
    KEY diploma_of (candidacy_id, position),
    CONSTRAINT diploma_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT diploma_kind CHECK (kind IN ('licence', 'but', 'master', 'doctorat', 'dees', 'deass',
        'decesf', 'moniteur_educateur', 'infirmier', 'eje', 'ets', 'caferuis', 'dejeps', 'desjeps',
        'bts', 'other_rncp', 'foreign', 'none')),
    CONSTRAINT diploma_level CHECK (level IN ('3', '4', '5', '6', '7', '8', 'unknown')),
    CONSTRAINT diploma_state CHECK (state IN ('obtained', 'in_progress')),
    CONSTRAINT diploma_recognition CHECK (recognition IN ('obtained', 'requested', 'none')),
    CONSTRAINT diploma_pending CHECK (pending IS NULL OR JSON_VALID(pending))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- A month is its first day.
CREATE TABLE IF NOT EXISTS experience (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    candidacy_id BIGINT UNSIGNED NOT NULL,
    position SMALLINT UNSIGNED NOT NULL,
    nature VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    organisation VARCHAR(300) NULL,
    organisation_kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    role VARCHAR(300) NULL,
    field VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    started DATE NULL,
    ongoing TINYINT UNSIGNED NULL,
    ended DATE NULL,
    working_time TINYINT UNSIGNED NULL,
    tasks VARCHAR(1000) NULL,
    pending MEDIUMTEXT NULL,
    writers VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    updated_at DATETIME NOT NULL,
    UNIQUE KEY experience_public (public_id),
    KEY experience_of (candidacy_id, position),
    CONSTRAINT experience_candidacy FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT experience_nature CHECK (nature IN ('employee', 'self_employed', 'apprentice',
        'volunteer', 'union', 'civic_service', 'internship')),
    CONSTRAINT experience_kind CHECK (organisation_kind REGEXP '^[a-z_]+$'),
    CONSTRAINT experience_field CHECK (field IN ('social', 'sociocultural', 'culture',
        'education_populaire', 'health', 'integration', 'local_development', 'training',
        'social_tourism', 'sport', 'humanitarian', 'ecology', 'other')),
    CONSTRAINT experience_months CHECK ((started IS NULL OR DAYOFMONTH(started) = 1)
        AND (ended IS NULL OR DAYOFMONTH(ended) = 1)),
    CONSTRAINT experience_ongoing CHECK (ongoing IN (0, 1)),
    CONSTRAINT experience_time CHECK (working_time BETWEEN 1 AND 100),
    CONSTRAINT experience_union CHECK (nature <> 'union' OR organisation IS NULL),
    CONSTRAINT experience_pending CHECK (pending IS NULL OR JSON_VALID(pending))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;
