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

const command command_formats = {
    .name = "formats",
    .summary = "list the log formats, with an example of each",
    .operands = "",
    .about = "The format of a log is recognised from its content; --format NAME overrides that.",
    .example = "learncurve formats",
    .groups = groups,
    .run = formats_run,
};
