/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_labels.h - rows whose label, or target, is contradicted by networks that have not seen them. */
#ifndef LC_CLI_REMEDY_LABELS_H
#define LC_CLI_REMEDY_LABELS_H

#include "train/learncurve_train.h"

/* A row that another class is likelier for than its label, or whose target is far from its prediction. */
typedef struct suspect {
    size_t row; /* of the table, from 0 */
    size_t label, other;
    double label_p, other_p; /* held-out probabilities */
    double target, predicted,
        usual;     /* of a regression: the usual error where as much is predicted */
    double weight; /* how plain it is */
} suspect;

typedef struct label_check {
    size_t rows; /* that were held out of some fold */
    bool blind;  /* the networks know too little to judge */
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
 * A target is a suspect when its error is so large, in units of the median error of the twentieth of the rows
 * with predictions as high, that 0.05 such were expected if errors fell off as slowly as exponentially from
 * their median and their ninth decile on. Networks whose median error is more than half that of
 * the target's own median know too little.
 *
 *   in   held[folds]     rows that are judged; no two share any
 *   in   network[folds]  trained without those
 *
 * Returns LC_OK, LC_E_NOMEM
 * Source: C. Northcutt, L. Jiang and I. Chuang 2021, J. Artif. Intell. Res. 70, 1373 (confident
 *         learning); of targets our own. Tested in tests/cli/train/remedy_labels.sh on labels and targets
 *         that were made wrong.
 */
lc_status label_check_make(label_check *check, const lc_dataset *d, const lc_row_set *held,
                           lc_network *const *network, size_t folds, lc_error *err);
void label_check_free(label_check *check);

/* All suspects as a table: row (from 1, without the header), label, its probability, the other class and
 * its probability; or row, target, prediction and the usual error. LC_OK, LC_E_IO. */
lc_status label_check_write(const label_check *check, const lc_dataset *d, const char *path,
                            lc_error *err);

#endif
