/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overfitting.h - overfitting by a few records, of which other runs say more than this one's noise. */
#ifndef LC_DIAGNOSE_RULES_OVERFITTING_H
#define LC_DIAGNOSE_RULES_OVERFITTING_H

#include "diagnose/context.h"
#include "diagnose/rule.h"

#define LC_OVERFITTING_FEW \
    20 /* records up to which other runs tell more of the noise than this one */

/* Causes and advice of a turn at best_x. */
void lc_overfitting_remedies(lc_context *context, lc_finding *f, double best_x);

/* Validation that swings ends above its best whatever training does [nats]. */
double lc_overfitting_swings(const lc_log_curve *v);

/* Log likelihood ratio of overfitting from a few records of both splits. The weights are those of a
 * logistic regression on trained and simulated runs, not on those that the bench scores; what each part
 * adds is small beside the rise. */
double lc_overfitting_few_log_lr(const lc_context *context, const lc_pair *p);

/* A few records of both splits show overfitting (lc_overfitting_few). */
bool lc_overfitting_few_show(const lc_context *context, const lc_analyzed *v, const lc_analyzed *t);

/* Look for a rise of a pair of so few records, where nothing is told of its validation yet. */
void lc_overfitting_few(lc_context *context, const lc_pair *p);

/* A held-out loss alone that rises: nothing tells what training did, and overfitting is the usual reason. */
void lc_overfitting_alone(lc_context *context, const lc_analyzed *v);

#endif
