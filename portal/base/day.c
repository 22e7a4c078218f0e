#include "base/day.h"

#include "base/ascii.h"

#define NBSP "\xc2\xa0"

static const char *const MONTHS[12] = {"janvier", "f\xc3\xa9vrier", "mars", "avril", "mai", "juin",
    "juillet", "ao\xc3\xbbt", "septembre", "octobre", "novembre", "d\xc3\xa9" "cembre"};

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int days_in_month(int y, int m)
{
    static const int n[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap(y) ? 29 : n[m - 1];
}

bool day_valid(struct day d)
{
    return d.y >= 1900 && d.y <= 2200 && d.m >= 1 && d.m <= 12 && d.d >= 1 &&
           d.d <= days_in_month(d.y, d.m);
}

bool day_is_none(struct day d)
{
    return d.y == 0 && d.m == 0 && d.d == 0;
}

int day_cmp(struct day a, struct day b)
{
    if (a.y != b.y)
        return a.y < b.y ? -1 : 1;
    if (a.m != b.m)
        return a.m < b.m ? -1 : 1;
    return a.d == b.d ? 0 : a.d < b.d ? -1 : 1;
}

/* Years counted from 1 March, so that the leap day comes last: 400 years are 146097 days. */
int day_to_number(struct day d)
{
    int y = d.m <= 2 ? d.y - 1 : d.y;
    int era = y / 400, in_era = y % 400;
    int from_march = (d.m + 9) % 12;
    int in_year = (153 * from_march + 2) / 5 + d.d - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

struct day day_from_number(int n)
{
    int z = n + 719468;
    int era = z / 146097, in_era = z % 146097;
    int year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int in_year = in_era - (365 * year + year / 4 - year / 100);
    int from_march = (5 * in_year + 2) / 153;
    int m = from_march < 10 ? from_march + 3 : from_march - 9;
    int d = in_year - (153 * from_march + 2) / 5 + 1;
    return (struct day){era * 400 + year + (m <= 2), m, d};
}

struct day day_add(struct day d, int days)
{
    return day_from_number(day_to_number(d) + days);
}

static bool digits(struct str s, size_t from, size_t to, int *out)
{
    uint64_t v;
    if (s.n < to || !str_to_u64(str_slice(s, from, to), 9999, &v))
        return false;
    *out = (int)v;
    return true;
}

bool day_parse_iso(struct str s, struct day *out)
{
    struct day d;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(s, 0, 4, &d.y) ||
        !digits(s, 5, 7, &d.m) || !digits(s, 8, 10, &d.d) || !day_valid(d))
        return false;
    *out = d;
    return true;
}

void day_format_iso(struct buf *out, struct day d)
{
    if (!day_is_none(d))
        buf_printf(out, "%04d-%02d-%02d", d.y, d.m, d.d);
}

void day_format_fr(struct buf *out, struct day d)
{
    if (day_valid(d))
        buf_printf(out, "%d%s" NBSP "%s" NBSP "%d", d.d, d.d == 1 ? "er" : "", MONTHS[d.m - 1], d.y);
}

struct month month_make(int y, int m)
{
    return (struct month){y * 12 + m - 1};
}

struct month month_of(struct day d)
{
    return month_make(d.y, d.m);
}

int month_year(struct month m)
{
    return m.n / 12;
}

int month_number(struct month m)
{
    return m.n % 12 + 1;
}

struct day month_last_day(struct month m)
{
    int y = month_year(m), n = month_number(m);
    return (struct day){y, n, days_in_month(y, n)};
}

bool month_parse_iso(struct str s, struct month *out)
{
    int y, m;
    if (s.n != 7 || s.p[4] != '-' || !digits(s, 0, 4, &y) || !digits(s, 5, 7, &m) ||
        !day_valid((struct day){y, m, 1}))
        return false;
    *out = month_make(y, m);
    return true;
}

void month_format_iso(struct buf *out, struct month m)
{
    if (m.n)
        buf_printf(out, "%04d-%02d", month_year(m), month_number(m));
}

void month_format_fr(struct buf *out, struct month m)
{
    if (m.n)
        buf_printf(out, "%s" NBSP "%d", MONTHS[month_number(m) - 1], month_year(m));
}

const char *month_name_fr(int number)
{
    return number >= 1 && number <= 12 ? MONTHS[number - 1] : "";
}

/* Lower case without accents, into `to`; only what occurs in French month names. */
static size_t fold(struct str s, char *to, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < cap; i++) {
        unsigned char c = (unsigned char)s.p[i], next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
        if (c == 0xc3 && next) {
            unsigned char low = next | 0x20;
            to[n++] = low == 0xa9 ? 'e' : low == 0xbb ? 'u' : '?';
            i++;
        } else
            to[n++] = ascii_lower((char)c);
    }
    return n;
}

int month_number_from_text(struct str s)
{
    char text[16], name[16];
    uint64_t v;
    s = str_trim(s);
    if (s.n && s.p[s.n - 1] == '.')
        s.n--;
    if (str_to_u64(s, 12, &v))
        return s.n <= 2 ? (int)v : 0;
    size_t n = fold(s, text, sizeof text);
    if (n < 3)
        return 0;
    int found = 0;
    for (int m = 1; m <= 12; m++) {
        size_t len = fold(str_c(MONTHS[m - 1]), name, sizeof name);
        if (n > len || memcmp(text, name, n) != 0)
            continue;
        if (found) /* "jui" may be June or July */
            return 0;
        found = m;
    }
    return found;
}

/* A day that began before 1970 has a negative number: what is left of it counts from its own
 * midnight, where C's division would count back from the next. */
static int day_number_at(int64_t s)
{
    return (int)((s >= 0 ? s : s - 86399) / 86400);
}

static int second_of_day(int64_t s)
{
    return (int)(s - (int64_t)day_number_at(s) * 86400);
}

/* 01:00 UTC of the last Sunday of a month (1970-01-01 was a Thursday). */
static int64_t switch_at(int y, int m)
{
    int n = day_to_number(month_last_day(month_make(y, m)));
    int weekday = ((n + 4) % 7 + 7) % 7; /* 0 = Sunday */
    return (int64_t)(n - weekday) * 86400 + 3600;
}

static bool summer_at(int64_t s)
{
    int y = day_from_number(day_number_at(s)).y;
    return s >= switch_at(y, 3) && s < switch_at(y, 10);
}

struct wall wall_paris(struct instant t)
{
    bool summer = summer_at(t.s);
    int64_t s = t.s + (summer ? 7200 : 3600);
    int in_day = second_of_day(s);
    return (struct wall){
        day_from_number(day_number_at(s)), in_day / 3600, in_day / 60 % 60, in_day % 60, summer};
}

struct instant instant_from_paris(struct day d, int h, int min, int s)
{
    int64_t local = (int64_t)day_to_number(d) * 86400 + h * 3600 + min * 60 + s;
    bool summer = summer_at(local - 7200);
    return (struct instant){local - (summer ? 7200 : 3600)};
}

struct day day_paris(struct instant t)
{
    return wall_paris(t).day;
}

void instant_format_sql(struct buf *out, struct instant t)
{
    day_format_iso(out, day_from_number(day_number_at(t.s)));
    int in_day = second_of_day(t.s);
    buf_printf(out, " %02d:%02d:%02d", in_day / 3600, in_day / 60 % 60, in_day % 60);
}

bool instant_parse_sql(struct str s, struct instant *out)
{
    struct day d;
    int h, min, sec;
    if (s.n < 19 || (s.n > 19 && s.p[19] != '.') || s.p[10] != ' ' || s.p[13] != ':' ||
        s.p[16] != ':' || !day_parse_iso(str_slice(s, 0, 10), &d) || !digits(s, 11, 13, &h) ||
        !digits(s, 14, 16, &min) || !digits(s, 17, 19, &sec) || h > 23 || min > 59 || sec > 59)
        return false;
    out->s = (int64_t)day_to_number(d) * 86400 + h * 3600 + min * 60 + sec;
    return true;
}

static struct wall put_day_and_time(struct buf *out, struct instant t)
{
    struct wall w = wall_paris(t);
    day_format_fr(out, w.day);
    buf_printf(out, " \xc3\xa0 %d" NBSP "h" NBSP "%02d", w.h, w.min);
    return w;
}

void instant_format_fr(struct buf *out, struct instant t)
{
    put_day_and_time(out, t);
}

void instant_format_fr_exact(struct buf *out, struct instant t)
{
    struct wall w = put_day_and_time(out, t);
    buf_printf(out, NBSP "min" NBSP "%02d" NBSP "s (heure de Paris, UTC+%d)", w.s, w.summer ? 2 : 1);
}
