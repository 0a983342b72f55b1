/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_convert.c - `learncurve convert RUN...`: write what was read as one tidy table. */
#include "cli/input.h"
#include "cli/message.h"

#include <string.h>
#include <unistd.h>

extern const command command_convert;

static int write_table(const settings *s, const lc_runs *runs)
{
    lc_error err = LC_ERROR_INIT;
    lc_write_options options = settings_write(s);
    bool to_stdout = !s->output || strcmp(s->output, "-") == 0;
    options.clean = to_stdout && isatty(STDOUT_FILENO);
    lc_status st = to_stdout
                       ? lc_write(stdout, s->to ? s->to : "csv", runs->run, runs->n, &options, &err)
                       : lc_write_file(s->output, s->to, runs->run, runs->n, &options, &err);
    if (st == LC_OK || (to_stdout && st == LC_E_IO)) /* main() looks at standard output */
        return EXIT_RAN;
    print_file_error(to_stdout || st == LC_E_ARG ? runs->run[0].source : s->output, &err);
    return EXIT_REFUSED;
}

static int convert_run(const settings *s, char **operand, size_t n)
{
    if (s->output && input_holds(s->output, operand, n))
        return usage_error(&command_convert, "%s is an input, so it can't be the output",
                           s->output);
    if (s->output && strcmp(s->output, "-") != 0 && !s->to && !lc_write_format_of(s->output))
        return usage_error(&command_convert,
                           "%s: unknown ending; use .csv, .json or .jsonl, or --to FORMAT",
                           s->output);
    input in = INPUT_INIT;
    int rc = input_read(&in, &command_convert, s, operand, n);
    if (rc == EXIT_RAN)
        rc = write_table(s, &in.runs);
    input_free(&in);
    return rc;
}

static const option_group *const groups[] = {&convert_options, &reading_options, &common_options,
                                             NULL};

static const char *const notes[] = {
    "What column names can't say (runs, axes, meanings, facts) is kept in lines '# "
    "learncurve: ...' above the header of a CSV (in pandas: read_csv(..., comment='#')), and "
    "in the first objects of JSON. Most runs give a plain table.",
    "A spreadsheet runs a cell that begins with =, +, - or @: --csv-safe puts an apostrophe "
    "before such names. The CSV of scan and compare has it always.",
    NULL};

const command command_convert = {
    .name = "convert",
    .summary = "convert a log of any format to one tidy table",
    .operands = "[RUN...]",
    .about = "One row per record and one column per metric; a missing value is an empty cell, and "
             "several runs get a column 'run' in front. Numbers keep full precision, and "
             "learncurve reads the table as it read the log: comment lines above the header hold "
             "what column names can't say. Without -o the table goes to standard output. If any "
             "RUN can't be read, nothing is written.",
    .notes = notes,
    .example = "learncurve convert -o run.csv samples/keras_console/crossvalidated-444546.log",
    .groups = groups,
    .run = convert_run,
};
