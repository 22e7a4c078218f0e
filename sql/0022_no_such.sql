-- What there is not: a person with one name only, and no experience at all.
ALTER TABLE candidacy_identity
    ADD COLUMN IF NOT EXISTS no_birth_name TINYINT UNSIGNED NULL,
    ADD COLUMN IF NOT EXISTS no_given_names TINYINT UNSIGNED NULL;

ALTER TABLE candidacy_identity ADD CONSTRAINT IF NOT EXISTS identity_no_birth_name
    CHECK (no_birth_name IN (0, 1));

ALTER TABLE candidacy_identity ADD CONSTRAINT IF NOT EXISTS identity_no_given_names
    CHECK (no_given_names IN (0, 1));

ALTER TABLE experience DROP CONSTRAINT IF EXISTS experience_nature;

ALTER TABLE experience ADD CONSTRAINT IF NOT EXISTS experience_nature CHECK (nature IN ('employee',
    'self_employed', 'apprentice', 'volunteer', 'union', 'civic_service', 'internship', 'none'));
