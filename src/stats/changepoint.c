/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changepoint.c - jumps of a level: a step on top of a cubic, in windows about every place. */
#include "stats/changepoint.h"

#include "base/mem.h"
#include "base/wide.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEFT_MIN 4   /* points before a step */
#define RIGHT_MIN 2  /* points after it */
#define CUBIC_FROM 8 /* points; fewer have a straight trend */
#define POWERS_MAX 4 /* of a cubic */
#define TERMS (POWERS_MAX + 2)
#define STEP POWERS_MAX /* terms after the powers: the step, and y */
#define Y (POWERS_MAX + 1)
#define CHANCE_MIN 5e-3   /* a rho less likely changes nothing */
#define PIVOT_MIN 1e-12   /* of the first: what rounding leaves of a term that others hold */
#define APART 0.8         /* from either neighbour, of an outlier's distance from the median */
#define ERRORS_MIN 0.5    /* of a step; the probability of smaller ones is as good as 1 */
#define COVER 0.9         /* of the intervals */
#define ALMOST 0.999999   /* a p-value that is no infinity in Sidak's formula */
#define REACH_MAX 32      /* points on either side of a place */
#define PLACES 32         /* that are looked at side by side */
#define SHORT 8           /* places that are looked at closely for one jump */
#define NARROW (1 / 30.0) /* a window's part of all x in which its cubic can still be told */
#define FAR 1e5           /* sds of y whose squares leave its noise exact */

/* Independent tries per place: with so many Sidak's formula gives the share of series that show
 * a step by chance. Of 300 series each about a constant, exponentials and power laws up to 300
 * sds high, of 30 to 200 points, rho 0 to 0.8, the least p-value was that of 0.4 to 1.7 tries per
 * place. */
#define TRIES 0.7

/* Reaches that are tried, as far as there are so many points: each twice the one before. */
static const size_t reaches[] = {4, 8, 16, REACH_MAX};

/* The series that is searched: y without the jumps found so far, and its noise. */
typedef struct field {
    double *x,
        *y; /* with room before and behind, where windows of places near the ends are masked */
    size_t n;
    lc_ar1 ar1;
} field;

/* Points [from, to) with a step before `at`. */
typedef struct window {
    size_t from, at, to;
} window;

/* Two terms side by side, in one operation where the processor has such. */
typedef double pair __attribute__((vector_size(2 * sizeof(double))));

/* Sums of products of terms. */
typedef struct sums {
    pair of[TERMS][TERMS / 2];
} sums;

/* The same over a window, for any rho: with z(i) - rho z(i - 1) for each term, and its first point as
 * it is by its share of the variance, they are ends + (1 + rho^2) inner - rho (lagged + its transpose). */
typedef struct products {
    size_t points;
    sums ends, inner, lagged; /* of its first and last point, of all others, of neighbours */
} products;

/* A step as one window shows it. */
typedef struct step {
    double size, error;
    double df;     /* degrees of freedom of the error */
    double misfit; /* sum of squares that it leaves, in units of the innovations' variance */
    double p;      /* p-value at this place alone */
} step;

static const step nothing = {.error = INFINITY, .df = 1, .p = 1};

/* The same at each rho; without degrees of freedom where that is too unlikely to count. */
typedef step steps[LC_AR1_STEPS];

/* Where a window's step is, and how far the window reaches from there, in x. */
static void set_scale(double *middle, double *reach, const field *f, const window *w)
{
    *middle = f->x[w->at - 1] / 2 + f->x[w->at] / 2;
    *reach = fmax(f->x[w->to - 1] - *middle, *middle - f->x[w->from]);
}

/* The terms at point i: powers of x, in units of the window's reach, then the step, then y. */
static void set_terms(pair *z, const field *f, const window *w, double u, size_t i)
{
    z[0] = (pair){1, u};
    z[1] = z[0] * (u * u);
    z[2] = (pair){i < w->at ? -0.5 : 0.5, (f->y[i] - f->y[w->at]) / f->ar1.sd};
}

/* The half with i <= j, and what stands beside it. */
static void add_square(sums *s, const pair *z)
{
    for (size_t i = 0; i < TERMS; i++)
        for (size_t j = i / 2; j < TERMS / 2; j++)
            s->of[i][j] += z[i / 2][i % 2] * z[j];
}

static void add_products(sums *s, const pair *z, const pair *y)
{
    for (size_t i = 0; i < TERMS; i++)
        for (size_t j = 0; j < TERMS / 2; j++)
            s->of[i][j] += z[i / 2][i % 2] * y[j];
}

static void multiply(products *p, const field *f, const window *w)
{
    double middle, reach;
    pair z[2][TERMS / 2];
    set_scale(&middle, &reach, f, w);
    *p = (products){.points = w->to - w->from};
    for (size_t i = w->from; i < w->to; i++) {
        pair *now = z[i % 2], *before = z[(i + 1) % 2];
        set_terms(now, f, w, (f->x[i] - middle) / reach, i);
        add_square(i == w->from || i + 1 == w->to ? &p->ends : &p->inner, now);
        if (i > w->from)
            add_products(&p->lagged, now, before);
    }
}

/* Some values of rho side by side, in one operation where the processor has such. */
#define GROUP 4
typedef double group __attribute__((vector_size(GROUP * sizeof(double))));

/* The sum of products of terms i <= j at each rho. */
static inline void sum_at(group *sum, const products *p, const group *rho, size_t i, size_t j)
{
    double lagged = p->lagged.of[i][j / 2][j % 2] + p->lagged.of[j][i / 2][i % 2];
    *sum = p->ends.of[i][j / 2][j % 2] - *rho * lagged +
           (1 + *rho * *rho) * p->inner.of[i][j / 2][j % 2];
}

/* Terms of a window's trend beside the step and y. */
static size_t powers_for(size_t points)
{
    return points < CUBIC_FROM ? 2 : POWERS_MAX;
}

/* The step's size with the variance of its innovations' sum, at each rho: what is left of step and y when the trend's
 * terms are taken out of both. */
typedef struct fits {
    double rho[GROUP], size[GROUP], weight[GROUP], rest[GROUP];
    double pivot[TERMS - 1]
                [GROUP]; /* of each term: where it is none, the trend leaves nothing of the step */
} fits;

LC_WIDE static void fit_steps(fits *f, const products *p)
{
    group a[TERMS][TERMS], rho;
    size_t powers = powers_for(p->points), last = powers + 1;
    memcpy(&rho, f->rho, sizeof rho);
    for (size_t i = 0; i <= last; i++)
        for (size_t j = i; j <= last; j++)
            sum_at(&a[i][j], p, &rho, i < powers ? i : i + STEP - powers,
                   j < powers ? j : j + STEP - powers);
    for (size_t k = 0; k < last; k++) {
        memcpy(f->pivot[k], &a[k][k], sizeof f->pivot[k]);
        for (size_t i = k + 1; i <= last && k + 1 < last; i++) {
            group share = a[k][i] / a[k][k];
            for (size_t j = i; j <= last; j++)
                a[i][j] -= share * a[k][j];
        }
    }
    group weight = a[last - 1][last - 1], size = a[last - 1][last] / weight;
    group rest = a[last][last] - size * a[last - 1][last];
    memcpy(f->weight, &weight, sizeof weight);
    memcpy(f->size, &size, sizeof size);
    memcpy(f->rest, &rest, sizeof rest);
}

/* What one window and one rho say, in units of the noise's sd; nothing where the trend leaves no step. The noise is that
 * of the series or of the window, whichever is larger, with the degrees of freedom behind it: a window too
 * wide for a cubic leaves much, and so does one with two steps. */
static void weigh(step *s, const products *p, const lc_ar1 *noise, size_t k, const fits *f,
                  size_t of)
{
    double rho = f->rho[of], rest = fmax(0, f->rest[of]);
    s->df = 0;
    for (size_t i = 0; i <= powers_for(p->points); i++)
        if (!(f->pivot[i][of] > PIVOT_MIN * (double)p->points))
            return;
    double all = noise->sd_at[k] / noise->sd * sqrt(1 - rho * rho);
    double df = (double)(p->points - powers_for(p->points) - 1), own = sqrt(rest / df);
    s->size = f->size[of];
    s->error = fmax(all, own) / sqrt(f->weight[of]);
    s->df = own > all ? fmin(df, noise->df) : noise->df;
    s->misfit = rest / all / all;
}

/* At each rho that is likely enough to count. */
static void weigh_all(steps each, const products *p, const lc_ar1 *noise)
{
    size_t held[GROUP], n = 0;
    fits f = {.rho = {0}};
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        each[k].df = 0;
        if (noise->weight[k] >= CHANCE_MIN) {
            held[n] = k;
            f.rho[n++] = lc_ar1_rho(k);
        }
        if (n < GROUP && k + 1 < LC_AR1_STEPS)
            continue;
        fit_steps(&f, p);
        for (size_t of = 0; of < n; of++)
            weigh(&each[held[of]], p, noise, held[of], &f, of);
        n = 0;
    }
}

/* The step of a window: means over all rho, and of the error what they and their differences
 * make. */
static step measure(steps each, const field *f, const window *w)
{
    products p;
    multiply(&p, f, w);
    weigh_all(each, &p, &f->ar1);
    double sum = 0, squares = 0, sd = f->ar1.sd;
    step s = {.p = 1};
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        const step *one = &each[k];
        if (one->df == 0)
            continue;
        double p_value = f->ar1.weight[k];
        sum += p_value;
        s.size += p_value * one->size;
        squares += p_value * (one->error * one->error + one->size * one->size);
        s.df += p_value * one->df;
        s.misfit += p_value * one->misfit;
    }
    if (!(sum > 0))
        return nothing;
    s.size /= sum;
    s.error = sqrt(fmax(0, squares / sum - s.size * s.size));
    return (step){sd * s.size, sd * s.error, s.df / sum, s.misfit / sum, 1};
}

/* Probability of the window's step where there is none, a mean over all rho. */
static double p_value_of(const field *f, const step *each)
{
    double sum = 0, p_value = 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        const step *s = &each[k];
        if (s->df == 0)
            continue;
        sum += f->ar1.weight[k];
        p_value += f->ar1.weight[k] * 2 * gsl_cdf_tdist_Q(fabs(s->size) / s->error, s->df);
    }
    return sum > 0 ? fmin(1, p_value / sum) : 1;
}

/* The window about `at`, as long after it as before, as far as the series goes: the other way round,
 * what stands after would have to tell how a curve begins, which is the steepest part of it. */
static window window_at(const field *f, size_t at, size_t reach)
{
    size_t left = at < reach ? at : reach;
    size_t right = f->n - at < left ? f->n - at : left;
    return (window){at - left, at, at + right};
}

static bool is_wide_enough(const window *w)
{
    return w->at - w->from >= LEFT_MIN && w->to - w->at >= RIGHT_MIN;
}

/* The step before `at` in the window that makes its error least, which goes to *best. */
static step measure_best(const field *f, size_t at, window *best)
{
    step s = nothing;
    steps each[2]; /* of the best so far, and of the one at hand */
    size_t held = 0;
    size_t points = 0;
    *best = (window){at, at, at};
    for (size_t k = 0; k < sizeof reaches / sizeof *reaches && f->ar1.sd > 0; k++) {
        window w = window_at(f, at, reaches[k]);
        if (!is_wide_enough(&w) || w.to - w.from == points)
            continue;
        step t = measure(each[!held], f, &w);
        points = w.to - w.from;
        if (t.error < s.error) {
            s = t;
            *best = w;
            held = !held;
        }
    }
    if (fabs(s.size) > ERRORS_MIN * s.error)
        s.p = p_value_of(f, each[held]);
    return s;
}

/* An outlier stands apart from both its neighbours; beside a jump values are far off the running
 * median as well, but on one side. */
static double calm_value(const lc_curve *c, size_t i)
{
    double off = c->y[i] - c->despiked[i], sign = off < 0 ? -1 : 1;
    double before = i > 0 ? sign * (c->y[i] - c->y[i - 1]) : INFINITY;
    double after = i + 1 < c->n ? sign * (c->y[i] - c->y[i + 1]) : INFINITY;
    return fmin(before, after) > fabs(off) * APART ? c->despiked[i] : c->y[i];
}

static lc_status open_field(field *f, const lc_curve *c, lc_error *err)
{
    size_t room = REACH_MAX + c->n + PLACES + REACH_MAX;
    double *x = lc_mem_resize(NULL, 2 * room, sizeof *x);
    if (!x)
        return lc_error_nomem(err);
    memset(x, 0, 2 * room * sizeof *x);
    *f = (field){x + REACH_MAX, x + room + REACH_MAX, c->n, c->ar1};
    for (size_t i = 0; i < c->n; i++) {
        f->x[i] = c->x[i];
        f->y[i] = calm_value(c, i);
    }
    return LC_OK;
}

static void close_field(field *f)
{
    lc_mem_free(f->x - REACH_MAX);
}

static void shift(field *f, size_t at, double size)
{
    for (size_t i = at; i < f->n; i++)
        f->y[i] += size;
}

/* Measure the step before `at` anew, with the noise that the series has without it; where that is none the step is
 * all there is. */
static lc_status measure_apart(step *s, window *w, field *f, size_t at, lc_error *err)
{
    if (!isfinite(s->error))
        return LC_OK;
    double size = s->size;
    shift(f, at, -size);
    lc_status st = lc_ar1_fit(&f->ar1, f->x, f->y, f->n, LC_AR1_BENT, err);
    shift(f, at, size);
    if (f->ar1.sd > 0)
        *s = measure_best(f, at, w);
    else
        s->error = s->p = 0;
    return st;
}

static lc_changepoint describe(const step *s, size_t at)
{
    double reach = s->error; /* which may be infinite */
    if (isfinite(reach))
        reach *= gsl_cdf_tdist_Pinv((1 + COVER) / 2, s->df);
    return (lc_changepoint){at, at, at, s->size, s->error, s->size - reach, s->size + reach, s->p};
}

/* Where the step may stand instead: places of the window, the likeliest next ones first, until
 * they have 90 % of the likelihood. */
static void find_place(lc_changepoint *c, const field *f, const window *w)
{
    double likely[2 * REACH_MAX] = {0}, sum = 0, held = 1;
    steps each;
    double here = measure(each, f, w).misfit;
    size_t low = w->from + RIGHT_MIN, high = w->to - RIGHT_MIN;
    for (size_t i = low; i <= high; i++) {
        window other = {w->from, i, w->to};
        likely[i - w->from] = exp(fmin(0, here - measure(each, f, &other).misfit) / 2);
        sum += likely[i - w->from];
    }
    while (held < COVER * sum && (c->first > low || c->last < high)) {
        double before = c->first > low ? likely[c->first - 1 - w->from] : -1;
        double after = c->last < high ? likely[c->last + 1 - w->from] : -1;
        held += fmax(before, after);
        if (before >= after)
            c->first--;
        else
            c->last++;
    }
}

lc_status lc_changepoint_at(lc_changepoint *change, const lc_curve *c, size_t at, lc_error *err)
{
    field f;
    window w;
    step s = nothing;
    lc_status st = open_field(&f, c, err);
    if (st != LC_OK)
        return st;
    if (at < c->n) {
        s = measure_best(&f, at, &w);
        st = measure_apart(&s, &w, &f, at, err);
    }
    if (st == LC_OK)
        *change = describe(&s, at);
    close_field(&f);
    return st;
}

typedef double lanes[PLACES];

#define SPAN (REACH_MAX + PLACES + REACH_MAX) /* points of all windows about so many places */
#define POINT_TERMS (POWERS_MAX + 1)          /* all but the step: powers, and y */
#define POINT_Y POWERS_MAX
#define PRODUCTS (POINT_TERMS * (POINT_TERMS + 1) / 2)

/* Neighbouring places side by side, with windows that grow about them, at one rho. A point has the same terms
 * in all of them but for the step, so sums of neighbours serve many. */
typedef struct screen {
    const field *field;
    size_t k;                       /* of the rho */
    double rho;                     /* which each point would take a tanh for */
    size_t at;                      /* of the first one */
    double term[POINT_TERMS][SPAN]; /* of points from REACH_MAX before `at` on */
    /* Terms less rho times those of the point before, where that is in the series too; else 0. */
    double change[POINT_TERMS][SPAN];
    double sum[PRODUCTS][SPAN]; /* of products of the changes of `width` points from each on */
    size_t width;
    lanes left[PRODUCTS], right[PRODUCTS]; /* the same of windows, on either side of their places */
    lanes all[TERMS][TERMS];               /* of the windows, their first points among them */
    lanes whole[POWERS_MAX];               /* what of them the elimination begins with */
    lanes points, size, variance, df;      /* of the best step so far; variance: of its error */
} screen;

/* All points of the widest windows about some places. */
static window span_of(const field *f, size_t at, size_t n)
{
    return (window){window_at(f, at, REACH_MAX).from, at, window_at(f, at + n - 1, REACH_MAX).to};
}

/* Whether the places can have their terms in common: not where the narrowest window about one is but a small part
 * of all x, or where y goes far beyond its noise. Then rounding takes what the windows tell. */
static bool can_share(const field *f, size_t at, size_t n)
{
    window w = span_of(f, at, n);
    double least = INFINITY, low = f->y[w.from], high = low;
    for (size_t i = w.from; i < w.to; i++) {
        low = f->y[i] < low ? f->y[i] : low;
        high = f->y[i] > high ? f->y[i] : high;
    }
    for (size_t i = w.from; i + CUBIC_FROM <= w.to; i++) {
        double width = f->x[i + CUBIC_FROM - 1] - f->x[i];
        least = width < least ? width : least;
    }
    return least > NARROW * (f->x[w.to - 1] - f->x[w.from]) && high - low < FAR * f->ar1.sd;
}

/* Powers of x, in units of the reach of all windows, and y. */
LC_WIDE static void set_points(screen *restrict s, const window *span)
{
    const field *f = s->field;
    const double *x = f->x + s->at - REACH_MAX, *y = f->y + s->at - REACH_MAX;
    double middle = f->x[span->from] / 2 + f->x[span->to - 1] / 2;
    double reach = f->x[span->to - 1] - middle, y_at = f->y[s->at], sd = f->ar1.sd;
    for (size_t i = 0; i < SPAN; i++) {
        double u = (x[i] - middle) / reach;
        s->term[0][i] = 1;
        s->term[1][i] = u;
        s->term[2][i] = u * u;
        s->term[3][i] = u * (u * u);
        s->term[POINT_Y][i] = (y[i] - y_at) / sd;
    }
}

LC_WIDE static void set_products(screen *restrict s)
{
    double rho = s->rho;
    size_t second = s->at < REACH_MAX ? REACH_MAX + 1 - s->at : 1;
    size_t end = s->field->n + REACH_MAX - s->at;
    end = end < SPAN ? end : SPAN;
    for (size_t i = 0; i < POINT_TERMS; i++) {
        for (size_t t = 0; t < SPAN; t++)
            s->change[i][t] = 0;
        for (size_t t = second; t < end; t++)
            s->change[i][t] = s->term[i][t] - rho * s->term[i][t - 1];
    }
    for (size_t i = 0, k = 0; i < POINT_TERMS; i++)
        for (size_t j = i; j < POINT_TERMS; j++, k++)
            for (size_t t = 0; t < SPAN; t++)
                s->sum[k][t] = s->change[i][t] * s->change[j][t];
    s->width = 1;
}

/* Let the sums be those of twice as many points. */
LC_WIDE static void widen(screen *restrict s)
{
    for (size_t k = 0; k < PRODUCTS; k++)
        for (size_t t = 0; t + s->width < SPAN; t++)
            s->sum[k][t] += s->sum[k][t + s->width];
    s->width *= 2;
}

/* Add the points from `before` each place on. */
LC_WIDE static void add_left(screen *restrict s, size_t before)
{
    size_t from = REACH_MAX - before;
    for (size_t k = 0; k < PRODUCTS; k++)
        for (size_t l = 0; l < PLACES; l++)
            s->left[k][l] += s->sum[k][from + l];
}

/* Add the points from `off` behind each place on, but no more than are before it: the first places are by
 * themselves. */
LC_WIDE static void add_right(screen *restrict s, size_t off)
{
    size_t from = REACH_MAX + off, first = 0;
    for (; first < PLACES && s->at + first < off + s->width; first++)
        for (size_t t = from + first; t < REACH_MAX + s->at + 2 * first; t++)
            for (size_t i = 0, k = 0; i < POINT_TERMS; i++)
                for (size_t j = i; j < POINT_TERMS; j++, k++)
                    s->right[k][first] += s->change[i][t] * s->change[j][t];
    for (size_t k = 0; k < PRODUCTS; k++)
        for (size_t l = first; l < PLACES; l++)
            s->right[k][l] += s->sum[k][from + l];
}

/* The first points of the windows, by their share of the variance. */
static void take_first(lanes *first, const screen *s, size_t reach)
{
    for (size_t l = 0; l < PLACES; l++) {
        size_t at = s->at + l, left = at < reach ? at : reach;
        for (size_t i = 0; i < POINT_TERMS; i++)
            first[i][l] = s->term[i][REACH_MAX + l - left];
    }
}

/* All sums: the step is half the first term's, on the left turned round, and the place itself has both sides' in its
 * change. */
LC_WIDE static void join(screen *restrict s, lanes *restrict first)
{
    double rho = s->rho, share = 1 - rho * rho;
    for (size_t i = 0, k = 0; i < POINT_TERMS; i++) {
        size_t to = i == POINT_Y ? Y : i;
        for (size_t j = i; j < POINT_TERMS; j++, k++)
            for (size_t l = 0; l < PLACES; l++)
                s->all[to][j == POINT_Y ? Y : j][l] =
                    s->left[k][l] + s->right[k][l] + share * first[i][l] * first[j][l];
        double *halved = i == POINT_Y ? s->all[STEP][Y] : s->all[i][STEP];
        for (size_t l = 0; l < PLACES; l++)
            halved[l] = (s->right[i][l] - s->left[i][l]) / 2 + rho * s->change[i][REACH_MAX + l] -
                        share * first[i][l] / 2;
    }
    for (size_t l = 0; l < PLACES; l++)
        s->all[STEP][STEP][l] = (s->left[0][l] + s->right[0][l]) / 4 + rho + share / 4;
}

/* No squares and cubes in so short a window. */
static void straighten(screen *s, size_t l)
{
    for (size_t i = 0; i < TERMS; i++)
        for (size_t j = i; j < TERMS; j++)
            if (i == 2 || i == 3 || j == 2 || j == 3)
                s->all[i][j][l] = i == j;
}

/* All sums of the windows that reach so far. */
static void complete(screen *s, size_t reach)
{
    lanes first[POINT_TERMS];
    for (size_t l = 0; l < PLACES; l++) {
        window w = window_at(s->field, s->at + l < s->field->n ? s->at + l : s->at, reach);
        s->points[l] = (double)(w.to - w.from);
    }
    take_first(first, s, reach);
    join(s, first);
    for (size_t l = 0; l < PLACES; l++)
        if (s->points[l] < CUBIC_FROM)
            straighten(s, l);
}

/* Take the trend's terms out of step and y. */
LC_WIDE static void eliminate(screen *restrict s)
{
    lanes share;
    for (size_t k = 0; k < POWERS_MAX; k++)
        memcpy(s->whole[k], s->all[k][k], sizeof s->whole[k]);
    for (size_t k = 0; k < POWERS_MAX; k++)
        for (size_t i = k + 1; i < TERMS; i++) {
            for (size_t l = 0; l < PLACES; l++)
                share[l] = s->all[k][i][l] / s->all[k][k][l];
            for (size_t j = i; j < TERMS; j++)
                for (size_t l = 0; l < PLACES; l++)
                    s->all[i][j][l] -= share[l] * s->all[k][j][l];
        }
}

/* As weigh; kept where the error is the least so far. */
LC_WIDE static void keep_best(screen *restrict s)
{
    const lc_ar1 *noise = &s->field->ar1;
    double all = noise->sd_at[s->k] / noise->sd, noise_df = noise->df;
    all *= all * (1 - s->rho * s->rho);
    for (size_t l = 0; l < PLACES; l++) {
        double weight = s->all[STEP][STEP][l], size = s->all[STEP][Y][l] / weight;
        double rest = s->all[Y][Y][l] - size * s->all[STEP][Y][l];
        bool told = weight > PIVOT_MIN * s->points[l];
        for (size_t k = 0; k < POWERS_MAX; k++)
            told &= s->all[k][k][l] > PIVOT_MIN * s->whole[k][l];
        double df = s->points[l] - (s->points[l] < CUBIC_FROM ? 2 : POWERS_MAX) - 1;
        double own = rest > 0 ? rest / df : 0;
        double variance = (own > all ? own : all) / weight;
        bool better = told && variance < s->variance[l];
        df = own > all && df < noise_df ? df : noise_df;
        s->size[l] = better ? size : s->size[l];
        s->df[l] = better ? df : s->df[l];
        s->variance[l] = better ? variance : s->variance[l];
    }
}

/* As measure_best, for n places from `at` on, at one rho alone and without the p-values. */
static void screen_places(screen *s, size_t at, size_t n)
{
    window span = span_of(s->field, at, n);
    s->at = at;
    set_points(s, &span);
    set_products(s);
    memset(s->left, 0, sizeof s->left);
    memset(s->right, 0, sizeof s->right);
    for (size_t l = 0; l < PLACES; l++) {
        s->variance[l] = INFINITY;
        s->size[l] = s->df[l] = 1;
    }
    add_right(s, 0);
    for (size_t reach = 2; reach <= REACH_MAX; reach *= 2) {
        while (s->width < reach / 2)
            widen(s);
        add_left(s, reach - 1);
        add_right(s, reach / 2);
        if (reach < reaches[0])
            continue;
        complete(s, reach);
        eliminate(s);
        keep_best(s);
    }
}

/* The rho at which as much of its p-value lies below as above. */
static size_t middle_rho(const lc_ar1 *noise)
{
    size_t k = 0;
    double below = noise->weight[0];
    while (below < 0.5 && k + 1 < LC_AR1_STEPS)
        below += noise->weight[++k];
    return k;
}

/* Places with the probability of their steps at one rho, least first. */
typedef struct shortlist {
    size_t n, at[SHORT];
    double p[SHORT];
    double df, errors; /* of a step that came too late: none as small has a chance */
} shortlist;

/* A step of so many standard errors. */
static void enter(shortlist *l, size_t at, double errors, double df)
{
    size_t k = l->n;
    if (df <= l->df && errors <= l->errors)
        return;
    double p = gsl_cdf_tdist_Q(errors, df);
    if (k == SHORT && p >= l->p[k - 1]) {
        l->df = df;
        l->errors = errors;
        return;
    }
    k -= k == SHORT;
    for (; k > 0 && p < l->p[k - 1]; k--) {
        l->p[k] = l->p[k - 1];
        l->at[k] = l->at[k - 1];
    }
    l->p[k] = p;
    l->at[k] = at;
    l->n += l->n < SHORT;
}

/* The place whose step is least likely to be noise, among those that are at the middle rho, with that step and its
 * window; 0 for none. */
static size_t find_strongest(step *strongest, window *of, const field *f)
{
    size_t at = 0;
    shortlist list = {0};
    size_t middle = middle_rho(&f->ar1);
    screen s = {.field = f, .k = middle, .rho = lc_ar1_rho(middle)};
    for (size_t i = LEFT_MIN, n; i + RIGHT_MIN <= f->n && f->ar1.sd > 0; i += n) {
        size_t left = f->n - RIGHT_MIN - i + 1;
        n = left < PLACES ? left : PLACES;
        n = can_share(f, i, n) ? n : 1;
        screen_places(&s, i, n);
        for (size_t l = 0; l < n; l++)
            if (s.size[l] * s.size[l] > ERRORS_MIN * ERRORS_MIN * s.variance[l])
                enter(&list, i + l, fabs(s.size[l]) / sqrt(s.variance[l]), s.df[l]);
    }
    for (size_t k = 0; k < list.n; k++) {
        window w;
        step one = measure_best(f, list.at[k], &w);
        if (one.p < strongest->p || (one.p == strongest->p && list.at[k] < at)) {
            *strongest = one;
            *of = w;
            at = list.at[k];
        }
    }
    return at;
}

/* Take the strongest step out of the field, if its p-value, for all places, is below alpha. */
static lc_status take_strongest(lc_changepoint *c, bool *stands, field *f, double alpha,
                                lc_error *err)
{
    window w;
    step s = nothing;
    size_t at = find_strongest(&s, &w, f);
    *stands = false;
    if (at == 0)
        return LC_OK;
    lc_status st = measure_apart(&s, &w, f, at, err);
    double p = -expm1(TRIES * (double)f->n * log1p(-fmin(s.p, ALMOST)));
    if (st != LC_OK || !(p < alpha))
        return st;
    *stands = true;
    *c = describe(&s, at);
    c->p = p;
    if (s.error > 0)
        find_place(c, f, &w);
    shift(f, at, -s.size);
    return LC_OK;
}

/* What is left of a jump at its own place is one of the curve's bends. */
static bool is_new(const lc_changepoint *c, const lc_changepoint *found, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (found[i].at == c->at)
            return false;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const lc_changepoint *c = a, *d = b;
    return (c->at > d->at) - (c->at < d->at);
}

lc_status lc_changepoint_find(lc_changepoint change[LC_CHANGEPOINTS_MAX], size_t *found,
                              const lc_curve *c, double alpha, lc_error *err)
{
    field f;
    size_t n = 0;
    lc_status st = open_field(&f, c, err);
    if (st != LC_OK)
        return st;
    for (bool more = true; st == LC_OK && more && n < LC_CHANGEPOINTS_MAX;) {
        st = take_strongest(&change[n], &more, &f, alpha, err);
        more = st == LC_OK && more && is_new(&change[n], change, n);
        n += more;
    }
    close_field(&f);
    if (st != LC_OK)
        return st;
    qsort(change, n, sizeof *change, by_place);
    *found = n;
    return LC_OK;
}
