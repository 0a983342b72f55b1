/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_labels.h - rows whose label is contradicted by networks that have not seen them. */
#ifndef LC_CLI_REMEDY_LABELS_H
#define LC_CLI_REMEDY_LABELS_H

#include "train/learncurve_train.h"

/* A row that another class is likelier for than its label. */
typedef struct suspect {
    size_t row; /* of the table, from 0 */
    size_t label, other;
    double label_p, other_p; /* held-out probabilities */
} suspect;

typedef struct label_check {
    size_t rows; /* that were held out of some fold */
    size_t n;
    suspect *suspect; /* the plainest first */
} label_check;

/**
 * Look for wrong labels by what networks say of the rows that they were not trained on.
 *
 * A row is a suspect when another class than its label gets at least the probability there that this
 * class has on average over the rows labelled so; of several such classes the likeliest is named.
 *
 *   out  *check          label_check_free()
 *   in   d               a table with classes
 *   in   fold[folds]     splits whose validation rows share none
 *   in   network[folds]  trained on the training rows of each
 *
 * Returns LC_OK, LC_E_NOMEM
 * Source: C. Northcutt, L. Jiang and I. Chuang 2021, J. Artif. Intell. Res. 70, 1373 (confident
 *         learning). Tested in tests/cli/train/remedy_labels.sh on labels that were made wrong.
 */
lc_status label_check_make(label_check *check, const lc_dataset *d, const lc_data_split *fold,
                           lc_network *const *network, size_t folds, lc_error *err);
void label_check_free(label_check *check);

/* All suspects as a table: row (from 1, without the header), label, its probability, the other class and
 * its probability. LC_OK, LC_E_IO. */
lc_status label_check_write(const label_check *check, const lc_dataset *d, const char *path,
                            lc_error *err);

#endif
