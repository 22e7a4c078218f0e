/* mail/entities.h - every named character reference of HTML (WHATWG HTML, 13.5), made at build time by
 * portal/tools/entities.py. */
#ifndef MAIL_ENTITIES_H
#define MAIL_ENTITIES_H

#include <stddef.h>

enum { ENTITY_NAME_MAX = 32 }; /* the longest, ";" included */

struct entity {
    const char *name; /* behind "&": "eacute;", and "eacute" where the ";" may be missing */
    const char *text; /* UTF-8: one character, or two */
};
/* Sorted by name. */
extern const struct entity entities[];
extern const size_t entities_n;

#endif
