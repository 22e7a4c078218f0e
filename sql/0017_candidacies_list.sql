-- The desk's list of candidacies: what it shows, searches and filters by stands beside the candidacy,
-- copied at each submission (the snapshot stays the proof), the payer also when it changes later.

ALTER TABLE candidacy
    ADD COLUMN IF NOT EXISTS last_reference VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
        NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS last_verdict VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin
        NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS last_payer VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS last_module VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS last_birth_name VARCHAR(200) NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS last_usage_name VARCHAR(200) NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS last_given_names VARCHAR(200) NOT NULL DEFAULT '',
    -- submitted_at in whole seconds: what the list is sorted by; NULL: never submitted, not in the list
    ADD COLUMN IF NOT EXISTS submit_key DATETIME NULL;

UPDATE candidacy c
    JOIN submission s ON s.candidacy_id = c.id AND s.sequence = c.submissions
    LEFT JOIN candidacy_funding f ON f.candidacy_id = c.id
    SET c.last_reference = s.reference, c.last_verdict = s.verdict,
        c.last_payer = COALESCE(f.payer, JSON_VALUE(s.snapshot, '$.answers.financement.payer'), ''),
        c.last_module = COALESCE(JSON_VALUE(s.snapshot, '$.answers.module.wanted'), ''),
        c.last_birth_name = COALESCE(JSON_VALUE(s.snapshot, '$.answers.identite.birth_name'), ''),
        c.last_usage_name = COALESCE(JSON_VALUE(s.snapshot, '$.answers.identite.usage_name'), ''),
        c.last_given_names = COALESCE(JSON_VALUE(s.snapshot, '$.answers.identite.given_names'), ''),
        c.submit_key = CAST(DATE_FORMAT(s.submitted_at, '%Y-%m-%d %H:%i:%s') AS DATETIME)
    WHERE c.submit_key IS NULL;

-- The first holds every column that the list filters by, so that only a page's rows are read.
ALTER TABLE candidacy
    ADD KEY IF NOT EXISTS candidacy_by_submitted
        (submit_key, id, state, last_verdict, last_payer, last_module, intake_id, contested),
    ADD KEY IF NOT EXISTS candidacy_listed (state, submit_key),
    ADD KEY IF NOT EXISTS candidacy_contested (contested, submit_key),
    ADD KEY IF NOT EXISTS candidacy_of_identity (identity_key),
    ADD KEY IF NOT EXISTS candidacy_birth_name (last_birth_name);

ALTER TABLE candidacy
    ADD FULLTEXT KEY IF NOT EXISTS candidacy_names
        (last_birth_name, last_usage_name, last_given_names);

-- Who asks for their employer's candidates.
ALTER TABLE candidacy_funding ADD KEY IF NOT EXISTS funding_payer_siret (payer_siret);

-- What came on paper, by telephone or by mail, and which draft was opened from it: the person goes on.
CREATE TABLE IF NOT EXISTS candidacy_entry (
    candidacy_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    origin VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    received_on DATE NOT NULL,
    note VARCHAR(4000) NOT NULL DEFAULT '',
    entered_by BIGINT UNSIGNED NOT NULL,
    entered_at DATETIME NOT NULL,
    KEY candidacy_entry_age (entered_at),
    CONSTRAINT candidacy_entry_of FOREIGN KEY (candidacy_id) REFERENCES candidacy (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT candidacy_entry_by FOREIGN KEY (entered_by) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT candidacy_entry_origin CHECK (origin IN ('mail', 'phone', 'paper'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;
