/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.h - some of a set of rows. */
#ifndef LC_TRAIN_SPLIT_H
#define LC_TRAIN_SPLIT_H

#include "base/error.h"
#include "train/learncurve_train.h"

/* m rows of `from`, as lc_data_split_reduce leaves them.
 *
 *   out  *some  lc_row_set_free()
 *   in   m      1 .. from->n rows
 *
 * Returns LC_OK, LC_E_ARG (m out of range), LC_E_NOMEM */
lc_status lc_row_set_sample(lc_row_set *some, const lc_row_set *from, const lc_strata *strata,
                            size_t m, uint64_t seed, lc_error *err);
void lc_row_set_free(lc_row_set *rows);

#endif
