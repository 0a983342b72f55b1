/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_sizes.c - the other learning curve: scores over the size of the training set. */
#include "cli/train_sizes.h"

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/text.h"
#include "cli/train_data.h"
#include "cli/train_log.h"
#include "cli/train_run.h"
#include "cli/train_score.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FOLDS 5 /* unless told */
#define SETS 2  /* training and validation rows */

typedef struct size_study {
    settings s; /* with the folds that are meant */
    const char *table_path;
    lc_dataset table;
    size_t sizes, folds; /* folds of all repeats */
    size_t rows[NUMBERS_MAX];
    train_result *run; /* [sizes * folds], size by size: one size in one fold */
    lc_monitor score[SCORES_MAX];
    size_t scores;
    lc_recorder *means, *each;
    bool incomplete; /* some size so far is, and no larger one is written */
    bool record_failed;
} size_study;

/* ---- what is written -------------------------------------------------------------------- */

static double value_of(const size_study *st, const train_result *r, size_t set, size_t i)
{
    return score_value(&r->score[set], st->score[i]);
}

/* Mean and standard deviation over the folds. */
static double mean_of(const size_study *st, size_t size, size_t set, size_t i, double *deviation)
{
    const train_result *run = st->run + size * st->folds;
    double mean = 0, squares = 0, n = (double)st->folds;
    for (size_t k = 0; k < st->folds; k++)
        mean += value_of(st, &run[k], set, i) / n;
    for (size_t k = 0; k < st->folds; k++) {
        double off = value_of(st, &run[k], set, i) - mean;
        squares += off * off;
    }
    *deviation = n > 1 ? sqrt(squares / (n - 1)) : NAN;
    return mean;
}

static bool write_size(const size_study *st, size_t size)
{
    lc_record_error err = LC_RECORD_ERROR_INIT;
    size_t field = 0, fold_field = 0;
    lc_record_set(st->means, field++, (double)st->rows[size], &err);
    lc_record_set(st->each, fold_field++, (double)st->rows[size], &err);
    for (size_t set = 0; set < SETS; set++)
        for (size_t i = 0; i < st->scores; i++) {
            double deviation, mean = mean_of(st, size, set, i, &deviation);
            lc_record_set(st->means, field++, mean, &err);
            lc_record_set(st->means, field++, deviation, &err);
            for (size_t k = 0; k < st->folds; k++)
                lc_record_set(st->each, fold_field++,
                              value_of(st, &st->run[size * st->folds + k], set, i), &err);
            if (set == LC_SET_VALIDATION && i == 0 && !st->s.train.quiet)
                fprintf(stderr, "%zu samples, %zu folds: val_loss %.4g +- %.2g\n", st->rows[size],
                        st->folds, mean, deviation);
        }
    bool ok = lc_record_end_row(st->means, &err) == LC_RECORD_OK &&
              lc_record_end_row(st->each, &err) == LC_RECORD_OK;
    if (!ok)
        print_error("%s", err.msg);
    return ok;
}

/* ---- setting up ------------------------------------------------------------------------- */

/* A share up to 1 of all, or a number. */
static size_t rows_of(double size, size_t all)
{
    return (size_t)fmax(1, round(fmin(size <= 1 ? size * (double)all : size, 1e15)));
}

/* The training rows that every fold has. */
static lc_status count_rows(size_t *rows, const size_study *st, lc_error *err)
{
    lc_status rc = LC_OK;
    *rows = SIZE_MAX;
    for (size_t k = 0; k < st->folds && rc == LC_OK; k++) {
        lc_data_split split = LC_DATA_SPLIT_INIT;
        const train_variant v = train_variant_at(&st->s.train, k);
        rc = train_variant_split(&split, &st->table, &st->s.train, &v, err);
        if (rc == LC_OK && split.train.n < *rows)
            *rows = split.train.n;
        lc_data_split_free(&split);
    }
    return rc;
}

/* Before any time is spent, and before a record is made. */
static bool set_sizes(size_study *st)
{
    const number_list *sizes = &st->s.train.train_sizes;
    lc_error err = LC_ERROR_INIT;
    size_t before = 0, all;
    lc_status rc = count_rows(&all, st, &err);
    for (size_t i = 0; i < sizes->n && rc == LC_OK; i++) {
        size_t n = rows_of(sizes->value[i], all);
        if (n > all)
            rc = lc_error_set(&err, LC_E_ARG, 0,
                              "%zu samples are more than the %zu that %zu folds "
                              "leave to train on",
                              n, all, st->s.train.folds);
        else if (n <= before)
            rc = lc_error_set(&err, LC_E_ARG, 0, "%zu samples come after %zu; sizes must rise", n,
                              before);
        before = st->rows[i] = n;
    }
    if (rc != LC_OK)
        print_error("--train-sizes: %s", err.msg);
    return rc == LC_OK;
}

char *train_sizes_folds(const train_settings *s)
{
    const char *path = s->record ? s->record : "run.csv";
    const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
    size_t n =
        dot && dot > path && (!slash || dot > slash + 1) ? (size_t)(dot - path) : strlen(path);
    return text_format("%.*s-folds%s", (int)n, path, path + n);
}

static char *column_name(size_t set, lc_monitor score, size_t fold)
{
    const char *name = score_name((lc_set)set, score);
    if (fold == 0)
        return text_format("%s_std", name);
    return text_format("%s%s_fold_%zu", set == LC_SET_TRAIN ? "train_" : "", name, fold);
}

/* Of means and deviations, or of each fold. */
static lc_recorder *open_record(const size_study *st, const char *path, bool each)
{
    size_t per_score = each ? st->folds : 2, n = 1 + SETS * st->scores * per_score, made = 0;
    const char **name = calloc(n, sizeof *name);
    char **text = calloc(n, sizeof *text);
    char *line = train_log_command(st->s.words);
    lc_record_error err = LC_RECORD_ERROR_INIT;
    const lc_record_note note = {.key = "command", .value = line};
    const lc_record_options o = {.mode = st->s.train.force ? LC_RECORD_REPLACE : LC_RECORD_FRESH,
                                 .sync_rows = 1,
                                 .notes = &note,
                                 .notes_n = 1};
    lc_recorder *r = NULL;
    bool ok = name && text && path && line;
    for (size_t set = 0; set < SETS && ok; set++)
        for (size_t i = 0; i < st->scores; i++)
            for (size_t k = 0; k < per_score && ok; k++) {
                bool mean = !each && k == 0;
                text[made] = mean ? NULL : column_name(set, st->score[i], each ? k + 1 : 0);
                ok = mean || text[made];
                name[1 + made] = mean ? score_name((lc_set)set, st->score[i]) : text[made];
                made++;
            }
    if (ok) {
        name[0] = "train_size";
        lc_record_status rc = lc_record_open(&r, path, name, n, &o, &err);
        if (rc != LC_RECORD_OK)
            print_error("%s%s", err.msg,
                        rc == LC_RECORD_E_EXISTS ? "; --force overwrites it, -o chooses another"
                                                 : "");
    } else {
        print_error("out of memory");
    }
    for (size_t i = 0; text && i < made; i++)
        free(text[i]);
    free(text);
    free(name);
    free(line);
    return r;
}

/* Read the table, for runs of this process. */
static bool read_table(size_study *st)
{
    const train_settings *t = &st->s.train;
    st->sizes = t->train_sizes.n;
    assert(st->sizes > 0);
    st->folds = train_variants(t);
    st->run = calloc(st->sizes * st->folds, sizeof *st->run);
    if (!st->run)
        print_error("out of memory");
    return st->run && train_data_read(&st->table, t, st->table_path, NULL, false);
}

static bool open_study(size_study *st)
{
    const train_settings *t = &st->s.train;
    if (!read_table(st))
        return false;
    train_data_remarks(t, &st->table.report);
    lc_task task = st->table.schema.target.task;
    st->scores = score_list(st->score, task, train_settings_metrics(t));
    if (!train_data_check_metrics(t, task) || !set_sizes(st))
        return false;
    char *path = train_sizes_folds(t);
    st->means = open_record(st, t->record ? t->record : "run.csv", false);
    st->each = st->means ? open_record(st, path, true) : NULL;
    free(path);
    return st->each != NULL;
}

static bool close_records(size_study *st)
{
    bool ok = true;
    if (st->means)
        ok = lc_record_close(st->means, NULL) == LC_RECORD_OK;
    if (st->each)
        ok = lc_record_close(st->each, NULL) == LC_RECORD_OK && ok;
    return ok;
}

/* ---- training --------------------------------------------------------------------------- */

static size_t updates(const size_study *st, size_t rows)
{
    size_t batch = st->s.train.batch;
    return (rows + batch - 1) / batch;
}

/* As many updates as the largest size has: by passes within an epoch, so that what is counted in epochs
 * (patience, schedules) means as much, and what is left by the number of epochs. */
static void set_length(const size_study *st, train_settings *t, size_t rows)
{
    double more = (double)updates(st, st->rows[st->sizes - 1]) / (double)updates(st, rows);
    double passes = fmax(1, round(more));
    t->passes = (size_t)passes;
    t->epochs = (size_t)fmax(1, round((double)t->epochs * more / passes));
}

/* Another process has nothing before its first run. */
static bool is_prepared(size_study *st)
{
    return st->run ? st->rows[0] > 0 : read_table(st) && set_sizes(st);
}

static void train_one(void *self, size_t k, train_result *result)
{
    size_study *st = self;
    bool ready = is_prepared(st);
    size_t size = ready ? k / st->folds : 0;
    settings s = st->s;
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_error err = LC_ERROR_INIT;
    result->failed = !ready;
    if (interrupt_signal() || !ready)
        return;
    const lc_strata strata = lc_dataset_strata(&st->table);
    const train_variant v = train_variant_at(&s.train, k % st->folds);
    lc_status rc = train_variant_split(&split, &st->table, &s.train, &v, &err);
    if (rc == LC_OK)
        rc =
            lc_data_split_reduce(&split, &strata, st->rows[size], train_split_seed(&s.train), &err);
    if (rc != LC_OK)
        print_error("--train-sizes: %s", err.msg);
    train_variant_set(&s.train, &v);
    set_length(st, &s.train, st->rows[size]);
    s.train.record = NULL;
    bool failed = rc != LC_OK || !train_run_rows(result, &st->table, &split, &s, st->table_path);
    result->failed = failed;
    result->done = !failed && !interrupt_signal();
    lc_data_split_free(&split);
}

static void tell_name(void *self, size_t k, char name[LC_WORK_NAME_SIZE])
{
    const size_study *st = self;
    snprintf(name, LC_WORK_NAME_SIZE, "%zu samples, fold %zu", st->rows[k / st->folds],
             k % st->folds + 1);
}

/* Write the sizes whose folds are all done, smallest first. */
static bool take_result(void *self, size_t k, const train_result *result, const char *why)
{
    size_study *st = self;
    char name[LC_WORK_NAME_SIZE];
    st->run[k] = *result;
    tell_name(st, k, name);
    if (why)
        print_error("%s: %s", name, why);
    st->incomplete |= !result->done;
    if ((k + 1) % st->folds == 0 && !st->incomplete && !st->record_failed)
        st->record_failed = !write_size(st, k / st->folds);
    return true;
}

/* How the runs ended. */
static int outcome_of(const size_study *st)
{
    size_t n = st->sizes * st->folds, broken = 0;
    for (size_t k = 0; k < n; k++) {
        if (st->run[k].failed)
            return EXIT_REFUSED;
        broken += st->run[k].done && !st->run[k].finite;
    }
    if (broken)
        print_error("%zu of %zu runs ended at a loss that is not finite", broken, n);
    return broken ? EXIT_FOUND : EXIT_RAN;
}

int train_sizes_run(const settings *s, const char *path, bool *helped)
{
    size_study st = {.s = *s, .table_path = path};
    st.s.train.folds = s->train.folds ? s->train.folds : FOLDS;
    const train_many_work work = {.n = s->train.train_sizes.n * train_variants(&st.s.train),
                                  .table = path,
                                  .run = train_one,
                                  .take = take_result,
                                  .name = tell_name,
                                  .self = &st};
    int rc = EXIT_REFUSED;
    *helped = train_many_serve(&work);
    if (*helped)
        return EXIT_RAN;
    if (open_study(&st)) {
        interrupt_watch();
        bool ok = train_many_share(&work, &s->train);
        rc = !ok || st.record_failed ? EXIT_REFUSED : outcome_of(&st);
    }
    lc_work_end();
    rc = close_records(&st) ? rc : EXIT_REFUSED;
    free(st.run);
    lc_dataset_free(&st.table);
    return rc;
}
