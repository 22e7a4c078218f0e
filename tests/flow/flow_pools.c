#include "flow_pools.h"

#include "cmd/mail_show.h"
#include "http/path.h"
#include "sys/holder.h"

struct router router, papers, desk, door;
struct site site = {.base_url = STR_INIT("http://localhost:8080"), .demo = true, .mail = mail_show,
    .common_passwords = "/usr/share/dict/cracklib-small"};

static struct router *const routers[ROUTE_TABLES] = {
    [ROUTES_PUBLIC] = &router, [ROUTES_DOCUMENTS] = &papers, [ROUTES_DESK] = &desk, [ROUTES_SIGNIN] = &door};
static struct keys *held[ROUTE_TABLES]; /* by the workers of each */

enum { USERS = CONFIG_DB_N + 1, USER_MAX = 32 };

struct db *flow_connect(const char *user)
{
    static struct db_settings s[USERS]; /* a connection borrows its own */
    static char names[USERS][USER_MAX];
    size_t at = 0;
    struct db *db = NULL;
    const char *socket = getenv("PORTAL_TEST_SOCKET");
    ck_assert_msg(socket && *socket, "PORTAL_TEST_SOCKET is not set: use tests/flow/run");
    while (at + 1 < USERS && *names[at] && strcmp(names[at], user) != 0)
        at++;
    snprintf(names[at], USER_MAX, "%s", user);
    /* what a test writes with the server's clock is of the day that the tests live on */
    s[at] = (struct db_settings){.socket = socket, .name = "movsc", .user = names[at],
        .shifted = strcmp(user, "root") != 0 || getenv("PORTAIL_CLOCK")};
    ck_assert_msg(db_open(&s[at], &db) == RC_OK, "%s: %.*s", user, STR_ARG(db_last_error(db)));
    ck_assert(db_request(db, STR("00000000000000000000000000000000"), now) == RC_OK);
    return db;
}

void pools_connect(void)
{
    for (int i = 0; i < ROUTE_TABLES; i++) {
        enum config_role role = holder_role(holder_find(route_tables[i].pool));
        routers[i]->db = flow_connect(text("movsc_%s", config_role_name(role)));
    }
}

void pools_disconnect(void)
{
    for (int i = 0; i < ROUTE_TABLES; i++)
        db_close(routers[i]->db);
}

void pools_begin(void)
{
    struct str master = STR("a master secret that only the tests of the flow have");
    site.keys = keys_from(master);
    for (int i = 0; i < ROUTE_TABLES; i++) {
        *routers[i] = (struct router){.site = &site, .table = &route_tables[i]};
        held[i] = keys_some(master, holder_find(route_tables[i].pool)->keys);
    }
    pools_connect();
}

void pools_end(void)
{
    for (int i = 0; i < ROUTE_TABLES; i++) {
        router_free(routers[i]);
        keys_free(held[i]);
    }
    pools_disconnect();
    keys_free((struct keys *)(uintptr_t)site.keys);
}

struct router *pools_router(const char *path)
{
    struct str whole = str_c(path), part[PATH_PARTS];
    whole = str_slice(whole, 0, str_find(whole, '?'));
    for (size_t i = 0; i < signin_routes_n; i++)
        if (path_match(signin_routes[i].pattern, whole, part))
            return &door;
    if (str_eq(whole, STR("/gestion")) || str_starts(whole, STR("/gestion/")))
        return &desk;
    for (size_t i = 0; i < document_routes_n; i++)
        if (path_match(document_routes[i].pattern, whole, part))
            return &papers;
    return &router;
}

void pools_handle(
    struct router *by, struct arena *a, const struct request *req, struct response *res)
{
    const struct keys *all = site.keys;
    for (int i = 0; i < ROUTE_TABLES; i++)
        if (by == routers[i])
            site.keys = held[i];
    router_handle(by, a, req, now, res, NULL, NULL);
    site.keys = all;
}
