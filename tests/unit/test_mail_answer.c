/* What a refusal is about: that recipient, or us. */
#include "mail/answer.h"
#include "suite.h"

static struct arena *a;

static enum answer_about about(enum smtp_stage stage, const char *line)
{
    struct smtp_result r = {.outcome = SMTP_REFUSED, .stage = stage};
    uint64_t code = 0;
    snprintf(r.line, sizeof r.line, "%s", line);
    if (str_to_u64(str_slice(str_c(line), 0, 3), 599, &code))
        r.code = (int)code;
    return answer_about(a, &r);
}

/* Only here is a mail failed for good; each of these was seen in the reports of real servers. */
START_TEST(a_clear_no_such_recipient)
{
    static const char *const clear[] = {
        "550 5.1.1 <*> User unknown",
        "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking"
        " the recipient's email address for typos or unnecessary spaces.",
        "550 5.1.1 <*>: Recipient address rejected: User unknown in relay recipient table",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        "550 5.1.0 Address rejected",
        "553 5.1.3 Invalid address",
        "551 5.1.6 The mailbox has moved",
        "550 5.2.1 The email account that you tried to reach is disabled",
        "556 5.1.10 Domain takes no mail",
        "550 No such user here",
        "550 <*>: user unknown",
        "550 Mailbox not found",
        "553 sorry, no mailbox here by that name",
        "551 This account has been disabled",
        "550 5.0.0 <*>... User unknown",
        "550 Destinataire inconnu",
    };
    for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
        ck_assert_msg(about(SMTP_RCPT, clear[i]) == ANSWER_RECIPIENT, "%s", clear[i]);
        ck_assert_msg(about(SMTP_BODY, clear[i]) == ANSWER_MAIL, "%s after the data", clear[i]);
        ck_assert_msg(about(SMTP_DATA, clear[i]) == ANSWER_MAIL, "%s at DATA", clear[i]);
        ck_assert_msg(about(SMTP_MAIL, clear[i]) == ANSWER_WAY, "%s at MAIL", clear[i]);
    }
}
END_TEST

/* Whatever also speaks of us is held: it may be taken tomorrow. */
START_TEST(what_is_not_clear_is_held)
{
    static const char *const held[] = {
        "550 5.7.26 Unauthenticated email from cestes.example is not accepted due to domain's DMARC policy",
        "550 5.7.1 Message rejected due to SPF policy",
        "553 5.7.1 <*>: Sender address rejected: not owned by user",
        "550 5.7.1 No such user",
        "550 5.1.8 <*>: Sender address rejected: Domain not found",
        "550 5.1.7 The sender's address is invalid",
        "550 5.1.0 <*> sender rejected",
        "550 5.1.1 Recipient address rejected: Access denied",
        "550 5.1.1 User unknown, or your IP is listed",
        "550-Callback setup failed while verifying <*> 550-No Such User Here 550 Sender verify failed",
        "554 5.7.1 <*>: Relay access denied",
        "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a list",
        "550 Requested action not taken: mailbox unavailable",
        "550 User unknown, try again later",
        "550 relaying to <*> prohibited by administrator",
        "550 5.4.1 Recipient address rejected",
        "550 5.4.4 Host not found",
        "550 5.2.2 Mailbox full",
        "552 5.2.2 Over quota",
        "552 User unknown", /* a code that is about space */
        "550",
        "550 ",
        "451 4.7.1 Greylisted",
        "450 4.1.1 User unknown",
        "421 4.7.0 Too many connections",
        "Failure when receiving data from the peer",
    };
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        ck_assert_msg(about(SMTP_RCPT, held[i]) == ANSWER_MAIL, "%s", held[i]);
}
END_TEST

START_TEST(before_the_recipient_it_is_about_us)
{
    static const char *const lines[] = {"Couldn't connect to server", "554 5.7.1 Go away", "421 4.3.2 Closing",
        "535 5.7.8 Authentication failed", "530 5.7.0 Must issue a STARTTLS command first",
        "550 5.1.1 User unknown"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        for (int stage = SMTP_CONNECT; stage <= SMTP_MAIL; stage++)
            ck_assert_msg(about((enum smtp_stage)stage, lines[i]) == ANSWER_WAY, "%d: %s", stage, lines[i]);
    /* the size that MAIL announced is that mail's own */
    ck_assert_int_eq(about(SMTP_MAIL, "552 5.3.4 Message size exceeds fixed limit"), ANSWER_MAIL);
    ck_assert_int_eq(about(SMTP_MAIL, "452 4.3.1 Insufficient system storage"), ANSWER_MAIL);
    ck_assert_int_eq(about(SMTP_HELLO, "552 x"), ANSWER_WAY);
}
END_TEST

START_TEST(what_is_refused_alike)
{
    static const char *const same[][2] = {
        {"550 5.7.26 one way", "550-5.7.26 said otherwise"},
        {"450 4.7.1 a", "450 4.7.1 b"},
        {"554 Rejected [id=ab12] by mx1.orange.example", "554 Rejected [id=cd34] by mx2.free.example"},
        {"550 <*> not accepted here", "550 <*>  not accepted here."},
        {"Server returned nothing", "Server returned nothing"},
    };
    static const char *const differ[][2] = {
        {"550 5.7.26 x", "550 5.7.1 x"},
        {"550 5.7.1 x", "554 5.7.1 x"},
        {"554 Rejected", "550 Rejected"},
        {"554 Rejected", "554 Refused"},
    };
    /* of one mailbox: they say nothing of the way */
    static const char *const none[] = {"550 5.1.1 User unknown", "452 4.2.2 Mailbox full", "450 4.1.1 Unknown",
        "550 No such user here", "552 5.2.2 Quota, try again later"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        ck_assert_msg(answer_alike(a, str_c(same[i][0])).n && str_eq(answer_alike(a, str_c(same[i][0])),
                          answer_alike(a, str_c(same[i][1]))), "%s", same[i][0]);
    for (size_t i = 0; i < sizeof differ / sizeof *differ; i++)
        ck_assert_msg(!str_eq(answer_alike(a, str_c(differ[i][0])), answer_alike(a, str_c(differ[i][1]))),
            "%s", differ[i][0]);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_msg(answer_alike(a, str_c(none[i])).n == 0, "%s", none[i]);
    ck_assert(answer_alike(a, STR("550 5.1.8 Sender address rejected")).n);
}
END_TEST

int main(void)
{
    a = arena_new();
    const suite_test tests[] = {a_clear_no_such_recipient, what_is_not_clear_is_held,
        before_the_recipient_it_is_about_us, what_is_refused_alike};
    int failed = suite_main("mail_answer", tests, sizeof tests / sizeof *tests);
    arena_free(a);
    return failed;
}
