#include "page/shell.h"

#include "domain/email.h"
#include "page/desk.h"

struct str page_fact(const struct page *p, const char *name)
{
    return p->facts ? facts_text(p->facts, name) : (struct str){0};
}

struct str page_contact(const struct page *p)
{
    struct str general = page_fact(p, "contact.general");
    return general.n ? general : page_fact(p, "contact.quotes");
}

struct str page_url(const struct page *p, struct str path)
{
    return arena_printf(p->a, "%.*s%.*s", STR_ARG(p->site->base_url), STR_ARG(path));
}

struct view_shell page_shell(struct page *p, const char *title, enum nav nav)
{
    struct view_desk_shell *desk = NULL;
    if (p->desk) {
        desk = ARENA_NEW(p->a, struct view_desk_shell);
        *desk = desk_shell(p, title, DESK_CANDIDACIES);
    }
    return (struct view_shell){
        .desk = desk,
        .title = str_c(title),
        .nav = nav,
        .email = p->visit.account ? email_shown(p->a, p->visit.email) : (struct str){0},
        .csrf = p->visit.session ? p->web->csrf(p) : (struct str){0},
        .contact = page_contact(p),
        .request_id = p->req->id,
        .no_index = true,
        .at = p->at,
    };
}

void page_shell_error(struct view_shell *shell, bool error)
{
    shell->error = error;
    if (shell->desk)
        shell->desk->head.error = error;
}
