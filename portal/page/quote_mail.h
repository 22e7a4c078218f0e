/* page/quote_mail.h - what a requester and the staff are written about a quote. Each is queued
 * inside the caller's transaction and unique by what it speaks of. */
#ifndef PAGE_QUOTE_MAIL_H
#define PAGE_QUOTE_MAIL_H

#include "page/post.h"
#include "page/quote_issue.h"

/* May this address be written to about quotes? False once it has refused, or
 * complained of one of them. Two statements. */
enum rc quote_mail_allowed(struct page *p, struct str email, bool *out);
/* A quote_tell_fn: to the requester, each document that was issued, attached; or why none was and
 * by when somebody answers. Nothing goes to an address that refused. */
enum rc quote_mail_issued(struct page *p, const struct quote_issue *q);
/* The same after an older one has expired; staff learn when it waits for them. */
enum rc quote_mail_renewed(struct page *p, const struct quote_issue *q);

/* The request itself to staff; `who` is begun and says who asks, in their words. */
enum rc quote_mail_request(struct page *p, const struct quote_issue *q, const struct post *who);

/* Accepted: to both. Declined: to staff. */
enum rc quote_mail_answer(struct page *p, const struct quote_subject *s, const struct quote *q,
    const struct quote_answer *answer);
/* Written by the person: to staff. `about`: "Une question"; `key` makes it unique. */
enum rc quote_mail_written(struct page *p, const struct quote_subject *s, const struct quote *q,
    struct str about, struct str message, struct str key);

/* The new link to their request, to who reads that mailbox; nothing (*told is
 * false) to an address that refused, or to none. */
enum rc quote_mail_relinked(
    struct page *p, const struct quote_subject *s, unsigned generation, bool *told);

/* Whose request a mail to a person speaks of. */
struct quote_asked {
    struct str public_id, reference;
    unsigned generation; /* of its links */
    struct str name, email;
};
struct quote_asked quote_asked_of(const struct quote_subject *s);
/* What every mail to the person ends with: who gave this address, where it is refused. What is
 * queued is the page behind the request's link; as the mail leaves it becomes the mailbox's own
 * (mail/render.c). */
void quote_mail_asker(struct page *p, struct post *post, const struct quote_asked *who);
/* What comes with a document: what to do next, and the programme with a third party's quote. */
void quote_mail_after(
    struct page *p, struct post *post, const struct quote_subject *s, char series, bool third);

/* The request's page as a mail needs it, and as the desk has it. */
struct str quote_link_url(
    struct page *p, struct str public_id, unsigned generation, const char *tail);
struct str quote_desk_url(struct page *p, struct str public_id);

#endif
