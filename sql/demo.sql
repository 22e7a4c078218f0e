-- Demonstration data, loaded by ./dev demo only, after the migrations; can be loaded again and then
-- changes nothing that is already there. Every invented text says that it is a demonstration.

SET @now = UTC_TIMESTAMP();
-- The intake that is open now: next November's, unless its closing (30 June) is too near.
SET @y = IF(MONTH(@now) <= 5, YEAR(@now), YEAR(@now) + 1);
SET @programme = (SELECT id FROM programme WHERE code = 'MOVSC');

UPDATE setting s JOIN (
    SELECT 'contact.general' AS name, 'contact.demonstration@portail.example' AS value
    UNION ALL SELECT 'contact.vae', 'vae.demonstration@portail.example'
    UNION ALL SELECT 'contact.candidacies', 'candidatures.demonstration@portail.example'
    UNION ALL SELECT 'contact.audit', 'audit.demonstration@portail.example'
    UNION ALL SELECT 'contact.security', 'securite.demonstration@portail.example'
    UNION ALL SELECT 'contact.phone', '01 99 00 00 00 (démonstration)'
    UNION ALL SELECT 'contact.disability', 'Référent handicap de démonstration, handicap.demonstration@portail.example'
    UNION ALL SELECT 'contact.address', 'Cestes (adresse de démonstration)\n1 rue de la Démonstration\n75000 Paris'
    UNION ALL SELECT 'contact.reply_days', '5'
    UNION ALL SELECT 'link.vae_page', 'https://vae.demonstration.example/'
    UNION ALL SELECT 'link.brochure', 'https://plaquette.demonstration.example/'
    UNION ALL SELECT 'process.next_steps', 'Démonstration : le secrétariat lit votre candidature et vous écrit sous trois semaines.'
    UNION ALL SELECT 'process.silence', 'Démonstration : sans réponse de notre part deux mois après votre dépôt, votre demande est considérée comme refusée.'
    UNION ALL SELECT 'process.jury', 'Démonstration : une commission lit les candidatures en juillet et répond avant la fin du mois.'
    UNION ALL SELECT 'process.documents', 'Démonstration : copie du diplôme\nDémonstration : attestation d’emploi ou de bénévolat'
    UNION ALL SELECT 'rule.algorithm_notice', 'Démonstration : le verdict affiché est calculé à partir de vos réponses ; il aide le secrétariat et ne décide pas.'
    UNION ALL SELECT 'quote.validity_days', '90'
    UNION ALL SELECT 'quote.cpf_information', 'Démonstration : l’inscription avec le CPF se fait sur moncompteformation.gouv.fr.'
    UNION ALL SELECT 'institution.terms_url', 'https://conditions.demonstration.example/'
    UNION ALL SELECT 'quote.vat_sentence', 'Phrase de démonstration sur la TVA'
    UNION ALL SELECT 'institution.nda', '00 00 00000 00 (démonstration)'
    UNION ALL SELECT 'institution.qualiopi', 'certificat de démonstration'
    UNION ALL SELECT 'institution.legal_form', 'Forme juridique de démonstration'
    UNION ALL SELECT 'quote.payment_third', 'Démonstration : une facture par année de formation, payable à 30 jours.'
    UNION ALL SELECT 'quote.payment_individual', 'Démonstration : par virement ou par carte bancaire.'
    UNION ALL SELECT 'quote.instalments', '7'
    UNION ALL SELECT 'quote.instalments_third', '2'
    UNION ALL SELECT 'quote.cancellation', 'Démonstration : en cas d’arrêt pour force majeure, seules les heures suivies sont dues.'
    UNION ALL SELECT 'quote.certification_fee', 'compris dans le prix (démonstration)'
    UNION ALL SELECT 'quote.assessment', 'Démonstration : un mémoire soutenu devant un jury ; la réussite donne le diplôme.'
    UNION ALL SELECT 'quote.means', 'Démonstration : salles équipées, documents remis aux stagiaires.'
    UNION ALL SELECT 'quote.next_third', 'Démonstration : après l’admission, le Cestes envoie la convention de formation à l’organisme.'
    UNION ALL SELECT 'quote.complaints', 'reclamations.demonstration@portail.example'
    UNION ALL SELECT 'legal.publisher', 'Éditeur de démonstration'
    UNION ALL SELECT 'legal.director', 'Personne de démonstration'
    UNION ALL SELECT 'legal.host', 'Hébergeur de démonstration'
    UNION ALL SELECT 'legal.controller', 'Responsable de démonstration'
    UNION ALL SELECT 'legal.dpo', 'dpo.demonstration@portail.example'
    UNION ALL SELECT 'legal.basis', 'Démonstration : mission d’intérêt public d’enseignement supérieur.'
    UNION ALL SELECT 'legal.retention', 'Démonstration : les brouillons sont conservés trois mois après la clôture.'
    UNION ALL SELECT 'legal.accessibility_contact', 'accessibilite.demonstration@portail.example'
) d ON d.name = s.name
    SET s.value = d.value, s.confirmed = 0
    WHERE s.value = '';

-- Promotion 33 opened in November 2024; its registration is the one that ended on 18 November 2025.
INSERT INTO intake (programme_id, year, number, title, rncp_code, rncp_title, certifier,
        rncp_ends_on, opens_at, closes_at, starts_on, place, is_public, deciding_date)
    VALUES (@programme, 2024, 33, '', 'RNCP35080', '', '', '2025-11-18',
        '2023-10-01 06:00:00', '2024-06-30 21:59:59', '2024-11-04',
        'Paris (lieu de démonstration)', 1, 'start')
    ON DUPLICATE KEY UPDATE id = intake.id;

-- Next November's, open now, its number following on: opened in the past, closes on 30 June at 23:59:59 Paris time.
INSERT INTO intake (programme_id, year, number, title, rncp_code, rncp_title, certifier,
        rncp_registered_on, rncp_ends_on, rncp_fictional, opens_at, closes_at, starts_on, place,
        calendar, capacity, is_public, deciding_date)
    VALUES (@programme, @y, 34,
        'Manager d’organismes à vocation sociale et culturelle en ESS (enregistrement fictif)',
        'RNCP00000', 'Enregistrement fictif, pour la démonstration', 'Certificateur de démonstration',
        MAKEDATE(@y - 1, 1), CONCAT(@y + 4, '-12-31'), 1,
        LEAST(CONCAT(@y - 1, '-10-01 06:00:00'), DATE_FORMAT(@now - INTERVAL 30 DAY, '%Y-%m-%d 06:00:00')),
        CONCAT(@y, '-06-30 21:59:59'),
        -- the second Monday of November
        DATE(CONCAT(@y, '-11-08')) + INTERVAL (7 - WEEKDAY(CONCAT(@y, '-11-08'))) % 7 DAY,
        'Paris (lieu de démonstration)',
        'Calendrier de démonstration : environ cinq jours tous les deux mois.', 25, 1, 'start')
    ON DUPLICATE KEY UPDATE id = intake.id;

-- One that the public does not see: its registration has expired, so nothing may be said eligible
-- to the CPF there.
INSERT INTO intake (programme_id, year, number, title, rncp_code, rncp_title, certifier,
        rncp_ends_on, opens_at, closes_at, starts_on, place, is_public, deciding_date)
    VALUES (@programme, @y + 1, 35, '', 'RNCP35080', '', '', '2025-11-18',
        CONCAT(@y, '-10-01 06:00:00'), CONCAT(@y + 1, '-06-30 21:59:59'),
        DATE(CONCAT(@y + 1, '-11-08')) + INTERVAL (7 - WEEKDAY(CONCAT(@y + 1, '-11-08'))) % 7 DAY,
        'Paris (lieu de démonstration)', 0, 'start')
    ON DUPLICATE KEY UPDATE id = intake.id;

-- The quote desk's inbox: somebody in each state, all invented. Their documents are not: whoever
-- wants one issues it from the desk, or asks at /devis.
INSERT INTO quote_request (public_id, reference, kind, state, origin, programme_id, payer,
        module, mix, whom, headcount, trainees, addressee_name, addressee_siret, addressee_address,
        addressee_contact, name, email, phone, note, message, to_staff_reason, waiting_since,
        answered_at, idempotency_key, created_at)
    SELECT d.public_id, d.reference, d.kind, d.state, d.origin, @programme,
        d.payer, d.module, d.mix, d.whom, d.headcount, d.trainees, d.addressee, d.siret, d.address,
        d.contact, d.name, d.email, d.phone, d.note, d.message, d.reason,
        IF(d.waits, @now - INTERVAL d.hours HOUR, NULL), IF(d.waits, NULL, @now - INTERVAL d.hours - 2 HOUR),
        d.public_id, @now - INTERVAL d.hours HOUR
    FROM (SELECT 'demo-bureau-nouvelle-1' AS public_id, 'D-DEMO-0001' AS reference, 'quote' AS kind,
            'new' AS state, 'portal' AS origin, 'several' AS payer, 'yes' AS module,
            'Mon employeur la moitié, moi le reste (démonstration)' AS mix, 'self' AS whom,
            NULL AS headcount, NULL AS trainees, NULL AS addressee, NULL AS siret, NULL AS address,
            NULL AS contact, 'Ondine Démonstration' AS name, 'ondine@demonstration.example' AS email,
            '01 99 00 00 01' AS phone, 'Demande de démonstration.' AS note, NULL AS message,
            'Plusieurs payeurs : dire quelle part relève de quel tarif.' AS reason, 1 AS waits, 3 AS hours
        UNION ALL SELECT 'demo-bureau-nouvelle-2', 'D-DEMO-0002', 'vae', 'new', 'portal', NULL, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Basile Exemple',
            'basile@demonstration.example', NULL, NULL,
            'Message de démonstration : je dirige une maison de quartier depuis douze ans.', '', 1, 20
        UNION ALL SELECT 'demo-bureau-attente--1', 'D-DEMO-0003', 'question', 'waiting', 'mail', NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Sidonie Fictive',
            'sidonie@demonstration.example', NULL, NULL,
            'Question de démonstration : les regroupements ont-ils lieu le week-end ?', '', 1, 240
        UNION ALL SELECT 'demo-bureau-attente--2', 'D-DEMO-0004', 'quote', 'waiting', 'phone',
            'employer', 'no', NULL, 'several', 3, 'Une personne inventée', 'Coopérative de démonstration',
            NULL, '1 rue de la Démonstration\n75000 Paris', 'Service formation (démonstration)',
            'Isidore Imaginaire', 'isidore@demonstration.example', NULL, 'Trois salariés (démonstration).',
            NULL, '', 1, 30
        UNION ALL SELECT 'demo-bureau-close----1', 'D-DEMO-0005', 'question', 'closed', 'paper', NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Clotilde Inventée',
            'clotilde@demonstration.example', NULL, NULL, 'Question de démonstration, déjà réglée.', '',
            0, 700
        UNION ALL SELECT 'demo-bureau-annulee--1', 'D-DEMO-0006', 'quote', 'cancelled', 'portal',
            'opco', 'yes', NULL, 'later', 1, NULL, 'Association de démonstration', NULL,
            '2 rue de la Démonstration\n75000 Paris', NULL, 'Anatole Exemple',
            'anatole@demonstration.example', NULL, NULL, NULL, '', 0, 500) d
    ON DUPLICATE KEY UPDATE id = quote_request.id;
