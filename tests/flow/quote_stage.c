#include "quote_stage.h"

struct reply asked(struct browser *b, struct str email, const char *more)
{
    get(b, "/devis");
    struct reply r = post(b, "/devis",
        text("name=Ana%%C3%%AFs+B.&email=%.*s&%s&then=next", STR_ARG(email), more));
    ck_says(r, "Vérifiez, puis envoyez");
    r = post(b, "/devis", "then=send");
    ck_status(r, 303);
    return r;
}

struct str quoted(struct browser *b, struct str email, const char *more)
{
    struct reply r = asked(b, email, more);
    ck_status(follow(b, &r), 200);
    return str_c(text("%.*s", (int)str_find(r.location, '?'), r.location.p));
}

struct str of_request(const char *column, struct str email)
{
    return root_text("SELECT COALESCE(%s, '') FROM quote_request WHERE email = '%.*s' ORDER BY id"
                     " DESC LIMIT 1", column, STR_ARG(email));
}

struct str of_quote(const char *column, struct str email)
{
    return root_text("SELECT %s FROM quote q JOIN quote_request r ON r.id = q.request_id WHERE"
                     " r.email = '%.*s' ORDER BY q.id DESC LIMIT 1", column, STR_ARG(email));
}

uint64_t mails(const char *kind, struct str email)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE kind = '%s' AND params LIKE '%%%.*s%%'",
               kind, STR_ARG(email)) +
           root_number("SELECT COUNT(*) FROM outbox WHERE kind = '%s' AND recipient = '%.*s' AND"
                       " params NOT LIKE '%%%.*s%%'", kind, STR_ARG(email), STR_ARG(email));
}

struct str params_of(const char *kind, struct str email)
{
    return root_text("SELECT params FROM outbox WHERE kind = '%s' AND (recipient = '%.*s' OR params"
                     " LIKE '%%%.*s%%') ORDER BY id DESC LIMIT 1", kind, STR_ARG(email),
        STR_ARG(email));
}

const char *under(struct str path, struct str tail)
{
    return text("%.*s/%.*s", STR_ARG(path), STR_ARG(tail));
}
