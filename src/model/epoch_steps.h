/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epoch_steps.h - steps that are counted anew in each epoch. */
#ifndef LC_MODEL_EPOCH_STEPS_H
#define LC_MODEL_EPOCH_STEPS_H

#include "model/run.h"

/**
 * Where an epoch has several records and its steps (batches, iterations) are counted from its beginning, make the
 * epoch of each record the number of those that had passed, 2.34, so that it tells records apart; and remark it.
 *
 * A record without a step, or with step -1 as sentence-transformers writes it, stands at the end of its epoch. How
 * many steps an epoch has is taken from the largest.
 *
 *   in   run   as it was built: `rows` records in the order of the log, no axis chosen yet
 *
 * Returns LC_OK, also where nothing is to be done; LC_E_NOMEM
 */
lc_status lc_epoch_steps_join(lc_run *run, lc_error *err);

#endif
