/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_folds.h - networks that have not seen a row judge its label. */
#ifndef LC_CLI_REMEDY_FOLDS_H
#define LC_CLI_REMEDY_FOLDS_H

#include "cli/remedy_study.h"

/* Print the rows whose labels a way of training contradicts, the candidate's, and write them beside the
 * records where these are kept. */
void remedy_check_labels(study *st, const candidate *c);

#endif
