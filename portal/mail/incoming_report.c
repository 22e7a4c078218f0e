#include "mail/incoming_report.h"

#include "base/ascii.h"
#include "mail/incoming_parts.h"
#include "mail/status.h"

enum { WORDS_MAX = 2000, STATUS_PARTS_MAX = 20 };

/* ---- one recipient: the fields of its group */

enum { ACTION, STATUS, DIAGNOSTIC, MORE, RECIPIENT, FIELDS };

static const char *const names[FIELDS] = {[ACTION] = "action", [STATUS] = "status",
    [DIAGNOSTIC] = "diagnostic-code", [MORE] = "x-supplementary-info", [RECIPIENT] = "final-recipient"};

enum action { ACTION_NONE, ACTION_GOOD, ACTION_DELAYED, ACTION_FAILED, ACTION_EXPIRED };

/* "failed (bad destination mailbox address)": RFC 3464 has five words, servers a few more. One that
 * nobody knows is what its status says: 5 is given up, 4 is late. */
static enum action action_of(struct str said, struct str status)
{
    static const struct {
        const char *word;
        enum action action;
    } words[] = {{"failed", ACTION_FAILED}, {"failure", ACTION_FAILED}, {"fail", ACTION_FAILED},
        {"undeliverable", ACTION_FAILED}, {"bounced", ACTION_FAILED}, {"expired", ACTION_EXPIRED},
        {"delayed", ACTION_DELAYED}, {"delay", ACTION_DELAYED}, {"deferred", ACTION_DELAYED},
        {"delivered", ACTION_GOOD}, {"relayed", ACTION_GOOD}, {"expanded", ACTION_GOOD}};
    size_t n = 0;
    while (n < said.n && ascii_is_letter(said.p[n]))
        n++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(str_slice(said, 0, n), str_c(words[i].word)))
            return words[i].action;
    char class = status.n ? status.p[0] : '0';
    return class == '5' ? ACTION_FAILED : class == '4' ? ACTION_DELAYED : class == '2' ? ACTION_GOOD : ACTION_NONE;
}

/* "smtp; 550 5.1.1 …": without the type. */
static struct str untyped(struct str value)
{
    size_t at = str_find(value, ';');
    for (size_t i = 0; i < at; i++)
        if (!ascii_is_alnum(value.p[i]) && value.p[i] != '-')
            return value;
    return at < value.n ? str_trim(str_slice(value, at + 1, value.n)) : value;
}

/* "5.1.1 (no such user)": what stands in brackets, or nothing. */
static struct str comment(struct str value)
{
    size_t from = str_find(value, '('), to = value.n;
    return from < value.n ? str_slice(value, from + 1, to - (value.p[to - 1] == ')')) : (struct str){0};
}

static struct str joined(struct arena *a, struct str x, struct str y)
{
    return !x.n ? y : !y.n ? x : arena_printf(a, "%.*s %.*s", STR_ARG(x), STR_ARG(y));
}

struct reading {
    struct arena *a;
    struct report r;
    bool reached; /* one recipient was: of an alias, whose own address is right then */
};

static void judge_recipient(struct reading *g, const struct str *field)
{
    unsigned part[3];
    struct str number = {0}, code = str_trim(field[STATUS]);
    enum action action = action_of(str_trim(field[ACTION]), code);
    if (!field[ACTION].n && !(field[RECIPIENT].n && code.n)) /* the group that tells of the mail */
        return;
    g->r.found = true;
    g->reached = g->reached || action == ACTION_GOOD;
    bool failed = action >= ACTION_FAILED, delayed = action == ACTION_DELAYED;
    struct str words = joined(g->a, joined(g->a, untyped(field[DIAGNOSTIC]), field[MORE]),
        joined(g->a, comment(field[ACTION]), comment(code)));
    bool hard = action == ACTION_FAILED && status_condemns(code, words);
    if ((!failed && !delayed) || (g->r.failed && (delayed || g->r.hard || !hard)))
        return; /* good news, or no worse than what has been read */
    g->r = (struct report){.found = true, .failed = failed, .delayed = delayed, .hard = hard,
        .status = status_read(code, part, &number) ? number : STR(""), .words = words};
}

/* ---- groups of fields, an empty line between: the first tells of the mail, each other of one
 * recipient */

static void end_group(struct reading *g, struct str *field)
{
    judge_recipient(g, field);
    memset(field, 0, FIELDS * sizeof *field);
}

static struct str *field_of(struct str *field, struct str line, size_t colon)
{
    for (int i = 0; i < FIELDS && colon < line.n; i++)
        if (str_eq_nocase(str_slice(line, 0, colon), str_c(names[i])))
            return &field[i];
    return NULL;
}

static void read_groups(struct reading *g, struct str content)
{
    struct str line, field[FIELDS] = {0}, *last = NULL;
    for (size_t n = 0; n < REPORT_LINES_MAX && str_cut(&content, '\n', &line); n++) {
        bool more = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
        line = str_trim(line);
        size_t colon = str_find(line, ':');
        if (line.n == 0) {
            end_group(g, field);
            last = NULL;
        } else if (more && last && last->n < WORDS_MAX) {
            *last = joined(g->a, *last, line);
        } else if (!more && (last = field_of(field, line, colon))) {
            if (last->n) /* a recipient of its own, though no line is empty */
                end_group(g, field);
            *last = str_trim(str_slice(line, colon + 1, line.n));
        }
    }
    end_group(g, field);
}

/* Where such a group begins in bytes whose parts nobody finds: a broken boundary, a type of its own. */
static struct str groups_in(struct str raw)
{
    struct str rest = raw, line;
    raw = rest = str_slice(raw, 0, REPORT_BYTES_MAX);
    while (str_cut(&rest, '\n', &line))
        if (str_eq_nocase(str_slice(line, 0, 16), STR("Final-Recipient:")) ||
            str_eq_nocase(str_slice(line, 0, 14), STR("Reporting-MTA:")))
            return str_slice(raw, (size_t)(line.p - raw.p), raw.n);
    return (struct str){0};
}

struct report report_read(struct arena *a, GMimeObject *top, struct str raw)
{
    static const char *const types[] = {"delivery-status", "global-delivery-status"};
    GMimeObject *parts[STATUS_PARTS_MAX];
    struct reading g = {.a = a};
    bool any = false;
    for (size_t t = 0; t < sizeof types / sizeof *types; t++) {
        size_t n = parts_find(top, "message", types[t], parts, STATUS_PARTS_MAX);
        for (size_t i = 0; i < n; i++)
            read_groups(&g, parts_bytes(a, parts[i], REPORT_BYTES_MAX));
        any = any || n;
    }
    if (!any)
        read_groups(&g, groups_in(raw));
    g.r.found = g.r.found || any;
    g.r.hard = g.r.hard && !g.reached;
    return g.r;
}
