/* routes_list - the addresses that a GET opens, one a line as the tables of routes write them: what
 * tests/e2e/routes.mjs asks the browser's tests for. */
#include "web/route.h"

#include <stdio.h>

int main(void)
{
    for (size_t t = 0; t < ROUTE_TABLES; t++)
        for (size_t i = 0; i < *route_tables[t].n; i++)
            if (route_tables[t].rows[i].method == METHOD_GET)
                puts(route_tables[t].rows[i].pattern);
    return 0;
}
