/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_data.h - from the table that a command names to samples that a network takes. */
#ifndef LC_CLI_TRAIN_DATA_H
#define LC_CLI_TRAIN_DATA_H

#include "cli/train_settings.h"
#include "train/preprocessing.h"

typedef struct train_data {
    lc_dataset table;
    lc_data_split parts;
    lc_preprocessing prepare;
    lc_samples train, validation; /* the latter empty (n is 0) when nothing validates */
    size_t *validation_count;     /* rows of each class; borrowed from parts or other */
    lc_dataset other;             /* the validation file's */
    lc_loss loss;                 /* of the task, with the class weights below */
    double weight[LC_CLASSES_MAX];
} train_data;

/* Read a table; complains on failure. `like` is NULL but for a table that must fit another's. */
bool train_data_read(lc_dataset *table, const train_settings *s, const char *path,
                     const lc_schema *like, bool predict);

/* Read, part and prepare as the settings say. On failure it has complained. */
bool train_data_open(train_data *d, const train_settings *s, const char *path);

/* What is minimized, and the class weights for a training part with these counts; complains. */
bool train_data_loss(train_data *d, const train_settings *s, const size_t *counts);

/* Make labels wrong at random, as --label-noise says. */
void train_data_spoil(lc_samples *train, const train_settings *s, size_t classes);

void train_data_free(train_data *d);

#endif
