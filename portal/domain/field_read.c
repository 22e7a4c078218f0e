#include "domain/field.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "domain/email.h"
#include "domain/name.h"
#include "domain/siret.h"

/* One field being read. */
struct reading {
    struct arena *a;
    const struct field *f;
    struct day today;
    struct answer *at;
};

enum { PHONE_MAX = 40, NUMBER_MAX = 1000000, PART_MAX = 40 };

static void fail(const struct reading *r, enum fault fault)
{
    r->at->fault = fault;
}

/* A number in `value`, most_digits of them at most; FAULT_FORMAT otherwise. */
static bool number_of(struct str s, uint64_t *out)
{
    return s.n <= 7 && str_to_u64(s, NUMBER_MAX, out);
}

/* Names, one a line. */
static enum fault judge_names(const struct field *f, struct str lines)
{
    struct str line;
    if (!(f->flags & (FIELD_PERSON | FIELD_NAMED)))
        return FAULT_NONE;
    while (str_cut(&lines, '\n', &line)) {
        bool person = f->flags & FIELD_PERSON;
        if (!(person ? name_of_person(line) : name_of_organisation(line)))
            return FAULT_LINK;
        if (person && f->kind == FIELD_AREA && utf8_length(line) > NAME_MAX_LENGTH)
            return FAULT_TOO_LONG;
    }
    return FAULT_NONE;
}

static enum fault judge_text(const struct field *f, struct str text)
{
    return utf8_length(text) > (f->max ? f->max : 200) ? FAULT_TOO_LONG : judge_names(f, text);
}

bool field_takes_name(const struct field *f, struct str text)
{
    return !(f->flags & (FIELD_PERSON | FIELD_NAMED)) || judge_text(f, text) == FAULT_NONE;
}

static void read_text(const struct reading *r)
{
    enum fault fault = judge_text(r->f, r->at->typed);
    if (fault != FAULT_NONE)
        fail(r, fault);
    else
        r->at->value = r->at->typed;
}

static void read_email(const struct reading *r)
{
    enum fault fault = email_read(r->a, r->at->typed, &r->at->value);
    if (fault != FAULT_NONE)
        fail(r, fault);
}

static void read_phone(const struct reading *r)
{
    struct str s = r->at->typed;
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (ascii_is_digit(s.p[i]))
            digits++;
        else if (!strchr(" +.-()/", s.p[i])) {
            fail(r, FAULT_FORMAT);
            return;
        }
    }
    if (s.n > PHONE_MAX)
        fail(r, FAULT_TOO_LONG);
    else if (digits < 7 || digits > 15)
        fail(r, FAULT_FORMAT);
    else
        r->at->value = s;
}

/* A year of exactly four digits. */
static enum fault year_of(struct str s, int *out)
{
    uint64_t v;
    if (!number_of(s, &v))
        return FAULT_FORMAT;
    *out = (int)v;
    return s.n == 4 ? FAULT_NONE : FAULT_YEAR;
}

static void read_year(const struct reading *r)
{
    int y = 0;
    enum fault fault = year_of(r->at->typed, &y);
    if (fault != FAULT_NONE)
        fail(r, fault);
    else if (y < r->f->least || y > r->f->most)
        fail(r, FAULT_RANGE);
    else if ((r->f->flags & FIELD_PAST) && y > r->today.y)
        fail(r, FAULT_FUTURE);
    else
        r->at->value = r->at->typed;
}

/* "13", "1er", " 07": 1..31 and more, judged with its month by the caller. */
static bool day_number(struct str s, int *out)
{
    uint64_t v;
    if (s.n > 2 && str_eq_nocase(str_slice(s, s.n - 2, s.n), STR("er")))
        s = str_slice(s, 0, s.n - 2);
    if (s.n > 2 || !number_of(s, &v))
        return false;
    *out = (int)v;
    return true;
}

/* The parts of a date or month: d may be empty when the field is a month. */
static enum fault judge_date(const struct reading *r, struct str d, struct str m, struct str y)
{
    bool whole = r->f->kind == FIELD_DATE;
    struct day day = {0, 0, 1};
    if ((whole && d.n == 0) || m.n == 0 || y.n == 0)
        return FAULT_PARTIAL;
    enum fault year = year_of(y, &day.y);
    day.m = month_number_from_text(m);
    if ((whole && !day_number(d, &day.d)) || day.m == 0)
        return FAULT_FORMAT;
    if (year != FAULT_NONE)
        return year;
    if (day.y < 1900 || day.y > 2200)
        return FAULT_RANGE;
    if (!day_valid(day))
        return FAULT_FORMAT;
    struct day bound = whole ? r->today : month_last_day(month_of(r->today));
    if ((r->f->flags & FIELD_PAST) && day_cmp(day, bound) > 0)
        return FAULT_FUTURE;
    r->at->value = whole ? arena_printf(r->a, "%04d-%02d-%02d", day.y, day.m, day.d)
                         : arena_printf(r->a, "%04d-%02d", day.y, day.m);
    return FAULT_NONE;
}

static void read_date(const struct reading *r)
{
    struct str rest = r->at->typed, d = {NULL, 0}, m = {NULL, 0}, y = {NULL, 0};
    if (r->f->kind == FIELD_DATE)
        str_cut(&rest, '/', &d);
    str_cut(&rest, '/', &m);
    str_cut(&rest, '/', &y);
    fail(r, judge_date(r, d, m, y));
}

static void read_number(const struct reading *r)
{
    struct str s = r->at->typed;
    uint64_t v;
    if (str_ends(s, STR("%")))
        s = str_trim(str_slice(s, 0, s.n - 1));
    if (!number_of(s, &v))
        fail(r, FAULT_FORMAT);
    else if ((int)v < r->f->least || (int)v > r->f->most)
        fail(r, FAULT_RANGE);
    else
        r->at->value = arena_printf(r->a, "%d", (int)v);
}

static void read_amount(const struct reading *r)
{
    struct money m;
    if (!money_parse(r->at->typed, &m))
        fail(r, FAULT_FORMAT);
    else
        r->at->value = arena_printf(r->a, "%lld", (long long)m.cents);
}

static void read_siret(const struct reading *r)
{
    struct str digits;
    if (!siret_read(r->a, r->at->typed, &digits)) {
        fail(r, FAULT_FORMAT);
        return;
    }
    r->at->value = digits;
    r->at->doubtful = !siret_sound(digits);
}

static void read_choice(const struct reading *r)
{
    for (const struct choice *c = r->f->choices; c->value; c++)
        if (str_eq_c(r->at->typed, c->value)) {
            r->at->value = str_c(c->value);
            return;
        }
    fail(r, FAULT_CHOICE);
}

static void read_box(const struct reading *r)
{
    if (str_eq_c(r->at->typed, "1"))
        r->at->value = r->at->typed;
    else
        fail(r, FAULT_CHOICE);
}

/* A control byte that no keyboard sends in this kind of field? Tabs and line ends are white
 * space everywhere: pasting brings them. */
static bool odd_bytes(struct str s)
{
    return str_has_control(s, "\t\r\n");
}

/* The parts of a date as one text with '/' between; a '/' inside a part becomes a space. */
static bool gather_parts(const struct reading *r, field_source get, void *ctx)
{
    static const char *const DATE[] = {"d", "m", "y", NULL}, *const MONTH[] = {"m", "y", NULL};
    const char *const *part = r->f->kind == FIELD_DATE ? DATE : MONTH;
    struct buf b;
    bool odd = false, any = false;
    buf_init(&b, 4096);
    for (size_t i = 0; part[i]; i++) {
        struct str raw = get(ctx, arena_printf(r->a, "%s.%s", r->f->name, part[i]).p);
        struct str s = arena_dup(r->a, str_slice(raw, 0, utf8_valid(raw) ? raw.n : 0));
        odd |= odd_bytes(raw);
        for (size_t k = 0; k < s.n; k++)
            if (s.p[k] == '/')
                ((char *)s.p)[k] = ' ';
        s = utf8_clean_line(r->a, s);
        any |= s.n > 0;
        if (i)
            buf_putc(&b, '/');
        buf_put(&b, utf8_cut(s, PART_MAX)); /* no day, month or year is that long: enough to know it again */
    }
    if (any)
        r->at->typed = arena_dup(r->a, buf_str(&b));
    buf_free(&b);
    return !odd;
}

static void read_checks(const struct reading *r, field_source get, void *ctx)
{
    struct str all = {NULL, 0};
    for (const struct choice *c = r->f->choices; c->value; c++) {
        struct str s = get(ctx, arena_printf(r->a, "%s.%s", r->f->name, c->value).p);
        if (str_eq_c(s, "1"))
            all = all.n ? arena_printf(r->a, "%.*s %s", STR_ARG(all), c->value) : str_c(c->value);
        else if (s.n)
            fail(r, FAULT_CHOICE);
    }
    r->at->typed = all;
    if (r->at->fault == FAULT_NONE)
        r->at->value = all;
}

typedef void (*field_reader)(const struct reading *r);

static field_reader reader_of(enum field_kind kind)
{
    switch (kind) {
    case FIELD_EMAIL: return read_email;
    case FIELD_PHONE: return read_phone;
    case FIELD_DATE:
    case FIELD_MONTH: return read_date;
    case FIELD_YEAR: return read_year;
    case FIELD_NUMBER: return read_number;
    case FIELD_AMOUNT: return read_amount;
    case FIELD_SIRET: return read_siret;
    case FIELD_RADIO:
    case FIELD_SELECT: return read_choice;
    case FIELD_BOX: return read_box;
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_SECRET:
    case FIELD_CHECKS: break;
    }
    return read_text;
}

static void read_one(const struct reading *r, field_source get, void *ctx)
{
    bool sound;
    if (r->f->kind == FIELD_CHECKS) {
        read_checks(r, get, ctx);
        return;
    }
    if (r->f->kind == FIELD_DATE || r->f->kind == FIELD_MONTH) {
        sound = gather_parts(r, get, ctx);
    } else {
        struct str raw = get(ctx, r->f->name);
        sound = utf8_valid(raw) && !odd_bytes(raw);
        raw = str_slice(raw, 0, utf8_valid(raw) ? raw.n : 0);
        r->at->typed = r->f->kind == FIELD_SECRET ? raw
                       : r->f->kind == FIELD_AREA ? utf8_clean_text(r->a, raw)
                                                  : utf8_clean_line(r->a, raw);
    }
    if (!sound)
        fail(r, FAULT_CONTROL);
    else if (r->at->typed.n)
        reader_of(r->f->kind)(r);
}

struct answers answers_read(
    struct arena *a, const struct form *f, field_source get, void *ctx, struct day today)
{
    struct answers as = answers_new(a, f);
    for (size_t i = 0; i < f->n; i++) {
        struct reading r = {a, &f->fields[i], today, &as.v[i]};
        read_one(&r, get, ctx);
    }
    answers_rejudge(&as);
    for (size_t i = 0; i < f->n; i++)
        if (!answers_applies(&as, i)) {
            as.v[i].fault = FAULT_NONE;
            as.v[i].value = (struct str){NULL, 0};
            as.v[i].doubtful = false;
        }
    if (f->check)
        f->check(&as, today);
    return as;
}
