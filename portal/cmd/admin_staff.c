/* portal-admin staff add|disable|reset - the staff's accounts from the command line: the first
 * administrator is made here. What is done is what /gestion/equipe does (store/staff_act.h). */
#include "cmd/admin.h"

#include "base/words.h"
#include "domain/email.h"
#include "domain/roles.h"
#include "store/connect.h"
#include "store/staff_act.h"
#include "sys/clock.h"

#include <sysexits.h>

enum { NAME_MOST = 120 };

static int usage(void)
{
    fputs("usage\u00a0: portal-admin --config FICHIER staff add ADRESSE NOM RÔLE[,RÔLE…]\n"
          "                                           staff reset ADRESSE\n"
          "                                           staff disable ADRESSE\n"
          "rôles\u00a0: ",
        stderr);
    for (size_t i = 0; i < roles_n; i++)
        fprintf(stderr, "%s%s (%s)", i ? ", " : "", roles[i].value, roles[i].gives);
    fputc('\n', stderr);
    return EX_USAGE;
}

static int failed(struct db *db, enum rc rc)
{
    printf("✗ base de données\u00a0: %.*s\n", STR_ARG(db_last_error(db)));
    return rc == RC_UNAVAILABLE ? EX_UNAVAILABLE : EX_SOFTWARE;
}

/* On standard output alone: no file, no log, no mail holds it. */
static int say_link(struct admin *ad, struct str token, struct instant now)
{
    struct instant end = {now.s + STAFF_INVITE_SECONDS};
    printf("✓ invitation, à transmettre de la main à la main\u00a0; elle sert une fois, jusqu’au "
           "%.*s\u00a0:\n%s/gestion/invitation/%.*s\n",
        STR_ARG(words_instant(ad->a, end)), ad->config->site.base_url, STR_ARG(token));
    return EX_OK;
}

static bool roles_good(struct str list, unsigned *set)
{
    struct str one;
    *set = roles_read(list);
    while (str_cut(&list, ',', &one))
        if (role_bit(one) == 0)
            return false;
    return *set != 0;
}

static int add(struct admin *ad, struct db *db, const struct staff_act *act, struct str email)
{
    struct str name = str_trim(str_c(ad->args[2])), token;
    unsigned set;
    if (name.n == 0 || name.n > NAME_MOST || str_has_control(name, "")) {
        puts("✗ le nom est vide ou trop long");
        return EX_USAGE;
    }
    if (!roles_good(str_c(ad->args[3]), &set))
        return usage();
    enum rc rc = staff_act_add(db, act, email, name, set, &token);
    if (rc == RC_CONFLICT) {
        puts("✗ cette adresse est déjà celle d’une personne de l’équipe\u00a0; pour lui redonner un "
             "accès\u00a0: staff reset");
        return EX_DATAERR;
    }
    return rc == RC_OK ? say_link(ad, token, act->now) : failed(db, rc);
}

static int reset(struct admin *ad, struct db *db, const struct staff_act *act,
    const struct staff *who)
{
    struct str token;
    enum rc rc = staff_act_reset(db, act, who, &token);
    return rc == RC_OK ? say_link(ad, token, act->now) : failed(db, rc);
}

static int disable(struct db *db, const struct staff_act *act, const struct staff *who)
{
    enum rc rc = staff_act_disable(db, act, who);
    if (rc == RC_CONFLICT) {
        puts("✗ rien n’a été fait\u00a0: ce compte est déjà désactivé, ou c’est le dernier "
             "administrateur actif");
        return EX_DATAERR;
    }
    if (rc != RC_OK)
        return failed(db, rc);
    puts("✓ compte désactivé, ses sessions sont terminées");
    return EX_OK;
}

static int act_on(struct admin *ad, struct db *db, const char *what, struct str email)
{
    struct staff who;
    struct staff_act act = {{"admin", 0}, clock_now(), ad->a};
    if (strcmp(what, "add") == 0)
        return add(ad, db, &act, email);
    enum rc rc = staff_by_email(db, ad->a, email, &who);
    if (rc != RC_OK)
        return failed(db, rc);
    if (who.id == 0) {
        puts("✗ personne de l’équipe n’a cette adresse");
        return EX_DATAERR;
    }
    return strcmp(what, "reset") == 0 ? reset(ad, db, &act, &who) : disable(db, &act, &who);
}

int admin_staff(struct admin *ad)
{
    struct db_settings s = db_settings_of(ad->config, CONFIG_DB_ADMIN);
    struct db *db = NULL;
    struct str email = {0};
    int n = ad->args_n;
    const char *what = n ? ad->args[0] : "";
    bool known = (n == 4 && strcmp(what, "add") == 0) ||
                 (n == 2 && (strcmp(what, "reset") == 0 || strcmp(what, "disable") == 0));
    if (!known)
        return usage();
    if (email_read(ad->a, str_c(ad->args[1]), &email) != FAULT_NONE) {
        puts("✗ cette adresse électronique n’est pas lisible");
        return EX_USAGE;
    }
    if (!s.user) {
        puts("✗ [database] admin_user\u00a0: clé absente, attendu un utilisateur de la base");
        return EX_CONFIG;
    }
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = db_request(db, (struct str){0}, clock_now());
    int code = rc == RC_OK ? act_on(ad, db, what, email) : failed(db, rc);
    db_close(db);
    return code;
}
