/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ar1.c - noise whose neighbours move together: its restricted likelihood on a grid of rho. */
#include "stats/ar1_noise.h"

#include "base/mem.h"
#include "stats/smooth.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define KNOTS_MAX 32
#define KNOT_POINTS 1.5 /* points per knot at least, on average */
#define WARP 30         /* knots stand so many times closer at the beginning than at the end */
#define ROUGHNESSES 9   /* values of the penalty's weight, a factor of 18 apart */
#define ROUGH_LOW 1e-4
#define ROUGH_HIGH 1e6
#define REST_LOW 1e-13 /* of the sum of squares: what rounding leaves of it */
#define ROUNDING 1e-14 /* of the largest value: residuals below are rounding */

#define ROWS (KNOTS_MAX + 2) /* the last two stay 0, so that no step has to ask for the end */

/* A symmetric matrix: d[i][k] is element (i, i + k), 0 beyond the last knot. */
typedef struct band {
    double d[ROWS][3];
} band;

/* Sums over the points that the normal equations and the sum of squares are made of. */
typedef struct sums {
    band xx;
    double xy[ROWS], yy;
} sums;

/* With y(t) - rho y(t - 1) for y, and the same for the knots' shares, a sum of squares is
 * whole - rho lagged + rho^2 inner: all of it that is needed for every rho. */
typedef struct moments {
    size_t n, knots;
    sums whole, lagged, inner;
    band bend; /* the penalty: squares of the bend at each inner knot */
} moments;

/* A point's place between knots: its trend is (1 - w) c[knot] + w c[knot + 1]. */
typedef struct place {
    size_t knot;
    double w;
} place;

/* tanh(atanh(-0.5) + k / 39 (atanh(0.99) - atanh(-0.5))) */
static const double rhos[LC_AR1_STEPS] = {
    -0.5,
    -0.43606255486126716,
    -0.36739722020341486,
    -0.29447868823357221,
    -0.21796206185827754,
    -0.13866865060175138,
    -0.057556529031369909,
    0.024322644709134887,
    0.1058767930502555,
    0.18603103425861139,
    0.26378339394201011,
    0.33825261237414872,
    0.40871348105924221,
    0.47461726942239463,
    0.53559709270389289,
    0.59146002801198416,
    0.64216908251676208,
    0.68781865683068488,
    0.7286070225600304,
    0.76480875396886161,
    0.79674925417376108,
    0.82478269383127167,
    0.84927396583594927,
    0.87058471615333166,
    0.88906314883646498,
    0.90503710026230333,
    0.91880979689842146,
    0.93065771379403173,
    0.9408300039735169,
    0.94954904643311433,
    0.95701174496905983,
    0.96339129083006159,
    0.96883917348596527,
    0.97348728338197277,
    0.97744999827881363,
    0.98082618170793145,
    0.98370104976457529,
    0.98614788261332798,
    0.9882295712856386,
    0.98999999999999999,
};

double lc_ar1_rho(size_t k)
{
    return rhos[k];
}

double lc_ar1_effective(double m, double rho)
{
    double off = 1 - rho;
    return m / (1 + 2 * rho / off - 2 * rho * (1 - pow(rho, m)) / (m * off * off));
}

double lc_ar1_mean_error(const lc_ar1 *ar1, double m)
{
    double log_error = 0;
    if (!(ar1->sd > 0))
        return 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        if (ar1->weight[k] > 0)
            log_error +=
                ar1->weight[k] * log(ar1->sd_at[k] / sqrt(lc_ar1_effective(m, lc_ar1_rho(k))));
    return exp(log_error);
}

/* Points at which the trend may bend, first and last among them; at most n. */
static size_t place_knots(size_t at[KNOTS_MAX], size_t n, lc_ar1_trend trend)
{
    size_t want = trend == LC_AR1_STRAIGHT ? 2 : (size_t)((double)n / KNOT_POINTS), k = 1;
    want = want > KNOTS_MAX ? KNOTS_MAX : want < 2 ? 2 : want;
    at[0] = 0;
    for (size_t i = 1; i < want && at[k - 1] + 1 < n; i++) {
        double share = expm1(log1p(WARP) * (double)i / (double)(want - 1)) / WARP;
        size_t next = (size_t)(share * (double)(n - 1) + 0.5);
        at[k] = next > at[k - 1] ? next : at[k - 1] + 1;
        k++;
    }
    at[k - 1] = n - 1;
    return k;
}

static void add_product(band *b, size_t i, size_t j, double v)
{
    size_t low = i < j ? i : j, high = i < j ? j : i;
    b->d[low][high - low] += i == j ? v : v / 2;
}

/* Add v u' + u v' over 2, for the points at p and q with the values y and z. */
static void add_point(sums *s, const place *p, double y, const place *q, double z)
{
    double v[] = {1 - p->w, p->w}, u[] = {1 - q->w, q->w};
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 2; j++)
            add_product(&s->xx, p->knot + i, q->knot + j, v[i] * u[j]);
        s->xy[p->knot + i] += v[i] * z / 2;
        s->xy[q->knot + i] += u[i] * y / 2;
    }
    s->yy += y * z;
}

static void gather(moments *m, const place *at, const double *y)
{
    for (size_t t = 0; t < m->n; t++) {
        add_point(&m->whole, &at[t], y[t], &at[t], y[t]);
        if (t > 0)
            add_point(&m->lagged, &at[t], y[t], &at[t - 1], y[t - 1]);
        if (t > 0 && t + 1 < m->n)
            add_point(&m->inner, &at[t], y[t], &at[t], y[t]);
    }
}

/* Squares of what the trend bends at each inner knot: change of slope times the pieces' mean
 * length, in the unit of y, so that neither the unit of x nor how close the knots stand matters. */
static void add_bends(band *bend, const double *x, const size_t *knot, size_t knots)
{
    for (size_t k = 1; k + 1 < knots; k++) {
        double left = x[knot[k]] - x[knot[k - 1]], right = x[knot[k + 1]] - x[knot[k]];
        double length = (left + right) / 2;
        double c[] = {length / left, -length / left - length / right, length / right};
        for (size_t i = 0; i < 3; i++)
            for (size_t j = i; j < 3; j++)
                bend->d[k - 1 + i][j - i] += c[i] * c[j];
    }
}

/* For each weight of the penalty: a symmetric band matrix a and a vector b. One weight after the other
 * would wait for its own last division; side by side they go through the processor together. */
typedef struct equations {
    double a[ROWS][3][ROUGHNESSES], b[ROWS][ROUGHNESSES];
} equations;

/* Of each one. */
typedef struct solved {
    double log_det[ROUGHNESSES]; /* logarithm of a's determinant */
    double square[ROUGHNESSES];  /* b' a^-1 b */
    bool definite[ROUGHNESSES];  /* a is positive definite */
} solved;

static void reduce_row(equations *e, solved *s, size_t i, double *product)
{
    double(*row)[ROUGHNESSES] = e->a[i], (*next)[ROUGHNESSES] = e->a[i + 1];
    for (size_t j = 0; j < ROUGHNESSES; j++) {
        double pivot = row[0][j], inverse = 1 / pivot, b = e->b[i][j];
        double first = row[1][j] * inverse, second = row[2][j] * inverse;
        next[0][j] -= first * row[1][j];
        next[1][j] -= first * row[2][j];
        e->a[i + 2][0][j] -= second * row[2][j];
        e->b[i + 1][j] -= first * b;
        e->b[i + 2][j] -= second * b;
        s->square[j] += b * b * inverse;
        product[j] *= pivot;
    }
}

/* With a = L D L'; the equations are used up. */
static void reduce(solved *s, equations *e, size_t n)
{
    double product[ROUGHNESSES]; /* of pivots: a logarithm for each would take most of the time */
    for (size_t j = 0; j < ROUGHNESSES; j++) {
        s->log_det[j] = s->square[j] = 0;
        s->definite[j] = true;
        product[j] = 1;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < ROUGHNESSES; j++)
            s->definite[j] = s->definite[j] && e->a[i][0][j] > 0;
        reduce_row(e, s, i, product);
        for (size_t j = 0; j < ROUGHNESSES; j++)
            if (product[j] < 1e-100 || product[j] > 1e100 || i + 1 == n) {
                s->log_det[j] += log(product[j]);
                product[j] = 1;
            }
    }
}

/* The normal equations a c = b of the trend at the knots, at rho and without the penalty. */
static void set_equations(band *a, double *b, const moments *m, double rho)
{
    const sums *w = &m->whole, *l = &m->lagged, *in = &m->inner;
    for (size_t i = 0; i < m->knots + 2; i++) {
        for (size_t k = 0; k < 3; k++)
            a->d[i][k] = w->xx.d[i][k] - 2 * rho * l->xx.d[i][k] + rho * rho * in->xx.d[i][k];
        b[i] = w->xy[i] - 2 * rho * l->xy[i] + rho * rho * in->xy[i];
    }
}

static void add_penalty(equations *e, const moments *m, const band *plain, const double *right,
                        const double *weight)
{
    for (size_t i = 0; i < m->knots + 2; i++) {
        for (size_t k = 0; k < 3; k++)
            for (size_t j = 0; j < ROUGHNESSES; j++)
                e->a[i][k][j] = plain->d[i][k] + weight[j] * m->bend.d[i][k];
        for (size_t j = 0; j < ROUGHNESSES; j++)
            e->b[i][j] = right[i];
    }
}

/* Logarithms of the restricted likelihood at rho and each weight of the penalty, the noise's variance
 * replaced by its estimate, and that of its sd; -INFINITY and 0 where there is none. */
static void log_likelihoods(double *like, double *sd, const moments *m, double rho,
                            const double *weight)
{
    double b[ROWS], own = 1 - rho * rho, df = (double)m->n - 2;
    band plain;
    equations e;
    solved s;
    set_equations(&plain, b, m, rho);
    add_penalty(&e, m, &plain, b, weight);
    reduce(&s, &e, m->knots);
    for (size_t j = 0; j < ROUGHNESSES; j++) {
        double rest = m->whole.yy - 2 * rho * m->lagged.yy + rho * rho * m->inner.yy - s.square[j];
        rest = fmax(rest, m->whole.yy * REST_LOW);
        like[j] = -0.5 * (df * log(rest) - log(own) + s.log_det[j] -
                          ((double)m->knots - 2) * log(weight[j]));
        sd[j] = log(rest / df / own) / 2;
        if (!s.definite[j]) {
            like[j] = -INFINITY;
            sd[j] = 0;
        }
    }
}

/* Sum over the penalty's weights: how likely each rho is, and the noise with it. */
static void weigh(lc_ar1 *w, const moments *m)
{
    double like[LC_AR1_STEPS][ROUGHNESSES], sd[LC_AR1_STEPS][ROUGHNESSES], best = -INFINITY;
    double weight[ROUGHNESSES];
    size_t weights = m->knots > 2 ? ROUGHNESSES : 1; /* a straight trend has no bend */
    assert(m->knots <= KNOTS_MAX);
    for (size_t j = 0; j < ROUGHNESSES; j++)
        weight[j] = ROUGH_LOW * pow(ROUGH_HIGH / ROUGH_LOW, (double)j / (ROUGHNESSES - 1));
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        log_likelihoods(like[k], sd[k], m, lc_ar1_rho(k), weight);
        for (size_t j = 0; j < weights; j++)
            best = fmax(best, like[k][j]);
    }
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double sum = 0, log_sd = 0;
        for (size_t j = 0; j < weights; j++) {
            double p_value = exp(like[k][j] - best);
            sum += p_value;
            log_sd += p_value * sd[k][j];
        }
        w->weight[k] *= sum;
        w->sd_at[k] = sum > 0 ? exp(log_sd / sum) : 0;
    }
}

/* Prior: Jeffreys' in rho, on a grid that is even in atanh(rho), where d rho is 1 - rho^2. */
static void set_prior(lc_ar1 *w, size_t n)
{
    double few = n < 12 ? 1 : 12 / (double)n, exponent = 0.5 + few * few / 2;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double rho = lc_ar1_rho(k);
        w->weight[k] = pow(1 - rho * rho, 1 - exponent);
        w->sd_at[k] = 0;
    }
}

/* Let the weights sum to 1, and take the means. */
static void normalise(lc_ar1 *w)
{
    double sum = 0, log_sd = -INFINITY;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        sum += w->weight[k];
    w->rho = 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        w->weight[k] /= sum;
        w->rho += w->weight[k] * lc_ar1_rho(k);
        if (w->weight[k] > 0 && w->sd_at[k] > 0)
            log_sd = (isfinite(log_sd) ? log_sd : 0) + w->weight[k] * log(w->sd_at[k]);
    }
    w->sd = exp(log_sd);
}

static double largest_of(const double *y, size_t n)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(y[i]));
    return largest;
}

/* r[n]: y less the line from its first to its last value, without outliers, over *scale, so that
 * squares neither overflow nor vanish; *scale is 0 when that line is all there is. */
static lc_status prepare(double *r, double *scale, const double *x, const double *y, size_t n,
                         lc_error *err)
{
    double top = largest_of(y, n);
    *scale = 0;
    if (top == 0)
        return LC_OK;
    for (size_t i = 0; i < n; i++) {
        double share = (x[i] - x[0]) / (x[n - 1] - x[0]);
        r[i] = y[i] / top - (1 - share) * (y[0] / top) - share * (y[n - 1] / top);
    }
    lc_status st = lc_smooth_outliers(r, n, err);
    double most = largest_of(r, n);
    if (st != LC_OK || most < ROUNDING)
        return st;
    for (size_t i = 0; i < n; i++)
        r[i] /= most;
    *scale = top * most;
    return LC_OK;
}

static void find_places(place *at, const double *x, size_t n, const size_t *knot, size_t knots)
{
    for (size_t i = 0, k = 0; i < n; i++) {
        while (k + 2 < knots && i >= knot[k + 1])
            k++;
        at[i] = (place){k, (x[i] - x[knot[k]]) / (x[knot[k + 1]] - x[knot[k]])};
    }
}

/* Slope of the straight trend at each rho, from the two knots' normal equations; `across` is the
 * length between them [unit of x]. */
static void find_slopes(lc_ar1 *w, const moments *m, double across)
{
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double rho = lc_ar1_rho(k), b[ROWS];
        band a;
        set_equations(&a, b, m, rho);
        double first = a.d[0][0], both = a.d[0][1], last = a.d[1][0];
        double det = first * last - both * both, innovation = w->sd_at[k] * sqrt(1 - rho * rho);
        w->slope_at[k] = ((first + both) * b[1] - (last + both) * b[0]) / det / across;
        w->slope_error_at[k] = innovation * sqrt((first + last + 2 * both) / det) / across;
    }
}

/* Fit the prepared values r[n]. */
static lc_status fit(lc_ar1 *w, const double *x, const double *r, size_t n, lc_ar1_trend trend,
                     lc_error *err)
{
    moments m = {.n = n};
    size_t knot[KNOTS_MAX] = {0};
    place *at = lc_mem_resize(NULL, n, sizeof *at);
    if (!at)
        return lc_error_nomem(err);
    m.knots = place_knots(knot, n, trend);
    find_places(at, x, n, knot, m.knots);
    gather(&m, at, r);
    add_bends(&m.bend, x, knot, m.knots);
    weigh(w, &m);
    if (trend == LC_AR1_STRAIGHT)
        find_slopes(w, &m, x[n - 1] - x[0]);
    lc_mem_free(at);
    return LC_OK;
}

/* Back to the unit of y, and to the line that was taken off. */
static void restore(lc_ar1 *w, double scale, double line)
{
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        w->sd_at[k] *= scale;
        w->slope_at[k] = line + scale * w->slope_at[k];
        w->slope_error_at[k] *= scale;
    }
}

lc_status lc_ar1_fit(lc_ar1 *ar1, const double *x, const double *y, size_t n, lc_ar1_trend trend,
                     lc_error *err)
{
    lc_ar1 w = {.df = n > 2 ? (double)n - 2 : 0};
    double scale = 0;
    set_prior(&w, n);
    if (n >= 3) {
        double *r = lc_mem_resize(NULL, n, sizeof *r);
        lc_status st = r ? prepare(r, &scale, x, y, n, err) : lc_error_nomem(err);
        if (st == LC_OK && scale > 0)
            st = fit(&w, x, r, n, trend, err);
        lc_mem_free(r);
        if (st != LC_OK)
            return st;
    }
    bool straight = trend == LC_AR1_STRAIGHT && n >= 2;
    restore(&w, scale, straight ? (y[n - 1] - y[0]) / (x[n - 1] - x[0]) : 0);
    normalise(&w);
    *ar1 = w;
    return LC_OK;
}
