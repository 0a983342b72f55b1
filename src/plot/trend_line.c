/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trend_line.c - the smooth line that is drawn over noisy values. */
#include "plot/trend_line.h"

#include "base/mem.h"
#include "plot/axis.h"
#include "stats/smooth.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#define SMOOTH_MIN 25   /* records from which a running median says more than the points */
#define SMOOTH_SHARE 66 /* half a window is one part in so many of the run */
#define WINDOW_MIN 5    /* [records] */
#define NOISE_WINDOWS 5 /* windows of an end over which its noise is measured */
#define ERROR_BARS 2.5  /* [standard errors] */
#define STRETCH_MIN 5   /* finite values in a row: fewer are drawn as they are */

size_t lc_trend_window(const lc_series *s, size_t finite_n, unsigned asked)
{
    size_t n = s->n, window = 2 * (finite_n / SMOOTH_SHARE) + 1;
    if (s->metric.kind == LC_LEARNING_RATE)
        return 0;
    if (asked)
        return asked == 1 ? 0 : asked < n ? asked : n;
    if (finite_n < SMOOTH_MIN)
        return 0;
    return window < WINDOW_MIN ? WINDOW_MIN : window;
}

/* ---- the ends ------------------------------------------------------------------------ */

/* Scale of the noise in y[n], from its second differences, which a smooth curve hardly has.
 * `room` holds n values. */
static double noise_of(const double *y, size_t n, double *room)
{
    if (n < 3)
        return 0;
    for (size_t i = 0; i + 2 < n; i++)
        room[i] = fabs(y[i] - 2 * y[i + 1] + y[i + 2]);
    return gsl_stats_median(room, 1, n - 2) / (0.6745 * sqrt(6)); /* normal: E|d| and var d */
}

/* Height at `at` of the line through n values whose weights fall with their distance from it, to 0
 * just beyond the farthest; *error: its standard error when the noise is 1. */
static double local_line(double *error, const double *x, const double *y, size_t n, double at)
{
    double far = fmax(fabs(x[0] - at), fabs(x[n - 1] - at)) * (1 + 1 / (double)n);
    double s0 = 0, s1 = 0, s2 = 0, sum = 0, square = 0;
    double weight[2] = {1, 0}; /* of 1 and of the distance */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < n; i++) {
            double d = x[i] - at, u = far > 0 ? fabs(d) / far : 0, c = 1 - u * u * u;
            double w = c * c * c, share = w * (weight[0] + weight[1] * d);
            s0 += pass ? 0 : w;
            s1 += pass ? 0 : w * d;
            s2 += pass ? 0 : w * d * d;
            sum += pass ? share * y[i] : 0;
            square += pass ? share * share : 0;
        }
        double det = s0 * s2 - s1 * s1;
        bool flat = !(det > 1e-12 * s0 * s2);
        weight[0] = flat ? 1 / s0 : s2 / det;
        weight[1] = flat ? 0 : -s1 / det;
    }
    *error = sqrt(square);
    return sum;
}

/* A line that is steep at its end must not pass what was recorded: below zero for one. */
static double within(double v, const double *y, size_t n)
{
    double low = y[0], high = y[0];
    for (size_t i = 1; i < n; i++) {
        low = fmin(low, y[i]);
        high = fmax(high, y[i]);
    }
    return fmin(fmax(v, low), high);
}

/* The line at value i, through as many neighbours as agree: the widest window whose estimate lies
 * within the error bars of all narrower ones, the value itself among them. */
static double adaptive_line(const double *x, const double *y, size_t n, size_t i, size_t most,
                            double noise)
{
    double low = y[i] - ERROR_BARS * noise, high = y[i] + ERROR_BARS * noise, best = y[i];
    for (size_t k = 3; k <= most; k = k < most && most < k + k / 2 ? most : k + k / 2) {
        size_t from = i < k / 2 ? 0 : i - k / 2;
        double error, v;
        from = from + k > n ? n - k : from;
        v = within(local_line(&error, x + from, y + from, k, x[i]), y + from, k);
        low = fmax(low, v - ERROR_BARS * noise * error);
        high = fmin(high, v + ERROR_BARS * noise * error);
        if (!(low <= high))
            break;
        best = v;
    }
    return best;
}

/* Values at each end that the running median doesn't describe: half of a window, and what is
 * averaged over. */
static size_t end_reach(size_t n, size_t window)
{
    size_t reach = window / 2 + window / 4;
    return 2 * reach < n ? reach : (n + 1) / 2;
}

static double median_of_three(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* y[n] without single values that stand out. The first one stays, since training starts far off, and
 * so do steep rises and falls: only what its two neighbours lie on one side of may be an outlier,
 * and the last value unless it lies between the one before and the line on from there (Tukey 1977,
 * Exploratory Data Analysis, 7E). */
static lc_status remove_outliers(double *kept, const double *y, size_t n, lc_error *err)
{
    memcpy(kept, y, n * sizeof *y);
    lc_status st = lc_smooth_outliers(kept, n, err);
    kept[0] = y[0];
    for (size_t i = 1; i + 1 < n; i++)
        if ((y[i] - y[i - 1]) * (y[i] - y[i + 1]) <= 0)
            kept[i] = y[i];
    if (kept[n - 1] != y[n - 1])
        kept[n - 1] = median_of_three(y[n - 1], kept[n - 2], 3 * kept[n - 2] - 2 * kept[n - 3]);
    return st;
}

/* Both ends of a stretch; y[n] has no outliers. The windows shrink from two at the end, where half
 * of the neighbours are missing, to the one of the running median, into which the line then fades. `room` holds n values. */
static void draw_ends(double *out, double *room, const double *x, const double *y, size_t n,
                      size_t window)
{
    size_t reach = end_reach(n, window), near = NOISE_WINDOWS * window;
    near = near < n ? near : n;
    double first = noise_of(y, near, room), last = noise_of(y + n - near, near, room);
    size_t joint = 2 * (reach + window / 2) < n ? window / 2 : 0;
    for (size_t i = 0; i < reach + joint; i++) {
        size_t most = i < reach ? 2 * window - window * i / reach : window, j = n - 1 - i;
        double median = i < reach ? 0 : (double)(i - reach + 1) / (double)(joint + 1);
        most = most < n ? most : n;
        double head = adaptive_line(x, y, n, i, most, first);
        double tail = adaptive_line(x, y, n, j, most, last);
        out[i] = median > 0 ? median * out[i] + (1 - median) * head : head;
        out[j] = median > 0 ? median * out[j] + (1 - median) * tail : tail;
    }
}

/* ---- the line ------------------------------------------------------------------------ */

static bool spans_decades(const double *y, size_t n)
{
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < n; i++) {
        least = isfinite(y[i]) && y[i] < least ? y[i] : least;
        most = isfinite(y[i]) && y[i] > most ? y[i] : most;
    }
    return least > 0 && most / LC_LOG_RATIO > least;
}

/* A stretch of finite values. A running median moves in steps, which a mean takes out, and which
 * lets no spike back in. `room` holds 2 n values. */
static lc_status smooth_stretch(double *out, double *room, const double *x, const double *y,
                                size_t n, size_t window, lc_error *err)
{
    if (n < STRETCH_MIN) {
        memcpy(out, y, n * sizeof *y);
        return LC_OK;
    }
    window = window < n ? window : n;
    double *kept = room + n;
    lc_status st = lc_smooth_median(room, y, n, window, err);
    if (st != LC_OK)
        return st;
    lc_smooth_mean(out, room, n, window / 4);
    st = remove_outliers(kept, y, n, err);
    if (st == LC_OK)
        draw_ends(out, room, x, kept, n, window);
    return st;
}

/* y[n] may be changed. */
static lc_status smooth(double *out, const double *x, double *y, size_t n, size_t window,
                        lc_error *err)
{
    bool by_logarithm = spans_decades(y, n);
    double *room = lc_mem_resize(NULL, n, 2 * sizeof *room);
    lc_status st = room ? LC_OK : lc_error_nomem(err);
    for (size_t i = 0; by_logarithm && i < n; i++)
        y[i] = log(y[i]);
    for (size_t i = 0, k; st == LC_OK && i < n; i = k) {
        for (k = i; k < n && isfinite(y[k]);)
            k++;
        if (k > i)
            st = smooth_stretch(out + i, room, x + i, y + i, k - i, window, err);
        for (; k < n && !isfinite(y[k]); k++)
            out[k] = NAN;
    }
    for (size_t i = 0; by_logarithm && i < n; i++)
        out[i] = exp(out[i]);
    lc_mem_free(room);
    return st;
}

lc_status lc_trend_line(double *x_out, double *y_out, size_t m, const double *x, const double *y,
                        size_t n, size_t window, lc_error *err)
{
    double *values = lc_mem_resize(NULL, m, sizeof *values);
    if (!values)
        return lc_error_nomem(err);
    lc_status st = LC_OK;
    if (m < n)
        st = lc_reduce_median(x_out, values, m, x, y, n, err);
    else
        memcpy(x_out, x, n * sizeof *x);
    if (m == n)
        memcpy(values, y, n * sizeof *y);
    size_t share = (size_t)((double)window / (double)n * (double)m);
    if (st == LC_OK)
        st = smooth(y_out, x_out, values, m, share > 0 ? share : 1, err);
    lc_mem_free(values);
    return st;
}
