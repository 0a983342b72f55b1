/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast.h - where a curve goes if training continues, with intervals backtested on the curve itself. */
#ifndef LC_STATS_FORECAST_H
#define LC_STATS_FORECAST_H

#include "stats/curve.h"

#define LC_FORECAST_MIN 5 /* values: fewer say nothing against three parameters */

/* What is to be forecast, and how far. */
typedef struct lc_forecast_ask {
    const lc_curve *curve; /* of the values below */
    const double *x, *y;   /* as recorded; x strictly rising, y may hold what is not finite */
    size_t n;
    int sign;           /* 1: lower is better; -1: higher */
    double origin;      /* x at which nothing has been learnt yet, below x[0] */
    double until;       /* beyond x[n - 1] */
    double least, most; /* values can't be outside: 0 and infinity for a mean square */
} lc_forecast_ask;

/**
 * Say where a curve goes: value and intervals of 90 % at equal steps up to ask->until.
 *
 *   out  *f      all but its series; f->why_not is set, and the numbers are NaN, where the curve is
 *                too short, does not change, has turned, or is such that nothing follows from it
 *
 * O(n). Returns LC_OK, LC_E_NOMEM
 *
 * Candidates are the models of curve_model.h, each fitted from the beginning, from an eighth and from half
 * of the run on, and a constant. Each is backtested: fitted to a half of the curve or less, and asked
 * for what followed, until twice as far. Their errors there weight the candidates. Then
 * residuals are drawn in blocks and the candidate by its weight, and fitted anew, 200 times. Each
 * of these curves gets an error that grows with log x, of a size estimated from the backtests and a prior;
 * and values get noise as it was in the last third. Intervals are quantiles of these draws.
 *
 * Source: backtests: Tashman 2000, Int. J. Forecasting 16, 437; blocks: Kuensch 1989, Ann. Stat. 17,
 *         1217; the models' limits: Domhan et al. 2015, IJCAI, 3460. Coverage is checked in
 *         tests/unit/test_forecast.c by simulation.
 */
lc_status lc_forecast_make(lc_forecast *f, const lc_forecast_ask *ask, lc_error *err);

#endif
