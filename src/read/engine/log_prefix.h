/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log_prefix.h - what loggers and launchers put before a line:
 *
 *     2031-02-03 04:05:06,789 - trainer - INFO - Epoch 1 loss 0.5
 *     2031-02-03 04:05:06.789 | INFO     | trainer:fit:246 - Epoch 1 loss 0.5
 *     [rank0]: [2031/02/03 04:05:06] INFO: Epoch 1 loss 0.5
 *     (TrainWorker pid=4711) Epoch 1 loss 0.5
 *     I0203 04:05:06.789012 4711 train.py:246] Epoch 1 loss 0.5
 */
#ifndef LC_READ_LOG_PREFIX_H
#define LC_READ_LOG_PREFIX_H

#include "read/engine/span.h"

/* The line without it; blanks that belong to the line itself stay. *rank (NULL: not asked for) is that of
 * the process that printed it, -1 where nothing says so. `stamped`: the line itself begins with a time,
 * which stays; one with a level behind it is a logger's, and so is a first one of two. */
lc_span lc_without_log_prefix(lc_span line, bool stamped, double *rank);

#endif
