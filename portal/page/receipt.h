/* page/receipt.h - what stands after a submission: the acknowledgement that the law asks for (CRPA
 * L112-11, R112-11-1), and the page where anybody checks one. */
#ifndef PAGE_RECEIPT_H
#define PAGE_RECEIPT_H

#include "page/page.h"

enum rc page_receipt(struct page *p);      /* GET  /candidature/{}/confirmation */
enum rc page_verify(struct page *p);       /* GET  /verifier */
enum rc page_verify_check(struct page *p); /* POST /verifier */

#endif
