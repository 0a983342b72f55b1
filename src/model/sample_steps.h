/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sample_steps.h - over how many samples a share is taken, by the steps of its values. */
#ifndef LC_MODEL_SAMPLE_STEPS_H
#define LC_MODEL_SAMPLE_STEPS_H

#include "learncurve.h"

/* How many samples a share of them is taken over, where its values tell: the least n up to 2000 of which
 * all are multiples of 1 / n, to their printed digits, which are a twentieth of a step at most; `scale` is the value that stands for all,
 * `digit` the step of the digits. 0 when
 * none is, or when values without such steps would fit by chance (one in a thousand). What has a common
 * divisor shows a smaller number. */
size_t lc_samples_by_steps(const lc_series *s, double scale, double digit);

#endif
