/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chance.h - what a network gets that never looks at its input. */
#ifndef LC_DIAGNOSE_CHANCE_H
#define LC_DIAGNOSE_CHANCE_H

#include "diagnose/study.h"

/**
 * The value of a trace at which nothing of the input is used; NaN where the log doesn't tell it.
 *
 *   accuracy            1 / K for K told classes
 *   r2                  0
 *   plain cross-entropy the entropy of the classes' shares where it is told, of the split's own
 *                       if that is, else ln K [nats]
 *   another loss        loss / (1 - r2), where an r2 of the same split makes that ratio one constant:
 *                       the loss is then a squared error, and the ratio the variance of the targets
 *
 *   out  *chance  [unit of t]
 *   in   study    its traces scanned
 *
 * Returns LC_OK, LC_E_NOMEM
 * Source: Cover and Thomas 2006, Elements of Information Theory, 2.1 (entropy); the definition of the
 *         coefficient of determination.
 */
lc_status lc_chance_find(double *chance, const lc_study *study, const lc_trace *t, lc_error *err);

/* Share of the samples that guessing among the told classes gets right, 1 / K; 0 when their number is
 * unknown. */
double lc_chance_share(const lc_study *study);

/* Entropy of two classes of which one has that share [nats]. Source: Cover and Thomas, 2.1. */
double lc_chance_entropy(double share);

#endif
