/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_train.c - `learncurve train DATA.csv`: train a network on a table and record the run. */
#include "base/mem.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/message.h"
#include "cli/terminal.h"
#include "cli/train_files.h"
#include "cli/train_log.h"
#include "cli/train_sizes.h"
#include "train/file.h"

#include <signal.h>
#include <string.h>

extern const command command_train;

/* ---- the first Ctrl-C ends the run after its epoch, the second one at once ------------------ */

static volatile sig_atomic_t interrupted;

static void note_signal(int signal)
{
    interrupted = signal;
}

static void watch_signals(void)
{
    struct sigaction once = {.sa_handler = note_signal};
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    once.sa_flags = (int)(SA_RESETHAND | SA_RESTART);
    sigemptyset(&once.sa_mask);
    sigemptyset(&ignored.sa_mask);
    sigaction(SIGINT, &once, NULL);
    sigaction(SIGTERM, &once, NULL);
    sigaction(SIGXFSZ, &ignored, NULL); /* a file too large is an error of write() instead */
}

/* ---- checkpoints ---------------------------------------------------------------------------- */

/* Another table gives another number. */
static unsigned long long fingerprint(const lc_samples *s)
{
    uint64_t h = lc_mem_hash(LC_HASH_BEGIN, s->x, s->n * s->stride * sizeof *s->x);
    return lc_mem_hash(h, s->y, s->n * sizeof *s->y);
}

/* All that the numbers of a run depend on, but for how many epochs it has, where the schedule
 * doesn't ask. NULL when memory is out. */
static char *setup_of(const train_settings *s, const train_data *d, const lc_training *t)
{
    static const char *const activation[] = {"relu", "tanh", "sigmoid"};
    static const char *const rule[] = {"sgd", "momentum", "nesterov", "adam", "adamw"};
    static const char *const init[] = {
        [LC_INIT_HE_NORMAL] = "he", [LC_INIT_GLOROT_UNIFORM] = "glorot", [LC_INIT_ZERO] = "zero"};
    static const char *const kind[] = {"constant", "step", "cosine", "1cycle", "plateau"};
    char *text = NULL;
    size_t size;
    bool by_length = s->schedule == LC_RATE_COSINE || s->schedule == LC_RATE_ONE_CYCLE;
    const lc_train_options *o = &t->options;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "data=%016llx/%zu validation=%016llx/%zu", fingerprint(&d->train), d->train.n,
            d->validation.n ? fingerprint(&d->validation) : 0ull, d->validation.n);
    fprintf(out, " network=%zu", t->net.layers[0].in);
    for (size_t i = 0; i < t->net.layers_n; i++)
        fprintf(out, "-%zu", t->net.layers[i].out);
    fprintf(out, " activation=%s init=%s dropout=%.15g l2=%.15g smoothing=%.15g",
            activation[o->activation], init[o->start], o->dropout, o->optimizer.l2,
            o->loss.smoothing);
    fprintf(out, " optimizer=%s lr=%.15g momentum=%.15g decay=%.15g", rule[o->optimizer.rule],
            o->schedule.rate, o->optimizer.momentum, o->optimizer.decay);
    fprintf(out, " schedule=%s factor=%.15g every=%zu patience=%zu least=%.15g",
            kind[o->schedule.kind], o->schedule.factor, o->schedule.every, o->schedule.patience,
            o->schedule.least);
    fprintf(out, " weights=%s", o->loss.weight ? "" : "none");
    for (size_t k = 0; o->loss.weight && k < o->loss.classes; k++)
        fprintf(out, "%s%.15g", k ? "," : "", o->loss.weight[k]);
    fprintf(out, " batch=%zu seed=%llu epochs=%zu stopping=%zu kernels=%s", o->batch,
            (unsigned long long)o->seed, by_length ? o->epochs : 0, s->patience,
            t->workspace.kernel->name);
    return fclose(out) == 0 ? text : NULL;
}

/* ---- the run -------------------------------------------------------------------------------- */

/* Everything that one run holds, so that it can be let go in one place. */
typedef struct job {
    const settings *s;
    train_data data;
    size_t hidden[NUMBERS_MAX];
    lc_training training;
    char *setup;
    train_log log;
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
    if (!train_data_open(&j->data, s, path))
        return false;
    lc_train_options o = train_settings_engine(s, &j->data.loss, j->hidden);
    if (lc_training_init(&j->training, &o, &j->data.train,
                         j->data.validation.n ? &j->data.validation : NULL, &err) != LC_OK)
        return refuse(path, &err);
    if (!s->checkpoint && !s->resume)
        return true;
    j->setup = setup_of(s, &j->data, &j->training);
    if (!j->setup)
        return refuse(path, (lc_error_nomem(&err), &err));
    if (s->resume && lc_checkpoint_read(&j->training, s->resume, j->setup, &err) != LC_OK)
        return refuse(s->resume, &err);
    return true;
}

static bool job_epochs(job *j)
{
    const train_settings *s = &j->s->train;
    lc_error err = LC_ERROR_INIT;
    while (!lc_training_ended(&j->training) && !interrupted) {
        lc_epoch epoch;
        double begun = seconds_now();
        lc_training_epoch(&j->training, &epoch);
        if (!train_log_epoch(&j->log, &epoch, seconds_now() - begun))
            return false;
        if (s->checkpoint && lc_checkpoint_write(s->checkpoint, &j->training, &j->data.prepare,
                                                 j->setup, &err) != LC_OK)
            return refuse(s->checkpoint, &err);
    }
    lc_training_finish(&j->training);
    if (s->save && lc_network_write(s->save, &j->training.net, &j->data.prepare, &err) != LC_OK)
        return refuse(s->save, &err);
    return true;
}

static void job_free(job *j)
{
    lc_training_free(&j->training);
    train_data_free(&j->data);
    lc_mem_free(j->setup);
}

/* ---- afterwards ------------------------------------------------------------------------------ */

/* Read the record as anyone's log, and diagnose or draw it as asked for. */
static int look_at_run(const settings *s, bool diagnose)
{
    const char *record = s->train.record ? s->train.record : "run.csv";
    input in = INPUT_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_report_options layout = terminal_layout(s);
    lc_plot_options plot = settings_plot(s);
    if (!diagnose && !s->train.plot)
        return EXIT_RAN;
    char *path = lc_mem_text(record, strlen(record));
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
    lc_mem_free(path);
    return rc;
}

static int train_epochs(const settings *s, const char *path)
{
    job *j = lc_mem_resize(NULL, 1, sizeof *j); /* large for a stack: room for class weights */
    if (!j) {
        print_error("out of memory");
        return EXIT_REFUSED;
    }
    memset(j, 0, sizeof *j);
    j->s = s;
    bool ok = job_open(j, path) && train_log_open(&j->log, s, &j->data, &j->training);
    if (ok) {
        watch_signals();
        ok = job_epochs(j);
        ok = train_log_close(&j->log) && ok;
    }
    job_free(j);
    lc_mem_free(j);
    return ok ? look_at_run(s, s->train.diagnose || interrupted) : EXIT_REFUSED;
}

static int train_sizes(const settings *s, const char *path)
{
    const train_settings *t = &s->train;
    if (t->save || t->checkpoint || t->resume || t->jsonl)
        return usage_error(&command_train, "--train-sizes trains many networks: it can't go with "
                                           "--save, --checkpoint, --resume or --jsonl");
    int rc = train_sizes_run(s, path);
    return rc == EXIT_RAN ? look_at_run(s, t->diagnose) : rc;
}

/* End by the signal that came, as whoever sent it expects. */
static int end_as_told(int rc)
{
    if (interrupted && fflush(stdout) == 0)
        raise(interrupted); /* its handler is the default one again */
    return rc;
}

static int train_run(const settings *s, char **operand, size_t n)
{
    if (n != 1)
        return usage_error(&command_train, "train takes one table of data, not %zu", n);
    if (!s->train.target)
        return usage_error(&command_train,
                           "--target is missing: the column that is to be predicted");
    if (!train_files_check(s, operand[0]))
        return EXIT_REFUSED;
    return s->train.train_sizes.n ? train_sizes(s, operand[0])
                                  : end_as_told(train_epochs(s, operand[0]));
}

static const option_group *const groups[] = {&data_options,
                                             &network_options,
                                             &learning_options,
                                             &recording_options,
                                             &sizes_options,
                                             &common_options,
                                             NULL};

const command command_train = {
    .name = "train",
    .summary = "train a multilayer perceptron on a table and record the run",
    .operands = "DATA.csv",
    .about = "Numbers are standardised, texts become one input a level, and missing cells the\n"
             "training part's median. The run is recorded row by row; Ctrl-C ends it after the\n"
             "epoch at hand. To resume, give the same command again with --resume FILE.",
    .example = "learncurve make-data moons >moons.csv\n"
               "  learncurve train moons.csv --target moon --save moons.model --diagnose",
    .groups = groups,
    .run = train_run,
};
