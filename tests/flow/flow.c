/* The browser: cookie jar, hidden inputs, redirections. */
#include "flow.h"

#include "base/codec.h"
#include "flow_pools.h"
#include "lost.h"
#include "page_read.h"
#include "store/stmt.h"
#include "sys/challenge.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <malloc.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct arena *arena;
struct instant now;
static struct db *root;

static void set_up(void)
{
    arena = arena_new();
    now = clock_now();
    /* ./dev check --long walks the same tests on other days (tests/flow/run) */
    const char *day = getenv("PORTAIL_CLOCK");
    if (day)
        ck_assert_msg(instant_parse_sql(str_c(day), &now), "PORTAIL_CLOCK=%s", day);
    log_set_level(LOG_ERROR);
    pools_begin();
    root = flow_connect("root");
    /* a pace that everybody shares knows no test: one that went on to later days left its turns there */
    root_run("DELETE FROM throttle WHERE next_at IS NOT NULL");
}

static void tear_down(void)
{
    pools_end();
    db_close(root);
    arena_free(arena);
}

/* ---- one request */

static struct str env(const char *given, const char *usual)
{
    return str_c(given ? given : usual);
}

static struct str keep(struct str s)
{
    return s.p ? arena_dup(arena, s) : s;
}

/* Bytes in use, whichever allocator there is. */
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));
static size_t heap_now(void)
{
    return __sanitizer_get_current_allocated_bytes ? __sanitizer_get_current_allocated_bytes()
                                                   : mallinfo2().uordblks;
}

/* A body that is made while it is sent, as the gateway asks for it (http/response.h). */
static void drain(struct response *res, struct reply *r)
{
    struct buf all;
    size_t begun = heap_now();
    buf_init(&all, 256 << 20);
    for (bool end = false; !end; r->pieces++) {
        buf_reset(&res->body);
        enum rc rc = res->stream(res->stream_ctx, &res->body, &end);
        if (rc != RC_OK && lost_now()) { /* what comes then is cut short, which a browser sees */
            r->status = 503;
            break;
        }
        ck_assert_msg(rc == RC_OK && !res->body.overflow, "the stream broke: %s", rc_name(rc));
        buf_put(&all, buf_str(&res->body));
        size_t heap = heap_now() - all.cap;
        r->piece = res->body.n > r->piece ? res->body.n : r->piece;
        r->heap = heap > begun && heap - begun > r->heap ? heap - begun : r->heap;
    }
    r->body = keep(buf_str(&all));
    ck_assert(!all.overflow);
    buf_free(&all);
}

struct reply ask(struct browser *b, enum method method, const char *path, struct str body)
{
    return ask_of(pools_router(path), b, method, path, body);
}

static struct reply ask_once(
    struct router *by, struct browser *b, enum method method, const char *path, struct str body)
{
    struct arena *a = arena_new();
    struct response res;
    struct str whole = str_c(path);
    size_t mark = str_find(whole, '?');
    struct request req = {
        .method = method,
        .path = str_slice(whole, 0, mark),
        .query = str_slice(whole, mark + 1, whole.n),
        .cookie = jar_header(a, b),
        .content_type = method == METHOD_POST
                            ? env(b->content_type, "application/x-www-form-urlencoded")
                            : (struct str){0},
        .body = body,
        .id = STR("0123456789abcdef0123456789abcdef"),
        .address = env(b->address, "192.0.2.7"),
        .host = STR("localhost:8080"),
        .origin = method == METHOD_POST ? env(b->origin, "http://localhost:8080") : STR(""),
        .fetch_site = env(b->fetch_site, "same-origin"),
        .user_agent = env(b->user_agent, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"),
        .accept = env(b->accept, "text/html"),
        .too_large = b->too_large,
        .malformed = b->malformed,
    };
    response_init(&res);
    pools_handle(by, a, &req, &res);
    struct reply r = {.status = res.status, .type = str_c(res.type),
        .headers = keep(buf_str(&res.headers)),
        .body = keep(buf_str(&res.body)),
        .statements = db_statements(by->db)};
    if (res.stream && method != METHOD_HEAD)
        drain(&res, &r);
    ck_assert(!res.body.overflow && !res.headers.overflow && page_is_sound(r.type, r.body));
    r.location = header_of(&r, "Location");
    jar_keep(b, &r);
    if (r.body.n && str_starts(r.type, STR("text/html")))
        b->page = r.body;
    response_free(&res);
    arena_free(a);
    return r;
}

struct reply ask_of(
    struct router *by, struct browser *b, enum method method, const char *path, struct str body)
{
    return lost_ask(ask_once, by, b, method, path, body);
}

/* As a browser does: to the name that a page is given (page/key.h), and to where what was typed is read
 * again (page/kept.h). */
static struct reply to_its_name(struct browser *b, const char *path, struct reply r)
{
    struct str asked = str_c(path), way = r.location;
    bool own = r.status == 303 &&
               str_eq(str_slice(way, 0, str_find(way, '?')), str_slice(asked, 0, str_find(asked, '?'))) &&
               (has(way, "?cle=") || has(way, "&cle="));
    if (!own)
        return r;
    struct reply named = ask(b, METHOD_GET, text("%.*s", STR_ARG(way)), (struct str){0});
    b->at = keep(way);
    named.headers = arena_printf(arena, "%.*s%.*s", STR_ARG(r.headers), STR_ARG(named.headers));
    named.location = named.status == 303 ? named.location : (struct str){0};
    return named;
}

struct reply get(struct browser *b, const char *path)
{
    b->at = str_c(path);
    return to_its_name(b, path, ask(b, METHOD_GET, path, (struct str){0}));
}

struct reply post_bare(struct browser *b, const char *path, struct str body)
{
    return ask(b, METHOD_POST, path, body);
}

struct reply post(struct browser *b, const char *path, const char *fields)
{
    struct str to = page_action(b->page, str_c(path));
    struct str hidden = page_hidden(b->page, to, str_c(fields));
    const char *where = text("%.*s", STR_ARG(to));
    return to_its_name(b, where, post_bare(b, where,
        str_c(text("%s%s%.*s", fields, *fields && hidden.n ? "&" : "", STR_ARG(hidden)))));
}

struct reply follow(struct browser *b, const struct reply *r)
{
    ck_status(*r, 303);
    return get(b, keep(r->location).p);
}

struct str token_of(const struct browser *b)
{
    return page_token(b->page);
}

/* ---- what a page says */

struct str shown(const struct reply *r, const char *name)
{
    return page_shown(r->body, str_c(name));
}

bool has(struct str page, const char *words)
{
    return memmem(page.p ? page.p : "", page.n, words, strlen(words)) != NULL;
}

const char *glimpse(const struct reply *r)
{
    struct str s = r->body;
    const char *main = memmem(s.p ? s.p : "", s.n, "<main", 5);
    if (main)
        s = str_slice(s, (size_t)(main - s.p), s.n);
    return text("%.*s", STR_ARG(str_slice(s, 0, 3000)));
}

const char *text(const char *fmt, ...)
{
    struct buf b;
    va_list ap;
    buf_init(&b, 1 << 22);
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    ck_assert(!b.overflow);
    struct str s = arena_dup(arena, buf_str(&b));
    buf_free(&b);
    return s.p;
}

const char *at(struct str id, const char *tail)
{
    return text("/candidature/%.*s%s%s", STR_ARG(id), *tail ? "/" : "", tail);
}

/* ---- people */

struct str fresh_email(void)
{
    unsigned char bytes[8];
    random_bytes(bytes, sizeof bytes);
    struct str hex = hex_encode(arena, (struct str){(char *)bytes, sizeof bytes});
    return arena_printf(arena, "p%.*s@exemple.fr", STR_ARG(hex));
}

struct challenge challenge_of(struct str email)
{
    struct challenge c;
    struct str id = root_text("SELECT public_id FROM challenge WHERE email = '%.*s'"
                              " ORDER BY id DESC LIMIT 1", STR_ARG(email));
    ck_assert(challenge_find(root, arena, id, &c) == RC_OK);
    return c;
}

struct str code_for(struct str email)
{
    return challenge_code(arena, site.keys, challenge_of(email).public_id);
}

struct str wrong_code_for(struct str email)
{
    struct str right = code_for(email);
    char *wrong = arena_alloc(arena, right.n + 1);
    memcpy(wrong, right.p, right.n);
    wrong[0] = wrong[0] == '9' ? '0' : (char)(wrong[0] + 1);
    return (struct str){wrong, right.n};
}

struct str link_for(struct str email)
{
    return challenge_link_path(arena, site.keys, challenge_of(email).public_id);
}

struct str start(struct browser *b)
{
    struct str rest, part = {0};
    get(b, "/candidature");
    struct reply r = post(b, "/candidature", "");
    ck_status(r, 303);
    rest = r.location;
    for (int i = 0; i < 3; i++)
        ck_assert(str_cut(&rest, '/', &part));
    ck_assert(part.n == 22 && str_eq(rest, STR("identite")));
    return keep(part);
}

void sign_in(struct browser *b, struct str email)
{
    get(b, "/connexion");
    struct reply r = post(b, "/connexion", text("email=%.*s", STR_ARG(email)));
    follow(b, &r);
    r = post(b, r.location.p ? text("%.*s", STR_ARG(r.location)) : "",
        text("code=%.*s", STR_ARG(code_for(email))));
    ck_status(r, 303);
}

struct str signed_in_candidacy(struct browser *b, struct str *email)
{
    struct str mine = fresh_email();
    if (email)
        *email = mine;
    sign_in(b, mine);
    return start(b);
}

uint64_t flow_staff_id(unsigned roles_of)
{
    struct str email = fresh_email();
    root_run("INSERT INTO staff (public_id, email, name, state, password, password_at, totp_sealed,"
             " totp_at, created_at) VALUES ('%.*s', '%.*s', 'Zoé L’Hermite', 'active',"
             " 'scrypt$0$0$0$$', UTC_TIMESTAMP(), 'x', UTC_TIMESTAMP(), UTC_TIMESTAMP())",
        STR_ARG(str_slice(email, 0, 17)), STR_ARG(email));
    uint64_t id = root_number("SELECT id FROM staff WHERE email = '%.*s'", STR_ARG(email));
    for (size_t i = 0; i < roles_n; i++)
        if (roles_of & roles[i].bit)
            root_run("INSERT INTO staff_role (staff_id, role, given_at) VALUES (%llu, '%s',"
                     " UTC_TIMESTAMP())", (unsigned long long)id, roles[i].value);
    return id;
}

void flow_staff_session(struct browser *b, uint64_t staff)
{
    unsigned char token[16], hash[STAFF_HASH];
    random_bytes(token, sizeof token);
    b->desk = arena_printf(arena, "s.%.*s",
        STR_ARG(hex_encode(arena, (struct str){(char *)token, sizeof token})));
    crypto_sha256(b->desk, hash);
    const char *at = text("FROM_UNIXTIME(%lld)", (long long)now.s);
    root_run("INSERT INTO staff_session (public_id, token_hash, staff_id, stage, proved_at,"
             " created_at, last_seen_at, idle_ends_at, absolute_ends_at) VALUES ('%.*s',"
             " UNHEX('%.*s'), %llu, 'full', %s, %s, %s, %s + INTERVAL 30 MINUTE,"
             " %s + INTERVAL 8 HOUR)",
        STR_ARG(str_slice(b->desk, 2, 24)),
        STR_ARG(hex_encode(arena, (struct str){(char *)hash, sizeof hash})),
        (unsigned long long)staff, at, at, at, at, at);
}

struct str desk_token(const struct browser *b)
{
    unsigned char full[HASH_BYTES];
    crypto_hmac(site.keys, KEY_CSRF, b->desk, full);
    return base64url_encode(arena, (struct str){(char *)full, 16});
}

uint64_t flow_staff(struct browser *b, unsigned roles_of)
{
    uint64_t id = flow_staff_id(roles_of);
    flow_staff_session(b, id);
    return id;
}

const char *identity_of(struct str email)
{
    return text("birth_name=Le+Gall&given_names=Ana%%C3%%AFs&birth_date.d=13&birth_date.m=5"
                "&birth_date.y=1980&email=%.*s&street=1+rue+des+Lilas&postal_code=75010&city=Paris"
                "&country=France", STR_ARG(email));
}

static void answer(struct browser *b, struct str id, const char *step, const char *fields)
{
    get(b, at(id, step));
    struct reply r = post(b, at(id, step), fields);
    ck_assert_msg(r.status == 303, "%s: %d\n%s", step, r.status, glimpse(&r));
}

void submit(struct browser *b, struct str id)
{
    answer(b, id, "verification", "declaration=1");
    ck_assert_uint_eq(root_number("SELECT state = 'submitted' FROM candidacy WHERE public_id ="
                                  " '%.*s'", STR_ARG(id)), 1);
}

struct str submitted_candidacy(
    struct browser *b, const char *family, const char *payer, struct str *reference)
{
    struct str email, id = signed_in_candidacy(b, &email);
    unsigned char dice[2];
    random_bytes(dice, sizeof dice); /* nobody has the birthday of the last one */
    answer(b, id, "identite",
        text("birth_name=%s&given_names=Ana%%C3%%AFs&birth_date.d=%d&birth_date.m=5"
             "&birth_date.y=%d&email=%.*s&street=1+rue+des+Lilas&postal_code=75010&city=Paris"
             "&country=France", family, 1 + dice[0] % 28, 1940 + dice[1] % 60, STR_ARG(email)));
    answer(b, id, "diplomes/ajouter",
        "kind=dees&state=obtained&year=2012&school=IRTS&country=France");
    answer(b, id, "experiences/ajouter",
        "nature=employee&organisation=Maison+de+quartier&organisation_kind=association"
        "&role=%C3%89ducatrice&field=social&started.m=9&started.y=2020&ended.m=1&ended.y=2024"
        "&working_time=80&tasks=");
    answer(b, id, "experiences/ajouter",
        "nature=union&role=D%C3%A9l%C3%A9gu%C3%A9e&field=social&started.m=9&started.y=2021"
        "&ended.m=1&ended.y=2022");
    answer(b, id, "projet", "objects.diagnosis=1&project=Un+caf%C3%A9&expectations=Du+recul");
    answer(b, id, "financement", text("payer=%s&agreement=none", payer));
    answer(b, id, "module", "wanted=yes");
    submit(b, id);
    if (reference)
        *reference = root_text("SELECT last_reference FROM candidacy WHERE public_id = '%.*s'",
            STR_ARG(id));
    return id;
}

/* ---- as the administrator */

static void root_query(const char *sql, const char *gives, struct rows *r)
{
    /* A connection keeps what it prepares by the address of the row: each query has its own. */
    struct stmt *s = ARENA_NEW(arena, struct stmt);
    *s = (struct stmt){"test", sql, "", gives, 0};
    ck_assert_msg(db_query_one(root, arena, s, NO_ARGS, r) == RC_OK, "%s: %.*s", sql,
        STR_ARG(db_last_error(root)));
}

#define FORMAT(sql)                                                                                \
    struct buf b_;                                                                                 \
    va_list ap_;                                                                                   \
    buf_init(&b_, 1 << 16);                                                                        \
    va_start(ap_, fmt);                                                                            \
    buf_vprintf(&b_, fmt, ap_);                                                                    \
    va_end(ap_);                                                                                   \
    const char *sql = arena_dup(arena, buf_str(&b_)).p;                                            \
    buf_free(&b_)

uint64_t root_number(const char *fmt, ...)
{
    struct rows r;
    FORMAT(sql);
    root_query(sql, "i", &r);
    return (uint64_t)row_i64(&r, 0, 0);
}

struct str root_text(const char *fmt, ...)
{
    struct rows r;
    FORMAT(sql);
    root_query(sql, "s", &r);
    return row_str(&r, 0, 0);
}

void root_run(const char *fmt, ...)
{
    FORMAT(sql);
    ck_assert_msg(
        db_run(root, str_c(sql)) == RC_OK, "%s: %.*s", sql, STR_ARG(db_last_error(root)));
}

int flow_suite(const char *name, const suite_test *tests, size_t n)
{
    lost_begin();
    Suite *suite = suite_create(name);
    TCase *tc = tcase_create(name);
    tcase_set_timeout(tc, 240);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(tc, tests[i]);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
