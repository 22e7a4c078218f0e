/* view/put.h - how a value of each type becomes bytes, by the place where it stands.
 *
 * The template compiler (tools/tmplc.c) writes calls of PUT_TEXT, PUT_ATTR, PUT_URL and PUT_PLAIN;
 * _Generic picks the function from the C type of the view struct's member, so a value of a type
 * that cannot stand there does not compile. There is no raw hole: `struct trusted` can only be
 * made by view/ (functions named trusted_*), out of bytes that are already HTML. */
#ifndef VIEW_PUT_H
#define VIEW_PUT_H

#include "base/buf.h"
#include "base/day.h"
#include "base/money.h"

struct trusted { /* HTML made by view/ itself, such as an SVG chart */
    struct str html;
};

/* Text between tags: & < > " ' are escaped. */
void put_text_str(struct buf *out, struct str s);
void put_text_c(struct buf *out, const char *s);
void put_text_int(struct buf *out, long long v);
void put_text_money(struct buf *out, struct money m);     /* 10 005,00 € */
void put_text_day(struct buf *out, struct day d);         /* 23 novembre 2026 */
void put_text_month(struct buf *out, struct month m);     /* novembre 2026 */
void put_text_instant(struct buf *out, struct instant t); /* 23 novembre 2026 à 18 h 40 */
void put_text_trusted(struct buf *out, struct trusted t);
/* A value in a quoted attribute: the same escapes; a day is ISO there (datetime="…"). */
void put_attr_day(struct buf *out, struct day d);
/* A whole URL in href, action, src, formaction: only a path of ours ("/x", not "//x"), "#x",
 * https:, http:, mailto: or tel:; anything else writes "#" instead. */
void put_url_str(struct buf *out, struct str s);
void put_url_c(struct buf *out, const char *s);
/* A value inside a URL's path or query that the template began itself: percent-encoded. */
void put_urlpart_str(struct buf *out, struct str s);
void put_urlpart_c(struct buf *out, const char *s);
void put_urlpart_int(struct buf *out, long long v);
/* Mail text: as it is; CR is dropped. */
void put_plain_str(struct buf *out, struct str s);
void put_plain_c(struct buf *out, const char *s);
void put_plain_int(struct buf *out, long long v);
void put_plain_money(struct buf *out, struct money m);
void put_plain_day(struct buf *out, struct day d);
void put_plain_month(struct buf *out, struct month m);
void put_plain_instant(struct buf *out, struct instant t);

#define PUT_INT_CASES(fn) int : fn, long : fn, long long : fn, unsigned : fn, unsigned long : fn

#define PUT_TEXT(out, v)                                                                           \
    _Generic((v), struct str : put_text_str, const char * : put_text_c, char * : put_text_c,       \
        PUT_INT_CASES(put_text_int), struct money : put_text_money, struct day : put_text_day,     \
        struct month : put_text_month, struct instant : put_text_instant,                          \
        struct trusted : put_text_trusted)(out, v)
#define PUT_ATTR(out, v)                                                                           \
    _Generic((v), struct str : put_text_str, const char * : put_text_c, char * : put_text_c,       \
        PUT_INT_CASES(put_text_int), struct money : put_text_money, struct day : put_attr_day)(    \
        out, v)
#define PUT_URL(out, v)                                                                            \
    _Generic((v), struct str : put_url_str, const char * : put_url_c, char * : put_url_c)(out, v)
#define PUT_URLPART(out, v)                                                                        \
    _Generic((v), struct str : put_urlpart_str, const char * : put_urlpart_c,                      \
        char * : put_urlpart_c, PUT_INT_CASES(put_urlpart_int))(out, v)
#define PUT_PLAIN(out, v)                                                                          \
    _Generic((v), struct str : put_plain_str, const char * : put_plain_c, char * : put_plain_c,    \
        PUT_INT_CASES(put_plain_int), struct money : put_plain_money, struct day : put_plain_day,  \
        struct month : put_plain_month, struct instant : put_plain_instant)(out, v)

/* What {{#if v}} asks: non-zero, non-empty, non-none. */
static inline bool truth_str(struct str s) { return s.n != 0; }
static inline bool truth_c(const char *s) { return s && *s; }
static inline bool truth_int(long long v) { return v != 0; }
static inline bool truth_day(struct day d) { return !day_is_none(d); }
static inline bool truth_month(struct month m) { return m.n != 0; }
static inline bool truth_instant(struct instant t) { return t.s != 0; }
static inline bool truth_money(struct money m) { return m.cents != 0; }
static inline bool truth_trusted(struct trusted t) { return t.html.n != 0; }
static inline bool truth_ptr(const void *p) { return p != NULL; }
#define TRUTH(v)                                                                                   \
    _Generic((v), struct str : truth_str, const char * : truth_c, char * : truth_c,                \
        _Bool : truth_int, PUT_INT_CASES(truth_int), struct day : truth_day,                       \
        struct month : truth_month, struct instant : truth_instant, struct money : truth_money,    \
        struct trusted : truth_trusted, default : truth_ptr)(v)

#endif
