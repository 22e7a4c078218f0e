#include "page/error.h"

#include "base/words.h"
#include "page/desk.h"
#include "page/shell.h"
#include "page/stash.h"
#include "view/error.h"
#include "view/templates.h"

struct words {
    enum rc rc;
    int status;
    const char *heading, *happened, *kept, *todo;
};

static const struct words words[] = {
    {RC_NOT_FOUND, 404, "Cette page n’existe pas",
        "L’adresse est peut-être incomplète, ou la page a été déplacée. Si vous cherchez votre "
        "candidature, elle n’est visible qu’après connexion.",
        "", "Vérifiez l’adresse, ou repartez de l’accueil."},
    {RC_GONE, 410, "Ce lien a été remplacé",
        "Il ouvrait une demande de devis. La personne dont l’adresse y est donnée, ou l’équipe du "
        "Cestes, l’a changé depuis\u00a0: l’ancien ne montre plus rien.",
        "La demande et ses devis sont intacts.",
        "Si c’est votre adresse qui a servi, un code reçu par courriel ouvre la liste de vos demandes. "
        "Sinon, demandez le nouveau lien à qui vous a transmis celui-ci."},
    {RC_FORBIDDEN, 403, "Cette action n’a pas pu être vérifiée",
        "Votre navigateur n’a pas confirmé que la demande venait bien d’une page de ce site. Cela "
        "arrive quand la page est restée ouverte très longtemps ou quand les cookies sont bloqués.",
        "Rien n’a été modifié. Vos réponses déjà enregistrées sont intactes.",
        "Revenez à la page précédente, rechargez-la, puis recommencez."},
    {RC_CONFLICT, 409, "Cette page a changé entre-temps",
        "Ce que vous vouliez faire n’est plus possible dans l’état actuel\u00a0: une autre action a eu "
        "lieu, peut-être depuis un autre appareil.",
        "Rien n’a été perdu.", "Revenez à votre candidature pour voir où elle en est."},
    {RC_INVALID, 422, "Cette demande n’est pas lisible",
        "Les informations reçues ne correspondent pas au formulaire.",
        "Rien n’a été modifié. Vos réponses déjà enregistrées sont intactes.",
        "Revenez à la page précédente, rechargez-la, puis recommencez."},
    {RC_TOO_LARGE, 413, "C’est trop long pour être enregistré",
        "Ce que vous avez envoyé dépasse la taille acceptée.",
        "Ce dernier envoi n’a pas été enregistré\u00a0; le reste de vos réponses est intact.",
        "Revenez à la page précédente, raccourcissez le texte, puis enregistrez à nouveau."},
    {RC_THROTTLED, 429, "Trop d’essais en peu de temps",
        "Pour protéger tout le monde, ce service ralentit les demandes qui se répètent.",
        "Vos réponses déjà enregistrées sont intactes.", "Si c’est urgent, écrivez-nous."},
    {RC_METHOD, 405, "Cette action n’existe pas", "L’adresse ne peut pas être utilisée ainsi.", "",
        "Repartez de l’accueil."},
    {RC_UNAVAILABLE, 503, "Le service est momentanément indisponible",
        "Notre base de données ne répond pas. Nous en sommes avertis.",
        "Ce que vous aviez déjà enregistré est intact. Si vous veniez de valider une page, revenez "
        "en arrière\u00a0: vos réponses y sont encore, et vous pourrez les valider à nouveau sans risque "
        "de doublon.",
        "Réessayez dans quelques minutes."},
    {RC_FAULT, 500, "Un problème est survenu de notre côté",
        "La page n’a pas pu être affichée. L’incident est enregistré.",
        "Ce que vous aviez déjà enregistré est intact. Si vous veniez de valider une page, revenez "
        "en arrière\u00a0: vos réponses y sont encore, et vous pourrez les valider à nouveau sans risque "
        "de doublon.",
        "Réessayez dans quelques minutes."},
};

/* RC_UNAVAILABLE where the database answers, and has no room: for a visitor, for the staff. */
static const struct words full[] = {
    {RC_UNAVAILABLE, 503, "Il n’y a plus de place pour enregistrer",
        "Notre serveur n’a plus de place : votre envoi n’a pas été enregistré, et il n’est pas compté parmi "
        "vos essais. Cela vient de nous, et nous en sommes avertis.",
        "Ce que vous aviez déjà enregistré est intact.",
        "Réessayez dans quelques minutes. Si une date limite est toute proche, écrivez-nous sans attendre en "
        "disant à quelle heure vous avez essayé."},
    {RC_UNAVAILABLE, 503, "Il n’y a plus de place pour enregistrer",
        "Le disque de la base de données est plein : votre envoi n’a pas été enregistré, et il n’est pas "
        "compté parmi vos essais.",
        "Ce qui était déjà enregistré est intact.",
        "Prévenez la personne qui s’occupe de ce serveur, puis réessayez."},
};

static const struct words *find(enum rc rc)
{
    size_t last = sizeof words / sizeof *words - 1;
    for (size_t i = 0; i < last; i++)
        if (words[i].rc == rc)
            return &words[i];
    return &words[last];
}

/* What the page had put into the headers goes too, but for the visitor's cookie and Retry-After,
 * which belong to the answer whatever it says. */
static void forget_page(struct page *p)
{
    struct str headers = arena_dup(p->a, buf_str(&p->res->headers)), line;
    response_reset(p->res);
    while (str_cut(&headers, '\n', &line))
        if (str_starts(line, STR("Set-Cookie:")) || str_starts(line, STR("Retry-After:"))) {
            buf_put(&p->res->headers, line);
            buf_putc(&p->res->headers, '\n');
        }
}

/* What to do, after how long to wait where that is known. */
static struct str todo_of(struct page *p, const struct words *w)
{
    if (!p->wait)
        return str_c(w->todo);
    return arena_printf(
        p->a, "Réessayez dans %.*s. %s", STR_ARG(words_wait(p->a, p->wait)), w->todo);
}

static void show_desk(struct page *p, const struct words *w)
{
    struct view_desk_error v = {
        .shell = desk_shell(p, w->heading, DESK_NONE),
        .heading = str_c(w->heading),
        .happened = str_c(w->happened),
        .kept = str_c(w->kept),
        .todo = todo_of(p, w),
        .href = STR("/gestion"),
        .link = STR("Aller à l’espace de gestion"),
    };
    view_desk_error_html(&p->res->body, &v);
}

static void show(struct page *p, const struct words *w)
{
    if (p->desk) {
        show_desk(p, w);
        return;
    }
    struct view_error v = {
        .shell = page_shell(p, w->heading, NAV_NONE),
        .heading = str_c(w->heading),
        .happened = str_c(w->happened),
        .kept = str_c(w->kept),
        .todo = todo_of(p, w),
        .contact = page_contact(p),
        .href = p->visit.session ? STR("/candidature") : STR("/"),
        .link = p->visit.session ? STR("Aller à ma candidature") : STR("Aller à l’accueil"),
        .request_id = p->req->id,
    };
    if (w->rc == RC_GONE) {
        v.href = STR("/devis/retrouver");
        v.link = STR("Retrouver mes devis");
    }
    view_error_html(&p->res->body, &v);
}

/* For the staff the same faults, in words that are theirs. */
static const struct words *find_desk(enum rc rc)
{
    static const struct words desk[] = {
        {RC_NOT_FOUND, 404, "Cette page n’existe pas",
            "L’adresse est peut-être incomplète, ou l’objet a été retiré.", "",
            "Vérifiez l’adresse, ou repartez de l’espace de gestion."},
        {RC_FORBIDDEN, 403, "Cette action n’a pas pu être vérifiée",
            "Votre navigateur n’a pas confirmé que la demande venait bien d’une page de cet espace. "
            "Cela arrive quand la page est restée ouverte très longtemps.",
            "Rien n’a été modifié.", "Revenez à la page précédente, rechargez-la, puis recommencez."},
        {RC_CONFLICT, 409, "Quelqu’un a agi entre-temps",
            "Ce que vous vouliez faire n’est plus possible dans l’état actuel.",
            "Rien n’a été perdu.", "Rechargez la page pour voir où en est le dossier."},
        {RC_THROTTLED, 429, "Trop d’essais en peu de temps",
            "Pour protéger cet espace, le nombre d’essais est limité.", "",
            "Sinon, demandez de l’aide à une personne qui administre cet espace."},
    };
    for (size_t i = 0; i < sizeof desk / sizeof *desk; i++)
        if (desk[i].rc == rc)
            return &desk[i];
    return find(rc);
}

/* What was typed, shown again under these words. */
static void show_unsaved(struct page *p, const struct words *w)
{
    struct str lead = arena_printf(p->a,
        "%s Vos réponses sont reprises ci-dessous : laissez cette page ouverte. Dans quelques minutes, vous "
        "pourrez les valider à nouveau sans risque de doublon.", w->happened);
    page_stash_unsaved(p, w->heading, lead, p->desk ? (struct str){0} : page_contact(p));
}

enum { RETRY_SECONDS = 120 };

void page_error(struct page *p, enum rc rc)
{
    const struct words *w = p->desk ? find_desk(rc) : find(rc);
    if (rc == RC_UNAVAILABLE && p->full)
        w = &full[p->desk];
    forget_page(p);
    if (rc == RC_UNAVAILABLE)
        response_header(p->res, "Retry-After", arena_printf(p->a, "%d", RETRY_SECONDS));
    p->res->status = w->status;
    if (str_eq(p->req->accept, STR("application/json"))) {
        p->res->type = "application/json";
        buf_printf(&p->res->body, "{\"saved\":false,\"why\":\"%s\"}", rc_name(rc));
        return;
    }
    if (p->unsaved)
        show_unsaved(p, w);
    else
        show(p, w);
}

void page_not_for_you(struct page *p)
{
    static const struct words refused = {RC_FORBIDDEN, 403, "Cette page ne vous est pas ouverte",
        "Votre compte n’a pas le rôle qu’elle demande.", "Rien n’a été modifié.",
        "Si vous en avez besoin pour votre travail, demandez-le à une personne qui administre cet "
        "espace."};
    forget_page(p);
    p->res->status = refused.status;
    show(p, &refused);
}
