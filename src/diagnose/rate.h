/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rate.h - where the learning rate changes at once, and what the loss does there. */
#ifndef LC_DIAGNOSE_RATE_H
#define LC_DIAGNOSE_RATE_H

#include "diagnose/context.h"
#include "stats/changepoint.h"

#define LC_RATE_CHANGES_MAX 64 /* of one run that are looked at */

/* A change of the learning rate from one record to the next. */
typedef struct lc_rate_change {
    double x;             /* of the first record at the new rate */
    double from, to;      /* learning rates */
    double before, after; /* levels of the loss in a few records on both sides; NaN without them */
} lc_rate_change;

/* The run's learning rate: the first such series; NULL when none is logged. */
const lc_analyzed *lc_context_rate(const lc_context *context);

/* The learning rate rises from each record to the next, to half as much again at least: the run is in its
 * warm-up, and small steps are meant to change little. */
bool lc_context_warms_up(const lc_context *context);

/* The training loss that changes are seen in; NULL for none. */
const lc_analyzed *lc_context_train_loss(const lc_context *context);

/**
 * Changes of the rate by `ratio` or more (either way) between neighbouring records.
 *
 *   out  changes[LC_RATE_CHANGES_MAX]
 *   in   loss   on which before and after are taken
 *
 * Returns how many were written.
 */
size_t lc_rate_changes(lc_rate_change *changes, const lc_context *context, const lc_analyzed *rate,
                       const lc_analyzed *loss, double ratio);

/* The loss's jump at a change of the rate; none, with p = 1, when memory runs out. */
lc_changepoint lc_rate_jump(lc_context *context, const lc_analyzed *loss,
                            const lc_rate_change *change);

#endif
