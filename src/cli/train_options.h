/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_options.h - the rows of the trainer's options. */
#ifndef LC_CLI_TRAIN_OPTIONS_H
#define LC_CLI_TRAIN_OPTIONS_H

#include "cli/options.h"

extern const option_group data_options, network_options, learning_options, metric_options,
    recording_options, many_options;

#endif
