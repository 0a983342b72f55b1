/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_remedy.c - `learncurve remedy DATA.csv`: train, diagnose, and try what would help. */
#include "cli/clock.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/message.h"
#include "cli/remedy_folds.h"
#include "cli/remedy_report.h"
#include "cli/train_data.h"
#include "cli/train_options.h"
#include "cli/train_run.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEST_SHARE 0.1 /* unless told */
#define BUDGET 600     /* [s] unless told */

extern const command command_remedy;

/* ---- setting up ------------------------------------------------------------------------- */

/* "40" runs, "90s", "10min", "2h" */
static bool read_budget(study *st, const char *text)
{
    char *end;
    st->budget = BUDGET;
    st->runs_left = SIZE_MAX;
    if (!text)
        return true;
    double v = strtod(text, &end);
    double unit = strcmp(end, "s") == 0     ? 1
                  : strcmp(end, "min") == 0 ? 60
                  : strcmp(end, "h") == 0   ? 3600
                                            : 0;
    if (!(v > 0) || !isfinite(v) || (*end && unit == 0)) {
        usage_error(&command_remedy,
                    "--budget takes a number of runs, or a time like 10min, not '%s'", text);
        return false;
    }
    st->budget = v * unit;
    st->runs_left = unit > 0 ? SIZE_MAX : (size_t)v;
    return true;
}

static bool make_folder(study *st, const char *path)
{
    const char *tmp = getenv("TMPDIR");
    if (path) {
        st->task.folder = path;
        if (mkdir(path, 0777) == 0 || errno == EEXIST)
            return true;
        print_error("%s: can't be made: %s", path, strerror(errno));
        return false;
    }
    snprintf(st->folder, sizeof st->folder, "%.40s/learncurve.XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(st->folder)) {
        print_error("%s: can't be made: %s", st->folder, strerror(errno));
        st->folder[0] = '\0';
        return false;
    }
    st->task.folder = st->folder;
    return true;
}

static bool open_table(study *st, const char *path, bool remarks)
{
    const train_settings *t = &st->task.s->train;
    lc_error err = LC_ERROR_INIT;
    if (!train_data_read(&st->task.table, t, path, NULL, false))
        return false;
    if (remarks)
        train_data_remarks(t, &st->task.table.report);
    if (!train_data_check_metrics(t, st->task.table.schema.target.task))
        return false;
    lc_status rc = train_data_split(&st->task.split, &st->task.table, t, &err);
    if (rc == LC_OK)
        rc = lc_data_split_check(&st->task.split, &st->task.table, &err);
    if (rc == LC_OK && st->task.split.validation.n == 0)
        rc = lc_error_set(&err, LC_E_ARG, 0,
                          "remedies are compared on validation rows, and there is none");
    if (rc != LC_OK)
        print_file_error(path, &err);
    return rc == LC_OK;
}

static void list_remedies(study *st)
{
    const lc_dataset *d = &st->task.table;
    size_t classes = d->schema.target.class_name.n, most = 0;
    remedy_facts facts = {.task = d->schema.target.task,
                          .rows = st->task.split.train.n,
                          .missing = d->report.missing > 0};
    for (size_t k = 0; k < classes; k++)
        most = st->task.split.train_count[k] > most ? st->task.split.train_count[k] : most;
    facts.majority = classes ? (double)most / (double)facts.rows : 0;
    st->n = st->listed = remedy_list(st->list, st->task.s, &facts);
}

static bool split_half(study *st, const char *path)
{
    lc_error err = LC_ERROR_INIT;
    if (!remedy_half(&st->half, st->task.s))
        return false;
    lc_status rc = train_data_split(&st->half_split, &st->task.table, &st->half.s.train, &err);
    if (rc != LC_OK)
        print_file_error(path, &err);
    return rc == LC_OK;
}

static void study_free(study *st)
{
    for (size_t k = 0; st->all && k <= st->listed + 1; k++)
        for (size_t s = 0; s < SEEDS_MAX; s++) {
            study_remove_files(st, st->all[k].run[s].name);
            remedy_run_free(&st->all[k].run[s]);
        }
    if (st->folder[0])
        rmdir(st->folder);
    lc_diagnosis_free(&st->diagnosis);
    lc_runs_free(&st->runs);
    lc_data_split_free(&st->task.split);
    lc_data_split_free(&st->half_split);
    lc_dataset_free(&st->task.table);
    free(st->all);
    free(st);
}

/* All that runs need. */
static bool set_candidates(study *st, const char *path)
{
    list_remedies(st);
    if (!split_half(st, path))
        return false;
    st->all = calloc(st->n + 2, sizeof *st->all);
    if (!st->all) {
        print_error("out of memory");
        return false;
    }
    for (size_t k = 1; k <= st->n; k++)
        st->all[k].remedy = &st->list[k - 1];
    study_half(st)->remedy = &st->half;
    return true;
}

static int run_study(study *st, const char *path)
{
    const train_settings *t = &st->task.s->train;
    if (!read_budget(st, t->budget) || !open_table(st, path, true) || !make_folder(st, t->record) ||
        !set_candidates(st, path))
        return EXIT_REFUSED;
    st->begun = seconds_now();
    if (!study_first_run(st))
        return EXIT_REFUSED;
    study_try_all(st);
    remedy_report(st);
    return t->plot ? remedy_plot(st, t->plot) : EXIT_RAN;
}

/* Of another process than the first, which has been started like that one. */
static void answer_any(const void *shared, const char *question, size_t n, FILE *answer)
{
    study *st = *(study *const *)shared;
    bool begun = st->task.folder != NULL;
    if (!study_asked(st, question))
        return;
    if (!begun && open_table(st, st->task.data, false))
        set_candidates(st, st->task.data);
    if (!st->all)
        return;
    if (question[0] == STUDY_ASKS_RUN)
        study_answer(shared, question, n, answer);
    else
        remedy_fold_answer(st, question, answer);
}

static int remedy_main(const settings *given, char **operand, size_t n)
{
    settings s = *given;
    if (n != 1)
        return usage_error(&command_remedy, "remedy takes one table of data, not %zu", n);
    if (!s.train.target)
        return usage_error(&command_remedy, "--target is missing: name the column to predict");
    if (s.train.validation_file || s.train.train_sizes.n)
        return usage_error(&command_remedy,
                           "--validation-file and --train-sizes can't be combined with remedy");
    if (s.train.plot && !lc_plot_can_draw(s.train.plot))
        return usage_error(&command_remedy, "a plot's name ends in .png, .svg, .pdf or .gp");
    if (s.train.seeds > SEEDS_MAX)
        return usage_error(&command_remedy, "--seeds takes at most %zu", SEEDS_MAX);
    if (s.train.test == 0)
        s.train.test = TEST_SHARE;
    study *st = calloc(1, sizeof *st);
    if (!st) {
        print_error("out of memory");
        return EXIT_REFUSED;
    }
    s.train.split_seed = train_split_seed(&s.train);
    st->terminal = !s.train.quiet && isatty(STDERR_FILENO);
    st->task.s = &s;
    st->task.data = operand[0];
    snprintf(st->split_seed, sizeof st->split_seed, "%zu", s.train.split_seed);
    snprintf(st->test, sizeof st->test, "%g", s.train.test);
    st->task.monitor = (lc_monitor)(s.train.monitor / 2);
    st->task.higher_is_better = st->task.monitor >= LC_MONITOR_R2;
    st->task.by_rows = st->task.monitor == LC_MONITOR_LOSS || st->task.monitor == LC_MONITOR_MAE ||
                       st->task.monitor == LC_MONITOR_ACCURACY;
    int rc = EXIT_RAN;
    if (!lc_work_serve(answer_any, &st)) {
        st->spread = !only_here(operand[0]);
        st->hands = train_threads(&s.train) + (st->spread ? lc_work_others() : 0);
        rc = run_study(st, operand[0]);
        lc_work_end();
    }
    study_free(st);
    return rc;
}

#define FIELD(member) offsetof(settings, train.member)
static const option_row rows[] = {
    {"budget", 0, "RUNS|TIME", "most runs, or time as 90s, 10min, 2h (10min)", FIELD(budget),
     option_text, NULL},
    {"seeds", 0, "N", "runs of the best remedies (as the budget allows)", FIELD(seeds),
     option_count, NULL},
    {"threads", 0, "N", "runs at once (as many as processors)", FIELD(threads), option_count, NULL},
    {"output", 'o', "FOLDER", "keep each run's record and network there", FIELD(record),
     option_text, NULL},
    {"plot", 0, "FILE", "curves of the run and of the best: .png, .svg, ...", FIELD(plot),
     option_text, NULL},
    {"quiet", 'q', NULL, "no remarks on the table", FIELD(quiet), option_true, NULL},
    {0},
};

static const option_group remedy_options = {"What is tried", rows};
static const option_group *const groups[] = {
    &remedy_options, &data_options, &network_options, &learning_options, &metric_options,
    &common_options, NULL};

static const char *const notes[] = {
    "'Helps' takes both the seeds and the rows into account, and that many remedies are "
    "tried: of what is said to help, 5 % on average does not. --budget limits the time or the "
    "number of runs. --plot FILE draws the run as it was beside the three best, each with the "
    "range of its seeds.",
    "Whether more rows would help is told by what half of them lose. Labels that may be wrong are "
    "those that networks contradict which have not seen them (confident learning), or targets that "
    "are farther from their predictions than the errors of the other rows explain; with -o FOLDER "
    "all of them are in FOLDER/labels.csv.",
    "A program that was built by 'make MPI=1' shares the runs among the processes of an mpirun or "
    "srun. "
    "On several machines all must see FOLDER.",
    NULL};

const command command_remedy = {
    .name = "remedy",
    .summary = "train, diagnose, try the advice, and say what helps",
    .operands = "DATA.csv",
    .about =
        "Trains the run as given, diagnoses it, and trains it again with one thing changed at a\n"
        "time: all on the same rows, some seeds each, more of them for what looks good. Rows that\n"
        "no choice has seen confirm the winner (--test 0.1). With -o FOLDER, an interrupted call\n"
        "goes on where it was.",
    .notes = notes,
    .example = "learncurve make-data moons >moons.csv\n"
               "  learncurve remedy moons.csv --target moon --lr 0.3",
    .groups = groups,
    .run = remedy_main,
};
