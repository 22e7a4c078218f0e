/* page/post.h - a mail as a page sees it: a kind, an addressee, the facts. It becomes an outbox row
 * in the same transaction as what it speaks of; portal-jobs writes and sends it. */
#ifndef PAGE_POST_H
#define PAGE_POST_H

#include "base/money.h"
#include "page/page.h"
#include "store/outbox.h"

/* The facts, as one JSON object (mail/kinds.h says which kind wants what). */
struct post {
    struct buf *json;
    const char *object_kind; /* NULL: of no file */
    uint64_t object_id;
    bool again; /* by post_queue: that mail had been queued before, and is not queued twice */
    struct instant due; /* .s == 0: sent at once */
};
void post_begin(struct page *p, struct post *post); /* freed with the request's arena */
/* Whose file shows the mail: OUTBOX_QUOTE_REQUEST or OUTBOX_CANDIDACY (store/outbox.h), row id. */
void post_about(struct post *post, const char *object_kind, uint64_t object_id);
/* Not sent before that. */
void post_due(struct post *post, struct instant due);
/* An empty text is left out. */
void post_text(struct post *post, const char *name, struct str value);
void post_int(struct post *post, const char *name, int64_t value); /* cents, seconds of 1970 */
void post_flag(struct post *post, const char *name, bool value);
void post_day(struct post *post, const char *name, struct day value);
/* A list of objects or texts: opened, then items between post_item and post_item_end (or
 * post_list_text), then closed. */
void post_list(struct post *post, const char *name);
void post_item(struct post *post);
void post_item_end(struct post *post);
void post_list_text(struct post *post, struct str value);
void post_list_end(struct post *post);

/* `about` makes the mail unique with its kind: "receipt" about "submission:17" is queued once
 * however often the transaction runs. `expires` .s == 0: when retries are given up. */
enum rc post_queue(struct page *p, struct post *post, const char *kind, struct str to,
    struct str about, struct instant expires);
/* To the staff mailbox that this setting holds ("contact.candidacies"), else to the quotes address;
 * RC_OK and nothing queued while neither is known (logged). */
enum rc post_queue_staff(struct page *p, struct post *post, const char *kind,
    const char *mailbox, struct str about);

/* For the page that a redirection leads to: "message", or "message.1799999999" when its mail leaves
 * only then; and read again: the word, and "Le courriel partira le …" (empty: it has left). */
struct str post_said(struct page *p, struct str word, struct instant due);
struct str post_said_word(struct str said);
struct str post_said_late(struct page *p, struct str said);

#endif
