/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file.h - the trainer's two kinds of file: a network with its preprocessing, and a checkpoint. */
#ifndef LC_TRAIN_FILE_H
#define LC_TRAIN_FILE_H

#include "train/preprocessing.h"
#include "train/serialize.h"

/* Write net and preprocessing, so that `predict` needs nothing else. As lc_block_file_write. */
lc_status lc_network_write(const char *path, const lc_net *net, const lc_preprocessing *p,
                           lc_error *err);

/**
 * Read them back, from a saved network or a checkpoint.
 *
 *   out  *net, *p   lc_net_free, lc_preprocessing_free
 *
 * Returns as lc_block_file_read, and LC_E_FORMAT when net and preprocessing don't fit each other.
 */
lc_status lc_network_read(lc_net *net, lc_preprocessing *p, const char *path, lc_error *err);

/* Write the state between two epochs. `setup` is a text of all that the numbers depend on: data,
 * network, options; words are parted by blanks. As lc_block_file_write. */
lc_status lc_checkpoint_write(const char *path, lc_training *t, const lc_preprocessing *p,
                              const char *setup, lc_error *err);

/**
 * Bring a training run, initialized with the same data and options, to the state of a checkpoint.
 *
 * Returns as lc_block_file_read, and LC_E_FORMAT when the file is no checkpoint, or one of another
 * setup (the message has where the two part); the state is then as it was.
 */
lc_status lc_checkpoint_read(lc_training *t, const char *path, const char *setup, lc_error *err);

#endif
