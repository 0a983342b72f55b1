/* SPDX-License-Identifier: GPL-3.0-or-later */
/* smooth.c - a curve made calmer, or shorter, without losing what stands out. */
#include "stats/smooth.h"

#include "base/mem.h"
#include "base/wide.h"
#include "stats/noise.h"
#include "stats/select.h"

#include <gsl/gsl_movstat.h>
#include <gsl/gsl_vector.h>
#include <math.h>

#define NARROW 64      /* values of a window up to which a step takes less time than GSL's */
#define OUTLIER_FROM 9 /* values */
#define OUTLIER_WINDOW 5
#define OUTLIER_SDS 4

/* How many values from y on are finite. */
static size_t finite_stretch(const double *y, size_t n)
{
    size_t k = 0;
    while (k < n && isfinite(y[k]))
        k++;
    return k;
}

/* Put a value among others that are in order. */
static void put_in_order(double *sorted, size_t n, double v)
{
    for (; n > 0 && v < sorted[n - 1]; n--)
        sorted[n] = sorted[n - 1];
    sorted[n] = v;
}

static void take_out(double *sorted, size_t n, double v)
{
    size_t at = 0;
    while (at + 1 < n && sorted[at] != v)
        at++;
    for (; at + 1 < n; at++)
        sorted[at] = sorted[at + 1];
}

static double middle_of(const double *sorted, size_t n)
{
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

#define STEP 4 /* places that a processor's vector has; as many are gone through at once */

/* The one for the other: in order, each value between them goes a place towards the one that leaves. Before `from`
 * and behind it stand infinities, which remain. */
LC_WIDE static void replace(double *restrict to, const double *restrict from, size_t n, double out,
                            double in)
{
    const double *before = from - 1;
    size_t steps = (n + STEP - 1) / STEP;
    for (size_t i = 0; i < steps * STEP && in > out; i++) {
        double stays = from[i], moved = smaller(from[i + 1], larger(stays, in));
        to[i] = stays < out ? stays : moved;
    }
    for (size_t i = 0; i < steps * STEP && !(in > out); i++) {
        double stays = from[i], moved = larger(before[i], smaller(stays, in));
        to[i] = stays > out ? stays : moved;
    }
}

/* The window's values are kept in order. */
static void smooth_narrow(double *out, const double *y, size_t n, size_t window)
{
    double room[2][1 + NARROW + STEP], *sorted = room[0] + 1, *other = room[1] + 1;
    size_t behind = (window - 1) / 2, ahead = window / 2, from = 0, to = 0;
    for (size_t i = 0; i < 1 + NARROW + STEP; i++)
        room[0][i] = room[1][i] = i ? INFINITY : -INFINITY;
    for (size_t i = 0; i < n; i++) {
        size_t end = n - i > ahead ? i + ahead + 1 : n;
        size_t held = to - from;
        if (i > behind && to < end) {
            replace(other, sorted, held, y[from++], y[to++]);
            double *last = sorted;
            sorted = other;
            other = last;
        } else if (i > behind) {
            take_out(sorted, held--, y[from++]);
        }
        for (; to < end; to++)
            put_in_order(sorted, held++, y[to]);
        out[i] = middle_of(sorted, held);
    }
}

/* The medians of five from each y[i] on: of the first four the least and the most are none, and of the other two
 * and the fifth it is the median. */
LC_WIDE static void medians_of_five(double *restrict out, const double *restrict y, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double low = larger(smaller(y[i], y[i + 1]), smaller(y[i + 2], y[i + 3]));
        double high = smaller(larger(y[i], y[i + 1]), larger(y[i + 2], y[i + 3]));
        out[i] = larger(smaller(low, high), smaller(larger(low, high), y[i + 4]));
    }
}

/* A window of five, with which outliers are looked for. */
static void smooth_five(double *out, const double *y, size_t n)
{
    double ends[2][4];
    for (size_t i = 0; i < 4; i++) {
        put_in_order(ends[0], i, y[i]);
        put_in_order(ends[1], i, y[n - 1 - i]);
        if (i >= 2) {
            out[i - 2] = middle_of(ends[0], i + 1);
            out[n + 1 - i] = middle_of(ends[1], i + 1);
        }
    }
    medians_of_five(out + 2, y, n - 4);
}

static lc_status smooth_stretch(double *out, const double *y, size_t n, size_t window,
                                lc_error *err)
{
    if (window > n)
        window = n; /* a longer one would see nothing more, and GSL's would cost its length */
    if (window == 5)
        smooth_five(out, y, n);
    else if (window <= NARROW)
        smooth_narrow(out, y, n, window);
    if (window <= NARROW)
        return LC_OK;
    gsl_movstat_workspace *w = gsl_movstat_alloc2((window - 1) / 2, window / 2);
    if (!w)
        return lc_error_nomem(err);
    gsl_vector_const_view in = gsl_vector_const_view_array(y, n);
    gsl_vector_view to = gsl_vector_view_array(out, n);
    gsl_movstat_median(GSL_MOVSTAT_END_TRUNCATE, &in.vector, &to.vector, w);
    gsl_movstat_free(w);
    return LC_OK;
}

lc_status lc_smooth_median(double *out, const double *y, size_t n, size_t window, lc_error *err)
{
    if (window == 0 || window > n)
        return lc_error_set(err, LC_E_ARG, 0, "a window of %zu of %zu values", window, n);
    for (size_t i = 0; i < n;) {
        size_t k = finite_stretch(y + i, n - i);
        lc_status st = k ? smooth_stretch(out + i, y + i, k, window, err) : LC_OK;
        if (st != LC_OK)
            return st;
        if (i + k < n)
            out[i + k] = NAN;
        i += k + 1;
    }
    return LC_OK;
}

lc_status lc_smooth_outliers(double *y, size_t n, lc_error *err)
{
    double sd;
    size_t k = 0; /* where the curve is steep every value is its own median, and tells nothing */
    if (n < OUTLIER_FROM)
        return LC_OK;
    lc_room room;
    double *median = lc_room_take(&room, 2 * n);
    if (!median)
        return lc_error_nomem(err);
    double *off = median + n;
    lc_status st = lc_smooth_median(median, y, n, OUTLIER_WINDOW, err);
    for (size_t i = 0; i < n && st == LC_OK; i++) { /* without a branch, which nothing predicts */
        off[k] = y[i] - median[i];
        k += y[i] != median[i];
    }
    if (st == LC_OK)
        st = lc_residual_sd(&sd, off, k, err);
    for (size_t i = 0; i < n && st == LC_OK; i++)
        if (fabs(y[i] - median[i]) > OUTLIER_SDS * sd)
            y[i] = median[i];
    lc_room_free(&room);
    return st;
}

void lc_smooth_mean(double *out, const double *y, size_t n, size_t reach)
{
    for (size_t i = 0; i < n; i++) {
        size_t from = i > reach ? i - reach : 0, to = n - i > reach ? i + reach : n - 1, k = 0;
        double sum = 0;
        for (size_t j = from; j <= to; j++) {
            if (isfinite(y[j])) {
                sum += y[j];
                k++;
            }
        }
        out[i] = isfinite(y[i]) ? sum / (double)k : NAN;
    }
}

/* First index of bin b, without a product that could overflow. */
static size_t bin_start(size_t b, size_t bins, size_t n)
{
    return b * (n / bins) + (b < n % bins ? b : n % bins);
}

/* Median of the finite ones among y[n], or among LC_BIN_SAMPLE of them: one from each of as many
 * equal parts, at a place in it that changes, lest a period of the data fall in step. */
static double finite_median(double *room, const double *y, size_t n)
{
    size_t k = 0, parts = n < LC_BIN_SAMPLE ? n : LC_BIN_SAMPLE;
    for (size_t i = 0; i < parts; i++) {
        size_t from = (size_t)((double)n / (double)parts * (double)i);
        size_t width = n / parts;
        size_t at = from + (i * 2654435761u >> 7) % width;
        if (isfinite(y[at]))
            room[k++] = y[at];
    }
    return k ? lc_select_median(room, k) : NAN;
}

lc_status lc_reduce_median(double *x_out, double *y_out, size_t bins, const double *x,
                           const double *y, size_t n, lc_error *err)
{
    if (bins == 0 || bins > n)
        return lc_error_set(err, LC_E_ARG, 0, "%zu bins of %zu values", bins, n);
    size_t largest = n / bins + 1;
    double *room =
        lc_mem_resize(NULL, largest < LC_BIN_SAMPLE ? largest : LC_BIN_SAMPLE, sizeof *room);
    if (!room)
        return lc_error_nomem(err);
    for (size_t b = 0; b < bins; b++) {
        size_t from = bin_start(b, bins, n), to = bin_start(b + 1, bins, n);
        x_out[b] = x[from + (to - from) / 2];
        y_out[b] = finite_median(room, y + from, to - from);
    }
    lc_mem_free(room);
    return LC_OK;
}

/* The points of one column: y[from..to). Returns how many of them were kept. */
static size_t keep_column(size_t *keep, const double *y, size_t from, size_t to)
{
    size_t low = to, high = to;
    double least = INFINITY, most = -INFINITY;
    for (size_t i = from; i < to; i++) {
        if (y[i] < least && isfinite(y[i])) {
            least = y[i];
            low = i;
        }
        if (y[i] > most && isfinite(y[i])) {
            most = y[i];
            high = i;
        }
    }
    if (from == to)
        return 0;
    keep[0] = low == to ? from : low < high ? low : high;
    if (low == high)
        return 1;
    keep[1] = low < high ? high : low;
    return 2;
}

size_t lc_reduce_minmax(size_t *keep, const double *x, const double *y, size_t n, double lo,
                        double hi, size_t columns)
{
    size_t kept = 0, i = 0;
    for (size_t c = 0; c < columns; c++) {
        double share = (double)(c + 1) / (double)columns;
        double edge = lo * (1 - share) + hi * share;
        size_t from = i;
        while (i < n && (x[i] < edge || c + 1 == columns))
            i++;
        kept += keep_column(keep + kept, y, from, i);
    }
    return kept;
}
