/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decay.c - fits of an exponential and a power law with a floor. */
#include "stats/decay.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>

#define PARAMETERS 3
#define ITERATIONS 60
#define TOLERANCE  1e-6

/* The data of one fit, in units that make all parameters of order one: x from 0 to 1, y in units
 * of its range. The parameters are floor, height and log rate. */
typedef struct problem {
    const double *x, *y;
    size_t n;
    double step; /* x of the second point */
    bool power;
} problem;

/* The falling factor f and its derivative by the log rate. */
static double falling(const problem *p, double rate, double x, double *by_rate)
{
    double reach = p->power ? log1p(x / p->step) : x;
    double f = exp(-rate * reach);
    *by_rate = -rate * reach * f;
    return f;
}

static int residuals(const gsl_vector *v, void *data, gsl_vector *out)
{
    const problem *p = data;
    double unused, rate = exp(gsl_vector_get(v, 2));
    for (size_t i = 0; i < p->n; i++)
        gsl_vector_set(out, i,
                       gsl_vector_get(v, 0) + gsl_vector_get(v, 1) * falling(p, rate, p->x[i], &unused) -
                           p->y[i]);
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *v, void *data, gsl_matrix *out)
{
    const problem *p = data;
    double by_rate, rate = exp(gsl_vector_get(v, 2));
    for (size_t i = 0; i < p->n; i++) {
        double f = falling(p, rate, p->x[i], &by_rate);
        gsl_matrix_set(out, i, 0, 1);
        gsl_matrix_set(out, i, 1, f);
        gsl_matrix_set(out, i, 2, gsl_vector_get(v, 1) * by_rate);
    }
    return GSL_SUCCESS;
}

/* Value and standard error at x, from the fit's parameters and their covariance. */
static void predict(lc_decay *d, const problem *p, const gsl_vector *v, const gsl_matrix *covariance,
                    double x)
{
    double by_rate, f = falling(p, exp(gsl_vector_get(v, 2)), x, &by_rate), variance = 0;
    double g[PARAMETERS] = {1, f, gsl_vector_get(v, 1) * by_rate};
    d->at = gsl_vector_get(v, 0) + gsl_vector_get(v, 1) * f;
    d->floor = gsl_vector_get(v, 0);
    for (size_t i = 0; i < PARAMETERS; i++)
        for (size_t j = 0; j < PARAMETERS; j++)
            variance += g[i] * g[j] * gsl_matrix_get(covariance, i, j);
    d->error = d->residual * sqrt(variance > 0 ? variance : 0);
}

static lc_status fit_form(lc_decay *d, problem *p, double x_next, lc_error *err)
{
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_fdf fdf = {
        .f = residuals, .df = jacobian, .n = p->n, .p = PARAMETERS, .params = p};
    gsl_multifit_nlinear_workspace *w =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, p->n, PARAMETERS);
    gsl_matrix *covariance = gsl_matrix_alloc(PARAMETERS, PARAMETERS);
    gsl_vector *start = gsl_vector_alloc(PARAMETERS);
    lc_status st = w && covariance && start ? LC_OK : lc_error_nomem(err);
    *d = (lc_decay){.form = p->power ? "power law" : "exponential"};
    if (st == LC_OK) {
        int info;
        gsl_vector_set(start, 0, p->y[p->n - 1]);
        gsl_vector_set(start, 1, p->y[0] - p->y[p->n - 1]);
        gsl_vector_set(start, 2, p->power ? 0 : 1);
        gsl_multifit_nlinear_init(start, &fdf, w);
        int rc = gsl_multifit_nlinear_driver(ITERATIONS, TOLERANCE, TOLERANCE, TOLERANCE, NULL, NULL,
                                             &info, w);
        double norm = gsl_blas_dnrm2(gsl_multifit_nlinear_residual(w));
        gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(w), 1e-12, covariance);
        d->residual = norm / sqrt((double)(p->n - PARAMETERS));
        predict(d, p, gsl_multifit_nlinear_position(w), covariance, x_next);
        d->fits = rc == GSL_SUCCESS && isfinite(d->at) && isfinite(d->error);
    }
    gsl_vector_free(start);
    gsl_matrix_free(covariance);
    if (w)
        gsl_multifit_nlinear_free(w);
    return st;
}

lc_status lc_decay_fit(lc_decay *decay, const double *x, const double *y, size_t n, double x_next,
                       lc_error *err)
{
    double sx[LC_DECAY_MAX], sy[LC_DECAY_MAX], low = INFINITY, high = -INFINITY;
    const lc_decay none = {.floor = NAN, .at = NAN, .error = NAN, .residual = NAN};
    if (n > LC_DECAY_MAX)
        return lc_error_set(err, LC_E_ARG, 0, "more points than a fit takes");
    *decay = none;
    for (size_t i = 0; i < n; i++) {
        low = fmin(low, y[i]);
        high = fmax(high, y[i]);
    }
    if (n < LC_DECAY_MIN || !(high > low))
        return LC_OK;
    double span = x[n - 1] - x[0];
    for (size_t i = 0; i < n; i++) {
        sx[i] = (x[i] - x[0]) / span;
        sy[i] = (y[i] - low) / (high - low);
    }
    for (int form = 0; form < 2; form++) {
        problem p = {.x = sx, .y = sy, .n = n, .step = sx[1], .power = form == 1};
        lc_decay d;
        lc_status st = fit_form(&d, &p, (x_next - x[0]) / span, err);
        if (st != LC_OK)
            return st;
        if (d.fits && !(decay->fits && decay->residual <= d.residual))
            *decay = d;
    }
    if (!decay->fits)
        return LC_OK;
    decay->floor = low + decay->floor * (high - low);
    decay->at = low + decay->at * (high - low);
    decay->error *= high - low;
    decay->residual *= high - low;
    if (!isfinite(decay->floor) || !isfinite(decay->at) || !isfinite(decay->error) ||
        !isfinite(decay->residual))
        *decay = none; /* a curve near the largest double */
    return LC_OK;
}
