/* SPDX-License-Identifier: GPL-3.0-or-later */
/* never_moved.h - the parts of the rule never-moved. */
#ifndef LC_DIAGNOSE_RULES_NEVER_MOVED_H
#define LC_DIAGNOSE_RULES_NEVER_MOVED_H

#include "diagnose/context.h"

/* Its thresholds, for lc_context_limit. */
enum { REPEAT, SMALL, SMALL_VALIDATION, USUAL, USUAL_VALIDATION };

#define LOW 0.6    /* accuracy that leaves much to learn */
#define START_UP 5 /* records from which on the first one may be a start-up */
#define FEW 24     /* records: with more not-learning measures the noise itself */
#define TIMES 1.5  /* accuracy at the end over the first one, which is learning [ratio] */

/* Records of the first and the last stretch that are compared, of n. */
size_t lc_never_moved_third(size_t n);

/* Mean of y over [from, to). */
double lc_never_moved_mean(const double *y, size_t from, size_t to);

/* A loss that changes by no more than noise does. */
void lc_never_moved_flat(lc_context *context, const lc_analyzed *t);

/* An accuracy that is low, and no better in the last third than in the first: alone, or beside a loss that
 * it does not follow. */
void lc_never_moved_score(lc_context *context, const lc_analyzed *t, bool alone);

/* A reward that is no better in the last third of the run than in the first, but for its noise. */
void lc_never_moved_reward(lc_context *context, const lc_analyzed *t);

#endif
