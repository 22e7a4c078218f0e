#include "job/relay.h"

#include "sys/holder.h"

#include <stdlib.h>

struct smtp *relay_new(const struct config *c)
{
    if (!c->held || !c->held->mail)
        abort(); /* this program does not hold the mail account: our own mistake */
    static const enum smtp_tls tls[] = {[CONFIG_TLS_NONE] = SMTP_TLS_NONE,
        [CONFIG_TLS_STARTTLS] = SMTP_TLS_OFFERED, [CONFIG_TLS_REQUIRED] = SMTP_TLS_REQUIRED};
    const struct smtp_config s = {.host = c->smtp.host, .port = (unsigned)c->smtp.port,
        .tls = tls[c->smtp.tls], .ca_file = c->smtp.ca_file, .helo = c->smtp.envelope_domain,
        .user = c->smtp.user, .password = c->smtp.password};
    return smtp_new(&s);
}
