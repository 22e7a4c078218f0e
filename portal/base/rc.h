/* base/rc.h - how the world can fail us.
 *
 * A person's mistakes are never an rc: they are data (domain/reasons.h) and re-show the form. Our
 * own mistakes are never an rc either: they abort. An rc is logged once, where it happens; only
 * the router maps it to a status. */
#ifndef BASE_RC_H
#define BASE_RC_H

enum rc {
    RC_OK = 0,
    RC_NOT_FOUND,   /* 404: no such thing, or not yours: the same answer */
    RC_GONE,        /* 410: a link that was good once, and was replaced */
    RC_FORBIDDEN,   /* 403: CSRF, foreign origin, role */
    RC_CONFLICT,    /* 409: state or version moved on */
    RC_INVALID,     /* 422: a request that no form of ours can send */
    RC_TOO_LARGE,   /* 413: body or field count over the cap */
    RC_THROTTLED,   /* 429: limit reached, Retry-After is set */
    RC_METHOD,      /* 405 */
    RC_UNAVAILABLE, /* 503: database away, try again */
    RC_FAULT,       /* 500: anything else that is not the person's doing */
};

#define MUST_USE __attribute__((warn_unused_result))

/* "conflict", "fault"…: for the log. */
const char *rc_name(enum rc rc);

#endif
