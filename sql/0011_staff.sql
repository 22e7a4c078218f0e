-- Who works here: a person of the staff, what they may do, how they prove who they are, and where
-- they are signed in. Nobody is there by default: the first admin is made by portal-admin.

CREATE TABLE IF NOT EXISTS staff (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    name VARCHAR(200) NOT NULL,
    -- invited: has a one-time way in to choose a password and enrol; disabled: none
    state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'invited',
    -- "scrypt$N$r$p$salt$hash"; empty until chosen
    password VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    password_at DATETIME NULL,
    -- the way in of an invitation or of a reset: hash of a token, single use
    invite_hash BINARY(32) NULL,
    invite_ends_at DATETIME NULL,
    -- the second factor: sealed secret, and the last step that was used (a code serves once)
    totp_sealed VARBINARY(255) NULL,
    totp_at DATETIME NULL,
    totp_step BIGINT UNSIGNED NOT NULL DEFAULT 0,
    -- word of a new request: at_once, daily, none (each person's choice)
    notice VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'at_once',
    digest_on DATE NULL,
    created_at DATETIME NOT NULL,
    last_seen_at DATETIME NULL,
    UNIQUE KEY staff_public (public_id),
    UNIQUE KEY staff_email (email),
    UNIQUE KEY staff_invite (invite_hash),
    CONSTRAINT staff_state CHECK (state IN ('invited', 'active', 'disabled')),
    CONSTRAINT staff_notice CHECK (notice IN ('at_once', 'daily', 'none')),
    CONSTRAINT staff_email_form CHECK (email LIKE '%_@_%' AND BINARY email = BINARY LOWER(email)),
    CONSTRAINT staff_ready CHECK (state <> 'active' OR (password <> '' AND totp_at IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS staff_role (
    staff_id BIGINT UNSIGNED NOT NULL,
    role VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    given_at DATETIME NOT NULL,
    PRIMARY KEY (staff_id, role),
    CONSTRAINT staff_role_of FOREIGN KEY (staff_id) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT staff_role_known CHECK (role IN ('quotes', 'reviewer', 'admin'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS staff_recovery (
    staff_id BIGINT UNSIGNED NOT NULL,
    -- HMAC of the code: ten are drawn at enrolment, each serves once
    code_hash BINARY(32) NOT NULL,
    used_at DATETIME NULL,
    PRIMARY KEY (staff_id, code_hash),
    CONSTRAINT staff_recovery_of FOREIGN KEY (staff_id) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS staff_session (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    token_hash BINARY(32) NOT NULL,
    staff_id BIGINT UNSIGNED NOT NULL,
    -- password: first factor given; enrol: and no second factor yet; full: both
    stage VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    proved_at DATETIME NULL, -- when both factors were last given: privileged acts ask again
    browser VARCHAR(120) NOT NULL DEFAULT '',
    created_at DATETIME NOT NULL,
    last_seen_at DATETIME NOT NULL,
    idle_ends_at DATETIME NOT NULL,
    absolute_ends_at DATETIME NOT NULL,
    ended_at DATETIME NULL,
    UNIQUE KEY staff_session_public (public_id),
    UNIQUE KEY staff_session_token (token_hash),
    KEY staff_session_of (staff_id, ended_at),
    KEY staff_session_age (absolute_ends_at),
    CONSTRAINT staff_session_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT staff_session_stage CHECK (stage IN ('password', 'enrol', 'full')),
    CONSTRAINT staff_session_ends CHECK (idle_ends_at <= absolute_ends_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;
