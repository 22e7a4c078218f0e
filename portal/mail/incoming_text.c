/* A report that is written for people: what stands above the copy of our mail. */
#include "base/utf8.h"
#include "mail/incoming_parts.h"
#include "mail/incoming_report.h"
#include "mail/phrases.h"
#include "mail/status.h"

enum { LINES_MAX = 200, EVIDENCE_MAX = 1500, AROUND = 3 };

static const char *const copy_begins[] = {
    "copy of the|your message|mail", "original message|mail ~ follows|attached|below|headers", "copy of ~ headers",
    "begin original|returned message", "original message", "returned|unsent message ~ below|follows",
    "message header|headers", "message d origine", "message original", "message initial",
    "text of the message", "return path @", "your message follows", NULL};

static const char *const given_up[] = {
    "not be ~ delivered|sent", "not delivered", "undeliver*", "non deliver*", "nondelivery", "couldnt be|deliver delivered|to",
    "wasnt delivered", "unable to deliver|send", "cannot|cant deliver|be delivered", "cannot be ~ delivered",
    "delivery ~ failed|failure|error|impossible", "failed ~ deliver*|recipient|recipients|address|addresses|permanently",
    "failure notice", "failure ~ deliver*", "returned mail|to", "permanent ~ error|failure|fatal", "fatal errors",
    "had ~ delivery errors", "has|have been rejected|refused", "was|were rejected|undeliverable", "mail failure",
    "not|wasnt able to deliver", "echec", "pas ete ~ remis|delivre*|envoye*", "pas pu etre ~ remis|delivre*|envoye*|distribue*",
    "non remis|distribue|distribuable", "impossible de remettre|delivrer|distribuer|transmettre", NULL};

static const char *const still_trying[] = {
    "will ~ be retried", "will ~ retry|try", "not yet ~ delivered", "not yet ~ been delivered", "has|been|is delayed",
    "delivery delayed", "delayed mail", "has|been deferred", "still trying", "still ~ undelivered", "continue ~ try|trying",
    "do not need to resend|retry", "en attente", "retarde*", "n a pas encore ete", NULL};

/* The lines that hold what a server answered, each with the few behind it, before the copy. */
struct evidence {
    struct buf answers, all; /* all: everything above the copy */
};

static bool ends_here(struct arena *a, struct str line)
{
    struct phrases_text t = phrases_read(a, line);
    return str_eq_nocase(str_slice(line, 0, 9), STR("Received:")) || (t.n < 16 && phrases_any(&t, copy_begins));
}

static void gather(struct arena *a, struct str text, struct evidence *e)
{
    struct str line;
    int around = 0;
    for (size_t n = 0; n < LINES_MAX && str_cut(&text, '\n', &line); n++) {
        line = str_trim(line);
        if (n > 2 && ends_here(a, line))
            break;
        buf_put(&e->all, line);
        buf_putc(&e->all, '\n');
        around = line.n == 0 ? 0 : status_said(line) ? AROUND : around - (around > 0);
        if (around) {
            buf_put(&e->answers, line);
            buf_putc(&e->answers, ' ');
        }
    }
}

/* Without an answer: the paragraph that says so, if one does. */
static struct str telling_paragraph(struct arena *a, struct str all)
{
    struct buf p;
    struct str line, found = {0};
    bool more = true;
    buf_init(&p, EVIDENCE_MAX);
    while (more && !found.n) {
        more = str_cut(&all, '\n', &line);
        if (more && line.n) {
            buf_put(&p, line);
            buf_putc(&p, ' ');
        } else {
            if (!p.overflow && status_words_condemn(buf_str(&p)))
                found = arena_dup(a, str_trim(buf_str(&p)));
            buf_reset(&p);
        }
    }
    buf_free(&p);
    return found;
}

struct report report_read_text(struct arena *a, struct str subject, struct str text)
{
    struct evidence e;
    buf_init(&e.answers, EVIDENCE_MAX);
    buf_init(&e.all, PHRASES_BYTES_MAX);
    gather(a, text, &e);
    struct str all = arena_take(a, &e.all), answers = str_trim(arena_take(a, &e.answers));
    struct phrases_text t = phrases_read(a, arena_printf(a, "%.*s\n%.*s", STR_ARG(subject), STR_ARG(all)));
    bool late = phrases_any(&t, still_trying), over = phrases_any(&t, given_up);
    struct report r = {.found = late || over, .delayed = late && !over, .failed = over};
    if (!r.found)
        return r;
    r.words = answers.n ? answers : telling_paragraph(a, all);
    r.hard = over && r.words.n && status_condemns((struct str){0}, r.words);
    if (late && over) { /* "could not be delivered yet, and will be retried" */
        r.failed = r.hard;
        r.delayed = !r.hard;
    }
    if (!r.words.n)
        r.words = utf8_fit(all, EVIDENCE_MAX);
    return r;
}
