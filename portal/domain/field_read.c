#include "domain/field.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "domain/email.h"
#include "domain/forms.h"
#include "domain/name.h"
#include "domain/siret.h"
#include "domain/typed.h"

/* One field being read. */
struct reading {
    struct arena *a;
    const struct field *f;
    struct day today;
    struct answer *at;
};

enum { PHONE_MAX = 40, PHONE_LEAST = 6, PHONE_MOST = 15, NUMBER_MAX = 1000000, PART_MAX = 80, PLAIN_MAX = 400 };

static void fail(const struct reading *r, enum fault fault)
{
    r->at->fault = fault;
}

/* What was typed, as digits and their signs are read. More than a paragraph holds no number. */
static struct str plain(const struct reading *r)
{
    return utf8_plain(r->a, utf8_cut(r->at->typed, PLAIN_MAX));
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
    struct str s = typed_phone(plain(r));
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (ascii_is_digit(s.p[i]))
            digits++;
        else if (!strchr(" +.-()/", s.p[i])) {
            fail(r, FAULT_FORMAT);
            return;
        }
    }
    if (digits < PHONE_LEAST || digits > PHONE_MOST)
        fail(r, FAULT_FORMAT);
    else if (s.n > PHONE_MAX)
        fail(r, FAULT_TOO_LONG);
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
    char found[TYPED_DIGITS + 1]; /* "juin 2012" */
    struct str s = plain(r);
    enum fault fault = year_of(typed_digits(s, 4, found) ? str_c(found) : s, &y);
    if (fault != FAULT_NONE)
        fail(r, fault);
    else if (y < r->f->least || y > r->f->most)
        fail(r, FAULT_RANGE);
    else if ((r->f->flags & FIELD_PAST) && y > r->today.y)
        fail(r, FAULT_FUTURE);
    else
        r->at->value = arena_printf(r->a, "%d", y);
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
    struct str rest = r->at->typed, v[3] = {{NULL, 0}};
    for (size_t i = r->f->kind == FIELD_DATE ? 0 : 1; i < 3; i++)
        if (str_cut(&rest, '/', &v[i]))
            v[i] = utf8_plain(r->a, v[i]);
    fail(r, judge_date(r, v[0], v[1], v[2]));
}

static void read_number(const struct reading *r)
{
    struct str rest;
    uint64_t v = 0;
    bool fraction = false;
    if (!typed_number(plain(r), &v, &fraction, &rest) ||
        (rest.n && !(r->f->units && typed_unit(r->f->units, rest))))
        fail(r, FAULT_FORMAT);
    else if (fraction)
        fail(r, FAULT_WHOLE);
    else if ((int)v < r->f->least || (int)v > r->f->most)
        fail(r, FAULT_RANGE);
    else
        r->at->value = arena_printf(r->a, "%d", (int)v);
}

/* "1 200 euros" */
static struct str without_euros(struct str s)
{
    size_t end = s.n;
    while (end && ascii_is_letter(s.p[end - 1]))
        end--;
    return typed_unit("euro|euros|eur", str_slice(s, end, s.n)) ? str_trim(str_slice(s, 0, end)) : s;
}

static void read_amount(const struct reading *r)
{
    struct money m;
    if (!money_parse(without_euros(plain(r)), &m))
        fail(r, FAULT_FORMAT);
    else
        r->at->value = arena_printf(r->a, "%lld", (long long)m.cents);
}

static void read_siret(const struct reading *r)
{
    struct str digits;
    if (siret_read(r->a, utf8_cut(r->at->typed, PLAIN_MAX), &digits))
        r->at->value = digits;
    else
        fail(r, FAULT_FORMAT);
}

static void read_code(const struct reading *r)
{
    char digits[CODE_DIGITS + 1];
    if (code_digits(r->a, utf8_cut(r->at->typed, PLAIN_MAX), digits))
        r->at->value = arena_dup(r->a, str_c(digits));
    else
        fail(r, FAULT_FORMAT);
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

/* In scripts whose letters join, what parts them is a part of a domain's name: without it, it is another
 * domain. Elsewhere it came with a paste, and goes like all that is invisible. */
static bool parts_letters(struct str email)
{
    enum { ZWNJ = 0x200c, ZWJ = 0x200d, JOINED = 0x600, SYMBOLS = 0x2000 };
    uint32_t before = 0;
    for (size_t i = str_find(email, '@'); i < email.n;) {
        uint32_t c = utf8_next(email, &i);
        if (c == UINT32_MAX || ((c == ZWNJ || c == ZWJ) && before >= JOINED && before < SYMBOLS))
            return c != UINT32_MAX;
        before = c;
    }
    return false;
}

/* A '/' inside a part becomes a space, and goes where a space does: alone it is no answer. */
static struct str without_slashes(struct arena *a, struct str part)
{
    struct buf b;
    buf_init(&b, part.n + 1);
    for (size_t k = 0; k < part.n; k++)
        buf_putc(&b, part.p[k] == '/' ? ' ' : part.p[k]);
    return utf8_clean_line(a, arena_take(a, &b));
}

/* What is in one box of a date; sets *odd. No day, month or year is that long: enough to know it again. */
static struct str part_of(const struct reading *r, field_source get, void *ctx, const char *name, bool *odd)
{
    struct str raw = get(ctx, arena_printf(r->a, "%s.%s", r->f->name, name).p);
    *odd |= odd_bytes(raw);
    struct str part = utf8_cut(utf8_clean_line(r->a, str_slice(raw, 0, utf8_valid(raw) ? raw.n : 0)), PART_MAX);
    return without_slashes(r->a, part).n ? part : (struct str){0};
}

/* A date pasted into one box goes to the boxes that are empty; where another says something else, nothing
 * moves. */
static void spread(const struct reading *r, struct str v[3])
{
    struct str found[3];
    for (size_t from = 0; from < 2; from++) {
        if (!v[from].n || !typed_date(utf8_plain(r->a, v[from]), from == 1, found))
            continue;
        for (size_t i = 0; i < 3; i++)
            if (i != from && found[i].n && v[i].n && !str_eq(found[i], v[i]))
                return;
        for (size_t i = 0; i < 3; i++)
            if (found[i].n)
                v[i] = found[i];
        return;
    }
}

/* The parts of a date as one text with '/' between. */
static bool gather_parts(const struct reading *r, field_source get, void *ctx)
{
    static const char *const PARTS[] = {"d", "m", "y"};
    size_t first = r->f->kind == FIELD_DATE ? 0 : 1;
    struct str v[3] = {{NULL, 0}};
    struct buf b;
    bool odd = false;
    buf_init(&b, 4096);
    for (size_t i = first; i < 3; i++)
        v[i] = part_of(r, get, ctx, PARTS[i], &odd);
    spread(r, v);
    for (size_t i = first; i < 3; i++) {
        v[i] = without_slashes(r->a, v[i]);
        if (i > first)
            buf_putc(&b, '/');
        buf_put(&b, v[i]);
    }
    if (v[0].n || v[1].n || v[2].n)
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
    case FIELD_CODE: return read_code;
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
    else if (r->f->kind == FIELD_EMAIL && parts_letters(get(ctx, r->f->name)))
        fail(r, FAULT_FORMAT);
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
            as.v[i].doubt = DOUBT_NONE;
        }
    if (f->check)
        f->check(&as, today);
    return as;
}
