/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dataset.h - what the trainer's files know of a data set beside learncurve_train.h.
 *
 * Row i is in cells.block[i / cells.block_rows], which is NULL once it was released; all blocks but
 * the last are full. A cell is a number or a category's number, LC_UNKNOWN_CATEGORY, or NAN where it
 * is missing.
 */
#ifndef LC_TRAIN_DATASET_H
#define LC_TRAIN_DATASET_H

#include "base/error.h"
#include "train/learncurve_train.h"

#define LC_UNKNOWN_CATEGORY (-1.0F)

/* The cells of row i < d->n; column c's is [d->schema.column[c].at]. Its block must be there. */
const float *lc_dataset_row(const lc_dataset *d, size_t i);

/* Missing and unknown counts are not copied. LC_OK, LC_E_NOMEM. */
lc_status lc_schema_copy(lc_schema *to, const lc_schema *from, lc_error *err);
void lc_schema_free(lc_schema *s);

#endif
