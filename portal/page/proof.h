/* page/proof.h - proving an e-mail address: sending the code and the link, and what a proof does.
 *
 * A draft begun without an account hangs on its session; proving its address attaches it to the
 * account, or offers the candidacy that the account already has (design.md §6). Proving an address
 * at /connexion also recovers drafts that were begun with it elsewhere, and ends the session that
 * began them. */
#ifndef PAGE_PROOF_H
#define PAGE_PROOF_H

#include "domain/merge.h"
#include "page/page.h"
#include "store/challenge.h"

enum { PROOF_LOGIN_SECONDS = 600, PROOF_DRAFT_SECONDS = 24 * 3600 };

struct view_step;

struct proof { /* what is asked */
    enum challenge_purpose purpose;
    struct str email, new_email; /* new_email: address changes only */
    uint64_t account, candidacy; /* or 0 */
    struct instant due; /* when its mail leaves, and its time begins; .s == 0: at once */
};

/* May another code go to this mailbox, and when does it leave (for struct proof)? Counts it;
 * RC_THROTTLED when not. */
enum rc proof_allowed(struct page *p, struct str email, struct instant *due);
/* "Nous l'avons envoyé à …", or when it leaves; and the latter alone, empty once it has left. */
struct str proof_sent_words(struct page *p, const struct challenge *c);
struct str proof_late_words(struct page *p, const struct challenge *c);
/* One guess at a challenge's code, counted before it is compared. RC_OK with *why empty when it is
 * the right one, else what to tell the person; RC_THROTTLED. */
enum rc proof_guess(
    struct page *p, const struct challenge *c, struct str typed, const char **why);

/* One transaction: the challenge and its mail. */
enum rc proof_send(struct page *p, const struct proof *what);
/* The same inside a transaction of the caller. */
enum rc proof_queue(struct page *p, const struct proof *what);
/* Uses a login challenge up: account, drafts of that address, a fresh session, all of it or nothing.
 * *stashed: something waits that whoever this is may send again. */
enum rc proof_enter(struct page *p, const struct challenge *c, bool stay, bool *stashed);
/* Uses another challenge up, and answers with the page that follows. RC_NOT_FOUND: what it was sent
 * for has another address by now; RC_CONFLICT: used meanwhile. */
enum rc proof_use(struct page *p, const struct challenge *c, bool stay);

/* step.c's hooks. A candidacy of an account has the account's address: shown as the first answer,
 * and any other is sent to where addresses are changed by proof. */
enum rc proof_identity_show(struct page *p, const struct answers *as, struct view_step *v);
void proof_identity_judge(struct page *p, struct answers *came);
/* A new address in a draft that has none proved gets its code at once. */
enum rc proof_identity_saved(
    struct page *p, const struct answers *before, const struct merge *m);

enum rc page_address(struct page *p);        /* GET  /candidature/{}/adresse: type the code */
enum rc page_address_check(struct page *p);  /* POST /candidature/{}/adresse */
enum rc page_address_ask(struct page *p);    /* GET  /candidature/{}/adresse/renvoi */
enum rc page_address_resend(struct page *p); /* POST the same */
enum rc page_offer(struct page *p);          /* GET  /candidature/{}/choix */
enum rc page_offer_choose(struct page *p);   /* POST /candidature/{}/choix */

#endif
