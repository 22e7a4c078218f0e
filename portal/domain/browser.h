/* domain/browser.h - what a browser says of itself, in the few words by which its owner knows it; pure. */
#ifndef DOMAIN_BROWSER_H
#define DOMAIN_BROWSER_H

#include "base/arena.h"

/* "Firefox sur Windows" out of a User-Agent header; one half alone when the other is not known, empty
 * when neither is. At most some thirty bytes, whatever was sent, and none of the sender's own. */
struct str browser_name(struct arena *a, struct str user_agent);

#endif
