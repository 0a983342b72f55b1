/* SPDX-License-Identifier: GPL-3.0-or-later */
/* axis.c - the range of an axis, linear or logarithmic, and its tics. */
#include "plot/axis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOG_LEAST 1e-305 /* a log axis ends here, short of where gnuplot's numbers do */
#define LOG_MOST 1e305
#define COMFORT 1e100     /* linear values beyond, or below its inverse, are given a unit */
#define PAD 0.05          /* of the span, beyond the outermost values */
#define ZERO_REACH 0.25   /* of the span: zero is included when that near */
#define FLAT_SPAN 1e-5    /* of the value: less is drawn as no change at all */
#define OUTLIER_SPANS 8.0 /* a value that many spans off the rest is left outside */
#define OUTLIER_LOG 4.0   /* the same on a log axis, where spans are decades */
#define OUTLIER_SHARE 50  /* at most one value in so many is left outside */
#define TICS_LEAST 3      /* fewer don't show what the distance between two means */
#define OUTLIER_MIN 10    /* values from which there is such a thing as the rest */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Move the finite values (the positive ones, for a log axis) to the front. */
static size_t gather(double *v, size_t n, bool positive)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (isfinite(v[i]) && !(positive && v[i] <= 0)) {
            double t = v[k]; /* swap: a later call may want what this one leaves out */
            v[k++] = v[i];
            v[i] = t;
        }
    }
    qsort(v, k, sizeof *v, ascending);
    return k;
}

static double unit_for(double least, double most)
{
    double size = fmax(fabs(least), fabs(most));
    if (size == 0 || (size < COMFORT && size > 1 / COMFORT))
        return 1;
    return pow(10, floor(log10(size)));
}

/* A value in the coordinate in which the axis is even. */
static double even(const lc_axis *axis, double v)
{
    return axis->log ? log10(v) : v / axis->unit;
}

/* The range of sorted values without outliers, in even coordinates. */
static void core_range(const lc_axis *axis, const double *v, size_t n, double *lo, double *hi)
{
    *lo = even(axis, v[0]);
    *hi = even(axis, v[n - 1]);
    if (n < OUTLIER_MIN)
        return;
    size_t few = n / OUTLIER_SHARE > 0 ? n / OUTLIER_SHARE : 1;
    double low = even(axis, v[few]), high = even(axis, v[n - 1 - few]), span = high - low;
    double far = (axis->log ? OUTLIER_LOG : OUTLIER_SPANS) * span;
    if (span > 0 && *hi - high > far)
        *hi = high + span / 4;
    if (span > 0 && low - *lo > far)
        *lo = low - span / 4;
}

static void pad_linear(lc_axis *axis, double lo, double hi, bool share)
{
    double size = fmax(fabs(lo), fabs(hi)), least = size > 0 ? size * FLAT_SPAN : 1;
    double span = hi - lo;
    if (size == 0) {
        axis->lo = 0;
        axis->hi = 1;
        return;
    }
    if (span < least) {
        double more = size * 0.1;
        axis->lo = lo - more;
        axis->hi = hi + more;
        return;
    }
    axis->lo = lo >= 0 && lo < ZERO_REACH * span ? 0 : lo - PAD * span;
    axis->hi = hi <= 0 && -hi < ZERO_REACH * span ? 0 : hi + PAD * span;
    if (share && axis->unit == 1 && hi <= 1 && axis->hi > 1)
        axis->hi = fmax(1, hi + 0.015 * span);
}

static void pad_log(lc_axis *axis, double lo, double hi)
{
    double span = hi - lo, pad = span > 0 ? PAD * span : 0.3;
    axis->lo = fmax(pow(10, lo - pad), LOG_LEAST);
    axis->hi = fmin(pow(10, hi + pad), LOG_MOST);
}

/* Digits that tell values of this range apart on paper: more where the range is narrow. */
static int digits_for(const lc_axis *axis)
{
    double size = fmax(fabs(axis->lo), fabs(axis->hi));
    return axis->log || axis->hi - axis->lo > 1e-4 * size ? 9 : 17;
}

void lc_axis_fit(lc_axis *axis, double *v, size_t n, lc_scale scale, bool share)
{
    *axis = (lc_axis){.unit = 1, .lo = 0, .hi = 1, .digits = 9};
    size_t k = gather(v, n, false);
    if (k == 0)
        return;
    bool wide = v[0] > 0 && v[k - 1] / LC_LOG_RATIO > v[0];
    axis->log = (scale == LC_SCALE_AUTO && wide) || (scale == LC_SCALE_LOG && v[k - 1] > 0);
    if (axis->log)
        k = gather(v, n, true);
    else
        axis->unit = unit_for(v[0], v[k - 1]);
    double lo, hi;
    core_range(axis, v, k, &lo, &hi);
    if (axis->log)
        pad_log(axis, lo, hi);
    else
        pad_linear(axis, lo, hi, share);
    axis->digits = digits_for(axis);
}

void lc_axis_lower(lc_axis *axis, double share)
{
    double more = share / (1 - share);
    if (axis->log)
        axis->lo = fmax(axis->lo * pow(axis->lo / axis->hi, more), LOG_LEAST);
    else
        axis->lo -= more * (axis->hi - axis->lo);
}

double lc_axis_share(const lc_axis *axis, double v)
{
    if (!axis->log)
        return (v / axis->unit - axis->lo) / (axis->hi - axis->lo);
    if (v <= 0)
        return -INFINITY;
    double lo = log10(axis->lo);
    return (log10(v) - lo) / (log10(axis->hi) - lo);
}

/* The smallest of 1, 2, 5 times a power of ten that is at least `least`. */
static double round_step(double least)
{
    double ten = pow(10, floor(log10(least)));
    if (least <= ten * (1 + 1e-9))
        return ten;
    return least <= 2 * ten ? 2 * ten : least <= 5 * ten ? 5 * ten : 10 * ten;
}

void lc_axis_shorten(char *text)
{
    char *e = strchr(text, 'e');
    if (!e)
        return;
    char *to = e + 1, *from = e + 1;
    if (*from == '-')
        to++;
    from++;
    while (*from == '0' && from[1])
        from++;
    memmove(to, from, strlen(from) + 1);
}

/* How the numbers of one axis are written: all alike. */
typedef struct style {
    double divisor;
    const char *suffix;
    int decimals; /* -1: with an exponent */
} style;

static style style_for(double most, double step)
{
    static const style large[] = {{1e12, "T", 0}, {1e9, "G", 0}, {1e6, "M", 0}, {1e3, "k", 0}};
    if (most >= 1e15 || most < 1e-3)
        return (style){1, "", -1};
    for (size_t i = 0; most >= 1e4 && i < sizeof large / sizeof *large; i++) {
        if (step >= large[i].divisor)
            return large[i];
    }
    return (style){1, "", (int)fmax(0, ceil(-log10(step) - 1e-9))};
}

static void add_tic(lc_axis *axis, double at, style s)
{
    if (axis->tic_n == LC_TICS_MAX)
        return;
    lc_tic *t = &axis->tic[axis->tic_n++];
    t->at = at;
    if (at == 0)
        snprintf(t->text, sizeof t->text, "0");
    else if (axis->unit != 1)
        snprintf(t->text, sizeof t->text, "%ge%.0f", at, log10(axis->unit));
    else if (s.decimals < 0)
        snprintf(t->text, sizeof t->text, "%.6g", at);
    else
        snprintf(t->text, sizeof t->text, "%.*f%s", s.decimals, at / s.divisor, s.suffix);
    if (axis->unit == 1)
        lc_axis_shorten(t->text);
}

static void mark_every(lc_axis *axis, double step)
{
    style s = style_for(fmax(fabs(axis->lo), fabs(axis->hi)), step);
    double first = ceil(axis->lo / step - 1e-9), last = floor(axis->hi / step + 1e-9);
    int n = (int)fmin(last - first,
                      LC_TICS_MAX - 1); /* -1 where there is none; far from 0, i + 1 is i */
    for (int i = 0; i <= n; i++)
        add_tic(axis, (first + i) * step + 0.0, s); /* no "-0" */
}

static void linear_tics(lc_axis *axis, double most)
{
    double span = axis->hi - axis->lo;
    for (int finer = 1; finer <= 4 && axis->tic_n < TICS_LEAST; finer *= 2) {
        double step = round_step(span / fmax(most, 2) / finer);
        axis->tic_n = 0;
        mark_every(axis, axis->whole ? fmax(step, 1) : step);
    }
}

/* Mantissas that are marked in every `decades`-th decade. */
static const struct ladder {
    int decades, n;
    double mantissa[6];
} ladders[] = {
    {1, 6, {1, 1.5, 2, 3, 5, 7}},
    {1, 3, {1, 2, 5}},
    {1, 2, {1, 3}},
    {1, 1, {1}},
    {2, 1, {1}},
    {5, 1, {1}},
    {10, 1, {1}},
    {20, 1, {1}},
    {50, 1, {1}},
    {100, 1, {1}},
};

static void log_tic(lc_axis *axis, double at)
{
    bool plain = at >= 0.99e-4 && at < 0.99e5;
    int decimals = plain ? (int)fmax(0, ceil(-log10(at) - 1e-9)) : -1;
    double ten = pow(10, floor(log10(at) + 1e-9));
    if (plain && fabs(at / ten - 1.5) < 1e-9)
        decimals = (int)fmax(0, 1 - floor(log10(ten) + 0.5));
    add_tic(axis, at, (style){1, "", decimals});
}

static void climb(lc_axis *axis, const struct ladder *l)
{
    int first = (int)floor(log10(axis->lo)), last = (int)ceil(log10(axis->hi));
    axis->tic_n = 0;
    for (int d = first; d <= last; d++) {
        for (int i = 0; d % l->decades == 0 && i < l->n; i++) {
            double at = l->mantissa[i] * pow(10, d);
            if (at >= axis->lo * (1 - 1e-9) && at <= axis->hi * (1 + 1e-9))
                log_tic(axis, at);
        }
    }
}

void lc_axis_tics(lc_axis *axis, double pixels, double spacing)
{
    double most = fmin(floor(pixels / spacing), LC_TICS_MAX - 1);
    axis->tic_n = 0;
    if (!axis->log) {
        linear_tics(axis, most);
        return;
    }
    for (size_t i = 0; i < sizeof ladders / sizeof *ladders; i++) {
        climb(axis, &ladders[i]);
        if ((double)axis->tic_n <= fmax(most, 2))
            break;
    }
    if (axis->tic_n < 2) { /* less than half a decade: even steps do better there */
        axis->tic_n = 0;
        linear_tics(axis, most);
    }
}
