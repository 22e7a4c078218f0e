/* page/health.h - is it alive, is it well: for the machine, never for people.
 *
 * Well: no migration is half done; nothing was refused for want of room in the last ten minutes;
 * the sealed audit trail holds, as far as it was last walked; no purge is held for a person
 * (store/purge_state.h); mails may leave (store/mail_way.h); none has waited for an hour, nor is
 * due for a quarter of one; none waits for a newer portal-jobs; and none has failed that nobody has
 * dealt with. One that failed for want of a recipient is staff's affair, who see it in its file,
 * and does not count; any other counts until it is sent again or settled (/gestion/courriels,
 * portal-admin mail), or until it is purged like every mail (retention.mail). */
#ifndef PAGE_HEALTH_H
#define PAGE_HEALTH_H

#include "page/page.h"

enum rc page_health(struct page *p);      /* GET /sante: a worker answers */
enum rc page_health_full(struct page *p); /* GET /sante/complet, from this machine only */

#endif
