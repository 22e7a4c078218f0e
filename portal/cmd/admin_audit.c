/* portal-admin audit verify - walks the sealed audit trail from its first seal and says the first thing
 * that does not hold; with --head, whether a seal that was mailed is still in it. Changes nothing but the
 * memory of what was found (/sante/complet). Exit code 0: it holds; 1: it does not.
 *
 * audit settle: what was found cannot be mended; it is written into the trail, and verified from there on. */
#include "cmd/admin.h"

#include "base/words.h"
#include "store/audit.h"
#include "store/connect.h"
#include "store/seal_check.h"
#include "store/tx.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <sysexits.h>

static int usage(void)
{
    fputs("usage\u00a0: portal-admin --config FICHIER audit verify [--head NUMÉRO:SCEAU]\n"
          "                                           audit settle [NUMÉRO]\n"
          "  verify  vérifie tout le journal d’audit, ligne par ligne et sceau par sceau\n"
          "  --head  et que ce sceau, reçu par courriel, y est toujours\n"
          "  settle  prend acte de ce qui ne se vérifie pas et ne peut être réparé\u00a0: la vérification "
          "repart\n          du sceau NUMÉRO, ou du dernier (des lignes effacées à leur échéance\u00a0: le dernier "
          "sceau de celles-là)\n",
        stderr);
    return EX_USAGE;
}

static void say_fault(const struct seal_walk *w)
{
    printf("✗ %s\n", seal_fault_label(str_c(seal_fault_word(w->fault))));
    if (w->failed_row)
        printf("✗ la première qui ne va pas\u00a0: ligne %llu\n", (unsigned long long)w->failed_row);
    else if (w->failed_last)
        printf("✗ parmi les lignes %llu à %llu\n", (unsigned long long)w->failed_first,
            (unsigned long long)w->failed_last);
    if (w->failed_seal)
        printf("✗ sceau %llu\n", (unsigned long long)w->failed_seal);
    puts("  Avant toute réparation, copiez la base telle qu’elle est\u00a0; comparez-la à une sauvegarde.\n"
         "  Ce qui ne peut être réparé\u00a0: portal-admin audit settle, une fois l’enquête finie.");
}

static int say(struct admin *ad, const struct seal_walk *w, uint64_t behind)
{
    printf("%s vérifiés\u00a0: %llu sceaux, %llu lignes\n", w->fault == SEAL_HOLDS ? "✓" : "!",
        (unsigned long long)w->seals, (unsigned long long)w->rows);
    if (w->from.id)
        printf("! à partir du sceau %llu seulement\u00a0: ce qui précède ne se vérifiait pas, et c’est réglé\n",
            (unsigned long long)w->from.id);
    if (w->head.id)
        printf("%s dernier sceau en ordre\u00a0: %s\n", w->fault == SEAL_HOLDS ? "✓" : "!",
            seal_head_text(ad->a, &w->head).p);
    if (behind)
        printf("! %llu lignes de plus de dix minutes n’ont pas de sceau\u00a0: portal-jobs est-il arrêté\u00a0?\n",
            (unsigned long long)behind);
    if (w->fault != SEAL_HOLDS) {
        say_fault(w);
        return EXIT_FAILURE;
    }
    if (w->expected.id)
        printf("✓ le sceau %llu est bien celui qui est donné\n", (unsigned long long)w->expected.id);
    puts("✓ le journal d’audit est en ordre");
    return EX_OK;
}

static enum rc walk(struct admin *ad, struct db *db, struct seal_walk *w, uint64_t *behind)
{
    struct instant now = clock_now();
    struct arena *a = arena_new();
    enum rc rc = db_request(db, (struct str){0}, now);
    w->keys = (struct seal_keys){ad->keys, (unsigned)ad->config->secrets.audit_key};
    w->whole = true;
    if (rc == RC_OK)
        rc = seal_walk_begin(db, a, w);
    while (rc == RC_OK && !w->ended) {
        arena_reset(a);
        rc = seal_walk_step(db, a, w);
    }
    if (rc == RC_OK)
        rc = seal_walk_behind(db, a, now, behind);
    if (rc == RC_OK)
        rc = seal_state_write(db, w, now, (struct day){0, 0, 0});
    arena_free(a);
    return rc;
}

static int failed(struct db *db)
{
    printf("✗ base de données\u00a0: %.*s\n", STR_ARG(db_last_error(db)));
    return EX_UNAVAILABLE;
}

static int verify(struct admin *ad, struct db *db)
{
    struct seal_walk w = {.fault = SEAL_HOLDS};
    uint64_t behind = 0;
    if (ad->options.head && !seal_head_parse(str_c(ad->options.head), &w.expected))
        return usage();
    return walk(ad, db, &w, &behind) == RC_OK ? say(ad, &w, behind) : failed(db);
}

/* ---- settle */

struct settling {
    struct admin *ad;
    struct seal_state was;
    struct seal_head from;
};

/* Nothing is wrong, or what is wrong comes after that seal: RC_CONFLICT. */
static enum rc settle_tx(struct db *db, void *arg)
{
    struct settling *s = arg;
    const struct seal_keys keys = {s->ad->keys, (unsigned)s->ad->config->secrets.audit_key};
    enum rc rc = seal_state_read(db, s->ad->a, &s->was);
    if (rc == RC_OK && (!s->was.failed.s || (s->from.id && s->from.id < s->was.failed_seal)))
        return RC_CONFLICT;
    if (rc == RC_OK)
        rc = seal_settle(db, s->ad->a, &keys, &s->from);
    if (rc != RC_OK)
        return rc;
    const struct audit row = {"admin", admin_operator(), "audit.settle", "audit_seal", s->was.failed_seal,
        arena_printf(s->ad->a, "%.*s, row %llu, from %llu", STR_ARG(s->was.fault),
            (unsigned long long)s->was.failed_row, (unsigned long long)s->from.id)};
    return audit_add(db, &row);
}

static int settle(struct admin *ad, struct db *db)
{
    struct settling s = {.ad = ad};
    if (ad->options.head || (ad->args_n == 2 && (!str_to_u64(str_c(ad->args[1]), INT64_MAX, &s.from.id) || !s.from.id)))
        return usage();
    enum rc rc = db_request(db, (struct str){0}, clock_now());
    if (rc == RC_OK)
        rc = tx_run(db, settle_tx, &s);
    if (rc == RC_CONFLICT || rc == RC_NOT_FOUND) {
        puts("✗ rien n’a été fait\u00a0: la dernière vérification n’a rien trouvé à régler, ou ce sceau n’existe "
             "pas, ou il est avant ce qui ne va pas");
        return EX_DATAERR;
    }
    if (rc != RC_OK)
        return failed(db);
    printf("✓ réglé\u00a0: %s\n✓ le journal se vérifie à partir du sceau %llu, et une de ses lignes le dit\n",
        seal_fault_label(s.was.fault), (unsigned long long)s.from.id);
    return EX_OK;
}

int admin_audit(struct admin *ad)
{
    struct db *db = NULL;
    bool verifies = ad->args_n == 1 && strcmp(ad->args[0], "verify") == 0;
    if (!verifies && (ad->args_n < 1 || ad->args_n > 2 || strcmp(ad->args[0], "settle") != 0))
        return usage();
    struct db_settings s = db_settings_of(ad->config, CONFIG_DB_ADMIN);
    if (!s.user) {
        puts("✗ [database] admin_user\u00a0: clé absente, attendu un utilisateur de la base");
        return EX_CONFIG;
    }
    enum rc rc = db_open(&s, &db);
    int code = rc != RC_OK ? failed(db) : verifies ? verify(ad, db) : settle(ad, db);
    db_close(db);
    return code;
}
