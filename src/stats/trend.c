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
#define LIMIT_STEPS 40    /* halvings */
#define LIMIT_CLOSE 1e-12 /* what they leave */

#define LIKELY 0.01   /* weight of a rho that comes first in a sum ... */
#define NOTHING 1e-17 /* ... of which one that is as much less likely adds nothing */

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

/* Merge y[0 .. half) and y[half .. n), each in order; how many pairs of them were not. */
static size_t merge(double *y, size_t half, size_t n)
{
    double first[LC_TREND_RUNS];
    size_t i = 0, j = half, k = 0, wrong = 0;
    memcpy(first, y, half * sizeof *y);
    while (i < half && j < n) {
        if (y[j] < first[i]) {
            wrong += half - i;
            y[k++] = y[j++];
        } else {
            y[k++] = first[i++];
        }
    }
    memcpy(y + k, first + i, (half - i) * sizeof *y);
    return wrong;
}

/* Sort; how many pairs stood in the wrong order. */
static size_t sort(double *y, size_t n)
{
    size_t half = n / 2;
    return n < 2 ? 0 : sort(y, half) + sort(y + half, n - half) + merge(y, half, n);
}

static order order_of(const double *y, size_t n)
{
    double sorted[LC_TREND_RUNS], nn = (double)n, ties = 0;
    memcpy(sorted, y, n * sizeof *y);
    double wrong = (double)sort(sorted, n), variance = nn * (nn - 1) * (2 * nn + 5);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && sorted[j] == sorted[i]; j++)
            ;
        double t = (double)(j - i);
        ties += t * (t - 1) / 2;
        variance -= t * (t - 1) * (2 * t + 5);
    }
    return (order){nn * (nn - 1) / 2 - ties - 2 * wrong, variance / 18};
}

LC_WIDE static void find_slopes(double *restrict slope, const double *restrict x, const double *y,
                                size_t n)
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

/* Values that are compared in pairs, each of a run of so many points. */
typedef struct runs {
    const double *x, *y;
    size_t n;
    double length;
} runs;

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

/* asin(v) for |v| up to 0.495, to 3e-15 of it: interpolated over v^2 at Chebyshev's points. asin itself goes
 * for one value at a time. */
static inline double arcsine(double v)
{
    double z = v * v, series = 0.030609468521679617;
    series = series * z - 0.006264263399888834;
    series = series * z + 0.017405426513449025;
    series = series * z + 0.012692545251508161;
    series = series * z + 0.017526602480038993;
    series = series * z + 0.02235710008164954;
    series = series * z + 0.03038275082117261;
    series = series * z + 0.04464283210690357;
    series = series * z + 0.07500000039673836;
    series = series * z + 0.1666666666642245;
    series = series * z + 1.0000000000000024;
    return v * series;
}

/* How many times larger the variance of S is when neighbours correlate, for each rho: the signs of two
 * differences k apart do by 2 / pi asin(r_k / 2), thrice. kept[] is r_1, r_k falls by falls[]. */
LC_WIDE static void inflations(double *restrict times, double *restrict kept,
                               const double *restrict falls, size_t n)
{
    double m = (double)n, all = m * (m - 1) * (m - 2);
    size_t first = 0; /* of those that keep anything: the small ones forget soon */
    for (size_t i = 0; i < LC_AR1_STEPS; i++)
        times[i] = 0;
    for (size_t k = 1; k + 2 < n; k++) {
        double left = (double)(n - k), triples = left * (left - 1) * (left - 2);
        for (size_t i = first; i < LC_AR1_STEPS; i++)
            kept[i] = fabs(kept[i]) > KEPT_MIN ? kept[i] : 0;
        while (first + 4 <= LC_AR1_STEPS && kept[first] == 0 && kept[first + 1] == 0 &&
               kept[first + 2] == 0 && kept[first + 3] == 0)
            first += 4;
        for (size_t i = first; i < LC_AR1_STEPS; i++) {
            times[i] += triples * arcsine(kept[i] / 2);
            kept[i] *= falls[i];
        }
    }
    for (size_t i = 0; i < LC_AR1_STEPS; i++)
        times[i] = n < 4 ? 1 : fmax(INFLATION_MIN, 1 + 12 / PI * times[i] / all);
}

static void set_spread(spread *v, const runs *of, const double *weight)
{
    double kept[LC_AR1_STEPS], falls[LC_AR1_STEPS];
    v->weight = weight;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        kept[k] = run_correlation(lc_ar1_rho(k), of->length, &falls[k]);
    inflations(v->wider, kept, falls, of->n);
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        v->wider[k] = sqrt(v->wider[k]);
}

/* The mean of a probability over all rho, or as much of it as is more than `enough`; what can add nothing
 * isn't asked for. */
static double mean_over(const double *weight, double (*probability)(void *of, size_t k), void *of,
                        double enough)
{
    double p = 0;
    for (int rare = 0; rare < 2; rare++)
        for (size_t k = 0; k < LC_AR1_STEPS && p <= enough; k++)
            if ((weight[k] < LIKELY) == rare && weight[k] > NOTHING * p)
                p += weight[k] * probability(of, k);
    return fmin(1, p); /* the weights sum to 1 but for rounding */
}

/* S beyond z of the standard deviations that it has without correlation. */
typedef struct beyond {
    const spread *v;
    double z;
} beyond;

static double beyond_at(void *of, size_t k)
{
    const beyond *b = of;
    return lc_normal_tail(b->z / b->v->wider[k]);
}

static double tail(const spread *v, double z, double enough)
{
    return mean_over(v->weight, beyond_at, &(beyond){v, z}, enough);
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
        if (tail(v, middle, INTERVAL_TAIL) > INTERVAL_TAIL)
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

/* The slopes of all pairs, reordered by what was asked of them. */
typedef struct slopes {
    double *of;
    size_t pairs;
} slopes;

static lc_status open_slopes(slopes *s, const runs *of, lc_error *err)
{
    s->pairs = of->n * (of->n - 1) / 2;
    s->of = lc_mem_resize(NULL, s->pairs, sizeof *s->of);
    if (!s->of)
        return lc_error_nomem(err);
    find_slopes(s->of, of->x, of->y, of->n);
    return LC_OK;
}

/* More than half of the slopes are steeper, on one side, and so is their median. */
LC_WIDE static bool is_steeper(const slopes *s, double steepest)
{
    size_t up = 0, down = 0;
    for (size_t i = 0; i < s->pairs; i++) {
        up += s->of[i] > steepest;
        down += s->of[i] < -steepest;
    }
    return 2 * up > s->pairs || 2 * down > s->pairs;
}

/* Sen's interval: the slopes as many ranks off the middle as S may stray. The median has parted them. */
static void take_interval(lc_trend *t, const slopes *s, double strays)
{
    double half = strays / 2, middle = ((double)s->pairs - 1) / 2;
    if (middle - half >= 0)
        t->low = ranked(s->of, 0, s->pairs / 2 + 1, (size_t)floor(middle - half));
    if (middle + half <= (double)s->pairs - 1)
        t->high = ranked(s->of, s->pairs / 2, s->pairs, (size_t)ceil(middle + half));
}

/* P-values by the values' order, and the interval of the slope if that is asked for. */
static void test_order(lc_trend *t, const runs *of, const lc_ar1 *w, const slopes *s, bool interval)
{
    order o = order_of(of->y, of->n);
    spread v;
    set_spread(&v, of, w->weight);
    if (o.variance > 0) {
        t->p_rise = tail(&v, normal_of(o.s, of->n, o.variance), 1);
        t->p_fall = tail(&v, normal_of(-o.s, of->n, o.variance), 1);
    }
    if (interval)
        take_interval(t, s, sqrt(o.variance) * reach(&v));
}

/* The least-squares slope lies so far above `slope` by noise; for side -1 below. */
typedef struct slope_off {
    const lc_ar1 *w;
    int side;
    double slope;
} slope_off;

static double slope_off_at(void *of, size_t k)
{
    const slope_off *s = of;
    const lc_ar1 *w = s->w;
    return gsl_cdf_tdist_Q(s->side * (w->slope_at[k] - s->slope) / w->slope_error_at[k], w->df);
}

static double size_tail(const lc_ar1 *w, int side, double slope, double enough)
{
    return mean_over(w->weight, slope_off_at, &(slope_off){w, side, slope}, enough);
}

/* Slopes of which one lies within an interval and the other doesn't. */
typedef struct ends {
    double in, out;
} ends;

/* Bring both close to the interval's end, by the rule of the false position (Illinois) on logarithms. */
static ends narrow(const lc_ar1 *w, int side, ends e)
{
    double width = fabs(e.in - e.out);
    double in = log(size_tail(w, side, e.in, 1) / INTERVAL_TAIL);
    double out = log(size_tail(w, side, e.out, 1) / INTERVAL_TAIL);
    for (int i = 0, last = 0; i < LIMIT_STEPS && in > 0 && out < 0 && isfinite(in - out); i++) {
        double at = e.in + (e.out - e.in) * (in / (in - out));
        if (!(fabs(e.in - e.out) > LIMIT_CLOSE * width) || at == e.in || at == e.out)
            break;
        double here = log(size_tail(w, side, at, 1) / INTERVAL_TAIL);
        bool within = here > 0;
        if (within) {
            e.in = at;
            in = here;
            out /= last > 0 ? 2 : 1;
        } else {
            e.out = at;
            out = here;
            in /= last < 0 ? 2 : 1;
        }
        last = within ? 1 : -1;
    }
    return e;
}

/* End of the least-squares slope's interval, the lower one for side 1, by bisection. Most of its steps are known
 * before: a tail takes long where there are few degrees of freedom. */
static double size_limit(const lc_ar1 *w, int side)
{
    double quantile = gsl_cdf_tdist_Qinv(INTERVAL_TAIL, w->df);
    double in = side > 0 ? -INFINITY : INFINITY, out = -in;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double end = w->slope_at[k] - side * quantile * w->slope_error_at[k];
        in = side * fmax(side * in, side * end);
        out = side * fmin(side * out, side * end);
    }
    ends known = narrow(w, side, (ends){in, out});
    for (int i = 0; i < LIMIT_STEPS && in != out; i++) {
        double middle = in / 2 + out / 2;
        bool within = side * middle > side * known.in;
        if (!within && side * middle > side * known.out)
            within = size_tail(w, side, middle, INTERVAL_TAIL) > INTERVAL_TAIL;
        if (within)
            in = middle;
        else
            out = middle;
    }
    return out;
}

/* What the sizes say as well, unless the points lie on a line and leave no noise. */
static void add_sizes(lc_trend *t, const lc_ar1 *w, bool interval)
{
    if (!(w->sd > 0))
        return;
    t->p_rise = sqrt(t->p_rise * size_tail(w, 1, 0, 1));
    t->p_fall = sqrt(t->p_fall * size_tail(w, -1, 0, 1));
    if (interval && isinf(t->low))
        t->low = fmin(t->slope, size_limit(w, 1));
    if (interval && isinf(t->high))
        t->high = fmax(t->slope, size_limit(w, -1));
}

/* One length for all, nearly: runs of one and of two points aren't equally sure. */
static lc_status make_runs(runs *all, double *x_run, double *y_run, lc_error *err)
{
    size_t n = all->n, length = n / LC_TREND_RUNS + (n % LC_TREND_RUNS > 0);
    size_t groups = n / length;
    if (n <= LC_TREND_RUNS)
        return LC_OK;
    lc_status st = lc_reduce_median(x_run, y_run, groups, all->x, all->y, n, err);
    *all = (runs){x_run, y_run, groups, (double)n / (double)groups};
    return st;
}

/* What is asked for beside the p-values. */
typedef struct asked {
    bool slope, interval;
    double steepest; /* slope that is told */
} asked;

static lc_status test(lc_trend *trend, const double *x, const double *y, size_t n, asked of,
                      lc_error *err)
{
    lc_trend t = {.slope = NAN, .low = -INFINITY, .high = INFINITY, .p_rise = 1, .p_fall = 1};
    double x_run[LC_TREND_RUNS], y_run[LC_TREND_RUNS];
    runs all = {x, y, n, 1};
    slopes s = {0};
    lc_ar1 w;
    if (n < 2) {
        *trend = t;
        return LC_OK;
    }
    lc_status st = make_runs(&all, x_run, y_run, err);
    if (st == LC_OK && of.slope)
        st = open_slopes(&s, &all, err);
    bool steep = s.of && is_steeper(&s, of.steepest);
    if (st == LC_OK && !steep)
        st = lc_ar1_fit(&w, x, y, n, LC_AR1_STRAIGHT, err);
    if (st == LC_OK && !steep) {
        t.slope = s.of ? lc_select_median(s.of, s.pairs) : NAN;
        test_order(&t, &all, &w, &s, of.interval);
        add_sizes(&t, &w, of.interval);
    }
    lc_mem_free(s.of);
    if (st == LC_OK)
        *trend = t;
    return st;
}

lc_status lc_trend_test(lc_trend *trend, const double *x, const double *y, size_t n, lc_error *err)
{
    return test(trend, x, y, n, (asked){.slope = false}, err);
}

lc_status lc_trend_slope(lc_trend *trend, const double *x, const double *y, size_t n, lc_error *err)
{
    return test(trend, x, y, n, (asked){true, true, INFINITY}, err);
}

lc_status lc_trend_gentle(lc_trend *trend, const double *x, const double *y, size_t n,
                          double steepest, bool interval, lc_error *err)
{
    return test(trend, x, y, n, (asked){true, interval, steepest}, err);
}
