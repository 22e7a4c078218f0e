/* portal-admin keys split - reads the master and gives each program that serves a file of its own
 * keys, which its account alone can read (sys/keyfile.h). Can be run again: what is right stays, what a
 * new version asks for is added. The programs read theirs at their next start. */
#include "cmd/admin.h"

#include "sys/keyfile.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

enum { WHY_MAX = 4096 };

static int usage(void)
{
    fputs("usage\u00a0: portal-admin --config FICHIER keys split\n", stderr);
    return EX_USAGE;
}

/* One program's. False after a line that says why. */
static bool split_one(struct admin *ad, const struct master *master, const struct holder *h)
{
    struct sysuser account;
    struct buf why, labels;
    bool changed = false;
    const char *path = holder_keys_path(ad->config, h, ad->a);
    buf_init(&why, WHY_MAX);
    buf_init(&labels, WHY_MAX);
    key_set_say(holder_keys(ad->config, h), &labels);
    bool ok = sysuser_find(holder_account(ad->config, h), &account, &why);
    if (ok && geteuid() != 0 && account.uid != geteuid()) {
        buf_printf(&why, "seul root peut écrire un fichier de «\u00a0%s\u00a0»", account.name);
        ok = false;
    }
    ok = ok && keyfile_write(path, holder_keys(ad->config, h), master, &account, &changed, &why) &&
         sysuser_reads(path, &account, &why);
    if (ok)
        printf("✓ %s\u00a0: %s%s (%.*s)\n", path, changed ? "écrit" : "déjà à jour",
            account.name ? arena_printf(ad->a, ", pour %s", account.name).p : "",
            STR_ARG(buf_str(&labels)));
    else
        printf("✗ clés du programme %s\u00a0: %.*s\n", h->name, STR_ARG(buf_str(&why)));
    buf_free(&labels);
    buf_free(&why);
    return ok;
}

/* To be walked through by every account, listed and written into by none but ours. */
static bool folder_ready(const char *folder)
{
    if ((mkdir(folder, 0711) == 0 && chmod(folder, 0711) == 0) || errno == EEXIST)
        return true;
    printf("✗ %s\u00a0: %s\n", folder, strerror(errno));
    return false;
}

static int split(struct admin *ad, const struct master *master)
{
    bool there = folder_ready(ad->config->secrets.keys_folder), ok = there;
    for (size_t i = 0; there && i < holders_n; i++)
        if (holder_set_up(ad->config, &holders[i]))
            ok = split_one(ad, master, &holders[i]) && ok;
    return ok ? EX_OK : EX_CANTCREAT;
}

int admin_keys(struct admin *ad)
{
    struct master master;
    struct buf why;
    int code = EX_CONFIG;
    const char *from = ad->config->secrets.master_key_file, *to = ad->config->secrets.keys_folder;
    if (ad->args_n != 1 || strcmp(ad->args[0], "split") != 0)
        return usage();
    if (!from || !to) {
        printf("✗ [secrets] %s\u00a0: clé absente\u00a0; par exemple /etc/portail-movsc/%s\n",
            from ? "keys_folder" : "master_key_file", from ? "keys" : "secrets/master");
        return code;
    }
    buf_init(&why, WHY_MAX);
    if (master_read(from, &master, &why))
        code = split(ad, &master);
    else
        printf("✗ clé maîtresse\u00a0: %.*s\n", STR_ARG(buf_str(&why)));
    master_forget(&master);
    buf_free(&why);
    return code;
}
