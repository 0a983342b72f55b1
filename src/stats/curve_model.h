/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve_model.h - models of learning curves (exponential, stretched, power law), fitted robustly to a few points. */
#ifndef LC_STATS_CURVE_MODEL_H
#define LC_STATS_CURVE_MODEL_H

#include "stats/curve.h"

#define LC_CURVE_MODEL_POINTS 64 /* that a fit takes at most */
#define LC_CURVE_MODEL_MIN 4     /* points: three parameters, and one to be wrong about */

/* f(u), which falls from some height towards 0 */
typedef enum lc_curve_model {
    LC_CURVE_MODEL_EXPONENTIAL, /* exp(-rate u) */
    LC_CURVE_MODEL_STRETCHED,   /* exp(-sqrt(rate u)), Janoschek's or Weibull's */
    LC_CURVE_MODEL_POWER,       /* u^-rate */
    LC_CURVE_MODELS
} lc_curve_model;

/* What is fitted: y(u), each point with the weight of so many measurements. */
typedef struct lc_curve_model_points {
    double u[LC_CURVE_MODEL_POINTS]; /* above 0, strictly rising */
    double y[LC_CURVE_MODEL_POINTS];
    double weight[LC_CURVE_MODEL_POINTS]; /* above 0 */
    size_t n;
} lc_curve_model_points;

/* Units in which a curve's u is 0 at the origin and 1 at the last point; its y has a range of 1. */
typedef struct lc_curve_model_units {
    double origin, span, low, range;
} lc_curve_model_units;

/* (x - origin) / span, and the other way low + range y. */
double lc_curve_model_u(const lc_curve_model_units *units, double x);
double lc_curve_model_value(const lc_curve_model_units *units, double y);

/* y = end + drop g(u), where g is f moved and scaled to 1 at `from` and 0 at `to`: the first and
 * the last point. So the parameters hardly depend on each other, and a rate near 0, of a straight
 * line or of one in log u, does no harm. */
typedef struct lc_curve_model_fit {
    lc_curve_model model;
    double from, to;
    double end, drop;
    double log_rate;
    double scale; /* of residuals times the root of their weight, robustly */
} lc_curve_model_fit;

/**
 * Take means of neighbouring points of a curve: few where it bends, more and more later on.
 *
 *   out  *points  one for each of the curve's where LC_CURVE_MODEL_POINTS suffice
 *   out  *units   range 0: all are the same, and their y is NaN
 *   in   c        of at least one point
 *   in   origin   x at which nothing has been learnt yet, below c->x[0]
 */
void lc_curve_model_take_points(lc_curve_model_points *points, lc_curve_model_units *units,
                                const lc_curve *c, double origin);

/**
 * Fit one model by least squares, points that are far off weighing less.
 *
 *   out  *fit
 *   in   points  LC_CURVE_MODEL_MIN .. LC_CURVE_MODEL_POINTS of them, values of order one
 *   in   start   a fit to begin with, whose robust weights are right already; NULL: none
 *
 * Returns LC_OK (also where the steps ran out: how good a fit is shows elsewhere), LC_E_NOMEM
 * Source: Levenberg-Marquardt of GSL (gsl_multifit_nlinear), reweighted three times by Huber's
 *         function at 1.345 sd (Holland and Welsch 1977, Commun. Stat. A 6, 813). The models:
 *         Viering and Loog 2022, IEEE TPAMI 45, 7799.
 */
lc_status lc_curve_model_fit_points(lc_curve_model_fit *fit, lc_curve_model model,
                                    const lc_curve_model_points *points,
                                    const lc_curve_model_fit *start, lc_error *err);

/* y at u > 0. */
double lc_curve_model_at(const lc_curve_model_fit *fit, double u);

/* sd about the fit of a point whose weight is 1; outliers count in full. */
double lc_curve_model_spread(const lc_curve_model_fit *fit, const lc_curve_model_points *points);

/* Standard error of lc_curve_model_at(fit, u): asymptotic, by the delta method from that spread (Bates and
 * Watts 1988, Nonlinear Regression Analysis, 2.3). */
double lc_curve_model_error(const lc_curve_model_fit *fit, const lc_curve_model_points *points,
                            double u);

/* y for u without end. */
double lc_curve_model_floor(const lc_curve_model_fit *fit);

const char *lc_curve_model_name(lc_curve_model model);

#endif
