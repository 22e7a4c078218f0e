#include "web/staff_visit.h"

#include "domain/browser.h"
#include "sys/crypto.h"
#include "web/visit.h"

/* What is kept for somebody of the staff is theirs, whatever the browser: another person at the
 * same desk does not see it. */
static void device_of(struct page *p, uint64_t staff)
{
    struct str who = arena_printf(p->a, "%llu", (unsigned long long)staff);
    crypto_hmac2(p->site->keys, KEY_STASH, STR("staff"), who, p->visit.device);
}

enum rc staff_visit_find(struct page *p, uint64_t *revision)
{
    unsigned char hash[STAFF_HASH];
    struct staff_session s;
    visit_read_cookie(p, hash);
    enum rc rc = staff_session_find(p->db, p->a, hash, p->now, &s);
    if (rc != RC_OK)
        return rc;
    *revision = s.revision;
    if (s.id)
        device_of(p, s.staff);
    p->staff = (struct staff_visit){.was = s.id && !s.alive && s.stage == STAFF_FULL};
    if (s.id && s.alive)
        p->staff = (struct staff_visit){.id = s.staff, .session = s.id, .public_id = s.public_id,
            .name = s.name, .email = s.email, .roles = s.roles, .full = s.stage == STAFF_FULL,
            .enrol = s.stage == STAFF_ENROL, .proved = s.proved, .last_seen = s.last_seen,
            .absolute_end = s.absolute_end, .mails_held = s.mails_held,
            .mails_held_at = s.mails_held_at, .mails_failed = s.mails_failed,
            .purges_held = s.purges_held};
    return RC_OK;
}

enum rc staff_visit_touch(struct page *p)
{
    if (p->staff.session == 0 || p->now.s - p->staff.last_seen.s < STAFF_TOUCH_SECONDS)
        return RC_OK;
    return staff_session_touch(p->db, p->staff.session, p->now);
}

enum rc staff_visit_start(struct page *p, uint64_t staff, enum staff_stage stage)
{
    struct staff_session_new s = {.staff = staff, .stage = stage,
        .browser = browser_name(p->a, p->req->user_agent)};
    enum rc rc = RC_OK;
    if (stage == STAFF_FULL)
        s.proved = p->now;
    else /* half way is no place to stay */
        s.absolute_end.s = p->now.s + STAFF_HALF_SECONDS;
    if (p->staff.session)
        rc = staff_session_end(p->db, p->staff.session, p->now);
    if (rc != RC_OK)
        return rc;
    visit_new_token(p, s.token_hash, 0);
    rc = staff_session_insert(p->db, p->a, &s, p->now, &p->staff.session);
    if (rc != RC_OK)
        return rc;
    p->staff.id = staff;
    p->staff.full = stage == STAFF_FULL;
    p->staff.enrol = stage == STAFF_ENROL;
    p->staff.proved = s.proved;
    device_of(p, staff);
    return RC_OK;
}

enum rc staff_visit_end(struct page *p)
{
    enum rc rc =
        p->staff.session ? staff_session_end(p->db, p->staff.session, p->now) : RC_OK;
    if (rc != RC_OK)
        return rc;
    p->staff = (struct staff_visit){0};
    visit_forget(p);
    return RC_OK;
}
