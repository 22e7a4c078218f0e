#include "page/origin.h"

#include "page/dossier.h"

/* In the order of enum origin. `tail`: the page's path below the candidacy's; the list's is its own. */
static const struct row {
    const char *word, *tail, *label, *to;
} rows[] = {
    [ORIGIN_STEPS] = {"", NULL, NULL, NULL},
    [ORIGIN_CHECK] = {"verification", "verification", "Vérifier et déposer", "à la vérification"},
    [ORIGIN_LIST] = {"liste", NULL, NULL, "à la liste"},
    [ORIGIN_RECEIPT] = {"confirmation", "confirmation", "Accusé de réception",
        "à l’accusé de réception"},
};
enum { ORIGINS = sizeof rows / sizeof *rows };

/* At the desk there is one page to check all at once: the candidacy's own. */
static const struct row desk_check = {"verification", "", "Candidature saisie", "à la candidature"};

static const struct row *row_of(const struct page *p, enum origin o)
{
    return p->desk && o == ORIGIN_CHECK ? &desk_check : &rows[o];
}

enum origin page_origin(const struct page *p)
{
    struct str word = page_form(p, ORIGIN_NAME);
    if (!word.n)
        word = page_query(p, ORIGIN_NAME);
    for (int o = ORIGIN_STEPS + 1; o < ORIGINS; o++)
        if (str_eq_c(word, rows[o].word))
            return (enum origin)o;
    return ORIGIN_STEPS;
}

struct str origin_word(enum origin o)
{
    return str_c(rows[o].word);
}

struct str origin_link(const struct page *p, struct str path, enum origin o, struct str anchor)
{
    return arena_printf(p->a, "%.*s%s%s%s%.*s", STR_ARG(path),
        o == ORIGIN_STEPS ? "" : "?" ORIGIN_NAME "=", rows[o].word, anchor.n ? "#" : "",
        STR_ARG(anchor));
}

struct view_back origin_back(const struct page *p, struct str anchor, struct view_back otherwise)
{
    enum origin o = page_origin(p);
    const struct row *r = row_of(p, o);
    if (o == ORIGIN_STEPS)
        return otherwise;
    if (o == ORIGIN_LIST) {
        const struct step *s = step_by_form(p->asks);
        return (struct view_back){
            origin_link(p, dossier_path(p, s->segment), ORIGIN_CHECK, (struct str){0}),
            str_c(dossier_title(p, s))};
    }
    return (struct view_back){
        origin_link(p, dossier_path(p, r->tail), ORIGIN_STEPS, anchor), str_c(r->label)};
}

struct view_back origin_check_back(const struct page *p, struct view_back otherwise)
{
    return page_origin(p) == ORIGIN_CHECK ? origin_back(p, str_c(form_identity.name), otherwise)
                                          : otherwise;
}

const char *origin_words(const struct page *p, const char *verb)
{
    const char *to = row_of(p, page_origin(p))->to;
    return to ? arena_printf(p->a, "%s %s", verb, to).p : NULL;
}

bool origin_return(struct page *p, struct str anchor)
{
    struct view_back back = origin_back(p, anchor, (struct view_back){0});
    if (back.href.n)
        response_redirect(p->res, back.href);
    return back.href.n > 0;
}
