#include "page/desk_list.h"

#include "sys/crypto.h"

/* ---- what is asked */

static enum rc load_view(struct page *p, const struct desk_front *f, struct str id,
    struct desk_query *base)
{
    const struct desk_list *list = f->source->list;
    struct desk_view view;
    struct params pairs;
    struct str plain;
    enum rc rc = desk_view_find(p->db, p->a, p->staff.id, list->name, id, &view);
    if (rc != RC_OK)
        return rc;
    if (!crypto_open(p->a, p->site->keys, KEY_VIEW, view.sealed, view.public_id, &plain))
        return RC_NOT_FOUND; /* sealed for another row, or by a key that is gone */
    rc = params_parse(p->a, plain, &pairs);
    for (size_t i = 0; rc == RC_OK && i < pairs.n; i++) {
        if (str_eq(pairs.v[i].name, STR("recherche")))
            base->search = pairs.v[i].value;
        else
            desk_query_set(base, pairs.v[i].name, pairs.v[i].value);
    }
    base->view = view.public_id;
    return rc;
}

static enum rc asked_of(struct page *p, const struct desk_front *f, const struct params *pairs,
    struct desk_asked *out)
{
    struct str view = params_get(pairs, "vue", NULL);
    out->base = desk_query_new(f->source->list);
    if (view.n) {
        enum rc rc = load_view(p, f, view, &out->base);
        if (rc != RC_OK)
            return rc;
    }
    out->query = out->base;
    for (size_t i = 0; i < pairs->n; i++)
        if (!str_eq(pairs->v[i].name, STR("vue")))
            desk_query_set(&out->query, pairs->v[i].name, pairs->v[i].value);
    return RC_OK;
}

enum rc desk_asked_query(struct page *p, const struct desk_front *f, struct desk_asked *out)
{
    return asked_of(p, f, &p->query, out);
}

enum rc desk_asked_back(struct page *p, const struct desk_front *f, struct desk_asked *out)
{
    struct params pairs;
    enum rc rc = params_parse(p->a, page_form(p, "retour"), &pairs);
    return rc == RC_OK ? asked_of(p, f, &pairs, out) : rc;
}

struct desk_ask desk_ask_of(const struct page *p, const struct desk_query *q)
{
    return (struct desk_ask){q, p->staff.id, p->today};
}

/* ---- addresses */

static struct str pairs_of(struct page *p, const struct desk_asked *asked, bool place)
{
    struct buf out;
    buf_init(&out, DESK_ADDRESS_MAX);
    desk_query_write(&asked->query, &asked->base, &out);
    if (place && asked->query.way != DESK_FIRST)
        desk_mark_write(asked->query.way, asked->query.mark, &out);
    return arena_take(p->a, &out);
}

static struct str with_pairs(struct page *p, struct str path, struct str pairs)
{
    return arena_printf(
        p->a, "%.*s%s%.*s", STR_ARG(path), pairs.n ? "?" : "", STR_ARG(pairs));
}

static struct str path_of(struct page *p, const struct desk_list *list, const char *tail)
{
    return arena_printf(p->a, "/gestion/%s%s", list->name, tail);
}

struct str desk_href(struct page *p, const struct desk_asked *asked, bool place)
{
    return with_pairs(p, path_of(p, asked->query.list, ""), pairs_of(p, asked, place));
}

struct str desk_item_href(struct page *p, const struct desk_asked *asked, struct str public_id)
{
    struct str path =
        arena_printf(p->a, "/gestion/%s/%.*s", asked->query.list->name, STR_ARG(public_id));
    return with_pairs(p, path, pairs_of(p, asked, false));
}

/* The same list with one thing set: a queue, a sort, a place. */
static struct str href_with(
    struct page *p, const struct desk_asked *asked, const char *name, const char *value)
{
    struct desk_asked other = *asked;
    desk_query_set(&other.query, str_c(name), str_c(value));
    return desk_href(p, &other, false);
}

/* ---- filling */

static struct str capped(struct page *p, uint64_t n)
{
    return n > DESK_COUNT_MAX ? arena_printf(p->a, "%d+", DESK_COUNT_MAX)
                              : arena_printf(p->a, "%llu", (unsigned long long)n);
}

/* A counter leaves filters and searches behind: its number counts the whole queue. */
static void fill_counters(struct page *p, const struct desk_front *f,
    const struct desk_asked *asked, const uint64_t *counts, struct view_desk_list *v)
{
    const struct desk_list *list = f->source->list;
    v->counters = ARENA_ARRAY(p->a, list->queues_n, struct view_desk_counter);
    for (size_t i = 0; i < list->queues_n; i++) {
        struct desk_asked queue = {desk_query_new(list), desk_query_new(list)};
        desk_query_set(&queue.query, STR("file"), str_c(list->queues[i].value));
        v->counters[v->counters_n++] = (struct view_desk_counter){
            .href = desk_href(p, &queue, false),
            .label = str_c(list->queues[i].label),
            .count = capped(p, counts[i]),
            .current = i == asked->query.queue && asked->query.view.n == 0,
            .calls = list->queues[i].calls && counts[i] > 0,
        };
    }
}

static void fill_kept(struct page *p, const struct desk_asked *asked,
    const struct desk_aside *aside, struct view_desk_list *v)
{
    v->kept = ARENA_ARRAY(p->a, aside->views_n, struct view_desk_kept);
    for (size_t i = 0; i < aside->views_n; i++) {
        struct str id = aside->views[i].public_id;
        const char *list = asked->query.list->name;
        v->kept[v->kept_n++] = (struct view_desk_kept){
            .href = arena_printf(p->a, "/gestion/%s?vue=%.*s", list, STR_ARG(id)),
            .name = aside->views[i].name,
            .forget = arena_printf(p->a, "/gestion/%s/vues/%.*s/retirer", list, STR_ARG(id)),
            .current = str_eq(id, asked->query.view),
        };
    }
}

static void add_option(
    struct view_desk_filter *to, struct str value, struct str label, struct str chosen)
{
    to->options[to->options_n++] =
        (struct view_option){.value = value, .label = label, .checked = str_eq(value, chosen)};
}

static void add_people(struct page *p, const struct desk_aside *aside, struct str chosen,
    struct view_desk_filter *to)
{
    add_option(to, STR("moi"), STR("Moi"), chosen);
    add_option(to, STR("personne"), STR("Personne"), chosen);
    for (size_t i = 0; i < aside->people_n; i++)
        if (!str_eq(aside->people[i].public_id, p->staff.public_id))
            add_option(to, aside->people[i].public_id, aside->people[i].name, chosen);
}

enum { NUMBERS_MAX = 30 };

static void add_numbers(struct page *p, const struct desk_front *f, struct str chosen,
    struct view_desk_filter *to)
{
    size_t n = f->numbers(p, to->options, NUMBERS_MAX);
    for (; to->options_n < n; to->options_n++)
        to->options[to->options_n].checked =
            str_eq(to->options[to->options_n].value, chosen);
}

static void fill_filters(struct page *p, const struct desk_front *f,
    const struct desk_asked *asked, const struct desk_aside *aside, struct view_desk_list *v)
{
    const struct desk_list *list = f->source->list;
    v->filters = ARENA_ARRAY(p->a, list->filters_n, struct view_desk_filter);
    for (size_t i = 0; i < list->filters_n; i++) {
        const struct desk_filter *filter = &list->filters[i];
        struct view_desk_filter *to = &v->filters[v->filters_n++];
        size_t n = filter->people ? aside->people_n + 2 : filter->numbers ? NUMBERS_MAX : 0;
        for (const struct choice *c = filter->choices; c && c->value; c++)
            n++;
        *to = (struct view_desk_filter){
            .id = arena_printf(p->a, "filtre-%s", filter->name),
            .name = str_c(filter->name),
            .label = str_c(filter->label),
            .any = str_c(filter->any),
            .options = ARENA_ARRAY(p->a, n, struct view_option),
        };
        for (const struct choice *c = filter->choices; c && c->value; c++)
            add_option(to, str_c(c->value), str_c(c->label), asked->query.filter[i]);
        if (filter->people)
            add_people(p, aside, asked->query.filter[i], to);
        if (filter->numbers && f->numbers)
            add_numbers(p, f, asked->query.filter[i], to);
    }
    v->sorts = (struct view_desk_filter){.id = STR("tri"), .name = STR("tri"),
        .label = STR("Montrer d’abord"),
        .options = ARENA_ARRAY(p->a, list->sorts_n, struct view_option)};
    for (size_t i = 0; i < list->sorts_n; i++)
        add_option(&v->sorts, str_c(list->sorts[i].value), str_c(list->sorts[i].label),
            str_c(list->sorts[asked->query.sort].value));
}

static struct str day_value(struct page *p, struct day d)
{
    struct buf out;
    buf_init(&out, 16);
    day_format_iso(&out, d);
    return arena_take(p->a, &out);
}

/* What the filters' form and the search's carry along. */
static void fill_ask(struct page *p, const struct desk_front *f, const struct desk_asked *asked,
    struct view_desk_list *v)
{
    const struct desk_list *list = f->source->list;
    const struct desk_query *q = &asked->query;
    v->back = pairs_of(p, asked, true);
    v->search_action = path_of(p, list, "/recherche");
    v->search_hint = str_c(list->search_hint);
    v->searched = q->search;
    v->view = q->view;
    v->queue = str_c(list->queues[q->queue].value);
    v->queued = q->queue != 0 || asked->base.queue != 0;
    v->narrowed = desk_query_narrowed(q);
    v->period = str_c(list->period);
    v->from = day_value(p, q->from);
    v->to = day_value(p, q->to);
    struct desk_asked bare = {desk_query_new(list), desk_query_new(list)};
    bare.query.queue = q->queue;
    bare.query.sort = q->sort;
    bare.query.sorted = q->sorted;
    v->unsearch_href = v->all_href = desk_href(p, &bare, false);
    if (q->search.n) { /* the filters go, the search stays; or the other way round */
        struct desk_asked all = *asked, found = bare;
        memset(all.query.filter, 0, sizeof all.query.filter);
        all.query.from = all.query.to = (struct day){0};
        v->all_href = desk_href(p, &all, false);
        memcpy(found.query.filter, q->filter, sizeof found.query.filter);
        found.query.from = q->from;
        found.query.to = q->to;
        v->unsearch_href = desk_href(p, &found, false);
    }
    v->keepable = v->narrowed || q->search.n > 0 || q->sorted;
    v->keep_action = path_of(p, list, "/vues");
}

static void fill_heads(struct page *p, const struct desk_front *f, const struct desk_asked *asked,
    struct view_desk_list *v)
{
    const struct desk_list *list = f->source->list;
    v->heads = ARENA_ARRAY(p->a, list->columns_n, struct view_desk_head);
    for (size_t i = 0; i < list->columns_n; i++) {
        const struct desk_column *c = &list->columns[i];
        const struct desk_sort *now = &list->sorts[asked->query.sort];
        bool by = c->sort && strcmp(c->sort, now->value) == 0;
        v->heads[v->heads_n++] = (struct view_desk_head){
            .label = str_c(c->label),
            .href = c->sort && !by ? href_with(p, asked, "tri", c->sort) : (struct str){0},
            .num = c->num,
            .up = by && !now->descending,
            .down = by && now->descending,
        };
    }
}

static void fill_items(struct page *p, const struct desk_front *f, const struct desk_asked *asked,
    const struct desk_page *page, struct view_desk_list *v)
{
    const struct desk_list *list = f->source->list;
    v->items = ARENA_ARRAY(p->a, page->n, struct view_desk_item);
    for (size_t i = 0; i < page->n; i++) {
        size_t row = desk_page_row(page, i);
        struct view_desk_item *item = &v->items[v->items_n++];
        *item = (struct view_desk_item){
            .pick = row_str(&page->rows, row, 2),
            .pick_name = arena_printf(p->a, "n%zu", i + 1),
            .pick_id = arena_printf(p->a, "choix-%zu", i + 1),
            .cells = ARENA_ARRAY(p->a, list->columns_n, struct view_desk_cell),
            .cells_n = list->columns_n,
        };
        for (size_t c = 0; c < list->columns_n; c++) {
            item->cells[c].label = str_c(list->columns[c].label);
            item->cells[c].num = list->columns[c].num;
        }
        f->row(p, &page->rows, row, item);
        for (size_t c = 0; c < list->columns_n; c++)
            if (item->cells[c].head) {
                item->cells[c].href = desk_item_href(p, asked, item->pick);
                item->what = arena_printf(p->a, "%s %.*s", f->what, STR_ARG(item->cells[c].text));
            }
    }
}

static void fill_pager(struct page *p, const struct desk_asked *asked,
    const struct desk_page *page, struct view_desk_list *v)
{
    struct desk_asked other = *asked;
    if (page->n == 0)
        return;
    if (page->before) {
        other.query.way = DESK_BEFORE;
        other.query.mark = desk_page_mark(page, 0);
        v->previous_href = desk_href(p, &other, true);
        v->first_href = desk_href(p, &other, false);
    }
    if (page->after) {
        other.query.way = DESK_AFTER;
        other.query.mark = desk_page_mark(page, page->n - 1);
        v->next_href = desk_href(p, &other, true);
    }
}

static void fill_bulk(struct page *p, const struct desk_front *f, const struct desk_aside *aside,
    struct view_desk_list *v)
{
    if (!f->assign && f->buttons_n == 0 && !f->export)
        return;
    v->bulk_action = path_of(p, f->source->list, "/lot");
    if (f->assign) {
        v->people = (struct view_desk_filter){.id = STR("lot-qui"), .name = STR("a"),
            .label = str_c(f->assign),
            .options = ARENA_ARRAY(p->a, aside->people_n + 2, struct view_option)};
        add_people(p, aside, STR("moi"), &v->people);
    }
    v->buttons = ARENA_ARRAY(p->a, f->buttons_n + 2, struct view_desk_button);
    for (size_t i = 0; i < f->buttons_n; i++)
        v->buttons[v->buttons_n++] = f->buttons[i];
    if (f->export) {
        v->buttons[v->buttons_n++] = (struct view_desk_button){STR(DESK_AS_CSV), STR("Exporter en CSV")};
        v->buttons[v->buttons_n++] =
            (struct view_desk_button){STR(DESK_AS_XLSX), STR("Exporter en tableur")};
    }
}

/* The whole list as it is asked, without its place. */
static void fill_exports(struct page *p, const struct desk_front *f,
    const struct desk_asked *asked, struct view_desk_list *v)
{
    if (!f->export)
        return;
    struct str pairs = pairs_of(p, asked, false);
    v->csv_href = with_pairs(p, path_of(p, f->source->list, "/export.csv"), pairs);
    v->xlsx_href = with_pairs(p, path_of(p, f->source->list, "/export.xlsx"), pairs);
}

/* "3 demandes changées ; 1 n’a pas pu l’être." */
static struct str done_words(struct page *p, const struct desk_list *list)
{
    uint64_t done = 0, refused = 0;
    if (!str_to_u64(page_query(p, "fait"), DESK_PAGE, &done))
        return (struct str){0};
    if (!str_to_u64(page_query(p, "ecartees"), DESK_PAGE, &refused))
        refused = 0;
    struct str words = done
        ? arena_printf(p->a, "C’est fait pour %llu %s.", (unsigned long long)done,
              done > 1 ? list->many : list->one)
        : arena_printf(p->a, "Rien n’a changé.");
    if (refused)
        words = arena_printf(p->a,
            "%.*s %llu %s laissée%s de côté\u00a0: cela n’y était pas possible.", STR_ARG(words),
            (unsigned long long)refused, refused > 1 ? list->many : list->one,
            refused > 1 ? "s" : "");
    return words;
}

static struct str count_words(struct page *p, const struct desk_list *list, uint64_t n)
{
    if (n > DESK_COUNT_MAX)
        return arena_printf(p->a, "plus de %d %s", DESK_COUNT_MAX, list->many);
    return arena_printf(
        p->a, "%llu\u00a0%s", (unsigned long long)n, n > 1 ? list->many : list->one);
}

enum rc desk_list_fill(struct page *p, const struct desk_front *f, const struct desk_asked *asked,
    struct view_desk_list *v)
{
    const struct desk_list *list = f->source->list;
    const struct desk_query *q = &asked->query;
    struct desk_ask ask = desk_ask_of(p, q);
    uint64_t *counts = ARENA_ARRAY(p->a, list->queues_n, uint64_t);
    struct desk_page page;
    struct desk_aside aside;
    enum rc rc = desk_counts(p->db, p->a, f->source, &ask, counts);
    if (rc == RC_OK)
        rc = desk_page_read(p->db, p->a, f->source, &ask, &page);
    if (rc == RC_OK)
        rc = desk_aside(p->db, p->a, p->staff.id, list->name, f->role, &aside);
    if (rc != RC_OK)
        return rc;
    bool sought = desk_query_narrowed(q) || q->search.n > 0;
    *v = (struct view_desk_list){
        .heading = str_c(f->heading),
        .base_href = path_of(p, list, ""),
        .csrf = p->web->csrf(p),
        .done = done_words(p, list),
        .caption = str_c(list->queues[q->queue].label),
        .count = sought ? (struct str){0} : count_words(p, list, counts[q->queue]),
        .empty = str_c(sought ? f->nothing : list->queues[q->queue].empty),
        .beside = ARENA_ARRAY(p->a, f->beside_n, struct view_link),
    };
    for (size_t i = 0; i < f->beside_n; i++)
        v->beside[v->beside_n++] = f->beside[i];
    fill_counters(p, f, asked, counts, v);
    fill_kept(p, asked, &aside, v);
    fill_ask(p, f, asked, v);
    fill_filters(p, f, asked, &aside, v);
    fill_heads(p, f, asked, v);
    fill_items(p, f, asked, &page, v);
    fill_bulk(p, f, &aside, v);
    fill_exports(p, f, asked, v);
    fill_pager(p, asked, &page, v);
    return RC_OK;
}

enum rc desk_list_walk(struct page *p, const struct desk_front *f, const struct desk_asked *asked,
    const struct desk_mark *marks, struct desk_walk *out)
{
    struct desk_ask ask = desk_ask_of(p, &asked->query);
    struct str previous, next;
    enum rc rc = desk_neighbours(
        p->db, p->a, f->source, &ask, marks[asked->query.sort], &previous, &next);
    if (rc != RC_OK)
        return rc;
    *out = (struct desk_walk){.list_href = desk_href(p, asked, false)};
    if (previous.n)
        out->previous_href = desk_item_href(p, asked, previous);
    if (next.n)
        out->next_href = desk_item_href(p, asked, next);
    return RC_OK;
}
