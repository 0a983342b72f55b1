/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date.c - ISO 8601's dates and times, as far as tables have them. */
#include "train/date.h"

typedef struct cursor {
    const char *s, *end;
} cursor;

/* A number of exactly `digits` digits, up to `most`. */
static bool take_digits(int *v, cursor *c, int digits, int most)
{
    *v = 0;
    for (int i = 0; i < digits; i++, c->s++) {
        if (c->s == c->end || *c->s < '0' || *c->s > '9')
            return false;
        *v = 10 * *v + (*c->s - '0');
    }
    return *v <= most;
}

static bool take(cursor *c, char what)
{
    if (c->s == c->end || *c->s != what)
        return false;
    c->s++;
    return true;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

/* Days from 1970-01-01 (E. Richards 2013, Explanatory Supplement to the Astronomical Almanac, 15.11:
 * years begin in March, so that the leap day is the last). */
static double day_number(int year, int month, int day)
{
    int y = month > 2 ? year : year - 1, m = (month + 9) % 12;
    int before_year = 365 * y + y / 4 - y / 100 + y / 400, before_month = (153 * m + 2) / 5;
    return before_year + before_month + day - 1 - 719468;
}

static bool take_day(double *days, cursor *c)
{
    int year, month, day;
    if (!take_digits(&year, c, 4, 9999))
        return false;
    char between = c->s < c->end && *c->s == '/' ? '/' : '-';
    if (!take(c, between) || !take_digits(&month, c, 2, 12) || !take(c, between) ||
        !take_digits(&day, c, 2, 31) || month < 1 || day < 1 || day > days_in(year, month))
        return false;
    *days = day_number(year, month, day);
    return true;
}

/* hh:mm[:ss[.fff]] in seconds. */
static bool take_time(double *seconds, cursor *c)
{
    int hour, minute, second = 0;
    double fraction = 0, unit = 0.1;
    if (!take_digits(&hour, c, 2, 23) || !take(c, ':') || !take_digits(&minute, c, 2, 59))
        return false;
    if (take(c, ':')) {
        if (!take_digits(&second, c, 2, 60))
            return false;
        if (take(c, '.'))
            for (; c->s < c->end && *c->s >= '0' && *c->s <= '9'; c->s++, unit /= 10)
                fraction += (*c->s - '0') * unit;
    }
    *seconds = 3600.0 * hour + 60.0 * minute + second + fraction;
    return true;
}

/* Z, or +hh:mm, +hhmm; nothing is 0. In seconds. */
static bool take_zone(double *seconds, cursor *c)
{
    int hour, minute;
    *seconds = 0;
    if (c->s == c->end || take(c, 'Z'))
        return true;
    int sign = take(c, '+') ? 1 : take(c, '-') ? -1 : 0;
    if (!sign || !take_digits(&hour, c, 2, 23))
        return false;
    take(c, ':');
    if (!take_digits(&minute, c, 2, 59))
        return false;
    *seconds = sign * (3600.0 * hour + 60.0 * minute);
    return true;
}

bool lc_date_read(double *days, const char *s, size_t n)
{
    cursor c = {s, s + n};
    double day, time = 0, zone = 0;
    if (n < 10 || !take_day(&day, &c))
        return false;
    if ((take(&c, 'T') || take(&c, ' ')) && (!take_time(&time, &c) || !take_zone(&zone, &c)))
        return false;
    if (c.s != c.end)
        return false;
    *days = day + (time - zone) / 86400;
    return true;
}
