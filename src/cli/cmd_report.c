/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_report.c - `learncurve report RUN... -o FILE`: a report to share, in the form of FILE's ending. */
#include "cli/input.h"
#include "cli/message.h"

#include <string.h>

extern const command command_report;

/* How the report in `from` links the file: without the folder that both lie in. */
static const char *link_from(const char *from, const char *file)
{
    const char *slash = strrchr(from, '/');
    size_t n = slash ? (size_t)(slash - from) + 1 : 0;
    return strncmp(from, file, n) == 0 ? file + n : file;
}

/* The picture first, so that a report never links one that isn't there. */
static int draw_run(const settings *s, const input *in)
{
    lc_error err = LC_ERROR_INIT;
    if (in->runs.n > 1)
        return usage_error(&command_report,
                           "--plot draws one run, not %zu; --run chooses one, and "
                           "'learncurve compare' draws several",
                           in->runs.n);
    lc_status st = lc_plot_file(s->plot, in->runs.run, in->diagnosis, NULL, NULL, &err);
    if (st == LC_OK)
        return EXIT_RAN;
    print_file_error(s->plot, &err);
    return st == LC_E_GNUPLOT ? EXIT_GNUPLOT : EXIT_REFUSED;
}

static int write_report(const settings *s, const input *in)
{
    lc_error err = LC_ERROR_INIT;
    lc_report_options options = LC_REPORT_OPTIONS_INIT;
    int rc = s->plot ? draw_run(s, in) : EXIT_RAN;
    if (rc != EXIT_RAN)
        return rc;
    options.picture = s->plot ? link_from(s->output, s->plot) : NULL;
    if (lc_report_file(s->output, NULL, in->runs.run, in->diagnosis, in->runs.n, &options, &err) ==
        LC_OK)
        return EXIT_RAN;
    print_file_error(s->output, &err);
    return EXIT_REFUSED;
}

/* What can be told to be wrong before a run is read. */
static int check_options(const settings *s, char **operand, size_t n)
{
    if (!s->output)
        return usage_error(&command_report, "report needs -o FILE.html or FILE.md");
    if (!lc_report_format_of(s->output))
        return usage_error(&command_report, "-o takes a FILE.html or FILE.md, not '%.60s'",
                           s->output);
    if (s->plot && strcmp(lc_report_format_of(s->output), "markdown") != 0)
        return usage_error(&command_report, "--plot goes with -o FILE.md");
    if (s->plot && !lc_plot_can_draw(s->plot))
        return usage_error(&command_report, "--plot takes a FILE.png or .svg, not '%.60s'",
                           s->plot);
    if (input_holds(s->output, operand, n) || (s->plot && input_holds(s->plot, operand, n)))
        return usage_error(&command_report, "%s is an input, so it can't be the output",
                           input_holds(s->output, operand, n) ? s->output : s->plot);
    return EXIT_RAN;
}

static int report_run(const settings *s, char **operand, size_t n)
{
    input in = INPUT_INIT;
    int rc = check_options(s, operand, n);
    if (rc != EXIT_RAN)
        return rc;
    if (input_serve(s))
        return EXIT_RAN;
    rc = input_load(&in, &command_report, s, operand, n);
    lc_work_end();
    if (in.runs.n > 0) {
        int written = write_report(s, &in);
        rc = rc == EXIT_RAN ? written : rc;
    }
    input_free(&in);
    return rc;
}

static const option_group *const groups[] = {&report_options, &reading_options, &analysis_options,
                                             &common_options, NULL};

static const char *const notes[] = {
    "The page has the verdict, the plot, every finding with its evidence, the metrics, how to "
    "read it and how the run was judged. Its Content-Security-Policy lets nothing in but its "
    "own style and script, and what stands in a log stays text. Of several runs it says how "
    "many have which verdict, draws the best ones over each other, and has a table that can "
    "be sorted and filtered, each row of which opens its run.",
    "In FILE.md no name of a log becomes a link, a mention or markup.",
    "A report is yours: its style and scripts are under MIT-0, which asks for nothing, and uPlot "
    "is "
    "under the MIT licence, whose notice the page keeps.",
    NULL};

const command command_report = {
    .name = "report",
    .summary = "write a report of runs to share, as a page or as Markdown",
    .operands = "[RUN...]",
    .about =
        "FILE.html is a page: one file that needs no network and is read without JavaScript; with "
        "it, the curves can be zoomed, and read at the cursor. gnuplot draws its annotated plot, "
        "as for 'plot'; where it is missing the page says so. FILE.md is for a pull request or an "
        "issue: of one run with the curves in characters, or with the picture of --plot, and of "
        "several with a table. RUN is as for 'diagnose'.",
    .notes = notes,
    .example = "learncurve report -o report.html samples/csv/overfitting.csv",
    .groups = groups,
    .run = report_run,
};
