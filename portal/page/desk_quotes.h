/* page/desk_quotes.h - /gestion/devis: the inbox of quote requests and one request of it. */
#ifndef PAGE_DESK_QUOTES_H
#define PAGE_DESK_QUOTES_H

#include "page/desk_list.h"
#include "store/desk_file.h"
#include "view/desk_request.h"

extern const struct desk_front desk_front_quotes;

enum rc page_desk_quotes(struct page *p);        /* GET  /gestion/devis */
enum rc page_desk_quotes_search(struct page *p); /* POST /gestion/devis/recherche */
enum rc page_desk_quotes_keep(struct page *p);   /* POST /gestion/devis/vues */
enum rc page_desk_quotes_forget(struct page *p); /* POST /gestion/devis/vues/{}/retirer */
enum rc page_desk_quotes_many(struct page *p);   /* POST /gestion/devis/lot: acte, n1…n50, a */
enum rc page_desk_quotes_csv(struct page *p);    /* GET  /gestion/devis/export.csv */
enum rc page_desk_quotes_xlsx(struct page *p);   /* GET  /gestion/devis/export.xlsx */

enum rc page_desk_request(struct page *p);        /* GET  /gestion/devis/{} */
enum rc page_desk_request_assign(struct page *p); /* POST …/attribution: a, version */
enum rc page_desk_request_close(struct page *p);  /* POST …/cloture: version */
enum rc page_desk_request_read(struct page *p);   /* POST …/lecture: version; nothing to answer */
enum rc page_desk_request_reopen(struct page *p); /* POST …/reouverture: version */
enum rc page_desk_request_address(struct page *p); /* POST …/adresse */
enum rc page_desk_request_note(struct page *p);   /* POST …/note: note, key */
enum rc page_desk_request_pdf(struct page *p);    /* GET  …/pdf/{}: a version's public id */

/* The request's page, with a sentence on top (409 when `refused`) and the note as it was typed
 * (422 when judged; NULL: a blank one). */
enum rc desk_request_show(struct page *p, struct str notice, bool refused, const struct answers *note);

/* State of a request as a tag; `ended`: the quote that holds is past its day. */
struct view_tag desk_state_tag(struct str state, bool ended);
/* "12/03/2027" */
struct str desk_day(struct page *p, struct day d);
/* "12/03/2027 à 18 h 40" */
struct str desk_moment(struct page *p, struct instant t);
/* "moi" said of whoever looks: their public id; else the same. */
struct str desk_person(const struct page *p, struct str to);
/* In a transaction: a line of the audit trail about that request. */
enum rc desk_request_told(struct page *p, const char *action, uint64_t request, struct str detail);

#endif
