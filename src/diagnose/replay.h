/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay.h - a run diagnosed again and again as it grew: what was known when. */
#ifndef LC_DIAGNOSE_REPLAY_H
#define LC_DIAGNOSE_REPLAY_H

#include "diagnose/looks.h"

/**
 * Replay a run and fill diagnosis->online.
 *
 *   out  diagnosis  of the whole run; its findings say which of the known ones stand
 *   in   options    those of the diagnosis
 *   in   diagnose   how one look is made: lc_diagnose
 *
 * The run is looked at as a watch would (looks.h), and at its end. The stop signal is given when
 * `overfitting`, be it a note, has been found in two looks in a row.
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_replay(lc_diagnosis *diagnosis, const lc_run *run, const lc_diagnose_options *options,
                    lc_diagnose_function diagnose, lc_error *err);

#endif
