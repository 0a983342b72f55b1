/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_diagnose.c - `learncurve diagnose RUN...`: say what is wrong, in many forms. */
#include "cli/gate.h"
#include "cli/input.h"
#include "cli/message.h"
#include "cli/terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* GitHub shows on a step's page what the step appends to this file. */
static int add_summary(const settings *s, const input *in)
{
    lc_error err = LC_ERROR_INIT;
    const char *path = getenv("GITHUB_STEP_SUMMARY");
    if (strcmp(s->report, "github") != 0 || !path || !*path)
        return EXIT_RAN;
    FILE *summary = fopen(path, "a");
    if (!summary) {
        print_error("%s: the step's summary can't be written: %s", path, strerror(errno));
        return EXIT_REFUSED;
    }
    lc_status st =
        lc_report(summary, "markdown", in->runs.run, in->diagnosis, in->runs.n, NULL, &err);
    if (fclose(summary) != 0 && st == LC_OK)
        st = lc_error_set(&err, LC_E_IO, 0, "%s", strerror(errno));
    if (st != LC_OK)
        print_file_error(path, &err);
    return st == LC_OK ? EXIT_RAN : EXIT_REFUSED;
}

static int diagnose_run(const settings *s, char **operand, size_t n)
{
    gate g;
    if (!gate_open(&g, &command_diagnose, s->fail_on))
        return EXIT_REFUSED;
    input in = INPUT_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_report_options layout = terminal_layout(s);
    int rc = input_load(&in, &command_diagnose, s, operand, n);
    if (in.runs.n > 0 && lc_report(stdout, s->report, in.runs.run, in.diagnosis, in.runs.n, &layout,
                                   &err) == LC_E_NOMEM) {
        print_error("%s", err.msg);
        rc = EXIT_REFUSED;
    }
    if (in.runs.n > 0 && add_summary(s, &in) != EXIT_RAN)
        rc = EXIT_REFUSED;
    for (size_t i = 0; i < in.runs.n && rc == EXIT_RAN; i++)
        if (gate_stops(&g, &in.diagnosis[i]))
            rc = EXIT_FOUND;
    input_free(&in);
    return rc;
}

static const option_group *const groups[] = {&output_options,   &layout_options, &reading_options,
                                             &analysis_options, &common_options, NULL};

const command command_diagnose = {
    .name = "diagnose",
    .summary = "say what is wrong with a run, what is not, and what to change",
    .operands = "[RUN...]",
    .about = "RUN is a training log in any of the formats that 'learncurve formats' lists, or a "
             "folder of logs; '-' or no RUN at all reads standard input. Several runs are a table, "
             "the most urgent first. A run that can't be read is reported and skipped.",
    .example = "learncurve diagnose samples/keras_console/crossvalidated-444546.log",
    .groups = groups,
    .run = diagnose_run,
};
