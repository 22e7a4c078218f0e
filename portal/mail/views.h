/* mail/views.h - the facts of each mail, as its templates (emails/NAME.txt, .html) see them.
 *
 * Each view begins with the frame that all mails share. mail/kinds.c fills them from the outbox
 * row's parameters; a list x comes with its length x_n. Everything is borrowed from the arena. */
#ifndef MAIL_VIEWS_H
#define MAIL_VIEWS_H

#include "base/day.h"
#include "base/money.h"
#include "base/str.h"

struct mail_frame {
    struct str base_url; /* of the portal, no slash at the end */
    struct str contact;  /* a staffed mailbox; empty: unknown */
    struct str phone;    /* of the service; empty: unknown */
    struct str why;      /* after "Pourquoi ce message ?" */
    struct str reply_to; /* header; empty: the contact */
    struct str quote;    /* public id of the quote that is attached; empty: none */
};

/* One line of a price; `apart` ones are not part of the total (the module beside CPF). */
struct mail_price {
    struct str label;
    struct money amount;
    bool apart;
};

struct mail_condition {
    struct str label, state; /* "Votre diplôme", "semble remplie, d’après vos réponses" */
};

struct mail_text {
    struct str text;
};

/* How a mail about a request came to this address, and how to have no more of them. */
struct mail_asker {
    struct str asked_by; /* who gave this address */
    struct str refuse;   /* where it is refused */
};

/* What comes with a document: what to do next, and the programme when an organisation pays. */
struct mail_after {
    const struct mail_text *next;
    size_t next_n;
    const struct mail_text *programme;
    size_t programme_n;
};

struct mail_code_view { /* code, confirm, address_old, address_new */
    struct mail_frame frame;
    struct str challenge;
    struct str code; /* "482 913", a no-break space inside */
    struct str link;
    struct instant expires;
};

struct mail_quote_view { /* quote_request, quote, quote_held */
    struct mail_frame frame;
    struct str number;   /* "D-2026-000123"; empty: none was issued */
    struct day valid;    /* … until that day */
    struct str link;     /* the request's own page, or the desk's for staff */
    struct mail_asker asker;
    bool third;          /* an organisation pays: the programme comes along */
    bool renewed;        /* after an older one, or instead of it */
    struct mail_after after;
    struct str reference, intake, payer; /* intake: "33e promotion, rentrée de novembre 2026" */
    struct instant received;
    const struct mail_price *prices;
    size_t prices_n;
    struct money total;
    struct str pending; /* why no amount can be final yet (a mix of payers); empty: final */
    bool cpf;           /* "information tarifaire": not a quote */
    struct str vat;     /* ⚖ sentence; empty: none */
    /* staff only */
    bool refused; /* no mail goes to that address: it wants none */
    struct str name, email, phone, organisation, siret, siret_doubt, addressee;
    const struct mail_text *message; /* its lines */
    size_t message_n;
};

struct mail_answer_view { /* quote_accepted, quote_agreed, quote_declined, quote_written */
    struct mail_frame frame;
    struct str number, reference, link;
    struct str name, role;   /* of who accepted */
    struct day signed_on;
    struct instant at;
    struct money total;
    struct str document, fingerprint; /* 64 hexadecimal digits: what was accepted, and the answer */
    struct str verify_link;
    struct mail_asker asker;    /* to who asked only */
    struct str asked_by, email; /* staff only */
    struct str about;           /* "Une question", "Une autre version" */
    struct str reason;          /* ours: why somebody has to look at it; empty: a message says it */
    const struct mail_text *message;
    size_t message_n;
};

struct mail_question_view { /* question, question_ack */
    struct mail_frame frame;
    struct str reference, topic; /* "VAE", "question générale" */
    struct instant received;
    struct str answer_by, vae_url;
    struct mail_asker asker;         /* to who wrote only */
    struct str name, email, phone;   /* staff only */
    const struct mail_text *message; /* its lines; staff only */
    size_t message_n;
};

struct mail_receipt_view { /* receipt */
    struct mail_frame frame;
    struct str first_name, reference, intake;
    struct str submitted;   /* to the second, with its zone: an acknowledgement of the law */
    struct str fingerprint; /* 64 hexadecimal digits */
    struct str link, verify_link;
    struct str service;           /* ⚖ texts; next and silence by line */
    const struct mail_text *next;
    size_t next_n;
    const struct mail_text *silence;
    size_t silence_n;
    bool again;     /* submitted once more after a correction */
    bool to_settle; /* another candidacy may be the same person's: "à trancher" */
};

struct mail_candidacy_view { /* new_candidacy, funding_changed, taken_back, (candidacy_)withdrawn */
    struct mail_frame frame;
    struct str first_name, reference, intake, link, verdict;
    struct instant at, closes;
    bool again, to_settle;
};

struct mail_draft_view { /* draft_waiting */
    struct mail_frame frame;
    struct str first_name, intake, link;
    struct instant closes;
    bool taken_back; /* it had been submitted, and was taken back to be corrected */
    bool entered;    /* it came on paper, staff typed it in, and its owner has not opened it */
};

struct mail_eligibility_view { /* eligibility_self */
    struct mail_frame frame;
    struct str heading, intake, link, rule, mention;
    struct day today, closes, starts;
    const struct mail_condition *conditions;
    size_t conditions_n;
    const struct mail_text *advice;
    size_t advice_n;
};

struct mail_programme_view { /* employer_info */
    struct mail_frame frame;
    struct str title, intake, place, link, quote_link, rncp;
    struct day starts;
    struct money diploma, module;
};

struct mail_address_view { /* address_changed */
    struct mail_frame frame;
    struct instant at;
};

struct mail_desk_view { /* quote_reply, quote_version, quote_nudge, quote_link: staff write, or act */
    struct mail_frame frame;
    struct str reference; /* of the request */
    struct str number;    /* of the document in question; empty: none */
    struct str replaces;  /* number of the version that this one replaces */
    struct money total;
    struct day until; /* last day of validity */
    struct str link;  /* the person's own page */
    bool information; /* CPF: price information, no quote */
    const struct mail_text *message; /* what staff typed, by line */
    size_t message_n;
    struct mail_asker asker;
    struct mail_after after; /* quote_version */
};

struct mail_invite_view { /* candidacy_invite */
    struct mail_frame frame;
    struct str intake, link;
    struct day received;
    struct instant closes;
};

struct mail_notice_view { /* desk_new, desk_raised, desk_reply: to the desk, about one request */
    struct mail_frame frame;
    struct str reference, what, payer, link; /* what: "demande de devis" */
    struct str entered; /* "par téléphone": one of the team typed it in; empty: by the portal */
    struct instant received;
    struct instant waiting; /* for us, since; .s == 0: it is not */
};

struct mail_digest_view { /* desk_digest */
    struct mail_frame frame;
    const struct mail_condition *items; /* requests: "D-7K3M-9QX2, devis", "reçue le…" */
    size_t items_n;
    const struct mail_text *counts; /* "3 demandes attendent notre réponse" */
    size_t counts_n;
    bool more; /* than the items */
    struct str link;
};

struct mail_complaint_view { /* desk_complaint */
    struct mail_frame frame;
    struct str mail; /* which one: "Rappel avant l’expiration du devis" */
    struct instant sent;
    struct str reference, link; /* of the file it was about; empty: none that the desk can open */
};

struct mail_audit_view { /* audit_head, audit_alarm: to who keeps the trail's last seal elsewhere */
    struct mail_frame frame;
    struct instant checked;
    struct str head;  /* the last seal that holds, "1234:9f86d0…"; empty: none does */
    struct str seen;  /* "12 lignes" */
    bool whole;       /* walked from its first seal */
    struct str fault, place; /* "une ligne a été modifiée", "ligne 12, sceau 7" */
};

struct mail_ending_view { /* quote_expiring */
    struct mail_frame frame;
    struct str reference, number, link;
    struct str refuse; /* where they say: no more of these */
    struct day until;
    bool cpf;
};

#endif
