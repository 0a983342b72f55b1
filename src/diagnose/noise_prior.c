/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * noise_prior.c - how noisy losses and scores are from record to record, in runs that tell.
 *
 * Median and log sd of the noise of log values, over the series of 30 records and more of some 200
 * public training logs (`scripts/noise-prior FOLDER` makes the figures again). The log sds are a
 * little wider than measured, since a run that is asked about is no usual one.
 *
 *                            series   median   quartiles       log sd, taken
 *   train loss, by epoch        96     .025    .014 to .049    1.0
 *   train loss, by step         78     .06     .007 to .33     1.3
 *   validation loss            107     .05     .015 to .14     1.2
 *   train misses                61     .025    .009 to .043    1.0
 *   validation misses           88     .05     .017 to .087    1.0
 */
#include "diagnose/log_curve.h"

#include "model/metric.h"

lc_noise_prior lc_noise_prior_of(const lc_metric *metric, bool by_step)
{
    bool train = metric->split == LC_TRAIN || metric->split == LC_SPLIT_NONE;
    bool share = lc_metric_is_share(metric);
    if (train && !share && by_step)
        return (lc_noise_prior){.06, 1.3};
    if (train)
        return (lc_noise_prior){.025, 1.0};
    return (lc_noise_prior){.05, share ? 1.0 : 1.2};
}
