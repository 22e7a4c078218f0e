-- What a quote prints of the institution's own (requirements.md 1.6): rows to fill, nothing
-- invented. An empty one that a document needs stops its issue (domain/quote_mentions.c).

INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('institution.legal_form', '', 'Forme juridique de l’établissement', 'text',
        'les devis', 'par exemple : établissement public à caractère scientifique, culturel et professionnel', 0),
    ('institution.ape', '', 'Code APE', 'text',
        '', 'cinq signes, par exemple 8542Z', 0),
    ('quote.payment_third', '', 'Conditions de paiement, organisme', 'area',
        'les devis aux organismes', 'quand la facture est émise, et sous combien de jours elle se paie', 0),
    ('quote.payment_individual', '', 'Conditions de paiement, particulier', 'area',
        'les devis aux particuliers', 'ce qui est dit en plus de l’échéancier, par exemple les moyens de paiement', 0),
    ('quote.instalments', '', 'Nombre d’échéances après la première, particulier', 'days',
        'les devis aux particuliers', 'un nombre entre 1 et 24', 0),
    ('quote.instalments_third', '', 'Nombre de factures, organisme', 'days',
        '', 'un nombre entre 1 et 6, parts égales ; vide : pas d’échéancier sur le devis', 0),
    ('quote.nsf', '', 'Spécialité de formation (code NSF)', 'text',
        '', 'le code et l’intitulé de la nomenclature des spécialités', 0),
    -- Consumer code L221-18, a contract made at a distance; to be confirmed.
    ('quote.withdrawal_days', '14', 'Délai de rétractation d’un particulier, en jours', 'days',
        'les devis aux particuliers', 'un nombre de jours ; 14 pour un contrat conclu à distance', 0),
    ('quote.cancellation', '', 'Annulation, abandon, force majeure', 'area',
        'les devis', 'ce qui reste dû si la formation s’arrête', 0),
    ('quote.certification_fee', '', 'Frais de certification', 'text',
        'les devis', 'compris dans le prix, ou leur montant', 0),
    ('quote.assessment', '', 'Évaluation et sanction de la formation', 'area',
        'les devis', 'comment l’on est évalué, et ce que la réussite donne', 0),
    ('quote.means', '', 'Moyens pédagogiques et techniques', 'area',
        'les devis', 'quelques phrases', 0),
    ('quote.next_third', '', 'Après le devis, organisme', 'area',
        'les devis aux organismes', 'ce qui se passe ensuite, et qui envoie la convention', 0),
    ('quote.complaints', '', 'Réclamations', 'text',
        '', 'l’adresse à laquelle une réclamation se fait', 0),
    ('quote.privacy', '', 'Données personnelles, sur un devis', 'text',
        '', 'une phrase de plus que l’adresse de la page qui en parle', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

UPDATE setting SET required_for = 'l’accusé de réception, les mentions légales et les devis'
    WHERE name = 'contact.address';

-- A reason may name a dozen missing mentions.
ALTER TABLE quote_request MODIFY COLUMN to_staff_reason VARCHAR(2000) NOT NULL DEFAULT '';

-- Beside the frozen document: the tariff rows its prices came from, and what staff had changed, so
-- that the next version begins with it.
ALTER TABLE quote
    ADD COLUMN IF NOT EXISTS diploma_tariff_id BIGINT UNSIGNED NULL AFTER tariff_kind,
    ADD COLUMN IF NOT EXISTS module_tariff_id BIGINT UNSIGNED NULL AFTER diploma_tariff_id,
    ADD COLUMN IF NOT EXISTS diplomas SMALLINT UNSIGNED NOT NULL DEFAULT 0 AFTER module_tariff_id,
    ADD COLUMN IF NOT EXISTS modules SMALLINT UNSIGNED NOT NULL DEFAULT 0 AFTER diplomas,
    ADD COLUMN IF NOT EXISTS dates VARCHAR(1000) NOT NULL DEFAULT '' AFTER modules,
    ADD COLUMN IF NOT EXISTS note VARCHAR(2000) NOT NULL DEFAULT '' AFTER dates;

ALTER TABLE quote
    ADD CONSTRAINT quote_diploma_tariff FOREIGN KEY IF NOT EXISTS (diploma_tariff_id)
        REFERENCES tariff (id) ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE quote
    ADD CONSTRAINT quote_module_tariff FOREIGN KEY IF NOT EXISTS (module_tariff_id)
        REFERENCES tariff (id) ON DELETE RESTRICT ON UPDATE RESTRICT;

DROP TRIGGER IF EXISTS quote_frozen_update;

CREATE TRIGGER quote_frozen_update BEFORE UPDATE ON quote FOR EACH ROW
BEGIN
    IF NOT (NEW.public_id <=> OLD.public_id AND NEW.request_id <=> OLD.request_id
            AND NEW.part <=> OLD.part AND NEW.series <=> OLD.series AND NEW.year <=> OLD.year
            AND NEW.number <=> OLD.number AND NEW.version <=> OLD.version
            AND NEW.number_text <=> OLD.number_text AND NEW.payer <=> OLD.payer
            AND NEW.tariff_kind <=> OLD.tariff_kind
            AND NEW.diploma_tariff_id <=> OLD.diploma_tariff_id
            AND NEW.module_tariff_id <=> OLD.module_tariff_id
            AND NEW.diplomas <=> OLD.diplomas AND NEW.modules <=> OLD.modules
            AND NEW.dates <=> OLD.dates AND NEW.note <=> OLD.note
            AND NEW.total_cents <=> OLD.total_cents
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

-- An answer is given once and stays as it was given.
DROP TRIGGER IF EXISTS quote_answer_frozen_update;

CREATE TRIGGER quote_answer_frozen_update BEFORE UPDATE ON quote_answer FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an answer to a quote is frozen';

DROP TRIGGER IF EXISTS quote_answer_frozen_delete;

CREATE TRIGGER quote_answer_frozen_delete BEFORE DELETE ON quote_answer FOR EACH ROW
BEGIN
    IF SUBSTRING_INDEX(USER(), '@', 1) <> 'movsc_purge' THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an answer to a quote is kept';
    END IF;
END;
