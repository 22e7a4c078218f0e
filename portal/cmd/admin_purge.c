/* portal-admin purge - what is removed by itself: where each kind stands, what would go now, what went, and
 * letting pass what the brake holds (store/purge_state.h). Counts only. */
#include "cmd/admin.h"

#include "base/words.h"
#include "job/purge.h"
#include "store/connect.h"
#include "sys/clock.h"

#include <sysexits.h>

enum { REPORTS_SHOWN = 200, REASON_MAX = 300 };

static int usage(void)
{
    fputs("usage\u00a0: portal-admin --config FICHIER purge\n"
          "                                           purge --dry-run\n"
          "                                           purge --report\n"
          "                                           purge --release SORTE --reason MOTIF\n"
          "  sans rien   où en est chaque sorte, et ce qui attend une personne\n"
          "  --dry-run   ce qui s’effacerait maintenant\u00a0; rien n’est touché\n"
          "  --report    ce qui a été effacé, le plus récent d’abord\n"
          "  --release   laisse passer ce qui a été compté quand le frein s’est serré, et pas plus\n",
        stderr);
    return EX_USAGE;
}

static void say_held(struct admin *ad, const struct purge_state *s)
{
    const struct purge_kind *k = purge_kind_find(s->kind);
    if (s->released.s)
        printf("… %.*s (%s)\u00a0: laissé passer le %.*s, reste à effacer au plus %llu\n", STR_ARG(s->kind),
            k ? k->label : "?", STR_ARG(words_instant(ad->a, s->released)), (unsigned long long)s->allowed);
    else
        printf("✗ %.*s (%s)\u00a0: retenu depuis le %.*s, %llu à effacer sur %llu\u00a0; voyez pourquoi, "
               "puis\u00a0: portal-admin purge --release %.*s --reason MOTIF\n",
            STR_ARG(s->kind), k ? k->label : "?", STR_ARG(words_instant(ad->a, s->held)),
            (unsigned long long)s->held_count.due, (unsigned long long)s->held_count.total,
            STR_ARG(s->kind));
}

static int show(struct admin *ad, struct db *db)
{
    struct purge_state *v;
    size_t n;
    enum rc rc = purge_states(db, ad->a, &v, &n);
    if (rc != RC_OK)
        return admin_failed(db, rc);
    for (size_t i = 0; i < n; i++) {
        if (v[i].held.s)
            say_held(ad, &v[i]);
        else
            printf("✓ %.*s\u00a0: le %.*s, %llu à effacer sur %llu\n", STR_ARG(v[i].kind),
                STR_ARG(words_instant(ad->a, v[i].run)), (unsigned long long)v[i].seen.due,
                (unsigned long long)v[i].seen.total);
    }
    if (!n)
        puts("✓ rien n’a encore été effacé");
    return EX_OK;
}

static int dry_run(struct admin *ad, struct db *db)
{
    struct facts *f = NULL;
    struct instant now = clock_now();
    enum rc rc = facts_load(db, &f);
    for (size_t i = 0; rc == RC_OK && i < purge_kinds_n; i++) {
        const struct purge_kind *k = &purge_kinds[i];
        const struct purge_limits limits = purge_limits_of(f);
        struct instant before = purge_before(k, f, now);
        struct purge_count c;
        rc = purge_count(db, ad->a, &k->source, now, before, &c);
        if (rc != RC_OK)
            break;
        bool held = k->braked && purge_brakes(&limits, &c);
        printf("%s %s (%s)\u00a0: %llu à effacer sur %llu, d’avant le %.*s%s\n", held ? "!" : "✓", k->name,
            k->label, (unsigned long long)c.due, (unsigned long long)c.total,
            STR_ARG(words_instant(ad->a, before)), held ? "\u00a0; le frein les retiendrait" : "");
    }
    facts_free(f);
    if (rc != RC_OK)
        return admin_failed(db, rc);
    puts("✓ à blanc\u00a0: rien n’a été touché");
    return EX_OK;
}

static int report(struct admin *ad, struct db *db)
{
    struct purge_report *v;
    size_t n;
    enum rc rc = purge_reports(db, ad->a, REPORTS_SHOWN, &v, &n);
    if (rc != RC_OK)
        return admin_failed(db, rc);
    for (size_t i = 0; i < n; i++)
        printf("%s %.*s, %.*s\u00a0: %llu à effacer sur %llu, %s%llu\n", v[i].held ? "✗" : "✓",
            STR_ARG(words_instant(ad->a, v[i].run)), STR_ARG(v[i].kind),
            (unsigned long long)v[i].count.due, (unsigned long long)v[i].count.total,
            v[i].held ? "retenus par le frein\u00a0; effacés\u00a0: " : "effacés\u00a0: ", (unsigned long long)v[i].gone);
    if (!n)
        puts("✓ rien n’a encore été effacé");
    return EX_OK;
}

static int release(struct admin *ad, struct db *db)
{
    const struct purge_kind *k = purge_kind_find(str_c(ad->options.release));
    struct str reason = str_trim(str_c(ad->options.reason));
    struct purge_state s;
    if (!k) {
        printf("✗ «\u00a0%s\u00a0» n’est pas une sorte\u00a0; portal-admin purge --dry-run les dit\n", ad->options.release);
        return EX_USAGE;
    }
    if (!reason.n || reason.n > REASON_MAX || str_has_control(reason, "") || str_find(reason, '@') < reason.n) {
        puts("✗ --reason\u00a0: attendu un motif, de 300 signes au plus, sans nommer personne\u00a0: il est journalisé");
        return EX_USAGE;
    }
    enum rc rc = purge_release(db, ad->a, k->name, admin_operator(), reason, clock_now(), &s);
    if (rc == RC_CONFLICT) {
        printf("✗ %s\u00a0: rien n’est retenu, ou c’est déjà laissé passer\n", k->name);
        return EX_DATAERR;
    }
    if (rc != RC_OK)
        return admin_failed(db, rc);
    printf("✓ %s\u00a0: %llu, d’avant le %.*s, s’effaceront au prochain passage de portal-jobs, et pas plus\n",
        k->name, (unsigned long long)s.allowed, STR_ARG(words_instant(ad->a, s.held_before)));
    return EX_OK;
}

int admin_purge(struct admin *ad)
{
    const struct admin_options *o = &ad->options;
    struct db_settings s = db_settings_of(ad->config, CONFIG_DB_ADMIN);
    struct db *db = NULL;
    if (o->dry_run + o->report + (o->release != NULL) > 1)
        return usage();
    if (!s.user) {
        puts("✗ [database] admin_user\u00a0: clé absente, attendu un utilisateur de la base");
        return EX_CONFIG;
    }
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = db_request(db, (struct str){0}, clock_now());
    int code = rc != RC_OK ? admin_failed(db, rc)
        : o->dry_run       ? dry_run(ad, db)
        : o->report        ? report(ad, db)
        : o->release       ? release(ad, db)
                           : show(ad, db);
    db_close(db);
    return code;
}
