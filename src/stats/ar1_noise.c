/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ar1_noise.c - noise whose neighbours move together: its restricted likelihood on a grid of rho. */
#include "stats/ar1_noise.h"

#include "base/mem.h"
#include "base/wide.h"
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
#define LN_2 0.6931471805599453
#define EXP_LOW (-746.0) /* below, exp() is 0 */
#define LIKE_LOW \
    (-80.0) /* of a bent trend's best: below, its rho weighs less than LC_AR1_NOTHING */

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
    sums whole, lagged, inner; /* lagged: half of it */
    band bend;                 /* the penalty: squares of the bend at each inner knot */
} moments;

/* A value and its point's place between two knots: the trend there is left c[k] + right c[k + 1]. */
typedef struct point {
    double left, right, y;
} point;

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

/* rho^m; most m are whole numbers, for which pow takes as long as for others. */
static double power(double rho, double m)
{
    double result = 1;
    if (!(m < UINT32_MAX) || m != floor(m))
        return pow(rho, m);
    for (uint32_t left = (uint32_t)m; left; left >>= 1, rho *= rho)
        result *= left & 1 ? rho : 1;
    return result;
}

double lc_ar1_effective(double m, double rho)
{
    double off = 1 - rho;
    return m / (1 + 2 * rho / off - 2 * rho * (1 - power(rho, m)) / (m * off * off));
}

double lc_ar1_mean_error(const lc_ar1 *ar1, double m)
{
    double log_error = 0;
    if (!(ar1->sd > 0))
        return 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        if (ar1->weight[k] > LC_AR1_NOTHING)
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

/* Of the sums those to which points between two knots add, at hand while they do. */
typedef struct piece {
    double left, both, right, left_y, right_y, yy;
} piece;

static inline piece piece_of(const sums *s, size_t k)
{
    return (piece){s->xx.d[k][0], s->xx.d[k][1], s->xx.d[k + 1][0], s->xy[k], s->xy[k + 1], s->yy};
}

static inline void put_piece(sums *s, size_t k, const piece *of)
{
    s->xx.d[k][0] = of->left;
    s->xx.d[k][1] = of->both;
    s->xx.d[k + 1][0] = of->right;
    s->xy[k] = of->left_y;
    s->xy[k + 1] = of->right_y;
    s->yy = of->yy;
}

/* Add products of two points; the matrix is that of v u' + u v' over 2. */
static inline void add_product(piece *s, const point *p, const point *q)
{
    s->left += p->left * q->left;
    s->both += (p->left * q->right + p->right * q->left) / 2;
    s->right += p->right * q->right;
    s->left_y += (p->left * q->y + q->left * p->y) / 2;
    s->right_y += (p->right * q->y + q->right * p->y) / 2;
    s->yy += p->y * q->y;
}

/* The points of one piece of the trend, from knot k to the next one: its last point begins the next piece,
 * to which it belongs as much. */
static void gather_piece(moments *m, size_t k, const double *x, const double *y, const size_t *knot)
{
    double from = x[knot[k]], length = x[knot[k + 1]] - from;
    point before = {1, 0, y[knot[k]]};
    piece lagged = piece_of(&m->lagged, k), inner = piece_of(&m->inner, k);
    for (size_t t = knot[k] + 1; t <= knot[k + 1]; t++) {
        double w = (x[t] - from) / length;
        point now = {1 - w, w, y[t]};
        add_product(&lagged, &now, &before);
        if (t + 1 < m->n)
            add_product(&inner, &now, &now);
        before = now;
    }
    put_piece(&m->lagged, k, &lagged);
    put_piece(&m->inner, k, &inner);
}

/* Add the square of a point that ends the series, between knots k and k + 1. */
static void add_end(sums *s, size_t k, const point *p)
{
    piece of = piece_of(s, k);
    add_product(&of, p, p);
    put_piece(s, k, &of);
}

static void gather(moments *m, const double *x, const double *y, const size_t *knot)
{
    const point first = {1, 0, y[0]}, last = {0, 1, y[m->n - 1]};
    for (size_t k = 0; k + 1 < m->knots; k++)
        gather_piece(m, k, x, y, knot);
    m->whole = m->inner;
    add_end(&m->whole, 0, &first);
    add_end(&m->whole, m->knots - 2, &last);
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

/* What is computed for all values of rho side by side: one after the other would wait for its own last
 * division. */
typedef double lanes[LC_AR1_STEPS];

/* The normal equations a c = b of the trend at the knots, solved at each rho. The determinant of a is a
 * product of numbers from 1 to 2 with a power of two, so that it neither overflows nor vanishes. */
typedef struct solved {
    lanes square; /* b' a^-1 b */
    lanes mantissa;
    uint64_t exponent[LC_AR1_STEPS]; /* + 1023 for each factor */
    bool definite[LC_AR1_STEPS];     /* a is positive definite */
} solved;

/* One number of the equations at rho, and what the penalty adds to it. */
typedef struct term {
    double whole, lagged, inner, bend;
} term;

static inline double at_rho(const term *t, double rho)
{
    return t->whole - 2 * rho * t->lagged + rho * rho * t->inner + t->bend;
}

static term matrix_term(const moments *m, size_t i, size_t k, double weight)
{
    return (term){m->whole.xx.d[i][k], m->lagged.xx.d[i][k], m->inner.xx.d[i][k],
                  weight * m->bend.d[i][k]};
}

static term right_term(const moments *m, size_t i)
{
    return (term){m->whole.xy[i], m->lagged.xy[i], m->inner.xy[i], 0};
}

/* The row that is eliminated, and what is known already of the one below it. */
typedef struct rows {
    lanes diagonal, next, right, diagonal_below, right_below;
} rows;

/* The equations at each rho, but for the penalty, of which several weights are tried. */
typedef struct grid {
    lanes diagonal[ROWS], next[ROWS], right[ROWS];
} grid;

LC_WIDE static void set_grid(grid *restrict g, const moments *m)
{
    for (size_t i = 0; i < m->knots + 2; i++) {
        term diagonal = matrix_term(m, i, 0, 0), next = matrix_term(m, i, 1, 0);
        term right = right_term(m, i);
        for (size_t k = 0; k < LC_AR1_STEPS; k++) {
            g->diagonal[i][k] = at_rho(&diagonal, rhos[k]);
            g->next[i][k] = at_rho(&next, rhos[k]);
            g->right[i][k] = at_rho(&right, rhos[k]);
        }
    }
}

static void set_first(rows *r, const grid *g, const moments *m, double weight)
{
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        r->diagonal[k] = g->diagonal[0][k] + weight * m->bend.d[0][0];
        r->diagonal_below[k] = g->diagonal[1][k] + weight * m->bend.d[1][0];
        r->next[k] = g->next[0][k] + weight * m->bend.d[0][1];
        r->right[k] = g->right[0][k];
        r->right_below[k] = g->right[1][k];
    }
}

static inline void multiply(double *mantissa, uint64_t *exponent, double by)
{
    uint64_t bits;
    memcpy(&bits, &by, sizeof bits);
    *exponent += bits >> 52;
    bits = (bits & UINT64_C(0xfffffffffffff)) | UINT64_C(0x3ff0000000000000);
    memcpy(&by, &bits, sizeof by);
    *mantissa *= by;
}

/* With a = L D L'. */
LC_WIDE static void eliminate(solved *restrict s, rows *restrict r, const grid *restrict g,
                              const moments *m, double weight)
{
    lanes least;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        s->square[k] = 0;
        s->exponent[k] = 0;
        s->mantissa[k] = 1;
        least[k] = INFINITY;
    }
    for (size_t i = 0; i < m->knots; i++) {
        double after = weight * m->bend.d[i][2]; /* nothing else is so far off the diagonal */
        double bend = weight * m->bend.d[i + 2][0], bend_next = weight * m->bend.d[i + 1][1];
        for (size_t k = 0; k < LC_AR1_STEPS; k++) {
            double pivot = r->diagonal[k], inverse = 1 / pivot, b = r->right[k];
            double first = r->next[k] * inverse, second = after * inverse;
            r->diagonal[k] = r->diagonal_below[k] - first * r->next[k];
            r->diagonal_below[k] = g->diagonal[i + 2][k] + bend - second * after;
            r->next[k] = g->next[i + 1][k] + bend_next - first * after;
            r->right[k] = r->right_below[k] - first * b;
            r->right_below[k] = g->right[i + 2][k] - second * b;
            s->square[k] += b * b * inverse;
            least[k] = least[k] < pivot ? least[k] : pivot; /* which NaN stays */
            multiply(&s->mantissa[k], &s->exponent[k], pivot);
        }
    }
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        s->definite[k] = least[k] > 0;
}

/* At one weight of the penalty and each rho: logarithms of the restricted likelihood, the noise's variance replaced
 * by its estimate, and of the noise's sd; -INFINITY and 0 where there is none. */
typedef struct likelihood {
    lanes like, sd;
} likelihood;

/* The j-th weight. */
static likelihood likelihood_at(size_t j, const grid *g, const moments *m, const double *log_own)
{
    double weight = ROUGH_LOW * pow(ROUGH_HIGH / ROUGH_LOW, (double)j / (ROUGHNESSES - 1));
    double df = (double)m->n - 2, log_df = log(df), log_weight = log(weight);
    likelihood l;
    term yy = {m->whole.yy, m->lagged.yy, m->inner.yy, 0};
    rows r;
    solved s;
    set_first(&r, g, m, weight);
    eliminate(&s, &r, g, m, weight);
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double rest = at_rho(&yy, rhos[k]) - s.square[k], least = m->whole.yy * REST_LOW;
        double log_rest = log(rest > least ? rest : least);
        double log_det =
            log(s.mantissa[k]) + LN_2 * ((double)s.exponent[k] - 1023 * (double)m->knots);
        l.like[k] =
            -0.5 * (df * log_rest - log_own[k] + log_det - ((double)m->knots - 2) * log_weight);
        l.sd[k] = (log_rest - log_df - log_own[k]) / 2;
        if (!s.definite[k]) {
            l.like[k] = -INFINITY;
            l.sd[k] = 0;
        }
    }
    return l;
}

static double likeliest(const likelihood *l, double best)
{
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        best = l->like[k] > best ? l->like[k] : best;
    return best;
}

/* Whether a trend that bends less than one at hand may reach such a likelihood: the rest of squares grows with the
 * penalty's weight, and over the weight's power the determinant falls to that of the stiffest trend. */
static bool may_bend_less(const likelihood *l, const likelihood *stiffest, double df, double least)
{
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double most = stiffest->like[k] + df * (stiffest->sd[k] - l->sd[k]);
        if (!isfinite(l->like[k]) || !isfinite(stiffest->like[k]) || most >= least)
            return true;
    }
    return false;
}

/* Sum over the penalty's weights: how likely each rho is, and the noise with it. A straight trend has no bend, and
 * one weight is enough. */
static void weigh(lc_ar1 *w, const moments *m)
{
    likelihood l[ROUGHNESSES];
    lanes log_own;
    grid g;
    bool bent = m->knots > 2;
    size_t last = bent ? ROUGHNESSES - 1 : 0, n = 0;
    assert(m->knots >= 2 && m->knots <= KNOTS_MAX);
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        log_own[k] = log(1 - rhos[k] * rhos[k]);
    set_grid(&g, m);
    likelihood stiffest = likelihood_at(last, &g, m, log_own);
    double best = likeliest(&stiffest, -INFINITY);
    for (bool more = true; more && n < last; n++) {
        l[n] = likelihood_at(n, &g, m, log_own);
        best = likeliest(&l[n], best);
        more = may_bend_less(&l[n], &stiffest, (double)m->n - 2, best + LIKE_LOW);
    }
    l[n++] = stiffest;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double sum = 0, log_sd = 0;
        for (size_t j = 0; j < n; j++) {
            double below = l[j].like[k] - best;
            double p_value = below > (bent ? LIKE_LOW : EXP_LOW) ? exp(below) : 0;
            sum += p_value;
            log_sd += p_value * l[j].sd[k];
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
        if (w->weight[k] > LC_AR1_NOTHING && w->sd_at[k] > 0)
            log_sd = (isfinite(log_sd) ? log_sd : 0) + w->weight[k] * log(w->sd_at[k]);
    }
    w->sd = exp(log_sd);
}

static double largest_of(const double *y, size_t n)
{
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fabs(y[i]) > largest ? fabs(y[i]) : largest;
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

/* Slope of the straight trend at each rho, from the two knots' normal equations; `across` is the
 * length between them [unit of x]. */
static void find_slopes(lc_ar1 *w, const moments *m, double across)
{
    term diagonal[] = {matrix_term(m, 0, 0, 0), matrix_term(m, 1, 0, 0)};
    term next = matrix_term(m, 0, 1, 0), right[] = {right_term(m, 0), right_term(m, 1)};
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double rho = rhos[k], b[] = {at_rho(&right[0], rho), at_rho(&right[1], rho)};
        double first = at_rho(&diagonal[0], rho), last = at_rho(&diagonal[1], rho);
        double both = at_rho(&next, rho), det = first * last - both * both;
        double innovation = w->sd_at[k] * sqrt(1 - rho * rho);
        w->slope_at[k] = ((first + both) * b[1] - (last + both) * b[0]) / det / across;
        w->slope_error_at[k] = innovation * sqrt((first + last + 2 * both) / det) / across;
    }
}

/* Fit the prepared values r[n]. */
static void fit(lc_ar1 *w, const double *x, const double *r, size_t n, lc_ar1_trend trend)
{
    moments m = {.n = n};
    size_t knot[KNOTS_MAX] = {0};
    m.knots = place_knots(knot, n, trend);
    gather(&m, x, r, knot);
    add_bends(&m.bend, x, knot, m.knots);
    weigh(w, &m);
    if (trend == LC_AR1_STRAIGHT)
        find_slopes(w, &m, x[n - 1] - x[0]);
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
        lc_room room;
        double *r = lc_room_take(&room, n);
        lc_status st = r ? prepare(r, &scale, x, y, n, err) : lc_error_nomem(err);
        if (st == LC_OK && scale > 0)
            fit(&w, x, r, n, trend);
        lc_room_free(&room);
        if (st != LC_OK)
            return st;
    }
    bool straight = trend == LC_AR1_STRAIGHT && n >= 2;
    restore(&w, scale, straight ? (y[n - 1] - y[0]) / (x[n - 1] - x[0]) : 0);
    normalise(&w);
    *ar1 = w;
    return LC_OK;
}
