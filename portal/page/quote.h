/* page/quote.h - /devis: a quote, a question about VAE, another question, without an account. Two
 * pages at most: the form, then the check page with the total, whose button sends. */
#ifndef PAGE_QUOTE_H
#define PAGE_QUOTE_H

#include "domain/quote.h"
#include "page/page.h"

enum rc page_quote(struct page *p);      /* GET  /devis */
enum rc page_quote_post(struct page *p); /* POST /devis: then=recalc, price, next, edit, send */
/* GET /candidature/{}/devis: everything known is filled in; its POST is page_quote_post. */
enum rc page_quote_candidacy(struct page *p);
enum rc page_quote_done(struct page *p); /* GET  /devis/{}/recu: a message has arrived */

/* quote_send.c: stores it, queues both mails, answers with the way to the receipt. */
enum rc quote_send(struct page *p, const struct answers *as);
/* What was sent from this very page (its address names it): answers with the way there, *sent. */
enum rc quote_sent(struct page *p, bool *sent) MUST_USE;
/* The intake asked about: the candidacy's, the one chosen, else the one that speaks; or NULL. */
const struct intake *quote_intake(const struct page *p);
/* What these answers are told today, under that intake. */
struct quote_told quote_told_today(const struct page *p, const struct answers *as);
bool quote_is_priced(const struct answers *as);
/* "sous 5 jours ouvrés"; empty while nobody has said so. */
struct str quote_answer_by(struct page *p);

#endif
