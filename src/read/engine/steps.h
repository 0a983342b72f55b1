/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.h - logs in which several lines may tell of one step: together they are its record. */
#ifndef LC_READ_STEPS_H
#define LC_READ_STEPS_H

#include "read/engine/run_boundary.h"
#include "read/engine/pairs.h"

/* The next values are of this step, which the log calls `axis`. A record begins unless the values
 * before were of the same step (*same), a run where the steps start over. */
lc_status lc_steps_at(lc_run_boundary *a, lc_builder *b, const char *axis, double step, bool *same);

/* Put the pairs of the rest of a line into the record; *n counts them. Where `same` says that the
 * step has been told of already, what has a unit is left out: times are told again in each line. So
 * is what has a unit and is no number yet: a mean over no steps. */
lc_status lc_steps_put(lc_builder *b, lc_span rest, bool same, size_t *n);

#endif
