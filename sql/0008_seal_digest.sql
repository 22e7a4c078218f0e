-- A seal keeps the digest of its rows: the chain can be walked when the rows have been purged.
ALTER TABLE audit_seal ADD COLUMN IF NOT EXISTS digest BINARY(32) NOT NULL AFTER row_count;
