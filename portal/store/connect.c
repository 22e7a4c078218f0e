#include "store/connect.h"

#include "sys/holder.h"
#include "sys/log.h"

#include <stdlib.h>

struct db_settings db_settings_of(const struct config *c, enum config_role role)
{
    if (!c->held || !(c->held->roles & ROLE_BIT(role))) {
        log_event(LOG_ERROR, "role.not_held", LOG_TEXT("role", config_role_name(role)), LOG_END);
        abort();
    }
    return (struct db_settings){
        .socket = c->database.socket,
        .host = c->database.host,
        .port = c->database.port,
        .ca_file = c->database.ca_file,
        .name = c->database.name,
        .user = c->database.users[role].user,
        .password = c->database.users[role].password,
        .shifted = c->test.clock_shift != 0,
        .patient = role == CONFIG_DB_MIGRATE || role == CONFIG_DB_RIGHTS,
    };
}
