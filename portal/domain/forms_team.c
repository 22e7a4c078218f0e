/* The staff's own forms: signing in, choosing a password, who works here. */
#include "domain/forms.h"
#include "domain/password.h"
#include "domain/roles.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

#define CODE_FIELD                                                                                 \
    {                                                                                              \
        .name = "code", .kind = FIELD_TEXT, .flags = FIELD_NARROW | FIELD_NOSPELL, .max = 20,      \
        .label = "Code à six chiffres",                                                            \
        .hint = "Celui de votre application en ce moment, ou un de vos codes de secours",          \
        .autocomplete = "one-time-code", .ask = "le code à six chiffres"                           \
    }

static const struct field SIGN_IN[] = {
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Adresse électronique professionnelle", .autocomplete = "username",
        .ask = "votre adresse électronique"},
    {.name = "password", .kind = FIELD_SECRET, .max = PASSWORD_MOST, .label = "Mot de passe",
        .autocomplete = "current-password", .ask = "votre mot de passe"},
};

static const struct field CODE[] = {CODE_FIELD};

static const struct field PASSWORD[] = {
    {.name = "password", .kind = FIELD_SECRET, .max = PASSWORD_MOST,
        .label = "Choisissez un mot de passe",
        .hint = "Douze caractères au moins. Une petite phrase est plus facile à retenir, et plus "
                "difficile à deviner",
        .autocomplete = "new-password", .ask = "votre nouveau mot de passe"},
    {.name = "again", .kind = FIELD_SECRET, .max = PASSWORD_MOST,
        .label = "Le même, une seconde fois", .autocomplete = "new-password",
        .ask = "le même mot de passe, une seconde fois",
        .help = "Les deux saisies diffèrent\u00a0: saisissez deux fois le même mot de passe."},
};

static const struct field IDENTITY[] = {
    {.name = "password", .kind = FIELD_SECRET, .max = PASSWORD_MOST, .label = "Mot de passe",
        .autocomplete = "current-password", .ask = "votre mot de passe"},
    CODE_FIELD,
};

#define ROLE_CHOICE(NAME, bit, value, label, gives) {value, label, gives, NULL},
static const struct choice ROLE_CHOICES[] = {ROLES(ROLE_CHOICE){NULL, NULL, NULL, NULL}};

#define ROLES_FIELD                                                                                \
    {                                                                                              \
        .name = "roles", .kind = FIELD_CHECKS, .label = "Que pourra faire cette personne\u00a0?",  \
        .hint = "Une même personne peut avoir plusieurs rôles", .choices = ROLE_CHOICES,           \
        .ask = "ce que cette personne pourra faire"                                                \
    }

static const struct field NEW[] = {
    {.name = "name", .kind = FIELD_TEXT, .flags = FIELD_NOSPELL | FIELD_PERSON, .max = 120,
        .label = "Prénom et nom", .hint = "Ses collègues les verront à côté de ce qu’elle fait",
        .ask = "le prénom et le nom"},
    {.name = "email", .kind = FIELD_EMAIL, .flags = FIELD_NOSPELL, .max = 254,
        .label = "Adresse électronique professionnelle",
        .hint = "Elle servira à se connecter", .ask = "l’adresse électronique"},
    ROLES_FIELD,
};

static const struct field ROLES_ONLY[] = {ROLES_FIELD};

static const struct choice NOTICES[] = {
    {"at_once", "Tout de suite", "Un message à chaque nouvelle demande", NULL},
    {"daily", "Une fois par jour", "Un seul message, le matin, s’il y a du nouveau", NULL},
    {"none", "Jamais", "Vous verrez les nouvelles demandes en ouvrant cet espace", NULL},
    {NULL, NULL, NULL, NULL},
};

static const struct field NOTICE[] = {
    {.name = "notice", .kind = FIELD_RADIO,
        .label = "Quand une demande arrive, faut-il vous écrire\u00a0?", .choices = NOTICES,
        .ask = "quand il faut vous écrire"},
};

static void check_again(struct answers *as, struct day today)
{
    struct str first = answers_get(as, "password"), again = answers_get(as, "again");
    (void)today;
    if (first.n && again.n && !str_eq(first, again))
        answers_fault(as, "again", FAULT_FORMAT);
}

const struct form form_staff_sign_in = {
    "gestion_connexion", "Se connecter", NULL, SIGN_IN, COUNT(SIGN_IN), NULL};
const struct form form_staff_code = {
    "gestion_code", "Confirmer que c’est vous", NULL, CODE, COUNT(CODE), NULL};
const struct form form_staff_password = {"gestion_mot_de_passe", "Choisir un mot de passe", NULL,
    PASSWORD, COUNT(PASSWORD), check_again};
const struct form form_staff_identity = {
    "gestion_identite", "Confirmer votre identité", NULL, IDENTITY, COUNT(IDENTITY), NULL};
const struct form form_staff_new = {
    "gestion_inviter", "Inviter une personne", NULL, NEW, COUNT(NEW), NULL};
const struct form form_staff_roles = {
    "gestion_roles", "Changer les rôles", NULL, ROLES_ONLY, COUNT(ROLES_ONLY), NULL};
const struct form form_staff_notice = {
    "gestion_avis", "Vos avis", NULL, NOTICE, COUNT(NOTICE), NULL};
