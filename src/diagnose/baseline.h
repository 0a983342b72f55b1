/* SPDX-License-Identifier: GPL-3.0-or-later */
/* baseline.h - what a network gets that never looks at its input. */
#ifndef LC_DIAGNOSE_BASELINE_H
#define LC_DIAGNOSE_BASELINE_H

#include "diagnose/context.h"

/**
 * The value of an analyzed series at which nothing of the input is used; NaN where the log doesn't tell it.
 *
 *   accuracy            lc_baseline_share, NaN where that is 0
 *   r2                  0
 *   plain cross-entropy the entropy of the classes' shares where it is told, of the split's own
 *                       if that is, else ln K [nats]; of a training loss with class weights
 *                       weighted_class_entropy of lc_facts, of losses beside it none: what
 *                       minimises it need not reach it
 *   another loss        loss / (1 - r2), where an r2 of the same split makes that ratio one constant:
 *                       the loss is then a squared error, and the ratio the variance of the targets
 *
 *   out  *chance  [unit of t]
 *   in   context  its series scanned
 *
 * Returns LC_OK, LC_E_NOMEM
 * Source: Cover and Thomas 2006, Elements of Information Theory, 2.1 (entropy); the definition of the
 *         coefficient of determination.
 */
lc_status lc_baseline_find(double *chance, const lc_context *context, const lc_analyzed *t,
                           lc_error *err);

/* Share of the samples that guessing among the classes gets right [0 .. 1]: 1 / K for K told ones. Where none
 * are told, 0.5 if the first half-learned record of training costs what doubt between two answers costs, else 0.
 * Walks along the accuracy; its series linked (link.h). */
double lc_baseline_guess(const lc_context *context);

/* The same, found once when the run was prepared. */
double lc_baseline_share(const lc_context *context);

/* Entropy of two classes of which one has that share [nats]. Source: Cover and Thomas, 2.1. */
double lc_baseline_entropy(double share);

#endif
