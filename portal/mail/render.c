#include "base/utf8.h"
#include "mail/compose.h"
#include "mail/kinds.h"
#include "mail/params.h"
#include "sys/challenge.h"
#include "sys/link.h"

/* "482913" -> "482 913", a no-break space between: six digits in one breath are hard to carry from
 * one screen to another. */
static struct str spaced(struct arena *a, struct str digits)
{
    size_t half = digits.n / 2;
    return arena_printf(a, "%.*s\xc2\xa0%.*s", STR_ARG(str_slice(digits, 0, half)),
        STR_ARG(str_slice(digits, half, digits.n)));
}

static void fill_challenge(
    struct arena *a, const struct mail_setting *setting, struct mail_code_view *v)
{
    v->code = spaced(a, challenge_code(a, setting->keys, v->challenge));
    v->link = arena_printf(a, "%.*s%.*s", STR_ARG(setting->base_url),
        STR_ARG(challenge_link_path(a, setting->keys, v->challenge)));
}

/* "BASE/devis/ID/ASKER/refus" -> "BASE/devis/ID/MAILBOX/refus". Any other stays as it is. */
static struct str mailbox_url(
    struct arena *a, const struct mail_setting *setting, struct str asker)
{
    static const char tail[] = "/refus";
    size_t base = setting->base_url.n, end = sizeof tail - 1;
    if (!setting->to.n || asker.n < base + end || !str_starts(asker, setting->base_url) ||
        !str_eq_c(str_slice(asker, asker.n - end, asker.n), tail))
        return asker;
    struct str path = link_mailbox_path(
        a, setting->keys, str_slice(asker, base, asker.n - end), setting->to);
    return path.n ? arena_printf(a, "%.*s%.*s%s", STR_ARG(setting->base_url), STR_ARG(path), tail)
                  : asker;
}

static void fill_mailbox(struct arena *a, const struct mail_kind *kind,
    const struct mail_setting *setting, void *view)
{
    for (size_t i = 0; i < kind->params_n; i++) {
        struct str *at = (void *)((char *)view + kind->params[i].at);
        if (kind->params[i].type == PARAM_MAILBOX)
            *at = mailbox_url(a, setting, *at);
    }
}

/* Subjects and bodies are made whole, or not at all. */
static bool keep(struct arena *a, struct buf *b, struct str *to, struct buf *why)
{
    if (b->overflow)
        buf_puts(why, "the mail is too large");
    else
        *to = arena_dup(a, buf_str(b));
    bool ok = !b->overflow;
    buf_reset(b);
    return ok;
}

bool mail_render(struct arena *a, const struct mail_kind *kind, const struct mail_setting *setting,
    struct str params_json, struct mail_rendered *out, struct buf *why)
{
    void *view = arena_alloc(a, kind->view_size);
    struct mail_frame *frame = view; /* the first member of every view */
    *out = (struct mail_rendered){0};
    frame->base_url = setting->base_url;
    struct str contact = setting->contact;
    if (kind->flags & MAIL_PRICES && setting->contact_prices.n)
        contact = setting->contact_prices;
    if (kind->to == MAIL_TO_PERSON) /* staff need not be told whom to ask */
        frame->contact = contact;
    frame->phone = setting->phone;
    frame->why = str_c(kind->why);
    if (!params_fill(a, kind, params_json, view, why))
        return false;
    if (kind->flags & MAIL_CHALLENGE)
        fill_challenge(a, setting, view);
    fill_mailbox(a, kind, setting, view);
    if (kind->flags & MAIL_EXPIRES)
        out->expires = ((struct mail_code_view *)view)->expires;
    struct buf b;
    buf_init(&b, MAIL_BYTES_MAX);
    kind->subject(&b, view);
    bool ok = keep(a, &b, &out->subject, why);
    kind->text(&b, view);
    ok = ok && keep(a, &b, &out->text, why);
    kind->html(&b, view);
    ok = ok && keep(a, &b, &out->html, why);
    buf_free(&b);
    out->quote = frame->quote;
    out->reply_to = frame->reply_to.n ? frame->reply_to : contact;
    return ok;
}
