/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_score.c - the scores of a network by name. */
#include "cli/train_score.h"

#define NAMES(name)                     \
    {                                   \
        name, "val_" name, "test_" name \
    }

const char *score_name(lc_set set, lc_monitor score)
{
    static const char *const names[SCORES_MAX][LC_SETS] = {
        [LC_MONITOR_LOSS] = NAMES("loss"),
        [LC_MONITOR_MAE] = NAMES("mae"),
        [LC_MONITOR_R2] = NAMES("r2"),
        [LC_MONITOR_ACCURACY] = NAMES("accuracy"),
        [LC_MONITOR_PRECISION] = NAMES("precision"),
        [LC_MONITOR_RECALL] = NAMES("recall"),
        [LC_MONITOR_AUROC] = NAMES("auroc"),
        [LC_MONITOR_AVERAGE_PRECISION] = NAMES("average_precision"),
    };
    return names[score][set];
}

double score_value(const lc_scores *s, lc_monitor score)
{
    const double values[SCORES_MAX] = {
        [LC_MONITOR_LOSS] = s->loss,
        [LC_MONITOR_MAE] = s->mae,
        [LC_MONITOR_R2] = s->r2,
        [LC_MONITOR_ACCURACY] = s->accuracy,
        [LC_MONITOR_PRECISION] = s->precision,
        [LC_MONITOR_RECALL] = s->recall,
        [LC_MONITOR_AUROC] = s->auroc,
        [LC_MONITOR_AVERAGE_PRECISION] = s->average_precision,
    };
    return values[score];
}

size_t score_list(lc_monitor score[SCORES_MAX], lc_task task, size_t metrics)
{
    size_t n = 0;
    score[n++] = LC_MONITOR_LOSS;
    if (task == LC_REGRESSION) {
        score[n++] = LC_MONITOR_MAE;
        score[n++] = LC_MONITOR_R2;
        return n;
    }
    score[n++] = LC_MONITOR_ACCURACY;
    if (metrics & METRIC_PRECISION_RECALL) {
        score[n++] = LC_MONITOR_PRECISION;
        score[n++] = LC_MONITOR_RECALL;
    }
    if (metrics & METRIC_RANKS && task == LC_BINARY) {
        score[n++] = LC_MONITOR_AUROC;
        score[n++] = LC_MONITOR_AVERAGE_PRECISION;
    }
    return n;
}
