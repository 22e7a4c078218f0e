/* mail/kinds.h - every mail the portal sends: one row each.
 *
 * An outbox row names a kind and carries its facts as one JSON object. mail_render looks the kind
 * up, fills its view by the kind's table of parameters, and gives subject, text and HTML. A kind
 * that does not exist, a parameter that is missing, of a wrong type or unknown is a permanent
 * failure which staff see: nothing is sent with a hole in it.
 *
 * JSON: text = string (theirs too); money = integer cents; day = "2027-11-08"; instant = integer seconds of
 * 1970; flag = true/false; prices = [{"label","cents","apart"?}]; conditions =
 * [{"label","state"}]; texts = ["…"]. Optional ones may be absent or null. */
#ifndef MAIL_KINDS_H
#define MAIL_KINDS_H

#include "base/arena.h"
#include "base/buf.h"
#include "mail/views.h"
#include "sys/crypto.h"

enum mail_reader { MAIL_TO_PERSON, MAIL_TO_STAFF };

enum mail_kind_flag {
    MAIL_EXPIRES = 1,   /* worthless after its `expires`: dropped then, not retried */
    MAIL_CHALLENGE = 2, /* code and link are computed from `challenge` */
    MAIL_PRICES = 4,    /* whoever answers about prices is the contact */
    MAIL_REFUSABLE = 16,   /* not to an address that wants no more mail about quotes */
    MAIL_ATTACH_QUOTE = 8, /* carries the PDF of the issued quote that "quote" names (ATTACHED) */
    /* A code, a receipt, a correction, a decision that the person asked for or is owed: tried whatever is
     * known of the address. */
    MAIL_OWED = 32,
};

enum mail_param_type {
    PARAM_TEXT,
    PARAM_MAILBOX, /* the page of refusal behind a request's link; as the mail leaves it becomes the
                      one that is its reader's own (sys/link.h), which no row holds */
    PARAM_LINES, /* a text that may have several lines; without any it is absent */
    /* The same in the words of somebody who asks, accepts or writes, and whom we do not know: every
     * link in them is broken (base/links.h), and they stand in the templates between « » or in a
     * blockquote (lines behind "> "), where it is said whose they are. */
    PARAM_THEIRS,
    PARAM_THEIR_LINES,
    PARAM_MONEY,
    PARAM_DAY,
    PARAM_INSTANT,
    PARAM_EXACT, /* the same, as "23 novembre 2026 à 18 h 40 min 05 s (heure de Paris, UTC+1)" */
    PARAM_FLAG,
    PARAM_PRICES,
    PARAM_CONDITIONS,
    PARAM_TEXTS,
};

struct mail_param {
    const char *name; /* JSON key */
    enum mail_param_type type;
    bool required;
    size_t at; /* offset in the view */
};

struct mail_kind {
    const char *name; /* outbox.kind */
    enum mail_reader to;
    unsigned flags;
    size_t view_size;
    const struct mail_param *params;
    size_t params_n;
    const char *why; /* said at the foot of the mail, a sentence of its own */
    void (*subject)(struct buf *out, const void *view);
    void (*text)(struct buf *out, const void *view);
    void (*html)(struct buf *out, const void *view);
};

/* Is it stopped by mails that came back from its address, until that is corrected? */
static inline bool mail_kind_may_wait(const struct mail_kind *k)
{
    return k->to == MAIL_TO_PERSON && !(k->flags & MAIL_OWED);
}
/* Is it stopped by its owner's complaint of an earlier mail? What may be refused may be complained of. */
static inline bool mail_kind_unwanted(const struct mail_kind *k)
{
    return mail_kind_may_wait(k) || k->flags & MAIL_REFUSABLE;
}

extern const struct mail_kind mail_kinds[]; /* those of kinds.c */
extern const size_t mail_kinds_n;
/* All of them, whatever file has their row; NULL after the last. */
const struct mail_kind *mail_kind_at(size_t i);

const struct mail_kind *mail_kind_find(struct str name); /* or NULL */

struct mail_setting { /* what no outbox row carries */
    struct str base_url;
    struct str contact, contact_prices, phone; /* empty: the institution has not said */
    const struct keys *keys;
    struct str to; /* whose mailbox this one goes to; empty: it is only looked at */
};

struct mail_rendered {
    struct str subject, text, html, reply_to;
    struct str quote; /* public id of the quote whose PDF goes with it; empty: none */
    struct instant expires; /* .s == 0: never */
};

/* False with one line in `why`: the parameter's name and what was expected, never its value. */
bool mail_render(struct arena *a, const struct mail_kind *kind, const struct mail_setting *setting,
    struct str params_json, struct mail_rendered *out, struct buf *why);

#endif
