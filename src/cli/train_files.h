/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_files.h - what a training run must not overwrite, asked before it begins. */
#ifndef LC_CLI_TRAIN_FILES_H
#define LC_CLI_TRAIN_FILES_H

#include "cli/settings.h"

/* Whether each file that the run is to write can be: it is none of those that are read, no two are
 * one, a network or checkpoint replaces only its like, and its directory is there. Complains. */
bool train_files_check(const settings *s, const char *table);

#endif
