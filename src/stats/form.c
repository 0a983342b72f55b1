/* SPDX-License-Identifier: GPL-3.0-or-later */
/* form.c - an exponential, a stretched exponential or a power law with a floor, fitted robustly. */
#include "stats/form.h"

#include "stats/noise.h"

#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>

#define PARAMETERS 3     /* end, drop, log rate */
#define ITERATIONS 40
#define TOLERANCE  1e-5  /* of parameters of order one: far below any noise */
#define ROUNDS     3     /* of weighing anew */
#define HUBER      1.345 /* sd: 95 % efficiency for normal noise */
#define LOG_RATE   5.0   /* beyond it a form is a line or a step */
#define STEP       1e-4  /* of the log rate, for its derivative */

static double falling(lc_form form, double log_rate, double u)
{
    double rate = exp(fmax(-LOG_RATE, fmin(LOG_RATE, log_rate)));
    switch (form) {
    case LC_FORM_EXPONENTIAL: return exp(-rate * u);
    case LC_FORM_STRETCHED: return exp(-sqrt(rate * u));
    default: return pow(u, -rate);
    }
}

/* f at one rate, to be moved and scaled: 1 at fit->from, 0 at fit->to. */
typedef struct shape {
    lc_form form;
    double log_rate, first, last;
} shape;

static shape shape_of(const lc_form_fit *fit, double log_rate)
{
    return (shape){fit->form, log_rate, falling(fit->form, log_rate, fit->from),
                   falling(fit->form, log_rate, fit->to)};
}

static double scaled(const shape *s, double u)
{
    return (falling(s->form, s->log_rate, u) - s->last) / (s->first - s->last);
}

double lc_form_at(const lc_form_fit *fit, double u)
{
    shape s = shape_of(fit, fit->log_rate);
    return fit->end + fit->drop * scaled(&s, u);
}

double lc_form_floor(const lc_form_fit *fit)
{
    shape s = shape_of(fit, fit->log_rate);
    return fit->end - fit->drop * s.last / (s.first - s.last);
}

const char *lc_form_name(lc_form form)
{
    static const char *const names[] = {"exponential", "stretched exponential", "power law"};
    return names[form];
}

typedef struct problem {
    const lc_form_points *points;
    const lc_form_fit *fit; /* form, from and to */
} problem;

static int residuals(const gsl_vector *v, void *data, gsl_vector *out)
{
    const problem *p = data;
    double end = gsl_vector_get(v, 0), drop = gsl_vector_get(v, 1);
    shape s = shape_of(p->fit, gsl_vector_get(v, 2));
    for (size_t i = 0; i < p->points->n; i++)
        gsl_vector_set(out, i, end + drop * scaled(&s, p->points->u[i]) - p->points->y[i]);
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *v, void *data, gsl_matrix *out)
{
    const problem *p = data;
    double drop = gsl_vector_get(v, 1);
    shape here = shape_of(p->fit, gsl_vector_get(v, 2));
    shape there = shape_of(p->fit, gsl_vector_get(v, 2) + STEP);
    for (size_t i = 0; i < p->points->n; i++) {
        double g = scaled(&here, p->points->u[i]), further = scaled(&there, p->points->u[i]);
        gsl_matrix_set(out, i, 0, 1);
        gsl_matrix_set(out, i, 1, g);
        gsl_matrix_set(out, i, 2, drop * (further - g) / STEP);
    }
    return GSL_SUCCESS;
}

/* Weights by how far off each point is; the scale they go by is kept. */
static lc_status weigh(gsl_vector *weights, lc_form_fit *fit, const lc_form_points *p,
                       lc_error *err)
{
    double r[LC_FORM_POINTS];
    for (size_t i = 0; i < p->n; i++)
        r[i] = sqrt(p->weight[i]) * (p->y[i] - lc_form_at(fit, p->u[i]));
    lc_status st = lc_residual_sd(&fit->scale, r, p->n, err);
    for (size_t i = 0; st == LC_OK && i < p->n; i++) {
        double far = fit->scale > 0 ? fabs(r[i]) / fit->scale : 0;
        gsl_vector_set(weights, i, p->weight[i] * (far > HUBER ? HUBER / far : 1));
    }
    return st;
}

static void solve(lc_form_fit *fit, gsl_multifit_nlinear_fdf *fdf, gsl_vector *v,
                  const gsl_vector *weights, gsl_multifit_nlinear_workspace *w)
{
    int info;
    gsl_vector_set(v, 0, fit->end);
    gsl_vector_set(v, 1, fit->drop);
    gsl_vector_set(v, 2, fit->log_rate);
    gsl_multifit_nlinear_winit(v, weights, fdf, w);
    gsl_multifit_nlinear_driver(ITERATIONS, TOLERANCE, TOLERANCE, TOLERANCE, NULL, NULL, &info, w);
    const gsl_vector *at = gsl_multifit_nlinear_position(w);
    lc_form_fit found = *fit;
    found.end = gsl_vector_get(at, 0);
    found.drop = gsl_vector_get(at, 1);
    found.log_rate = gsl_vector_get(at, 2);
    if (isfinite(found.end) && isfinite(found.drop) && isfinite(found.log_rate))
        *fit = found;
}

/* End and drop by weighted least squares at the log rate that the fit has. Returns what is left. */
static double solve_line(lc_form_fit *fit, const lc_form_points *p)
{
    shape s = shape_of(fit, fit->log_rate);
    double w = 0, mean_g = 0, mean_y = 0, gg = 0, gy = 0, yy = 0;
    for (size_t i = 0; i < p->n; i++) {
        double g = scaled(&s, p->u[i]);
        w += p->weight[i];
        mean_g += p->weight[i] * (g - mean_g) / w;
        mean_y += p->weight[i] * (p->y[i] - mean_y) / w;
    }
    for (size_t i = 0; i < p->n; i++) {
        double g = scaled(&s, p->u[i]) - mean_g, y = p->y[i] - mean_y;
        gg += p->weight[i] * g * g;
        gy += p->weight[i] * g * y;
        yy += p->weight[i] * y * y;
    }
    fit->drop = gg > 0 ? gy / gg : 0;
    fit->end = mean_y - fit->drop * mean_g;
    return yy - fit->drop * gy;
}

/* The best of a few rates to begin with. */
static void begin(lc_form_fit *fit, const lc_form_points *p)
{
    double least = INFINITY;
    lc_form_fit best = *fit;
    for (fit->log_rate = -2; fit->log_rate <= 4; fit->log_rate++) {
        double left = solve_line(fit, p);
        if (left < least) {
            least = left;
            best = *fit;
        }
    }
    *fit = best;
}

lc_status lc_form_fit_points(lc_form_fit *fit, lc_form form, const lc_form_points *points,
                             const lc_form_fit *start, lc_error *err)
{
    size_t n = points->n;
    lc_form_fit f = {.form = form, .from = points->u[0], .to = points->u[n - 1]};
    if (start)
        f = *start;
    else
        begin(&f, points);
    problem p = {points, &f};
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
