/* portal-admin doctor: one line each, ✓ good, ! worth knowing, ✗ to be mended; exit code 1 as soon
 * as there is a ✗. Nothing is changed. */
#include "cmd/doctor.h"
#include "cmd/facts_told.h"

#include "base/words.h"
#include "domain/name.h"
#include "domain/quote_doc.h"
#include "job/relay.h"
#include "store/connect.h"
#include "store/facts.h"
#include "store/inspect.h"
#include "sys/clock.h"
#include "sys/maildir.h"
#include "sys/password.h"

#include <stdarg.h>
#include <sysexits.h>

enum { CLOCK_SLACK_SECONDS = 2, WHY_MAX = 2000 };

/* ---- what is said */

static void say(const char *mark, const char *fmt, va_list ap)
{
    fputs(mark, stdout);
    vprintf(fmt, ap);
    putchar('\n');
}

void good(struct doctor *d, const char *fmt, ...)
{
    va_list ap;
    (void)d;
    va_start(ap, fmt);
    say("✓ ", fmt, ap);
    va_end(ap);
}

void bad(struct doctor *d, const char *fmt, ...)
{
    va_list ap;
    d->bad++;
    va_start(ap, fmt);
    say("✗ ", fmt, ap);
    va_end(ap);
}

void doubt(struct doctor *d, const char *fmt, ...)
{
    va_list ap;
    d->doubtful++;
    va_start(ap, fmt);
    say("! ", fmt, ap);
    va_end(ap);
}

/* ---- machine */

/* Without the list nobody can choose a password. */
static void check_wordlist(struct doctor *d)
{
    bool found = false;
    struct str word = STR("password");
    const char *path = d->ad->config->web.common_passwords;
    if (!wordlist_has(path, &word, 1, &found))
        bad(d, "mots de passe courants\u00a0: %s est illisible\u00a0; installez cracklib-runtime, ou "
               "indiquez une liste à [web] common_passwords",
            path);
    else if (!found)
        doubt(d, "mots de passe courants\u00a0: %s ne contient pas «\u00a0password\u00a0»", path);
    else
        good(d, "mots de passe courants\u00a0: %s", path);
}

/* ---- database */

/* A connection of that role, or NULL after a line that says why. */
static struct db *connect_as(struct doctor *d, enum config_role role)
{
    const char *name = config_role_name(role);
    struct buf why;
    struct db *db = NULL;
    if (!d->ad->config->database.users[role].user) {
        bad(d, "base, rôle %s\u00a0: la clé %s_user manque dans la rubrique [database]", name,
            name);
        return NULL;
    }
    buf_init(&why, WHY_MAX);
    if (!holder_open_role(d->ad->config, role, &why)) {
        bad(d, "%.*s", STR_ARG(str_trim(buf_str(&why))));
        buf_free(&why);
        return NULL;
    }
    struct db_settings s = db_settings_of(d->ad->config, role);
    buf_free(&why);
    s.shifted = false; /* the machine's clock is what is looked at */
    if (db_open(&s, &db) == RC_OK && db_request(db, (struct str){0}, clock_now()) == RC_OK) {
        good(d, "base, rôle %s\u00a0: %s se connecte", name, s.user);
        return db;
    }
    bad(d, "base, rôle %s\u00a0: %s ne peut pas se connecter (%.*s)", name, s.user,
        STR_ARG(db_last_error(db)));
    db_close(db);
    return NULL;
}

static void check_clock(struct doctor *d, struct instant theirs)
{
    struct instant ours = {clock_now().s - clock_shifted()};
    long long gap = (long long)(theirs.s - ours.s);
    if (gap < -CLOCK_SLACK_SECONDS || gap > CLOCK_SLACK_SECONDS)
        bad(d,
            "horloges\u00a0: celle de la base est à %+lld s de celle de cette machine, attendu "
            "±%d s",
            gap, CLOCK_SLACK_SECONDS);
    else
        good(d, "horloges\u00a0: base et machine d’accord à %d s près", CLOCK_SLACK_SECONDS);
}

static void check_server(struct doctor *d, struct db *db)
{
    struct inspect i;
    if (inspect_server(db, d->ad->a, &i) != RC_OK) {
        bad(d, "base\u00a0: %.*s", STR_ARG(db_last_error(db)));
        return;
    }
    if (!i.mariadb)
        doubt(d, "base\u00a0: %.*s n’est pas MariaDB\u00a0; le portail n’y a pas été essayé",
            STR_ARG(db_server(db)));
    else if (i.major < 10 || (i.major == 10 && i.minor < 6))
        bad(d, "base\u00a0: version %.*s, attendu MariaDB 10.6 ou plus", STR_ARG(db_server(db)));
    else
        good(d, "base\u00a0: %.*s", STR_ARG(db_server(db)));
    check_clock(d, i.clock);
    if (!str_eq_c(i.secure_timestamp, "NO"))
        good(d, "base\u00a0: secure_timestamp = %.*s", STR_ARG(i.secure_timestamp));
    else if (d->ad->config->site.demo)
        doubt(d, "base\u00a0: secure_timestamp = NO, permis dans une démonstration seulement");
    else
        bad(d, "base\u00a0: secure_timestamp = NO, attendu YES\u00a0: une session pourrait changer "
               "l’heure "
               "qui juge les clôtures");
    if (i.flush_at_commit == 1)
        good(d, "base\u00a0: chaque validation est écrite sur le disque");
    else
        bad(d, "base\u00a0: innodb_flush_log_at_trx_commit = %llu, attendu 1\u00a0: un dépôt "
               "confirmé "
               "pourrait se perdre",
            (unsigned long long)i.flush_at_commit);
    if (i.binlog_without_trust)
        doubt(d, "base\u00a0: les migrations demanderont log_bin_trust_function_creators = 1");
}

struct told {
    struct doctor *d;
    struct db *db;
};

static void say_migration(void *ctx, enum migrate_event event, struct str text, size_t n)
{
    struct told *t = ctx;
    t->d->bad++;
    admin_say_migration(t->db, event, text, n);
}

static void check_migrations(struct doctor *d, struct db *db)
{
    struct migrate_state state;
    struct told told = {d, db};
    enum rc rc = migrate_check(db, d->ad->folder, say_migration, &told, &state);
    if (rc == RC_CONFLICT)
        return;
    if (rc != RC_OK)
        bad(d, "migrations\u00a0: %.*s\u00a0; lancez portal-admin migrate",
            STR_ARG(db_last_error(db)));
    else if (state.applied < state.files)
        bad(d, "migrations\u00a0: %zu sur %zu\u00a0; lancez portal-admin migrate", state.applied,
            state.files);
    else
        good(d, "migrations\u00a0: %zu sur %zu", state.applied, state.files);
}

/* Nobody but their owners can put these right. */
static void check_drafts(struct doctor *d, struct db *db)
{
    size_t n = 0;
    if (inspect_nameless(db, d->ad->a, &n) != RC_OK)
        bad(d, "brouillons\u00a0: %.*s\u00a0; lancez portal-admin migrate", STR_ARG(db_last_error(db)));
    else if (n)
        doubt(d, "brouillons\u00a0: %zu avec un nom sans aucune lettre, pris par une version "
                 "précédente\u00a0; la personne le lit à côté du champ, et le corrige avant de déposer",
            n);
    else
        good(d, "brouillons\u00a0: chaque nom écrit a au moins une lettre");
}

/* The roles that run all day, each with the statements that are its own. */
static const struct role {
    enum config_role config;
    enum statement_role statements;
    bool outside; /* of a pool that anybody reaches */
} roles[] = {
    {CONFIG_DB_WEB, STATEMENTS_WEB, true},
    {CONFIG_DB_DOCUMENTS, STATEMENTS_DOCUMENTS, true},
    {CONFIG_DB_SIGNIN, STATEMENTS_SIGNIN, false},
    {CONFIG_DB_JOBS, STATEMENTS_JOBS, false},
    {CONFIG_DB_STAFF, STATEMENTS_STAFF, false},
    {CONFIG_DB_PURGE, STATEMENTS_PURGE, false},
    {CONFIG_DB_RIGHTS, STATEMENTS_RIGHTS, false},
};
enum { ROLES = sizeof roles / sizeof *roles };

static unsigned say_excess(struct doctor *d, struct db *db, const struct role *r)
{
    struct privilege *v;
    size_t n;
    if (inspect_excess(db, d->ad->a, r->outside, &v, &n) != RC_OK) {
        bad(d, "droits\u00a0: %.*s", STR_ARG(db_last_error(db)));
        return 1;
    }
    for (size_t i = 0; i < n; i++)
        bad(d, "droits\u00a0: le rôle %s a %.*s sur %.*s, de trop\u00a0; appliquez sql/grants.sql",
            config_role_name(r->config), STR_ARG(v[i].name), STR_ARG(v[i].on));
    return (unsigned)n;
}

static void check_grants(struct doctor *d, struct db *db, const struct role *r)
{
    struct str *unable, names = STR("");
    size_t n;
    unsigned excess = say_excess(d, db, r);
    inspect_unable(db, d->ad->a, r->statements, &unable, &n);
    for (size_t i = 0; i < n && i < 3; i++)
        names = arena_printf(d->ad->a, "%.*s%s%.*s", STR_ARG(names), i ? ", " : "", STR_ARG(unable[i]));
    if (n)
        bad(d, "droits\u00a0: le rôle %s ne peut pas exécuter %zu de ses requêtes (%.*s%s)\u00a0; "
               "lancez portal-admin migrate, puis appliquez sql/grants.sql",
            config_role_name(r->config), n, STR_ARG(names), n > 3 ? "…" : "");
    else if (!excess)
        good(d, "droits\u00a0: le rôle %s a ce qu’il lui faut, et rien de trop",
            config_role_name(r->config));
}

/* ---- facts of the institution */

static void check_settings(struct doctor *d, const struct facts *f)
{
    size_t empty = 0, unconfirmed = 0;
    for (size_t i = 0; i < f->settings_n; i++) {
        const struct setting *s = &f->settings[i];
        const char *expected = fact_expected(s);
        if (expected)
            bad(d, "réglage %.*s (%.*s)\u00a0: pas compris, attendu %s", STR_ARG(s->name),
                STR_ARG(s->label), expected);
        if (s->value.n == 0 && s->required_for.n) {
            empty++;
            bad(d, "réglage %.*s (%.*s)\u00a0: vide, attendu %.*s\u00a0; sans lui, il manque "
                   "à\u00a0: %.*s",
                STR_ARG(s->name), STR_ARG(s->label), STR_ARG(s->help), STR_ARG(s->required_for));
        } else if (s->value.n && !s->confirmed) {
            unconfirmed++;
        }
    }
    if (!empty)
        good(d, "réglages\u00a0: aucun de ceux qui sont nécessaires n’est vide");
    if (unconfirmed)
        doubt(d, "réglages\u00a0: %zu remplis, pas encore confirmés par l’établissement",
            unconfirmed);
}

static void check_intake(struct doctor *d, const struct facts *f)
{
    struct instant now = clock_now();
    const struct intake *i = facts_intake(f, now);
    if (!i) {
        bad(d, "promotion\u00a0: aucune n’est publique, attendu au moins une");
        return;
    }
    enum intake_phase phase = intake_phase(i, now);
    if (phase == INTAKE_UNDATED)
        bad(d, "promotion %d\u00a0: dates d’ouverture et de clôture vides", i->number);
    else if (phase == INTAKE_CLOSED)
        doubt(d, "promotion %d\u00a0: close, et aucune autre n’est publique", i->number);
    else
        good(d, "promotion %d\u00a0: %s", i->number,
            phase == INTAKE_OPEN ? "candidatures ouvertes" : "ouvrira à sa date");
    if (!intake_registration_valid(i))
        bad(d, "promotion %d\u00a0: l’enregistrement RNCP ne couvre pas la rentrée\u00a0; ni CPF "
               "ni devis",
            i->number);
    else if (i->rncp_fictional)
        doubt(d, "promotion %d\u00a0: enregistrement RNCP fictif (démonstration)", i->number);
}

static void check_tariffs(struct doctor *d, const struct facts *f)
{
    static const char *const kinds[] = {
        [PAYER_THIRD] = "tiers", [PAYER_INDIVIDUAL] = "individuel"};
    static const char *const items[] = {
        [TARIFF_DIPLOMA] = "diplôme", [TARIFF_MODULE] = "module"};
    struct day today = day_paris(clock_now());
    unsigned missing = 0;
    for (int payer = PAYER_THIRD; payer <= PAYER_INDIVIDUAL; payer++)
        for (int item = TARIFF_DIPLOMA; item <= TARIFF_MODULE; item++)
            if (!facts_tariff(f, (enum payer_kind)payer, (enum tariff_item)item, today)) {
                missing++;
                bad(d, "tarif %s, %s\u00a0: aucune ligne valable aujourd’hui", kinds[payer],
                    items[item]);
            }
    if (!missing)
        good(d, "tarifs\u00a0: les quatre sont valables aujourd’hui");
}

static struct str setting_text(const void *facts, const char *name)
{
    return facts_text(facts, name);
}

/* Which papers could be issued now, and what each of the others lacks: settings and intake together. */
static void check_papers(struct doctor *d, const struct facts *f)
{
    static const char *const papers[] = {[QUOTE_PAPER_THIRD] = "devis aux organismes",
        [QUOTE_PAPER_INDIVIDUAL] = "devis aux particuliers",
        [QUOTE_PAPER_CPF] = "information tarifaire CPF"};
    struct quote_world w = {
        .text = setting_text, .facts = f, .intake = facts_intake(f, clock_now())};
    struct str missing[QUOTE_MISSING_MAX];
    for (int paper = QUOTE_PAPER_THIRD; paper <= QUOTE_PAPER_CPF; paper++) {
        size_t n = quote_missing(&w, (enum quote_paper)paper, missing);
        struct str names = STR("");
        for (size_t i = 0; i < n; i++)
            names = arena_printf(d->ad->a, "%.*s%s%.*s", STR_ARG(names), i ? ", " : "",
                STR_ARG(missing[i]));
        if (n)
            bad(d, "%s\u00a0: rien ne part, il manque %.*s", papers[paper], STR_ARG(names));
        else
            good(d, "%s\u00a0: toutes les mentions obligatoires sont là", papers[paper]);
    }
}

static void check_rules(struct doctor *d, const struct facts *f)
{
    if (facts_rules_understood(f))
        good(d, "règles d’accès\u00a0: comprises");
    else
        bad(d, "règles d’accès\u00a0: pas comprises, la règle par défaut s’applique\u00a0; attendu "
               "today, closing ou start pour la date qui décide, et pour rule.counted_kinds et "
               "rule.apprenticeship les mots que leur aide donne");
}

static void check_facts(struct doctor *d, struct db *web)
{
    struct facts *f = NULL;
    if (facts_load(web, &f) != RC_OK) {
        bad(d, "faits\u00a0: le rôle web ne peut pas les lire (%.*s)\u00a0; migrations, puis "
               "sql/grants.sql",
            STR_ARG(db_last_error(web)));
        return;
    }
    check_settings(d, f);
    check_rules(d, f);
    check_intake(d, f);
    check_tariffs(d, f);
    check_papers(d, f);
    doctor_sources(d, f);
    facts_free(f);
}

/* Names that were taken before the form refused addresses and more than 80 characters. */
static void check_names(struct doctor *d, struct db *admin)
{
    struct inspect_names n;
    if (inspect_names(admin, &n) != RC_OK)
        bad(d, "noms\u00a0: %.*s", STR_ARG(db_last_error(admin)));
    else if (n.refused)
        doubt(d, "noms\u00a0: %llu demandes sur %llu ont un nom que le formulaire refuserait aujourd’hui "
                 "(adresse de site, adresse électronique, plus de %d caractères)\u00a0; les messages les "
                 "montrent sans lien actif",
            (unsigned long long)n.refused, (unsigned long long)n.requests, NAME_MAX_LENGTH);
    else
        good(d, "noms\u00a0: ceux des %llu demandes seraient tous acceptés aujourd’hui",
            (unsigned long long)n.requests);
}

static void check_database(struct doctor *d)
{
    struct db *admin = connect_as(d, CONFIG_DB_ADMIN);
    struct db *migrate = connect_as(d, CONFIG_DB_MIGRATE);
    if (admin) {
        check_server(d, admin);
        check_migrations(d, admin);
        doctor_mails(d, admin);
        doctor_audit(d, admin);
        doctor_rights(d, admin);
        check_drafts(d, admin);
        check_names(d, admin);
        doctor_typed(d, admin);
    }
    for (size_t i = 0; i < ROLES; i++) {
        struct db *db = connect_as(d, roles[i].config);
        if (db)
            check_grants(d, db, &roles[i]);
        if (db && roles[i].config == CONFIG_DB_WEB &&
            db_request(db, (struct str){0}, clock_now()) == RC_OK)
            check_facts(d, db);
        db_close(db);
    }
    db_close(admin);
    db_close(migrate);
}

/* ---- mail: as portal-jobs would connect, and not a mail */

/* As whoever runs us: the jobs' account must be able to as well. */
static void check_maildir(struct doctor *d)
{
    const char *path = d->ad->config->smtp.bounce_maildir;
    struct buf why;
    buf_init(&why, 1024);
    if (!path)
        doubt(d, "messages revenus\u00a0: personne ne les lit (bounce_maildir absent), à moins qu’un "
                 "alias ne lance portal-admin bounce");
    else if (maildir_ready(path, &why))
        good(d, "messages revenus\u00a0: %s se lit et s’écrit", path);
    else
        bad(d, "messages revenus\u00a0: %.*s\u00a0; attendu un Maildir que ce compte peut écrire",
            STR_ARG(buf_str(&why)));
    buf_free(&why);
    if (d->ad->config->smtp.reply_domain && !d->ad->config->smtp.authserv_id)
        doubt(d, "réponses par courriel\u00a0: aucun expéditeur n’est vérifié (authserv_id absent)");
}

static void check_relay(struct doctor *d, const struct config *c)
{
    struct smtp *smtp = relay_new(c);
    struct smtp_result r = {.outcome = SMTP_REFUSED, .line = "réglages inutilisables"};
    if (smtp)
        smtp_probe(smtp, &r);
    smtp_free(smtp);
    if (r.outcome == SMTP_SENT)
        good(d, "messagerie\u00a0: %s, port %d, répond%s", c->smtp.host, c->smtp.port,
            c->smtp.user ? " et accepte notre compte" : "");
    else
        bad(d, "messagerie\u00a0: %s, port %d\u00a0: %s\u00a0; vérifiez l’adresse, le chiffrement et le "
               "compte à la rubrique [smtp]",
            c->smtp.host, c->smtp.port, *r.line ? r.line : "personne ne répond");
}

static void check_smtp(struct doctor *d)
{
    struct config *c = d->ad->config;
    struct buf why;
    buf_init(&why, WHY_MAX);
    if (holder_open_mail(c, &why))
        check_relay(d, c);
    else
        bad(d, "%.*s", STR_ARG(str_trim(buf_str(&why))));
    buf_free(&why);
    check_maildir(d);
    if (c->smtp.tls == CONFIG_TLS_NONE && !c->site.demo)
        doubt(d, "messagerie\u00a0: sans chiffrement (tls = none)");
}

int admin_doctor(struct admin *ad)
{
    struct doctor d = {.ad = ad};
    good(&d, "configuration\u00a0: %s", ad->config_path);
    doctor_secrets(&d);
    check_wordlist(&d);
    check_database(&d);
    check_smtp(&d);
    printf("%s%u à corriger, %u à savoir\n", d.bad ? "\n✗ " : "\n✓ ", d.bad, d.doubtful);
    return d.bad ? EXIT_FAILURE : EX_OK;
}
