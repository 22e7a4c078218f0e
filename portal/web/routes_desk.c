/* Every door of /gestion: the staff's own workers serve these and nothing else. Each GUARD_STAFF
 * row names the roles that may pass. */
#include "web/route.h"

#include "page/desk.h"
#include "page/health.h"
#include "page/stash.h"

const struct route desk_routes[] = {
    {METHOD_GET, "/gestion/sante", GUARD_NOTHING, 0, page_health, NULL, NULL, "desk.health"},

    {METHOD_GET, "/gestion", GUARD_STAFF, ROUTE_FOR(ROLE_ANY), page_desk, NULL, NULL, "desk"},
    {METHOD_GET, "/gestion/reprise", GUARD_STAFF, ROUTE_FOR(ROLE_ANY), page_stash_offer, NULL, NULL,
        "desk.stash.offer"},
    {METHOD_POST, "/gestion/reprise", GUARD_STAFF, ROUTE_FOR(ROLE_ANY), page_stash_forget, NULL,
        NULL, "desk.stash.forget"},
};
const size_t desk_routes_n = sizeof desk_routes / sizeof *desk_routes;
