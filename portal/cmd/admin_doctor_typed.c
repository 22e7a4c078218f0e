/* portal-admin doctor: what people typed under older rules, counted. */
#include "cmd/doctor.h"

#include "store/inspect.h"

static void say_addresses(struct doctor *d, const struct inspect_typed *t)
{
    if (t->misread)
        doubt(d, "adresses écrites\u00a0: %llu sur %llu ont été changées en un autre domaine par une version précédente "
                 "(accent décomposé, caractère invisible), et rien n’y arrive\u00a0; portal-jobs remet dans la journée "
                 "celles des demandes, la personne lit les autres à côté du champ",
            (unsigned long long)t->misread, (unsigned long long)t->addresses);
    if (t->slips)
        doubt(d, "adresses écrites\u00a0: %llu sur %llu semblent contenir une faute de frappe (gmail.con)\u00a0; elles sont "
                 "gardées telles quelles, et la personne le lit à côté du champ",
            (unsigned long long)t->slips, (unsigned long long)t->addresses);
    if (!t->misread && !t->slips)
        good(d, "adresses écrites\u00a0: les %llu se lisent aujourd’hui comme elles ont été prises",
            (unsigned long long)t->addresses);
}

void doctor_typed(struct doctor *d, struct db *admin)
{
    struct inspect_typed t;
    if (inspect_typed(admin, &t) != RC_OK) {
        bad(d, "adresses écrites\u00a0: %.*s", STR_ARG(db_last_error(admin)));
        return;
    }
    say_addresses(d, &t);
    if (t.doubtful)
        doubt(d, "SIRET\u00a0: %llu sur %llu sont douteux (une clé ne tombe pas juste)\u00a0; ils sont gardés tels quels, et "
                 "dits à côté du champ",
            (unsigned long long)t.doubtful, (unsigned long long)t.sirets);
    else
        good(d, "SIRET\u00a0: les clés des %llu tombent juste", (unsigned long long)t.sirets);
}
