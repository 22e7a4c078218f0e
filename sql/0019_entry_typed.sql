-- Staff may type all of a paper candidacy before its owner is told: when they last did, and when the
-- person was told, if they were.
ALTER TABLE candidacy_entry
    ADD COLUMN IF NOT EXISTS typed_at DATETIME NULL,
    ADD COLUMN IF NOT EXISTS invited_at DATETIME NULL;

UPDATE candidacy_entry SET invited_at = entered_at WHERE invited_at IS NULL;
