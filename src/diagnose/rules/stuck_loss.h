/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stuck_loss.h - the parts of the rule stuck-loss. */
#ifndef LC_DIAGNOSE_RULES_STUCK_LOSS_H
#define LC_DIAGNOSE_RULES_STUCK_LOSS_H

#include "diagnose/context.h"

/* Its threshold, for lc_context_limit. */
enum { AT_LEVEL };

#define HALF_MIN ((size_t)4) /* records of a half that can rest */
#define FAR_ABOVE 1.5        /* times what a guess costs: no guess among so few classes */

/* Causes and advice of outputs that don't depend on the inputs. */
void lc_stuck_loss_remedies(lc_context *context, lc_finding *f);

/* A loss at what some constant answer costs. */
void lc_stuck_loss_levels(lc_context *context, const lc_analyzed *t);

/* A squared error at what the mean costs for targets that are spread evenly. */
void lc_stuck_loss_even_targets(lc_context *context, const lc_analyzed *t);

/* A loss of words or letters that knows no more than how frequent they are. */
void lc_stuck_loss_text(lc_context *context, const lc_analyzed *t);

/* A score that rests at what a guess gets: 1 / K of an accuracy, half of an area under the curve, 0 of a
 * coefficient of determination. */
void lc_stuck_loss_score(lc_context *context, const lc_analyzed *t);

/* An equal error rate that is a half throughout. */
void lc_stuck_loss_equal_errors(lc_context *context, const lc_analyzed *t);

#endif
