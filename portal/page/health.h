/* page/health.h - is it alive, is it well: for the machine, never for people. */
#ifndef PAGE_HEALTH_H
#define PAGE_HEALTH_H

#include "page/page.h"

enum rc page_health(struct page *p);      /* GET /sante: a worker answers */
enum rc page_health_full(struct page *p); /* GET /sante/complet, from this machine only */

#endif
