/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oscillation.h - the parts of the rule oscillation, each of which pushes what it finds. */
#ifndef LC_DIAGNOSE_RULES_OSCILLATION_H
#define LC_DIAGNOSE_RULES_OSCILLATION_H

#include "diagnose/context.h"
#include "diagnose/rule.h"

#define SQRT2 1.4142135623730951 /* a difference's error over that of each of the two */

/* Its thresholds, for lc_context_limit. */
enum { SAMPLING, SWING, POINTS, SCATTER, RATIO, JOINT_SCATTER, THERE_AND_BACK };

/* Of few records the series that swings most. */
void lc_oscillation_few(lc_context *context);

/* The held-out loss that jumps most and comes back. */
void lc_oscillation_jumps(lc_context *context);

/* A reward that is lost and found again. */
void lc_oscillation_reward(lc_context *context, const lc_analyzed *reward);

#endif
