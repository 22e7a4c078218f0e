-- Who is there: accounts, sessions, e-mail challenges, counters, and what is kept for an hour.
-- E-mail addresses are compared byte by byte, after the portal has made them canonical.

CREATE TABLE IF NOT EXISTS account (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    address_state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'proved',
    created_at DATETIME NOT NULL,
    last_seen_at DATETIME NOT NULL,
    UNIQUE KEY account_email (email),
    UNIQUE KEY account_public (public_id),
    CONSTRAINT account_email_form CHECK (email LIKE '%_@_%' AND BINARY email = BINARY LOWER(email)),
    CONSTRAINT account_address CHECK (address_state IN ('proved', 'to_check', 'dead'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS session (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    token_hash BINARY(32) NOT NULL,
    device BINARY(32) NOT NULL,
    account_id BIGINT UNSIGNED NULL,
    long_stay TINYINT UNSIGNED NOT NULL DEFAULT 0,
    created_at DATETIME NOT NULL,
    last_seen_at DATETIME NOT NULL,
    idle_seconds INT UNSIGNED NOT NULL,
    idle_ends_at DATETIME NOT NULL,
    absolute_ends_at DATETIME NOT NULL,
    ended_at DATETIME NULL,
    UNIQUE KEY session_token (token_hash),
    KEY session_account (account_id),
    KEY session_age (absolute_ends_at),
    CONSTRAINT session_of_account FOREIGN KEY (account_id) REFERENCES account (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT session_long CHECK (long_stay IN (0, 1)),
    CONSTRAINT session_ends CHECK (idle_ends_at <= absolute_ends_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE IF NOT EXISTS throttle (
    bucket BINARY(16) NOT NULL,
    window_start DATETIME NOT NULL,
    acts INT UNSIGNED NOT NULL,
    expires_at DATETIME NOT NULL,
    PRIMARY KEY (bucket, window_start),
    KEY throttle_expiry (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- A POST whose session had ended, sealed by the portal, for one hour and this browser only.
CREATE TABLE IF NOT EXISTS stash (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    device BINARY(32) NOT NULL,
    path VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sealed MEDIUMBLOB NOT NULL,
    created_at DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    UNIQUE KEY stash_device (device, path),
    KEY stash_expiry (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;
