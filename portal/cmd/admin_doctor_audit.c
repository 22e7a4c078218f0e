/* portal-admin doctor: the sealed audit trail, as it was last verified, and the log of source addresses. */
#include "cmd/doctor.h"

#include "base/words.h"
#include "store/facts.h"
#include "store/seal_check.h"
#include "sys/clock.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <sys/stat.h>

enum { DAY = 86400, STALE_SECONDS = 2 * DAY, DAYS_MOST = 36500 };

void doctor_audit(struct doctor *d, struct db *admin)
{
    struct seal_state s;
    struct arena *a = d->ad->a;
    if (seal_state_read(admin, a, &s) != RC_OK)
        bad(d, "journal d’audit\u00a0: %.*s", STR_ARG(db_last_error(admin)));
    else if (s.failed.s)
        bad(d, "journal d’audit\u00a0: %s, depuis le %.*s (sceau %llu, ligne %llu)\u00a0; voyez portal-admin audit "
               "verify",
            seal_fault_label(s.fault), STR_ARG(words_instant(a, s.failed)), (unsigned long long)s.failed_seal,
            (unsigned long long)s.failed_row);
    else if (!s.checked.s)
        doubt(d, "journal d’audit\u00a0: jamais encore vérifié\u00a0; portal-jobs le fait la nuit, portal-admin audit "
                 "verify à la demande");
    else if (clock_now().s - s.checked.s > STALE_SECONDS)
        bad(d, "journal d’audit\u00a0: pas vérifié depuis le %.*s\u00a0; portal-jobs est-il arrêté\u00a0?",
            STR_ARG(words_instant(a, s.checked)));
    else
        good(d, "journal d’audit\u00a0: en ordre le %.*s, jusqu’au sceau %llu", STR_ARG(words_instant(a, s.checked)),
            (unsigned long long)s.head);
}

/* ---- source addresses */

/* The oldest last line among the log and what was put aside of it; 0: no such file. */
static bool oldest(struct arena *a, const char *log, time_t *out)
{
    struct str copy = arena_dup(a, str_c(log)), other = arena_dup(a, str_c(log));
    const char *folder = dirname((char *)(uintptr_t)copy.p), *name = basename((char *)(uintptr_t)other.p);
    DIR *dir = opendir(folder);
    struct stat st;
    *out = 0;
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (strncmp(e->d_name, name, strlen(name)) == 0 &&
            stat(arena_printf(a, "%s/%s", folder, e->d_name).p, &st) == 0 && (!*out || st.st_mtime < *out))
            *out = st.st_mtime;
    if (dir)
        closedir(dir);
    return dir != NULL;
}

static bool closed_to_others(const char *log)
{
    struct stat st;
    return stat(log, &st) != 0 || (st.st_mode & S_IRWXO) == 0;
}

void doctor_sources(struct doctor *d, const struct facts *f)
{
    const char *log = d->ad->config->logs.sources;
    uint64_t days = 0;
    time_t last;
    bool counted = str_to_u64(facts_text(f, "retention.sources"), DAYS_MOST, &days) && days;
    if (!log)
        doubt(d, "adresses réseau\u00a0: [logs] sources absent\u00a0; s’il y en a un journal, personne ici ne voit "
                 "s’il est effacé à temps");
    else if (!oldest(d->ad->a, log, &last))
        doubt(d, "adresses réseau\u00a0: %s\u00a0: %s", log, strerror(errno));
    else if (!closed_to_others(log))
        bad(d, "adresses réseau\u00a0: %s\u00a0: tout le monde peut le lire\u00a0; chmod o= %s", log, log);
    else if (counted && last && clock_now().s - last > (int64_t)days * DAY)
        bad(d, "adresses réseau\u00a0: %s\u00a0: il en reste de plus de %llu jours (retention.sources)\u00a0; logrotate "
               "les efface-t-il\u00a0?",
            log, (unsigned long long)days);
    else
        good(d, "adresses réseau\u00a0: %s, rien de plus de %llu jours", log, (unsigned long long)days);
}
