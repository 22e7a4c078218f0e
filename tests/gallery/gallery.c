/* gallery DIR: every component in every state as pages, for eyes, axe-core and vnu. Not a test by
 * itself: tests/e2e opens the pages. */
#include "gallery.h"
#include "domain/forms.h"
#include "templates.h"
#include "view/templates.h"

#include <stdio.h>
#include <stdlib.h>

static struct arena *a;
static const char *dir;

typedef void (*gallery_page)(struct buf *out, const struct gallery *v);

static void page(const char *name, gallery_page show, const struct gallery *v)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    show(&out, v);
    FILE *f = fopen(arena_printf(a, "%s/%s.html", dir, name).p, "wb");
    if (!f || out.overflow || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0) {
        perror(name);
        exit(EXIT_FAILURE);
    }
    buf_free(&out);
}

static struct view_shell shell(const char *title, enum nav nav)
{
    return (struct view_shell){.title = str_c(title), .nav = nav,
        .contact = STR("cestes@example.fr"),
        .request_id = STR("4f1c2a90b7d84e6ea1b2c3d4e5f60718")};
}

static struct view_tag tag(const char *text, enum tone tone)
{
    return (struct view_tag){str_c(text), tone};
}

static struct money euros(int64_t cents)
{
    return (struct money){cents};
}

static struct trusted line(const char *id)
{
    static const struct bar bars[] = {
        {{2019 * 12 + 8}, {2022 * 12 + 7}, BAR_COUNTED, STR_INIT("Éducatrice, Les Mille Pas")},
        {{2021 * 12}, {2023 * 12 + 5}, BAR_COUNTED, STR_INIT("Trésorière, Radio Quartier")},
        {{2021 * 12 + 3}, {2021 * 12 + 11}, BAR_UNCOUNTED, STR_INIT("Stage, Ville de Roubaix")},
        {{2024 * 12 + 3}, {2024 * 12 + 9}, BAR_REVIEW, STR_INIT("Service civique, Unis-Cité")},
        {{2025 * 12 + 1}, {0}, BAR_COUNTED, STR_INIT("Coordinatrice, Coopérative Tournesol")},
    };
    struct timeline t = {bars, 5, month_make(2026, 11), month_make(2027, 6), month_make(2027, 11),
        29, 36};
    return trusted_timeline(a, id, &t);
}

static void home(void)
{
    static struct cohort cohorts[] = {{2018, 83, 17, 63}, {2017, 90, 58, 66}, {2016, 98, 49, 74}};
    struct gallery_entry rows[] = {
        {.label = STR("Un tiers (employeur, OPCO…) ou le CPF"), .whole = euros(1000500),
            .module = euros(40000)},
        {.label = STR("Vous-même"), .whole = euros(500050), .module = euros(20000)},
    };
    struct gallery v = {.shell = shell("La formation", NAV_PROGRAMME), .rows = rows, .rows_n = 2,
        .cohorts = cohorts, .cohorts_n = 3,
        .chart = trusted_outcomes_chart(a, "devenir", cohorts, 3)};
    page("accueil", view_gallery_home_html, &v);
}

static const struct form_wish wish = {.action = STR_INIT("/enregistrer"),
    .csrf = STR_INIT("jeton"), .base = STR_INIT("7"), .later = "Enregistrer et continuer plus tard",
    .autosave = true};

static void forms(void)
{
    for (const struct form *const *f = forms_all; *f; f++) {
        struct form_wish w = wish;
        struct answers as = answers_new(a, *f);
        struct gallery v = {.shell = shell((*f)->title, NAV_CANDIDACY),
            .title = str_c((*f)->title), .back = {STR("/candidature"), STR("Ma candidature")},
            .line = line("frise")};
        v.shell.email = STR("camille.martin@exemple.fr");
        v.shell.csrf = STR("jeton");
        v.form = view_form_make(a, *f, &as, &w);
        page((*f)->name, view_gallery_form_html, &v);
        for (size_t i = 0; i < (*f)->n; i++)
            as.v[i].typed = (*f)->fields[i].kind == FIELD_DATE ? STR("31/2/1980") : STR("9/198");
        answers_complete(&as);
        for (size_t i = 0; i < (*f)->n; i++)
            as.v[i].fault = i % 2 ? FAULT_FORMAT : as.v[i].fault;
        w.judged = true;
        v.form = view_form_make(a, *f, &as, &w);
        v.shell.error = true;
        view_form_add_other(&v.form, (*f)->fields[0].name, STR("Les Amis du quartier"));
        page(arena_printf(a, "%s-fautes", (*f)->name).p, view_gallery_form_html, &v);
    }
}

static void question(void)
{
    static const struct choice answers[] = {{"yes", "Oui", NULL, NULL},
        {"no", "Non, il est en cours", "Nous vous demanderons l’année prévue", NULL},
        {NULL, NULL, NULL, NULL}};
    static const struct field one[] = {{.name = "state", .kind = FIELD_RADIO,
        .label = "Avez-vous déjà obtenu ce diplôme\u00a0?", .hint = "Un diplôme en cours compte aussi",
        .choices = answers,
        .ask = "si le diplôme est obtenu"}};
    static const struct form f = {"q", "Question", NULL, one, 1, NULL};
    struct form_wish w = wish;
    w.heading = w.judged = true;
    w.submit = "Continuer";
    w.later = NULL;
    w.autosave = false;
    struct answers as = answers_new(a, &f);
    as.v[0].fault = FAULT_MISSING;
    struct gallery v = {.shell = shell("Avez-vous déjà obtenu ce diplôme\u00a0?", NAV_ELIGIBILITY),
        .back = {STR("/"), STR("Retour")}, .form = view_form_make(a, &f, &as, &w)};
    v.shell.notice = STR("Votre session se termine dans 5 minutes.");
    page("question", view_gallery_question_html, &v);
}

static void candidacy(void)
{
    struct view_task t[] = {
        {STR("/c/identite"), STR("Identité"), STR(""), tag("Terminé", TONE_PLAIN), STR("identite")},
        {STR("/c/experiences"), STR("Expériences"), STR("3 expériences, 41 mois comptés"),
            tag("Terminé", TONE_PLAIN), STR("experiences")},
        {STR("/c/financement"), STR("Financement"), STR(""), tag("À compléter", TONE_TODO),
            STR("financement")},
        {STR("/c/documents"), STR("Documents"), STR("2 reçus sur 4"), tag("En cours", TONE_GOING),
            STR("documents")},
        {STR("/c/module"), STR("Module coopératif"), STR(""), tag("À vérifier", TONE_WATCH),
            STR("module")},
        {STR("/c/x"), STR("Adresse électronique"), STR(""), tag("Non confirmée", TONE_ERROR),
            STR("adresse")},
        {STR(""), STR("Vérifier et déposer"), STR(""), tag("Pas encore possible", TONE_PLAIN),
            STR("depot")},
    };
    struct gallery v = {.shell = shell("Ma candidature", NAV_CANDIDACY), .tasks = {t, 7}};
    v.shell.email = STR("une.adresse.vraiment.tres.longue.pour.un.telephone@exemple-association.fr");
    v.shell.csrf = STR("jeton");
    page("candidature", view_gallery_candidacy_html, &v);
}

static void verdict(void)
{
    struct view_check c[] = {
        {STR("Diplôme\u00a0: condition remplie"), STR("Diplôme d’État d’assistant de service social (2014)"),
            TONE_DONE},
        {STR("Expérience\u00a0: 29 mois sur 36"),
            STR("Les périodes qui se chevauchent comptent une fois."), TONE_WATCH},
        {STR("Attestation\u00a0: pas encore"), STR(""), TONE_ERROR},
    };
    struct view_price p[] = {{STR("Diplôme, deux ans"), STR(""), euros(500050)},
        {STR("Module coopératif"), STR("non certifiant"), euros(20000)}};
    struct view_price q[] = {{STR("Diplôme, deux ans"), STR(""), euros(1000500)},
        {STR("Module coopératif"), STR("non certifiant"), euros(40000)}};
    struct gallery v = {.shell = shell("Il vous manque 7 mois", NAV_ELIGIBILITY),
        .back = {STR("/eligibilite"), STR("Modifier mes réponses")}, .checks = {c, 3},
        .line = line("frise"),
        .prices = {STR("Si vous payez vous-même"), STR("au total"), euros(520050), p, 2},
        .other_prices = {STR("Si un tiers paie"), STR("au total"), euros(1040500), q, 2},
        .watch = {STR(""), STR("Avec votre diplôme, trois ans d’expérience sont demandés. Vous en avez "
                               "29 mois. Vous remplirez la condition en juillet\u00a02027."),
            STR("/aide"), STR("Ce qui compte"), TONE_WATCH},
        .done = {STR("C’est fait"), STR("Votre adresse est confirmée."), STR(""), STR(""), TONE_DONE},
        .plain = {STR("Bon à savoir"), STR("Le bénévolat compte aussi."), STR(""), STR(""), TONE_PLAIN},
        .wrong = {STR("Nous n’avons pas pu envoyer"), STR("Réessayez dans une minute."), STR(""),
            STR(""), TONE_ERROR}};
    page("verdict", view_gallery_verdict_html, &v);
}

static void receipt(void)
{
    struct view_row r[] = {
        {.key = STR("Nom de naissance"), .value = STR("Nguyễn-O’Connor"), .href = STR("/c/identite"),
            .what = STR("votre nom de naissance")},
        {.key = STR("Nom d’usage"), .value = STR("-"), .href = STR("/c/identite"),
            .what = STR("votre nom d’usage"),
            .fault = STR("Vérifiez votre nom d’usage\u00a0: écrivez au moins une lettre.")},
        {.key = STR("Adresse postale"), .value = STR("12 rue des Lilas\nBâtiment C\n59100 Roubaix"),
            .href = STR("/c/identite"), .what = STR("votre adresse")},
        {.key = STR("Projet"), .value = STR("Unmottrèslongsansaucuneespacepourvoircommentlapagese"
                                            "comportequandquelquunécritcommecela")}};
    struct view_link l[] = {{STR("/c/e/1"), STR("Modifier"), STR("l’expérience 1")},
        {STR("/c/e/1/retirer"), STR("Retirer"), STR("l’expérience 1")}};
    struct gallery v = {.shell = shell("Candidature déposée", NAV_CANDIDACY),
        .summary = {.rows = r, .rows_n = 4},
        .card = {.title = STR("Expérience 1\u00a0: éducatrice"), .rows = r, .rows_n = 3, .links = l,
            .links_n = 2}};
    page("recepisse", view_gallery_receipt_html, &v);
}

static void desk(void)
{
    struct gallery_entry rows[] = {
        {.label = STR("MOVSC-7K3M-9QX2"), .href = STR("/g/1"), .whole = euros(1040500),
            .tag = tag("Nouvelle", TONE_TODO)},
        {.label = STR("MOVSC-4FHT-2RWA"), .href = STR("/g/2"), .whole = euros(500050),
            .tag = tag("Envoyé", TONE_DONE)},
        {.label = STR("MOVSC-9DWC-6PHE"), .href = STR("/g/3"), .whole = euros(1000500),
            .tag = tag("Adresse à vérifier", TONE_ERROR)}};
    struct gallery v = {.shell = shell("Demandes de devis", NAV_NONE), .rows = rows, .rows_n = 3};
    v.shell.wide = v.shell.no_index = true;
    page("bureau", view_gallery_desk_html, &v);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: gallery DIR\n", stderr);
        return 2;
    }
    dir = argv[1];
    a = arena_new();
    home();
    forms();
    question();
    candidacy();
    verdict();
    receipt();
    desk();
    arena_free(a);
    return 0;
}
