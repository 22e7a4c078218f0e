/* portal-admin - the operator's program: migrate, doctor, status, mail, bounce, staff, audit, keys.
 * Each
 * command opens the secrets of its own row (sys/holder.h). */
#include "cmd/admin.h"

#include "domain/mails.h"
#include "store/connect.h"
#include "store/health.h"
#include "store/outbox.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <getopt.h>
#include <libgen.h>
#include <limits.h>
#include <sysexits.h>
#include <unistd.h>

enum { PROBLEMS_MAX = 64 * 1024 };

static int usage(void)
{
    fputs("usage\u00a0: portal-admin --config FICHIER [--sql DOSSIER] COMMANDE\n"
          "  migrate  applique à la base les migrations qui manquent\n"
          "  doctor   dit en une ligne chacun ce qui va et ce qui ne va pas\n"
          "  status   dit où en sont la base et les messages\n"
          "  mail     les courriels en échec\u00a0; mail again, mail settle\u00a0: ce qu’ils deviennent\n"
          "  bounce   lit sur l’entrée standard un message revenu, ou une réponse\n"
          "  staff    add, reset, disable\u00a0: les comptes de l’équipe\n"
          "  audit    verify\u00a0: dit si le journal d’audit scellé est intact, et sinon où\u00a0; settle\u00a0: en prend acte\n"
          "  purge    ce qui s’efface seul\u00a0: --dry-run, --report, --release SORTE --reason MOTIF\n"
          "  person, candidacy, request   export, restrict, lift, erase\u00a0: ce qu’une personne demande\n"
          "  keys     split\u00a0: donne à chaque programme le fichier de ses seules clés\n",
        stderr);
    return EX_USAGE;
}

/* ---- migrate */

static void say_progress(enum migrate_event event, struct str text, size_t n)
{
    switch (event) {
    case MIGRATE_WAITING:
        puts("… une autre migration est en cours\u00a0: attente de sa fin");
        break;
    case MIGRATE_FILE:
        printf("… %.*s\u00a0: %zu instructions\n", STR_ARG(text), n);
        break;
    case MIGRATE_FILE_DONE:
        printf("✓ %.*s\n", STR_ARG(text));
        break;
    case MIGRATE_FOUND:
        printf("… %.*s, instruction %zu\u00a0: elle avait eu lieu, il manquait d’en prendre note\n",
            STR_ARG(text), n);
        break;
    case MIGRATE_HELD:
        printf("… %.*s attend\u00a0: il retire ce dont se sert un portail d’avant %04zu\u00a0; quand il n’en "
               "tourne plus aucun, relancez portal-admin migrate\n",
            STR_ARG(text), n);
        break;
    case MIGRATE_DONE:
        printf(n ? "✓ migrations appliquées\u00a0: %zu\n" : "✓ la base est à jour\n", n);
        break;
    default:
        break;
    }
}

static void say_refusal(const struct db *db, enum migrate_event event, struct str text, size_t n)
{
    switch (event) {
    case MIGRATE_BUSY:
        puts("✗ une autre migration est toujours en cours\u00a0: rien n’a été fait\u00a0; "
             "réessayez plus tard");
        break;
    case MIGRATE_UNREADABLE:
        printf("✗ %.*s\u00a0: illisible, ou plus grand que 4 Mo\n", STR_ARG(text));
        break;
    case MIGRATE_GAP:
        printf("✗ migrations\u00a0: il faut exactement un fichier au numéro %04zu\n", n);
        break;
    case MIGRATE_EDITED:
        printf("✗ %.*s a été modifié après avoir été appliqué ou commencé\u00a0: rétablissez-le et écrivez une "
               "nouvelle migration\n",
            STR_ARG(text));
        break;
    case MIGRATE_MISSING:
        printf("✗ %.*s a été appliqué à cette base et manque dans le dossier\n", STR_ARG(text));
        break;
    case MIGRATE_SHAPE:
        printf("✗ %.*s, instruction %zu\u00a0: sa forme n’est pas de celles que le portail sait "
               "reprendre\u00a0; ce fichier n’est pas exécuté\n",
            STR_ARG(text), n);
        break;
    case MIGRATE_OTHER:
        printf("✗ %.*s, instruction %zu\u00a0: commencée puis interrompue, et ce qui porte ce nom dans "
               "la base n’est pas ce que dit le fichier\u00a0; comparez les deux, corrigez ou supprimez ce "
               "qui est dans la base, puis relancez\n",
            STR_ARG(text), n);
        break;
    case MIGRATE_FAILED:
        printf("✗ %.*s, instruction %zu\u00a0: %.*s\n", STR_ARG(text), n,
            STR_ARG(db_last_error(db)));
        break;
    default:
        break;
    }
}

void admin_say_migration(void *ctx, enum migrate_event event, struct str text, size_t n)
{
    if (event < MIGRATE_BUSY)
        say_progress(event, text, n);
    else
        say_refusal(ctx, event, text, n);
    fflush(stdout);
}

int admin_migrate(struct admin *ad)
{
    struct db_settings s = db_settings_of(ad->config, CONFIG_DB_MIGRATE);
    struct db *db = NULL;
    if (!s.user) {
        puts("✗ [database] migrate_user\u00a0: clé absente, attendu un utilisateur de la base");
        return EX_CONFIG;
    }
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = db_request(db, (struct str){0}, clock_now());
    if (rc == RC_OK)
        rc = migrate_run(db, ad->folder, admin_say_migration, db);
    if (rc != RC_OK && rc != RC_CONFLICT)
        printf("✗ base de données\u00a0: %.*s\n", STR_ARG(db_last_error(db)));
    db_close(db);
    return rc == RC_OK ? EX_OK : rc == RC_UNAVAILABLE ? EX_UNAVAILABLE : EX_DATAERR;
}

/* ---- status */

static void say_due(struct instant due, struct instant now)
{
    if (!due.s || due.s > now.s)
        puts("✓ aucun message en retard");
    else
        printf("! le plus ancien message à envoyer attend depuis %lld s\n",
            (long long)(now.s - due.s));
}

static enum rc say_lost(struct admin *ad, struct db *db)
{
    struct outbox_lost lost;
    enum rc rc = outbox_lost(db, ad->a, &lost);
    if (rc != RC_OK)
        return rc;
    printf("%s messages non envoyés, gardés pour l’équipe\u00a0: %llu\n", lost.failed ? "!" : "✓",
        (unsigned long long)lost.failed);
    printf("%s messages revenus\u00a0: %llu\u00a0; adresses où seul l’indispensable part encore\u00a0: %llu\n",
        lost.bounced ? "!" : "✓", (unsigned long long)lost.bounced,
        (unsigned long long)lost.stopped);
    return RC_OK;
}

int admin_status(struct admin *ad)
{
    struct db_settings s = db_settings_of(ad->config, CONFIG_DB_ADMIN);
    struct db *db = NULL;
    struct health h;
    if (!s.user) {
        puts("✗ [database] admin_user\u00a0: clé absente, attendu un utilisateur de la base");
        return EX_CONFIG;
    }
    enum rc rc = db_open(&s, &db);
    if (rc == RC_OK)
        rc = db_request(db, (struct str){0}, clock_now());
    if (rc == RC_OK)
        rc = health_read(db, ad->a, &h);
    if (rc == RC_OK) {
        printf("✓ base de données\u00a0: %.*s\n", STR_ARG(db_server(db)));
        printf("%s dernière migration complète\u00a0: %04llu\n", h.migrations_open ? "!" : "✓",
            (unsigned long long)h.migration);
        printf("✓ messages à envoyer\u00a0: %llu\n", (unsigned long long)h.queued);
        if (h.held.s)
            printf("! aucun message ne part\u00a0: %s\n", mail_way_label(h.held_at));
        say_due(h.oldest_due, h.clock);
        rc = say_lost(ad, db);
    }
    if (rc != RC_OK)
        printf("✗ base de données\u00a0: %.*s\n", STR_ARG(db_last_error(db)));
    db_close(db);
    return rc == RC_OK ? EX_OK : EX_UNAVAILABLE;
}

/* ---- who, and what went wrong */

uint64_t admin_operator(void)
{
    uint64_t uid = getuid();
    const char *sudo = uid == 0 ? getenv("SUDO_UID") : NULL;
    if (sudo && !str_to_u64(str_c(sudo), UINT32_MAX, &uid))
        uid = 0;
    return uid;
}

int admin_failed(struct db *db, enum rc rc)
{
    printf("✗ base de données\u00a0: %.*s\n", STR_ARG(db_last_error(db)));
    return rc == RC_UNAVAILABLE ? EX_UNAVAILABLE : EX_SOFTWARE;
}

/* ---- start */

/* The migrations installed beside this program, wherever that is: PREFIX/share/… next to
 * PREFIX/bin; else where configure said. */
static const char *installed_folder(struct arena *a)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n > 0) {
        path[n] = '\0';
        struct str near =
            arena_printf(a, "%s/../share/portail-movsc/sql", dirname(path));
        if (access(near.p, R_OK | X_OK) == 0)
            return near.p;
    }
    return SQL_FOLDER;
}

static void say_problems(const char *path, struct buf *problems)
{
    struct str all = buf_str(problems), line;
    while (str_cut(&all, '\n', &line))
        if (line.n)
            printf("✗ %s\u00a0: %.*s\n", path, STR_ARG(line));
}

/* The settings, then the secrets of that row; the doctor opens its own one by one. */
static bool load(struct admin *ad, const struct holder *who)
{
    struct buf problems;
    buf_init(&problems, PROBLEMS_MAX);
    bool ok = config_load(ad->config_path, &ad->config, &problems);
    if (ok && who->roles == HOLDER_EVERY_ROLE)
        ad->config->held = who;
    else if (ok)
        ok = holder_open(who, ad->config, &ad->keys, &problems);
    if (ok)
        clock_shift(ad->config->test.clock_shift);
    else
        say_problems(ad->config_path, &problems);
    buf_free(&problems);
    return ok;
}

static int run(struct admin *ad, const char *command)
{
    static const struct {
        const char *name, *holder;
        int (*fn)(struct admin *ad);
        bool words;          /* more may follow it */
        const char *options; /* that it knows, besides --config and --sql */
    } commands[] = {
        {"migrate", "migrate", admin_migrate, false, ""}, {"doctor", "doctor", admin_doctor, false, ""},
        {"status", "status", admin_status, false, ""}, {"bounce", "bounce", admin_bounce, false, ""},
        {"staff", "accounts", admin_staff, true, ""}, {"audit", "audit", admin_audit, true, "h"},
        {"mail", "status", admin_mail, true, ""}, {"keys", "keys", admin_keys, true, ""},
        {"purge", "status", admin_purge, false, "nplr"},
        {"person", "rights", admin_rights, true, "rvdo"},
        {"candidacy", "rights", admin_rights, true, "rvdo"},
        {"request", "rights", admin_rights, true, "rvdo"}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(command, commands[i].name) != 0 || (ad->args_n && !commands[i].words) ||
            ad->options.given[strspn(ad->options.given, commands[i].options)])
            continue; /* "migrate --dry-run" does not migrate */
        int code = load(ad, holder_find(commands[i].holder)) ? commands[i].fn(ad) : EX_CONFIG;
        keys_free(ad->keys);
        config_free(ad->config);
        return code;
    }
    return usage();
}

static bool take(struct admin *ad, int c)
{
    struct admin_options *o = &ad->options;
    size_t n = strlen(o->given);
    if (n + 1 == sizeof o->given)
        return false;
    if (!strchr("cs", c))
        o->given[n] = (char)c;
    switch (c) {
    case 'c': ad->config_path = optarg; return true;
    case 's': ad->folder = optarg; return true;
    case 'h': o->head = optarg; return true;
    case 'r': o->reason = optarg; return true;
    case 'v': o->visa = optarg; return true;
    case 'd': o->visa_on = optarg; return true;
    case 'o': o->out = optarg; return true;
    case 'l': o->release = optarg; return true;
    case 'n': return o->dry_run = true;
    case 'p': return o->report = true;
    default: return false;
    }
}

int main(int argc, char **argv)
{
    static const struct option known[] = {{"config", required_argument, NULL, 'c'},
        {"sql", required_argument, NULL, 's'}, {"head", required_argument, NULL, 'h'},
        {"reason", required_argument, NULL, 'r'},
        {"visa", required_argument, NULL, 'v'}, {"visa-date", required_argument, NULL, 'd'},
        {"out", required_argument, NULL, 'o'}, {"release", required_argument, NULL, 'l'},
        {"dry-run", no_argument, NULL, 'n'}, {"report", no_argument, NULL, 'p'}, {NULL, 0, NULL, 0}};
    struct admin ad = {.a = arena_new()};
    bool ok = true;
    log_set_level(LOG_ERROR);
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        ok = take(&ad, c) && ok;
    }
    if (!ad.folder)
        ad.folder = installed_folder(ad.a);
    ad.args = argv + optind + 1;
    ad.args_n = argc - optind - 1;
    int code = ok && ad.config_path && optind < argc ? run(&ad, argv[optind]) : usage();
    arena_free(ad.a);
    return code;
}
