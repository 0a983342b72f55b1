/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_sizes.h - the other learning curve: scores over the size of the training set. */
#ifndef LC_CLI_TRAIN_SIZES_H
#define LC_CLI_TRAIN_SIZES_H

#include "cli/settings.h"

/* Train on each of --train-sizes in each of --folds and --repeats, and record means and deviations, as
 * well as the scores of each fold in the file that train_sizes_folds() names; an EXIT_ of command.h.
 * *helped: this is a process of MPI's that has helped the first one. */
int train_sizes_run(const settings *s, const char *path, bool *helped);

/* "run-folds.csv" for "run.csv"; the caller frees it. NULL when memory is out. */
char *train_sizes_folds(const train_settings *s);

#endif
