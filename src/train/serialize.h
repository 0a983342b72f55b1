/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * serialize.h - a network, and a run between two epochs, to and from the blocks of a file (block_file.h).
 *
 * A saved network is lc_preprocessing_store and lc_net_store; a checkpoint has lc_loop_store beside
 * them, so that `predict` takes either.
 */
#ifndef LC_TRAIN_SERIALIZE_H
#define LC_TRAIN_SERIALIZE_H

#include "train/loop.h"
#include "train/block_file.h"

/* Shape, activation, and the weights without their padding; copied. LC_OK, LC_E_NOMEM. */
lc_status lc_net_store(lc_blocks *blocks, const lc_net *net, lc_error *err);

/* LC_OK; LC_E_FORMAT when blocks are missing or contradict each other; LC_E_LIMIT, LC_E_NOMEM as
 * lc_net_init has them. */
lc_status lc_net_load(lc_net *net, const lc_block_file *m, lc_error *err);

/* The state of a run; copied, so that training may go on. LC_OK, LC_E_NOMEM. */
lc_status lc_loop_store(lc_blocks *blocks, lc_loop *t, lc_error *err);

/**
 * Put a run into the state that was stored.
 *
 *   in  t  initialized with the same options and data
 *
 * Returns LC_OK
 *         LC_E_FORMAT  the file is no checkpoint, or one of another network or optimizer; `t` is
 *                      as it was
 */
lc_status lc_loop_load(lc_loop *t, const lc_block_file *m, lc_error *err);

#endif
