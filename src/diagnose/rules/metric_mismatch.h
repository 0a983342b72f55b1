/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metric_mismatch.h - the parts of the rule metric-mismatch. */
#ifndef LC_DIAGNOSE_RULES_METRIC_MISMATCH_H
#define LC_DIAGNOSE_RULES_METRIC_MISMATCH_H

#include "diagnose/context.h"

/* Its thresholds, for lc_context_limit. */
enum { LEARNT, NOTHING, ALPHA, MOVED, SCALE };

/* Losses of both splits, or of neighbouring records, that are not in one unit. */
void lc_metric_mismatch_units(lc_context *context);

#endif
