/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_many.h - runs with several seeds or folds, each recorded in a folder, and their spread. */
#ifndef LC_CLI_TRAIN_MANY_H
#define LC_CLI_TRAIN_MANY_H

#include "cli/settings.h"

/* Run what --seeds, --folds and --repeats ask for on the table at this path; an EXIT_ of command.h. */
int train_many_run(const settings *s, const char *path);

#endif
