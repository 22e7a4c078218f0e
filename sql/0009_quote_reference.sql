-- What a person reads aloud, and staff look for: "D-7K3M-9QX2". Requests made before it had only
-- their public id, whose beginning stands in for it.
ALTER TABLE quote_request ADD COLUMN IF NOT EXISTS reference VARCHAR(16) CHARACTER SET ascii
    COLLATE ascii_bin NOT NULL AFTER public_id;

UPDATE quote_request SET reference = LEFT(public_id, 16) WHERE reference = '';

ALTER TABLE quote_request ADD UNIQUE KEY IF NOT EXISTS quote_request_reference (reference);
