#include "base/rc.h"

const char *rc_name(enum rc rc)
{
    switch (rc) {
    case RC_OK: return "ok";
    case RC_NOT_FOUND: return "not_found";
    case RC_GONE: return "gone";
    case RC_FORBIDDEN: return "forbidden";
    case RC_CONFLICT: return "conflict";
    case RC_INVALID: return "invalid";
    case RC_TOO_LARGE: return "too_large";
    case RC_THROTTLED: return "throttled";
    case RC_METHOD: return "method";
    case RC_UNAVAILABLE: return "unavailable";
    case RC_FAULT: return "fault";
    }
    return "unknown";
}
