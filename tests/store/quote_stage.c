/* Requests, and issuing as a page does it. */
#include "quote_stage.h"

#include "store/ident.h"

static const struct site SITE = {.base_url = STR_INIT("https://portail.example"), .demo = true};
struct facts *world;

struct page page_of(struct db *db, struct arena *a, struct instant now)
{
    if (!world)
        ck_ok(facts_load(db, &world));
    ck_ok(db_request(db, STR("0123456789abcdef0123456789abcdef"), now));
    return (struct page){
        .a = a, .db = db, .now = now, .today = day_paris(now), .facts = world, .site = &SITE};
}

void forget_facts(void)
{
    facts_free(world);
    world = NULL;
}

uint64_t request(const char *payer, const char *more)
{
    struct str id = public_id_new(arena);
    root_run("movsc", arena_printf(arena,
        "INSERT INTO quote_request (public_id, reference, kind, programme_id, intake_id, payer,"
        " module, name, email, addressee_name, idempotency_key, created_at) VALUES ('%.*s',"
        " LEFT('%.*s', 16), 'quote', 1, %llu, '%s', 'yes', 'Ada Ferrand', 'ada@exemple.fr',"
        " 'Association Été', '%.*s', '2026-11-23')",
        STR_ARG(id), STR_ARG(id), (unsigned long long)open_intake()->id, payer, STR_ARG(id)).p);
    if (more)
        root_run("movsc", arena_printf(arena, "UPDATE quote_request SET %s WHERE public_id = '%.*s'",
            more, STR_ARG(id)).p);
    return root_number(arena_printf(
        arena, "SELECT id FROM quote_request WHERE public_id = '%.*s'", STR_ARG(id)).p);
}

uint64_t count_of(const char *where, uint64_t request)
{
    return root_number(arena_printf(arena, "SELECT COUNT(*) FROM quote_request r LEFT JOIN quote q"
        " ON q.request_id = r.id WHERE r.id = %llu AND %s", (unsigned long long)request, where).p);
}

struct quote_issue issue_at(uint64_t id, const char *key, struct instant now)
{
    struct page p = page_of(web, arena, now);
    struct quote_issue q = {.request = id, .key = arena_printf(arena, "%s-%llu", key,
        (unsigned long long)id)};
    ck_ok(quote_issue(&p, &q));
    return q;
}

struct quote made(uint64_t id, const char *key)
{
    struct quote_issue q = issue_at(id, key, noon);
    ck_assert_msg(q.stop == QUOTE_GO && q.made_n == 1, "%.*s", STR_ARG(q.reason_staff));
    return q.made[0];
}
