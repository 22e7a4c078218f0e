#include "domain/diplomas.h"

#define KIND_ROW(value, label, group, level, rule, ask, title) {#value, level, DIPLOMA_##rule},
#define KIND_CHOICE(value, label, group, level, rule, ask, title) {#value, label, NULL, group},

const struct diploma_kind diploma_kinds[] = {DIPLOMAS(KIND_ROW)};
const size_t diploma_kinds_n = sizeof diploma_kinds / sizeof *diploma_kinds;
const struct choice diploma_choices[] = {DIPLOMAS(KIND_CHOICE){NULL, NULL, NULL, NULL}};

/* Old numerals: level V is 3, IV is 4, III is 5, II is 6, I is 7 or 8 (decree 2019-14). */
const struct choice level_choices[] = {
    {"3", "Niveau\u00a03 (ancien niveau\u00a0V)\u00a0: CAP, BEP", NULL, NULL},
    {"4", "Niveau\u00a04 (ancien niveau\u00a0IV)\u00a0: baccalauréat", NULL, NULL},
    {"5", "Niveau\u00a05 (ancien niveau\u00a0III)\u00a0: BTS, DUT", NULL, NULL},
    {"6", "Niveau\u00a06 (ancien niveau\u00a0II)\u00a0: licence, BUT", NULL, NULL},
    {"7", "Niveau\u00a07 (ancien niveau\u00a0I)\u00a0: master, diplôme d’ingénieur", NULL, NULL},
    {"8", "Niveau\u00a08 (ancien niveau\u00a0I)\u00a0: doctorat", NULL, NULL},
    {"unknown", "Je ne sais pas", "Ce n’est pas un obstacle\u00a0: nous le vérifierons", NULL},
    {NULL, NULL, NULL, NULL},
};

const struct diploma_kind *diploma_kind_find(struct str value)
{
    for (size_t i = 0; i < diploma_kinds_n; i++)
        if (str_eq_c(value, diploma_kinds[i].value))
            return &diploma_kinds[i];
    return NULL;
}
