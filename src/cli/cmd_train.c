/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_train.c - `learncurve train DATA.csv`: train a network on a table and record the run. */
#include "cli/command.h"
#include "cli/input.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/train_data.h"
#include "cli/train_files.h"
#include "cli/train_log.h"
#include "cli/train_many.h"
#include "cli/train_options.h"
#include "cli/train_range.h"
#include "cli/train_sizes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RUNS_MAX 10000 /* of one command */

extern const command command_train;

/* ---- the run -------------------------------------------------------------------------------- */

/* Everything that one run holds, so that it can be let go in one place. */
typedef struct job {
    const settings *s;
    lc_dataset table; /* its rows are gone once the training is open */
    lc_training *training;
    train_log log;
    train_lock lock;
    bool broken; /* ended by a loss that is not finite */
} job;

static bool refuse(const char *path, const lc_error *err)
{
    print_file_error(path, err);
    return false;
}

static bool job_open(job *j, const char *path)
{
    const train_settings *s = &j->s->train;
    lc_error err = LC_ERROR_INIT;
    if (!train_lock_take(&j->lock, s->checkpoint) ||
        !train_data_open(&j->training, &j->table, s, path))
        return false;
    if (s->resume && lc_training_resume(j->training, s->resume, &err) != LC_OK)
        return refuse(s->resume, &err);
    const lc_training_info info = lc_training_describe(j->training);
    return train_log_open(&j->log, j->s, &j->table, &info);
}

/* Write the network, unless what broke the run broke it, too. */
static bool job_save(job *j)
{
    const char *path = j->s->train.save;
    lc_error err = LC_ERROR_INIT;
    lc_training_finish(j->training);
    if (!path || lc_training_save(j->training, path, &err) == LC_OK)
        return true;
    print_file_error(path, &err);
    return j->broken;
}

static bool job_epochs(job *j)
{
    const train_settings *s = &j->s->train;
    lc_error err = LC_ERROR_INIT;
    while (!lc_training_ended(j->training) && !interrupt_signal() && !j->broken) {
        lc_epoch epoch;
        double begun = seconds_now();
        lc_training_epoch(j->training, &epoch);
        if (!train_log_epoch(&j->log, &epoch, seconds_now() - begun))
            return false;
        j->broken = !isfinite(epoch.train.loss) && !s->keep_going;
        if (s->checkpoint && !j->broken &&
            lc_training_checkpoint(j->training, s->checkpoint, &err) != LC_OK)
            return refuse(s->checkpoint, &err);
        if (j->broken)
            print_error("the loss of epoch %zu is %s: training ends", epoch.epoch,
                        isnan(epoch.train.loss) ? "nan" : "infinite");
    }
    return job_save(j) && (j->broken || train_log_summary(&j->log, &j->table, j->training));
}

static void job_free(job *j)
{
    lc_training_close(j->training);
    lc_dataset_free(&j->table);
    train_lock_free(&j->lock);
}

/* ---- afterwards ------------------------------------------------------------------------------ */

/* Read the record as anyone's log, and diagnose or draw it as asked for. */
static int show_run(const settings *s, bool diagnose)
{
    const char *record = s->train.record ? s->train.record : "run.csv";
    input in = INPUT_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_report_options layout = terminal_layout(s);
    lc_plot_options plot = settings_plot(s);
    if (!diagnose && !s->train.plot)
        return EXIT_RAN;
    char *path = text_format("%s", record);
    if (!path)
        return EXIT_REFUSED;
    int rc = input_load(&in, &command_train, s, &path, 1);
    if (rc == EXIT_RAN && diagnose)
        lc_report(s->train.jsonl ? stderr : stdout, "text", in.runs.run, in.diagnosis, in.runs.n,
                  &layout, &err);
    if (rc == EXIT_RAN && s->train.plot) {
        lc_status st =
            lc_plot_file(s->train.plot, &in.runs.run[0], &in.diagnosis[0], &plot, NULL, &err);
        if (st != LC_OK) {
            print_file_error(s->train.plot, &err);
            rc = st == LC_E_GNUPLOT ? EXIT_GNUPLOT : EXIT_REFUSED;
        }
    }
    input_free(&in);
    free(path);
    return rc;
}

static int train_epochs(const settings *s, const char *path)
{
    job j = {.s = s, .lock = TRAIN_LOCK_INIT};
    bool ok = job_open(&j, path);
    if (ok) {
        interrupt_watch();
        ok = job_epochs(&j);
        ok = train_log_close(&j.log) && ok;
    }
    job_free(&j);
    int rc = ok ? show_run(s, s->train.diagnose || interrupt_signal() || j.broken) : EXIT_REFUSED;
    return rc == EXIT_RAN && j.broken ? EXIT_FOUND : rc;
}

static bool is_several(const train_settings *t)
{
    return t->train_sizes.n || t->seeds || t->folds || t->repeats;
}

/* What one run has and several don't. */
static const char *find_single(const train_settings *t)
{
    if (t->save)
        return "--save";
    if (t->checkpoint || t->resume)
        return t->checkpoint ? "--checkpoint" : "--resume";
    if (t->jsonl)
        return "--jsonl";
    return t->validation_file ? "--validation-file" : NULL;
}

static int train_several(const settings *s, const char *path)
{
    const train_settings *t = &s->train;
    const char *single = find_single(t);
    bool folds = t->folds || t->train_sizes.n;
    if (single)
        return usage_error(&command_train, "%s can't be combined with several runs", single);
    if (fmax((double)t->seeds, 1) * fmax((double)t->folds, 1) * fmax((double)t->repeats, 1) >
        RUNS_MAX)
        return usage_error(&command_train, "more than %d runs", RUNS_MAX);
    if (t->repeats && !folds)
        return usage_error(&command_train, "--repeats needs --folds or --train-sizes");
    if (t->last_split && folds)
        return usage_error(&command_train, "--no-shuffle-split can't be combined with folds");
    if (t->train_sizes.n && t->seeds)
        return usage_error(&command_train, "--seeds can't be combined with --train-sizes: "
                                           "--repeats also changes the seed");
    if (!t->train_sizes.n)
        return train_many_run(s, path);
    bool helped;
    int rc = train_sizes_run(s, path, &helped);
    return rc == EXIT_RAN && !helped && !interrupt_signal() ? show_run(s, t->diagnose) : rc;
}

static int train_range(const settings *s, const char *path)
{
    const char *single = find_single(&s->train);
    if (is_several(&s->train) || s->train.diagnose || single)
        return usage_error(&command_train, "--lr-range can't be combined with %s",
                           single              ? single
                           : s->train.diagnose ? "--diagnose"
                                               : "several runs");
    return train_range_run(s, path);
}

static int train_run(const settings *s, char **operand, size_t n)
{
    if (n != 1)
        return usage_error(&command_train, "train takes one table of data, not %zu", n);
    if (!s->train.target)
        return usage_error(&command_train, "--target is missing: name the column to predict");
    if (!train_files_check(s, operand[0]))
        return EXIT_REFUSED;
    if (s->train.lr_range)
        return train_range(s, operand[0]);
    return interrupt_end(is_several(&s->train) ? train_several(s, operand[0])
                                               : train_epochs(s, operand[0]));
}

static const option_group *const groups[] = {
    &data_options,      &network_options, &learning_options, &metric_options,
    &recording_options, &many_options,    &common_options,   NULL};

static const char *const notes[] = {
    "A fifth of the rows validates. The target decides whether it is a binary, a multiclass "
    "or a regression task. A saved network includes its preprocessing and matches the columns "
    "by name. The same seed on the same machine gives the same numbers to the last bit; with "
    "--checkpoint FILE, repeating the command with --resume FILE gives those of an "
    "uninterrupted run, even after kill -9. Meanwhile FILE.lock keeps a second run off it.",
    "One run is one draw. --seeds 5 trains with five seeds on the same rows, --folds 5 (and "
    "--repeats 3) validates on each fifth in turn, on all cores: each run is recorded in a "
    "folder, the scores' median and range are printed, and --plot draws the median in a band "
    "that holds all runs. --train-sizes gives the scores over the number of training samples, "
    "with as many updates for each size. A program that was built by 'make MPI=1' shares such runs "
    "among "
    "the processes of an mpirun or srun, which read the table and write their records where all of "
    "them "
    "see them; the numbers are the same.",
    "Rows that belong together (--group) stay on one side of the split, --time validates on "
    "later rows than it trains on, and --test holds rows out that score the final network. "
    "--lr-range suggests a learning rate.",
    NULL};

const command command_train = {
    .name = "train",
    .summary = "train a multilayer perceptron on a table and record the run",
    .operands = "DATA.csv",
    .about =
        "Numeric columns are standardised, text columns become one input per category, and\n"
        "missing numbers become the median of the training rows. The run is recorded epoch by\n"
        "epoch; Ctrl-C ends it after the current one. To resume, repeat the command with\n"
        "--resume FILE.",
    .notes = notes,
    .example = "learncurve make-data moons >moons.csv\n"
               "  learncurve train moons.csv --target moon --save moons.model --diagnose",
    .groups = groups,
    .run = train_run,
};
