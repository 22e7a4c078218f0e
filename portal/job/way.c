#include "job/way.h"

#include "base/ascii.h"

/* FNV-1a: names are compared, never kept. */
static uint64_t hash(struct str s)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)ascii_lower(s.p[i])) * 1099511628211u;
    return h;
}

static struct str domain_of(struct str address)
{
    size_t at = str_find(address, '@');
    return str_slice(address, at < address.n ? at + 1 : 0, address.n);
}

/* Notes it; how many domains have had that answer by now. */
static unsigned domains_refused(
    struct way_memory *m, struct str alike, struct str recipient, struct instant now)
{
    const struct way_seen this = {hash(alike), hash(domain_of(recipient)), now};
    uint64_t domains[WAY_SEEN];
    unsigned n = 0;
    m->seen[m->next] = this;
    m->next = (m->next + 1) % WAY_SEEN;
    for (size_t i = 0; i < WAY_SEEN; i++) {
        const struct way_seen *s = &m->seen[i];
        bool counts = s->at.s && s->alike == this.alike && now.s - s->at.s <= WAY_WINDOW;
        for (unsigned k = 0; counts && k < n; k++)
            counts = domains[k] != s->domain;
        if (counts)
            domains[n++] = s->domain;
    }
    return n;
}

static const char *stage_name(enum smtp_stage stage)
{
    static const char *const names[] = {[SMTP_CONNECT] = "connect", [SMTP_HELLO] = "hello",
        [SMTP_LOGIN] = "login", [SMTP_MAIL] = "sender"};
    return names[stage];
}

/* Refused for itself. Does that say something of all? */
static enum way_turn refused_itself(struct way_memory *m, struct arena *a, const struct mail_way *now,
    const struct way_look *look, bool news, struct str alike, const char **stage)
{
    if (alike.n && news && domains_refused(m, alike, look->recipient, look->now) >= WAY_ALIKE)
        *stage = "alike";
    else if (alike.n && str_eq_c(now->stage, "alike") && str_eq(alike, answer_alike(a, now->why)))
        *stage = "alike"; /* as those that closed it */
    if (*stage)
        return WAY_CLOSES;
    return now->closed.s ? WAY_OPENS : WAY_SAME;
}

enum way_turn way_judge(struct way_memory *m, struct arena *a, const struct mail_way *now,
    const struct way_look *look, const char **stage)
{
    const struct smtp_result *r = look->result;
    *stage = NULL;
    if (r->outcome == SMTP_SENT) {
        *m = (struct way_memory){0};
        return now->closed.s ? WAY_OPENS : WAY_SAME;
    }
    enum answer_about about = answer_about(a, r);
    struct str alike = answer_alike(a, str_c(r->line));
    bool news = look->told.n == 0 || !str_eq(alike, answer_alike(a, look->told));
    if (about == ANSWER_RECIPIENT)
        return now->closed.s ? WAY_OPENS : WAY_SAME;
    /* only MAIL names the mail: before it, any would have fared the same */
    if (about == ANSWER_WAY && (r->stage < SMTP_MAIL || now->closed.s || news)) {
        *stage = stage_name(r->stage);
        return WAY_CLOSES;
    }
    return refused_itself(m, a, now, look, news, alike, stage);
}
