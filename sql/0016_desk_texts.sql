-- Texts that the team keeps ready, and when a request that somebody entered had come.

CREATE TABLE IF NOT EXISTS ready_text (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    title VARCHAR(120) NOT NULL,
    body VARCHAR(4000) NOT NULL,
    version INT UNSIGNED NOT NULL DEFAULT 1,
    idempotency_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    updated_by BIGINT UNSIGNED NULL, -- NULL: it came with the portal
    UNIQUE KEY ready_text_public (public_id),
    UNIQUE KEY ready_text_once (idempotency_key),
    CONSTRAINT ready_text_by FOREIGN KEY (updated_by) REFERENCES staff (id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

-- The words in brackets are those of portal/domain/ready_text.h.
INSERT INTO ready_text (public_id, title, body, idempotency_key, created_at, updated_at) VALUES
    ('textepret0000000000001', 'Demander des précisions',
     'Bonjour [nom],\n\nMerci de votre demande [référence]. Pour établir le devis, il nous manque :\n\n- \n\nUne réponse à ce message suffit.\n\nBien cordialement,\n[mon nom]\nCestes', 'seed-1', UTC_TIMESTAMP(), UTC_TIMESTAMP()),
    ('textepret0000000000002', 'Envoyer une nouvelle version du devis',
     'Bonjour [nom],\n\nComme convenu, voici le devis modifié. Il remplace le précédent, qui reste lisible sur votre page.\n\nBien cordialement,\n[mon nom]\nCestes', 'seed-2', UTC_TIMESTAMP(), UTC_TIMESTAMP()),
    ('textepret0000000000003', 'Relancer avant la date limite',
     'Bonjour [nom],\n\nLe devis [numéro], d’un montant de [montant], est valable jusqu’au [date limite]. Souhaitez-vous y donner suite ? Si un point vous arrête, dites-le-nous : nous chercherons avec vous.\n\nBien cordialement,\n[mon nom]\nCestes', 'seed-3', UTC_TIMESTAMP(), UTC_TIMESTAMP()),
    ('textepret0000000000004', 'Devis accepté : la suite',
     'Bonjour [nom],\n\nVotre accord sur le devis [numéro] est bien noté, merci. Le devis ne vaut pas admission : la candidature suit son cours de son côté. Une fois l’admission prononcée, nous vous enverrons la convention de formation.\n\nBien cordialement,\n[mon nom]\nCestes', 'seed-4', UTC_TIMESTAMP(), UTC_TIMESTAMP()),
    ('textepret0000000000005', 'Répondre sur la VAE',
     'Bonjour [nom],\n\nMerci de votre message. Le diplôme peut s’obtenir, en tout ou en partie, par la validation des acquis de l’expérience (VAE). C’est une démarche à part, qui ne passe pas par le dossier de candidature.\n\nPour vous répondre précisément, pouvez-vous nous dire quelles activités vous avez exercées, et pendant combien de temps ?\n\nBien cordialement,\n[mon nom]\nCestes', 'seed-5', UTC_TIMESTAMP(), UTC_TIMESTAMP())
    ON DUPLICATE KEY UPDATE id = ready_text.id;

ALTER TABLE quote_request ADD COLUMN IF NOT EXISTS received_on DATE NULL AFTER origin;
