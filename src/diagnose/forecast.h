/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast.h - where a run's curves would go, were it to go on. */
#ifndef LC_DIAGNOSE_FORECAST_H
#define LC_DIAGNOSE_FORECAST_H

#include "diagnose/context.h"

/* Fill context->diagnosis->forecasts as its options ask: at most LC_FORECASTS losses and scores,
 * those of validation first. A failure sticks to the context. */
#define LC_FORECASTS 8
void lc_forecast_run(lc_context *context);

/* x at which nothing has been learnt: 0, unless records begin elsewhere; then one before them. */
double lc_forecast_origin(const lc_run *run);

/* Beyond what no value can be: a loss that was never negative is taken for one that can't be, and a
 * score that never passed 1, or 100 %, for one that never will, but for rewards. Infinite for none. */
void lc_analyzed_bounds(double *least, double *most, const lc_analyzed *t);

/* The forecast of one trace, up to `until`, beyond its last x. False when memory is out, which
 * sticks to the context. */
bool lc_analyzed_forecast(lc_forecast *f, lc_context *context, const lc_analyzed *t, double until);

#endif
