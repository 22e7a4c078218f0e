-- A request becomes numbered documents. The request is staff's work item; a quote is what was
-- issued: its content is frozen, only its state moves.

ALTER TABLE quote_request DROP CONSTRAINT IF EXISTS quote_request_state;

UPDATE quote_request SET state = IF(state = 'received', 'new', 'waiting')
    WHERE state IN ('received', 'in_hand');

ALTER TABLE quote_request
    -- for whom, and what the payer wants printed (domain/forms_door.c: columns are field names)
    ADD COLUMN IF NOT EXISTS whom VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER kind,
    ADD COLUMN IF NOT EXISTS trainees VARCHAR(2000) NULL AFTER whom,
    ADD COLUMN IF NOT EXISTS headcount SMALLINT UNSIGNED NULL AFTER trainees,
    ADD COLUMN IF NOT EXISTS addressee_address VARCHAR(600) NULL AFTER addressee_siret,
    ADD COLUMN IF NOT EXISTS purchase_reference VARCHAR(120) NULL AFTER addressee_contact,
    ADD COLUMN IF NOT EXISTS opco_name VARCHAR(300) NULL AFTER purchase_reference,
    ADD COLUMN IF NOT EXISTS opco_reference VARCHAR(120) NULL AFTER opco_name,
    ADD COLUMN IF NOT EXISTS chorus_service VARCHAR(100) NULL AFTER opco_reference,
    ADD COLUMN IF NOT EXISTS chorus_engagement VARCHAR(100) NULL AFTER chorus_service,
    -- staff's side
    ADD COLUMN IF NOT EXISTS origin VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
        DEFAULT 'portal',
    ADD COLUMN IF NOT EXISTS entered_by BIGINT UNSIGNED NULL,
    ADD COLUMN IF NOT EXISTS candidacy_id BIGINT UNSIGNED NULL,
    ADD COLUMN IF NOT EXISTS assigned_to BIGINT UNSIGNED NULL,
    ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1,
    ADD COLUMN IF NOT EXISTS updated_at DATETIME NULL,
    ADD COLUMN IF NOT EXISTS waiting_since DATETIME NULL,  -- since when it waits for us; NULL: it does not
    ADD COLUMN IF NOT EXISTS answered_at DATETIME NULL,    -- first answer, by machine or by staff
    ADD COLUMN IF NOT EXISTS raised_at DATETIME NULL,      -- two working days unanswered: staff were told again
    ADD COLUMN IF NOT EXISTS reminded_at DATETIME NULL,    -- the requester, a week before expiry, once
    ADD COLUMN IF NOT EXISTS valid_until DATE NULL,        -- of the quote that holds now; NULL: none does
    ADD COLUMN IF NOT EXISTS last_number VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ALTER COLUMN state SET DEFAULT 'new',
    ADD KEY IF NOT EXISTS quote_request_waiting (waiting_since),
    ADD KEY IF NOT EXISTS quote_request_valid (state, valid_until),
    ADD KEY IF NOT EXISTS quote_request_assigned (assigned_to, state, created_at),
    ADD KEY IF NOT EXISTS quote_request_made (created_at),
    ADD KEY IF NOT EXISTS quote_request_mail (email, created_at),
    ADD KEY IF NOT EXISTS quote_request_siret (addressee_siret, created_at),
    ADD KEY IF NOT EXISTS quote_request_of_candidacy (candidacy_id);

ALTER TABLE quote_request
    ADD CONSTRAINT quote_request_states CHECK (state IN
        ('new', 'waiting', 'sent', 'answered', 'accepted', 'declined', 'cancelled', 'closed'));

ALTER TABLE quote_request
    ADD CONSTRAINT quote_request_whom CHECK (whom IN ('self', 'one', 'several', 'later'));

ALTER TABLE quote_request
    ADD CONSTRAINT quote_request_origin CHECK (origin IN ('portal', 'candidacy', 'mail', 'phone', 'paper'));

ALTER TABLE quote_request
    ADD CONSTRAINT quote_request_entered FOREIGN KEY IF NOT EXISTS (entered_by) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE quote_request
    ADD CONSTRAINT quote_request_assignee FOREIGN KEY IF NOT EXISTS (assigned_to) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE quote_request
    ADD CONSTRAINT quote_request_candidacy FOREIGN KEY IF NOT EXISTS (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT;

-- The next number of a series in a year; locked by whoever issues, last in their transaction, so
-- that no number is skipped. 'D': quotes; 'I': price information for the CPF.
CREATE TABLE IF NOT EXISTS quote_counter (
    series CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    next_number INT UNSIGNED NOT NULL,
    PRIMARY KEY (series, year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- What was issued. A version after the first keeps the number and prints a suffix.
CREATE TABLE IF NOT EXISTS quote (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id BIGINT UNSIGNED NOT NULL,
    part TINYINT UNSIGNED NOT NULL DEFAULT 1, -- which payer of a mix
    series CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    number INT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    number_text VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, -- "D-2026-000123-2"
    payer VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tariff_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    total_cents BIGINT UNSIGNED NOT NULL,
    document MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, -- canonical JSON
    sha256 BINARY(32) NOT NULL,
    issued_at DATETIME NOT NULL,
    issued_by BIGINT UNSIGNED NULL, -- staff; NULL: the machine
    valid_until DATE NOT NULL,
    idempotency_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'issued',
    state_at DATETIME NOT NULL,
    pdf MEDIUMBLOB NULL, -- rendered from the document after the commit, then kept
    UNIQUE KEY quote_public (public_id),
    UNIQUE KEY quote_number (series, year, number, version),
    UNIQUE KEY quote_number_text (number_text),
    UNIQUE KEY quote_once (idempotency_key),
    KEY quote_of_request (request_id, part, version),
    KEY quote_issued (issued_at),
    KEY quote_of_state (state, valid_until),
    CONSTRAINT quote_request_of FOREIGN KEY (request_id) REFERENCES quote_request (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT quote_issuer FOREIGN KEY (issued_by) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT quote_series CHECK (series IN ('D', 'I')),
    CONSTRAINT quote_tariff CHECK (tariff_kind IN ('third', 'individual')),
    CONSTRAINT quote_states CHECK (state IN ('issued', 'accepted', 'declined', 'replaced', 'cancelled')),
    CONSTRAINT quote_document CHECK (JSON_VALID(document))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

DROP TRIGGER IF EXISTS quote_frozen_update;

-- An accepted quote never changes at all but to be replaced; the PDF is filled in once.
CREATE TRIGGER quote_frozen_update BEFORE UPDATE ON quote FOR EACH ROW
BEGIN
    IF NOT (NEW.public_id <=> OLD.public_id AND NEW.request_id <=> OLD.request_id
            AND NEW.part <=> OLD.part AND NEW.series <=> OLD.series AND NEW.year <=> OLD.year
            AND NEW.number <=> OLD.number AND NEW.version <=> OLD.version
            AND NEW.number_text <=> OLD.number_text AND NEW.payer <=> OLD.payer
            AND NEW.tariff_kind <=> OLD.tariff_kind AND NEW.total_cents <=> OLD.total_cents
            AND NEW.document <=> OLD.document AND NEW.sha256 <=> OLD.sha256
            AND NEW.issued_at <=> OLD.issued_at AND NEW.issued_by <=> OLD.issued_by
            AND NEW.valid_until <=> OLD.valid_until
            AND NEW.idempotency_key <=> OLD.idempotency_key)
        OR (OLD.pdf IS NOT NULL AND NOT (NEW.pdf <=> OLD.pdf)) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an issued quote is frozen';
    END IF;
    IF OLD.state <> NEW.state AND NOT (OLD.state = 'issued'
            OR (OLD.state IN ('accepted', 'declined') AND NEW.state IN ('replaced', 'cancelled'))) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a quote does not go back';
    END IF;
END;

DROP TRIGGER IF EXISTS quote_frozen_delete;

CREATE TRIGGER quote_frozen_delete BEFORE DELETE ON quote FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) <> 'movsc_purge' THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an issued quote is kept';
    END IF;
END;

-- What the addressee said of a quote: once, and never changed.
CREATE TABLE IF NOT EXISTS quote_answer (
    quote_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(200) NOT NULL DEFAULT '',
    role VARCHAR(200) NOT NULL DEFAULT '',
    signed_on DATE NULL,
    reason VARCHAR(1000) NOT NULL DEFAULT '',
    entered_by BIGINT UNSIGNED NULL, -- staff who noted it for them; NULL: on the link
    fingerprint BINARY(32) NOT NULL, -- SHA-256 of the document and of this answer
    answered_at DATETIME NOT NULL,
    CONSTRAINT quote_answer_of FOREIGN KEY (quote_id) REFERENCES quote (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT quote_answer_by FOREIGN KEY (entered_by) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT quote_answer_kind CHECK (kind IN ('accepted', 'declined'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- What was written about a request: by the person on the link or by mail, by staff to them, and
-- staff's own notes. One thread, in the order of time.
CREATE TABLE IF NOT EXISTS quote_message (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    request_id BIGINT UNSIGNED NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    staff_id BIGINT UNSIGNED NULL,
    body VARCHAR(8000) NOT NULL,
    idempotency_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at DATETIME NOT NULL,
    UNIQUE KEY quote_message_once (idempotency_key),
    KEY quote_message_of (request_id, at),
    CONSTRAINT quote_message_request FOREIGN KEY (request_id) REFERENCES quote_request (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT quote_message_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    -- person: from the requester; staff: to the requester; note: among staff
    CONSTRAINT quote_message_kind CHECK (kind IN ('person', 'staff', 'note')),
    CONSTRAINT quote_message_who CHECK ((kind = 'person') = (staff_id IS NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- An address that asked for no more mail about quotes.
CREATE TABLE IF NOT EXISTS quote_refusal (
    email_hash BINARY(32) NOT NULL PRIMARY KEY,
    refused_at DATETIME NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- Which object a mail speaks of, so that a file can show every one with its true state.
ALTER TABLE outbox
    ADD COLUMN IF NOT EXISTS object_kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS object_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS bounced_at DATETIME NULL,
    ADD COLUMN IF NOT EXISTS bounce_why VARCHAR(300) NOT NULL DEFAULT '',
    ADD KEY IF NOT EXISTS outbox_object (object_kind, object_id, id);
