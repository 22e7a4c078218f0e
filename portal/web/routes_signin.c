/* The pool "signin": where the staff prove who they are. Hashing a password costs a tenth of a second and
 * 32 MB on purpose (sys/password.h): whoever tries hundreds of them fills these workers and their short
 * queue, and the desk goes on. What is tried beyond is answered 503 at once, in words
 * (common/server.conf). The only workers that can open the staff's second factors. */
#include "web/route.h"

#include "domain/forms.h"
#include "domain/roles.h"
#include "page/desk_account.h"
#include "page/desk_door.h"
#include "page/desk_enrol.h"

static const char *const next_only[] = {"suite", "garde", NULL};

/* Somebody signed in, whatever they may do. */
#define ANY GUARD_STAFF, ROUTE_FOR(ROLE_ANY)

const struct route signin_routes[] = {
    {METHOD_GET, "/gestion/connexion", GUARD_DESK_DOOR, 0, page_desk_signin, NULL, next_only,
        "desk.signin"},
    {METHOD_POST, "/gestion/connexion", GUARD_DESK_DOOR, 0, page_desk_signin_check,
        &form_staff_sign_in, next_only, "desk.signin.check"},
    {METHOD_GET, "/gestion/connexion/code", GUARD_DESK_DOOR, 0, page_desk_code, NULL, next_only,
        "desk.code"},
    {METHOD_POST, "/gestion/connexion/code", GUARD_DESK_DOOR, 0, page_desk_code_check,
        &form_staff_code, next_only, "desk.code.check"},
    {METHOD_GET, "/gestion/invitation/{}", GUARD_DESK_DOOR, ROUTE_TOKEN, page_desk_invite, NULL,
        NULL, "desk.invite"},
    {METHOD_POST, "/gestion/invitation/{}", GUARD_DESK_DOOR, ROUTE_TOKEN, page_desk_invite_use,
        &form_staff_password, NULL, "desk.invite.use"},
    {METHOD_GET, "/gestion/inscription", GUARD_DESK_DOOR, 0, page_desk_enrol, NULL, NULL,
        "desk.enrol"},
    {METHOD_POST, "/gestion/inscription", GUARD_DESK_DOOR, 0, page_desk_enrol_check,
        &form_staff_code, NULL, "desk.enrol.check"},
    {METHOD_GET, "/gestion/identite", ANY, page_desk_identity, NULL, next_only, "desk.identity"},
    {METHOD_POST, "/gestion/identite", ANY, page_desk_identity_check, &form_staff_identity,
        next_only, "desk.identity.check"},
    {METHOD_GET, "/gestion/compte/mot-de-passe", ANY, page_desk_password, NULL, NULL,
        "desk.password"},
    {METHOD_POST, "/gestion/compte/mot-de-passe", ANY, page_desk_password_change,
        &form_staff_password, NULL, "desk.password.change"},
    {METHOD_GET, "/gestion/compte/codes", ANY, page_desk_codes, NULL, NULL, "desk.codes"},
    {METHOD_POST, "/gestion/compte/codes", ANY, page_desk_codes_new, NULL, NULL, "desk.codes.new"},
};
const size_t signin_routes_n = sizeof signin_routes / sizeof *signin_routes;
