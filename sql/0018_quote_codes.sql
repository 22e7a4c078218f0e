-- A code may also open the list of the quotes that were asked with an address.
ALTER TABLE challenge DROP CONSTRAINT IF EXISTS challenge_purpose;

ALTER TABLE challenge ADD CONSTRAINT challenge_purpose CHECK (purpose IN ('login', 'confirm',
    'change_old', 'change_new', 'quotes'));
