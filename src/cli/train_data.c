/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_data.c - from the table that a command names to samples that a network takes. */
#include "cli/train_data.h"

#include "cli/message.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define REMARKS_SHOWN 10

static FILE *open_table(const char *path)
{
    lc_error err;
    if (strcmp(path, "-") == 0)
        return stdin;
    FILE *in = fopen(path, "rb");
    if (!in) {
        lc_error_set(&err, LC_E_IO, 0, "can't be opened: %s", strerror(errno));
        print_file_error(path, &err);
    }
    return in;
}

bool train_data_read(lc_dataset *table, const train_settings *s, const char *path,
                     const lc_schema *schema, bool predict)
{
    lc_error err = LC_ERROR_INIT;
    FILE *in = open_table(path);
    const lc_dataset_options o = {
        .target = s->target,
        .ignore = s->ignore.name,
        .ignore_n = s->ignore.n,
        .categorical = s->categorical.name,
        .categorical_n = s->categorical.n,
        .max_categories = s->max_categories,
        .min_category = s->min_category,
        .min_class = s->min_class,
        .group = schema ? NULL : s->group,
        .time = schema ? NULL : s->time,
        .weight = schema ? NULL : s->weight,
        .id = predict ? s->id : NULL,
        .keep_ids = s->keep_ids,
        .drop = s->drop,
        .task_set = s->task != TASK_TOLD_BY_DATA,
        .task = s->task > TASK_BINARY ? (lc_task)(s->task - TASK_BINARY) : LC_BINARY,
        .positive = s->positive,
        .schema = schema,
        .predict = predict,
    };
    if (!in)
        return false;
    bool ok = lc_dataset_read(table, in, &o, &err) == LC_OK;
    if (!ok)
        print_file_error(path, &err);
    if (in != stdin)
        fclose(in);
    return ok;
}

lc_status train_data_reduce(lc_data_split *split, const lc_dataset *table, const train_settings *s,
                            lc_error *err)
{
    const lc_strata strata = lc_dataset_strata(table);
    double rows = fmax(1, round(s->train_share * (double)split->train.n));
    return s->train_share > 0
               ? lc_data_split_reduce(split, &strata, (size_t)rows, train_split_seed(s), err)
               : LC_OK;
}

static lc_status split_rows(lc_data_split *split, const lc_dataset *table, const train_settings *s,
                            lc_error *err)
{
    const lc_strata strata = lc_dataset_strata(table);
    double validation = s->validation_file ? 0 : s->validation;
    if (validation == 0 && s->test == 0)
        return lc_data_split_none(split, &strata, err);
    if (s->last_split || s->time)
        return lc_data_split_last(split, &strata, validation, s->test, err);
    return lc_data_split_random(split, &strata, validation, s->test, train_split_seed(s), err);
}

lc_status train_data_split(lc_data_split *split, const lc_dataset *table, const train_settings *s,
                           lc_error *err)
{
    lc_status st = split_rows(split, table, s, err);
    return st == LC_OK ? train_data_reduce(split, table, s, err) : st;
}

void train_data_remarks(const train_settings *s, const lc_data_report *r)
{
    if (s->quiet)
        return;
    for (size_t i = 0; i < r->remarks.n && i < REMARKS_SHOWN; i++)
        print_error("%s", r->remarks.text[i]);
    if (r->remarks.n > REMARKS_SHOWN)
        print_error("and %zu more remarks on the table", r->remarks.n - REMARKS_SHOWN);
    if (r->without_target)
        print_error("%zu rows are left out: their target is missing", r->without_target);
}

bool train_data_check_metrics(const train_settings *s, lc_task task)
{
    bool classes = s->metrics & (METRIC_PRECISION_RECALL | METRIC_RANKS | METRIC_PER_CLASS);
    if (s->metrics & METRIC_ALL)
        return true;
    if (task == LC_REGRESSION && classes)
        print_error("--metrics: a regression has no precision-recall, auroc or per-class");
    else if (task == LC_MULTICLASS && s->metrics & METRIC_RANKS)
        print_error("--metrics: auroc needs a target of two classes");
    else
        return true;
    return false;
}

bool train_data_open(lc_training **t, lc_dataset *table, const train_settings *s, const char *path)
{
    lc_error err = LC_ERROR_INIT;
    lc_dataset other = LC_DATASET_INIT;
    lc_data_split split = LC_DATA_SPLIT_INIT;
    size_t hidden[NUMBERS_MAX];
    if (!train_data_read(table, s, path, NULL, false))
        return false;
    train_data_remarks(s, &table->report);
    if (!train_data_check_metrics(s, table->schema.target.task))
        return false;
    if (s->validation_file &&
        !train_data_read(&other, s, s->validation_file, &table->schema, false))
        return false;
    lc_train_options o = train_settings_options(s, hidden);
    o.release_rows = true;
    lc_status st = train_data_split(&split, table, s, &err);
    if (st == LC_OK)
        st = lc_data_split_check(&split, table, &err);
    if (st == LC_OK)
        st = lc_training_open(t, table, &split, s->validation_file ? &other : NULL, &o, &err);
    if (st != LC_OK)
        print_file_error(path, &err);
    else if (s->validation > 0 && !s->validation_file && split.validation.n == 0)
        print_error("%s: no row is left to validate on", path);
    lc_data_split_free(&split);
    lc_dataset_free(&other);
    return st == LC_OK;
}
