/* portal-admin person|candidacy|request - what a person may ask for (store/archive.h): a copy of
 * everything, that nobody sees it any more, that it comes back, that it is erased. Each with a reason,
 * which is audited with the number of the account that typed it, and names nobody. */
#include "cmd/admin.h"
#include "cmd/admin_export.h"
#include "cmd/admin_out.h"

#include "base/words.h"
#include "domain/email.h"
#include "store/connect.h"
#include "store/quote_mine.h"
#include "store/tx.h"
#include "sys/clock.h"
#include "sys/maildir.h"
#include "sys/refusal.h"
#include "web/limit.h"

#include <sysexits.h>
#include <unistd.h>

enum { EXPORT_MAX = 256 * 1024 * 1024 };

struct asked {
    struct admin *ad;
    struct db *db;
    bool person;
    enum archive_kind kind;
    struct str key, verb; /* key: canonical, of a person */
    struct archive_act act;
    struct archive_person files;
    struct archive_aside *asides;
    size_t asides_n;
    struct buf json, lines; /* of an export */
    struct archive_mail *mails;
    size_t mails_n;
    const char *beside; /* where their files go: OUT's name without its folder */
};

static int usage(void)
{
    fputs("usage\u00a0: portal-admin --config FICHIER person ACTE ADRESSE --reason MOTIF\n"
          "                                           candidacy ACTE RÉFÉRENCE --reason MOTIF\n"
          "                                           request ACTE RÉFÉRENCE --reason MOTIF\n"
          "  export     une copie de tout, en JSON et en clair\u00a0: --out FICHIER (écrit aussi FICHIER.txt, et\n"
          "             FICHIER-1.eml… pour chaque courriel gardé tel qu’il est arrivé),\n"
          "             ou --out - pour la sortie standard\n"
          "  restrict   plus aucune page, liste, recherche ni courriel ne le montre\u00a0; rien n’est perdu\n"
          "  lift       revient comme avant\n"
          "  erase      efface. Une candidature déposée est une archive publique, un devis accepté une pièce\n"
          "             comptable\u00a0: restreint aussitôt, effacé avec --visa RÉFÉRENCE --visa-date AAAA-MM-JJ\n"
          "  RÉFÉRENCE\u00a0: celle que la personne lit, ou l’identifiant de l’adresse de la page\n",
        stderr);
    return EX_USAGE;
}

/* ---- what was asked */

static bool read_visa(struct asked *q)
{
    const struct admin_options *o = &q->ad->options;
    struct str visa = str_trim(str_c(o->visa));
    if (!o->visa && !o->visa_on)
        return true;
    if (visa.n && visa.n <= ARCHIVE_VISA_MAX && !str_has_control(visa, "") && str_find(visa, '@') == visa.n &&
        day_parse_iso(str_c(o->visa_on), &q->act.visa_on) &&
        day_cmp(q->act.visa_on, day_paris(q->act.now)) <= 0) {
        q->act.visa = visa;
        return true;
    }
    puts("✗ visa\u00a0: attendu --visa RÉFÉRENCE et --visa-date AAAA-MM-JJ, une date passée");
    return false;
}

static bool read_asked(struct asked *q)
{
    static const char *const verbs[] = {"export", "restrict", "lift", "erase"};
    struct admin *ad = q->ad;
    bool known = false;
    q->verb = str_c(ad->args_n ? ad->args[0] : NULL);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        known |= str_eq_c(q->verb, verbs[i]);
    if (!known || ad->args_n != 2 || !ad->options.reason || (str_eq_c(q->verb, "export") && !ad->options.out))
        return false;
    q->act = (struct archive_act){.by = admin_operator(), .reason = str_trim(str_c(ad->options.reason)),
        .now = clock_now()};
    q->key = str_trim(str_c(ad->args[1]));
    q->person = strcmp(ad->args[-1], "person") == 0;
    q->kind = strcmp(ad->args[-1], "candidacy") == 0 ? ARCHIVE_CANDIDACY : ARCHIVE_REQUEST;
    return true;
}

static int find(struct asked *q)
{
    struct arena *a = q->ad->a;
    bool good = false;
    enum rc rc;
    if (q->person) {
        rc = archive_of_address(q->db, a, q->key, &q->files);
        if (rc == RC_OK)
            rc = archive_asides(q->db, a, q->ad->keys, q->key, &q->asides, &q->asides_n);
    } else {
        q->files = (struct archive_person){ARENA_ARRAY(a, 1, struct archive_file), 1};
        rc = archive_find(q->db, a, q->kind, q->key, q->files.v);
    }
    if (rc == RC_NOT_FOUND) {
        puts("✗ rien ne porte cette référence");
        return EX_DATAERR;
    }
    if (rc == RC_OK)
        rc = archive_reason_good(q->db, a, q->act.reason, q->files.v, q->files.n, &good);
    if (rc != RC_OK)
        return admin_failed(q->db, rc);
    if (!good) {
        puts("✗ --reason\u00a0: attendu un motif de 300 signes au plus, qui ne nomme pas la personne et ne donne "
             "pas d’adresse\u00a0: il est journalisé");
        return EX_USAGE;
    }
    return EX_OK;
}

/* ---- export */

static enum rc collect(struct db *db, void *arg)
{
    struct asked *q = arg;
    struct arena *a = q->ad->a;
    struct str *texts = ARENA_ARRAY(a, q->asides_n + 1, struct str);
    struct export_ask ask = {.files = q->files.v, .files_n = q->files.n, .asides = texts,
        .asides_n = q->asides_n, .beside = q->beside, .now = q->act.now};
    enum rc rc = RC_OK;
    for (size_t i = 0; i < q->asides_n; i++)
        texts[i] = q->asides[i].shown;
    if (q->person) {
        unsigned char hash[HASH_BYTES];
        ask.email = q->key;
        refusal_hash(q->ad->keys, q->key, hash);
        rc = refusal_has(db, a, hash, &ask.refuses);
    }
    buf_reset(&q->json);
    buf_reset(&q->lines);
    if (rc == RC_OK)
        rc = archive_mails(db, a, q->files.v, q->files.n, &q->mails, &q->mails_n);
    ask.mails = q->mails;
    ask.mails_n = q->mails_n;
    if (rc == RC_OK)
        rc = export_write(db, a, &ask, &q->json, &q->lines);
    for (size_t i = 0; rc == RC_OK && i < q->files.n; i++)
        if (!q->person || !q->files.v[i].unproved)
            rc = archive_exported(db, &q->act, &q->files.v[i]);
    if (rc == RC_OK && q->person)
        rc = archive_person_exported(db, &q->act);
    return rc;
}

/* Part by part, each mail's file beside the others. False: said why. */
static bool write_mails(struct asked *q)
{
    for (size_t i = 0; i < q->mails_n; i++) {
        struct out_file o;
        bool there = out_open(&o, export_mail_file(q->ad->a, q->ad->options.out, i).p);
        enum rc rc = there ? archive_mail_read(q->db, q->ad->keys, &q->mails[i], out_put, &o) : RC_FAULT;
        if (there && rc != RC_OK && o.ok)
            printf("✗ %s\u00a0: ce courriel ne peut pas être lu (%s)\n", o.path, rc_name(rc));
        if (!out_close(&o, rc == RC_OK))
            return false;
    }
    return true;
}

static bool write_files(struct asked *q)
{
    const char *out = q->ad->options.out, *readable = arena_printf(q->ad->a, "%s.txt", out).p;
    if (!out_write(out, buf_str(&q->json)) || !out_write(readable, buf_str(&q->lines)) || !write_mails(q))
        return false;
    if (q->mails_n)
        printf("✓ %s-1.eml… (%zu)\u00a0: les courriels de la personne, tels qu’ils sont arrivés\n", out, q->mails_n);
    printf("✓ %s (JSON) et %s\u00a0: vous seul pouvez les lire\u00a0; remettez-les à la personne, puis "
           "effacez-les\n",
        out, readable);
    return true;
}

static bool write_output(const struct asked *q)
{
    if (q->mails_n)
        fprintf(stderr, "! %zu courriel(s) gardé(s) tels qu’ils sont arrivés\u00a0: --out FICHIER les écrit aussi\n", q->mails_n);
    return out_all(STDOUT_FILENO, buf_str(&q->json));
}

static int export(struct asked *q)
{
    const char *out = q->ad->options.out, *name = strrchr(out, '/');
    bool output = strcmp(out, "-") == 0;
    q->beside = output ? NULL : name ? name + 1 : out;
    buf_init(&q->json, EXPORT_MAX);
    buf_init(&q->lines, EXPORT_MAX);
    enum rc rc = tx_run(q->db, collect, q);
    bool ok = rc == RC_OK && (output ? write_output(q) : write_files(q));
    buf_free(&q->json);
    buf_free(&q->lines);
    return ok ? EX_OK : rc == RC_OK ? EX_CANTCREAT : admin_failed(q->db, rc);
}

/* ---- the others */

static int say(enum archive_verb verb, enum archive_outcome out, size_t waiting)
{
    static const char *const done[] = {[ARCHIVE_RESTRICT] = "✓ restreint\u00a0: plus rien ne le montre",
        [ARCHIVE_LIFT] = "✓ rétabli, comme avant", [ARCHIVE_ERASE] = "✓ effacé"};
    static const char *const already[] = {[ARCHIVE_RESTRICT] = "· déjà restreint, ou rien à restreindre",
        [ARCHIVE_LIFT] = "· rien n’était restreint", [ARCHIVE_ERASE] = "· déjà effacé, ou rien à effacer"};
    if (out == ARCHIVE_WAITS)
        printf("! restreint aussitôt\u00a0; %zu à effacer dès que leur visa est là\u00a0: la même commande, avec --visa "
               "RÉFÉRENCE --visa-date AAAA-MM-JJ\n",
            waiting);
    else
        puts(out == ARCHIVE_DONE ? done[verb] : already[verb]);
    return EX_OK;
}

/* A draft that names the address is not touched by it: who looked at the person decides. */
static void say_unproved(const struct asked *q)
{
    for (size_t i = 0; i < q->files.n; i++)
        if (q->person && q->files.v[i].unproved)
            printf("! un brouillon nomme cette adresse sans l’avoir prouvée, et n’est pas touché\u00a0: du %.*s\u00a0; si la "
                   "personne prouve que c’est le sien\u00a0: portal-admin candidacy %.*s %.*s\n",
                STR_ARG(words_instant(q->ad->a, q->files.v[i].created)), STR_ARG(q->verb),
                STR_ARG(q->files.v[i].public_id));
}

/* What came back, or was never kept, lies there as it came until it is old enough: nothing here knows whose it is. */
static void say_read_mails(const struct asked *q)
{
    const char *maildir = q->ad->config->smtp.bounce_maildir;
    if (maildir && (q->person || q->kind == ARCHIVE_REQUEST))
        printf("! %s/cur\u00a0: un message revenu, ou qui n’a pas pu être gardé chiffré, peut y rester en clair jusqu’à son "
               "échéance (retention.aside). Pour n’en rien laisser, effacez ceux que nomme\u00a0: "
               "grep -rliF -e ADRESSE %s/cur\n",
            maildir, maildir);
}

/* The files behind the mails that went with an erasure. */
static void forget_mails(const struct asked *q)
{
    const char *maildir = q->ad->config->smtp.bounce_maildir;
    for (size_t i = 0; maildir && i < q->asides_n; i++)
        if (!maildir_forget(q->ad->a, maildir, q->asides[i].file))
            printf("! %s/.Failed\u00a0: le fichier %.*s reste à effacer à la main\n", maildir,
                STR_ARG(q->asides[i].file));
}

static enum rc act_on_person(
    struct asked *q, enum archive_verb verb, enum archive_outcome *out, size_t *waiting)
{
    unsigned char buckets[LIMIT_BUCKETS_MAX][HASH_BYTES];
    struct arena *a = q->ad->a;
    uint64_t *ids = ARENA_ARRAY(a, q->asides_n + 1, uint64_t);
    for (size_t i = 0; i < q->asides_n; i++)
        ids[i] = q->asides[i].id;
    const struct archive_traces traces = {(const unsigned char(*)[HASH_BYTES])buckets,
        limit_buckets_of(q->ad->keys, q->key, buckets), ids, q->asides_n};
    enum rc rc = archive_person(q->db, a, verb, &q->act, q->key, &traces, out, waiting);
    if (rc == RC_OK && verb == ARCHIVE_ERASE)
        forget_mails(q);
    return rc;
}

static int act(struct asked *q)
{
    enum archive_verb verb = str_eq_c(q->verb, "restrict") ? ARCHIVE_RESTRICT
        : str_eq_c(q->verb, "lift")                        ? ARCHIVE_LIFT
                                                           : ARCHIVE_ERASE;
    enum archive_outcome out = ARCHIVE_ALREADY;
    size_t waiting = 1;
    struct arena *a = q->ad->a;
    enum rc rc = q->person ? act_on_person(q, verb, &out, &waiting)
        : verb == ARCHIVE_RESTRICT ? archive_restrict(q->db, a, &q->act, q->files.v, &out)
        : verb == ARCHIVE_LIFT     ? archive_lift(q->db, a, &q->act, q->files.v, &out)
                                   : archive_erase(q->db, a, &q->act, q->files.v, &out);
    if (verb == ARCHIVE_LIFT && (rc == RC_CONFLICT || rc == RC_FAULT)) {
        printf("✗ rien n’a été fait\u00a0: ce dossier est effacé, ou ce dont il dépend (compte, connexion) n’est "
               "plus là, ou la personne en a ouvert un autre depuis (%.*s)\n",
            STR_ARG(db_last_error(q->db)));
        return EX_DATAERR;
    }
    if (rc != RC_OK)
        return admin_failed(q->db, rc);
    if (verb == ARCHIVE_ERASE)
        say_read_mails(q);
    say_unproved(q);
    return say(verb, out, waiting);
}

int admin_rights(struct admin *ad)
{
    struct asked q = {.ad = ad};
    struct db_settings s = db_settings_of(ad->config, CONFIG_DB_RIGHTS);
    if (!read_asked(&q))
        return usage();
    if (q.person && email_read(ad->a, q.key, &q.key) != FAULT_NONE) {
        puts("✗ ce n’est pas une adresse");
        return EX_USAGE;
    }
    if (!read_visa(&q))
        return EX_USAGE;
    if (!s.user) {
        puts("✗ [database] rights_user\u00a0: clé absente, attendu un utilisateur de la base");
        return EX_CONFIG;
    }
    enum rc rc = db_open(&s, &q.db);
    if (rc == RC_OK)
        rc = db_request(q.db, (struct str){0}, q.act.now);
    int code = rc == RC_OK ? find(&q) : admin_failed(q.db, rc);
    if (code == EX_OK)
        code = str_eq_c(q.verb, "export") ? export(&q) : act(&q);
    db_close(q.db);
    return code;
}
