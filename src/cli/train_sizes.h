/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_sizes.h - the other learning curve: scores over the size of the training set. */
#ifndef LC_CLI_TRAIN_SIZES_H
#define LC_CLI_TRAIN_SIZES_H

#include "cli/settings.h"

/* Train on growing parts of each fold's training rows, and record one row for each size: mean and
 * standard deviation over the folds. Returns one of the EXIT_ of command.h. */
int train_sizes_run(const settings *s, const char *path);

#endif
