#include "page/post.h"

#include "base/json.h"
#include "base/words.h"
#include "page/shell.h"
#include "sys/log.h"

enum { POST_MAX = 64 * 1024 };

static void free_json(void *arg)
{
    buf_free(arg);
}

void post_begin(struct page *p, struct post *post)
{
    struct buf *b = ARENA_NEW(p->a, struct buf);
    buf_init(b, POST_MAX);
    arena_defer(p->a, free_json, b);
    *post = (struct post){.json = b};
    buf_putc(b, '{');
}

void post_about(struct post *post, const char *object_kind, uint64_t object_id)
{
    post->object_kind = object_kind;
    post->object_id = object_id;
}

void post_due(struct post *post, struct instant due)
{
    post->due = due;
}

void post_text(struct post *post, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    json_name(post->json, name);
    json_string(post->json, value);
}

void post_int(struct post *post, const char *name, int64_t value)
{
    json_name(post->json, name);
    buf_printf(post->json, "%lld", (long long)value);
}

void post_flag(struct post *post, const char *name, bool value)
{
    json_name(post->json, name);
    buf_puts(post->json, value ? "true" : "false");
}

void post_day(struct post *post, const char *name, struct day value)
{
    if (day_is_none(value))
        return;
    json_name(post->json, name);
    buf_putc(post->json, '"');
    day_format_iso(post->json, value);
    buf_putc(post->json, '"');
}

void post_list(struct post *post, const char *name)
{
    json_name(post->json, name);
    buf_putc(post->json, '[');
}

void post_item(struct post *post)
{
    json_comma(post->json);
    buf_putc(post->json, '{');
}

void post_item_end(struct post *post)
{
    buf_putc(post->json, '}');
}

void post_list_text(struct post *post, struct str value)
{
    json_comma(post->json);
    json_string(post->json, value);
}

void post_list_end(struct post *post)
{
    buf_putc(post->json, ']');
}

enum rc post_queue(struct page *p, struct post *post, const char *kind, struct str to,
    struct str about, struct instant expires)
{
    buf_putc(post->json, '}');
    if (post->json->overflow)
        return RC_FAULT;
    struct outbox_new mail = {
        .dedupe_key = arena_printf(p->a, "%s:%.*s", kind, STR_ARG(about)),
        .kind = kind,
        .recipient = to,
        .params = buf_str(post->json),
        .expires = expires.s ? expires : (struct instant){p->now.s + OUTBOX_LIFE},
        .due = post->due,
        .object_kind = post->object_kind,
        .object_id = post->object_id,
        .again = &post->again,
    };
    return outbox_put(p->db, p->a, &mail, p->now);
}

enum rc post_queue_staff(
    struct page *p, struct post *post, const char *kind, const char *mailbox, struct str about)
{
    struct str to = page_fact(p, mailbox);
    if (to.n == 0)
        to = page_fact(p, "contact.quotes");
    if (to.n == 0) {
        log_event(LOG_WARN, "mail.no_staff_address", LOG_TEXT("kind", kind), LOG_END);
        return RC_OK;
    }
    return post_queue(p, post, kind, to, about, (struct instant){0});
}

struct str post_said(struct page *p, struct str word, struct instant due)
{
    return due.s ? arena_printf(p->a, "%.*s.%lld", STR_ARG(word), (long long)due.s) : word;
}

struct str post_said_word(struct str said)
{
    return str_slice(said, 0, str_find(said, '.'));
}

/* Anybody may write such an address by hand: it says nothing of a time that cannot be. */
struct str post_said_late(struct page *p, struct str said)
{
    uint64_t at = 0;
    size_t dot = str_find(said, '.');
    if (!str_to_u64(str_slice(said, dot + 1, said.n), INT64_MAX, &at) || (int64_t)at <= p->now.s ||
        (int64_t)at > p->now.s + OUTBOX_LIFE)
        return (struct str){0};
    return arena_printf(p->a,
        "Beaucoup de messages ont été demandés\u00a0: le courriel partira le %.*s (heure de Paris).",
        STR_ARG(words_instant(p->a, (struct instant){(int64_t)at})));
}
