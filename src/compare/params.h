/* SPDX-License-Identifier: GPL-3.0-or-later */
/* params.h - the hyper-parameters in which groups of runs differ. */
#ifndef LC_COMPARE_PARAMS_H
#define LC_COMPARE_PARAMS_H

#include "base/error.h"

/**
 * Find what the groups of a comparison differ in.
 *
 * Of each run counts what it tells, its facts, and the metrics of no split that never change, as a
 * learning rate's column does; where such a metric changes in another run its value there is
 * "varies". Numbers are compared as numbers. A group that lacks a parameter differs from those that
 * have it only if it tells others.
 *
 *   out  c         its differs; the groups are there already
 *   in   runs[n], groups[n]  as for lc_compare
 *
 * Returns LC_OK or LC_E_NOMEM
 */
lc_status lc_compare_params(lc_comparison *c, const lc_run *const *runs, const char *const *groups,
                            size_t n, lc_error *err);

void lc_compare_params_free(lc_comparison *c);

#endif
