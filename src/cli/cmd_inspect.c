/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_inspect.c - `learncurve inspect RUN...`: what was read and what each metric was taken for. */
#include "cli/input.h"
#include "cli/message.h"
#include "cli/terminal.h"

extern const command command_inspect;

static int inspect_run(const settings *s, char **operand, size_t n)
{
    input in = INPUT_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_report_options layout = terminal_layout(s);
    int rc = input_read(&in, &command_inspect, s, operand, n);
    if (in.runs.n > 0 &&
        lc_inspect(stdout, s->report, in.runs.run, in.runs.n, &layout, &err) != LC_OK) {
        print_error("%s", err.msg);
        rc = EXIT_REFUSED;
    }
    input_free(&in);
    return rc;
}

static const option_group *const groups[] = {&inspect_options, &layout_options, &reading_options,
                                             &common_options, NULL};

const command command_inspect = {
    .name = "inspect",
    .summary = "show what was read, and how each metric was interpreted",
    .operands = "[RUN...]",
    .about = "A metric's base is its name without the split: a training and a validation metric "
             "with the same base form a pair. Its step is the smallest digit that the log prints. "
             "Nothing is judged; --map and --x correct what was interpreted wrongly.",
    .example = "learncurve inspect samples/keras_console/crossvalidated-444546.log",
    .groups = groups,
    .run = inspect_run,
};
