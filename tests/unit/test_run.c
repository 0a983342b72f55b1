/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_run.c - records as logs have them, and the run that builder and settling make of them. */
#include "model/run.h"

#include "base/mem.h"
#include "model/builder.h"
#include "model/metric.h"

#include "random.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_run(void);

/* ---- writing records down, and runs --------------------------------------------------------- */

/* Hand over "epoch=1 loss=0.5 | epoch=2 loss=0.4", a record between bars. */
static lc_status put_records(lc_builder *b, const char *text)
{
    lc_status st = LC_OK;
    while (*text && st == LC_OK) {
        const char *end = text + strcspn(text, "|");
        st = lc_builder_record(b);
        while (st == LC_OK) {
            text += strspn(text, " ");
            if (text >= end)
                break;
            size_t name = strcspn(text, "=");
            char *after;
            uint32_t id;
            double v = strtod(text + name + 1, &after);
            lc_builder_metric(b, text, name, &id);
            st = lc_builder_put(b, id, v);
            text = after;
        }
        text = *end ? end + 1 : end;
    }
    return st;
}

static void tell_number(FILE *out, double v)
{
    if (isnan(v))
        fputs(" nan", out);
    else
        fprintf(out, " %.10g", v);
}

/* "epoch 1 2 3; loss 0.5 - 0.4", a hyphen where a record has no value. */
static void tell_run(FILE *out, const lc_run *run)
{
    fputs(run->axis_name, out);
    for (size_t r = 0; r < run->n; r++)
        tell_number(out, run->x[r]);
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        fprintf(out, "; %s", s->metric.name);
        for (size_t r = 0, k = 0; r < run->n; r++)
            if (k < s->n && (s->at ? s->at[k] : k) == r)
                tell_number(out, s->y[k++]);
            else
                fputs(" -", out);
    }
    for (size_t i = 0; i < run->remark_n; i++)
        fprintf(out, "; %s", run->remarks[i].text);
}

static char *describe_runs(const lc_runs *runs)
{
    size_t size;
    char *text = NULL;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < runs->n; i++) {
        fputs(i ? " // " : "", out);
        tell_run(out, &runs->run[i]);
    }
    fclose(out);
    return text;
}

static lc_builder *open_builder(void)
{
    lc_builder *b = NULL;
    ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
    return b;
}

static lc_runs finish(lc_builder *b)
{
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_builder_finish(b, &runs, "log", "test", NULL), LC_OK);
    lc_builder_close(b);
    return runs;
}

static lc_runs build(const char *records)
{
    lc_builder *b = open_builder();
    ck_assert_int_eq(put_records(b, records), LC_OK);
    return finish(b);
}

/* ---- settling ------------------------------------------------------------------------------- */

#define BACK(from, to, times, n)                                                           \
    "epoch goes back from " from " to " to " (" times " in all), as after a resume: of " n \
    " values recorded again the last one counts"
#define OVER(times, at) \
    "epoch starts over (" times " in all), first at " at ": what follows is a run of its own"
#define RANKS(n) n " processes wrote the same moments; one record of each is read"
#define ONCE_MORE "1 value is recorded twice at the same epoch: the last one counts"

static const struct {
    const char *what, *records, *run;
    size_t rows, restarts, repeats;
} cases[] = {
    {"an epoch a record", "epoch=1 loss=3 | epoch=2 loss=2", "epoch 1 2; loss 3 2", 2, 0, 0},
    {"no axis: the record's number", "loss=3 | loss=2 | val_loss=4",
     "record 1 2 3; loss 3 2 -; val_loss - - 4", 3, 0, 0},
    {"gaps stay gaps", "epoch=1 loss=3 | epoch=2 loss=2 val_loss=9 | epoch=3 loss=1",
     "epoch 1 2 3; loss 3 2 1; val_loss - 9 -", 3, 0, 0},
    {"train and validation on rows of their own",
     "epoch=1 loss=3 | epoch=1 val_loss=4 | epoch=2 loss=2 | epoch=2 val_loss=3",
     "epoch 1 2; loss 3 2; val_loss 4 3", 4, 0, 0},
    {"an epoch tells the records apart, a step as well: the epoch is read",
     "step=10 epoch=1 loss=3 | step=20 epoch=2 loss=2", "epoch 1 2; step 10 20; loss 3 2", 2, 0, 0},
    /* Lightning: several steps log an epoch, once an epoch something else is logged */
    {"values per step beside an epoch column",
     "step=1 epoch=0 train_loss_step=5 | step=2 epoch=0 train_loss_step=4 | step=2 epoch=0 "
     "val_loss=6 | step=3 epoch=1 train_loss_step=3 | step=4 epoch=1 train_loss_step=2 | step=4 "
     "epoch=1 val_loss=5",
     "step 1 2 3 4; epoch 0 0 1 1; train_loss_step 5 4 3 2; val_loss - 6 - 5", 6, 0, 0},
    {"epochs that stand in few rows, and values between them",
     "epoch=1 | loss=6 | loss=5 | loss=4 | epoch=2 | loss=3 | loss=2 | loss=1",
     "record 1 2 3 4 5 6 7 8; epoch 1 - - - 2 - - -; loss - 6 5 4 - 3 2 1", 8, 0, 0},
    {"rows without an epoch belong to the one before",
     "epoch=1 loss=3 | val_loss=4 | epoch=2 loss=2 | val_loss=3",
     "epoch 1 2; loss 3 2; val_loss 4 3", 4, 0, 0},
    {"rows before the first epoch belong to it",
     "val_loss=9 | epoch=1 loss=3 | epoch=2 loss=2 val_loss=8", "epoch 1 2; val_loss 9 8; loss 3 2",
     3, 0, 0},
    {"epochs that are no number",
     "epoch=1 loss=4 | epoch=nan val_loss=3 | epoch=inf lr=2 | epoch=4 loss=1",
     "epoch 1 4; loss 4 1; val_loss 3 -; lr 2 -", 4, 0, 0},
    {"no epoch is a number", "epoch=nan loss=4 | epoch=inf loss=3",
     "record 1 2; epoch nan inf; loss 4 3", 2, 0, 0},
    {"an epoch column that stands still", "epoch=1 loss=4 | epoch=1 loss=3 | epoch=1 loss=2",
     "record 1 2 3; epoch 1 1 1; loss 4 3 2", 3, 0, 0},
    {"a resume: the last value wins",
     "epoch=1 loss=4 | epoch=2 loss=3 | epoch=3 loss=2 | epoch=2 loss=2.5 | epoch=3 loss=1.5 | "
     "epoch=4 loss=1",
     "epoch 1 2 3 4; loss 4 2.5 1.5 1; " BACK("3", "2", "1 time", "2"), 6, 1, 2},
    {"two trainings that start over",
     "epoch=1 loss=4 | epoch=2 loss=3 | epoch=1 loss=5 | epoch=2 loss=6 | epoch=1 loss=7",
     "epoch 1 2; loss 4 3; " OVER("2 times", "1") " // epoch 1 2; loss 5 6 // epoch 1; loss 7", 2,
     0, 0},
    {"a training that starts over, with the evaluation before its first step",
     "epoch=0 val_loss=9 | epoch=1 loss=4 | epoch=2 loss=3 val_loss=8 | epoch=0 val_loss=7 | "
     "epoch=1 loss=5 | epoch=2 loss=2",
     "epoch 0 1 2; val_loss 9 - 8; loss - 4 3; " OVER(
         "1 time", "0") " // epoch 0 1 2; val_loss 7 - -; loss - 5 2",
     3, 0, 0},
    {"a training that starts over behind where the log begins: its loss is the first one's",
     "epoch=1 loss=9 | epoch=2 loss=5 | epoch=3 loss=4 | epoch=4 loss=3 | epoch=2 loss=8.9 | "
     "epoch=3 loss=6 | epoch=4 loss=5",
     "epoch 1 2 3 4; loss 9 5 4 3; " OVER("1 time", "2") " // epoch 2 3 4; loss 8.9 6 5", 4, 0, 0},
    {"a resume, whose loss goes on where it was",
     "epoch=1 loss=9 | epoch=2 loss=5 | epoch=3 loss=4 | epoch=4 loss=3 | epoch=2 loss=5.1 | "
     "epoch=3 loss=3.9 | epoch=4 loss=3.1",
     "epoch 1 2 3 4; loss 9 5.1 3.9 3.1; " BACK("4", "2", "1 time", "3"), 7, 1, 3},
    {"a record that came early is no training of its own",
     "epoch=2 loss=3 | epoch=1 loss=4 | epoch=3 loss=2",
     "epoch 1 2 3; loss 4 3 2; " BACK("2", "1", "1 time", "0"), 3, 1, 0},
    {"metrics one behind the other: no resume",
     "epoch=1 time=1 loss=4 | epoch=2 time=2 loss=3 | epoch=1 time=3 val_loss=6 | epoch=2 time=4 "
     "val_loss=5",
     "epoch 1 2; time 3 4; loss 4 3; val_loss 6 5", 4, 0, 0},
    {"a clock that stands in both rows of an epoch doesn't make it unfit",
     "epoch=1 time=1 loss=4 | epoch=1 time=2 val_loss=6 | epoch=2 time=3 loss=3 | epoch=2 time=4 "
     "val_loss=5",
     "epoch 1 2; time 2 4; loss 4 3; val_loss 6 5", 4, 0, 0},
    {"a run written backwards", "epoch=3 loss=1 | epoch=2 loss=2 | epoch=1 loss=3",
     "epoch 1 2 3; loss 3 2 1; " BACK("3", "2", "2 times", "0"), 3, 2, 0},
    /* one retry in eleven is below a tenth; one in ten is not above it */
    {"one record twice among many",
     "epoch=1 loss=9 | epoch=2 loss=8 | epoch=3 loss=7 | epoch=4 loss=6 | epoch=5 loss=5 | epoch=5 "
     "loss=5.5 | epoch=6 loss=4 | epoch=7 loss=3 | epoch=8 loss=2 | epoch=9 loss=1",
     "epoch 1 2 3 4 5 6 7 8 9; loss 9 8 7 6 5.5 4 3 2 1; " ONCE_MORE, 10, 0, 1},
    {"one record twice among five",
     "epoch=1 loss=9 | epoch=2 loss=8 | epoch=2 loss=7 | epoch=3 loss=6 | epoch=4 loss=5",
     "epoch 1 2 3 4; loss 9 7 6 5; " ONCE_MORE, 5, 0, 1},
    {"too many records twice: it doesn't tell them apart",
     "epoch=1 loss=9 | epoch=2 loss=8 | epoch=2 loss=7 | epoch=3 loss=6",
     "record 1 2 3 4; epoch 1 2 2 3; loss 9 8 7 6", 4, 0, 0},
    {"a metric of two records doesn't speak for all",
     "epoch=1 note=1 loss=9 | epoch=2 note=1 loss=8 | epoch=2 loss=7 | epoch=2 loss=6 | epoch=2 "
     "loss=5",
     "record 1 2 3 4 5; epoch 1 2 2 2 2; note 1 1 - - -; loss 9 8 7 6 5", 5, 0, 0},
    {"a metric twice in one record", "epoch=1 loss=9 loss=8 | epoch=2 loss=7",
     "epoch 1 2; loss 8 7", 2, 0, 1},
    {"a learning curve",
     "train_sizes=100 train_scores=1 test_scores=0.5 | train_sizes=200 "
     "train_scores=0.9 test_scores=0.6",
     "train_sizes 100 200; train_scores 1 0.9; test_scores 0.5 0.6", 2, 0, 0},
    {"columns without a value go", "epoch=1 loss=3 lr=nan | epoch=2 loss=2",
     "epoch 1 2; loss 3 2; lr nan -", 2, 0, 0},
    {"not-a-number is a value", "epoch=1 loss=3 | epoch=2 loss=nan | epoch=3 loss=-inf",
     "epoch 1 2 3; loss 3 nan -inf", 3, 0, 0},
    {"axes alone are no run", "epoch=1 step=2 | epoch=2 step=4", "", 0, 0, 0},
    {"nothing at all", "", "", 0, 0, 0},
    {"negative and fractional epochs", "epoch=-1 loss=3 | epoch=0.25 loss=2 | epoch=0.5 loss=1",
     "epoch -1 0.25 0.5; loss 3 2 1", 3, 0, 0},
    {"one record", "epoch=7 loss=3", "epoch 7; loss 3", 1, 0, 0},
    {"processes that the log names: the first one's values, and what it alone wrote",
     "rank=0 epoch=1 loss=9 | rank=1 epoch=1 loss=8 | rank=1 epoch=2 loss=6 | rank=0 epoch=2 "
     "loss=7 "
     "| rank=0 epoch=2 val_loss=5",
     "epoch 1 2; loss 9 7; val_loss - 5; " RANKS("2"), 2, 0, 0},
    {"processes that write steps without a number",
     "rank=0 epoch=1 loss=9 | rank=1 epoch=1 loss=8 | rank=0 epoch=1 loss=7 | rank=1 epoch=2 "
     "loss=6",
     "record 1 2 3 4; rank 0 1 0 1; epoch 1 1 1 2; loss 9 8 7 6", 4, 0, 0},
    {"processes that it doesn't name, the last moment cut short",
     "epoch=1 loss=9 | epoch=1 loss=9.1 | epoch=2 loss=7 | epoch=2 loss=6.9 | epoch=3 loss=5 | "
     "epoch=3 loss=5.1 | epoch=4 loss=4",
     "epoch 1 2 3 4; loss 9 7 5 4; " RANKS("2"), 4, 0, 0},
    {"processes of which a later one is always worse",
     "epoch=1 loss=9 | epoch=1 loss=9.9 | epoch=2 loss=8 | epoch=2 loss=8.9 | epoch=3 loss=7 | "
     "epoch=3 "
     "loss=7.9 | epoch=4 loss=6 | epoch=4 loss=6.9",
     "epoch 1 2 3 4; loss 9 8 7 6; " RANKS("2"), 4, 0, 0},
    {"steps without a number, of which each epoch has two, are none",
     "epoch=1 loss=9 | epoch=1 loss=8 | epoch=2 loss=7 | epoch=2 loss=6 | epoch=3 loss=5 | epoch=3 "
     "loss=4 | epoch=4 loss=3 | epoch=4 loss=2",
     "record 1 2 3 4 5 6 7 8; epoch 1 1 2 2 3 3 4 4; loss 9 8 7 6 5 4 3 2", 8, 0, 0},
    {"a rank that is a metric", "epoch=1 rank=9 loss=3 | epoch=2 rank=5 loss=2",
     "epoch 1 2; rank 9 5; loss 3 2", 2, 0, 0},
    {"records that hold nothing", " | loss=1 | | loss=2 | ", "record 1 2 3 4 5; loss - 1 - 2 -", 5,
     0, 0},
};

START_TEST(makes_a_run_of_any_records)
{
    lc_runs runs = build(cases[_i].records);
    char *told = describe_runs(&runs);
    ck_assert_msg(strcmp(told, cases[_i].run) == 0, "%s:\n  %s\nexpected\n  %s", cases[_i].what,
                  told, cases[_i].run);
    if (runs.n) {
        ck_assert_str_eq(runs.run->source, "log");
        ck_assert_str_eq(runs.run->format, "test");
        ck_assert_uint_eq(runs.run->rows, cases[_i].rows);
        ck_assert_uint_eq(runs.run->restarts, cases[_i].restarts);
        ck_assert_uint_eq(runs.run->repeats, cases[_i].repeats);
    }
    free(told);
    lc_runs_free(&runs);
}
END_TEST

/* ---- an axis that is told ------------------------------------------------------------------- */

static const struct {
    const char *what, *records;
    const char *x; /* that the user tells */
    const char *run;
    lc_kind axis;
} told_axes[] = {
    {"the step beside the epoch", "epoch=1 step=10 loss=3 | epoch=2 step=20 loss=2", "step",
     "step 10 20; epoch 1 2; loss 3 2", LC_STEP},
    {"an epoch of many steps: the last value of each",
     "epoch=1 loss=3 | epoch=1 loss=2 | epoch=2 loss=1", "epoch",
     "epoch 1 2; loss 2 1; 1 value gives way to a later one at the same 'epoch'", LC_EPOCH},
    {"the clock that rises, not the one for each epoch",
     "epoch=1 epoch_time=9 wall=5 loss=3 | epoch=2 epoch_time=8 wall=7.5 loss=2", "time",
     "wall 5 7.5; epoch 1 2; epoch_time 9 8; loss 3 2", LC_WALL_TIME},
    {"a counter by its name", "epoch=1 images=100 loss=3 | epoch=2 images=300 loss=2", "images",
     "images 100 300; epoch 1 2; loss 3 2", LC_COUNT},
    {"a metric that goes back", "lr=1 loss=3 | lr=4 loss=2 | lr=2 loss=1", "lr",
     "lr 1 2 4; loss 3 1 2; records stand in the order of 'lr', not in the log's", LC_OTHER},
    {"an epoch that goes back is a resume", "epoch=2 loss=3 | epoch=1 loss=2", "epoch",
     "epoch 1 2; loss 2 3; " BACK("2", "1", "1 time", "0"), LC_EPOCH},
    {"gaps in it belong to the value before", "images=1 loss=3 | loss=2 | images=5 loss=1",
     "images", "images 1 5; loss 2 1; 1 value gives way to a later one at the same 'images'",
     LC_COUNT},
};

static lc_status build_along(lc_runs *runs, const char *x, const char *records, lc_error *err)
{
    lc_builder *b = NULL;
    ck_assert_int_eq(lc_builder_open(&b, &(lc_read_options){.x = x}, NULL), LC_OK);
    ck_assert_int_eq(put_records(b, records), LC_OK);
    lc_status st = lc_builder_finish(b, runs, NULL, "test", err);
    lc_builder_close(b);
    return st;
}

START_TEST(reads_along_what_it_is_told)
{
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(build_along(&runs, told_axes[_i].x, told_axes[_i].records, NULL), LC_OK);
    char *told = describe_runs(&runs);
    ck_assert_msg(strcmp(told, told_axes[_i].run) == 0, "%s:\n  %s\nexpected\n  %s",
                  told_axes[_i].what, told, told_axes[_i].run);
    ck_assert_int_eq(runs.run[0].axis, told_axes[_i].axis);
    ck_assert_uint_eq(runs.run[0].repeats, 0); /* chosen, so no fault of the log */
    free(told);
    lc_runs_free(&runs);
}
END_TEST

static const struct {
    const char *records, *x, *message;
} no_axes[] = {
    {"loss=3 acc=1 | loss=2", "epoch", "no 'epoch' to read the run along; there are 'loss', 'acc'"},
    {"loss=3 step=1 | loss=2", "lss", "no 'lss' to read the run along, did you mean 'loss'?"},
    {"loss=3 step=1 | loss=2", "xyz", "no 'xyz' to read the run along; there are 'step', 'loss'"},
    {"loss=3 time=2 | loss=2 time=1", "time",
     "no rising 'time' to read the run along; there are 'loss', 'time'"},
    {"loss=3 | loss=2", "loss", "nothing to read along 'loss' beside it"},
    {"loss=3 images=nan", "images",
     "no 'images' to read the run along; there are 'loss', 'images'"},
};

START_TEST(says_what_there_is_to_read_along)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(build_along(&runs, no_axes[_i].x, no_axes[_i].records, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, no_axes[_i].message);
    ck_assert_uint_eq(runs.n, 0);
}
END_TEST

/* The log's own word counts for one run, and for no more. */
START_TEST(reads_along_what_the_log_names)
{
    lc_builder *b = open_builder();
    uint32_t id;
    put_records(b, "empty=nan epoch=1 t=10 loss=3 | epoch=2 t=20 loss=2");
    lc_builder_metric(b, "none", 4, &id); /* goes, as it has no value */
    lc_builder_metric(b, "t", 1, &id);
    lc_builder_axis(b, id, LC_WALL_TIME);
    lc_builder_begin(b, NULL, 0);
    put_records(b, "epoch=1 t=10 loss=3 | epoch=2 t=20 loss=2");
    lc_runs runs = finish(b);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told,
                     "t 10 20; empty nan -; epoch 1 2; loss 3 2 // epoch 1 2; t 10 20; loss 3 2");
    ck_assert_int_eq(runs.run[0].axis, LC_WALL_TIME);
    free(told);
    lc_runs_free(&runs);
}
END_TEST

/* Many records in any order: x rises, each x is there once, and its value is the last put there. */
START_TEST(sorts_and_merges_as_a_map_would)
{
    enum { N = 5000, EPOCHS = 700 };
    uint64_t r = 1;
    double last[EPOCHS];
    for (size_t e = 0; e < EPOCHS; e++)
        last[e] = lc_absent();
    lc_builder *b = open_builder();
    uint32_t epoch, loss;
    lc_builder_metric(b, "epoch", 5, &epoch);
    lc_builder_metric(b, "loss", 4, &loss);
    for (size_t i = 0; i < N; i++) {
        size_t e = (size_t)(random_bits(&r) % EPOCHS);
        lc_builder_record(b);
        lc_builder_put(b, epoch, (double)e);
        if (random_bits(&r) % 3)
            ck_assert_int_eq(lc_builder_put(b, loss, last[e] = random_uniform(&r)), LC_OK);
    }
    lc_runs runs = finish(b);
    const lc_run *run = &runs.run[0];
    ck_assert_uint_eq(run->rows, N);
    const lc_series *s = lc_run_find(run, "loss");
    ck_assert_ptr_nonnull(s);
    size_t k = 0;
    for (size_t i = 0; i < run->n; i++) {
        ck_assert(i == 0 || run->x[i] > run->x[i - 1]);
        double wanted = last[(size_t)run->x[i]];
        if (lc_is_absent(wanted))
            continue;
        ck_assert(lc_series_x(run, s, k) == run->x[i] && s->y[k] == wanted);
        k++;
    }
    ck_assert_uint_eq(k, s->n);
    lc_runs_free(&runs);
}
END_TEST

/* ---- the builder ---------------------------------------------------------------------------- */

START_TEST(parts_the_log_into_runs)
{
    lc_builder *b = open_builder();
    lc_builder_begin(b, "first", 5);
    put_records(b, "epoch=1 loss=3");
    ck_assert_uint_eq(lc_builder_records(b), 1);
    lc_builder_begin(b, "empty", 5);
    ck_assert_uint_eq(lc_builder_records(b), 0);
    lc_builder_begin(b, NULL, 0);
    put_records(b, "step=5 loss=2");
    lc_runs runs = finish(b);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "epoch 1; loss 3 // step 5; loss 2");
    ck_assert_str_eq(runs.run[0].name, "first");
    ck_assert_ptr_null(runs.run[1].name);
    free(told);
    lc_runs_free(&runs);
}
END_TEST

/* Metrics "a/loss" and "b/loss" of two runs beside an epoch that both share. */
static void put_sides(lc_builder *b)
{
    static const char *const names[] = {"a/loss", "b/loss"}, *const runs[] = {"a", "b"};
    for (size_t i = 0; i < 2; i++) {
        uint32_t id;
        if (lc_builder_metric(b, names[i], 6, &id) == LC_OK)
            lc_builder_assign_run(b, id, runs[i], "loss");
    }
    put_records(b, "epoch=1 a/loss=3 b/loss=9 | epoch=2 a/loss=2 | epoch=3 b/loss=8");
    lc_builder_remark(b, 7, "odd");
}

START_TEST(takes_runs_apart_that_stand_side_by_side)
{
    lc_builder *b = open_builder();
    put_sides(b);
    lc_builder_begin(b, NULL, 0);
    put_records(b, "loss=1"); /* the next run is one again */
    lc_runs runs = finish(b);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "epoch 1 2; loss 3 2; odd // epoch 1 3; loss 9 8 // record 1; loss 1");
    ck_assert_str_eq(runs.run[0].name, "a");
    ck_assert_str_eq(runs.run[1].name, "b");
    ck_assert_int_eq(runs.run[0].remarks[0].line, 7);
    ck_assert_uint_eq(runs.run[1].rows, 2);
    free(told);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(survives_failed_allocations_while_it_takes_apart)
{
    lc_status st = LC_E_NOMEM;
    for (size_t k = 1; st != LC_OK; k++) {
        lc_builder *b = open_builder();
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(k);
        put_sides(b);
        st = lc_builder_finish(b, &runs, NULL, "test", NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK ? runs.n == 2 : st == LC_E_NOMEM && runs.n == 0);
        lc_builder_close(b);
        lc_runs_free(&runs);
    }
}
END_TEST

/* Two epochs of two batches, 10 and 20 of 20: half and whole epochs have passed. */
START_TEST(survives_failed_allocations_while_batches_are_put_into_epochs)
{
    lc_status st = LC_E_NOMEM;
    for (size_t k = 1; st != LC_OK; k++) {
        lc_builder *b = open_builder();
        lc_runs runs = LC_RUNS_INIT;
        uint32_t epoch = 0, batch = 0, loss = 0;
        lc_mem_fail_at(k);
        lc_builder_metric(b, "epoch", 5, &epoch);
        lc_builder_metric(b, "batch", 5, &batch);
        lc_builder_metric(b, "loss", 4, &loss);
        for (int r = 0; r < 4; r++) {
            lc_builder_record(b);
            lc_builder_put(b, epoch, 1 + r / 2);
            lc_builder_put(b, batch, 10 + 10 * (r % 2));
            lc_builder_put(b, loss, 4 - r);
        }
        st = lc_builder_finish(b, &runs, NULL, "test", NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK ? runs.n == 1 : st == LC_E_NOMEM && runs.n == 0);
        for (size_t r = 0; st == LC_OK && r < 4; r++)
            ck_assert_double_eq_tol(runs.run[0].x[r], 0.5 * (double)(r + 1), 1e-12);
        lc_builder_close(b);
        lc_runs_free(&runs);
    }
}
END_TEST

START_TEST(bounds_the_runs_side_by_side)
{
    lc_builder *b = open_builder();
    lc_status st = LC_OK;
    size_t made = 0;
    for (; st == LC_OK && made < 5000; made++) {
        char name[24];
        uint32_t id;
        int n = snprintf(name, sizeof name, "%zu/loss", made);
        lc_builder_metric(b, name, (size_t)n, &id);
        st = lc_builder_assign_run(b, id, name, "loss");
    }
    ck_assert_int_eq(st, LC_E_LIMIT);
    ck_assert_uint_eq(made, 1001);
    lc_builder_close(b);
}
END_TEST

/* A summary behind the last record, such as the best iteration's, is sorted in. */
START_TEST(takes_a_late_record_for_no_restart)
{
    lc_builder *b = open_builder();
    put_records(b, "step=10 loss=3 | step=20 loss=2 | step=15 loss=1");
    lc_builder_last_is_summary(b);
    lc_builder_begin(b, NULL, 0);
    put_records(b, "step=10 loss=3 | step=5 loss=2"); /* here it is one */
    lc_runs runs = finish(b);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "step 10 15 20; loss 3 1 2 // step 5 10; loss 2 3; "
                           "step goes back from 10 to 5 (1 time in all), as after a resume: of 0 "
                           "values recorded again the last one counts");
    free(told);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(believes_that_values_are_percentages)
{
    lc_builder *b = open_builder();
    uint32_t id;
    lc_builder_metric(b, "top1", 4, &id);
    lc_builder_percent(b, id);
    put_records(b, "top1=0.1 top5=0.1 | top1=0.2 top5=0.2");
    lc_runs runs = finish(b);
    ck_assert(runs.run[0].series[0].percent && !runs.run[0].series[1].percent);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(appends_to_the_runs_that_are_there)
{
    lc_runs runs = LC_RUNS_INIT;
    for (size_t i = 0; i < 20; i++) {
        lc_builder *b = open_builder();
        put_records(b, "loss=3");
        ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", NULL), LC_OK);
        lc_builder_close(b);
        ck_assert_uint_eq(runs.n, i + 1);
        ck_assert_ptr_null(runs.run[i].source);
    }
    lc_runs_free(&runs);
    lc_runs_free(&runs); /* twice is fine */
    lc_builder_close(NULL);
}
END_TEST

START_TEST(lets_the_user_know_better_than_the_log)
{
    const lc_read_options told = {.facts.classes = 10};
    const lc_facts logged = {.classes = 5, .batch_size = 32, .planned_epochs = 4};
    lc_builder *b = NULL;
    ck_assert_int_eq(lc_builder_open(&b, &told, NULL), LC_OK);
    lc_builder_facts(b, &logged);
    lc_builder_facts(b, &(lc_facts){.batch_size = 64}); /* a later word of the log's wins */
    put_records(b, "loss=3");
    lc_runs runs = finish(b);
    ck_assert_uint_eq(runs.run[0].facts.classes, 10);
    ck_assert_uint_eq(runs.run[0].facts.batch_size, 64);
    ck_assert(runs.run[0].facts.planned_epochs == 4);
    ck_assert_uint_eq(runs.run[0].facts.train_samples, 0);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(counts_remarks_of_one_text)
{
    lc_builder *b = open_builder();
    for (long i = 0; i < 250; i++) {
        lc_builder_remark(b, 10 + i, "same");
        lc_builder_remark(b, 10 + i, "number %ld", i);
    }
    put_records(b, "loss=3");
    lc_runs runs = finish(b);
    const lc_run *run = &runs.run[0];
    ck_assert_str_eq(run->remarks[0].text, "same");
    ck_assert_int_eq(run->remarks[0].line, 10);
    /* 100 different ones, then all are counted together: 250 numbers less the first 99, and what
     * came as "same" after that */
    ck_assert_uint_eq(run->remark_n, 101);
    ck_assert_str_eq(run->remarks[100].text, "further remarks");
    size_t all = 0;
    for (size_t i = 0; i < run->remark_n; i++)
        all += run->remarks[i].count;
    ck_assert_uint_eq(all, 500);
    ck_assert_uint_eq(run->remarks[0].count, 250);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(remembers_the_first_spelling)
{
    lc_builder *b = open_builder();
    uint32_t id;
    lc_builder_metric(b, "loss", 4, &id);
    lc_builder_put_text(b, id, 0.5, "0.5", 3);
    lc_builder_record(b);
    lc_builder_put_text(b, id, NAN, "-nan(ind)", 9);
    lc_builder_record(b);
    lc_builder_put_text(b, id, INFINITY, "inf", 3);
    lc_runs runs = finish(b);
    ck_assert_str_eq(runs.run[0].series[0].spelling, "-nan(ind)");
    lc_runs_free(&runs);
    b = open_builder();
    lc_builder_metric(b, "loss", 4, &id);
    char text[1000];
    memset(text, 'n', sizeof text);
    lc_builder_put_text(b, id, NAN, text, sizeof text);
    runs = finish(b);
    ck_assert_uint_lt(strlen(runs.run[0].series[0].spelling), 100);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(ends_names_at_a_nul)
{
    lc_builder *b = open_builder();
    uint32_t whole, cut, other;
    lc_builder_metric(b, "loss", 4, &whole);
    lc_builder_metric(b, "loss\0x", 6, &cut);
    lc_builder_metric(b, "", 0, &other);
    ck_assert_uint_eq(whole, cut);
    ck_assert_uint_ne(whole, other);
    lc_builder_close(b);
}
END_TEST

START_TEST(keeps_a_hundred_thousand_metrics)
{
    enum { N = 100000 };
    lc_builder *b = open_builder();
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < N; i++) {
            char name[16];
            uint32_t id;
            int len = snprintf(name, sizeof name, "m%u", i);
            ck_assert_int_eq(lc_builder_metric(b, name, (size_t)len, &id), LC_OK);
            ck_assert_uint_eq(id, i);
            if (round == 0)
                lc_builder_put(b, id, i);
        }
    lc_runs runs = finish(b);
    ck_assert_uint_eq(runs.run[0].series_n, N);
    ck_assert(runs.run[0].series[N - 1].y[0] == N - 1);
    lc_runs_free(&runs);
}
END_TEST

/* Every column's name says axis, and none tells the records of "loss" apart. */
START_TEST(does_not_try_every_axis_of_many)
{
    enum { N = 50000 };
    lc_builder *b = open_builder();
    uint32_t id;
    for (uint32_t i = 0; i < N; i++) {
        char name[24];
        int len = snprintf(name, sizeof name, "m%u_step", i);
        ck_assert_int_eq(lc_builder_metric(b, name, (size_t)len, &id), LC_OK);
        lc_builder_put(b, id, 1);
    }
    lc_builder_metric(b, "loss", 4, &id);
    for (uint32_t i = 0; i < N; i++) {
        lc_builder_put(b, id, i);
        lc_builder_record(b);
    }
    lc_runs runs = finish(b);
    ck_assert_int_eq(runs.run[0].axis, LC_COUNT);
    lc_runs_free(&runs);
}
END_TEST

/* Each tenth record comes late: none begins another training, and each would cost a look at all of them. */
START_TEST(looks_for_a_restart_at_a_thousand_of_many_steps_back)
{
    enum { N = 1000000 };
    lc_builder *b = open_builder();
    uint32_t step, loss;
    lc_builder_metric(b, "step", 4, &step);
    lc_builder_metric(b, "loss", 4, &loss);
    for (uint32_t i = 0; i < N; i++) {
        lc_builder_record(b);
        lc_builder_put(b, step, i % 10 == 9 ? i - 3 : i);
        lc_builder_put(b, loss, 1 + 1 / (double)(i + 1));
    }
    lc_runs runs = finish(b);
    ck_assert_uint_eq(runs.n, 1);
    lc_runs_free(&runs);
}
END_TEST

/* As of a table in long form in which each name stands once, in order and not: axes alone are looked at in each
 * record, and records in order cost each metric its own values only. */
START_TEST(does_not_ask_every_metric_in_every_record)
{
    enum { N = 60000, PRIME = 7919 };
    lc_builder *b = open_builder();
    uint32_t step, id;
    lc_builder_metric(b, "step", 4, &step);
    for (uint32_t i = 0; i < N; i++) {
        char name[16];
        int len = snprintf(name, sizeof name, "m%u", i);
        lc_builder_record(b);
        lc_builder_put(b, step, _i ? (double)((uint64_t)i * PRIME % N) : i);
        ck_assert_int_eq(lc_builder_metric(b, name, (size_t)len, &id), LC_OK);
        lc_builder_put(b, id, i);
    }
    lc_runs runs = finish(b);
    ck_assert_uint_eq(runs.run[0].series_n, N);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(stops_at_its_limits_and_stays_stopped)
{
    lc_builder *b = open_builder();
    lc_error err = LC_ERROR_INIT;
    lc_runs runs = LC_RUNS_INIT;
    uint32_t id;
    lc_status st = LC_OK;
    for (uint32_t i = 0; st == LC_OK; i++) {
        char name[16];
        int len = snprintf(name, sizeof name, "%x", i);
        ck_assert_uint_le(i, LC_METRICS_MAX);
        st = lc_builder_metric(b, name, (size_t)len, &id);
    }
    ck_assert_int_eq(st, LC_E_LIMIT);
    ck_assert_uint_eq(id, 0); /* an id that is safe to use */
    ck_assert_int_eq(lc_builder_put(b, id, 1), LC_E_LIMIT);
    ck_assert_int_eq(lc_builder_record(b), LC_E_LIMIT);
    ck_assert_int_eq(lc_builder_begin(b, "next", 4), LC_E_LIMIT);
    ck_assert_int_eq(lc_builder_remark(b, 1, "odd"), LC_E_LIMIT);
    ck_assert_int_eq(lc_builder_columns(b, &id, NULL, 0, NULL, 1), LC_E_LIMIT);
    ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", &err), LC_E_LIMIT);
    ck_assert_int_eq(err.code, LC_E_LIMIT);
    ck_assert(strstr(err.msg, "200000") != NULL);
    ck_assert_uint_eq(runs.n, 0);
    lc_builder_close(b);

    b = open_builder();
    lc_builder_metric(b, "loss", 4, &id);
    lc_builder_record(b);
    ck_assert_int_eq(lc_builder_columns(b, &id, NULL, 0, NULL, LC_RECORDS_MAX - 1), LC_OK);
    ck_assert_int_eq(lc_builder_columns(b, &id, NULL, 0, NULL, 1), LC_E_LIMIT);
    lc_builder_close(b);
    b = open_builder();
    ck_assert_int_eq(lc_builder_columns(b, &id, NULL, 0, NULL, LC_RECORDS_MAX), LC_OK);
    ck_assert_int_eq(lc_builder_record(b), LC_E_LIMIT);
    lc_builder_close(b);
}
END_TEST

/* Some columns of some records at once, beside the same values one by one. */
START_TEST(takes_columns_as_it_takes_values)
{
    enum { COLUMNS = 5, ROWS = 40 };
    static const char *const names[COLUMNS] = {"epoch", "loss", "val_loss", "acc", "rare"};
    uint64_t r = 5;
    for (int round = 0; round < 300; round++) {
        lc_builder *blocks = open_builder(), *single = open_builder();
        uint32_t id[COLUMNS];
        double chance[COLUMNS] = {0.1 * (round % 3), 0, 0.3, random_uniform(&r), 0.97};
        for (size_t c = 0; c < COLUMNS; c++) {
            lc_builder_metric(blocks, names[c], strlen(names[c]), &id[c]);
            lc_builder_metric(single, names[c], strlen(names[c]), &id[c]);
        }
        for (size_t block = 0; block < 6; block++) {
            double values[COLUMNS][ROWS];
            const double *column[COLUMNS];
            size_t n = (size_t)(random_bits(&r) % (ROWS + 1)); /* none, sometimes */
            for (size_t c = 0; c < COLUMNS; c++)
                column[c] = values[c];
            for (size_t i = 0; i < n; i++) {
                lc_builder_record(single);
                for (size_t c = 0; c < COLUMNS; c++) {
                    bool absent = random_uniform(&r) < chance[c];
                    double v = c ? random_normal(&r) : (double)(random_bits(&r) % 300);
                    values[c][i] = absent ? lc_absent() : v;
                    lc_builder_put(single, id[c], values[c][i]);
                }
            }
            ck_assert_int_eq(lc_builder_columns(blocks, id, column, COLUMNS, NULL, n), LC_OK);
            ck_assert_uint_eq(lc_builder_records(blocks), lc_builder_records(single));
            if (round % 2) { /* now and then a value alone, as a row of another shape gives */
                lc_builder_record(blocks);
                lc_builder_put(blocks, id[3], 0.5);
                lc_builder_record(single);
                lc_builder_put(single, id[3], 0.5);
            }
        }
        lc_runs a = finish(blocks), b = finish(single);
        char *told_a = describe_runs(&a), *told_b = describe_runs(&b);
        ck_assert_str_eq(told_a, told_b);
        free(told_a);
        free(told_b);
        lc_runs_free(&a);
        lc_runs_free(&b);
    }
}
END_TEST

/* Everything a reader does, once. */
static lc_status build_much(lc_runs *runs, lc_error *err)
{
    lc_builder *b = NULL;
    lc_status st = lc_builder_open(&b, &(lc_read_options){.facts.classes = 2}, err);
    if (st != LC_OK)
        return st;
    double column[20];
    const double *columns[] = {column};
    uint32_t id;
    for (size_t i = 0; i < 20; i++)
        column[i] = i % 7 == 3 ? lc_absent() : (double)(i % 15);
    lc_builder_begin(b, "first", 5);
    put_records(b, "epoch=1 loss=3 | epoch=2 acc=0.5 | loss=1 | epoch=1 loss=4");
    lc_builder_metric(b, "epoch", 5, &id);
    lc_builder_columns(b, &id, columns, 1, NULL, 20);
    lc_builder_remark(b, 3, "odd");
    lc_builder_remark(b, 4, "odd");
    lc_builder_begin(b, "second", 6);
    lc_builder_metric(b, "loss", 4, &id);
    lc_builder_put_text(b, id, NAN, "NaN", 3);
    lc_builder_columns(b, &id, columns, 1, NULL, 20);
    lc_builder_begin(b, "third", 5);
    put_records(b, "loss=3 | epoch=2 | loss=1 | epoch=3 loss=4");
    lc_builder_begin(b, "fourth", 6);
    put_records(b, "opaque=3 | opaque=2 images=4 | loss=1 images=5");
    lc_builder_metric(b, "images", 6, &id);
    lc_builder_axis(b, id, LC_COUNT);
    lc_builder_metric(b, "opaque", 6, &id);
    lc_builder_means(
        b, id, &(lc_map){.has_split = true, .split = LC_TEST, .has_kind = true, .kind = LC_SCORE});
    st = lc_builder_finish(b, runs, "log", "test", err);
    lc_builder_close(b);
    return st;
}

START_TEST(says_so_whichever_allocation_fails)
{
    lc_runs runs = LC_RUNS_INIT;
    size_t k = 0;
    for (lc_status st = LC_E_NOMEM; st != LC_OK;) {
        lc_error err = LC_ERROR_INIT;
        lc_mem_fail_at(++k);
        st = build_much(&runs, &err);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        ck_assert_int_eq(err.code, st);
        ck_assert_uint_eq(runs.n, st == LC_OK ? 5 : 0); /* all or nothing */
    }
    ck_assert_uint_gt(k, 50);
    lc_runs_free(&runs);
}
END_TEST

/* ---- runs from arrays ----------------------------------------------------------------------- */

START_TEST(builds_a_run_from_arrays)
{
    static const double x[] = {1, 2, 5}, y[] = {3, 2, 1};
    const double gaps[] = {lc_absent(), NAN, 0.5};
    lc_run run = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_STEP, x, 3, NULL), LC_OK);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, x, 3, NULL), LC_OK); /* not too late yet */
    ck_assert_int_eq(lc_run_add(&run, "loss", y, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "eval/accuracy", gaps, NULL), LC_OK);
    char *told = describe_runs(&(lc_runs){.n = 1, .run = &run});
    ck_assert_str_eq(told, "epoch 1 2 5; loss 3 2 1; eval/accuracy - nan 0.5");
    free(told);
    ck_assert_int_eq(run.axis, LC_EPOCH);
    ck_assert_int_eq(run.series[1].metric.split, LC_VALIDATION);
    ck_assert(lc_series_x(&run, &run.series[0], 2) == 5);
    ck_assert(lc_series_x(&run, &run.series[1], 0) == 2);
    ck_assert_ptr_eq(lc_run_find(&run, "loss"), &run.series[0]);
    ck_assert_ptr_null(lc_run_find(&run, "los"));
    lc_run_free(&run);
    lc_run_free(&run);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_COUNT, NULL, 3, NULL), LC_OK);
    ck_assert(run.x[0] == 1 && run.x[2] == 3);
    ck_assert_str_eq(run.axis_name, "record");
    lc_run_free(&run);
}
END_TEST

START_TEST(refuses_a_bad_axis_and_leaves_the_run)
{
    static const double level[] = {1, 1}, back[] = {2, 1}, nan[] = {1, NAN}, inf[] = {1, INFINITY};
    lc_run run = LC_RUN_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, level, 2, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, back, 2, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, nan, 2, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, inf, 2, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, back, 0, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, (size_t)UINT32_MAX + 1, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_LOSS, NULL, 2, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_set_axis(&run, (lc_kind)99, NULL, 2, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_add(&run, "loss", level, &err), LC_E_ARG); /* no axis yet */
    ck_assert_int_eq(err.code, LC_E_ARG);
    ck_assert(run.x == NULL && run.n == 0 && run.series_n == 0);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, 2, &err), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "loss", level, &err), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "loss", back, &err), LC_E_ARG);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_STEP, NULL, 2, &err), LC_E_ARG);
    ck_assert(run.axis == LC_EPOCH && run.series_n == 1 && run.series[0].y[1] == 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(leaves_the_run_when_memory_is_out)
{
    const double y[] = {lc_absent(), 2};
    for (size_t k = 1;; k++) {
        lc_run run = LC_RUN_INIT;
        lc_mem_fail_at(k);
        lc_status axis = lc_run_set_axis(&run, LC_EPOCH, NULL, 2, NULL);
        lc_status added = axis == LC_OK ? lc_run_add(&run, "loss", y, NULL) : axis;
        lc_mem_fail_at(0);
        ck_assert_uint_eq(run.series_n, added == LC_OK);
        ck_assert_uint_eq(run.n, axis == LC_OK ? 2 : 0);
        lc_run_free(&run);
        if (added == LC_OK)
            break;
        ck_assert_int_eq(added, LC_E_NOMEM);
    }
}
END_TEST

/* ---- what only the values tell -------------------------------------------------------------- */

static const struct {
    const char *name;
    double y[6];
    double quantum;
    bool percent;
} measures[] = {
    {"loss", {0.1229, 0.12, 1.5, 2, 0.1, 0.0001}, 1e-4, false},
    {"loss", {1, 2, 3, 4, 5, 6}, 1, false},
    {"loss", {150, 100, 0, 20, 10, 50}, 1, false}, /* tens are not told from ones */
    {"loss", {0.5, NAN, INFINITY, 0.25, 1, 1}, 0.01, false},
    {"loss", {0.693147, 1.386294, 0, 0, 0, 0}, 1e-6, false},
    {"loss", {0.6931471805599453, 1, 1, 1, 1, 1}, 0, false}, /* 17 digits */
    {"loss", {1e-9, 0, 0, 0, 0, 0}, 0, false},
    {"loss", {123456.789, 0.001, 0, 0, 0, 0}, 0.001, false},
    {"loss", {1e300, 1, 1, 1, 1, 1}, 1, false},
    {"acc", {85.31, 90, 91, 99.99, 100, 10}, 0.01, true},
    {"acc", {0.8531, 0.9, 0.91, 0.99, 1, 0.1}, 1e-4, false},
    {"acc", {0, 0.5, 1.2, 1, 1, 1}, 0.1, false}, /* above 1 by smoothing, but no percentage */
    {"acc", {-1, 50, 60, 70, 80, 90}, 1, false},
    {"acc", {50, 60, 70, 80, 90, 120}, 1, false},
    {"acc", {NAN, 50, 60, 70, 80, 90}, 1, true},
    {"val_psnr", {20, 25, 30, 31, 32, 33}, 1, false}, /* no share */
};

START_TEST(finds_the_step_of_the_digits_and_percentages)
{
    lc_run run = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, 6, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, measures[_i].name, measures[_i].y, NULL), LC_OK);
    ck_assert_double_eq_tol(run.series[0].quantum, measures[_i].quantum, 1e-15);
    ck_assert_int_eq(run.series[0].percent, measures[_i].percent);
    lc_run_free(&run);
}
END_TEST

/* A reward that is 0 for thousands of steps has its digits behind them. */
START_TEST(looks_for_digits_along_the_whole_series)
{
    enum { N = 100000 };
    static double y[N];
    for (size_t i = N / 2; i < N; i++)
        y[i] = (double)(i % 1000) / 1000;
    lc_run run = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_STEP, NULL, N, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "reward", y, NULL), LC_OK);
    ck_assert_double_eq_tol(run.series[0].quantum, 1e-3, 1e-15);
    lc_run_free(&run);
}
END_TEST

START_TEST(tells_absent_from_not_a_number)
{
    ck_assert(lc_is_absent(lc_absent()));
    ck_assert(isnan(lc_absent()));
    ck_assert(!lc_is_absent(NAN) && !lc_is_absent(-NAN) && !lc_is_absent(0.0));
    ck_assert(!lc_is_absent(strtod("nan", NULL)) && !lc_is_absent(INFINITY - INFINITY));
}
END_TEST

Suite *suite_run(void)
{
    Suite *s = suite_create("run");
    TCase *t = tcase_create("settle");
    tcase_add_loop_test(t, makes_a_run_of_any_records, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, reads_along_what_it_is_told, 0,
                        (int)(sizeof told_axes / sizeof *told_axes));
    tcase_add_loop_test(t, says_what_there_is_to_read_along, 0,
                        (int)(sizeof no_axes / sizeof *no_axes));
    tcase_add_test(t, reads_along_what_the_log_names);
    tcase_add_test(t, sorts_and_merges_as_a_map_would);
    suite_add_tcase(s, t);
    t = tcase_create("builder");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, parts_the_log_into_runs);
    tcase_add_test(t, takes_runs_apart_that_stand_side_by_side);
    tcase_add_test(t, survives_failed_allocations_while_it_takes_apart);
    tcase_add_test(t, survives_failed_allocations_while_batches_are_put_into_epochs);
    tcase_add_test(t, bounds_the_runs_side_by_side);
    tcase_add_test(t, takes_a_late_record_for_no_restart);
    tcase_add_test(t, believes_that_values_are_percentages);
    tcase_add_test(t, appends_to_the_runs_that_are_there);
    tcase_add_test(t, lets_the_user_know_better_than_the_log);
    tcase_add_test(t, counts_remarks_of_one_text);
    tcase_add_test(t, remembers_the_first_spelling);
    tcase_add_test(t, ends_names_at_a_nul);
    tcase_add_test(t, keeps_a_hundred_thousand_metrics);
    tcase_add_test(t, does_not_try_every_axis_of_many);
    tcase_add_test(t, looks_for_a_restart_at_a_thousand_of_many_steps_back);
    tcase_add_loop_test(t, does_not_ask_every_metric_in_every_record, 0, 2);
    tcase_add_test(t, stops_at_its_limits_and_stays_stopped);
    tcase_add_test(t, takes_columns_as_it_takes_values);
    tcase_add_test(t, says_so_whichever_allocation_fails);
    suite_add_tcase(s, t);
    t = tcase_create("run");
    tcase_add_test(t, builds_a_run_from_arrays);
    tcase_add_test(t, refuses_a_bad_axis_and_leaves_the_run);
    tcase_add_test(t, leaves_the_run_when_memory_is_out);
    tcase_add_loop_test(t, finds_the_step_of_the_digits_and_percentages, 0,
                        (int)(sizeof measures / sizeof *measures));
    tcase_add_test(t, looks_for_digits_along_the_whole_series);
    tcase_add_test(t, tells_absent_from_not_a_number);
    suite_add_tcase(s, t);
    return s;
}
