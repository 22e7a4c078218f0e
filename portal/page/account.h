/* page/account.h - /compte: one's address, where one is signed in, and changing the address.
 *
 * An address is changed by proving both, the present one too: that is the full sign-in that ASVS
 * 7.5.1 asks for. Each proof is a code typed or a link opened in the browser that asked; they may
 * come one after the other. With the second one the account, the identities of its candidacies and
 * its sessions change in one transaction, and the former address is told. */
#ifndef PAGE_ACCOUNT_H
#define PAGE_ACCOUNT_H

#include "page/page.h"
#include "store/challenge.h"

enum rc page_account(struct page *p);             /* GET  /compte */
enum rc page_account_end_others(struct page *p);  /* POST /compte/sessions */
enum rc page_account_address(struct page *p);     /* GET  /compte/adresse */
enum rc page_account_address_ask(struct page *p); /* POST the same */
enum rc page_account_codes(struct page *p);       /* GET  /compte/adresse/codes */
enum rc page_account_codes_check(struct page *p); /* POST the same */

/* One side of a change, proved by its link. */
enum rc account_link_use(struct page *p, const struct challenge *c);

#endif
