#include "domain/quote_acts.h"

#define QUOTE_ACT_ROW(NAME, path, label, action) {path, label, action},
const struct quote_act_row quote_acts[QUOTE_ACTS_N] = {QUOTE_ACTS(QUOTE_ACT_ROW)};

bool quote_act_possible(enum quote_act act, const struct quote_standing *s)
{
    bool quote = str_eq_c(s->kind, "quote"), several = str_eq_c(s->payer, "several");
    bool over = str_eq_c(s->state, "cancelled");
    switch (act) {
    case QUOTE_ACT_MESSAGE: return true; /* also to say why it was cancelled */
    case QUOTE_ACT_ISSUE:
        return quote && !over && !several && !s->issued && !str_eq_c(s->payer, "unknown");
    case QUOTE_ACT_PARTS: return quote && !over && several;
    case QUOTE_ACT_VERSION: return quote && !over;
    case QUOTE_ACT_ACCEPTED: return quote && !over && s->to_sign;
    case QUOTE_ACT_RELINK: return true;
    case QUOTE_ACT_REMIND: return quote && !over && s->open;
    case QUOTE_ACT_CANCEL: return !over && !str_eq_c(s->state, "closed");
    case QUOTE_ACTS_N: break;
    }
    return false;
}
