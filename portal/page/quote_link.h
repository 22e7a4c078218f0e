/* page/quote_link.h - behind the secret link of a request, /devis/{public id}/{token}: whoever has
 * it reads every version, accepts or declines, writes, asks for a fresh one. */
#ifndef PAGE_QUOTE_LINK_H
#define PAGE_QUOTE_LINK_H

#include "page/page.h"
#include "store/quote.h"
#include "sys/link.h"
#include "view/quote_link.h"

struct quote_door {
    enum link_holder holder; /* LINK_ASKER or LINK_MAILBOX once it is open */
    struct quote_subject subject;
    const struct quote *versions; /* by part, the latest first */
    size_t n;
    struct str path; /* "/devis/ID/TOKEN" */
};
/* With the asker's link. RC_NOT_FOUND for a wrong token as for an unknown request, RC_GONE for a
 * link that was renewed since. Two statements. */
enum rc quote_door_open(struct page *p, struct quote_door *d);
/* With either link, and without the versions. One statement. */
enum rc quote_door_ask(struct page *p, struct quote_door *d);
/* The version that the path names, or NULL. */
const struct quote *quote_door_version(const struct quote_door *d, struct str number);
/* Is that one the latest of its part, and does it still hold something to answer? */
bool quote_door_answerable(const struct page *p, const struct quote *q);
bool quote_door_acceptable(const struct page *p, const struct quote *q);
struct str quote_door_path(const struct page *p, const struct quote_door *d, const char *tail);
/* "Devis n° D-2026-000123", "Information tarifaire n° I-2026-000007". */
struct str quote_title(struct arena *a, const struct quote *q);
/* What to do next, by who pays: for the page and for the mail. `link` items have an href. */
size_t quote_next(struct page *p, const struct quote_subject *s, bool cpf, struct view_fault *out);
enum { QUOTE_NEXT_MAX = 8 };

enum rc page_quote_link(struct page *p);         /* GET  /devis/{}/{} */
enum rc page_quote_renew(struct page *p);        /* POST /devis/{}/{}/renouveler */
enum rc page_quote_paper(struct page *p);        /* GET  /devis/{}/{}/{number} */
enum rc page_quote_pdf(struct page *p);          /* GET  /devis/{}/{}/{number}.pdf */
enum rc page_quote_accept(struct page *p);       /* GET  /devis/{}/{}/{number}/accord */
enum rc page_quote_accept_post(struct page *p);
enum rc page_quote_decline(struct page *p);      /* GET  /devis/{}/{}/{number}/sans-suite */
enum rc page_quote_decline_post(struct page *p);
enum rc page_quote_write(struct page *p);        /* GET  /devis/{}/{}/message */
enum rc page_quote_write_post(struct page *p);

/* quote_mailbox.c */
enum rc page_quote_mailbox(struct page *p);      /* GET  /devis/{}/{}/refus: who reads that mailbox */
enum rc page_quote_mailbox_post(struct page *p);
enum rc page_quote_mailbox_resume(struct page *p); /* POST /devis/{}/{}/messages */
/* What was just done there, by the word that the redirection carries; empty: nothing. */
struct str quote_mailbox_said(const struct page *p);

/* quote_find.c */
enum rc page_quote_find(struct page *p);         /* GET  /devis/retrouver */
enum rc page_quote_find_send(struct page *p);
enum rc page_quote_code(struct page *p);         /* GET  /devis/retrouver/code */
enum rc page_quote_code_check(struct page *p);
enum rc page_quote_found(struct page *p);        /* GET  /devis/retrouver/liste */
enum rc page_quote_stop(struct page *p);         /* POST /devis/retrouver/refus: no more mail */
enum rc page_quote_resume(struct page *p);       /* POST /devis/retrouver/messages: mail again */
/* Whose list this browser may see: a proof of the last half hour, or the account's address. Empty:
 * nobody's. One statement. */
enum rc quote_find_whose(struct page *p, struct str *email);
/* Uses a proved challenge up: this browser may see the list for a while. */
struct challenge;
enum rc quote_find_enter(struct page *p, const struct challenge *c);

#endif
