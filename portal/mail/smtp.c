#include "mail/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

enum stage { BEFORE, ENVELOPE }; /* has this mail been named to the server yet? */

struct smtp {
    CURL *curl;
    struct smtp_config config;
    char url[512];
    /* of the mail that is under way */
    const char *bytes;
    size_t left;
    enum stage stage;
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

static size_t give_bytes(char *to, size_t size, size_t count, void *ctx)
{
    struct smtp *s = ctx;
    size_t n = size * count < s->left ? size * count : s->left;
    memcpy(to, s->bytes, n);
    s->bytes += n;
    s->left -= n;
    return n;
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

static void keep_line(struct smtp *s, const char *p, size_t n)
{
    size_t put = 0;
    if (s->line[0] == '4' || s->line[0] == '5')
        return; /* the refusal says more than the goodbye after it */
    for (size_t i = 0; i < n && put < SMTP_LINE_MAX; i++) {
        if (p[i] == '\r' || p[i] == '\n')
            break;
        s->line[put++] = p[i] >= 0x20 && p[i] <= 0x7e ? p[i] : '?';
    }
    s->line[put] = '\0';
    hide_addresses(s->line);
}

/* The debug channel is the one place where libcurl shows commands and answers as they pass. */
static int hear(CURL *curl, curl_infotype type, char *p, size_t n, void *ctx)
{
    struct smtp *s = ctx;
    (void)curl;
    if (type == CURLINFO_HEADER_IN && n >= 4)
        keep_line(s, p, n);
    else if (type == CURLINFO_HEADER_OUT && n >= 10 && memcmp(p, "MAIL FROM:", 10) == 0)
        s->stage = ENVELOPE;
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
    curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &code);
    out->code = code >= 200 && code <= 599 ? (int)code : 0;
    bool refused = s->stage == ENVELOPE && out->code >= 500;
    bool about_us = out->code == 530 || out->code == 535 || out->code == 538;
    if (rc == CURLE_OK)
        out->outcome = SMTP_SENT;
    else
        out->outcome = refused && !about_us ? SMTP_PERMANENT : SMTP_TEMPORARY;
    out->about_us = rc != CURLE_OK && (s->stage == BEFORE || about_us);
    if (rc == CURLE_OK || out->code >= 400)
        memcpy(out->line, s->line, sizeof out->line);
    else /* what libcurl saw says more than the last good answer */
        snprintf(out->line, sizeof out->line, "%s", curl_easy_strerror(rc));
}

static bool bracket(char *to, size_t size, struct str address)
{
    int n = snprintf(to, size, "<%.*s>", STR_ARG(address));
    return address.n && n > 0 && (size_t)n < size && !strpbrk(to + 1, "< \r\n") &&
           strchr(to, '>') == to + n - 1; /* nothing can follow as an ESMTP parameter */
}

void smtp_send(struct smtp *s, struct str from, struct str to, struct str message,
    struct smtp_result *out)
{
    char from_arg[300], to_arg[300];
    *out = (struct smtp_result){.outcome = SMTP_PERMANENT};
    if (!bracket(from_arg, sizeof from_arg, from) || !bracket(to_arg, sizeof to_arg, to)) {
        snprintf(out->line, sizeof out->line, "address refused before sending");
        return;
    }
    struct curl_slist *rcpt = curl_slist_append(NULL, to_arg);
    s->bytes = message.p;
    s->left = message.n;
    s->stage = BEFORE;
    s->line[0] = '\0';
    curl_easy_setopt(s->curl, CURLOPT_CUSTOMREQUEST, NULL);
    curl_easy_setopt(s->curl, CURLOPT_NOBODY, 0L);
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)message.n);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, from_arg);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, rcpt);
    judge(s, curl_easy_perform(s->curl), out);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(rcpt);
}

void smtp_probe(struct smtp *s, struct smtp_result *out)
{
    *out = (struct smtp_result){.outcome = SMTP_TEMPORARY};
    s->stage = BEFORE;
    s->line[0] = '\0';
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 0L);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_easy_setopt(s->curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(s->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
    judge(s, curl_easy_perform(s->curl), out);
}
