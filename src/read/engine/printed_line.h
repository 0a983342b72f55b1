/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * printed_line.h - lines that somebody prints again and again: the same names, other numbers.
 *
 * What the pairs of a line mean is told by their names and by the words about them:
 *
 *     Epoch 3/10   Step 40   [640/60000 (1%)]   Fold 2        counters
 *     [3/10][640/60000]   3|640|   [3,   640]   steps:  5%|#  | 640/60000  ... epoch and step without a name
 *     train Loss: 0.31 Acc: 0.88                              "train" goes for both
 *     loss train/val: 0.5/0.6   Acc: 0.9/0.8 (train/val)      two values
 *     Loss - train: 0.5, val: 0.6                             the quantity goes for both
 *     Test Error:                                             a heading goes for the lines below
 */
#ifndef LC_READ_PRINTED_LINE_H
#define LC_READ_PRINTED_LINE_H

#include "read/engine/pairs.h"

#define LC_LINE_PAIRS 48 /* of a line; what follows isn't read */

typedef enum lc_role {
    LC_ROLE_NONE,    /* says nothing of the training */
    LC_ROLE_ASIDE,   /* a metric, though no line is a record for its sake: times, unknown names */
    LC_ROLE_MEASURE, /* a loss, a score, a learning rate, a gradient's norm */
    LC_ROLE_EPOCH,
    LC_ROLE_STEP,
    LC_ROLE_PROGRESS, /* a counter without a name, or "Progress: 2.5%": the part that is done */
    LC_ROLE_RUN,      /* which fold or trial it is */
} lc_role;

typedef struct lc_printed_line {
    lc_span line; /* the whole of it */
    bool starred; /* it begins with an asterisk */
    size_t n;
    lc_pair pair[LC_LINE_PAIRS];
    lc_span split[LC_LINE_PAIRS];  /* the word that names the split of what follows; empty: none */
    bool minimized[LC_LINE_PAIRS]; /* what an optimizer minimizes, whatever its name says */
    bool unclear;                  /* a loss or score was left out: "1,234", ... */
    bool doubled;                  /* ... "0.5/0.6" */
    bool best;     /* it repeats the best values so far, or sums up a trial that is over */
    bool ranked;   /* one of several processes printed it: ... */
    double rank;   /* ... "[rank 3]" */
    uint64_t hash; /* of all that is the same in lines of one template */
} lc_printed_line;

/* Take a line apart; `heading` is the word that goes for it, or empty. `commas`: the log has numbers with
 * a decimal comma, so that "1,234" of a loss is one. */
void lc_printed_line_parse(lc_printed_line *l, lc_span line, lc_span heading, bool commas);

/* Whether a line that holds no pair is a heading, and its word for the split. */
bool lc_printed_line_is_heading(lc_span line, lc_span *word);

/* Whether a word of the text names a split. */
bool lc_printed_line_names_split(lc_span text);

/* What a line is, all in all. */
typedef struct lc_line_class {
    bool record;     /* it measures something */
    uint64_t losses; /* a bit for each pair that is a loss or a score */
    bool counter;    /* it holds an epoch, a step or a fold */
    bool unknown;    /* ... and besides only numbers whose names say nothing: --map may */
} lc_line_class;

/* The roles of all pairs, and what they make of the line. */
lc_line_class lc_printed_line_classify(const lc_printed_line *l, lc_role role[LC_LINE_PAIRS]);

/* The metric's name, as the log has it, and before it the word for its split where that stands
 * elsewhere. Returns its length. */
size_t lc_printed_line_name(const lc_printed_line *l, size_t i, char name[LC_NAME_MAX]);

#endif
