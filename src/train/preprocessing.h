/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * preprocessing.h - from the cells of a table to what a network is fed: imputed, one-hot, standardised.
 *
 * All numbers come from the training part only, are kept with the network, and serve every other
 * table. The features stand in the order of the columns: one for a number, one for each category of
 * a category, and where it is asked for one more that is 1 where the column's cell is missing.
 */
#ifndef LC_TRAIN_PREPROCESSING_H
#define LC_TRAIN_PREPROCESSING_H

#include "train/dataset.h"
#include "train/samples.h"
#include "train/block_file.h"

/* What is done to one column. */
typedef struct lc_column_transform {
    size_t at; /* its first feature */
    size_t features;
    bool indicator; /* the last of them says that the cell is missing */
    double median;  /* of a number in the training part: stands in for missing cells */
    double mean;    /* is subtracted: 0 when not standardised */
    double scale;   /* is multiplied with: 1 when not standardised, 0 for a constant column */
} lc_column_transform;

typedef struct lc_preprocessing {
    lc_schema schema;
    lc_column_transform *transform; /* transform[schema.columns] */
    size_t features;
    double target_mean, target_scale; /* of a regression's samples: (y - mean) / scale; else 0, 1 */
} lc_preprocessing;
#define LC_PREPROCESSING_INIT \
    {                         \
        0                     \
    }

typedef struct lc_preprocessing_options {
    bool standardize;        /* numbers to mean 0 and standard deviation 1 */
    bool standardize_target; /* of a regression, likewise */
    bool indicators;         /* for columns with missing cells in the training part */
} lc_preprocessing_options;

/**
 * Learn from the training part what to do with a table.
 *
 * Missing numbers are the column's median (of an even count the mean of the middle two). Mean and
 * standard deviation (divisor n, two passes) are those of the column with these filled in, as in
 * scikit-learn's SimpleImputer before its StandardScaler. One-hot and indicator features stay 0
 * and 1. A column without any number in the training part is 0.
 *
 *   out  *p    lc_preprocessing_free()
 *   in   part  the rows that are trained on; one at least
 *
 * Memory: 16 columns of the part at a time.
 *
 * Returns LC_OK, LC_E_ARG (no row), LC_E_NOMEM
 * Checked in tests/unit/test_preprocessing.c against values worked by hand.
 */
lc_status lc_preprocessing_fit(lc_preprocessing *p, const lc_dataset *d, const lc_row_set *part,
                               const lc_preprocessing_options *options, lc_error *err);

/* Some rows of a data set of the same schema (lc_dataset_options.schema) as features and targets; y
 * is 0 where the data set has none. An unknown category is 0 in all its features. */
lc_status lc_preprocessing_apply(lc_samples *s, const lc_preprocessing *p, const lc_dataset *d,
                                 const lc_row_set *part, lc_error *err);

/**
 * The sets of a split, of a data set which is released as it goes: its blocks of rows are NULL
 * afterwards, so that the numbers are there once, not twice.
 *
 *   out  *train, *validation, *test  stay as they were where the set is empty
 *
 * Returns LC_OK, LC_E_ARG (no training row), LC_E_NOMEM (then all is as it was)
 */
lc_status lc_preprocessing_apply_split(lc_samples *train, lc_samples *validation, lc_samples *test,
                                       const lc_preprocessing *p, lc_dataset *d,
                                       const lc_data_split *split, lc_error *err);

void lc_preprocessing_free(lc_preprocessing *p);

/* "length", "colour=red", "length is missing"; the caller frees it with lc_texts_free. */
lc_status lc_preprocessing_names(lc_texts *names, const lc_preprocessing *p, lc_error *err);

/* To and from a saved network; all blocks' names begin with "data/" . Doubles come back bit for
 * bit. load: LC_E_FORMAT when blocks are missing or contradict each other. */
lc_status lc_preprocessing_store(lc_blocks *blocks, const lc_preprocessing *p, lc_error *err);
lc_status lc_preprocessing_load(lc_preprocessing *p, const lc_block_file *m, lc_error *err);

#endif
