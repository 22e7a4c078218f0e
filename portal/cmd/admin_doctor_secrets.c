/* portal-admin doctor, on the secrets: is each file there, whole, what the master gives, and its own
 * program's alone? What another account may read is asked of the system as that account, so root
 * sees it all; anybody else is told what could not be looked at. */
#include "cmd/doctor.h"

#include "sys/keyfile.h"

#include <unistd.h>

enum { WHY_MAX = 4096 };

static const char RUN[] = "en root\u00a0: portal-admin keys split, puis redémarrez";

/* NULL after a line that says why. */
static struct master *find_master(struct doctor *d, struct master *m)
{
    struct buf why;
    const char *path = d->ad->config->secrets.master_key_file;
    struct master *found = NULL;
    buf_init(&why, WHY_MAX);
    if (!path || access(path, F_OK) != 0)
        doubt(d, "clé maîtresse\u00a0: absente de cette machine\u00a0; les clés de chaque programme n’ont pas "
                 "pu lui être comparées");
    else if (master_read(path, m, &why))
        found = m;
    else
        bad(d, "clé maîtresse\u00a0: %.*s", STR_ARG(buf_str(&why)));
    if (found)
        good(d, "clé maîtresse");
    buf_free(&why);
    return found;
}

static void say_set(struct doctor *d, const struct secret *s, key_set set, const char *what)
{
    struct buf labels;
    if (!set)
        return;
    buf_init(&labels, WHY_MAX);
    key_set_say(set, &labels);
    bad(d, "%s\u00a0: %s\u00a0: %s %.*s\u00a0; %s", s->what, s->path, what, STR_ARG(buf_str(&labels)), RUN);
    buf_free(&labels);
}

static void check_keys(struct doctor *d, const struct secret *s, const struct master *master)
{
    struct keyfile_state state;
    struct buf why;
    buf_init(&why, WHY_MAX);
    if (!keyfile_check(s->path, holder_keys(d->ad->config, s->keys), master, &state, &why))
        bad(d, "%s\u00a0: %.*s\u00a0; %s", s->what, STR_ARG(buf_str(&why)), RUN);
    else if (!state.missing && !state.extra && !state.wrong)
        good(d, "%s", s->what);
    say_set(d, s, state.missing, "il manque");
    say_set(d, s, state.extra, "n’a pas besoin de");
    say_set(d, s, state.wrong, "ne vient pas de la clé maîtresse\u00a0:");
    buf_free(&why);
}

/* Its own account can open it, and nobody else. */
static bool check_owner(struct doctor *d, const struct secret *s)
{
    struct sysuser owner;
    struct buf why;
    buf_init(&why, WHY_MAX);
    bool ok = sysuser_find(s->owner, &owner, &why) && sysuser_only(s->path, &owner, &why) &&
              sysuser_reads(s->path, &owner, &why);
    if (!ok)
        bad(d, "secret, %s\u00a0: %.*s", s->what, STR_ARG(buf_str(&why)));
    buf_free(&why);
    return ok;
}

void doctor_secrets(struct doctor *d)
{
    struct master master = {.n = 0};
    const struct master *given = find_master(d, &master);
    struct secret *all;
    size_t n = holder_secrets(d->ad->config, d->ad->a, &all);
    size_t there = 0, right = 0;
    if (!d->ad->config->secrets.keys_folder)
        bad(d, "clés\u00a0: [secrets] keys_folder\u00a0: clé absente\u00a0; par exemple /etc/portail-movsc/keys\u00a0; %s",
            RUN);
    for (size_t i = 0; i < n; i++)
        if (all[i].keys)
            check_keys(d, &all[i], given);
    for (size_t i = 0; i < n; i++)
        if (access(all[i].path, F_OK) == 0) { /* one that is missing is told where it is used */
            there++;
            right += check_owner(d, &all[i]);
        }
    if (right == there)
        good(d, "secrets\u00a0: %zu fichiers, chacun lisible par le seul compte qui s’en sert", there);
    master_forget(&master);
}
