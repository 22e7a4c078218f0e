#include "page/item_words.h"

#include "domain/forms.h"
#include "page/dossier.h"

enum { KINDS = 2 }; /* diplomas, experiences */

/* To who applies, then to staff who type it in. */
static const struct item_words all[2][KINDS] = {
    {{&form_diploma, &form_no_diploma, "Ajouter un diplôme", "Compléter le diplôme",
         "Vous n’avez encore indiqué aucun diplôme.",
         "Diplôme", "Retirer ce diplôme", "Il sera effacé de votre candidature.",
         "Une candidature contient au plus 40 diplômes. Retirez-en un pour pouvoir ajouter celui-ci.",
         "Ce diplôme a été retiré entre-temps, dans un autre onglet ou sur un autre appareil. Ce que "
         "vous avez écrit est encore là\u00a0: enregistrez pour l’ajouter de nouveau.",
         "Vous avez indiqué un diplôme, ci-dessous. Si vous n’en avez pas, retirez-le d’abord."},
        {&form_experience, &form_no_experience, "Ajouter une expérience", "Compléter l’expérience",
            "Vous n’avez encore indiqué aucune expérience.", "Expérience", "Retirer cette expérience",
            "Elle sera effacée de votre candidature et ne comptera plus dans vos mois.",
            "Une candidature contient au plus 40 expériences. Retirez-en une pour pouvoir ajouter "
            "celle-ci.",
            "Cette expérience a été retirée entre-temps, dans un autre onglet ou sur un autre "
            "appareil. Ce que vous avez écrit est encore là\u00a0: enregistrez pour l’ajouter de "
            "nouveau.",
            "Vous avez indiqué une expérience, ci-dessous. Si vous n’en avez pas, retirez-la "
            "d’abord."}},
    {{&form_diploma, &form_no_diploma, "Ajouter un diplôme", "Compléter le diplôme",
         "Aucun diplôme n’est encore saisi.",
         "Diplôme", "Retirer ce diplôme", "Il sera effacé de la candidature.",
         "Une candidature contient au plus 40 diplômes. Retirez-en un pour pouvoir ajouter celui-ci.",
         "Ce diplôme a été retiré entre-temps, dans un autre onglet ou par quelqu’un d’autre. Ce que "
         "vous avez écrit est encore là\u00a0: enregistrez pour l’ajouter de nouveau.",
         "Un diplôme est saisi, ci-dessous. Si le dossier dit qu’il n’y en a pas, retirez-le d’abord."},
        {&form_experience, &form_no_experience, "Ajouter une expérience", "Compléter l’expérience",
            "Aucune expérience n’est encore saisie.", "Expérience", "Retirer cette expérience",
            "Elle sera effacée de la candidature et ne comptera plus dans les mois.",
            "Une candidature contient au plus 40 expériences. Retirez-en une pour pouvoir ajouter "
            "celle-ci.",
            "Cette expérience a été retirée entre-temps, dans un autre onglet ou par quelqu’un "
            "d’autre. Ce que vous avez écrit est encore là\u00a0: enregistrez pour l’ajouter de "
            "nouveau.",
            "Une expérience est saisie, ci-dessous. Si le dossier dit qu’il n’y en a pas, retirez-la "
            "d’abord."}},
};

_Static_assert(ITEMS_MAX == 40, "the sentences of `full` say forty");

const struct item_words *item_words(const struct page *p)
{
    bool experiences = p->asks == &form_experience || p->asks == &form_no_experience;
    return &all[p->desk][experiences];
}

struct item *items_real(struct arena *a, const struct item *items, size_t n, size_t *real)
{
    struct item *out = ARENA_ARRAY(a, n + 1, struct item);
    *real = 0;
    for (size_t i = 0; i < n; i++)
        if (!answers_say_none(&items[i].step.answers))
            out[(*real)++] = items[i];
    return out;
}

struct str item_list_path(const struct page *p)
{
    return dossier_path(p, step_by_form(p->asks)->segment);
}

struct str item_add_path(const struct page *p)
{
    return arena_printf(p->a, "%.*s/ajouter", STR_ARG(item_list_path(p)));
}

struct str item_path(const struct page *p, struct str item, const char *tail)
{
    return arena_printf(p->a, "%.*s/%.*s%s", STR_ARG(item_list_path(p)), STR_ARG(item), tail);
}

struct str item_anchor(const struct page *p, struct str item)
{
    return arena_printf(p->a, "i-%.*s", STR_ARG(item)); /* an id that begins with a letter */
}
