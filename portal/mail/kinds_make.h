/* mail/kinds_make.h - how a row of the table of mails is written: parameters, templates, row. For the
 * files that hold rows (kinds*.c) only. */
#ifndef MAIL_KINDS_MAKE_H
#define MAIL_KINDS_MAKE_H

#include "mail/kinds.h"
#include "mail/templates.h"

#include <stddef.h>

#define NBSP "\xc2\xa0"

static inline void say(struct buf *out, struct str s)
{
    buf_put(out, s);
}

#define P(view, member, type, required) {#member, type, required, offsetof(struct view, member)}
#define NEED(view, member, type) P(view, member, type, true)
#define MAY(view, member, type) P(view, member, type, false)
#define REPLY_TO(view)                                                                             \
    {                                                                                              \
        "reply_to", PARAM_TEXT, true, offsetof(struct view, frame.reply_to)                        \
    }
/* Of a kind with MAIL_ATTACH_QUOTE. */
#define ATTACHED(view)                                                                             \
    {                                                                                              \
        "quote", PARAM_TEXT, true, offsetof(struct view, frame.quote)                              \
    }
/* The parts that several mails share: members `asker` and `after`. */
#define ASKER(view)                                                                                \
    {"refuse", PARAM_MAILBOX, true, offsetof(struct view, asker.refuse)},                             \
        {"asked_by", PARAM_THEIRS, true, offsetof(struct view, asker.asked_by)}
#define AFTER(view)                                                                                \
    {"next", PARAM_TEXTS, true, offsetof(struct view, after.next)},                                \
        {"programme", PARAM_TEXTS, false, offsetof(struct view, after.programme)}
/* A list fills the member and the x_n behind it. */
#define LIST_BESIDE(view, member)                                                                  \
    _Static_assert(                                                                                \
        offsetof(struct view, member##_n) == offsetof(struct view, member) + sizeof(void *),       \
        "a list is a pointer and its length")

/* Typed functions behind one shape. */
#define TEMPLATES(kind, view_type)                                                                 \
    static void text_##kind(struct buf *out, const void *view)                                     \
    {                                                                                              \
        const struct view_type *v = view;                                                          \
        mail_##kind##_text(out, v);                                                                \
    }                                                                                              \
    static void html_##kind(struct buf *out, const void *view)                                     \
    {                                                                                              \
        const struct view_type *v = view;                                                          \
        mail_##kind##_html(out, v);                                                                \
    }

#define KIND(kind, to, flags, view, params, why)                                                   \
    {                                                                                              \
        #kind, to, flags, sizeof(struct view), params, sizeof(params) / sizeof *(params), why,     \
            subject_##kind, text_##kind, html_##kind                                               \
    }

/* The rows of each file, beside mail_kinds. */
extern const struct mail_kind mail_kinds_quote[], mail_kinds_desk[];
extern const size_t mail_kinds_quote_n, mail_kinds_desk_n;

#endif
