/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * prepare.h - from the cells of a table to what a network is fed: imputed, one-hot, standardised.
 *
 * All numbers come from the training part only, are kept with the network, and serve every other
 * table. The features stand in the order of the columns: one for a number, one for each level of
 * a category, and where it is asked for one more that is 1 where the column's cell is missing.
 */
#ifndef LC_TRAIN_PREPARE_H
#define LC_TRAIN_PREPARE_H

#include "train/dataset.h"
#include "train/model.h"
#include "train/split.h"

/* What is done to one column. */
typedef struct lc_recipe {
    size_t at; /* its first feature */
    size_t features;
    bool indicator; /* the last of them says that the cell is missing */
    double median;  /* of a number in the training part: stands in for missing cells */
    double mean;    /* is subtracted: 0 when not standardised */
    double scale;   /* is multiplied with: 1 when not standardised, 0 for a constant column */
} lc_recipe;

typedef struct lc_prepare {
    lc_schema schema;
    lc_recipe *recipe; /* recipe[schema.columns] */
    size_t features;
} lc_prepare;
#define LC_PREPARE_INIT \
    {                   \
        0               \
    }

typedef struct lc_prepare_options {
    bool standardize; /* numbers to mean 0 and standard deviation 1 */
    bool indicators;  /* for columns with missing cells in the training part */
} lc_prepare_options;

/**
 * Learn from the training part what to do with a table.
 *
 * Missing numbers are the column's median (of an even count the mean of the middle two). Mean and
 * standard deviation (divisor n, two passes) are those of the column with these filled in, as in
 * scikit-learn's SimpleImputer before its StandardScaler. One-hot and indicator features stay 0
 * and 1. A column without any number in the training part is 0.
 *
 *   out  *p    lc_prepare_free()
 *   in   part  the rows that are trained on; one at least
 *
 * Memory: 16 columns of the part at a time.
 *
 * Returns LC_OK, LC_E_ARG (no row), LC_E_NOMEM
 * Checked in tests/unit/test_prepare.c against values worked by hand.
 */
lc_status lc_prepare_fit(lc_prepare *p, const lc_dataset *d, const lc_part *part,
                         const lc_prepare_options *options, lc_error *err);

/* Some rows of a data set of the same schema (lc_dataset_options.like) as features and targets; y
 * is 0 where the data set has none. An unknown level is 0 in all its features. */
lc_status lc_prepare_apply(lc_samples *s, const lc_prepare *p, const lc_dataset *d,
                           const lc_part *part, lc_error *err);

/**
 * Both parts of a data set, which is released as it goes: its blocks of rows are NULL afterwards,
 * so that the numbers are there once, not twice.
 *
 *   out  *train, *validation  the latter stays as it was when its part is empty
 *
 * Returns LC_OK, LC_E_NOMEM (then all is as it was)
 */
lc_status lc_prepare_take(lc_samples *train, lc_samples *validation, const lc_prepare *p,
                          lc_dataset *d, const lc_parts *parts, lc_error *err);

void lc_prepare_free(lc_prepare *p);

/* "length", "colour=red", "length is missing"; the caller frees it with lc_texts_free. */
lc_status lc_prepare_names(lc_texts *names, const lc_prepare *p, lc_error *err);

/* To and from a saved network; all blocks' names begin with "data/" . Doubles come back bit for
 * bit. load: LC_E_FORMAT when blocks are missing or contradict each other. */
lc_status lc_prepare_store(lc_blocks *blocks, const lc_prepare *p, lc_error *err);
lc_status lc_prepare_load(lc_prepare *p, const lc_model *m, lc_error *err);

#endif
