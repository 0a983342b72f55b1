/* SPDX-License-Identifier: GPL-3.0-or-later */
/* minimum_test.c - the end of a series against the least of its levels before, which was picked. */
#include "stats/minimum_test.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define NODE_STEP 0.5 /* of the integral over the end's error [its sd] */
#define NODE_END 6
#define CHANCE_MIN 1e-6 /* a rho less likely changes nothing */
#define TAIL_MIN 1e-300 /* beyond it a quantile would be infinite */
#define HAZARD_FROM 1   /* the formula is one for the tail: below, it goes on straight */
#define PARTS 4         /* the least part of a curve that is tested by itself: its last 1/4 ... */
#define PART_MIN 40     /* ... of this many points, which tell of noise and its correlation */

/* Moving means of a series, in units of the noise's sd, and the end's mean. */
typedef struct levels {
    double end_sd, mean_sd;
    double steps; /* from each mean to the next */
    double loses; /* correlation lost by one step */
} levels;

static double normal_density(double z)
{
    return gsl_ran_ugaussian_pdf(z);
}

/* Share of a Brownian path's crossings that is seen when looking after each step of that sd. */
static double seen(double step)
{
    double half = step / 2, below = gsl_cdf_ugaussian_P(half);
    if (half < 1e-6)
        return 1;
    return (below - 0.5) / half / (half * below + normal_density(half));
}

/* Probability that the least of the means lies more than u of their sds below the trend. */
static double least_below(const levels *l, double u)
{
    double tail = fmax(u, HAZARD_FROM), hazard = (tail + tail - u) * normal_density(tail);
    hazard *= l->steps * l->loses * seen(tail * sqrt(2 * l->loses));
    return 1 - gsl_cdf_ugaussian_P(u) * exp(-hazard);
}

/* Variance of the sum of m neighbours; of none 0. */
static double sum_variance(double m, double rho)
{
    return m > 0 ? m * m / lc_ar1_effective(m, rho) : 0;
}

/* Correlation that means of `window` neighbours lose per point that they stand apart: the most that
 * they lose so over any distance, since correlated noise hides some of it from close ones. */
static double loss_per_point(double rho, double window)
{
    double of[LC_CURVE_WINDOW_MAX + 1], most = 0; /* variances of sums up to the window's */
    for (double m = 0; m <= window; m++)
        of[(size_t)m] = sum_variance(m, rho);
    double own = of[(size_t)window];
    for (double apart = 1; apart <= window; apart++) {
        double wider = sum_variance(window + apart, rho), less = of[(size_t)(window - apart)];
        double shared = (wider + less) / 2 - of[(size_t)apart];
        most = fmax(most, (1 - shared / own) / apart);
    }
    return most;
}

static levels levels_at(double rho, double window, double end, double means)
{
    return (levels){
        .end_sd = sqrt(sum_variance(end, rho)) / end,
        .mean_sd = sqrt(sum_variance(window, rho)) / window,
        .steps = means - 1,
        .loses = loss_per_point(rho, window),
    };
}

/* Probability that the end lies z of its and one mean's sds above the least mean: an integral over the
 * end's error, by equal steps. */
static double above_least(const levels *l, double z)
{
    double rise = z * hypot(l->end_sd, l->mean_sd), p = 0;
    for (double e = -NODE_END; e <= NODE_END; e += NODE_STEP)
        p += NODE_STEP * normal_density(e) * least_below(l, (rise - e * l->end_sd) / l->mean_sd);
    return p;
}

/* The normal value that is passed as often as t of Student's distribution. */
static double normal_of(double t, double df)
{
    double p = fmax(TAIL_MIN, gsl_cdf_tdist_P(-fabs(t), df)), z = -gsl_cdf_ugaussian_Pinv(p);
    return t < 0 ? -z : z;
}

/* End level less the least moving mean before it, both turned by sign. */
static double rise_of(const lc_curve *c, int sign, size_t end_from)
{
    double sum = 0, least = INFINITY, end = 0;
    for (size_t i = end_from; i < c->n; i++)
        end += sign * c->despiked[i] / (double)(c->n - end_from);
    for (size_t i = 0; i < end_from; i++) {
        sum += sign * (c->despiked[i] - (i < c->window ? 0 : c->despiked[i - c->window]));
        if (i + 1 >= c->window && sum / (double)c->window < least)
            least = sum / (double)c->window;
    }
    return end - least;
}

double lc_minimum_test(const lc_curve *c, int sign, size_t end_from, double enough)
{
    const lc_ar1 *w = &c->ar1;
    double p = 0;
    if (end_from >= c->n || end_from < c->window)
        return 1;
    double rise = rise_of(c, sign, end_from), means = (double)(end_from - c->window + 1);
    if (!(w->sd > 0))
        return rise > 0 ? 0 : 1;
    for (size_t k = 0; k < LC_AR1_STEPS && p <= enough; k++) {
        if (w->weight[k] < CHANCE_MIN)
            continue;
        levels l = levels_at(lc_ar1_rho(k), (double)c->window, (double)(c->n - end_from), means);
        double t = rise / w->sd_at[k] / hypot(l.end_sd, l.mean_sd);
        p += w->weight[k] * above_least(&l, normal_of(t, w->df));
    }
    return fmin(1, p);
}

lc_status lc_minimum_test_late(double *p, const lc_curve *c, int sign, double enough, lc_error *err)
{
    size_t best = lc_curve_best(c, sign, 0, c->n);
    *p = 1;
    for (size_t parts = 2; parts <= PARTS; parts *= 2) {
        size_t n = c->n / parts, from = c->n - n;
        lc_curve part;
        if (n < PART_MIN || best < from)
            break;
        lc_status st = lc_curve_make(&part, c->x + from, c->y + from, n, err);
        if (st != LC_OK)
            return st;
        double times = (double)parts,
               one = lc_minimum_test(&part, sign, lc_curve_end_from(n), enough / times);
        *p = fmin(*p, times * one);
        lc_curve_free(&part);
    }
    return LC_OK;
}
