/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_log.h - what a training run leaves behind: the record, lines of JSON, a line of progress. */
#ifndef LC_CLI_TRAIN_LOG_H
#define LC_CLI_TRAIN_LOG_H

#include "cli/clock.h"
#include "cli/settings.h"
#include "record/learncurve_record.h"

#define LOG_FIELDS_MAX 24

/* One row: the names are the log's for the whole run, the values the epoch's. */
typedef struct log_row {
    size_t n;
    const char *name[LOG_FIELDS_MAX];
    double value[LOG_FIELDS_MAX];
} log_row;

typedef struct train_log {
    const train_settings *s;
    size_t metrics; /* METRIC_... */
    lc_task task;
    bool validates, weighted;
    const char *path; /* of the record */
    lc_recorder *recorder;
    bool terminal;       /* a line of progress is shown */
    double begun, shown; /* [s] */
    size_t samples;      /* of an epoch, train and validation */
    size_t first;        /* epochs that were done before */
} train_log;

/* A command line that could be pasted, from the words behind "learncurve", ended by NULL; the caller
 * frees it. NULL when memory is out. */
char *train_log_command(char *const *words);

/* Open the record; prints what is wrong. */
bool train_log_open(train_log *log, const settings *s, const lc_dataset *table,
                    const lc_training_info *info);

/* Write one epoch down; prints what is wrong. */
bool train_log_epoch(train_log *log, const lc_epoch *epoch, double seconds);

/* Print how good the network is beside predicting the most frequent class always, and for each class
 * where that is asked for. */
bool train_log_summary(train_log *log, const lc_dataset *table, lc_training *t);

/* Close the record; prints errors that come late. */
bool train_log_close(train_log *log);

#endif
