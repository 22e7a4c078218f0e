/* http/path.h - matching a path against a route's pattern; pure. */
#ifndef HTTP_PATH_H
#define HTTP_PATH_H

#include "base/str.h"

enum { PATH_PARTS = 4, PATH_PART_MAX = 100 };

/* "/candidature/{}/diplomes/{}" against a path; each {} is one segment of 1..PATH_PART_MAX bytes
 * out of [A-Za-z0-9_-], put into part[]. Never decodes: a path with '%' matches no route. */
bool path_match(const char *pattern, struct str path, struct str part[PATH_PARTS]);
/* How many {} a pattern has. */
size_t path_holes(const char *pattern);

#endif
