/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * worsening.h - does training itself get worse, and in which way? Shared by the rules rising-loss,
 * lasting-jump and late-collapse, each of which names one of the ways.
 */
#ifndef LC_DIAGNOSE_WORSENING_H
#define LC_DIAGNOSE_WORSENING_H

#include "diagnose/context.h"

/* Rise of the loss's natural logarithm from which on it is a jump or a decline, not a mere rise. Judgement:
 * about 10 %, three times the usual noise of a training loss logged per epoch. */
#define LC_FAR_WORSE 0.1

typedef enum lc_worsening_shape {
    LC_NOT_WORSE,
    LC_RISES_FROM_START, /* its best is among the first records */
    LC_JUMPS_ONCE,       /* most of the rise is in one record */
    LC_DECLINES,         /* it was better, and gets worse record by record */
} lc_worsening_shape;

typedef struct lc_worsening {
    lc_worsening_shape shape;
    const lc_analyzed *series; /* in which it is seen */
    double log_lr;             /* how much the numbers speak for it [nats] */
    double against; /* where it does not get worse: how much they speak against it [nats] */
    double p;       /* chance of such a rise in a series that rests; 1 where it doesn't count */
    double best, best_at; /* recorded value and its x */
    /* the last value, or the level at the end where that one is no worse than the best */
    double end;
    double worse_from; /* x of the record with the largest step for the worse */
} lc_worsening;

/* The weight of a part of the loss grows from its best record on, as in the annealing of a divergence: the
 * total rises with it, on either split. */
bool lc_worsening_is_annealed(const lc_context *context, const lc_analyzed *loss);

/**
 * Measure it on the training loss, in reinforcement learning on a reward of many records or one that is lost: by
 * its last two records, or of many by its last third.
 * Where there is none: on a training score that lost a tenth of the samples; on a held-out loss whose score
 * falls as well, that jumps for good, or that ends at eight times its best; else on a held-out score alone that
 * has collapsed. Where no record of the losses of both splits is as good as the first, it rises whatever its
 * noise.
 *
 *   in   least  rise of the logarithm from which on it counts
 *
 * False when the run has no such series of two records, or its training loss is a sum that goes on.
 */
bool lc_worsening_measure(lc_worsening *w, const lc_context *context, double least);

/* A finding of the rule at work when training gets worse in that way, with the evidence that all ways
 * share; else NULL, and what speaks against it is set. */
lc_finding *lc_worsening_find(lc_worsening *w, lc_context *context, lc_worsening_shape shape,
                              double least);

#endif
