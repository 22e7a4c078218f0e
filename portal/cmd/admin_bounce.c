/* portal-admin bounce < MESSAGE: one mail that came back, or an answer, on the standard input: for
 * the alias of a mail server that keeps no Maildir for us. As portal-jobs does, with its rights, and so
 * under its account, which alone can read what this opens.
 *
 * What it returns speaks to the mail server: 0 done with (also when it concerns nobody), 75 try
 * again later. What nobody understands is put aside for people to read, and is done with too. */
#include "cmd/admin.h"
#include "job/incoming.h"
#include "mail/compose.h"
#include "store/connect.h"
#include "sys/clock.h"
#include "sys/crypto.h"

#include <errno.h>
#include <sysexits.h>
#include <unistd.h>

static bool read_all(struct buf *bytes)
{
    char part[16384];
    for (;;) {
        ssize_t n = read(STDIN_FILENO, part, sizeof part);
        if (n > 0)
            buf_put(bytes, (struct str){part, (size_t)n});
        else if (n == 0 || errno != EINTR)
            return n == 0 && !bytes->overflow;
    }
}

static enum rc ready(struct jobs *j)
{
    uint64_t revision;
    enum rc rc = db_request(j->db, (struct str){0}, j->now);
    if (rc == RC_OK)
        rc = facts_revision(j->db, &revision);
    return rc == RC_OK ? facts_refresh(j->db, revision, &j->facts) : rc;
}

static int say(enum rc rc, const struct incoming_end *end)
{
    static const char *const done[] = {
        [INCOMING_UNREADABLE] = "! message que le portail ne comprend pas\u00a0: mis de côté, à lire dans "
                                "l’espace de gestion",
        [INCOMING_STRANGER] = "! ce message n’est adressé à aucune de nos adresses signées",
        [INCOMING_AUTOMATIC] = "✓ réponse automatique, ou avis qui ne demande rien",
        [INCOMING_BOUNCE] = "✓ message revenu\u00a0: noté",
        [INCOMING_COMPLAINT] = "✓ message signalé comme indésirable\u00a0: noté",
        [INCOMING_REPLY] = "✓ réponse rangée dans sa demande",
        [INCOMING_MACHINE] = "✓ message automatique\u00a0: rangé dans sa demande, sans rien changer d’autre",
    };
    puts(rc == RC_OK ? done[end->kind] : "✗ base de données\u00a0: à réessayer plus tard");
    return rc == RC_OK ? EX_OK : EX_TEMPFAIL;
}

/* `whole`: all of it was read; else what there is goes aside, unless it is only too large. */
static int take(struct admin *ad, struct str bytes, bool whole)
{
    struct db_settings s = db_settings_of(ad->config, CONFIG_DB_JOBS);
    struct jobs j = {.a = ad->a, .config = ad->config, .keys = ad->keys, .now = clock_now()};
    struct incoming_end end = {INCOMING_UNREADABLE, false};
    enum rc rc = db_open(&s, &j.db);
    if (rc == RC_OK)
        rc = ready(&j);
    if (rc == RC_OK)
        rc = whole || bytes.n > INCOMING_BYTES_MAX ? incoming_take(&j, bytes, (struct str){0}, &end)
                   : incoming_aside(&j, bytes, (struct str){0}, UNREAD_TOO_LARGE);
    facts_free(j.facts);
    db_close(j.db);
    return say(rc, &end);
}

int admin_bounce(struct admin *ad)
{
    struct buf bytes;
    buf_init(&bytes, INCOMING_READ_MAX);
    mail_compose_init();
    bool whole = read_all(&bytes);
    int code = take(ad, buf_str(&bytes), whole);
    buf_free(&bytes);
    return code;
}
