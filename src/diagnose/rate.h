/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rate.h - where the learning rate changes at once, and what the loss does there. */
#ifndef LC_DIAGNOSE_RATE_H
#define LC_DIAGNOSE_RATE_H

#include "diagnose/study.h"
#include "stats/change.h"

#define LC_RATE_CHANGES_MAX 64 /* of one run that are looked at */

/* A change of the learning rate from one record to the next. */
typedef struct lc_rate_change {
    double x;        /* of the first record at the new rate */
    double from, to; /* learning rates */
    double before, after; /* levels of the loss in a few records on both sides; NaN without them */
} lc_rate_change;

/* The run's learning rate: the first such series; NULL when none is logged. */
const lc_trace *lc_study_rate(const lc_study *study);

/* The training loss that changes are seen in; NULL for none. */
const lc_trace *lc_study_train_loss(const lc_study *study);

/**
 * Changes of the rate by `ratio` or more (either way) between neighbouring records.
 *
 *   out  changes[LC_RATE_CHANGES_MAX]
 *   in   loss   on which before and after are taken
 *
 * Returns how many were written.
 */
size_t lc_rate_changes(lc_rate_change *changes, const lc_study *study, const lc_trace *rate,
                       const lc_trace *loss, double ratio);

/* The loss's jump at a change of the rate; none, with p = 1, when memory runs out. */
lc_change lc_rate_jump(lc_study *study, const lc_trace *loss, const lc_rate_change *change);

#endif
