#include "desk_stage.h"

#include "base/codec.h"

void stage_facts(void)
{
    root_run("UPDATE setting SET value = CASE kind WHEN 'days' THEN '90' WHEN 'url' THEN"
             " 'https://exemple.fr/' WHEN 'siret' THEN '19753471200017' ELSE 'Texte d’essai' END"
             " WHERE value = '' AND kind <> 'email' AND (name LIKE 'quote.%%' OR name LIKE"
             " 'institution.%%' OR name IN ('contact.address', 'contact.disability'))");
    root_run("UPDATE setting SET value = '3' WHERE name = 'quote.instalments'");
}

struct str stage_request(const struct wish *w)
{
    struct str email = fresh_email(), id;
    const char *more = w && w->more ? w->more : "name = name";
    unsigned char bytes[16];
    random_bytes(bytes, sizeof bytes);
    id = str_slice(hex_encode(arena, (struct str){(char *)bytes, sizeof bytes}), 0, 22);
    root_run("INSERT INTO quote_request (public_id, reference, kind, programme_id, payer, module,"
             " whom, addressee_name, addressee_address, name, email, idempotency_key, created_at,"
             " waiting_since, state) VALUES ('%.*s', 'D-%.9s', '%s', 1, NULLIF('%s', ''), '%s',"
             " 'one', 'Les Mille Pas', '1 rue des Lilas', 'Anaïs B.', '%.*s', '%.*s',"
             " FROM_UNIXTIME(%lld), FROM_UNIXTIME(%lld), 'new')",
        STR_ARG(id), id.p, w && w->kind ? w->kind : "quote", w && w->payer ? w->payer : "employer",
        w && w->module ? w->module : "no", STR_ARG(email), STR_ARG(id), (long long)now.s,
        (long long)now.s);
    root_run("UPDATE quote_request SET %s WHERE public_id = '%.*s'", more, STR_ARG(id));
    return id;
}

uint64_t stage_id(struct str public_id)
{
    return root_number(
        "SELECT id FROM quote_request WHERE public_id = '%.*s'", STR_ARG(public_id));
}

const char *stage_path(struct str public_id, const char *tail)
{
    return text("/gestion/devis/%.*s/%s", STR_ARG(public_id), tail);
}

struct str stage_mail(struct str public_id, const char *kind)
{
    return root_text("SELECT COALESCE((SELECT params FROM outbox WHERE kind = '%s' AND object_kind ="
                     " 'quote_request' AND object_id = %llu ORDER BY id DESC LIMIT 1), '')",
        kind, (unsigned long long)stage_id(public_id));
}

uint64_t stage_mails(struct str public_id, const char *kind)
{
    return root_number("SELECT COUNT(*) FROM outbox WHERE kind = '%s' AND object_kind ="
                       " 'quote_request' AND object_id = %llu",
        kind, (unsigned long long)stage_id(public_id));
}

uint64_t stage_audits(struct str public_id, const char *action)
{
    return root_number("SELECT COUNT(*) FROM audit WHERE action = '%s' AND actor_kind = 'staff' AND"
                       " object_kind = 'quote_request' AND object_id = %llu",
        action, (unsigned long long)stage_id(public_id));
}

struct str stage_column(struct str public_id, const char *column)
{
    return root_text("SELECT COALESCE(%s, '') FROM quote_request WHERE public_id = '%.*s'", column,
        STR_ARG(public_id));
}

#define QUOTED "addressee_name=Les+Mille+Pas&addressee_address=1+rue+des+Lilas&whom=one&name=Anais+B."

const char *stage_amended(struct str id, const char *more)
{
    return text(QUOTED "&email=%.*s&%s", STR_ARG(stage_column(id, "email")), more);
}

struct str stage_numbers(struct str id)
{
    return root_text("SELECT COALESCE(GROUP_CONCAT(CONCAT(RIGHT(number_text, 2), ' ', state, ' ',"
                     " total_cents) ORDER BY id SEPARATOR ', '), '') FROM quote WHERE request_id ="
                     " %llu", (unsigned long long)stage_id(id));
}

/* Issued by staff, all the way. */
struct str stage_issued(struct browser *b, const struct wish *w)
{
    struct str id = stage_request(w);
    struct reply r = get(b, stage_path(id, "emettre"));
    ck_status(r, 200);
    r = post(b, stage_path(id, "emettre"), "then=send");
    ck_goes(r, text("/gestion/devis/%.*s?dit=envoi", STR_ARG(id)));
    return id;
}

const char *stage_today(const char *name)
{
    struct day d = day_paris(now);
    return text("%s.d=%d&%s.m=%d&%s.y=%d", name, d.d, name, d.m, name, d.y);
}

struct str stage_entered(struct browser *b, struct str email, const char *then)
{
    const char *path = "/gestion/candidatures/saisir";
    get(b, path);
    ck_status(post(b, path, text("origin=phone&%s&email=%.*s&birth_name=Kermarrec&given_names=Yann"
                                 "&entry_note=CV+class%%C3%%A9&then=%s", stage_today("received_on"),
        STR_ARG(email), then ? then : "")), 303);
    return root_text("SELECT c.public_id FROM candidacy c JOIN account a ON a.id = c.account_id WHERE"
                     " a.email = '%.*s'", STR_ARG(email));
}
