/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_report.c - `learncurve report RUN... -o FILE`: a report to share, in the form of FILE's ending. */
#include "cli/input.h"
#include "cli/message.h"

extern const command command_report;

static int write_report(const settings *s, const input *in)
{
    lc_error err = LC_ERROR_INIT;
    if (lc_report_file(s->output, NULL, in->runs.run, in->diagnosis, in->runs.n, NULL, &err) ==
        LC_OK)
        return EXIT_RAN;
    print_file_error(s->output, &err);
    return EXIT_REFUSED;
}

static int report_run(const settings *s, char **operand, size_t n)
{
    if (!s->output)
        return usage_error(&command_report, "report needs -o FILE.html");
    if (!lc_report_format_of(s->output))
        return usage_error(&command_report, "-o takes a FILE.html, not '%.60s'", s->output);
    if (input_holds(s->output, operand, n))
        return usage_error(&command_report, "%s is an input, so it can't be the output", s->output);
    input in = INPUT_INIT;
    int rc = input_load(&in, &command_report, s, operand, n);
    if (in.runs.n > 0) {
        int written = write_report(s, &in);
        rc = rc == EXIT_RAN ? written : rc;
    }
    input_free(&in);
    return rc;
}

static const option_group *const groups[] = {&report_options, &reading_options, &analysis_options,
                                             &common_options, NULL};

const command command_report = {
    .name = "report",
    .summary = "write a report of runs to share, as a page",
    .operands = "[RUN...]",
    .about = "The page is one file that needs no network and no JavaScript. RUN is as for "
             "'diagnose'.",
    .example = "learncurve report -o report.html samples/csv/overfitting.csv",
    .groups = groups,
    .run = report_run,
};
