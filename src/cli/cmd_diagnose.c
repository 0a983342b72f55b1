/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_diagnose.c - `learncurve diagnose RUN...`: say what is wrong, in many forms. */
#include "cli/gate.h"
#include "cli/input.h"
#include "cli/message.h"
#include "cli/step_summary.h"
#include "cli/terminal.h"

#include <string.h>

static lc_status write_summary(FILE *out, const void *what, lc_error *err)
{
    const input *in = what;
    return lc_report(out, "markdown", in->runs.run, in->diagnosis, in->runs.n, NULL, err);
}

/* Diagnose the runs of one file, and write and release each before the next one: there may be very many. */
static int stream_lines(const settings *s, char **operand, size_t n, const gate *g)
{
    const lc_diagnose_options options = settings_diagnose(s);
    input in = INPUT_INIT;
    int rc = input_read(&in, &command_diagnose, s, operand, n);
    bool stopped = false;
    lc_status written = LC_OK; /* a full disk is told at the program's end */
    for (size_t i = 0; i < in.runs.n && written == LC_OK; i++) {
        lc_error err = LC_ERROR_INIT;
        lc_diagnosis d = LC_DIAGNOSIS_INIT;
        lc_run *run = &in.runs.run[i];
        lc_status st = lc_diagnose(&d, run, &options, &err);
        if (st == LC_OK && !s->quiet)
            written = lc_report(stdout, s->report, run, &d, 1, NULL, &err);
        if (st != LC_OK || written == LC_E_NOMEM) {
            print_file_error(run->source, &err);
            rc = EXIT_REFUSED;
        }
        stopped = stopped || gate_stops(g, &d);
        lc_diagnosis_free(&d);
        lc_run_free(run);
    }
    input_free(&in);
    return rc == EXIT_RAN && stopped ? EXIT_FOUND : rc;
}

static int diagnose_run(const settings *s, char **operand, size_t n)
{
    gate g;
    if (!gate_open(&g, &command_diagnose, s->fail_on))
        return EXIT_REFUSED;
    input in = INPUT_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_report_options layout = terminal_layout(s);
    if (input_serve(s))
        return EXIT_RAN;
    if (n <= 1 && strcmp(s->report, "jsonl") == 0) {
        int rc = stream_lines(s, operand, n, &g);
        lc_work_end();
        return rc;
    }
    int rc = input_load(&in, &command_diagnose, s, operand, n);
    lc_work_end();
    if (in.runs.n > 0 && !s->quiet &&
        lc_report(stdout, s->report, in.runs.run, in.diagnosis, in.runs.n, &layout, &err) ==
            LC_E_NOMEM) {
        print_error("%s", err.msg);
        rc = EXIT_REFUSED;
    }
    if (in.runs.n > 0 && step_summary_add(s, write_summary, &in) != EXIT_RAN)
        rc = EXIT_REFUSED;
    for (size_t i = 0; i < in.runs.n && rc == EXIT_RAN; i++)
        if (gate_stops(&g, &in.diagnosis[i]))
            rc = EXIT_FOUND;
    input_free(&in);
    return rc;
}

static const option_group *const groups[] = {&output_options,   &layout_options, &reading_options,
                                             &analysis_options, &common_options, NULL};

static const char *const notes[] = {
    "What the report of one run says: the verdict and its reason, what speaks against other "
    "faults, one thing to do, the metrics, a line for each further finding. The confidence is "
    "the share of such verdicts that are right on runs whose fault is known. -v gives every "
    "finding with its evidence as numbers, its likely causes and all advice; -vv adds "
    "statistics.",
    "For build servers --fail-on makes the exit status 1 on a severity or on findings of some "
    "rules. --github prints the ten gravest findings as annotations of GitHub Actions and "
    "adds Markdown to the step's summary; --junit has a case for each rule; --sarif is for "
    "code scanning, where a finding keeps its fingerprint as the run grows. These three name "
    "the lines of the log that a finding is about, where its format has lines. What a log "
    "calls its metrics can't become a command or markup in any form.",
    "--online replays a run: at which epoch each finding would first have been known, which "
    "were withdrawn later, and when a stop signal would have come.",
    "A forecast fits an exponential, a stretched exponential and a power law, each with a "
    "floor, and tests them on the run's own past; its interval covers nine in ten of the "
    "values that would be recorded. A curve that is too short, that has turned, or that none "
    "of them fits gets no forecast but the reason. Over the size of the training set the same "
    "forecast says what twice the samples would bring.",
    "Several files are read by one thread for each processor, and in a program that was built by "
    "'make MPI=1' by all processes of an mpirun or srun, as with 'scan'.",
    "A few kilobytes may unpack to any size: three quarters of the machine's memory are taken "
    "at most, or what --max-memory says.",
    NULL};

const command command_diagnose = {
    .name = "diagnose",
    .summary = "say what is wrong with a run, what is not, and what to change",
    .operands = "[RUN...]",
    .about = "RUN is a training log in any of the formats that 'learncurve formats' lists, or a "
             "folder of logs; '-' or no RUN at all reads standard input. Several runs are a table, "
             "the most urgent first. A run that can't be read is reported and skipped.",
    .notes = notes,
    .example = "learncurve diagnose samples/keras_console/crossvalidated-444546.log",
    .groups = groups,
    .run = diagnose_run,
};
