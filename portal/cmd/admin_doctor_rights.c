/* portal-admin doctor, what is removed: what the brake holds, and files that wait for their visa. */
#include "cmd/doctor.h"

#include "base/words.h"
#include "job/purge.h"
#include "store/archive.h"

static void check_purge(struct doctor *d, struct db *admin)
{
    struct purge_state *v;
    size_t n, held = 0;
    if (purge_states(admin, d->ad->a, &v, &n) != RC_OK) {
        bad(d, "effacement automatique\u00a0: %.*s", STR_ARG(db_last_error(admin)));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct purge_kind *k = purge_kind_find(v[i].kind);
        if (!v[i].held.s || v[i].released.s)
            continue;
        held++;
        bad(d, "effacement automatique\u00a0: %s retenus depuis le %.*s, %llu sur %llu\u00a0; voyez portal-admin purge",
            k ? k->label : v[i].kind.p, STR_ARG(words_instant(d->ad->a, v[i].held)),
            (unsigned long long)v[i].held_count.due, (unsigned long long)v[i].held_count.total);
    }
    if (!held)
        good(d, "effacement automatique\u00a0: rien ne le retient");
}

static void check_archive(struct doctor *d, struct db *admin)
{
    uint64_t waiting, restricted;
    if (archive_count(admin, d->ad->a, &waiting, &restricted) != RC_OK)
        bad(d, "dossiers restreints\u00a0: %.*s", STR_ARG(db_last_error(admin)));
    else if (waiting)
        doubt(d, "dossiers restreints\u00a0: %llu, dont %llu à effacer dès que leur visa est là",
            (unsigned long long)restricted, (unsigned long long)waiting);
    else
        good(d, "dossiers restreints\u00a0: %llu, aucun n’attend de visa", (unsigned long long)restricted);
}

void doctor_rights(struct doctor *d, struct db *admin)
{
    check_purge(d, admin);
    check_archive(d, admin);
}
