/* Every door of the house. Order does not matter: no two patterns of one method match the same
 * path, and what is written out wins over a {} beside it (a test checks both). */
#include "web/route_steps.h"

#include "domain/forms.h"
#include "page/account.h"
#include "page/candidacy.h"
#include "page/dossier.h"
#include "page/eligibility.h"
#include "page/health.h"
#include "page/proof.h"
#include "page/public.h"
#include "page/quote.h"
#include "page/quote_link.h"
#include "page/security.h"
#include "page/signin.h"
#include "page/receipt.h"
#include "page/stash.h"
#include "page/submit.h"
#include "page/withdraw.h"

/* What may be posted or queried beyond a form's own fields. */
static const char *const next_only[] = {"suite", "garde", NULL};
static const char *const signing[] = {"suite", "garde", PAGE_DOUBTS_NAME, NULL};
static const char *const doubts_only[] = {PAGE_DOUBTS_NAME, NULL};
static const char *const account_only[] = {"adresse", NULL};
static const char *const saved_only[] = {"enregistre", NULL};
static const char *const saving[] = {ROUTE_STEP_NAMES, NULL};
static const char *const opened_from[] = {ROUTE_STEP_ASKED, NULL};
static const char *const carried[] = {"kind", "level", "state", "recognition", "payer", "wanted",
    "module_payer", "cpf_amount", NULL};
static const char *const carrying[] = {"diplome", "niveau", "etat", "attestation", "payeur",
    "module", NULL};
static const char *const asking[] = {"q", "de", "envoye", NULL};
static const char *const sharing[] = {"email", "key", PAGE_DOUBTS_NAME, NULL};
static const char *const quote_links[] = {"kind", "payer", "module", "intake", NULL};
static const char *const quoting[] = {"then", "key", PAGE_DOUBTS_NAME, "intake", NULL};
static const char *const quote_done[] = {"fait", NULL};
static const char *const quote_about[] = {"about", NULL};
static const char *const quote_key[] = {"key", NULL};
static const char *const choosing[] = {"keep", NULL};

const struct route routes[] = {
    {METHOD_GET, "/sante", GUARD_NOTHING, 0, page_health, NULL, NULL, "health.live"},
    {METHOD_GET, "/sante/complet", GUARD_LOCAL, 0, page_health_full, NULL, NULL, "health.full"},

    {METHOD_GET, "/.well-known/security.txt", GUARD_PUBLIC, 0, page_security_txt, NULL, NULL,
        "public.security"},

    {METHOD_GET, "/", GUARD_PUBLIC, 0, page_home, NULL, NULL, "public.home"},
    {METHOD_GET, "/aide", GUARD_PUBLIC, 0, page_notice, NULL, NULL, "public.help"},
    {METHOD_GET, "/accessibilite", GUARD_PUBLIC, 0, page_notice, NULL, NULL, "public.accessibility"},
    {METHOD_GET, "/donnees", GUARD_PUBLIC, 0, page_notice, NULL, NULL, "public.privacy"},
    {METHOD_GET, "/cookies", GUARD_PUBLIC, 0, page_notice, NULL, NULL, "public.cookies"},
    {METHOD_GET, "/mentions-legales", GUARD_PUBLIC, 0, page_notice, NULL, NULL, "public.legal"},
    {METHOD_GET, "/plan", GUARD_PUBLIC, 0, page_notice, NULL, NULL, "public.map"},

    {METHOD_GET, "/connexion", GUARD_PUBLIC, 0, page_signin, NULL, next_only, "signin"},
    {METHOD_POST, "/connexion", GUARD_PUBLIC, 0, page_signin_send, &form_sign_in, signing,
        "signin.send"},
    {METHOD_GET, "/connexion/code", GUARD_PUBLIC, 0, page_code, NULL, next_only, "signin.code"},
    {METHOD_POST, "/connexion/code", GUARD_PUBLIC, 0, page_code_check, &form_code, next_only,
        "signin.check"},
    {METHOD_GET, "/connexion/reprise", GUARD_SESSION, 0, page_stash_offer, NULL, NULL, "stash.offer"},
    {METHOD_POST, "/connexion/reprise", GUARD_SESSION, 0, page_stash_forget, NULL, NULL,
        "stash.forget"},
    {METHOD_GET, "/lien/{}/{}", GUARD_PUBLIC, ROUTE_TOKEN, page_link, NULL, NULL, "link"},
    {METHOD_POST, "/lien/{}/{}", GUARD_PUBLIC, ROUTE_TOKEN, page_link_use, &form_link, NULL,
        "link.use"},
    {METHOD_GET, "/compte", GUARD_ACCOUNT, 0, page_account, NULL, account_only, "account"},
    {METHOD_POST, "/compte/sessions", GUARD_ACCOUNT, 0, page_account_end_others, NULL, NULL,
        "account.end_others"},
    {METHOD_GET, "/compte/adresse", GUARD_ACCOUNT, 0, page_account_address, NULL, NULL,
        "account.address"},
    {METHOD_POST, "/compte/adresse", GUARD_ACCOUNT, 0, page_account_address_ask, &form_new_address,
        doubts_only, "account.address.ask"},
    {METHOD_GET, "/compte/adresse/codes", GUARD_ACCOUNT, 0, page_account_codes, NULL, NULL,
        "account.codes"},
    {METHOD_POST, "/compte/adresse/codes", GUARD_ACCOUNT, 0, page_account_codes_check,
        &form_change_codes, NULL, "account.codes.check"},
    {METHOD_POST, "/deconnexion", GUARD_SESSION, 0, page_signout, NULL, NULL, "signout"},

    {METHOD_GET, "/eligibilite", GUARD_PUBLIC, 0, page_eligibility, &form_eligibility, asking,
        "eligibility"},
    {METHOD_GET, "/eligibilite/resultat", GUARD_PUBLIC, 0, page_eligibility_result,
        &form_eligibility, asking, "eligibility.result"},
    {METHOD_GET, "/eligibilite/envoi", GUARD_PUBLIC, ROUTE_KEYED, page_share, &form_eligibility, NULL,
        "eligibility.self"},
    {METHOD_POST, "/eligibilite/envoi", GUARD_PUBLIC, ROUTE_KEYED, page_share_send, &form_eligibility,
        sharing, "eligibility.self.send"},
    {METHOD_GET, "/eligibilite/employeur", GUARD_PUBLIC, ROUTE_KEYED, page_share, &form_eligibility, NULL,
        "eligibility.employer"},
    {METHOD_POST, "/eligibilite/employeur", GUARD_PUBLIC, ROUTE_KEYED, page_share_send, &form_eligibility,
        sharing, "eligibility.employer.send"},

    {METHOD_GET, "/devis", GUARD_PUBLIC, ROUTE_READ_AGAIN, page_quote, NULL, quote_links, "quote"},
    {METHOD_POST, "/devis", GUARD_PUBLIC, ROUTE_READ_AGAIN, page_quote_post, &form_quote, quoting, "quote.post"},
    {METHOD_GET, "/candidature/{}/devis", GUARD_CANDIDACY, ROUTE_READ_AGAIN, page_quote_candidacy, NULL, NULL,
        "quote.candidacy"},
    {METHOD_POST, "/candidature/{}/devis", GUARD_CANDIDACY, ROUTE_READ_AGAIN | ROUTE_STASH, page_quote_post,
        &form_quote, quoting, "quote.candidacy.post"},
    {METHOD_GET, "/devis/{}/recu", GUARD_PUBLIC, 0, page_quote_done, NULL, quote_done,
        "quote.done"},
    {METHOD_GET, "/devis/retrouver", GUARD_PUBLIC, 0, page_quote_find, NULL, NULL, "quote.find"},
    {METHOD_POST, "/devis/retrouver", GUARD_PUBLIC, 0, page_quote_find_send, &form_quote_find, doubts_only,
        "quote.find.send"},
    {METHOD_GET, "/devis/retrouver/code", GUARD_PUBLIC, 0, page_quote_code, NULL, NULL, "quote.code"},
    {METHOD_POST, "/devis/retrouver/code", GUARD_PUBLIC, 0, page_quote_code_check,
        &form_quote_code, NULL, "quote.code.check"},
    {METHOD_GET, "/devis/retrouver/liste", GUARD_PUBLIC, 0, page_quote_found, NULL, quote_done,
        "quote.found"},
    {METHOD_POST, "/devis/retrouver/refus", GUARD_PUBLIC, 0, page_quote_stop, NULL, NULL,
        "quote.stop"},
    {METHOD_POST, "/devis/retrouver/messages", GUARD_PUBLIC, 0, page_quote_resume, NULL, NULL,
        "quote.resume"},
    {METHOD_GET, "/devis/{}/{}", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_link, NULL, quote_done,
        "quote.link"},
    {METHOD_POST, "/devis/{}/{}/renouveler", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_renew, NULL,
        quote_key, "quote.renew"},
    {METHOD_GET, "/devis/{}/{}/message", GUARD_PUBLIC, ROUTE_TOKEN | ROUTE_KEYED, page_quote_write, NULL,
        quote_about, "quote.write"},
    {METHOD_POST, "/devis/{}/{}/message", GUARD_PUBLIC, ROUTE_TOKEN | ROUTE_KEYED, page_quote_write_post,
        &form_quote_write, quoting, "quote.write.post"},
    {METHOD_GET, "/devis/{}/{}/refus", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_mailbox, NULL,
        quote_done, "quote.mailbox"},
    {METHOD_POST, "/devis/{}/{}/refus", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_mailbox_post,
        &form_quote_mailbox, NULL, "quote.mailbox.post"},
    {METHOD_POST, "/devis/{}/{}/messages", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_mailbox_resume,
        NULL, NULL, "quote.mailbox.resume"},
    {METHOD_GET, "/devis/{}/{}/{}", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_paper, NULL, NULL,
        "quote.paper"},
    {METHOD_GET, "/devis/{}/{}/{}/accord", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_accept, NULL, NULL,
        "quote.accept"},
    {METHOD_POST, "/devis/{}/{}/{}/accord", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_accept_post,
        &form_quote_accept, quoting, "quote.accept.post"},
    {METHOD_GET, "/devis/{}/{}/{}/sans-suite", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_decline, NULL,
        NULL, "quote.decline"},
    {METHOD_POST, "/devis/{}/{}/{}/sans-suite", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_decline_post,
        &form_quote_decline, quoting, "quote.decline.post"},

    {METHOD_GET, "/candidature", GUARD_PUBLIC, 0, page_candidacy, NULL, carrying, "candidacy"},
    {METHOD_POST, "/candidature", GUARD_PUBLIC, 0, page_candidacy_start, NULL, carried,
        "candidacy.start"},
    {METHOD_GET, "/candidature/{}", GUARD_CANDIDACY, 0, page_dossier, NULL, saved_only, "dossier"},
    ROUTE_STEPS("/candidature/{}", GUARD_CANDIDACY, 0, "", opened_from, saving),

    {METHOD_GET, "/candidature/{}/adresse", GUARD_CANDIDACY, 0, page_address, NULL, opened_from,
        "address"},
    {METHOD_POST, "/candidature/{}/adresse", GUARD_CANDIDACY, 0, page_address_check, &form_code,
        opened_from, "address.check"},
    {METHOD_GET, "/candidature/{}/adresse/renvoi", GUARD_CANDIDACY, 0, page_address_ask, NULL,
        opened_from, "address.ask"},
    {METHOD_POST, "/candidature/{}/adresse/renvoi", GUARD_CANDIDACY, 0, page_address_resend, NULL,
        opened_from, "address.resend"},
    {METHOD_GET, "/candidature/{}/verification", GUARD_CANDIDACY, 0, page_review, NULL, NULL,
        "review"},
    {METHOD_POST, "/candidature/{}/verification", GUARD_CANDIDACY, ROUTE_STASH, page_submit,
        &form_verification, saving, "submit"},
    {METHOD_GET, "/candidature/{}/confirmation", GUARD_CANDIDACY, 0, page_receipt, NULL, NULL,
        "receipt"},
    {METHOD_GET, "/candidature/{}/reprise", GUARD_CANDIDACY, 0, page_take_back, NULL, NULL,
        "take_back"},
    {METHOD_POST, "/candidature/{}/reprise", GUARD_CANDIDACY, 0, page_take_back_done, NULL, NULL,
        "take_back.done"},
    {METHOD_GET, "/candidature/{}/retrait", GUARD_CANDIDACY, 0, page_withdraw, NULL, NULL,
        "withdraw"},
    {METHOD_POST, "/candidature/{}/retrait", GUARD_CANDIDACY, 0, page_withdraw_done, NULL, NULL,
        "withdraw.done"},
    {METHOD_GET, "/candidature/{}/recommencer", GUARD_CANDIDACY, 0, page_restart, NULL, NULL,
        "restart"},
    {METHOD_POST, "/candidature/{}/recommencer", GUARD_CANDIDACY, 0, page_restart_done, NULL, NULL,
        "restart.done"},
    {METHOD_GET, "/verifier", GUARD_PUBLIC, 0, page_verify, NULL, NULL, "verify"},
    {METHOD_POST, "/verifier", GUARD_PUBLIC, 0, page_verify_check, &form_verify, NULL,
        "verify.check"},
    {METHOD_GET, "/candidature/{}/choix", GUARD_CANDIDACY, 0, page_offer, NULL, NULL, "offer"},
    {METHOD_POST, "/candidature/{}/choix", GUARD_CANDIDACY, 0, page_offer_choose, NULL, choosing,
        "offer.choose"},
};
const size_t routes_n = sizeof routes / sizeof *routes;

/* The pool "documents": what takes much memory, or reads what strangers made, stays out of the workers
 * that show pages. It has a role of the database and keys of its own (sys/holder.h), with the rights
 * that these rows need and no more (sql/grants.sql, store/statements.c). */
const struct route document_routes[] = {
    {METHOD_GET, "/devis/{}/{}/{}.pdf", GUARD_PUBLIC, ROUTE_TOKEN, page_quote_pdf, NULL, NULL,
        "quote.pdf"},
};
const size_t document_routes_n = sizeof document_routes / sizeof *document_routes;
