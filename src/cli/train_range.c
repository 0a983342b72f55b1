/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_range.c - the learning-rate range test (L. Smith 2017, WACV, 464). */
#include "cli/train_range.h"

#include "cli/command.h"
#include "cli/message.h"
#include "cli/text.h"
#include "cli/train_data.h"
#include "cli/train_log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RATE_FIRST 1e-6
#define RATE_LAST 10.0
#define DECADES 7   /* between them */
#define STEPS 350   /* at least */
#define MEMORY 0.98 /* of the exponential mean over STEPS steps, as fast.ai's */
#define DIVERGED 4  /* likewise */
#define ERRORS 6    /* standard errors that the loss falls at least from the first decade on */

/* ---- what it shows ---------------------------------------------------------------------- */

/* Of the exponential mean over n steps. */
static double memory_of(size_t n)
{
    return pow(MEMORY, (double)STEPS / (double)(n > STEPS ? n : STEPS));
}

static void smooth_losses(double *smooth, const double *loss, size_t n)
{
    double memory = memory_of(n);
    double mean = 0, weight = 0;
    for (size_t i = 0; i < n; i++) {
        mean = memory * mean + (1 - memory) * loss[i];
        weight = memory * weight + 1 - memory;
        smooth[i] = mean / weight;
    }
}

/* Standard error of an exponential mean, by the losses of the first decade. */
static double error_of(const double *loss, size_t n)
{
    double mean = 0, squares = 0, memory = memory_of(n);
    size_t some = n / DECADES;
    for (size_t i = 0; i < some; i++)
        mean += loss[i] / (double)some;
    for (size_t i = 0; i < some; i++)
        squares += (loss[i] - mean) * (loss[i] - mean) / (double)some;
    return sqrt(squares * (1 - memory) / (1 + memory));
}

range_result range_judge(double *smooth, const double *rate, const double *loss, size_t n)
{
    range_result r = {NAN, NAN, NAN, NAN, n};
    size_t first = n / DECADES, best = first, end = 0, width = n / DECADES / 4;
    double fall = 0;
    smooth_losses(smooth, loss, n);
    while (end < n && isfinite(smooth[end]) &&
           (end <= first || smooth[end] <= DIVERGED * smooth[best])) {
        if (end > first && smooth[end] < smooth[best])
            best = end;
        end++;
    }
    if (end < n)
        r.diverges = rate[end];
    r.steps = end;
    if (end <= first || smooth[first] - smooth[best] < ERRORS * error_of(loss, n))
        return r;
    r.lowest = rate[best];
    for (size_t i = first; i <= best && i + width < end; i++)
        if (smooth[i - width] - smooth[i + width] > fall) {
            fall = smooth[i - width] - smooth[i + width];
            r.steepest = rate[i];
        }
    r.suggestion = sqrt(r.steepest * r.lowest / 10);
    return r;
}

/* ---- the test --------------------------------------------------------------------------- */

typedef struct test_steps {
    size_t n, room;
    double *rate, *loss;
} test_steps;

static void take_step(void *user, double rate, double loss)
{
    test_steps *s = user;
    if (s->n == s->room)
        return;
    s->rate[s->n] = rate;
    s->loss[s->n++] = loss;
}

/* Train on as many of the rows as STEPS steps take, or several times on all of them. */
static bool test_rates(test_steps *steps, const settings *s, const char *path)
{
    settings plain = *s;
    train_settings *t = &plain.train;
    size_t hidden[NUMBERS_MAX];
    lc_dataset table = LC_DATASET_INIT;
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_training *training = NULL;
    lc_error err = LC_ERROR_INIT;
    if (!train_data_read(&table, t, path, NULL, false))
        return false;
    train_data_remarks(t, &table.report);
    const lc_strata strata = lc_dataset_strata(&table);
    lc_status st = train_data_split(&split, &table, t, &err);
    if (st == LC_OK && split.train.n / STEPS > t->batch)
        st = lc_data_split_reduce(&split, &strata, STEPS * t->batch, t->seed, &err);
    lc_data_split train = {
        .train = split.train, .train_count = split.train_count, .classes = split.classes};
    size_t each = split.train.n ? (split.train.n - 1) / t->batch + 1 : 1;
    t->epochs = (STEPS - 1) / each + 1;
    lc_train_options o = train_settings_options(t, hidden);
    o.schedule = (lc_schedule){.kind = LC_RATE_RANGE, .rate = RATE_LAST, .least = RATE_FIRST};
    o.stopping.on = o.stopping.restore_best = false;
    o.after_step = take_step;
    o.step_user = steps;
    *steps = (test_steps){.room = t->epochs * each,
                          .rate = calloc(t->epochs * each, sizeof *steps->rate),
                          .loss = calloc(t->epochs * each, sizeof *steps->loss)};
    if (st == LC_OK && (!steps->rate || !steps->loss))
        st = lc_error_set(&err, LC_E_NOMEM, 0, "out of memory");
    if (st == LC_OK)
        st = lc_training_open(&training, &table, &train, NULL, &o, &err);
    while (st == LC_OK && !lc_training_ended(training)) {
        lc_epoch e;
        lc_training_epoch(training, &e);
    }
    if (st != LC_OK)
        print_file_error(path, &err);
    lc_training_close(training);
    lc_data_split_free(&split);
    lc_dataset_free(&table);
    return st == LC_OK;
}

static bool write_record(const test_steps *steps, const double *smooth, const range_result *r,
                         const settings *s, const char *path)
{
    static const char *const fields[] = {"log10_lr", "lr", "loss"};
    char *words = train_log_command(s->words);
    lc_record_error err = LC_RECORD_ERROR_INIT;
    const lc_record_note note = {.key = "command", .value = words};
    const lc_record_options o = {.mode = s->train.force ? LC_RECORD_REPLACE : LC_RECORD_FRESH,
                                 .notes = &note,
                                 .notes_n = words != NULL};
    lc_recorder *out = NULL;
    lc_record_status st = lc_record_open(&out, path, fields, 3, &o, &err);
    for (size_t i = 0; st == LC_RECORD_OK && i < r->steps; i++) {
        const double value[] = {log10(steps->rate[i]), steps->rate[i], smooth[i]};
        for (size_t k = 0; k < 3; k++)
            lc_record_set(out, k, value[k], &err);
        st = lc_record_end_row(out, &err);
    }
    if (out && lc_record_close(out, st == LC_RECORD_OK ? &err : NULL) != LC_RECORD_OK)
        st = LC_RECORD_E_IO;
    if (st != LC_RECORD_OK)
        print_error("%s%s", err.msg,
                    st == LC_RECORD_E_EXISTS ? "; --force overwrites it, -o chooses another" : "");
    free(words);
    return st == LC_RECORD_OK;
}

static char *describe(const range_result *r)
{
    if (isnan(r->steepest))
        return text_format("The loss falls at no learning rate");
    return text_format("The loss falls fastest at a learning rate of %.2g and is lowest at %.2g",
                       r->steepest, r->lowest);
}

static int draw(const settings *s, const char *record, const range_result *r)
{
    lc_read_options reading = settings_read(s);
    lc_plot_options how = settings_plot(s);
    lc_runs runs = {0};
    lc_error err = LC_ERROR_INIT;
    char *title = how.title ? NULL : describe(r);
    how.title = how.title ? how.title : title;
    reading.x = "log10_lr";
    lc_status st = lc_read_file(&runs, record, &reading, &err);
    const lc_overlay_run run = {.run = runs.run, .name = "loss"};
    if (st == LC_OK)
        st = lc_overlay_file(s->train.plot, &run, 1, &how, NULL, &err);
    if (st != LC_OK)
        print_file_error(s->train.plot, &err);
    lc_runs_free(&runs);
    free(title);
    return st == LC_OK ? EXIT_RAN : st == LC_E_GNUPLOT ? EXIT_GNUPLOT : EXIT_REFUSED;
}

static bool print_result(const range_result *r)
{
    char *text = describe(r);
    if (!text) {
        print_error("out of memory");
        return false;
    }
    printf("%s", text);
    if (isfinite(r->diverges))
        printf("; it is %d times that high at %.2g", DIVERGED, r->diverges);
    puts(".");
    if (isfinite(r->suggestion))
        printf("Between the former and a tenth of the latter: --lr %.1g\n", r->suggestion);
    free(text);
    return true;
}

/* Judge what the steps recorded, keep it and show it. */
static int conclude(const test_steps *steps, const settings *s)
{
    const char *record = s->train.record ? s->train.record : "run.csv";
    double *smooth = calloc(steps->n, sizeof *smooth);
    int rc = EXIT_REFUSED;
    if (!smooth) {
        print_error("out of memory");
        return rc;
    }
    range_result r = range_judge(smooth, steps->rate, steps->loss, steps->n);
    if (write_record(steps, smooth, &r, s, record) && print_result(&r))
        rc = s->train.plot ? draw(s, record, &r) : EXIT_RAN;
    free(smooth);
    return rc;
}

int train_range_run(const settings *s, const char *path)
{
    test_steps steps = {0};
    int rc = test_rates(&steps, s, path) ? conclude(&steps, s) : EXIT_REFUSED;
    free(steps.rate);
    free(steps.loss);
    return rc;
}
