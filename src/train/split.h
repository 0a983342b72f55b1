/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.h - which rows are trained on and which validate: seeded, stratified by class. */
#ifndef LC_TRAIN_SPLIT_H
#define LC_TRAIN_SPLIT_H

#include "base/error.h"

/* Some rows of a data set, by number, rising. */
typedef struct lc_row_set {
    size_t n;
    size_t *row;
} lc_row_set;
#define LC_ROW_SET_INIT \
    {                   \
        0               \
    }

/* Two parts of a data set that share no row. */
typedef struct lc_data_split {
    lc_row_set train, validation;
    size_t classes;                         /* 0: a regression */
    size_t *train_count, *validation_count; /* rows of each class; NULL for a regression */
} lc_data_split;
#define LC_DATA_SPLIT_INIT \
    {                      \
        0                  \
    }

/* What rows are parted by: their classes, if they have any. */
typedef struct lc_strata {
    size_t n;
    const float *y; /* y[n]: class numbers; not looked at without classes */
    size_t classes; /* 0: none */
} lc_strata;

/**
 * Hold a share of the rows out for validation.
 *
 * Each class gives its share, rounded so that the sum is n * share to the nearest (largest
 * remainders first), but at least one row to either part when it has two or more.
 *
 *   out  *parts  lc_data_split_free()
 *   in   share   above 0, below 1; each part gets one row at least
 *
 * Returns LC_OK
 *         LC_E_ARG    fewer than 2 rows, or a share out of range
 *         LC_E_NOMEM
 */
lc_status lc_data_split_random(lc_data_split *parts, const lc_strata *strata, double share,
                               uint64_t seed, lc_error *err);

/* The same with the last rows as they come, as Keras' validation_split does: the training part is
 * the first floor(n (1 - share)) rows (keras/src/trainers/data_adapters/data_adapter_utils.py,
 * train_validation_split). */
lc_status lc_data_split_last(lc_data_split *parts, const lc_strata *strata, double share,
                             lc_error *err);

/* All rows train. */
lc_status lc_data_split_none(lc_data_split *parts, const lc_strata *strata, lc_error *err);

/* Fold k of `folds` validates, the others train: over all k, each row validates once. Folds differ
 * by one row at most, of each class as well. LC_E_ARG: folds below 2 or above n, k out of range. */
lc_status lc_data_split_fold(lc_data_split *parts, const lc_strata *strata, size_t folds, size_t k,
                             uint64_t seed, lc_error *err);

void lc_data_split_free(lc_data_split *parts);

/**
 * Refuse parts of which one lacks a class.
 *
 *   in  class_name  in the order of class numbers
 *
 * Returns LC_OK, also for a regression and without a validation part
 *         LC_E_FORMAT  with the class and its rows
 */
lc_status lc_data_split_check(const lc_data_split *parts, const lc_texts *class_name,
                              lc_error *err);

/**
 * A smaller part, for the curve over the size of the training set.
 *
 * Classes keep their shares, none is left out as long as there is room, and the smaller one of two
 * parts of one seed is contained in the larger one.
 *
 *   out  *some  lc_row_set_free()
 *   in   m      1 .. from->n rows
 *
 * Returns LC_OK, LC_E_ARG (m out of range), LC_E_NOMEM
 */
lc_status lc_row_set_sample(lc_row_set *some, const lc_row_set *from, const lc_strata *strata,
                            size_t m, uint64_t seed, lc_error *err);
void lc_row_set_free(lc_row_set *part);

#endif
