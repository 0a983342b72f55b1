/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_data.h - from the table that a command names to samples that a network takes. */
#ifndef LC_CLI_TRAIN_DATA_H
#define LC_CLI_TRAIN_DATA_H

#include "cli/train_settings.h"

/* Read a table; prints what is wrong on failure. `schema` is NULL but for a table that must fit
 * another's. */
bool train_data_read(lc_dataset *table, const train_settings *s, const char *path,
                     const lc_schema *schema, bool predict);

/* Whether --metrics fits the task; prints what does not. */
bool train_data_check_metrics(const train_settings *s, lc_task task);

/* Print the remarks on a table, unless --quiet. */
void train_data_remarks(const train_settings *s, const lc_data_report *report);

/* Rows that train, validate and test, as the settings say. */
lc_status train_data_split(lc_data_split *split, const lc_dataset *table, const train_settings *s,
                           lc_error *err);

/* Leave the share of the training rows that --train-share names. */
lc_status train_data_reduce(lc_data_split *split, const lc_dataset *table, const train_settings *s,
                            lc_error *err);

/**
 * Read, split and prepare as the settings say.
 *
 *   out  *t       lc_training_close()
 *   out  *target  of the table (owned by the caller: lc_dataset_free of *table); its rows are gone
 *
 * False after what is wrong was printed.
 */
bool train_data_open(lc_training **t, lc_dataset *table, const train_settings *s, const char *path);

#endif
