/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_settings.h - what the options of `train`, `predict` and `make-data` can say. */
#ifndef LC_CLI_TRAIN_SETTINGS_H
#define LC_CLI_TRAIN_SETTINGS_H

#include "train/learncurve_train.h"

#define NUMBERS_MAX 64 /* numbers in one list: layers, class weights, sizes */
#define NAMES_MAX 64   /* columns named by one option */

/* "32,64,64" */
typedef struct number_list {
    size_t n;
    double value[NUMBERS_MAX];
} number_list;

/* An option that can be given again. */
typedef struct name_list {
    size_t n;
    const char *name[NAMES_MAX];
} name_list;

enum { TASK_TOLD_BY_DATA, TASK_BINARY, TASK_MULTICLASS, TASK_REGRESSION };
enum { INIT_BY_ACTIVATION, INIT_HE, INIT_GLOROT, INIT_ZERO };
enum {
    METRIC_PRECISION_RECALL = 1,
    METRIC_RANKS = 2,
    METRIC_GRADIENT_NORM = 4,
    METRIC_PER_CLASS = 8,
    METRIC_ALL = 16, /* all that the task has */
};

typedef struct train_settings {
    const char *target, *positive, *validation_file, *group, *time, *weight;
    const char *id; /* predict */
    name_list ignore, categorical;
    size_t task, max_categories, min_category, min_class;
    double validation, test, train_share, label_noise; /* train_share 0: all rows train */
    bool drop, keep_ids, last_split, raw, raw_target, indicators;

    number_list hidden;
    size_t activation, init;
    double dropout, l2, label_smoothing;

    size_t optimizer, schedule;
    double rate, momentum, decay, factor, least_rate;
    size_t every, wait, batch, epochs, patience;
    size_t monitor; /* index of a name that --monitor takes */
    bool restore_best, balanced, sqrt_weights, record_unweighted, record_penalized, keep_going;
    number_list class_weight;
    size_t seed, split_seed; /* the latter SIZE_MAX: the same */

    const char *record, *save, *checkpoint, *resume, *plot;
    size_t metrics; /* METRIC_... */
    size_t sync;    /* rows; 0: not by rows */
    double sync_seconds;
    bool force, jsonl, diagnose, quiet;

    const char *budget;                    /* remedy */
    size_t seeds, folds, repeats, threads; /* 0: one run, or as many as processors */
    size_t fold, repeat;                   /* of one of such runs, from 1; 0: it has none */
    size_t passes;                         /* over the rows in an epoch; 0: 1 */
    number_list train_sizes;
    bool lr_range;

    size_t rows, classes; /* make-data */
    double noise;         /* negative: as the kind has it */
} train_settings;

train_settings train_settings_default(void);

/* Seed of splits. */
size_t train_split_seed(const train_settings *s);

/* METRIC_... that are recorded: those of --metrics, and what is monitored. */
size_t train_settings_metrics(const train_settings *s);

/* The options of a run; borrows from *s and from hidden[NUMBERS_MAX]. */
lc_train_options train_settings_options(const train_settings *s, size_t *hidden);

#endif
