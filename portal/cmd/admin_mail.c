/* portal-admin mail - the mails that failed: which, and what becomes of them. What is done is what
 * /gestion/courriels does (store/outbox_act.h). No addressee is shown: the desk does, to whom it may. */
#include "cmd/admin.h"

#include "base/words.h"
#include "domain/mails.h"
#include "store/connect.h"
#include "store/mail_way.h"
#include "store/outbox_act.h"
#include "sys/clock.h"

#include <sysexits.h>

static int usage(void)
{
    fputs("usage\u00a0: portal-admin --config FICHIER mail\n"
          "                                           mail again NUMÉRO|all\n"
          "                                           mail settle NUMÉRO|all\n"
          "  sans rien   les courriels en échec, avec leur numéro\n"
          "  again       les remet à envoyer, à la même adresse\n"
          "  settle      ils sont réglés autrement et ne comptent plus\n",
        stderr);
    return EX_USAGE;
}

static int failed(struct db *db, enum rc rc)
{
    printf("✗ base de données\u00a0: %.*s\n", STR_ARG(db_last_error(db)));
    return rc == RC_UNAVAILABLE ? EX_UNAVAILABLE : EX_SOFTWARE;
}

static int list(struct admin *ad, struct db *db)
{
    struct outbox_line *v = NULL;
    struct outbox_failing count = {0};
    struct mail_way way;
    size_t n = 0;
    enum rc rc = outbox_failures(db, ad->a, NULL, &v, &n);
    if (rc == RC_OK)
        rc = outbox_failing(db, ad->a, &count);
    if (rc == RC_OK)
        rc = mail_way_read(db, ad->a, &way);
    if (rc != RC_OK)
        return failed(db, rc);
    if (way.closed.s)
        printf("✗ aucun courriel ne part depuis le %.*s\u00a0: %s (%.*s)\n",
            STR_ARG(words_instant(ad->a, way.closed)), mail_way_label(way.stage), STR_ARG(way.why));
    if (count.unknown)
        printf("! attendent une version plus récente de portal-jobs\u00a0: %llu\n",
            (unsigned long long)count.unknown);
    for (size_t i = 0; i < n; i++)
        printf("%s %llu, %.*s, %.*s\u00a0: %s (%.*s)\n", v[i].can_again ? "!" : "·",
            (unsigned long long)v[i].id, STR_ARG(words_instant(ad->a, v[i].created)),
            STR_ARG(mail_label(v[i].kind)), mail_trouble_label(v[i].trouble), STR_ARG(v[i].error));
    printf("%s en échec\u00a0: %llu, dont %llu peuvent repartir\n", count.failed ? "!" : "✓",
        (unsigned long long)count.failed, (unsigned long long)count.can_again);
    return EX_OK;
}

static int all(struct admin *ad, struct db *db, bool settle)
{
    struct instant now = clock_now();
    uint64_t n = 0;
    enum rc rc = settle ? outbox_act_settle_all(db, ad->a, now, &n)
                        : outbox_act_again_all(db, ad->a, NULL, now, &n);
    if (rc != RC_OK)
        return failed(db, rc);
    printf("✓ %s\u00a0: %llu\n", settle ? "réglés" : "remis à envoyer", (unsigned long long)n);
    return EX_OK;
}

static int one(struct admin *ad, struct db *db, bool settle, uint64_t id)
{
    const struct outbox_act act = {.id = id, .now = clock_now()};
    enum rc rc = settle ? outbox_act_settle(db, ad->a, &act) : outbox_act_again(db, ad->a, &act);
    if (rc == RC_CONFLICT) {
        puts(settle ? "✗ rien n’a été fait\u00a0: ce courriel n’est pas en échec, ou il est déjà réglé"
                    : "✗ rien n’a été fait\u00a0: ce courriel n’est pas en échec, ou il ne peut plus "
                      "repartir (code périmé, rappel dépassé, destinataire oublié)");
        return EX_DATAERR;
    }
    if (rc != RC_OK)
        return failed(db, rc);
    puts(settle ? "✓ réglé" : "✓ remis à envoyer");
    return EX_OK;
}

int admin_mail(struct admin *ad)
{
    struct db_settings s = db_settings_of(ad->config, CONFIG_DB_ADMIN);
    struct db *db = NULL;
    uint64_t id = 0;
    bool listed = ad->args_n == 0;
    bool settle = ad->args_n == 2 && strcmp(ad->args[0], "settle") == 0;
    bool again = ad->args_n == 2 && strcmp(ad->args[0], "again") == 0;
    bool every = (settle || again) && strcmp(ad->args[1], "all") == 0;
    if (!listed && !((settle || again) && (every || str_to_u64(str_c(ad->args[1]), UINT64_MAX, &id))))
        return usage();
    if (!s.user) {
        puts("✗ [database] admin_user\u00a0: clé absente, attendu un utilisateur de la base");
        return EX_CONFIG;
    }
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = db_request(db, (struct str){0}, clock_now());
    int code = rc != RC_OK ? failed(db, rc)
        : listed           ? list(ad, db)
        : every            ? all(ad, db, settle)
                           : one(ad, db, settle, id);
    db_close(db);
    return code;
}
