/* Mail that comes in, as it is and as if it had come to one of our signed addresses: whatever it
 * is, what is kept of it is clean, short, and about the row that the address names. */
#include "base/utf8.h"
#include "fuzz.h"
#include "mail/compose.h"
#include "mail/incoming.h"
#include "mail/verp.h"

static void look(struct arena *a, const struct keys *k, struct str bytes, uint64_t id)
{
    struct incoming in;
    incoming_read(a, k, bytes, &in);
    FUZZ_HOLDS(utf8_length(in.why) <= INCOMING_WHY_MAX && utf8_valid(in.why) && !str_has_control(in.why, ""));
    FUZZ_HOLDS(utf8_valid(in.text) && !str_has_control(in.text, "\n"));
    FUZZ_HOLDS(utf8_length(in.text) <= INCOMING_TEXT_MAX && utf8_valid(in.files));
    FUZZ_HOLDS(utf8_valid(in.from) && !str_has_control(in.from, "") && in.files.n < 1000);
    FUZZ_HOLDS(in.kind == INCOMING_UNREADABLE || in.kind == INCOMING_STRANGER || in.id == id);
    FUZZ_HOLDS(!in.hard || in.failed);
    FUZZ_HOLDS((in.fault != UNREAD_NONE) == (in.kind == INCOMING_UNREADABLE));
    struct str shown = incoming_show(a, bytes);
    FUZZ_HOLDS(shown.n <= INCOMING_SHOWN_MAX && utf8_valid(shown) && !str_has_control(shown, "\n"));
}

static void fuzz_one(struct arena *a, struct str in)
{
    static struct keys *k;
    if (!k) {
        mail_compose_init();
        k = keys_from(STR("0123456789abcdef0123456789abcdef"));
    }
    look(a, k, in, 0); /* nobody knows the key: never ours */
    for (int kind = VERP_BOUNCE; kind <= VERP_REQUEST; kind++) {
        struct str to = verp_make(a, k, (enum verp_kind)kind, 7, "portail.example");
        look(a, k, arena_printf(a, "Delivered-To: %.*s\r\n%.*s", STR_ARG(to), STR_ARG(in)), 7);
    }
    (void)incoming_plain(a, in);
}
