/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_run.h - one of many training runs: recorded, but not watched. */
#ifndef LC_CLI_TRAIN_RUN_H
#define LC_CLI_TRAIN_RUN_H

#include "cli/settings.h"

typedef struct train_result {
    bool done, failed; /* neither: it was interrupted */
    bool finite;       /* all its losses were; otherwise the run ended at the first that wasn't */
    size_t epochs;
    double seconds;           /* of all epochs */
    lc_scores score[LC_SETS]; /* of the network that is kept; of sets without rows all NAN */
} train_result;

/* Numbers of runs that differ in their rows or seeds: the fold is the fastest. */
typedef struct train_variant {
    size_t repeat, fold, seed; /* from 0 */
} train_variant;

/* How many there are, and one of them. */
size_t train_variants(const train_settings *s);
train_variant train_variant_at(const train_settings *s, size_t i);

/* The rows of a variant, and the settings that it has of its own: seeds count on from those given, those
 * of repeats as well. */
lc_status train_variant_split(lc_data_split *split, const lc_dataset *table,
                              const train_settings *s, const train_variant *v, lc_error *err);
void train_variant_set(train_settings *s, const train_variant *v);

/* Threads that runs are shared out to; other processes of MPI's have one each. */
size_t train_threads(const train_settings *s);

/* Runs that threads and other processes share. */
typedef struct train_many_work {
    size_t n;
    const char *table; /* its path */
    /* Train run k. Another process, which has only been started like this one, must read the table before
     * its first run. It may meet the record of a run that was cut off. */
    void (*run)(void *self, size_t k, train_result *result);
    /* Take the result of run k, in order; why is NULL, or says why there is none. False ends the work. */
    bool (*take)(void *self, size_t k, const train_result *result, const char *why);
    /* Print which run k is, for a message. */
    void (*name)(void *self, size_t k, char name[LC_WORK_NAME_SIZE]);
    void *self;
} train_many_work;

/* Under MPI, before any table is read: true in a process that has helped the first one, which calls
 * lc_work_end() when its runs are done. */
bool train_many_serve(const train_many_work *work);

/* False when memory is out, which is said. */
bool train_many_share(const train_many_work *work, const train_settings *s);

/**
 * Train to the end, to the first loss that isn't finite, or until interrupt_signal() is set, and bring
 * the weights back that restore_best asks for.
 *
 *   in  s  s->train.record is where it is recorded; NULL: nowhere
 *
 * False after what is wrong with the record was printed. Many runs may go on at once.
 */
bool train_run_record(train_result *result, lc_training *t, const settings *s,
                      const lc_dataset *table);

/* The same with a training of its own, which is scored at the end. `what` is named when it fails. */
bool train_run_rows(train_result *result, lc_dataset *table, const lc_data_split *split,
                    const settings *s, const char *what);

#endif
