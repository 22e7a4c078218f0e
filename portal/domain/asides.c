#include "domain/asides.h"

/* One row a fault of mail/incoming.h and of job/incoming.h, as sql/ allows them (tests/store/test_mail.c holds
 * us to it). */
static const struct {
    const char *reason, *label;
} asides[] = {
    {"empty", "Courriel vide"},
    {"too_large", "Trop gros pour être lu en entier"},
    {"not_mail", "Ce n’est pas un courriel"},
    {"report", "Avis d’un serveur, d’une forme inconnue"},
    {"answer", "Réponse sans texte ni fichier"},
    {"no_file", "Fichier illisible"},
    {"many", "Trop de réponses en un jour pour une seule demande"},
    {"not_kept", "Compris, mais le portail n’a pas pu l’enregistrer"},
};

struct str aside_label(struct str reason)
{
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
        if (str_eq_c(reason, asides[i].reason))
            return str_c(asides[i].label);
    return reason;
}
