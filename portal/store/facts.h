/* store/facts.h - every fact the institution decides, as one immutable snapshot.
 *
 * Intakes, tariffs, outcome figures and settings live in the database (programme.md, ⚖) and move
 * rarely: a worker keeps the snapshot in its own arena and loads another when the revision, which
 * rides in session_find, has moved. All strs belong to the snapshot. Order: intakes by start,
 * latest first; tariffs by validity, latest first; outcomes by year, latest first. */
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

#include "base/day.h"
#include "base/money.h"
#include "base/rc.h"
#include "base/str.h"
#include "domain/intake.h"
#include "domain/tariff.h"

struct db;

struct outcome { /* one year of the insertion survey; percentages */
    int year, certified, by_vae, insertion_6_months, target_6_months, target_2_years;
};

struct setting {
    struct str name;  /* "contact.quotes" */
    struct str value; /* empty: unknown */
    struct str label; /* French, for staff and doctor */
    struct str kind;  /* text, area, email, url, phone, siret, days, box */
    struct str required_for; /* what does not work without it, in French; empty: optional */
    struct str help;  /* what was expected */
    bool confirmed;   /* the institution has said so (⚖) */
};

struct facts {
    uint64_t revision;
    uint64_t programme;     /* row id */
    struct str code, title; /* "MOVSC", the diploma's full title */
    const struct intake *intakes;
    size_t intakes_n;
    const struct tariff *tariffs;
    size_t tariffs_n;
    const struct outcome *outcomes;
    size_t outcomes_n;
    const struct setting *settings; /* sorted by name */
    size_t settings_n;
};

enum rc facts_revision(struct db *db, uint64_t *out) MUST_USE;
/* Six statements, the revision first: should a fact move meanwhile, the next request loads
 * again. */
enum rc facts_load(struct db *db, struct facts **out) MUST_USE;
void facts_free(struct facts *f);
/* Loads again only when `revision` is another than (*f)->revision; *f may be NULL at first. On
 * failure the old snapshot stays. */
enum rc facts_refresh(struct db *db, uint64_t revision, struct facts **f) MUST_USE;

/* The setting's value; empty when unknown. */
struct str facts_text(const struct facts *f, const char *name);
const struct setting *facts_setting(const struct facts *f, const char *name); /* or NULL */
/* The public intake that speaks today: the open one; else the next to open; else the last one
 * closed; NULL when there is none. */
const struct intake *facts_intake(const struct facts *f, struct instant now);
const struct intake *facts_intake_by_id(const struct facts *f, uint64_t id);
/* The row valid on that day; NULL when nobody has set one. */
const struct tariff *facts_tariff(
    const struct facts *f, enum payer_kind payer, enum tariff_item item, struct day on);

#endif
