-- When something was last refused because the database's disk was full: for /sante/complet, which cannot
-- find out by itself. An update of this row needs no room.
ALTER TABLE revision ADD COLUMN IF NOT EXISTS full_at DATETIME NULL;
