-- What the pages of every footer say, and the institution decides. The durations are proposals to
-- its data protection officer, unconfirmed until somebody has said so: the page says that too.

INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('retention.draft', '90', 'Brouillon jamais déposé, après la clôture', 'days',
        'la page sur les données personnelles', 'un nombre de jours ; 90 au moins (trois mois)', 0),
    ('retention.not_admitted', '365', 'Candidature non retenue ou retirée, après la décision', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0),
    ('retention.archive', '180', 'La même, ensuite, en archive d’accès restreint', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0),
    ('retention.admitted', '365', 'Candidature admise, une fois passée dans le dossier de stagiaire', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0),
    ('retention.quote', '365', 'Demande de devis ou question restée sans suite', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0),
    ('retention.mail', '90', 'Texte des messages que nous vous envoyons', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0),
    ('retention.log', '365', 'Journaux de sécurité', 'days',
        'la page sur les données personnelles', 'un nombre de jours', 0),
    ('legal.accessibility_plan', '', 'Schéma pluriannuel d’accessibilité', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0),
    ('legal.accessibility_year_plan', '', 'Plan d’actions annuel d’accessibilité', 'url',
        '', 'l’adresse d’une page en https, ou rien', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;
