/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_score.h - the scores of a network by name. */
#ifndef LC_CLI_TRAIN_SCORE_H
#define LC_CLI_TRAIN_SCORE_H

#include "cli/train_settings.h"

#define SCORES_MAX (LC_MONITOR_AVERAGE_PRECISION + 1)

/* "loss", "val_loss" or "test_loss". */
const char *score_name(lc_set set, lc_monitor score);

double score_value(const lc_scores *s, lc_monitor score);

/* The scores that runs of a task have, given METRIC_...; in the order that they are recorded in. */
size_t score_list(lc_monitor score[SCORES_MAX], lc_task task, size_t metrics);

#endif
