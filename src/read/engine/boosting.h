/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * boosting.h - what the readers of gradient boosting's consoles share: a line for each iteration
 * that is logged.
 *
 * Such programs are often compared within one script, so each of the readers takes the lines of all;
 * that of the program which printed most scores highest.
 */
#ifndef LC_READ_BOOSTING_H
#define LC_READ_BOOSTING_H

#include "read/engine/lines.h"

typedef enum lc_booster { LC_XGBOOST, LC_LIGHTGBM, LC_CATBOOST } lc_booster;

typedef struct lc_boosting {
    size_t trainings; /* seen so far: each is a run */
    bool open;        /* the last of them may go on */
    lc_booster who;   /* trains it */
    double *round;    /* iterations of its records so far */
    size_t rounds, rounds_cap;
    bool best_next; /* the next line shows the best iteration again */
    double samples; /* of the training set, told before the training; 0: unknown */

    char *first;      /* CatBoost: its first line, until it is known which way is better */
    long first_line;  /* number of that line, or of another one whose record comes late; 0: none */
    bool higher;      /* ... the higher one */
    double best_test; /* ... its best, told at the end */
} lc_boosting;

/* These serve an lc_line_form whose state is an lc_boosting; `reader` is whose form it is. */
int lc_boosting_score(lc_booster reader, lc_span line, int so_far);
lc_status lc_boosting_line(lc_booster reader, lc_boosting *b, const lc_lines *in, lc_span line,
                           lc_error *err);
lc_status lc_boosting_finish(void *state, const lc_lines *in, lc_error *err);
void lc_boosting_free(void *state);

#endif
