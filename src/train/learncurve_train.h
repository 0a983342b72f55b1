/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * learncurve_train.h - train a multilayer perceptron on a table, epoch by epoch.
 *
 *     lc_dataset table = LC_DATASET_INIT;
 *     lc_data_split split = LC_DATA_SPLIT_INIT;
 *     lc_train_options options = LC_TRAIN_OPTIONS_INIT;
 *     lc_training *t = NULL;
 *     st = lc_dataset_read(&table, file, &(lc_dataset_options){.target = "y"}, &err);
 *     lc_strata strata = lc_dataset_strata(&table);
 *     st = lc_data_split_random(&split, &strata, 0.2, 0, seed, &err);
 *     st = lc_training_open(&t, &table, &split, NULL, &options, &err);
 *     while (!lc_training_ended(t)) {
 *         lc_epoch epoch;
 *         lc_training_epoch(t, &epoch);       // then record it: learncurve_record.h
 *     }
 *     lc_training_finish(t);
 *     st = lc_training_save(t, "net.model", &err);
 *     lc_training_close(t);
 *
 * Conventions are those of learncurve.h: lc_status, outputs first, `err` last and maybe NULL; on
 * failure outputs stay as they were; X_free releases what X owns and leaves it as X_INIT. Nothing
 * here prints, reads a clock or the environment. A training run is used by one thread at a time; any
 * number of runs may go on at once. The same data, options, seed and instruction set give the same
 * numbers to the last bit.
 */
#ifndef LEARNCURVE_TRAIN_H
#define LEARNCURVE_TRAIN_H

#include "learncurve.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default) /* what stands below is all that the library exports */
#endif

/* ---- tables ----------------------------------------------------------------------------- */

#define LC_CATEGORIES_DEFAULT 64 /* of a text column: more are rather names than categories */
#define LC_CATEGORIES_MAX 65536u
#define LC_CLASSES_MAX 1000 /* of a target */

typedef enum lc_task { LC_BINARY, LC_MULTICLASS, LC_REGRESSION } lc_task;

/* "binary", "multiclass", "regression". */
const char *lc_task_name(lc_task task);

/* A column is numeric, or categorical: text, whose distinct values are its categories; or holds dates
 * ("2024-01-31", with a time behind it as ISO 8601 has it), which count as numbers of days. Cells that
 * are empty or say so ("NA", "?", "null", "nan", ...) are missing. */
typedef enum lc_column_kind {
    LC_COLUMN_NUMERIC,
    LC_COLUMN_CATEGORICAL,
    LC_COLUMN_DATE,
} lc_column_kind;

#define LC_OTHER_CATEGORY "(other)" /* that rare ones are merged into */

/* A column that is an input of the network. */
typedef struct lc_column {
    char *name;
    lc_column_kind kind;
    double offset;     /* is subtracted before a number is stored; 0 unless they are large */
    lc_texts category; /* sorted: by value when all are numbers, else by bytes */
    size_t at;         /* its cell in a row of the data set */
    size_t missing;    /* cells */
    size_t unknown;    /* cells with a category that the training table didn't have */
} lc_column;

/* What is to be predicted. */
typedef struct lc_target {
    char *name; /* NULL: none */
    lc_task task;
    double offset;       /* regression: is subtracted, likewise */
    lc_texts class_name; /* in the order of the class numbers; empty for a regression */
} lc_target;

/* What a network needs to know of a table to be applied to another one. */
typedef struct lc_schema {
    size_t columns;
    lc_column *column;
    lc_target target;
} lc_schema;
#define LC_SCHEMA_INIT \
    {                  \
        0              \
    }

/* What a person wants to hear about the table. */
typedef struct lc_data_report {
    size_t rows;                 /* that the table has */
    size_t without_target;       /* of them left out, since their target is missing */
    size_t numeric, categorical; /* input columns */
    size_t ignored, dropped; /* columns left out: by the options, and since they are of no use */
    size_t missing, unknown; /* cells of the input columns */
    const char *why_task;    /* "as requested", "the target is text", ... */
    lc_texts remarks;        /* what was dropped and why, and what else is odd */
} lc_data_report;

/* The whole table: numbers as float32, categories as their numbers. Rows stay in the table's order. */
typedef struct lc_dataset {
    lc_schema schema;
    size_t n;            /* rows that are kept */
    size_t *class_count; /* rows of each class; NULL for a regression or without a target */
    float *y;            /* y[n]: class number, or value less the target's offset; NAN where not
                          * known; NULL: no target */
    uint32_t *group; /* group[n]: number of the row's group, below `groups`; NULL: no such column */
    size_t groups;
    double *time;  /* time[n]: what rows are ordered by; NULL: no such column */
    float *weight; /* weight[n]: of the row in the training loss; NULL: 1 each */
    lc_texts id;   /* id.text[n]: cells that are carried along; empty: no such column */
    lc_data_report report;
    struct {
        size_t width; /* cells of a row */
        size_t block_rows, blocks, cap;
        float **block;
    } cells; /* private */
} lc_dataset;
#define LC_DATASET_INIT \
    {                   \
        .n = 0          \
    }

typedef struct lc_dataset_options {
    const char *target;        /* column to predict: its name, or its number from 1 on */
    const char *const *ignore; /* columns to leave out, likewise */
    size_t ignore_n;
    const char *const *categorical; /* columns that are categorical even if they hold numbers */
    size_t categorical_n;
    size_t max_categories; /* 0: LC_CATEGORIES_DEFAULT */
    size_t min_category;   /* rows of a category; rarer ones are merged into LC_OTHER_CATEGORY */
    size_t min_class;      /* rows of a class; those of rarer ones are left out */
    const char *group;  /* columns that are no inputs, NULL for none: of rows that stay together, */
    const char *time;   /* ... of what they are ordered by (numbers or dates), */
    const char *weight; /* ... of their weights in the training loss (0 or more), */
    const char *id;     /* ... and of cells to be carried along */
    bool keep_ids;      /* columns whose name says that they number rows are inputs, too */
    bool drop;          /* leave columns out that can't be used, which is an error otherwise */
    bool task_set;      /* `task` is requested; otherwise the target decides */
    lc_task task;
    const char *positive;    /* class of a binary target that is 1; NULL: the second one */
    char delimiter;          /* 0: the one of ',', ';' and tab that the header has most of */
    char decimal;            /* 0: '.', and ',' where the delimiter is ';' */
    unsigned threads;        /* 0: as many as processors */
    const lc_schema *schema; /* read these columns, by name; target, ignore and task are its own */
    bool predict;            /* with `schema`: the target may be missing, and no row is left out */
} lc_dataset_options;

/**
 * Read a table to its end.
 *
 * The first row names the columns, unless it holds numbers only. Without `schema` a requested task
 * wins; otherwise a target of text is binary or multiclass, one of two values binary, one of at most
 * 20 integers (fewer than a tenth of the rows) multiclass, all others a regression. Classes are
 * numbered by value when all are numbers, by bytes when not.
 *
 *   out  *d    lc_dataset_free()
 *   in   in    read from where it stands; stays open
 *
 * Memory: the kept cells as float32, and what the parse of a few blocks of 1 MiB takes.
 *
 * Returns LC_OK
 *         LC_E_ARG     no such column (with the nearest name), no column left, a requested task that
 *                      doesn't fit, another positive class, max_categories past LC_CATEGORIES_MAX
 *         LC_E_FORMAT  no table, fewer than 2 rows (1 with `predict`), a row of another width, text
 *                      among numbers, an infinity, a constant target, a class that `schema` lacks
 *         LC_E_LIMIT   too many categories or classes; the table's limits
 *         LC_E_IO, LC_E_NOMEM
 *         err->line and err->column say where; err->line is 0 where only the row is known
 */
lc_status lc_dataset_read(lc_dataset *d, FILE *in, const lc_dataset_options *options,
                          lc_error *err);
void lc_dataset_free(lc_dataset *d);

/* ---- training and validation rows --------------------------------------------------------- */

/* Some rows of a data set, by number, rising. */
typedef struct lc_row_set {
    size_t n;
    size_t *row;
} lc_row_set;
#define LC_ROW_SET_INIT \
    {                   \
        0               \
    }

/* Sets of rows that share none: to train on, to choose by, and to judge the choice by. */
typedef struct lc_data_split {
    lc_row_set train, validation, test;
    size_t classes;                                      /* 0: a regression */
    size_t *train_count, *validation_count, *test_count; /* rows of each class; NULL likewise */
} lc_data_split;
#define LC_DATA_SPLIT_INIT \
    {                      \
        .classes = 0       \
    }

/* What a split looks at: the rows' classes, groups and times, as far as they have any. */
typedef struct lc_strata {
    size_t n;
    const float *y; /* y[n]: class numbers; not looked at without classes */
    size_t classes; /* 0: none */
    const uint32_t
        *group; /* group[n]: numbers below `groups`; rows of one stay together; or NULL */
    size_t groups;
    const double *time; /* time[n]: what trains comes before what validates, that before what tests;
                         * or NULL */
} lc_strata;

/* Those of a data set; borrowed from it. */
lc_strata lc_dataset_strata(const lc_dataset *d);

/**
 * Hold shares of the rows out for validation and for a test, at random and stratified.
 *
 * Each class gives its share, rounded so that the sum is n * share to the nearest (largest
 * remainders first), but at least one row to either set when it has two or more. Groups go to one set
 * each, large ones first, so that sizes and classes come near the shares. The test's rows depend on
 * nothing but the seed and their share.
 *
 *   out  *split      lc_data_split_free()
 *   in   validation  above 0 (or 0 where test is not), below 1; each set gets one row at least
 *   in   test        0 for none; both together below 1
 *
 * Returns LC_OK
 *         LC_E_ARG    fewer than 2 rows, or a share out of range
 *         LC_E_NOMEM
 */
lc_status lc_data_split_random(lc_data_split *split, const lc_strata *strata, double validation,
                               double test, uint64_t seed, lc_error *err);

/* The same with the last rows: by time where strata->time has it, otherwise as they come, as Keras'
 * validation_split does: the training rows are the first floor(n (1 - validation - test))
 * (keras/src/trainers/data_adapters/data_adapter_utils.py, train_validation_split). */
lc_status lc_data_split_last(lc_data_split *split, const lc_strata *strata, double validation,
                             double test, lc_error *err);

/* All rows train. */
lc_status lc_data_split_none(lc_data_split *split, const lc_strata *strata, lc_error *err);

/* Of the rows that are not the test's, one fold of `folds` validates and the others train: over k below
 * `folds`, each validates once; the next k are the folds of another shuffle, and so on. Folds differ by
 * one row at most, of each class as well; groups stay together and come near that. With time, fold k is
 * the (k + 1)st of folds + 1 stretches, and trains on those before it (scikit-learn's TimeSeriesSplit);
 * nothing is shuffled. LC_E_ARG: folds below 2 or above the number of rows or groups. */
lc_status lc_data_split_fold(lc_data_split *split, const lc_strata *strata, double test,
                             size_t folds, size_t k, uint64_t seed, lc_error *err);

void lc_data_split_free(lc_data_split *split);

/**
 * Leave m of the training rows, for the curve over the size of the training set.
 *
 * Classes keep their shares, none is left out as long as there is room, and the smaller one of two
 * sets of one seed is contained in the larger one.
 *
 * Returns LC_OK, LC_E_ARG (m is 0 or more than there are), LC_E_NOMEM
 */
lc_status lc_data_split_reduce(lc_data_split *split, const lc_strata *strata, size_t m,
                               uint64_t seed, lc_error *err);

/* Refuse a split whose training or validation rows lack a class: LC_E_FORMAT, with the class and its
 * rows. LC_OK also for a regression and without validation rows. */
lc_status lc_data_split_check(const lc_data_split *split, const lc_dataset *d, lc_error *err);

/* ---- options of a training run ------------------------------------------------------------ */

#define LC_LAYERS_MAX 64        /* hidden layers and the output layer */
#define LC_UNITS_MAX (1u << 20) /* of a layer */

typedef enum lc_activation { LC_RELU, LC_TANH, LC_SIGMOID } lc_activation;

/* How weights begin; biases begin at 0. n_in and n_out are a layer's inputs and outputs.
 * He:     variance 2 / n_in             (K. He et al. 2015, ICCV, 1026)
 * Glorot: variance 2 / (n_in + n_out)   (X. Glorot and Y. Bengio 2010, AISTATS, 249)
 * either normal or uniform, of that variance; not truncated.
 * Zero:   a fault on purpose: units of a layer stay alike, and those of relu get no gradient. */
typedef enum lc_weight_init {
    LC_INIT_HE_NORMAL,
    LC_INIT_HE_UNIFORM,
    LC_INIT_GLOROT_NORMAL,
    LC_INIT_GLOROT_UNIFORM, /* what Keras takes by default */
    LC_INIT_ZERO,
} lc_weight_init;

/*
 * With g the gradient of the batch's loss, plus 2 l2 w for weights (not for biases):
 *   sgd       w -= lr g
 *   momentum  m = momentum m - lr g;  w += m
 *   nesterov  m = momentum m - lr g;  w += momentum m - lr g
 *             (I. Sutskever et al. 2013, ICML, 1139, in the form that Keras has)
 *   adam      m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;
 *             w -= lr m' / (sqrt(v') + epsilon), m' = m / (1 - b1^t), v' = v / (1 - b2^t)
 *             (D. Kingma and J. Ba 2015, ICLR, algorithm 1)
 *   adamw     the same, and w -= lr decay w for weights (I. Loshchilov and F. Hutter 2019, ICLR)
 */
typedef enum lc_optimizer_kind {
    LC_SGD,
    LC_MOMENTUM,
    LC_NESTEROV,
    LC_ADAM,
    LC_ADAMW,
} lc_optimizer_kind;

typedef struct lc_optimizer {
    lc_optimizer_kind kind;
    double momentum;
    double beta1, beta2, epsilon;
    double decay; /* AdamW only */
    double l2;    /* the loss has l2 times the sum of squared weights added, as in Keras */
} lc_optimizer;
#define LC_OPTIMIZER_INIT                                                                     \
    {                                                                                         \
        LC_SGD, .momentum = 0.9, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .decay = 0.01 \
    }

typedef enum lc_schedule_kind {
    LC_RATE_CONSTANT,
    LC_RATE_STEP,      /* lr factor^floor(epoch / every), epochs counted from 0 */
    LC_RATE_COSINE,    /* least + (lr - least) (1 + cos(pi epoch / epochs)) / 2
                        * (I. Loshchilov and F. Hutter 2017, ICLR, without restarts) */
    LC_RATE_ONE_CYCLE, /* by steps: a cosine up from lr / 25 over the first 30 %, then one down to
                        * lr / 250000 (L. Smith and N. Topin 2019; PyTorch's OneCycleLR) */
    LC_RATE_PLATEAU,   /* lr times factor each time the monitored score hasn't improved by more than
                        * min_delta for `patience` epochs (Keras' ReduceLROnPlateau) */
    LC_RATE_RANGE,     /* a test: from `least` to lr by the same factor from step to step
                        * (L. Smith 2017, WACV, 464) */
} lc_schedule_kind;

typedef struct lc_schedule {
    lc_schedule_kind kind;
    double rate;      /* lr */
    double factor;    /* step, plateau */
    size_t every;     /* [epochs] step */
    size_t patience;  /* [epochs] plateau */
    double min_delta; /* plateau */
    double least;     /* cosine, plateau: lr never falls below; range: where it begins, above 0 */
} lc_schedule;
#define LC_SCHEDULE_INIT                                                            \
    {                                                                               \
        LC_RATE_CONSTANT, .rate = 0.01, .factor = 0.1, .every = 30, .patience = 10, \
                          .min_delta = 1e-4                                         \
    }

/* The score that early stopping, restore_best and the plateau schedule monitor: of the validation
 * rows, or of the training rows if there are none or it is asked for. The loss is what lc_epoch has
 * of it, with l2's penalty for the training rows. */
typedef enum lc_monitor {
    LC_MONITOR_LOSS,
    LC_MONITOR_MAE,
    LC_MONITOR_R2, /* this one and those below: higher is better */
    LC_MONITOR_ACCURACY,
    LC_MONITOR_PRECISION,
    LC_MONITOR_RECALL,
    LC_MONITOR_AUROC,
    LC_MONITOR_AVERAGE_PRECISION,
} lc_monitor;

/* Stop when the monitored score has not improved by more than min_delta for `patience` epochs after
 * its best (L. Prechelt 1998; counted as Keras' EarlyStopping and ReduceLROnPlateau count). */
typedef struct lc_early_stopping {
    bool on;
    size_t patience; /* [epochs] at least 1 */
    double min_delta;
    bool restore_best; /* lc_training_finish brings back the weights of the best epoch; also
                        * without `on` */
    lc_monitor monitor;
    bool monitor_train; /* of the training rows */
} lc_early_stopping;

typedef struct lc_train_options {
    bool standardize;        /* numbers to mean 0 and standard deviation 1 of the training rows */
    bool standardize_target; /* of a regression, likewise; scores stay in its own unit */
    bool indicators;    /* one more input for each column with missing cells: 1 where missing */
    double label_noise; /* share of training labels that are made wrong at random: a fault on
                         * purpose */

    const size_t *hidden; /* [hidden_n] units of each hidden layer, copied */
    size_t hidden_n;
    lc_activation activation;
    lc_weight_init init;
    double dropout; /* share of hidden units, 0 .. below 1 */

    double label_smoothing; /* 0 .. below 1 */
    bool balanced;          /* class weights n / (classes n_k), as scikit-learn has them */
    bool sqrt_weights;      /* the square roots of class weights instead of them; of balanced ones
                                 * where none are given */
    const double *class_weight; /* [class_weight_n] or NULL; of the training loss alone; copied */
    size_t class_weight_n;

    lc_optimizer optimizer;
    lc_schedule schedule;
    lc_early_stopping stopping;
    size_t batch, epochs; /* both at least 1; a batch larger than the data is the data */
    size_t passes;        /* over the training rows in an epoch, whose scores are the last one's;
                           * 0: 1 */
    bool keep_order;      /* don't shuffle each epoch */
    uint64_t seed;

    bool gradient_norm;    /* wanted in each lc_epoch */
    bool precision_recall; /* likewise */
    bool rank_metrics;     /* AUROC and average precision, likewise; 16 bytes a sample */

    /* NULL, or called after each step with its learning rate and its batch's mean loss: what is
     * minimized, without l2's penalty, of standardised targets */
    void (*after_step)(void *step_user, double rate, double loss);
    void *step_user;

    const char *kernel; /* "avx512", "avx2", "base"; NULL: the fastest that this processor runs */
    bool release_rows;  /* free the table's rows as they become samples: half the memory, and the
                         * table is of no use for another run */
} lc_train_options;
#define LC_TRAIN_OPTIONS_INIT                                                            \
    {                                                                                    \
        .standardize = true, .standardize_target = true, .optimizer = LC_OPTIMIZER_INIT, \
        .schedule = LC_SCHEDULE_INIT, .batch = 32, .epochs = 100, .stopping = {          \
            .patience = 10                                                               \
        }                                                                                \
    }

/* ---- a training run ------------------------------------------------------------------------ */

/*
 * Losses per sample, with logits z and target y:
 *   binary      max(z, 0) - z y + ln(1 + e^-|z|)        cross-entropy of the sigmoid
 *   multiclass  ln(sum_k e^z_k) - z_y                   cross-entropy of the softmax
 *   regression  (z - y)^2
 * No probability is clipped: a loss is as large as it is, and NaN stays NaN.
 *
 * Label smoothing e replaces the target t by (1 - e) t + e / K, K = 2 for binary (C. Szegedy et al.
 * 2016, CVPR, 2818). Class weights multiply: sum of w_i loss_i / n, not divided by the weights' sum,
 * as in Keras. Both act on the training rows alone: the validation loss is plain.
 */

/* Metrics; NaN where not wanted or not defined (accuracy of a regression, recall of no sample). */
typedef struct lc_scores {
    double loss;       /* training: what is minimized, without l2's penalty */
    double plain_loss; /* without class weights */
    double accuracy;   /* binary: z > 0; multiclass: the first largest z; NaN is class 0 */
    double mae, r2;
    double precision, recall; /* of class 1; multiclass: mean over classes (macro), 0 for 0 / 0 */
    double auroc;             /* binary: share of pairs in order, ties count half */
    double average_precision; /* binary: sum of (R_k - R_k-1) P_k over distinct scores */
} lc_scores;

/* One epoch of a run. */
typedef struct lc_epoch {
    size_t epoch;              /* from 1 */
    lc_scores train;           /* running means over the last pass, as Keras has them */
    lc_scores validation;      /* of the weights after the epoch; all NaN without validation rows */
    double penalty;            /* l2's: mean over the epoch's batches; not in train.loss */
    double validation_penalty; /* l2's after the epoch, not in validation.loss */
    double rate;               /* learning rate of the epoch's last step */
    double gradient_norm;      /* mean over batches, with l2's part, of the loss of standardised
                                * targets; NaN when not wanted */
} lc_epoch;

/* The rows that train, validate and test. */
typedef enum lc_set { LC_SET_TRAIN, LC_SET_VALIDATION, LC_SET_TEST, LC_SETS } lc_set;

typedef struct lc_training lc_training;

/* What a run is made of; borrowed from it. */
typedef struct lc_training_info {
    size_t train_samples, validation_samples, test_samples;
    const size_t *train_count, *validation_count, *test_count; /* of each class; NULL for a
                                                                * regression */
    const double *class_weight;                                /* of each class; NULL: 1 each */
    size_t layers;                                             /* with weights: hidden_n + 1 */
    const size_t *units; /* units[layers + 1]: inputs, hidden layers, outputs */
    size_t weights;      /* weights and biases */
    const char *kernel;  /* name of the instruction set's kernels */
    size_t epochs;       /* done; more than 0 also after a checkpoint was read */
} lc_training_info;

/**
 * Prepare a training run: fit the preprocessing on the training rows, draw the first weights.
 *
 * Missing numbers become the column's median, numbers are standardised if the options say so, a
 * categorical column becomes one input per category. All that is fitted comes from training rows.
 *
 *   out  *t          lc_training_close()
 *   in   d           read only and free to go afterwards, but see options->release_rows
 *   in   validation  NULL, or a table read with the schema of d, all rows of which validate in place
 *                    of split's
 *
 * Returns LC_OK
 *         LC_E_ARG     an option out of range, or one that doesn't fit the task; no training row
 *         LC_E_LIMIT   too many samples, layers or units
 *         LC_E_NOMEM
 */
lc_status lc_training_open(lc_training **t, lc_dataset *d, const lc_data_split *split,
                           const lc_dataset *validation, const lc_train_options *options,
                           lc_error *err);
void lc_training_close(lc_training *t); /* NULL is fine */

lc_training_info lc_training_describe(const lc_training *t);

/* All planned epochs are done, or early stopping has ended them. */
bool lc_training_ended(const lc_training *t);

/* One epoch over the training rows, then the validation rows. A loss that overflows is reported as
 * what it is, and training goes on: when to give up is the caller's decision. */
void lc_training_epoch(lc_training *t, lc_epoch *epoch);

/* The run is over: put the best weights back, if stopping.restore_best says so. */
void lc_training_finish(lc_training *t);

/* Scores of a set of rows by the weights as they are now: all that the task has, without penalty, class
 * weights and label smoothing. LC_OK, LC_E_ARG (the set is empty), LC_E_NOMEM. */
lc_status lc_training_evaluate(lc_scores *scores, lc_training *t, lc_set set, lc_error *err);

/**
 * Count how a set of rows is classified by the weights as they are now.
 *
 *   out  count[classes * classes]  count[c * classes + p]: rows of class c that are predicted as p
 *
 * Returns LC_OK, LC_E_ARG (a regression), LC_E_NOMEM
 */
lc_status lc_training_confusion(size_t *count, lc_training *t, lc_set set, lc_error *err);

/* ---- files ---------------------------------------------------------------------------------- */

/**
 * Write the network with its preprocessing (save), or the whole state between two epochs
 * (checkpoint). The file is replaced whole or not at all, and keeps its permissions.
 *
 * Returns LC_OK
 *         LC_E_ARG    save: the weights are not finite; nothing is written
 *         LC_E_IO     the system refused, with its reason; or the path is there and no regular file
 *         LC_E_NOMEM
 */
lc_status lc_training_save(const lc_training *t, const char *path, lc_error *err);
lc_status lc_training_checkpoint(lc_training *t, const char *path, lc_error *err);

/**
 * Bring a run to the state of a checkpoint, from where it goes on to the same bits.
 *
 *   in  t  opened with the same data and options
 *
 * Returns LC_OK
 *         LC_E_FORMAT  no checkpoint, damaged, or one of another run (the message has the first
 *                      setting that differs); the state is as it was
 *         LC_E_IO, LC_E_NOMEM
 */
lc_status lc_training_resume(lc_training *t, const char *path, lc_error *err);

/* A network with its preprocessing. */
typedef struct lc_network lc_network;

/* Read a saved network or a checkpoint. LC_E_FORMAT: no such file, another version, truncated,
 * damaged (with the place), or not consistent; LC_E_IO, LC_E_NOMEM. */
lc_status lc_network_read(lc_network **network, const char *path, lc_error *err);
void lc_network_free(lc_network *network); /* NULL is fine */

/* For lc_dataset_options.schema; borrowed from the network. */
const lc_schema *lc_network_schema(const lc_network *network);

/**
 * Apply the network to rows of a table.
 *
 *   out  score  [n * k]: the probability of each of k classes, or one value (k = 1)
 *   in   d      read with the network's schema; rows first .. first + n - 1
 *
 * Returns LC_OK, LC_E_ARG (n is 0), LC_E_NOMEM
 */
lc_status lc_network_predict(float *score, const lc_network *network, const lc_dataset *d,
                             size_t first, size_t n, lc_error *err);

/* Scores of the network on rows of a table: all that the task has.
 *
 *   out  *n    rows that were scored: those whose target is known
 *   in   d     read with the network's schema, or the table that it was trained on
 *   in   rows  NULL for all
 *
 * LC_OK, LC_E_ARG (the target is known in no row), LC_E_NOMEM */
lc_status lc_network_evaluate(lc_scores *scores, size_t *n, const lc_network *network,
                              const lc_dataset *d, const lc_row_set *rows, lc_error *err);

/* The score of each of these rows, all of which have a target: LC_MONITOR_LOSS, LC_MONITOR_MAE (the
 * distance) or LC_MONITOR_ACCURACY (1 or 0). out: score[rows->n]. LC_OK, LC_E_ARG (another score, or
 * one that the task doesn't have), LC_E_NOMEM */
lc_status lc_network_row_scores(double *score, const lc_network *network, const lc_dataset *d,
                                const lc_row_set *rows, lc_monitor what, lc_error *err);

/* ---- synthetic tables --------------------------------------------------------------------- */

#define LC_SYNTHETIC_CLASSES_MAX 100

/* 0, and for the noise a negative number: the default of the kind. */
typedef struct lc_synthetic_options {
    uint64_t seed;
    size_t rows;
    size_t classes; /* of kinds that can have any number: 2 .. LC_SYNTHETIC_CLASSES_MAX */
    double noise;   /* the kind's summary says what it is */
} lc_synthetic_options;
#define LC_SYNTHETIC_OPTIONS_INIT \
    {                             \
        .noise = -1               \
    }

/* One kind of table. */
typedef struct lc_synthetic {
    const char *name; /* stable: make-data NAME */
    const char *summary;
    const char *source;
    const char *target;                   /* the last column */
    size_t rows, classes;                 /* defaults; 0 classes: the number is fixed */
    double noise;                         /* default */
    const struct lc_synthetic_rows *make; /* private */
} lc_synthetic;

/* All kinds, ended by NULL. */
const lc_synthetic *const *lc_synthetic_kinds(void);

/* NULL when there is no such kind. */
const lc_synthetic *lc_synthetic_find(const char *name);

/**
 * Write a table as CSV with a header line; numbers have six digits.
 *
 * The same options give the same bytes, as far as the C library rounds sin, exp and log alike.
 * Rows don't depend on how many there are: a shorter table is the beginning of a longer one.
 *
 * Returns LC_OK
 *         LC_E_ARG    a number of classes out of range or of a kind whose number is fixed; a noise
 *                     that is not finite
 *         LC_E_IO     `out` refused
 * Tested in tests/unit/test_synthetic.c.
 */
lc_status lc_synthetic_write(FILE *out, const lc_synthetic *kind,
                             const lc_synthetic_options *options, lc_error *err);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif
