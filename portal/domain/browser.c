#include "domain/browser.h"

struct mark {
    const char *sign, *name;
};

/* The first that is there: each names itself after those that it looks like. */
static const struct mark families[] = {{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"},
    {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"FxiOS/", "Firefox"},
    {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
    {0}};
static const struct mark machines[] = {{"Android", "Android"}, {"iPhone", "iPhone"},
    {"iPad", "iPad"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Macintosh", "Mac"},
    {"Linux", "Linux"}, {0}};

static const char *find(const struct mark *m, struct str in)
{
    for (; m->sign; m++)
        if (memmem(in.p, in.n, m->sign, strlen(m->sign)))
            return m->name;
    return NULL;
}

struct str browser_name(struct arena *a, struct str user_agent)
{
    if (user_agent.n == 0)
        return STR("");
    const char *family = find(families, user_agent), *machine = find(machines, user_agent);
    if (family && machine)
        return arena_printf(a, "%s sur %s", family, machine);
    return str_c(family ? family : machine ? machine : "");
}
