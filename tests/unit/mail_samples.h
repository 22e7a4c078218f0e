/* tests/unit/mail_samples.h - one full set of facts for each kind of mail, as an outbox row has them: a
 * kind that has none here fails every_kind_renders. */
#ifndef TESTS_MAIL_SAMPLES_H
#define TESTS_MAIL_SAMPLES_H

#define NBSP "\xc2\xa0"
#define NNBSP "\xe2\x80\xaf"
#define QUOTE                                                                                      \
    "\"reference\":\"DV-7K3M-9QX2\",\"payer\":\"Votre employeur\",\"received\":1795466888,"         \
    "\"intake\":\"34e promotion, rentrée de novembre 2027\",\"total\":1040500,"                    \
    "\"link\":\"https://portail.example/devis/a/b\","                                               \
    "\"prices\":[{\"label\":\"Diplôme, les deux années\",\"cents\":1000500},"                       \
    "{\"label\":\"Module complémentaire (non certifiant)\",\"cents\":40000}]"
#define DESK                                                                                       \
    "\"reference\":\"D-7K3M-9QX2\",\"what\":\"demande de devis\",\"payer\":\"L’employeur\","            \
    "\"received\":1795466888,\"link\":\"https://portail.example/gestion/devis/abc\""
#define REQUESTER                                                                                  \
    ",\"refuse\":\"https://portail.example/devis/a/b/refus\",\"asked_by\":\"Zoé Lœuillet\""
#define ACCEPTED                                                                                   \
    "\"reference\":\"DV-7K3M-9QX2\",\"link\":\"https://portail.example/devis/a/b\",\"at\":"         \
    "1795466888,\"number\":\"D-2026-000123\",\"name\":\"Ana B.\",\"role\":\"Directrice\","           \
    "\"signed_on\":\"2026-11-23\",\"total\":1040500,\"document\":\"e3b0c442\",\"fingerprint\":"      \
    "\"98fc1c14\""
#define WHO ",\"reply_to\":\"rh@coop.example\",\"asked_by\":\"Zoé\",\"email\":\"rh@coop.example\""
#define CODE "{\"challenge\":\"kX3vT9\",\"expires\":1795467488}"
static const struct sample {
    const char *kind, *json;
    const char *subject;
} samples[] = {
    {"code", CODE, ", votre code Cestes"},
    {"confirm", CODE, ", votre code Cestes pour confirmer votre adresse"},
    {"address_old", CODE, ", votre code Cestes pour changer d’adresse électronique"},
    {"address_new", CODE, ", votre code Cestes pour confirmer votre nouvelle adresse"},
    {"address_changed", "{\"at\":1795466888}", "L’adresse électronique de votre candidature a changé"},
    {"quote_request",
        "{" QUOTE ",\"reply_to\":\"rh@coop.example\",\"name\":\"Zoé <script>\",\"email\":"
        "\"rh@coop.example\",\"organisation\":\"La Coopérative de l’Œuvre & Cie\",\"siret\":"
        "\"123 456 789 00012\",\"siret_doubt\":\"le SIRET ne passe pas le contrôle de Luhn\","
        "\"addressee\":\"Service formation\",\"phone\":\"01 02 03 04 05\",\"message\":\"Bonjour,\\n"
        ".\\nUn mot sur une ligne.\"}",
        "Demande de devis DV-7K3M-9QX2" NBSP ": 10" NNBSP "405,00" NBSP "€"},
    {"quote",
        "{" QUOTE REQUESTER ",\"quote\":\"kX3vT9\",\"number\":\"D-2026-000123\",\"valid\":"
        "\"2027-02-21\",\"third\":true,\"next\":[\"Transmettez ce devis.\"],\"programme\":"
        "[\"Deux ans\",\"490 heures\"]}",
        "Votre devis D-2026-000123" NBSP ": 10" NNBSP "405,00" NBSP "€"},
    {"quote_held",
        "{" QUOTE REQUESTER ",\"pending\":\"Plusieurs payeurs.\"}",
        "Votre demande de devis est entre nos mains (référence DV-7K3M-9QX2)"},
    {"quote_accepted",
        "{" ACCEPTED REQUESTER ",\"quote\":\"kX3vT9\",\"verify_link\":\"https://portail.example/verifier\"}",
        "Le devis D-2026-000123 est accepté"},
    {"quote_agreed", "{" ACCEPTED WHO "}",
        "Devis accepté" NBSP ": D-2026-000123, 10" NNBSP "405,00" NBSP "€"},
    {"quote_declined",
        "{\"reference\":\"DV-1\",\"link\":\"https://portail.example/gestion/devis/a\",\"at\":"
        "1795466888,\"number\":\"D-2026-000123\",\"total\":1040500,\"message\":\"Trop tard.\"" WHO
        "}",
        "Devis sans suite" NBSP ": D-2026-000123"},
    {"quote_written",
        "{\"reference\":\"DV-1\",\"link\":\"https://portail.example/gestion/devis/a\",\"at\":"
        "1795466888,\"about\":\"Une question\",\"message\":\"Quand ?\"" WHO "}",
        "Une question au sujet de la demande DV-1"},
    {"quote_code", CODE, ", votre code Cestes pour retrouver vos devis"},
    {"question",
        "{\"reply_to\":\"a@b.example\",\"reference\":\"MS-7K3M-9QX2\",\"topic\":\"VAE\",\"received\":"
        "1795466888,\"name\":\"Ana\",\"email\":\"a@b.example\",\"message\":\"Puis-je\u00a0?\"}",
        "Message reçu sur le portail, VAE (référence MS-7K3M-9QX2)"},
    {"question_ack",
        "{\"reference\":\"MS-7K3M-9QX2\",\"topic\":\"VAE\",\"received\":1795466888,\"vae_url\":"
        "\"https://vae.example/\"" REQUESTER "}",
        "Votre message est bien arrivé (référence MS-7K3M-9QX2)"},
    {"receipt",
        "{\"first_name\":\"Camille\",\"reference\":\"MOVSC-7K3M-9QX2\",\"intake\":\"34e promotion, "
        "rentrée de novembre 2027\",\"submitted\":1795466888,\"fingerprint\":"
        "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"link\":"
        "\"https://portail.example/candidature/x\",\"verify_link\":\"https://portail.example/"
        "verifier\",\"service\":\"Cestes, Cnam\",\"next\":\"L’équipe lit votre dossier.\","
        "\"silence\":\"Sans réponse au 1er octobre, votre candidature est rejetée.\"}",
        "Votre candidature est déposée" NBSP ": MOVSC-7K3M-9QX2"},
    {"new_candidacy",
        "{\"reference\":\"MOVSC-7K3M-9QX2\",\"intake\":\"34e promotion\",\"at\":1795466888,"
        "\"verdict\":\"semblent remplies\",\"to_settle\":true}",
        "Nouvelle candidature" NBSP ": MOVSC-7K3M-9QX2 (à trancher)"},
    {"funding_changed",
        "{\"reference\":\"MOVSC-7K3M-9QX2\",\"at\":1795466888}",
        "Financement modifié" NBSP ": candidature MOVSC-7K3M-9QX2"},
    {"taken_back",
        "{\"first_name\":\"Camille\",\"reference\":\"MOVSC-7K3M-9QX2\",\"at\":1795466888,\"closes\":"
        "1795996740,\"link\":\"https://portail.example/candidature/x\"}",
        "Vous avez repris votre candidature MOVSC-7K3M-9QX2"},
    {"withdrawn",
        "{\"reference\":\"MOVSC-7K3M-9QX2\",\"at\":1795466888,\"closes\":1795996740,\"link\":"
        "\"https://portail.example/candidature/x\"}",
        "Vous avez retiré votre candidature MOVSC-7K3M-9QX2"},
    {"candidacy_withdrawn",
        "{\"reference\":\"MOVSC-7K3M-9QX2\",\"at\":1795466888}",
        "Candidature retirée" NBSP ": MOVSC-7K3M-9QX2"},
    {"draft_waiting",
        "{\"first_name\":\"Camille\",\"intake\":\"34e promotion, rentrée de novembre 2027\",\"closes\""
        ":1795996740,\"link\":\"https://portail.example/candidature\"}",
        "Votre candidature n’est pas encore déposée" NBSP ": clôture le 30" NBSP "novembre" NBSP
        "2026"},
    {"eligibility_self",
        "{\"heading\":\"Vous aurez vos 3 ans en juin 2027, avant la rentrée\",\"link\":"
        "\"https://portail.example/eligibilite\",\"today\":\"2026-11-23\",\"closes\":\"2027-09-15\","
        "\"starts\":\"2027-11-08\",\"rule\":\"version 1\",\"conditions\":[{\"label\":\"Diplôme\","
        "\"state\":\"semble remplie\"},{\"label\":\"Expérience\",\"state\":\"à venir\"}],\"advice\":"
        "[\"Le bénévolat associatif compte aussi.\"]}",
        "Puis-je candidater" NBSP "? Le résultat de votre vérification"},
    {"employer_info",
        "{\"title\":\"Manager d’organismes à vocation sociale et culturelle en ESS\",\"link\":"
        "\"https://portail.example/\",\"quote_link\":\"https://portail.example/devis\",\"diploma\":"
        "1000500,\"module\":40000,\"starts\":\"2027-11-08\"}",
        "Programme et prix de la formation «" NBSP
        "Manager d’organismes à vocation sociale et culturelle en ESS" NBSP "»"},
    {"quote_reply",
        "{\"reference\":\"D-7K3M-9QX2\",\"link\":\"https://portail.example/devis/x/y\","
        "\"message\":\"Bonjour Camille,\\n\\nC’est possible.\"" REQUESTER "}",
        "Réponse à votre demande D-7K3M-9QX2"},
    {"desk_new", "{" DESK ",\"waiting\":1795466999}",
        "À répondre" NBSP ": demande de devis D-7K3M-9QX2"},
    {"desk_raised", "{" DESK ",\"waiting\":1795466999}",
        "Deux jours sans réponse" NBSP ": demande de devis D-7K3M-9QX2"},
    {"desk_reply", "{" DESK "}", "Réponse reçue" NBSP ": demande de devis D-7K3M-9QX2"},
    {"desk_digest",
        "{\"items\":[{\"label\":\"D-7K3M-9QX2, demande de devis\",\"state\":\"reçue le 23 novembre 2026 "
        "à 18 h 40, attend notre réponse\"},{\"label\":\"V-1\",\"state\":\"reçue\"}],\"counts\":"
        "[\"2 demandes attendent notre réponse\"],\"more\":false,\"link\":"
        "\"https://portail.example/gestion/devis\"}",
        "Les demandes du jour" NBSP ": 2 nouvelles"},
    {"quote_expiring",
        "{\"reference\":\"D-7K3M-9QX2\",\"number\":\"D-2026-000123\",\"until\":\"2027-02-23\",\"link\":"
        "\"https://portail.example/devis/a/b\",\"refuse\":\"https://portail.example/devis/a/b/refus\",\"cpf\":"
        "false}",
        "Votre devis D-2026-000123 est valable jusqu’au 23" NBSP "février" NBSP "2027"},
    {"quote_version",
        "{\"reference\":\"D-7K3M-9QX2\",\"link\":\"https://portail.example/devis/x/y\","
        "\"number\":\"D-2026-000123-2\",\"total\":1040500,\"until\":\"2027-02-21\","
        "\"quote\":\"q\",\"replaces\":\"D-2026-000123\",\"message\":\"Voici la version modifiée.\","
        "\"next\":[\"Transmettez ce devis.\"],\"programme\":[\"Deux ans\"]" REQUESTER "}",
        "Votre devis D-2026-000123-2"},
    {"audit_head",
        "{\"checked\":1795466888,\"whole\":true,\"seen\":\"12 lignes\",\"head\":\"1234:e3b0c44298fc1c14\"}",
        "Journal d’audit en ordre" NBSP ": dernier sceau"},
    {"audit_alarm",
        "{\"checked\":1795466888,\"head\":\"7:e3b0c44298fc1c14\",\"fault\":\"une ligne a été modifiée\","
        "\"place\":\"ligne 12, sceau 8\"}",
        "ALERTE" NBSP ": le journal d’audit ne se vérifie pas"},
    {"desk_complaint",
        "{\"mail\":\"Rappel avant l’expiration du devis\",\"sent\":1795466888,\"reference\":"
        "\"D-7K3M-9QX2\",\"link\":\"https://portail.example/gestion/devis/abc\"}",
        "Message signalé comme indésirable" NBSP ": D-7K3M-9QX2"},
    {"quote_link",
        "{\"reference\":\"D-7K3M-9QX2\",\"link\":\"https://portail.example/devis/x/y\"" REQUESTER "}",
        "Le nouveau lien de votre demande D-7K3M-9QX2"},
    {"quote_nudge",
        "{\"reference\":\"D-7K3M-9QX2\",\"link\":\"https://portail.example/devis/x/y\","
        "\"number\":\"D-2026-000123\",\"total\":1040500,\"until\":\"2027-02-21\"" REQUESTER "}",
        "Votre devis D-2026-000123 est valable jusqu’au 21" NBSP "février" NBSP "2027"},
    {"candidacy_invite",
        "{\"link\":\"https://portail.example/connexion\",\"received\":\"2026-11-20\",\"intake\":"
        "\"34e promotion, rentrée de novembre 2027\",\"closes\":1795996740}",
        "Votre candidature" NBSP ": à relire et à déposer en ligne"},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

#endif
