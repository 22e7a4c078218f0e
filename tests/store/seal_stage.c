/* A trail of our own, sealed and walked as portal-jobs does it. */
#include "seal_stage.h"

#include "store/audit.h"

struct keys *keys;
struct seal_keys first;
struct db *clocked;

void begin_trail(void)
{
    keys = keys_from(STR("the master of these tests, and no other's"));
    first = (struct seal_keys){keys, 1};
    clocked = connect_as("movsc_jobs", "movsc", true);
    root_sql("DELETE FROM audit_sealed");
    root_sql("DELETE FROM audit_seal");
    root_sql("TRUNCATE audit");
    root_sql("DROP TRIGGER IF EXISTS audit_frozen_update");
    root_sql("DROP TRIGGER IF EXISTS audit_frozen_delete");
    root_sql("UPDATE audit_check SET checked_at = NULL, whole_at = NULL, told_on = NULL, seal_id = 0, seal = NULL,"
        " mac = NULL, failed_at = NULL, fault = '', failed_seal = 0, failed_row = 0, from_id = 0,"
        " from_seal = NULL, from_mac = NULL");
}

void end_trail(void)
{
    db_close(clocked);
    keys_free(keys);
}

void at(int64_t seconds)
{
    ck_ok(db_request(clocked, STR("0123456789abcdef0123456789abcdef"), (struct instant){noon.s + seconds}));
}

void add_rows(uint64_t n, const char *what)
{
    for (uint64_t i = 0; i < n; i++)
        ck_ok(audit_add(clocked, &(struct audit){"staff", 7, "test.act", "thing", i, str_c(what)}));
}

uint64_t seal_now(const struct seal_keys *k)
{
    uint64_t sealed = 0;
    ck_ok(seal_rows(clocked, arena, k, &sealed));
    return sealed;
}

void make_seals(const struct seal_keys *k, int64_t hour, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        at((hour + i) * 3600);
        add_rows(EACH, "détail « é »");
        ck_assert_uint_eq(seal_now(k), EACH);
    }
}

struct seal_walk walked(const struct seal_keys *k, bool whole, const struct seal_head *expected)
{
    struct seal_walk w = {.keys = *k, .whole = whole};
    if (expected)
        w.expected = *expected;
    struct arena *a = arena_new();
    at(100 * 3600);
    ck_ok(seal_walk_begin(clocked, a, &w));
    while (!w.ended) {
        arena_reset(a);
        ck_ok(seal_walk_step(clocked, a, &w));
    }
    arena_free(a);
    return w;
}
