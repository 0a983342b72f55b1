/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same_runs.h - whether runs that were written are read again as the same: for unit and fuzz tests. */
#ifndef LC_TESTS_SAME_RUNS_H
#define LC_TESTS_SAME_RUNS_H

#include "learncurve.h"

#define WHY_MAX 400

/* Are the runs `b` what convert writes of the runs `a`, and nothing else? x and values bit for bit; a name
 * that is no UTF-8 as JSON has it. False: `why` says where they differ. */
bool come_back(const lc_runs *a, const lc_runs *b, char why[WHY_MAX]);

#endif
