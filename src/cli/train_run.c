/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_run.c - one of many training runs: recorded, but not watched. */
#include "cli/train_run.h"

#include "cli/input.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/train_data.h"
#include "cli/train_log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- which runs ----------------------------------------------------------------------------- */

static size_t at_least_one(size_t n)
{
    return n ? n : 1;
}

size_t train_variants(const train_settings *s)
{
    return at_least_one(s->repeats) * at_least_one(s->seeds) * at_least_one(s->folds);
}

train_variant train_variant_at(const train_settings *s, size_t i)
{
    size_t folds = at_least_one(s->folds), seeds = at_least_one(s->seeds);
    return (train_variant){
        .fold = i % folds, .seed = i / folds % seeds, .repeat = i / folds / seeds};
}

lc_status train_variant_split(lc_data_split *split, const lc_dataset *table,
                              const train_settings *s, const train_variant *v, lc_error *err)
{
    const lc_strata strata = lc_dataset_strata(table);
    if (s->folds == 0)
        return train_data_split(split, table, s, err);
    lc_status st = lc_data_split_fold(split, &strata, s->test, s->folds,
                                      v->repeat * s->folds + v->fold, train_split_seed(s), err);
    return st == LC_OK ? train_data_reduce(split, table, s, err) : st;
}

void train_variant_set(train_settings *s, const train_variant *v)
{
    s->split_seed = train_split_seed(s);
    s->seed += v->repeat * at_least_one(s->seeds) + v->seed;
    s->fold = s->folds ? v->fold + 1 : 0;
    s->repeat = s->repeats ? v->repeat + 1 : 0;
}

size_t train_threads(const train_settings *s)
{
    long processors = lc_work_others() ? 1 : sysconf(_SC_NPROCESSORS_ONLN);
    return s->threads ? s->threads : processors > 0 ? (size_t)processors : 1;
}

/* ---- many runs ------------------------------------------------------------------------------ */

static void answer_run(const void *shared, const char *question, size_t n, FILE *answer)
{
    const train_many_work *w = shared;
    train_result result = {0};
    (void)n;
    w->run(w->self, strtoul(question, NULL, 10), &result);
    fwrite(&result, sizeof result, 1, answer);
}

static bool ask_run(void *self, size_t k, FILE *out)
{
    (void)self;
    fprintf(out, "%zu", k);
    return false;
}

static bool take_result(void *self, size_t k, const lc_answered *answer)
{
    const train_many_work *w = self;
    train_result result = {.failed = true};
    if (!answer->lost && answer->n == sizeof result)
        memcpy(&result, answer->bytes, sizeof result);
    return w->take(w->self, k, &result, answer->lost);
}

static void name_run(void *self, size_t k, char name[LC_WORK_NAME_SIZE])
{
    const train_many_work *w = self;
    w->name(w->self, k, name);
}

bool train_many_serve(const train_many_work *work)
{
    return lc_work_serve(answer_run, work);
}

bool train_many_share(const train_many_work *work, const train_settings *s)
{
    const lc_work shared = {.n = work->n,
                            .answer = answer_run,
                            .shared = work,
                            .ask = ask_run,
                            .take = take_result,
                            .self = (void *)work,
                            .spread = !only_here(work->table),
                            .name = name_run};
    if (lc_work_run(&shared, (unsigned)train_threads(s)))
        return true;
    print_error("out of memory");
    return false;
}

/* ---- one run -------------------------------------------------------------------------------- */

static const lc_scores no_scores = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

bool train_run_record(train_result *result, lc_training *t, const settings *s,
                      const lc_dataset *table)
{
    settings silent = *s;
    train_log log = {0};
    const lc_training_info info = lc_training_describe(t);
    double begun = seconds_now();
    *result = (train_result){.finite = true, .score = {no_scores, no_scores, no_scores}};
    silent.train.quiet = true;
    silent.train.jsonl = false;
    if (s->train.record && !train_log_open(&log, &silent, table, &info))
        return false;
    bool ok = true;
    while (ok && result->finite && !lc_training_ended(t) && !interrupt_signal()) {
        lc_epoch e;
        double before = seconds_now();
        lc_training_epoch(t, &e);
        ok = !s->train.record || train_log_epoch(&log, &e, seconds_now() - before);
        result->epochs = e.epoch;
        result->finite = isfinite(e.train.loss);
    }
    result->seconds = seconds_now() - begun;
    lc_training_finish(t);
    return (!s->train.record || train_log_close(&log)) && ok;
}

bool train_run_rows(train_result *result, lc_dataset *table, const lc_data_split *split,
                    const settings *s, const char *what)
{
    size_t hidden[NUMBERS_MAX];
    lc_error err = LC_ERROR_INIT;
    lc_training *t = NULL;
    lc_train_options o = train_settings_options(&s->train, hidden);
    const size_t rows[LC_SETS] = {split->train.n, split->validation.n, split->test.n};
    lc_status st = lc_training_open(&t, table, split, NULL, &o, &err);
    bool ok = st == LC_OK && train_run_record(result, t, s, table);
    for (size_t k = 0; k < LC_SETS && ok && st == LC_OK; k++)
        st = rows[k] ? lc_training_evaluate(&result->score[k], t, (lc_set)k, &err) : LC_OK;
    if (st != LC_OK)
        print_file_error(what, &err);
    lc_training_close(t);
    return ok && st == LC_OK;
}
