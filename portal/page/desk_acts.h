/* page/desk_acts.h - what staff do: with one request (/gestion/devis/{}/…), with several, and beside
 * them: texts, entries, figures. Each POST may be sent twice and acts once. */
#ifndef PAGE_DESK_ACTS_H
#define PAGE_DESK_ACTS_H

#include "domain/quote_acts.h"
#include "domain/ready_text.h"
#include "page/desk_list.h"
#include "page/page.h"
#include "page/post.h"
#include "page/quote_issue.h"
#include "page/quote_mail.h"
#include "store/desk_act.h"
#include "store/quote.h"
#include "view/desk_acts.h"

enum rc page_desk_texts(struct page *p);        /* GET  /gestion/textes */
enum rc page_desk_text_new(struct page *p);     /* GET  /gestion/textes/ajouter */
enum rc page_desk_text_add(struct page *p);     /* POST the same */
enum rc page_desk_text(struct page *p);         /* GET  /gestion/textes/{} */
enum rc page_desk_text_save(struct page *p);    /* POST the same: base */
enum rc page_desk_text_remove(struct page *p);  /* GET  /gestion/textes/{}/retirer */
enum rc page_desk_text_removed(struct page *p); /* POST the same: base */

enum rc page_desk_figures(struct page *p); /* GET /gestion/chiffres */

enum rc page_desk_message(struct page *p);      /* GET  /gestion/devis/{}/message: texte */
enum rc page_desk_message_post(struct page *p); /* POST: then=text, preview, edit, send */

enum rc page_desk_version(struct page *p);      /* GET  /gestion/devis/{}/version */
enum rc page_desk_version_post(struct page *p); /* POST: then=recalc, preview, edit, save, send */
enum rc page_desk_parts(struct page *p);        /* GET  /gestion/devis/{}/parts */
enum rc page_desk_parts_post(struct page *p);   /* POST: then=recalc, preview, edit, send */
enum rc page_desk_issue(struct page *p);        /* GET  /gestion/devis/{}/emettre: what holds it */
enum rc page_desk_issue_post(struct page *p);   /* POST */

enum rc page_desk_entry(struct page *p);        /* GET  /gestion/devis/saisir */
enum rc page_desk_entry_post(struct page *p);   /* POST */
enum rc page_desk_candidacy_new(struct page *p); /* GET  /gestion/candidatures/saisir */
enum rc page_desk_candidacy_add(struct page *p); /* POST */
enum rc page_desk_accepted(struct page *p);      /* GET  /gestion/devis/{}/accepter */
enum rc page_desk_accepted_post(struct page *p); /* POST */
enum rc page_desk_cancel(struct page *p);        /* GET  /gestion/devis/{}/annuler */
enum rc page_desk_cancel_post(struct page *p);   /* POST */
enum rc page_desk_relink(struct page *p);        /* GET  /gestion/devis/{}/lien */
enum rc page_desk_relink_post(struct page *p);
enum rc page_desk_remind(struct page *p);        /* GET  /gestion/devis/{}/relancer */
enum rc page_desk_remind_post(struct page *p);   /* POST */
enum rc page_desk_remind_ask(struct page *p);    /* GET  /gestion/devis/relancer: what would leave */
/* POST /gestion/devis/lot, acte=relancer: on to that page; then=send: they go, each by itself, and what did
 * not is named. */
enum rc page_desk_remind_many(struct page *p) MUST_USE;

/* ---- what the acts share (desk_acts.c) */

struct desk_act {
    struct page *p;
    enum quote_act act;
    struct desk_request r;
    struct quote *quotes; /* latest version of each part first */
    size_t quotes_n;
    struct quote_standing standing;
    struct str link; /* the person's own page, whole URL */
    struct desk_asked asked; /* the list that it was opened from: every address carries it on */
};

/* The request in the path with its documents: two statements, one more with a kept view. RC_NOT_FOUND: not for this person.
 * RC_CONFLICT: that act is not possible now; the answer is made, say RC_OK (desk_act_refused). */
enum rc desk_act_open(struct page *p, enum quote_act act, struct desk_act *out) MUST_USE;
bool desk_act_possible(const struct desk_act *d);
/* Back to the request, with the reason why on top: 409. */
enum rc desk_act_refused(struct desk_act *d);
/* The same for a reason of its own. `heading`: a literal. */
enum rc desk_act_stopped(struct desk_act *d, struct str heading, struct str text);
/* Is it a quote that an organisation may still accept on paper? */
bool desk_to_sign(const struct quote *q);
/* The document that a mail speaks of: the first that waits for an answer, or NULL. */
const struct quote *desk_act_open_quote(const struct desk_act *d);

void desk_notice_add(struct page *p, struct view_notices *to, struct view_notice n);
/* "Adresse à vérifier", once a mail came back from there; that its owner does not want our mails, once
 * they said so; else nothing is added. */
void desk_address_notice(struct page *p, struct str email, unsigned bounces,
    struct instant complained, struct view_notices *to);
/* The same about the request's address, with the way to its page. */
void desk_act_address(struct desk_act *d, struct view_notices *to);
/* Its address is one that portal-jobs no longer writes to. */
bool desk_act_unreached(const struct desk_act *d);
struct str desk_request_path(struct page *p, struct str public_id);
/* Its page, which remembers its list; `tail` "/version": one of its acts. */
struct str desk_act_href(struct desk_act *d, const char *tail);
/* The act's own page: where its forms post. */
struct str desk_act_here(struct desk_act *d);
/* To the request's page, which says what was done. */
void desk_act_done(struct desk_act *d, const char *said);
struct view_back desk_act_back(struct desk_act *d);
struct view_desk_about desk_act_about(struct desk_act *d);
void desk_act_values(struct desk_act *d, struct ready_values *out);
/* In the act's transaction. `detail`: codes only. */
enum rc desk_act_note(struct desk_act *d, struct str detail) MUST_USE;
/* Reference, link and who asked, as every mail about a request has them; object said too. */
void desk_act_post(struct desk_act *d, struct post *post);
/* The mail of that kind with these facts as portal-jobs will make it. */
enum rc desk_mail_show(struct page *p, const char *kind, struct post *post, struct str to,
    struct view_desk_mail *out) MUST_USE;
/* What the request's page offers: one link an act that is possible now. */
struct view_desk_actions desk_actions(struct page *p, const struct desk_asked *asked,
    struct str public_id, const struct quote_standing *s);
struct quote_standing desk_standing(const struct page *p, struct str kind, struct str state,
    struct str payer, const struct quote *quotes, size_t n);
/* ---- documents that staff send (desk_issue.c) */

struct desk_issue {
    struct desk_act *d;
    const struct answers *ask; /* the request as it will be; NULL: as it is */
    uint64_t intake;           /* with `ask` */
    unsigned version;          /* of the request, as the form knew it */
    struct str changes;        /* what `ask` changes, kept as a note; empty: nothing */
    struct quote_terms terms;
    struct quote_issue_part *parts; /* a mix; NULL: one payer */
    size_t parts_n;
    struct str words; /* at the beginning of the mail; empty: the portal's own */
    struct str key;
    bool replace;     /* an accepted one, by choice */
    bool keep_only;   /* nothing is issued: the request is mended, no more */
    /* made */
    enum quote_stop stop;
    struct str reason; /* why nothing went; empty: it did */
    bool accepted;     /* nothing went: one is accepted, and `replace` was not chosen */
    bool mailed;       /* a mail goes with it: they have not refused to have any */
};

/* Each document as it would be and its mail; `reason` when it could not go. */
enum rc desk_issue_show(struct desk_issue *i, struct view_desk_preview *v) MUST_USE;
/* Amends, numbers, freezes, queues, notes, in one transaction; what the same key did before is not
 * done again. RC_CONFLICT: the request changed since `version`; `reason` or `accepted`: nothing was
 * done, whatever was amended included. */
enum rc desk_issue_send(struct desk_issue *i) MUST_USE;
bool desk_issue_sent(const struct desk_issue *i);
/* Has that key sent something? To the request's page, which says so. */
bool desk_issue_served(const struct desk_act *d, struct str key);
enum rc desk_issue_there(struct desk_act *d);
/* After it: to the request's page, which says whether a mail goes with what was issued. */
void desk_issue_done(struct desk_issue *i);
/* Did a button of the preview ask for a document as its PDF (then=pdf-1)? Its pages as they would
 * be, unnumbered and marked as a preview; nothing is kept. RC_NOT_FOUND: no such part. */
bool desk_issue_wants_pdf(const struct page *p);
enum rc desk_issue_pdf(struct desk_issue *i) MUST_USE;

/* The key of the form, posted or fresh. */
struct str desk_key(struct page *p);

#endif
