/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_data.c - from the table that a command names to samples that a network takes. */
#include "cli/train_data.h"

#include "base/mem.h"
#include "cli/message.h"
#include "train/random.h"

#include <errno.h>
#include <string.h>

#define REMARKS_SHOWN 10
#define NOISE_PURPOSE 0x6c6162656cu /* a stream of random numbers of its own */

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
                     const lc_schema *like, bool predict)
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
        .drop = s->drop,
        .task_set = s->task != TASK_TOLD_BY_DATA,
        .task = s->task > TASK_BINARY ? (lc_task)(s->task - TASK_BINARY) : LC_BINARY,
        .positive = s->positive,
        .schema = like,
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

static lc_status part_rows(train_data *d, const train_settings *s, lc_error *err)
{
    const lc_strata strata = {
        .n = d->table.n, .y = d->table.y, .classes = d->table.schema.target.class_name.n};
    if (s->validation_file || s->validation == 0)
        return lc_data_split_none(&d->parts, &strata, err);
    if (s->last_split)
        return lc_data_split_last(&d->parts, &strata, s->validation, err);
    return lc_data_split_random(&d->parts, &strata, s->validation, s->seed, err);
}

/* Fit the preprocessing on the training part, and feed both parts through it. */
static lc_status prepare_rows(train_data *d, const train_settings *s, lc_error *err)
{
    const lc_preprocessing_options how = {.standardize = !s->raw, .indicators = s->indicators};
    lc_row_set all = LC_ROW_SET_INIT;
    lc_data_split other = LC_DATA_SPLIT_INIT;
    lc_status st = lc_data_split_check(&d->parts, &d->table.schema.target.class_name, err);
    if (st == LC_OK)
        st = lc_preprocessing_fit(&d->prepare, &d->table, &d->parts.train, &how, err);
    if (st == LC_OK)
        st = lc_preprocessing_apply_split(&d->train, &d->validation, &d->prepare, &d->table,
                                          &d->parts, err);
    if (st == LC_OK && d->other.n) {
        const lc_strata strata = {
            .n = d->other.n, .y = d->other.y, .classes = d->other.schema.target.class_name.n};
        st = lc_data_split_none(&other, &strata, err);
        all = other.train;
        if (st == LC_OK)
            st = lc_preprocessing_apply(&d->validation, &d->prepare, &d->other, &all, err);
        lc_data_split_free(&other);
    }
    return st;
}

bool train_data_loss(train_data *d, const train_settings *s, const size_t *counts)
{
    const lc_target *target = &d->table.schema.target;
    size_t classes = target->class_name.n, n = 0;
    d->loss = (lc_loss){.task = target->task, .classes = classes, .smoothing = s->label_smoothing};
    if (!s->balanced && s->class_weight.n == 0)
        return true;
    if (target->task == LC_REGRESSION) {
        print_error("--class-weight: the target has no classes, this is a regression");
        return false;
    }
    if (!s->balanced && s->class_weight.n != classes) {
        print_error("--class-weight: the target has %zu classes, not %zu", classes,
                    s->class_weight.n);
        return false;
    }
    if (classes > LC_CLASSES_MAX)
        return false;
    for (size_t k = 0; k < classes; k++)
        n += counts[k];
    for (size_t k = 0; k < classes; k++)
        d->weight[k] = s->balanced ? (double)n / (double)(classes * (counts[k] ? counts[k] : 1))
                                   : s->class_weight.value[k];
    d->loss.weight = d->weight;
    return true;
}

void train_data_spoil(lc_samples *train, const train_settings *s, size_t classes)
{
    lc_random r = lc_random_from(s->seed, NOISE_PURPOSE);
    for (size_t i = 0; i < train->n && s->label_noise > 0 && classes > 1; i++)
        if (lc_random_uniform(&r) < s->label_noise) {
            /* one of the others */
            uint64_t wrong = lc_random_below(&r, classes - 1);
            train->y[i] = (float)(wrong + (wrong >= (uint64_t)train->y[i]));
        }
}

static void say_remarks(const train_settings *s, const lc_data_report *r)
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

bool train_data_open(train_data *d, const train_settings *s, const char *path)
{
    lc_error err = LC_ERROR_INIT;
    memset(d, 0, sizeof *d);
    if (!s->target) {
        print_error("train: --target is missing: the column to be predicted, by name or number");
        return false;
    }
    if (!train_data_read(&d->table, s, path, NULL, false))
        return false;
    say_remarks(s, &d->table.report);
    if (s->validation_file &&
        !train_data_read(&d->other, s, s->validation_file, &d->table.schema, false))
        return false;
    lc_status st = part_rows(d, s, &err);
    if (st == LC_OK)
        st = prepare_rows(d, s, &err);
    if (st != LC_OK) {
        print_file_error(path, &err);
        return false;
    }
    d->validation_count = s->validation_file ? d->other.class_count : d->parts.validation_count;
    train_data_spoil(&d->train, s, d->table.schema.target.class_name.n);
    return train_data_loss(d, s, d->parts.train_count);
}

void train_data_free(train_data *d)
{
    lc_samples_free(&d->train);
    lc_samples_free(&d->validation);
    lc_preprocessing_free(&d->prepare);
    lc_data_split_free(&d->parts);
    lc_dataset_free(&d->table);
    lc_dataset_free(&d->other);
}
