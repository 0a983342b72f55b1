/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trend.c - the trend of a series of measurements. */
#include "stats/trend.h"

#include "base/mem.h"
#include "stats/noise.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <string.h>

#define EXACT_MAX       10                 /* n up to which all orders are counted */
#define CORRELATION_MIN 10                 /* points below which a lag-1 estimate is noise itself */
#define CORRELATION_MAX 0.9                /* beyond this the effective sample is a guess */
#define INTERVAL_Z      1.6448536269514722 /* 95 % quantile: intervals of 90 % */

double lc_normal_tail(double z)
{
    return gsl_cdf_ugaussian_Q(z);
}

static int sign(double v)
{
    return (v > 0) - (v < 0);
}

/* Kendall's S: pairs that rise less pairs that fall; and the slopes of all pairs. */
static long pairwise(double *slope, const double *x, const double *y, size_t n)
{
    long s = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            s += sign(y[j] - y[i]);
            slope[k++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
    return s;
}

/* P(S >= s) over all orders of n different values: counts of orders by S + n(n-1)/2 pairs, built
 * up value by value (inversion numbers). */
static double exact_tail(long s, size_t n)
{
    enum { PAIRS = EXACT_MAX * (EXACT_MAX - 1) / 2 };
    double count[PAIRS + 1] = {1}, next[PAIRS + 1], total = 0, above = 0;
    size_t pairs = 0;
    for (size_t m = 2; m <= n; m++) {
        pairs += m - 1;
        for (size_t k = 0; k <= pairs; k++) {
            next[k] = 0;
            for (size_t j = 0; j < m && j <= k; j++)
                next[k] += k - j <= pairs - (m - 1) ? count[k - j] : 0;
        }
        memcpy(count, next, (pairs + 1) * sizeof *count);
    }
    for (size_t k = 0; k <= pairs; k++) {
        total += count[k];
        if (2 * (long)k - (long)pairs >= s)
            above += count[k];
    }
    return above / total;
}

/* n(n-1)(2n+5) less the same of each group of equal values, over 18; y is sorted. */
static double s_variance(double *y, size_t n)
{
    double nn = (double)n, v = nn * (nn - 1) * (2 * nn + 5);
    gsl_sort(y, 1, n);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && y[j] == y[i]; j++)
            ;
        double t = (double)(j - i);
        v -= t * (t - 1) * (2 * t + 5);
    }
    return v / 18;
}

/* How much longer correlated residuals about the line make the test's variance. */
static double inflation(const double *x, const double *y, size_t n, double slope, double *r)
{
    if (n < CORRELATION_MIN)
        return 1;
    for (size_t i = 0; i < n; i++)
        r[i] = y[i] - slope * x[i];
    double rho = lc_lag1(r, n);
    if (rho > CORRELATION_MAX)
        rho = CORRELATION_MAX;
    return rho > 0 ? (1 + rho) / (1 - rho) : 1;
}

/* Sen's interval: the slopes as many ranks off the middle as S may stray. Reorders slope. */
static void interval(lc_trend *t, double *slope, size_t pairs, double sd)
{
    double half = INTERVAL_Z * sd / 2, middle = ((double)pairs - 1) / 2;
    if (middle - half >= 0)
        t->low = gsl_stats_select(slope, 1, pairs, (size_t)floor(middle - half));
    if (middle + half <= (double)pairs - 1)
        t->high = gsl_stats_select(slope, 1, pairs, (size_t)ceil(middle + half));
}

lc_status lc_trend_test(lc_trend *trend, const double *x, const double *y, size_t n, lc_error *err)
{
    lc_trend t = {.slope = NAN, .low = -INFINITY, .high = INFINITY, .p_rise = 1, .p_fall = 1};
    if (n > LC_TREND_MAX)
        return lc_error_set(err, LC_E_ARG, 0, "more points than the trend test takes");
    if (n < 2) {
        *trend = t;
        return LC_OK;
    }
    size_t pairs = n * (n - 1) / 2;
    double *slope = lc_mem_resize(NULL, pairs + n, sizeof *slope);
    if (!slope)
        return lc_error_nomem(err);
    double *work = slope + pairs;
    long s = pairwise(slope, x, y, n);
    t.slope = gsl_stats_median(slope, 1, pairs);
    double stretch = inflation(x, y, n, t.slope, work);
    memcpy(work, y, n * sizeof *work);
    double variance = s_variance(work, n);
    bool ties = variance < (double)(n * (n - 1) * (2 * n + 5)) / 18 - 0.5;
    double sd = sqrt(variance * stretch);
    if (n <= EXACT_MAX && !ties && stretch == 1) {
        t.p_rise = exact_tail(s, n);
        t.p_fall = exact_tail(-s, n);
    } else if (sd > 0) {
        t.p_rise = lc_normal_tail(((double)s - 1) / sd);
        t.p_fall = lc_normal_tail((-(double)s - 1) / sd);
    }
    interval(&t, slope, pairs, sd);
    lc_mem_free(slope);
    *trend = t;
    return LC_OK;
}
