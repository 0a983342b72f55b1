/* SPDX-License-Identifier: MIT */
/*
 * digits.c - doubles as decimal text and back, without loss and in every locale.
 *
 * printf and strtod are exact, but write and expect the locale's decimal point. It is the only
 * part of "%g" that is no digit, sign or 'e', so it can be told without asking for the locale.
 */
#include "digits.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALWAYS_KEPT DBL_DIG /* digits of any decimal that a double keeps, unless subnormal */
#define ALWAYS_ENOUGH DBL_DECIMAL_DIG /* digits that tell any two doubles apart */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Put a '.' where the locale's point stands, of one byte or several. */
static size_t set_point(char *s)
{
    size_t digits = strspn(s, "+-0123456789e");
    char *point = s + digits, *rest = point;
    if (*point == '\0')
        return digits;
    while (*rest && !strchr("+-0123456789e", *rest))
        rest++;
    *point = '.';
    memmove(point + 1, rest, strlen(rest) + 1);
    return strlen(s);
}

size_t lc_record_write_double(char out[LC_RECORD_DIGITS], double v)
{
    if (!isfinite(v))
        return (size_t)snprintf(out, LC_RECORD_DIGITS, isnan(v) ? "nan" : v < 0 ? "-inf" : "inf");
    int digits = v != 0 && fabs(v) < DBL_MIN ? 1 : ALWAYS_KEPT;
    for (; digits <= ALWAYS_ENOUGH; digits++) {
        snprintf(out, LC_RECORD_DIGITS, "%.*g", digits, v);
        if (strtod(out, NULL) == v)
            break;
    }
    return set_point(out);
}

bool lc_record_read_double(double *v, const char *s, size_t n)
{
    char half[16], text[2 * LC_RECORD_DIGITS];
    while (n && is_blank(s[0])) {
        s++;
        n--;
    }
    while (n && is_blank(s[n - 1]))
        n--;
    snprintf(half, sizeof half, "%.1f", 0.5); /* "0.5": what stands between is the point */
    size_t point = strlen(half) - 2, k = 0;
    if (n == 0 || n + point > sizeof text - 1)
        return false;
    const char *dot = memchr(s, '.', n);
    size_t whole = dot ? (size_t)(dot - s) : n;
    memcpy(text, s, whole);
    k = whole;
    if (dot) {
        memcpy(text + k, half + 1, point);
        memcpy(text + k + point, dot + 1, n - whole - 1);
        k += point + n - whole - 1;
    }
    text[k] = '\0';
    char *end;
    double read = strtod(text, &end);
    if (end != text + k)
        return false;
    *v = read;
    return true;
}
