/* Sends one mail per line of standard input (the line is the recipient) over one struct smtp and
 * says what came of it, the code, and the answer: for tests/faults/mail_smtp.py. Of a recipient that
 * begins with "letgo" it lets go when it is asked.
 * usage: smtp_try PORT none|offered|required [CA [USER PASSWORD]] */
#include "mail/answer.h"
#include "mail/compose.h"

#include <stdio.h>
#include <stdlib.h>

static enum smtp_tls tls_of(const char *name)
{
    if (strcmp(name, "none") == 0)
        return SMTP_TLS_NONE;
    return strcmp(name, "offered") == 0 ? SMTP_TLS_OFFERED : SMTP_TLS_REQUIRED;
}

static const char *outcome(struct arena *a, const struct smtp_result *r)
{
    static const char *const about[] = {
        [ANSWER_WAY] = "way", [ANSWER_MAIL] = "mail", [ANSWER_RECIPIENT] = "recipient"};
    static const char *const others[] = {
        [SMTP_SENT] = "sent", [SMTP_LET_GO] = "letgo", [SMTP_UNFIT] = "unfit"};
    return r->outcome == SMTP_REFUSED ? about[answer_about(a, r)] : others[r->outcome];
}

static bool hold(void *ctx, bool at_data)
{
    const struct str *to = ctx;
    return !at_data || !str_starts(*to, STR("letgo"));
}

static void send_one(struct smtp *s, struct arena *a, struct str to)
{
    struct mail m = {.from = STR("candidature@cestes.example"), .from_name = STR("Cestes"),
        .to = to, .subject = STR("Élève, « l’œuvre »"), .message_id = STR("t.1@cestes.example"),
        .date = {1795466888}, .text = STR(".\n..deux\n. fin à 10\xe2\x80\xaf" "005,00\xc2\xa0€\n"),
        .html = STR("<p>.</p>\n.\n")};
    struct buf bytes;
    struct smtp_result r;
    buf_init(&bytes, MAIL_BYTES_MAX);
    enum mail_fault fault = mail_compose(a, &m, &bytes);
    if (fault != MAIL_OK) {
        printf("unsent 0 %s\n", mail_fault_name(fault));
    } else {
        smtp_send(s, m.from, to, buf_str(&bytes), hold, &to, &r);
        printf("%s %d %s\n", outcome(a, &r), r.code, r.line);
    }
    fflush(stdout);
    buf_free(&bytes);
}

int main(int argc, char **argv)
{
    uint64_t port = 0;
    if (argc < 3 || !str_to_u64(str_c(argv[1]), 65535, &port))
        return 2;
    struct smtp_config c = {.host = "localhost", .port = (unsigned)port, .tls = tls_of(argv[2]),
        .ca_file = argc > 3 && argv[3][0] ? argv[3] : NULL, .helo = "portail.example",
        .user = argc > 5 ? argv[4] : NULL, .password = argc > 5 ? argv[5] : NULL,
        .connect_ms = 2000, .total_ms = 4000};
    mail_compose_init();
    struct smtp *s = smtp_new(&c);
    struct arena *a = arena_new();
    char line[400];
    while (s && fgets(line, sizeof line, stdin)) {
        send_one(s, a, str_trim(str_c(line)));
        arena_reset(a);
    }
    arena_free(a);
    smtp_free(s);
    return s ? EXIT_SUCCESS : EXIT_FAILURE;
}
