/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_compare.c - `learncurve compare RUN...`: runs or groups of them side by side, and a gate. */
#include "cli/message.h"
#include "cli/run_list.h"
#include "cli/step_summary.h"
#include "cli/terminal.h"
#include "cli/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

extern const command command_compare;

/* ---- the gate ---------------------------------------------------------------------------- */

/* METRIC=N or METRIC=N% */
typedef struct limit {
    char metric[120];
    double most;
    bool percent;
} limit;

static bool parse_limit(limit *l, const char *text)
{
    const char *equals = text ? strrchr(text, '=') : NULL;
    char *end = NULL;
    *l = (limit){.most = 0};
    if (!text)
        return true;
    size_t n = equals ? (size_t)(equals - text) : 0;
    if (n > 0 && n < sizeof l->metric) {
        memcpy(l->metric, text, n);
        l->most = strtod(equals + 1, &end);
        l->percent = end[0] == '%';
    }
    if (end && end > equals + 1 && end[l->percent] == '\0' && l->most >= 0)
        return true;
    usage_error(&command_compare, "--max-regression takes METRIC=N or METRIC=N%%, not '%.80s'",
                text);
    return false;
}

/* That a group is too much worse, where build servers look for it. */
static int tell_regression(const settings *s, const char *said)
{
    lc_error err = LC_ERROR_INIT;
    if (!said) {
        print_error("out of memory");
        return EXIT_REFUSED;
    }
    if (strcmp(s->report, "github") != 0)
        print_error("%s", said);
    else if (lc_report_annotation(stdout, LC_CRITICAL, NULL, "regression", said, &err) != LC_OK)
        print_error("%s", err.msg);
    return EXIT_FOUND;
}

/* Each group's best against the baseline's. */
static int check_regression(const settings *s, const lc_comparison *c, const lc_comparison *base,
                            const limit *l)
{
    double was = base->group[0].best;
    int rc = EXIT_RAN;
    if (!c->metric || !base->metric || strcmp(c->metric, base->metric) != 0) {
        print_error("the baseline is of %s, not of %s; -m chooses the metric", base->metric,
                    c->metric);
        return EXIT_REFUSED;
    }
    if (c->better != base->better || (l->percent && was == 0)) {
        print_error("the baseline's %s can't be compared", base->metric);
        return EXIT_REFUSED;
    }
    for (size_t k = 0; k < c->n; k++) {
        const lc_compared *g = &c->group[k];
        double worse = c->better == LC_LOWER_IS_BETTER ? g->best - was : was - g->best;
        double size = l->percent ? 100 * worse / fabs(was) : worse;
        const char *unit = l->percent ? " %" : "";
        if (size > l->most) {
            char *said = text_format("%s: best %s %.4g is worse than the baseline's %.4g by %.3g%s "
                                     "(at most %.3g%s)",
                                     g->name, c->metric, g->best, was, size, unit, l->most, unit);
            rc = tell_regression(s, said);
            free(said);
        }
    }
    return rc;
}

/* What --save-baseline wrote, else a log. */
static bool load_baseline(lc_comparison *base, const settings *s, const char *metric)
{
    lc_error err = LC_ERROR_INIT;
    lc_runs runs = LC_RUNS_INIT;
    lc_read_options options = settings_read(s);
    lc_status st = lc_comparison_load(base, s->baseline, &err);
    if (st == LC_E_FORMAT) {
        st = lc_read_file(&runs, s->baseline, &options, NULL);
        if (st != LC_OK)
            lc_error_set(&err, st, 0, "neither a baseline nor a log can be read from it");
    }
    if (st == LC_OK && runs.n > 0) {
        const lc_run *run = &runs.run[0];
        const char *const name = "baseline";
        st = lc_compare(base, &run, &name, 1, metric, &err);
    }
    if (st != LC_OK)
        print_file_error(s->baseline, &err);
    lc_runs_free(&runs);
    return st == LC_OK;
}

/* ---- the plot ---------------------------------------------------------------------------- */

static bool writes_script(const settings *s)
{
    return s->output && strcmp(s->output, "-") == 0;
}

static size_t rank_of(const lc_comparison *c, const char *name)
{
    size_t rank = 0;
    while (rank < c->n && strcmp(c->group[rank].name, name) != 0)
        rank++;
    return rank;
}

/* Runs as they are drawn: by the rank of their group, then those that have none. Several runs of
 * one rank stand in the order given. */
static void rank_runs(lc_overlay_run *shown, size_t *rank, const run_list *list,
                      const lc_comparison *c)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        rank[i] = rank_of(c, list->list[i].name);
    for (size_t k = 0; k <= c->n; k++)
        for (size_t i = 0; i < list->n; i++) {
            const char *name = list->list[i].name;
            if (rank[i] == k)
                shown[n++] = (lc_overlay_run){&list->in.runs.run[i], name, name};
        }
}

/* Leave out what is read along another axis than the best run; returns how many stay. */
static size_t drop_other_axes(lc_overlay_run *shown, size_t n)
{
    size_t kept = 0;
    const lc_run *first = shown[0].run, *other = NULL;
    for (size_t i = 0; i < n; i++)
        if (shown[i].run->axis == first->axis)
            shown[kept++] = shown[i];
        else
            other = other ? other : shown[i].run;
    if (other)
        print_error("%zu run%s not drawn: along %s, where the best one is along %s; --x reads all "
                    "along one",
                    n - kept, n - kept == 1 ? " is" : "s are", other->axis_name, first->axis_name);
    return kept;
}

/* "b has the lowest val_loss: 0.31 at epoch 12 (2 others can't be told apart)" */
static char *title_of(const lc_comparison *c)
{
    const lc_compared *first = &c->group[0];
    size_t alike = 0;
    char seeds[60] = "", others[80] = "";
    for (size_t k = 1; k < c->n; k++)
        alike += c->group[k].basis && c->group[k].low <= 0 && c->group[k].high >= 0;
    if (first->runs > 1)
        snprintf(seeds, sizeof seeds, ", the median of %zu runs", first->runs);
    if (alike)
        snprintf(others, sizeof others, " (%zu other%s can't be told apart)", alike,
                 alike == 1 ? "" : "s");
    return text_format("%s has the %s %s: %.4g%s%s", first->name,
                       c->better == LC_LOWER_IS_BETTER ? "lowest" : "highest", c->metric,
                       first->best, seeds, others);
}

static lc_status draw_runs(const settings *s, const lc_overlay_run *shown, size_t n,
                           const lc_plot_options *how, lc_error *err)
{
    const lc_text_plot text = terminal_plot(s);
    lc_status st = LC_OK;
    if (s->terminal)
        st = lc_overlay_text(stdout, shown, n, how, &text, err);
    if (st == LC_OK && writes_script(s))
        st = lc_overlay_script(stdout, NULL, shown, n, how, err);
    else if (st == LC_OK && s->output)
        st = lc_overlay_file(s->output, shown, n, how, NULL, err);
    return st;
}

static int draw(const settings *s, const run_list *list, const lc_comparison *c)
{
    lc_error err = LC_ERROR_INIT;
    lc_plot_options how = settings_plot(s);
    lc_overlay_run *shown = calloc(list->n + 1, sizeof *shown);
    size_t *rank = calloc(list->n + 1, sizeof *rank);
    char *title = title_of(c);
    lc_status st = LC_E_NOMEM;
    lc_error_set(&err, st, 0, "out of memory");
    if (shown && rank && title) {
        rank_runs(shown, rank, list, c);
        how.title = how.title ? how.title : title;
        how.ranked_by = c->metric;
        st = draw_runs(s, shown, drop_other_axes(shown, list->n), &how, &err);
    }
    free(title);
    free(rank);
    free(shown);
    if (st == LC_OK || (st == LC_E_IO && ferror(stdout))) /* main() says that */
        return EXIT_RAN;
    if (s->output && !writes_script(s) && st != LC_E_ARG)
        print_file_error(s->output, &err);
    else
        print_error("%s", err.msg);
    return st == LC_E_GNUPLOT ? EXIT_GNUPLOT : EXIT_REFUSED;
}

/* ---- the whole --------------------------------------------------------------------------- */

static lc_status write_summary(FILE *out, const void *what, lc_error *err)
{
    return lc_report_comparison(out, "markdown", what, NULL, err);
}

static int report(const settings *s, const lc_comparison *c)
{
    lc_error err = LC_ERROR_INIT;
    lc_report_options layout = terminal_layout(s);
    lc_status st = lc_report_comparison(stdout, s->report, c, &layout, &err);
    if (st == LC_OK || st == LC_E_IO) /* main() looks at standard output */
        return step_summary_add(s, write_summary, c);
    print_error("%s", err.msg);
    return EXIT_REFUSED;
}

static int save(const settings *s, const lc_comparison *c)
{
    lc_error err = LC_ERROR_INIT;
    if (lc_comparison_save(s->save_baseline, c, &err) == LC_OK)
        return EXIT_RAN;
    print_file_error(s->save_baseline, &err);
    return EXIT_REFUSED;
}

static int finish(const settings *s, const run_list *list, const lc_comparison *c, const limit *l)
{
    lc_comparison base = LC_COMPARISON_INIT;
    int rc = s->terminal || s->output ? draw(s, list, c) : EXIT_RAN;
    int told = writes_script(s) || s->quiet ? EXIT_RAN : report(s, c);
    rc = rc == EXIT_RAN ? told : rc;
    if (rc == EXIT_RAN && s->save_baseline)
        rc = save(s, c);
    if (rc == EXIT_RAN && s->baseline)
        rc = load_baseline(&base, s, c->metric) ? check_regression(s, c, &base, l) : EXIT_REFUSED;
    lc_comparison_free(&base);
    return rc;
}

static int compare_all(const settings *s, const run_list *list, const limit *l)
{
    lc_error err = LC_ERROR_INIT;
    lc_comparison c = LC_COMPARISON_INIT;
    const lc_run **runs = calloc(list->n + 1, sizeof *runs);
    const char **names = calloc(list->n + 1, sizeof *names);
    const char *metric = s->metric ? s->metric : *l->metric ? l->metric : NULL;
    lc_status st = lc_error_set(&err, LC_E_NOMEM, 0, "out of memory");
    for (size_t i = 0; runs && names && i < list->n; i++) {
        runs[i] = &list->in.runs.run[i];
        names[i] = list->list[i].name;
    }
    if (runs && names)
        st = lc_compare(&c, runs, names, list->n, metric, &err);
    if (st != LC_OK)
        print_error("%s", err.msg);
    int rc = st == LC_OK ? finish(s, list, &c, l) : EXIT_REFUSED;
    lc_comparison_free(&c);
    free(runs);
    free(names);
    return rc;
}

/* What can be told to be wrong before a run is read. */
static int check_options(const settings *s, limit *l)
{
    if (s->max_regression && !s->baseline)
        return usage_error(&command_compare, "--max-regression needs --baseline FILE");
    if (s->terminal && (writes_script(s) || strcmp(s->report, "text") != 0))
        return usage_error(&command_compare, "--terminal goes with the table only, not with %s",
                           writes_script(s) ? "-o -" : s->report);
    if (s->output && !writes_script(s) && !lc_plot_can_draw(s->output))
        return usage_error(&command_compare,
                           "-o takes a FILE.png, .svg, .pdf, .eps, .tex or .gp, not '%.60s'",
                           s->output);
    return parse_limit(l, s->max_regression) ? EXIT_RAN : EXIT_REFUSED;
}

static int compare_run(const settings *s, char **operand, size_t n)
{
    limit l;
    run_list list = RUN_LIST_INIT;
    if (n == 0)
        return usage_error(&command_compare, "compare needs a RUN");
    int rc = check_options(s, &l);
    if (rc == EXIT_RAN)
        rc = run_list_read(&list, s, operand, n);
    if (rc == EXIT_RAN && s->group)
        rc = run_list_group(&list, &command_compare, s->group);
    if (rc == EXIT_RAN)
        rc = compare_all(s, &list, &l);
    run_list_free(&list);
    return rc;
}

static const option_group *const groups[] = {&compare_options, &plot_options,   &layout_options,
                                             &reading_options, &common_options, NULL};

static const char *const notes[] = {
    "Single runs are compared by the noise of their curves, which is weak evidence; groups "
    "(RUN=NAME, or alike by --group REGEX) by their runs. What the diagnosis says of each "
    "run, of a group what it says of most of them, stands below the table.",
    "A group is drawn as its median in a band from the lowest to the highest of its runs. --x "
    "step or --x time aligns the runs by something else, clock times from each run's start, "
    "and --x samples by what they were trained on, where the log or an option tells the batch "
    "size or the number of training samples.",
    "Hyper-parameters in which the runs differ are those of args.yaml (Ultralytics), "
    "hparams.yaml (Lightning), config.yaml and .wandb files (Weights & Biases), MLflow's "
    "params/ and database, comments '# key: value' above a table, and columns that never "
    "change. Of YAML only lines 'key: value' without blanks before them are read.",
    NULL};

const command command_compare = {
    .name = "compare",
    .summary = "compare runs, or groups of runs, by their best value",
    .operands = "RUN[=NAME]...",
    .about = "The best run comes first, with the epoch of its best value, its last value, and the "
             "epoch at which it reaches what all reach; then the difference from the first with "
             "its 95 % interval. Several runs with one NAME are a group, as with several seeds. "
             "With -o their curves are drawn over each other, a panel for each metric, the ten "
             "best in colour; with --terminal they stand as text above the table; -o - writes the "
             "gnuplot script instead of it. "
             "With --baseline the exit status is 1 when a group's best is worse than the "
             "baseline's by more than --max-regression allows.",
    .notes = notes,
    .example = "learncurve compare samples/wandb_csv/three-runs.csv",
    .groups = groups,
    .run = compare_run,
};
