#include "page/funding.h"

#include "page/dossier.h"
#include "page/post.h"
#include "store/audit.h"
#include "store/submission.h"

/* Saved as one types, one change is many saves: the mail leaves at the end of the minute and covers
 * all of it; whatever comes later has a mail of its own. */
enum { TOGETHER = 60 };

enum rc funding_saved(struct page *p, const struct answers *before, const struct merge *m)
{
    struct submission last;
    struct post post;
    (void)before;
    if (dossier_is_draft(p) || m->changed == 0)
        return RC_OK;
    enum rc rc = candidacy_list_payer(p->db, p->candidacy->id);
    if (rc == RC_OK)
        rc = submission_latest(p->db, p->a, p->candidacy->id, &last);
    if (rc == RC_OK)
        rc = audit_add(p->db,
            &(struct audit){"account", p->visit.account, "candidacy.funding", "candidacy",
                p->candidacy->id, last.reference});
    if (rc != RC_OK)
        return rc;
    int64_t minute = p->now.s / TOGETHER;
    post_begin(p, &post);
    post_due(&post, (struct instant){(minute + 1) * TOGETHER});
    post_about(&post, OUTBOX_CANDIDACY, p->candidacy->id);
    post_text(&post, "reference", last.reference);
    post_int(&post, "at", p->now.s);
    return post_queue_staff(p, &post, "funding_changed", "contact.candidacies",
        arena_printf(p->a, "%llu:%lld", (unsigned long long)p->candidacy->id,
            (long long)minute));
}
