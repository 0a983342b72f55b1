/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.c - first, best and last value of a metric. */
#include "report/summary.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

lc_summary lc_summary_of(const lc_run *run, const lc_series *s)
{
    const double none = lc_absent();
    lc_summary sum = {none, none, none, none, none, none, 0};
    size_t best = lc_series_best(s);
    for (size_t i = 0; i < s->n; i++) {
        if (!isfinite(s->y[i])) {
            sum.not_finite++;
            continue;
        }
        sum.least = s->y[i] >= sum.least ? sum.least : s->y[i]; /* absent is a NaN: never >= */
        sum.greatest = s->y[i] <= sum.greatest ? sum.greatest : s->y[i];
    }
    if (s->n > 0) {
        sum.first = s->y[0];
        sum.last = s->y[s->n - 1];
    }
    if (best < s->n) {
        sum.best = s->y[best];
        sum.best_at = lc_series_x(run, s, best);
    }
    return sum;
}

const char *lc_summary_spelling(const lc_series *s, double v)
{
    if (isfinite(v))
        return NULL;
    double spelled;
    if (s->spelling && lc_number_read(&spelled, s->spelling, strlen(s->spelling)) > 0 &&
        (isnan(v) ? isnan(spelled) : v == spelled))
        return s->spelling;
    return isnan(v) ? "NaN" : v > 0 ? "inf" : "-inf";
}
