/* mail/answer.h - what a server's refusal is about: us, that mail, or its recipient. Pure.
 *
 * A refusal is read by how far the dialogue had come (RFC 5321 §3.3, §4.3.2) and by its number (RFC 3463,
 * RFC 7505), by its words only where the number says nothing:
 * - the way: no connection, or no to EHLO, STARTTLS, AUTH or MAIL: any other mail would fare the same.
 *   Only what MAIL says of a size (452, 552) is about the mail that announced it;
 * - the recipient: a clear "no such recipient", or "this mailbox is closed", to RCPT. Whatever also
 *   speaks of a policy, a sender or a reputation is not clear;
 * - the mail: all else, 5xx too. "550 5.7.26" at RCPT is about who sends, and 554 after the data about
 *   what: tomorrow it may be taken.
 * Which address is condemned by its refusal is another question: mail/status.h. */
#ifndef MAIL_ANSWER_H
#define MAIL_ANSWER_H

#include "base/arena.h"
#include "mail/smtp.h"

enum answer_about { ANSWER_WAY, ANSWER_MAIL, ANSWER_RECIPIENT };

/* Of a result that is SMTP_REFUSED. */
enum answer_about answer_about(struct arena *a, const struct smtp_result *r);
/* Two refusals are alike when this is the same: "550 5.7.26", or the code and the words without what
 * differs from mail to mail. Empty: it speaks of one mailbox, and says nothing of the way. */
struct str answer_alike(struct arena *a, struct str line);

#endif
