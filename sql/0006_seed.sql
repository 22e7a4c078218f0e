-- What is known (programme.md), and one empty row for each fact the institution still has to give:
-- nothing here is invented. `portal-admin doctor` names the empty ones that something needs.

INSERT INTO programme (code, title) VALUES
    ('MOVSC', 'Manager d’organismes à vocation sociale et culturelle en économie sociale et solidaire')
    ON DUPLICATE KEY UPDATE code = programme.code;

-- Contacts
INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('contact.quotes', 'par_cestes@lecnam.net', 'Adresse qui reçoit les demandes de devis', 'email',
        'les demandes de devis', 'l’adresse d’une boîte relevée chaque jour ouvré', 1),
    ('contact.general', '', 'Adresse de contact générale', 'email',
        'la page du diplôme, l’accusé de réception et tous les messages', 'l’adresse à laquelle une personne qui candidate peut écrire', 0),
    ('contact.phone', '', 'Téléphone du secrétariat', 'phone',
        '', 'un numéro de téléphone et, au besoin, ses heures', 0),
    ('contact.vae', '', 'Adresse de contact pour la VAE', 'email',
        'les demandes sur la VAE', 'l’adresse de la personne qui répond sur la validation des acquis de l’expérience', 0),
    ('contact.candidacies', '', 'Adresse qui reçoit l’avis de chaque nouvelle candidature', 'email',
        'l’avis de nouvelle candidature', 'l’adresse d’une boîte relevée chaque jour ouvré', 0),
    ('contact.disability', '', 'Contact handicap', 'text',
        'la page du diplôme et les devis', 'un nom ou un service, et une adresse ou un téléphone', 0),
    ('contact.address', '', 'Adresse postale du service', 'area',
        'l’accusé de réception, les mentions légales', 'l’adresse postale complète du Cestes', 0),
    ('contact.reply_days', '', 'Délai de réponse à une demande, en jours ouvrés', 'days',
        'l’accusé de réception d’une demande de devis', 'un nombre de jours ouvrés', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- Établissement
INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('institution.name', 'Conservatoire national des arts et métiers (Cnam)', 'Nom de l’établissement', 'text',
        'toutes les pages', 'le nom complet', 0),
    ('institution.centre', 'Cestes', 'Nom du centre', 'text',
        'toutes les pages', 'le nom du centre qui organise le diplôme', 1),
    ('institution.siret', '19753471200017', 'SIRET de l’établissement', 'siret',
        'les devis', 'quatorze chiffres', 1),
    ('institution.nda', '', 'Numéro de déclaration d’activité', 'text',
        'les devis', 'onze chiffres, attribués par la préfecture de région', 0),
    ('institution.qualiopi', '', 'Certificat Qualiopi', 'text',
        'les devis et la page du diplôme', 'le numéro du certificat, sa catégorie d’actions et sa date de fin', 0),
    ('institution.terms_url', '', 'Conditions générales de vente', 'url',
        'les devis', 'l’adresse d’une page en https', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- Documents et liens : un lien vide ne montre rien
INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('link.course_sheet', '', 'Fiche de la formation', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0),
    ('link.rncp_sheet', '', 'Fiche RNCP', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0),
    ('link.skills_framework', '', 'Référentiel de compétences', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0),
    ('link.brochure', '', 'Plaquette', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0),
    ('link.module_page', '', 'Page du module complémentaire', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0),
    ('link.cpf_page', '', 'Page « Mon compte formation »', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0),
    ('link.vae_page', '', 'Page VAE du Cnam', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0),
    ('link.recording', '', 'Enregistrement de la journée du réseau de décembre 2021', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- Déroulement
INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('process.documents', '', 'Pièces à fournir', 'area',
        '', 'la liste des pièces demandées après le dépôt, une par ligne', 0),
    ('process.interview', '', 'Entretien', 'area',
        '', 's’il y en a un, pour qui et quand', 0),
    ('process.jury', '', 'Jury et réponse', 'area',
        'l’accusé de réception', 'qui décide, et à quelle date la réponse est donnée', 0),
    ('process.waiting_list', '', 'Liste d’attente', 'area',
        '', 's’il y en a une, et comment elle avance', 0),
    ('process.silence', '', 'Ce que vaut le silence de l’administration', 'area',
        'l’accusé de réception', 'la phrase qui dit ce que signifie l’absence de réponse et au bout de quel délai', 0),
    ('process.next_steps', '', 'Ce qui se passe après le dépôt', 'area',
        'la page de confirmation et le reçu', 'quelques phrases, avec un délai', 0),
    ('process.instalments', '', 'Paiement en plusieurs fois', 'area',
        '', 'les échéances proposées', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- Règles
INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('rule.counted_kinds', '', 'Expériences qui comptent pour la dérogation', 'area',
        '', 'les natures d’expérience retenues (salariée, indépendante, apprentissage, bénévole, syndicale…)', 0),
    ('rule.apprenticeship', '', 'Place de l’apprentissage', 'area',
        '', 'si l’apprentissage compte comme expérience professionnelle', 0),
    ('rule.algorithm_notice', '', 'Mention sur l’aide automatique à la décision', 'area',
        'la page de vérification et le reçu', 'la mention due quand un traitement algorithmique aide une décision individuelle', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- Module complémentaire
INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('module.hours', '', 'Durée du module', 'text',
        '', 'un nombre d’heures', 0),
    ('module.dates', '', 'Dates du module', 'text',
        '', 'les dates ou la période', 0),
    ('module.seats', '', 'Places du module', 'text',
        '', 'un nombre de places', 0),
    ('module.sold_alone', '', 'Module vendu seul', 'text',
        '', 'oui ou non, et à quelles conditions', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- Devis
INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('quote.validity_days', '', 'Durée de validité d’un devis, en jours', 'days',
        'les devis', 'un nombre de jours', 0),
    ('quote.vat_sentence', '', 'Phrase sur la TVA', 'text',
        'les devis', 'la phrase exacte à imprimer', 0),
    ('quote.cpf_information', '', 'Information tarifaire pour le CPF', 'area',
        'l’information tarifaire CPF', 'ce qu’il faut dire à une personne qui paie avec son CPF', 0),
    ('quote.mixed', '', 'Devis qui mêlent deux tarifs', 'area',
        '', 'la règle appliquée quand un tiers et la personne paient ensemble', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- Mentions légales
INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('legal.publisher', '', 'Éditeur du site', 'area',
        'la page des mentions légales', 'le nom, la forme, l’adresse et le téléphone', 0),
    ('legal.director', '', 'Directeur ou directrice de la publication', 'text',
        'la page des mentions légales', 'un nom et une fonction', 0),
    ('legal.host', '', 'Hébergeur', 'area',
        'la page des mentions légales', 'le nom, l’adresse et le téléphone', 0),
    ('legal.controller', '', 'Responsable du traitement', 'area',
        'la page sur les données personnelles', 'le nom et l’adresse', 0),
    ('legal.dpo', '', 'Délégué à la protection des données', 'area',
        'la page sur les données personnelles', 'une adresse e-mail ou postale', 0),
    ('legal.basis', '', 'Base légale et finalités', 'area',
        'la page sur les données personnelles', 'le texte validé par le délégué à la protection des données', 0),
    ('legal.retention', '', 'Durées de conservation', 'area',
        'la page sur les données personnelles', 'le texte validé par le délégué à la protection des données', 0),
    ('legal.accessibility_contact', '', 'Contact accessibilité', 'text',
        'la page sur l’accessibilité', 'une adresse e-mail ou un téléphone', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;

-- Since when these prices hold is not known: they hold until another row says otherwise.
INSERT INTO tariff (programme_id, payer_kind, item, cents, valid_from)
    SELECT p.id, t.payer_kind, t.item, t.cents, '2000-01-01' FROM programme p JOIN (
        SELECT 'third' AS payer_kind, 'diploma' AS item, 1000500 AS cents
        UNION ALL SELECT 'individual', 'diploma', 500050
        UNION ALL SELECT 'third', 'module', 40000
        UNION ALL SELECT 'individual', 'module', 20000) t
    WHERE p.code = 'MOVSC'
    ON DUPLICATE KEY UPDATE id = tariff.id;

-- Survey of the last renewal, by year of certification.
INSERT INTO outcome_figure (programme_id, year, certified, by_vae, insertion_6_months,
        target_6_months, target_2_years)
    SELECT p.id, o.year, o.certified, o.by_vae, o.i6, o.t6, o.t24 FROM programme p JOIN (
        SELECT 2018 AS year, 26 AS certified, 0 AS by_vae, 83 AS i6, 17 AS t6, 63 AS t24
        UNION ALL SELECT 2017, 40, 1, 90, 58, 66
        UNION ALL SELECT 2016, 64, 0, 98, 49, 74) o
    WHERE p.code = 'MOVSC'
    ON DUPLICATE KEY UPDATE year = outcome_figure.year;
