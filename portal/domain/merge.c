#include "domain/merge.h"

#include "base/ascii.h"
#include "base/buf.h"

#include <stdlib.h>

struct str merge_text(const struct answer *one)
{
    return one->value.n ? one->value : one->typed;
}

/* FNV-1a, 64 bits, the upper ones: enough to see a change, and short in every page. */
static void put_hash(char *to, struct str s)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz012345";
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    h ^= h >> 32;
    for (size_t i = 0; i < MERGE_HASH; i++)
        to[i] = alphabet[h >> (5 * i) & 31];
}

static size_t base_length(const struct form *f)
{
    return MERGE_WRITER + f->n * MERGE_HASH;
}

struct str merge_base(struct arena *a, const struct answers *stored, struct str page)
{
    char *to = arena_alloc(a, base_length(stored->form));
    if (page.n != MERGE_WRITER)
        abort();
    memcpy(to, page.p, MERGE_WRITER);
    for (size_t i = 0; i < stored->form->n; i++)
        put_hash(to + MERGE_WRITER + i * MERGE_HASH, merge_text(&stored->v[i]));
    return (struct str){to, base_length(stored->form)};
}

struct str merge_page(struct str base)
{
    struct str page = str_slice(base, 0, MERGE_WRITER);
    return page.n == MERGE_WRITER && str_is_url_safe(page) ? page : (struct str){0};
}

struct str merge_writer(struct str writers, const char *field)
{
    struct str pair, name;
    while (str_cut(&writers, ' ', &pair))
        if (str_cut(&pair, '=', &name) && str_eq_c(name, field))
            return pair;
    return (struct str){0};
}

static void put_writer(struct buf *out, const char *field, struct str page)
{
    if (page.n)
        buf_printf(out, "%s%s=%.*s", out->n ? " " : "", field, STR_ARG(page));
}

/* One field; returns whether this page writes it. `own`: it was the last to do so. */
static bool merge_field(struct merge *m, size_t i, const struct answers *stored,
    const struct answers *came, struct str was, bool own)
{
    char hash[MERGE_HASH];
    struct str now = merge_text(&stored->v[i]), mine = merge_text(&came->v[i]);
    m->result.v[i] = came->v[i];
    if (str_eq(now, mine) || (came->form->fields[i].flags & FIELD_UNSTORED))
        return false;
    if (was.n && !own) {
        put_hash(hash, mine);
        bool touched = memcmp(hash, was.p, MERGE_HASH) != 0;
        put_hash(hash, now);
        bool moved = memcmp(hash, was.p, MERGE_HASH) != 0;
        if (moved || !touched)
            m->result.v[i] = stored->v[i];
        if (moved && touched) {
            m->result.v[i].fault = FAULT_CONFLICT;
            m->conflicts++;
        }
        if (moved || !touched)
            return false;
    }
    m->changed++;
    return true;
}

struct merge merge_three(struct arena *a, const struct answers *stored, struct str writers,
    const struct answers *came, struct str base, struct str page)
{
    const struct form *f = stored->form;
    struct merge m = {.result = answers_new(a, f)};
    struct buf out;
    /* Nothing else that was posted is cut in pieces: it might be cut inside a character. */
    bool based = base.n == base_length(f) && str_is_url_safe(base);
    m.base = merge_base(a, stored, page);
    char *next = (char *)(uintptr_t)m.base.p + MERGE_WRITER; /* our own fresh copy */
    buf_init(&out, f->n * (MERGE_NAME_MAX + MERGE_WRITER + 2));
    for (size_t i = 0; i < f->n; i++, next += MERGE_HASH) {
        size_t at = MERGE_WRITER + i * MERGE_HASH;
        struct str was = based ? str_slice(base, at, at + MERGE_HASH) : (struct str){0};
        struct str last = merge_writer(writers, f->fields[i].name);
        bool wrote = merge_field(&m, i, stored, came, was, str_eq(last, page));
        put_writer(&out, f->fields[i].name, wrote ? page : last);
        /* What the page shows from now on is what it sent: only a field that holds what was sent
         * may move its base; one kept from elsewhere is still unseen on that page. */
        bool seen = str_eq(merge_text(&m.result.v[i]), merge_text(&came->v[i])) &&
                    m.result.v[i].fault != FAULT_CONFLICT;
        if (seen || !was.n)
            put_hash(next, merge_text(&m.result.v[i]));
        else
            memcpy(next, was.p, MERGE_HASH);
    }
    m.writers = arena_take(a, &out);
    return m;
}
