/* cmd/mail_show.h - a mail made without being sent, for pages that show it first (page/page.h). */
#ifndef CMD_MAIL_SHOW_H
#define CMD_MAIL_SHOW_H

#include "page/page.h"

bool mail_show(struct arena *a, const struct site *site, const struct facts *facts,
    const char *kind, struct str params, struct page_mail *out);

#endif
