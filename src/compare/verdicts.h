/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verdicts.h - what the diagnosis says of the runs of each group. */
#ifndef LC_COMPARE_VERDICTS_H
#define LC_COMPARE_VERDICTS_H

#include "base/error.h"

/**
 * Diagnose the runs of a comparison's groups with the defaults.
 *
 *   out  c       verdict and verdict_runs of its groups, which are there already
 *   in   runs[n], groups[n]  as for lc_compare
 *
 * A run that can't be diagnosed has no verdict. Returns LC_OK or LC_E_NOMEM.
 */
lc_status lc_compare_verdicts(lc_comparison *c, const lc_run *const *runs,
                              const char *const *groups, size_t n, lc_error *err);

#endif
