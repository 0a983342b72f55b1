/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_formats.c - `learncurve formats`: the log formats that are read. */
#include "cli/command.h"
#include "cli/text.h"

#include <string.h>

extern const command command_formats;

/* The example's lines, each indented. */
static void print_example(const char *text)
{
    while (text && *text) {
        size_t n = strcspn(text, "\n");
        printf("    %.*s\n", (int)n, text);
        text += n + (text[n] == '\n');
    }
}

static int formats_run(const settings *s, char **operand, size_t n)
{
    (void)s, (void)operand;
    if (n > 0)
        return usage_error(&command_formats, "formats takes no operand");
    lc_format_info format;
    for (size_t i = 0; lc_read_format_at(&format, i); i++) {
        int used = printf("%s%s: ", i == 0 ? "" : "\n", format.name);
        text_fill(stdout, used > 0 ? (size_t)used - (i > 0) : 0, 2, format.summary);
        print_example(format.example);
    }
    return EXIT_RAN;
}

static const option_group *const groups[] = {&common_options, NULL};

static const char *const notes[] = {
    "Logs compressed by gzip or zstd, or in UTF-16, are read directly, and a text log may "
    "begin up to 16 MiB behind other programs' output. Several trainings in one log are "
    "several runs: where the axis starts over (and the values with it, else it is a resume), "
    "and where a column named run, fold, seed, model, ... says so. A folder is searched for "
    "runs; files that are parts of one run, such as event files, are one run.",
    "A file that isn't a log is refused, with a message that says what was expected. A broken "
    "line is reported with its number and the rest is still read; --strict makes it an error. "
    "The formats:",
    NULL};

const command command_formats = {
    .name = "formats",
    .summary = "list the log formats, with an example of each",
    .operands = "",
    .about = "The format of a log is recognised from its content; --format NAME overrides that.",
    .notes = notes,
    .example = "learncurve formats",
    .groups = groups,
    .run = formats_run,
};
