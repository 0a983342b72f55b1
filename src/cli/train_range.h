/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_range.h - the learning-rate range test. */
#ifndef LC_CLI_TRAIN_RANGE_H
#define LC_CLI_TRAIN_RANGE_H

#include "cli/settings.h"

/* Learning rates: where a range test's loss falls fastest, where it is lowest, and where the test ends;
 * and the geometric mean of the first and a tenth of the second, the two that fast.ai suggests. NAN
 * where there is none. */
typedef struct range_result {
    double steepest, lowest, diverges, suggestion;
    size_t steps; /* up to there */
} range_result;

/**
 * What n steps say, whose rates rise by the same factor from one to the next.
 *
 *   out  smooth[n]  the loss as an exponential mean, bias corrected
 *   in   loss[n]    of the batches
 *
 * Its first decade is where it starts from. The test ends where the smoothed loss is DIVERGED times its lowest so far, or not finite; the steepest
 * fall is that over a quarter of a decade. A loss that doesn't fall by more than chance has neither.
 * Tested in tests/unit/test_train_range.c.
 */
range_result range_judge(double *smooth, const double *rate, const double *loss, size_t n);

/* Do the test on the table at this path, record it and say what it shows; an EXIT_ of command.h. */
int train_range_run(const settings *s, const char *path);

#endif
