/* Every door of /gestion but those of routes_signin.c: the staff's own workers serve these and nothing
 * else. Each GUARD_STAFF row names the roles that may pass. */
#include "web/route_steps.h"

#include "domain/desk_quotes.h"
#include "domain/forms.h"
#include "domain/forms_desk.h"
#include "page/desk.h"
#include "page/desk_account.h"
#include "page/desk_acts.h"
#include "page/desk_asides.h"
#include "page/desk_candidacies.h"
#include "page/desk_entered.h"
#include "page/desk_door.h"
#include "page/desk_mails.h"
#include "page/desk_team.h"
#include "page/desk_thread.h"
#include "page/desk_quotes.h"
#include "page/health.h"
#include "page/stash.h"

/* What may be posted or queried beyond a form's own fields. */
static const char *const keeping[] = {"key", "base", "then", NULL};
static const char *const period[] = {"semaines", NULL};
static const char *const done_only[] = {"fait", NULL};

static const char *const entering[] = {"key", "then", PAGE_DOUBTS_NAME, "promotion", "origin",
    "received_on.d", "received_on.m", "received_on.y", NULL};
static const char *const inviting[] = {"key", "then", "origin", "received_on.d", "received_on.m",
    "received_on.y", "entry_note", NULL};
static const char *const said_only[] = {"dit", NULL};
static const char *const typing[] = {ROUTE_STEP_NAMES, NULL};
static const char *const opened_from[] = {ROUTE_STEP_ASKED, NULL};

/* Acts of the quote desk: those whom its roles let in. */
#define DESK ROUTE_FOR(ROLE_QUOTES | ROLE_ADMIN)
/* Reading candidacies. */
#define READ ROUTE_FOR(ROLE_REVIEWER | ROLE_ADMIN)

/* What a list's address may hold, and what is posted from it. */
#define QUOTE_FILTERS "etat", "payeur", "objet", "module", "qui", "origine"
static const char *const quotes_list[] = {DESK_LIST_NAMES, QUOTE_FILTERS, "dit", NULL};
static const char *const list_keep[] = {DESK_KEEP_NAMES, NULL};
static const char *const quotes_many[] = {"retour", "acte", "a", "then", DESK_BOXES, NULL};
static const char *const quotes_one[] = {
    DESK_LIST_NAMES, QUOTE_FILTERS, "a", "version", "key", "then", NULL};
/* The pages of its acts carry the list that it was opened from. */
static const char *const settling[] = {
    DESK_LIST_NAMES, QUOTE_FILTERS, "key", "base", "then", NULL};
static const char *const writing[] = {
    DESK_LIST_NAMES, QUOTE_FILTERS, "key", "then", "texte", NULL};
static const char *const issuing[] = {
    DESK_LIST_NAMES, QUOTE_FILTERS, "key", "base_version", "then", NULL};
static const char *const mending[] = {DESK_LIST_NAMES, QUOTE_FILTERS, "key", "base_version", "then",
    PAGE_DOUBTS_NAME, "promotion", "replace", "dates", "printed", "words", NULL};
static const char *const sharing[] = {DESK_LIST_NAMES, QUOTE_FILTERS, "key", "base_version", "then",
    PAGE_DOUBTS_NAME, "replace", "dates", "printed", "words", "addressee_name", "addressee_siret",
    "addressee_address", "addressee_contact", "opco_name", "opco_reference", "purchase_reference",
    "chorus_service", "chorus_engagement", NULL};
/* Somebody signed in, whatever they may do; administrators. */
#define ANY GUARD_STAFF, ROUTE_FOR(ROLE_ANY)
#define ADMIN GUARD_STAFF, ROUTE_FOR(ROLE_ADMIN)

#define CANDIDACY_FILTERS "etat", "verdict", "payeur", "module", "promotion"
static const char *const candidacies_list[] = {DESK_LIST_NAMES, CANDIDACY_FILTERS, NULL};
static const char *const candidacies_many[] = {"retour", "acte", DESK_BOXES, NULL};
static const char *const candidacies_one[] = {
    DESK_LIST_NAMES, CANDIDACY_FILTERS, "version", "dit", NULL};

const struct route desk_routes[] = {
    {METHOD_GET, "/gestion/sante", GUARD_NOTHING, 0, page_health, NULL, NULL, "desk.health"},

    {METHOD_GET, "/gestion", GUARD_STAFF, ROUTE_FOR(ROLE_ANY), page_desk, NULL, NULL, "desk"},
    {METHOD_GET, "/gestion/reprise", GUARD_STAFF, ROUTE_FOR(ROLE_ANY), page_stash_offer, NULL, NULL,
        "desk.stash.offer"},
    {METHOD_POST, "/gestion/reprise", GUARD_STAFF, ROUTE_FOR(ROLE_ANY), page_stash_forget, NULL,
        NULL, "desk.stash.forget"},

    {METHOD_GET, "/gestion/textes", GUARD_STAFF, DESK, page_desk_texts, NULL, NULL, "desk.texts"},
    {METHOD_GET, "/gestion/textes/ajouter", GUARD_STAFF, DESK | ROUTE_KEYED, page_desk_text_new, NULL, NULL,
        "desk.text.new"},
    {METHOD_POST, "/gestion/textes/ajouter", GUARD_STAFF, DESK | ROUTE_KEYED | ROUTE_STASH, page_desk_text_add,
        &form_ready_text, keeping, "desk.text.add"},
    {METHOD_GET, "/gestion/textes/{}", GUARD_STAFF, DESK, page_desk_text, NULL, NULL, "desk.text"},
    {METHOD_POST, "/gestion/textes/{}", GUARD_STAFF, DESK | ROUTE_STASH, page_desk_text_save,
        &form_ready_text, keeping, "desk.text.save"},
    {METHOD_GET, "/gestion/textes/{}/retirer", GUARD_STAFF, DESK, page_desk_text_remove, NULL, NULL,
        "desk.text.remove"},
    {METHOD_POST, "/gestion/textes/{}/retirer", GUARD_STAFF, DESK, page_desk_text_removed, NULL,
        keeping, "desk.text.removed"},
    {METHOD_GET, "/gestion/chiffres", GUARD_STAFF, DESK, page_desk_figures, &form_period, period,
        "desk.figures"},
    {METHOD_GET, "/gestion/devis/{}/message", GUARD_STAFF, DESK | ROUTE_READ_AGAIN, page_desk_message, NULL, writing,
        "desk.message"},
    {METHOD_POST, "/gestion/devis/{}/message", GUARD_STAFF,
        DESK | ROUTE_READ_AGAIN | ROUTE_STASH,
        page_desk_message_post, &form_message, writing, "desk.message.post"},
    {METHOD_GET, "/gestion/candidatures", GUARD_STAFF, READ, page_desk_candidacies, NULL,
        candidacies_list, "desk.candidacies"},
    {METHOD_POST, "/gestion/candidatures/recherche", GUARD_STAFF, READ,
        page_desk_candidacies_search, NULL, list_keep, "desk.candidacies.search"},
    {METHOD_POST, "/gestion/candidatures/vues", GUARD_STAFF, READ, page_desk_candidacies_keep, NULL,
        list_keep, "desk.candidacies.keep"},
    {METHOD_POST, "/gestion/candidatures/vues/{}/retirer", GUARD_STAFF, READ,
        page_desk_candidacies_forget, NULL, NULL, "desk.candidacies.forget"},
    {METHOD_POST, "/gestion/candidatures/lot", GUARD_STAFF, READ, page_desk_candidacies_many, NULL,
        candidacies_many, "desk.candidacies.many"},
    {METHOD_GET, "/gestion/candidatures/export.csv", GUARD_STAFF, READ, page_desk_candidacies_csv,
        NULL, candidacies_list, "desk.candidacies.csv"},
    {METHOD_GET, "/gestion/candidatures/export.xlsx", GUARD_STAFF, READ, page_desk_candidacies_xlsx,
        NULL, candidacies_list, "desk.candidacies.xlsx"},
    {METHOD_GET, "/gestion/candidatures/{}", GUARD_STAFF, READ, page_desk_candidacy, NULL,
        candidacies_one, "desk.candidacy"},
    {METHOD_GET, "/gestion/devis", GUARD_STAFF, DESK, page_desk_quotes, NULL, quotes_list,
        "desk.quotes"},
    {METHOD_POST, "/gestion/devis/recherche", GUARD_STAFF, DESK, page_desk_quotes_search, NULL,
        list_keep, "desk.quotes.search"},
    {METHOD_POST, "/gestion/devis/vues", GUARD_STAFF, DESK, page_desk_quotes_keep, NULL,
        list_keep, "desk.quotes.keep"},
    {METHOD_POST, "/gestion/devis/vues/{}/retirer", GUARD_STAFF, DESK, page_desk_quotes_forget,
        NULL, NULL, "desk.quotes.forget"},
    {METHOD_POST, "/gestion/devis/lot", GUARD_STAFF, DESK, page_desk_quotes_many, NULL,
        quotes_many, "desk.quotes.many"},
    {METHOD_GET, "/gestion/devis/relancer", GUARD_STAFF, DESK, page_desk_remind_ask, NULL,
        quotes_many, "desk.quotes.remind"},
    {METHOD_GET, "/gestion/devis/export.csv", GUARD_STAFF, DESK, page_desk_quotes_csv, NULL,
        quotes_list, "desk.quotes.csv"},
    {METHOD_GET, "/gestion/devis/export.xlsx", GUARD_STAFF, DESK, page_desk_quotes_xlsx, NULL,
        quotes_list, "desk.quotes.xlsx"},
    {METHOD_GET, "/gestion/devis/{}", GUARD_STAFF, DESK | ROUTE_KEYED, page_desk_request, NULL, quotes_list,
        "desk.request"},
    {METHOD_GET, "/gestion/devis/{}/pdf/{}", GUARD_STAFF, DESK, page_desk_request_pdf, NULL, NULL,
        "desk.request.pdf"},
    {METHOD_POST, "/gestion/devis/{}/attribution", GUARD_STAFF, DESK, page_desk_request_assign,
        NULL, quotes_one, "desk.request.assign"},
    {METHOD_POST, "/gestion/devis/{}/cloture", GUARD_STAFF, DESK, page_desk_request_close, NULL,
        quotes_one, "desk.request.close"},
    {METHOD_POST, "/gestion/devis/{}/lecture", GUARD_STAFF, DESK, page_desk_request_read, NULL,
        quotes_one, "desk.request.read"},
    {METHOD_POST, "/gestion/devis/{}/reouverture", GUARD_STAFF, DESK, page_desk_request_reopen,
        NULL, quotes_one, "desk.request.reopen"},
    {METHOD_POST, "/gestion/devis/{}/adresse", GUARD_STAFF, DESK, page_desk_request_address, NULL,
        quotes_one, "desk.request.address"},
    {METHOD_POST, "/gestion/devis/{}/courriels/{}/renvoi", GUARD_STAFF, DESK, page_desk_request_mail,
        NULL, quotes_one, "desk.request.mail"},
    {METHOD_POST, "/gestion/devis/{}/note", GUARD_STAFF, DESK | ROUTE_KEYED | ROUTE_STASH,
        page_desk_request_note, &form_desk_note, quotes_one, "desk.request.note"},
    {METHOD_GET, "/gestion/devis/{}/messages/{}", GUARD_STAFF, DESK, page_desk_said, NULL, NULL,
        "desk.request.said"},

    {METHOD_POST, "/gestion/deconnexion", GUARD_DESK_DOOR, 0, page_desk_signout, NULL, NULL,
        "desk.signout"},

    {METHOD_GET, "/gestion/compte", ANY, page_desk_account, NULL, done_only, "desk.account"},
    {METHOD_POST, "/gestion/compte", ANY, page_desk_account_notice, &form_staff_notice, NULL,
        "desk.account.notice"},
    {METHOD_POST, "/gestion/compte/sessions", ANY, page_desk_account_end_others, NULL, NULL,
        "desk.account.end_others"},
    {METHOD_POST, "/gestion/compte/sessions/{}", ANY, page_desk_account_end, NULL, NULL,
        "desk.account.end"},

    {METHOD_GET, "/gestion/courriels", ADMIN, page_desk_mails, NULL, said_only, "desk.mails"},
    {METHOD_POST, "/gestion/courriels/renvoi", ADMIN, page_desk_mails_again, NULL, NULL,
        "desk.mails.again"},
    {METHOD_POST, "/gestion/courriels/{}/renvoi", ADMIN, page_desk_mail_again, NULL, NULL,
        "desk.mail.again"},
    {METHOD_POST, "/gestion/courriels/{}/classer", ADMIN, page_desk_mail_settle, NULL, NULL,
        "desk.mail.settle"},

    {METHOD_GET, "/gestion/equipe", ADMIN, page_desk_team, NULL, NULL, "desk.team"},
    {METHOD_GET, "/gestion/equipe/inviter", ADMIN, page_desk_invite_new, NULL, NULL,
        "desk.team.invite"},
    {METHOD_POST, "/gestion/equipe/inviter", ADMIN | ROUTE_STASH, page_desk_invite_make,
        &form_staff_new, NULL, "desk.team.invite.make"},
    {METHOD_GET, "/gestion/equipe/{}", ADMIN, page_desk_member, NULL, done_only, "desk.member"},
    {METHOD_POST, "/gestion/equipe/{}", ADMIN | ROUTE_STASH, page_desk_member_roles,
        &form_staff_roles, NULL, "desk.member.roles"},
    {METHOD_POST, "/gestion/equipe/{}/reinitialiser", ADMIN, page_desk_member_reset, NULL, NULL,
        "desk.member.reset"},
    {METHOD_POST, "/gestion/equipe/{}/desactiver", ADMIN, page_desk_member_disable, NULL, NULL,
        "desk.member.disable"},
    {METHOD_GET, "/gestion/courriels-recus", ADMIN, page_desk_asides, NULL, done_only, "desk.asides"},
    {METHOD_GET, "/gestion/courriels-recus/{}", ADMIN, page_desk_aside, NULL, NULL, "desk.aside"},
    {METHOD_POST, "/gestion/courriels-recus/{}/traite", ADMIN, page_desk_aside_done, NULL, NULL,
        "desk.aside.done"},
    {METHOD_GET, "/gestion/devis/{}/version", GUARD_STAFF, DESK | ROUTE_READ_AGAIN, page_desk_version, NULL, quotes_list,
        "desk.version"},
    {METHOD_POST, "/gestion/devis/{}/version", GUARD_STAFF,
        DESK | ROUTE_READ_AGAIN | ROUTE_STASH,
        page_desk_version_post, &form_quote, mending, "desk.version.post"},
    {METHOD_GET, "/gestion/devis/{}/parts", GUARD_STAFF, DESK | ROUTE_READ_AGAIN, page_desk_parts, NULL, quotes_list,
        "desk.parts"},
    {METHOD_POST, "/gestion/devis/{}/parts", GUARD_STAFF,
        DESK | ROUTE_READ_AGAIN | ROUTE_STASH, page_desk_parts_post,
        &form_parts, sharing, "desk.parts.post"},
    {METHOD_GET, "/gestion/devis/{}/emettre", GUARD_STAFF, DESK, page_desk_issue, NULL, quotes_list,
        "desk.issue"},
    {METHOD_POST, "/gestion/devis/{}/emettre", GUARD_STAFF, DESK, page_desk_issue_post, NULL,
        issuing, "desk.issue.post"},
    {METHOD_GET, "/gestion/devis/saisir", GUARD_STAFF, DESK | ROUTE_READ_AGAIN, page_desk_entry, NULL, NULL,
        "desk.entry"},
    {METHOD_POST, "/gestion/devis/saisir", GUARD_STAFF,
        DESK | ROUTE_READ_AGAIN | ROUTE_STASH, page_desk_entry_post,
        &form_quote, entering, "desk.entry.post"},
    {METHOD_GET, "/gestion/candidatures/saisir", GUARD_STAFF, READ | ROUTE_KEYED,
        page_desk_candidacy_new, NULL, NULL, "desk.candidacy.new"},
    {METHOD_POST, "/gestion/candidatures/saisir", GUARD_STAFF, READ | ROUTE_KEYED | ROUTE_STASH,
        page_desk_candidacy_add, &form_identity,
        inviting, "desk.candidacy.add"},
    {METHOD_GET, "/gestion/candidatures/saisies", GUARD_STAFF, READ, page_desk_entered, NULL,
        said_only, "desk.entered"},
    {METHOD_GET, "/gestion/candidatures/saisies/{}", GUARD_STAFF, READ | ROUTE_ENTERED,
        page_desk_filled, NULL, said_only, "desk.filled"},
    {METHOD_GET, "/gestion/candidatures/saisies/{}/courriel", GUARD_STAFF, READ | ROUTE_ENTERED,
        page_desk_filled_address, NULL, NULL, "desk.filled.address"},
    {METHOD_POST, "/gestion/candidatures/saisies/{}/courriel", GUARD_STAFF,
        READ | ROUTE_ENTERED | ROUTE_STASH, page_desk_filled_move, &form_entry_address, NULL,
        "desk.filled.move"},
    ROUTE_STEPS("/gestion/candidatures/saisies/{}", GUARD_STAFF, READ | ROUTE_ENTERED, "desk.",
        opened_from, typing),
    {METHOD_POST, "/gestion/candidatures/saisies/{}/invitation", GUARD_STAFF, READ,
        page_desk_entered_invite, NULL, NULL, "desk.entered.invite"},
    {METHOD_POST, "/gestion/candidatures/saisies/{}/adresse", GUARD_STAFF, READ,
        page_desk_entered_address, NULL, NULL, "desk.entered.address"},
    {METHOD_POST, "/gestion/candidatures/{}/courriels/{}/renvoi", GUARD_STAFF, READ,
        page_desk_candidacy_mail, NULL, candidacies_one, "desk.candidacy.mail"},
    {METHOD_POST, "/gestion/candidatures/{}/adresse", GUARD_STAFF, READ,
        page_desk_candidacy_address, NULL, candidacies_one, "desk.candidacy.address"},
    {METHOD_GET, "/gestion/devis/{}/accepter", GUARD_STAFF, DESK, page_desk_accepted, NULL, quotes_list,
        "desk.accepted"},
    {METHOD_POST, "/gestion/devis/{}/accepter", GUARD_STAFF, DESK | ROUTE_STASH,
        page_desk_accepted_post, &form_accepted, settling, "desk.accepted.post"},
    {METHOD_GET, "/gestion/devis/{}/annuler", GUARD_STAFF, DESK, page_desk_cancel, NULL, quotes_list,
        "desk.cancel"},
    {METHOD_POST, "/gestion/devis/{}/annuler", GUARD_STAFF, DESK | ROUTE_STASH,
        page_desk_cancel_post, &form_cancel, settling, "desk.cancel.post"},
    {METHOD_GET, "/gestion/devis/{}/lien", GUARD_STAFF, DESK, page_desk_relink, NULL, quotes_list,
        "desk.relink"},
    {METHOD_POST, "/gestion/devis/{}/lien", GUARD_STAFF, DESK, page_desk_relink_post, NULL, settling,
        "desk.relink.post"},
    {METHOD_GET, "/gestion/devis/{}/relancer", GUARD_STAFF, DESK, page_desk_remind, NULL, quotes_list,
        "desk.remind"},
    {METHOD_POST, "/gestion/devis/{}/relancer", GUARD_STAFF, DESK, page_desk_remind_post, NULL,
        settling, "desk.remind.post"},
};
const size_t desk_routes_n = sizeof desk_routes / sizeof *desk_routes;
