/* page/dossier.h - one candidacy as its pages see it: loaded whole in few statements, judged and
 * priced by the domain, and the words and links that its pages share. */
#ifndef PAGE_DOSSIER_H
#define PAGE_DOSSIER_H

#include "domain/merge.h"
#include "domain/steps.h"
#include "page/page.h"
#include "store/step.h"
#include "view/submission.h"

struct dossier {
    struct candidacy_answers answers;
    struct item *diplomas, *experiences; /* the stored rows behind the answers, same order */
    const struct intake *intake;
    struct verdict verdict;
    struct prices prices;
};

/* Three statements: the one-row steps, the diplomas, the experiences. */
enum rc dossier_load(struct page *p, struct dossier *d);
/* Two of them, where only the months and the verdict are shown. */
enum rc dossier_load_paths(struct page *p, struct dossier *d);
/* The three dates and the rules of the candidacy's intake. */
void dossier_judging(const struct page *p, const struct intake *i, struct day dates[AT_N],
    struct rules *rules);

/* "/candidature/ID" and "/candidature/ID/TAIL"; at the desk, where staff type it in. */
struct str dossier_path(const struct page *p, const char *tail);
struct view_back dossier_back(const struct page *p);
/* May answers of this form be changed now? Always while a draft; the funding also once submitted,
 * until a decision. */
bool dossier_is_draft(const struct page *p);
bool dossier_may_edit(const struct page *p, const struct form *f);
/* A step's title and lead, as its owner reads them or as staff do. */
const char *dossier_title(const struct page *p, const struct step *s);
const char *dossier_lead(const struct page *p, const struct step *s);
/* What stands before the fields; NULL: which of them must be filled. */
const char *dossier_note(const struct page *p);
/* Something of it is about to be saved, in this transaction: candidacy_touch, and at the desk the trace
 * of who did it. */
enum rc dossier_touch(struct page *p);
/* What is typed so far, step by step, each with its link. */
void dossier_tasks(struct page *p, const struct dossier *d, struct view_tasks *out);
/* What the person must know on every page of it: address to confirm, another candidacy of the
 * same person, closed intake. */
void dossier_notices(struct page *p, struct view_notices *out);
/* Without the one that asks for the code of the address: where that is said otherwise. */
void dossier_notices_but_address(struct page *p, struct view_notices *out);

/* Is enough said for the verdict to mean something: a diploma or none, an experience's months? */
bool dossier_is_judged(const struct dossier *d);
/* The verdict in short; before it is judged, the sentence that says when it will be. */
struct view_card dossier_verdict_card(struct page *p, const struct dossier *d);

/* Answers by redirection: to the task list; the same after a save; to the step after this form's. */
enum rc dossier_go_back(struct page *p);
enum rc dossier_saved(struct page *p);
enum rc dossier_next(struct page *p, const struct form *f);

/* Prices as view blocks: one when the tariff is known, two side by side when not. */
void dossier_prices(struct page *p, const struct prices *prices, bool module,
    struct view_prices *first, struct view_prices *second, struct view_notices *notices);
/* The verdict whole: conditions, the mention that is owed, the rule and its dates. */
struct view_verdict dossier_verdict(struct page *p, const struct verdict *judged);
/* Hooks of step.c. */
enum rc dossier_show_prices(struct page *p, const struct answers *as, struct view_step *v);
enum rc dossier_show_module(struct page *p, const struct answers *as, struct view_step *v);

enum rc page_dossier(struct page *p); /* GET /candidature/{} */

#endif
