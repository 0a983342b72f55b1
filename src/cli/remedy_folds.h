/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_folds.h - networks that have not seen a row judge its label. */
#ifndef LC_CLI_REMEDY_FOLDS_H
#define LC_CLI_REMEDY_FOLDS_H

#include "cli/remedy_study.h"

/* Print the rows whose labels a way of training contradicts, the candidate's, and write them beside the
 * records where these are kept. */
void remedy_check_labels(study *st, const candidate *c);

/* The answer to a question of this kind in another process than the first: a run on one of the folds. */
#define FOLDS_ASK_RUN 'f'
void remedy_fold_answer(study *st, const char *question, FILE *answer);

#endif
