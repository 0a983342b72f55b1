/* SPDX-License-Identifier: GPL-3.0-or-later */
/* noise_posterior.c - how noisy a short series is, by its own values and by what other runs show. */
#include "stats/noise_posterior.h"

#include "base/mem.h"
#include "stats/noise.h"
#include "stats/trend.h"

#include <math.h>

#define MOST_STEP 2.0
#define INDEPENDENT 0.6 /* of a difference: neighbouring ones share values */
/* The smallest of a second and one or two third differences is low by so much in the mean square,
 * and the median of the smallest by so much more: simulated, 300,000 of normal noise. */
#define OF_TWO 1.16
#define OF_THREE 1.35
#define MEDIAN 1.39
#define ROBUST_FROM 12 /* differences */
#define CUT 3          /* sds at which an outlier counts */
#define FALLS 3        /* first step over the largest of the others */
#define FALLS_MIN 4    /* values */

/* 1e-5 (MOST_STEP / 1e-5)^(k / 60) */
static const double steps[LC_NOISE_STEPS] = {
    1.0000000000000001e-05, 1.2256049319321512e-05, 1.5021074491764132e-05, 1.8409902980026353e-05,
    2.2563267888712709e-05, 2.7653652404912626e-05, 3.3892452773398316e-05, 4.1538757274354492e-05,
    5.0910105781781391e-05, 6.2395676731338801e-05, 7.647244913317299e-05,  9.3725010814547379e-05,
    0.00011486983549970352, 0.00014078503691867156, 0.00017254683558977382, 0.00021147425268811285,
    0.00025918388707121706, 0.00031765705027182934, 0.00038932204747617338, 0.00047715502149672117,
    0.00058480354764257306, 0.00071673811220215628, 0.00087843776521870235, 0.0010766176574474994,
    0.0013195079107728947,  0.0016171954031667486,  0.0019820426620191707,  0.0024292012618706252,
    0.0029772410472044437,  0.0036489213110046091,  0.0044721359549995798,  0.0054810718827185889,
    0.0067176287317345399,  0.0082331589045029786,  0.010090600158739952,   0.01236708932070704,
    0.015157165665103977,   0.01857669699326411,    0.022767691453953642,   0.027904194934675094,
    0.034199518933533929,   0.041915099074646189,   0.051371352148311081,   0.062960982552993414,
    0.0771652907362428,     0.094574160900317575,   0.11591055803277413,    0.1420605515879757,
    0.17411011265922491,    0.21339021277440837,    0.2615320972023662,     0.32053502818977858,
    0.39284931140640406,    0.48147805356583795,    0.59010187706738393,    0.72323177087620516,
    0.88639642531590124,    1.0863718305141965,     1.3314626733903592,     1.63184721919079,
    1.9999999999999998,
};

double lc_noise_step(size_t k)
{
    return steps[k];
}

static double second(const double *y, size_t i)
{
    return fabs(y[i - 1] - 2 * y[i] + y[i + 1]) / sqrt(6);
}

/* Third difference about values i - 1 .. i + 2 */
static double third(const double *y, size_t i)
{
    return fabs(-y[i - 1] + 3 * y[i] - 3 * y[i + 1] + y[i + 2]) / sqrt(20);
}

/* Estimates of the sd, one for each value with neighbours; returns how many. */
static size_t differences(double *e, const double *y, const bool *cut, size_t n)
{
    size_t k = 0, begin = cut && n > 1 && cut[1] ? 1 : 0; /* of the stretch */
    double behind = 0, ahead;
    for (size_t i = 1, left = false; i + 1 < n; i++, behind = ahead) {
        begin = cut && cut[i + 1] ? i + 1 : begin;
        bool whole = begin < i, right = whole && i + 2 < n && !(cut && cut[i + 2]);
        double d = second(y, i);
        ahead = right ? third(y, i) : INFINITY;
        d = left && behind < d ? behind : d;
        d = ahead < d ? ahead : d;
        if (whole)
            e[k++] = d * (left && right ? OF_THREE : left || right ? OF_TWO : 1);
        left = right;
    }
    return k;
}

/* 1 when the first value falls to the second by far more than any other step: that is learning, and no
 * noise. */
static size_t falls_first(const double *y, size_t n)
{
    double most = 0;
    for (size_t i = 2; i < n; i++) {
        double step = fabs(y[i] - y[i - 1]);
        most = step > most ? step : most;
    }
    return n >= FALLS_MIN && y[0] - y[1] > FALLS * most ? 1 : 0;
}

static lc_status mean_square(double *ms, const double *e, size_t n, lc_error *err)
{
    double sum = 0, sd = INFINITY;
    if (n >= ROBUST_FROM) {
        lc_status st = lc_residual_sd(&sd, e, n, err);
        if (st != LC_OK)
            return st;
        sd *= MEDIAN;
    }
    for (size_t i = 0; i < n; i++) {
        double a = e[i] < CUT * sd ? e[i] : CUT * sd;
        sum += a * a;
    }
    *ms = n ? sum / (double)n : 0;
    if (n >= ROBUST_FROM)
        *ms = fmax(*ms, sd * sd);
    return LC_OK;
}

lc_status lc_noise_posterior_make(lc_noise_posterior *posterior, const double *y, const bool *cut,
                                  size_t n, lc_noise_prior prior, double least, lc_error *err)
{
    double ms = 0, most = -INFINITY, sum = 0, log_sd = 0, log_median = log(prior.median);
    double log_step[LC_NOISE_STEPS];
    lc_room room;
    double *e = lc_room_take(&room, n);
    if (!e)
        return lc_error_nomem(err);
    size_t from = falls_first(y, n);
    size_t k = differences(e, y + from, cut ? cut + from : NULL, n - from);
    lc_status st = mean_square(&ms, e, k, err);
    lc_room_free(&room);
    if (st != LC_OK)
        return st;
    double df = INDEPENDENT * (double)k;
    least = fmin(least, MOST_STEP);
    for (size_t i = 0; i < LC_NOISE_STEPS; i++) {
        double g = steps[i];
        log_step[i] = log(g);
        double z = (log_step[i] - log_median) / prior.spread;
        double l = -z * z / 2 - df * log_step[i] - df * ms / (2 * g * g);
        posterior->weight[i] = g >= least ? l : -INFINITY;
        most = posterior->weight[i] > most ? posterior->weight[i] : most;
    }
    for (size_t i = 0; i < LC_NOISE_STEPS; i++)
        sum += posterior->weight[i] = exp(posterior->weight[i] - most);
    for (size_t i = 0; i < LC_NOISE_STEPS; i++) {
        posterior->weight[i] /= sum;
        log_sd += posterior->weight[i] * log_step[i];
    }
    posterior->sd = exp(log_sd);
    return LC_OK;
}

static double mean_of(const double *y, size_t m)
{
    double sum = 0;
    for (size_t i = 0; i < m; i++)
        sum += y[i];
    return sum / (double)m;
}

static size_t width(size_t n)
{
    return n < 6 ? 1 : n < 10 ? 2 : n / 6 > 3 ? n / 6 : 3;
}

lc_rise lc_rise_test(const double *y, size_t n, size_t m, const lc_noise_posterior *noise)
{
    lc_rise r = {.p = 1, .m = m ? m : width(n)};
    if (n < r.m + 1)
        return r;
    double last = mean_of(y + n - r.m, r.m), best = INFINITY, sum = mean_of(y, r.m) * (double)r.m;
    size_t places = n >= 2 * r.m ? n - 2 * r.m + 1 : 1;
    for (size_t i = 0; i < places; i++) {
        if (sum / (double)r.m < best) {
            best = sum / (double)r.m;
            r.at = i;
        }
        sum += y[i + r.m] - y[i];
    }
    r.size = last - best;
    if (r.size <= 0)
        return r;
    double mm = (double)r.m, k = fmax(1, ((double)n - mm) / mm);
    double mean =
        r.m == 1 ? 0.8 * log(k) : fmax(0, fmin(0.9 * log(k) + 0.1, sqrt(2 * log(k)) - 0.2));
    mean += mm > 5 ? 0.11 * log(mm / 5) : 0;
    double sd = 1.13 + 0.29 / k;
    r.p = 0;
    for (size_t i = 0; i < LC_NOISE_STEPS; i++)
        r.p += noise->weight[i] * lc_normal_tail((r.size * sqrt(mm) / steps[i] - mean) / sd);
    return r;
}
