-- Links to a request can be renewed: those of an earlier generation open nothing (sys/link.h).
ALTER TABLE quote_request
    ADD COLUMN IF NOT EXISTS link_generation SMALLINT UNSIGNED NOT NULL DEFAULT 0;

-- When the next act beyond the free ones of a window is due (store/throttle.h).
ALTER TABLE throttle ADD COLUMN IF NOT EXISTS next_at DATETIME(3) NULL;

INSERT INTO setting (name, value, label, kind, required_for, help, confirmed) VALUES
    ('retention.known', '90', 'Empreintes des navigateurs et des réseaux où une adresse a été confirmée', 'days',
        'la page « Vos données »', 'un nombre de jours, 90 au plus : sans elles, n’importe qui peut ralentir la connexion d’une personne qu’il connaît', 0)
    ON DUPLICATE KEY UPDATE name = setting.name;
