/* What staff see before it goes, where they come back to, and what does not leave. */
#include "desk_stage.h"

#include "base/codec.h"
#include "sys/refusal.h"

/* Where one came from goes along: an act, its page, and back with its neighbours. */
START_TEST(the_list_is_kept_through_an_act)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_issued(&b, NULL);
    const char *file = text("/gestion/devis/%.*s?file=envoyees&payeur=employer", STR_ARG(id));
    const char *carried = "?file=envoyees&payeur=employer";
    struct reply r = get(&b, file);
    static const char *const acts[] = {"message", "version", "accepter", "annuler", "relancer"};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        ck_says(r, text("/%s?file=envoyees&amp;payeur=employer\"", acts[i]));
    const char *path = text("%s%s", stage_path(id, "message"), carried);
    r = get(&b, path);
    ck_says(r, text("%.*s?file=envoyees&amp;payeur=employer\"", STR_ARG(id)));
    ck_goes(post(&b, path, "body=Bonjour&then=send"), text("%s&dit=message", file));
    path = text("%s%s", stage_path(id, "version"), carried);
    get(&b, path);
    ck_goes(post(&b, path, stage_amended(id, "payer=employer&module=yes&then=save")),
        text("%s&dit=modification", file));
    path = text("%s%s", stage_path(id, "relancer"), carried);
    get(&b, path);
    ck_goes(post(&b, path, "then=send"), text("%s&dit=relance", file));
    path = text("%s%s", stage_path(id, "annuler"), carried);
    get(&b, path);
    ck_goes(post(&b, path, "reason=Double"), text("%s&dit=annulation", file));
    r = get(&b, text("%s&dit=annulation", file));
    ck_says(r, "href=\"/gestion/devis?file=envoyees&amp;payeur=employer\">Retour à la liste");
}
END_TEST

/* The pages as they would be, from what is typed: no number is taken, nothing is kept. */
START_TEST(a_draft_is_seen_as_its_pdf)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_request(NULL);
    const char *path = stage_path(id, "emettre");
    struct reply r = get(&b, path);
    ck_says(r, "value=\"pdf-1\" formtarget=\"_blank\"");
    r = post(&b, path, "then=pdf-1");
    ck_status(r, 200);
    ck_assert_str_is(r.type, "application/pdf");
    ck_assert(str_starts(r.body, STR("%PDF-")) && str_starts(header_of(&r, "Content-Disposition"),
                                                      STR("inline")));
    get(&b, path);
    ck_status(post(&b, path, "then=pdf-2"), 404);
    path = stage_path(id, "version");
    get(&b, path);
    r = post(&b, path, stage_amended(id, "payer=employer&module=yes&then=pdf-1"));
    ck_assert_str_is(r.type, "application/pdf");
    ck_assert_str_is(stage_column(id, "module"), "no");
    struct str mix = stage_request(&(struct wish){.payer = "several", .module = "yes",
        .more = "mix = 'Moitié moitié'"});
    path = stage_path(mix, "parts");
    get(&b, path);
    r = post(&b, path, STAGE_TO "&base=third&third_diploma=6000&third_module=400&then=pdf-2");
    ck_assert_str_is(r.type, "application/pdf");
    ck_assert_uint_eq(stage_numbers(id).n + stage_numbers(mix).n, 0);
}
END_TEST

/* Who wants no mail, or whose address takes none: issued, and said so. */
START_TEST(what_does_not_leave_is_not_said_to)
{
    struct browser b = {0};
    flow_staff(&b, ROLE_QUOTES);
    stage_facts();
    struct str id = stage_request(NULL), stopped = stage_request(NULL);
    unsigned char hash[HASH_BYTES];
    refusal_hash(site.keys, stage_column(id, "email"), hash);
    root_run("INSERT INTO quote_refusal VALUES (UNHEX('%.*s'), UTC_TIMESTAMP())",
        STR_ARG(hex_encode(arena, (struct str){(char *)hash, sizeof hash})));
    root_run("INSERT INTO address_state (email, hard_bounces, last_at, why) VALUES ('%.*s', 2,"
             " UTC_TIMESTAMP(), '550')", STR_ARG(stage_column(stopped, "email")));
    const struct str both[] = {id, stopped};
    for (size_t i = 0; i < 2; i++) {
        get(&b, stage_path(both[i], "emettre"));
        struct reply r = post(&b, stage_path(both[i], "emettre"), "then=send");
        ck_goes(r, text("/gestion/devis/%.*s?dit=emis", STR_ARG(both[i])));
        r = follow(&b, &r);
        ck_says(r, "aucun courriel n’est parti");
        ck_status(get(&b, stage_path(both[i], "relancer")), 409);
    }
    get(&b, stage_path(stopped, "message"));
    struct reply r = post(&b, stage_path(stopped, "message"), "body=Bonjour&then=send");
    ck_status(r, 422);
    ck_says(r, "vérifiez-la d’abord");
}
END_TEST

FLOW_MAIN("desk draft", the_list_is_kept_through_an_act, a_draft_is_seen_as_its_pdf,
    what_does_not_leave_is_not_said_to)
