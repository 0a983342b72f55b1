/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve_model.c - an exponential, a stretched exponential or a power law with a floor, fitted robustly. */
#include "stats/curve_model.h"

#include "stats/noise.h"

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_statistics.h>
#include <math.h>

#define PARAMETERS 3 /* end, drop, log rate */
#define ITERATIONS 40
#define TOLERANCE 1e-5 /* of parameters of order one: far below any noise */
#define ROUNDS 3       /* of weighing anew */
#define HUBER 1.345    /* sd: 95 % efficiency for normal noise */
#define LOG_RATE 5.0   /* beyond it a model is a line or a step */
#define STEP 1e-4      /* of the log rate, for its derivative */
#define NOTHING 1e-9   /* what a parameter moves the points by that can't be told */

double lc_curve_model_u(const lc_curve_model_units *units, double x)
{
    return (x - units->origin) / units->span;
}

double lc_curve_model_value(const lc_curve_model_units *units, double y)
{
    return units->low + units->range * y;
}

void lc_curve_model_take_points(lc_curve_model_points *points, lc_curve_model_units *units,
                                const lc_curve *c, double origin)
{
    size_t most = c->n < LC_CURVE_MODEL_POINTS ? c->n : LC_CURVE_MODEL_POINTS, from = 0;
    double high, each = (double)c->values / (double)c->n;
    *units = (lc_curve_model_units){.origin = origin, .span = c->x[c->n - 1] - origin};
    points->n = 0;
    for (size_t k = 1; k <= most; k++) {
        double part = (double)k / (double)most;
        size_t to = most == c->n ? k : (size_t)(part * part * (double)c->n);
        to = k == most ? c->n : to > from ? to : from + 1;
        points->u[points->n] = lc_curve_model_u(units, gsl_stats_mean(c->x + from, 1, to - from));
        points->y[points->n] = gsl_stats_mean(c->despiked + from, 1, to - from);
        points->weight[points->n++] = each * (double)(to - from);
        from = to;
    }
    gsl_stats_minmax(&units->low, &high, points->y, 1, points->n);
    units->range = high - units->low;
    for (size_t i = 0; i < points->n; i++)
        points->y[i] = (points->y[i] - units->low) / units->range;
}

/* f at one rate, to be moved and scaled: 1 at fit->from, 0 at fit->to. */
typedef struct shape {
    lc_curve_model model;
    double rate, from, last;
} shape;

/* f(u) / f(from): near u = 0 a power itself is beyond any number. */
static double falling(const shape *s, double u)
{
    switch (s->model) {
    case LC_CURVE_MODEL_EXPONENTIAL:
        return exp(s->rate * (s->from - u));
    case LC_CURVE_MODEL_STRETCHED:
        return exp(sqrt(s->rate * s->from) - sqrt(s->rate * u));
    default:
        return pow(u / s->from, -s->rate);
    }
}

static shape shape_of(const lc_curve_model_fit *fit, double log_rate)
{
    double rate = exp(fmax(-LOG_RATE, fmin(LOG_RATE, log_rate)));
    shape s = {.model = fit->model, .rate = rate, .from = fit->from};
    s.last = falling(&s, fit->to);
    return s;
}

static double scaled(const shape *s, double u)
{
    return (falling(s, u) - s->last) / (1 - s->last);
}

static double value_at(const lc_curve_model_fit *fit, const shape *s, double u)
{
    return fit->end + fit->drop * scaled(s, u);
}

double lc_curve_model_at(const lc_curve_model_fit *fit, double u)
{
    shape s = shape_of(fit, fit->log_rate);
    return value_at(fit, &s, u);
}

double lc_curve_model_floor(const lc_curve_model_fit *fit)
{
    shape s = shape_of(fit, fit->log_rate);
    return fit->end - fit->drop * s.last / (1 - s.last);
}

const char *lc_curve_model_name(lc_curve_model model)
{
    static const char *const names[] = {"exponential", "stretched exponential", "power law"};
    return names[model];
}

typedef struct problem {
    const lc_curve_model_points *points;
    const lc_curve_model_fit *fit; /* model, from and to */
    double log_rate;               /* at which the residuals were asked for last; NaN: not yet */
    double falls[LC_CURVE_MODEL_POINTS]; /* of each point there, which the derivatives need again */
} problem;

static const double *falls_at(problem *p, double log_rate)
{
    if (log_rate == p->log_rate)
        return p->falls;
    shape s = shape_of(p->fit, log_rate);
    for (size_t i = 0; i < p->points->n; i++)
        p->falls[i] = scaled(&s, p->points->u[i]);
    p->log_rate = log_rate;
    return p->falls;
}

static int residuals(const gsl_vector *v, void *data, gsl_vector *out)
{
    problem *p = data;
    double end = gsl_vector_get(v, 0), drop = gsl_vector_get(v, 1);
    const double *falls = falls_at(p, gsl_vector_get(v, 2));
    for (size_t i = 0; i < p->points->n; i++)
        gsl_vector_set(out, i, end + drop * falls[i] - p->points->y[i]);
    return GSL_SUCCESS;
}

/* dy / d parameter at u, where the curve is `here`, and `there` a step of the log rate further. */
static void put_derivatives(double d[PARAMETERS], double drop, double here, double there)
{
    d[0] = 1;
    d[1] = here;
    d[2] = drop * (there - here) / STEP;
}

static int jacobian(const gsl_vector *v, void *data, gsl_matrix *out)
{
    problem *p = data;
    double drop = gsl_vector_get(v, 1), log_rate = gsl_vector_get(v, 2);
    const double *falls = falls_at(p, log_rate);
    shape there = shape_of(p->fit, log_rate + STEP);
    for (size_t i = 0; i < p->points->n; i++)
        put_derivatives(gsl_matrix_ptr(out, i, 0), drop, falls[i], scaled(&there, p->points->u[i]));
    return GSL_SUCCESS;
}

double lc_curve_model_spread(const lc_curve_model_fit *fit, const lc_curve_model_points *p)
{
    shape s = shape_of(fit, fit->log_rate);
    double sum = 0;
    for (size_t i = 0; i < p->n; i++) {
        double off = p->y[i] - value_at(fit, &s, p->u[i]);
        sum += p->weight[i] * off * off;
    }
    return sqrt(sum / (double)(p->n - PARAMETERS));
}

/* With the weighted derivatives as Q R, the variance at u is that of a point times |d R^-1|^2. */
double lc_curve_model_error(const lc_curve_model_fit *fit, const lc_curve_model_points *p, double u)
{
    double all[LC_CURVE_MODEL_POINTS * PARAMETERS], unused[PARAMETERS], d[PARAMETERS], sum = 0;
    gsl_matrix_view r = gsl_matrix_view_array(all, p->n, PARAMETERS);
    gsl_vector_view tau = gsl_vector_view_array(unused, PARAMETERS);
    shape here = shape_of(fit, fit->log_rate), there = shape_of(fit, fit->log_rate + STEP);
    for (size_t i = 0; i < p->n; i++) {
        put_derivatives(all + i * PARAMETERS, fit->drop, scaled(&here, p->u[i]),
                        scaled(&there, p->u[i]));
        for (size_t k = 0; k < PARAMETERS; k++)
            all[i * PARAMETERS + k] *= sqrt(p->weight[i]);
    }
    gsl_linalg_QR_decomp(&r.matrix, &tau.vector);
    put_derivatives(d, fit->drop, scaled(&here, u), scaled(&there, u));
    for (size_t k = 0; k < PARAMETERS; k++) {
        for (size_t i = 0; i < k; i++)
            d[k] -= d[i] * gsl_matrix_get(&r.matrix, i, k);
        double pivot = gsl_matrix_get(&r.matrix, k, k);
        d[k] = fabs(pivot) > NOTHING ? d[k] / pivot : 0;
        sum += d[k] * d[k];
    }
    return lc_curve_model_spread(fit, p) * sqrt(sum);
}

/* Weights by how far off each point is; the scale they go by is kept. */
static lc_status weigh(gsl_vector *weights, lc_curve_model_fit *fit, const lc_curve_model_points *p,
                       lc_error *err)
{
    shape s = shape_of(fit, fit->log_rate);
    double r[LC_CURVE_MODEL_POINTS];
    for (size_t i = 0; i < p->n; i++)
        r[i] = sqrt(p->weight[i]) * (p->y[i] - value_at(fit, &s, p->u[i]));
    lc_status st = lc_residual_sd(&fit->scale, r, p->n, err);
    for (size_t i = 0; st == LC_OK && i < p->n; i++) {
        double far = fit->scale > 0 ? fabs(r[i]) / fit->scale : 0;
        gsl_vector_set(weights, i, p->weight[i] * (far > HUBER ? HUBER / far : 1));
    }
    return st;
}

static void solve(lc_curve_model_fit *fit, gsl_multifit_nlinear_fdf *fdf, gsl_vector *v,
                  const gsl_vector *weights, gsl_multifit_nlinear_workspace *w)
{
    int info;
    gsl_vector_set(v, 0, fit->end);
    gsl_vector_set(v, 1, fit->drop);
    gsl_vector_set(v, 2, fit->log_rate);
    gsl_multifit_nlinear_winit(v, weights, fdf, w);
    gsl_multifit_nlinear_driver(ITERATIONS, TOLERANCE, TOLERANCE, TOLERANCE, NULL, NULL, &info, w);
    const gsl_vector *at = gsl_multifit_nlinear_position(w);
    lc_curve_model_fit found = *fit;
    found.end = gsl_vector_get(at, 0);
    found.drop = gsl_vector_get(at, 1);
    found.log_rate = gsl_vector_get(at, 2);
    if (isfinite(found.end) && isfinite(found.drop) && isfinite(found.log_rate))
        *fit = found;
}

/* End and drop by weighted least squares at the log rate that the fit has. Returns what is left. */
static double solve_line(lc_curve_model_fit *fit, const lc_curve_model_points *p)
{
    shape s = shape_of(fit, fit->log_rate);
    double falls[LC_CURVE_MODEL_POINTS];
    double w = 0, mean_g = 0, mean_y = 0, gg = 0, gy = 0, yy = 0;
    for (size_t i = 0; i < p->n; i++) {
        falls[i] = scaled(&s, p->u[i]);
        w += p->weight[i];
        mean_g += p->weight[i] * (falls[i] - mean_g) / w;
        mean_y += p->weight[i] * (p->y[i] - mean_y) / w;
    }
    for (size_t i = 0; i < p->n; i++) {
        double g = falls[i] - mean_g, y = p->y[i] - mean_y;
        gg += p->weight[i] * g * g;
        gy += p->weight[i] * g * y;
        yy += p->weight[i] * y * y;
    }
    fit->drop = gg > 0 ? gy / gg : 0;
    fit->end = mean_y - fit->drop * mean_g;
    return yy - fit->drop * gy;
}

/* The best of a few rates to begin with. */
static void begin(lc_curve_model_fit *fit, const lc_curve_model_points *p)
{
    double least = INFINITY;
    lc_curve_model_fit best = *fit;
    for (fit->log_rate = -2; fit->log_rate <= 4; fit->log_rate++) {
        double left = solve_line(fit, p);
        if (left < least) {
            least = left;
            best = *fit;
        }
    }
    *fit = best;
}

lc_status lc_curve_model_fit_points(lc_curve_model_fit *fit, lc_curve_model model,
                                    const lc_curve_model_points *points,
                                    const lc_curve_model_fit *start, lc_error *err)
{
    size_t n = points->n;
    lc_curve_model_fit f = {.model = model, .from = points->u[0], .to = points->u[n - 1]};
    if (start)
        f = *start;
    else
        begin(&f, points);
    problem p = {.points = points, .fit = &f, .log_rate = NAN};
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_fdf fdf = {
        .f = residuals, .df = jacobian, .n = n, .p = PARAMETERS, .params = &p};
    gsl_multifit_nlinear_workspace *w =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, n, PARAMETERS);
    gsl_vector *v = gsl_vector_alloc(PARAMETERS), *weights = gsl_vector_alloc(n);
    lc_status st = w && v && weights ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK && !start)
        for (size_t i = 0; i < n; i++)
            gsl_vector_set(weights, i, points->weight[i]);
    for (int round = start ? ROUNDS : 0; st == LC_OK && round <= ROUNDS; round++) {
        if (round > 0)
            st = weigh(weights, &f, points, err);
        if (st == LC_OK)
            solve(&f, &fdf, v, weights, w);
    }
    gsl_vector_free(weights);
    gsl_vector_free(v);
    if (w)
        gsl_multifit_nlinear_free(w);
    if (st == LC_OK)
        *fit = f;
    return st;
}
