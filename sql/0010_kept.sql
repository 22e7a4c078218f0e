-- A candidacy leaves the database only as a draft that was never submitted, and never before three
-- months after its intake closed, whoever asks and whatever their rights. (What stands under a
-- candidacy goes first: foreign keys are RESTRICT.)

DROP TRIGGER IF EXISTS candidacy_kept;

CREATE TRIGGER candidacy_kept BEFORE DELETE ON candidacy FOR EACH ROW
BEGIN
    IF OLD.state <> 'draft' OR OLD.submissions > 0 OR OLD.submitted_at IS NOT NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a candidacy that was submitted is kept';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM intake i WHERE i.id = OLD.intake_id
            AND i.closes_at < UTC_TIMESTAMP() - INTERVAL 3 MONTH) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a draft is kept three months after closing';
    END IF;
END;
