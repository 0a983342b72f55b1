/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * noise_prior.c - how noisy losses and scores are from record to record, in runs that tell.
 *
 * Noise of log values, that is as a share of the level, in series of 30 records and more, within
 * stretches; no more than five runs of one directory. `scripts/noise-prior FOLDER` makes the figures
 * again: `public` are training logs of some 35 trainers, `zoo` the runs of tests/zoo.
 *
 *                                 runs  median  quartiles       log sd  of gain  corr.   taken
 *   train loss, epoch, public       30   .0093  .0001 to .033     3.0    .005     .43   .01, 1.5
 *                      zoo         942   .0057  .0010 to .014     2.2    .004     .85
 *   train loss, step, public        63   .038   .0021 to .21      2.8    .020     .15   .04, 1.8
 *   val. loss, epoch, public        23   .039   .010  to .18      4.0    .030     .74   .04, 1.5
 *                     zoo          912   .010   .0015 to .035     2.5    .017     .73
 *   val. loss, evaluation, public   21   .0004  .0001 to .0018    2.2    .0003    .46   .04, 1.5
 *   train misses, epoch, public     22   .011   .0026 to .041     1.5    .009     .22   .015, 1.3
 *                        zoo       604   .025   .012  to .045     1.8    .020    -.10
 *   val. misses, epoch, public      23   .042   .020  to .073     1.0    .017     .07   .04, 1.0
 *                       zoo        505   .036   .011  to .071     1.7    .047    -.05
 *
 * The log sds that are taken are smaller than measured ones: smoothed losses and those of whole data
 * sets or boosting rounds, which have hardly any noise and make the lower quarter, show it by their
 * own first records. So do evaluations by step, most of them of boosting; others are as noisy as those
 * by epoch. Formulas that others simulated runs by (noise below .0001) tell nothing. Medians of .025
 * to .06, as estimated before, and log sds of 1.0 to 1.3 gave the same verdicts on runs of few
 * records but for one in 500.
 */
#include "diagnose/log_curve.h"

#include "model/metric.h"

lc_noise_prior lc_noise_prior_of(const lc_metric *metric, bool by_step)
{
    bool train = metric->split == LC_TRAIN || metric->split == LC_SPLIT_NONE;
    if (lc_metric_is_share(metric))
        return train ? (lc_noise_prior){.015, 1.3} : (lc_noise_prior){.04, 1.0};
    if (train && by_step)
        return (lc_noise_prior){.04, 1.8};
    return train ? (lc_noise_prior){.01, 1.5} : (lc_noise_prior){.04, 1.5};
}
