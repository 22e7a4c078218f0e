/* The small pages of every footer: one row each, path, title, template and lines. */
#include "page/public.h"

#include "base/ascii.h"
#include "page/shell.h"
#include "view/public.h"
#include "view/templates.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define LINES(table) (table), COUNT(table)

struct notice {
    const char *path, *title;
    void (*html)(struct buf *out, const struct view_public *v);
    const struct public_line *lines;
    size_t lines_n;
    void (*fill)(struct page *p, struct view_public *v); /* what only this page has, or NULL */
};

static const struct public_line HELP[] = {
    {"Renseignements", "contact.general", true, NULL},
    {"Devis", "contact.quotes", false, NULL},
    {"VAE", "contact.vae", false, NULL},
    {"Téléphone", "contact.phone", false, NULL},
    {"Situation de handicap", "contact.disability", true, NULL},
    {"Adresse", "contact.address", false, NULL},
};

static const struct public_line ACCESSIBILITY[] = {
    {"Contact accessibilité", "legal.accessibility_contact", true, NULL},
    {"Contact handicap", "contact.disability", false, NULL},
    {"Téléphone", "contact.phone", false, NULL},
    {"Schéma pluriannuel", "legal.accessibility_plan", false, NULL},
    {"Plan d’actions de l’année", "legal.accessibility_year_plan", false, NULL},
};

static const struct public_line CONTROLLER[] = {
    {"Responsable du traitement", "legal.controller", true, NULL},
    {"Délégué à la protection des données", "legal.dpo", true, NULL},
    {"Base légale et finalités", "legal.basis", true,
        "Proposition de départ\u00a0: la mission de service public (RGPD, article 6, paragraphe 1, e)."},
};

static const struct public_line PUBLISHER[] = {
    {"Éditeur", "legal.publisher", true, NULL},
    {"Direction de la publication", "legal.director", true, NULL},
    {"Hébergeur", "legal.host", true, NULL},
    {"Écrire", "contact.general", false, NULL},
};

static const struct public_line SCHOOL[] = {
    {"Établissement", "institution.name", true, NULL},
    {"Centre", "institution.centre", false, NULL},
    {"Adresse", "contact.address", true, NULL},
    {"SIRET", "institution.siret", true, NULL},
    {"Déclaration d’activité", "institution.nda", true, NULL},
    {"Certificat Qualiopi", "institution.qualiopi", true, NULL},
    {"Conditions générales de vente", "institution.terms_url", true, NULL},
};

/* Why each datum is asked (code du travail L. 6353-9): the order of the candidacy. */
static const struct {
    const char *what, *why;
} ASKED[] = {
    {"Nom de naissance, prénoms, ou celui des deux que vous avez\u00a0; date de naissance",
        "Vous identifier, et ne retenir qu’une candidature par personne et par an."},
    {"Nom d’usage (facultatif)", "Vous appeler comme vous le souhaitez."},
    {"Adresse électronique", "Vous envoyer le code qui ouvre votre candidature, puis son reçu."},
    {"Téléphone (facultatif)", "Vous joindre si un message ne vous parvient pas."},
    {"Adresse postale", "Vous écrire, et établir les documents qui l’exigent."},
    {"Diplômes, ou que vous n’en avez pas", "Vérifier la première condition d’accès."},
    {"Expériences, avec leurs mois et leurs tâches, ou que vous n’en avez pas", "Vérifier la condition d’expérience."},
    {"Mandat ou responsabilité syndicale",
        "Le compter comme expérience, si vous le voulez. C’est une donnée sensible\u00a0: nous ne"
        " demandons pas le nom du syndicat, et elle reste hors des listes, des messages et des"
        " exports."},
    {"Projet et attentes", "Comprendre ce que vous voulez faire, et préparer votre mémoire."},
    {"Financement\u00a0: qui paie, son SIRET, un contact", "Appliquer le bon tarif."},
    {"Module complémentaire", "L’ajouter, ou non, à votre parcours."},
    {"Explication, si une condition manque", "Laisser l’équipe juger de votre situation."},
};

/* How long what is kept: the words are the setting's own label. */
static const char *const RETENTION[] = {
    "retention.draft",
    "retention.not_admitted",
    "retention.archive",
    "retention.admitted",
    "retention.quote",
    "retention.account",
    "retention.mail",
    "retention.address",
    "retention.aside",
    "retention.reply",
    "retention.log",
    "retention.sources",
    "retention.known",
};

/* ---- lines ---- */

/* "+33 1 40 27 20 00" -> "tel:+33140272000"; empty for anything else, a SIRET among others. */
static struct str phone_href(struct arena *a, struct str value)
{
    if (value.n == 0 || !strchr("+0", value.p[0]))
        return (struct str){0};
    char *p = arena_alloc(a, value.n + 4);
    size_t n = 4;
    memcpy(p, "tel:", n);
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (ascii_is_digit(c) || (c == '+' && i == 0))
            p[n++] = c;
        else if (c != ' ' && c != '.')
            return (struct str){0};
    }
    return n >= 14 && n <= 19 ? (struct str){p, n} : (struct str){0};
}

struct str public_href(struct arena *a, struct str value)
{
    size_t at = str_find(value, '@');
    if (str_starts(value, STR("https://")))
        return value;
    if (at == value.n)
        return phone_href(a, value);
    struct str domain = str_slice(value, at + 1, value.n);
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] <= ' ' || strchr(",;:<>?&%", value.p[i]))
            return (struct str){0};
    if (at == 0 || str_find(domain, '.') == domain.n || str_find(domain, '@') != domain.n)
        return (struct str){0};
    return arena_printf(a, "mailto:%.*s", STR_ARG(value));
}

size_t public_known(
    const struct page *p, const struct public_line *l, size_t n, struct view_known **out)
{
    struct view_known *v = ARENA_ARRAY(p->a, n, struct view_known);
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        struct str text = page_fact(p, l[i].setting);
        if (text.n)
            v[known++] =
                (struct view_known){str_c(l[i].label), text, public_href(p->a, text)};
    }
    *out = v;
    return known;
}

/* Set lines, and those that the page owes; false when an owed one is missing. */
static bool fact_rows(
    const struct page *p, const struct public_line *l, size_t n, struct view_fact_rows *out)
{
    bool complete = true;
    out->items = ARENA_ARRAY(p->a, n, struct view_fact);
    for (size_t i = 0; i < n; i++) {
        struct str text = page_fact(p, l[i].setting);
        complete = complete && (text.n || !l[i].owed);
        if (text.n || l[i].owed)
            out->items[out->items_n++] = (struct view_fact){
                str_c(l[i].label), text, public_href(p->a, text), str_c(l[i].note)};
    }
    return complete;
}

/* ---- what only one page has ---- */

static void fill_help(struct page *p, struct view_public *v)
{
    const struct intake *i = facts_intake(p->facts, p->now);
    if (i && intake_phase(i, p->now) == INTAKE_OPEN)
        v->closes_at = i->closes_at;
}

/* 365 -> "1 an", 90 -> "3 mois", 14 -> "14 jours"; empty when it is no number of days. */
static struct str span(struct arena *a, struct str days)
{
    uint64_t n;
    if (!str_to_u64(days, 36500, &n) || n == 0)
        return (struct str){0};
    int v = (int)n;
    if (v % 365 == 0)
        return arena_printf(a, "%d\u00a0an%s", v / 365, v > 365 ? "s" : "");
    if (v % 30 == 0)
        return arena_printf(a, "%d\u00a0mois", v / 30);
    return arena_printf(a, "%d\u00a0jour%s", v, v > 1 ? "s" : "");
}

static void fill_retention(struct page *p, struct view_public *v)
{
    v->more.items = ARENA_ARRAY(p->a, COUNT(RETENTION), struct view_fact);
    v->confirmed = true;
    for (size_t i = 0; i < COUNT(RETENTION); i++) {
        const struct setting *s = facts_setting(p->facts, RETENTION[i]);
        if (!s)
            continue;
        struct str text = span(p->a, s->value);
        v->confirmed = v->confirmed && s->confirmed && text.n;
        v->complete = v->complete && text.n;
        v->more.items[v->more.items_n++] = (struct view_fact){.label = s->label, .text = text};
    }
}

static void fill_privacy(struct page *p, struct view_public *v)
{
    v->asked = ARENA_ARRAY(p->a, COUNT(ASKED), struct view_fact);
    v->asked_n = COUNT(ASKED);
    for (size_t i = 0; i < COUNT(ASKED); i++)
        v->asked[i] = (struct view_fact){.label = str_c(ASKED[i].what), .text = str_c(ASKED[i].why)};
    fill_retention(p, v);
    v->text = page_fact(p, "legal.retention");
    v->algorithm = page_fact(p, "rule.algorithm_notice");
    v->complete = v->complete && v->algorithm.n && (v->text.n || v->more.items_n);
}

static void fill_legal(struct page *p, struct view_public *v)
{
    if (!fact_rows(p, LINES(SCHOOL), &v->more))
        v->complete = false;
}

/* ---- the table and its page ---- */

static const struct notice NOTICES[] = {
    {"/aide", "Aide et contact", view_public_help_html, LINES(HELP), fill_help},
    {"/accessibilite", "Accessibilité", view_public_accessibility_html, LINES(ACCESSIBILITY), NULL},
    {"/donnees", "Vos données personnelles", view_public_privacy_html, LINES(CONTROLLER),
        fill_privacy},
    {"/cookies", "Cookies", view_public_cookies_html, NULL, 0, NULL},
    {"/mentions-legales", "Mentions légales", view_public_legal_html, LINES(PUBLISHER), fill_legal},
    {"/plan", "Plan du site", view_public_map_html, NULL, 0, NULL},
};

enum rc page_notice(struct page *p)
{
    const struct notice *n = NULL;
    for (size_t i = 0; i < COUNT(NOTICES); i++)
        if (str_eq_c(p->req->path, NOTICES[i].path))
            n = &NOTICES[i];
    if (!n)
        return RC_NOT_FOUND;
    if (!p->facts)
        return RC_UNAVAILABLE;
    struct view_public v = {
        .shell = page_shell(p, n->title, NAV_NONE),
        .title = str_c(n->title),
    };
    v.shell.no_index = false;
    v.complete = fact_rows(p, n->lines, n->lines_n, &v.facts);
    if (n->fill)
        n->fill(p, &v);
    n->html(&p->res->body, &v);
    return RC_OK;
}
