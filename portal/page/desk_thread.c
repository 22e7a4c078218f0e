#include "page/desk_thread.h"

#include "page/desk.h"
#include "page/desk_quotes.h"
#include "page/thread.h"
#include "store/quote.h"
#include "view/desk_said.h"
#include "view/templates.h"

static struct view_desk_line line_of(struct page *p, const struct desk_event *e)
{
    bool note = str_eq(e->a, STR("note")), theirs = str_eq(e->a, STR("person"));
    struct view_desk_line line = {
        .at = desk_moment(p, e->at),
        .who = e->who,
        .title = theirs && e->d.n ? STR("La personne, par courriel") : theirs ? STR("La personne")
                 : note ? STR("Note interne") : STR("Réponse envoyée"),
        .text = e->b,
        .remarks = e->c,
        .tone = note ? TONE_WATCH : TONE_PLAIN,
    };
    if (str_eq_c(e->d, QUOTE_AUTOMATIC)) {
        line.title = STR("Par courriel");
        line.mark = (struct view_tag){STR("Message automatique"), TONE_GOING};
    } else if (str_eq_c(e->d, QUOTE_UNVOUCHED)) {
        line.mark = (struct view_tag){STR("Expéditeur non vérifié"), TONE_WATCH};
    }
    return line;
}

void desk_thread_fill(struct page *p, const struct desk_file *f, const struct desk_event *events, size_t n,
    struct view_desk_request *v)
{
    struct thread_said *said = ARENA_ARRAY(p->a, n + 1, struct thread_said);
    uint64_t *ids = ARENA_ARRAY(p->a, n + 1, uint64_t);
    for (size_t i = 0; i < n; i++) {
        if (events[i].kind != EVENT_MESSAGE)
            continue;
        struct view_desk_line *line = &v->thread[v->thread_n];
        *line = line_of(p, &events[i]);
        said[v->thread_n] = (struct thread_said){.text = &line->text, .remarks = &line->remarks};
        ids[v->thread_n++] = events[i].id;
    }
    thread_fit(p, said, v->thread_n);
    for (size_t i = 0; i < v->thread_n; i++)
        if (said[i].cut)
            v->thread[i].more_href = arena_printf(p->a, "/gestion/devis/%.*s/messages/%llu",
                STR_ARG(f->public_id), (unsigned long long)ids[i]);
}

/* ---- one of them, whole */

enum rc page_desk_said(struct page *p)
{
    struct desk_file f;
    struct desk_event *events;
    size_t n, i = 0;
    uint64_t id;
    enum rc rc = desk_file_find(p->db, p->a, p->staff.id, p->part[0], &f);
    if (rc == RC_OK)
        rc = desk_file_events(p->db, p->a, f.id, &events, &n);
    if (rc != RC_OK)
        return rc;
    if (!str_to_u64(p->part[1], UINT64_MAX, &id))
        return RC_NOT_FOUND;
    while (i < n && !(events[i].kind == EVENT_MESSAGE && events[i].id == id))
        i++;
    if (i == n)
        return RC_NOT_FOUND;
    struct view_desk_said v = {.shell = desk_shell(p, "Message", DESK_QUOTES),
        .back = {arena_printf(p->a, "/gestion/devis/%.*s#echanges", STR_ARG(f.public_id)),
            arena_printf(p->a, "Demande %.*s", STR_ARG(f.reference))},
        .line = line_of(p, &events[i])};
    view_desk_said_html(&p->res->body, &v);
    return RC_OK;
}
