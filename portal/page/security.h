/* page/security.h - /.well-known/security.txt (RFC 9116): whom to tell of a hole. */
#ifndef PAGE_SECURITY_H
#define PAGE_SECURITY_H

#include "page/page.h"

/* GET /.well-known/security.txt: 404, with words, while the institution has given no contact
 * (contact.security). RC_UNAVAILABLE while there are no facts. */
enum rc page_security_txt(struct page *p);

#endif
