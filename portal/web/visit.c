#include "web/visit.h"

#include "base/codec.h"
#include "store/session.h"
#include "sys/crypto.h"

static const char COOKIE[] = "__Host-sid", DESK_COOKIE[] = "__Host-gestion";

enum {
    TOKEN_BYTES = 32,
    VISITOR_BYTES = 16,
    MAC_BYTES = 16,
    IDLE = 60 * 60,
    ABSOLUTE = 12 * 60 * 60,
    DAY = 24 * 60 * 60,
};

const char *visit_cookie_name(const struct page *p)
{
    return p->desk ? DESK_COOKIE : COOKIE;
}

static struct str mac(
    struct arena *a, const struct keys *keys, enum key_purpose purpose, struct str msg)
{
    unsigned char full[HASH_BYTES];
    crypto_hmac(keys, purpose, msg, full);
    return base64url_encode(a, (struct str){(char *)full, MAC_BYTES});
}

static bool visitor_ok(struct page *p, struct str value)
{
    struct str id;
    if (!str_starts(value, STR("v.")))
        return false;
    struct str rest = str_slice(value, 2, value.n);
    if (!str_cut(&rest, '.', &id) || !rest.p)
        return false;
    struct str want = mac(p->a, p->site->keys, KEY_COOKIE, id);
    return want.n == rest.n && crypto_equal(want.p, rest.p, want.n);
}

void visit_read_cookie(struct page *p, unsigned char hash[SESSION_HASH])
{
    struct str value = cookie_get(p->req->cookie, visit_cookie_name(p));
    bool session = str_starts(value, STR("s.")) && value.n < 100;
    memset(hash, 0, SESSION_HASH);
    if (session || visitor_ok(p, value)) {
        p->visit.cookie = value;
        crypto_sha256(value, p->visit.device);
    }
    if (session)
        crypto_sha256(value, hash);
}

enum rc visit_find(struct page *p, uint64_t *revision)
{
    unsigned char hash[SESSION_HASH];
    visit_read_cookie(p, hash);
    struct session *row = &p->visit.row;
    enum rc rc = session_find(p->db, p->a, hash, p->now, row);
    if (rc != RC_OK)
        return rc;
    *revision = row->revision;
    if (row->id) {
        p->visit.session = row->id;
        p->visit.account = row->account;
        p->visit.email = row->email;
    }
    if (row->id || row->timed_out) /* the browser stays itself: its open pages, what it keeps */
        memcpy(p->visit.device, row->device, sizeof p->visit.device);
    return RC_OK;
}

enum rc visit_touch(struct page *p)
{
    if (p->visit.session == 0 || !session_wants_touch(&p->visit.row, p->now))
        return RC_OK;
    return session_touch(p->db, p->visit.session, p->now);
}

static void set_cookie(struct page *p, struct str value, int max_age)
{
    p->visit.cookie = value;
    response_cookie(p->res, visit_cookie_name(p), value, max_age);
}

void visit_new_token(struct page *p, unsigned char hash[SESSION_HASH], int max_age)
{
    unsigned char token[TOKEN_BYTES];
    random_bytes(token, sizeof token);
    struct str text = base64url_encode(p->a, (struct str){(char *)token, sizeof token});
    struct str value = arena_printf(p->a, "s.%.*s", STR_ARG(text));
    crypto_sha256(value, hash);
    set_cookie(p, value, max_age);
}

void visit_forget(struct page *p)
{
    p->visit = (struct visit){0};
    response_cookie(p->res, visit_cookie_name(p), STR("x"), -1);
    response_header(p->res, "Clear-Site-Data", STR("\"cache\", \"storage\""));
}

static void become_visitor(struct page *p)
{
    unsigned char bytes[VISITOR_BYTES];
    random_bytes(bytes, sizeof bytes);
    struct str id = base64url_encode(p->a, (struct str){(char *)bytes, sizeof bytes});
    struct str sign = mac(p->a, p->site->keys, KEY_COOKIE, id);
    set_cookie(p, arena_printf(p->a, "v.%.*s.%.*s", STR_ARG(id), STR_ARG(sign)), 0);
    crypto_sha256(p->visit.cookie, p->visit.device);
}

/* An applicant's token is the browser's: it outlives the change of the session's id at sign-in, so
 * that a page left open in another tab goes on being saved; after sign-out the browser is another.
 * The staff's is bound to the session itself. */
static struct str token(const struct page *p)
{
    struct str device = {(const char *)p->visit.device, sizeof p->visit.device};
    return mac(p->a, p->site->keys, KEY_CSRF, p->desk ? p->visit.cookie : device);
}

struct str visit_csrf(struct page *p)
{
    if (p->visit.cookie.n == 0)
        become_visitor(p);
    return token(p);
}

/* Browsers that send Sec-Fetch-Site cannot be made to lie about it by a page. Origin is "null"
 * after a no-referrer page (token links), which only counts beside a same-origin Sec-Fetch-Site. */
bool visit_same_origin(const struct page *p)
{
    struct str site = p->req->fetch_site, origin = p->req->origin;
    bool fetch_same = str_eq(site, STR("same-origin"));
    if (site.n && !fetch_same && !str_eq(site, STR("none")))
        return false;
    if (origin.n == 0)
        return true;
    return str_eq(origin, p->site->base_url) || (fetch_same && str_eq(origin, STR("null")));
}

bool visit_from_our_page(const struct page *p)
{
    bool said = str_eq(p->req->fetch_site, STR("same-origin")) ||
                str_eq(p->req->origin, p->site->base_url);
    return said && visit_same_origin(p);
}

bool visit_csrf_ok(const struct page *p)
{
    struct str came = page_form(p, "csrf");
    if (!visit_same_origin(p) || p->visit.cookie.n == 0 || came.n == 0)
        return false;
    struct str want = token(p);
    return want.n == came.n && crypto_equal(want.p, came.p, want.n);
}

enum rc visit_session_start(struct page *p, uint64_t account, bool day)
{
    struct session_new s = {.account = account, .day = day};
    visit_csrf(p); /* a browser without any cookie becomes one first: its device must not be zero */
    if (p->visit.session) {
        enum rc rc = session_end(p->db, p->visit.session, p->now);
        if (rc != RC_OK)
            return rc;
    }
    memcpy(s.device, p->visit.device, sizeof s.device);
    s.idle_seconds = day ? DAY : IDLE;
    s.absolute_seconds = day ? DAY : ABSOLUTE;
    visit_new_token(p, s.token_hash, day ? DAY : 0);
    enum rc rc = session_insert(p->db, &s, p->now, &p->visit.session);
    if (rc == RC_OK)
        p->visit.account = account;
    return rc;
}

enum rc visit_session_end(struct page *p)
{
    enum rc rc = p->visit.session ? session_end(p->db, p->visit.session, p->now) : RC_OK;
    if (rc == RC_OK)
        visit_forget(p);
    return rc;
}
