/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_plot.c - `learncurve plot RUN`: draw the annotated curves of one run. */
#include "cli/image.h"
#include "cli/input.h"
#include "cli/terminal.h"
#include "cli/message.h"

#include <string.h>
#include <unistd.h>

#define NAMES_SHOWN 5

/* A plot shows one run, so a log with several needs --run. */
static int ask_for_one(const lc_runs *runs)
{
    char names[200] = "";
    for (size_t i = 0; i < runs->n && i < NAMES_SHOWN; i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%zu %.30s", i ? ", " : "", i + 1,
                 runs->run[i].name ? runs->run[i].name : "(no name)");
    }
    lc_error err = LC_ERROR_INIT;
    lc_error_set(&err, LC_E_ARG, 0, "holds %zu runs (%s%s); choose one with --run", runs->n, names,
                 runs->n > NAMES_SHOWN ? ", ..." : "");
    print_file_error(runs->run[0].source, &err);
    return EXIT_REFUSED;
}

static bool is_stdout(const settings *s)
{
    return !s->output || strcmp(s->output, "-") == 0;
}

/* A script on a terminal would be read by nobody: a picture where the terminal shows pictures and
 * gnuplot makes one, else text. */
static lc_status draw_on_terminal(const settings *s, const lc_run *run,
                                  const lc_diagnosis *diagnosis, const lc_plot_options *options,
                                  lc_error *err)
{
    image_protocol protocol = s->terminal ? IMAGE_NONE : image_find();
    lc_text_plot text = terminal_plot(s);
    if (protocol != IMAGE_NONE &&
        image_show(stdout, protocol, run, diagnosis, options, NULL) == LC_OK)
        return LC_OK;
    return lc_plot_text(stdout, run, diagnosis, options, &text, err);
}

static int draw(const settings *s, const lc_run *run, const lc_diagnosis *diagnosis)
{
    lc_error err = LC_ERROR_INIT;
    lc_plot_options options = settings_plot(s);
    bool terminal = s->terminal || (is_stdout(s) && isatty(STDOUT_FILENO));
    lc_status st;
    if (terminal)
        st = draw_on_terminal(s, run, diagnosis, &options, &err);
    else if (is_stdout(s))
        st = lc_plot_script(stdout, NULL, run, diagnosis, &options, &err);
    else
        st = lc_plot_file(s->output, run, diagnosis, &options, NULL, &err);
    bool to_stdout = terminal || is_stdout(s);
    if (st == LC_OK || (to_stdout && st == LC_E_IO)) /* main() looks at standard output */
        return EXIT_RAN;
    print_file_error(to_stdout ? run->source : s->output, &err);
    return st == LC_E_GNUPLOT ? EXIT_GNUPLOT : EXIT_REFUSED;
}

extern const command command_plot;

static int plot_run(const settings *s, char **operand, size_t n)
{
    if (n > 1)
        return usage_error(&command_plot, "plot takes one RUN, not %zu", n);
    input in = INPUT_INIT;
    int rc = input_load(&in, &command_plot, s, operand, n);
    if (rc == EXIT_RAN)
        rc = in.runs.n == 1 ? draw(s, &in.runs.run[0], &in.diagnosis[0]) : ask_for_one(&in.runs);
    input_free(&in);
    return rc;
}

static const option_group *const groups[] = {&plot_options,     &layout_options, &reading_options,
                                             &analysis_options, &common_options, NULL};

static const char *const notes[] = {
    "FILE.tex is TikZ, for LaTeX with the style gnuplot-lua-tikz, which comes with gnuplot; "
    "without --size it is 16 cm "
    "wide.",
    "--plain --size 85mm makes the figure of a paper: the curves and their names alone, fonts "
    "embedded. From 25 records on its bold lines are running medians over what is recorded, "
    "which the caption should say; --smooth 1 draws none.",
    "A terminal that shows pictures gets one. --forecast-to X draws the forecast with its "
    "interval.",
    NULL};

const command command_plot = {
    .name = "plot",
    .summary = "plot the curves of a run, with the findings marked",
    .operands = "[RUN]",
    .about =
        "Without -o a terminal shows the plot as text; elsewhere the gnuplot script is written, "
        "which contains its data and needs gnuplot 5.4 or later. With -o gnuplot is run: the "
        "one that LEARNCURVE_GNUPLOT names, else the one on the PATH.",
    .notes = notes,
    .example = "learncurve plot -o run.png samples/keras_console/crossvalidated-444546.log",
    .groups = groups,
    .run = plot_run,
};
