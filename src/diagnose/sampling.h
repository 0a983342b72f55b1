/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sampling.h - what few samples alone make of a score or of a mean loss. */
#ifndef LC_DIAGNOSE_SAMPLING_H
#define LC_DIAGNOSE_SAMPLING_H

#include "diagnose/context.h"

/* Over how many samples a share is taken: an accuracy over its split's; of others, as a recall over the positive
 * ones, the steps of the values tell (model/sample_steps.h). 0 when that is unknown or the trace is no share. */
size_t lc_context_score_samples(const lc_context *context, const lc_analyzed *t);

/* Standard deviation that sampling alone gives a share of samples, such as an accuracy or a recall, at level p
 * (in the series' own unit, percent or fraction): sqrt(p (1 - p) / N), never below half a printed digit. 0 when
 * N is unknown. */
double lc_context_sampling_error(const lc_context *context, const lc_analyzed *t, double p);

/* Standard error that sampling alone gives a mean loss at that level: samples' losses vary by about
 * their mean, as exponential values do. Where the accuracy is logged too, by the sd of -ln p with
 * chance p and -ln (1 - p) with chance 1 - p over its mean, the entropy, if that is more: what they
 * are for a network that is right in p of all samples, and says so of each; few misses carry most of
 * the loss. 0 when the split's size is unknown. */
double lc_context_loss_error(const lc_context *context, const lc_analyzed *t, double level);

/* True when a mean loss over the same few samples may rise so far from that level where the mean over
 * others would not: most of their scatter is the same at both records, so that nine tenths correlated
 * their difference has sqrt(0.2) of that error. An accuracy may fall by twice as much of its own. False
 * for other series, and when the split's size is unknown. */
bool lc_context_is_few(const lc_context *context, const lc_analyzed *t, double level, double rise);

/* Training values of less than an epoch are means over a few batches, and scatter as the samples of
 * these do: along epochs, when they lie closer than one; along steps, when validation is rarer, or isn't
 * there to tell. */
bool lc_context_is_of_batches(const lc_context *context, const lc_analyzed *t);

/* Standard error of a mean over one batch; of one sample where its size is unknown. */
double lc_context_batch_error(const lc_context *context, const lc_analyzed *t);

#endif
