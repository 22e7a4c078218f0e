/* store/connect.h - from the machine's settings to a connection's. */
#ifndef STORE_CONNECT_H
#define STORE_CONNECT_H

#include "store/db.h"
#include "sys/config.h"

/* Borrows from c. The role is one that this program holds (sys/holder.h); another one aborts. The clock of the server follows ours when the settings shift it. */
struct db_settings db_settings_of(const struct config *c, enum config_role role);

#endif
