/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shape.h - lines that somebody prints again and again: the same names, other numbers.
 *
 * What the pairs of a line mean is told by their names and by the words about them:
 *
 *     Epoch 3/10   Step 40   [640/60000 (1%)]   Fold 2        counters
 *     train Loss: 0.31 Acc: 0.88                              "train" goes for both
 *     Test Error:                                             a heading goes for the lines below
 */
#ifndef LC_READ_SHAPE_H
#define LC_READ_SHAPE_H

#include "read/engine/pairs.h"

#define LC_SHAPE_PAIRS 48 /* of a line; what follows isn't read */

typedef enum lc_role {
    LC_ROLE_NONE,    /* says nothing of the training */
    LC_ROLE_ASIDE,   /* a metric, though no line is a record for its sake: times, unknown names */
    LC_ROLE_MEASURE, /* a loss, a score, a learning rate, a gradient's norm */
    LC_ROLE_EPOCH,
    LC_ROLE_STEP,
    LC_ROLE_PROGRESS, /* a counter without a name: the part of an epoch that is done */
    LC_ROLE_RUN,      /* which fold or trial it is */
} lc_role;

typedef struct lc_shape_line {
    bool starred; /* it begins with an asterisk */
    size_t n;
    lc_printed pair[LC_SHAPE_PAIRS];
    lc_span split[LC_SHAPE_PAIRS]; /* the word that names the split of what follows; empty: none */
    uint64_t hash;                 /* of all that is the same in lines of one shape */
} lc_shape_line;

/* Take a line apart; `heading` is the word that goes for it, or empty. */
void lc_shape_read(lc_shape_line *l, lc_span line, lc_span heading);

/* Whether a line that holds no pair is a heading, and its word for the split. */
bool lc_shape_is_heading(lc_span line, lc_span *word);

/* What a line is, all in all. */
typedef struct lc_shape_sum {
    bool record;     /* it measures something */
    uint64_t losses; /* a bit for each pair that is a loss or a score */
    bool counter;    /* it holds an epoch, a step or a fold */
} lc_shape_sum;

/* The roles of all pairs, and what they make of the line. */
lc_shape_sum lc_shape_sum_up(const lc_shape_line *l, lc_role role[LC_SHAPE_PAIRS]);

/* The metric's name, as the log has it, and before it the word for its split where that stands
 * elsewhere. Returns its length. */
size_t lc_shape_name(const lc_shape_line *l, size_t i, char name[LC_NAME_MAX]);

#endif
