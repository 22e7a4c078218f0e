/* page/answers.h - from what was posted to what is stored: the three moves every step shares. */
#ifndef PAGE_ANSWERS_H
#define PAGE_ANSWERS_H

#include "domain/field.h"
#include "domain/merge.h"
#include "page/key.h"
#include "page/page.h"
#include "store/step.h"
#include "view/form.h"
#include "view/wizard.h"

/* Reads the route's form out of what was posted; a field that does not apply comes back empty. */
struct answers page_answers(struct page *p, const struct form *f);
/* What the page that is about to be shown is based on (merge_base). Its name is the posted one's, if
 * there is one: shown again with its mistakes, it is still the same page. */
struct str page_base(struct page *p, const struct answers *stored);
/* Merges what came with what is stored (merge_three, with the posted `base`), and judges what comes of
 * it: two pages, each right, may contradict each other. */
struct merge page_merge(
    struct page *p, const struct answers *stored, struct str writers, const struct answers *came);
/* Our own script saves as one types: it asks for JSON and posts autosave=1. */
bool page_is_autosave(const struct page *p);
/* Its answer: {"saved":true,"base":"…","at":"18 h 40","seen":"payer_siret=…","doubts":[{"id":"payer-siret",
 * "text":"Ce numéro…"}]}: whatever is doubtful, for the script to say beside the field. */
enum rc page_autosaved(struct page *p, const struct merge *m);
/* What the page shows again is what is stored from now on, but for the conflicts, where it is what
 * came: a field left alone here and filled elsewhere meanwhile must not be emptied by the next
 * save. Tells whether the step is whole and nothing is in conflict; `later`: an unfinished one will
 * do. Otherwise what is missing is marked together with what is wrong. */
bool page_settle(struct answers *came, const struct merge *m, bool later);
void page_show_conflicts(struct page *p, const struct step_row *row, const struct answers *as,
    struct view_form *vf);
/* The account's own address is proved: nobody asks whether it is the right one. page_answers and page_merge
 * know it. */
void page_proved(const struct page *p, struct answers *as);
/* Is something in them doubtful that the page that was sent did not show yet? Then it is shown once, kept as
 * it is, with this notice on top (`saved`: what was sent is stored already); sent again, it holds. */
bool page_doubts(struct page *p, const struct answers *as);
struct view_notices page_doubt_notice(struct page *p, const struct answers *as, bool saved);
/* What a page without a form has shown them too, and carries on (the name of view/form.h's `seen`). */
#define PAGE_DOUBTS_NAME "vu"
/* Did the person press the button that stays on the page, or « Enregistrer et continuer plus tard »? */
bool page_stay(const struct page *p);
bool page_later(const struct page *p);

#endif
