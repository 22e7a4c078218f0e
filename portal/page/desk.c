#include "page/desk.h"

#include "base/words.h"
#include "domain/mails.h"
#include "page/shell.h"

enum { PROOF_SECONDS = 10 * 60 };

/* In the order of the menu. */
static const struct {
    enum desk_nav nav;
    const char *href, *label;
    unsigned roles;
} entries[] = {
    {DESK_QUOTES, "/gestion/devis", "Devis", ROLE_QUOTES | ROLE_ADMIN},
    {DESK_CANDIDACIES, "/gestion/candidatures", "Candidatures", ROLE_REVIEWER | ROLE_ADMIN},
    {DESK_FIGURES, "/gestion/chiffres", "Chiffres", ROLE_QUOTES | ROLE_ADMIN},
    {DESK_TEXTS, "/gestion/textes", "Textes", ROLE_QUOTES | ROLE_ADMIN},
    {DESK_MAILS, "/gestion/courriels", "Courriels", ROLE_ADMIN},
    {DESK_ASIDES, "/gestion/courriels-recus", "Courriels reçus", ROLE_ADMIN},
    {DESK_TEAM, "/gestion/equipe", "Équipe", ROLE_ADMIN},
    {DESK_ACCOUNT, "/gestion/compte", "Mon compte", ROLE_ANY},
};
enum { ENTRIES = sizeof entries / sizeof *entries };

static struct str held(struct page *p)
{
    if (p->staff.mails_held.s == 0)
        return (struct str){0};
    return arena_printf(p->a, "Aucun courriel ne part depuis le %.*s\u00a0: %s. Rien n’est perdu\u00a0: ils "
                              "sont gardés, et partiront d’eux-mêmes dès que ce sera rétabli.",
        STR_ARG(words_instant(p->a, p->staff.mails_held)), mail_way_label(p->staff.mails_held_at));
}

/* To who can have it looked into. */
static struct str purge_held(struct page *p)
{
    if (!p->staff.purges_held || !(p->staff.roles & ROLE_ADMIN))
        return (struct str){0};
    return STR("L’effacement automatique s’est arrêté\u00a0: il y avait d’un coup beaucoup à effacer. Rien n’est "
               "effacé tant qu’une personne qui tient le portail ne l’a pas laissé passer (portal-admin purge).");
}

struct view_desk_shell desk_shell(struct page *p, const char *title, enum desk_nav nav)
{
    struct view_desk_shell v = {
        .head = {.title = str_c(title), .no_index = true, .request_id = p->req->id, .at = p->at},
        .nav = nav,
    };
    if (!p->staff.full) /* an error page knows nobody, and must not replace their cookie */
        return v;
    v.name = p->staff.name;
    v.csrf = p->web->csrf(p);
    v.held = held(p);
    v.purge_held = purge_held(p);
    v.entries = ARENA_ARRAY(p->a, ENTRIES, struct view_desk_entry);
    for (size_t i = 0; i < ENTRIES; i++)
        if (entries[i].roles & p->staff.roles)
            v.entries[v.entries_n++] = (struct view_desk_entry){.nav = entries[i].nav,
                .href = str_c(entries[i].href), .label = str_c(entries[i].label),
                .current = entries[i].nav == nav};
    if (p->staff.mails_failed)
        desk_count(&v, DESK_MAILS,
            arena_printf(p->a, "%llu", (unsigned long long)p->staff.mails_failed));
    return v;
}

void desk_count(struct view_desk_shell *shell, enum desk_nav nav, struct str count)
{
    for (size_t i = 0; i < shell->entries_n; i++)
        if (shell->entries[i].nav == nav)
            shell->entries[i].count = count;
}

bool desk_proved(const struct page *p)
{
    return p->staff.full && p->staff.proved.s &&
           p->now.s - p->staff.proved.s < PROOF_SECONDS;
}

enum rc page_desk(struct page *p)
{
    for (size_t i = 0; i < ENTRIES; i++)
        if (entries[i].roles & p->staff.roles) {
            response_redirect(p->res, str_c(entries[i].href));
            return RC_OK;
        }
    return RC_FAULT; /* somebody without any role does not pass the door */
}
