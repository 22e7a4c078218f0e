/* Statements: facts.* below, all of them over small tables, read whole. */
#include "store/facts.h"

#include "store/statements.h"

enum { REVISION, PROGRAMME, INTAKES, TARIFFS, OUTCOMES, SETTINGS };

const struct stmt facts_statements[] = {
    [REVISION] = {"facts.revision", "SELECT number FROM revision WHERE id = 1", "", "u", 0},
    [PROGRAMME] = {"facts.programme",
        "SELECT id, code, title FROM programme ORDER BY id LIMIT 1", "", "uss", STMT_SCAN},
    [INTAKES] = {"facts.intakes",
        "SELECT id, programme_id, year, number, title, rncp_code, rncp_title, certifier,"
        " rncp_registered_on, rncp_ends_on, rncp_fictional, opens_at, closes_at, starts_on, place,"
        " calendar, capacity, is_public, deciding_date"
        " FROM intake WHERE programme_id = ? ORDER BY year DESC, number DESC",
        "u", "uuiissssddu" "ttdssius", STMT_SCAN},
    [TARIFFS] = {"facts.tariffs",
        "SELECT id, payer_kind, item, cents, valid_from, valid_to"
        " FROM tariff WHERE programme_id = ? ORDER BY valid_from DESC, id DESC",
        "u", "ussidd", STMT_SCAN},
    [OUTCOMES] = {"facts.outcomes",
        "SELECT year, certified, by_vae, insertion_6_months, target_6_months, target_2_years"
        " FROM outcome_figure WHERE programme_id = ? ORDER BY year DESC",
        "u", "iiiiii", STMT_SCAN},
    [SETTINGS] = {"facts.settings",
        "SELECT name, value, label, kind, required_for, help, confirmed"
        " FROM setting ORDER BY name",
        "", "ssssssu", STMT_SCAN},
    {0},
};

struct snapshot { /* the snapshot lives in its own arena, whose owner hides behind it */
    struct facts facts;
    struct arena *arena;
};

static void read_intakes(struct facts *f, struct arena *a, const struct rows *r)
{
    struct intake *v = ARENA_ARRAY(a, r->n, struct intake);
    for (size_t i = 0; i < r->n; i++)
        v[i] = (struct intake){
            .id = row_u64(r, i, 0),
            .programme = row_u64(r, i, 1),
            .year = (int)row_i64(r, i, 2),
            .number = (int)row_i64(r, i, 3),
            .title = row_str(r, i, 4),
            .rncp_code = row_str(r, i, 5),
            .rncp_title = row_str(r, i, 6),
            .certifier = row_str(r, i, 7),
            .rncp_registered_on = row_day(r, i, 8),
            .rncp_ends_on = row_day(r, i, 9),
            .rncp_fictional = row_u64(r, i, 10) != 0,
            .opens_at = row_instant(r, i, 11),
            .closes_at = row_instant(r, i, 12),
            .starts_on = row_day(r, i, 13),
            .place = row_str(r, i, 14),
            .calendar = row_str(r, i, 15),
            .capacity = (int)row_i64(r, i, 16),
            .is_public = row_u64(r, i, 17) != 0,
            .deciding_date = row_str(r, i, 18),
        };
    f->intakes = v;
    f->intakes_n = r->n;
}

static void read_tariffs(struct facts *f, struct arena *a, const struct rows *r)
{
    struct tariff *v = ARENA_ARRAY(a, r->n, struct tariff);
    for (size_t i = 0; i < r->n; i++)
        v[i] = (struct tariff){
            .id = row_u64(r, i, 0),
            .payer = str_eq_c(row_str(r, i, 1), "third") ? PAYER_THIRD : PAYER_INDIVIDUAL,
            .item = str_eq_c(row_str(r, i, 2), "diploma") ? TARIFF_DIPLOMA : TARIFF_MODULE,
            .price = {row_i64(r, i, 3)},
            .from = row_day(r, i, 4),
            .to = row_day(r, i, 5),
        };
    f->tariffs = v;
    f->tariffs_n = r->n;
}

static void read_outcomes(struct facts *f, struct arena *a, const struct rows *r)
{
    struct outcome *v = ARENA_ARRAY(a, r->n, struct outcome);
    for (size_t i = 0; i < r->n; i++)
        v[i] = (struct outcome){
            .year = (int)row_i64(r, i, 0),
            .certified = (int)row_i64(r, i, 1),
            .by_vae = (int)row_i64(r, i, 2),
            .insertion_6_months = (int)row_i64(r, i, 3),
            .target_6_months = (int)row_i64(r, i, 4),
            .target_2_years = (int)row_i64(r, i, 5),
        };
    f->outcomes = v;
    f->outcomes_n = r->n;
}

static void read_settings(struct facts *f, struct arena *a, const struct rows *r)
{
    struct setting *v = ARENA_ARRAY(a, r->n, struct setting);
    for (size_t i = 0; i < r->n; i++)
        v[i] = (struct setting){
            .name = row_str(r, i, 0),
            .value = row_str(r, i, 1),
            .label = row_str(r, i, 2),
            .kind = row_str(r, i, 3),
            .required_for = row_str(r, i, 4),
            .help = row_str(r, i, 5),
            .confirmed = row_u64(r, i, 6) != 0,
        };
    f->settings = v;
    f->settings_n = r->n;
}

static enum rc load(struct db *db, struct snapshot *s)
{
    struct facts *f = &s->facts;
    struct arena *a = s->arena;
    struct rows r;
    /* The revision is read first: should a fact move meanwhile, it is loaded once more, never
     * missed. */
    enum rc rc = facts_revision(db, &f->revision);
    if (rc == RC_OK)
        rc = db_query_one(db, a, &facts_statements[PROGRAMME], NO_ARGS, &r);
    if (rc != RC_OK)
        return rc == RC_NOT_FOUND ? RC_FAULT : rc;
    f->programme = row_u64(&r, 0, 0);
    f->code = row_str(&r, 0, 1);
    f->title = row_str(&r, 0, 2);
    static void (*const readers[])(struct facts *, struct arena *, const struct rows *) = {
        [INTAKES] = read_intakes,
        [TARIFFS] = read_tariffs,
        [OUTCOMES] = read_outcomes,
        [SETTINGS] = read_settings,
    };
    for (int i = INTAKES; i <= SETTINGS; i++) {
        const struct stmt *st = &facts_statements[i];
        const struct arg programme = ARG(f->programme);
        rc = db_query(db, a, st, &programme, strlen(st->takes), &r);
        if (rc != RC_OK)
            return rc;
        readers[i](f, a, &r);
    }
    return RC_OK;
}

enum rc facts_revision(struct db *db, uint64_t *out)
{
    struct arena *a = arena_new();
    struct rows r;
    enum rc rc = db_query_one(db, a, &facts_statements[REVISION], NO_ARGS, &r);
    if (rc == RC_OK)
        *out = row_u64(&r, 0, 0);
    arena_free(a);
    return rc == RC_NOT_FOUND ? RC_FAULT : rc;
}

enum rc facts_load(struct db *db, struct facts **out)
{
    *out = NULL;
    struct arena *a = arena_new();
    struct snapshot *s = ARENA_NEW(a, struct snapshot);
    s->arena = a;
    enum rc rc = load(db, s);
    if (rc != RC_OK) {
        arena_free(a);
        return rc;
    }
    *out = &s->facts;
    return RC_OK;
}

void facts_free(struct facts *f)
{
    if (f)
        arena_free(((struct snapshot *)f)->arena);
}

enum rc facts_refresh(struct db *db, uint64_t revision, struct facts **f)
{
    if (*f && (*f)->revision == revision)
        return RC_OK;
    struct facts *next = NULL;
    enum rc rc = facts_load(db, &next);
    if (rc != RC_OK)
        return rc;
    facts_free(*f);
    *f = next;
    return RC_OK;
}

/* ---- looking things up ---- */

const struct setting *facts_setting(const struct facts *f, const char *name)
{
    for (size_t i = 0; i < f->settings_n; i++)
        if (str_eq_c(f->settings[i].name, name))
            return &f->settings[i];
    return NULL;
}

struct str facts_text(const struct facts *f, const char *name)
{
    const struct setting *s = facts_setting(f, name);
    return s ? s->value : (struct str){NULL, 0};
}

/* Open first, then the next to open, then what has no dates yet, then the last one closed. */
static bool speaks_before(const struct intake *a, const struct intake *b, struct instant now)
{
    static const int rank[] = {
        [INTAKE_OPEN] = 0, [INTAKE_BEFORE] = 1, [INTAKE_UNDATED] = 2, [INTAKE_CLOSED] = 3};
    enum intake_phase pa = intake_phase(a, now), pb = intake_phase(b, now);
    if (pa != pb)
        return rank[pa] < rank[pb];
    int order = day_cmp(a->starts_on, b->starts_on);
    return pa == INTAKE_CLOSED ? order > 0 : order < 0;
}

const struct intake *facts_intake(const struct facts *f, struct instant now)
{
    const struct intake *best = NULL;
    for (size_t i = 0; i < f->intakes_n; i++)
        if (f->intakes[i].is_public && (!best || speaks_before(&f->intakes[i], best, now)))
            best = &f->intakes[i];
    return best;
}

const struct intake *facts_intake_by_id(const struct facts *f, uint64_t id)
{
    for (size_t i = 0; i < f->intakes_n; i++)
        if (f->intakes[i].id == id)
            return &f->intakes[i];
    return NULL;
}

const struct tariff *facts_tariff(
    const struct facts *f, enum payer_kind payer, enum tariff_item item, struct day on)
{
    return tariff_find(f->tariffs, f->tariffs_n, payer, item, on);
}
