/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_sizes.c - the other learning curve: scores over the size of the training set. */
#include "cli/train_sizes.h"

#include "cli/command.h"
#include "cli/message.h"
#include "cli/train_data.h"
#include "record/learncurve_record.h"

#include <math.h>
#include <string.h>

/* Mean and spread of one score over the folds (Welford 1962, Technometrics 4, 419). */
typedef struct spread {
    double n, mean, squares;
} spread;

static void spread_add(spread *s, double v)
{
    double delta = v - s->mean;
    s->n++;
    s->mean += delta / s->n;
    s->squares += delta * (v - s->mean);
}

static double spread_sd(const spread *s)
{
    return s->n > 1 ? sqrt(s->squares / (s->n - 1)) : NAN;
}

enum { LOSS, SCORE, VAL_LOSS, VAL_SCORE, SCORES };

/* One network, trained to its end on these rows; adds its last epoch's scores. */
static lc_status train_once(lc_dataset *table, const train_settings *s, const lc_data_split *split,
                            spread score[SCORES], lc_error *err)
{
    size_t hidden[NUMBERS_MAX];
    lc_training *t = NULL;
    lc_epoch e = {0};
    lc_train_options o = train_settings_options(s, hidden);
    lc_status st = lc_training_open(&t, table, split, NULL, &o, err);
    if (st != LC_OK)
        return st;
    while (!lc_training_ended(t))
        lc_training_epoch(t, &e);
    bool regression = table->schema.target.task == LC_REGRESSION;
    spread_add(&score[LOSS], e.train.loss);
    spread_add(&score[SCORE], regression ? e.train.r2 : e.train.accuracy);
    spread_add(&score[VAL_LOSS], e.validation.loss);
    spread_add(&score[VAL_SCORE], regression ? e.validation.r2 : e.validation.accuracy);
    lc_training_close(t);
    return LC_OK;
}

/* A share up to 1 of all, or a number. */
static size_t rows_of(double size, size_t all)
{
    return (size_t)fmax(1, round(fmin(size <= 1 ? size * (double)all : size, 1e15)));
}

/* All folds at one size; *n is how many rows that is in the first of them. */
static lc_status train_folds(lc_dataset *table, const train_settings *s, double size, size_t *n,
                             spread score[SCORES], lc_error *err)
{
    const lc_strata strata = lc_dataset_strata(table);
    lc_status st = LC_OK;
    for (size_t k = 0; k < s->folds && st == LC_OK; k++) {
        lc_data_split split = LC_DATA_SPLIT_INIT;
        st = lc_data_split_fold(&split, &strata, 0, s->folds, k, s->seed, err);
        if (st == LC_OK) {
            size_t m = rows_of(size, split.train.n);
            if (k == 0)
                *n = m;
            /* a fold may have a row less than the first one */
            m = m < split.train.n ? m : split.train.n;
            st = lc_data_split_reduce(&split, &strata, m, s->seed, err);
        }
        if (st == LC_OK)
            st = train_once(table, s, &split, score, err);
        lc_data_split_free(&split);
    }
    return st;
}

static bool write_row(lc_recorder *r, double size, const spread score[SCORES])
{
    lc_record_error err = LC_RECORD_ERROR_INIT;
    lc_record_set(r, 0, size, &err);
    for (size_t k = 0; k < SCORES; k++) {
        lc_record_set(r, 1 + 2 * k, score[k].mean, &err);
        lc_record_set(r, 2 + 2 * k, spread_sd(&score[k]), &err);
    }
    bool ok = lc_record_end_row(r, &err) == LC_RECORD_OK;
    if (!ok)
        print_error("%s", err.msg);
    return ok;
}

static lc_recorder *open_record(const train_settings *s, bool regression)
{
    static const char *const classes[] = {"train_size",   "loss",         "loss_std",
                                          "accuracy",     "accuracy_std", "val_loss",
                                          "val_loss_std", "val_accuracy", "val_accuracy_std"};
    static const char *const values[] = {"train_size",   "loss",   "loss_std",
                                         "r2",           "r2_std", "val_loss",
                                         "val_loss_std", "val_r2", "val_r2_std"};
    lc_record_error err = LC_RECORD_ERROR_INIT;
    lc_recorder *r = NULL;
    lc_record_options o = LC_RECORD_OPTIONS_INIT;
    o.mode = s->force ? LC_RECORD_REPLACE : LC_RECORD_FRESH;
    lc_record_status st = lc_record_open(&r, s->record ? s->record : "run.csv",
                                         regression ? values : classes, 1 + 2 * SCORES, &o, &err);
    if (st != LC_RECORD_OK)
        print_error("%s%s", err.msg,
                    st == LC_RECORD_E_EXISTS ? "; --force overwrites it, -o chooses another" : "");
    return r;
}

/* Before any time is spent, and before a record is made. */
static bool check_sizes(const lc_dataset *table, const train_settings *s)
{
    const lc_strata strata = lc_dataset_strata(table);
    lc_data_split parts = LC_DATA_SPLIT_INIT;
    lc_error err = LC_ERROR_INIT;
    size_t before = 0;
    lc_status st = lc_data_split_fold(&parts, &strata, 0, s->folds, 0, s->seed, &err);
    for (size_t i = 0; i < s->train_sizes.n && st == LC_OK; i++) {
        size_t n = rows_of(s->train_sizes.value[i], parts.train.n);
        if (n > parts.train.n)
            st = lc_error_set(&err, LC_E_ARG, 0,
                              "%zu samples are more than the %zu that %zu folds "
                              "leave to train on",
                              n, parts.train.n, s->folds);
        else if (n <= before)
            st = lc_error_set(&err, LC_E_ARG, 0, "%zu samples come after %zu; sizes must rise", n,
                              before);
        before = n;
    }
    lc_data_split_free(&parts);
    if (st != LC_OK)
        print_error("--train-sizes: %s", err.msg);
    return st == LC_OK;
}

static bool run_sizes(lc_dataset *table, const train_settings *s, lc_recorder *r)
{
    lc_error err = LC_ERROR_INIT;
    for (size_t i = 0; i < s->train_sizes.n; i++) {
        spread score[SCORES] = {{0}};
        size_t n = 0;
        if (train_folds(table, s, s->train_sizes.value[i], &n, score, &err) != LC_OK) {
            print_error("--train-sizes: %s", err.msg);
            return false;
        }
        if (!write_row(r, (double)n, score))
            return false;
        if (!s->quiet)
            fprintf(stderr, "%zu samples, %zu folds: val_loss %.4g +- %.2g\n", n, s->folds,
                    score[VAL_LOSS].mean, spread_sd(&score[VAL_LOSS]));
    }
    return true;
}

int train_sizes_run(const settings *s, const char *path)
{
    lc_dataset table = LC_DATASET_INIT;
    bool ok =
        train_data_read(&table, &s->train, path, NULL, false) && check_sizes(&table, &s->train);
    lc_recorder *r = ok ? open_record(&s->train, table.schema.target.task == LC_REGRESSION) : NULL;
    ok = r && run_sizes(&table, &s->train, r);
    if (r && lc_record_close(r, NULL) != LC_RECORD_OK)
        ok = false;
    lc_dataset_free(&table);
    return ok ? EXIT_RAN : EXIT_REFUSED;
}
