/* SPDX-License-Identifier: GPL-3.0-or-later */
/* size_curve.h - a learning curve over the size of the training set, as its three rules read it. */
#ifndef LC_DIAGNOSE_SIZE_CURVE_H
#define LC_DIAGNOSE_SIZE_CURVE_H

#include "diagnose/context.h"

#define LC_SIZES_MIN 3 /* sizes: fewer are no curve */

/* Errors are what is left to the best value that can be: 0 for a loss, 1 or 100 % for a score, 0
 * for one that is never positive (the negative of an error). So they fall, whatever the metric. */
typedef struct lc_size_curve {
    const lc_pair *pair;
    double size;              /* the largest [samples] */
    double train, validation; /* errors there */
    double noise;             /* standard error of validation's */
    double first;             /* validation's at the smallest size */
    double gain;              /* by which validation's fell in the last doubling of the size */
    double whole;             /* of the score: 1 or 100; 0 for losses and negative scores */
} lc_size_curve;

/* Fill *s from the run's scores, else from its losses. False when there is no pair of train and
 * validation with LC_SIZES_MIN sizes and errors that are not negative. */
bool lc_size_curve_read(lc_size_curve *s, const lc_context *context);

#endif
