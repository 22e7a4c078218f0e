/* portal-admin doctor, mails: what nobody understood, addresses, and what waits or has failed. */
#include "cmd/doctor.h"

#include "base/words.h"
#include "domain/mails.h"
#include "mail/status.h"
#include "store/address.h"
#include "store/aside.h"
#include "store/mail_way.h"
#include "store/outbox_file.h"

/* ---- what came back */

static void check_asides(struct doctor *d, struct db *db)
{
    uint64_t n;
    if (aside_open(db, d->ad->a, &n) != RC_OK)
        bad(d, "courriels reçus\u00a0: %.*s", STR_ARG(db_last_error(db)));
    else if (n)
        doubt(d, "courriels reçus\u00a0: %s, à lire dans l’espace de gestion (/gestion/courriels-recus)",
            words_count(d->ad->a, n, "courriel non compris", "courriels non compris").p);
    else
        good(d, "courriels reçus\u00a0: aucun que le portail n’ait pas compris");
}

static void check_addresses(struct doctor *d, struct db *db)
{
    struct address_counts c;
    if (address_count(db, d->ad->a, STATUS_RULES, &c) != RC_OK) {
        bad(d, "adresses\u00a0: %.*s", STR_ARG(db_last_error(db)));
        return;
    }
    if (c.to_rejudge)
        doubt(d, "adresses\u00a0: %llu jugées selon d’anciennes règles\u00a0; portal-jobs les rejuge dans "
                 "l’heure", (unsigned long long)c.to_rejudge);
    good(d, "adresses\u00a0: %llu ne reçoivent plus que l’indispensable, %llu se sont plaintes d’un "
            "message, %llu ont été rejugées et allégées",
        (unsigned long long)c.stopped, (unsigned long long)c.complained, (unsigned long long)c.rejudged);
}

/* ---- the mails that wait */

static void check_mails(struct doctor *d, struct db *admin)
{
    struct outbox_failing n;
    struct mail_way way;
    struct arena *a = d->ad->a;
    if (mail_way_read(admin, a, &way) != RC_OK || outbox_failing(admin, a, &n) != RC_OK) {
        bad(d, "courriels\u00a0: %.*s", STR_ARG(db_last_error(admin)));
        return;
    }
    if (way.closed.s)
        bad(d, "courriels\u00a0: aucun ne part depuis le %.*s\u00a0: %s (%.*s)",
            STR_ARG(words_instant(a, way.closed)), mail_way_label(way.stage), STR_ARG(way.why));
    else
        good(d, "courriels\u00a0: rien ne les retient");
    if (n.unknown)
        doubt(d, "courriels\u00a0: %llu attendent une version plus récente de portal-jobs",
            (unsigned long long)n.unknown);
    if (n.failed)
        doubt(d, "courriels\u00a0: %llu en échec, dont %llu peuvent repartir\u00a0; voyez portal-admin mail",
            (unsigned long long)n.failed, (unsigned long long)n.can_again);
}

void doctor_mails(struct doctor *d, struct db *admin)
{
    check_asides(d, admin);
    check_addresses(d, admin);
    check_mails(d, admin);
}
