#include "mail/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

struct smtp {
    CURL *curl;
    struct smtp_config config;
    char url[512];
    /* of the mail that is under way */
    const char *bytes;
    size_t left;
    bool begun, let_go;
    smtp_hold *hold;
    void *hold_ctx;
    enum smtp_stage stage;
    bool refused, more; /* the answer to the last command: 4xx or 5xx; another line of it will come */
    char line[SMTP_LINE_MAX + 1];
};

static bool host_ok(const char *s)
{
    size_t n = s ? strlen(s) : 0;
    if (!n || n > 253)
        return false;
    return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == n;
}

/* ---- what libcurl asks and tells */

static bool held(struct smtp *s, bool at_data)
{
    if (s->hold && !s->hold(s->hold_ctx, at_data))
        s->let_go = true;
    return !s->let_go;
}

static size_t give_bytes(char *to, size_t size, size_t count, void *ctx)
{
    struct smtp *s = ctx;
    if (!s->begun && !held(s, true))
        return CURL_READFUNC_ABORT;
    s->begun = true;
    s->stage = SMTP_BODY;
    size_t n = size * count < s->left ? size * count : s->left;
    memcpy(to, s->bytes, n);
    s->bytes += n;
    s->left -= n;
    return n;
}

/* At least once a second, whatever is waited for. Once all bytes are with libcurl it is too late to
 * let go, since the server may have them; but whoever holds on is still asked. */
static int tick(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct smtp *s = ctx;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    if (s->left)
        return !held(s, false);
    if (s->hold)
        (void)s->hold(s->hold_ctx, false);
    return 0;
}

/* Any token with an '@' may be a person's address: it does not reach the outbox or the log. */
static void hide_addresses(char *line)
{
    for (char *at; (at = strchr(line, '@'));) {
        char *from = at, *to = at;
        while (from > line && from[-1] != ' ')
            from--;
        while (*to && *to != ' ')
            to++;
        memmove(from + 1, to, strlen(to) + 1);
        *from = '*';
    }
}

/* The number that another line of an answer repeats: "5.1.1 " in "550 5.1.1 more words". */
static size_t repeated(const struct smtp *s, const char *p, size_t n)
{
    size_t same = strspn(s->line + 4, "0123456789.");
    return same && n > 5 + same && memcmp(s->line + 4, p + 4, same) == 0 ? 4 + same + 1 : 4;
}

/* One line a refusal, however many the server sends: what condemns may stand in the last. */
static void keep_line(struct smtp *s, const char *p, size_t n)
{
    if (s->refused && !s->more)
        return; /* it says more than the goodbye after it */
    size_t put = s->refused ? strlen(s->line) : 0, from = s->refused ? repeated(s, p, n) : 0;
    if (s->refused && put < SMTP_LINE_MAX)
        s->line[put++] = ' ';
    for (size_t i = from; i < n && put < SMTP_LINE_MAX; i++) {
        if (p[i] == '\r' || p[i] == '\n')
            break;
        s->line[put++] = p[i] >= 0x20 && p[i] <= 0x7e ? p[i] : '?';
    }
    s->line[put] = '\0';
    hide_addresses(s->line);
    s->refused = p[0] == '4' || p[0] == '5';
    s->more = s->refused && p[3] == '-';
}

static void asked(struct smtp *s, const char *p, size_t n)
{
    static const struct {
        const char *command;
        enum smtp_stage stage;
    } rows[] = {{"EHLO", SMTP_HELLO}, {"HELO", SMTP_HELLO}, {"STARTTLS", SMTP_HELLO},
        {"AUTH", SMTP_LOGIN}, {"MAIL FROM:", SMTP_MAIL}, {"RCPT TO:", SMTP_RCPT},
        {"DATA", SMTP_DATA}};
    if (n >= 4 && memcmp(p, "QUIT", 4) == 0)
        return;
    s->refused = s->more = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = strlen(rows[i].command);
        if (n >= length && memcmp(p, rows[i].command, length) == 0)
            s->stage = rows[i].stage;
    }
}

/* The debug channel is the one place where libcurl shows commands and answers as they pass. */
static int hear(CURL *curl, curl_infotype type, char *p, size_t n, void *ctx)
{
    struct smtp *s = ctx;
    (void)curl;
    if (type == CURLINFO_HEADER_IN && n >= 4)
        keep_line(s, p, n);
    else if (type == CURLINFO_HEADER_OUT)
        asked(s, p, n);
    return 0;
}

/* ---- set-up */

static bool configure(struct smtp *s)
{
    const struct smtp_config *c = &s->config;
    static const curl_usessl uses[] = {[SMTP_TLS_NONE] = CURLUSESSL_NONE,
        [SMTP_TLS_OFFERED] = CURLUSESSL_TRY, [SMTP_TLS_REQUIRED] = CURLUSESSL_ALL};
    CURLcode rc = CURLE_OK;
#define SET(option, value) rc = rc ? rc : curl_easy_setopt(s->curl, option, value)
    SET(CURLOPT_URL, s->url);
    SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    SET(CURLOPT_PROXY, ""); /* the environment has no say */
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, c->connect_ms ? c->connect_ms : 15000L);
    SET(CURLOPT_TIMEOUT_MS, c->total_ms ? c->total_ms : 120000L);
    SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, 60L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_USE_SSL, (long)uses[c->tls]);
    if (c->ca_file)
        SET(CURLOPT_CAINFO, c->ca_file);
    if (c->user) {
        SET(CURLOPT_USERNAME, c->user);
        SET(CURLOPT_PASSWORD, c->password ? c->password : "");
    }
    SET(CURLOPT_READFUNCTION, give_bytes);
    SET(CURLOPT_READDATA, s);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, tick);
    SET(CURLOPT_XFERINFODATA, s);
    SET(CURLOPT_VERBOSE, 1L);
    SET(CURLOPT_DEBUGFUNCTION, hear);
    SET(CURLOPT_DEBUGDATA, s);
#undef SET
    return rc == CURLE_OK;
}

struct smtp *smtp_new(const struct smtp_config *config)
{
    static bool ready;
    if (!host_ok(config->host) || !host_ok(config->helo) || !config->port || config->port > 65535)
        return NULL;
    if (!ready && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return NULL;
    ready = true;
    struct smtp *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->config = *config;
    int n = snprintf(s->url, sizeof s->url, "%s://%s:%u/%s",
        config->tls == SMTP_TLS_REQUIRED && config->port == 465 ? "smtps" : "smtp", config->host, config->port,
        config->helo);
    s->curl = curl_easy_init();
    if (n < 0 || (size_t)n >= sizeof s->url || !s->curl || !configure(s)) {
        smtp_free(s);
        return NULL;
    }
    return s;
}

void smtp_free(struct smtp *s)
{
    if (!s)
        return;
    curl_easy_cleanup(s->curl);
    free(s);
}

/* ---- one exchange */

static void judge(struct smtp *s, CURLcode rc, struct smtp_result *out)
{
    long code = 0;
    uint64_t said = 0;
    curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &code);
    *out = (struct smtp_result){.stage = s->stage};
    if (rc == CURLE_OK) {
        out->outcome = SMTP_SENT;
        out->code = (int)code;
    } else {
        out->outcome = s->let_go ? SMTP_LET_GO : SMTP_REFUSED;
        if (s->refused && str_to_u64((struct str){s->line, 3}, 599, &said))
            out->code = (int)said;
    }
    if (rc == CURLE_OK || out->code)
        memcpy(out->line, s->line, sizeof out->line);
    else /* what libcurl saw says more than the last good answer */
        snprintf(out->line, sizeof out->line, "%s", curl_easy_strerror(rc));
}

static void begin(struct smtp *s, struct str message)
{
    s->bytes = message.p;
    s->left = message.n;
    s->begun = s->let_go = s->refused = s->more = false;
    s->stage = SMTP_CONNECT;
    s->line[0] = '\0';
}

static bool bracket(char *to, size_t size, struct str address)
{
    int n = snprintf(to, size, "<%.*s>", STR_ARG(address));
    return address.n && n > 0 && (size_t)n < size && !strpbrk(to + 1, "< \r\n") &&
           strchr(to, '>') == to + n - 1; /* nothing can follow as an ESMTP parameter */
}

/* A connection that was kept, and that the other side has given up: no answer, or "421, too late". */
static bool outlived(struct smtp *s, const struct smtp_result *r)
{
    long fresh = 0;
    curl_easy_getinfo(s->curl, CURLINFO_NUM_CONNECTS, &fresh);
    return r->outcome == SMTP_REFUSED && r->stage <= SMTP_MAIL && (r->code == 0 || r->code == 421) && fresh == 0;
}

void smtp_send(struct smtp *s, struct str from, struct str to, struct str message, smtp_hold *hold,
    void *ctx, struct smtp_result *out)
{
    char from_arg[300], to_arg[300];
    *out = (struct smtp_result){.outcome = SMTP_UNFIT};
    if (!bracket(from_arg, sizeof from_arg, from) || !bracket(to_arg, sizeof to_arg, to)) {
        snprintf(out->line, sizeof out->line, "address refused before sending");
        return;
    }
    struct curl_slist *rcpt = curl_slist_append(NULL, to_arg);
    s->hold = hold;
    s->hold_ctx = ctx;
    curl_easy_setopt(s->curl, CURLOPT_CUSTOMREQUEST, NULL);
    curl_easy_setopt(s->curl, CURLOPT_NOBODY, 0L);
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)message.n);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, from_arg);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, rcpt);
    begin(s, message);
    judge(s, curl_easy_perform(s->curl), out);
    if (outlived(s, out)) {
        begin(s, message);
        curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, 1L);
        judge(s, curl_easy_perform(s->curl), out);
        curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, 0L);
    }
    s->hold = NULL;
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(rcpt);
}

void smtp_probe(struct smtp *s, struct smtp_result *out)
{
    begin(s, (struct str){0});
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 0L);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_easy_setopt(s->curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(s->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
    judge(s, curl_easy_perform(s->curl), out);
}
