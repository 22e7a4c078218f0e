#include "store/connect.h"

struct db_settings db_settings_of(const struct config *c, enum config_role role)
{
    return (struct db_settings){
        .socket = c->database.socket,
        .host = c->database.host,
        .port = c->database.port,
        .ca_file = c->database.ca_file,
        .name = c->database.name,
        .user = c->database.users[role].user,
        .password = c->database.users[role].password,
        .shifted = c->test.clock_shift != 0,
        .patient = role == CONFIG_DB_MIGRATE,
    };
}
