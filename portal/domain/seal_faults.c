#include "domain/seal_faults.h"

static const struct {
    const char *word, *label;
} faults[SEAL_FAULTS] = {
    [SEAL_HOLDS] = {"", "tout se vérifie"},
    [SEAL_ROW_CHANGED] = {"row_changed", "une ligne a été modifiée"},
    [SEAL_ROW_MISSING] = {"row_missing", "une ligne manque"},
    [SEAL_ROW_ADDED] = {"row_added", "une ligne a été ajoutée après coup"},
    [SEAL_CHANGED] = {"seal_changed", "un sceau a été modifié"},
    [SEAL_BROKEN] = {"chain_broken", "un sceau ne suit pas le précédent\u00a0: il en manque un, ou l’ordre a changé"},
    [SEAL_OLDER_KEY] = {"older_key", "un sceau est fait sans clé, ou avec une clé plus ancienne que le précédent"},
    [SEAL_NO_KEY] = {"no_key", "un sceau est fait avec une clé qui n’est pas sur cette machine"},
    [SEAL_HEAD_GONE] = {"head_gone", "un sceau connu par ailleurs n’est plus là\u00a0: la fin du journal manque"},
    [SEAL_HEAD_OTHER] = {"head_other", "un sceau connu par ailleurs n’est plus le même\u00a0: le journal a été refait"},
};

const char *seal_fault_word(enum seal_fault f)
{
    return faults[f].word;
}

const char *seal_fault_label(struct str word)
{
    for (size_t i = 0; i < SEAL_FAULTS; i++)
        if (str_eq_c(word, faults[i].word))
            return faults[i].label;
    return "le journal ne se vérifie pas";
}
