/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay.h - a run diagnosed again and again as it grew: what was known when. */
#ifndef LC_DIAGNOSE_REPLAY_H
#define LC_DIAGNOSE_REPLAY_H

#include "base/error.h"

typedef lc_status (*lc_diagnose_function)(lc_diagnosis *diagnosis, const lc_run *run,
                                          const lc_diagnose_options *options, lc_error *err);

/**
 * Replay a run and fill diagnosis->online.
 *
 *   out  diagnosis  of the whole run; its findings say which of the known ones stand
 *   in   options    those of the diagnosis
 *   in   diagnose   how one look is made: lc_diagnose
 *
 * The rules see the first k records, for each k up to 64 and then in steps of 1/512 of the run. The
 * stop signal is given when `overfitting`, be it a note, has been found in two looks in a row. A turn
 * needs not be large to stop by: it must only be real.
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_replay(lc_diagnosis *diagnosis, const lc_run *run, const lc_diagnose_options *options,
                    lc_diagnose_function diagnose, lc_error *err);

#endif
