/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trend.c - the trend of a series of measurements. */
#include "stats/trend.h"

#include "base/mem.h"
#include "base/wide.h"
#include "stats/select.h"
#include "stats/smooth.h"
#include "stats/ar1_noise.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define EXACT_MAX 4 /* n up to which orders are counted; beyond, the normal law is careful */
#define PI 3.141592653589793
#define KEPT_MIN 1e-4      /* correlations below it add nothing to the variance */
#define INFLATION_MIN 0.25 /* alternating noise orders itself; no more than this is made of it */
#define INTERVAL_TAIL 0.05 /* on either side: intervals of 90 % */
#define INTERVAL_Z 1.6448536269514722 /* normal quantile of the same */
#define REACH_STEP 1e-3
#define LIMIT_STEPS 40 /* halvings */

/* What Kendall's S may be without a trend: normal, wider or narrower with each rho. */
typedef struct spread {
    double wider[LC_AR1_STEPS]; /* sd over the one without correlation */
    const double *weight;       /* of each */
} spread;

double lc_normal_tail(double z)
{
    return gsl_cdf_ugaussian_Q(z);
}

/* What pairs of values say by their order. */
typedef struct order {
    double s;        /* Kendall's: pairs that rise less pairs that fall */
    double variance; /* of S without a trend: n(n-1)(2n+5) less the same of each group of equal
                      * values, over 18 */
} order;

/* y[i] against all behind it; the sums in the type of a comparison of doubles, so that they go by vectors. */
LC_WIDE static void compare_later(int64_t *rises, int64_t *equals, const double *y, size_t i,
                                  size_t n)
{
    int64_t up = 0, same = 0;
    double v = y[i];
    for (size_t j = i + 1; j < n; j++) {
        up += y[j] > v ? 1 : y[j] < v ? -1 : 0;
        same += y[j] == v ? 1 : 0;
    }
    *rises = up;
    *equals = same;
}

static double of_ties(double t)
{
    return t * (t - 1) * (2 * t + 5);
}

/* In a group of t equal values each has as many equal ones behind it as no other, 0 to t - 1: what they add
 * one by one is what the group does. */
static order order_of(const double *y, size_t n)
{
    order o = {0, of_ties((double)n)};
    for (size_t i = 0; i < n; i++) {
        int64_t rises, equals;
        compare_later(&rises, &equals, y, i, n);
        o.s += (double)rises;
        o.variance -= of_ties((double)equals + 1) - of_ties((double)equals);
    }
    o.variance /= 18;
    return o;
}

static void find_slopes(double *slope, const double *x, const double *y, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++)
            slope[j - i - 1] = (y[j] - y[i]) / (x[j] - x[i]);
        slope += n - i - 1;
    }
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

/* Correlation of neighbouring runs of m points, by their means; *falls is what it is multiplied by
 * with each run further off. */
static double run_correlation(double rho, double m, double *falls)
{
    *falls = rho;
    if (m == 1)
        return rho;
    if (rho <= 0)
        return 0;
    *falls = pow(rho, m);
    double sum = (1 - *falls) / (1 - rho);
    return rho * sum * sum * lc_ar1_effective(m, rho) / (m * m);
}

/* How many times larger the variance of S is when neighbours correlate: the signs of two
 * differences k apart do by 2 / pi asin(r_k / 2), thrice. `kept` is r_1, r_k falls by `falls`. */
static double inflation(size_t n, double kept, double falls)
{
    double sum = 0, m = (double)n;
    for (size_t k = 1; k + 2 < n && fabs(kept) > KEPT_MIN; k++) {
        double left = (double)(n - k);
        sum += left * (left - 1) * (left - 2) * asin(kept / 2);
        kept *= falls;
    }
    return n < 4 ? 1 : fmax(INFLATION_MIN, 1 + 12 / PI * sum / (m * (m - 1) * (m - 2)));
}

/* Probability of S beyond z of the standard deviations that it has without correlation. */
static double tail(const spread *v, double z)
{
    double p = 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        p += v->weight[k] * lc_normal_tail(z / v->wider[k]);
    return fmin(1, p); /* the weights sum to 1 but for rounding */
}

/* S in those standard deviations; of few values without ties by the count of their orders. */
static double normal_of(double s, size_t n, double variance)
{
    double without_ties = (double)(n * (n - 1) * (2 * n + 5)) / 18;
    if (n <= EXACT_MAX && variance > without_ties - 0.5)
        return gsl_cdf_ugaussian_Qinv(exact_tail((long)s, n));
    return (s - 1) / sqrt(variance);
}

/* The z that is passed with the p-value that an interval leaves out on one side. */
static double reach(const spread *v)
{
    double low = 0, high = 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        high = fmax(high, INTERVAL_Z * v->wider[k]);
    while (high - low > REACH_STEP) {
        double middle = (low + high) / 2;
        if (tail(v, middle) > INTERVAL_TAIL)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* The value of that rank, which lies in [from, to): where those stand already. */
static double ranked(double *slope, size_t from, size_t to, size_t rank)
{
    lc_select(slope + from, to - from, rank - from);
    return slope[rank];
}

/* The median slope, and Sen's interval: the slopes as many ranks off the middle as S may stray.
 * Reorders slope. */
static void take_slopes(lc_trend *t, double *slope, size_t pairs, double strays)
{
    double half = strays / 2, middle = ((double)pairs - 1) / 2;
    size_t from = 0, to = pairs; /* the median lies there; the interval's ends leave little */
    if (middle - half >= 0) {
        from = (size_t)floor(middle - half);
        t->low = ranked(slope, 0, to, from);
    }
    if (middle + half <= (double)pairs - 1) {
        size_t high = (size_t)ceil(middle + half);
        t->high = ranked(slope, from, to, high);
        to = high + 1;
    }
    double below = ranked(slope, from, to, (pairs - 1) / 2);
    t->slope = (below + ranked(slope, (pairs - 1) / 2, to, pairs / 2)) / 2;
}

/* Values that are compared in pairs, each of a run of so many points. */
typedef struct runs {
    const double *x, *y;
    size_t n;
    double length;
} runs;

/* The slope and its interval by the slopes of all pairs. */
static lc_status find_slope(lc_trend *t, const runs *of, const spread *v, double variance,
                            lc_error *err)
{
    size_t pairs = of->n * (of->n - 1) / 2;
    double *slope = lc_mem_resize(NULL, pairs, sizeof *slope);
    if (!slope)
        return lc_error_nomem(err);
    find_slopes(slope, of->x, of->y, of->n);
    take_slopes(t, slope, pairs, sqrt(variance) * reach(v));
    lc_mem_free(slope);
    return LC_OK;
}

/* P-values by the values' order, and the slope if it is asked for. */
static lc_status test_order(lc_trend *t, const runs *of, const lc_ar1 *w, bool slope, lc_error *err)
{
    order o = order_of(of->y, of->n);
    spread v = {.weight = w->weight};
    double falls;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double kept = run_correlation(lc_ar1_rho(k), of->length, &falls);
        v.wider[k] = sqrt(inflation(of->n, kept, falls));
    }
    if (o.variance > 0) {
        t->p_rise = tail(&v, normal_of(o.s, of->n, o.variance));
        t->p_fall = tail(&v, normal_of(-o.s, of->n, o.variance));
    }
    return slope ? find_slope(t, of, &v, o.variance, err) : LC_OK;
}

/* Probability that the least-squares slope lies so far above `slope` by noise; for side -1 below. */
static double size_tail(const lc_ar1 *w, int side, double slope)
{
    double p = 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        if (w->weight[k] > 0)
            p += w->weight[k] *
                 gsl_cdf_tdist_Q(side * (w->slope_at[k] - slope) / w->slope_error_at[k], w->df);
    return fmin(1, p);
}

/* End of the least-squares slope's interval, the lower one for side 1, by bisection. */
static double size_limit(const lc_ar1 *w, int side)
{
    double quantile = gsl_cdf_tdist_Qinv(INTERVAL_TAIL, w->df);
    double in = side > 0 ? -INFINITY : INFINITY, out = -in;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double end = w->slope_at[k] - side * quantile * w->slope_error_at[k];
        in = side * fmax(side * in, side * end);
        out = side * fmin(side * out, side * end);
    }
    for (int i = 0; i < LIMIT_STEPS; i++) {
        double middle = in / 2 + out / 2;
        if (size_tail(w, side, middle) > INTERVAL_TAIL)
            in = middle;
        else
            out = middle;
    }
    return out;
}

/* What the sizes say as well, unless the points lie on a line and leave no noise. */
static void add_sizes(lc_trend *t, const lc_ar1 *w, bool slope)
{
    if (!(w->sd > 0))
        return;
    t->p_rise = sqrt(t->p_rise * size_tail(w, 1, 0));
    t->p_fall = sqrt(t->p_fall * size_tail(w, -1, 0));
    if (slope && isinf(t->low))
        t->low = fmin(t->slope, size_limit(w, 1));
    if (slope && isinf(t->high))
        t->high = fmax(t->slope, size_limit(w, -1));
}

static lc_status test(lc_trend *trend, const double *x, const double *y, size_t n, bool slope,
                      lc_error *err)
{
    lc_trend t = {.slope = NAN, .low = -INFINITY, .high = INFINITY, .p_rise = 1, .p_fall = 1};
    double x_run[LC_TREND_RUNS], y_run[LC_TREND_RUNS];
    runs all = {x, y, n, 1};
    lc_ar1 w;
    if (n < 2) {
        *trend = t;
        return LC_OK;
    }
    lc_status st = lc_ar1_fit(&w, x, y, n, LC_AR1_STRAIGHT, err);
    if (st == LC_OK && n > LC_TREND_RUNS) {
        /* One length for all, nearly: runs of one and of two points aren't equally sure. */
        size_t length = n / LC_TREND_RUNS + (n % LC_TREND_RUNS > 0);
        size_t groups = n / length;
        all = (runs){x_run, y_run, groups, (double)n / (double)groups};
        st = lc_reduce_median(x_run, y_run, all.n, x, y, n, err);
    }
    if (st == LC_OK)
        st = test_order(&t, &all, &w, slope, err);
    if (st != LC_OK)
        return st;
    add_sizes(&t, &w, slope);
    *trend = t;
    return LC_OK;
}

lc_status lc_trend_test(lc_trend *trend, const double *x, const double *y, size_t n, lc_error *err)
{
    return test(trend, x, y, n, false, err);
}

lc_status lc_trend_slope(lc_trend *trend, const double *x, const double *y, size_t n, lc_error *err)
{
    return test(trend, x, y, n, true, err);
}
