/* Letters beyond ASCII wherever a request can carry some: in each segment of each path, in each name that
 * a route declares, where keys and stored words are expected. MariaDB refuses to compare such a text with
 * an ASCII column (errno 1267): nobody may see that. And no text is cut inside a letter. */
#include "desk_stage.h"
#include "input_play.h"

#include "base/utf8.h"
#include "domain/forms.h"
#include "http/path.h"

static const char UNKNOWN[] = "AAAAAAAAAAAAAAAAAAAAAA";
/* As a path or a query has them; the last ones are no UTF-8. */
static const char *const ODD[] = {"%C3%A9", "%F0%9F%98%80", "e%CC%81", "%EF%BC%9D", "AAAA%C3%A9AAAAAAAAAAAAAAAAA",
    "%E2%80%8B", "%27", "%5C", "%25", "%00", "%FF", "%C3", "%ED%A0%80"};
enum { ODD_N = sizeof ODD / sizeof *ODD };

/* ---- real things, so that a page gets as far as its statements */

struct world {
    struct browser person, staff;
    uint64_t staff_id;
    struct str candidacy, request, entered, submitted, member, ready, link; /* link: "id/token" */
};

static struct world make_world(void)
{
    struct world w = {.candidacy = {0}};
    struct browser other = {0};
    const struct wish usual = {0};
    stage_facts();
    w.candidacy = signed_in_candidacy(&w.person, NULL);
    w.submitted = submitted_candidacy(&other, "Lettres", "individual", NULL);
    w.staff_id = flow_staff(&w.staff, ROLE_QUOTES | ROLE_REVIEWER | ROLE_ADMIN);
    flow_staff_id(ROLE_QUOTES);
    w.request = stage_issued(&w.staff, &usual);
    w.entered = stage_entered(&w.staff, fresh_email(), "later");
    w.member = root_text("SELECT public_id FROM staff ORDER BY id DESC LIMIT 1");
    w.ready = root_text("SELECT public_id FROM ready_text ORDER BY id LIMIT 1");
    struct str path = root_text("SELECT JSON_VALUE(params, '$.link') FROM outbox WHERE kind = 'quote_version'"
                                " ORDER BY id DESC LIMIT 1");
    struct str begin = STR("http://localhost:8080/devis/");
    ck_assert(str_starts(path, begin));
    w.link = str_slice(path, begin.n, path.n);
    return w;
}

/* The pattern with those real things in its first holes, unknown ones in the others, and `odd` in hole
 * number `which`. */
static const char *path_of(const struct world *w, const char *pattern, size_t which, const char *odd)
{
    struct str link = w->link, first, second;
    str_cut(&link, '/', &first);
    str_cut(&link, '/', &second);
    const struct {
        const char *begin;
        struct str holes[2];
    } real[] = {{"/candidature/{}", {w->candidacy}}, {"/devis/{}/{}", {first, second}},
        {"/gestion/devis/{}", {w->request}}, {"/gestion/candidatures/saisies/{}", {w->entered}},
        {"/gestion/candidatures/{}", {w->submitted}}, {"/gestion/equipe/{}", {w->member}},
        {"/gestion/textes/{}", {w->ready}}};
    const struct str *holes = NULL;
    for (size_t i = 0; !holes && i < sizeof real / sizeof *real; i++)
        if (strncmp(pattern, real[i].begin, strlen(real[i].begin)) == 0)
            holes = real[i].holes;
    struct buf b;
    size_t hole = 0;
    buf_init(&b, 1 << 16);
    for (const char *p = pattern; *p; p++) {
        if (*p != '{') {
            buf_putc(&b, *p);
            continue;
        }
        if (hole == which)
            buf_puts(&b, odd);
        else
            buf_put(&b, holes && hole < 2 && holes[hole].n ? holes[hole] : str_c(UNKNOWN));
        hole++;
        p++;
    }
    return arena_take(arena, &b).p;
}

static const size_t NOWHERE = (size_t)-1;

/* One request and what came of it, in an arena of its own: its cookies and its page are forgotten. */
static void ask_oddly(const struct browser *as, const struct route *r, const char *path, const char *body)
{
    struct arena *mine = arena, *short_lived = arena_new();
    struct browser b = *as;
    arena = short_lived;
    struct reply got = ask(&b, r->method, path, str_c(body));
    ck_assert_msg(got.status < 500, "%s %.80s %.80s: %d\n%s", r->name, path, body, got.status, glimpse(&got));
    arena = mine;
    arena_free(short_lived);
}

/* Signed in, whatever the last request did; a token for each form. */
static struct browser *who(struct world *w, bool at_desk, const char **token)
{
    struct browser *b = at_desk ? &w->staff : &w->person;
    if (at_desk) {
        flow_staff_session(b, w->staff_id);
        *token = text("%.*s", STR_ARG(desk_token(b)));
        return b;
    }
    if (get(b, at(w->candidacy, "module")).status != 200)
        w->candidacy = signed_in_candidacy(b, NULL);
    get(b, at(w->candidacy, "module"));
    *token = text("%.*s", STR_ARG(token_of(b)));
    return b;
}

/* Every field of its form at once. */
static const char *odd_form(const struct route *r, const char *token, const char *odd)
{
    struct pairs ps = right_form(r->form);
    struct buf body;
    buf_init(&body, 2 << 20);
    buf_printf(&body, "csrf=%s&then=send", token);
    for (size_t i = 0; i < ps.n; i++)
        buf_printf(&body, "&%.*s=%s", STR_ARG(ps.name[i]), odd);
    return arena_take(arena, &body).p;
}

/* Each hole of the path, each name that the route declares, and its form; how many requests. */
static size_t odd_route(struct world *w, const struct route *r, bool at_desk, const char *odd)
{
    const char *token, *path = path_of(w, r->pattern, NOWHERE, "");
    struct browser *b = who(w, at_desk, &token);
    size_t n = path_holes(r->pattern);
    for (size_t i = 0; i < n; i++)
        ask_oddly(b, r, path_of(w, r->pattern, i, odd), text("csrf=%s", token));
    for (const char *const *name = r->params; name && *name; name++, n++) {
        const char *pair = text("%s=%s", *name, odd);
        if (r->method == METHOD_GET)
            ask_oddly(b, r, text("%s?%s", path, pair), "");
        else
            ask_oddly(b, r, path, text("csrf=%s&%s", token, pair));
    }
    if (r->method == METHOD_POST && r->form) {
        ask_oddly(b, r, path, odd_form(r, token, odd));
        n++;
    }
    return n;
}

static void walk(int table, size_t least)
{
    struct world w = make_world();
    size_t n = 0;
    const char *const longer[] = {times("%C3%A9", 3000), times("%F0%9F%98%80", 65), times("a", 5000)};
    for (size_t i = 0; i < *route_tables[table].n; i++)
        for (size_t k = 0; k < ODD_N + 3; k++)
            n += odd_route(&w, &route_tables[table].rows[i], route_tables[table].desk,
                k < ODD_N ? ODD[k] : longer[k - ODD_N]);
    ck_assert_uint_gt(n, least);
}

START_TEST(in_every_path_and_name_of_the_applicants)
{
    walk(ROUTES_PUBLIC, 1000);
}
END_TEST

START_TEST(in_every_path_and_name_of_the_desk)
{
    walk(ROUTES_DESK, 1000);
}
END_TEST

START_TEST(in_every_path_and_name_where_staff_sign_in)
{
    walk(ROUTES_SIGNIN, 20);
}
END_TEST

/* Their raw bytes in a path, where nginx would not have decoded them. */
START_TEST(raw_bytes_in_every_path)
{
    static const char *const raw[] = {"é", "😀", "\xff", "\xc3"};
    struct browser b = {0};
    for (int t = 0; t < ROUTE_TABLES; t++)
        for (size_t i = 0; i < *route_tables[t].n; i++) {
            const struct route *r = &route_tables[t].rows[i];
            struct world none = {.candidacy = {0}};
            for (size_t k = 0; k < 4 && path_holes(r->pattern); k++) {
                struct reply got = get(&b, path_of(&none, r->pattern, 0, raw[k]));
                ck_assert_msg(got.status == 404, "%s: %d", r->name, got.status);
            }
        }
}
END_TEST

/* ---- cut */

static const char *lines_of(const char *letter, const char *before)
{
    struct buf b;
    buf_init(&b, 1 << 16);
    for (int line = 0; line < 25; line++)
        buf_printf(&b, "%s%s%s", line ? "%0D%0A" : "", line ? "" : before, times(letter, 78));
    return arena_take(arena, &b).p;
}

/* The team's note of what it changed was cut at 7900 bytes: half a letter, and a page of 500. */
START_TEST(a_long_amendment_is_noted_whole_letters)
{
    static const char *const before[] = {"", "a"};
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    for (size_t i = 0; i < 2; i++) {
        struct str id = stage_request(&(struct wish){.more = text("trainees = REPEAT('%s%s\\n', 44)", before[i],
            times("à", 43))});
        const char *path = stage_path(id, "version");
        ck_status(get(&b, path), 200);
        struct reply r = post(&b, path, stage_amended(id, text("payer=employer&module=yes&mix=&trainees=%s"
            "&addressee_contact=%s&then=save", lines_of("%C3%A9", before[i]), times("%C3%A8", 80))));
        ck_status(r, 303);
        struct str note = root_text("SELECT body FROM quote_message WHERE request_id = %llu ORDER BY id DESC"
                                    " LIMIT 1", (unsigned long long)stage_id(id));
        ck_assert_msg(utf8_valid(note) && note.n > 7900, "%zu bytes", note.n);
        ck_assert_uint_gt(utf8_length(note), 3900);
        r = follow(&b, &r);
        ck_status(r, 200);
    }
}
END_TEST

/* What a page is based on is ours; somebody else's of the same length is not taken to pieces. */
START_TEST(a_base_of_accents)
{
    struct browser b = {0};
    struct str id = start(&b);
    get(&b, at(id, "module"));
    struct reply r = get(&b, at(id, "module"));
    struct str base = shown(&r, "base");
    for (size_t odd = 0; odd < 2; odd++) {
        struct buf posted;
        buf_init(&posted, 4096);
        buf_printf(&posted, "csrf=%.*s&wanted=%s&autosave=1&base=%s", STR_ARG(token_of(&b)),
            odd ? "no" : "yes", odd ? "a" : "");
        for (size_t i = odd; i + 1 < base.n; i += 2)
            buf_puts(&posted, "%C3%A9");
        if ((base.n - odd) % 2)
            buf_puts(&posted, "a");
        b.accept = "application/json";
        r = post_bare(&b, at(id, "module"), arena_take(arena, &posted)); /* answers with a base */
        ck_assert_msg((r.status == 200 || r.status == 409) && has(r.body, "\"base\":\""), "%d", r.status);
        b.accept = NULL;
        r = get(&b, at(id, "module"));
        ck_assert_uint_eq(shown(&r, "base").n, base.n);
    }
}
END_TEST

START_TEST(a_long_search)
{
    static const char *const paths[] = {"/gestion/devis", "/gestion/candidatures"};
    static const char *const letters[] = {"%C3%A9", "%F0%9F%98%80", "e%CC%81", "%E2%82%AC"};
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES | ROLE_REVIEWER);
    for (size_t p = 0; p < 2; p++)
        for (size_t l = 0; l < 4; l++)
            for (size_t n = 195; n < 204; n++) {
                struct reply r = get(&b, paths[p]);
                r = post(&b, text("%s/recherche", paths[p]),
                    text("retour=&recherche=%s%s", n % 2 ? "a" : "", times(letters[l], n)));
                ck_status(r, 303);
                struct reply shown_page = follow(&b, &r);
                ck_assert_msg(shown_page.status == 200, "%s %s %zu: %d", paths[p], letters[l], n, shown_page.status);
            }
}
END_TEST

FLOW_MAIN("letters", in_every_path_and_name_of_the_applicants, in_every_path_and_name_of_the_desk,
    in_every_path_and_name_where_staff_sign_in,
    raw_bytes_in_every_path, a_long_amendment_is_noted_whole_letters, a_base_of_accents, a_long_search)
