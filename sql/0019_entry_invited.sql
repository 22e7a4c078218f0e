-- Staff may type all of a paper candidacy before the person is told: when they were, if they were.
ALTER TABLE candidacy_entry ADD COLUMN IF NOT EXISTS invited_at DATETIME NULL;

UPDATE candidacy_entry SET invited_at = entered_at WHERE invited_at IS NULL;
