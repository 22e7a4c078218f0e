#include "http/path.h"

#include "base/ascii.h"

static size_t segment(struct str s)
{
    size_t n = 0;
    while (n < s.n && n <= PATH_PART_MAX && ascii_is_url_safe(s.p[n]))
        n++;
    return n <= PATH_PART_MAX ? n : 0;
}

bool path_match(const char *pattern, struct str path, struct str part[PATH_PARTS])
{
    size_t found = 0;
    while (*pattern) {
        if (pattern[0] == '{' && pattern[1] == '}') {
            size_t n = segment(path);
            if (n == 0 || found == PATH_PARTS)
                return false;
            part[found++] = str_slice(path, 0, n);
            path = str_slice(path, n, path.n);
            pattern += 2;
        } else {
            if (path.n == 0 || path.p[0] != *pattern)
                return false;
            path = str_slice(path, 1, path.n);
            pattern++;
        }
    }
    return path.n == 0;
}

size_t path_holes(const char *pattern)
{
    size_t n = 0;
    for (; *pattern; pattern++)
        n += *pattern == '{';
    return n;
}
