/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_diagnose.c - `learncurve diagnose RUN...`: say what is wrong, in many forms. */
#include "cli/gate.h"
#include "cli/input.h"
#include "cli/message.h"
#include "cli/step_summary.h"
#include "cli/terminal.h"

static lc_status write_summary(FILE *out, const void *what, lc_error *err)
{
    const input *in = what;
    return lc_report(out, "markdown", in->runs.run, in->diagnosis, in->runs.n, NULL, err);
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
