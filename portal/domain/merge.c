#include "domain/merge.h"

#include "base/buf.h"

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

struct str merge_base(struct arena *a, const struct answers *stored)
{
    size_t n = stored->form->n;
    char *to = arena_alloc(a, n * MERGE_HASH + 1);
    for (size_t i = 0; i < n; i++)
        put_hash(to + i * MERGE_HASH, merge_text(&stored->v[i]));
    return (struct str){to, n * MERGE_HASH};
}

struct str merge_writer(struct str writers, const char *field)
{
    struct str pair, name;
    while (str_cut(&writers, ' ', &pair))
        if (str_cut(&pair, '=', &name) && str_eq_c(name, field))
            return pair;
    return (struct str){0};
}

static void put_writer(struct buf *out, const char *field, struct str device)
{
    if (device.n)
        buf_printf(out, "%s%s=%.*s", out->n ? " " : "", field, STR_ARG(device));
}

/* One field; returns whether this device writes it. */
static bool merge_field(struct merge *m, size_t i, const struct answers *stored,
    const struct answers *came, struct str was, struct str last, struct str device)
{
    char hash[MERGE_HASH];
    struct str now = merge_text(&stored->v[i]), mine = merge_text(&came->v[i]);
    m->result.v[i] = came->v[i];
    if (str_eq(now, mine))
        return false;
    put_hash(hash, now);
    bool moved = was.n && memcmp(hash, was.p, MERGE_HASH) != 0 && !str_eq(last, device);
    put_hash(hash, mine);
    bool touched = !was.n || memcmp(hash, was.p, MERGE_HASH) != 0;
    if (moved) {
        m->result.v[i] = stored->v[i];
        if (touched) {
            m->result.v[i].fault = FAULT_CONFLICT;
            m->conflicts++;
        }
        return false;
    }
    m->changed++;
    return true;
}

struct merge merge_three(struct arena *a, const struct answers *stored, struct str writers,
    const struct answers *came, struct str base, struct str device)
{
    const struct form *f = stored->form;
    struct merge m = {.result = answers_new(a, f)};
    struct buf out;
    bool based = base.n == f->n * MERGE_HASH;
    char *next = arena_alloc(a, f->n * MERGE_HASH + 1);
    buf_init(&out, f->n * (MERGE_NAME_MAX + MERGE_WRITER + 2));
    for (size_t i = 0; i < f->n; i++) {
        struct str was = based ? str_slice(base, i * MERGE_HASH, (i + 1) * MERGE_HASH)
                               : (struct str){0};
        struct str last = merge_writer(writers, f->fields[i].name);
        bool wrote = merge_field(&m, i, stored, came, was, last, device);
        put_writer(&out, f->fields[i].name, wrote ? device : last);
        /* What the page shows from now on is what it sent: only a field that holds what was sent
         * may move its base; one kept from elsewhere is still unseen on that page. */
        bool seen = str_eq(merge_text(&m.result.v[i]), merge_text(&came->v[i])) &&
                    m.result.v[i].fault != FAULT_CONFLICT;
        if (seen || !was.n)
            put_hash(next + i * MERGE_HASH, merge_text(&m.result.v[i]));
        else
            memcpy(next + i * MERGE_HASH, was.p, MERGE_HASH);
    }
    m.writers = arena_take(a, &out);
    m.base = (struct str){next, f->n * MERGE_HASH};
    return m;
}
