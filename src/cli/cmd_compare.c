/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_compare.c - `learncurve compare RUN...`: runs or groups of them side by side, and a gate. */
#include "cli/input.h"
#include "cli/message.h"
#include "cli/terminal.h"
#include "cli/text.h"

#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const command command_compare;

/* ---- names ------------------------------------------------------------------------------- */

/* FILE=NAME, unless a file is called so; the operand is cut at its '='. NULL when no name is given. */
static const char *split_name(char *operand)
{
    char *equals = strrchr(operand, '=');
    if (!equals || equals == operand || !equals[1] || access(operand, F_OK) == 0)
        return NULL;
    *equals = '\0';
    return equals + 1;
}

static char *name_of(const lc_run *run, const char *given, bool several)
{
    const char *base = given ? given : run->source ? run->source : "arrays";
    if (several && run->name)
        return text_format("%s, %s", base, run->name);
    return strdup(base);
}

/* What the expression matches in the name, or its first part in brackets; NULL for nothing. */
static char *group_of(const regex_t *regex, const char *name)
{
    regmatch_t match[2];
    if (regexec(regex, name, 2, match, 0) != 0)
        return NULL;
    const regmatch_t *m = match[1].rm_so >= 0 ? &match[1] : &match[0];
    return strndup(name + m->rm_so, (size_t)(m->rm_eo - m->rm_so));
}

/* The runs' groups' names, of which the list holds as many as there are runs. */
typedef struct name_table {
    char **name;
    size_t n;
} name_table;

/* One read more from a file: names for all of its runs. */
static bool add_names(name_table *names, const lc_runs *runs, const char *given)
{
    bool several = runs->n - names->n > 1;
    char **longer = realloc(names->name, (runs->n + 1) * sizeof *longer);
    if (!longer)
        return false;
    names->name = longer;
    while (names->n < runs->n) {
        char *name = name_of(&runs->run[names->n], given, several);
        if (!name)
            return false;
        names->name[names->n++] = name;
    }
    return true;
}

/* Take away what all names begin with, up to a '/' or ", ". */
static void shorten_names(name_table *names)
{
    size_t common = names->n > 1 ? strlen(names->name[0]) : 0;
    for (size_t i = 1; i < names->n; i++) {
        size_t k = 0;
        while (k < common && names->name[i][k] == names->name[0][k])
            k++;
        common = k;
    }
    while (common > 0 && names->name[0][common - 1] != '/' &&
           !(common > 1 && names->name[0][common - 1] == ' ' && names->name[0][common - 2] == ','))
        common--;
    for (size_t i = 0; i < names->n && common > 0; i++)
        memmove(names->name[i], names->name[i] + common, strlen(names->name[i] + common) + 1);
}

static bool apply_groups(name_table *names, const char *expression)
{
    regex_t regex;
    int wrong = regcomp(&regex, expression, REG_EXTENDED);
    if (wrong) {
        char why[120];
        regerror(wrong, &regex, why, sizeof why);
        usage_error(&command_compare, "--group '%.60s': %s", expression, why);
        return false;
    }
    for (size_t i = 0; i < names->n; i++) {
        char *group = group_of(&regex, names->name[i]);
        if (!group)
            continue;
        free(names->name[i]);
        names->name[i] = group;
    }
    regfree(&regex);
    return true;
}

static void names_free(name_table *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->name[i]);
    free(names->name);
}

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

/* Each group's best against the baseline's. */
static int check_regression(const lc_comparison *c, const lc_comparison *base, const limit *l)
{
    double was = base->group[0].best;
    int rc = EXIT_RAN;
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
            print_error("%s: best %s %.4g is worse than the baseline's %.4g by %.3g%s (at most "
                        "%.3g%s)",
                        g->name, c->metric, g->best, was, size, unit, l->most, unit);
            rc = EXIT_FOUND;
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

/* ---- the whole --------------------------------------------------------------------------- */

static int finish(const settings *s, const lc_comparison *c, const limit *l)
{
    lc_error err = LC_ERROR_INIT;
    lc_comparison base = LC_COMPARISON_INIT;
    lc_report_options layout = terminal_layout(s);
    int rc = EXIT_RAN;
    lc_status st = lc_report_comparison(stdout, s->report, c, &layout, &err);
    if (st != LC_OK && st != LC_E_IO) { /* main() looks at standard output */
        print_error("%s", err.msg);
        rc = EXIT_REFUSED;
    }
    if (rc == EXIT_RAN && s->save_baseline &&
        lc_comparison_save(s->save_baseline, c, &err) != LC_OK) {
        print_file_error(s->save_baseline, &err);
        rc = EXIT_REFUSED;
    }
    if (rc == EXIT_RAN && s->baseline)
        rc = load_baseline(&base, s, c->metric) ? check_regression(c, &base, l) : EXIT_REFUSED;
    lc_comparison_free(&base);
    return rc;
}

static int compare_all(const settings *s, const lc_runs *runs, const name_table *names,
                       const limit *l)
{
    lc_error err = LC_ERROR_INIT;
    lc_comparison c = LC_COMPARISON_INIT;
    const lc_run **list = calloc(runs->n + 1, sizeof *list);
    const char *metric = s->metric ? s->metric : *l->metric ? l->metric : NULL;
    for (size_t i = 0; list && i < runs->n; i++)
        list[i] = &runs->run[i];
    lc_status st =
        list ? lc_compare(&c, list, (const char *const *)names->name, runs->n, metric, &err)
             : lc_error_set(&err, LC_E_NOMEM, 0, "out of memory");
    if (st != LC_OK)
        print_error("%s", err.msg);
    int rc = st == LC_OK ? finish(s, &c, l) : EXIT_REFUSED;
    lc_comparison_free(&c);
    free(list);
    return rc;
}

static int compare_run(const settings *s, char **operand, size_t n)
{
    limit l;
    lc_runs runs = LC_RUNS_INIT;
    name_table names = {0};
    lc_read_options options = settings_read(s);
    bool all = true, memory = true;
    if (n == 0)
        return usage_error(&command_compare, "compare needs a RUN");
    if (s->max_regression && !s->baseline)
        return usage_error(&command_compare, "--max-regression needs --baseline FILE");
    if (!parse_limit(&l, s->max_regression))
        return EXIT_REFUSED;
    for (size_t i = 0; i < n && memory; i++) {
        lc_error err = LC_ERROR_INIT;
        const char *given = split_name(operand[i]);
        if (lc_read_file(&runs, operand[i], &options, &err) != LC_OK) {
            print_file_error(operand[i], &err);
            all = false;
        }
        memory = add_names(&names, &runs, given);
    }
    if (memory)
        shorten_names(&names);
    else
        print_error("out of memory");
    int rc = memory && all && (!s->group || apply_groups(&names, s->group))
                 ? compare_all(s, &runs, &names, &l)
                 : EXIT_REFUSED;
    names_free(&names);
    lc_runs_free(&runs);
    return rc;
}

static const option_group *const groups[] = {&compare_options, &layout_options, &reading_options,
                                             &common_options, NULL};

const command command_compare = {
    .name = "compare",
    .summary = "compare runs, or groups of runs, by their best value",
    .operands = "RUN[=NAME]...",
    .about = "The best run comes first, with the epoch of its best value, its last value, and the "
             "epoch at which it reaches what all reach; then the difference from the first with "
             "its 95 % interval. Several runs with one NAME are a group, as with several seeds. "
             "With --baseline the exit status is 1 when a group's best is worse than the "
             "baseline's by more than --max-regression allows.",
    .example = "learncurve compare samples/wandb_csv/three-runs.csv",
    .groups = groups,
    .run = compare_run,
};
