/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_files.h - what a training run must not overwrite, asked before it begins. */
#ifndef LC_CLI_TRAIN_FILES_H
#define LC_CLI_TRAIN_FILES_H

#include "cli/settings.h"

/* Whether each file that the run is to write can be: it is none of those that are read, no two are
 * one, a network or checkpoint replaces only its like, and its directory is there. Complains. */
bool train_files_check(const settings *s, const char *table);

/* Keeps a second training run off a checkpoint: an open, locked file CHECKPOINT.lock, which is removed
 * at the end. It outlives a run that is killed, but its lock doesn't. */
typedef struct train_lock {
    char *path;
    int fd;
} train_lock;
#define TRAIN_LOCK_INIT \
    {                   \
        NULL, -1        \
    }

/* False after a complaint, when another run has it. Without a checkpoint, or on a file system without
 * locks, there is nothing to be kept. */
bool train_lock_take(train_lock *lock, const char *checkpoint);
void train_lock_free(train_lock *lock);

#endif
