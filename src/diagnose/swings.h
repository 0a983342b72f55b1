/* SPDX-License-Identifier: GPL-3.0-or-later */
/* swings.h - how a curve goes back and forth: its largest step back, its turns, its scatter, its period. */
#ifndef LC_DIAGNOSE_SWINGS_H
#define LC_DIAGNOSE_SWINGS_H

#include "diagnose/context.h"

/* How a series moves against its direction. */
typedef struct lc_swings {
    double largest, from, to; /* largest loss from one record to a later one, before a new best */
    double improvement;       /* worst to best */
    double scale;             /* what all of this is held against */
    size_t turns;             /* turning points */
    double scatter;           /* sd of a point about the trend */
    bool by_batches;          /* each value is a mean over a few batches, which explains it */
} lc_swings;

/* Of a series with points and a direction. */
lc_swings lc_swings_measure(const lc_context *context, const lc_analyzed *t);

/* What more can be told of a curve that swings. */
typedef struct lc_rhythm {
    double growth; /* scatter of the second half over the first's; NaN where that can't be told */
    size_t period; /* points, 0 for none */
} lc_rhythm;

/* LC_OK, LC_E_NOMEM. */
lc_status lc_rhythm_measure(lc_rhythm *rhythm, const lc_curve *c, lc_error *err);

/* The largest swing is one bad record, behind which the curve goes on as if nothing had been: a spike. */
bool lc_swings_once(const lc_analyzed *t, const lc_swings *s);

/* Precision or recall, each of which a threshold trades for the other, beside a score of both. */
bool lc_swings_are_traded(const lc_context *context, const lc_analyzed *t);

/* A training score that the held-out one is far above: samples or labels are changed for training alone. */
bool lc_swings_are_augmented(const lc_context *context, const lc_analyzed *t);

/* What noise may be measured as, at the upper end, over itself: a scale from n values by the median has an
 * error of 1.17 / sqrt(n) of itself (Rousseeuw and Croux 1993). */
double lc_noise_off_by(size_t n);

#endif
