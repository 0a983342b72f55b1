/* SPDX-License-Identifier: GPL-3.0-or-later */
/* form.h - the forms in which learning curves settle, each fitted robustly to a few points. */
#ifndef LC_STATS_FORM_H
#define LC_STATS_FORM_H

#include "stats/course.h"

#define LC_FORM_POINTS 64 /* that a fit takes at most */
#define LC_FORM_MIN    4  /* points: three parameters, and one to be wrong about */

/* f(u), which falls from some height towards 0 */
typedef enum lc_form {
    LC_FORM_EXPONENTIAL, /* exp(-rate u) */
    LC_FORM_STRETCHED,   /* exp(-sqrt(rate u)), Janoschek's or Weibull's form */
    LC_FORM_POWER,       /* u^-rate */
    LC_FORMS
} lc_form;

/* What is fitted: y(u), each point with the weight of so many measurements. */
typedef struct lc_form_points {
    double u[LC_FORM_POINTS]; /* above 0, strictly rising */
    double y[LC_FORM_POINTS];
    double weight[LC_FORM_POINTS]; /* above 0 */
    size_t n;
} lc_form_points;

/* Units in which a curve's u is 0 at the origin and 1 at the last point; its y has a range of 1. */
typedef struct lc_form_units {
    double origin, span, low, range;
} lc_form_units;

/* (x - origin) / span, and the other way low + range y. */
double lc_form_u(const lc_form_units *units, double x);
double lc_form_value(const lc_form_units *units, double y);

/* y = end + drop g(u), where g is f moved and scaled to 1 at `from` and 0 at `to`: the first and
 * the last point. So the parameters hardly depend on each other, and a rate near 0, of a straight
 * line or of one in log u, does no harm. */
typedef struct lc_form_fit {
    lc_form form;
    double from, to;
    double end, drop;
    double log_rate;
    double scale; /* of residuals times the root of their weight, robustly */
} lc_form_fit;

/**
 * Take means of neighbouring points of a curve: few where it bends, more and more later on.
 *
 *   out  *points  one for each of the curve's where LC_FORM_POINTS suffice
 *   out  *units   range 0: all are the same, and their y is NaN
 *   in   c        of at least one point
 *   in   origin   x at which nothing has been learnt yet, below c->x[0]
 */
void lc_form_take_points(lc_form_points *points, lc_form_units *units, const lc_course *c,
                         double origin);

/**
 * Fit one form by least squares, points that are far off weighing less.
 *
 *   out  *fit
 *   in   points  LC_FORM_MIN .. LC_FORM_POINTS of them, values of order one
 *   in   start   a fit to begin with, whose robust weights are right already; NULL: none
 *
 * Returns LC_OK (also where the steps ran out: how good a fit is shows elsewhere), LC_E_NOMEM
 * Source: Levenberg-Marquardt of GSL (gsl_multifit_nlinear), reweighted three times by Huber's
 *         function at 1.345 sd (Holland and Welsch 1977, Commun. Stat. A 6, 813). The forms:
 *         Viering and Loog 2022, IEEE TPAMI 45, 7799.
 */
lc_status lc_form_fit_points(lc_form_fit *fit, lc_form form, const lc_form_points *points,
                             const lc_form_fit *start, lc_error *err);

/* y at u > 0. */
double lc_form_at(const lc_form_fit *fit, double u);

/* sd about the fit of a point whose weight is 1; outliers count in full. */
double lc_form_spread(const lc_form_fit *fit, const lc_form_points *points);

/* Standard error of lc_form_at(fit, u): asymptotic, by the delta method from that spread (Bates and
 * Watts 1988, Nonlinear Regression Analysis, 2.3). */
double lc_form_error(const lc_form_fit *fit, const lc_form_points *points, double u);

/* y for u without end. */
double lc_form_floor(const lc_form_fit *fit);

const char *lc_form_name(lc_form form);

#endif
